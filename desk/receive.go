package desk

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// ReceiveRequest is money that arrived for a deal.
type ReceiveRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount"`
	ValueOn   day.Date     `json:"value_on" label:"Value date"`
	Reference string       `json:"reference" label:"Bank reference" help:"As on the statement; each is booked once."`
}

// ReceiveResult says what the money met.
type ReceiveResult struct {
	Payment   string       `json:"payment"`
	Parts     []store.Part `json:"parts"`
	Unapplied money.Amount `json:"unapplied"` // of this payment, kept for what falls due later
	Overdue   money.Amount `json:"overdue"`   // what is still late after it
}

// ReceivePayment books money from a customer and allocates it: oldest due first, penalties, fees, then interest, then principal.
// What is over stays unapplied and meets what falls due next.
var ReceivePayment = verb(Spec{Name: "payment.receive", Title: "Receive", Help: "Book money of a customer; it meets the oldest due first: fees, interest, principal.", Roles: []Role{Accountant}},
	func(w *work, req ReceiveRequest) (ReceiveResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return ReceiveResult{}, err
		}
		if err := w.mayReceive(d, req); err != nil {
			return ReceiveResult{}, err
		}
		res, err := w.bring(&d, req, "customer")
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.ValueOn,
			text: errs.T("{amount} was received for {deal} ({reference})", "amount", req.Amount, "deal", d.Nr, "reference", req.Reference), data: res})
	})

// bring books money that arrived and lets it meet what is owed. Money with a value date before that of something that is booked already
// makes the history another one, and is replayed; the newest meets the rows that are open without a look at the others.
func (w *work) bring(d *q.Deal, req ReceiveRequest, kind string) (ReceiveResult, error) {
	res := ReceiveResult{Payment: w.newID(id.Payment), Parts: []store.Part{}, Unapplied: req.Amount}
	if !hasAccount(*d) {
		if err := w.bookPayment(d, res, req, kind); err != nil {
			return res, err
		}
		before := *d
		d.UnappliedMinor += req.Amount.Minor
		res.Overdue = money.Of(d.OverdueMinor, req.Amount.Currency)
		return res, w.keepAccount(before, *d)
	}
	if err := w.catchUp(d, w.today); err != nil {
		return res, err
	}
	var err error
	if d.Daily == 0 && req.ValueOn >= d.NewestOn {
		err = w.takeNewest(d, req, kind, &res)
	} else {
		err = w.takeBetween(d, req, kind, &res)
	}
	res.Overdue = money.Of(d.OverdueMinor, req.Amount.Currency)
	return res, err
}

// takeNewest lets money that is the newest in its account meet the rows that are open and due.
func (w *work) takeNewest(d *q.Deal, req ReceiveRequest, kind string, res *ReceiveResult) error {
	rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: d.BilledOn})
	if err != nil {
		return err
	}
	a, err := openAccount(*d, rows, d.BilledOn, loan.Transaction{ID: res.Payment, Kind: store.Payer(kind), On: req.ValueOn, Amount: req.Amount.Minor})
	if err != nil {
		return err
	}
	before, paid := *d, a.Applied[0]
	res.Unapplied.Minor = paid.Unapplied
	for _, m := range paid.Met {
		p := store.PartOf(m)
		if p.On > req.ValueOn {
			p.Group = w.newID(id.Transfer) // it was held until the row fell due
		}
		res.Parts = append(res.Parts, p)
	}
	if err := w.bookPayment(d, *res, req, kind); err != nil {
		return err
	}
	if err := w.payRows(d.ID, paid.Met, a.Rows); err != nil {
		return err
	}
	d.UnappliedMinor, d.NewestOn = d.UnappliedMinor+paid.Unapplied, max(d.NewestOn, req.ValueOn)
	if err := w.age(d, a.Arrears(d.BilledOn), d.BilledOn); err != nil {
		return err
	}
	if err := w.keepAccount(before, *d); err != nil {
		return err
	}
	return w.restage(d, a.Open().Total())
}

// payRows marks what money met.
func (w *work) payRows(dealID string, met []loan.Met, rows []loan.Instalment) error {
	paidOn := make(map[int]day.Date, len(rows))
	for _, r := range rows {
		paidOn[r.Nr] = r.PaidOn
	}
	for _, m := range met {
		err := w.tx.PayInstalment(w.ctx, q.PayInstalmentParams{CentreID: w.centre(), DealID: dealID, Nr: int64(m.Nr), PaidPenalty: m.Part.Penalty, PaidFee: m.Part.Fee,
			PaidInterest: m.Part.Interest, PaidPrincipal: m.Part.Principal, PaidOn: paidOn[m.Nr]})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeBetween books money with an earlier value date than something else and replays the account.
func (w *work) takeBetween(d *q.Deal, req ReceiveRequest, kind string, res *ReceiveResult) error {
	if err := w.bookPayment(d, *res, req, kind); err != nil {
		return err
	}
	if err := w.replay(d, w.today, res.Payment); err != nil {
		return err
	}
	p, err := w.tx.Payment(w.ctx, q.PaymentParams{CentreID: w.centre(), ID: res.Payment})
	if err != nil {
		return err
	}
	res.Unapplied.Minor = p.UnappliedMinor
	return p.PartsJson.Into(&res.Parts)
}

// bookPayment writes the payment and moves the money from the bank to what it met at once; the rest is unapplied.
func (w *work) bookPayment(d *q.Deal, res ReceiveResult, req ReceiveRequest, kind string) error {
	err := w.tx.AddPayment(w.ctx, q.AddPaymentParams{CentreID: w.centre(), ID: res.Payment, DealID: d.ID, Kind: kind, AmountMinor: req.Amount.Minor,
		Currency: d.Currency, ValueOn: req.ValueOn, Reference: req.Reference, UnappliedMinor: res.Unapplied.Minor, PartsJson: col.Of(res.Parts), BodyJson: "{}",
		ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	j := w.journal()
	b := booking{group: res.Payment, what: "payment", deal: d.ID, of: res.Payment, currency: req.Amount.Currency, on: req.ValueOn}
	from := ledger.Bank
	if kind == unitValue {
		from = ledger.ReturnedUnits
	}
	atOnce, later := res.Parts, []store.Part(nil)
	if n := slices.IndexFunc(res.Parts, func(p store.Part) bool { return p.Group != "" }); n >= 0 {
		atOnce, later = res.Parts[:n], res.Parts[n:]
	}
	for _, c := range components {
		b.postings = append(b.postings, posting{from, receivable(c), total(atOnce).Of(c)})
	}
	b.postings = append(b.postings, posting{from, ledger.Unapplied, res.Unapplied.Minor + total(later).Total()})
	if err := j.post(b); err != nil {
		return err
	}
	for _, p := range later {
		b.group, b.what, b.on, b.postings = p.Group, "allocation", p.On, nil
		for _, c := range components {
			b.postings = append(b.postings, posting{ledger.Unapplied, receivable(c), p.Amounts().Of(c)})
		}
		if err := j.post(b); err != nil {
			return err
		}
	}
	return j.close()
}

func (w *work) mayReceive(d q.Deal, req ReceiveRequest) error {
	var f errs.Faults
	switch {
	case req.Amount.Minor <= 0:
		f.Add("amount", "the amount is more than nothing")
	case req.Amount.Minor > money.MaxMinor:
		f.Add("amount", "the amount is at most {most}", "most", money.Of(money.MaxMinor, req.Amount.Currency))
	case string(req.Amount.Currency) != d.Currency:
		f.Add("amount", "{deal} is in {currency}, the payment is in {other}", "deal", d.Nr, "currency", d.Currency, "other", string(req.Amount.Currency)).
			Because("exchange the money first and book what arrives in {currency}", "currency", d.Currency)
	}
	if req.ValueOn == 0 || req.ValueOn > w.today {
		f.Add("value_on", "the value date is today or earlier")
	}
	if strings.TrimSpace(req.Reference) == "" || len(req.Reference) > 140 {
		f.Add("reference", "a bank reference of at most 140 characters is needed").Because("copy it from the statement")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if d.Stage == "closed" || d.Stage == "cancelled" || d.Stage == "quoted" {
		return errs.New(errs.Conflict, "{deal} is {stage} and takes no money", "deal", d.Nr, "stage", d.Stage).At(d.ID).Because("check the reference; the money may belong to another deal")
	}
	if d.Stage == string(deal.Recovered) {
		return errs.New(errs.Conflict, "{deal} owes nothing any more", "deal", d.Nr).At(d.ID).Because("pay the money back; if a loss was booked that it makes good, reverse the write-off first")
	}
	other, err := w.tx.PaymentByReference(w.ctx, q.PaymentByReferenceParams{CentreID: w.centre(), Reference: req.Reference})
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict, "the reference {reference} is booked already as {payment}", "reference", req.Reference, "payment", other.ID).At(other.ID).
		Because("nothing is to be done, or reverse that payment first")
}
