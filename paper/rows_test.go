package paper_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"kontor/day"
	"kontor/money"
	"kontor/paper"
)

var columns = []paper.Column{{Name: "name", Title: "Name"}, {Name: "state", Title: "Status", Word: true}, {Name: "price", Title: "Preis", Money: true}, {Name: "on", Title: "Tag"}, {Name: "dpd", Title: "Tage"}}

func write(t *testing.T, format string, show []bool, rows ...[]any) []byte {
	t.Helper()
	var b bytes.Buffer
	w := paper.NewRows(&b, format, paper.RowLook{Title: "Geschäfte: alle/offene", Currency: "Währung", Word: func(code string) string { return strings.ReplaceAll(code, "_", " ") }})
	if err := w.Head(columns, show); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Row("dl_1", r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var row = []any{"Wald; \"Bau\"\nOst", "in_force", money.MustParse("-1200.50 EUR"), day.MustParse("2026-03-02"), int64(7)}

func TestRowsAsText(t *testing.T) {
	for _, c := range []struct {
		format string
		show   []bool
		want   string
	}{
		{"csv", nil, "id,name,state,price,price_currency,on,dpd\ndl_1,\"Wald; \"\"Bau\"\"\nOst\",in_force,-1200.50,EUR,2026-03-02,7\n"},
		{"csv", []bool{false, false, true, false, true}, "id,price,price_currency,dpd\ndl_1,-1200.50,EUR,7\n"},
		{"json", nil, "[\n{\"id\":\"dl_1\",\"name\":\"Wald; \\\"Bau\\\"\\nOst\",\"state\":\"in_force\",\"price\":\"-1200.50 EUR\",\"on\":\"2026-03-02\",\"dpd\":7}\n]\n"},
		{"json", []bool{false, true, false, false, false}, "[\n{\"id\":\"dl_1\",\"state\":\"in_force\"}\n]\n"},
	} {
		if got := string(write(t, c.format, c.show, row)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.format, got, c.want)
		}
	}
	if got := string(write(t, "json", nil)); got != "[\n]\n" {
		t.Errorf("no rows: got %q", got)
	}
	if paper.NewRows(nil, "pdf", paper.RowLook{}) != nil || paper.RowType("pdf") != "" {
		t.Error("pdf is not a format of rows")
	}
}

func TestTextsAreNoFormulas(t *testing.T) {
	for _, s := range []string{"=1", "+1", "-1", "@x", "\tx", "\rx"} {
		lines, err := csv.NewReader(bytes.NewReader(write(t, "csv", nil, []any{s, "open", money.Amount{}, day.Date(0), int64(-1)}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := lines[1], []string{"dl_1", "'" + s, "open", "", "", "", "-1"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRowsAsWorkbook(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, "xlsx", nil, row, []any{"=1+1", "open", money.Amount{}, day.Date(0), int64(0)})))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := f.GetSheetName(0), "Geschäfte alleoffene"; got != want {
		t.Errorf("sheet: got %q, want %q", got, want)
	}
	lines, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{{"id", "Name", "Status", "Preis", "Währung", "Tag", "Tage"}, {"dl_1", "Wald; \"Bau\"\nOst", "in force", "-1200.5", "EUR", "2026-03-02", "7"}} {
		if !slices.Equal(lines[i], want) {
			t.Errorf("line %d: got %q, want %q", i+1, lines[i], want)
		}
	}
	if formula, err := f.GetCellFormula(f.GetSheetName(0), "B3"); err != nil || formula != "" {
		t.Errorf("a text became the formula %q (%v)", formula, err)
	}
}
