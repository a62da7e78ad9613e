package goods_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/goods"
	"kontor/internal/shared"
	"kontor/money"
)

// unit is a unit without a fault.
func unit() goods.Unit {
	return goods.Unit{ID: "un_1", Maker: "pt_kestrel", Model: "KX 50", Segment: goods.Tractor, Serial: "KX50-00017", HS: "870193", Year: 2026,
		ListPrice: money.Of(12_000_000, "EUR"), Ownership: goods.Ours, Supply: goods.Received, Claim: goods.Claim{Kind: goods.Free},
		Papers: goods.Papers{Passport: goods.PassportActive, PassportNo: "164301012345678", Customs: goods.CustomsCleared, Inspection: goods.InspectionOpen}}
}

func TestCheckSaysEverythingAtOnce(t *testing.T) {
	if err := unit().Check(); err != nil {
		t.Fatalf("a good unit: %v", err)
	}
	var blank goods.Unit
	var fields []string
	for _, f := range errs.As(blank.Check()).Faults {
		fields = append(fields, f.Field)
		if f.Text.IsZero() {
			t.Errorf("%s: no text", f.Field)
		}
	}
	want := "maker model segment serial price ownership supply papers.passport papers.customs papers.inspection"
	if got := strings.Join(fields, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCheckFields(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(u *goods.Unit)
		field string // "" = accepted
	}{
		{"dots in the customs code", func(u *goods.Unit) { u.HS = "8701.93 00" }, ""},
		{"no customs code yet", func(u *goods.Unit) { u.HS = "" }, ""},
		{"odd customs code", func(u *goods.Unit) { u.HS = "870" }, "hs"},
		{"letters in the customs code", func(u *goods.Unit) { u.HS = "87O1" }, "hs"},
		{"no year", func(u *goods.Unit) { u.Year = 0 }, ""},
		{"year typed short", func(u *goods.Unit) { u.Year = 26 }, "year"},
		{"free of charge", func(u *goods.Unit) { u.ListPrice.Minor = 0 }, "price"},
		{"unknown currency", func(u *goods.Unit) { u.ListPrice.Currency = "XXZ" }, "price"},
		{"over the limit", func(u *goods.Unit) { u.ListPrice.Minor = money.MaxMinor + 1 }, "price"},
		{"unknown segment", func(u *goods.Unit) { u.Segment = "spaceship" }, "segment"},
		{"long model", func(u *goods.Unit) { u.Model = strings.Repeat("x", goods.MaxModel+1) }, "model"},
		{"active without number", func(u *goods.Unit) { u.Papers.PassportNo = "" }, "papers.passport_no"},
		{"reserved for nobody", func(u *goods.Unit) { u.Claim = goods.Claim{Kind: goods.Reserved, Until: 700_000} }, "claim.deal"},
	} {
		u := unit()
		c.spoil(&u)
		err := u.Check()
		if c.field == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if e := errs.As(err); e == nil || e.Code != errs.Invalid || len(e.Faults) != 1 || e.Faults[0].Field != c.field {
			t.Errorf("%s: got %v, want one fault in %s", c.name, err, c.field)
		}
	}
}

func TestUnknownWordsStayVisible(t *testing.T) {
	for _, label := range []errs.Text{goods.Segment("x9").Label(), goods.Supply("x9").Label(), goods.ClaimKind("x9").Label(),
		goods.Ownership("x9").Label(), goods.Passport("x9").Label()} {
		if got, want := label.String(), "unknown (x9)"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, s := range goods.Supplies() {
		if strings.HasPrefix(s.Label().String(), "unknown") {
			t.Errorf("%s has no label", s)
		}
	}
	for _, s := range goods.Segments() {
		if parsed, err := goods.ParseSegment(string(s)); err != nil || parsed != s || strings.HasPrefix(s.Label().String(), "unknown") {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestMissingEntries(t *testing.T) {
	u := unit()
	if got := u.Missing(); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
	u.Segment, u.HS, u.Year = goods.Truck, "", 0
	var got []string
	for _, m := range u.Missing() {
		got = append(got, m.String())
	}
	if want := "customs code, year of manufacture, vehicle identification number"; strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// given opens a file of the reference data.
func given(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(shared.Data(t, path))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}
