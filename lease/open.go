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
