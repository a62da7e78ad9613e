package guarantee_test

import (
	"reflect"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/deadline"
	"kontor/guarantee"
	"kontor/money"
)

// Whatever is tried with demands in whatever order: what is reserved is what the open demands reserve, what is paid is what they paid,
// both together never exceed the face and nothing is ever below zero, no demand is reserved or paid beyond its amount, and replaying the
// events gives the same state.
func TestDemandsKeepTheirSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SampledFrom([]guarantee.Rules{guarantee.URDG758, guarantee.ISP98, guarantee.UCP600, guarantee.NoRules}).Draw(t, "rules")
		s := guarantee.State{Instrument: guarantee.Instrument{ID: "gt_1"}}
		on := day.MustOf(2026, 1, 5)
		var told []guarantee.Event
		take := func(by string, f guarantee.Fact) {
			e := guarantee.Event{Seq: s.Seq + 1, On: on, By: by, Fact: f}
			if next, err := s.Take(e); err == nil {
				s, told = next, append(told, e)
			}
		}
		take("anna", guarantee.RecordedFact{Terms: guarantee.Terms{Number: "N-1", Kind: guarantee.DemandGuarantee, Rules: rules, Guarantor: "pt_bank", Applicant: "pt_customer", Face: eur(100),
			IssuedOn: on, ExpiresOn: on.Add(200)}})
		take("boris", guarantee.VerifiedFact{Finding: guarantee.Authentic, Evidence: guarantee.Evidence{Kind: guarantee.OwnBankMessage, Ref: "M", Bank: "Hausbank", On: on}})
		take("anna", guarantee.PledgedFact{Deal: "dl_1", Customer: "pt_customer", Amount: eur(rapid.Int64Range(0, 100).Draw(t, "pledged"))})
		if s.Trust != guarantee.Authentic {
			t.Fatal("nothing was recorded")
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			on = on.Add(rapid.IntRange(0, 12).Draw(t, "days"))
			take(rapid.SampledFrom([]string{"anna", "boris"}).Draw(t, "by"), drawDemandFact(t, s, on))
			checkDemandSums(t, s)
		}
		again, err := guarantee.Replay("gt_1", told)
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Fatalf("replayed %+v, want %+v (%v)", again, s, err)
		}
	})
}

func drawDemandFact(t *rapid.T, s guarantee.State, on day.Date) guarantee.Fact {
	id, amount := "dm_none", eur(rapid.Int64Range(0, 60).Draw(t, "amount"))
	if len(s.Demands) > 0 {
		d := rapid.SampledFrom(s.Demands).Draw(t, "demand")
		if id = d.ID; rapid.Bool().Draw(t, "next") { // as often as not what comes next for it
			if f := nextDemandFact(t, s, d, on); f != nil {
				return f
			}
		}
	}
	if rapid.IntRange(0, 20).Draw(t, "foreign") == 0 {
		amount.Currency = money.Currency("USD")
	}
	switch rapid.IntRange(0, 14).Draw(t, "fact") {
	case 0, 1:
		id = "dm_" + strconv.Itoa(len(s.Demands))
		extend := day.Date(0)
		if rapid.Bool().Draw(t, "extend") {
			extend = s.ExpiresOn.Add(100)
		}
		return guarantee.DemandMadeFact{ID: id, Deal: rapid.SampledFrom([]string{"dl_1", "dl_2"}).Draw(t, "deal"), Amount: amount, ExtendTo: extend}
	case 2:
		return guarantee.DemandApprovedFact{ID: id}
	case 3:
		return guarantee.DemandSentFact{ID: id, How: "hand"}
	case 4, 5:
		f, err := s.Present(id, guarantee.Arrival{On: on}, rapid.SampledFrom([]string{"", "", "a certificate"}).Draw(t, "lacks"), deadline.Place{})
		if err != nil {
			return guarantee.DemandApprovedFact{ID: id}
		}
		return f
	case 6:
		return guarantee.DemandAcceptedFact{ID: id}
	case 7:
		return guarantee.DemandRejectedFact{ID: id, Reasons: []string{"x"}}
	case 8:
		return guarantee.DemandDeadlinePassedFact{ID: id}
	case 9:
		return guarantee.DemandAnsweredFact{ID: id, GrantedTo: s.ExpiresOn.Add(rapid.IntRange(0, 150).Draw(t, "granted")), Accepted: rapid.Bool().Draw(t, "accepted")}
	case 10:
		return rapid.SampledFrom([]guarantee.Fact{guarantee.DemandDueFact{ID: id}, guarantee.DemandOverdueFact{ID: id}, guarantee.DemandDisputedFact{ID: id}}).Draw(t, "late")
	case 11:
		return rapid.SampledFrom([]guarantee.Fact{guarantee.DemandEnjoinedFact{ID: id, Court: "c", Ref: "r"}, guarantee.DemandFreedFact{ID: id}}).Draw(t, "court")
	case 12:
		return guarantee.DemandPaidFact{ID: id, Amount: amount, Payment: "py"}
	case 13:
		return guarantee.DemandUnpaidFact{ID: id}
	}
	return guarantee.DemandWithdrawnFact{ID: id, Why: "w"}
}

func nextDemandFact(t *rapid.T, s guarantee.State, d guarantee.Demand, on day.Date) guarantee.Fact {
	switch d.State {
	case guarantee.DemandDrafted:
		return guarantee.DemandApprovedFact{ID: d.ID}
	case guarantee.DemandApproved:
		return guarantee.DemandSentFact{ID: d.ID, How: "hand"}
	case guarantee.DemandSent, guarantee.DemandIncomplete:
		if f, err := s.Present(d.ID, guarantee.Arrival{On: on}, "", deadline.Place{}); err == nil {
			return f
		}
	case guarantee.DemandPresented:
		return rapid.SampledFrom([]guarantee.Fact{guarantee.DemandAcceptedFact{ID: d.ID}, guarantee.DemandDeadlinePassedFact{ID: d.ID}, guarantee.DemandRejectedFact{ID: d.ID}}).Draw(t, "outcome")
	case guarantee.DemandSuspended:
		return rapid.SampledFrom([]guarantee.Fact{guarantee.DemandDueFact{ID: d.ID}, guarantee.DemandAnsweredFact{ID: d.ID, GrantedTo: d.ExtendTo}}).Draw(t, "answer")
	case guarantee.DemandComplying, guarantee.DemandDeemed, guarantee.DemandDue, guarantee.DemandOverdue:
		return guarantee.DemandPaidFact{ID: d.ID, Amount: eur(rapid.Int64Range(1, d.Amount.Minor).Draw(t, "paid")), Payment: "py"}
	}
	return nil
}

func checkDemandSums(t *rapid.T, s guarantee.State) {
	var reserved, paid int64
	for _, d := range s.Demands {
		if d.Reserved.Minor < 0 || d.Paid.Minor < 0 || d.Reserved.Minor+d.Paid.Minor > d.Amount.Minor {
			t.Fatalf("demand of %s: reserved %s, paid %s", d.Amount, d.Reserved, d.Paid)
		}
		if over := d.State == guarantee.DemandPaid || d.State == guarantee.DemandRejected || d.State == guarantee.DemandWithdrawn || d.State == guarantee.DemandExtended; over == d.Open() {
			t.Fatalf("demand %s is %s and open %v", d.ID, d.State, d.Open())
		}
		reserved, paid = reserved+d.Reserved.Minor, paid+d.Paid.Minor
	}
	if reserved != s.Reserved.Minor || paid != s.Paid.Minor || reserved+paid+s.Reduced.Minor > s.Face.Minor || s.Available().Minor < 0 {
		t.Fatalf("demands reserve %d and paid %d; the promise says %s and %s of %s", reserved, paid, s.Reserved, s.Paid, s.Face)
	}
	for _, a := range s.Allocations {
		if a.Amount.Minor <= 0 {
			t.Fatalf("a pledge of %s", a.Amount)
		}
	}
}
