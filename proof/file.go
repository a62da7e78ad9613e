package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"kontor/errs"
)

// Kind says what a proof file proves.
type Kind string

// The kinds of proof files.
const (
	OfGuarantee    Kind = "guarantee"
	OfVerification Kind = "verification"
	OfRelease      Kind = "release"
	OfDemand       Kind = "demand"
)

// Kinds are all kinds of proof files.
func Kinds() []Kind { return []Kind{OfGuarantee, OfVerification, OfRelease, OfDemand} }

// ExportVerb is the verb of the event that ties a subject to the log.
const ExportVerb = "proof.export"

// fileVersion names the encoding; a changed encoding takes a new number and the old one stays readable.
const fileVersion = "kontor proof 1"

// fileMost bounds what is read as a proof file.
const fileMost = 4 << 20

// File is one thing of the house with everything that a stranger needs to check it: the thing itself, the entry of the
// log that holds its hash, and the signature of the house over all of it. It is kept as canonical JSON, byte for byte.
type File struct {
	Version       string          `json:"version"`
	House         string          `json:"house"` // origin of its log
	Kind          Kind            `json:"kind"`
	Entity        string          `json:"entity"` // id of the thing
	Subject       json.RawMessage `json:"subject"`
	SubjectSHA256 string          `json:"subject_sha256"` // of the canonical form of the subject, in hex
	Event         SealedEvent     `json:"event"`
	Attachments   []Attachment    `json:"attachments"`
	JWS           string          `json:"jws,omitempty"` // over the canonical form of the file without this field
}

// SealedEvent is the event of the log that holds the hash of the subject, with its words disclosed.
type SealedEvent struct {
	Receipt
	Words Words `json:"words"`
}

// Attachment is a file that goes with the proof, such as the printed form.
type Attachment struct {
	Name   string `json:"name"`
	Media  string `json:"media"`
	SHA256 string `json:"sha256"` // of its bytes, in hex
}

// Commitment is the data of the event that ties a subject to the log.
type Commitment struct {
	Entity        string `json:"entity"`
	Kind          Kind   `json:"kind"`
	SubjectSHA256 string `json:"subject_sha256"`
}

// Commit computes what the log has to hold of a subject, and the subject in canonical form.
//
// Errors: Invalid for a subject that has no canonical form.
func Commit(kind Kind, entity string, subject any) (Commitment, []byte, error) {
	b, err := Canonical(subject)
	return Commitment{entity, kind, HashOf(b)}, b, err
}

// HashOf is SHA-256 in hex.
func HashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// NewFile puts a proof file together; it is worth nothing before SignFile.
func NewFile(house string, c Commitment, subject []byte, event SealedEvent, attachments []Attachment) File {
	return File{Version: fileVersion, House: house, Kind: c.Kind, Entity: c.Entity, Subject: subject, SubjectSHA256: c.SubjectSHA256, Event: event,
		Attachments: append([]Attachment{}, attachments...)}
}

// SignFile signs the file and gives its bytes, which are what is handed out.
//
// Errors: Invalid for a subject that has no canonical form.
func (k Key) SignFile(f File) ([]byte, error) {
	f.JWS = ""
	payload, err := Canonical(f)
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: k.private, KeyID: k.id()}}, new(jose.SignerOptions).WithType(jwsType))
	if err != nil {
		return nil, errs.Wrap("proof.sign", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return nil, errs.Wrap("proof.sign", err)
	}
	if f.JWS, err = signed.DetachedCompactSerialize(); err != nil {
		return nil, errs.Wrap("proof.sign", err)
	}
	return Canonical(f)
}

// jwsType stands in the header of the signature, so that it passes for nothing else.
const jwsType = "kontor-proof"

// verifyJWS checks a detached signature (RFC 7515, appendix F). Its header has one form: the algorithm, the key and the
// type; whatever else a header may hold (another algorithm, an unencoded payload, a key of its own) is refused.
func verifyJWS(typ, jws string, payload []byte, keys []publicKey) (id string, err error) {
	header, signature, ok := strings.Cut(jws, "..")
	raw, bad := base64.RawURLEncoding.Strict().DecodeString(signature)
	if !ok || bad != nil {
		return "", errs.New(errs.Invalid, "the file bears no signature").Because("ask the house for the file again")
	}
	for _, k := range keys {
		h, err := Canonical(map[string]string{"alg": "EdDSA", "kid": k.id, "typ": typ})
		if err != nil || base64.RawURLEncoding.EncodeToString(h) != header {
			continue
		}
		parsed, err := jose.ParseDetached(jws, payload, []jose.SignatureAlgorithm{jose.EdDSA})
		if err == nil {
			_, err = parsed.Verify(k.key)
		}
		if err != nil || len(raw) == 0 {
			e := errs.New(errs.Invalid, "the signature of the house does not hold").Because("the file was altered after {key} had signed it", "key", k.id)
			e.Cause = err
			return "", e
		}
		return k.id, nil
	}
	return "", errs.New(errs.Invalid, "no key at hand made the signature").Because("the file was signed by {key}; ask the house for that key by another way", "key", kidOf(header))
}

// kidOf tells which key a signature names, "" when it names none.
func kidOf(header string) string {
	var h struct {
		Kid string `json:"kid"`
	}
	if b, err := base64.RawURLEncoding.DecodeString(header); err == nil {
		_ = json.Unmarshal(b, &h) // then it names none
	}
	if h.Kid == "" {
		return "?"
	}
	return h.Kid
}
