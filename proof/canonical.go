package proof

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"kontor/errs"
)

// wholeMost is the largest whole number that every JSON reader in the world keeps exactly (RFC 7493, 2.2).
const wholeMost = 1<<53 - 1

// Canonical writes a value as JSON in the one form of RFC 8785: names sorted by their UTF-16 units, no blank that means
// nothing, the shortest spelling of every text. Numbers must be whole: a fraction has no spelling that all programs agree
// on, so that amounts and rates are texts. Two parties that mean the same thing hash the same bytes.
//
// Errors: Invalid for a number that is not whole or too large, and for what is no JSON.
func Canonical(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, errs.Wrap("proof.canonical", err)
	}
	return canonical(b)
}

func canonical(b []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, notJSON(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, notJSON(err)
	}
	var out bytes.Buffer
	out.Grow(len(b))
	if err := writeCanonical(&out, v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func notJSON(cause error) error {
	e := errs.New(errs.Invalid, "this is no JSON")
	e.Cause = cause
	return e
}

func writeCanonical(out *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case string:
		writeText(out, v)
	case json.Number:
		n, err := strconv.ParseInt(string(v), 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != string(v) || n > wholeMost || n < -wholeMost {
			return errs.New(errs.Invalid, "{number} is not a whole number that every program keeps", "number", string(v)).Because("write it as a text")
		}
		out.WriteString(string(v))
	case []any:
		out.WriteByte('[')
		for i, one := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeCanonical(out, one); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case map[string]any:
		return writeObject(out, v)
	}
	return nil
}

func writeObject(out *bytes.Buffer, object map[string]any) error {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) })
	out.WriteByte('{')
	for i, name := range names {
		if i > 0 {
			out.WriteByte(',')
		}
		writeText(out, name)
		out.WriteByte(':')
		if err := writeCanonical(out, object[name]); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

// shortEscapes are the control characters that have a letter (RFC 8785, 3.2.2.2).
var shortEscapes = map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`}

func writeText(out *bytes.Buffer, text string) {
	out.WriteByte('"')
	for _, r := range text {
		switch escape, short := shortEscapes[r]; {
		case short:
			out.WriteString(escape)
		case r < ' ':
			hex := strconv.FormatInt(int64(r), 16)
			out.WriteString(`\u` + strings.Repeat("0", 4-len(hex)) + hex)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}
