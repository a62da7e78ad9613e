package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/proof"
)

const origin = "kontor/0123456789abcdef"

// sealed is a house in a nutshell: a log of some events, the export of a subject at a place among them.
type sealed struct {
	key     proof.Key
	commit  proof.Commitment
	subject []byte
	event   proof.SealedEvent
}

func seal(t testing.TB, key proof.Key, subject any, at, size int64) sealed {
	t.Helper()
	s := sealed{key: key}
	var err error
	if s.commit, s.subject, err = proof.Commit(proof.OfGuarantee, "gt_1", subject); err != nil {
		t.Fatal(err)
	}
	data, _ := proof.Canonical(s.commit)
	e := event()
	e.Verb, e.Entity, e.Guarantee, e.Text.Data = proof.ExportVerb, "gt_1", "gt_1", string(data)
	var log hashes
	for n := range size {
		text := leaf(n)
		if n == at {
			text = e.Leaf()
		}
		more, err := tlog.StoredHashes(n, text, log)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, more...)
	}
	s.event.Leaf, s.event.Index, s.event.Words = string(e.Leaf()), at, e.Text
	if s.event.Proof, err = proof.ProveInclusion(size, at, log); err != nil {
		t.Fatal(err)
	}
	if s.event.Checkpoint, err = key.Sign(proof.Checkpoint{Origin: origin, Size: size, Root: root(t, size, log)}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s sealed) file(t testing.TB) []byte {
	t.Helper()
	b, err := s.key.SignFile(proof.NewFile(origin, s.commit, s.subject, s.event, []proof.Attachment{{Name: "g1.pdf", Media: "application/pdf", SHA256: proof.HashOf([]byte("pdf"))}}))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var subject = proof.Guarantee{Number: "G-1", Beneficiary: "Haus am Hafen", Guarantor: proof.Party{ID: "pt_1", Name: "Musterbank <Ost> & Söhne"}, Events: []proof.Happened{}}

func TestCheckNamesEveryStep(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	s := seal(t, key, subject, 4, 9)
	r, err := proof.Check(s.file(t), newKey(t, 2, "kontor.log").Public(), key.Public())
	if err != nil || !r.OK {
		t.Fatalf("got %+v, %v", r, err)
	}
	var names []string
	for _, step := range r.Steps {
		if names = append(names, step.Name); !step.OK || step.Found.IsZero() {
			t.Errorf("%s: %v %s", step.Name, step.OK, step.Found)
		}
	}
	if want := []string{"form", "hash", "entry", "inclusion", "checkpoint", "signature"}; !slices.Equal(names, want) {
		t.Errorf("steps %v, want %v", names, want)
	}
	if r.SHA256 != s.commit.SubjectSHA256 || r.LoggedSHA256 != r.SHA256 || r.Event != "ev_1" || r.Index != 4 || r.LogSize != 9 || r.House != origin || !strings.HasPrefix(key.Public(), r.Key+"+") {
		t.Errorf("got %+v", r)
	}
	if err := proof.Attached([]byte("pdf"), proof.Report{}, r); err != nil {
		t.Errorf("attachment: %v", err)
	}
	if err := proof.Attached([]byte("other"), r); !errs.Is(err, errs.Invalid) {
		t.Errorf("another paper: %v", err)
	}
}

// forged makes the file anew after a change, signed again by the house as if it lied, or by somebody else.
func forged(t *testing.T, s sealed, signer proof.Key, change func(f *proof.File)) []byte {
	t.Helper()
	f := proof.NewFile(origin, s.commit, s.subject, s.event, nil)
	f.Event.Proof = slices.Clone(f.Event.Proof)
	change(&f)
	b, err := signer.SignFile(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each step fails by itself, also when the house's own key signs what is wrong: the log holds the house to its word.
func TestCheckFindsTheStepThatFails(t *testing.T) {
	key, other := newKey(t, 1, "kontor.log"), newKey(t, 2, "kontor.log")
	s, elsewhere := seal(t, key, subject, 4, 9), seal(t, other, subject, 4, 9)
	altered := bytes.Replace(s.subject, []byte("G-1"), []byte("G-2"), 1)
	for name, c := range map[string]struct {
		file  []byte
		fails []string
	}{
		"content altered":             {forged(t, s, key, func(f *proof.File) { f.Subject = altered }), []string{"hash", "entry"}},
		"content and its hash":        {forged(t, s, key, func(f *proof.File) { f.Subject, f.SubjectSHA256 = altered, proof.HashOf(altered) }), []string{"entry"}},
		"words altered":               {forged(t, s, key, func(f *proof.File) { f.Event.Words.Reason = "another" }), []string{"entry"}},
		"the entry is of another":     {forged(t, s, key, func(f *proof.File) { f.Entity = "gt_2" }), []string{"entry"}},
		"another kind":                {forged(t, s, key, func(f *proof.File) { f.Kind = proof.OfDemand }), []string{"entry"}},
		"no leaf":                     {forged(t, s, key, func(f *proof.File) { f.Event.Leaf += " " }), []string{"entry", "inclusion"}},
		"another place":               {forged(t, s, key, func(f *proof.File) { f.Event.Index = 5 }), []string{"inclusion"}},
		"a place before the log":      {forged(t, s, key, func(f *proof.File) { f.Event.Index = -1 }), []string{"inclusion"}},
		"a shorter proof":             {forged(t, s, key, func(f *proof.File) { f.Event.Proof = f.Event.Proof[1:] }), []string{"inclusion"}},
		"another house":               {forged(t, s, key, func(f *proof.File) { f.House = "kontor/other" }), []string{"inclusion", "checkpoint"}},
		"checkpoint of another key":   {forged(t, s, key, func(f *proof.File) { f.Event.Checkpoint = elsewhere.event.Checkpoint }), []string{"inclusion", "checkpoint"}},
		"signed by another key":       {forged(t, s, other, func(*proof.File) {}), []string{"signature"}},
		"nothing is of this house":    {elsewhere.file(t), []string{"inclusion", "checkpoint", "signature"}},
		"a line feed at the end":      {append(s.file(t), '\n'), []string{"form"}},
		"indented by an editor":       {indented(s.file(t)), []string{"form"}},
		"a member twice":              {bytes.Replace(s.file(t), []byte(`"kind":"guarantee",`), []byte(`"kind":"guarantee","kind":"guarantee",`), 1), []string{"form"}},
		"a member more":               {bytes.Replace(s.file(t), []byte(`"kind":`), []byte(`"king":1,"kind":`), 1), []string{"form"}},
		"a newer version":             {bytes.Replace(s.file(t), []byte("kontor proof 1"), []byte("kontor proof 2"), 1), []string{"form"}},
		"an unknown kind":             {bytes.Replace(s.file(t), []byte(`"kind":"guarantee"`), []byte(`"kind":"letter"`), 1), []string{"form"}},
		"no signature":                {bytes.Replace(s.file(t), []byte(`"jws":"`), []byte(`"jws":"x`), 1), []string{"signature"}},
		"a signature without content": {unsigned(s.file(t)), []string{"form", "signature"}},
		"empty":                       {nil, []string{"form"}},
		"no JSON":                     {[]byte("%PDF-1.3"), []string{"form"}},
		"larger than anything":        {bytes.Repeat([]byte(" "), 5<<20), []string{"form"}},
	} {
		r, err := proof.Check(c.file, key.Public())
		if !errs.Is(err, errs.Invalid) || r.OK {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		var fails []string
		for _, f := range errs.As(err).Faults {
			fails = append(fails, f.Field)
		}
		if !slices.Equal(fails, c.fails) {
			t.Errorf("%s: %v failed, want %v\n%v", name, fails, c.fails, err)
		}
	}
}

func indented(b []byte) []byte {
	var out bytes.Buffer
	_ = json.Indent(&out, b, "", " ")
	return out.Bytes()
}

func unsigned(b []byte) []byte {
	at := bytes.Index(b, []byte(`"jws":"`)) + len(`"jws":"`)
	end := at + bytes.IndexByte(b[at:], '"')
	return slices.Concat(b[:at], b[end:])
}

// Scenario 5: a signed file altered by one byte fails, and the log names the original hash.
func TestOneAlteredByteFailsAndTheLogNamesTheOriginal(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	s := seal(t, key, subject, 4, 9)
	file := bytes.Replace(s.file(t), []byte("G-1"), []byte("G-7"), 1)
	r, err := proof.Check(file, key.Public())
	if !errs.Is(err, errs.Invalid) {
		t.Fatal("the altered file holds")
	}
	if r.LoggedSHA256 != s.commit.SubjectSHA256 || r.SHA256 == r.LoggedSHA256 {
		t.Errorf("the log names %s, the original has %s", r.LoggedSHA256, s.commit.SubjectSHA256)
	}
	if said := err.Error() + fmt.Sprint(errs.As(err).Faults); !strings.Contains(said, s.commit.SubjectSHA256) || !strings.Contains(said, r.SHA256) {
		t.Errorf("the refusal does not name both hashes: %s", said)
	}
	for _, step := range r.Steps {
		if (step.Name == "inclusion" || step.Name == "checkpoint") && !step.OK {
			t.Errorf("the log itself is sound, %s: %s", step.Name, step.Found)
		}
	}
}

// Whatever byte of a file is changed, to whatever: it is refused.
func TestEveryByteMatters(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	file := seal(t, key, subject, 2, 5).file(t)
	for at := range file { // each place, by its lowest bit
		b := slices.Clone(file)
		b[at] ^= 1
		if _, err := proof.Check(b, key.Public()); err == nil {
			t.Fatalf("byte %d: %q for %q passes", at, b[at], file[at])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := slices.Clone(file)
		at, flip := rapid.IntRange(0, len(b)-1).Draw(t, "at"), rapid.ByteRange(1, 255).Draw(t, "flip")
		b[at] ^= flip
		if rapid.Bool().Draw(t, "drop") {
			b = slices.Delete(b, at, at+1)
		}
		if _, err := proof.Check(b, key.Public()); err == nil {
			t.Fatalf("byte %d changed by %x passes", at, flip)
		}
	})
}

func FuzzCheck(f *testing.F) {
	key := newKey(f, 1, "kontor.log")
	good := seal(f, key, subject, 4, 9).file(f)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(bytes.Replace(good, []byte("EdDSA"), []byte("none"), 1))
	f.Add([]byte(`{"version":"kontor proof 1","kind":"guarantee","subject":{},"event":{"proof":[]}}`))
	f.Add([]byte(`{"version":"kontor proof 1","kind":"demand","subject":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := proof.Check(b, key.Public())
		if err == nil && !bytes.Equal(b, good) || r.OK != (err == nil) {
			t.Errorf("%q passes: %v", b, err)
		}
	})
}

// A stranger needs nothing of ours: any JOSE library verifies the signature over the file without its member jws.
func TestAnyJOSELibraryVerifiesTheSignature(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	file := seal(t, key, subject, 4, 9).file(t)
	var members map[string]json.RawMessage
	if err := json.Unmarshal(file, &members); err != nil {
		t.Fatal(err)
	}
	var jws string
	_ = json.Unmarshal(members["jws"], &jws)
	payload := bytes.Replace(file, fmt.Appendf(nil, `"jws":%s,`, members["jws"]), nil, 1)
	raw, _ := base64.StdEncoding.DecodeString(key.Public()[strings.LastIndex(key.Public()[:30], "+")+1:])
	signature, err := jose.ParseDetached(jws, payload, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signature.Verify(ed25519.PublicKey(raw[1:])); err != nil {
		t.Error(err)
	}
	// And with no library at all: Ed25519 over header.payload.
	parts := strings.Split(jws, "..")
	sum, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if !ed25519.Verify(raw[1:], []byte(parts[0]+"."+base64.RawURLEncoding.EncodeToString(payload)), sum) {
		t.Error("the signing input is not header.payload")
	}
}

// A header of another form is refused, also when its signature would hold: no unencoded payload, no key of its own.
func TestASignatureHasOneHeader(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	private := privateOf(t, key)
	file := seal(t, key, subject, 4, 9).file(t)
	at := bytes.Index(file, []byte(`"jws":"`)) + len(`"jws":"`)
	end := at + bytes.IndexByte(file[at:], '"')
	payload := slices.Concat(file[:at-len(`"jws":"`)], file[end+2:])
	kid := strings.Join(strings.SplitN(key.Public(), "+", 3)[:2], "+")
	for name, header := range map[string]string{
		"the right one": `{"alg":"EdDSA","kid":"` + kid + `","typ":"kontor-proof"}`, "no type": `{"alg":"EdDSA","kid":"` + kid + `"}`, "no kid": `{"alg":"EdDSA","typ":"kontor-proof"}`,
		"unencoded": `{"alg":"EdDSA","b64":false,"crit":["b64"],"kid":"` + kid + `","typ":"kontor-proof"}`, "another order": `{"kid":"` + kid + `","alg":"EdDSA","typ":"kontor-proof"}`,
		"no algorithm": `{"alg":"none","kid":"` + kid + `","typ":"kontor-proof"}`} {
		h := base64.RawURLEncoding.EncodeToString([]byte(header))
		body := base64.RawURLEncoding.EncodeToString(payload)
		if name == "unencoded" {
			body = string(payload)
		}
		jws := h + ".." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(private, []byte(h+"."+body)))
		_, err := proof.Check(slices.Concat(file[:at], []byte(jws), file[end:]), key.Public())
		if (err == nil) != (name == "the right one") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func privateOf(t *testing.T, key proof.Key) ed25519.PrivateKey {
	t.Helper()
	seed, err := base64.StdEncoding.DecodeString(strings.SplitN(key.Secret(), "+", 5)[4])
	if err != nil {
		t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(seed[1:])
}

func TestCheckNeedsAKey(t *testing.T) {
	key := newKey(t, 1, "kontor.log")
	file := seal(t, key, subject, 0, 1).file(t)
	for name, keys := range map[string][]string{"none": nil, "broken": {key.Public()[1:]}, "a secret one": {key.Secret()}, "one of two broken": {key.Public(), "x+y+z"}} {
		if r, err := proof.Check(file, keys...); !errs.Is(err, errs.Invalid) || r.OK {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := proof.Check(file, " "+key.Public()+"\n"); err != nil {
		t.Errorf("white space around a key: %v", err)
	}
}

func TestParseLeaf(t *testing.T) {
	want := event()
	got, hash, err := proof.ParseLeaf(string(want.Leaf()))
	if want.Text = (proof.Words{}); err != nil || got != want || hash != event().Text.Hash() {
		t.Errorf("got %+v, %s, %v", got, hash, err)
	}
	leaf := string(event().Leaf())
	for name, text := range map[string]string{"empty": "", "cut": leaf[:len(leaf)-1], "longer": leaf + "x", "other header": "kontor event 2\n" + leaf[15:], "zero before a length": strings.Replace(leaf, "id 4", "id 04", 1),
		"no length": strings.Replace(leaf, "id 4 ", "id ", 1), "huge length": strings.Replace(leaf, "id 4", "id 99999", 1), "negative length": strings.Replace(leaf, "id 4", "id -4", 1),
		"a moment in words": strings.Replace(leaf, "1772442000000001", "177244200000000x", 1), "a day that is none": strings.Replace(leaf, "2026-03-02", "2026-02-30", 1)} {
		if e, _, err := proof.ParseLeaf(text); !errs.Is(err, errs.Invalid) || e != (proof.Event{}) {
			t.Errorf("%s: got %+v, %v", name, e, err)
		}
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add(string(event().Leaf()))
	f.Add("kontor event 1\ncentre 0 \n")
	f.Fuzz(func(t *testing.T, leaf string) {
		e, hash, err := proof.ParseLeaf(leaf)
		if err != nil {
			return
		}
		if again, _, err := proof.ParseLeaf(leaf); err != nil || again != e || !strings.Contains(leaf, hash) {
			t.Errorf("%q: %+v, %v", leaf, e, err)
		}
	})
}
