// Package sheet reads the lists that people send: CSV text as spreadsheets of any country write it, and XLSX.
//
// Read finds out by content what a file is, and gives one Table: a header of normalised names and rows of cells that
// know where they stood, so that a refusal can say "C4". It guesses nothing that could be wrong without a word: text
// must be UTF-8, a formula is not its value, and "1,234" is a number only when the file itself shows what its comma
// means (Convention). Every size is bounded (Limits), also that of what an XLSX unpacks to.
package sheet

import (
	"bytes"
	"strconv"
	"strings"

	"kontor/errs"
)

// Limits bound what is read. A file beyond one of them is refused whole, with TooLarge.
type Limits struct {
	Bytes    int   // of the file
	Unpacked int64 // of the parts of an XLSX that are read
	Rows     int
	Columns  int
	Cells    int // of all rows together, without the empty ends of rows
	Text     int // bytes of one cell
}

// Standard are the limits of the house.
var Standard = Limits{Bytes: 64 << 20, Unpacked: 512 << 20, Rows: 200_000, Columns: 200, Cells: 5_000_000, Text: 32_767 * 4}

// Format is what kind of file a table came from.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Kind tells what stood in a cell beside its text.
type Kind uint8

// The kinds of cells.
const (
	Plain   Kind = iota // text as it was written
	Number              // a number of a spreadsheet: digits with a point, whatever the country
	Day                 // a day of a spreadsheet, as 2026-01-31
	Formula             // not a value; the text is the formula, or its last result
	Broken              // an error of a spreadsheet, like #N/A
)

// Cell is one cell; the zero value is an empty one.
type Cell struct {
	Text string // without blanks around it
	Kind Kind
}

// Err refuses what is no value. Errors: Invalid.
func (c Cell) Err() error {
	switch {
	case c.Kind == Formula:
		return errs.New(errs.Invalid, "this cell holds a formula").Because("paste its value in its place")
	case c.Kind == Broken:
		return errs.New(errs.Invalid, "this cell holds the error {text}", "text", c.Text).Because("mend it in the spreadsheet, or leave the cell empty")
	case strings.ContainsRune(c.Text, '\uFFFD'):
		return errs.New(errs.Invalid, "letters were lost here when the file was saved").Because("export the list again as UTF-8")
	}
	return nil
}

// Row is one row with its place as a person counts: the first row of the sheet is 1. Cells may be fewer than columns.
type Row struct {
	Line  int
	Cells []Cell
}

// Table is a header and its rows. Empty rows are left out.
type Table struct {
	Format    Format
	Separator rune     // of CSV; ';' for XLSX, for what is written back
	Columns   []string // normalised: "List price" is list_price
	Rows      []Row
	header    int // line of the header
}

// Read reads a file. Errors: Invalid for what is no list, TooLarge beyond the limits; both say what to do.
func Read(content []byte, limits Limits) (Table, error) {
	if len(content) > limits.Bytes {
		return Table{}, split(errs.New(errs.TooLarge, "the file has {size}, at most {most} are read", "size", size(int64(len(content))), "most", size(int64(limits.Bytes))))
	}
	var rows []Row
	var err error
	t := Table{Format: CSV, Separator: ';'}
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		t.Format = XLSX
		rows, err = readWorkbook(content, limits)
	} else {
		rows, t.Separator, err = readText(content, limits)
	}
	if err != nil {
		return Table{}, err
	}
	return t.withHeader(rows, limits)
}

// withHeader takes the first row as the header.
func (t Table) withHeader(rows []Row, limits Limits) (Table, error) {
	if len(rows) == 0 {
		return Table{}, errs.New(errs.Invalid, "the file is empty").Because("send a list whose first row names the columns")
	}
	if len(rows) == 1 {
		return Table{}, errs.New(errs.Invalid, "the file has a header and no rows").Because("put one line below it for each entry")
	}
	for _, c := range rows[0].Cells {
		t.Columns = append(t.Columns, columnName(c.Text))
	}
	t.header, t.Rows = rows[0].Line, rows[1:]
	return t, nil
}

// columnName makes names equal that a person writes for the same column.
func columnName(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_' || r == '\u00a0' || r == '\n' || r == '\t'
	}), "_")
}

// Column is the index of a column, -1 when the table has none of that name.
func (t Table) Column(name string) int {
	for i, c := range t.Columns {
		if c == name {
			return i
		}
	}
	return -1
}

// Has reports whether the table has the column.
func (t Table) Has(name string) bool { return t.Column(name) >= 0 }

// Cell is the cell of a row under a column; empty when there is none.
func (t Table) Cell(r Row, name string) Cell {
	if i := t.Column(name); i >= 0 && i < len(r.Cells) {
		return r.Cells[i]
	}
	return Cell{}
}

// Address is the place of a cell as a spreadsheet names it: "C4"; the row alone when the table has no such column.
func (t Table) Address(r Row, name string) string {
	i := t.Column(name)
	if i < 0 {
		return strconv.Itoa(r.Line)
	}
	return Letters(i) + strconv.Itoa(r.Line)
}

// Letters is the name of a column: A for 0, AA for 26.
func Letters(column int) string {
	var out []byte
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		out = append([]byte{byte('A' + (n-1)%26)}, out...)
	}
	return string(out)
}

// Over are the cells of a row beyond the header.
func (t Table) Over(r Row) int { return max(0, len(r.Cells)-len(t.Columns)) }

func split(e *errs.Error) *errs.Error { return e.Because("split the list into several files") }

// size writes bytes for people.
func size(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt((n+1023)>>10, 10) + " KiB"
	}
	return strconv.FormatInt((n+1<<20-1)>>20, 10) + " MiB"
}

// gather collects rows and holds them to the limits, so that no reader forgets one.
type gather struct {
	limits Limits
	rows   []Row
	cells  int
}

// add keeps a row without its empty end; an empty row is left out.
func (g *gather) add(line int, cells []Cell) error {
	for len(cells) > 0 && cells[len(cells)-1].Text == "" && cells[len(cells)-1].Kind == Plain {
		cells = cells[:len(cells)-1]
	}
	if len(cells) == 0 {
		return nil
	}
	if len(cells) > g.limits.Columns {
		return errs.New(errs.TooLarge, "line {line} has {n} columns, at most {most} are read", "line", strconv.Itoa(line), "n", len(cells), "most", g.limits.Columns).
			Because("keep the columns that the list needs")
	}
	if g.cells += len(cells); g.cells > g.limits.Cells {
		return g.tooManyCells()
	}
	if len(g.rows) > g.limits.Rows { // the header is not counted
		return split(errs.New(errs.TooLarge, "the file has more than {n} rows", "n", g.limits.Rows))
	}
	for i, c := range cells {
		if len(c.Text) > g.limits.Text {
			return errs.New(errs.TooLarge, "the cell {cell} is too long", "cell", Letters(i)+strconv.Itoa(line)).Because("shorten it")
		}
	}
	g.rows = append(g.rows, Row{line, append([]Cell(nil), cells...)})
	return nil
}

func (g *gather) tooManyCells() error {
	return split(errs.New(errs.TooLarge, "the file has more than {n} cells", "n", g.limits.Cells))
}

// written makes a cell of text that somebody wrote. What begins with = would be a formula to every spreadsheet; the
// apostrophe that Write puts in front of such text is taken away again.
func written(text string) Cell {
	text = strings.TrimSpace(text)
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@", text[1]) >= 0 {
		text = text[1:]
	}
	if strings.HasPrefix(text, "=") {
		return Cell{text, Formula}
	}
	return Cell{text, Plain}
}
