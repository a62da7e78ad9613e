package vet_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"testing"

	"kontor/internal/shared"
	"kontor/party"
	"kontor/vet"
)

// table reads a reference CSV as rows by column name.
func table(t testing.TB, text []byte) []map[string]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(text))
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		named := map[string]string{}
		for i, c := range head {
			named[c] = row[i]
		}
		out = append(out, named)
	}
}

func sharedTable(t testing.TB, name string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(shared.Data(t, "vetting", name))
	if err != nil {
		t.Fatal(err)
	}
	return table(t, text)
}

// scoreNames is the score of two names met directly, without the index.
func scoreNames(kind vet.EntryKind, query, listed string) int {
	e := vet.Entry{ID: "1", Kind: kind, Name: listed}
	hits := vet.Match(vet.SubjectOf(partyLike(e, query)), []vet.Listed{{Set: "ls_1", Source: "TEST", Hash: e.Hash(), Entry: e}})
	return scoreOf(hits, "1")
}

func TestCyrillicPairsOfTheReferenceSetAreHits(t *testing.T) {
	n := 0
	for _, row := range sharedTable(t, "cross-script-pairs.csv") {
		if script := row["query"]; []rune(script)[0] < 0x0400 || []rune(script)[0] > 0x04ff {
			continue
		}
		n++
		if got := scoreNames(vet.Individual, row["query"], row["expected"]); got < vet.Threshold {
			t.Errorf("%s against %s: got %d, want a hit", row["query"], row["expected"], got)
		}
		shares := false
		for _, k := range vet.Keys(row["query"]) {
			for _, other := range vet.Keys(row["expected"]) {
				shares = shares || k == other
			}
		}
		if !shares {
			t.Errorf("%s and %s share no key: %v, %v", row["query"], row["expected"], vet.Keys(row["query"]), vet.Keys(row["expected"]))
		}
	}
	if n == 0 {
		t.Error("no Cyrillic pair in the file")
	}
}

// TestUNNamesAreFound measures what the index finds of names as listed, which must be all, and of altered ones.
func TestUNNamesAreFound(t *testing.T) {
	rows := sharedTable(t, "un-positives.csv")
	var set vet.Set
	for _, row := range rows {
		set.Entries = append(set.Entries, vet.Entry{ID: row["row"], Kind: vet.Individual, Name: row["listed_name"]})
	}
	ix := indexOf(set)
	all, found := map[string]int{}, map[string]int{}
	for _, row := range rows {
		all[row["changed"]]++
		if scoreOf(ix.match(party.Party{Kind: party.Person, Name: row["query_name"]}), row["row"]) >= vet.Threshold {
			found[row["changed"]]++
		}
	}
	for _, changed := range []string{"none", "dob"} {
		if found[changed] != all[changed] {
			t.Errorf("changed %s: found %d of %d", changed, found[changed], all[changed])
		}
	}
	t.Logf("altered names found through the keys: %d of %d", found["name"], all["name"])
}

// BenchmarkNamePairs prints how the score alone, without the keys, tells the labelled pairs apart at the threshold.
func BenchmarkNamePairs(b *testing.B) {
	rows := sharedTable(b, "name-pairs.csv")
	kinds := map[string]vet.EntryKind{"Person": vet.Individual, "Vessel": vet.Vessel}
	hit, miss, wrong := 0, 0, 0
	for b.Loop() {
		hit, miss, wrong = 0, 0, 0
		for _, row := range rows {
			kind, ok := kinds[row["schema"]]
			if !ok {
				kind = vet.Entity
			}
			got := scoreNames(kind, row["name1"], row["name2"]) >= vet.Threshold
			switch want := row["is_match"] == "true"; {
			case got && want:
				hit++
			case want:
				miss++
			case got:
				wrong++
			}
		}
	}
	b.ReportMetric(float64(2*hit)/float64(2*hit+miss+wrong), "F1")
	b.ReportMetric(float64(hit)/float64(hit+wrong), "precision")
	b.ReportMetric(float64(hit)/float64(hit+miss), "recall")
}

// BenchmarkNegatives prints how many of 20,000 invented persons give a hit on the OFAC list of 2021.
func BenchmarkNegatives(b *testing.B) {
	ix := indexOf(ofac2021(b))
	rows := table(b, gunzip(b, "vetting", "negatives-20k.csv.gz"))
	wrong := 0
	for b.Loop() {
		wrong = 0
		for _, row := range rows {
			if len(ix.match(party.Party{Kind: party.Person, Name: row["full_name"]})) > 0 {
				wrong++
			}
		}
	}
	b.ReportMetric(100*float64(wrong)/float64(len(rows)), "%hits")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(rows)), "us/name")
}
