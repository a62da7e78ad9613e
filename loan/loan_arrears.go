package loan

import (
	"kontor/day"
	"kontor/errs"
)

// Late says how late a debtor is on a day.
type Late struct {
	DPD     int      `json:"dpd"`            // days past due, 0 while nothing is late
	Since   day.Date `json:"since,omitzero"` // from which the days are counted, none while nothing is late
	Overdue int64    `json:"overdue_minor"`  // all that was due before the day, within grace too
	Bucket  int      `json:"bucket"`         // least days of the bucket, 0 while nothing is late
	Paused  bool     `json:"paused,omitzero"`
}

// Arrears counts from the oldest unpaid due date and the grace days (A1): due on the 1st with 3 days of grace is one day
// late on the 5th. Days of a pause do not count (A3). The account should be one as of the day.
func (a Account) Arrears(on day.Date) Late {
	var l Late
	for _, r := range a.Rows {
		open := r.Open().Total()
		if r.DueOn >= on || open <= 0 {
			continue
		}
		if l.Overdue == 0 {
			since := r.DueOn.Add(a.contract.Settings.GraceDays)
			if days := on.Sub(since) - a.pausedDays(since, on); days > 0 {
				l.DPD, l.Since = days, since
			}
		}
		l.Overdue += open
	}
	for _, p := range a.pauses {
		l.Paused = l.Paused || p.from <= on && on < p.to
	}
	l.Bucket = a.contract.Settings.Bucket(l.DPD)
	return l
}

// pausedDays are the days of a stretch that did not count.
func (a Account) pausedDays(from, to day.Date) (n int) {
	for _, p := range a.pauses {
		n += max(0, min(to, p.to).Sub(max(from, p.from)))
	}
	return n
}

var houseBuckets = []int{1, 31, 61, 91}

// Bucket is the least days of the bucket that so many days past due are in, 0 while nothing is late.
func (s Settings) Bucket(dpd int) int {
	buckets := s.Buckets
	if len(buckets) == 0 {
		buckets = houseBuckets
	}
	least := 0
	for _, b := range buckets {
		if dpd >= b {
			least = b
		}
	}
	return least
}

// pause stops the count of days past due, or starts it again. Pauses do not overlap, and only one that runs can end.
func (r *replay) pause(t *Transaction) error {
	last := len(r.a.pauses) - 1
	running := last >= 0 && r.a.pauses[last].to == day.Max
	switch {
	case t.Kind == Pause && running:
		return errs.New(errs.Refused, "the count is paused already since {day}", "day", r.a.pauses[last].from).At(t.ID).Because("resume it first")
	case t.Kind == Pause:
		r.a.pauses = append(r.a.pauses, span{t.On, day.Max})
	case !running:
		return errs.New(errs.Refused, "no pause runs on {day}", "day", t.On).At(t.ID).Because("there is nothing to resume")
	default:
		r.a.pauses[last].to = t.On
	}
	return nil
}
