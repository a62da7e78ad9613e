package wording_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/day"
	"kontor/money"
	"kontor/wording"
)

var update = flag.Bool("update", false, "write what is found into the golden files")

// golden is a file of testdata: lines "# key: value" are the fields, then the text, then below "---" what is found, a line
// each: severity, rule and the words of the text, or "(missing)".
type golden struct {
	facts    wording.Facts
	head     string
	text     string
	findings []string
}

func readGoldenText(t testing.TB, path string) string {
	t.Helper()
	return readGolden(t, path).text
}

func readGolden(t testing.TB, path string) golden {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	head, rest := true, string(data)
	for head {
		line, after, found := strings.Cut(rest, "\n")
		if head = found && strings.HasPrefix(line, "#"); head {
			g.head += line + "\n"
			rest = after
			key, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
			if key != "title" && key != "#" {
				setFact(t, path, &g.facts, key, value)
			}
		}
	}
	text, findings, found := strings.Cut(rest, "\n---\n")
	if !found {
		t.Fatalf("%s has no line --- below its text", path)
	}
	g.text = text
	for s := bufio.NewScanner(strings.NewReader(findings)); s.Scan(); {
		if s.Text() != "" {
			g.findings = append(g.findings, s.Text())
		}
	}
	return g
}

func setFact(t testing.TB, path string, f *wording.Facts, key, value string) {
	t.Helper()
	switch key {
	case "kind":
		f.Kind = wording.Kind(value)
	case "rules":
		f.Rules = value
	case "message":
		f.Message = value == "yes"
	case "number":
		f.Number = value
	case "beneficiary":
		f.Beneficiary = value
	case "applicant":
		f.Applicant = value
	case "amount":
		f.Amount = money.MustParse(value)
	case "issued":
		f.IssuedOn = day.MustParse(value)
	case "expires":
		f.ExpiresOn = day.MustParse(value)
	case "event":
		f.Event = value
	case "place":
		f.Place = value
	case "law":
		f.Law = value
	case "forum":
		f.Forum = value
	case "partial":
		f.Partial = wording.Permission(value)
	case "multiple":
		f.Multiple = wording.Permission(value)
	case "languages":
		for _, l := range strings.Fields(value) {
			f.Languages = append(f.Languages, wording.Language(l))
		}
	default:
		t.Fatalf("%s: unknown field %q", path, key)
	}
}

// shown is a finding as the golden files have it.
func shown(f wording.Finding) string {
	quote := "(missing)"
	if !f.Missing() {
		quote = strings.Join(strings.Fields(f.Quote), " ")
	}
	return fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, quote)
}

func goldenFiles(t *testing.T, set string) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + set + "/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in testdata/%s: %v", set, err)
	}
	return paths
}

func TestFindingsOfTheCorpus(t *testing.T) {
	for _, path := range goldenFiles(t, "check") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			g := readGolden(t, path)
			var got []string
			for _, f := range wording.Check(g.text, g.facts) {
				got = append(got, shown(f))
				if f.Quote != g.text[f.From:f.To] {
					t.Errorf("%s: the quote %q is not at %d-%d", f.Rule, f.Quote, f.From, f.To)
				}
				if f.Reason.IsZero() || f.Hint.IsZero() {
					t.Errorf("%s: no reason or no hint", f.Rule)
				}
			}
			if *update {
				out := g.head + g.text + "\n---\n" + strings.Join(got, "\n") + "\n"
				if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got, want := strings.Join(got, "\n"), strings.Join(g.findings, "\n"); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}
