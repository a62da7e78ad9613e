package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"kontor/errs"
)

const (
	bodyMost  = 1 << 20              // of a call without files
	fileMost  = 64 << 20             // of a file
	filesMost = fileMost/3*4 + 2<<20 // of a call with a file: its base64 and the other fields
	depthMost = 32
)

// body reads a JSON body: not compressed, not too large, UTF-8, well-formed and not too deep. A body that is too large
// is refused without being read to its end.
//
// Errors: TooLarge, Invalid.
func (c *call) body(most int64) ([]byte, error) {
	if coding := c.r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, withStatus(http.StatusUnsupportedMediaType, errs.New(errs.Invalid, "a body in {coding} is not taken", "coding", coding).Because("send the body as it is, without compression"))
	}
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, withStatus(http.StatusUnsupportedMediaType, errs.New(errs.Invalid, "the body is not declared as JSON").Because("send the header Content-Type: application/json"))
	}
	if c.r.ContentLength > most {
		return nil, tooLarge(most)
	}
	b, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, tooLarge(most)
	}
	if err != nil {
		return nil, malformed(errs.New(errs.Invalid, "the body broke off").Because("send it again"))
	}
	return b, wellFormed(b)
}

func tooLarge(most int64) error {
	if most == bodyMost {
		return errs.New(errs.TooLarge, "the body is larger than {most} MiB", "most", int(most>>20)).Because("send less in one call")
	}
	return errs.New(errs.TooLarge, "the file is larger than {most} MiB", "most", fileMost>>20).Because("split the file, or bring it in from the command line of the server")
}

// malformed is the status of what is not JSON at all.
func malformed(e *errs.Error) error { return withStatus(http.StatusBadRequest, e) }

func wellFormed(b []byte) error {
	if !utf8.Valid(b) {
		return malformed(errs.New(errs.Invalid, "the text is not valid UTF-8").Because("save the text as UTF-8 and send it again"))
	}
	if depth(b) > depthMost {
		return malformed(errs.New(errs.Invalid, "the JSON is nested deeper than {n} levels", "n", depthMost).Because("no request of the house is nested that deep"))
	}
	if json.Valid(b) {
		return nil
	}
	var any json.RawMessage
	var syntax *json.SyntaxError
	at := len(b)
	if errors.As(json.Unmarshal(b, &any), &syntax) {
		at = int(syntax.Offset)
	}
	return malformed(errs.New(errs.Invalid, "the body is not JSON: it cannot be read from byte {at} on", "at", at).
		Because("numbers have no NaN, texts stand in double quotes, and nothing follows the closing brace"))
}

// depth is how deep brackets are nested outside texts.
func depth(b []byte) int {
	deep, most, text := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			deep++
			most = max(most, deep)
		case c == '}' || c == ']':
			deep--
		}
	}
	return most
}
