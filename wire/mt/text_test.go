package mt_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/wire/mt"
)

func TestSpell(t *testing.T) {
	tests := []struct {
		set        byte
		text, want string
	}{
		{'x', "Müller & Söhne, Straße 5", "Mueller and Soehne, Strasse 5"},
		{'x', "MÜLLER ÜBER ÄÖ", "MUELLER UEBER AEOE"},
		{'z', "Müller & Söhne", "Mueller & Soehne"},
		{'x', "Общество «Живой щит», объём 5 №7", "Obshchestvo 'Zhivoy shchit', obem 5 No.7"},
		{'z', "ЖЁЛТЫЙ ЮЖНЫЙ Щит", "ZHELTYY YUZHNYY Shchit"},
		{'z', "„Pfand“ – 50 € … §3", `"Pfand" - 50 EUR ... par.3`},
		{'x', "Қазақстан Ұлттық Әлем", "Kazakstan Ulttyk Alem"},
		{'x', "Łódź São Čech", "Lodz Sao Cech"},
		{'z', "a{b}[c]", "a(b)(c)"},
		{'x', "a\u00a0b\tc\r\nd\u200be", "a b c\nde"},
		{'x', "漢", "漢"}, // no spelling: the check of the field names it
		{'x', "100% @home", "100pct (at)home"},
	}
	for _, tt := range tests {
		if got := mt.Spell(tt.set, tt.text); got != tt.want {
			t.Errorf("%q in %c: %q, want %q", tt.text, tt.set, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		width      int
		text, want string // lines parted by a bar
	}{
		{10, "one two three four", "one two|three four"},
		{10, "one\n\n two", "one| two"},
		{5, "abcdefghijk l", "abcde|fghij|k l"},
		{10, "- item", " - item"},
		{10, ":20:X", " :20:X"},
		{10, "one two a -}", "one two a| -}"},
		{4, "----", " ---| -"},
		{10, "one   two   ", "one   two"},
		{10, "", ""},
		{10, "   ", ""},
	}
	for _, tt := range tests {
		if got := strings.Join(mt.Wrap(tt.width, tt.text), "|"); got != tt.want {
			t.Errorf("%q in %d: %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

// Wrapped lines fit, are never empty, and lose nothing but blanks.
func TestWrapKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, width := rapid.StringMatching(`[A-Za-z0-9 :\n-]{0,300}`).Draw(t, "text"), rapid.IntRange(2, 65).Draw(t, "width")
		lines := mt.Wrap(width, text)
		for _, l := range lines {
			if l == "" || len(l) > width || l[0] == ':' || l[0] == '-' {
				t.Fatalf("line %q of %q", l, lines)
			}
		}
		letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got, want := letters(strings.Join(lines, "\n")), letters(text); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// What is spelled is spelled for good.
func TestSpellTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SampledFrom([]byte{'x', 'z'}).Draw(t, "set")
		once := mt.Spell(set, anyText(5).Draw(t, "text"))
		if again := mt.Spell(set, once); again != once && !slices.Contains([]rune(once), '\uFFFD') {
			t.Fatalf("%q becomes %q", once, again)
		}
	})
}
