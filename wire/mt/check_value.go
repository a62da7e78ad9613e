package mt

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// values checks what stands in each field that the tables know.
func (c *checker) values() {
	for _, f := range c.message.Fields {
		if find(c.message.Type, f.Sequence, f.Tag) == nil {
			continue
		}
		v := valueCheck{c, f, c.message.Type}
		if parts, ok := v.format(); ok {
			v.parts(parts)
		}
	}
}

// valueCheck checks one field.
type valueCheck struct {
	*checker
	field Field
	typ   string
}

func (v valueCheck) fault(rule Rule, swift string, text errs.Text) {
	v.add(rule, v.field.Sequence, v.field.Tag, swift, text)
}

// format holds the value to the format of its tag. Where it does not fit, it finds out what would have to be forgiven.
func (v valueCheck) format() ([]part, bool) {
	p, value := table().formats[v.field.Tag], v.field.Value
	if v.field.Tag == "77E" && value == "" {
		return nil, true // the inner message begins on the next line
	}
	if parts, ok := p.match(value, lenience{}); ok {
		return parts, true
	}
	if len(p) == 0 {
		v.fault(Format, "", errs.T("Field {tag} begins a sequence and is empty.", "tag", v.field.Tag))
		return nil, false
	}
	if value == "" {
		v.fault(Format, "", errs.T("The field is empty."))
		return nil, false
	}
	if parts, ok := p.match(value, lenience{anyLength: true}); ok {
		v.tooLong(parts)
		return nil, false
	}
	if parts, ok := p.match(value, lenience{anyText: true}); ok {
		v.strange(parts)
		return nil, false
	}
	if parts, ok := p.match(value, lenience{anyText: true, anyLength: true}); ok {
		v.strange(parts)
		v.tooLong(parts)
		return nil, false
	}
	if line, name, found := foreign('z', value); found {
		v.fault(Charset, "", errs.T("Line {line} holds a character that the network does not carry: {name}.", "line", line, "name", name))
		return nil, false
	}
	if slices.ContainsFunc(p, func(e element) bool { return e.kind == bankCode }) {
		lines := v.field.lines()
		v.fault(Format, "", errs.T("{text} is no BIC of 8 or 11 capital letters and digits, the country at the fifth and sixth place.", "text", clip(lines[len(lines)-1])))
		return nil, false
	}
	v.fault(Format, "", errs.T("The value does not fit the format {format}: {text}", "format", notation(v.field.Tag), "text", clip(value)))
	return nil, false
}

// notation is the format of a tag as the network writes it.
func notation(tag string) string {
	for tags, format := range rows(notations) {
		if slices.Contains(tags, tag) {
			return format
		}
	}
	return ""
}

// tooLong names the first line that is too long, or that there are too many lines.
func (v valueCheck) tooLong(parts []part) {
	lines := 0
	for _, p := range parts {
		texts := strings.Split(p.text, "\n")
		for i, text := range texts {
			if have := len([]rune(text)); p.kind == run && have > p.most {
				v.fault(Length, "", errs.T("Line {line} has {have} characters, {most} are allowed.", "line", lines+i+1, "have", have, "most", p.most))
				return
			}
		}
		if p.lines > 0 && len(texts) > p.lines {
			v.fault(Length, "", errs.T("The field has {have} lines, {most} are allowed.", "have", len(texts), "most", p.lines))
			return
		}
		lines += len(texts) - 1
	}
	v.fault(Length, "", errs.T("The field is longer than the format {format} allows.", "format", notation(v.field.Tag)))
}

// strange names the first character that its set does not have.
func (v valueCheck) strange(parts []part) {
	for _, p := range parts {
		if p.kind != run || p.set < 'x' {
			continue
		}
		if _, name, found := foreign(p.set, p.text); found {
			before := v.field.Value[:strings.Index(v.field.Value, p.text)]
			line, _, _ := foreign(p.set, p.text)
			v.fault(Charset, "", errs.T("Line {line} holds a character that the network does not carry here: {name}.", "line", line+strings.Count(before, "\n"), "name", name))
			return
		}
	}
}

// parts checks what the format cannot say: days, amounts, code words, references.
func (v valueCheck) parts(parts []part) {
	for i, p := range parts {
		switch {
		case p.kind != run:
		case p.set == 'd':
			v.amount(parts[i-1].text, p.text)
		case p.set == 'n' && p.fixed && p.most == 6:
			if _, ok := dateOf(p.text); !ok {
				v.fault(Date, "T50", errs.T("{text} is no day of the calendar; days are written YYMMDD.", "text", p.text))
			}
		}
	}
	v.code(parts)
	switch v.field.Tag {
	case "20", "21", "23":
		if s := v.field.Value; strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.Contains(s, "//") {
			v.fault(RefSlash, "T26", errs.T("A reference neither begins nor ends with a slash and has no two in a row: {text}", "text", s))
		}
	case "27":
		if !numbersPart(v.field.Value) {
			v.fault(Format, "", errs.T("{text} does not number a part of at most eight.", "text", v.field.Value))
		}
	}
}

// amount checks an amount and its currency.
func (v valueCheck) amount(currency, number string) {
	whole, decimals, comma := strings.Cut(number, ",")
	cur, err := money.ParseCurrency(currency)
	switch {
	case err != nil:
		v.fault(Currency, "T52", errs.T("{text} is no currency of ISO 4217.", "text", currency))
	case !comma || !digits(whole) || !digits(decimals):
		v.fault(Amount, "T43", errs.T("An amount has digits and exactly one comma before its decimals: {text}", "text", clip(number)))
	case whole == "":
		v.fault(Amount, "T40", errs.T("An amount has a digit before its comma: {text}", "text", clip(number)))
	case len(number) > 15:
		v.fault(Amount, "T43", errs.T("An amount has 15 characters at most, the comma included: {text}", "text", clip(number)))
	case len(decimals) > cur.Exponent():
		v.fault(Decimals, "C03", errs.T("An amount in {currency} has at most {most} decimals, this one has {have}.", "currency", currency, "most", cur.Exponent(), "have", len(decimals)))
	}
}

// code checks the code word at the head of a field, and the narrative that goes with some codes only.
func (v valueCheck) code(parts []part) {
	list := table().codes[v.typ+" "+v.field.Tag]
	if len(list) == 0 || list[0].free || len(parts) == 0 {
		return
	}
	word, more := parts[0].text, len(parts) > 1
	if !slices.ContainsFunc(list, func(c code) bool { return c.word == word }) {
		v.fault(Code, "", errs.T("{code} is not a code of this field; it knows {codes}.", "code", word, "codes", words(list)))
		return
	}
	switch at := v.field.Tag + " " + word; {
	case v.field.Tag == "40C" && word != "OTHR" && more:
		v.fault(Format, "D81", errs.T("{code} stands alone; only OTHR is followed by words.", "code", word))
	case v.field.Tag == "24E" && word != "COUR" && word != "OTHR" && more:
		v.fault(Format, "D97", errs.T("{code} stands alone; only COUR and OTHR are followed by words.", "code", word))
	case at == "23R ACCP" && more:
		v.fault(Format, "", errs.T("An acceptance has no reasons; only REJT is followed by lines."))
	case !more && slices.Contains([]string{"22K OTHR", "24G OTHR", "23F DAYS", "23F OTHR"}, at):
		v.fault(Format, "", errs.T("{code} says nothing alone; what it means must follow.", "code", word))
	}
}

// words are the codes of a list for a sentence.
func words(list []code) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.word
	}
	return strings.Join(out, ", ")
}

// dateOf reads YYMMDD; 80 to 99 are years of the last century.
func dateOf(s string) (day.Date, bool) {
	if len(s) != 6 || !digits(s) {
		return 0, false
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	year := 2000 + two(0)
	if two(0) >= 80 {
		year -= 100
	}
	d, err := day.Of(year, two(2), two(4))
	return d, err == nil
}

// amountOf reads "EUR1250,5" of a field; false when it cannot be used.
func amountOf(text string) (money.Amount, bool) {
	if len(text) < 4 || len(text) > 18 {
		return money.Amount{}, false
	}
	currency, err := money.ParseCurrency(text[:3])
	whole, decimals, comma := strings.Cut(text[3:], ",")
	if err != nil || !comma || whole == "" || !digits(whole) || !digits(decimals) || len(decimals) > currency.Exponent() {
		return money.Amount{}, false
	}
	if decimals != "" {
		whole += "." + decimals
	}
	a, err := money.ParseIn(whole, currency)
	return a, err == nil
}
