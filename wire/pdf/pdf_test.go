package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"kontor/errs"
	"kontor/wire/pdf"
)

// paper is a PDF file of one page with these lines, as small as the format allows.
func paper(lines ...string) []byte {
	var draw strings.Builder
	draw.WriteString("BT /F1 12 Tf 72 720 Td 14 TL\n")
	for _, l := range lines {
		fmt.Fprintf(&draw, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(l))
	}
	draw.WriteString("ET")
	parts := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", draw.Len(), draw.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for n, p := range parts {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, p)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(parts)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(parts)+1, start)
	return b.Bytes()
}

func TestText(t *testing.T) {
	b := paper("We undertake to pay any amount up to", "EUR 1,200,000.00 (one million)", "against your first demand.")
	if !pdf.Is(b) {
		t.Fatal("it is not taken for a PDF file")
	}
	got, err := pdf.Text(b)
	if want := "We undertake to pay any amount up to\nEUR 1,200,000.00 (one million)\nagainst your first demand."; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestWhatHoldsNoText(t *testing.T) {
	for name, b := range map[string][]byte{"nothing": nil, "words": []byte("We undertake"), "a broken file": paper("We undertake")[:300], "no words": paper()} {
		if got, err := pdf.Text(b); got != "" || !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %q, %v, want invalid", name, got, err)
		}
	}
	if _, err := pdf.Text(make([]byte, pdf.MaxBytes+1)); !errs.Is(err, errs.TooLarge) {
		t.Errorf("a large file: got %v", err)
	}
}

func FuzzText(f *testing.F) {
	f.Add(paper("We undertake to pay"))
	f.Add([]byte("%PDF-1.4\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := pdf.Text(b)
		if (err == nil) == (text == "") || !utf8.ValidString(text) {
			t.Errorf("got %q, %v", text, err)
		}
	})
}
