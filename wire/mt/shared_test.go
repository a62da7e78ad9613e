package mt_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"kontor/internal/shared"
	"kontor/wire/mt"
)

// indexed is what the reference data says about one file.
type indexed struct {
	ID, File, EOL string
	Type          *string
	Valid         bool
	Findings      []struct {
		Rule, Sequence, Tag string
		SwiftError          string `json:"swift_error"`
	}
	Warnings []string
	Expect   map[string]any
}

// TestReferenceMessages compares every file of the reference data wholly: type, validity, each finding, each warning, each key and value.
func TestReferenceMessages(t *testing.T) {
	path := shared.Data(t, "guarantee", "mt", "index.json")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var index struct{ Messages []indexed }
	if err := json.Unmarshal(b, &index); err != nil {
		t.Fatal(err)
	}
	if len(index.Messages) == 0 {
		t.Fatal("the index names no message")
	}
	for _, want := range index.Messages {
		t.Run(want.ID, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(filepath.Dir(path), want.File))
			if err != nil {
				t.Fatal(err)
			}
			m, err := mt.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			compareIndexed(t, m, want)
			if got := m.Bytes(); string(got) != string(text) {
				t.Errorf("written back: %q, want %q", got, text)
			}
		})
	}
}

func compareIndexed(t *testing.T, m mt.Message, want indexed) {
	t.Helper()
	typ := ""
	if want.Type != nil {
		typ = *want.Type
	}
	if m.Type != typ {
		t.Errorf("type %q, want %q", m.Type, typ)
	}
	type finding [4]string
	var got, wanted []finding
	var warnings []string
	findings := m.Check()
	for _, f := range findings {
		if f.Text.IsZero() {
			t.Errorf("%v says nothing", f)
		}
		if f.Severity == mt.Warning {
			warnings = append(warnings, string(f.Rule))
			continue
		}
		got = append(got, finding{string(f.Rule), f.Sequence, f.Tag, f.SwiftError})
	}
	for _, f := range want.Findings {
		wanted = append(wanted, finding{f.Rule, f.Sequence, f.Tag, f.SwiftError})
	}
	if !slices.Equal(got, wanted) {
		t.Errorf("findings\n got %v\nwant %v", got, wanted)
	}
	if !slices.Equal(warnings, want.Warnings) {
		t.Errorf("warnings %v, want %v", warnings, want.Warnings)
	}
	if mt.Valid(findings) != want.Valid {
		t.Errorf("valid %v, want %v", mt.Valid(findings), want.Valid)
	}
	b, err := json.Marshal(m.Values())
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal(b, &values); err != nil {
		t.Fatal(err)
	}
	compareKeys(t, "", values, want.Expect)
}

// compareKeys compares two objects in both directions.
func compareKeys(t *testing.T, path string, got, want map[string]any) {
	t.Helper()
	for key, w := range want {
		g, ok := got[key]
		if inner, both := w.(map[string]any); both && ok {
			if object, is := g.(map[string]any); is {
				compareKeys(t, path+key+".", object, inner)
				continue
			}
		}
		if !ok {
			t.Errorf("%s%s is missing, want %v", path, key, w)
		} else if !reflect.DeepEqual(g, w) {
			t.Errorf("%s%s = %v, want %v", path, key, g, w)
		}
	}
	for key, g := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s%s = %v is not wanted", path, key, g)
		}
	}
}

// rowsOf reads a table of the reference data, one map a row.
func rowsOf(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(shared.Data(t, "guarantee", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		one := map[string]string{}
		for i, name := range rows[0] {
			one[name] = row[i]
		}
		out = append(out, one)
	}
	return out
}
