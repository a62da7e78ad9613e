package proof

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kontor/errs"
)

// Checkpoint says how long a log was and what its root was then. Signed, it is the statement of the house that can be
// held against it: two checkpoints that do not fit together are evidence.
type Checkpoint struct {
	Origin string // which log, e.g. "kontor.example/ledger"
	Size   int64
	Root   Hash
}

// Text is the checkpoint in three lines: origin, size, root in base64.
func (c Checkpoint) Text() string { return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root) }

// ParseCheckpoint reads the text of a checkpoint. It takes what Text writes and nothing else, so that one checkpoint
// has one text.
//
// Errors: Invalid.
func ParseCheckpoint(text string) (Checkpoint, error) {
	bad := errs.New(errs.Invalid, "this is not the text of a checkpoint").
		Because("it has three lines: the origin, the number of events and the root in base64")
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, bad
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || lines[0] == "" {
		return Checkpoint{}, bad
	}
	root, err := ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, bad
	}
	c := Checkpoint{lines[0], size, root}
	if c.Text() != text {
		return Checkpoint{}, bad
	}
	return c, nil
}

// Sign puts the signature of the house under the checkpoint. The result is a signed note: text, blank line, signature.
func (k Key) Sign(c Checkpoint) (string, error) {
	if _, err := ParseCheckpoint(c.Text()); err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, k.signer)
	if err != nil {
		return "", errs.Wrap("proof.sign", err)
	}
	return string(signed), nil
}

// VerifyCheckpoint checks that one of the public keys signed the note and reads the checkpoint in it. The origin is
// compared by the caller, who knows which log it asked for.
//
// Errors: Invalid when no key signed it, when a signature is false or when the text is not a checkpoint.
func VerifyCheckpoint(signed string, publicKeys ...string) (Checkpoint, error) {
	known := make([]note.Verifier, 0, len(publicKeys))
	for _, k := range publicKeys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return Checkpoint{}, errs.New(errs.Invalid, "{key} is not a public key of a log", "key", k)
		}
		known = append(known, v)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(known...))
	if err != nil {
		e := errs.New(errs.Invalid, "the signature of the checkpoint does not hold").
			Because("the checkpoint was altered, or it belongs to another public key")
		e.Cause = err
		return Checkpoint{}, e
	}
	return ParseCheckpoint(opened.Text)
}
