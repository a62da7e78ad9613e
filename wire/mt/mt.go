// Package mt reads, checks and writes the SWIFT messages of guarantees and standbys: MT 759, 760, 761, 765, 767, 768, 769, 775, 785, 786, 787
// and the envelope MT 798.
//
// Read takes any bytes apart and loses none: what was read is written back byte for byte, unknown fields and text around the message included.
// Check then names every broken rule with the field it stands in; what is a matter of the text, not of the network, is a warning. Values shows
// the fields by name, for machines; AsIssue and its neighbours give them as types, for the house. A message is written by filling a type
// (Demand, Reduction, AmendmentResponse and more) and calling Message, which gives no message that Check would fault.
//
// What the messages look like is data: the tables of table.go say which fields a sequence has, in which order, by which format in the network's
// own notation and with which code words. Fields are keyed by message, sequence and tag, because one tag means many things: 26E is days of
// notice in a 760 and the number of an amendment in a 767.
package mt

import (
	"slices"
	"strings"
)

// MaxBytes is the longest input that is read. A message of the network has 10,000 characters at most, so this leaves room to show what is wrong
// with one that is far too long.
const MaxBytes = 1 << 20

// Message is one message. Its fields stand in the order of block 4.
type Message struct {
	Type     string // like 760; empty when block 2 does not say it
	Sender   string // BIC of 11 characters, empty when the headers do not say it
	Receiver string
	Fields   []Field

	raw   string    // what was read, where the fields alone do not give it back
	head  string    // up to and with "{4:"
	tail  string    // from "-}" on
	eol   string    // CRLF or LF
	heads []Finding // what the blocks around the fields lack
}

// Field is one field of block 4.
type Field struct {
	Sequence string // A, B or C; empty in messages without sequences
	Tag      string // with its option letter: 52A
	Value    string // its lines, joined by \n
}

// lines are the lines of the value.
func (f Field) lines() []string { return strings.Split(f.Value, "\n") }

// is reports whether the field answers to a tag; 52a stands for every option letter and for none.
func (f Field) is(tag string) bool {
	if base, generic := strings.CutSuffix(tag, "a"); generic {
		return strings.HasPrefix(f.Tag, base) && len(f.Tag) <= len(tag)
	}
	return f.Tag == tag
}

// First is the first field of a sequence with a tag; 52a finds 52A and 52D.
func (m Message) First(sequence, tag string) (Field, bool) {
	at := slices.IndexFunc(m.Fields, func(f Field) bool { return f.Sequence == sequence && f.is(tag) })
	if at < 0 {
		return Field{}, false
	}
	return m.Fields[at], true
}

// value is the text of a field, empty without it.
func (m Message) value(sequence, tag string) string {
	f, _ := m.First(sequence, tag)
	return f.Value
}

// has reports whether a field is there.
func (m Message) has(sequence, tag string) bool {
	_, ok := m.First(sequence, tag)
	return ok
}

// hasSequence reports whether any field stands in a sequence.
func (m Message) hasSequence(sequence string) bool {
	return slices.ContainsFunc(m.Fields, func(f Field) bool { return f.Sequence == sequence })
}

// main is the sequence that holds the undertaking itself: B where there are sequences.
func (m Message) main() string {
	if sequenced(m.Type) {
		return "B"
	}
	return ""
}

// Inner is the message inside an envelope, if its sub-type is one of the messages read here. In an envelope 761 and 786 number applications of a
// customer to its bank, not the messages of those numbers; they and all other sub-types are kept with their tags only.
func (m Message) Inner() (Message, bool) {
	fields, ok := m.inside()
	typ := strings.TrimSpace(m.value("", "12"))
	if !ok || !known(typ) || typ == envelope || typ == "761" || typ == "786" {
		return Message{}, false
	}
	for len(fields) > 0 && indexTag(fields[0].Tag) {
		fields = fields[1:]
	}
	return Message{Type: typ, Fields: placed(typ, fields)}, true
}

// inside are the fields after 77E, the index fields first.
func (m Message) inside() ([]Field, bool) {
	at := slices.IndexFunc(m.Fields, func(f Field) bool { return f.Tag == "77E" })
	if at < 0 {
		return nil, false
	}
	return m.Fields[at+1:], true
}

// indexTag tells the fields by which an envelope numbers its parts and names the file they belong to.
func indexTag(tag string) bool {
	return slices.Contains([]string{"27A", "21A", "21P", "21S", "21T"}, tag)
}

// placed gives each field its sequence. The empty fields 15A, 15B and 15C begin one. Where 15B is missing altogether, B begins with the first
// field that A does not know, so that one missing field is one finding and not thirty.
func placed(typ string, fields []Field) []Field {
	out := slices.Clone(fields)
	if !sequenced(typ) {
		for i := range out {
			out[i].Sequence = ""
		}
		return out
	}
	at, missing := "A", !slices.ContainsFunc(out, func(f Field) bool { return f.Tag == "15B" })
	for i, f := range out {
		switch {
		case f.Tag == "15A", f.Tag == "15B", f.Tag == "15C":
			at = f.Tag[2:]
		case at == "A" && missing && find(typ, "A", f.Tag) == nil && find(typ, "B", f.Tag) != nil:
			at = "B"
		}
		out[i].Sequence = at
	}
	return out
}
