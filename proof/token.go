package proof

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"kontor/errs"
)

// Token is the short form of a proof that fits into a QR code: which thing it is, the first half of the hash of its
// content, and where the log holds it. It proves that the house named this content; the file proves the rest.
type Token struct {
	House  string `json:"house"` // origin of the log
	Kind   Kind   `json:"kind"`
	Entity string `json:"entity"`
	Prefix string `json:"sha256_begins"` // first 16 bytes of the hash of the content, in hex
	Index  int64  `json:"index"`         // number of the entry in the log
}

// tokenHead begins a token and names its encoding. A colon stands neither in a signed checkpoint's first word nor in the
// signing input of a file, so that no signature passes for another.
const tokenHead = "KONTOR1"

// prefixBytes is how much of the hash a token holds: 128 bits, more than anybody can search a second content for.
const prefixBytes = 16

// TokenOf is the token of a file, not signed yet.
func TokenOf(house string, c Commitment, index int64) Token {
	return Token{house, c.Kind, c.Entity, c.SubjectSHA256[:min(2*prefixBytes, len(c.SubjectSHA256))], index}
}

func (t Token) text() (string, error) {
	hash, err := hex.DecodeString(t.Prefix)
	if err != nil || len(hash) != prefixBytes || t.Index < 0 || !slices.Contains(Kinds(), t.Kind) || t.House == "" || t.Entity == "" || strings.ContainsAny(t.House+t.Entity, ": \n") {
		return "", notToken()
	}
	return strings.Join([]string{tokenHead, t.House, string(t.Kind), t.Entity, base64.RawURLEncoding.EncodeToString(hash), strconv.FormatInt(t.Index, 10)}, ":"), nil
}

func notToken() *errs.Error {
	return errs.New(errs.Invalid, "this is not the token of a proof").Because("scan the code again; its text begins with {head}", "head", tokenHead)
}

// SignToken writes the token as text, signed.
//
// Errors: Invalid for a token that cannot be written.
func (k Key) SignToken(t Token) (string, error) {
	text, err := t.text()
	if err != nil {
		return "", err
	}
	return text + ":" + base64.RawURLEncoding.EncodeToString(ed25519.Sign(k.private, []byte(text))), nil
}

// CheckToken checks the signature of a token and reads it.
//
// Errors: Invalid.
func CheckToken(text string, keys ...string) (Token, error) {
	known, err := parsePublics(keys)
	if err != nil {
		return Token{}, err
	}
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, ':')
	parts := strings.Split(text, ":")
	if at < 0 || len(parts) != 7 || parts[0] != tokenHead {
		return Token{}, notToken()
	}
	hash, bad := base64.RawURLEncoding.Strict().DecodeString(parts[4])
	signature, worse := base64.RawURLEncoding.Strict().DecodeString(parts[6])
	index, worst := strconv.ParseInt(parts[5], 10, 64)
	t := Token{parts[1], Kind(parts[2]), parts[3], hex.EncodeToString(hash), index}
	if again, err := t.text(); err != nil || bad != nil || worse != nil || worst != nil || again != text[:at] {
		return Token{}, notToken()
	}
	for _, k := range known {
		if ed25519.Verify(k.key, []byte(text[:at]), signature) {
			return t, nil
		}
	}
	return Token{}, errs.New(errs.Invalid, "the signature of the token does not hold").Because("the token was altered, or it belongs to another public key")
}

// Of tells whether the token belongs to a file that was checked.
//
// Errors: Invalid.
func (t Token) Of(r Report) error {
	if t.House == r.House && t.Kind == r.Kind && t.Entity == r.Entity && t.Index == r.Index && strings.HasPrefix(r.SHA256, t.Prefix) {
		return nil
	}
	return errs.New(errs.Invalid, "the token is of another file: {kind} {entity}, hash {hash}…", "kind", string(t.Kind), "entity", t.Entity, "hash", t.Prefix)
}
