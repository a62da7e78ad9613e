package mt

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// New writes a message from its fields, in their order; sender and receiver are BICs of 8 or 11 characters. A message that Check would fault is
// refused with everything that is wrong. Errors: Invalid.
func New(typ, sender, receiver string, fields ...Field) (Message, error) {
	w := writer{}
	if !known(typ) {
		w.faults.Add("type", "MT {type} is not one of the messages of guarantees and standbys.", "type", typ)
	}
	for name, bic := range map[string]string{"sender": sender, "receiver": receiver} {
		if !isBIC(bic) {
			w.faults.Add(name, "this is no BIC: {text}", "text", clip(bic)).Because("a BIC has 8 or 11 capital letters and digits")
		}
	}
	if err := w.faults.Err(); err != nil {
		return Message{}, errs.As(err).In("mt.write")
	}
	m := Message{Type: typ, Sender: headOffice(sender), Receiver: headOffice(receiver), eol: "\r\n", tail: "-}\r\n", Fields: placed(typ, fields)}
	m.head = "{1:F01" + address(m.Sender, "A") + "0000000000}{2:I" + typ + address(m.Receiver, "X") + "N}{4:"
	if err := Refusal(m.Check()); err != nil {
		return Message{}, errs.As(err).In("mt.write")
	}
	return writtenAs(m)
}

// writtenAs reads a written message again, so that what is given out is what any reader will find in it. Values with line ends that begin another
// field, or the end of the message, are refused here.
func writtenAs(m Message) (Message, error) {
	again, err := Read(m.Bytes())
	if err != nil {
		return Message{}, err
	}
	if len(again.Fields) != len(m.Fields) || again.tail != m.tail {
		return Message{}, errs.New(errs.Invalid, "a line of the text would be read as the beginning of a field or as the end of the message").In("mt.write").
			Because("do not begin a line with a colon or a hyphen")
	}
	if err := Refusal(again.Check()); err != nil {
		return Message{}, errs.As(err).In("mt.write")
	}
	return again, nil
}

// headOffice writes out the branch of a BIC.
func headOffice(bic string) string {
	if len(bic) == 8 {
		return bic + "XXX"
	}
	return bic
}

// address puts the letter of a terminal into a BIC.
func address(bic, terminal string) string { return bic[:8] + terminal + bic[8:] }

// writer puts the fields of a message together.
type writer struct {
	fields []Field
	faults errs.Faults
}

// put adds a field; an empty value adds none.
func (w *writer) put(tag, value string) {
	if value != "" {
		w.fields = append(w.fields, Field{Tag: tag, Value: value})
	}
}

// date adds a day as YYMMDD.
func (w *writer) date(tag string, d day.Date) {
	if d == 0 {
		return
	}
	if d.Year() < 1980 || d.Year() > 2079 {
		w.faults.Add(tag, "{day} cannot be written: a message knows the years 1980 to 2079", "day", d)
		return
	}
	w.put(tag, yymmdd(d))
}

func yymmdd(d day.Date) string {
	s := d.String()
	return s[2:4] + s[5:7] + s[8:]
}

// amount adds an amount; none for the zero value.
func (w *writer) amount(tag string, a money.Amount) {
	if !a.IsZero() {
		w.put(tag, amountText(a))
	}
}

// amountText writes an amount with the comma that the network wants.
func amountText(a money.Amount) string {
	s := strings.Replace(a.Decimal(), ".", ",", 1)
	if !strings.Contains(s, ",") {
		s += ","
	}
	return string(a.Currency) + s
}

// charges adds charges: option B, or D where they were taken on a day.
func (w *writer) charges(a money.Amount, taken day.Date) {
	switch {
	case a.IsZero():
	case taken == 0:
		w.amount("32B", a)
	default:
		w.date("32D", taken)
		if n := len(w.fields) - 1; n >= 0 && w.fields[n].Tag == "32D" {
			w.fields[n].Value += amountText(a)
		}
	}
}

// party adds a party, by its BIC or by name and address under the letter for those.
func (w *writer) party(base, letter string, p Party) {
	var lines []string
	if p.Account != "" {
		lines = append(lines, "/"+p.Account)
	}
	switch {
	case p.BIC != "":
		letter = "A"
		lines = append(lines, p.BIC)
	case len(p.Lines) > 0:
		names := Wrap(35, Spell('x', strings.Join(p.Lines, "\n")))
		if len(names) > 0 && strings.HasPrefix(names[0], "/") {
			w.faults.Add(base+letter, "a name does not begin with a slash: {text}", "text", clip(names[0]))
		}
		lines = append(lines, names...)
	}
	w.put(base+letter, strings.Join(lines, "\n"))
}

// text adds a text in the lines and with the characters that the format of the tag has, after a code where the field begins with one.
func (w *writer) text(tag, code, text string) {
	set, width := setAndWidth(table().formats[tag])
	lines := Wrap(width, Spell(set, text))
	if code != "" {
		lines = append([]string{code}, lines...)
	}
	w.put(tag, strings.Join(lines, "\n"))
}

// setAndWidth are the characters and the line length of the text in a format.
func setAndWidth(p pattern) (set byte, width int) {
	for _, e := range p {
		switch {
		case e.kind == run && e.set >= 'x':
			set, width = e.set, e.most
		case e.kind == group:
			if s, w := setAndWidth(e.group); w > 0 {
				set, width = s, w
			}
		}
	}
	return set, width
}

// message finishes a message, or says everything that is wrong.
func (w *writer) message(typ, sender, receiver string) (Message, error) {
	m, err := New(typ, sender, receiver, w.fields...)
	if err == nil && w.faults.Len() == 0 {
		return m, nil
	}
	if err != nil {
		w.faults.Take("", err)
	}
	return Message{}, errs.As(w.faults.Err()).In("mt.write")
}
