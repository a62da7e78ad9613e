package desk

import (
	"encoding/json"
	"slices"

	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/proof"
	"kontor/store"
	"kontor/store/q"
)

// What a proof file says of a thing is built here, one function a kind, from the rows as they stand. Nothing in it tells
// one guest of another: the deals that a guarantee secures are left out.

// provable finds a thing and builds what is proved of it.
func (w *work) provable(kind proof.Kind, entity string) (subject any, about happening, err error) {
	switch kind {
	case proof.OfGuarantee:
		return w.guaranteeSubject(entity)
	case proof.OfVerification:
		return w.verificationSubject(entity)
	case proof.OfRelease:
		return w.releaseSubject(entity)
	case proof.OfDemand:
		return w.demandSubject(entity)
	}
	var f errs.Faults
	f.Add("kind", "{word} is not one of the choices", "word", `"`+string(kind)+`"`).Because("choose one of: {names}", "names", "guarantee, verification, release, demand")
	return nil, about, f.Err()
}

// provedGuarantee is a guarantee that the reader may see, with the names of its parties.
func (w *work) provedGuarantee(guaranteeID string) (i guarantee.Instrument, row q.Guarantee, names map[string]string, err error) {
	if i, row, err = w.instrument(guaranteeID); err != nil {
		return i, row, nil, err
	}
	if w.actor.Role == Maker || (w.actor.Role == Guarantor && w.actor.Party != row.GuarantorID) {
		return i, row, nil, store.Missing(errNone, guaranteeID)
	}
	names, err = w.names(row.GuarantorID, row.ApplicantID)
	return i, row, names, err
}

func provedParty(id string, names map[string]string) proof.Party {
	return proof.Party{ID: id, Name: names[id]}
}

func (w *work) beneficiary() (string, error) {
	doc, err := w.tx.Setting(w.ctx, profileSetting)
	if err != nil {
		return "", err
	}
	var house Profile
	err = doc.Into(&house)
	return house.House, err
}

func (w *work) guaranteeSubject(guaranteeID string) (any, happening, error) {
	i, row, names, err := w.provedGuarantee(guaranteeID)
	if err != nil {
		return nil, happening{}, err
	}
	house, err := w.beneficiary()
	if err != nil {
		return nil, happening{}, err
	}
	s := proof.Guarantee{AsOf: w.today, Beneficiary: house, Number: i.Number, Kind: row.Kind, Rules: row.Rules, Guarantor: provedParty(row.GuarantorID, names),
		Applicant: provedParty(row.ApplicantID, names), Face: i.Face, Paid: i.Paid, Reserved: i.Reserved, Reduced: money.Of(row.ReducedMinor, i.Face.Currency),
		Available: i.Available(), IssuedOn: i.IssuedOn, EffectiveOn: i.EffectiveOn, ExpiresOn: i.ExpiresOn, Place: row.Place, TextSHA256: row.TextSha256,
		AgreedSHA256: row.AgreedSha256, Life: row.Life, EndedOn: row.EndedOn, Trust: row.Trust, VerifiedOn: row.VerifiedOn, ReverifyOn: row.ReverifyOn, Events: []proof.Happened{}}
	p, err := w.promise(i.ID)
	if err != nil {
		return nil, happening{}, err
	}
	if s.Terms, err = provedTerms(p.Terms); err != nil {
		return nil, happening{}, err
	}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: i.ID, Limit: timelineMost})
	if err != nil {
		return nil, happening{}, err
	}
	for _, e := range slices.Backward(events) {
		if e.Entity == i.ID && e.Verb != AllocateGuarantee.Name && e.Verb != proof.ExportVerb {
			s.Events = append(s.Events, proof.Happened{Event: e.ID, On: e.EffectiveOn, Verb: e.Verb})
		}
	}
	return s, happening{entity: i.ID, party: row.GuarantorID, text: errs.T("guarantee {number} was exported as a proof file", "number", i.Number)}, nil
}

// provedTerms are the terms that a proof does not name itself. Who else takes part is not told, nor by which branch: a guarantor
// learns nothing here that its page does not show.
func provedTerms(t guarantee.Terms) (json.RawMessage, error) {
	t.Branch, t.CounterGuarantor, t.Advising, t.Confirmer, t.Instructing = "", "", "", "", ""
	var members map[string]json.RawMessage
	b, err := json.Marshal(t)
	if err == nil {
		err = json.Unmarshal(b, &members)
	}
	for _, own := range []string{"number", "kind", "rules", "guarantor", "applicant", "face", "issued_on", "effective_on", "expires_on", "place"} {
		delete(members, own)
	}
	if err == nil {
		b, err = json.Marshal(members)
	}
	return b, err
}

// verificationSubject is for staff: by which call or message the house verifies is not for the guarantor to read.
func (w *work) verificationSubject(guaranteeID string) (any, happening, error) {
	if w.actor.Role.Guest() {
		return nil, happening{}, store.Missing(errNone, guaranteeID)
	}
	i, row, names, err := w.provedGuarantee(guaranteeID)
	if err != nil {
		return nil, happening{}, err
	}
	if row.VerifiedBy == "" {
		return nil, happening{}, errs.New(errs.Refused, "guarantee {number} is not verified yet", "number", i.Number).At(i.ID).Because("have it verified first")
	}
	house, err := w.beneficiary()
	if err != nil {
		return nil, happening{}, err
	}
	p, err := w.promise(guaranteeID)
	if err != nil {
		return nil, happening{}, err
	}
	s := proof.Verification{Beneficiary: house, Guarantee: i.ID, Number: i.Number, Guarantor: provedParty(row.GuarantorID, names),
		Applicant: provedParty(row.ApplicantID, names), Face: i.Face, IssuedOn: i.IssuedOn, ExpiresOn: i.ExpiresOn, TextSHA256: row.TextSha256, Finding: row.Trust, Evidence: provedEvidence(p.Evidence), VerifiedOn: row.VerifiedOn,
		ReverifyOn: row.ReverifyOn, Verifier: proof.Party{ID: row.VerifiedBy}, RecordedBy: row.RecordedBy}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: i.ID, Limit: timelineMost})
	if err != nil {
		return nil, happening{}, err
	}
	for _, e := range events { // the newest first
		if e.Verb == VerifyGuarantee.Name && e.Actor == row.VerifiedBy {
			s.Event, s.Verifier.Name = e.ID, e.ActorName
			break
		}
	}
	return s, happening{entity: i.ID, party: row.GuarantorID, text: errs.T("the verification of guarantee {number} was exported as a proof file", "number", i.Number)}, nil
}

func provedEvidence(e guarantee.Evidence) proof.Evidence {
	return proof.Evidence{Kind: string(e.Kind), Ref: e.Ref, On: e.On, Bank: e.Bank, Message: e.Message, Number: e.Number, Register: e.Register, Spoke: e.Spoke, Certificate: e.Certificate,
		SignedAt: e.SignedAt, StampedAt: e.StampedAt, RevokedAt: e.RevokedAt, Document: e.Document}
}

func (w *work) demandSubject(demandID string) (any, happening, error) {
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return nil, happening{}, store.Missing(err, demandID)
	}
	left := guarantee.Demand{State: guarantee.DemandState(m.State)}.Left()
	i, row, names, err := w.provedGuarantee(m.GuaranteeID)
	if errs.Is(err, errs.NotFound) || (err == nil && m.CentreID != w.centre()) || (w.actor.Role.Guest() && !left) { // a draft is no demand to its guarantor
		return nil, happening{}, store.Missing(errNone, demandID)
	}
	if err != nil {
		return nil, happening{}, err
	}
	house, err := w.beneficiary()
	if err != nil {
		return nil, happening{}, err
	}
	currency := money.Currency(m.Currency)
	s := proof.Demand{Beneficiary: house, Guarantee: i.ID, Number: i.Number, Rules: row.Rules, Guarantor: provedParty(row.GuarantorID, names),
		Applicant: provedParty(row.ApplicantID, names), Amount: money.Of(m.AmountMinor, currency), Account: m.Account, Statement: m.Breach, Letter: m.Body,
		LetterSHA256: proof.HashOf([]byte(m.Body)), MadeOn: m.MadeOn, PresentedOn: m.PresentedOn, State: m.State, Paid: money.Of(m.PaidMinor, currency), PaidOn: m.PaidOn}
	return s, happening{entity: m.ID, guarantee: i.ID, deal: m.DealID, party: row.GuarantorID,
		text: errs.T("the demand of {amount} under guarantee {number} was exported as a proof file", "amount", s.Amount, "number", i.Number)}, nil
}

func (w *work) releaseSubject(dealID string) (any, happening, error) {
	d, err := w.staffDeal(dealID)
	if err != nil {
		return nil, happening{}, err
	}
	order, err := w.tx.ReleaseOfDeal(w.ctx, q.ReleaseOfDealParams{CentreID: w.centre(), DealID: d.ID})
	if store.None(err) {
		return nil, happening{}, errs.New(errs.Refused, "{deal} has no release order in force", "deal", d.Nr).At(d.ID).Because("release the deal first")
	}
	if err != nil {
		return nil, happening{}, err
	}
	var kept store.ReleaseRecord
	if err := order.GateJson.Into(&kept); err != nil {
		return nil, happening{}, err
	}
	house, err := w.beneficiary()
	if err != nil {
		return nil, happening{}, err
	}
	names, err := w.names(d.CustomerID)
	if err != nil {
		return nil, happening{}, err
	}
	s := proof.Release{Order: order.ID, House: house, Deal: d.ID, Number: d.Nr, Customer: provedParty(d.CustomerID, names), On: order.OnDay, At: order.AtUs,
		By: proof.Party{ID: order.ByLogin}, Conditions: []proof.GateCondition{}, Needed: kept.Cover.MaxNeeded, Until: kept.Cover.To, Cover: []proof.CoverStep{}}
	for _, c := range kept.Answer.Conditions {
		s.Conditions = append(s.Conditions, gateCondition(c))
	}
	for _, step := range kept.Cover.Steps {
		s.Cover = append(s.Cover, proof.CoverStep{From: step.From, To: step.To, Required: step.Required, Cover: step.Cover})
	}
	if s.Units, err = w.releasedUnits(d); err != nil {
		return nil, happening{}, err
	}
	if s.Guarantees, err = w.secured(kept.Cover); err != nil {
		return nil, happening{}, err
	}
	if s.By.Name, err = w.releasedBy(d.ID, order.ByLogin); err != nil {
		return nil, happening{}, err
	}
	return s, happening{entity: d.ID, party: d.CustomerID, text: errs.T("the release order of {deal} was exported as a proof file", "deal", d.Nr)}, nil
}

func gateCondition(c deal.Condition) proof.GateCondition {
	state := "met"
	if c.Waived != nil {
		state = "waived"
	}
	return proof.GateCondition{Name: string(c.Name), State: state, Required: c.Required.String(), Present: c.Present.String()}
}

func (w *work) releasedUnits(d q.Deal) ([]proof.ReleasedUnit, error) {
	out := []proof.ReleasedUnit{}
	rows, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return out, err
	}
	for _, r := range rows {
		u, err := w.tx.Unit(w.ctx, q.UnitParams{CentreID: w.centre(), ID: r.UnitID})
		if err != nil {
			return out, err
		}
		out = append(out, proof.ReleasedUnit{ID: u.ID, Model: u.Model, Serial: u.Serial})
	}
	return out, nil
}

// secured are the guarantees that counted when the order was made, each with the most that counted on any day.
func (w *work) secured(cover guarantee.Result) ([]proof.Secured, error) {
	out := []proof.Secured{}
	at := map[string]int{}
	for _, step := range cover.Steps {
		for _, part := range step.By {
			n, seen := at[part.Instrument]
			if !seen {
				row, err := w.tx.Guarantee(w.ctx, part.Instrument)
				if err != nil {
					return out, store.Missing(err, part.Instrument)
				}
				names, err := w.names(row.GuarantorID)
				if err != nil {
					return out, err
				}
				n = len(out)
				at[part.Instrument] = n
				out = append(out, proof.Secured{ID: row.ID, Number: row.Nr, Guarantor: provedParty(row.GuarantorID, names), Most: part.Own, ExpiresOn: row.ExpiresOn})
			}
			if part.Own.Minor > out[n].Most.Minor {
				out[n].Most = part.Own
			}
		}
	}
	return out, nil
}

// releasedBy is the name that the login bore when it released the deal.
func (w *work) releasedBy(dealID, login string) (string, error) {
	events, err := w.tx.DealEvents(w.ctx, q.DealEventsParams{DealID: dealID, Limit: timelineMost})
	for _, e := range events {
		if e.Verb == ReleaseDeal.Name && e.Actor == login {
			return e.ActorName, err
		}
	}
	return "", err
}
