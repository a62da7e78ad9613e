package wording_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/wording"
)

// values fills every template of the library in a language.
func values(l wording.Language) map[string]string {
	common := map[string]string{
		"number": "XG-2027-000118", "issue_date": "15.03.2027", "guarantor": "Gutenberg Handelsbank AG", "beneficiary": "Kontor Muster Handelshaus GmbH",
		"applicant": "Zweihügel Agro LLP", "amount": "EUR 1,250,000.00", "expiry": "31.03.2030", "place": "Mustergasse 1, 1010 Wien", "notice_days": "60",
		"final_date": "31.03.2033", "amendment_number": "1", "amendment_date": "01.02.2029", "old_expiry": "31.03.2029", "demand_date": "05.05.2028",
		"account": "DE00 XX10 0000 0000 0000 42", "signatory": "A. Muster", "extend_to": "31.03.2031",
	}
	for key, value := range map[wording.Language]map[string]string{
		wording.English: {"contract": "lease L-2027-118 of 10.03.2027", "amount_words": "one million two hundred and fifty thousand", "law": "Austria", "forum": "Vienna",
			"reduction_schedule": "EUR 250,000.00 on 31.03.2028", "breach": "the instalments of EUR 25,000.00 due on 01.04.2028 and 01.05.2028 were not paid", "documents": "a statement of account"},
		wording.German: {"contract": "Leasingvertrag L-2027-118 vom 10.03.2027", "amount_words": "eine Million zweihundertfünfzigtausend", "law": "österreichisches Recht", "forum": "Wien",
			"reduction_schedule": "250.000,00 EUR am 31.03.2028", "breach": "die Raten von 25.000,00 EUR, fällig am 01.04.2028 und 01.05.2028, wurden nicht gezahlt", "documents": "ein Kontoauszug"},
		wording.Russian: {"contract": "договор лизинга L-2027-118 от 10.03.2027", "amount_words": "один миллион двести пятьдесят тысяч", "law": "право Австрии", "forum": "Вена",
			"reduction_schedule": "на 250 000,00 евро 31.03.2028", "breach": "лизинговые платежи по 25 000,00 евро со сроком 01.04.2028 и 01.05.2028 не оплачены", "documents": "выписка по счёту"},
	}[l] {
		common[key] = value
	}
	return common
}

// only are the values that a template takes.
func only(t wording.Template, all map[string]string, withOptional bool) map[string]string {
	required, optional := t.Placeholders()
	out := map[string]string{}
	for _, name := range required {
		out[name] = all[name]
	}
	for _, name := range optional {
		if withOptional {
			out[name] = all[name]
		}
	}
	return out
}

func TestFilledTemplatesPassTheChecker(t *testing.T) {
	for _, template := range wording.Library() {
		for _, withOptional := range []bool{false, true} {
			name := fmt.Sprintf("%s.%d.%s/optional=%v", template.ID, template.Version, template.Language, withOptional)
			text, err := wording.Fill(template, only(template, values(template.Language), withOptional))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			facts := wording.Facts{Kind: template.Kind, Rules: template.Rules, Number: "XG-2027-000118", Beneficiary: "Kontor Muster Handelshaus GmbH", Applicant: "Zweihügel Agro LLP",
				Amount: money.MustParse("1250000.00 EUR"), IssuedOn: day.MustParse("2027-03-15"), ExpiresOn: day.MustParse("2030-03-31"), Law: "AT", Partial: wording.Allowed,
				Multiple: wording.Allowed, Languages: []wording.Language{template.Language}}
			for _, f := range wording.Check(text, facts) {
				t.Errorf("%s: %s\n%s", name, shown(f), text)
			}
		}
	}
}

func TestEveryTemplateInEveryLanguage(t *testing.T) {
	for _, template := range wording.Library() {
		required, optional := template.Placeholders()
		for _, l := range wording.Languages() {
			other, err := wording.Find(template.ID, template.Version, l)
			if err != nil {
				t.Errorf("%s.%d: %v", template.ID, template.Version, err)
				continue
			}
			r, o := other.Placeholders()
			if !slices.Equal(r, required) || !slices.Equal(o, optional) {
				t.Errorf("%s in %s has other places: %v %v, want %v %v", template.ID, l, r, o, required, optional)
			}
			if !slices.Equal(other.Clauses(), template.Clauses()) || other.Kind != template.Kind || other.Rules != template.Rules || other.Title == "" {
				t.Errorf("%s in %s has other clauses, kind or rules", template.ID, l)
			}
		}
		for _, c := range template.Clauses() {
			if strings.HasPrefix(c.Label().Form, "unknown") {
				t.Errorf("%s: unknown clause %q", template.ID, c)
			}
		}
	}
	kinds := map[wording.Kind]bool{}
	for _, template := range wording.Library() {
		kinds[template.Kind] = true
	}
	for _, k := range []wording.Kind{wording.DemandGuarantee, wording.Standby, wording.CounterGuarantee, wording.Surety, wording.ParentGuarantee, wording.Amendment, wording.DemandLetter} {
		if !kinds[k] {
			t.Errorf("no text for %s", k)
		}
	}
}

func TestFillNamesEveryFault(t *testing.T) {
	template, err := wording.Find("lease-guarantee", 0, wording.English)
	if err != nil {
		t.Fatal(err)
	}
	v := only(template, values(wording.English), true)
	delete(v, "expiry")
	v["expires"] = "31.03.2030"
	v["amount_words"] = "one million two hundred thousand"
	v["place"] = "{{address}}"
	v["forum"] = "Vien\xffna"
	_, err = wording.Fill(template, v)
	var got []string
	for _, f := range errs.As(err).Faults {
		got = append(got, f.Field)
	}
	if want := []string{"expiry", "amount_words", "expires", "forum", "place"}; !slices.Equal(got, want) {
		t.Errorf("got faults in %v, want %v: %v", got, want, err)
	}
}

func TestFillPutsNoValueTwice(t *testing.T) {
	template, err := wording.Find("demand", 1, wording.German)
	if err != nil {
		t.Fatal(err)
	}
	text, err := wording.Fill(template, only(template, values(wording.German), false))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, "{{") || strings.Contains(text, "[[") || strings.Contains(text, "Beigefügt") {
		t.Errorf("something is left open:\n%s", text)
	}
}

func TestFindRefusesWhatIsNotThere(t *testing.T) {
	for _, c := range []struct {
		id      string
		version int
		l       wording.Language
	}{{"lease-guarantee", 99, wording.English}, {"no-such", 0, wording.English}, {"demand", 1, "fr"}} {
		if _, err := wording.Find(c.id, c.version, c.l); !errs.Is(err, errs.NotFound) {
			t.Errorf("%v: got %v, want not found", c, err)
		}
	}
}

func TestNumberInWords(t *testing.T) {
	for text, want := range map[string]int64{
		"one million two hundred and fifty thousand": 1_250_000, "eine Million zweihundertfünfzigtausend": 1_250_000, "EINE MILLION ZWEIHUNDERTFUENFZIGTAUSEND": 1_250_000,
		"один миллион двести пятьдесят тысяч": 1_250_000, "forty-two": 42, "zweiundvierzig": 42, "сорок два": 42, "nine hundred ninety-nine": 999, "tausend": 1000, "hundert": 100,
		"dreihunderteinundzwanzigtausendvierhundertfünf": 321_405, "две тысячи тридцать": 2030, "twelve million": 12_000_000, "zwölf Millionen": 12_000_000, "zwei Milliarden": 2_000_000_000,
		"one hundred thousand": 100_000, "сто тысяч": 100_000, "einhunderttausend": 100_000, "fünfhunderttausend": 500_000, "пятьсот тысяч": 500_000,
	} {
		if got, ok := wording.NumberInWords(text); !ok || got != want {
			t.Errorf("%s: got %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "million", "one demand", "the", "zweiundzwei", "1,000"} {
		if got, ok := wording.NumberInWords(text); ok {
			t.Errorf("%s: got %d, want none", text, got)
		}
	}
}
