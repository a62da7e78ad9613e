package store

import (
	"context"

	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/store/col"
	"kontor/store/q"
)

// ReleaseRecord is what a release order keeps of the gate: what it said, and the cover day by day for which it said so.
type ReleaseRecord struct {
	Answer deal.Answer      `json:"answer"`
	Cover  guarantee.Result `json:"cover"`
}

// Release writes a release order. It takes nothing but an order that came through the gate; no other function of the
// house writes this table.
//
// Errors: Internal for an order that the gate did not make.
func (tx *Tx) Release(ctx context.Context, centre, orderID string, o deal.Order) error {
	if !o.Valid() {
		return errs.New(errs.Internal, "a release order did not come through the gate").In("store.release").At(o.Deal())
	}
	err := tx.AddRelease(ctx, q.AddReleaseParams{CentreID: centre, ID: orderID, DealID: o.Deal(), ByLogin: o.By(), AtUs: o.At(), OnDay: o.On(), GateJson: col.Of(ReleaseRecord{o.Answer(), o.Cover()})})
	if err != nil {
		return err
	}
	return tx.ReleaseDeal(ctx, q.ReleaseDealParams{CentreID: centre, ID: o.Deal(), ReleasedUs: o.At()})
}
