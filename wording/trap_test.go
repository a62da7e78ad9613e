package wording_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"kontor/wording"
)

// trapRules are those that speak of a wording, not of what a text lacks or contradicts.
var trapRules = []wording.Rule{
	wording.SueFirst, wording.Judgment, wording.Cancellation, wording.NonDocumentary, wording.SilentConsent, wording.ExpiryPaper, wording.ReturnOriginal, wording.ReductionProof,
	wording.Accessory, wording.ThroughApplicant, wording.HostageDocument, wording.ActivationFee, wording.Endless, wording.AssignmentLimit, wording.TransferOpen,
}

// The sentences of testdata/traps.txt, one a line: the rules that it breaks or "-", the language, the sentence. The good ones
// are the near misses: "irrevocable" is not "revocable", "no duty to sue first" is none.
func TestTraps(t *testing.T) {
	data, err := os.ReadFile("testdata/traps.txt")
	if err != nil {
		t.Fatal(err)
	}
	sentences := 0
	for line := range strings.Lines(string(data)) {
		parts := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(parts) != 3 {
			t.Fatalf("not three parts: %q", line)
		}
		sentences++
		var got []string
		for _, f := range wording.Check(parts[2], wording.Facts{}) {
			if slices.Contains(trapRules, f.Rule) && !f.Missing() {
				got = append(got, string(f.Rule))
			}
		}
		want := strings.Split(parts[0], "+")
		if parts[0] == "-" {
			want = nil
		}
		slices.Sort(got)
		slices.Sort(want)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", parts[2], got, want)
		}
	}
	if sentences < 200 {
		t.Errorf("only %d sentences were read", sentences)
	}
}
