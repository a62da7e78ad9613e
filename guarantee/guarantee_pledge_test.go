package guarantee_test

import (
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
)

func TestAllocate(t *testing.T) {
	base := promise("gt_1", 100, today.Add(365))
	base.Allocations = []guarantee.Allocation{{Deal: "dl_1", Amount: eur(60)}}
	for _, c := range []struct {
		name     string
		deal     string
		customer string
		amount   money.Amount
		code     errs.Code
		share    int64 // of the deal afterwards
	}{
		{"the rest", "dl_2", "pt_customer", eur(40), "", 40},
		{"scenario 4: the whole face to a second deal", "dl_2", "pt_customer", eur(100), "", 40},
		{"more than the face", "dl_2", "pt_customer", eur(101), errs.Conflict, 0},
		{"replace the deal's own", "dl_1", "pt_customer", eur(100), "", 100},
		{"free the deal's own", "dl_1", "pt_customer", eur(0), "", 0},
		{"for another customer", "dl_2", "pt_stranger", eur(1), errs.Refused, 0},
		{"in another currency", "dl_2", "pt_customer", money.Of(1, "USD"), errs.Invalid, 0},
		{"below zero", "dl_2", "pt_customer", eur(-1), errs.Invalid, 0},
		{"for no deal", "", "pt_customer", eur(1), errs.Invalid, 0},
	} {
		got, err := base.Allocate(c.deal, c.customer, c.amount)
		if errs.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", c.name, err, c.code)
		}
		if share := got.Share(c.deal).Minor; share != c.share {
			t.Errorf("%s: share %d, want %d", c.name, share, c.share)
		}
		if base.Allocations[0].Amount != eur(60) || len(base.Allocations) != 1 {
			t.Fatalf("%s: the caller's allocations changed: %v", c.name, base.Allocations)
		}
	}
}

// Scenario 13: 60 and 60 at once on 100: exactly one succeeds, never negative.
func TestScenario13ConcurrentDemands(t *testing.T) {
	i := promise("gt_1", 100, today.Add(365))
	i, err := i.Reserve("dl_1", eur(60))
	if err != nil {
		t.Fatal(err)
	}
	again, err := i.Reserve("dl_1", eur(60))
	if !errs.Is(err, errs.Refused) || again.Available() != eur(40) {
		t.Errorf("got %v, %v available", err, again.Available())
	}
}

// A demand of one deal takes nothing from what another deal holds.
func TestReserveLeavesOtherDealsAlone(t *testing.T) {
	i := promise("gt_1", 100, today.Add(365))
	i.Allocations = []guarantee.Allocation{{Deal: "dl_1", Amount: eur(60)}, {Deal: "dl_2", Amount: eur(30)}}
	if _, err := i.Reserve("dl_1", eur(71)); !errs.Is(err, errs.Refused) {
		t.Errorf("71 of 60 and 10 unpledged: got %v", err)
	}
	i, err := i.Reserve("dl_1", eur(70))
	if err != nil || i.Share("dl_2") != eur(30) || i.Share("dl_1") != eur(0) {
		t.Fatalf("got %v, shares %v %v", err, i.Share("dl_1"), i.Share("dl_2"))
	}
	for name, err := range map[string]error{
		"reserve nothing":          second(i.Reserve("dl_1", eur(0))),
		"reserve what is not left": second(i.Reserve("dl_2", eur(31))),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func second(_ guarantee.Instrument, err error) error { return err }

// Whatever is pledged and reserved: nothing is negative, what is reserved stays within the face, the shares of all deals within what is
// available. Payments and rejections are facts of demands and have a model of their own.
func TestPledgesNeverExceedFace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := promise("gt_1", 100, today.Add(365))
		i.Allocations = nil
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			deal := rapid.SampledFrom(deals).Draw(t, "deal")
			amount := eur(rapid.Int64Range(0, 120).Draw(t, "amount"))
			var next guarantee.Instrument
			var err error
			switch rapid.IntRange(0, 1).Draw(t, "act") {
			case 0:
				next, err = i.Allocate(deal, "pt_customer", amount)
			case 1:
				next, err = i.Reserve(deal, amount)
			}
			if err == nil {
				i = next
			}
			var shares int64
			for _, d := range deals {
				shares += i.Share(d).Minor
			}
			if i.Paid.Minor < 0 || i.Reserved.Minor < 0 || i.Paid.Minor+i.Reserved.Minor > 100 || shares > i.Available().Minor {
				t.Fatalf("paid %v reserved %v shares %d", i.Paid, i.Reserved, shares)
			}
			if err := i.Check(); err != nil {
				t.Fatalf("no longer sound: %v", err)
			}
		}
	})
}
