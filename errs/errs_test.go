package errs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"

	"kontor/errs"
)

func ExampleNew() {
	err := errs.New(errs.Refused, "cover ends {day}", "day", "2029-03-14").
		Because("extend {guarantee} to {until}", "guarantee", "G-0412", "until", "2029-11-30").
		At("dl_1").In("deal.release")
	fmt.Println(err)
	fmt.Println(err.Hint)
	// Output:
	// deal.release: dl_1: cover ends 2029-03-14
	// extend G-0412 to 2029-11-30
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		text errs.Text
		want string
	}{
		{errs.T("plain"), "plain"},
		{errs.T("{a} and {b}", "a", 1, "b", "two"), "1 and two"},
		{errs.T("{a} and {missing}", "a", 1), "1 and {missing}"},
		{errs.T("open { brace", "a", 1), "open { brace"},
		{errs.T("{a}", "a", "{b}", "b", "never"), "{b}"},
	} {
		if got := c.text.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestFaultsAllAtOnce(t *testing.T) {
	var f errs.Faults
	if err := f.Err(); err != nil {
		t.Fatalf("no faults, got %v", err)
	}
	var inner errs.Faults
	inner.Add("scheme", "unknown scheme")
	f.Add("name", "a name is needed").Because("write it as in the register")
	f.Take("identifiers[0]", inner.Err())
	f.Take("price", errs.New(errs.Invalid, "unknown currency {code}", "code", "XXZ"))
	f.Take("fine", nil)
	e := errs.As(f.Err())
	if e.Code != errs.Invalid || len(e.Faults) != 3 {
		t.Fatalf("got %v", e)
	}
	if got, want := e.Faults[1].Field, "identifiers[0].scheme"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	b, err := json.Marshal(e.Faults[2])
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(b), `{"field":"price","message":"unknown currency XXZ"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestForeignErrorsAreInternal(t *testing.T) {
	if got := errs.CodeOf(io.EOF); got != errs.Internal {
		t.Errorf("got %q", got)
	}
	if got := errs.CodeOf(nil); got != "" {
		t.Errorf("got %q", got)
	}
	wrapped := fmt.Errorf("outer: %w", errs.New(errs.Busy, "later"))
	if !errs.Is(wrapped, errs.Busy) {
		t.Error("code lost in wrapping")
	}
	if !errors.Is(errs.Wrap("op", io.EOF), io.EOF) {
		t.Error("cause lost")
	}
}
