package vet_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/vet"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"Nordwald Bergbau GmbH", "nordwald bergbau gmbh"},
		{"  ANGLO-CARIBBEAN CO., LTD. ", "anglo caribbean co ltd"},
		{"A.B.C. Trading", "abc trading"},
		{"Co.Ltd", "co ltd"},
		{"O'Brien", "obrien"},
		{"ABU-‘UMAR", "abu umar"},
		{"Müller", "muller"},
		{"Mu\u0308ller", "muller"},
		{"Straße", "strasse"},
		{"Ｆｕｌｌ　Ｗｉｄｔｈ", "full width"},
		{"soft\u00adhyphen zero\u200bwidth\u2060 \u202eright\u202c", "softhyphen zerowidth right"},
		{"no\u00a0break", "no break"},
		{"Николас Мадуро", "николас мадуро"},
		{"Фёдор Алексеевич", "федор алексеевич"},
		{"Nicоlas Mаduro Morоs", "nicolas maduro moros"}, // three Cyrillic letters
		{"ZAО Romashka", "zao romashka"},                 // Cyrillic О
		{"Trading 7 & Sons", "trading 7 sons"},
		{"सुरेश", "सुरेश"},
		{"broken \xff bytes", "broken bytes"},
	} {
		if got := vet.Clean(c.text); got != c.want {
			t.Errorf("Clean(%q): got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTransliterate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain", "plain"},
		{"николас мадуро", "nikolas maduro"},
		{"щербаков", "shcherbakov"},
		{"объединение", "obedinenie"},
		{"юрии", "iurii"},
		{"łodz", "lodz"},
		{"νικολαος", "nikolaos"},
		{"李明", "李明"},
	} {
		if got := vet.Transliterate(c.text); got != c.want {
			t.Errorf("Transliterate(%q): got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCleanDoesNotChangeWhatIsClean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		once := vet.Clean(text)
		if again := vet.Clean(once); again != once {
			t.Fatalf("Clean(%q) = %q, cleaned again %q", text, once, again)
		}
		if strings.ContainsAny(once, ".,'\u00a0\u200b") || once != strings.TrimSpace(once) {
			t.Fatalf("not clean: %q", once)
		}
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"ANGLO-CARIBBEAN CO., LTD.", "Nicоlas", "ᾳ", "İstanbul", "ﬁ", "A.B.C", "한국", "\u1160x", "x\u200dy", "ẞ", "½", "ǰ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := vet.Clean(text)
		if again := vet.Clean(once); again != once {
			t.Fatalf("Clean(%q) = %q, cleaned again %q", text, once, again)
		}
		if len(vet.Keys(text)) > vet.MaxKeys {
			t.Fatalf("too many keys of %q", text)
		}
	})
}
