package desk

import (
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/wire/sheet"
)

// listRow is one row of a list with what is wrong with it so far.
type listRow struct {
	im     *importing
	row    sheet.Row
	faults []ImportFault
	quiet  []string          // columns whose faults follow from one that is noted under another column
	of     map[string]string // field of a request -> column that it came from, where they differ
}

// fault notes what is wrong with the cell of a column; of one cell the first fault counts, the others follow from it.
func (l *listRow) fault(column string, text, hint errs.Text) {
	if !l.im.table.Has(column) {
		if slices.Contains(l.im.kind.columns, column) && hint.IsZero() {
			hint = errs.T("add a column {name}", "name", column)
		}
	} else if l.bad(column) {
		return
	}
	l.faults = append(l.faults, ImportFault{Cell: l.im.table.Address(l.row, column), Column: column, Text: text, Hint: hint})
}

func (l *listRow) bad(column string) bool {
	return slices.Contains(l.quiet, column) || slices.ContainsFunc(l.faults, func(f ImportFault) bool { return f.Column == column })
}

// take notes the faults of a request under the columns that its fields came from.
func (l *listRow) take(err error) {
	e := errs.As(err)
	if e == nil {
		return
	}
	if len(e.Faults) == 0 {
		l.fault("", e.Text, e.Hint)
	}
	for _, f := range e.Faults {
		l.fault(l.columnOf(f.Field), f.Text, f.Hint)
	}
}

// sorted are the faults in the order of the columns.
func (l *listRow) sorted() []ImportFault {
	slices.SortStableFunc(l.faults, func(a, b ImportFault) int { return l.im.table.Column(a.Column) - l.im.table.Column(b.Column) })
	return l.faults
}

// columnOf is the column of a field: "papers.passport" is passport, "aliases[2]" is aliases.
func (l *listRow) columnOf(field string) string {
	field = strings.TrimSuffix(field, ".value")
	if column, ok := l.of[field]; ok {
		return column
	}
	field, _, _ = strings.Cut(field, "[")
	return field[strings.LastIndexByte(field, '.')+1:]
}

func (l *listRow) takeAt(column string, err error) {
	if e := errs.As(err); e != nil {
		l.fault(column, e.Text, e.Hint)
	}
}

// check refuses cells that hold no values, whatever their column.
func (l *listRow) check() {
	t := l.im.table
	for i, name := range t.Columns {
		if i < len(l.row.Cells) && name != "reason" {
			l.takeAt(name, l.row.Cells[i].Err())
		}
	}
	if n := t.Over(l.row); n > 0 {
		l.fault("", errs.T("the row has {n} cells more than the header", "n", n), errs.T("put a cell that holds the separator of the file in quotes"))
	}
}

func (l *listRow) label() string {
	out := ""
	for _, column := range l.im.kind.label {
		if v := l.text(column); v != "" {
			out += " " + strings.Join(strings.Fields(v), " ")
		}
	}
	const most = 200
	if r := []rune(out); len(r) > most {
		out = string(r[:most]) + "…"
	}
	return strings.TrimSpace(out)
}

func (l *listRow) text(column string) string { return l.im.table.Cell(l.row, column).Text }

// has reports whether the cell says something.
func (l *listRow) has(column string) bool { return l.text(column) != "" }

// word is a code as people write it: "Mining dump truck" is mining_dump_truck.
func (l *listRow) word(column string) string { return wordOf(l.text(column)) }

func wordOf(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "_"), "-", "_")
}

// parts are the pieces of a cell between bars or line ends, and between the other separators given.
func (l *listRow) parts(column, separators string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(l.text(column), func(r rune) bool { return strings.ContainsRune("|\r\n"+separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// date reads 2026-01-31 and 31.01.2026; a day with slashes is two days, depending on who reads it.
func (l *listRow) date(column string) day.Date {
	cell := l.im.table.Cell(l.row, column)
	text := cell.Text
	if text == "" || cell.Err() != nil {
		return 0
	}
	if cell.Kind == sheet.Day {
		text, _, _ = strings.Cut(text, " ")
	}
	if d, m, y := dotted(text); y > 0 {
		on, err := day.Of(y, m, d)
		l.takeAt(column, err)
		return on
	}
	on, err := day.Parse(text)
	l.takeAt(column, err)
	return on
}

// dotted takes 31.01.2026 apart; zeros for any other text.
func dotted(text string) (d, m, y int) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return 0, 0, 0
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return 0, 0, 0
		}
		n[i] = int(v)
	}
	return n[0], n[1], n[2]
}

// whole reads a whole number.
func (l *listRow) whole(column string) int {
	cell := l.im.table.Cell(l.row, column)
	if cell.Text == "" || cell.Err() != nil {
		return 0
	}
	n, err := strconv.Atoi(cell.Text)
	if err != nil {
		l.fault(column, errs.T("{text} is not a whole number", "text", cell.Text), errs.T("write digits only, like {example}", "example", "2026"))
	}
	return n
}

// amount reads money whose currency stands in the cell or in a column of its own. No cell is no amount.
func (l *listRow) amount(column, currencyColumn string) money.Amount {
	cell := l.im.table.Cell(l.row, column)
	if cell.Text == "" || cell.Err() != nil {
		return money.Amount{}
	}
	if l.bad(currencyColumn) {
		l.quiet = append(l.quiet, column)
		return money.Amount{}
	}
	number, code := sheet.AmountParts(cell.Text)
	named, from := strings.ToUpper(l.text(currencyColumn)), column
	switch code = strings.ToUpper(code); {
	case code == "" && named == "":
		l.fault(column, errs.T("the amount has no currency"), errs.T("write it like {example}, or give a column {name}", "example", "1234.50 EUR", "name", currencyColumn))
		return money.Amount{}
	case code == "":
		code, from = named, currencyColumn
	case named != "" && named != code:
		l.fault(column, errs.T("the amount is in {currency}, the column {name} says {other}", "currency", code, "name", currencyColumn, "other", named), errs.T("correct one of the two"))
		return money.Amount{}
	}
	currency, err := money.ParseCurrency(code)
	if err != nil {
		l.takeAt(from, err)
		l.quiet = append(l.quiet, column)
		return money.Amount{}
	}
	plain, err := l.im.numbers.Plain(number, cell.Kind, currency.Exponent())
	if err != nil {
		l.takeAt(column, err)
		return money.Amount{}
	}
	a, err := money.ParseIn(shortened(plain, currency.Exponent()), currency)
	l.takeAt(column, err)
	return a
}

// shortened drops zeros behind the decimals that the currency has: 100.0000 is 100.00.
func shortened(number string, decimals int) string {
	whole, part, _ := strings.Cut(number, ".")
	for len(part) > decimals && part[len(part)-1] == '0' {
		part = part[:len(part)-1]
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// differ notes a field that a row changes; nothing given changes nothing.
func differ(changes *[]ImportChange, field, before, after string) {
	if before != after {
		*changes = append(*changes, ImportChange{field, before, after})
	}
}
