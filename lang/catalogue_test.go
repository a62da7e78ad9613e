package lang_test

import (
	"encoding/json"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"kontor/errs"
	"kontor/lang"
)

// code is the source of the house, read once for all tests.
var code = sync.OnceValues(func() (*flow, error) {
	s, err := readSource()
	if err != nil {
		return nil, err
	}
	return readFlow(s), nil
})

func readCode(t *testing.T) *flow {
	t.Helper()
	f, err := code()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// plurals are the categories that a language needs where a number stands.
var plurals = map[lang.Lang][]string{lang.English: {"one", "other"}, lang.German: {"one", "other"}, lang.Russian: {"few", "many", "one", "other"}}

// readCatalogue reads a catalogue as its translators see it: for each key the forms by their plural category.
func readCatalogue(t *testing.T, l lang.Lang) map[string]map[string]string {
	t.Helper()
	b, err := os.ReadFile(string(l) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatalf("%s.json: %v", l, err)
	}
	out := make(map[string]map[string]string, len(raw))
	for key, v := range raw {
		var one string
		if json.Unmarshal(v, &one) == nil {
			out[key] = map[string]string{"": one}
			continue
		}
		forms := map[string]string{}
		if err := json.Unmarshal(v, &forms); err != nil {
			t.Errorf("%s.json: %q: %v", l, key, err)
		}
		out[key] = forms
	}
	return out
}

var hole = regexp.MustCompile(`\{[a-z_]+\}`)

func holes(form string) []string {
	found := hole.FindAllString(form, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func keys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestEverySentenceIsLiteral(t *testing.T) {
	found, faults := readCode(t).forms()
	for _, at := range faults {
		t.Errorf("%s: a sentence is made here that is no literal; nobody can translate it", at)
	}
	if len(found) < 1000 {
		t.Errorf("only %d sentences were found: the search is blind", len(found))
	}
}

func TestEverySentenceIsTranslated(t *testing.T) {
	f := readCode(t)
	found, _ := f.forms()
	words := f.words()
	for _, l := range []lang.Lang{lang.German, lang.Russian} {
		have := readCatalogue(t, l)
		for _, form := range found.sorted() {
			checkForms(t, l, form, found[form], have[form])
		}
		for _, word := range words.sorted() {
			if have[word] == nil {
				t.Errorf("%s.json lacks the word %q (%s)", l, word, words[word])
			}
		}
	}
	have := readCatalogue(t, lang.English)
	for _, form := range found.sorted() {
		if strings.Contains(form, "{n}") {
			checkForms(t, lang.English, form, found[form], have[form])
		}
	}
}

// checkForms checks that a sentence has the plurals of its language, and in each the holes of the English form.
func checkForms(t *testing.T, l lang.Lang, form, at string, have map[string]string) {
	t.Helper()
	if have == nil {
		t.Errorf("%s.json lacks %q (%s)", l, form, at)
		return
	}
	want := []string{""}
	if strings.Contains(form, "{n}") {
		want = plurals[l]
	}
	if got := keys(have); !slices.Equal(got, want) {
		t.Errorf("%s.json: %q has the forms %q, want %q", l, form, got, want)
	}
	for _, category := range keys(have) {
		text := have[category]
		if got, want := holes(text), holes(form); !slices.Equal(got, want) {
			t.Errorf("%s.json: %q says %q with the holes %v, want %v", l, form, text, got, want)
		}
	}
}

func TestNothingIsEmptyUnusedOrUnsorted(t *testing.T) {
	f := readCode(t)
	found, _ := f.forms()
	words := f.words()
	for _, l := range lang.Supported() {
		for key, forms := range readCatalogue(t, l) {
			word := key
			if of, inner, ok := strings.Cut(key, "."); ok && codeShape.MatchString(of) && codeShape.MatchString(inner) {
				word = inner
			}
			if found[key] == "" && words[word] == "" {
				t.Errorf("%s.json: no code uses %q", l, key)
			}
			for _, text := range forms {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s.json: %q says nothing", l, key)
				}
			}
		}
		checkOrder(t, l)
	}
}

// checkOrder checks that a catalogue has one key a line, in their order, so that a change of it can be read.
func checkOrder(t *testing.T, l lang.Lang) {
	t.Helper()
	b, err := os.ReadFile(string(l) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n}\n"), "\n")[1:]
	var all []string
	for _, line := range lines {
		var one map[string]any
		if err := json.Unmarshal([]byte("{"+strings.TrimSuffix(line, ",")+"}"), &one); err != nil || len(one) != 1 {
			t.Errorf("%s.json: a line must be one key: %s", l, line)
			continue
		}
		for key := range one {
			all = append(all, key)
		}
	}
	if !slices.IsSorted(all) {
		t.Errorf("%s.json: the keys are not in order", l)
	}
	if unique := slices.Compact(slices.Clone(all)); len(unique) != len(all) {
		t.Errorf("%s.json: a key is there twice", l)
	}
}

func TestEverySentenceCanBeSaid(t *testing.T) {
	found, _ := readCode(t).forms()
	for _, l := range lang.Supported() {
		for _, form := range found.sorted() {
			for _, n := range []int{0, 1, 2, 5, 21, 1234567} {
				text := errs.T(form)
				text.Args = map[string]any{}
				for _, h := range holes(form) {
					text.Args[strings.Trim(h, "{}")] = "Nordwald"
				}
				if _, counted := text.Args["n"]; counted {
					text.Args["n"] = n
				} else if n > 0 {
					break
				}
				got := l.Say(text)
				if left := hole.FindString(got); left != "" || strings.TrimSpace(got) == "" {
					t.Errorf("%s: %q was said as %q", l, form, got)
				}
			}
		}
	}
}

// A number selects the plural only when it is an int named n.
func TestNumbersThatSelectPluralsAreInts(t *testing.T) {
	f := readCode(t)
	checked := 0
	for _, calls := range f.calls {
		for _, call := range calls {
			for i, arg := range call.Args[:max(0, len(call.Args)-1)] {
				if text, ok := f.constant(arg); ok && text == "n" && f.counts(call.Args[:i]) {
					checked++
					if got := f.info.Types[call.Args[i+1]].Type; got != nil && got != types.Typ[types.Invalid] && got.String() != "int" && got.String() != "untyped int" {
						t.Errorf("%s: n is a %s and selects no plural; make it an int", f.at(call), got)
					}
				}
			}
		}
	}
	if checked == 0 {
		t.Error("no sentence counts anything: the search is blind")
	}
}

// counts reports whether the form of a call, one of its first arguments, has a hole for a number.
func (f *flow) counts(args []ast.Expr) bool {
	return slices.ContainsFunc(args, func(arg ast.Expr) bool {
		text, ok := f.constant(arg)
		return ok && strings.Contains(text, "{n}")
	})
}

func (f *flow) constant(e ast.Expr) (string, bool) {
	v := f.info.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}
