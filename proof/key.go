package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kontor/errs"
)

// Key signs the checkpoints of one log. It prints as "***" wherever it is printed.
type Key struct {
	secret string
	public string
	signer note.Signer
}

// NewKey makes an Ed25519 key with the given randomness. The name stands in every signature; it is an address like
// kontor.example/ledger, without blanks and plus signs.
//
// Errors: Invalid for a name that cannot stand in a signature.
func NewKey(random io.Reader, name string) (Key, error) {
	if name == "" || strings.ContainsAny(name, " +\t\r\n") {
		return Key{}, errs.New(errs.Invalid, "{name} cannot be the name of a log key", "name", name).
			Because("write an address like kontor.example/ledger, without blanks and plus signs")
	}
	secret, _, err := note.GenerateKey(random, name)
	if err != nil {
		return Key{}, errs.Wrap("proof.key", err)
	}
	return ParseKey(secret)
}

// ParseKey reads a key from the text that Secret gave. White space around it does not matter.
//
// Errors: Invalid; the error never holds the text.
func ParseKey(secret string) (Key, error) {
	bad := errs.New(errs.Invalid, "this is not the key of a log").Because("it begins with PRIVATE+KEY+ and stands on one line")
	secret = strings.TrimSpace(secret)
	signer, err := note.NewSigner(secret)
	if err != nil {
		return Key{}, bad
	}
	parts := strings.SplitN(secret, "+", 5) // the last part is base64 and may hold plus signs itself
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return Key{}, bad
	}
	public, err := note.NewEd25519VerifierKey(signer.Name(), ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey))
	if err != nil {
		return Key{}, bad
	}
	return Key{secret, public, signer}, nil
}

// Name stands in every signature of the key.
func (k Key) Name() string { return k.signer.Name() }

// Secret is the text to keep in a file or environment variable, and nowhere else.
func (k Key) Secret() string { return k.secret }

// Public is the text to publish: with it anybody can check the checkpoints.
func (k Key) Public() string { return k.public }

// String hides the key from logs.
func (k Key) String() string { return "***" }

// GoString hides the key from %#v.
func (k Key) GoString() string { return "***" }

// MarshalText hides the key from JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte("***"), nil }
