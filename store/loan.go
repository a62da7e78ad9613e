package store

import (
	"context"
	"slices"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// Debt is what the account of a deal follows from: what was agreed at its delivery and all that has happened since.
type Debt struct {
	Deal     q.Deal
	Contract loan.Contract
	Payments []q.Payment         // reversed ones among them
	Changes  []q.LoanTransaction // everything else, reversed ones among them
}

// Part is what of a transaction met one row on a day, and the group of transfers that booked it: none for what a payment met at once,
// which is booked together with it.
type Part struct {
	Nr        int      `json:"nr"`
	On        day.Date `json:"on,omitzero"`
	Group     string   `json:"group,omitzero"`
	Penalty   int64    `json:"penalty_minor"`
	Fee       int64    `json:"fee_minor"`
	Interest  int64    `json:"interest_minor"`
	Principal int64    `json:"principal_minor"`
	Rounding  int64    `json:"rounding_minor,omitzero"` // of it, cents within the tolerance that nobody paid
}

// Amounts are the four figures of the part.
func (p Part) Amounts() loan.Part {
	return loan.Part{Penalty: p.Penalty, Fee: p.Fee, Interest: p.Interest, Principal: p.Principal}
}

// PartOf is what met a row by a replay, not booked yet.
func PartOf(m loan.Met) Part {
	return Part{Nr: m.Nr, On: m.On, Penalty: m.Part.Penalty, Fee: m.Part.Fee, Interest: m.Part.Interest, Principal: m.Part.Principal}
}

// PartsOf are what a transaction did that the books show: the rows that money met, or what was given up or added to the principal.
func PartsOf(a loan.Applied) []Part {
	switch a.Kind {
	case loan.WriteOff, loan.Waive, loan.Refund, loan.Restructure, loan.Holiday, loan.Fixing, loan.PartEnd:
		if a.Part == (loan.Part{}) {
			return nil
		}
		return []Part{PartOf(loan.Met{On: a.On, Part: a.Part})}
	case loan.Charge, loan.Accelerate, loan.ReAge, loan.ReAmortise, loan.Reschedule, loan.Pause, loan.Resume, loan.Assign:
		return nil
	}
	out := make([]Part, len(a.Met))
	for i, m := range a.Met {
		out[i] = PartOf(m)
	}
	if len(out) > 0 {
		out[len(out)-1].Rounding = max(0, -a.Rounding)
	}
	return out
}

// Debt reads what the account of a delivered deal follows from.
func (tx *Tx) Debt(ctx context.Context, d q.Deal) (Debt, error) {
	out := Debt{Deal: d}
	v, err := tx.ContractVersion(ctx, q.ContractVersionParams{CentreID: d.CentreID, DealID: d.ID, Version: 1})
	if err != nil {
		return out, err
	}
	out.Contract = loan.Contract{ID: d.ID, Currency: money.Currency(d.Currency), StartsOn: v.EffectiveOn}
	if err := v.SettingsJson.Into(&out.Contract.Settings); err != nil {
		return out, err
	}
	if err := v.RowsJson.Into(&out.Contract.Rows); err != nil {
		return out, err
	}
	if out.Payments, err = tx.LoanPayments(ctx, q.LoanPaymentsParams{CentreID: d.CentreID, DealID: d.ID}); err != nil {
		return out, err
	}
	out.Changes, err = tx.LoanTransactions(ctx, q.LoanTransactionsParams{CentreID: d.CentreID, DealID: d.ID})
	return out, err
}

// History gives what happened as package loan knows it, payments first.
func (d Debt) History() ([]loan.Transaction, error) {
	out := make([]loan.Transaction, 0, len(d.Payments)+len(d.Changes))
	for _, p := range d.Payments {
		if p.ReversedUs != 0 {
			continue
		}
		t, err := PaymentOf(p)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	for _, c := range d.Changes {
		if c.ReversedUs != 0 {
			continue
		}
		t, err := ChangeOf(c)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Replay gives the account as of a day.
func (d Debt) Replay(asOf day.Date) (loan.Account, error) {
	history, err := d.History()
	if err != nil {
		return loan.Account{}, err
	}
	return loan.ReplayLate(d.Contract, history, asOf)
}

// PaymentOf is a stored payment as package loan knows it. One with new rows in its body was paid ahead of its time.
func PaymentOf(p q.Payment) (t loan.Transaction, err error) {
	kind := Payer(p.Kind)
	if len(p.BodyJson) > len("{}") {
		if err := p.BodyJson.Into(&t); err != nil {
			return t, err
		}
		kind = loan.Prepay
	}
	t.ID, t.Kind, t.On, t.Seq, t.Amount = p.ID, kind, p.ValueOn, int64(p.AtUs), p.AmountMinor
	return t, nil
}

// ChangeOf is a stored transaction as package loan knows it.
func ChangeOf(c q.LoanTransaction) (loan.Transaction, error) {
	var t loan.Transaction
	if err := c.BodyJson.Into(&t); err != nil {
		return t, err
	}
	t.ID, t.Kind, t.On, t.Seq, t.Amount, t.Reason = c.ID, loan.TransactionKind(c.Kind), c.ValueOn, int64(c.AtUs), c.AmountMinor, c.Reason
	if c.Kind == Opening {
		t.Kind = loan.Payment
	}
	return t, nil
}

// Opening is the kind of unapplied money that was brought in from other books.
const Opening = "opening"

// Payer is the kind of a payment by who paid.
func Payer(kind string) loan.TransactionKind {
	switch kind {
	case "guarantee":
		return loan.GuarantorPayment
	case "insurer":
		return loan.InsurerPayment
	case "sponsor":
		return loan.SponsorPayment
	}
	return loan.Payment
}

// RowOf is a row of an account as it is stored as of a day. What was waived or written off counts as paid there, and what is due is billed.
func RowOf(d q.Deal, r loan.Instalment, asOf day.Date) q.Instalment {
	paid := r.Paid.Add(r.Waived)
	out := q.Instalment{CentreID: d.CentreID, DealID: d.ID, Nr: int64(r.Nr), Kind: string(r.Kind), FromOn: r.From, DueOn: r.DueOn,
		JoinsMinor: r.Joins, PrincipalMinor: r.Owed.Principal, InterestMinor: r.Owed.Interest, FeeMinor: r.Owed.Fee, PenaltyMinor: r.Owed.Penalty,
		PaidPrincipal: paid.Principal, PaidInterest: paid.Interest, PaidFee: paid.Fee, PaidPenalty: paid.Penalty, PaidOn: r.PaidOn}
	if r.DueOn <= asOf {
		out.Billed = 1
	}
	return out
}

// SameParts reports whether two lists of parts are equal, groups aside.
func SameParts(a, b []Part) bool {
	return slices.EqualFunc(a, b, func(x, y Part) bool {
		x.Group, y.Group = "", ""
		return x == y
	})
}
