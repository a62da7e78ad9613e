// Package paper writes finished values for people and other programs: rows as CSV, JSON and XLSX.
//
// It is given values and titles and decides nothing; what is in a list and who may see it was settled before.
package paper

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"kontor/day"
	"kontor/money"
)

// Column is the head of one column of rows.
type Column struct {
	Name  string // for machines
	Title string // for people, in their language
	Money bool   // amounts: CSV and XLSX write the currency into a column of its own
	Word  bool   // codes of states, which a workbook says as words
}

// RowLook is what a workbook says in the reader's language.
type RowLook struct {
	Title    string                   // of the sheet
	Currency string                   // head of the columns of currencies
	Word     func(code string) string // says the code of a state
}

// RowWriter writes rows one by one, so that a long list needs no memory. Values are string, int64, money.Amount,
// day.Date, day.Instant or a fmt.Stringer that JSON writes in full. show picks columns, nil is all of them.
type RowWriter interface {
	Head(columns []Column, show []bool) error
	Row(id string, values []any) error
	End() error
}

var rowTypes = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// RowFormats are the formats in which rows are written.
func RowFormats() []string { return []string{"csv", "xlsx", "json"} }

// RowType is the media type of a format, "" for one that is not known.
func RowType(format string) string { return rowTypes[format] }

// NewRows makes the writer of a format; nil for one that is not known.
func NewRows(w io.Writer, format string, look RowLook) RowWriter {
	switch format {
	case "csv":
		return &csvRows{w: csv.NewWriter(w)}
	case "json":
		return &jsonRows{w: w}
	case "xlsx":
		return &xlsxRows{w: w, look: look}
	}
	return nil
}

// shown reports whether a column is written; the id stands in front of every row anyway.
func shown(columns []Column, show []bool, n int) bool {
	return columns[n].Name != "id" && (show == nil || show[n])
}

// neutral keeps a text from being taken for a formula by a spreadsheet.
func neutral(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plain writes a value for a machine: ISO dates, amounts without grouping, texts that are no formula.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return neutral(v)
	case money.Amount:
		if v.Currency == "" {
			return ""
		}
		return v.Decimal()
	case day.Date:
		return v.String()
	case day.Instant:
		return v.String()
	case fmt.Stringer:
		return neutral(v.String())
	}
	return fmt.Sprint(v)
}

// csvRows writes a money column as two: the amount and its currency.
type csvRows struct {
	w       *csv.Writer
	columns []Column
	show    []bool
}

// Head writes the names of the columns.
func (c *csvRows) Head(columns []Column, show []bool) error {
	c.columns, c.show = columns, show
	line := []string{"id"}
	for n, col := range columns {
		if !shown(columns, show, n) {
			continue
		}
		line = append(line, col.Name)
		if col.Money {
			line = append(line, col.Name+"_currency")
		}
	}
	return c.w.Write(line)
}

// Row writes one row.
func (c *csvRows) Row(id string, values []any) error {
	line := []string{neutral(id)}
	for n, v := range values {
		if !shown(c.columns, c.show, n) {
			continue
		}
		line = append(line, plain(v))
		if a, ok := v.(money.Amount); ok {
			line = append(line, string(a.Currency))
		}
	}
	return c.w.Write(line)
}

// End flushes.
func (c *csvRows) End() error {
	c.w.Flush()
	return c.w.Error()
}

// RowJSON writes a row as an object with its columns in their order.
func RowJSON(columns []Column, id string, values []any, show []bool) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	member := func(name string, v any) error {
		fmt.Fprintf(&b, "%q:", name)
		err := e.Encode(v)
		b.Truncate(b.Len() - 1) // the encoder ends with a new line
		return err
	}
	b.WriteByte('{')
	if err := member("id", id); err != nil {
		return nil, err
	}
	for n, v := range values {
		if !shown(columns, show, n) {
			continue
		}
		b.WriteByte(',')
		if err := member(columns[n].Name, v); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonRows writes an array of objects; amounts and dates are the texts of the API.
type jsonRows struct {
	w       io.Writer
	columns []Column
	show    []bool
	count   int
}

// Head opens the array.
func (j *jsonRows) Head(columns []Column, show []bool) error {
	j.columns, j.show = columns, show
	_, err := io.WriteString(j.w, "[")
	return err
}

// Row writes one object.
func (j *jsonRows) Row(id string, values []any) error {
	b, err := RowJSON(j.columns, id, values, j.show)
	if err != nil {
		return err
	}
	separator := ",\n"
	if j.count == 0 {
		separator = "\n"
	}
	j.count++
	_, err = fmt.Fprintf(j.w, "%s%s", separator, b)
	return err
}

// End closes the array.
func (j *jsonRows) End() error {
	_, err := io.WriteString(j.w, "\n]\n")
	return err
}

// xlsxRows writes a workbook: titles in the reader's language, numbers as numbers, dates as dates.
type xlsxRows struct {
	w       io.Writer
	look    RowLook
	columns []Column
	show    []bool
	file    *excelize.File
	stream  *excelize.StreamWriter
	date    int
	at      int
}

const firstSheet = "Sheet1" // as a new workbook names it

// Head makes the sheet with its titles, which stay in sight.
func (x *xlsxRows) Head(columns []Column, show []bool) (err error) {
	x.columns, x.show, x.file = columns, show, excelize.NewFile()
	if x.stream, err = x.file.NewStreamWriter(firstSheet); err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	if x.date, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return err
	}
	bold, err := x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := x.stream.SetColWidth(1, 2*len(columns)+1, 18); err != nil {
		return err
	}
	line := []any{excelize.Cell{StyleID: bold, Value: "id"}}
	for n, col := range columns {
		if !shown(columns, show, n) {
			continue
		}
		line = append(line, excelize.Cell{StyleID: bold, Value: col.Title})
		if col.Money {
			line = append(line, excelize.Cell{StyleID: bold, Value: x.look.Currency})
		}
	}
	return x.write(line)
}

func (x *xlsxRows) write(line []any) error {
	x.at++
	cell, err := excelize.CoordinatesToCellName(1, x.at)
	if err != nil {
		return err
	}
	return x.stream.SetRow(cell, line)
}

// Row writes one row; a text is a cell of text, never a formula.
func (x *xlsxRows) Row(id string, values []any) error {
	line := []any{id}
	for n, v := range values {
		if !shown(x.columns, x.show, n) {
			continue
		}
		switch v := v.(type) {
		case money.Amount:
			line = append(line, major(v), string(v.Currency))
		case day.Date:
			if v == 0 {
				line = append(line, nil)
				continue
			}
			line = append(line, excelize.Cell{StyleID: x.date, Value: midnight(v)})
		case int64:
			line = append(line, v)
		case string:
			if x.columns[n].Word {
				v = x.look.Word(v)
			}
			line = append(line, v)
		case day.Instant:
			line = append(line, v.String())
		case fmt.Stringer:
			line = append(line, v.String())
		default:
			line = append(line, fmt.Sprint(v))
		}
	}
	return x.write(line)
}

// major is an amount as the number of a cell, where a float is what the other side takes.
func major(a money.Amount) float64 {
	f := float64(a.Minor)
	for range a.Currency.Exponent() {
		f /= 10
	}
	return f
}

func midnight(d day.Date) time.Time {
	y, m, n := d.Civil()
	return time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC)
}

// End writes the workbook.
func (x *xlsxRows) End() error {
	if err := x.stream.Flush(); err != nil {
		return err
	}
	if err := x.file.SetSheetName(firstSheet, sheetName(x.look.Title)); err != nil {
		return err
	}
	if err := x.file.Write(x.w); err != nil {
		return err
	}
	return x.file.Close()
}

// sheetName keeps to what a workbook allows: 31 characters, none of them a bracket or slash.
func sheetName(title string) string {
	out := []rune(strings.NewReplacer("[", "", "]", "", ":", "", "*", "", "?", "", "/", "", "\\", "").Replace(title))
	return string(out[:min(31, len(out))])
}
