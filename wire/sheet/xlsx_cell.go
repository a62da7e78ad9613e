package sheet

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// readSheet reads the cells of one sheet.
func (b *workbook) readSheet(name string, limits Limits) ([]Row, error) {
	g := gather{limits: limits}
	var cells []Cell
	line, column := 0, 0
	err := b.walk(name, func(d *xml.Decoder, t xml.StartElement) error {
		switch t.Name.Local {
		case "row":
			if err := g.add(line, cells); err != nil {
				return err
			}
			line, column, cells = max(line+1, numberOr(attr(t, "r"), 0)), 0, cells[:0]
		case "c":
			if at := columnOf(attr(t, "r")); at >= 0 {
				column = at
			}
			if column >= limits.Columns { // only what it holds decides whether it matters
				c, err := b.cell(d, t)
				if err == nil && (c.Text != "" || c.Kind != Plain) {
					err = errs.New(errs.TooLarge, "the cell {cell} lies beyond the {n} columns that are read", "cell", Letters(column)+strconv.Itoa(line), "n", limits.Columns).
						Because("keep the columns that the list needs")
				}
				return err
			}
			for len(cells) <= column {
				cells = append(cells, Cell{})
			}
			c, err := b.cell(d, t)
			cells[column] = c
			column++
			return err
		}
		return nil
	})
	if err == nil {
		err = g.add(line, cells)
	}
	return g.rows, err
}

// raw is a cell as the file has it.
type raw struct {
	kind, style string
	value       string
	formula     bool
}

// cell reads one cell up to its end.
func (b *workbook) cell(d *xml.Decoder, t xml.StartElement) (Cell, error) {
	r := raw{kind: attr(t, "t"), style: attr(t, "s")}
	for {
		token, err := d.Token()
		if err != nil {
			return Cell{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				r.formula = true
				err = d.Skip()
			case "v":
				r.value, err = text(d)
			case "is":
				r.value, err = richText(d)
			default:
				err = d.Skip()
			}
			if err != nil {
				return Cell{}, err
			}
		case xml.EndElement: // of the cell: its children were read to their ends
			return b.value(r), nil
		}
	}
}

// text is the plain text of an element up to its end.
func text(d *xml.Decoder) (string, error) {
	var b strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", err
			}
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// value gives a cell its meaning by its type and style (ECMA-376 part 1, 18.18.11 ST_CellType).
func (b *workbook) value(r raw) Cell {
	var c Cell
	switch r.kind {
	case "s":
		if i := numberOr(r.value, -1); i >= 0 && i < len(b.strings) {
			c = written(b.strings[i])
		}
	case "str", "inlineStr":
		c = written(r.value)
	case "b":
		c.Text = map[bool]string{true: "TRUE", false: "FALSE"}[isTrue(r.value)]
	case "e":
		c = Cell{r.value, Broken}
	case "d":
		c = Cell{strings.TrimSuffix(r.value, "T00:00:00"), Day}
	default:
		c = b.number(strings.TrimSpace(r.value), r.style)
	}
	if r.formula {
		c.Kind = Formula
	}
	return c
}

// number is a number as people see it, or the day that its style shows. Spreadsheets keep 15 digits; what is behind
// them is the noise of binary fractions.
func (b *workbook) number(value, style string) Cell {
	f, err := strconv.ParseFloat(value, 64)
	if value == "" || err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return Cell{value, Plain}
	}
	if i := numberOr(style, 0); i < len(b.days) && i >= 0 && b.days[i] {
		if text, ok := b.day(f); ok {
			return Cell{text, Day}
		}
	}
	if math.Abs(f) >= 1e21 {
		return Cell{value, Plain} // no number of ours; shown as it was
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		return Cell{value, Plain}
	}
	return Cell{strconv.FormatFloat(rounded, 'f', -1, 64), Number}
}

// day turns the serial number of a day into the day. The first system counts a 29 February 1900 that never was.
func (b *workbook) day(serial float64) (string, bool) {
	whole := math.Floor(serial)
	if whole < 0 || whole > 2_958_465 {
		return "", false
	}
	start := day.MustOf(1899, 12, 30)
	switch {
	case b.since04:
		start = day.MustOf(1904, 1, 1)
	case whole < 1 || whole == 60:
		return "", false
	case whole < 60:
		start++
	}
	text := start.Add(int(whole)).String()
	if seconds := int(math.Round((serial - whole) * 86400)); seconds > 0 {
		text += " " + clock(seconds)
	}
	return text, true
}

func clock(seconds int) string {
	two := func(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }
	return two(seconds/3600) + ":" + two(seconds/60%60) + ":" + two(seconds%60)
}

// showsDay tells whether a number format shows a day: one of the built-in ones or a code with y, m or d outside of
// quotes and brackets. A code with hours alone shows none.
func showsDay(id, code string) bool {
	if code == "" {
		n := numberOr(id, 0)
		return n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58
	}
	code, _, _ = strings.Cut(code, ";")
	quoted, bracket := false, false
	days, hours := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++ // the next one is shown as it is
		case code[i] == '"':
			quoted = !quoted
		case quoted:
		case code[i] == '[':
			bracket = true
		case code[i] == ']':
			bracket = false
		case bracket:
		case c == 'y' || c == 'd':
			days = true
		case c == 'h' || c == 's':
			hours = true
		case c == 'm' && !hours:
			days = days || !strings.ContainsAny(code, "hHsS")
		}
	}
	return days
}

// columnOf is the column of an address: 2 for C4; -1 for none.
func columnOf(address string) int {
	n := 0
	for i := 0; i < len(address) && i < 4; i++ {
		switch c := address[i]; {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		default:
			return n - 1
		}
	}
	return n - 1
}

func numberOr(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}
