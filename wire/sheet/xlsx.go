package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"kontor/errs"
)

// The parts of a workbook are read here as a stream, not through excelize, which unpacks a sheet into memory cell by
// cell, fills up rows that a file of a few bytes can make a million, and does not tell a formula from its last result.

const maxParts = 4096 // of a workbook; real ones have dozens

// workbook is an XLSX with what its cells refer to.
type workbook struct {
	files   map[string]*zip.File
	budget  int64 // bytes that may still be unpacked
	most    int64
	strings []string
	days    []bool // by style: shows a day
	since04 bool   // days count from 1904
}

// readWorkbook reads the first visible sheet.
func readWorkbook(content []byte, limits Limits) ([]Row, error) {
	if countParts(content) > maxParts {
		return nil, errs.New(errs.TooLarge, "the workbook has more than {n} parts", "n", maxParts).Because("copy the list into a new workbook")
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, damaged(err)
	}
	b := &workbook{files: make(map[string]*zip.File, len(archive.File)), budget: limits.Unpacked, most: limits.Unpacked}
	for _, f := range archive.File {
		b.files[strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))] = f
	}
	if b.files["xl/workbook.xml"] == nil {
		return nil, b.foreign()
	}
	name, err := b.firstSheet()
	if err != nil {
		return nil, err
	}
	if err := b.readStrings(limits); err != nil {
		return nil, err
	}
	if err := b.readStyles(); err != nil {
		return nil, err
	}
	return b.readSheet(name, limits)
}

// foreign says what an archive is that is no XLSX.
func (b *workbook) foreign() error {
	switch {
	case b.files["xl/workbook.bin"] != nil:
		return errs.New(errs.Invalid, "the file is a binary workbook (XLSB)").Because("open it and save it as XLSX")
	case b.files["content.xml"] != nil:
		return errs.New(errs.Invalid, "the file is an OpenDocument").Because("open it and save it as XLSX")
	}
	return errs.New(errs.Invalid, "the file is an archive, not a workbook").Because("take the list out and send it as CSV or XLSX")
}

func damaged(cause error) error {
	e := errs.New(errs.Invalid, "the workbook is damaged").Because("open it in a spreadsheet, save it again as XLSX and send that")
	e.Cause = cause
	return e
}

// countParts reads how many parts the archive says it has, before a reader makes room for them.
func countParts(content []byte) int {
	at := bytes.LastIndex(content, []byte("PK\x05\x06"))
	if at < 0 || at+12 > len(content) {
		return 0 // the reader of archives will say what is wrong
	}
	return int(binary.LittleEndian.Uint16(content[at+10:]))
}

// limit counts what is unpacked of a part, against what all parts together may unpack to.
func (b *workbook) limit(r io.Reader) io.Reader { return &limited{r, b} }

type limited struct {
	r io.Reader
	b *workbook
}

var errUnpacked = errors.New("unpacked size")

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.b.budget -= int64(n); l.b.budget < 0 {
		return 0, errUnpacked
	}
	return n, err
}

// walk hands the opening tags and texts of a part to see; a part that is not there is empty.
func (b *workbook) walk(name string, see func(d *xml.Decoder, t xml.StartElement) error) error {
	f := b.files[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer r.Close() // only read: nothing can be lost
	d := xml.NewDecoder(b.limit(r))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			if start, ok := token.(xml.StartElement); ok {
				err = see(d, start)
			}
		}
		if err != nil {
			return b.explain(err)
		}
	}
}

func (b *workbook) explain(err error) error {
	var own *errs.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, errUnpacked):
		return errs.New(errs.TooLarge, "the workbook unpacks to more than {most}", "most", size(b.most)).
			Because("copy only the cells of the list into a new workbook")
	}
	return damaged(err)
}

// firstSheet finds the part of the first sheet that is not hidden.
func (b *workbook) firstSheet() (string, error) {
	relation := ""
	err := b.walk("xl/workbook.xml", func(_ *xml.Decoder, t xml.StartElement) error {
		switch t.Name.Local {
		case "workbookPr":
			b.since04 = isTrue(attr(t, "date1904"))
		case "sheet":
			if state := attr(t, "state"); relation == "" && state != "hidden" && state != "veryHidden" {
				relation = attr(t, "id")
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	target := ""
	err = b.walk("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, t xml.StartElement) error {
		if t.Name.Local == "Relationship" && attr(t, "Id") == relation {
			target = attr(t, "Target")
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(target, "/") {
		target = "xl/" + target
	}
	target = strings.TrimPrefix(path.Clean(target), "/")
	if relation == "" || b.files[strings.ToLower(target)] == nil {
		return "", errs.New(errs.Invalid, "the workbook has no sheet that can be seen").Because("put the list on the first sheet")
	}
	return target, nil
}

// readStrings reads the texts that cells share.
func (b *workbook) readStrings(limits Limits) error {
	return b.walk("xl/sharedStrings.xml", func(d *xml.Decoder, t xml.StartElement) error {
		if t.Name.Local != "si" {
			return nil
		}
		if len(b.strings) > limits.Cells {
			return (&gather{limits: limits}).tooManyCells()
		}
		text, err := richText(d)
		b.strings = append(b.strings, text)
		return err
	})
}

// richText is the text of an element without its reading aids (rPh), up to its end.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	inText, skip := false, 0
	for depth := 1; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" || skip > 0 {
				skip++
			}
		case xml.EndElement:
			depth--
			inText = false
			skip = max(0, skip-1)
		case xml.CharData:
			if inText && skip == 0 {
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// readStyles learns which styles show a day.
func (b *workbook) readStyles() error {
	codes := map[string]string{}
	inCells := false
	return b.walk("xl/styles.xml", func(_ *xml.Decoder, t xml.StartElement) error {
		switch t.Name.Local {
		case "numFmt":
			codes[attr(t, "numFmtId")] = attr(t, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				id := attr(t, "numFmtId")
				b.days = append(b.days, showsDay(id, codes[id]))
			}
		}
		return nil
	})
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(v string) bool { return v == "1" || v == "true" }
