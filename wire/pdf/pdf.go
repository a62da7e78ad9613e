// Package pdf reads the words of a PDF file: what a person would copy out of it, line by line.
//
// It is for the text of a guarantee that came as a file, so that it can be compared and checked. A scan has no words, and an encrypted
// file keeps them: both give none. Whatever the file holds, reading ends within bounds and never panics. The hash of a file is that of
// all its bytes; nothing here takes part in it.
package pdf

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/ledongthuc/pdf"

	"kontor/errs"
)

// Bounds of one file.
const (
	MaxBytes  = 25 << 20
	pagesMost = 400
	textMost  = 4 << 20
	pageMost  = 16 << 20 // bytes of one page's drawing after it is unpacked
	readMost  = 64       // how often the file may be read over
)

// Is reports whether the bytes begin like a PDF file.
func Is(b []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(b[:min(len(b), 1024)], "\x00\t\r\n "), []byte("%PDF-"))
}

var errTooMuch = errors.New("more than the bounds of one file")

// Text is the text of the file, its lines as they stand on the pages.
//
// Errors: TooLarge; Invalid when the file cannot be read or holds no words.
func Text(b []byte) (text string, err error) {
	if len(b) > MaxBytes {
		return "", errs.New(errs.TooLarge, "the file is larger than {most} MiB", "most", MaxBytes>>20)
	}
	defer func() {
		if caught := recover(); caught != nil {
			text, err = "", unreadable()
		}
	}()
	r, err := pdf.NewReader(&metered{Reader: bytes.NewReader(b), left: readMost * (int64(len(b)) + 1<<20)}, int64(len(b)))
	if err != nil {
		return "", unreadable()
	}
	var out strings.Builder
	for n := 1; n <= min(r.NumPage(), pagesMost); n++ {
		page := r.Page(n)
		if page.V.IsNull() {
			continue
		}
		if err := bounded(page); err != nil {
			return "", unreadable()
		}
		write(&out, page.Content().Text)
		out.WriteString("\n")
		if out.Len() > textMost {
			return "", errs.New(errs.TooLarge, "the file holds more text than {most} MiB", "most", textMost>>20)
		}
	}
	text = strings.TrimSpace(out.String())
	if text == "" {
		return "", errs.New(errs.Invalid, "the file holds no words, only pictures").Because("paste the text of the guarantee")
	}
	return text, nil
}

func unreadable() error {
	return errs.New(errs.Invalid, "the text of the file cannot be read").Because("paste the text of the guarantee")
}

// bounded refuses a page whose drawing unpacks to more than a page can need.
func bounded(p pdf.Page) error {
	contents := p.V.Key("Contents")
	var all int64
	one := func(v pdf.Value) error {
		if v.Kind() != pdf.Stream {
			return nil
		}
		r := v.Reader()
		defer r.Close()
		n, err := io.CopyN(io.Discard, r, pageMost+1-all)
		if all += n; all > pageMost {
			return errTooMuch
		}
		if err != nil && err != io.EOF {
			return err
		}
		return nil
	}
	if contents.Kind() == pdf.Array {
		for i := range min(contents.Len(), 1000) {
			if err := one(contents.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return one(contents)
}

// write joins the signs of a page into lines: a new height begins a new line, a gap is a blank.
func write(out *strings.Builder, signs []pdf.Text) {
	var last pdf.Text
	for n, t := range signs {
		size := max(t.FontSize, 1)
		switch dy := last.Y - t.Y; {
		case n == 0:
		case dy > 1.8*size:
			out.WriteString("\n\n")
		case dy > size/2 || dy < -size/2:
			out.WriteString("\n")
		case t.X-(last.X+last.W) > size/5 && last.S != " " && t.S != " ":
			out.WriteString(" ")
		}
		out.WriteString(clean(t.S))
		last = t
	}
}

// clean leaves out what is no sign of a text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == 0xa0 {
			return ' '
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// metered is a file that may be read over only so often: a file that points at itself ends in an error, not in a loop.
type metered struct {
	*bytes.Reader
	left int64
}

func (m *metered) ReadAt(b []byte, at int64) (int, error) {
	if m.left -= int64(len(b)); m.left < 0 {
		panic(errTooMuch) // the reader of the format ignores errors here and there
	}
	return m.Reader.ReadAt(b, at)
}
