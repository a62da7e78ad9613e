package store

import (
	"kontor/guarantee"
	"kontor/money"
	"kontor/store/col"
	"kontor/store/q"
)

// ReplayGuarantee makes the state of a guarantee from its rows of events. Errors: Internal when one cannot be read or is missing.
func ReplayGuarantee(guaranteeID string, rows []q.GuaranteeEvent) (guarantee.State, error) {
	events, err := GuaranteeEvents(rows)
	if err != nil {
		return guarantee.State{}, err
	}
	return guarantee.Replay(guaranteeID, events)
}

// GuaranteeEvents reads rows of events. Errors: Internal when one cannot be read.
func GuaranteeEvents(rows []q.GuaranteeEvent) ([]guarantee.Event, error) {
	events := make([]guarantee.Event, len(rows))
	for n, r := range rows {
		f, err := guarantee.UnpackFact(r.Kind, []byte(r.FactJson))
		if err != nil {
			return nil, err
		}
		events[n] = guarantee.Event{Seq: int(r.Seq), On: r.OnDay, At: r.AtUs, By: r.ByLogin, Fact: f}
	}
	return events, nil
}

// GuaranteeRow is what is kept of a state beside its events.
func GuaranteeRow(s guarantee.State) q.KeepGuaranteeParams {
	return q.KeepGuaranteeParams{ID: s.ID, Nr: s.Number, Kind: string(s.Kind), Rules: string(s.Rules), GuarantorID: s.Guarantor, ApplicantID: s.Applicant,
		TermsJson: col.Of(s.Terms), Seq: int64(s.Seq), FaceMinor: s.Face.Minor, PaidMinor: s.Paid.Minor, ReservedMinor: s.Reserved.Minor, ReducedMinor: s.Reduced.Minor,
		EffectiveOn: s.EffectiveOn, ExpiresOn: s.ExpiresOn, Place: s.Place, TextSha256: s.Text.Issued, AgreedSha256: s.Text.Agreed, Life: string(s.Life),
		Trust: string(s.Trust), Wording: string(s.Wording), Barred: s.Barred, RecordedBy: s.Recorder, VerifiedBy: s.Verifier, VerifiedOn: s.VerifiedOn,
		ReverifyOn: s.ReverifyOn, EvidenceKind: string(s.Evidence.Kind), EvidenceRef: s.Evidence.Ref, EvidenceOn: s.Evidence.On, EndedOn: s.EndedOn, FeePayer: s.FeePayer(),
		LastsOn: s.LastsUntil, NextDueOn: s.NextDue(), ArchivedOn: s.Clock.Archived}
}

// Instrument is a guarantee as its row tells it, without what deals may take of it.
func Instrument(r q.Guarantee) (guarantee.Instrument, error) {
	currency := money.Currency(r.Currency)
	i := guarantee.Instrument{ID: r.ID, Paid: money.Of(r.PaidMinor, currency), Reserved: money.Of(r.ReservedMinor, currency), Reduced: money.Of(r.ReducedMinor, currency),
		Trust: guarantee.Trust(r.Trust), VerifiedOn: r.VerifiedOn, ReverifyOn: r.ReverifyOn, Wording: guarantee.Wording(r.Wording), Worded: r.TextSha256 != "" && r.Seq > 0, Life: guarantee.Life(r.Life), LastsUntil: r.LastsOn, Barred: r.Barred}
	if r.Seq > 0 {
		err := r.TermsJson.Into(&i.Terms)
		return i, err
	}
	i.Terms = guarantee.Terms{Number: r.Nr, Kind: guarantee.Kind(r.Kind), Rules: guarantee.Rules(r.Rules), Guarantor: r.GuarantorID, Applicant: r.ApplicantID,
		Face: money.Of(r.FaceMinor, currency), IssuedOn: r.IssuedOn, EffectiveOn: r.EffectiveOn, ExpiresOn: r.ExpiresOn, Place: r.Place}
	return i, nil
}
