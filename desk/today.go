package desk

import (
	"context"
	"slices"
	"sync"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/turnover"
)

// Today is the day's picture: turnover against the goal, what is not covered, what lapses, who is late, what to do next.
// Guests get only what is theirs.
type Today struct {
	On        day.Date          `json:"on"`
	House     string            `json:"house"`
	Turnover  turnover.Picture  `json:"turnover"`         // deliveries of the house
	Region    *turnover.Picture `json:"region,omitempty"` // all trade between the regions by the statistics; nil when none is recorded
	Uncovered Uncovered         `json:"uncovered"`
	Lapsing   []Lapsing         `json:"lapsing"` // guarantees that expire within 90 days and secure something, the next first
	Late      []Late            `json:"late"`    // the latest first
	Tasks     []Task            `json:"tasks"`   // what to do next, the most pressing first
}

// Uncovered is what units that are out are not covered for.
type Uncovered struct {
	Now   money.Amount `json:"now"`  // in USD, missing today
	Soon  money.Amount `json:"soon"` // in USD, the most that is missing on a day of the next 90
	First day.Date     `json:"first,omitzero"`
	Deals []BareDeal   `json:"deals"` // the earliest gap first
}

// BareDeal is a running deal with a day that is not covered.
type BareDeal struct {
	Deal     Ref          `json:"deal"`
	Customer Ref          `json:"customer"`
	From     day.Date     `json:"from"`
	Missing  money.Amount `json:"missing"`
	Mend     errs.Text    `json:"mend"`
}

// Lapsing is a guarantee that expires soon.
type Lapsing struct {
	Guarantee Ref          `json:"guarantee"`
	Guarantor Ref          `json:"guarantor"`
	ExpiresOn day.Date     `json:"expires_on"` // last day to present
	Days      int          `json:"days"`
	Pledged   money.Amount `json:"pledged"` // what deals hold of it
}

// Late is a deal whose customer is late or in default.
type Late struct {
	Deal     Ref          `json:"deal"`
	Customer Ref          `json:"customer"`
	Days     int          `json:"days"`
	Overdue  money.Amount `json:"overdue"`
	Stage    string       `json:"stage"`
}

// Task is one thing to do.
type Task struct {
	Act   bool      `json:"act"` // now, not only soon
	Text  errs.Text `json:"text"`
	About string    `json:"about,omitempty"` // entity, or the path of a list
	Verb  string    `json:"verb,omitempty"`  // verb that does it
	Roles []Role    `json:"-"`               // who does it; others do not see it
}

// todayCache holds the last picture of a centre; any event makes it old.
type todayCache struct {
	mu   sync.Mutex
	last map[string]cachedToday
}

type cachedToday struct {
	newest int64
	on     day.Date
	today  Today
}

// soonDays is how far the first page looks ahead.
const soonDays = 90

// ReadToday gives the day's picture for an actor.
func (d *Desk) ReadToday(ctx context.Context, actor Actor) (Today, error) {
	if err := allow(actor, "today", everyone); err != nil {
		return Today{}, err
	}
	if actor.Role.Guest() {
		return d.guestToday(ctx, actor)
	}
	var t Today
	err := d.read(ctx, actor, func(w *work) error {
		newest, err := w.tx.NewestEvent(w.ctx)
		if err != nil {
			return err
		}
		d.today.mu.Lock()
		c, ok := d.today.last[w.centre()]
		d.today.mu.Unlock()
		if ok && c.newest == newest && c.on == w.today {
			t = c.today
			return nil
		}
		if t, err = w.drawToday(); err != nil {
			return err
		}
		d.today.mu.Lock()
		defer d.today.mu.Unlock()
		if d.today.last == nil {
			d.today.last = map[string]cachedToday{}
		}
		d.today.last[w.centre()] = cachedToday{newest, w.today, t}
		return nil
	})
	t.Tasks = tasksFor(t.Tasks, actor.Role)
	return t, err
}

// tasksFor keeps the tasks of a role; who only looks sees them all.
func tasksFor(all []Task, role Role) []Task {
	out := make([]Task, 0, len(all))
	for _, t := range all {
		if role == Auditor || role == Admin || slices.Contains(t.Roles, role) {
			out = append(out, t)
		}
	}
	return out
}

func (w *work) drawToday() (Today, error) {
	t := Today{On: w.today, Lapsing: []Lapsing{}, Late: []Late{}, Tasks: []Task{}}
	for _, step := range []func(*Today) error{w.todayHouse, w.todayTurnover, w.todayCover, w.todayLapsing, w.todayLate, w.todayTasks} {
		if err := step(&t); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (w *work) todayHouse(t *Today) error {
	doc, err := w.tx.Setting(w.ctx, profileSetting)
	if err != nil {
		return err
	}
	var p Profile
	err = doc.Into(&p)
	t.House = p.House
	return err
}

// Measures of turnover. The two are never added up: what the house delivers is a part of what the statistics count.
const (
	houseTurnover = "house"
	regionTrade   = "region"
)

func (w *work) todayTurnover(t *Today) error {
	facts := turnover.Facts{On: w.today}
	rows, err := w.tx.TurnoverByMonth(w.ctx)
	if err != nil {
		return err
	}
	now := turnover.MonthOf(w.today)
	first := turnover.NewMonth(now.Year(), 1) // the house's own books are whole: a month without a delivery is zero, not missing
	for _, r := range rows {
		m, err := turnover.ParseMonth(r.Month)
		if err != nil {
			return err
		}
		first = min(first, m)
		facts.Lines = append(facts.Lines, turnover.Entry{On: day.MustOf(m.Year(), m.Number(), 1), USD: r.UsdMinor, Line: r.Segment, Units: int(r.Units)})
	}
	if facts.Months, err = turnover.Monthly(facts.Lines, first, now); err != nil {
		return err
	}
	if facts.Goals, err = w.goals(houseTurnover); err != nil {
		return err
	}
	t.Turnover = turnover.Draw(facts)
	return w.todayRegion(t)
}

func (w *work) todayRegion(t *Today) error {
	rows, err := w.tx.TurnoverMonths(w.ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	facts := turnover.Facts{On: w.today, Months: turnover.Series{}}
	for _, r := range rows { // by month, then by the moment of recording: the last word of a month stands
		m, err := turnover.ParseMonth(r.Month)
		if err != nil {
			return err
		}
		facts.Months[m] = r.UsdMinor
	}
	if facts.Goals, err = w.goals(regionTrade); err != nil {
		return err
	}
	p := turnover.Draw(facts)
	t.Region = &p
	return nil
}

func (w *work) goals(measure string) ([]turnover.Goal, error) {
	rows, err := w.tx.Goals(w.ctx, measure)
	out := make([]turnover.Goal, 0, len(rows))
	for _, r := range rows {
		out = append(out, turnover.Goal{Year: int(r.Year), Amount: money.Of(r.AmountMinor, turnover.USD), Floor: money.Of(r.FloorMinor, turnover.USD), Author: r.Author,
			Reason: r.Reason, ValidFrom: r.AtUs.Date()})
	}
	return out, err
}
