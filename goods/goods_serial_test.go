package goods_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/goods"
)

// Centre scenarios 1 to 3 and rule 2.2, step by step as in the given data: same maker and serial is refused, another
// maker may have it, a look-alike is only suggested.
func TestRegistrationStepsScenarios1to3(t *testing.T) {
	var data struct {
		Steps []struct {
			Step, Maker, Serial, Normalised, Result string
			SameAs                                  string `json:"same_as"`
			LookAlikeOf                             string `json:"look_alike_of"`
		} `json:"unit_registration_in_order"`
	}
	given(t, "centre/identity.json", &data)
	if len(data.Steps) == 0 {
		t.Fatal("no steps in the data")
	}
	known, alike := map[string]string{}, map[string]string{}
	for _, s := range data.Steps {
		if got := goods.NormaliseSerial(s.Serial); got != s.Normalised {
			t.Errorf("%s: got %q, want %q", s.Step, got, s.Normalised)
		}
		if err := goods.CheckSerial(s.Serial); err != nil {
			t.Errorf("%s: %v", s.Step, err)
		}
		key, look := s.Maker+"/"+goods.NormaliseSerial(s.Serial), s.Maker+"/"+goods.LookAlike(s.Serial)
		result := "accept"
		switch {
		case known[key] != "":
			result = "refuse_duplicate"
			if known[key] != s.SameAs {
				t.Errorf("%s: same as %s, want %s", s.Step, known[key], s.SameAs)
			}
		case alike[look] != "":
			result = "accept_with_suggestion"
			if alike[look] != s.LookAlikeOf {
				t.Errorf("%s: look-alike of %s, want %s", s.Step, alike[look], s.LookAlikeOf)
			}
		}
		if result != s.Result {
			t.Errorf("%s: got %s, want %s", s.Step, result, s.Result)
		}
		if result != "refuse_duplicate" {
			known[key] = s.Step
			if alike[look] == "" {
				alike[look] = s.Step
			}
		}
	}
}

func TestPlaceholdersAreNoIdentity(t *testing.T) {
	for _, raw := range []string{"missing", "N/A", "na", "Null", "0", "unknown", "EMPTY", "none", "-", "", "   ", " - ", "n u l l", "—"} {
		if err := goods.CheckSerial(raw); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "placeholder") {
			t.Errorf("%q: got %v", raw, err)
		}
	}
	for _, raw := range []string{"00", "10", "NA1", "353900003", "12/345"} {
		if err := goods.CheckSerial(raw); err != nil {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

func TestLookAlikeLettersArePointedOut(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{"BRL09000XABО00001", "'О' (12)"},   // Cyrillic O
		{"КX50-0001ı", "'К' (1), 'ı' (10)"}, // Cyrillic K, dotless i: all of them
		{"KX50\x01", "'\\x01' (5)"},         // control character
		{"KX50-" + "٣", "'٣' (6)"},          // Arabic digit
		{strings.Repeat("1", 41), "41 characters"},
	} {
		err := goods.CheckSerial(c.raw)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.raw, err, c.want)
		}
	}
	for _, raw := range []string{"KX50\u201300017", "KX50\u00a000017", " KX50-00017 ", "kx50\u200b00017"} { // en dash, no-break space, zero width
		if err := goods.CheckSerial(raw); err != nil || goods.NormaliseSerial(raw) != "KX5000017" {
			t.Errorf("%q: got %q, %v", raw, goods.NormaliseSerial(raw), err)
		}
	}
}

func TestVINOfRoadVehiclesOnly(t *testing.T) {
	u := unit()
	u.VIN = "WNK35115TISKC9008" // a real maker's product number with the letter I
	if err := u.Check(); err != nil {
		t.Errorf("a tractor: %v", err)
	}
	u.Segment = goods.Truck
	if err := u.Check(); !errs.Is(err, errs.Invalid) {
		t.Errorf("a truck: got %v, want a fault", err)
	}
	u.VIN = "1M8GDM9AXKP042788"
	if err := u.Check(); err != nil {
		t.Errorf("the well-known VIN: %v", err)
	}
}

func TestNormaliseIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.String().Draw(t, "raw")
		once := goods.NormaliseSerial(raw)
		if twice := goods.NormaliseSerial(once); twice != once {
			t.Fatalf("%q became %q, then %q", raw, once, twice)
		}
		if goods.CheckSerial(raw) == nil && goods.CheckSerial(once) != nil {
			t.Fatalf("%q is good, its normal form %q is not", raw, once)
		}
	})
}

func FuzzCheckSerial(f *testing.F) {
	for _, s := range []string{"KX50-00017", "", "О", "\xff\xfe", "n/a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if goods.CheckSerial(raw) != nil {
			return
		}
		serial := goods.NormaliseSerial(raw)
		if serial == "" || len(serial) > goods.MaxSerial {
			t.Errorf("%q passed as %q", raw, serial)
		}
		for _, r := range serial {
			if r <= ' ' || r > '~' {
				t.Errorf("%q passed with %q", raw, r)
			}
		}
	})
}
