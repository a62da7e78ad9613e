package web

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/xuri/excelize/v2"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
	"kontor/store"
)

// exportOf splits "deals.csv" into the list and the format; the format is "" for the page.
func exportOf(name string) (list, format string) {
	list, format, _ = strings.Cut(name, ".")
	return list, format
}

// rowWriter writes the rows of an export one by one.
type rowWriter interface {
	head(columns []store.Column) error
	row(columns []store.Column, r desk.Row) error
	end() error
}

var exportTypes = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// export sends all rows that pass the filters as a file, page by page, so that a long list needs no memory.
func (v *visit) export(l desk.List, format string, query store.ListQuery) error {
	var to rowWriter
	switch format {
	case "csv":
		to = &csvRows{w: csv.NewWriter(v.w)}
	case "json":
		to = &jsonRows{w: v.w}
	case "xlsx":
		to = &xlsxRows{w: v.w, lang: v.lang, title: v.lang.T(l.Title)}
	default:
		return errs.New(errs.NotFound, "lists are exported as {formats}, not as {format}", "formats", "csv, xlsx, json", "format", format)
	}
	query.Limit, query.Cursor = store.PageMax, ""
	page, err := v.desk.ReadList(v.ctx, v.actor, l.Name, query, false)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", exportTypes[format])
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", l.Name+"-"+v.desk.Today().String()+"."+format))
	if err := v.copyRows(l, to, query, page); err != nil { // the file has begun: breaking it off is all that is left
		slog.Error("export broke off", "list", l.Name, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (v *visit) copyRows(l desk.List, to rowWriter, query store.ListQuery, page desk.Rows) (err error) {
	columns := l.Columns()
	if err := to.head(columns); err != nil {
		return err
	}
	for {
		for _, r := range page.Rows {
			if err := to.row(columns, r); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return to.end()
		}
		query.Cursor = page.Next
		if page, err = v.desk.ReadList(v.ctx, v.actor, l.Name, query, false); err != nil {
			return err
		}
	}
}

// neutral keeps a text from being taken for a formula by a spreadsheet.
func neutral(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plain writes a value for a machine: ISO dates, amounts without grouping.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case desk.Ref:
		return v.Text
	case money.Amount:
		if v.Currency == "" {
			return ""
		}
		return v.Decimal()
	case day.Instant:
		if v == 0 {
			return ""
		}
		return v.String()
	}
	return fmt.Sprint(v)
}

// csvRows writes a money column as two: the amount and its currency.
type csvRows struct{ w *csv.Writer }

func (c *csvRows) head(columns []store.Column) error {
	line := []string{"id"}
	for _, col := range columns {
		if col.Name == "id" {
			continue
		}
		line = append(line, col.Name)
		if col.Kind == store.Money {
			line = append(line, col.Name+"_currency")
		}
	}
	return c.w.Write(line)
}

func (c *csvRows) row(columns []store.Column, r desk.Row) error {
	line := []string{neutral(r.ID)}
	for n, col := range columns {
		if col.Name == "id" {
			continue
		}
		text := plain(r.Values[n])
		switch v := r.Values[n].(type) {
		case string, desk.Ref:
			text = neutral(text)
		case money.Amount:
			line = append(line, text)
			text = string(v.Currency)
		}
		line = append(line, text)
	}
	return c.w.Write(line)
}

func (c *csvRows) end() error {
	c.w.Flush()
	return c.w.Error()
}

// jsonRows writes an array of objects; amounts and dates are the texts of the API.
type jsonRows struct {
	w     io.Writer
	count int
}

func (j *jsonRows) head([]store.Column) error {
	_, err := io.WriteString(j.w, "[")
	return err
}

func (j *jsonRows) row(columns []store.Column, r desk.Row) error {
	object := map[string]any{"id": r.ID}
	for n, col := range columns {
		object[col.Name] = r.Values[n]
	}
	b, err := json.Marshal(object)
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

func (j *jsonRows) end() error {
	_, err := io.WriteString(j.w, "\n]\n")
	return err
}

// xlsxRows writes a workbook: titles in the reader's language, numbers as numbers, dates as dates.
type xlsxRows struct {
	w      io.Writer
	lang   lang.Lang
	title  string
	file   *excelize.File
	stream *excelize.StreamWriter
	date   int
	at     int
}

func (x *xlsxRows) head(columns []store.Column) (err error) {
	x.file = excelize.NewFile()
	const sheet = "Sheet1"
	if x.stream, err = x.file.NewStreamWriter(sheet); err != nil {
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
	for _, col := range columns {
		line = append(line, excelize.Cell{StyleID: bold, Value: x.lang.T(col.Title)})
		if col.Kind == store.Money {
			line = append(line, excelize.Cell{StyleID: bold, Value: x.lang.T("Currency")})
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

func (x *xlsxRows) row(columns []store.Column, r desk.Row) error {
	line := []any{r.ID}
	for n := range columns {
		switch v := r.Values[n].(type) {
		case money.Amount:
			line = append(line, majorUnits(v), string(v.Currency))
		case day.Date:
			if v == 0 {
				line = append(line, nil)
				continue
			}
			line = append(line, excelize.Cell{StyleID: x.date, Value: midnight(v)})
		case int64:
			line = append(line, v)
		case string:
			if columns[n].Kind == store.State {
				v = x.lang.Word(v)
			}
			line = append(line, v) // a cell of text, never a formula
		default:
			line = append(line, plain(v))
		}
	}
	return x.write(line)
}

func (x *xlsxRows) end() error {
	if err := x.stream.Flush(); err != nil {
		return err
	}
	if err := x.file.SetSheetName("Sheet1", sheetName(x.title)); err != nil {
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
