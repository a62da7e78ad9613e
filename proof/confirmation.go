package proof

import (
	"encoding/json"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"kontor/errs"
)

// Confirmation is what a guarantor says about one guarantee in a file that it signs: that it is its own, with this text, amount and
// expiry, or that it is not. Amount and day are written as texts, like "12000.00 EUR" and "2027-03-01".
type Confirmation struct {
	Guarantee  string `json:"guarantee"`   // its number, as the guarantor gave it
	TextSHA256 string `json:"text_sha256"` // of the whole text
	Amount     string `json:"amount"`
	ExpiresOn  string `json:"expires_on"`
	Answer     string `json:"answer"` // confirm or deny
	Reason     string `json:"reason"` // of a denial
}

// signedConfirmation is the file: canonical JSON with a detached signature over the form without it.
type signedConfirmation struct {
	Confirmation
	JWS string `json:"jws,omitempty"`
}

const (
	confirmationType = "kontor-confirmation" // in the header of the signature, so that it passes for nothing else
	confirmationMost = 64 << 10
)

// SignConfirmation writes the file of a guarantor.
func (k Key) SignConfirmation(c Confirmation) ([]byte, error) {
	payload, err := Canonical(signedConfirmation{Confirmation: c})
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: k.private, KeyID: k.id()}}, new(jose.SignerOptions).WithType(confirmationType))
	if err != nil {
		return nil, errs.Wrap("proof.confirm", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return nil, errs.Wrap("proof.confirm", err)
	}
	f := signedConfirmation{Confirmation: c}
	if f.JWS, err = signed.DetachedCompactSerialize(); err != nil {
		return nil, errs.Wrap("proof.confirm", err)
	}
	return Canonical(f)
}

// CheckConfirmation reads the file of a guarantor that one of the public keys signed, and tells which.
//
// Errors: Invalid when the file is none, when no key at hand signed it, and when one byte of it was altered.
func CheckConfirmation(file []byte, publicKeys ...string) (c Confirmation, key string, err error) {
	keys, err := parsePublics(publicKeys)
	if err != nil {
		return Confirmation{}, "", err
	}
	var f signedConfirmation
	if len(file) > confirmationMost || json.Unmarshal(file, &f) != nil || f.JWS == "" {
		return Confirmation{}, "", errs.New(errs.Invalid, "this is no signed confirmation").Because("ask the guarantor for the file that it signed, unchanged")
	}
	payload, err := Canonical(signedConfirmation{Confirmation: f.Confirmation})
	if err != nil {
		return Confirmation{}, "", err
	}
	// What was signed is the canonical form; a file that says more than it is not what was signed.
	whole, err := Canonical(f)
	if err != nil || strings.TrimSpace(string(whole)) != strings.TrimSpace(string(file)) {
		return Confirmation{}, "", errs.New(errs.Invalid, "the signed confirmation was altered").Because("ask the guarantor for the file that it signed, unchanged")
	}
	id, err := verifyJWS(confirmationType, f.JWS, payload, keys)
	if err != nil {
		return Confirmation{}, "", err
	}
	for n, k := range keys {
		if k.id == id {
			return f.Confirmation, publicKeys[n], nil
		}
	}
	return Confirmation{}, "", errs.New(errs.Internal, "a signature by no key")
}

// CheckPublicKey refuses a text that is no public key. Errors: Invalid.
func CheckPublicKey(text string) error {
	_, err := parsePublic(strings.TrimSpace(text))
	return err
}
