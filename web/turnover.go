package web

import (
	"net/http"
	"slices"
	"strconv"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
	"kontor/store"
	"kontor/turnover"
)

// turnoverPage are both measures of turnover with all that is known of them.
type turnoverPage struct {
	frame
	House, Region  *turnover.Picture // Region is nil when no statistics are recorded
	HousePictures  turnoverPictures
	RegionPictures turnoverPictures
	Verbs          []recordVerb
}

func showTurnover(v *visit) error {
	t, err := v.desk.ReadToday(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := turnoverPage{frame: v.frame(v.lang.T("Turnover")), House: &t.Turnover, Region: t.Region, HousePictures: drawTurnover(v.lang, t.Turnover)}
	if t.Region != nil {
		p.RegionPictures = drawTurnover(v.lang, *t.Region)
	}
	for _, name := range []string{"goal.set", "turnover.record"} {
		if c, ok := desk.FindCommand(name); ok && slices.Contains(c.Describe().Roles, v.actor.Role) {
			p.Verbs = append(p.Verbs, recordVerb{v.lang.T(c.Describe().Title), "/do/" + name})
		}
	}
	p.Charts = true
	return v.write(http.StatusOK, turnoverTemplate(p))
}

// turnoverPictures are the year as a rising line against the way to the goal, and the years side by side.
type turnoverPictures struct{ Year, Years picture }

func drawTurnover(l lang.Lang, p turnover.Picture) turnoverPictures {
	return turnoverPictures{yearPicture(l, p), yearsPicture(l, p)}
}

// yearPicture sums the months up: this year, last year, and where the goal would be by then in a usual year.
func yearPicture(l lang.Lang, p turnover.Picture) picture {
	now := line{Label: strconv.Itoa(p.Year), Look: "line", Tone: "accent"}
	last := line{Label: strconv.Itoa(p.Year - 1), Look: "line", Tone: "muted"}
	path := line{Label: l.T("Way to the goal"), Look: "dash", Tone: "ink"}
	out := picture{Title: l.T("Turnover {year}, summed up", "year", strconv.Itoa(p.Year)), Unit: "USD", Says: paceText(l, p), Heads: []desk.Head{
		{Title: l.T("Month"), Kind: store.Text}, {Title: l.T("Turnover"), Kind: store.Money}, {Title: l.T("Since January"), Kind: store.Money},
		{Title: l.T("Way to the goal"), Kind: store.Money}, {Title: l.T("A year before"), Kind: store.Money}}}
	var before money.Amount
	for n, m := range p.Months {
		out.X = append(out.X, int64(n))
		out.Names = append(out.Names, monthName(l, m.Month))
		now.Values = append(now.Values, known(m.YTD))
		path.Values = append(path.Values, known(m.Path))
		if m.LastYear.Currency != "" {
			before = money.Of(before.Minor+m.LastYear.Minor, m.LastYear.Currency)
			last.Values = append(last.Values, point(before))
		} else {
			last.Values = append(last.Values, nil)
		}
		name := monthName(l, m.Month)
		if m.UnderWay {
			name = l.T("{month}, under way", "month", name)
		}
		out.Rows = append(out.Rows, []any{name, m.USD, m.YTD, m.Path, m.LastYear})
	}
	out.Series = []line{now, path, last}
	return out
}

// paceText says where the year ends at this pace.
func paceText(l lang.Lang, p turnover.Picture) string {
	switch {
	case !p.Pace.Known:
		return sentence(l.Say(p.Pace.Why))
	case p.Goal == nil:
		return l.T("At this pace the year ends at {projected}.", "projected", l.Short(p.Pace.Projected))
	case p.Pace.Gap.Minor > 0:
		return l.T("At this pace the year ends at {projected}, {gap} below the goal.", "projected", l.Short(p.Pace.Projected), "gap", l.Short(p.Pace.Gap))
	}
	return l.T("At this pace the year ends at {projected} and the goal is reached.", "projected", l.Short(p.Pace.Projected))
}

// known is a point of a picture, a hole where nothing is known.
func known(a money.Amount) *float64 {
	if a.Currency == "" {
		return nil
	}
	return point(a)
}

func yearsPicture(l lang.Lang, p turnover.Picture) picture {
	out := picture{Title: l.T("Turnover by year"), Unit: "USD", Low: true, Heads: []desk.Head{{Title: l.T("Year"), Kind: store.Text},
		{Title: l.T("Turnover"), Kind: store.Money}, {Title: l.T("Months known"), Kind: store.Text}}}
	bars := line{Label: l.T("Turnover"), Look: "bar", Tone: "muted"}
	floor := line{Label: l.T("Floor"), Look: "level", Tone: "ink"}
	for n, y := range p.Years {
		out.X = append(out.X, int64(n))
		out.Names = append(out.Names, strconv.Itoa(y.Year))
		bars.Values = append(bars.Values, point(y.USD))
		if p.Goal != nil {
			floor.Values = append(floor.Values, point(p.Goal.Floor))
		}
		out.Rows = append(out.Rows, []any{strconv.Itoa(y.Year), y.USD, l.T("{known} of {of}", "known", y.Known, "of", y.Of)})
	}
	out.Series = []line{bars}
	out.Says = l.T("{n} years are known.", "n", len(p.Years))
	if p.Goal != nil {
		out.Series = append(out.Series, floor)
		out.Says = l.T("The floor of any twelve months is {floor}.", "floor", l.Short(p.Goal.Floor))
	}
	return out
}

// monthName is the month without its year, as the language writes it inside a date.
func monthName(l lang.Lang, m turnover.Month) string {
	names := [12]string{l.T("Jan"), l.T("Feb"), l.T("Mar"), l.T("Apr"), l.T("May"), l.T("Jun"), l.T("Jul"), l.T("Aug"), l.T("Sep"), l.T("Oct"), l.T("Nov"), l.T("Dec")}
	return names[m.Number()-1]
}

func yearText(year int) string { return strconv.Itoa(year) }

// monthText is a month with its year.
func monthText(l lang.Lang, m turnover.Month) string {
	if m == 0 {
		return ""
	}
	return monthName(l, m) + " " + yearText(m.Year())
}

// paceFacts are the numbers behind the pace; their labels are said already.
func paceFacts(l lang.Lang, p turnover.Picture) []desk.Fact {
	facts := []desk.Fact{{Label: l.T("Known through"), Value: monthText(l, p.Through)}, {Label: l.T("Since January"), Value: p.YTD.USD}}
	if !p.Pace.Known {
		return append(facts, desk.Fact{Label: l.T("The year in equal months"), Value: p.Pace.Linear})
	}
	facts = append(facts, desk.Fact{Label: l.T("Part of a usual year that is over"), Value: errs.T("{percent} %", "percent", int(p.Pace.Done*100+0.5))},
		desk.Fact{Label: l.T("The year at this pace"), Value: p.Pace.Projected})
	if p.Goal == nil {
		return facts
	}
	facts = append(facts, desk.Fact{Label: l.T("Goal"), Value: p.Goal.Amount}, desk.Fact{Label: l.T("Missing to the goal"), Value: p.Pace.Gap})
	if p.Pace.RequiredNext.Currency != "" {
		facts = append(facts, desk.Fact{Label: l.T("The next month must bring"), Value: p.Pace.RequiredNext})
	}
	if p.Goal.Reason != "" {
		facts = append(facts, desk.Fact{Label: l.T("Why this goal"), Value: p.Goal.Reason})
	}
	return facts
}

// floorText is where the last twelve months stand against the floor, in one or two sentences.
func floorText(l lang.Lang, w *turnover.Watch) string {
	if w == nil {
		return l.T("No floor is set for this year: set the goal first.")
	}
	text := ""
	switch w.State {
	case turnover.Unseen:
		return l.T("Twelve months in a row are not known yet; the floor of {floor} is watched from then on.", "floor", l.Short(w.Floor))
	case turnover.Holding:
		text = l.T("The last twelve months brought {sum}; the floor of {floor} holds.", "sum", l.Short(w.Trailing.USD), "floor", l.Short(w.Floor))
	case turnover.Breached:
		text = l.T("The last twelve months brought {sum}, less than the floor of {floor}.", "sum", l.Short(w.Trailing.USD), "floor", l.Short(w.Floor))
	case turnover.Recovering:
		text = l.T("The last twelve months brought {sum}, back above the floor of {floor} since {n} months; after three the breach is over.", "sum", l.Short(w.Trailing.USD), "floor", l.Short(w.Floor), "n", w.Back)
	}
	if w.UnknownSince != 0 {
		text += " " + l.T("A month is missing since {month}: this is older than that.", "month", monthText(l, w.UnknownSince))
	}
	return text
}

// episodeTable lists the times below the floor, the newest first; its heads are said already.
func episodeTable(l lang.Lang, w turnover.Watch) desk.Table {
	t := desk.Table{Columns: []desk.Head{{Title: l.T("Below since"), Kind: store.Text}, {Title: l.T("Months below"), Kind: store.Number}, {Title: l.T("Deepest"), Kind: store.Text},
		{Title: l.T("Missing then"), Kind: store.Money}, {Title: l.T("Recovered"), Kind: store.Text}}}
	for _, e := range slices.Backward(w.Episodes) {
		recovered := l.T("not yet")
		if e.Recovered != 0 {
			recovered = monthText(l, e.Recovered)
		}
		t.Rows = append(t.Rows, []any{monthText(l, e.Breach), int64(e.Windows), monthText(l, e.Worst), e.Depth, recovered})
	}
	return t
}

// lineTable is the turnover of the year by segment.
func lineTable(l lang.Lang, p turnover.Picture) desk.Table {
	t := desk.Table{Title: l.T("Turnover of the year by line"), Columns: []desk.Head{{Title: l.T("Line of trade"), Kind: store.State}, {Title: l.T("Units"), Kind: store.Number},
		{Title: l.T("Turnover"), Kind: store.Money}, {Title: l.T("Share"), Kind: store.Percent}}}
	total := max(p.YTD.USD.Minor, 1)
	for _, line := range p.Lines {
		t.Rows = append(t.Rows, []any{line.Line, int64(line.Units), line.USD, errs.T("{percent} %", "percent", int((line.USD.Minor*100+total/2)/total))})
	}
	return t
}
