package loan

import (
	"fmt"
	"slices"

	"kontor/day"
)

// ReplayLate is Replay with the penalties that the settings ask (A4). Nobody books them: what being late costs follows from the
// history like everything else, so that money with an early value date that is booked late leaves no penalty behind. On every day
// on which something happened, before it, and on the day of the account, what is asked by then is charged.
func ReplayLate(c Contract, txs []Transaction, asOf day.Date) (Account, error) {
	if (c.Settings.Penalty == PenaltyRule{}) {
		return Replay(c, txs, asOf)
	}
	days := []day.Date{asOf}
	for _, t := range txs {
		if !t.Reversed && t.On < asOf && t.On > c.StartsOn {
			days = append(days, t.On)
		}
	}
	slices.Sort(days)
	var charges []Transaction
	for _, on := range slices.Compact(days) {
		known := slices.Clone(charges)
		for _, t := range txs {
			if t.On < on {
				known = append(known, t)
			}
		}
		a, err := Replay(c, known, on)
		if err != nil {
			return a, err
		}
		for _, t := range a.LateCharges(on) {
			t.ID = fmt.Sprintf("late %d %s %s", t.Nr, t.Cause, on)
			charges = append(charges, t) // without a booking order: before everything else of its day
		}
	}
	return Replay(c, append(charges, txs...), asOf)
}
