package mt

import "strings"

// Row is one field of a sequence, as the tables have it, for tests.
type Row struct {
	Type, Sequence   string
	OptionalSequence bool
	Tag              string
	Options          []string // tags that stand for it
	Mandatory        bool
}

// Rows are all fields of all messages in their order.
func Rows() []Row {
	var out []Row
	for names := range rows(layouts) {
		typ := names[0][:3]
		if len(out) > 0 && out[len(out)-1].Type == typ {
			continue // all sequences of a message come together
		}
		for _, s := range table().messages[typ] {
			for _, x := range s.slots {
				r := Row{Type: typ, Sequence: s.letter, OptionalSequence: s.optional, Tag: x.tag, Mandatory: x.mandatory}
				if x.options == "" {
					r.Options = []string{x.tag}
				}
				for option := range strings.SplitSeq(x.options, "") {
					r.Options = append(r.Options, x.tag[:2]+strings.TrimPrefix(option, "-"))
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// Notation is the format of a tag.
func Notation(tag string) string { return notation(tag) }

// Codes are the code words of a field, and whether other words are free beside them.
func Codes(typ, tag string) (words []string, free bool) {
	for _, c := range table().codes[typ+" "+tag] {
		words, free = append(words, c.word), c.free
	}
	return words, free
}

// Coded are all fields with code words: message, blank, tag.
func Coded() []string {
	var out []string
	for key := range table().codes {
		out = append(out, key)
	}
	return out
}
