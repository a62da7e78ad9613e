package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kontor/errs"
)

// Key signs the checkpoints of one log. It prints as "***" wherever it is printed.
type Key struct {
	secret  string
	public  string
	signer  note.Signer
	private ed25519.PrivateKey
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
	private := ed25519.NewKeyFromSeed(seed[1:])
	public, err := note.NewEd25519VerifierKey(signer.Name(), private.Public().(ed25519.PublicKey))
	if err != nil {
		return Key{}, bad
	}
	return Key{secret, public, signer, private}, nil
}

// publicKey is a public key as the house publishes it: name, number and key, between plus signs.
type publicKey struct {
	id  string // name+number: tells keys apart, as "kid" in a signature
	key ed25519.PublicKey
}

// parsePublic reads the text that Key.Public gave.
//
// Errors: Invalid.
func parsePublic(text string) (publicKey, error) {
	bad := errs.New(errs.Invalid, "{key} is not a public key of a log", "key", text)
	if _, err := note.NewVerifier(text); err != nil {
		return publicKey{}, bad
	}
	parts := strings.SplitN(text, "+", 3) // the last part is base64 and may hold plus signs itself
	raw, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return publicKey{}, bad
	}
	return publicKey{parts[0] + "+" + parts[1], raw[1:]}, nil
}

// CheckPublic tells whether a text is a public key as Key.Public writes it.
//
// Errors: Invalid.
func CheckPublic(text string) error {
	_, err := parsePublic(text)
	return err
}

func parsePublics(texts []string) ([]publicKey, error) {
	out := make([]publicKey, len(texts))
	for i, text := range texts {
		k, err := parsePublic(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		out[i] = k
	}
	return out, nil
}

// id names the key in a signature.
func (k Key) id() string { return fmt.Sprintf("%s+%08x", k.signer.Name(), k.signer.KeyHash()) }

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
