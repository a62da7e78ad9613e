package sheet

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontor/errs"
)

// readText reads CSV with any of the usual separators.
func readText(content []byte, limits Limits) ([]Row, rune, error) {
	text, err := decode(content)
	if err != nil {
		return nil, 0, err
	}
	r := textReader{text: text, line: 1, gather: gather{limits: limits}}
	r.separator = r.declared()
	if r.separator == 0 {
		r.separator = separatorOf(text)
	}
	for r.at < len(r.text) {
		if err := r.row(); err != nil {
			return nil, 0, err
		}
	}
	return r.rows, rune(r.separator), nil
}

// decode refuses what is no UTF-8 text and says what it is, as far as the first bytes tell.
func decode(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return "", errs.New(errs.Invalid, "the file is an old or a locked Excel workbook").Because("open it and save it as XLSX without a password")
	case bytes.HasPrefix(content, []byte("%PDF")):
		return "", errs.New(errs.Invalid, "the file is a PDF, not a list").Because("send the list as CSV or XLSX")
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}), manyNULs(content):
		return "", saveAsUTF8(errs.New(errs.Invalid, "the file is written in UTF-16"))
	}
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	if at := bytes.IndexByte(content, 0); at >= 0 {
		return "", errs.New(errs.Invalid, "line {line} holds a NUL character, so this is no text", "line", lineAt(content, at)).Because("send the list as CSV or XLSX")
	}
	if !utf8.Valid(content) {
		at := 0
		for at < len(content) {
			r, n := utf8.DecodeRune(content[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return "", saveAsUTF8(errs.New(errs.Invalid, "line {line} is not valid UTF-8", "line", lineAt(content, at)))
	}
	text := string(content)
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // line ends of an old Macintosh
	}
	return text, nil
}

func saveAsUTF8(e *errs.Error) *errs.Error {
	return e.Because("in the spreadsheet choose \"Save as\" and \"CSV UTF-8\", or send the XLSX itself")
}

// manyNULs knows UTF-16 without a mark: every other byte of plain letters is zero.
func manyNULs(content []byte) bool {
	head := content[:min(len(content), 1000)]
	return len(head) > 3 && bytes.Count(head, []byte{0})*4 >= len(head)
}

func lineAt(content []byte, at int) string {
	return strconv.Itoa(1 + bytes.Count(content[:at], []byte{'\n'}))
}

// separatorOf finds the separator in the first lines: the one that is there most often outside of quotes, in the first
// line before all others, because that one holds plain names.
func separatorOf(text string) byte {
	const candidates = ";\t,"
	best, most := byte(','), 0
	for _, lines := range []int{1, 20} {
		for i := range len(candidates) {
			if n := count(text, candidates[i], lines); n > most {
				best, most = candidates[i], n
			}
		}
		if most > 0 {
			break
		}
	}
	return best
}

// count counts a separator outside of quotes in the first lines that are not empty.
func count(text string, separator byte, lines int) int {
	n, quoted, seen := 0, false, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == separator:
			n++
		case c == '\n' && seen:
			if lines--; lines == 0 {
				return n
			}
			seen = false
		}
		seen = seen || text[i] > ' '
	}
	return n
}

// textReader walks over CSV text. Rows count as a spreadsheet counts them: a line end inside of quotes begins no row.
type textReader struct {
	text      string
	at        int
	line      int // row as a spreadsheet counts
	separator byte
	cells     []Cell
	gather
}

// declared reads the line "sep=;" with which Excel is told the separator; 0 when there is none.
func (r *textReader) declared() byte {
	first, _, _ := strings.Cut(r.text, "\n")
	first = strings.TrimSuffix(first, "\r")
	if len(first) != 5 || !strings.EqualFold(first[:4], "sep=") || !strings.ContainsRune(";,\t|", rune(first[4])) {
		return 0
	}
	r.at, r.line = min(len(r.text), strings.IndexByte(r.text+"\n", '\n')+1), 2
	return first[4]
}

// row reads one row.
func (r *textReader) row() error {
	r.cells = r.cells[:0]
	for {
		text, end, err := r.cell()
		if err != nil {
			return err
		}
		if len(r.cells) > r.limits.Cells {
			return r.tooManyCells()
		}
		r.cells = append(r.cells, written(text))
		if end {
			break
		}
	}
	err := r.add(r.line, r.cells)
	r.line++
	return err
}

// cell reads one cell and the separator or line end behind it.
func (r *textReader) cell() (text string, end bool, err error) {
	if r.at < len(r.text) && r.text[r.at] == '"' {
		text, err = r.quoted()
	} else {
		rest := r.text[r.at:]
		n := strings.IndexAny(rest, string(rune(r.separator))+"\n")
		if n < 0 {
			n = len(rest)
		}
		text = rest[:n]
		r.at += n
	}
	if err != nil {
		return "", true, err
	}
	if r.at >= len(r.text) {
		return text, true, nil
	}
	end = r.text[r.at] == '\n'
	r.at++
	return text, end, nil
}

// quoted reads a cell in quotes up to the separator or line end, which it leaves.
func (r *textReader) quoted() (string, error) {
	var b strings.Builder
	r.at++
	for {
		n := strings.IndexByte(r.text[r.at:], '"')
		if n < 0 {
			return "", errs.New(errs.Invalid, "the quotes that open in cell {cell} never close", "cell", Letters(len(r.cells))+strconv.Itoa(r.line)).
				Because("close them, and write a quote inside of a quoted cell twice")
		}
		b.WriteString(r.text[r.at : r.at+n])
		r.at += n + 1
		if !strings.HasPrefix(r.text[r.at:], `"`) {
			break
		}
		b.WriteByte('"')
		r.at++
	}
	rest := r.text[r.at:]
	behind := len(rest) - len(strings.TrimLeft(rest, " \r"))
	if behind < len(rest) && rest[behind] != '\n' && rest[behind] != r.separator {
		return "", errs.New(errs.Invalid, "in cell {cell} text goes on behind the closing quote", "cell", Letters(len(r.cells))+strconv.Itoa(r.line)).
			Because("write a quote inside of a quoted cell twice")
	}
	r.at += behind
	return b.String(), nil
}
