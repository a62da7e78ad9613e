package vet_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/internal/shared"
	"kontor/party"
	"kontor/vet"
)

// gunzip reads a packed reference file.
func gunzip(t testing.TB, path ...string) []byte {
	t.Helper()
	f, err := os.Open(shared.Data(t, path...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// ofacFiles are the unpacked files of a reference set: "2021/sdn", "mixed/alt".
func ofacFiles(t testing.TB, names ...string) []vet.File {
	t.Helper()
	var files []vet.File
	for _, name := range names {
		folder, file, _ := strings.Cut(name, "/")
		files = append(files, vet.File{Name: file + ".csv", Content: gunzip(t, "vetting", "ofac", folder, file+".csv.gz")})
	}
	return files
}

// ofac2021 is the reference set, read once for all tests.
func ofac2021(t testing.TB) vet.Set {
	t.Helper()
	files := ofacFiles(t, "2021/sdn", "2021/alt", "2021/add", "2021/sdn_comments")
	once2021.Do(func() { set2021, err2021 = vet.ParseFiles(files) })
	if err2021 != nil {
		t.Fatal(err2021)
	}
	return set2021
}

var (
	once2021 sync.Once
	set2021  vet.Set
	err2021  error
)

func TestReadOFACWhole(t *testing.T) {
	set := ofac2021(t)
	kinds, weak, with, strong, withAlias := map[vet.EntryKind]int{}, 0, 0, 0, 0
	born, numbers := 0, map[string]int{}
	for _, e := range set.Entries {
		kinds[e.Kind]++
		born += len(e.Born)
		strong += len(e.Aliases)
		for _, n := range e.Numbers {
			numbers[n.Scheme]++
		}
		if len(e.Aliases) > 0 {
			withAlias++
		}
		if len(e.Weak) > 0 {
			with++
			weak += len(e.Weak)
		}
	}
	t.Logf("born %d, numbers %v, strong %d over %d", born, numbers, strong, withAlias)
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"entries", len(set.Entries), 8976}, {"persons", kinds[vet.Individual], 4620}, {"companies", kinds[vet.Entity], 3673}, {"vessels", kinds[vet.Vessel], 406},
		{"aircraft", kinds[vet.Aircraft], 277}, {"odd rows", set.Odd, 0}, {"nicknames", weak, 2417}, {"entries with nicknames", with, 1255},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %d, want %d", c.what, c.got, c.want)
		}
	}
}

func TestMixedOFACSetIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{"files of other years", []string{"2019/sdn", "mixed/alt", "mixed/add", "mixed/sdn_comments"}, "do not fit the set"},
		{"aliases of another year", []string{"2019/sdn", "mixed/alt"}, "7698 of 17091 rows of alt.csv"},
		{"addresses of another year", []string{"2019/sdn", "mixed/add"}, "9121 of 18990 rows of add.csv"},
		{"no entries", []string{"2021/alt", "2021/add"}, "sdn.csv is missing"},
		{"one file twice", []string{"2021/sdn", "2019/sdn"}, "two files look like sdn.csv"},
	} {
		_, err := vet.ParseFiles(ofacFiles(t, c.files...))
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
		if errs.As(err).Hint.IsZero() {
			t.Errorf("%s: no way out is named", c.name)
		}
	}
}

func TestBrokenOFACFilesAreRefused(t *testing.T) {
	sdn := gunzip(t, "vetting", "ofac", "2021", "sdn.csv.gz")
	half := sdn[:len(sdn)/2]
	lines := strings.SplitAfter(string(sdn), "\n")
	swapped := strings.Repeat(`"NAME",36,-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `+"\n", 100)
	for _, c := range []struct{ name, content, want string }{
		{"cut off in a row", string(half), "cut off"},
		{"swapped columns", swapped, "do not fit"},
		{"one entry twice", lines[0] + lines[0], "is there twice"},
		{"empty", " \n", "is empty"},
		{"only the old end mark", "\x1a", "is empty"},
		{"prose", "this is no list\n", "no list that the house can read"},
	} {
		_, err := vet.Parse([]byte(c.content))
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestZipOfOFACFiles(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, f := range ofacFiles(t, "2021/sdn", "2021/alt", "2021/add", "2021/sdn_comments") {
		m, err := w.Create("set/" + f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write(f.Content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	set, err := vet.Parse(packed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(set.Entries), 8976; got != want {
		t.Errorf("entries: got %d, want %d", got, want)
	}
	if got, want := len(set.Files), 4; got != want {
		t.Errorf("files: got %d, want %d", got, want)
	}
	if _, err := vet.Parse(packed.Bytes()[:packed.Len()/2]); !errs.Is(err, errs.Invalid) {
		t.Errorf("half an archive: got %v, want invalid", err)
	}
}

func TestCompareOFAC2019With2021(t *testing.T) {
	old, err := vet.ParseFiles(ofacFiles(t, "2019/sdn", "2019/alt", "2019/add"))
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[string]string{}
	for _, e := range old.Entries {
		hashes[e.ID] = e.Hash()
	}
	d := vet.Compare(hashes, ofac2021(t))
	t.Logf("%+v", d)
	if d.Added != 1858 || d.Removed != 261 {
		t.Errorf("got +%d -%d, want +1858 -261", d.Added, d.Removed)
	}
	if err := d.Shrinks(len(hashes)); err != nil {
		t.Errorf("3.5 %% fewer: got %v, want it to pass", err)
	}
}

// index finds entries by key, as the store does.
type index map[vet.Key][]vet.Listed

func indexOf(set vet.Set) index {
	ix := index{}
	for _, e := range set.Entries {
		l := vet.Listed{Set: "ls_1", Source: "OFAC", Hash: e.Hash(), Entry: e}
		for _, k := range e.Keys() {
			ix[k] = append(ix[k], l)
		}
	}
	return ix
}

func (ix index) match(p party.Party) []vet.Hit {
	s := vet.SubjectOf(p)
	seen := map[string]bool{}
	var found []vet.Listed
	for _, k := range s.Keys() {
		for _, l := range ix[k] {
			if !seen[l.Entry.ID] {
				seen[l.Entry.ID] = true
				found = append(found, l)
			}
		}
	}
	return vet.Match(s, found)
}

// partyLike is a party of the kind of an entry with another writing of its name.
func partyLike(e vet.Entry, name string) party.Party {
	p := party.Party{Kind: party.Entity, Name: name}
	if e.Kind == vet.Individual {
		p.Kind = party.Person
	}
	return p
}

func scoreOf(hits []vet.Hit, entry string) int {
	for _, h := range hits {
		if h.EntryID == entry {
			return h.Score
		}
	}
	return -1
}

func reversed(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	for i, j := 0, len(words)-1; i < j; i, j = i+1, j-1 {
		words[i], words[j] = words[j], words[i]
	}
	return strings.Join(words, " ")
}

// V-01 and V-02: every listed name is found in every writing that the house promises to see through.
func TestEveryListedNameIsFound(t *testing.T) {
	set := ofac2021(t)
	ix := indexOf(set)
	blanks := strings.NewReplacer(",", " ", ".", " ", "-", " ", "(", " ", ")", " ", "/", " ", "&", " ", "\"", " ")
	for _, c := range []struct {
		name  string
		write func(string) string
		full  bool // the score must be full
	}{
		{"as listed", func(n string) string { return n }, true},
		{"lower case", strings.ToLower, true},
		{"punctuation as blanks", func(n string) string { return blanks.Replace(n) }, false},
		{"words in reverse", reversed, false},
		{"no-break blanks and soft hyphens", func(n string) string { return strings.ReplaceAll(n, " ", "\u00ad\u00a0\u200b") }, true},
	} {
		found, full := 0, 0
		var missed []string
		for _, e := range set.Entries {
			p := partyLike(e, c.write(e.Name))
			score := scoreOf(ix.match(p), e.ID)
			if e.Kind == vet.Vessel || e.Kind == vet.Aircraft {
				score += 1500 // a vessel is no party of the house: another kind, known cost
			}
			switch {
			case score < 0 || score == 1499:
				missed = append(missed, e.Name)
				continue
			case score == vet.Full:
				full++
			}
			found++
		}
		t.Logf("%s: found %d of %d, %d with full score", c.name, found, len(set.Entries), full)
		if found != len(set.Entries) {
			t.Errorf("%s: missed %d, for example %q", c.name, len(missed), missed[:min(5, len(missed))])
		}
		if c.full && full != found {
			t.Errorf("%s: %d of %d with full score", c.name, full, found)
		}
	}
}

// V-02, V-04, V-07: the same entry comes first in every writing, also with a name left out.
func TestOneListedPersonInManyWritings(t *testing.T) {
	ix := indexOf(ofac2021(t))
	for _, c := range []struct {
		query string
		least int
		flag  vet.Flag
	}{
		{"MADURO MOROS, Nicolas", vet.Full, ""}, {"Nicolas Maduro Moros", vet.Full, ""}, {"Nicоlas Mаduro Morоs", vet.Full, vet.MixedScript},
		{"Николас Мадуро", vet.Threshold, ""}, {"Nicolas Maduro", vet.Threshold, ""},
	} {
		hits := ix.match(party.Party{Kind: party.Person, Name: c.query})
		if len(hits) == 0 || hits[0].EntryName != "MADURO MOROS, Nicolas" || hits[0].Score < c.least {
			t.Errorf("%s: got %+v", c.query, hits)
			continue
		}
		if got := hits[0].Explanation.Flags; (c.flag != "") != (len(got) > 0) || len(got) > 0 && got[0] != c.flag {
			t.Errorf("%s: got flags %v, want %q", c.query, got, c.flag)
		}
	}
	if hits := ix.match(party.Party{Kind: party.Person, Name: "Mohammed Ali"}); len(hits) > 200 {
		t.Errorf("V-20: a common name gives %d hits", len(hits))
	} else {
		t.Logf("Mohammed Ali: %d hits", len(hits))
	}
}

func BenchmarkParseOFAC(b *testing.B) {
	files := ofacFiles(b, "2021/sdn", "2021/alt", "2021/add", "2021/sdn_comments")
	for b.Loop() {
		if _, err := vet.ParseFiles(append([]vet.File(nil), files...)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeysOfOFAC(b *testing.B) {
	set := ofac2021(b)
	n := 0
	for b.Loop() {
		n = 0
		for _, e := range set.Entries {
			n += len(e.Keys())
		}
	}
	b.ReportMetric(float64(n), "keys")
}

func BenchmarkMatch(b *testing.B) {
	ix := indexOf(ofac2021(b))
	p := party.Party{Kind: party.Person, Name: "Nicolas Maduro Moros", Country: "VE", BornOn: day.MustOf(1962, 11, 23)}
	for b.Loop() {
		if len(ix.match(p)) == 0 {
			b.Fatal("no hit")
		}
	}
}
