package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
)

// Escalation is the case against a guarantor that rejected late or not at all: what was presented and when, how its deadline was
// counted, what it said and when.
type Escalation struct {
	Demand     string                `json:"demand"`
	Number     string                `json:"number"`
	Amount     money.Amount          `json:"amount"`
	Conclusion errs.Text             `json:"conclusion"`
	Rule       string                `json:"rule"` // article of the preclusion
	Presented  DatedRule             `json:"presented"`
	Deadline   DatedRule             `json:"deadline"`
	Notices    []guarantee.Rejection `json:"notices"`
	Letter     string                `json:"letter"` // to the guarantor, in the language of the guarantee
	events     []Line
	days       []namedDay
}

// AskEscalation puts together what a guarantor is shown that has lost its right to reject.
var AskEscalation = question(Spec{Name: "demand.escalation", Title: "Put the case together", Help: "What was presented when, how the deadline was counted, what came late: the case for a demand that must be paid.", On: "demand", Roles: staff},
	func(w *work, req DemandNamed) (Escalation, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return Escalation{}, err
		}
		d, err := p.Demand(m.ID)
		if err != nil {
			return Escalation{}, err
		}
		if !d.Accepted() {
			return Escalation{}, errs.New(errs.Refused, "this demand is {state}", "state", d.State.Label()).At(m.ID).
				Because("there is a case when the guarantor's last day is over without a notice, or when it accepted and does not pay")
		}
		place, err := w.placeOf(p.Instrument)
		if err != nil {
			return Escalation{}, err
		}
		d.Presented = w.spoken(p, d, place)
		profile, err := w.profileOf(p.Instrument)
		if err != nil {
			return Escalation{}, err
		}
		days, err := w.daysOf(p, d)
		if err != nil {
			return Escalation{}, err
		}
		e := Escalation{Demand: m.ID, Number: p.Number, Amount: d.Amount, Rule: profile.Preclusion.Article, Presented: d.Presented.Day, Deadline: lastNoticeDay(d), Notices: d.Notices, days: days}
		e.Conclusion = conclusionOf(d)
		e.Letter = letterIn(p.Language, e.letter(d))
		e.events, err = w.demandLines(m, p)
		return e, err
	})

// lastNoticeDay is the last day of a notice of rejection.
func lastNoticeDay(d guarantee.Demand) DatedRule {
	if x := d.Presented.Examination; !x.Deadline.IsZero() {
		return x.Deadline
	}
	return d.Presented.Examination.UnreasonableAfter
}

// conclusionOf says in one sentence why the demand must be paid.
func conclusionOf(d guarantee.Demand) errs.Text {
	last := lastNoticeDay(d)
	for _, n := range d.Notices {
		if n.Precluded && last.On != 0 && n.On > last.On {
			return errs.T("The notice of {notice} came after the last day {last}: the guarantor can no longer say that the demand does not comply, and must pay {amount}.",
				"notice", n.On, "last", last.On, "amount", d.Amount)
		}
	}
	switch {
	case d.State == guarantee.DemandDue || d.ExtendTo != 0 && d.State == guarantee.DemandOverdue:
		return errs.T("No extension was granted by {last}: {amount} are due without a new demand.", "last", d.Presented.Suspension.Latest.On, "amount", d.Amount)
	case last.On != 0 && d.AcceptedOn > last.On:
		return errs.T("No notice came by the last day {last}: the guarantor can no longer say that the demand does not comply, and must pay {amount}.", "last", last.On, "amount", d.Amount)
	}
	return errs.T("The guarantor found the demand complying on {day} and must pay {amount}.", "day", d.AcceptedOn, "amount", d.Amount)
}

func (e Escalation) letter(d guarantee.Demand) []errs.Text {
	out := []errs.Text{errs.T("Our demand of {amount} under guarantee {number}", "amount", e.Amount, "number", e.Number)}
	if e.Presented.On != 0 {
		out = append(out, errs.T("It was presented on {day}.", "day", e.Presented.On))
		out = append(out, e.Presented.Steps...)
	}
	if e.Deadline.On != 0 {
		out = append(out, errs.T("The last day to give notice of rejection was {weekday}, {day}.", "weekday", weekday(e.Deadline.On), "day", e.Deadline.On))
		out = append(out, e.Deadline.Steps...)
	}
	for _, n := range e.Notices {
		for _, reason := range n.Reasons {
			out = append(out, errs.T("Notice of {day}: {reason}", "day", n.On, "reason", reason))
		}
	}
	if out = append(out, e.Conclusion); e.Rule != "" && d.State != guarantee.DemandComplying {
		out = append(out, errs.T("This follows from {article}.", "article", e.Rule))
	}
	return append(out, errs.T("Please pay without delay."))
}

// Headline is the conclusion.
func (e Escalation) Headline() errs.Text { return e.Conclusion }

// Tables are the days, the notices, what happened, and the letter.
func (e Escalation) Tables() []Table {
	happened := Table{Title: "What happened", Columns: []Head{head("Day", store.Day), head("Who", store.Text), head("Text", store.Text)}}
	for _, line := range e.events {
		happened.Rows = append(happened.Rows, []any{line.On, line.By, line.Text})
	}
	letter := Table{Title: "Letter", Columns: []Head{head("Text", store.Text)}}
	for _, line := range textLines(e.Letter) {
		letter.Rows = append(letter.Rows, []any{line})
	}
	return append(noticeTables(e.Notices), datesTable(e.days...), happened, letter)
}

// noticeTables shows the notices of rejection with all their reasons; none when none came.
func noticeTables(notices []guarantee.Rejection) []Table {
	t := Table{Title: "Notices of rejection", Columns: []Head{head("Day", store.Day), head("Discrepancy", store.Text), head("Worth", store.Text)}}
	for _, n := range notices {
		for k, reason := range n.Reasons {
			row := []any{day.Date(0), reason, errs.Text{}}
			if k == 0 {
				row = []any{n.On, reason, worthOf(n)}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []Table{t}
}
