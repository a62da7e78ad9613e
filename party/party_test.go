package party_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/ident"
	"kontor/party"
)

func Example() {
	number, err := ident.Parse(ident.VAT, "de 136 695 976")
	if err != nil {
		fmt.Println(err)
		return
	}
	p := party.Party{Kind: party.Entity, Name: "Nordkies Tagebau GmbH", Country: "DE", Identifiers: []ident.ID{number}, Roles: []party.Role{party.Customer}}
	fmt.Println(p.Check(), p.Fingerprint()[:12])

	p.Name, p.Country, p.BornOn = "", "Germany", day.MustOf(1970, 5, 1)
	for _, fault := range errs.As(p.Check()).Faults {
		fmt.Printf("%s: %s; %s\n", fault.Field, fault.Text, fault.Hint)
	}
	// Output:
	// <nil> 6f63b7687af9
	// name: a name is missing; write it as it stands in the register
	// country: "Germany" is not a country; write the two capital letters of ISO 3166, like DE
	// born_on: only a person has a day of birth; leave it empty, or give the day of the register entry as registered_on
}

// nordkies is a party without a fault.
func nordkies() party.Party {
	return party.Party{
		Kind: party.Entity, Name: "Nordkies Tagebau GmbH", Aliases: []party.Alias{{Text: "Нордкис", Type: "foreign script"}, {Text: "NKT"}}, Country: "DE",
		Address: "Am Bruch 4\n12345 Kiesdorf", LegalForm: "GmbH", RegisteredOn: day.MustOf(1998, 3, 9),
		Identifiers: []ident.ID{{Scheme: ident.VAT, Value: "DE136695976"}, {Scheme: ident.LEI, Value: "5493001KJTIIGC8Y1R12"}},
		Roles:       []party.Role{party.Customer, party.Guarantor},
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *party.Party)
		want   string // "field: sentence" of the only fault, "" for none
	}{
		{"whole", func(p *party.Party) {}, ""},
		{"person", func(p *party.Party) { p.Kind, p.BornOn = party.Person, day.MustOf(1970, 5, 1) }, ""},
		{"name of 300", func(p *party.Party) { p.Name = strings.Repeat("Ж", 300) }, ""},
		{"Kosovo", func(p *party.Party) { p.Country = "XK" }, ""},
		{"no kind", func(p *party.Party) { p.Kind = "" }, `kind: "" is no kind of party`},
		{"strange kind", func(p *party.Party) { p.Kind = "vessel" }, `kind: "vessel" is no kind of party`},
		{"no name", func(p *party.Party) { p.Name = "" }, "name: a name is missing"},
		{"blank name", func(p *party.Party) { p.Name = " \u00a0\u200b\t" }, "name: a name is missing"},
		{"long name", func(p *party.Party) { p.Name = strings.Repeat("Ж", 301) }, "name: the text has 301 characters, at most 300 are kept"},
		{"broken name", func(p *party.Party) { p.Name = "Nord\xff" }, "name: the text is broken: it is not UTF-8"},
		{"control in name", func(p *party.Party) { p.Name = "Nörd\nkies" }, "name: the text has an invisible control character at position 5"},
		{"blank alias", func(p *party.Party) { p.Aliases[1].Text = "" }, "aliases[1]: a name is missing"},
		{"control in alias", func(p *party.Party) { p.Aliases[0].Text = "\x00" + "A" }, "aliases[0]: the text has an invisible control character at position 1"},
		{"many aliases", func(p *party.Party) { p.Aliases = make([]party.Alias, 51) }, "aliases: there are 51 other names, at most 50 are kept"},
		{"no country", func(p *party.Party) { p.Country = "" }, "country: a country is missing"},
		{"small country", func(p *party.Party) { p.Country = "de" }, `country: "de" is not a country`},
		{"strange country", func(p *party.Party) { p.Country = "UK" }, `country: "UK" is not a country`},
		{"long address", func(p *party.Party) { p.Address = strings.Repeat("x", 501) }, "address: the text has 501 characters, at most 500 are kept"},
		{"control in address", func(p *party.Party) { p.Address = "a\tb" }, "address: the text has an invisible control character at position 2"},
		{"long form", func(p *party.Party) { p.LegalForm = strings.Repeat("x", 101) }, "legal_form: the text has 101 characters, at most 100 are kept"},
		{"no role", func(p *party.Party) { p.Roles = nil }, "roles: a role is missing"},
		{"strange role", func(p *party.Party) { p.Roles[0] = "king" }, `roles: "king" is no role`},
		{"role twice", func(p *party.Party) { p.Roles[1] = party.Customer }, "roles: the role customer is there twice"},
		{"wrong number", func(p *party.Party) { p.Identifiers[0].Value = "DE136695967" }, "identifiers[0].value: VAT DE136695967 fails its check digit: at least one character is wrong"},
		{"number twice", func(p *party.Party) { p.Identifiers = append(p.Identifiers, p.Identifiers[0]) }, "identifiers[2].value: VAT DE136695976 is there twice"},
		{"many numbers", func(p *party.Party) { p.Identifiers = make([]ident.ID, 51) }, "identifiers: there are 51 official numbers, at most 50 are kept"},
		{"born entity", func(p *party.Party) { p.BornOn = day.MustOf(1970, 5, 1) }, "born_on: only a person has a day of birth"},
		{"registered before birth", func(p *party.Party) { p.Kind, p.BornOn = party.Person, day.MustOf(2001, 1, 1) },
			"registered_on: the register entry of 1998-03-09 is before the birth on 2001-01-01"},
	} {
		p := nordkies()
		c.change(&p)
		got := ""
		if err := p.Check(); err != nil {
			for _, f := range errs.As(err).Faults {
				got += f.Field + ": " + f.Text.String()
				if f.Hint.IsZero() {
					t.Errorf("%s: no hint how to mend %q", c.name, f.Text)
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCheckNamesAllFaultsAtOnce(t *testing.T) {
	err := party.Party{Aliases: []party.Alias{{}}, Address: "\x07", BornOn: day.MustOf(1970, 5, 1), Kind: party.Entity}.Check()
	var got []string
	for _, f := range errs.As(err).Faults {
		got = append(got, f.Field)
	}
	if want := []string{"name", "aliases[0]", "country", "address", "roles", "born_on"}; !slices.Equal(got, want) || !errs.Is(err, errs.Invalid) {
		t.Errorf("got %q (%v), want %q", got, errs.CodeOf(err), want)
	}
}

func TestLabels(t *testing.T) {
	for _, r := range party.Roles() {
		if got := r.Label().String(); got != string(r) {
			t.Errorf("got %q, want %q", got, r)
		}
	}
	for _, c := range []struct{ got, want string }{
		{party.Entity.Label().String(), "company"}, {party.Person.Label().String(), "person"},
		{party.Kind("x").Label().String(), "unknown (x)"}, {party.Role("x").Label().String(), "unknown (x)"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestHas(t *testing.T) {
	p := nordkies()
	if !p.Has(party.Guarantor) || p.Has(party.Maker) {
		t.Errorf("got %v and %v, want true and false", p.Has(party.Guarantor), p.Has(party.Maker))
	}
}

// What identifies changes the fingerprint, everything else leaves it.
func TestFingerprint(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *party.Party)
		same   bool
	}{
		{"nothing", func(p *party.Party) {}, true},
		{"id", func(p *party.Party) { p.ID = "pt_1" }, true},
		{"address", func(p *party.Party) { p.Address = "elsewhere" }, true},
		{"roles", func(p *party.Party) { p.Roles = []party.Role{party.Maker} }, true},
		{"legal form", func(p *party.Party) { p.LegalForm = "AG" }, true},
		{"case and blanks", func(p *party.Party) { p.Name = "  NORDKIES \u00a0tagebau GMBH " }, true},
		{"soft hyphen", func(p *party.Party) { p.Name = "Nord\u00adkies Tagebau GmbH" }, true},
		{"full-width letters", func(p *party.Party) { p.Name = "Ｎordkies Tagebau GmbH" }, true},
		{"alias order", func(p *party.Party) { slices.Reverse(p.Aliases) }, true},
		{"alias twice", func(p *party.Party) { p.Aliases = append(p.Aliases, party.Alias{Text: "nkt"}) }, true},
		{"alias type", func(p *party.Party) { p.Aliases[1].Type = "trade" }, true},
		{"number order", func(p *party.Party) { slices.Reverse(p.Identifiers) }, true},
		{"number as typed", func(p *party.Party) { p.Identifiers[0] = ident.ID{Scheme: ident.VAT, Value: "de 136.695.976"} }, true},
		{"raw and country of a number", func(p *party.Party) { p.Identifiers[0].Raw, p.Identifiers[0].Country = "x", "DE" }, true},
		{"name", func(p *party.Party) { p.Name = "Nordkies Tagebau AG" }, false},
		{"look-alike name", func(p *party.Party) { p.Name = "Nоrdkies Tagebau GmbH" }, false}, // Cyrillic о
		{"alias gone", func(p *party.Party) { p.Aliases = p.Aliases[:1] }, false},
		{"alias moved to name", func(p *party.Party) { p.Name, p.Aliases[1].Text = p.Aliases[1].Text, p.Name }, false},
		{"country", func(p *party.Party) { p.Country = "AT" }, false},
		{"registered", func(p *party.Party) { p.RegisteredOn++ }, false},
		{"born", func(p *party.Party) { p.BornOn = 1 }, false},
		{"dates swapped", func(p *party.Party) { p.BornOn, p.RegisteredOn = p.RegisteredOn, p.BornOn }, false},
		{"number gone", func(p *party.Party) { p.Identifiers = p.Identifiers[1:] }, false},
		{"number of other scheme", func(p *party.Party) { p.Identifiers[0].Scheme = ident.PIN }, false},
		{"aliases joined", func(p *party.Party) { p.Aliases = []party.Alias{{Text: "Нордкис NKT"}} }, false},
	} {
		p := nordkies()
		c.change(&p)
		if got := p.Fingerprint() == nordkies().Fingerprint(); got != c.same {
			t.Errorf("%s: same is %v, want %v", c.name, got, c.same)
		}
	}
	// The hash is stored: a change of the rule must be a decision, not an accident.
	if got, want := nordkies().Fingerprint(), "793dc889d69d5e9884ba29f0d25e366e87885f3fa82c7f0d563dd5d92861777f"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Any order of lists gives one fingerprint, and taking it changes nothing of the party.
func TestFingerprintKeepsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := nordkies()
		p.Aliases = nil
		for _, text := range rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "aliases") {
			p.Aliases = append(p.Aliases, party.Alias{Text: text})
		}
		want := p.Fingerprint()
		shuffled := p
		shuffled.Aliases = rapid.Permutation(p.Aliases).Draw(t, "order of aliases")
		shuffled.Identifiers = rapid.Permutation(p.Identifiers).Draw(t, "order of numbers")
		before := slices.Clone(shuffled.Aliases)
		if got := shuffled.Fingerprint(); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		if !slices.Equal(before, shuffled.Aliases) {
			t.Fatal("the aliases were reordered")
		}
	})
}
