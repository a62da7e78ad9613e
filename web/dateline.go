package web

import (
	"strconv"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// dateLine is the life line of a promise as a picture: its dates on one line, today among them. Who cannot see it has the table below.
type dateLine struct {
	Today  float64 // where today lies, in the units of the picture
	Shown  bool    // today lies within the picture
	Marks  []dateMark
	Alarms []float64
	Height float64
	Title  string
	Says   string
}

// dateMark is one date with its label.
type dateMark struct {
	X, LabelX float64
	Y         float64 // of the label
	Anchor    string  // start, middle, end: how the label lies at its x
	Label, On string
	Past      bool
	Act       bool // something has to be done by then
}

// The picture is so wide, in its own units; what a letter of a label takes is counted generously, because fonts differ.
const (
	dateLineWidth  = 1000.0
	dateLineEdge   = 8.0
	dateLetter     = 7.6
	dateLabelLine  = 34.0
	dateLineRows   = 5
	dateLabelSpace = 10.0
)

// drawDates lays the dates out: x by the day, labels in as few rows as keep them apart.
func drawDates(l lang.Lang, marks []desk.Mark, today day.Date) dateLine {
	line := dateLine{Title: l.T("Dates")}
	if len(marks) == 0 {
		return line
	}
	first, last := marks[0].On, marks[0].On
	for _, m := range marks {
		first, last = min(first, m.On), max(last, m.On)
	}
	at := datePlaces(first, last, today)
	if line.Shown = today >= first && today <= last; line.Shown {
		line.Today = at(today)
	}
	var ends [dateLineRows]float64 // where the last label of each row ends
	for n := range ends {
		ends[n] = -dateLineWidth
	}
	rows := 0
	for _, m := range together(marks) {
		if m.Alarm {
			line.Alarms = append(line.Alarms, at(m.On))
			continue
		}
		mark := dateMark{X: at(m.On), Label: sentenceStart(l.Say(m.Label)), On: l.Date(m.On), Past: m.On < today, Act: m.Act && m.On >= today}
		wide := dateLetter * float64(max(len([]rune(mark.Label)), len([]rune(mark.On))))
		from := mark.X - wide/2
		mark.LabelX, mark.Anchor = mark.X, "middle"
		if from < 0 {
			from, mark.LabelX, mark.Anchor = 0, 0, "start"
		}
		if from+wide > dateLineWidth {
			from, mark.LabelX, mark.Anchor = dateLineWidth-wide, dateLineWidth, "end"
		}
		row := 0
		for row < dateLineRows-1 && ends[row]+dateLabelSpace > from {
			row++
		}
		ends[row] = from + wide
		rows = max(rows, row+1)
		mark.Y = 44 + dateLabelLine*float64(row)
		line.Marks = append(line.Marks, mark)
	}
	line.Height = 44 + dateLabelLine*float64(rows)
	return line
}

// datePlaces says where a day lies. What is still to come gets most of the room, because it is what people plan by.
func datePlaces(first, last, today day.Date) func(day.Date) float64 {
	from, to := dateLineEdge, dateLineWidth-dateLineEdge
	between := func(a, b day.Date, left, right float64) func(day.Date) float64 {
		return func(d day.Date) float64 { return left + (right-left)*float64(d.Sub(a))/float64(max(1, b.Sub(a))) }
	}
	if today <= first || today >= last {
		return between(first, last, from, to)
	}
	const here = dateLineWidth * 0.35
	past, future := between(first, today, from, here), between(today, last, here, to)
	return func(d day.Date) float64 {
		if d < today {
			return past(d)
		}
		return future(d)
	}
}

// together joins the labels of one day.
func together(marks []desk.Mark) []desk.Mark {
	var out []desk.Mark
	for _, m := range marks {
		if n := len(out) - 1; n >= 0 && !m.Alarm && !out[n].Alarm && out[n].On == m.On {
			out[n].Label = errs.T("{one}, {other}", "one", out[n].Label, "other", m.Label)
			out[n].Act = out[n].Act || m.Act
			continue
		}
		out = append(out, m)
	}
	return out
}

// units writes a length of the picture.
func units(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
