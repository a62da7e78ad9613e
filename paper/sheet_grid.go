package paper

import "slices"

const (
	cellPad  = 0.9 // above and below the letters of a cell
	cellSide = 3.0 // between two columns
)

func (g Grid) put(p *press) {
	if len(g.Rows) == 0 {
		return
	}
	p.heading(g.Title, 4*bodySize*lead)
	widths := g.widths(p)
	g.row(p, widths, g.Columns, "B", smallSize+0.5)
	for _, row := range g.Rows {
		g.row(p, widths, row, "", bodySize-0.5)
	}
	p.y += gap / 2
}

// row writes one row, kept whole unless it is higher than a page; on a new page the heads come first.
func (g Grid) row(p *press, widths []float64, cells []string, style string, size float64) {
	p.font(style, size)
	wrapped := make([][]string, len(cells))
	most := 1
	for n, cell := range cells {
		wrapped[n] = p.wrap(cell, widths[n]-g.side(n))
		most = max(most, len(wrapped[n]))
	}
	if p.room(float64(most)*size*lead+2*cellPad) && style == "" {
		g.row(p, widths, g.Columns, "B", smallSize+0.5)
	}
	p.y += cellPad
	for line := range most {
		if p.room(size*lead) && style == "" {
			p.y += cellPad
		}
		p.font(style, size)
		p.ink(black)
		if style == "B" {
			p.ink(grey)
		}
		at, x := p.y, marginSide
		for n := range cells {
			if line < len(wrapped[n]) {
				align := "L"
				if slices.Contains(g.Right, n) {
					align = "R"
				}
				p.y = at
				p.lines(wrapped[n][line:line+1], x, widths[n]-g.side(n), size, align)
			}
			x += widths[n]
		}
		p.y = at + size*lead
	}
	p.y += cellPad
	if style == "B" {
		p.rule(black, 0.25)
	} else {
		p.rule(215, 0.15)
	}
}

// widths gives every column what its longest cell needs; when that is too much together, the widest give way to a common
// most; what is left over is shared out.
func (g Grid) widths(p *press) []float64 {
	out := make([]float64, len(g.Columns))
	measure := func(cells []string, style string, size float64) {
		p.font(style, size)
		for n, cell := range cells {
			for _, line := range p.wrap(cell, textWidth) {
				out[n] = max(out[n], p.pdf.GetStringWidth(line)+g.side(n)+0.1)
			}
		}
	}
	measure(g.Columns, "B", smallSize+0.5)
	for _, row := range g.Rows {
		measure(row, "", bodySize-0.5)
	}
	total := 0.0
	for _, w := range out {
		total += w
	}
	if total > textWidth {
		return level(out, textWidth)
	}
	for n := range out {
		out[n] += (textWidth - total) / float64(len(out))
	}
	return out
}

// side is the room at the right of a column; the last one ends with the page.
func (g Grid) side(column int) float64 {
	if column == len(g.Columns)-1 {
		return 0
	}
	return cellSide
}

// level lowers the largest until all sum to the room there is.
func level(wanted []float64, room float64) []float64 {
	low, high := 0.0, room
	for range 50 {
		most, sum := (low+high)/2, 0.0
		for _, w := range wanted {
			sum += min(w, most)
		}
		if sum > room {
			high = most
		} else {
			low = most
		}
	}
	out := make([]float64, len(wanted))
	for n, w := range wanted {
		out[n] = min(w, low)
	}
	return out
}
