package sheet

import (
	"encoding/csv"
	"strings"
)

// Writer writes a list back as CSV that every spreadsheet opens: UTF-8 with its mark, and no cell that would run as a
// formula there.
type Writer struct {
	text strings.Builder
	csv  *csv.Writer
}

// NewWriter begins a list with the separator of the table it came from.
func NewWriter(separator rune) *Writer {
	w := &Writer{}
	w.text.WriteString("\uFEFF")
	w.csv = csv.NewWriter(&w.text)
	w.csv.Comma = separator
	return w
}

// Add writes one row.
func (w *Writer) Add(cells ...string) {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = harmless(c)
	}
	_ = w.csv.Write(safe) // a strings.Builder takes everything
}

// Len is how many bytes were written, without the newest rows.
func (w *Writer) Len() int { return w.text.Len() }

// String is the list so far.
func (w *Writer) String() string {
	w.csv.Flush()
	return w.text.String()
}

// harmless puts an apostrophe before text that a spreadsheet would run; signed numbers stay as they are.
func harmless(text string) string {
	if text == "" {
		return text
	}
	switch text[0] {
	case '=', '@':
		return "'" + text
	case '+', '-':
		if len(text) < 2 || text[1] < '0' || text[1] > '9' {
			return "'" + text
		}
	}
	return text
}
