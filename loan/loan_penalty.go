package loan

import (
	"math"
	"math/bits"

	"kontor/day"
	"kontor/money"
)

// PenaltyRule is what being late costs (A4).
type PenaltyRule struct {
	PerDay money.Rate `json:"per_day_pct,omitzero"` // percent of the overdue part, each day until it is paid
	Cap    money.Rate `json:"cap_pct,omitzero"`     // at most so many percent of what was overdue; none: no cap
	OneOff money.Rate `json:"one_off_pct,omitzero"` // percent of principal and interest of a row, once, dated on its due date
}

// Cause says which rule made a charge, so that the next close knows what it has booked already.
type Cause string

// The causes of a charge that a close books.
const (
	LateFee      Cause = "late_fee"      // the one-off fee of a row
	DailyPenalty Cause = "daily_penalty" // the penalty per day of a row
)

// Daily is what being late with amounts for days costs: amountDays is the sum of amount x days, overdue the largest amount.
func (p PenaltyRule) Daily(amountDays, overdue int64, mode money.Mode) int64 {
	num, den := p.PerDay.Ratio()
	if num <= 0 || amountDays <= 0 {
		return 0
	}
	n := scaled(amountDays, num, den, mode)
	if most, den := p.Cap.Ratio(); most > 0 {
		n = min(n, scaled(overdue, most, den, mode))
	}
	return n
}

// LateCharges are the charges that a close of a day must book so that all lateness up to that day is charged (A4): the
// one-off fee of each row that is late and the penalty per day of each row that was, less what is booked already. Grace
// days cost nothing; who is later than them pays from the due date on. They come without an id and a booking order.
func (a Account) LateCharges(on day.Date) []Transaction {
	var out []Transaction
	s := a.contract.Settings
	for _, row := range a.Rows {
		amountDays, overdue, days := a.lateness(row, on)
		if days <= s.GraceDays || a.pausedDays(row.DueOn, on) > 0 && days-a.pausedDays(row.DueOn, on) <= s.GraceDays {
			continue
		}
		t := Transaction{Kind: Charge, On: on, Penalty: true, Nr: row.Nr}
		num, den := s.Penalty.OneOff.Ratio()
		if n := scaled(row.Owed.Principal+row.Owed.Interest, num, den, s.Rounding) - a.chargedFor(row.Nr, LateFee); num > 0 && n > 0 {
			t.Cause, t.Due, t.Amount = LateFee, row.DueOn, n
			out = append(out, t)
		}
		if n := s.Penalty.Daily(amountDays, overdue, s.Rounding) - a.chargedFor(row.Nr, DailyPenalty); n > 0 {
			t.Cause, t.Due, t.Amount = DailyPenalty, on, n
			out = append(out, t)
		}
	}
	return out
}

// lateness is the sum of overdue amount x days of a row up to a day, penalties left out, the largest amount, and the days.
func (a Account) lateness(row Instalment, on day.Date) (amountDays, overdue int64, days int) {
	if row.DueOn >= on {
		return 0, 0, 0
	}
	open := row.Owed.Total() - row.Owed.Penalty - (row.Waived.Total() - row.Waived.Penalty)
	at := row.DueOn
	last := on
	step := func(until day.Date) {
		if open > 0 && until > at {
			amountDays += capped(open, int64(until.Sub(at)))
			last = until
		}
		at = max(at, until)
	}
	var paid []Met
	for _, done := range a.Applied {
		for _, m := range done.Met {
			if m.Nr == row.Nr {
				paid = append(paid, m)
			}
		}
	}
	sortMet(paid)
	for _, m := range paid {
		if m.On > on {
			break
		}
		step(m.On)
		open -= m.Part.Total() - m.Part.Penalty
		if m.On <= row.DueOn {
			overdue = open
		}
	}
	if len(paid) == 0 || paid[0].On > row.DueOn {
		overdue = row.Owed.Total() - row.Owed.Penalty - (row.Waived.Total() - row.Waived.Penalty)
	}
	step(on)
	if amountDays == 0 {
		return 0, 0, 0
	}
	return amountDays, overdue, last.Sub(row.DueOn)
}

func (a Account) chargedFor(nr int, why Cause) (sum int64) {
	for _, x := range a.Charges {
		if x.Nr == nr && x.Cause == why {
			sum += x.Amount
		}
	}
	return sum
}

// capped is a x b, at most what an int64 holds.
func capped(a, b int64) int64 {
	high, low := bits.Mul64(uint64(a), uint64(b))
	if high != 0 || low > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(low)
}

// scaled is amount x num / den of numbers that are not below zero, rounded once, at most what the house can book.
func scaled(amount, num, den int64, mode money.Mode) int64 {
	if amount <= 0 || num <= 0 || den <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(amount), uint64(num))
	if high >= uint64(den) {
		return money.MaxMinor
	}
	whole, rest := bits.Div64(high, low, uint64(den))
	if whole >= uint64(money.MaxMinor) {
		return money.MaxMinor
	}
	return rounded(int64(whole), int64(rest), den, mode)
}

// rounded is whole, or one more if the rest of den says so.
func rounded(whole, rest, den int64, mode money.Mode) int64 {
	var up bool
	switch mode {
	case money.HalfEven:
		up = rest > den-rest || rest == den-rest && whole%2 == 1
	case money.Up, money.Ceiling:
		up = rest > 0
	case money.Down, money.Floor:
	default:
		up = rest >= den-rest
	}
	if up && rest > 0 {
		whole++
	}
	return whole
}
