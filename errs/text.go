package errs

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Text is a sentence for people: an English form with named holes and what fills them. The form is also the key
// under which the language catalogue finds the sentence in other languages.
type Text struct {
	Form string
	Args map[string]any
}

// T makes a text. The form must be a string literal, so that a test can find every sentence; kv are pairs of a
// name and its value. An int named "n" selects the plural.
func T(form string, kv ...any) Text {
	if len(kv)%2 != 0 {
		panic("errs.T: odd number of arguments for " + form)
	}
	t := Text{Form: form}
	if len(kv) > 0 {
		t.Args = make(map[string]any, len(kv)/2)
		for i := 0; i < len(kv); i += 2 {
			t.Args[kv[i].(string)] = kv[i+1]
		}
	}
	return t
}

// IsZero reports whether there is nothing to say.
func (t Text) IsZero() bool { return t.Form == "" }

// String is the sentence in English.
func (t Text) String() string { return t.Fill(t.Form, func(v any) string { return fmt.Sprint(v) }) }

// Fill puts the arguments, written by show, into the holes of form (the English one or a translation of it).
// A hole without an argument stays as it is.
func (t Text) Fill(form string, show func(any) string) string {
	if !strings.Contains(form, "{") {
		return form
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(form, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(form[open:], '}')
		if end < 0 {
			break
		}
		b.WriteString(form[:open])
		name := form[open+1 : open+end]
		if v, ok := t.Args[name]; ok {
			b.WriteString(show(v))
		} else {
			b.WriteString(form[open : open+end+1])
		}
		form = form[open+end+1:]
	}
	b.WriteString(form)
	return b.String()
}

// MarshalJSON writes the English sentence.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON reads a sentence back; its holes are filled already.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*t = Text{Form: s}
	return nil
}
