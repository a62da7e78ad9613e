package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/errs"
	"kontor/wire/sheet"
)

func ExampleRead() {
	t, err := sheet.Read([]byte("Name;List price\nNordwerk AG;1.234,50\n"), sheet.Standard)
	if err != nil {
		panic(err)
	}
	price, err := t.Numbers("list_price").Plain(t.Cell(t.Rows[0], "list_price").Text, sheet.Plain, 2)
	fmt.Println(t.Columns, t.Address(t.Rows[0], "list_price"), price, err)
	// Output: [name list_price] B2 1234.50 <nil>
}

// show writes a table so that a difference can be seen.
func show(t sheet.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q %s", t.Format, t.Separator, strings.Join(t.Columns, "|"))
	for _, r := range t.Rows {
		fmt.Fprintf(&b, "\n%d:", r.Line)
		for i, c := range r.Cells {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(c.Text + strings.Repeat("*", int(c.Kind)))
		}
	}
	return b.String()
}

func TestReadText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"commas", "name,country\nNordwerk,DE\n", "csv ',' name|country\n2:Nordwerk|DE"},
		{"semicolons and a mark", "\uFEFFName;Country\r\nNordwerk;DE\r\n", "csv ';' name|country\n2:Nordwerk|DE"},
		{"tabs", "name\tcountry\nNordwerk\tDE", "csv '\\t' name|country\n2:Nordwerk|DE"},
		{"separator declared", "sep=|\nname|note\nA;B|c,d\n", "csv '|' name|note\n3:A;B|c,d"},
		{"old Macintosh", "name;country\rA;DE\r", "csv ';' name|country\n2:A|DE"},
		{"one column", "name\nA\nB\n", "csv ',' name\n2:A\n3:B"},
		{"commas in cells of a file with semicolons", "name;price\nA, B, C, D;1,50\n", "csv ';' name|price\n2:A, B, C, D|1,50"},
		{"names made equal", " List-Price ;Registered  On\n1;2\n", "csv ';' list_price|registered_on\n2:1|2"},
		{"quotes", "name;note\n\"A;\"\"B\"\"\";\"two\nlines\"\nC;d\n", "csv ';' name|note\n2:A;\"B\"|two\nlines\n3:C|d"},
		{"bare quotes", "name;country\nООО \"Ромашка\";RU\n", "csv ';' name|country\n2:ООО \"Ромашка\"|RU"},
		{"empty rows count and are left out", "name;country\n\n;;;\nA;DE;;\n", "csv ';' name|country\n4:A|DE"},
		{"no line end behind the last separator", "name;country\nA;", "csv ';' name|country\n2:A"},
		{"formula", "name;price\nA;=B1*2\n", "csv ';' name|price\n2:A|=B1*2***"},
		{"formula that we wrote back", "name;price\nA;'=B1*2\n", "csv ';' name|price\n2:A|=B1*2***"},
		{"sign that we made harmless", "name;phone\nA;'+ext 4\n", "csv ';' name|phone\n2:A|+ext 4"},
		{"more cells than the header", "name;price\nA;1;2\n", "csv ';' name|price\n2:A|1|2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := sheet.Read([]byte(c.text), sheet.Standard)
			if err != nil {
				t.Fatal(err)
			}
			if show(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s", show(got), c.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	small := sheet.Limits{Bytes: 200, Unpacked: 1 << 20, Rows: 2, Columns: 3, Cells: 7, Text: 20}
	for _, c := range []struct {
		name, text string
		code       errs.Code
		want       string
	}{
		{"nothing", "", errs.Invalid, "the file is empty"},
		{"blank", "\n \n", errs.Invalid, "the file is empty"},
		{"no rows", "name;country\n", errs.Invalid, "the file has a header and no rows"},
		{"broken UTF-8", "name\nA\nM\xfcller\n", errs.Invalid, "line 3 is not valid UTF-8"},
		{"UTF-16 with its mark", "\xff\xfen\x00a\x00", errs.Invalid, "the file is written in UTF-16"},
		{"UTF-16 without", "n\x00a\x00m\x00e\x00\n\x00", errs.Invalid, "the file is written in UTF-16"},
		{"NUL", "name;country\nA;DE\nSomebody\x00;DE\n", errs.Invalid, "line 3 holds a NUL character, so this is no text"},
		{"old Excel", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", errs.Invalid, "the file is an old or a locked Excel workbook"},
		{"PDF", "%PDF-1.7", errs.Invalid, "the file is a PDF, not a list"},
		{"broken archive", "PK\x03\x04 and no more", errs.Invalid, "the workbook is damaged"},
		{"quotes never close", "name\nA\n\"B\n", errs.Invalid, "the quotes that open in cell A3 never close"},
		{"text behind quotes", "name;x\nA;\"B\" c\n", errs.Invalid, "in cell B2 text goes on behind the closing quote"},
		{"bytes", strings.Repeat("name\n", 41), errs.TooLarge, "the file has 1 KiB, at most 1 KiB are read"},
		{"rows", "name\nA\nB\nC\n", errs.TooLarge, "the file has more than 2 rows"},
		{"columns", "a;b;c;d\n1;2;3;4\n", errs.TooLarge, "line 1 has 4 columns, at most 3 are read"},
		{"cells", "a;b;c\n1;2;3\n1;2;3\n", errs.TooLarge, "the file has more than 7 cells"},
		{"text", "a;b\n1;" + strings.Repeat("x", 21), errs.TooLarge, "the cell B2 is too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := sheet.Read([]byte(c.text), small)
			e := errs.As(err)
			if e == nil || e.Code != c.code || e.Text.String() != c.want {
				t.Fatalf("got %v, want %s", err, c.want)
			}
			if e.Hint.IsZero() {
				t.Error("no way out")
			}
		})
	}
}

func TestExpect(t *testing.T) {
	known := []string{"name", "country", "roles", "reason"}
	for _, c := range []struct {
		header string
		want   []string
	}{
		{"name;country", nil},
		{"Name;COUNTRY;;", nil},
		{"name", []string{"country: the column country is missing"}},
		{"nmae;country;roles", []string{"A: the list knows no column nmae", "name: the column name is missing"}},
		{"name;country;name", []string{"C: the column name is there twice, as A and C"}},
		{"name;;country", []string{"B: column B has cells and no name"}},
	} {
		table, err := sheet.Read([]byte(c.header+"\nx;x;x\n"), sheet.Standard)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if e := errs.As(table.Expect(known, []string{"name", "country"})); e != nil {
			for _, f := range e.Faults {
				got = append(got, f.Field+": "+f.Text.String())
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %q, want %q", c.header, got, c.want)
		}
	}
	table, _ := sheet.Read([]byte("contry;company_name\nDE;A\n"), sheet.Standard)
	e := errs.As(table.Expect(known, nil))
	for i, want := range []string{"did you mean country?", "did you mean name?"} {
		if got := e.Faults[i].Hint.String(); !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := sheet.Letters(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}

func TestWriteReadsBack(t *testing.T) {
	w := sheet.NewWriter(';')
	w.Add("name", "note")
	w.Add("=1+1", "-5")
	w.Add("@home", "a;\"b\"\nc")
	w.Add("-x", "+5")
	text := w.String()
	if want := "\uFEFFname;note\n'=1+1;-5\n'@home;\"a;\"\"b\"\"\nc\"\n'-x;+5\n"; text != want {
		t.Fatalf("got %q, want %q", text, want)
	}
	got, err := sheet.Read([]byte(text), sheet.Standard)
	if err != nil {
		t.Fatal(err)
	}
	if want := "csv ';' name|note\n2:=1+1***|-5\n3:@home|a;\"b\"\nc\n4:-x|+5"; show(got) != want {
		t.Errorf("got\n%s\nwant\n%s", show(got), want)
	}
}

// FuzzRead holds Read to its promises for any bytes: it never panics, stays within its limits and reads back what
// Writer writes of it.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"name;price\nA;1,50\n", "\uFEFFa,b\n\"x\"\"\",y\n", "sep=;\na;b\n1;2", "a\tb\n=1\t'=2\n", "PK\x03\x04"} {
		f.Add([]byte(seed))
	}
	f.Add(workbook(f, [][]any{{"name", "price"}, {"A", 1.5}}))
	limits := sheet.Limits{Bytes: 1 << 20, Unpacked: 1 << 20, Rows: 50, Columns: 10, Cells: 300, Text: 200}
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := sheet.Read(content, limits)
		if err != nil {
			if e := errs.As(err); e.Code == errs.Internal || e.Hint.IsZero() {
				t.Fatalf("no clear refusal: %v", err)
			}
			return
		}
		if len(table.Rows) > limits.Rows || len(table.Columns) > limits.Columns {
			t.Fatalf("%d rows, %d columns", len(table.Rows), len(table.Columns))
		}
		w := sheet.NewWriter(table.Separator)
		w.Add(append([]string{"first"}, table.Columns...)...)
		for _, r := range table.Rows {
			line := []string{"x"}
			for _, c := range r.Cells {
				line = append(line, c.Text)
			}
			w.Add(line...)
		}
		limits := limits
		limits.Columns, limits.Cells, limits.Text = 11, 400, 400
		again, err := sheet.Read([]byte("\uFEFFsep="+string(table.Separator)+"\n"+strings.TrimPrefix(w.String(), "\uFEFF")), limits)
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%q", err, w.String())
		}
		if len(again.Rows) != len(table.Rows) {
			t.Fatalf("%d rows, were %d", len(again.Rows), len(table.Rows))
		}
		for i, r := range table.Rows {
			for j, c := range r.Cells {
				var got string
				if j+1 < len(again.Rows[i].Cells) {
					got = again.Rows[i].Cells[j+1].Text
				}
				if got != strings.ReplaceAll(c.Text, "\r\n", "\n") {
					t.Fatalf("row %d cell %d: got %q, want %q", i, j, got, c.Text)
				}
			}
		}
	})
}
