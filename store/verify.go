package store

import (
	"context"
	"fmt"

	"kontor/errs"
)

// Finding is one broken promise with its first offender.
type Finding struct {
	Check    string    `json:"check"`
	Offender string    `json:"offender"` // id, or place in the log
	Detail   errs.Text `json:"detail"`
}

// promise is what the database must keep at every commit: a query for its offenders, or a function that looks for the
// first one. No offender means that the promise holds.
type promise struct {
	name  string
	text  errs.Text
	query string
	find  func(ctx context.Context, v *verification) (offender, detail string, err error)
}

// verification is one walk through the house, on one snapshot.
type verification struct {
	tx     *Tx
	onDisk bool      // the engine keeps its pages in one file that it can check
	log    *logWalk  // made at the first question about the log
	loans  *loanWalk // made at the first question about an account
}

// promises are all of them, in the order in which they are checked: first whether the file can be read at all.
func promises() []promise {
	all := []promise{{name: "file.pages", text: errs.T("every page of the file is intact"), find: findDamage}}
	all = append(all, sqlPromises...)
	all = append(all, promise{name: "delivery.worth", text: errs.T("a delivery counts its value at the rate of its act"), find: findWorth})
	all = append(all, promise{name: "release.covered", text: errs.T("no released day was uncovered at the release"), find: findUncovered})
	all = append(all, promise{name: "guarantee.replayed", text: errs.T("a guarantee is what its events make of it"), find: findUnreplayed})
	all = append(all, promise{name: "settlement.legs", text: errs.T("the legs of a settlement are its result"), find: findUnsettled})
	all = append(all, promise{name: "proof.content", text: errs.T("an exported proof is what the log holds of it"), find: findUnproved})
	all = append(all, loanPromises...)
	return append(all, logPromises...)
}

// Check is one promise that Verify checks.
type Check struct {
	Name    string    `json:"name"`
	Promise errs.Text `json:"promise"`
}

// Checks lists everything that Verify checks.
func Checks() []Check {
	var out []Check
	for _, p := range promises() {
		out = append(out, Check{p.name, p.text})
	}
	return out
}

// Verify walks the whole database on one snapshot, beside any writer, and reports every broken promise with its first
// offender. progress is called with the name of each check before it runs; it may be nil.
func (s *Store) Verify(ctx context.Context, progress func(check string)) ([]Finding, error) {
	var out []Finding
	err := s.Read(ctx, func(tx *Tx) error {
		_, onDisk := s.engine.(*sqliteEngine)
		v := &verification{tx: tx, onDisk: onDisk}
		for _, p := range promises() {
			if progress != nil {
				progress(p.name)
			}
			offender, detail, err := v.check(ctx, p)
			switch {
			case err != nil && len(out) > 0 && out[0].Check == "file.pages":
				continue // what cannot be read is explained by the first finding
			case err != nil:
				return fmt.Errorf("%s: %w", p.name, err)
			case offender != "":
				out = append(out, Finding{p.name, offender, errs.T("{promise} ({found})", "promise", p.text, "found", detail)})
			}
		}
		return nil
	})
	return out, err
}

func (v *verification) check(ctx context.Context, p promise) (offender, detail string, err error) {
	if p.query != "" {
		return v.tx.offender(ctx, p.query)
	}
	return p.find(ctx, v)
}

// findDamage lets SQLite read every page and every index. PostgreSQL checks its pages itself whenever it reads one.
func findDamage(ctx context.Context, v *verification) (offender, detail string, err error) {
	if !v.onDisk {
		return "", "", nil
	}
	err = v.tx.DB.QueryRowContext(ctx, "pragma integrity_check(1)").Scan(&detail)
	switch {
	case damaged(err):
		return "file", err.Error(), nil
	case err != nil || detail == "ok":
		return "", "", err
	}
	return "file", detail, nil
}
