package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// EndUnitRequest ends one unit of several early.
type EndUnitRequest struct {
	Deal    string   `json:"deal" label:"Deal" ref:"deal"`
	Unit    string   `json:"unit" label:"Unit" ref:"unit"`
	On      day.Date `json:"on" label:"Reckoned on" help:"Leave empty for today." optional:""`
	Outcome string   `json:"outcome" label:"What becomes of it" enum:"sold|returned|lost" help:"Sold to the customer, returned to the house, or lost."`
	EarlyEnd
	Amount    money.Amount `json:"amount" label:"Amount" help:"What is due and the part of the unit, to the cent."`
	Reference string       `json:"reference" label:"Bank reference" help:"As on the statement; each is booked once."`
	Plate     string       `json:"plate" label:"Serial on the plate" help:"Of a unit that comes back." optional:""`
	Meter     string       `json:"meter" label:"Meter" unit:"h or km" optional:""`
	Condition string       `json:"condition" label:"Condition" optional:""`
}

// EndUnitResult is the settlement of the unit and what the others owe.
type EndUnitResult struct {
	SettlementResult
	Payment string       `json:"payment"`
	Rental  money.Amount `json:"rental"` // next one of the units that stay
	Covered bool         `json:"covered"`
}

// EndUnit ends one unit of a lease of several: its part of what is left is paid, the rows are split, and the others run on.
var EndUnit = verb(Spec{Name: "deal.end_unit", Title: "End a unit", Help: "End one unit of a lease of several early against its part; the others run on.", On: "deal", Roles: []Role{Accountant, Manager}, Record: true},
	func(w *work, req EndUnitRequest) (EndUnitResult, error) {
		e, err := w.ending(req.Deal, req.On, deal.Delivered)
		if err != nil {
			return EndUnitResult{}, err
		}
		var f errs.Faults
		w.checkEarlyEnd(&f, e, req.EarlyEnd)
		oneOf(&f, "outcome", req.Outcome, "sold", "returned", "lost")
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return EndUnitResult{}, err
		}
		if req.Outcome != "sold" && req.EndPrice.Minor == 0 {
			e.residual = 0 // nobody buys the unit
		}
		part, err := w.partOf(&e, req.Unit, req.EarlyEnd)
		if err != nil {
			return EndUnitResult{}, err
		}
		missing, err := w.missing(e.deal)
		if err != nil {
			return EndUnitResult{}, err
		}
		res, err := w.payPart(&e, part, req)
		if err != nil {
			return res, err
		}
		now, err := w.missing(e.deal)
		if err != nil {
			return res, err
		}
		if res.Covered = now.Minor == 0; now.Minor > missing.Minor {
			return res, errs.New(errs.Refused, "the guarantees of {deal} do not cover the new rows: up to {missing} are missing", "deal", e.deal.Nr, "missing", now).At(e.deal.ID).
				Because("bring a further guarantee first")
		}
		u, err := w.releaseUnit(e.deal, req)
		if err != nil {
			return res, err
		}
		if res.SettlementResult, err = w.keepSettlement(&e, part.Settlement, req); err != nil {
			return res, err
		}
		return res, w.event(happening{entity: e.deal.ID, party: e.deal.CustomerID, unit: u.ID, on: e.on, data: res,
			text: errs.T("{unit} left {deal} for {amount}; the next rental is {rental}", "unit", unitLabel(u), "deal", e.deal.Nr, "amount", part.Result, "rental", res.Rental)})
	})

// partOf splits what is left of a lease by the prices of its units and reckons the part of one of them.
func (w *work) partOf(e *ending, unitID string, r EarlyEnd) (lease.PartEnded, error) {
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: e.deal.ID})
	if err != nil {
		return lease.PartEnded{}, err
	}
	lines = slices.DeleteFunc(lines, func(l q.DealUnit) bool { return l.EndedOn != 0 })
	var units []string
	var prices []int64
	var price, all int64
	for _, l := range lines {
		units, prices = append(units, l.UnitID), append(prices, l.PriceMinor)
		if all += l.PriceMinor; l.UnitID == unitID {
			price = l.PriceMinor
		}
	}
	var f errs.Faults
	if price == 0 {
		f.Add("unit", "{deal} has no such unit", "deal", e.deal.Nr).Because("choose one of the units that it still has")
	} else if len(lines) == 1 {
		f.Add("unit", "it is the only unit of {deal}", "deal", e.deal.Nr).Because("buy the lease out")
	}
	if err := f.Err(); err != nil {
		return lease.PartEnded{}, err
	}
	currency := money.Currency(e.deal.Currency)
	shares, err := lease.SplitUnits(money.Of(all, currency), units, prices)
	if err != nil {
		return lease.PartEnded{}, err
	}
	rows, left := e.ahead(e.on)
	if len(rows) == 1 {
		return lease.PartEnded{}, errs.New(errs.Refused, "{deal} has no rental ahead", "deal", e.deal.Nr).At(e.deal.ID).Because("settle the end of the term")
	}
	b := e.buyout(r, 0, 0)
	b.Balance, b.Residual = left, 0
	if r.EndPrice.Minor == 0 {
		share, err := money.Of(e.residual, currency).MulRat(price, all, e.accruing.Rounding)
		if err != nil {
			return lease.PartEnded{}, err
		}
		b.EndPrice = share.Minor
	}
	part, err := lease.TerminatePart(lease.PartialTermination{Buyout: b, Rows: rows[1:], Shares: shares, Ends: []string{unitID}})
	return part, renamed(err, map[string]string{"fee_minor": "fee", "end_price_minor": "end_price"})
}

// payPart books the money for a unit that ends as paid ahead, with the rows of the units that stay.
func (w *work) payPart(e *ending, part lease.PartEnded, req EndUnitRequest) (EndUnitResult, error) {
	currency := money.Currency(e.deal.Currency)
	due := e.account.OpenUntil(e.on).Total()
	receive := ReceiveRequest{Deal: e.deal.ID, Amount: req.Amount, ValueOn: e.on, Reference: req.Reference}
	if err := w.mayReceive(e.deal, receive); err != nil {
		return EndUnitResult{}, err
	}
	if need := money.Of(due+part.Result.Minor, currency); req.Amount != need {
		var f errs.Faults
		f.Add("amount", "{amount} are to be paid for the unit", "amount", need).Because("that is {due} that are due and {part} for the unit", "due", money.Of(due, currency), "part", part.Result)
		return EndUnitResult{}, f.Err()
	}
	t := loan.Transaction{ID: w.newID(id.Payment), Kind: loan.Prepay, On: e.on, Amount: req.Amount.Minor, Reason: w.reasonOr("settlement")}
	t.Part.Interest = part.Of(lease.InterestLeg)
	t.Part.Fee = part.Result.Minor - part.Of(lease.BalanceLeg) - t.Part.Interest
	for _, r := range part.Kept {
		t.Rows = append(t.Rows, loan.Instalment{Nr: r.Nr, Kind: loan.Kind(r.Kind), DueOn: r.DueOn, Owed: loan.Part{Fee: r.Fee, Interest: r.Interest, Principal: r.Principal}})
	}
	a, err := w.bookPrepayment(&e.deal, t, receive)
	if err != nil {
		return EndUnitResult{}, err
	}
	done, _ := a.Find(t.ID)
	if err := w.addVersion(&e.deal, a, done, e.terms); err != nil {
		return EndUnitResult{}, err
	}
	var postings []posting
	for _, x := range extrasOf(part.Settlement, buyOutAccounts) {
		if x.to != ledger.IncomeFee {
			postings = append(postings, posting{ledger.IncomeFee, x.to, x.minor})
		}
	}
	next := part.Kept[0]
	return EndUnitResult{Payment: t.ID, Rental: money.Of(next.Principal+next.Interest, currency)},
		w.post(booking{group: w.newID(id.Transfer), what: "settlement", deal: e.deal.ID, cause: t.ID, currency: currency, on: e.on, postings: postings})
}

// releaseUnit takes the unit out of the deal: to the customer, back to the house, or nowhere.
func (w *work) releaseUnit(d q.Deal, req EndUnitRequest) (goods.Unit, error) {
	u, row, err := w.unit(req.Unit)
	if err != nil {
		return u, err
	}
	move := goods.Move{To: map[string]goods.Supply{"sold": goods.Sold, "returned": goods.Returned, "lost": goods.Scrapped}[req.Outcome], Plate: req.Plate, Meter: req.Meter,
		Condition: req.Condition, Reason: w.call.Reason}
	moved, err := u.Advance(move)
	if err != nil {
		return u, err
	}
	if move.To == goods.Sold {
		moved.Ownership = goods.Customer
	}
	if err := w.endClaim(u.ID, string(moved.Supply)); err != nil {
		return u, err
	}
	if err := w.moveUnit(moved, row.Located); err != nil {
		return u, err
	}
	if err := w.tx.EndDealUnit(w.ctx, q.EndDealUnitParams{CentreID: w.centre(), DealID: d.ID, UnitID: u.ID, EndedOn: w.today}); err != nil {
		return u, err
	}
	return u, w.event(happening{entity: u.ID, deal: d.ID, party: u.Maker, text: errs.T("{unit} is now {state}", "unit", unitLabel(u), "state", moved.Supply.Label())})
}
