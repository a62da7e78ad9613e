package wording_test

import (
	"strings"
	"testing"

	"kontor/wording"

	"pgregory.net/rapid"
)

const agreedText = `We irrevocably undertake to pay you any amount up to EUR 1,250,000.00 on receipt of your demand
and of your statement in what respect the applicant is in breach. This guarantee expires on 31 March 2030.`

// Scenario 1: the issued text differs from the agreed one by one word.
func TestScenario1OneWord(t *testing.T) {
	issued := strings.Replace(agreedText, "31 March 2030", "31 March 2029", 1)
	d := wording.Compare(agreedText, issued)
	if d.Equal || d.Changed != 2 {
		t.Fatalf("equal %v, %d words changed, want one removed and one added", d.Equal, d.Changed)
	}
	var got []wording.Run
	for _, r := range d.Runs {
		if r.Change != wording.Same {
			got = append(got, r)
		}
	}
	if len(got) != 2 || got[0].Change != wording.Removed || got[0].Text != "2030." || got[1].Change != wording.Added || got[1].Text != "2029." {
		t.Errorf("shown: %+v", got)
	}
	if wording.HashNormal(agreedText) == wording.HashNormal(issued) {
		t.Error("two texts, one hash")
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, agreed, issued string
		mode                 wording.Mode
		equal                bool
		changed, filled      int
	}{
		{"line breaks", "we pay you\non demand", "we pay\r\n  you on demand ", wording.AsWritten, true, 0, 0},
		{"quotes and dashes", `the “Applicant” – our customer’s`, `the "Applicant" - our customer's`, wording.AsWritten, true, 0, 0},
		{"soft hyphen", "guaran\u00adtee", "guarantee", wording.AsWritten, true, 0, 0},
		{"hyphen at the end of a line", "non-extension", "non-\nextension", wording.AsWritten, true, 0, 0},
		{"composed letters", "fu\u0308r", "für", wording.AsWritten, true, 0, 0},
		{"one letter", "we pay", "we paid", wording.AsWritten, false, 2, 0},
		{"a comma", "pay, if", "pay if", wording.AsWritten, false, 2, 0},
		{"a not", "is transferable", "is not transferable", wording.AsWritten, false, 1, 0},
		{"case counts as written", "We pay", "WE PAY", wording.AsWritten, false, 4, 0},
		{"case is lost in transmission", "We pay", "WE PAY", wording.AsTransmitted, true, 0, 0},
		{"umlauts with two letters", "für Müller & Söhne", "FUER MUELLER . SOEHNE", wording.AsTransmitted, true, 0, 0},
		{"umlauts with one letter", "für Müller", "FUR MULLER", wording.AsTransmitted, true, 0, 0},
		{"no umlaut, no second letter", "does", "DOS", wording.AsTransmitted, false, 2, 0},
		{"Russian by the bank table", "Гарант обязуется уплатить", "GARANT OBAZUETSA UPLATITX", wording.AsTransmitted, true, 0, 0},
		{"a word changed in transmission", "we shall pay", "WE MAY PAY", wording.AsTransmitted, false, 2, 0},
		{"blank filled", "up to {{amount}}.", "up to EUR 5,000.00.", wording.AsWritten, false, 0, 1},
		{"line filled", "No. ______ of", "No. XG-1 of", wording.AsWritten, false, 0, 1},
		{"blank left", "No. ______ of", "No. ______ of", wording.AsWritten, true, 0, 0},
		{"blank filled and a word changed", "No. ______ of today", "No. XG-1 of yesterday", wording.AsWritten, false, 2, 1},
		{"both empty", "", " \n", wording.AsWritten, true, 0, 0},
		{"all new", "", "we pay", wording.AsWritten, false, 2, 0},
	} {
		d := wording.CompareAs(c.agreed, c.issued, c.mode)
		if d.Equal != c.equal || d.Changed != c.changed || d.Filled != c.filled {
			t.Errorf("%s: got equal %v, changed %d, filled %d; want %v, %d, %d: %+v", c.name, d.Equal, d.Changed, d.Filled, c.equal, c.changed, c.filled, d.Runs)
		}
	}
}

// texts are rows of few words, so that many are alike.
func texts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("we pay you not “on” demand, für 31.12.2028 – {{amount}} ____ а гарант")), 0, 200).Draw(t, "words")
		return strings.Join(words, rapid.SampledFrom([]string{" ", "\n", " \r\n "}).Draw(t, "between"))
	})
}

func TestDifferenceMakesOneOfTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agreed, issued := texts().Draw(t, "agreed"), texts().Draw(t, "issued")
		d := wording.Compare(agreed, issued)
		if got, want := d.Agreed(), wording.Normal(agreed); got != want {
			t.Fatalf("agreed: got %q, want %q", got, want)
		}
		if got, want := d.Issued(), wording.Normal(issued); got != want {
			t.Fatalf("issued: got %q, want %q", got, want)
		}
		same := wording.Normal(agreed) == wording.Normal(issued)
		if d.Equal != same || (wording.HashNormal(agreed) == wording.HashNormal(issued)) != same || same != (d.Changed == 0 && d.Filled == 0) {
			t.Fatalf("equal %v, normal forms equal %v, changed %d", d.Equal, same, d.Changed)
		}
	})
}

func TestEditsAreFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,6}`), 1, 300).Draw(t, "words")
		at := rapid.IntRange(0, len(words)-1).Draw(t, "at")
		changed := append([]string{}, words...)
		changed[at] = "ANOTHER"
		if d := wording.Compare(strings.Join(words, " "), strings.Join(changed, " ")); d.Changed != 2 {
			t.Fatalf("one word changed, %d shown", d.Changed)
		}
	})
}

func TestNormalIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(texts(), rapid.String()).Draw(t, "text")
		if n := wording.Normal(text); wording.Normal(n) != n {
			t.Fatalf("%q is not the normal form of itself", n)
		}
		if d := wording.Compare(text, text); !d.Equal || d.Changed+d.Filled > 0 {
			t.Fatalf("a text differs from itself: %+v", d)
		}
	})
}

func longText(pages int, word func(i int) string) string {
	var b strings.Builder
	for i := range pages * 450 {
		b.WriteString(word(i))
		b.WriteString([]string{" ", " ", " ", " ", " ", " ", " ", ".\n"}[i%8])
	}
	return b.String()
}

func BenchmarkCompare200Pages(b *testing.B) {
	vocabulary := strings.Fields("the guarantor undertakes to pay any amount demanded by beneficiary under this instrument on first written demand expiry date account statement")
	one := longText(200, func(i int) string { return vocabulary[(i*i+i/7)%len(vocabulary)] })
	other := longText(200, func(i int) string { return vocabulary[(i*i*3+i/5)%len(vocabulary)] })
	few := strings.Replace(one, "beneficiary", "applicant", 40)
	b.Run("few changes", func(b *testing.B) {
		for range b.N {
			wording.Compare(one, few)
		}
	})
	b.Run("all different", func(b *testing.B) {
		for range b.N {
			wording.Compare(one, other)
		}
	})
}
