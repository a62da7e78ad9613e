package wording_test

import (
	"path/filepath"
	"strings"
	"testing"

	"kontor/wording"
)

// realPages is a text of about 200 pages: every text of the corpus, over and over.
func realPages(b *testing.B) string {
	b.Helper()
	paths, err := filepath.Glob("testdata/check/*.txt")
	if err != nil || len(paths) == 0 {
		b.Fatal("no corpus")
	}
	var text strings.Builder
	for text.Len() < 200*3000 {
		for _, path := range paths {
			text.WriteString(readGoldenText(b, path))
			text.WriteString("\n")
		}
	}
	return text.String()
}

func BenchmarkCheck200Pages(b *testing.B) {
	text := realPages(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		wording.Check(text, wording.Facts{Kind: wording.DemandGuarantee, Number: "XG-1", Beneficiary: "Kontor Muster Handelshaus GmbH"})
	}
}

// The same words over and over are the worst that a text can do to rules that look ahead.
func BenchmarkCheckHostileText(b *testing.B) {
	for name, unit := range map[string]string{"until": "until after if not demand ", "days": "until 31.12.2028 ", "amounts": "amount of EUR 1,000 (one ", "signs": "([{_.", "Russian": "если не после до требование "} {
		b.Run(name, func(b *testing.B) {
			text := strings.Repeat(unit, 600_000/len(unit))
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				wording.Check(text, wording.Facts{Number: "XG-1", Beneficiary: "until after", Applicant: "demand"})
			}
		})
	}
}
