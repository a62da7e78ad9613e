package wording_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kontor/errs"
	"kontor/money"
	"kontor/wording"
)

// Whatever the text is, a finding points into it and says why; a text that cannot be read has one finding that says so.
func FuzzCheck(f *testing.F) {
	paths, _ := filepath.Glob("testdata/check/*.txt")
	for _, path := range paths {
		f.Add(readGoldenText(f, path))
	}
	for _, text := range []string{"", "EUR", "31.", "1.", "until", "EUR 1 000 000 000 000 000 000", "€", "[", "{{", "____", "№", "№ 1", "guaran-\n", "a\u0308", "31/12/", "December 31,", "(", "один миллион", "\xff", "г. 5"} {
		f.Add(text)
	}
	kinds := append(wording.Kinds(), "")
	f.Fuzz(func(t *testing.T, text string) {
		facts := wording.Facts{Kind: kinds[len(text)%len(kinds)], Number: "XG-2027-000118", Beneficiary: "Kontor Muster Handelshaus GmbH", Amount: money.Of(84000000, "EUR"), Law: "AT", Forum: "Wien"}
		findings := wording.Check(text, facts)
		for _, x := range findings {
			if x.From < 0 || x.To < x.From || x.To > len(text) || x.Quote != text[x.From:x.To] || x.Reason.IsZero() || x.Hint.IsZero() || x.Rule == "" || x.Severity == "" {
				t.Fatalf("%+v", x)
			}
			if utf8.ValidString(text) && !utf8.ValidString(x.Quote) {
				t.Fatalf("%s cuts a letter: %q", x.Rule, x.Quote)
			}
		}
		if broken := wording.Clean(text) != nil; broken != (len(findings) == 1 && findings[0].Rule == wording.BrokenText) {
			t.Fatalf("broken %v, findings %v", broken, findings)
		}
	})
}

func FuzzCompare(f *testing.F) {
	f.Add("we pay {{amount}} on demand", "we pay EUR 5 on\ndemand")
	f.Add("a-\nb", "a- b")
	f.Add("\xff", "\xfe")
	f.Fuzz(func(t *testing.T, agreed, issued string) {
		for _, mode := range []wording.Mode{wording.AsWritten, wording.AsTransmitted} {
			d := wording.CompareAs(agreed, issued, mode)
			if d.Issued() != wording.Normal(issued) {
				t.Fatalf("%s: the runs give %q of %q", mode, d.Issued(), issued)
			}
			if d.Equal != (d.Changed == 0 && d.Filled == 0) {
				t.Fatalf("%s: %+v", mode, d)
			}
		}
	})
}

func TestCleanNamesWhatIsBroken(t *testing.T) {
	for text, code := range map[string]errs.Code{
		"Grüße, привет, 1\u202f000 €\r\n\tpage\f": "", "broken \xff": errs.Invalid, "lost \ufffd": errs.Invalid, "null \x00": errs.Invalid, "private \ue000": errs.Invalid,
		strings.Repeat("a", wording.MaxText+1): errs.TooLarge,
	} {
		if got := errs.CodeOf(wording.Clean(text)); got != code {
			t.Errorf("%.20q: got %q, want %q", text, got, code)
		}
	}
	found := wording.Check("We pay EUR 5\xff.", wording.Facts{})
	if len(found) != 1 || found[0].Rule != wording.BrokenText || found[0].From != 12 || found[0].To != 13 {
		t.Errorf("got %+v", found)
	}
}
