package paper

import (
	"slices"
	"strings"

	"rsc.io/qr"

	"kontor/errs"
)

// ink is black with that much white in it, 0 to 255.
func (p *press) ink(white int) { p.pdf.SetTextColor(white, white, white) }

const (
	black = 20
	grey  = 105
)

func (p *press) font(style string, size float64) { p.pdf.SetFont("sans", style, size) }

func (p *press) newPage() {
	p.pdf.AddPage()
	p.y = marginTop
}

// room makes sure that so much fits on the page.
func (p *press) room(height float64) (turned bool) {
	if p.y+height <= pageHeight-marginFoot || p.y == marginTop {
		return false
	}
	p.newPage()
	return true
}

func (p *press) rule(white int, width float64) {
	p.pdf.SetDrawColor(white, white, white)
	p.pdf.SetLineWidth(width)
	p.pdf.Line(marginSide, p.y, pageWidth-marginSide, p.y)
}

// head writes the house, the title and, at its right, the code.
func (p *press) head(s Sheet) error {
	p.font("B", smallSize+1)
	p.ink(grey)
	p.lines(p.wrap(s.House, textWidth), marginSide, textWidth, smallSize+1, "L")
	p.y += 1.5
	p.rule(black, 0.5)
	p.y += 5
	top, width := p.y, textWidth
	if s.Code.Text != "" {
		if err := p.qr(s.Code.Text, pageWidth-marginSide-codeSide, top); err != nil {
			return err
		}
		width -= codeSide + 2*gap
	}
	p.font("B", titleSize)
	p.ink(black)
	p.lines(p.wrap(s.Title, width), marginSide, width, titleSize, "L")
	p.y += 1
	p.font("", headSize)
	p.ink(grey)
	p.lines(p.wrap(s.Sub, width), marginSide, width, headSize, "L")
	p.y += 4
	if s.Code.Text != "" {
		p.y = max(p.y, top+codeSide+1)
	}
	return nil
}

// qr draws the code with its left upper corner at a point.
func (p *press) qr(text string, left, top float64) error {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return errs.Wrap("paper.code", err)
	}
	cell := codeSide / float64(code.Size)
	p.pdf.SetFillColor(0, 0, 0)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				p.pdf.Rect(left+float64(from)*cell, top+float64(y)*cell, float64(x-from)*cell, cell+0.01, "F") // no seam between rows
			}
		}
	}
	return nil
}

// heading keeps a heading together with so much of what follows.
func (p *press) heading(title string, follows float64) {
	if title == "" {
		return
	}
	p.font("B", headSize)
	p.room(headSize*lead + 2*gap + follows)
	p.ink(black)
	p.y += gap
	p.font("B", headSize)
	p.lines(p.wrap(title, textWidth), marginSide, textWidth, headSize, "L")
	p.y += 1
}

// lines writes lines one under the other from here on.
func (p *press) lines(lines []string, x, width, size float64, align string) {
	for _, line := range lines {
		p.pdf.SetXY(x, p.y)
		p.pdf.CellFormat(width, size*lead, line, "", 0, align+"M", false, 0, "")
		p.y += size * lead
	}
}

// wrap breaks a text into lines of the width, between words where it can; what has no blanks is broken where it must.
func (p *press) wrap(text string, width float64) []string {
	var out []string
	for _, paragraph := range strings.Split(strings.TrimRight(clean(text), "\n"), "\n") {
		for {
			cut := p.fits(paragraph, width)
			out = append(out, strings.TrimRight(paragraph[:cut], " "))
			if paragraph = strings.TrimLeft(paragraph[cut:], " "); paragraph == "" {
				break
			}
		}
	}
	return out
}

// fits is how many bytes of a text stand on a line of the width: to the last blank if there is one, else to the last sign that
// parts words if that is not too early, at least one letter. Letters stand side by side, so that their widths add up.
func (p *press) fits(text string, width float64) int {
	used, blank, sign := 0.0, 0, 0
	for at, r := range text {
		w := p.pdf.GetStringWidth(string(r))
		if used+w > width && at > 0 && r != ' ' {
			switch {
			case blank > 0:
				return blank
			case sign > at/2:
				return sign
			}
			return at
		}
		used += w
		switch {
		case r == ' ':
			blank = at + 1
		case strings.ContainsRune("-/._:,;", r):
			sign = at + 1
		}
	}
	return len(text)
}

func (f Facts) put(p *press) {
	if !slices.ContainsFunc(f.Rows, func(row [2]string) bool { return row[1] != "" }) {
		return
	}
	p.heading(f.Title, 3*bodySize*lead)
	for _, row := range f.Rows {
		if row[1] == "" {
			continue
		}
		size := p.sizeFor(row[1], textWidth-labelWidth)
		p.font("", bodySize)
		label := p.wrap(row[0], labelWidth-gap)
		p.font("", size)
		value := p.wrap(row[1], textWidth-labelWidth)
		height := float64(max(len(label), len(value)))*bodySize*lead + 1.6
		for n := 0; n < len(value); n++ { // a long value goes on over the page
			if n == 0 && height < (pageHeight-marginTop-marginFoot)/3 {
				p.room(height)
			} else {
				p.room(bodySize * lead)
			}
			at := p.y
			if n < len(label) {
				p.font("", bodySize)
				p.ink(grey)
				p.lines(label[n:n+1], marginSide, labelWidth-gap, bodySize, "L")
			}
			p.y = at
			p.font("", size)
			p.ink(black)
			p.lines(value[n:n+1], marginSide+labelWidth, textWidth-labelWidth, size, "L")
			p.y = at + bodySize*lead
		}
		for n := len(value); n < len(label); n++ {
			p.font("", bodySize)
			p.ink(grey)
			p.lines(label[n:n+1], marginSide, labelWidth-gap, bodySize, "L")
		}
		p.y += 0.8
		p.rule(215, 0.15)
		p.y += 0.8
	}
}

// sizeFor prints one long word, such as a hash, in smaller letters when it fits on a line so.
func (p *press) sizeFor(value string, width float64) float64 {
	p.font("", bodySize)
	if strings.ContainsAny(value, " \n") || p.pdf.GetStringWidth(clean(value)) <= width {
		return bodySize
	}
	if p.font("", smallSize); p.pdf.GetStringWidth(clean(value)) > width {
		return bodySize
	}
	return smallSize
}

func (t Text) put(p *press) {
	p.heading(t.Title, 2*bodySize*lead)
	for _, paragraph := range t.Paragraphs {
		p.font("", bodySize+0.5)
		lines := p.wrap(paragraph, textWidth)
		for n := range lines {
			keep := 1.0
			if n == 0 && len(lines) > 1 || n == len(lines)-2 {
				keep = 2 // no line alone at the foot or the head of a page
			}
			p.room(keep * (bodySize + 0.5) * (lead + 0.03))
			p.font("", bodySize+0.5)
			p.ink(black)
			p.lines(lines[n:n+1], marginSide, textWidth, bodySize+0.5, "L")
		}
		p.y += 2
	}
}

func (s Sign) put(p *press) {
	const height = 16.0
	p.room(height + gap)
	width := (textWidth - gap*float64(len(s.Labels)-1)) / float64(len(s.Labels))
	p.y += height
	top := p.y
	for n, label := range s.Labels {
		x := marginSide + float64(n)*(width+gap)
		p.y = top
		p.pdf.SetDrawColor(black, black, black)
		p.pdf.SetLineWidth(0.25)
		p.pdf.Line(x, p.y, x+width, p.y)
		p.y += 0.8
		p.font("", smallSize)
		p.ink(grey)
		p.lines(p.wrap(label, width), x, width, smallSize, "L")
	}
	p.y += gap
}

// check says what the code is for, below everything else.
func (p *press) check(c Code) {
	if c.Text == "" {
		return
	}
	p.font("", smallSize)
	var lines []string
	for _, says := range c.Says {
		lines = append(lines, p.wrap(says, textWidth)...)
	}
	p.room(2*gap + bodySize*lead + float64(len(lines))*smallSize*lead)
	p.y += gap
	p.rule(black, 0.25)
	p.y += gap / 2
	p.font("B", bodySize-1)
	p.ink(black)
	p.lines(p.wrap(c.Title, textWidth), marginSide, textWidth, bodySize-1, "L")
	p.font("", smallSize)
	p.ink(grey)
	p.lines(lines, marginSide, textWidth, smallSize, "L")
}

// feet writes the foot of every page, now that their number is known.
func (p *press) feet(s Sheet) {
	all := p.pdf.PageCount()
	for n := 1; n <= all; n++ {
		p.pdf.SetPage(n)
		p.y = pageHeight - marginFoot + 5
		p.rule(190, 0.15)
		p.y += 1
		p.font("", smallSize)
		p.ink(grey)
		at := p.y
		p.lines([]string{clean(s.Code.Mark)}, marginSide, textWidth*0.75, smallSize, "L")
		if s.Page != nil {
			p.y = at
			p.lines([]string{clean(s.Page(n, all))}, marginSide+textWidth*0.75, textWidth*0.25, smallSize, "R")
		}
	}
}
