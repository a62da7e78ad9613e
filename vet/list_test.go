package vet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/internal/shared"
	"kontor/vet"
)

func TestReadUNSample(t *testing.T) {
	text, err := os.ReadFile(shared.Data(t, "vetting", "un-format-sample.xml"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := vet.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := set.Listed, day.MustOf(2026, 1, 15); got != want {
		t.Errorf("listed: got %s, want %s", got, want)
	}
	byID := map[string]vet.Entry{}
	for _, e := range set.Entries {
		byID[e.ID] = e
	}
	for _, c := range []struct{ what, got, want string }{
		{"entries", fmt.Sprint(len(set.Entries)), "6"},
		{"name of four parts", byID["9000001"].Name, "ZAREN MELKET OBRADIM KOTAVICH"},
		{"strong aliases, original script and two scripts in one cell", strings.Join(byID["9000001"].Aliases, "|"), "Зарен Мелкет Обрадим Котавич|Zaryen Kotavitch|Зарен Котавић|Zaren Cotavic|Zaren Cotavic (Зарен Котавић)"},
		{"low quality", strings.Join(byID["9000001"].Weak, "|"), "The Miller"},
		{"document", fmt.Sprint(byID["9000001"].Numbers), "[{ID AT0000001}]"},
		{"born", fmt.Sprint(byID["9000001"].Born), "[{1971-04-05 1971-04-05}]"},
		{"blanks and the literal na", byID["9000002"].Name, "LUSEF ARDOVAN BELIM"},
		{"empty alias", fmt.Sprint(len(byID["9000002"].Aliases)), "0"},
		{"several aliases in one cell", strings.Join(byID["9000003"].Aliases, "|"), "حسيب الورساني|Haseeb Vorsani|Hassib al-Vorsany"},
		{"dates", fmt.Sprint(byID["9000003"].Born), "[{1956 1958} {1956 1961} {1958 1958}]"},
		{"two names in the cell of the name", byID["9000101"].Name, "VORSUN TRADING COMPANY"},
		{"acronyms are weak", strings.Join(byID["9000101"].Weak, "|"), "VTC|VGS"},
		{"kind", string(byID["9000101"].Kind), "entity"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
	if !slices.Contains(byID["9000101"].Aliases, "VORSUN GENERAL SUPPLY") {
		t.Errorf("the second name is lost: %q", byID["9000101"].Aliases)
	}
}

func TestReadOwn(t *testing.T) {
	for _, c := range []struct{ name, content string }{
		{"commas", "entry_id,type,name,aliases,weak_aliases,countries,identifiers,dob,programme,remarks\n" +
			"7,individual,\"KOTAVICH, Zaren\",Zaryen K.;Зарен Котавич,The Miller,BY;Russia,INN:7707 083 893;BIC:COBADEFFXXX,1971-04-05;1973/1974,A;B,\"a, b\"\n"},
		{"semicolons and a byte order mark", "\xef\xbb\xbfentry_id;type;name;aliases;weak_aliases;countries;identifiers;dob;programme;remarks\r\n" +
			"7;individual;KOTAVICH, Zaren;\"Zaryen K.;Зарен Котавич\";The Miller;\"BY;Russia\";\"INN:7707083893;BIC:COBADEFFXXX\";\"1971-04-05;1973/1974\";\"A;B\";a, b\r\n"},
		{"tabs, columns in another order", "entry_id\tname\ttype\taliases\tweak_aliases\tcountries\tdob\tidentifiers\tprogramme\tremarks\n" +
			"7\tKOTAVICH, Zaren\tIndividual\tZaryen K.;Зарен Котавич\tThe Miller\tBelarus;RU\t1971-04-05;1973/1974\tINN:7707083893;BIC:COBADEFFXXX\tA;B\ta, b"},
	} {
		set, err := vet.Parse([]byte(c.content))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := fmt.Sprintf("%+v", set.Entries)
		want := "[{ID:7 Kind:individual Name:KOTAVICH, Zaren Aliases:[Zaryen K. Зарен Котавич] Weak:[The Miller] Countries:[BY RU] Numbers:[{Scheme:BIC Value:COBADEFFXXX} {Scheme:INN Value:7707083893}] " +
			"Born:[{From:1971-04-05 To:1971-04-05} {From:1973 To:1974}] Programmes:[A B] Remarks:a, b}]"
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
	}
}

func TestListsThatAreRefused(t *testing.T) {
	head := "entry_id,type,name\n"
	un := `<CONSOLIDATED_LIST dateGenerated="2026-01-15T00:00:09.000Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`
	for _, c := range []struct {
		name, content string
		want          string
	}{
		{"nothing", "", "is empty"},
		{"only a head", head, "no entries"},
		{"too few cells", head + "1,entity\n", "row 2 has 2 cells, 3 are needed"},
		{"unknown type", head + "1,firma,Vega\n", `"firma" is no type`},
		{"swapped columns", "entry_id,type,name\nVega,1,entity\n", `"1" is no type`},
		{"no name", head + "1,entity,...\n", "has no name"},
		{"no number", head + ",entity,Vega\n", "has no number"},
		{"twice", head + "1,entity,Vega\n1,entity,Lyra\n", "is there twice"},
		{"open quote", head + "1,entity,\"Vega\n", "not closed"},
		{"unknown column", "entry_id,type,name,shoe\n1,entity,Vega,43\n", "unknown column shoe"},
		{"missing column", "entry_id,name\n1,Vega\n", "lacks the column type"},
		{"bad date", "entry_id,type,name,dob\n1,individual,Vega,5.4.1971\n", "no date of birth"},
		{"bad number", "entry_id,type,name,identifiers\n1,entity,Vega,7707083893\n", "is no number"},
		{"UTF-16", "\xff\xfee\x00n\x00", "not UTF-8"},
		{"Windows letters", head + "1,entity,\xcc\xee\xf1\xea\xe2\xe0\n", "byte 28 is broken"},
		{"document type", `<!DOCTYPE x [<!ENTITY e "boom">]>` + un, "declares a document type"},
		{"XML cut off", un[:len(un)-30], "cut off"},
		{"other XML", "<rss></rss>", "not the consolidated list"},
		{"XML without entries", `<CONSOLIDATED_LIST></CONSOLIDATED_LIST>`, "no entries"},
		{"broken archive", "PK\x03\x04nonsense", "archive is broken"},
	} {
		_, err := vet.Parse([]byte(c.content))
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestAnArchiveThatUnpacksTooFarIsRefused(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	m, err := w.Create("sdn.csv")
	if err != nil {
		t.Fatal(err)
	}
	blanks := bytes.Repeat([]byte{' '}, 1<<20)
	for range vet.MaxFileBytes>>20 + 1 {
		if _, err := m.Write(blanks); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := vet.Parse(packed.Bytes()); !errs.Is(err, errs.TooLarge) {
		t.Errorf("got %v, want too large", err)
	}
}

func TestCompareAndShrink(t *testing.T) {
	entry := func(id, name string) vet.Entry { return vet.Entry{ID: id, Kind: vet.Entity, Name: name} }
	old := map[string]string{}
	for i := range 100 {
		e := entry(fmt.Sprint(i), fmt.Sprint("Firm ", i))
		old[e.ID] = e.Hash()
	}
	for _, c := range []struct {
		removed int
		refused bool
	}{{0, false}, {5, false}, {6, true}, {100, true}} {
		set := vet.Set{Entries: []vet.Entry{entry("new", "New Firm")}}
		for i := c.removed; i < 100; i++ {
			set.Entries = append(set.Entries, entry(fmt.Sprint(i), fmt.Sprint("Firm ", i)))
		}
		if c.removed < 100 {
			set.Entries[len(set.Entries)-1].Remarks = "changed"
		}
		d := vet.Compare(old, set)
		if want := (vet.Delta{Added: 1, Changed: min(1, 100-c.removed), Removed: c.removed}); d != want {
			t.Errorf("got %+v, want %+v", d, want)
		}
		if err := d.Shrinks(len(old)); (err != nil) != c.refused {
			t.Errorf("%d of 100 removed: got %v", c.removed, err)
		}
	}
	if err := (vet.Delta{Added: 3}).Shrinks(0); err != nil {
		t.Errorf("the first list of a source: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"entry_id,type,name\n1,entity,Vega\n", "entry_id;type;name;dob\n1;individual;\"A;B\";1971/1972\n",
		`<CONSOLIDATED_LIST dateGenerated="2026-01-15"><ENTITY><DATAID>1</DATAID><FIRST_NAME>A (B) ; C</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>`,
		"36,\"AERO\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'X'; DOB 05 Apr 1971; Tax ID No. 7707083893 (Russia).\"\n", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		set, err := vet.Parse(content)
		if err != nil {
			if code := errs.CodeOf(err); code != errs.Invalid && code != errs.TooLarge {
				t.Fatalf("code %s: %v", code, err)
			}
			return
		}
		for _, e := range set.Entries {
			if e.ID == "" || vet.Clean(e.Name) == "" {
				t.Fatalf("accepted an entry without number or name: %+v", e)
			}
			e.Keys()
		}
	})
}
