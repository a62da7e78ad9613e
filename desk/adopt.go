package desk

import (
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// adopt takes over a deal that was delivered before accounts were replayed. Its rows as they stand become the first version of the
// contract, and all that its money met is carried over to what is unapplied, so that the first replay books it anew, transaction by
// transaction. What is owed and what is held do not change by it.
func (w *work) adopt(j *journal, d *q.Deal) error {
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return err
	}
	agreed := make([]loan.Instalment, len(rows))
	for i, r := range rows {
		agreed[i] = instalmentOf(r)
		agreed[i].Paid, agreed[i].PaidOn = loan.Part{}, 0
	}
	if err := w.agree(d, "taken over", agreed); err != nil {
		return err
	}
	if err := w.adoptGroups(j, *d); err != nil {
		return err
	}
	if err := w.carryOver(j, *d, rows); err != nil {
		return err
	}
	return w.adoptPayments(*d)
}

// adoptGroups makes transactions of what was kept in the ledger only: paybacks, losses, money brought in.
func (w *work) adoptGroups(j *journal, d q.Deal) error {
	transfers, err := w.tx.TransfersOfDeal(w.ctx, d.ID)
	if err != nil {
		return err
	}
	amount := map[string]int64{}
	for _, t := range transfers {
		amount[t.GroupID] += t.AmountMinor
	}
	for _, t := range transfers {
		sum, first := amount[t.GroupID]
		if !first || t.Kind == string(ledger.Reversal) {
			continue
		}
		delete(amount, t.GroupID)
		cause, _, _ := strings.Cut(t.What, " ")
		kind := map[string]string{"opening": store.Opening, "refund": string(loan.Refund), "write-off": string(loan.WriteOff)}[cause]
		if kind == "" {
			continue
		}
		if err := w.unreversed(t.ID, t.GroupID); errs.Is(err, errs.Conflict) {
			continue
		} else if err != nil {
			return err
		}
		on := t.EffectiveOn
		if kind != store.Opening {
			on = max(on, t.AtUs.Date()) // it took what was there on the day on which it was booked
		}
		err := w.tx.AddLoanTransaction(w.ctx, q.AddLoanTransactionParams{CentreID: w.centre(), ID: t.GroupID, DealID: d.ID, Kind: kind, ValueOn: on, AmountMinor: sum,
			BodyJson: "{}", PartsJson: "[]", Reason: "taken over", ByLogin: t.ByLogin, AtUs: t.AtUs})
		if err != nil {
			return err
		}
		if kind == string(loan.WriteOff) {
			if _, err := j.reverse(t.GroupID, reversal{what: "carried over", reason: w.call.Reason, keepDate: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// carryOver moves what the rows were paid to what is unapplied.
func (w *work) carryOver(j *journal, d q.Deal, rows []q.Instalment) error {
	b := booking{group: w.newID(id.Transfer), what: "carried over", deal: d.ID, currency: money.Currency(d.Currency), on: w.today}
	var owed loan.Part
	for _, r := range rows {
		owed = owed.Add(billedOf(r)).Add(loan.Part{Principal: r.PrincipalMinor})
	}
	for _, c := range components {
		account, err := j.account(receivable(c), b)
		if err != nil {
			return err
		}
		b.postings = append(b.postings, posting{receivable(c), ledger.Unapplied, owed.Of(c) - j.book[account].Balance()})
	}
	return j.post(b)
}

func (w *work) adoptPayments(d q.Deal) error {
	payments, err := w.tx.LoanPayments(w.ctx, q.LoanPaymentsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return err
	}
	for _, p := range payments {
		err := w.tx.SetPaymentParts(w.ctx, q.SetPaymentPartsParams{CentreID: w.centre(), ID: p.ID, PartsJson: col.JSON("[]")})
		if err != nil {
			return err
		}
	}
	return nil
}
