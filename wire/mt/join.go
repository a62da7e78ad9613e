package mt

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Whole is an MT 760 with its MT 761, or an MT 767 with its MT 775: one text that was too long for one message.
type Whole struct {
	First     Message
	Text      string    // field 77U of all parts, in their order
	LocalText string    // field 77L of all parts
	Findings  []Finding // of all parts
}

// continuation is the message that carries on the text of another.
var continuation = map[string]string{"760": "761", "767": "775"}

// Join puts the parts together, in whatever order they came. Errors: Invalid without exactly one first message, with a part of another
// undertaking, amendment, issuer or total, with a part twice, and with a part missing; each is named.
func Join(parts ...Message) (Whole, error) {
	at := slices.IndexFunc(parts, func(m Message) bool { return continuation[m.Type] != "" })
	if at < 0 {
		return Whole{}, errs.New(errs.Invalid, "the first message is missing, an MT 760 or MT 767").In("mt.join")
	}
	first := parts[at]
	var f errs.Faults
	_, total := first.partOf()
	byPart := map[int]Message{}
	for _, m := range parts {
		part, of := m.partOf()
		name := m.Type + " " + m.value(m.head27(), "27")
		switch {
		case m.Type != first.Type && m.Type != continuation[first.Type]:
			f.Add(name, "MT {type} does not carry on MT {first}", "type", m.Type, "first", first.Type)
		case m.Type == first.Type && part != 1 || m.Type != first.Type && part == 1:
			f.Add(name, "part 1 is an MT {first}, the others are MT {next}", "first", first.Type, "next", continuation[first.Type])
		case of != total:
			f.Add(name, "it counts {have} parts, the first message {want}", "have", of, "want", total)
		case m.value(m.main(), "20") != first.value(first.main(), "20"):
			f.Add(name, "it belongs to the undertaking {other}, not to {number}", "other", m.value(m.main(), "20"), "number", first.value(first.main(), "20"))
		case first.Type == "767" && m.number(m.main(), "26E") != first.number(first.main(), "26E"):
			f.Add(name, "it belongs to amendment {other}, not to {number}", "other", m.number(m.main(), "26E"), "number", first.number(first.main(), "26E"))
		case m.party(m.main(), "52a").Name() != first.party(first.main(), "52a").Name():
			f.Add(name, "it comes from another issuer, {other}", "other", clip(m.party(m.main(), "52a").Name()))
		case has(byPart, part):
			f.Add(name, "part {part} is there twice", "part", part)
		default:
			byPart[part] = m
		}
	}
	for part := 1; part <= total && f.Len() == 0; part++ {
		if !has(byPart, part) {
			f.Add("27", "part {part} of {total} is missing", "part", part, "total", total)
		}
	}
	if err := f.Err(); err != nil {
		return Whole{}, errs.As(err).In("mt.join")
	}
	return joined(first, byPart, total), nil
}

func has(m map[int]Message, part int) bool { _, ok := m[part]; return ok }

// joined puts the texts of complete parts together.
func joined(first Message, byPart map[int]Message, total int) Whole {
	out := Whole{First: first}
	var text, local []string
	for part := 1; part <= total; part++ {
		m := byPart[part]
		out.Findings = append(out.Findings, m.Check()...)
		for _, f := range m.Fields {
			switch f.Tag {
			case "77U":
				text = append(text, f.Value)
			case "77L":
				local = append(local, f.Value)
			}
		}
	}
	out.Text, out.LocalText = strings.Join(text, "\n"), strings.Join(local, "\n")
	return out
}

// head27 is the sequence in which field 27 stands.
func (m Message) head27() string {
	if sequenced(m.Type) {
		return "A"
	}
	return ""
}

// partOf is which part of how many a message is; one of one without a usable field 27.
func (m Message) partOf() (part, total int) {
	if part, total = m.parts(m.head27()); part == 0 {
		return 1, 1
	}
	return part, total
}
