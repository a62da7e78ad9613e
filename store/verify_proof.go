package store

import (
	"context"

	"kontor/proof"
	"kontor/store/q"
)

// findUnproved finds the first exported proof whose content is not the one that the log holds: its file would not hold.
func findUnproved(ctx context.Context, v *verification) (offender, detail string, err error) {
	const page = 500
	for after := ""; ; {
		rows, err := v.tx.ProofSubjectsAfter(ctx, q.ProofSubjectsAfterParams{EventID: after, Limit: page})
		if err != nil || len(rows) == 0 {
			return "", "", err
		}
		for _, r := range rows {
			after = r.EventID
			e, err := v.tx.Event(ctx, q.EventParams{CentreID: r.CentreID, ID: r.EventID})
			if None(err) {
				return r.EventID, "there is no such event", nil
			}
			if err != nil {
				return "", "", err
			}
			var logged proof.Commitment
			if e.Verb != proof.ExportVerb || e.DataJson.Into(&logged) != nil {
				return r.EventID, "the event exports nothing", nil
			}
			if is := (proof.Commitment{Entity: r.Entity, Kind: proof.Kind(r.Kind), SubjectSHA256: proof.HashOf([]byte(r.SubjectJson))}); is != logged {
				return r.EventID, "its hash is " + is.SubjectSHA256 + ", the log holds " + logged.SubjectSHA256, nil
			}
		}
	}
}
