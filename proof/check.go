package proof

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Step is one thing that was checked.
type Step struct {
	Name  string    `json:"name"` // "form", "hash", ...
	OK    bool      `json:"ok"`
	Found errs.Text `json:"found"`
	Hint  errs.Text `json:"hint,omitzero"`
}

// Report is what a check found. Every step is there, passed or not, as far as the file could be read.
type Report struct {
	OK           bool            `json:"ok"`
	House        string          `json:"house,omitempty"`
	Kind         Kind            `json:"kind,omitempty"`
	Entity       string          `json:"entity,omitempty"`
	Subject      json.RawMessage `json:"subject,omitempty"`
	SHA256       string          `json:"sha256,omitempty"`        // of the subject as it stands in the file
	LoggedSHA256 string          `json:"logged_sha256,omitempty"` // of the subject as the log holds it
	Event        string          `json:"event,omitempty"`
	At           day.Instant     `json:"at,omitempty"` // when the event was recorded
	Index        int64           `json:"index"`        // its number in the log
	LogSize      int64           `json:"log_size"`
	Key          string          `json:"key,omitempty"` // name of the key that signed the file
	Attachments  []Attachment    `json:"attachments,omitempty"`
	Steps        []Step          `json:"steps"`
}

func (r *Report) pass(name string, found errs.Text) {
	r.Steps = append(r.Steps, Step{Name: name, OK: true, Found: found})
}

func (r *Report) fail(name string, err error) {
	e := errs.As(err)
	r.Steps = append(r.Steps, Step{Name: name, Found: e.Text, Hint: e.Hint})
}

// step notes a step: passed with what was found, or failed.
func (r *Report) step(name string, err error, found errs.Text) {
	if err != nil {
		r.fail(name, err)
		return
	}
	r.pass(name, found)
}

// err is nil when every step passed; otherwise it names the steps that did not.
func (r *Report) err() error {
	r.OK = true
	failed := errs.New(errs.Invalid, "the proof does not hold")
	for _, s := range r.Steps {
		if !s.OK {
			r.OK = false
			failed.Faults = append(failed.Faults, errs.Fault{Field: s.Name, Text: s.Found, Hint: s.Hint})
		}
	}
	if r.OK {
		return nil
	}
	return failed
}

// Check checks a proof file with nothing but the public keys of the house. It asks, one step each:
//
//	form        is it a proof file, byte for byte in canonical form?
//	hash        does the subject have the hash that the file names?
//	entry       does the log entry hold that hash? Its words are disclosed, so that the entry can be computed.
//	inclusion   does the entry stand in the log of the checkpoint?
//	checkpoint  did the house sign the checkpoint?
//	signature   did the house sign the file?
//
// Errors: Invalid with one fault for each step that failed; the report is complete in every case.
func Check(file []byte, keys ...string) (Report, error) {
	var r Report
	keys = slices.Clone(keys)
	for i, key := range keys {
		keys[i] = strings.TrimSpace(key)
	}
	known, err := parsePublics(keys)
	if err == nil && len(known) == 0 {
		err = errs.New(errs.Invalid, "no public key was given").Because("ask the house for its public key, by another way than the file came")
	}
	if err != nil {
		return r, err
	}
	f, err := readFile(file)
	if f == nil {
		r.fail("form", err)
		return r, r.err()
	}
	r.step("form", err, errs.T("canonical JSON, {n} bytes", "n", len(file)))
	r.House, r.Kind, r.Entity, r.Subject, r.Index, r.Attachments = f.House, f.Kind, f.Entity, f.Subject, f.Event.Index, f.Attachments
	r.checkSubject(*f)
	r.checkEntry(*f)
	r.checkLog(*f, keys)
	r.checkSignature(*f, known)
	return r, r.err()
}

// readFile reads a proof file. A file that can be read and is not in canonical form comes with an error.
func readFile(b []byte) (*File, error) {
	if len(b) > fileMost {
		return nil, errs.New(errs.Invalid, "the file is larger than {most} MiB", "most", fileMost>>20)
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		e := errs.New(errs.Invalid, "this is not a proof file").Because("choose the file that the house handed out; its name ends in {ending}", "ending", ".proof.json")
		e.Cause = err
		return nil, e
	}
	if f.Version != fileVersion || !slices.Contains(Kinds(), f.Kind) {
		return nil, errs.New(errs.Invalid, "this is a proof file of another kind: {version}, {kind}", "version", f.Version, "kind", string(f.Kind)).
			Because("check it with a newer version of the program")
	}
	again, err := Canonical(f)
	if err == nil && !bytes.Equal(again, b) {
		err = errs.New(errs.Invalid, "the file is not byte for byte as it was handed out").
			Because("take the file itself: an editor or a mail program may have changed it")
	}
	return &f, err
}

// checkSubject computes the hash of the subject.
func (r *Report) checkSubject(f File) {
	b, err := canonical(f.Subject)
	if r.SHA256 = HashOf(b); err == nil && r.SHA256 != f.SubjectSHA256 {
		err = errs.New(errs.Invalid, "the content has the hash {found}, the file names {named}", "found", r.SHA256, "named", f.SubjectSHA256).
			Because("the content was altered after it was handed out")
	}
	r.step("hash", err, errs.T("the content has the hash {hash}", "hash", r.SHA256))
}

// checkEntry holds the entry of the log against the words and the subject.
func (r *Report) checkEntry(f File) {
	r.step("entry", r.entry(f), errs.T("entry {entry} of {at} holds this hash", "entry", r.Event, "at", r.At))
}

func (r *Report) entry(f File) error {
	event, textHash, err := ParseLeaf(f.Event.Leaf)
	if err != nil {
		return err
	}
	r.Event, r.At = event.ID, event.At
	if event.Verb != ExportVerb || event.Entity != f.Entity {
		return errs.New(errs.Invalid, "the entry is about something else: {verb} of {entity}", "verb", event.Verb, "entity", event.Entity)
	}
	if f.Event.Words.Hash() != textHash {
		return errs.New(errs.Invalid, "the words of the entry are not those that the log holds").Because("the content was altered after it was handed out")
	}
	var c Commitment
	d := json.NewDecoder(bytes.NewReader([]byte(f.Event.Words.Data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return errs.New(errs.Invalid, "the entry names no hash")
	}
	r.LoggedSHA256 = c.SubjectSHA256
	if c != (Commitment{f.Entity, f.Kind, r.SHA256}) {
		return errs.New(errs.Invalid, "the log holds the hash {logged} for {kind} {entity}, not {found}", "logged", c.SubjectSHA256, "kind", string(c.Kind), "entity", c.Entity, "found", r.SHA256).
			Because("the content was altered after it was handed out")
	}
	return nil
}

// checkLog checks the checkpoint and the place of the entry under it.
func (r *Report) checkLog(f File, keys []string) {
	c, signed := VerifyCheckpoint(f.Event.Checkpoint, keys...)
	if signed == nil && c.Origin != f.House {
		signed = errs.New(errs.Invalid, "the checkpoints are of two logs: {one} and {other}", "one", f.House, "other", c.Origin)
	}
	r.LogSize = c.Size
	if signed != nil { // without a checkpoint that holds there is no log to stand in
		r.fail("inclusion", errs.New(errs.Invalid, "no checkpoint that holds says what the log is"))
	} else {
		r.step("inclusion", VerifyInclusion([]byte(f.Event.Leaf), f.Event.Index, c.Size, f.Event.Proof, c.Root),
			errs.T("the entry stands at place {index} of the log {house}", "index", f.Event.Index, "house", f.House))
	}
	r.step("checkpoint", signed, errs.T("the house signed the state of its log with {size} events", "size", c.Size))
}

// checkSignature checks the signature over the whole file.
func (r *Report) checkSignature(f File, keys []publicKey) {
	jws := f.JWS
	f.JWS = ""
	payload, err := Canonical(f)
	if err == nil {
		r.Key, err = verifyJWS(jwsType, jws, payload, keys)
	}
	r.step("signature", err, errs.T("the house signed the file with {key}", "key", r.Key))
}

// Attached finds the bytes among the attachments of files that were checked.
//
// Errors: Invalid when no file names them.
func Attached(b []byte, reports ...Report) error {
	hash := HashOf(b)
	for _, r := range reports {
		if slices.ContainsFunc(r.Attachments, func(a Attachment) bool { return a.SHA256 == hash }) {
			return nil
		}
	}
	return errs.New(errs.Invalid, "no proof file names this one: its hash is {hash}", "hash", hash).Because("take the paper that came with the proof file")
}
