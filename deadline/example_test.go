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
	fmt.Println("answer by", examination.Deadline.On, err)
	fmt.Println("send by", deadline.LastSafeSending(expiry.Effective.On, branch, branch, 3).On)
	// Output:
	// 2027-03-26 (D1, N@2027-1): received on 2027-03-26 at 15:30 by the clock of Branch North
	// 2027-03-30 (D3, URDG 758 art. 25(d), URDG758@1, N@2027-1): 2027-03-28 is closed: the next open day of Branch North is 2027-03-30; 2027-03-29 is closed at Branch North and does not count
	// in time: true
	// answer by 2027-04-05 <nil>
	// send by 2027-03-22
}
