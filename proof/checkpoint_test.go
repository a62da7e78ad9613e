package proof_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/proof"
)

// newKey is the same key in every run: its randomness is a row of equal bytes.
func newKey(t testing.TB, b byte, name string) proof.Key {
	t.Helper()
	k, err := proof.NewKey(bytes.NewReader(bytes.Repeat([]byte{b}, 64)), name)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSignedCheckpoint(t *testing.T) {
	key, other := newKey(t, 1, "kontor.example/ledger"), newKey(t, 2, "kontor.example/ledger")
	want := proof.Checkpoint{Origin: "kontor.example/ledger", Size: 3, Root: root(t, 3, grow(t, 3))}
	signed, err := key.Sign(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := proof.VerifyCheckpoint(signed, other.Public(), key.Public())
	if err != nil || got != want {
		t.Fatalf("got %v, %v", got, err)
	}
	for name, c := range map[string]struct {
		note string
		keys []string
	}{
		"another key":   {signed, []string{other.Public()}},
		"no key":        {signed, nil},
		"broken key":    {signed, []string{key.Public()[1:]}},
		"other size":    {strings.Replace(signed, "\n3\n", "\n4\n", 1), []string{key.Public()}},
		"other origin":  {"x" + signed, []string{key.Public()}},
		"cut signature": {signed[:len(signed)-6] + "\n", []string{key.Public()}},
		"no signature":  {want.Text(), []string{key.Public()}},
		"empty":         {"", []string{key.Public()}},
	} {
		if _, err := proof.VerifyCheckpoint(c.note, c.keys...); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := key.Sign(proof.Checkpoint{Origin: "two\nlines"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("an origin of two lines was signed: %v", err)
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	good := proof.Checkpoint{Origin: "kontor.example/ledger", Size: 7, Root: proof.LeafHash(nil)}.Text()
	if _, err := proof.ParseCheckpoint(good); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty":             "",
		"no line feed":      strings.TrimSuffix(good, "\n"),
		"fourth line":       good + "more\n",
		"no origin":         good[strings.IndexByte(good, '\n'):],
		"size with zero":    strings.Replace(good, "\n7\n", "\n07\n", 1),
		"size with sign":    strings.Replace(good, "\n7\n", "\n+7\n", 1),
		"negative size":     strings.Replace(good, "\n7\n", "\n-7\n", 1),
		"size out of range": strings.Replace(good, "\n7\n", "\n9223372036854775808\n", 1),
		"short root":        strings.Replace(good, "=\n", "\n", 1),
		"root in hex":       "o\n7\n" + strings.Repeat("ab", 32) + "\n",
		"carriage return":   strings.ReplaceAll(good, "\n", "\r\n"),
	} {
		if c, err := proof.ParseCheckpoint(text); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v, %v", name, c, err)
		}
	}
}

// What is read is written again byte for byte, and nothing makes it panic.
func FuzzParseCheckpoint(f *testing.F) {
	f.Add(proof.Checkpoint{Origin: "kontor.example/ledger", Size: 100, Root: proof.LeafHash([]byte("x"))}.Text())
	f.Add("kontor.example/ledger\n0\n" + proof.RootOfNothing().String() + "\n")
	f.Add("a\n-1\n\n")
	f.Add("\n\n\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := proof.ParseCheckpoint(text)
		if err == nil && (c.Text() != text || c.Size < 0 || c.Origin == "") {
			t.Errorf("read %q, wrote %q", text, c.Text())
		}
		if err != nil && c != (proof.Checkpoint{}) {
			t.Errorf("refused %q and gave %v", text, c)
		}
	})
}

// No note passes but those that the key signed.
func FuzzVerifyCheckpoint(f *testing.F) {
	key := newKey(f, 1, "kontor.example/ledger")
	c := proof.Checkpoint{Origin: "kontor.example/ledger", Size: 100, Root: proof.LeafHash([]byte("x"))}
	signed, err := key.Sign(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add(c.Text() + "\n")
	f.Add(strings.Replace(signed, "100", "101", 1))
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := proof.VerifyCheckpoint(text, key.Public()); err == nil && got != c {
			t.Errorf("%q passes as %v", text, got)
		}
	})
}

func TestKey(t *testing.T) {
	for _, name := range []string{"", "two words", "a+b", "line\nfeed"} {
		if _, err := proof.NewKey(rand.Reader, name); !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: got %v", name, err)
		}
	}
	for n := range 40 { // base64 of some keys holds plus signs
		k := newKey(t, byte(200+n), "kontor.example/ledger")
		again, err := proof.ParseKey(" " + k.Secret() + "\n")
		if err != nil || again.Public() != k.Public() || again.Name() != "kontor.example/ledger" {
			t.Fatalf("key %d: got %v, %v", n, again.Public(), err)
		}
	}
	k := newKey(t, 1, "kontor.example/ledger")
	for _, text := range []string{"", k.Public(), k.Secret()[:60], strings.Replace(k.Secret(), "+kontor", "+Kontor", 1)} {
		_, err := proof.ParseKey(text)
		if !errs.Is(err, errs.Invalid) || len(text) > 40 && strings.Contains(err.Error(), text[len(text)-20:]) {
			t.Errorf("%q: got %v", text, err)
		}
	}
	if _, err := proof.NewKey(bytes.NewReader(nil), "x"); err == nil {
		t.Error("a key was made without randomness")
	}
}

func TestKeyIsNeverPrinted(t *testing.T) {
	k := newKey(t, 1, "kontor.example/ledger")
	b, err := json.Marshal(struct{ K proof.Key }{k})
	if err != nil {
		t.Fatal(err)
	}
	secret := k.Secret()[len(k.Secret())-30:]
	for _, got := range []string{fmt.Sprint(k), fmt.Sprintf("%+v", k), fmt.Sprintf("%#v", k), k.String(), string(b)} {
		if strings.Contains(got, secret) || !strings.Contains(got, "***") {
			t.Errorf("printed as %s", got)
		}
	}
}

func TestGrowth(t *testing.T) {
	h, key, other := grow(t, 20), newKey(t, 1, "kontor.example/ledger"), newKey(t, 2, "kontor.example/ledger")
	sign := func(k proof.Key, origin string, size int64) string {
		s, err := k.Sign(proof.Checkpoint{Origin: origin, Size: size, Root: root(t, size, h)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	p, err := proof.ProveConsistency(7, 20, h)
	if err != nil {
		t.Fatal(err)
	}
	log := "kontor.example/ledger"
	good := proof.Growth{Old: sign(key, log, 7), New: sign(key, log, 20), Proof: p}
	if from, to, err := good.Verify(key.Public()); err != nil || from.Size != 7 || to.Size != 20 {
		t.Fatalf("got %v, %v, %v", from, to, err)
	}
	for name, g := range map[string]proof.Growth{
		"another log":      {Old: sign(key, "other.example/ledger", 7), New: good.New, Proof: p},
		"old by other key": {Old: sign(other, log, 7), New: good.New, Proof: p},
		"new by other key": {Old: good.Old, New: sign(other, log, 20), Proof: p},
		"backwards":        {Old: good.New, New: good.Old, Proof: p},
		"no proof":         {Old: good.Old, New: good.New},
	} {
		if _, _, err := g.Verify(key.Public()); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
