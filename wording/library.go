package wording

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kontor/errs"
	"kontor/money"
)

// Template is one text of the library in one language. A version never changes: a better text is a new version.
type Template struct {
	ID       string   `json:"id"`
	Version  int      `json:"version"`
	Language Language `json:"language"`
	Kind     Kind     `json:"kind"`
	Rules    string   `json:"rules"` // that the text submits to: URDG758, ISP98 or none
	Title    string   `json:"title"` // in the language of the text
	Parts    []Part   `json:"parts"`
}

// Part is one clause of a template.
type Part struct {
	Clause Clause `json:"clause"`
	Text   string `json:"text"` // with placeholders like {{amount}}; [[ ]] holds what falls away when its placeholder has no value
}

//go:embed library/*.txt
var libraryFiles embed.FS

var library = sync.OnceValue(readLibrary)

// Library is every text of the house, by id, version and language.
func Library() []Template {
	out := slices.Clone(library())
	for i := range out {
		out[i].Parts = slices.Clone(out[i].Parts)
	}
	return out
}

// Find gives one text; version 0 is the newest. Errors: NotFound.
func Find(id string, version int, language Language) (Template, error) {
	found := -1
	for i, t := range library() {
		if t.ID == id && t.Language == language && (version == 0 || t.Version == version) {
			found = i // versions ascend, so the last is the newest
		}
	}
	if found < 0 {
		return Template{}, errs.New(errs.NotFound, "the library has no text {text} in this version and language", "text", strconv.Quote(id)).
			Because("choose one of: {names}", "names", join(libraryIDs()))
	}
	t := library()[found]
	t.Parts = slices.Clone(t.Parts)
	return t, nil
}

func libraryIDs() []string {
	ids := map[string]bool{}
	for _, t := range library() {
		ids[t.ID] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

// readLibrary reads the embedded texts. They are part of the program, so that a fault in them is a fault of the build.
func readLibrary() []Template {
	entries, err := libraryFiles.ReadDir("library")
	if err != nil {
		panic(err)
	}
	var out []Template
	for _, e := range entries {
		data, err := libraryFiles.ReadFile("library/" + e.Name())
		if err != nil {
			panic(err)
		}
		t, err := parseTemplate(e.Name(), string(data))
		if err != nil {
			panic(fmt.Sprintf("library/%s: %v", e.Name(), err))
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b Template) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version),
			cmp.Compare(slices.Index(Languages(), a.Language), slices.Index(Languages(), b.Language)))
	})
	return out
}

// parseTemplate reads a file named id.version.language.txt: lines of head, then clauses, each below its name in brackets.
func parseTemplate(name, data string) (Template, error) {
	parts := strings.Split(strings.TrimSuffix(name, ".txt"), ".")
	if len(parts) != 3 {
		return Template{}, fmt.Errorf("the name is not id.version.language.txt")
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil {
		return Template{}, err
	}
	t := Template{ID: parts[0], Version: version, Language: Language(parts[2])}
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, "\r\n")
		clause, bracket := strings.CutPrefix(line, "[")
		clause, closed := strings.CutSuffix(clause, "]")
		key, value, headed := strings.Cut(line, ": ")
		switch {
		case bracket && closed && !strings.HasPrefix(clause, "["):
			t.Parts = append(t.Parts, Part{Clause: Clause(clause)})
		case len(t.Parts) > 0:
			p := &t.Parts[len(t.Parts)-1]
			p.Text += line + "\n"
		case headed && key == "kind":
			t.Kind = Kind(value)
		case headed && key == "rules":
			t.Rules = value
		case headed && key == "title":
			t.Title = value
		case line != "":
			return Template{}, fmt.Errorf("unknown line %q", line)
		}
	}
	for i := range t.Parts {
		t.Parts[i].Text = strings.TrimSpace(t.Parts[i].Text)
	}
	return t, nil
}

// Text is the whole text with its placeholders, clause by clause.
func (t Template) Text() string {
	texts := make([]string, len(t.Parts))
	for i, p := range t.Parts {
		texts[i] = p.Text
	}
	return strings.Join(texts, "\n\n")
}

// Clauses are the names of the clauses, in the order of the text.
func (t Template) Clauses() []Clause {
	out := make([]Clause, len(t.Parts))
	for i, p := range t.Parts {
		out[i] = p.Clause
	}
	return out
}

// Placeholders are the names of the values that the text takes, sorted; optional are those that it does without.
func (t Template) Placeholders() (required, optional []string) {
	need, may := map[string]bool{}, map[string]bool{}
	for _, p := range t.Parts {
		for rest := p.Text; rest != ""; {
			outside, inside, after := cutOptional(rest)
			for _, name := range holes(outside) {
				need[name] = true
			}
			for _, name := range holes(inside) {
				may[name] = true
			}
			rest = after
		}
	}
	for name := range need {
		delete(may, name)
	}
	return slices.Sorted(maps.Keys(need)), slices.Sorted(maps.Keys(may))
}

// cutOptional parts a text at its first [[ ]].
func cutOptional(text string) (before, inside, after string) {
	before, rest, found := strings.Cut(text, "[[")
	if !found {
		return text, "", ""
	}
	inside, after, _ = strings.Cut(rest, "]]")
	return before, inside, after
}

// holes are the names of the placeholders of a text, in order.
func holes(text string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(text, "{{")
		if !found {
			return out
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return out
		}
		out = append(out, name)
		text = after
	}
}

// Fill puts the values into the text. An amount is written like 1250000.00 EUR or as the text shall show it; when it is
// also given in words, under the same name with _words, both must say the same. Errors: Invalid with one fault a value that
// is missing, unknown or contradicts another.
func Fill(t Template, values map[string]string) (string, error) {
	var f errs.Faults
	required, optional := t.Placeholders()
	for _, name := range required {
		if strings.TrimSpace(values[name]) == "" {
			f.Add(name, "the text needs this value").Because("say what shall stand there")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(required, name) && !slices.Contains(optional, name) {
			f.Add(name, "the text has no place for this value").Because("its places are: {names}", "names", join(append(slices.Clone(required), optional...)))
			continue
		}
		value := values[name]
		f.Take(name, Clean(value))
		if strings.Contains(value, "{{") || strings.Contains(value, "[[") {
			f.Add(name, "a value cannot hold a placeholder").Because("write what shall stand in the text")
		}
		if of, ok := strings.CutSuffix(name, "_words"); ok && strings.TrimSpace(value) != "" {
			checkWords(&f, name, values[of], value)
		}
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	return t.filled(values), nil
}

func checkWords(f *errs.Faults, name, figures, words string) {
	written, ok := NumberInWords(words)
	if !ok {
		f.Add(name, "{words} is no number in words", "words", strconv.Quote(words)).Because("write it in the language of the text")
		return
	}
	amount, ok := amountOf(figures)
	if !ok || amount.Minor != written*unit(amount.Currency) {
		f.Add(name, "the amount in words, {words}, is not {figures}", "words", strconv.Quote(words), "figures", figures).
			Because("correct one of the two; a guarantor may hold the lower one against us")
	}
}

// unit is how many minor units make one whole.
func unit(c money.Currency) int64 {
	n := int64(1)
	for range c.Exponent() {
		n *= 10
	}
	return n
}

// filled is the text with its values, without what has none.
func (t Template) filled(values map[string]string) string {
	texts := make([]string, 0, len(t.Parts))
	for _, p := range t.Parts {
		var b strings.Builder
		for rest := p.Text; rest != ""; {
			outside, inside, after := cutOptional(rest)
			b.WriteString(put(outside, values))
			if !slices.ContainsFunc(holes(inside), func(name string) bool { return strings.TrimSpace(values[name]) == "" }) {
				b.WriteString(put(inside, values))
			}
			rest = after
		}
		if text := strings.TrimSpace(b.String()); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// put fills the holes of a piece of text; values are not read again.
func put(text string, values map[string]string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}}")
		b.WriteString(strings.TrimSpace(values[name]))
		text = after
	}
}
