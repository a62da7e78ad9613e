package deal_test

import (
	"fmt"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
)

// The gate says everything at once, and makes an order only when nothing is open.
func ExampleRelease() {
	facts := ready()
	facts.Parties[1].Outcome = "review" // the guarantor has an open hit
	facts.Units[0].Blockers = blocked() // the passport is only in draft

	order, answer, err := deal.Release(facts, "lg_anna", morning)
	fmt.Println(order.Valid(), errs.CodeOf(err))
	fmt.Println(answer.Headline())
	for _, c := range answer.Open() {
		for _, r := range c.Open {
			fmt.Printf("%s: %s (%s)\n", c.Name, r.Text, r.Hint)
		}
	}

	order, answer, err = deal.Release(ready(), "lg_anna", morning)
	fmt.Println(order.Valid(), err, answer.Headline())
	fmt.Println(order.Deal(), order.Units(), order.On() == day.MustOf(2026, 3, 2))
	// Output:
	// false refused
	// It may not leave: 2 of 6 conditions are open.
	// vetting: Musterbank has hits to be cleared (clear or confirm the hits of Musterbank)
	// unit: Granit 220, GR220-00017: the passport is only in draft (have the passport activated and record its number)
	// true <nil> It may leave: every condition is met.
	// dl_1 [un_1] true
}
