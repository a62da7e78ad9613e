package desk

import (
	"reflect"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"
	"kontor/store/col"
	"kontor/store/q"
)

// graceDays is how long after the due date nobody counts as late.
const graceDays = 3

// settings are what the terms say about the life of the debt; the contract keeps them as they were at the delivery.
func (r TermsRequest) settings() loan.Settings {
	s := loan.Settings{GraceDays: graceDays, Penalty: loan.PenaltyRule{PerDay: r.PenaltyRate, Cap: r.PenaltyCap}, Future: loan.FutureRule(r.Overpaid), Tolerance: r.Tolerance.Minor}
	if name, ok := payOrders[r.PayOrder]; ok {
		s.Order, _ = loan.Strategy(name) // every name of the list is known
	}
	return s
}

// daily reports whether only a replay knows what is owed: because it grows by the day, or because the deal has rules of its own.
func daily(s loan.Settings) bool { return !reflect.DeepEqual(s, loan.Settings{GraceDays: graceDays}) }

// rowsOf are the rows of a schedule as a debt knows them: what the customer owes, and what joins the principal meanwhile.
func rowsOf(s lease.Schedule) []loan.Instalment {
	open := s.Open()
	out := make([]loan.Instalment, 0, len(s.Rows))
	for _, r := range s.Rows {
		row := loan.Instalment{Nr: r.Nr, Kind: loan.Kind(r.Kind), DueOn: r.DueOn, Joins: max(0, -r.Principal)}
		if len(open) > 0 && open[0].Nr == r.Nr && open[0].Kind == r.Kind {
			row.Owed = loan.Part{Fee: open[0].Fee, Interest: open[0].Interest, Principal: open[0].Principal}
			open = open[1:]
		} else if r.Kind != lease.EmptyRow {
			continue // others stand for it
		}
		out = append(out, row)
	}
	return out
}

// instalmentOf is a stored row as a debt knows it; what was waived or written off counts as paid there.
func instalmentOf(r q.Instalment) loan.Instalment {
	return loan.Instalment{Nr: int(r.Nr), Kind: loan.Kind(r.Kind), From: r.FromOn, DueOn: r.DueOn, PaidOn: r.PaidOn, Joins: r.JoinsMinor,
		Owed: loan.Part{Penalty: r.PenaltyMinor, Fee: r.FeeMinor, Interest: r.InterestMinor, Principal: r.PrincipalMinor},
		Paid: loan.Part{Penalty: r.PaidPenalty, Fee: r.PaidFee, Interest: r.PaidInterest, Principal: r.PaidPrincipal}}
}

// openRows are what is still unpaid of a deal's schedule; cover asks for penalties as for fees.
func openRows(rows []q.Instalment) []lease.Open {
	out := make([]lease.Open, 0, len(rows))
	for _, r := range rows {
		open := instalmentOf(r).Open()
		out = append(out, lease.Open{Nr: int(r.Nr), Kind: lease.Kind(r.Kind), DueOn: r.DueOn, Fee: open.Fee + open.Penalty, Interest: open.Interest, Principal: open.Principal})
	}
	return out
}

// running reports whether rentals of the deal fall due.
func running(d q.Deal) bool { return d.Stage == "delivered" || d.Stage == "defaulted" }

// hasAccount reports whether the deal has an account: from its delivery on.
func hasAccount(d q.Deal) bool { return d.DeliveredOn != 0 }

// agree writes the first version of the contract, from which every replay begins.
func (w *work) agree(d *q.Deal, kind string, rows []loan.Instalment) error {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil {
		return err
	}
	settings := terms.settings()
	d.ContractVersion, d.Daily, d.NewestOn = 1, 0, max(d.NewestOn, d.DeliveredOn)
	if daily(settings) {
		d.Daily = 1
	}
	err := w.tx.AddContractVersion(w.ctx, q.AddContractVersionParams{CentreID: w.centre(), DealID: d.ID, Version: 1, Kind: kind, EffectiveOn: d.DeliveredOn, Reason: w.call.Reason,
		CustomerID: d.CustomerID, TermsJson: d.TermsJson, SettingsJson: col.Of(settings), RowsJson: col.Of(rows), ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	return w.tx.SetContract(w.ctx, q.SetContractParams{CentreID: w.centre(), ID: d.ID, ContractVersion: d.ContractVersion, Daily: d.Daily})
}

// age notes how late the deal is on a day, and tells it once when lateness begins, reaches the next bucket or ends. It is written by
// keepAccount.
func (w *work) age(d *q.Deal, s loan.Late, on day.Date) error {
	before := int(d.Dpd)
	d.Dpd, d.OverdueMinor, d.LateSince, d.BilledOn = int64(s.DPD), s.Overdue, s.Since, max(on, d.BilledOn)
	switch was := (loan.Settings{}).Bucket(before); {
	case before > 0 && s.DPD == 0:
		return w.event(happening{entity: d.ID, party: d.CustomerID, on: on, text: errs.T("{deal} is no longer late", "deal", d.Nr)})
	case s.Bucket > was:
		return w.event(happening{entity: d.ID, party: d.CustomerID, on: on, text: errs.T("{deal} is {n} days late with {amount}", "deal", d.Nr, "n", s.DPD,
			"amount", money.Of(s.Overdue, money.Currency(d.Currency)))})
	}
	return nil
}

// keepAccount writes what the account of a deal comes to, when it changed.
func (w *work) keepAccount(before, d q.Deal) error {
	set := func(d q.Deal) q.SetAccountParams {
		return q.SetAccountParams{CentreID: w.centre(), ID: d.ID, UnappliedMinor: d.UnappliedMinor, LateSince: d.LateSince, Dpd: d.Dpd, OverdueMinor: d.OverdueMinor,
			BilledOn: d.BilledOn, NewestOn: d.NewestOn}
	}
	if before.EndsOn != d.EndsOn || before.PausedOn != d.PausedOn {
		if err := w.tx.SetCourse(w.ctx, q.SetCourseParams{CentreID: w.centre(), ID: d.ID, EndsOn: d.EndsOn, PausedOn: d.PausedOn}); err != nil {
			return err
		}
	}
	if set(before) == set(d) {
		return nil
	}
	return w.tx.SetAccount(w.ctx, set(d))
}

// notRunning refuses what is done with deals whose units are out.
func notRunning(d q.Deal) error {
	return errs.New(errs.Conflict, "{deal} is {stage}, only a deal that runs can be changed", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
		Because("choose a deal whose units are out")
}
