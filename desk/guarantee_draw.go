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

// DrawQuestion asks what must be drawn or replaced.
type DrawQuestion struct {
	Days int `json:"days" label:"Days" help:"How far ahead; leave empty for 90." optional:""`
}

// DrawOrReplace are the promises that end before what they secure, the next last day to send first.
type DrawOrReplace struct {
	On    day.Date   `json:"on"`
	Lines []DrawLine `json:"lines"`
}

// DrawLine is a deal that loses a promise.
type DrawLine struct {
	Guarantee Ref                `json:"guarantee"`
	Guarantor Ref                `json:"guarantor"`
	Deal      Ref                `json:"deal"`
	Customer  Ref                `json:"customer"`
	Last      deadline.Explained `json:"last"`               // last day to present
	Sending   deadline.Explained `json:"sending"`            // last safe day to send
	Days      int                `json:"days"`               // from today to the last day to present
	RenewsTo  day.Date           `json:"renews_to,omitzero"` // when nobody gives notice
	DealEnds  day.Date           `json:"deal_ends"`
	Holds     money.Amount       `json:"holds"`             // what the deal holds of the promise
	Missing   money.Amount       `json:"missing"`           // the most that the deal lacks on a later day
	Gap       day.Date           `json:"gap,omitzero"`      // first day that is not covered
	Overdue   int                `json:"overdue,omitempty"` // days that the customer is late
	Do        errs.Text          `json:"do"`
}

// AskDrawOrReplace answers what must be drawn or replaced now.
var AskDrawOrReplace = question(Spec{Name: "guarantee.draw_or_replace", Title: "Draw or replace", Help: "The guarantees that end before what they secure: what must be drawn, extended or replaced, and until when.",
	Roles: staff}, func(w *work, req DrawQuestion) (DrawOrReplace, error) {
	days := cmp.Or(req.Days, deadline.AlarmDays()[0])
	if days < 1 || days > 3660 {
		var f errs.Faults
		f.Add("days", "from 1 to {most} days", "most", 3660)
		return DrawOrReplace{}, f.Err()
	}
	lines, err := w.drawLines(days)
	return DrawOrReplace{On: w.today, Lines: lines}, err
})

// drawLines are the deals that lose a promise within some days, in the order in which somebody must act.
func (w *work) drawLines(days int) ([]DrawLine, error) {
	out := []DrawLine{}
	rows, err := w.tx.LapsingGuarantees(w.ctx, w.today.Add(days+1))
	if err != nil {
		return out, err
	}
	deals := map[string]q.Deal{}
	for _, r := range rows {
		if r.LastsOn < w.today {
			continue // the close of the day marks it expired
		}
		more, err := w.drawOf(r, deals)
		if err != nil {
			return out, err
		}
		out = append(out, more...)
	}
	if err := w.gapsOf(out, deals); err != nil {
		return out, err
	}
	slices.SortStableFunc(out, func(a, b DrawLine) int {
		return cmp.Or(cmp.Compare(a.Sending.On, b.Sending.On), cmp.Compare(a.Last.On, b.Last.On), cmp.Compare(a.Deal.Text, b.Deal.Text))
	})
	return out, nil
}

// drawOf are the deals that lose one promise: those that go on after its last day, or that are in default. One that extends itself is
// listed from the day on which notice may be given that it does not.
func (w *work) drawOf(r q.Guarantee, deals map[string]q.Deal) ([]DrawLine, error) {
	p, err := w.promise(r.ID)
	if err != nil || len(p.Allocations) == 0 {
		return nil, err
	}
	if notice := p.LatestNotice().On; p.RenewsTo() != 0 && w.today < notice {
		return nil, nil
	}
	ending, err := w.endingLine(p)
	if err != nil {
		return nil, err
	}
	var out []DrawLine
	for _, a := range p.Allocations {
		d, err := w.deal(a.Deal)
		if err != nil {
			return nil, err
		}
		if d.Stage == "closed" || d.Stage == "cancelled" || d.Stage != "defaulted" && d.EndsOn <= ending.Last.On {
			continue
		}
		customer, err := w.tx.Party(w.ctx, d.CustomerID)
		if err != nil {
			return nil, err
		}
		deals[d.ID] = d
		l := DrawLine{Guarantee: ending.Guarantee, Guarantor: ending.Guarantor, Deal: Ref{d.ID, d.Nr}, Customer: Ref{customer.ID, customer.Name}, Last: ending.Last, Sending: ending.Sending,
			Days: ending.Last.On.Sub(w.today), RenewsTo: ending.RenewsTo, DealEnds: d.EndsOn, Holds: p.Share(d.ID), Overdue: int(d.Dpd)}
		l.Do = doOf(l, d)
		out = append(out, l)
	}
	return out, nil
}

func doOf(l DrawLine, d q.Deal) errs.Text {
	switch {
	case d.Stage == "defaulted" || d.Dpd > 0:
		return errs.T("demand under it: the customer is late")
	case l.RenewsTo != 0:
		return errs.T("ask the guarantor whether it gave notice; otherwise it extends to {day}", "day", l.RenewsTo)
	}
	return errs.T("have it extended or bring another; if neither comes, demand to extend or pay")
}

// gapsOf asks the cover of the deals what they lack.
func (w *work) gapsOf(lines []DrawLine, deals map[string]q.Deal) error {
	var out []q.Deal
	for _, d := range deals {
		if running(d) {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortFunc(out, func(a, b q.Deal) int { return cmp.Compare(a.ID, b.ID) })
	book, err := w.coverReader().book(out)
	if err != nil {
		return err
	}
	for n := range lines {
		g := book.Gist(lines[n].Deal.ID)
		lines[n].Gap, lines[n].Missing = g.FirstGap, g.MaxMissing
	}
	return nil
}

// Headline counts what is to be done.
func (d DrawOrReplace) Headline() errs.Text {
	if len(d.Lines) == 0 {
		return errs.T("Nothing must be drawn or replaced.")
	}
	return errs.T("{n} deals lose a guarantee; the first demand would have to leave by {day}.", "n", len(d.Lines), "day", d.Lines[0].Sending.On)
}

// Tables are the deals with what they lose.
func (d DrawOrReplace) Tables() []Table {
	t := Table{Title: "Draw or replace", Columns: []Head{head("Guarantee", store.Ref), head("Guarantor", store.Ref), head("Deal", store.Ref), head("Customer", store.Ref),
		head("Last safe day to send", store.Day), head("Last day to present", store.Day), head("Days", store.Number), head("Deal ends", store.Day), head("Holds", store.Money),
		head("Not covered from", store.Day), head("Missing", store.Money), head("What to do", store.Text)}}
	for _, l := range d.Lines {
		t.Rows = append(t.Rows, []any{l.Guarantee, l.Guarantor, l.Deal, l.Customer, l.Sending.On, l.Last.On, int64(l.Days), l.DealEnds, l.Holds, l.Gap, l.Missing, l.Do})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []Table{t}
}

// amendmentTasks says which amendments wait for an answer, and which for one before them.
func (w *work) amendmentTasks(_ *Today, add func(Task)) error {
	rows, err := w.tx.OpenAmendments(w.ctx)
	for _, r := range rows {
		if r.State == string(guarantee.AmendmentParked) {
			add(Task{Act: true, Text: errs.T("Amendment {nr} of guarantee {number} came before its time: ask the guarantor for the missing one.", "nr", int(r.Nr), "number", r.GuaranteeNr),
				About: r.GuaranteeID, Verb: "guarantee.amend", Roles: []Role{Clerk, Risk}})
			continue
		}
		add(Task{Text: errs.T("Amendment {nr} of guarantee {number} waits for an answer: accept or reject it.", "nr", int(r.Nr), "number", r.GuaranteeNr), About: r.GuaranteeID,
			Verb: "guarantee.accept_amendment", Roles: []Role{Risk, Manager}})
	}
	return err
}
