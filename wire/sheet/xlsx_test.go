package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kontor/errs"
	"kontor/wire/sheet"
)

func workbook(t testing.TB, rows [][]any, change ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range change {
		c(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadWorkbook(t *testing.T) {
	date := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	content := workbook(t, [][]any{
		{"Name", "Price", "Registered on", "Serial", "Note"},
		{"  Nordwerk AG ", 0.1 + 0.2, date, 7707083893, "=no formula but text"},
		{},
		{"Südwerk", 1234.56, date.Add(90 * time.Minute), "007", true},
		{"Ostwerk", nil, nil, 1e15, nil},
	}, func(f *excelize.File) {
		_ = f.SetCellFormula("Sheet1", "B5", "B2*2")
		_ = f.SetCellRichText("Sheet1", "E5", []excelize.RichTextRun{{Text: "two "}, {Text: "runs", Font: &excelize.Font{Bold: true}}})
		custom := "dd.mm.yyyy"
		style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &custom})
		_ = f.SetCellValue("Sheet1", "C5", 45322)
		_ = f.SetCellStyle("Sheet1", "C5", "C5", style)
		money := "# ##0.00 [$EUR]"
		style, _ = f.NewStyle(&excelize.Style{CustomNumFmt: &money})
		_ = f.SetCellStyle("Sheet1", "B4", "B4", style)
		_, _ = f.NewSheet("Other")
	})
	got, err := sheet.Read(content, sheet.Standard)
	if err != nil {
		t.Fatal(err)
	}
	want := "xlsx ';' name|price|registered_on|serial|note\n" +
		"2:Nordwerk AG|0.3*|2026-01-31**|7707083893*|=no formula but text***\n" +
		"4:Südwerk|1234.56*|2026-01-31 01:30:00**|007|TRUE\n" +
		"5:Ostwerk|***|2024-01-31**|1000000000000000*|two runs"
	if show(got) != want {
		t.Errorf("got\n%s\nwant\n%s", show(got), want)
	}
	if got, want := got.Address(got.Rows[2], "registered_on"), "C5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := got.Cell(got.Rows[2], "price").Err(); errs.As(err).Text.String() != "this cell holds a formula" {
		t.Errorf("got %v", err)
	}
}

// Excelize reads the same texts from what it wrote.
func TestWorkbookAgreesWithExcelize(t *testing.T) {
	rows := [][]any{{"a", "b", "c"}, {"x", "", "ü ñ я"}, {"line\nend", 5, "  "}, {"", 17.25, "&<>\""}}
	content := workbook(t, rows)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	want, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	got, err := sheet.Read(content, sheet.Standard)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range got.Rows {
		for j, c := range r.Cells {
			if c.Text != strings.TrimSpace(want[i+1][j]) {
				t.Errorf("row %d cell %d: got %q, want %q", i, j, c.Text, want[i+1][j])
			}
		}
	}
}

func TestHiddenSheetIsNotRead(t *testing.T) {
	content := workbook(t, [][]any{{"secret"}, {"x"}}, func(f *excelize.File) {
		_, _ = f.NewSheet("List")
		_ = f.SetSheetRow("List", "A1", &[]any{"name"})
		_ = f.SetSheetRow("List", "A2", &[]any{"A"})
		f.SetActiveSheet(1)
		_ = f.SetSheetVisible("Sheet1", false)
	})
	got, err := sheet.Read(content, sheet.Standard)
	if err != nil || got.Columns[0] != "name" {
		t.Errorf("got %v, %v", got.Columns, err)
	}
}

// parts makes an archive of the given parts.
func parts(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = io.WriteString(f, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	bookPart = `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsPart = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`
)

func withSheet(t testing.TB, xml string) []byte {
	return parts(t, "xl/workbook.xml", bookPart, "xl/_rels/workbook.xml.rels", relsPart, "xl/worksheets/sheet1.xml", xml)
}

func TestWorkbookRefuses(t *testing.T) {
	limits := sheet.Limits{Bytes: 1 << 20, Unpacked: 100 << 10, Rows: 10, Columns: 5, Cells: 30, Text: 100}
	bomb := `<worksheet><sheetData>` + strings.Repeat(`<row></row>`, 20_000) + `</sheetData></worksheet>`
	many := make([]string, 0, 10_000)
	for i := range 5000 {
		many = append(many, fmt.Sprintf("p%d", i), "")
	}
	for _, c := range []struct {
		name    string
		content []byte
		code    errs.Code
		want    string
	}{
		{"bomb", withSheet(t, bomb), errs.TooLarge, "the workbook unpacks to more than 100 KiB"},
		{"many parts", parts(t, many...), errs.TooLarge, "the workbook has more than 4096 parts"},
		{"far column", withSheet(t, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`),
			errs.TooLarge, "the cell XFD1 lies beyond the 5 columns that are read"},
		{"no sheet", parts(t, "xl/workbook.xml", `<workbook/>`), errs.Invalid, "the workbook has no sheet that can be seen"},
		{"broken sheet", withSheet(t, `<worksheet><sheetData><row><c><v>1</c>`), errs.Invalid, "the workbook is damaged"},
		{"other archive", parts(t, "readme.txt", "x"), errs.Invalid, "the file is an archive, not a workbook"},
		{"OpenDocument", parts(t, "mimetype", "x", "content.xml", "<x/>"), errs.Invalid, "the file is an OpenDocument"},
		{"binary workbook", parts(t, "xl/workbook.bin", "x"), errs.Invalid, "the file is a binary workbook (XLSB)"},
		{"empty sheet", withSheet(t, `<worksheet><sheetData/></worksheet>`), errs.Invalid, "the file is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sheet.Read(c.content, limits)
			if e := errs.As(err); e == nil || e.Code != c.code || e.Text.String() != c.want || e.Hint.IsZero() {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestWorkbookCells(t *testing.T) {
	const begin = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="3">`
	for _, c := range []struct{ cell, want string }{
		{`<c t="n"><v>1.2345678901234567E3</v></c>`, "3:1234.56789012346*"},
		{`<c t="e"><v>#N/A</v></c>`, "3:#N/A****"},
		{`<c t="str"><f>A1</f><v>x</v></c>`, "3:x***"},
		{`<c><f t="shared" si="0"/><v>5</v></c>`, "3:5***"},
		{`<c t="d"><v>2026-01-31T00:00:00</v></c>`, "3:2026-01-31**"},
		{`<c t="b"><v>0</v></c>`, "3:FALSE"},
		{`<c t="s"><v>99</v></c><c t="inlineStr"><is><t>x</t></is></c>`, "3:|x"},
		{`<c t="inlineStr"><is><r><t>a</t></r><rPh><t>no</t></rPh><r><t>b</t></r></is></c>`, "3:ab"},
		{`<c r="B3"><v>2</v></c><c><v>3</v></c>`, "3:|2*|3*"},
	} {
		got, err := sheet.Read(withSheet(t, begin+c.cell+`</row></sheetData></worksheet>`), sheet.Standard)
		if err != nil {
			t.Errorf("%s: %v", c.cell, err)
			continue
		}
		if want := "xlsx ';' name\n" + c.want; show(got) != want {
			t.Errorf("%s: got %q, want %q", c.cell, show(got), want)
		}
	}
}

func BenchmarkReadWorkbook(b *testing.B) {
	f := excelize.NewFile()
	w, _ := f.NewStreamWriter("Sheet1")
	for i := range 10_000 {
		_ = w.SetRow(fmt.Sprintf("A%d", i+1), []any{"Nordwerk AG", "DE", i, 1234.5, "Musterstadt"})
	}
	_ = w.Flush()
	var content bytes.Buffer
	_ = f.Write(&content)
	for b.Loop() {
		if _, err := sheet.Read(content.Bytes(), sheet.Standard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadText(b *testing.B) {
	content := []byte("name;country;n;price;city\n" + strings.Repeat("Nordwerk AG;DE;17;1.234,50;Musterstadt\n", 10_000))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := sheet.Read(content, sheet.Standard); err != nil {
			b.Fatal(err)
		}
	}
}
