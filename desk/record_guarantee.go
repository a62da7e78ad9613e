package desk

import (
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
	r.Facts = []Fact{{"Kind", string(i.Kind)}, {"Rules", string(i.Rules)}, {"Guarantor", Ref{i.Guarantor, names[i.Guarantor]}}, {"Applicant", Ref{i.Applicant, names[i.Applicant]}},
		{"Amount", i.Face}, {"Paid", i.Paid}, {"Reserved for demands", i.Reserved}, {"Not pledged", i.Unpledged()}, {"Trust", string(i.Trust)},
		{"Issued on", i.IssuedOn}, {"Expires on", i.ExpiresOn}}
	if row.VerifiedOn != 0 {
		r.Facts = append(r.Facts, Fact{"Verified on", row.VerifiedOn}, Fact{"To be verified again by", row.ReverifyOn}, Fact{"Evidence", row.EvidenceKind}, Fact{"Reference of the evidence", row.EvidenceRef})
	}
	if row.Place != "" {
		r.Facts = append(r.Facts, Fact{"Place of presentation", row.Place})
	}
	if row.Body != "" {
		r.Facts = append(r.Facts, Fact{"Text", row.Body})
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
	for _, t := range []Table{pledged, demandTable(demands)} {
		if own := t.Title != pledged.Title; len(t.Rows) > 0 && (own || !w.actor.Role.Guest()) {
			r.Tables = append(r.Tables, t)
		}
	}
	held, err := w.promise(i.ID)
	if err != nil {
		return r, err
	}
	if r.Promise, err = w.promiseView(held); err != nil {
		return r, err
	}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: i.ID, Limit: timelineMost})
	r.Timeline, r.Next = lines(events), guaranteeNext(i)
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

func guaranteeNext(i guarantee.Instrument) []string {
	switch i.Life {
	case guarantee.Recorded:
		return []string{"guarantee.verify", "guarantee.allocate", "guarantee.extend", "guarantee.revoke"}
	case guarantee.InForce:
		if i.Trust != guarantee.Authentic {
			return []string{"guarantee.verify", "guarantee.demand", "guarantee.extend", "guarantee.revoke"}
		}
		return []string{"guarantee.allocate", "guarantee.demand", "guarantee.verify", "guarantee.extend", "guarantee.counter", "guarantee.release", "guarantee.revoke"}
	}
	return nil
}
