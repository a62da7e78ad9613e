package proof_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/proof"
)

func TestToken(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	s := seal(t, key, subject, 4, 9)
	text, err := key.SignToken(proof.TokenOf(origin, s.commit, 4))
	if err != nil {
		t.Fatal(err)
	}
	if len(text) > 230 || strings.ContainsAny(text, " \n") {
		t.Errorf("%d characters: %s", len(text), text)
	}
	got, err := proof.CheckToken(" "+text+"\n", newKey(t, 2, "kontor.log").Public(), key.Public())
	if want := (proof.Token{House: origin, Kind: proof.OfGuarantee, Entity: "gt_1", Prefix: s.commit.SubjectSHA256[:32], Index: 4}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	r, err := proof.Check(s.file(t), key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Of(r); err != nil {
		t.Error(err)
	}
	other := subject
	other.Number = "G-2"
	r, err = proof.Check(seal(t, key, other, 4, 9).file(t), key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Of(r); !errs.Is(err, errs.Invalid) {
		t.Errorf("the token of another file: got %v", err)
	}
}

func TestTokenRefuses(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	s := seal(t, key, subject, 4, 9)
	text, _ := key.SignToken(proof.TokenOf(origin, s.commit, 4))
	parts := strings.Split(text, ":")
	with := func(n int, part string) string {
		p := slices.Clone(parts)
		p[n] = part
		return strings.Join(p, ":")
	}
	for name, text := range map[string]string{"empty": "", "a web address": "https://kontor.example/", "another head": with(0, "KONTOR2"), "another house": with(1, "kontor/x"), "another kind": with(2, "demand"),
		"no kind": with(2, "letter"), "another entity": with(3, "gt_2"), "another hash": with(4, "AAAAAAAAAAAAAAAAAAAAAA"), "a short hash": with(4, "AAAA"),
		"another place": with(5, "5"), "a place with zero": with(5, "04"),
		"no signature": with(6, ""), "a part more": text + ":x", "a part less": strings.Join(parts[:6], ":")} {
		if got, err := proof.CheckToken(text, key.Public()); !errs.Is(err, errs.Invalid) || got != (proof.Token{}) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if _, err := proof.CheckToken(text, newKey(t, 2, "kontor.log").Public()); !errs.Is(err, errs.Invalid) {
		t.Errorf("another key: got %v", err)
	}
	for name, tok := range map[string]proof.Token{"a house with a colon": {House: "a:b", Kind: proof.OfDemand, Entity: "dm_1", Prefix: s.commit.SubjectSHA256[:32]},
		"no entity":    {House: "a", Kind: proof.OfDemand, Prefix: s.commit.SubjectSHA256[:32]},
		"a whole hash": {House: "a", Kind: proof.OfDemand, Entity: "dm_1", Prefix: s.commit.SubjectSHA256}} {
		if text, err := key.SignToken(tok); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %s, %v", name, text, err)
		}
	}
}

// Whatever byte of a token is changed, it is refused.
func TestEveryByteOfATokenMatters(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	text, _ := key.SignToken(proof.TokenOf(origin, seal(t, key, subject, 4, 9).commit, 4))
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(text)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		b[at] ^= rapid.ByteRange(1, 255).Draw(t, "flip")
		if got := string(b); strings.TrimSpace(got) != text {
			if _, err := proof.CheckToken(got, key.Public()); err == nil {
				t.Fatalf("%q passes", got)
			}
		}
	})
}

func FuzzToken(f *testing.F) {
	key := newKey(f, 1, "kontor.log")
	text, _ := key.SignToken(proof.TokenOf(origin, seal(f, key, subject, 4, 9).commit, 4))
	f.Add(text)
	f.Add("KONTOR1::::::")
	f.Add(strings.Replace(text, "guarantee", "demand", 1))
	f.Fuzz(func(t *testing.T, other string) {
		if _, err := proof.CheckToken(other, key.Public()); err == nil && strings.TrimSpace(other) != text {
			t.Errorf("%q passes", other)
		}
	})
}
