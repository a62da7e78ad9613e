package wording_test

import (
	"testing"

	"kontor/wording"

	"pgregory.net/rapid"
)

// Scenario 6: a code or name that only looks like a registered one is an alarm.
func TestScenario6LookAlikes(t *testing.T) {
	bics := []string{"XXGUATX0XXX", "MUSTDEFFXXX", "NORDDEHH200"}
	for _, c := range []struct {
		bic      string
		likeness wording.Likeness
		why      string
	}{
		{"XXGUATX0XXX", wording.Exact, ""},
		{"xxguatx0", wording.Exact, ""},
		{"XXGUATX0AXXX", wording.Exact, ""}, // logical terminal A of a message
		{"MUSTDEFF500", wording.Exact, ""},  // a branch
		{"XXGUATXOXXX", wording.Alike, "signs that look the same, like 0 and O or 1 and I"},
		{"ХXGUATX0XXX", wording.Alike, "letters of another alphabet that look the same"}, // Cyrillic Х
		{"MUSTDEFE", wording.Alike, "one letter differs: E and F"},
		{"MUTSDEFF", wording.Alike, "two letters are swapped"},
		{"MUSTATFF", wording.Alike, "the same bank code with another country: AT and DE"},
		{"MUSTDEMM", wording.Alike, "the same bank code and country with another place: MM and FF"},
		{"ALPHCHZZ", wording.Unknown, ""},
		{"", wording.Unknown, ""},
	} {
		m := wording.MatchBIC(c.bic, bics)
		if m.Likeness != c.likeness || m.Why.String() != c.why {
			t.Errorf("%s: got %s %q, want %s %q", c.bic, m.Likeness, m.Why, c.likeness, c.why)
		}
	}
	names := []string{"Bank Nordmuster AG", "Gutenberg Handelsbank GmbH", "АО «Образцовый банк»"}
	for _, c := range []struct {
		name     string
		likeness wording.Likeness
		why      string
	}{
		{"BANK NORDMUSTER AG", wording.Exact, ""},
		{"Bank Nordmuster  AG.", wording.Exact, ""},
		{"АО \"Образцовый банк\"", wording.Exact, ""},
		{"Bank Nordmuster GmbH", wording.Alike, "only the legal form differs"},
		{"Bank Nordmusster AG", wording.Alike, "one letter is doubled"},
		{"Bank Nrodmuster AG", wording.Alike, "two letters are swapped"},
		{"Bank N0rdmuster AG", wording.Alike, "signs that look the same, like 0 and O or 1 and I"},
		{"Ваnk Nordmuster AG", wording.Alike, "letters of another alphabet that look the same"}, // Cyrillic Ва
		{"Bank Nordrnuster AG", wording.Alike, "signs that look the same, like 0 and O or 1 and I"},
		{"Nordmuster Bank AG", wording.Alike, "the same words in another order"},
		{"Handelsbank Südmuster AG", wording.Unknown, ""},
	} {
		m := wording.MatchName(c.name, names)
		if m.Likeness != c.likeness || m.Why.String() != c.why {
			t.Errorf("%s: got %s %q, want %s %q", c.name, m.Likeness, m.Why, c.likeness, c.why)
		}
	}
}

func TestLookAlikeTellsCodesFromNames(t *testing.T) {
	if yes, _ := wording.LookAlike("MUSTDEFF", "MUSTATFF"); !yes {
		t.Error("two codes of one bank in two countries are not alike")
	}
	if yes, why := wording.LookAlike("Muster Bank", "Andere Bank"); yes {
		t.Errorf("two names are alike: %s", why)
	}
}

func TestSameNumber(t *testing.T) {
	for _, c := range []struct {
		a, b    string
		same    bool
		warning string
	}{
		{"XG-2027-000118", "xg 2027/000118", true, ""},
		{"NM/SB/77120", "NMSB77120", true, ""},
		{"XG-2027-000118", "XG-2027-118", false, "the numbers differ in leading zeros only"},
		{"XG-2027-000118", "XG-2027-O00118", false, "the numbers differ in signs that look the same, like 0 and O or 1 and I"},
		{"XG-2027-000118", "XG-2027-000181", false, "the numbers differ in two swapped signs"},
		{"XG-2027-000118", "XG-2027-000119", false, ""}, // the next number of the same guarantor
		{"", "", false, ""},
	} {
		same, why := wording.SameNumber(c.a, c.b)
		if same != c.same || c.warning != "" && why.String() != c.warning || c.warning == "" && !why.IsZero() {
			t.Errorf("%s, %s: got %v %q, want %v %q", c.a, c.b, same, why, c.same, c.warning)
		}
	}
}

func TestLikenessIsMutual(t *testing.T) {
	code := rapid.StringMatching(`[A-C0O1I]{4}(DE|AT)[A-C0O]{2}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := code.Draw(t, "a"), code.Draw(t, "b")
		ab, _ := wording.LookAlikeBIC(a, b)
		ba, _ := wording.LookAlikeBIC(b, a)
		if ab != ba || a == b && ab {
			t.Fatalf("%s to %s: %v, back: %v", a, b, ab, ba)
		}
		same, _ := wording.SameNumber(a, b)
		back, _ := wording.SameNumber(b, a)
		if same != back || same != (wording.NumberKey(a) == wording.NumberKey(b)) {
			t.Fatalf("%s, %s: same %v, back %v", a, b, same, back)
		}
	})
}
