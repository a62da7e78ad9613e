package sheet

import (
	"strings"
	"unicode"

	"kontor/errs"
)

// Convention is what a file shows about its numbers: which sign stands before the decimals. Numbers that can be read
// in one way only ("1.234,50", "1 234.5", "12,50") need none and are what it is learnt from; "1,234" needs one.
type Convention struct {
	point, comma bool // seen before decimals
	custom       byte // of the country the file comes from, by the separator of its cells; 0 when that says nothing
}

// Numbers learns the convention from all cells of the given columns.
func (t Table) Numbers(columns ...string) Convention {
	var c Convention
	if t.Format == CSV {
		switch t.Separator {
		case ',':
			c.custom = '.' // a comma would have been mistaken for the separator
		case ';':
			c.custom = ',' // where the comma is in numbers, spreadsheets write semicolons
		}
	}
	for _, name := range columns {
		for _, r := range t.Rows {
			cell := t.Cell(r, name)
			if cell.Kind != Plain {
				continue
			}
			number, _ := AmountParts(cell.Text)
			if _, decimal, ok := parse(number); ok {
				c.point = c.point || decimal == '.'
				c.comma = c.comma || decimal == ','
			}
		}
	}
	return c
}

// AmountParts takes the currency off an amount: "1 234,50 EUR" and "EUR 1 234,50" are "1 234,50" and "EUR".
func AmountParts(text string) (number, currency string) {
	text = strings.TrimSpace(text)
	head := strings.TrimRightFunc(text, notDigit)
	if tail := strings.TrimSpace(text[len(head):]); tail != "" && strings.ContainsFunc(tail, unicode.IsLetter) {
		return head, tail
	} else if tail == "€" {
		return head, "EUR"
	}
	lead := strings.IndexFunc(text, func(r rune) bool { return !notDigit(r) || r == '-' || r == '−' || r == '+' })
	if lead > 0 {
		if front := strings.TrimSpace(text[:lead]); front == "€" {
			return text[lead:], "EUR"
		} else if front != "" {
			return text[lead:], front
		}
	}
	return text, ""
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// Plain writes a number as digits with at most one point: "1234.5". decimals is how many decimals the number may have;
// it does not cut, it only tells what "1.234" could mean. Errors: Invalid.
func (c Convention) Plain(number string, kind Kind, decimals int) (string, error) {
	if kind == Number {
		return number, nil
	}
	plain, _, ok := parse(number)
	if ok {
		return plain, nil
	}
	sign, digits, group := ambiguous(number)
	if group == 0 {
		return "", errs.New(errs.Invalid, "{text} is not a number", "text", quote(number)).Because("write it like {example}", "example", "1234.50")
	}
	before, after, _ := strings.Cut(digits, string(rune(group)))
	switch c.decimalOf(group, decimals) {
	case 0:
		return "", errs.New(errs.Invalid, "{text} can be {large} or {small}", "text", quote(number), "large", sign+before+after, "small", sign+before+"."+after).
			Because("write it without thousands signs, like {example}", "example", sign+before+after+".00")
	case group:
		return sign + before + "." + after, nil
	}
	return sign + before + after, nil
}

// decimalOf decides for a number with three digits behind its only sign; 0 when the file does not tell.
func (c Convention) decimalOf(sign byte, decimals int) byte {
	switch {
	case c.point && !c.comma:
		return '.'
	case c.comma && !c.point:
		return ','
	case c.point && c.comma:
		return 0 // the file uses both
	case c.custom != 0 && (decimals < 3 || c.custom == sign):
		return c.custom
	}
	return 0
}

// parse reads a number that means the same everywhere, and says which sign stood before its decimals (0 for none).
func parse(text string) (plain string, decimal byte, ok bool) {
	sign, digits := unsign(text)
	digits, spaced := despace(digits)
	if digits == "" || strings.Trim(digits, "0123456789.,") != "" {
		return "", 0, false
	}
	points, commas := strings.Count(digits, "."), strings.Count(digits, ",")
	group := byte(0)
	switch {
	case points == 0 && commas == 0:
		return sign + digits, 0, true
	case points > 0 && commas > 0:
		decimal, group = '.', ','
		if strings.LastIndexByte(digits, ',') > strings.LastIndexByte(digits, '.') {
			decimal, group = ',', '.'
		}
	case points > 1:
		decimal, group = ',', '.'
	case commas > 1:
		decimal, group = '.', ','
	case points == 1:
		decimal = '.'
	default:
		decimal = ','
	}
	whole, part, _ := strings.Cut(digits, string(rune(decimal)))
	if !spaced && group == 0 && openToDoubt(whole, part) {
		return "", 0, false
	}
	if whole, ok = ungroup(whole, group); !ok || whole == "" || strings.Trim(part, "0123456789") != "" {
		return "", 0, false
	}
	if part != "" {
		whole += "." + part
	}
	return sign + whole, decimal, true
}

// openToDoubt: three digits behind the only sign may be thousands, unless nothing or a zero stands before it.
func openToDoubt(whole, part string) bool {
	return len(part) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0'
}

// ambiguous takes a number apart that parse refused because of its one sign; the sign is 0 for any other text.
func ambiguous(text string) (sign, digits string, group byte) {
	sign, digits = unsign(text)
	at := strings.IndexAny(digits, ".,")
	if at < 0 || strings.Trim(digits[:at]+digits[at+1:], "0123456789") != "" || !openToDoubt(digits[:at], digits[at+1:]) {
		return "", "", 0
	}
	return sign, digits, digits[at]
}

// ungroup takes thousands signs away; groups have three digits.
func ungroup(whole string, group byte) (string, bool) {
	if group == 0 {
		return whole, strings.Trim(whole, "0123456789") == ""
	}
	parts := strings.Split(whole, string(rune(group)))
	for i, p := range parts {
		if strings.Trim(p, "0123456789") != "" || i > 0 && len(p) != 3 || i == 0 && (p == "" || len(p) > 3) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

// despace takes blanks and apostrophes between thousands away and says whether there were any; wrong places stay.
func despace(digits string) (string, bool) {
	parts := strings.FieldsFunc(digits, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' || r == '’' })
	for i, p := range parts {
		whole, _, _ := strings.Cut(strings.Replace(p, ",", ".", 1), ".")
		if len(parts) > 1 && (i > 0 && len(whole) != 3 || i == 0 && (len(p) > 3 || len(p) == 0) || i < len(parts)-1 && whole != p) {
			return digits, false
		}
	}
	return strings.Join(parts, ""), len(parts) > 1
}

func unsign(text string) (sign, rest string) {
	text = strings.TrimSpace(text)
	for _, s := range []string{"-", "−"} {
		if rest, ok := strings.CutPrefix(text, s); ok {
			return "-", strings.TrimSpace(rest)
		}
	}
	return "", strings.TrimPrefix(text, "+")
}

// quote shows foreign text, not too long.
func quote(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
