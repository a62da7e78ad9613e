package desk

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

func (w *work) guaranteeRecord(guaranteeID string) (Record, error) {
	i, row, err := w.instrument(guaranteeID)
	if err != nil {
		return Record{}, err
	}
	if w.actor.Role == Maker || (w.actor.Role == Guarantor && w.actor.Party != row.GuarantorID) {
		return Record{}, store.Missing(errNone, guaranteeID)
	}
	names, err := w.names(row.GuarantorID, row.ApplicantID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: i.Number + " · " + names[row.GuarantorID], State: string(i.Life), Headline: guaranteeHeadline(i, w.today)}
	p, err := w.promise(guaranteeID)
	if err != nil {
		return r, err
	}
	if r.Facts, err = w.guaranteeFacts(p, names); err != nil {
		return r, err
	}
	if counter, err := w.counterFacts(i.ID); err != nil {
		return r, err
	} else if !w.actor.Role.Guest() {
		r.Facts = append(r.Facts, counter...)
	}
	pledged := Table{Title: "Secures", Columns: []Head{head("Deal", store.Ref), head("Pledged", store.Money), head("Holds", store.Money)}}
	allocations, err := w.tx.AllocationsOfGuarantee(w.ctx, i.ID)
	if err != nil {
		return r, err
	}
	for _, a := range allocations {
		pledged.Rows = append(pledged.Rows, []any{Ref{a.DealID, a.DealNr}, money.Of(a.AmountMinor, i.Face.Currency), i.Share(a.DealID)})
	}
	demands, err := w.tx.DemandsOfGuarantee(w.ctx, i.ID)
	if err != nil {
		return r, err
	}
	amended, err := w.amendmentTable(p)
	if err != nil {
		return r, err
	}
	for _, t := range []Table{pledged, amended, demandTable(demands)} {
		if own := t.Title != pledged.Title; len(t.Rows) > 0 && (own || !w.actor.Role.Guest()) {
			r.Tables = append(r.Tables, t)
		}
	}
	if err := w.trustOf(&r, p); err != nil {
		return r, err
	}
	if r.Promise, err = w.promiseView(p); err != nil {
		return r, err
	}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: i.ID, Limit: timelineMost})
	r.Timeline, r.Next = lines(events), w.guaranteeNext(p)
	if w.actor.Role.Guest() {
		r.Timeline = ownLines(r.Timeline, i.ID)
	}
	return r, err
}

func guaranteeHeadline(i guarantee.Instrument, today day.Date) errs.Text {
	switch {
	case i.Life == guarantee.Recorded:
		return errs.T("It gives no cover yet: somebody other than its recorder must verify it.")
	case i.Life != guarantee.InForce:
		return errs.T("It gives no cover: it is {life}.", "life", i.Life.Label())
	case i.Trust != guarantee.Authentic:
		return errs.T("It gives no cover: it is {trust}.", "trust", i.Trust.Label())
	case i.ReverifyOn < today:
		return errs.T("It gives no cover: its verification held until {day}.", "day", i.ReverifyOn)
	}
	return errs.T("{amount} can be demanded until {day}, {n} days from today.", "amount", i.Available(), "day", i.ExpiresOn, "n", i.ExpiresOn.Sub(today))
}

// guaranteeNext are the steps that make sense now, in the order in which they lead to a guarantee that covers.
func (w *work) guaranteeNext(p promise) []string {
	if p.Life != guarantee.Recorded && p.Life != guarantee.InForce {
		return nil
	}
	next := append(w.amendmentNext(p), "guarantee.confirm", "guarantee.deny")
	if p.Trust != guarantee.Authentic && p.Trust != guarantee.Forged {
		if p.Recorder == w.actor.ID {
			next = append(next, "document.add", "guarantee.correct", "guarantee.agreed_text")
		} else if p.Text.Mismatches() && p.Found == guarantee.Authentic {
			next = append(next, "guarantee.approve_difference", "guarantee.verify")
		} else {
			next = append(next, "guarantee.verify", "guarantee.ask")
		}
	}
	if p.Text.Issued != "" && p.Wording != guarantee.WordingApproved && p.Recorder != w.actor.ID {
		next = append(next, "guarantee.approve_wording", "guarantee.refuse_wording")
	}
	next = append(next, "guarantee.allocate")
	if p.Life == guarantee.InForce {
		next = append(next, "guarantee.demand")
	}
	for _, verb := range []string{"guarantee.verify", "document.add", "guarantee.agreed_text", "guarantee.extend", "guarantee.amend", "guarantee.reduce", "guarantee.non_extension", "guarantee.paper_returned",
		"guarantee.counter", "guarantee.release", "guarantee.revoke"} {
		if !slices.Contains(next, verb) && (p.Life == guarantee.InForce || verb != "guarantee.release") && (verb != "guarantee.non_extension" || p.Extension.Renews()) {
			next = append(next, verb)
		}
	}
	return next
}
