package store

import (
	"context"
	"fmt"
	"slices"

	"kontor/guarantee"
	"kontor/store/col"
	"kontor/store/q"
)

// findUnreplayed finds a guarantee whose rows are not what its events make of it. One that was recorded before events were kept and to
// which nothing has happened since has none.
func findUnreplayed(ctx context.Context, v *verification) (offender, detail string, err error) {
	const page = 500
	for after := ""; ; {
		rows, err := v.tx.GuaranteesAfter(ctx, q.GuaranteesAfterParams{ID: after, Limit: page})
		if err != nil || len(rows) == 0 {
			return "", "", err
		}
		for _, r := range rows {
			if after = r.ID; r.Seq == 0 {
				continue
			}
			if flaw, err := v.flawOfGuarantee(ctx, r); err != nil || flaw != "" {
				return r.ID, flaw, err
			}
		}
	}
}

func (v *verification) flawOfGuarantee(ctx context.Context, row q.Guarantee) (string, error) {
	events, err := v.tx.GuaranteeHistory(ctx, row.ID)
	if err != nil {
		return "", err
	}
	s, err := ReplayGuarantee(row.ID, events)
	if err != nil {
		return err.Error(), nil
	}
	if int64(s.Seq) != row.Seq {
		return fmt.Sprintf("%d events of %d", s.Seq, row.Seq), nil
	}
	if got, want := keptRow(row), GuaranteeRow(s); got != want {
		return fmt.Sprintf("%+v, replayed %+v", got, want), nil
	}
	pledged, err := v.tx.AllocationsOfGuarantee(ctx, row.ID)
	if err != nil {
		return "", err
	}
	same := slices.EqualFunc(pledged, s.Allocations, func(a q.AllocationsOfGuaranteeRow, b guarantee.Allocation) bool {
		return a.DealID == b.Deal && a.AmountMinor == b.Amount.Minor
	})
	if !same {
		return fmt.Sprintf("%d pledges, replayed %d", len(pledged), len(s.Allocations)), nil
	}
	demands, err := v.tx.DemandsOfGuarantee(ctx, row.ID)
	if err != nil {
		return "", err
	}
	amendments, err := v.tx.AmendmentsOfGuarantee(ctx, row.ID)
	if err != nil {
		return "", err
	}
	if len(amendments) != len(s.Amendments) {
		return fmt.Sprintf("%d amendments, replayed %d", len(amendments), len(s.Amendments)), nil
	}
	for _, r := range amendments {
		if a, err := s.Amendment(int(r.Nr)); err != nil || string(a.State) != r.State {
			return fmt.Sprintf("amendment %d is %s, replayed %s", r.Nr, r.State, a.State), nil
		}
	}
	for _, m := range demands {
		d, err := s.Demand(m.ID)
		if err != nil || string(d.State) != m.State || d.Reserved.Minor != m.ReservedMinor || d.Paid.Minor != m.PaidMinor || d.PaidOn != m.PaidOn || d.Presented.Day.On != m.PresentedOn || d.Next() != m.NextOn {
			return m.ID, nil
		}
	}
	return "", nil
}

// keptRow is what the row of a guarantee keeps of its events.
func keptRow(r q.Guarantee) q.KeepGuaranteeParams {
	var terms guarantee.Terms
	_ = r.TermsJson.Into(&terms) // what cannot be read differs from what was replayed
	return q.KeepGuaranteeParams{ID: r.ID, Nr: r.Nr, Kind: r.Kind, Rules: r.Rules, GuarantorID: r.GuarantorID, ApplicantID: r.ApplicantID, TermsJson: col.Of(terms), Seq: r.Seq,
		FaceMinor: r.FaceMinor, PaidMinor: r.PaidMinor, ReservedMinor: r.ReservedMinor, ReducedMinor: r.ReducedMinor, EffectiveOn: r.EffectiveOn, ExpiresOn: r.ExpiresOn,
		Place: r.Place, TextSha256: r.TextSha256, AgreedSha256: r.AgreedSha256, Life: r.Life, Trust: r.Trust, Wording: r.Wording, Barred: r.Barred,
		RecordedBy: r.RecordedBy, VerifiedBy: r.VerifiedBy, VerifiedOn: r.VerifiedOn, ReverifyOn: r.ReverifyOn, EvidenceKind: r.EvidenceKind, EvidenceRef: r.EvidenceRef,
		EvidenceOn: r.EvidenceOn, EndedOn: r.EndedOn, FeePayer: r.FeePayer,
		LastsOn: r.LastsOn, NextDueOn: r.NextDueOn, ArchivedOn: r.ArchivedOn}
}
