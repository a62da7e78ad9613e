package mt_test

import (
	"slices"
	"strings"
	"testing"

	"kontor/wire/mt"
)

// TestTablesAgreeWithTheReference holds the tables to the published ones, row by row and in both directions.
func TestTablesAgreeWithTheReference(t *testing.T) {
	want := rowsOf(t, "mt-fields.csv")
	got := mt.Rows()
	if len(got) != len(want) {
		t.Errorf("%d fields, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		g, w := got[i], want[i]
		at := w["mt"] + " " + w["sequence"] + " " + w["tag"]
		if at != g.Type+" "+g.Sequence+" "+g.Tag {
			t.Fatalf("row %d: got %s %s %s, want %s", i+1, g.Type, g.Sequence, g.Tag, at)
		}
		if g.Mandatory != (w["status"] == "M") {
			t.Errorf("%s: mandatory %v, want status %s", at, g.Mandatory, w["status"])
		}
		if g.OptionalSequence != (w["sequence_status"] == "O") {
			t.Errorf("%s: optional sequence %v, want %s", at, g.OptionalSequence, w["sequence_status"])
		}
		options := []string{w["tag"]}
		if w["options"] != "" {
			options = nil
			for _, letter := range strings.Fields(w["options"]) {
				options = append(options, w["tag"][:2]+strings.TrimPrefix(letter, "none"))
			}
		}
		if !slices.Equal(g.Options, options) {
			t.Errorf("%s: options %v, want %v", at, g.Options, options)
		}
		if format := joinedNotation(g); format != w["format"] {
			t.Errorf("%s: format %q, want %q", at, format, w["format"])
		}
	}
}

// joinedNotation writes the formats of the options as the published table does.
func joinedNotation(r mt.Row) string {
	if len(r.Options) == 1 {
		return mt.Notation(r.Options[0])
	}
	var parts []string
	for _, tag := range r.Options {
		name := tag[2:]
		if name == "" {
			name = "no letter"
		}
		parts = append(parts, name+": "+mt.Notation(tag))
	}
	return strings.Join(parts, " | ")
}

// TestCodesAgreeWithTheReference holds the code words to the published ones, in both directions. "all" are the messages that have the field.
func TestCodesAgreeWithTheReference(t *testing.T) {
	want := map[string][]string{}
	for _, row := range rowsOf(t, "mt-codes.csv") {
		types := strings.Fields(row["mt"])
		if row["mt"] == "all" {
			types = nil
			for _, r := range mt.Rows() {
				if r.Tag == row["tag"] && !slices.Contains(types, r.Type) {
					types = append(types, r.Type)
				}
			}
		}
		for _, typ := range types {
			want[typ+" "+row["tag"]] = append(want[typ+" "+row["tag"]], row["code"])
		}
	}
	for key, words := range want {
		typ, tag, _ := strings.Cut(key, " ")
		got, free := mt.Codes(typ, tag)
		slices.Sort(got)
		slices.Sort(words)
		if !slices.Equal(got, words) {
			t.Errorf("%s: codes %v, want %v", key, got, words)
		}
		if loose := tag == "71D" || tag == "72Z"; free != loose {
			t.Errorf("%s: free words %v, want %v", key, free, loose)
		}
	}
	for _, key := range mt.Coded() {
		if want[key] == nil {
			t.Errorf("%s has codes here and none in the reference", key)
		}
	}
}
