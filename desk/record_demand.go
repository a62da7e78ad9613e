package desk

import (
	"slices"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

func (w *work) demandRecord(demandID string) (Record, error) {
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return Record{}, store.Missing(err, demandID)
	}
	p, err := w.promise(m.GuaranteeID)
	if err != nil {
		return Record{}, err
	}
	if w.actor.Role == Maker || (w.actor.Role == Guarantor && w.actor.Party != p.Guarantor) {
		return Record{}, store.Missing(errNone, demandID)
	}
	d, err := p.Demand(demandID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: p.Number, State: string(d.State), Headline: demandHeadline(d), Next: demandNext(d)}
	r.Facts = []Fact{{"Guarantee", Ref{p.ID, p.Number}}}
	if m.DealID != "" {
		deal, err := w.deal(m.DealID)
		if err != nil {
			return Record{}, err
		}
		r.Title += " · " + deal.Nr
		r.Facts = append(r.Facts, Fact{"Deal", Ref{deal.ID, deal.Nr}})
	}
	r.Facts = w.demandFacts(r.Facts, m, p, d)
	if r.Tables, err = w.demandTables(p, d); err != nil {
		return Record{}, err
	}
	r.Timeline, err = w.demandLines(m, p)
	if w.actor.Role.Guest() {
		r.Facts, r.Timeline = without(r.Facts, "Deal", "Text of the message", "Drafted by", "Approved by"), ownLines(r.Timeline, m.ID)
	}
	return r, err
}

func (w *work) demandFacts(facts []Fact, m q.Demand, p promise, d guarantee.Demand) []Fact {
	add := func(label string, value any, there bool) {
		if there {
			facts = append(facts, Fact{label, value})
		}
	}
	add("Amount", d.Amount, true)
	add("Reserved", d.Reserved, d.Open())
	add("Paid", d.Paid, d.Paid.Minor > 0)
	add("Paid on", d.PaidOn, d.PaidOn != 0)
	add("Still unpaid", money.Of(d.Amount.Minor-d.Paid.Minor, d.Amount.Currency), d.Short())
	add("Account to credit", m.Account, m.Account != "")
	add("Reference", d.Reference, d.Reference != "")
	add("After the rejected demand", Ref{d.Follows, d.Follows}, d.Follows != "")
	add("Or extend to", d.ExtendTo, d.ExtendTo != 0)
	add("Granted instead", d.Offered, d.Offered != 0)
	add("Drafted on", d.MadeOn, true)
	add("Drafted by", w.loginName(d.Drafter), d.Drafter != "")
	add("Approved by", w.loginName(d.Approver), d.Approver != "")
	add("Sent on", d.Sending.On, d.Sending.On != 0)
	add("How", d.Sending.How, d.Sending.How != "")
	add("Reference of the sending", d.Sending.Reference, d.Sending.Reference != "")
	add("Place of presentation", p.Place, p.Place != "")
	add("Presented on", d.Presented.Day.On, d.Presented.Day.On != 0)
	add("Still to come", d.Presented.Lacks, d.Presented.Lacks != "")
	add("Last day of a rejection", d.Presented.Examination.Last(), d.Presented.Examination.Last() != 0)
	add("To be paid by", d.PayBy, d.PayBy != 0)
	add("No deadline", d.Presented.NoClock, d.Presented.NoClock != "")
	add("Court", d.Order.Court+" · "+d.Order.Ref, d.Order.On != 0)
	add("In dispute", d.Disputed, d.Disputed != "")
	add("Came again", int64(d.Imported.Duplicates), d.Imported.Duplicates > 0)
	add("Text", m.Body, m.Body != "")
	add("Text of the message", d.Sending.Message, d.Sending.Message != "")
	return facts
}

func (w *work) demandTables(p promise, d guarantee.Demand) ([]Table, error) {
	out := noticeTables(d.Notices)
	if len(d.Imported.Findings) > 0 {
		t := Table{Title: "Findings", Columns: []Head{head("Finding", store.Text)}}
		for _, f := range d.Imported.Findings {
			t.Rows = append(t.Rows, []any{f})
		}
		out = append(out, t)
	}
	if len(d.Documents) > 0 {
		t := Table{Title: "Documents", Columns: []Head{head("Document", store.Text), head("Shows", store.Money), head("SHA-256", store.Text)}}
		for _, doc := range d.Documents {
			t.Rows = append(t.Rows, []any{doc.Name, doc.Shows, doc.SHA256})
		}
		out = append(out, t)
	}
	days, err := w.daysOf(p, d)
	if t := datesTable(days...); len(t.Rows) > 0 {
		out = append(out, t)
	}
	return out, err
}

// spoken is the presentation of a demand with its days explained in words that can be said in any language. What was computed on arrival
// is what counts; it is computed again only for the words, and these are taken when the same day comes out by the same calendar.
func (w *work) spoken(p promise, d guarantee.Demand, place deadline.Place) guarantee.Presentation {
	kept := d.Presented
	if kept.Day.On == 0 {
		return kept
	}
	f, err := p.Present(d.ID, guarantee.Arrival{At: kept.At, On: kept.Day.On}, kept.Lacks, place, w.closuresOf(p)...)
	if err != nil {
		return kept
	}
	for _, pair := range []struct{ kept, again *deadline.Explained }{
		{&kept.Day, &f.Day}, {&kept.Examination.SafeUntil, &f.Examination.SafeUntil}, {&kept.Examination.Deadline, &f.Examination.Deadline},
		{&kept.Examination.UnreasonableAfter, &f.Examination.UnreasonableAfter}, {&kept.Suspension.Latest, &f.Suspension.Latest}, {&kept.Suspension.CounterLatest, &f.Suspension.CounterLatest},
	} {
		if pair.kept.On == pair.again.On && pair.kept.Calendar == pair.again.Calendar && pair.kept.Profile == pair.again.Profile {
			*pair.kept = *pair.again
		}
	}
	return kept
}

// daysOf are the computed days of a demand with their explanations.
func (w *work) daysOf(p promise, d guarantee.Demand) ([]namedDay, error) {
	place, err := w.placeOf(p.Instrument)
	if err != nil {
		return nil, err
	}
	var out []namedDay
	if end, err := p.EndsAt(place, w.closuresOf(p)...); err == nil {
		out = append(out, namedDay{errs.T("Last day to present"), end.Effective})
		if !d.Left() {
			safe, err := w.safeSending(p, end.Effective.On, place)
			if err != nil {
				return nil, err
			}
			out = append(out, namedDay{errs.T("Last safe day to send"), safe})
		}
	}
	kept := w.spoken(p, d, place)
	out = append(out, []namedDay{
		{errs.T("Presented"), kept.Day}, {errs.T("Safe for a notice until"), kept.Examination.SafeUntil}, {errs.T("Last day of a rejection"), kept.Examination.Deadline},
		{errs.T("A notice is late after"), kept.Examination.UnreasonableAfter}, {errs.T("Last day to extend instead"), kept.Suspension.Latest},
		{errs.T("Last day of the counter-guarantor"), kept.Suspension.CounterLatest},
	}...)
	if d.PayBy != 0 {
		start := d.AcceptedOn
		if latest := kept.Suspension.Latest.On; latest != 0 {
			start = d.PayBy.Add(-guarantee.PayWithin)
		}
		out = append(out, namedDay{errs.T("To be paid by"), deadline.After(start, guarantee.PayWithin)})
	}
	return out, nil
}

// safeSending is the day on which documents should leave the house for the place at the latest.
func (w *work) safeSending(p promise, last day.Date, place deadline.Place) (deadline.Explained, error) {
	house, err := w.housePlace()
	if err != nil {
		return deadline.Explained{}, err
	}
	days, err := w.transportDays(p.Instrument)
	return deadline.LastSafeSending(last, place, house, days), err
}

// demandLines is the life line of a demand; of one from before its steps were kept, that of its guarantee.
func (w *work) demandLines(m q.Demand, p promise) ([]Line, error) {
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: p.ID, Limit: timelineMost})
	all := lines(events)
	if own := slices.DeleteFunc(slices.Clone(all), func(l Line) bool { return l.Entity != m.ID }); len(own) > 0 {
		return own, err
	}
	return all, err
}

// worthOf says what a notice of rejection counts for.
func worthOf(n guarantee.Rejection) errs.Text {
	switch {
	case n.Precluded && n.Standing == deadline.NoticeLate:
		return errs.T("too late: it counts for nothing")
	case n.Precluded:
		return errs.T("after another notice: it counts for nothing")
	case n.Standing == deadline.NoticeFlagged:
		return errs.T("between the safe and the last day: open to dispute, nobody is precluded by itself")
	}
	return errs.T("in time")
}

// demandHeadline says what is next, and until when.
func demandHeadline(d guarantee.Demand) errs.Text {
	if d.Order.On != 0 && d.Open() {
		return errs.T("{court} forbids the payment since {day}; the deadlines for notices run on.", "court", d.Order.Court, "day", d.Order.On)
	}
	on, name := d.Next(), weekday(d.Next())
	switch d.State {
	case guarantee.DemandDrafted:
		return errs.T("A second person must approve it before it is sent; {amount} are set aside.", "amount", d.Amount)
	case guarantee.DemandApproved:
		return errs.T("Send it.")
	case guarantee.DemandSent:
		return errs.T("It is on its way: record when it arrives.")
	case guarantee.DemandIncomplete:
		return errs.T("It is not examined before it is complete: bring what is missing.")
	case guarantee.DemandLate:
		return errs.T("It came too late: nobody must examine it.")
	case guarantee.DemandPresented:
		if on == 0 {
			return errs.T("It is examined; the text sets no deadline.")
		}
		return errs.T("The guarantor may reject it until {weekday}, {day}.", "weekday", name, "day", on)
	case guarantee.DemandComplying, guarantee.DemandDeemed, guarantee.DemandDue:
		return errs.T("The guarantor must pay {amount}, by {weekday}, {day}.", "amount", d.Amount, "weekday", name, "day", on)
	case guarantee.DemandSuspended:
		return errs.T("The guarantor may extend instead of paying until {weekday}, {day}.", "weekday", name, "day", on)
	case guarantee.DemandOverdue:
		return errs.T("The guarantor should have paid by {weekday}, {day}.", "weekday", weekday(d.PayBy), "day", d.PayBy)
	case guarantee.DemandDispute:
		return errs.T("Its payment is in dispute.")
	case guarantee.DemandPaid:
		if d.Short() {
			return errs.T("{paid} of {amount} were paid on {day}; the rest may be demanded again.", "paid", d.Paid, "amount", d.Amount, "day", d.PaidOn)
		}
		return errs.T("{amount} were paid on {day}.", "amount", d.Paid, "day", d.PaidOn)
	case guarantee.DemandRejected:
		return errs.T("It was rejected; mend what was found and demand again while the guarantee runs.")
	case guarantee.DemandExtended:
		return errs.T("The guarantee was extended to {day} instead.", "day", d.Offered)
	case guarantee.DemandFaulty:
		return errs.T("It does not comply: {n} findings.", "n", len(d.Imported.Findings))
	}
	return errs.T("{amount} were demanded on {day}.", "amount", d.Amount, "day", d.MadeOn)
}

// demandNext are the verbs that make sense now, the primary one first.
func demandNext(d guarantee.Demand) []string {
	next := map[guarantee.DemandState][]string{
		guarantee.DemandDrafted:    {"demand.approve", "demand.withdraw"},
		guarantee.DemandApproved:   {"demand.send", "demand.withdraw"},
		guarantee.DemandSent:       {"demand.present", "demand.settle", "demand.reject", "demand.accept", "demand.withdraw"},
		guarantee.DemandIncomplete: {"demand.present", "demand.reject", "demand.withdraw"},
		guarantee.DemandPresented:  {"demand.settle", "demand.reject", "demand.accept", "demand.withdraw"},
		guarantee.DemandLate:       {"demand.withdraw", "demand.accept", "demand.reject", "demand.settle", "demand.dispute"},
		guarantee.DemandComplying:  {"demand.settle", "demand.reject", "demand.dispute"},
		guarantee.DemandDeemed:     {"demand.settle", "demand.reject", "demand.dispute"},
		guarantee.DemandSuspended:  {"demand.extend", "demand.settle", "demand.dispute"},
		guarantee.DemandDue:        {"demand.settle", "demand.extend", "demand.dispute"},
		guarantee.DemandOverdue:    {"demand.settle", "demand.dispute", "demand.withdraw"},
		guarantee.DemandDispute:    {"demand.settle", "demand.withdraw"},
	}[d.State]
	if d.Accepted() && d.State != guarantee.DemandSuspended {
		next = append(next, "demand.escalation")
	}
	if d.Sending.Message != "" {
		next = append(next, "demand.message")
	}
	if d.Open() && d.Left() {
		if d.Order.On != 0 {
			return append([]string{"demand.lift"}, next...)
		}
		next = append(next, "demand.enjoin")
	}
	return next
}

func demandTable(rows []q.Demand) Table {
	t := Table{Title: "Demands", Columns: []Head{head("Demand", store.Ref), head("State", store.State), head("Demanded", store.Money), head("Last day", store.Day), head("Paid", store.Money), head("Paid on", store.Day)}}
	for _, r := range rows {
		currency := money.Currency(r.Currency)
		t.Rows = append(t.Rows, []any{Ref{r.ID, r.MadeOn.String()}, r.State, money.Of(r.AmountMinor, currency), r.NextOn, money.Of(r.PaidMinor, currency), r.PaidOn})
	}
	return t
}
