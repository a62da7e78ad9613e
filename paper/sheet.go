package paper

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"kontor/day"
	"kontor/errs"
)

// Sheet is a titled document to be printed and signed: facts, tables and paragraphs under a title, with page numbers, and a
// code at the end by which a stranger can check it. The same sheet gives the same bytes, so that its hash can be kept.
type Sheet struct {
	House  string // stands above everything
	Title  string
	Sub    string // a line under the title
	On     day.Date
	Lang   string // of the words, for screen readers
	Blocks []Block
	Code   Code
	Page   func(n, all int) string // says "page 1 of 2"
}

// Block is a part of a sheet: Facts, Grid, Text or Sign.
type Block interface{ put(p *press) }

// Facts are labels and values under a heading; an empty value is left out.
type Facts struct {
	Title string
	Rows  [][2]string
}

// Grid is a table under a heading; columns named in Right hold figures.
type Grid struct {
	Title   string
	Columns []string
	Right   []int
	Rows    [][]string
}

// Text is paragraphs under a heading.
type Text struct {
	Title      string
	Paragraphs []string
}

// Sign are lines to write upon, each with what belongs there.
type Sign struct{ Labels []string }

// Code is what makes the sheet checkable: a text as a QR code, and sentences beside it.
type Code struct {
	Text  string
	Title string
	Says  []string
	Mark  string // stands at the foot of every page, so that pages cannot be exchanged
}

// Measures of the page in millimetres, of letters in points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	marginSide, marginTop = 22.0, 18.0
	marginFoot            = 21.0
	textWidth             = pageWidth - 2*marginSide
	labelWidth            = 50.0
	codeSide              = 30.0
	gap                   = 3.0
	lead                  = 0.46 // millimetres of line height for a point of letter size
	titleSize, headSize   = 19.0, 11.5
	bodySize, smallSize   = 9.5, 7.5
)

//go:embed font/NotoSans-Regular.ttf
var fontRegular []byte

//go:embed font/NotoSans-Bold.ttf
var fontBold []byte

// press is a sheet on its way to paper.
type press struct {
	pdf *fpdf.Fpdf
	y   float64
}

// PDF writes the sheet.
//
// Errors: Internal when the code does not fit, or the writer fails.
func (s Sheet) PDF() ([]byte, error) {
	p := &press{pdf: fpdf.New("P", "mm", "A4", "")}
	p.pdf.AddUTF8FontFromBytes("sans", "", slices.Clone(fontRegular))
	p.pdf.AddUTF8FontFromBytes("sans", "B", slices.Clone(fontBold))
	p.pdf.SetCatalogSort(true)
	p.pdf.SetCreationDate(s.made())
	p.pdf.SetModificationDate(s.made())
	p.pdf.SetProducer("Kontor", true)
	p.pdf.SetAuthor(clean(s.House), true)
	p.pdf.SetTitle(clean(s.Title+" "+s.Sub), true)
	p.pdf.SetLang(s.Lang)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetCellMargin(0)
	p.pdf.SetMargins(marginSide, marginTop, marginSide)
	p.newPage()
	if err := p.head(s); err != nil {
		return nil, err
	}
	for _, b := range s.Blocks {
		b.put(p)
	}
	p.check(s.Code)
	p.feet(s)
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return nil, errs.Wrap("paper.sheet", err)
	}
	return out.Bytes(), nil
}

// made is the moment that the file bears: the beginning of its day, whenever it is printed.
func (s Sheet) made() time.Time {
	return time.Unix(0, 0).UTC().AddDate(0, 0, s.On.Sub(day.MustOf(1970, 1, 1)))
}

// clean keeps what the font can print: Latin, Cyrillic and Greek letters and the usual signs, in composed form.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r >= ' ' && r <= '~' || r >= 0xA0 && r <= 0x24F || unicode.Is(signs, r):
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\u200b' || r == '\ufeff':
			return -1
		}
		return unicode.ReplacementChar
	}, norm.NFC.String(text))
}

// signs are the ranges of the embedded font beside the first ones of Latin.
var signs = &unicode.RangeTable{R16: []unicode.Range16{{0x0300, 0x0304, 1}, {0x0306, 0x030c, 1}, {0x0386, 0x0386, 1}, {0x0391, 0x03a1, 1}, {0x03a3, 0x03ce, 1},
	{0x0400, 0x052f, 1}, {0x1e00, 0x1eff, 1}, {0x2010, 0x2015, 1}, {0x2018, 0x201e, 1}, {0x2020, 0x2022, 1}, {0x2026, 0x2026, 1}, {0x202f, 0x202f, 1}, {0x2030, 0x2030, 1},
	{0x2032, 0x2033, 1}, {0x2039, 0x203a, 1}, {0x20ac, 0x20ac, 1}, {0x20bd, 0x20bd, 1}, {0x2116, 0x2116, 1}, {0x2122, 0x2122, 1}, {0x2212, 0x2212, 1}, {0x2260, 0x2260, 1}, {0x2264, 0x2265, 1}}}
