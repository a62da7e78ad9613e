package lease

import (
	"cmp"
	"slices"

	"kontor/day"
)

// Open is what is still unpaid of one row, in minor units of the deal's currency.
type Open struct {
	Nr        int      `json:"nr"`
	Kind      Kind     `json:"kind"`
	DueOn     day.Date `json:"due_on"`
	Fee       int64    `json:"fee_minor"`
	Interest  int64    `json:"interest_minor"`
	Principal int64    `json:"principal_minor"`
}

// Total is what is open of the row in all.
func (o Open) Total() int64 { return o.Fee + o.Interest + o.Principal }

// owing gives the rows due up to a day that still owe something, oldest due first, then by number.
func owing(open []Open, until day.Date) []Open {
	var rows []Open
	for _, o := range open {
		if o.DueOn <= until && o.Total() != 0 {
			rows = append(rows, o)
		}
	}
	slices.SortFunc(rows, func(a, b Open) int { return cmp.Or(cmp.Compare(a.DueOn, b.DueOn), cmp.Compare(a.Nr, b.Nr)) })
	return rows
}

// Part is how much of a payment met one row.
type Part struct {
	Nr        int   `json:"nr"`
	Fee       int64 `json:"fee_minor"`
	Interest  int64 `json:"interest_minor"`
	Principal int64 `json:"principal_minor"`
}

// Total is how much met the row in all.
func (p Part) Total() int64 { return p.Fee + p.Interest + p.Principal }

// Allocate spreads a payment over what is due up to and including a day: oldest due first, inside a row fees, then
// interest, then principal (M1). What is over comes back as rest and stays unapplied (M2): the parts and the rest are
// always the amount. An amount below 1 meets nothing.
func Allocate(open []Open, amount int64, on day.Date) (parts []Part, rest int64) {
	rest = amount
	take := func(owed int64) int64 {
		taken := max(min(owed, rest), 0)
		rest -= taken
		return taken
	}
	for _, o := range owing(open, on) {
		if rest <= 0 {
			break
		}
		parts = append(parts, Part{Nr: o.Nr, Fee: take(o.Fee), Interest: take(o.Interest), Principal: take(o.Principal)})
	}
	return parts, rest
}

// TakeBack is Allocate undone: it takes an amount out of what the rows were paid, the newest due first, inside a row
// principal, then interest, then fees, so that what is left is what less money would have met. What the rows do not hold
// comes back as rest.
func TakeBack(paid []Open, amount int64) (parts []Part, rest int64) {
	rest = amount
	take := func(held int64) int64 {
		taken := max(min(held, rest), 0)
		rest -= taken
		return taken
	}
	rows := owing(paid, day.Max)
	slices.Reverse(rows)
	for _, o := range rows {
		if rest <= 0 {
			break
		}
		p := Part{Nr: o.Nr, Principal: take(o.Principal)}
		p.Interest = take(o.Interest)
		p.Fee = take(o.Fee)
		parts = append(parts, p)
	}
	return parts, rest
}

// Level is the exposure from a day on, until the next level begins.
type Level struct {
	From  day.Date `json:"from"`
	Minor int64    `json:"minor"`
}

// Levels gives the exposure that must be covered on every day from a day to the end, as a step function. On day d it is
//
//   - the open principal of every row due on d or later: a row due on d is still owed on d;
//   - the interest and fees of the period that d is in: all of those of the next row that owes something, from the first
//     day of its period, for cover must not have to grow day by day;
//   - everything open of the rows that were overdue on the first day, to the end: rows that fall due later are taken to
//     be paid on time, but nobody knows when arrears will be.
//
// An unpaid advance counts like any other row. The first level begins on the day from, the last one after the last due
// date; it holds the arrears, or 0. Rows that owe nothing change nothing.
func Levels(open []Open, from day.Date) []Level {
	rows := owing(open, day.Max)
	first, _ := slices.BinarySearchFunc(rows, from, func(o Open, d day.Date) int { return cmp.Compare(o.DueOn, d) })
	var arrears, principal int64
	for i, o := range rows {
		if i < first {
			arrears += o.Total()
		} else {
			principal += o.Principal
		}
	}
	levels := make([]Level, 0, len(rows)-first+1)
	step := func(from day.Date, minor int64) {
		if n := len(levels); n == 0 || levels[n-1].Minor != minor {
			levels = append(levels, Level{from, minor})
		}
	}
	for rows = rows[first:]; len(rows) > 0; {
		due, current, paid, same := rows[0].DueOn, int64(0), int64(0), 0
		for same < len(rows) && rows[same].DueOn == due {
			current += rows[same].Interest + rows[same].Fee
			paid += rows[same].Principal
			same++
		}
		step(from, arrears+principal+current)
		principal -= paid
		from, rows = due.Add(1), rows[same:]
	}
	step(from, arrears)
	return levels
}

// State says how late a customer is on a day.
type State struct {
	DPD     int      `json:"dpd"`            // days past due, 0 while nothing is late
	Since   day.Date `json:"since,omitzero"` // from which the days are counted, none while nothing is late
	Overdue int64    `json:"overdue_minor"`  // all that was due before the day, within grace too
	Bucket  int      `json:"bucket"`         // 0, 1, 31, 61 or 91: the least days of the bucket
}

// buckets are the lower ends in days (A1).
var buckets = []int{91, 61, 31, 1}

// Arrears counts from the oldest unpaid due date and the grace days (A1): due on the 1st with 3 days of grace is one day
// late on the 5th. From which bucket on a deal is in default is for the desk to decide.
func Arrears(open []Open, on day.Date, graceDays int) State {
	var s State
	for i, o := range owing(open, on-1) {
		if i == 0 {
			since := o.DueOn.Add(max(graceDays, 0))
			if days := on.Sub(since); days > 0 {
				s.DPD, s.Since = days, since
			}
		}
		s.Overdue += o.Total()
	}
	s.Bucket = Bucket(s.DPD)
	return s
}

// Bucket is the least days of the bucket that so many days past due are in, 0 while nothing is late.
func Bucket(dpd int) int {
	for _, least := range buckets {
		if dpd >= least {
			return least
		}
	}
	return 0
}
