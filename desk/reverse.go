package desk

import (
	"strings"

	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// ReverseRequest reverses a posting.
type ReverseRequest struct {
	Posting string `json:"posting" label:"Posting" help:"A payment, a transfer, a group of transfers or a change of what is owed."`
}

// ReverseResult names the reversal.
type ReverseResult struct {
	Group string `json:"group"`
}

// ReversePosting posts the mirror image of a posting and undoes what it did, as if it had never been: the account is replayed without
// it, and what other money meets then is booked anew. A delivery is not undone by money; its machine comes back by a return.
var ReversePosting = verb(Spec{Name: "posting.reverse", Title: "Reverse", Help: "Post the mirror image of a posting and undo what it did; nothing is deleted.", On: "posting", Roles: []Role{Accountant}},
	func(w *work, req ReverseRequest) (ReverseResult, error) {
		if err := w.hasReason(); err != nil {
			return ReverseResult{}, err
		}
		group := req.Posting
		if id.Kind(group) == id.Transfer {
			if t, err := w.tx.Transfer(w.ctx, q.TransferParams{CentreID: w.centre(), ID: group}); err == nil {
				group = t.GroupID
			} else if !store.None(err) {
				return ReverseResult{}, err
			}
		}
		rows, err := w.tx.TransferGroup(w.ctx, group)
		if err != nil {
			return ReverseResult{}, err
		}
		if id.Kind(group) == id.Change || (len(rows) > 0 && rows[0].CentreID == w.centre() && id.Kind(rows[0].ForID) == id.Change) {
			if len(rows) > 0 {
				group = rows[0].ForID
			}
			return w.undoNamed(group)
		}
		if len(rows) == 0 || rows[0].CentreID != w.centre() {
			return ReverseResult{}, errs.New(errs.NotFound, "there is no posting {id}", "id", group).Because("take the id from the list of transfers")
		}
		b, err := w.undo(rows, group)
		if err != nil {
			return ReverseResult{}, err
		}
		return ReverseResult{b.group}, w.event(happening{entity: group, deal: b.deal, text: errs.T("{what} was reversed", "what", rows[0].What)})
	})

// undo reverses a group of transfers and takes back what it did beside the ledger.
func (w *work) undo(rows []q.Transfer, group string) (booking, error) {
	t := rows[0]
	switch cause, nr, _ := strings.Cut(t.What, " "); cause {
	case "payment":
		return w.undoPayment(rows, group)
	case "commission":
		return w.undoCommission(group)
	case "opening", "write-off", "refund":
		if t.DealID == "" {
			j := w.journal()
			b, err := j.reverse(group, reversal{what: "reversal", reason: w.call.Reason})
			if err != nil {
				return b, err
			}
			return b, j.close()
		}
		return w.undoGroup(t, group)
	case "sponsor":
		j := w.journal()
		b, err := j.reverse(group, reversal{what: "reversal", reason: w.call.Reason})
		if err != nil {
			return b, err
		}
		return b, j.close()
	case "bill":
		return booking{}, errs.New(errs.Refused, "row {nr} of the schedule was billed because it is due", "nr", nr).At(t.DealID).
			Because("reverse the payment, or write the deal off; what is due stays due")
	case "delivery":
		return booking{}, errs.New(errs.Refused, "a delivery is not undone by a posting").At(t.DealID).Because("take the unit back by a return and settle the deal")
	}
	return booking{}, errs.New(errs.Refused, "{what} follows from another posting", "what", t.What).At(t.DealID).Because("reverse the payment that it follows from")
}

// undoPayment takes a payment back. Money of a guarantor goes back to it, and may be demanded again.
func (w *work) undoPayment(rows []q.Transfer, paymentID string) (booking, error) {
	p, err := w.tx.Payment(w.ctx, q.PaymentParams{CentreID: w.centre(), ID: paymentID})
	if err != nil {
		return booking{}, store.Missing(err, paymentID)
	}
	if p.ReversedUs != 0 {
		return booking{}, errs.New(errs.Conflict, "{payment} was reversed before", "payment", p.Reference).At(p.ID).Because("nothing is to be done")
	}
	d, err := w.reversible(p.DealID)
	if err != nil {
		return booking{}, err
	}
	if _, err := w.tx.ReversePayment(w.ctx, q.ReversePaymentParams{CentreID: w.centre(), ID: p.ID, ReversedUs: w.now()}); err != nil {
		return booking{}, err
	}
	err = w.tx.ReverseContractVersion(w.ctx, q.ReverseContractVersionParams{CentreID: w.centre(), DealID: d.ID, TransactionID: p.ID, ReversedUs: w.now()}) // of money paid ahead
	if err != nil {
		return booking{}, err
	}
	carried, err := carriedOver(rows, p)
	if err != nil {
		return booking{}, err
	}
	b, err := w.undoMoney(&d, p.AmountMinor, p.ID, carried)
	if err == nil {
		err = w.undoExtras(d.ID, p.ID)
	}
	if err != nil || p.Kind != "guarantee" {
		return b, err
	}
	return b, w.undoSettlement(p)
}

// undoExtras takes back what a settlement booked beside a payment or a charge: price, tax and the like of what it asked for.
func (w *work) undoExtras(dealID, cause string) error {
	rows, err := w.tx.TransfersOfDeal(w.ctx, dealID)
	if err != nil {
		return err
	}
	j := w.journal()
	seen := map[string]bool{}
	for _, t := range rows {
		if t.What != "settlement" || t.CauseID != cause || seen[t.GroupID] {
			continue
		}
		seen[t.GroupID] = true
		if _, err := j.reverse(t.GroupID, reversal{what: "taken back", cause: cause, reason: w.call.Reason}); err != nil {
			return err
		}
	}
	return j.close()
}

// carriedOver is what of the rows that a payment met when it was booked it does not meet any more: its own group still says so, and
// another one has moved it to what is unapplied.
func carriedOver(rows []q.Transfer, p q.Payment) (loan.Part, error) {
	var parts []store.Part
	if err := p.PartsJson.Into(&parts); err != nil {
		return loan.Part{}, err
	}
	var still, booked loan.Part
	for _, x := range parts {
		if x.Group == "" {
			still = still.Add(x.Amounts())
		}
	}
	for _, t := range rows {
		switch code, _, _ := strings.Cut(t.CreditAccount, ":"); ledger.Code(code) {
		case ledger.ReceivablePenalty:
			booked.Penalty += t.AmountMinor
		case ledger.ReceivableFee:
			booked.Fee += t.AmountMinor
		case ledger.ReceivableInterest:
			booked.Interest += t.AmountMinor
		case ledger.ReceivablePrincipal:
			booked.Principal += t.AmountMinor
		}
	}
	return booked.Sub(still), nil
}

// undoMoney posts the mirror image of a group of money and replays the account without it.
func (w *work) undoMoney(d *q.Deal, amount int64, group string, carried loan.Part) (b booking, err error) {
	j := w.journal()
	mirror := func() error {
		if b, err = j.reverse(group, reversal{what: "reversal", reason: w.call.Reason}); err != nil {
			return err
		}
		back := booking{group: w.newID(id.Transfer), what: "carried over", deal: d.ID, of: b.of, currency: money.Currency(d.Currency), on: w.today}
		for _, c := range components {
			back.postings = append(back.postings, posting{ledger.Unapplied, receivable(c), carried.Of(c)})
		}
		return j.post(back)
	}
	if !hasAccount(*d) {
		before := *d
		if d.UnappliedMinor -= amount; d.UnappliedMinor < 0 {
			return b, errs.New(errs.Refused, "{amount} of it were paid back to the customer", "amount", money.Of(-d.UnappliedMinor, money.Currency(d.Currency))).At(d.ID).
				Because("reverse the payback first, if the money came back")
		}
		if err := mirror(); err != nil {
			return b, err
		}
		if err := j.close(); err != nil {
			return b, err
		}
		return b, w.keepAccount(before, *d)
	}
	if _, err := w.replayInto(j, d, w.today, group, mirror); err != nil {
		return b, err
	}
	return b, j.close()
}

// undoSettlement opens a guarantee again for what its guarantor had paid and got back.
func (w *work) undoSettlement(p q.Payment) error {
	m, err := w.tx.DemandOfPayment(w.ctx, p.ID)
	if err != nil {
		return store.Missing(err, p.ID)
	}
	promised, err := w.promise(m.GuaranteeID)
	if err != nil {
		return err
	}
	if err := w.happen(&promised, guarantee.DemandUnpaidFact{ID: m.ID}); err != nil {
		return err
	}
	i, amount := promised.Instrument, money.Of(m.PaidMinor, promised.Face.Currency)
	return w.event(happening{entity: m.ID, guarantee: i.ID, deal: m.DealID, party: i.Guarantor,
		text: errs.T("the guarantor got {amount} back under {number}; they may be demanded again", "amount", amount, "number", i.Number)})
}

// reversible is a deal whose history may still become another one, brought to where its account is replayed.
func (w *work) reversible(dealID string) (q.Deal, error) {
	d, err := w.deal(dealID)
	if err != nil {
		return d, err
	}
	if err := notOver(d); err != nil {
		return d, err
	}
	if hasAccount(d) && d.ContractVersion == 0 {
		err = w.replay(&d, w.today, "")
	}
	return d, err
}

// notOver refuses to move the money of a deal whose books are closed.
func notOver(d q.Deal) error {
	if !deal.Stage(d.Stage).Over() {
		return nil
	}
	return errs.New(errs.Refused, "{deal} is over", "deal", d.Nr).At(d.ID).Because("what is paid back or owed again belongs to a new deal")
}
