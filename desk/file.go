package desk

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"kontor/errs"
)

// File is the content of an uploaded file. It comes in as base64 text; what is kept of it with the request is its hash
// alone, so that the same file under the same key is known again and a large one is not stored twice.
type File []byte

// SHA256 is the hash of the content as hexadecimal text.
func (f File) SHA256() string {
	sum := sha256.Sum256(f)
	return hex.EncodeToString(sum[:])
}

// MarshalJSON writes the hash.
func (f File) MarshalJSON() ([]byte, error) { return json.Marshal("sha256:" + f.SHA256()) }

// UnmarshalJSON reads base64.
func (f *File) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return errs.New(errs.Invalid, "the file is not written in base64").Because("encode its bytes in standard base64")
	}
	*f = content
	return nil
}
