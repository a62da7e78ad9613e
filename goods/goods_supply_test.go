package goods_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/goods"
)

// everything satisfies every guard of a move.
func everything(to goods.Supply) goods.Move {
	return goods.Move{To: to, Terms: "FCA Musterstadt", Note: "CMR 4711", Plate: "kx50 00017", Order: "rl_1", Act: "A-17", Meter: "0",
		Condition: "as new", Reason: "because"}
}

func TestSupplySteps(t *testing.T) {
	want := map[goods.Supply]string{
		goods.Ordered: "built shipped", goods.Built: "shipped", goods.Shipped: "at_border received", goods.AtBorder: "received",
		goods.Received: "prepared scrapped", goods.Prepared: "received delivered scrapped", goods.Delivered: "returned sold scrapped",
		goods.Returned: "prepared sold scrapped", goods.Sold: "", goods.Scrapped: "",
	}
	for _, from := range goods.Supplies() {
		var next []string
		for _, to := range from.Next() {
			next = append(next, string(to))
		}
		if got := strings.Join(next, " "); got != want[from] {
			t.Errorf("%s: got %q, want %q", from, got, want[from])
		}
		for _, to := range goods.Supplies() {
			u := unit()
			u.Supply, u.Papers.Inspection = from, goods.InspectionClosed
			moved, err := u.Advance(everything(to))
			if allowed := strings.Contains(" "+want[from]+" ", " "+string(to)+" "); allowed != (err == nil) {
				t.Errorf("%s -> %s: %v", from, to, err)
			}
			if err != nil && (moved != u || !errs.Is(err, errs.Conflict)) {
				t.Errorf("%s -> %s: a refused move changed the unit or has another code: %v", from, to, err)
			}
		}
	}
	if _, err := unit().Advance(goods.Move{To: "moon"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("unknown state: got %v", err)
	}
}

// Each guard alone keeps the unit where it is, and the fault names its field.
func TestSupplyGuards(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to goods.Supply
		spoil    func(u *goods.Unit, m *goods.Move)
		field    string
	}{
		{"terms without place", goods.Built, goods.Shipped, func(_ *goods.Unit, m *goods.Move) { m.Terms = "FCA " }, "terms"},
		{"terms of 1990", goods.Built, goods.Shipped, func(_ *goods.Unit, m *goods.Move) { m.Terms = "DEQ Musterhafen" }, "terms"},
		{"no consignment note", goods.Ordered, goods.Shipped, func(_ *goods.Unit, m *goods.Move) { m.Note = " " }, "note"},
		{"another plate arrives", goods.AtBorder, goods.Received, func(_ *goods.Unit, m *goods.Move) { m.Plate = "KX50-00018" }, "plate"},
		{"inspection open", goods.Received, goods.Prepared, func(u *goods.Unit, _ *goods.Move) { u.Papers.Inspection = goods.InspectionOpen }, "inspection"},
		{"scenario 5: no release order", goods.Prepared, goods.Delivered, func(_ *goods.Unit, m *goods.Move) { m.Order = "" }, "order"},
		{"scenario 7: passport not active", goods.Prepared, goods.Delivered, func(u *goods.Unit, _ *goods.Move) { u.Papers.Passport = goods.PassportComplete }, "passport"},
		{"scenario 7: customs blocker", goods.Prepared, goods.Delivered, func(u *goods.Unit, _ *goods.Move) { u.Papers.Customs = goods.CustomsOpen }, "customs"},
		{"scenario 8: one character differs", goods.Prepared, goods.Delivered, func(_ *goods.Unit, m *goods.Move) { m.Plate = "KX50-00O17" }, "plate"},
		{"no act", goods.Prepared, goods.Delivered, func(_ *goods.Unit, m *goods.Move) { m.Act = "" }, "act"},
		{"meter not read", goods.Delivered, goods.Returned, func(_ *goods.Unit, m *goods.Move) { m.Meter = "" }, "meter"},
		{"condition not recorded", goods.Delivered, goods.Returned, func(_ *goods.Unit, m *goods.Move) { m.Condition = "" }, "condition"},
		{"scrapped without reason", goods.Returned, goods.Scrapped, func(_ *goods.Unit, m *goods.Move) { m.Reason = "" }, "reason"},
	} {
		u, m := unit(), everything(c.to)
		u.Supply, u.Papers.Inspection = c.from, goods.InspectionClosed
		c.spoil(&u, &m)
		moved, err := u.Advance(m)
		e := errs.As(err)
		if e == nil || e.Code != errs.Refused || len(e.Faults) != 1 || e.Faults[0].Field != c.field || e.Faults[0].Hint.IsZero() || e.Entity != u.ID {
			t.Errorf("%s: got %v", c.name, err)
		}
		if moved != u {
			t.Errorf("%s: the unit moved", c.name)
		}
	}
}

func TestDeliveryNamesEveryGuardAtOnce(t *testing.T) {
	u := unit()
	u.Supply = goods.Prepared
	u.Papers = goods.Papers{Passport: goods.PassportVoid, Customs: goods.CustomsOpen, Inspection: goods.InspectionOpen}
	_, err := u.Advance(goods.Move{To: goods.Delivered})
	var fields []string
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	if got, want := strings.Join(fields, " "), "passport customs inspection plate order act meter"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAReturnedUnitIsInspectedAgain(t *testing.T) {
	u := unit()
	u.Supply, u.Papers.Inspection = goods.Delivered, goods.InspectionClosed
	back, err := u.Advance(everything(goods.Returned))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := back.Advance(everything(goods.Prepared)); !errs.Is(err, errs.Refused) {
		t.Errorf("got %v, want a refusal until the return inspection is closed", err)
	}
}

// Whatever happens to a unit, it is only handed over with active papers and under a release order.
func TestNothingIsDeliveredBlocked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := unit()
		u.Supply = goods.Ordered
		for range rapid.IntRange(1, 20).Draw(t, "moves") {
			if rapid.Bool().Draw(t, "papers") {
				u.Papers.Inspection = rapid.SampledFrom(goods.Inspections()).Draw(t, "inspection")
				u.Papers.Passport = rapid.SampledFrom(goods.Passports()).Draw(t, "passport")
			}
			m := everything(rapid.SampledFrom(goods.Supplies()).Draw(t, "to"))
			if rapid.Bool().Draw(t, "without order") {
				m.Order = ""
			}
			moved, err := u.Advance(m)
			if err == nil && moved.Supply == goods.Delivered && (len(u.Papers.Blockers()) > 0 || m.Order == "" || u.Supply != goods.Prepared) {
				t.Fatalf("delivered from %s with %v under %q", u.Supply, u.Papers, m.Order)
			}
			u = moved
		}
	})
}
