package desk

import (
	"reflect"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// promise is a guarantee as its events left it, with its row.
type promise struct {
	guarantee.State
	row     q.Guarantee
	adopted *guarantee.Event // told when something happens to it: how it stood before events were kept
}

// promise reads a guarantee by replaying its events.
func (w *work) promise(guaranteeID string) (promise, error) {
	row, err := w.tx.Guarantee(w.ctx, guaranteeID)
	if err != nil {
		return promise{}, store.Missing(err, guaranteeID)
	}
	p := promise{row: row}
	if row.Seq == 0 {
		err = w.adoptPromise(&p)
		return p, err
	}
	events, err := w.tx.GuaranteeHistory(w.ctx, guaranteeID)
	if err != nil {
		return p, err
	}
	p.State, err = store.ReplayGuarantee(guaranteeID, events)
	return p, err
}

// adoptPromise takes over a guarantee that was recorded before events were kept.
func (w *work) adoptPromise(p *promise) error {
	i, err := w.withAllocations(p.row)
	if err != nil {
		return err
	}
	row := p.row
	f := guarantee.AdoptedFact{Instrument: i, Recorder: row.RecordedBy, Verifier: row.VerifiedBy, Text: guarantee.Text{Issued: row.TextSha256}}
	if row.EvidenceKind != "" {
		f.Evidence = guarantee.Evidence{Kind: guarantee.EvidenceKind(row.EvidenceKind), Ref: row.EvidenceRef, On: row.VerifiedOn}
	}
	demands, err := w.tx.DemandsOfGuarantee(w.ctx, row.ID)
	if err != nil {
		return err
	}
	for _, m := range demands {
		currency := money.Currency(m.Currency)
		f.Demands = append(f.Demands, guarantee.Demand{ID: m.ID, Deal: m.DealID, Amount: money.Of(m.AmountMinor, currency), State: guarantee.DemandState(m.State),
			Reserved: money.Of(m.ReservedMinor, currency), Paid: money.Of(m.PaidMinor, currency), PaidOn: m.PaidOn, Payment: m.PaymentID, MadeOn: m.MadeOn})
	}
	p.adopted = &guarantee.Event{Seq: 1, On: row.IssuedOn, At: row.CreatedUs, By: guarantee.ByClock, Fact: f}
	p.State, err = guarantee.Replay(row.ID, []guarantee.Event{*p.adopted})
	return err
}

// happen records what happened to a guarantee today, one fact after the other, and keeps what follows from it. When one of them is refused,
// nothing is written but what the calendar brought about before.
func (w *work) happen(p *promise, facts ...guarantee.Fact) error {
	return w.happenOn(p, w.today, w.actor.ID, facts...)
}

// happenOn is happen for another day than today, or for what the calendar brought about.
func (w *work) happenOn(p *promise, on day.Date, by string, facts ...guarantee.Fact) error {
	if p.Seq > 0 {
		if _, err := w.passDay(p, w.today); err != nil {
			return err
		}
	}
	before := p.State
	events := make([]guarantee.Event, 0, len(facts))
	for _, f := range facts { // all of them may stand before the first is written
		e := guarantee.Event{Seq: p.Seq + 1, On: on, At: w.now(), By: by, Fact: f}
		next, err := p.Take(e)
		if err != nil {
			p.State = before
			return err
		}
		events, p.State = append(events, e), next
	}
	for _, e := range events {
		if err := w.addGuaranteeEvent(p.ID, e); err != nil {
			return err
		}
	}
	if _, err := w.pass(p, w.today); err != nil {
		return err
	}
	return w.keepPromise(before, p.State)
}

func (w *work) addGuaranteeEvent(guaranteeID string, e guarantee.Event) error {
	name, doc, err := guarantee.PackFact(e.Fact)
	if err != nil {
		return err
	}
	return w.tx.AddGuaranteeEvent(w.ctx, q.AddGuaranteeEventParams{GuaranteeID: guaranteeID, Seq: int64(e.Seq), Kind: name, OnDay: e.On, AtUs: e.At, ByLogin: e.By, FactJson: col.JSON(doc)})
}

// keepPromise writes the rows that follow from the events of a guarantee: itself, what deals may take of it, its demands.
func (w *work) keepPromise(before, after guarantee.State) error {
	if err := w.tx.KeepGuarantee(w.ctx, store.GuaranteeRow(after)); err != nil {
		return err
	}
	if !slices.Equal(before.Allocations, after.Allocations) {
		if err := w.tx.DropAllocations(w.ctx, after.ID); err != nil {
			return err
		}
		for n, a := range after.Allocations { // in the order in which they were pledged
			err := w.tx.PutAllocation(w.ctx, q.PutAllocationParams{GuaranteeID: after.ID, DealID: a.Deal, CentreID: w.centre(), AmountMinor: a.Amount.Minor, AtUs: w.now() + day.Instant(n)})
			if err != nil {
				return err
			}
		}
	}
	for _, a := range after.Amendments {
		if old, err := before.Amendment(a.Nr); err == nil && old.State == a.State {
			continue
		}
		err := w.tx.PutAmendment(w.ctx, q.PutAmendmentParams{GuaranteeID: after.ID, Nr: int64(a.Nr), State: string(a.State), RecordedOn: a.RecordedOn, Source: a.Source, BodyJson: col.Of(a), AtUs: w.now()})
		if err != nil {
			return err
		}
	}
	for _, d := range after.Demands {
		if old, err := before.Demand(d.ID); err == nil && reflect.DeepEqual(old, d) {
			continue
		}
		err := w.tx.KeepDemand(w.ctx, q.KeepDemandParams{ID: d.ID, BodyJson: col.Of(d), State: string(d.State), ReservedMinor: d.Reserved.Minor, PaidMinor: d.Paid.Minor, PaidOn: d.PaidOn, PaymentID: d.Payment, PresentedOn: d.Presented.Day.On, NextOn: d.Next()})
		if err != nil {
			return err
		}
	}
	return nil
}

// over is the refusal for a guarantee whose life has ended.
func over(i guarantee.Instrument) error {
	return errs.New(errs.Conflict, "the guarantee is {life}", "life", i.Life.Label()).At(i.ID).Because("register a new guarantee; this one is over")
}
