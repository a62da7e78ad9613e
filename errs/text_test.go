package errs_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"kontor/errs"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestErrorTellsWhatWhoAndWhy(t *testing.T) {
	cause := errors.New("disk full")
	var faults errs.Faults
	faults.Add("name", "a name is needed")
	inner := errs.As(faults.Err())
	for _, c := range []struct {
		err  *errs.Error
		want string
	}{
		{errs.New(errs.Invalid, "{day} is late", "day", "2026-01-31"), "2026-01-31 is late"},
		{errs.New(errs.Invalid, "late").At("dl_1"), "dl_1: late"},
		{errs.New(errs.Invalid, "late").At("dl_1").In("deal.sign"), "deal.sign: dl_1: late"},
		{inner.In("party.register"), "party.register: 1 fields need another look; name: a name is needed"},
		{errs.Wrap("store.open", cause), "store.open: something failed inside the house: disk full"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	if e := errs.Wrap("store.open", cause); strings.Contains(e.Text.String(), "disk") || !errors.Is(e, cause) {
		t.Errorf("people see %q, the log has %q", e.Text, e)
	}
}

func TestNoErrorIsNoError(t *testing.T) {
	var none *errs.Error
	if got := errs.As(nil); got != nil {
		t.Errorf("got %v", got)
	}
	if errs.Is(nil, errs.Internal) || errs.CodeOf(none) != "" {
		t.Error("nothing has a code")
	}
}

func TestFaultsOfAnInnerInputKeepTheirPath(t *testing.T) {
	var leaf, middle, root errs.Faults
	leaf.Add("minor", "over the limit").Because("split it")
	middle.Take("price", leaf.Err())
	root.Take("units[2]", middle.Err())
	root.Take("", leaf.Err())
	root.Take("file", errors.New("unreadable"))
	var got []string
	for _, f := range errs.As(root.Err()).Faults {
		got = append(got, f.Field+": "+f.Text.String()+" / "+f.Hint.String())
	}
	want := []string{"units[2].price.minor: over the limit / split it", "minor: over the limit / split it",
		"file: something failed inside the house / "}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if root.Len() != 3 {
		t.Errorf("got %d faults, want 3", root.Len())
	}
}

func TestTextInAnotherLanguage(t *testing.T) {
	text := errs.T("cover ends {day}, {n} days early", "day", "14.03.2029", "n", 3)
	show := func(v any) string {
		if n, ok := v.(int); ok && n == 3 {
			return "drei"
		}
		return v.(string)
	}
	if got, want := text.Fill("{n} Tage vor dem {day} endet die Deckung ({who})", show), "drei Tage vor dem 14.03.2029 endet die Deckung ({who})"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTextSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := errs.T("{a} of {b", "a", rapid.String().Draw(t, "a"))
		b, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var back errs.Text
		if err := json.Unmarshal(b, &back); err != nil || back.String() != strings.ToValidUTF8(text.String(), "\ufffd") {
			t.Fatalf("%q came back as %q, %v", text, back, err)
		}
	})
	var text errs.Text
	if err := json.Unmarshal([]byte("5"), &text); err == nil || !text.IsZero() {
		t.Errorf("a number was read as a sentence: %q, %v", text, err)
	}
}

func TestOddArgumentsPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a name without a value passed")
		}
	}()
	all := []any{"a", 1, "b", 2}
	for n := range all {
		if n%2 == 1 {
			errs.T("{a}", all[:n]...)
		}
	}
}
