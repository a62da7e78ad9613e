package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kontor/desk"
	"kontor/lang"
	"kontor/money"
	"kontor/turnover"
)

// picture writes the day's picture in plain characters, so that it reads the same in a terminal, a mail and a log.
type picture struct {
	w     io.Writer
	l     lang.Lang
	width int
}

// The picture fits into terminals of these widths; rows of a table beyond the most are counted only.
const (
	narrowest = 60
	widest    = 120
	mostRows  = 8
	mostTasks = 14
)

// writePicture writes what the first page shows: turnover against goal and floor, what is not covered, what lapses, who
// is late, what to do next.
func writePicture(w io.Writer, l lang.Lang, t desk.Today, width int) {
	p := picture{w, l, min(max(width, narrowest), widest)}
	p.line(t.House + " · " + l.DateLong(t.On))
	if !t.Turnover.Verdict.IsZero() {
		p.turnover(l.T("Turnover of the house"), t.Turnover, true)
		if t.Region != nil {
			p.turnover(l.T("Trade of the region"), *t.Region, false)
		}
		p.uncovered(t.Uncovered)
	}
	p.lapsing(t.Lapsing)
	if !t.Turnover.Verdict.IsZero() {
		p.late(t.Late)
		p.tasks(t.Tasks)
	}
}

func (p picture) line(text string) { fmt.Fprintln(p.w, strings.TrimRight(text, " ")) }

// head begins a part of the picture.
func (p picture) head(text string) {
	p.line("")
	p.line(text)
	p.line(strings.Repeat("-", min(utf8.RuneCountInString(text), p.width)))
}

// wrapped writes a text in lines that fit; later lines stand under the first letter.
func (p picture) wrapped(mark, text string) {
	indent, line := strings.Repeat(" ", utf8.RuneCountInString(mark)), mark
	fresh := true
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }) {
		if !fresh && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > p.width {
			p.line(line)
			line, fresh = indent, true
		}
		if !fresh {
			line += " "
		}
		line, fresh = line+word, false
	}
	p.line(line)
}

// turnover writes one measure: its sentence, the year by months if asked for, and the years.
func (p picture) turnover(title string, t turnover.Picture, months bool) {
	p.head(title)
	p.wrapped("", p.l.SayBriefly(t.Verdict))
	if t.Goal != nil {
		p.wrapped("", p.goal(t))
	}
	if months && t.YTD.Known > 0 {
		p.months(t)
	}
	p.years(t)
}

// goal says how far the goal is.
func (p picture) goal(t turnover.Picture) string {
	percent := int(t.YTD.USD.Minor / max(t.Goal.Amount.Minor/100, 1))
	text := p.l.T("Goal {goal}: {percent} % reached.", "goal", p.l.Short(t.Goal.Amount), "percent", percent)
	switch {
	case t.Pace.Known && t.Pace.Gap.Minor > 0:
		text += " " + p.l.T("At this pace the year ends at {projected}, {gap} below the goal.", "projected", p.l.Short(t.Pace.Projected), "gap", p.l.Short(t.Pace.Gap))
	case t.Pace.Known:
		text += " " + p.l.T("At this pace the year ends at {projected} and the goal is reached.", "projected", p.l.Short(t.Pace.Projected))
	}
	if t.Watch != nil && t.Watch.Trailing.Complete() {
		text += " " + p.l.T("Last twelve months: {sum}; floor {floor}.", "sum", p.l.Short(t.Watch.Trailing.USD), "floor", p.l.Short(t.Watch.Floor))
	}
	return text
}

// monthRows is the height of the picture of a year.
const monthRows = 6

// months draws the months of the year as columns, the year before beside each: # this year, : the year before.
func (p picture) months(t turnover.Picture) {
	most := int64(1)
	for _, m := range t.Months {
		most = max(most, m.USD.Minor, m.LastYear.Minor)
	}
	p.line("")
	for row := monthRows; row >= 1; row-- {
		left := "      "
		if row == monthRows {
			left = fmt.Sprintf("%5.1f ", majorMillions(money.Of(most, turnover.USD)))
		}
		var b strings.Builder
		for _, m := range t.Months {
			b.WriteString(mark(m.LastYear.Minor, most, row, ":") + mark(m.USD.Minor, most, row, "#") + "  ")
		}
		p.line(left + "| " + b.String())
	}
	p.line("      +" + strings.Repeat("-", 4*len(t.Months)))
	names := "        "
	for _, m := range t.Months {
		names += fmt.Sprintf("%-4s", fmt.Sprintf("%02d", m.Month.Number()))
	}
	p.line(names)
	p.wrapped("        ", p.l.T("# {year}, : {before}, in millions of USD a month", "year", strconv.Itoa(t.Year), "before", strconv.Itoa(t.Year-1)))
}

// mark draws one cell of a column: filled when the value reaches at least the middle of the row.
func mark(value, most int64, row int, sign string) string {
	if value > 0 && (row == 1 || value*2*monthRows >= most*int64(2*row-1)) {
		return sign
	}
	return " "
}

func majorMillions(a money.Amount) float64 { return float64(a.Minor) / 1e8 }

// years draws a bar for each year, with the floor and the goal as marks.
func (p picture) years(t turnover.Picture) {
	if len(t.Years) == 0 {
		return
	}
	bar := min(p.width-24, 60)
	most := int64(1)
	for _, y := range t.Years {
		most = max(most, y.USD.Minor)
	}
	if t.Goal != nil {
		most = max(most, t.Goal.Amount.Minor)
	}
	at := func(minor int64) int { return int(minor * int64(bar) / most) }
	p.line("")
	for _, y := range t.Years {
		cells := []rune(strings.Repeat("#", at(y.USD.Minor)) + strings.Repeat(" ", bar+1-at(y.USD.Minor)))
		if t.Goal != nil {
			cells[at(t.Goal.Amount.Minor)] = 'G'
			cells[at(t.Goal.Floor.Minor)] = '|'
		}
		p.line(fmt.Sprintf("%4d  %s  %s", y.Year, string(cells), p.l.Short(y.USD)))
	}
	if t.Goal != nil && t.Goal.Floor != t.Goal.Amount {
		p.wrapped("      ", p.l.T("| floor {floor}, G goal {goal}", "floor", p.l.Short(t.Goal.Floor), "goal", p.l.Short(t.Goal.Amount)))
	} else if t.Goal != nil {
		p.wrapped("      ", p.l.T("| goal and floor {goal}", "goal", p.l.Short(t.Goal.Amount)))
	}
}

func (p picture) uncovered(u desk.Uncovered) {
	p.head(p.l.T("Uncovered exposure"))
	switch {
	case len(u.Deals) == 0:
		p.wrapped("", p.l.T("Every machine that is out is covered on every day to the end of its contract."))
		return
	case u.Soon.IsZero():
		p.wrapped("", p.l.T("Nothing is missing in the next 90 days; {n} deals have a later day without cover, the first on {day}.", "n", len(u.Deals), "day", p.l.DateLong(u.First)))
	default:
		p.wrapped("", p.l.T("Missing today: {now}.", "now", p.l.Short(u.Now))+" "+
			p.l.T("In the next 90 days up to {amount} are missing; {n} deals have a day without cover, the first on {day}.", "amount", p.l.Short(u.Soon), "n", len(u.Deals), "day", p.l.DateLong(u.First)))
	}
	var rows [][]string
	for _, d := range u.Deals {
		rows = append(rows, []string{d.Deal.Text, d.Customer.Text, p.l.Date(d.From), p.amount(d.Missing)})
	}
	p.table(rows, 1)
}

func (p picture) lapsing(all []desk.Lapsing) {
	p.head(p.l.T("Guarantees about to lapse"))
	if len(all) == 0 {
		p.wrapped("", p.l.T("No guarantee that secures anything lapses in the next 90 days."))
	}
	var rows [][]string
	for _, g := range all {
		rows = append(rows, []string{g.Guarantee.Text, g.Guarantor.Text, p.l.Date(g.ExpiresOn), p.l.T("{n} days", "n", g.Days), p.amount(g.Pledged)})
	}
	p.table(rows, 1)
}

func (p picture) late(all []desk.Late) {
	p.head(p.l.T("Who is late"))
	if len(all) == 0 {
		p.wrapped("", p.l.T("Nobody is late."))
	}
	var rows [][]string
	for _, d := range all {
		rows = append(rows, []string{d.Deal.Text, d.Customer.Text, p.l.T("{n} days", "n", d.Days), p.amount(d.Overdue), p.l.Word(d.Stage)})
	}
	p.table(rows, 1)
}

func (p picture) tasks(all []desk.Task) {
	p.head(p.l.T("Needs you today ({count})", "count", len(all)))
	if len(all) == 0 {
		p.wrapped("", p.l.T("Nothing waits for you. What comes up stands here the moment it does."))
	}
	for _, t := range all[:min(len(all), mostTasks)] {
		mark := "  - "
		if t.Act {
			mark = "  ! "
		}
		p.wrapped(mark, p.l.SayBriefly(t.Text))
	}
	if rest := len(all) - mostTasks; rest > 0 {
		p.line("    " + p.l.T("{count} more", "count", rest))
	}
}

// amount writes an amount in full where there is room.
func (p picture) amount(a money.Amount) string {
	if p.width < 80 {
		return p.l.Short(a)
	}
	return p.l.Amount(a)
}

// table writes rows in columns; the column of names gives way when a line would be too long.
func (p picture) table(rows [][]string, names int) {
	if len(rows) == 0 {
		return
	}
	more := len(rows) - mostRows
	rows = rows[:min(len(rows), mostRows)]
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	sum := 0
	for _, w := range width {
		sum += w + 2
	}
	width[names] = max(6, width[names]-max(0, sum-p.width))
	for _, row := range rows {
		text := "  "
		for i, cell := range row {
			if r := []rune(cell); len(r) > width[i] {
				cell = string(r[:width[i]-1]) + "…"
			}
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i > names && looksLikeNumber(cell) && strings.Contains(cell, "\u00a0") { // amounts stand right
				text += pad + cell + "  "
			} else {
				text += cell + pad + "  "
			}
		}
		p.line(text)
	}
	if more > 0 {
		p.line("  " + p.l.T("{count} more", "count", more))
	}
}
