// Package turnover answers one sentence: turnover is this much of a goal; at the present pace it ends there; the floor is
// here.
//
// A Series holds one sum a month, in US cents. A month that is not in it is missing, and missing is not zero: every sum
// says how many months it covers (Sum), and where a month is missing there is no pace and no verdict on the floor. Pace
// projects the year by seasonal shares of the last complete years, Watch follows the sum of the last twelve months
// against the floor, Convert brings a price into US dollars at the rate of its day. Draw puts all of it into the Picture
// of the first page.
//
// A Series is one measure on one basis; official statistics and own deliveries are never added up (W1). The rules I6,
// F1 to F4, T1 to T7 are in the handbook of turnover.
package turnover

import (
	"cmp"
	"slices"
	"strconv"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// USD is the currency of all turnover.
const USD money.Currency = "USD"

func usd(cents int64) money.Amount { return money.Amount{Minor: cents, Currency: USD} }

// Entry is turnover on a day: one delivery, or the sum of several.
type Entry struct {
	On    day.Date `json:"on"`
	USD   int64    `json:"usd_minor"` // cents; less than nothing for a return
	Line  string   `json:"line"`      // segment of the goods
	Units int      `json:"units"`     // machines or lots in it
}

// Month is a calendar month: 12 x year + month - 1. The zero value is none.
type Month int32

// MonthOf is the month a day lies in.
func MonthOf(d day.Date) Month {
	if d == 0 {
		return 0
	}
	return NewMonth(d.Year(), d.Month())
}

// NewMonth is month 1 to 12 of a year.
func NewMonth(year, month int) Month { return Month(12*year + month - 1) }

// ParseMonth reads "2026-09".
func ParseMonth(s string) (Month, error) {
	d, err := day.Parse(s + "-01")
	if err != nil || len(s) != len("2026-09") {
		return 0, errs.New(errs.Invalid, "{text} is no month", "text", s).Because("write it like 2026-09")
	}
	return MonthOf(d), nil
}

// Year of the month.
func (m Month) Year() int { return int(m) / 12 }

// Number is 1 for January to 12 for December.
func (m Month) Number() int { return int(m)%12 + 1 }

// String is "2026-09", "" for none.
func (m Month) String() string {
	if m == 0 {
		return ""
	}
	return m.first().String()[:len("2026-09")]
}

// first is the first day of the month.
func (m Month) first() day.Date { return day.MustOf(m.Year(), m.Number(), 1) }

// MarshalText writes "2026-09".
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2026-09" or "".
func (m *Month) UnmarshalText(text []byte) (err error) {
	if *m = 0; len(text) > 0 {
		*m, err = ParseMonth(string(text))
	}
	return err
}

// Series is turnover by month in US cents. A month that is not in it is missing.
type Series map[Month]int64

// Monthly adds entries up by month. The books are taken to be complete from first to last, so that a month in between
// without an entry is zero, not missing; entries outside of it are left out. Error: TooLarge.
func Monthly(entries []Entry, first, last Month) (Series, error) {
	s := make(Series, max(int(last-first)+1, 0))
	for m := first; m <= last; m++ {
		s[m] = 0
	}
	for _, e := range entries {
		m := MonthOf(e.On)
		if m < first || m > last {
			continue
		}
		sum, err := usd(s[m]).Add(usd(e.USD))
		if err != nil {
			return nil, errs.New(errs.TooLarge, "turnover of {month} is more than the books can hold", "month", m.String())
		}
		s[m] = sum.Minor
	}
	return s, nil
}

// Sum is turnover over some months and how much of them is known (I6).
type Sum struct {
	USD     money.Amount `json:"usd"`               // of the months that are known
	Known   int          `json:"known"`             // months that are known
	Of      int          `json:"of"`                // months that were asked for
	Missing []Month      `json:"missing,omitempty"` // the others
}

// Complete reports whether every month is known.
func (s Sum) Complete() bool { return s.Known == s.Of }

// Sum adds up the months from first to last.
func (s Series) Sum(first, last Month) Sum {
	sum := Sum{USD: usd(0), Of: max(int(last-first)+1, 0)}
	for m := first; m <= last; m++ {
		if cents, ok := s[m]; ok {
			sum.USD.Minor += cents
			sum.Known++
		} else {
			sum.Missing = append(sum.Missing, m)
		}
	}
	return sum
}

// Year adds up a calendar year.
func (s Series) Year(year int) Sum { return s.Sum(NewMonth(year, 1), NewMonth(year, 12)) }

// Trailing adds up the twelve months that end with m (T5).
func (s Series) Trailing(m Month) Sum { return s.Sum(m-11, m) }

// Span is the first and the last month that are known; none for an empty series.
func (s Series) Span() (first, last Month) {
	for m := range s {
		if first == 0 || m < first {
			first = m
		}
		last = max(last, m)
	}
	return first, last
}

// LineSum is the turnover of one line over some time.
type LineSum struct {
	Line  string       `json:"line"`
	USD   money.Amount `json:"usd"`
	Units int          `json:"units"`
}

// Lines adds entries up by line, from one day to another inclusive; the largest line comes first.
func Lines(entries []Entry, from, to day.Date) []LineSum {
	at := map[string]int{}
	var lines []LineSum
	for _, e := range entries {
		if e.On < from || e.On > to {
			continue
		}
		i, ok := at[e.Line]
		if !ok {
			i = len(lines)
			at[e.Line] = i
			lines = append(lines, LineSum{Line: e.Line, USD: usd(0)})
		}
		lines[i].USD.Minor += e.USD
		lines[i].Units += e.Units
	}
	slices.SortFunc(lines, func(a, b LineSum) int {
		return cmp.Or(cmp.Compare(b.USD.Minor, a.USD.Minor), cmp.Compare(a.Line, b.Line))
	})
	return lines
}

// Goal is what a year is to bring, in US dollars. A change is a new record; the old ones stay (T1).
type Goal struct {
	Year      int          `json:"year"`
	Amount    money.Amount `json:"amount"`
	Floor     money.Amount `json:"floor"` // least sum of any twelve months in a row
	Author    string       `json:"author"`
	Reason    string       `json:"reason"`
	ValidFrom day.Date     `json:"valid_from"`
}

// Check finds all that is wrong with the goal at once.
func (g Goal) Check() error {
	var f errs.Faults
	if g.Year < 1900 || g.Year > 9999 {
		f.Add("year", "a year has four digits, not {year}", "year", strconv.Itoa(g.Year))
	}
	amount := func(field string, a money.Amount, least int64) {
		if a.Currency != USD {
			f.Add(field, "turnover is counted in USD").Because("write it like 500000000.00 USD")
		} else if a.Minor < least || a.Minor > money.MaxMinor {
			f.Add(field, "the amount is from {least} to {most}", "least", usd(least), "most", usd(money.MaxMinor))
		}
	}
	amount("amount", g.Amount, 1)
	amount("floor", g.Floor, 0)
	if g.Floor.Minor > g.Amount.Minor {
		f.Add("floor", "the floor is above the goal").Because("lower the floor or raise the goal")
	}
	if g.Author == "" {
		f.Add("author", "a goal needs its author")
	}
	if g.Reason == "" {
		f.Add("reason", "a goal needs its reason")
	}
	if g.ValidFrom == 0 {
		f.Add("valid_from", "a goal needs the day from which it holds")
	}
	return f.Err()
}

// GoalOf finds the goal of a year that holds on a day: of those valid by then the newest, of equals the last given.
func GoalOf(goals []Goal, year int, on day.Date) (Goal, bool) {
	var best Goal
	found := false
	for _, g := range goals {
		if g.Year == year && g.ValidFrom <= on && (!found || g.ValidFrom >= best.ValidFrom) {
			best, found = g, true
		}
	}
	return best, found
}
