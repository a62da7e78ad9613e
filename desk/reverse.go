package desk

import (
	"strings"

	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// ReverseRequest reverses a posting.
type ReverseRequest struct {
	Posting string `json:"posting" label:"Posting" help:"A payment, a transfer or a group of transfers."`
}

// ReverseResult names the reversal.
type ReverseResult struct {
	Group string `json:"group"`
}

// ReversePosting posts the mirror image of a posting and undoes what it did, as if it had never been: after a payment is
// reversed, the money that is left meets the oldest rows and the newest are open again. A delivery is not undone by
// money; its machine comes back by a return.
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
	case "opening":
		if t.DealID == "" {
			return w.reverseGroup(group, w.call.Reason)
		}
		return w.undoMoney(rows, group)
	case "write-off":
		return w.undoMoney(rows, group)
	case "refund":
		return w.undoRefund(rows, group)
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
	b, err := w.undoMoney(rows, paymentID)
	if err != nil {
		return b, err
	}
	if _, err := w.tx.ReversePayment(w.ctx, q.ReversePaymentParams{CentreID: w.centre(), ID: p.ID, ReversedUs: w.now()}); err != nil {
		return b, err
	}
	if p.Kind != "guarantee" {
		return b, nil
	}
	return b, w.undoSettlement(p)
}

// undoSettlement opens a guarantee again for what its guarantor had paid and got back.
func (w *work) undoSettlement(p q.Payment) error {
	m, err := w.tx.DemandOfPayment(w.ctx, p.ID)
	if err != nil {
		return store.Missing(err, p.ID)
	}
	i, _, err := w.instrument(m.GuaranteeID)
	if err != nil {
		return err
	}
	amount := money.Of(m.PaidMinor, i.Face.Currency)
	open, err := i.Unpay(m.DealID, amount)
	if err != nil {
		return err
	}
	if err := w.tx.SettleDemand(w.ctx, q.SettleDemandParams{ID: m.ID, State: "withdrawn"}); err != nil {
		return err
	}
	if err := w.writeInstrument(i, open, m.DealID); err != nil {
		return err
	}
	return w.event(happening{entity: i.ID, deal: m.DealID, party: i.Guarantor,
		text: errs.T("the guarantor got {amount} back under {number}; they may be demanded again", "amount", amount, "number", i.Number)})
}

// undoMoney reverses a group that met rows of a deal or stayed unapplied. What was met by money that is not there any more
// is open again, the newest rows first, so that the deal stands as if the group had never been (M6): the rows may be
// others than those that the group met when it was booked.
func (w *work) undoMoney(group []q.Transfer, groupID string) (booking, error) {
	d, err := w.deal(group[0].DealID)
	if err != nil {
		return booking{}, err
	}
	if err := notOver(d); err != nil {
		return booking{}, err
	}
	if _, err := w.tx.ReversalOf(w.ctx, group[0].ID); !store.None(err) {
		if err != nil {
			return booking{}, err
		}
		return booking{}, errs.New(errs.Conflict, "{id} was reversed before", "id", groupID).At(groupID).Because("nothing is to be done")
	}
	var amount int64
	more := map[ledger.Code]int64{} // by which the rows that open exceed what the group met
	for _, t := range group {
		code, _, _ := strings.Cut(t.CreditAccount, ":")
		amount += t.AmountMinor
		more[ledger.Code(code)] -= t.AmountMinor
	}
	opened, err := w.openAgain(d, max(0, amount-d.UnappliedMinor))
	if err != nil {
		return booking{}, err
	}
	before, after := booking{group: w.newID(id.Transfer), what: "taken back", deal: d.ID, currency: money.Currency(d.Currency), on: w.today}, booking{}
	after = before
	after.group = w.newID(id.Transfer)
	for _, code := range []ledger.Code{ledger.ReceivableFee, ledger.ReceivableInterest, ledger.ReceivablePrincipal} {
		if n := more[code] + opened[code]; n > 0 {
			before.postings = append(before.postings, posting{code, ledger.Unapplied, n})
		} else {
			after.postings = append(after.postings, posting{ledger.Unapplied, code, -n})
		}
	}
	if err := w.post(before); err != nil {
		return booking{}, err
	}
	b, err := w.reverseGroup(groupID, w.call.Reason)
	if err != nil {
		return b, err
	}
	if err := w.post(after); err != nil {
		return b, err
	}
	if err := w.setUnapplied(&d, max(0, d.UnappliedMinor-amount)); err != nil {
		return b, err
	}
	return b, w.bringUp(&d)
}

// notOver refuses to move the money of a deal whose books are closed.
func notOver(d q.Deal) error {
	if !deal.Stage(d.Stage).Over() {
		return nil
	}
	return errs.New(errs.Refused, "{deal} is over", "deal", d.Nr).At(d.ID).Because("what is paid back or owed again belongs to a new deal")
}

// openAgain takes an amount back from the newest rows that it met and tells how much of it by the account of each part.
func (w *work) openAgain(d q.Deal, amount int64) (map[ledger.Code]int64, error) {
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return nil, err
	}
	paid := make([]lease.Open, len(rows))
	for i, r := range rows {
		paid[i] = lease.Open{Nr: int(r.Nr), Kind: lease.Kind(r.Kind), DueOn: r.DueOn, Fee: r.PaidFee, Interest: r.PaidInterest, Principal: r.PaidPrincipal}
	}
	parts, rest := lease.TakeBack(paid, amount)
	if rest > 0 {
		return nil, errs.New(errs.Refused, "{amount} of it were paid back to the customer", "amount", money.Of(rest, money.Currency(d.Currency))).At(d.ID).
			Because("reverse the payback first, if the money came back")
	}
	opened := map[ledger.Code]int64{}
	for _, x := range parts {
		err := w.tx.PayInstalment(w.ctx, q.PayInstalmentParams{CentreID: w.centre(), DealID: d.ID, Nr: int64(x.Nr), PaidFee: -x.Fee, PaidInterest: -x.Interest, PaidPrincipal: -x.Principal})
		if err != nil {
			return nil, err
		}
		opened[ledger.ReceivableFee] += x.Fee
		opened[ledger.ReceivableInterest] += x.Interest
		opened[ledger.ReceivablePrincipal] += x.Principal
	}
	return opened, nil
}

// bringUp brings a deal up to today after money was taken back. One that was recovered and owes again is in default again.
func (w *work) bringUp(d *q.Deal) error {
	if d.Stage == string(deal.Recovered) {
		rows, err := w.tx.OpenInstalments(w.ctx, q.OpenInstalmentsParams{CentreID: w.centre(), DealID: d.ID, DueOn: w.today})
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := w.tx.SetDealStage(w.ctx, q.SetDealStageParams{CentreID: w.centre(), ID: d.ID, Stage: string(deal.Defaulted)}); err != nil {
			return err
		}
		d.Stage = string(deal.Defaulted)
	}
	if !running(*d) {
		return nil
	}
	open, err := w.bill(d, w.today)
	if err != nil {
		return err
	}
	return w.age(d, open, w.today)
}
