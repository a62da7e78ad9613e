package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
)

// EarlyEnd is how an early end is reckoned.
type EarlyEnd struct {
	Mode     string       `json:"mode" label:"Interest" enum:"to_date|to_next_due|fixed_fee" help:"To the day, for the whole running period, or none and a fee instead." optional:""`
	Fee      money.Amount `json:"fee" label:"Fee" help:"Agreed for an early end." optional:""`
	FeePct   money.Rate   `json:"fee_pct" label:"Fee" unit:"% of the balance" optional:""`
	EndPrice money.Amount `json:"end_price" label:"Price of the unit" help:"Leave empty for the residual that others than the customer stand for." optional:""`
	TaxPct   money.Rate   `json:"tax_pct" label:"Tax" unit:"%" help:"On the fee and the price of the unit." optional:""`
}

// BuyOutQuoteRequest asks what it costs to end a lease early.
type BuyOutQuoteRequest struct {
	Deal string   `json:"deal" label:"Deal" ref:"deal"`
	Unit string   `json:"unit" label:"Unit" ref:"unit" help:"Only when one unit of several ends." optional:""`
	On   day.Date `json:"on" label:"Day" help:"Today or later; leave empty for today." optional:""`
	EarlyEnd
	ClawBackBy string `json:"claw_back_by" label:"Subsidy goes back from" enum:"house|customer" help:"Who gives a sponsor back what its programme claims." optional:""`
	ValidDays  int    `json:"valid_days" label:"Valid" unit:"days" optional:""`
}

// AskBuyOut answers what it costs to end a lease, or one of its units, on a day. Nothing is written.
var AskBuyOut = question(Spec{Name: "deal.buy_out_quote", Title: "Work out a buy-out", Help: "What it costs to end a lease, or one of its units, early on a day. Nothing is written.",
	On: "deal", Roles: staff}, func(w *work, req BuyOutQuoteRequest) (SettlementView, error) {
	e := ending{on: req.On}
	if e.on == 0 {
		e.on = w.today
	}
	var err error
	if e.deal, err = w.deal(req.Deal); err != nil {
		return SettlementView{}, err
	}
	if e.deal.Stage != string(deal.Delivered) {
		return SettlementView{}, notRunning(e.deal)
	}
	var f errs.Faults
	if e.on < w.today {
		f.Add("on", "the day is today or later")
	}
	w.checkEarlyEnd(&f, e, req.EarlyEnd)
	if err := f.Err(); err != nil {
		return SettlementView{}, err
	}
	if err := w.stand(&e); err != nil {
		return SettlementView{}, err
	}
	s, err := w.quoteEnd(&e, req)
	return SettlementView{Deal: e.deal.ID, Nr: e.deal.Nr, Settlement: s}, err
})

func (w *work) quoteEnd(e *ending, req BuyOutQuoteRequest) (lease.Settlement, error) {
	if req.Unit != "" {
		part, err := w.partOf(e, req.Unit, req.EarlyEnd)
		part.Expires = e.on.Add(req.ValidDays)
		return part.Settlement, err
	}
	claimed, err := w.clawBacks(*e)
	if err != nil {
		return lease.Settlement{}, err
	}
	return e.quote(req.EarlyEnd, claimed.by(req.ClawBackBy), req.ValidDays)
}

// checkEarlyEnd refuses amounts in another currency than the deal's.
func (w *work) checkEarlyEnd(f *errs.Faults, e ending, r EarlyEnd) {
	for field, a := range map[string]money.Amount{"fee": r.Fee, "end_price": r.EndPrice} {
		if a.Minor != 0 {
			w.checkMoney(f, e.deal, field, a)
		}
	}
	if r.Mode != "" {
		oneOf(f, "mode", r.Mode, string(lease.ToDate), string(lease.ToNextDue), string(lease.FixedFee))
	}
}

// buyout is the early end in the words of the lease.
func (e *ending) buyout(r EarlyEnd, clawBack int64, validDays int) lease.Buyout {
	b := lease.Buyout{Position: e.position, Accruing: e.accruing, Mode: lease.BuyoutMode(r.Mode), Fee: r.Fee.Minor, FeePct: r.FeePct, EndPrice: r.EndPrice.Minor, ClawBack: clawBack,
		ValidDays: validDays, Tax: map[lease.LegKind]money.Rate{lease.FeeLeg: r.TaxPct, lease.EndPriceLeg: r.TaxPct}}
	if r.EndPrice.Minor == 0 {
		b.EndPrice = e.residual
	}
	return b
}

func (e *ending) quote(r EarlyEnd, clawBack int64, validDays int) (lease.Settlement, error) {
	s, err := lease.QuoteBuyout(e.buyout(r, clawBack, validDays))
	return s, renamed(err, map[string]string{"fee_minor": "fee", "end_price_minor": "end_price", "tax.fee": "tax_pct", "tax.end_price": "tax_pct"})
}

// renamed gives faults the names under which the fields were asked for.
func renamed(err error, names map[string]string) error {
	e := errs.As(err)
	if e == nil {
		return nil
	}
	for i, f := range e.Faults {
		if name, ok := names[f.Field]; ok {
			e.Faults[i].Field = name
		}
	}
	return e
}

// BuyOutRequest ends a lease early.
type BuyOutRequest struct {
	Deal string   `json:"deal" label:"Deal" ref:"deal"`
	On   day.Date `json:"on" label:"Reckoned on" help:"The day to which interest runs; leave empty for today." optional:""`
	EarlyEnd
	ClawBackBy string       `json:"claw_back_by" label:"Subsidy goes back from" enum:"house|customer" help:"Who gives a sponsor back what its programme claims." optional:""`
	ValidDays  int          `json:"valid_days" label:"Valid" unit:"days" help:"How long after that day the money may come." optional:""`
	Amount     money.Amount `json:"amount" label:"Amount" help:"Money that arrives with it; leave empty if it was received already." optional:""`
	ValueOn    day.Date     `json:"value_on" label:"Value date" help:"Leave empty for the day of the reckoning." optional:""`
	Reference  string       `json:"reference" label:"Bank reference" optional:""`
}

// buyOutAccounts are the accounts of what a buy-out asks for beside the debt.
var buyOutAccounts = map[lease.LegKind]ledger.Code{lease.FeeLeg: ledger.IncomeFee, lease.EndPriceLeg: ledger.Revenue, lease.TaxLeg: ledger.TaxPayable, lease.CostLeg: ledger.PayableSponsor}

// BuyOutDeal ends a lease early against all that it costs; the units are the customer's, the guarantees are free.
var BuyOutDeal = verb(Spec{Name: "deal.buy_out", Title: "Buy out", Help: "End a lease early against all that it costs; the units are the customer's then and the guarantees free.", On: "deal",
	Roles: []Role{Accountant, Manager}, Record: true},
	func(w *work, req BuyOutRequest) (SettlementResult, error) {
		e, err := w.ending(req.Deal, req.On, deal.Delivered)
		if err != nil {
			return SettlementResult{}, err
		}
		if err := w.mayBuyOut(e, &req); err != nil {
			return SettlementResult{}, err
		}
		claimed, err := w.clawBacks(e)
		if err != nil {
			return SettlementResult{}, err
		}
		s, err := e.quote(req.EarlyEnd, claimed.by(req.ClawBackBy), req.ValidDays)
		if err != nil {
			return SettlementResult{}, err
		}
		if !s.Holds(req.ValueOn) {
			var f errs.Faults
			f.Add("value_on", "the figures of {day} held until {until}", "day", s.AsOf, "until", s.Expires).Because("reckon the buy-out on the day of the money")
			return SettlementResult{}, f.Err()
		}
		if err := w.bookEnding(&e, s, 0, extrasOf(s, buyOutAccounts)); err != nil {
			return SettlementResult{}, err
		}
		if err := w.bringFor(&e, req.Amount, req.ValueOn, req.Reference, "customer"); err != nil {
			return SettlementResult{}, err
		}
		if err := w.allPaid(e); err != nil {
			return SettlementResult{}, err
		}
		if err := w.endSubsidy(e, claimed, req.ClawBackBy == byCustomer); err != nil {
			return SettlementResult{}, err
		}
		return w.settled(&e, s, req, errs.T("{deal} was bought out for {amount}", "deal", e.deal.Nr, "amount", s.Result))
	})

// mayBuyOut checks what was written and fills in the day of the money.
func (w *work) mayBuyOut(e ending, req *BuyOutRequest) error {
	var f errs.Faults
	w.checkEarlyEnd(&f, e, req.EarlyEnd)
	if req.ValueOn == 0 {
		req.ValueOn = e.on
	}
	f.Take("", w.hasReason())
	return f.Err()
}

// bringFor books money that comes with the end of a deal, when some does.
func (w *work) bringFor(e *ending, amount money.Amount, on day.Date, reference, kind string) error {
	if amount.Minor == 0 && reference == "" {
		return nil
	}
	receive := ReceiveRequest{Deal: e.deal.ID, Amount: amount, ValueOn: on, Reference: reference}
	if err := w.mayReceive(e.deal, receive); err != nil {
		return err
	}
	_, err := w.bring(&e.deal, receive, kind)
	return err
}

// allPaid refuses to let units go for which something is still owed.
func (w *work) allPaid(e ending) error {
	owed, err := w.owed(e.deal)
	if err != nil || owed <= 0 {
		return err
	}
	return errs.New(errs.Refused, "{amount} are missing", "amount", money.Of(owed, money.Currency(e.deal.Currency))).At(e.deal.ID).
		Because("receive the money first, or name what arrives with it")
}

// settled lets the units be the customer's, closes the deal if nothing is owed either way, and keeps the settlement.
func (w *work) settled(e *ending, s lease.Settlement, body any, text errs.Text) (SettlementResult, error) {
	if err := w.partWithUnits(e.deal); err != nil {
		return SettlementResult{}, err
	}
	return w.ended(e, s, body, text)
}

// ended closes the deal if nothing is owed either way, and keeps the settlement.
func (w *work) ended(e *ending, s lease.Settlement, body any, text errs.Text) (SettlementResult, error) {
	if err := w.finish(&e.deal); err != nil {
		return SettlementResult{}, err
	}
	res, err := w.keepSettlement(e, s, body)
	if err != nil {
		return res, err
	}
	return res, w.event(happening{entity: e.deal.ID, party: e.deal.CustomerID, on: s.AsOf, data: res, text: text})
}
