package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"
	"kontor/store/col"
	"kontor/store/q"
)

// AddendumResult says what a deal owes by its new version.
type AddendumResult struct {
	Deal    string       `json:"deal"`
	Nr      string       `json:"nr"`
	Version int          `json:"version"`
	Change  string       `json:"change"` // id by which it can be reversed
	Rental  money.Amount `json:"rental"` // next one
	EndsOn  day.Date     `json:"ends_on"`
	Covered bool         `json:"covered"` // on every day, by the new rows
}

// addendum books an agreed change of what is owed: the account is replayed with it, and the contract gets a version in full. Cover is
// asked for the new rows at once: a change after which more is missing than before is refused.
func (w *work) addendum(d *q.Deal, t loan.Transaction, terms TermsRequest) (AddendumResult, error) {
	missing, err := w.missing(*d)
	if err != nil {
		return AddendumResult{}, err
	}
	t.Reason = w.call.Reason
	done, a, err := w.change(d, t)
	if err != nil {
		return AddendumResult{}, err
	}
	if err := w.addVersion(d, a, done, terms); err != nil {
		return AddendumResult{}, err
	}
	now, err := w.missing(*d)
	if err != nil {
		return AddendumResult{}, err
	}
	if now.Minor > missing.Minor && t.Kind != loan.Fixing { // a rate that follows its index was agreed at the signature
		return AddendumResult{}, errs.New(errs.Refused, "the guarantees of {deal} do not cover the new rows: up to {missing} are missing", "deal", d.Nr, "missing", now).At(d.ID).
			Because("bring a further guarantee first")
	}
	res := AddendumResult{Deal: d.ID, Nr: d.Nr, Version: int(d.ContractVersion), Change: done.ID, EndsOn: d.EndsOn, Covered: now.Minor == 0, Rental: money.Of(0, money.Currency(d.Currency))}
	next, _ := a.Ahead(w.today)
	if i := slices.IndexFunc(next, func(r loan.Instalment) bool { return r.Kind != loan.Skipped }); i >= 0 {
		res.Rental.Minor = next[i].Owed.Interest + next[i].Owed.Principal
	}
	return res, nil
}

// missing is the most that is not covered of a deal on any day from today.
func (w *work) missing(d q.Deal) (money.Amount, error) {
	cover, err := w.coverReader().of(d)
	return cover.MaxMissing, err
}

// addVersion keeps what is agreed now, in full.
func (w *work) addVersion(d *q.Deal, a loan.Account, done loan.Applied, terms TermsRequest) error {
	rows := a.Rows
	if i := slices.IndexFunc(a.Versions, func(v loan.Version) bool { return v.By == done.ID }); i >= 0 {
		rows = a.Versions[i].Rows
	}
	d.ContractVersion++
	err := w.tx.AddContractVersion(w.ctx, q.AddContractVersionParams{CentreID: w.centre(), DealID: d.ID, Version: d.ContractVersion, Kind: string(done.Kind), TransactionID: done.ID,
		EffectiveOn: done.On, Reason: w.call.Reason, CustomerID: d.CustomerID, TermsJson: col.Of(terms), SettingsJson: "{}", RowsJson: col.Of(rows), ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	return w.tx.SetContract(w.ctx, q.SetContractParams{CentreID: w.centre(), ID: d.ID, ContractVersion: d.ContractVersion, Daily: d.Daily})
}

// servicing is a running deal whose account was brought up to today, with its account and the terms in force.
type servicing struct {
	deal    q.Deal
	account loan.Account
	terms   TermsRequest
}

// service opens a running deal for a change of what is owed. Errors: Conflict for a deal that does not run.
func (w *work) service(dealID string) (servicing, error) {
	var s servicing
	var err error
	if s.deal, err = w.deal(dealID); err != nil {
		return s, err
	}
	if s.deal.Stage != string(deal.Delivered) {
		return s, notRunning(s.deal)
	}
	if err := w.catchUp(&s.deal, w.today); err != nil {
		return s, err
	}
	if err := w.termsInForce(s.deal, &s.terms); err != nil {
		return s, err
	}
	debt, err := w.tx.Debt(w.ctx, s.deal)
	if err != nil {
		return s, err
	}
	s.account, err = debt.Replay(w.today)
	return s, err
}

// termsInForce are those of the newest version that was not reversed.
func (w *work) termsInForce(d q.Deal, terms *TermsRequest) error {
	versions, err := w.tx.ContractVersions(w.ctx, q.ContractVersionsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return err
	}
	for _, v := range slices.Backward(versions) {
		if v.ReversedUs == 0 {
			return v.TermsJson.Into(terms)
		}
	}
	return d.TermsJson.Into(terms)
}

// ahead are the rows that are not due after a day as a schedule has them, behind a row that stands for everything before: it holds
// the principal that is left and the day from which interest runs.
func (s servicing) ahead(on day.Date) (rows []lease.Row, left int64) {
	open, left := s.account.Ahead(on)
	from := s.deal.StartsOn
	for _, r := range s.account.Rows {
		if r.DueOn <= on {
			from = max(from, r.DueOn)
		}
	}
	balance := left
	rows = append(rows, lease.Row{Nr: 1, Kind: lease.RentalRow, DueOn: from, Balance: balance})
	for _, r := range open {
		balance -= r.Owed.Principal - r.Joins
		rows = append(rows, lease.Row{Nr: len(rows) + 1, Kind: lease.Kind(r.Kind), DueOn: r.DueOn, Principal: r.Owed.Principal - r.Joins, Interest: r.Owed.Interest + r.Joins, Balance: balance,
			Fee: r.Owed.Fee})
	}
	return rows, left
}

// residualOf is what the rows ahead ask for as residual value, and how many rentals they have.
func residualOf(rows []lease.Row) (residual int64, rentals int) {
	for _, r := range rows[1:] {
		if r.Kind == lease.ResidualRow {
			residual += r.Principal
		} else {
			rentals++
		}
	}
	return residual, rentals
}

// leaseOf are the terms of what is left from the last due day on, in arrears: after a rental in advance the balance bears interest
// until the next one just the same. Shapes, steps and fees of the signed schedule are over.
func (s servicing) leaseOf(left, residual int64, count int, from day.Date) (lease.Terms, error) {
	currency := money.Currency(s.deal.Currency)
	_, signed, err := s.terms.Offer(s.deal.StartsOn)
	if err != nil {
		return lease.Terms{}, err
	}
	if signed.Levelled != nil {
		signed.Terms.Rate = signed.Levelled.CustomerRate
	}
	t := lease.Terms{Price: money.Of(left, currency), Residual: money.Of(residual, currency), Rate: signed.Terms.Rate, Method: signed.Terms.Method, Timing: lease.InArrears,
		Count: count, EveryMonths: signed.Terms.EveryMonths, Start: from, Rounding: signed.Terms.Rounding, RentalUnit: signed.Terms.RentalUnit, DayCount: signed.Terms.DayCount}
	if t.Method != lease.Linear {
		t.Method = lease.Annuity
	}
	return t, nil
}

// plainTerms are those of a restructured lease: level or linear rentals in arrears.
func (r TermsRequest) plainTerms(req RestructureRequest) TermsRequest {
	out := LeaseRequest{Rate: req.Rate, Count: req.Count, EveryMonths: req.EveryMonths, Residual: req.Residual, Method: string(lease.Annuity), Timing: string(lease.InArrears),
		RoundTo: r.RoundTo, PenaltyRate: r.PenaltyRate, PenaltyCap: r.PenaltyCap}
	if r.Method == string(lease.Linear) {
		out.Method = r.Method
	}
	if out.EveryMonths == 0 {
		out.EveryMonths = r.usual().EveryMonths
	}
	r.LeaseRequest = out
	return r
}

// services are the fees that were agreed for each of the rows after a day. What was charged to them since follows by itself.
func (s servicing) services(on day.Date) (fees []int64) {
	open, _ := s.account.Ahead(on)
	for _, r := range open {
		fees = append(fees, r.Owed.Fee)
	}
	return fees
}

// planned are the rows of a plan as a change of what is owed has them, with the fees that were agreed for each row before.
func (s servicing) planned(on day.Date, plan lease.Schedule) []loan.Instalment {
	rows := rowsOf(plan)
	for i, fee := range s.services(on) {
		if len(rows) > 0 {
			rows[min(i, len(rows)-1)].Owed.Fee += fee
		}
	}
	return rows
}
