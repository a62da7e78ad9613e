package sheet_test

import (
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/wire/sheet"
)

// plain reads the first number of a column by what the whole column shows.
func plain(t interface{ Fatal(...any) }, separator string, decimals int, numbers ...string) (string, error) {
	text := "name" + separator + "price\n"
	for _, n := range numbers {
		text += "x" + separator + "\"" + n + "\"\n"
	}
	table, err := sheet.Read([]byte(text), sheet.Standard)
	if err != nil {
		t.Fatal(err)
	}
	return table.Numbers("price").Plain(table.Cell(table.Rows[0], "price").Text, sheet.Plain, decimals)
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		separator string
		numbers   []string
		want      string
	}{
		{"\t", []string{"1.234,50"}, "1234.50"},
		{"\t", []string{"1,234.50"}, "1234.50"},
		{"\t", []string{"1 234,50"}, "1234.50"},
		{"\t", []string{"1\u00a0234\u202f567,5"}, "1234567.5"},
		{"\t", []string{"1'234.50"}, "1234.50"},
		{"\t", []string{"1.234.567"}, "1234567"},
		{"\t", []string{"12,5"}, "12.5"},
		{"\t", []string{"0,125"}, "0.125"},
		{"\t", []string{"1234,567"}, "1234.567"},
		{"\t", []string{"-1 234"}, "-1234"},
		{"\t", []string{"−5"}, "-5"},
		{"\t", []string{"1 234,567"}, "1234.567"},
		{"\t", []string{"7"}, "7"},
		{"\t", []string{"1,234", "7,50"}, "1.234"},  // the file writes commas before decimals
		{"\t", []string{"1,234", "7.50"}, "1234"},   // the file writes points
		{"\t", []string{"1.234", "7,50"}, "1234"},   //
		{"\t", []string{"1.234", "1,5", "2.5"}, ""}, // it writes both
		{"\t", []string{"1,234"}, ""},
		{"\t", []string{"1,234", "5,678"}, ""},
		{";", []string{"1.234"}, "1234"},  // where cells are parted by semicolons, commas stand in numbers
		{";", []string{"1,234"}, "1.234"}, //
		{",", []string{"1,234"}, "1234"},  //
		{"\t", []string{"1.23.456"}, ""},
		{"\t", []string{"1,23,456.00"}, ""},
		{"\t", []string{"12 34"}, ""},
		{"\t", []string{"1,5 00"}, ""},
		{"\t", []string{"abc"}, ""},
		{"\t", []string{"1.2e5"}, ""},
		{"\t", []string{"."}, ""},
		{"\t", []string{",50"}, ""},
	} {
		got, err := plain(t, c.separator, 2, c.numbers...)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q %q: got %q (%v), want %q", c.separator, c.numbers, got, err, c.want)
		}
	}
}

func TestAmbiguousNumberNamesBothReadings(t *testing.T) {
	_, err := plain(t, "\t", 2, "1,234")
	e := errs.As(err)
	if got, want := e.Text.String(), "1,234 can be 1234 or 1.234"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := e.Hint.String(), "write it without thousands signs, like 1234.00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// Three decimals are possible in dinars: then semicolons decide nothing.
	if got, err := plain(t, ";", 3, "1.234"); err == nil {
		t.Errorf("got %q", got)
	}
}

func TestAmountParts(t *testing.T) {
	for _, c := range []struct{ text, number, currency string }{
		{"1 234,50 EUR", "1 234,50", "EUR"}, {"EUR 1.50", "1.50", "EUR"}, {"12.00EUR", "12.00", "EUR"}, {"5 €", "5", "EUR"}, {"€5", "5", "EUR"},
		{"-5 USD", "-5", "USD"}, {"USD -5", "-5", "USD"}, {"12.50", "12.50", ""}, {"", "", ""}, {"EUR", "", "EUR"}, {"100 руб.", "100", "руб."},
	} {
		number, currency := sheet.AmountParts(c.text)
		if number != c.number && !(c.number != "" && number == c.number+" ") || currency != c.currency {
			t.Errorf("%q: got %q %q, want %q %q", c.text, number, currency, c.number, c.currency)
		}
	}
}

// A number with decimals, however a country groups it, is read as itself or refused; never as another number.
func TestGroupedNumbersAreThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[1-9][0-9]{0,11}`).Draw(t, "whole")
		part := rapid.StringMatching(`[0-9]{2}`).Draw(t, "part")
		sign := rapid.SampledFrom([][2]string{{".", ","}, {",", "."}, {" ", ","}, {"'", "."}, {"", ","}, {"", "."}}).Draw(t, "signs")
		grouped := ""
		for i, c := range digits {
			if i > 0 && (len(digits)-i)%3 == 0 {
				grouped += sign[0]
			}
			grouped += string(c)
		}
		got, err := plain(t, "\t", 2, grouped+sign[1]+part)
		if want := digits + "." + part; err != nil || got != want {
			t.Fatalf("%s: got %q (%v), want %q", grouped+sign[1]+part, got, err, want)
		}
	})
}
