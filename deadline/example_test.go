package deadline_test

import (
	"fmt"

	"kontor/day"
	"kontor/deadline"
)

// A demand reaches the branch of the guarantor on the last day before a long weekend.
func Example() {
	branch, err := deadline.PlaceRules{Name: "Branch North", Timezone: "Europe/Vienna", Weekend: []string{"Sat", "Sun"}, CutOff: "16:00",
		Closed: []day.Date{day.MustOf(2027, 3, 29)}}.Place("N", "2027-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := deadline.ProfileOf("URDG758")
	if err != nil {
		fmt.Println(err)
		return
	}
	var received day.Instant
	if err := received.UnmarshalText([]byte("2027-03-26T14:30:00Z")); err != nil {
		fmt.Println(err)
		return
	}
	presented := deadline.Presented(received, branch)
	expiry := rules.Expiry(day.MustOf(2027, 3, 28), branch)
	examination, err := rules.Examine(presented.On, branch)
	fmt.Println(presented)
	fmt.Println(expiry.Effective)
	fmt.Println("in time:", expiry.InTime(presented.On))
	fmt.Println(examination.Deadline, err)
	fmt.Println(deadline.LastSafeSending(expiry.Effective.On, branch, branch, 3).On, deadline.Alarms(expiry.Effective.On)[0].On)
	// Output:
}
