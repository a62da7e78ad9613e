package desk

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// CalendarQuestion asks which guarantees end in a time.
type CalendarQuestion struct {
	From  day.Date `json:"from" label:"From" help:"Leave empty for today." optional:""`
	Until day.Date `json:"until" label:"Until" help:"Leave empty for a year." optional:""`
}

// ExpiryCalendar are the guarantees whose last day to present lies in a time, the next first.
type ExpiryCalendar struct {
	From   day.Date     `json:"from"`
	Until  day.Date     `json:"until"`
	Ending []EndingLine `json:"ending"`
	More   bool         `json:"more,omitempty"` // there are more than are shown: ask for a shorter time
}

// EndingLine is one guarantee with the days that count toward its end. Each computed day tells its rule, calendar version and arithmetic.
type EndingLine struct {
	Guarantee Ref                 `json:"guarantee"`
	Guarantor Ref                 `json:"guarantor"`
	Life      string              `json:"life"`
	Trust     string              `json:"trust"`
	Stated    day.Date            `json:"stated,omitzero"`
	Last      deadline.Explained  `json:"last"`             // last day to present
	Sending   deadline.Explained  `json:"sending,omitzero"` // last safe day to send
	Notice    *deadline.Explained `json:"notice,omitempty"` // last day for a notice that it will not extend itself
	RenewsTo  day.Date            `json:"renews_to,omitzero"`
	Alarm     day.Date            `json:"alarm,omitzero"` // next alarm
	AlarmDays int                 `json:"alarm_days,omitempty"`
	Available money.Amount        `json:"available"`
	Pledged   money.Amount        `json:"pledged"` // what deals hold of it
	Deals     []Ref               `json:"deals"`   // that it secures
}

// endingMost bounds the lines of an answer.
const endingMost = 500

// AskCalendar answers which guarantees end in a time, with every day that counts toward it.
var AskCalendar = question(Spec{Name: "guarantee.calendar", Title: "Expiry calendar", Help: "The guarantees that end in a time: last day to present, last safe day to send, notice, alarms and what they secure.",
	Roles: staff}, func(w *work, req CalendarQuestion) (ExpiryCalendar, error) {
	out := ExpiryCalendar{From: cmp.Or(req.From, w.today), Ending: []EndingLine{}}
	if out.Until = req.Until; out.Until == 0 {
		out.Until = out.From.AddMonths(12)
	}
	if out.Until < out.From {
		var f errs.Faults
		f.Add("until", "the time ends before it begins")
		return out, f.Err()
	}
	rows, err := w.tx.EndingGuarantees(w.ctx, q.EndingGuaranteesParams{LastsOn: out.From, LastsOn_2: out.Until, Limit: endingMost + 1})
	if err != nil {
		return out, err
	}
	if out.More = len(rows) > endingMost; out.More {
		rows = rows[:endingMost]
	}
	for _, r := range rows {
		p, err := w.promise(r.ID)
		if err != nil {
			return out, err
		}
		line, err := w.endingLine(p)
		if err != nil {
			return out, err
		}
		out.Ending = append(out.Ending, line)
	}
	return out, nil
})

// endingLine gathers the days that count toward the end of a guarantee.
func (w *work) endingLine(p promise) (EndingLine, error) {
	l := EndingLine{Guarantee: Ref{p.ID, p.Number}, Life: string(p.Life), Trust: string(p.Trust), Stated: p.ExpiresOn, RenewsTo: p.RenewsTo(), Available: p.Available(),
		Pledged: pledgedOf(p.Instrument), Deals: []Ref{}}
	place, err := w.placeOf(p.Instrument)
	if err != nil {
		return l, err
	}
	profile, err := w.profileOf(p.Instrument)
	if err != nil {
		return l, err
	}
	if l.Last = p.Ends(place, profile).Effective; l.Last.On != 0 {
		if l.Sending, err = w.lastSending(p, place, l.Last.On); err != nil {
			return l, err
		}
	}
	if l.RenewsTo != 0 {
		notice := p.LatestNotice()
		l.Notice = &notice
	}
	for _, a := range deadline.Alarms(l.Last.On) {
		if a.On >= w.today && l.Alarm == 0 {
			l.Alarm, l.AlarmDays = a.On, a.Days
		}
	}
	guarantor, err := w.tx.Party(w.ctx, p.Guarantor)
	if err != nil {
		return l, err
	}
	l.Guarantor = Ref{guarantor.ID, guarantor.Name}
	allocations, err := w.tx.AllocationsOfGuarantee(w.ctx, p.ID)
	for _, a := range allocations {
		l.Deals = append(l.Deals, Ref{a.DealID, a.DealNr})
	}
	return l, err
}

// lastSending is the last day on which a demand should leave the house.
func (w *work) lastSending(p promise, place deadline.Place, last day.Date) (deadline.Explained, error) {
	house, err := w.housePlace()
	if err != nil {
		return deadline.Explained{}, err
	}
	transport, err := w.transportDays(p.Instrument)
	return deadline.LastSafeSending(last, place, house, transport), err
}

// Headline counts what ends and what it secures.
func (c ExpiryCalendar) Headline() errs.Text {
	pledged := 0
	for _, l := range c.Ending {
		if l.Pledged.Minor > 0 {
			pledged++
		}
	}
	return errs.T("{n} guarantees end from {from} to {until}, {secure} of them secure a deal.", "n", len(c.Ending), "from", c.From, "until", c.Until, "secure", pledged)
}

// Tables are the guarantees with their days, and how each day came about.
func (c ExpiryCalendar) Tables() []Table {
	t := Table{Title: "Expiry calendar", Columns: []Head{head("Guarantee", store.Ref), head("Guarantor", store.Ref), head("Expires", store.Day),
		head("Last day to present", store.Day), head("Last safe day to send", store.Day), head("Notice until", store.Day), head("Extends to", store.Day), head("Next alarm", store.Day),
		head("Available", store.Money), head("Secures", store.Money)}}
	why := Table{Title: "How the days came about", Columns: []Head{head("Guarantee", store.Ref), head("Day", store.Day), head("Rule", store.Text), head("Calendar", store.Text), head("Arithmetic", store.Text)}}
	for _, l := range c.Ending {
		days := []deadline.Explained{l.Last, l.Sending}
		var notice day.Date
		if l.Notice != nil {
			notice, days = l.Notice.On, append(days, *l.Notice)
		}
		t.Rows = append(t.Rows, []any{l.Guarantee, l.Guarantor, l.Stated, l.Last.On, l.Sending.On, notice, l.RenewsTo, l.Alarm, l.Available, l.Pledged})
		for _, e := range days {
			for _, step := range e.Steps {
				why.Rows = append(why.Rows, []any{l.Guarantee, e.On, e.Rule + " " + e.Article, e.Calendar, step})
			}
		}
	}
	return slices.DeleteFunc([]Table{t, why}, func(t Table) bool { return len(t.Rows) == 0 })
}

func amendmentStates() []string {
	var out []string
	for _, s := range guarantee.AmendmentStates() {
		out = append(out, string(s))
	}
	return out
}
