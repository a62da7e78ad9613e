package desk

import (
	"cmp"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
)

// EndOfTermRequest says what happens at the end of a term.
type EndOfTermRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Choice    string       `json:"choice" label:"Choice" enum:"transfer|return|extend|run_on"`
	On        day.Date     `json:"on" label:"Reckoned on" help:"Leave empty for today." optional:""`
	Price     money.Amount `json:"price" label:"Price of the unit" help:"Of a transfer; leave empty for the residual that others than the customer stand for." optional:""`
	TaxPct    money.Rate   `json:"tax_pct" label:"Tax" unit:"%" help:"On the price." optional:""`
	Use       money.Amount `json:"use" label:"Beyond what was agreed" help:"Of a return: hours, kilometres, damage." optional:""`
	Value     money.Amount `json:"value" label:"Value of the unit" help:"Of a return: it is set against a residual that was guaranteed." optional:""`
	Rental    money.Amount `json:"rental" label:"Rental" help:"Of an extension." optional:""`
	Count     int          `json:"count" label:"Rentals" help:"Of an extension." optional:""`
	Every     int          `json:"every_months" label:"Every" unit:"months" help:"Leave empty for 1." optional:""`
	Amount    money.Amount `json:"amount" label:"Amount" help:"Money that arrives with it; leave empty if it was received already." optional:""`
	Reference string       `json:"reference" label:"Bank reference" optional:""`
}

// EndOfTermResult is the settlement, and what others than the customer owe by it.
type EndOfTermResult struct {
	SettlementResult
	FromBacker money.Amount `json:"from_backer"` // on its guarantee of the residual
	EndsOn     day.Date     `json:"ends_on"`
}

// EndTerm settles the end of a lease that ran its course: the customer buys the unit, gives it back, or goes on renting it.
var EndTerm = verb(Spec{Name: "deal.end_of_term", Title: "End of term", Help: "Settle the end of a lease that ran its course: transfer, return, or rentals that go on.", On: "deal",
	Roles: []Role{Accountant, Manager}, Record: true},
	func(w *work, req EndOfTermRequest) (EndOfTermResult, error) {
		e, err := w.ending(req.Deal, req.On, deal.Delivered)
		if err != nil {
			return EndOfTermResult{}, err
		}
		req.Every = cmp.Or(req.Every, 1)
		if err := w.mayEndTerm(e, req); err != nil {
			return EndOfTermResult{}, err
		}
		ask, credit := e.asked(req)
		end, err := lease.EndOfTerm(ask)
		if err != nil {
			return EndOfTermResult{}, renamed(err, map[string]string{"price_minor": "price", "use_minor": "use", "value_minor": "value", "guaranteed_minor": "value", "rental_minor": "rental", "tax.end_price": "tax_pct"})
		}
		res := EndOfTermResult{FromBacker: end.FromBacker}
		if len(end.Rows) > 0 {
			res.SettlementResult, err = w.goOn(&e, end, req)
		} else {
			res.SettlementResult, err = w.leave(&e, end, credit, req)
		}
		res.EndsOn = e.deal.EndsOn
		return res, err
	})

func (w *work) mayEndTerm(e ending, req EndOfTermRequest) error {
	var f errs.Faults
	oneOf(&f, "choice", req.Choice, string(lease.Transfer), string(lease.GiveBack), string(lease.Extend), string(lease.RunOn))
	for field, a := range map[string]money.Amount{"price": req.Price, "use": req.Use, "value": req.Value, "rental": req.Rental} {
		if a.Minor != 0 {
			w.checkMoney(&f, e.deal, field, a)
		}
	}
	f.Take("", w.hasReason())
	if err := f.Err(); err != nil {
		return err
	}
	if req.Choice == string(lease.Extend) || req.Choice == string(lease.RunOn) {
		return nil
	}
	if rows, _ := e.account.Ahead(e.on); len(rows) > 0 {
		return errs.New(errs.Refused, "rows of {deal} fall due until {day}", "deal", e.deal.Nr, "day", rows[len(rows)-1].DueOn).At(e.deal.ID).Because("wait for that day, or buy the lease out")
	}
	out, err := w.unitsOut(e.deal)
	if err == nil && req.Choice == string(lease.GiveBack) && len(out) > 0 {
		return errs.New(errs.Refused, "{unit} is still with the customer", "unit", unitLabel(out[0])).At(out[0].ID).Because("take the unit back first, with its plate, its meter and its condition")
	}
	return err
}

// asked is the end in the words of the lease. A residual that the customer stands for is a row that he owes: when the unit comes back, its
// value is credited against what is open of it.
func (e *ending) asked(req EndOfTermRequest) (ask lease.Ending, credit int64) {
	ask = lease.Ending{Position: e.position, Choice: lease.EndChoice(req.Choice), Price: req.Price.Minor, Use: req.Use.Minor, Value: req.Value.Minor, Rental: req.Rental.Minor,
		Count: req.Count, Rounding: e.accruing.Rounding, Tax: map[lease.LegKind]money.Rate{lease.EndPriceLeg: req.TaxPct}}
	switch ask.Choice {
	case lease.Transfer:
		if req.Price.Minor == 0 {
			ask.Price = e.residual
		}
	case lease.GiveBack:
		ask.Guaranteed, ask.ResidualBy = e.residual, e.backer
		if open := e.openResidual(); open > 0 {
			ask.Guaranteed, ask.ResidualBy = open, lease.ByLessee
			ask.Position.Arrears.Principal -= open
			credit = min(open, req.Value.Minor)
		}
	default:
		ask.Every = req.Every
		ask.Position.Balance, ask.Position.Arrears = 0, loan.Part{} // the debt goes on
		ask.Position.Penalty, ask.Position.Unapplied = 0, 0
		ask.On = max(e.on, e.deal.EndsOn)
		ask.From, ask.Due = 0, 0
	}
	return ask, credit
}

// openResidual is what is open of a residual that the customer owes.
func (e *ending) openResidual() (minor int64) {
	for _, r := range e.account.Rows {
		if r.Kind == loan.Kind(lease.ResidualRow) && r.DueOn <= e.on {
			minor += r.Open().Principal
		}
	}
	return minor
}

// leave ends the contract: the units are the customer's, or were given back.
func (w *work) leave(e *ending, end lease.Ended, credit int64, req EndOfTermRequest) (SettlementResult, error) {
	extras := extrasOf(end.Settlement, map[lease.LegKind]ledger.Code{lease.UseLeg: ledger.IncomeFee, lease.EndPriceLeg: ledger.Revenue, lease.TaxLeg: ledger.TaxPayable})
	if err := w.bookEnding(e, end.Settlement, credit, extras); err != nil {
		return SettlementResult{}, err
	}
	if err := w.creditUnit(e, credit); err != nil {
		return SettlementResult{}, err
	}
	if err := w.bringFor(e, req.Amount, e.on, req.Reference, "customer"); err != nil {
		return SettlementResult{}, err
	}
	if req.Choice == string(lease.GiveBack) {
		return w.ended(e, end.Settlement, req, errs.T("the units of {deal} came back at the end of its term; the settlement comes to {result}", "deal", e.deal.Nr, "result", end.Result))
	}
	if err := w.allPaid(*e); err != nil {
		return SettlementResult{}, err
	}
	return w.settled(e, end.Settlement, req, errs.T("the units of {deal} went to the customer at the end of its term; the settlement comes to {result}", "deal", e.deal.Nr, "result", end.Result))
}

// goOn agrees rentals after the end; a residual that is not due yet moves behind them.
func (w *work) goOn(e *ending, end lease.Ended, req EndOfTermRequest) (SettlementResult, error) {
	rows, _ := e.account.Ahead(e.on)
	t := loan.Transaction{Kind: loan.Restructure, On: e.on}
	last := end.Rows[len(end.Rows)-1].DueOn
	for _, r := range rows {
		row := loan.Instalment{Nr: r.Nr, Kind: r.Kind, From: r.From, DueOn: r.DueOn, Owed: r.Owed.Sub(r.Waived)}
		if r.Kind == loan.Kind(lease.ResidualRow) {
			row.DueOn = last
		}
		t.Rows = append(t.Rows, row)
	}
	for _, r := range end.Rows {
		t.Rows = append(t.Rows, loan.Instalment{Kind: loan.Kind(r.Kind), DueOn: r.DueOn, Owed: loan.Part{Interest: r.Interest}})
	}
	if _, err := w.addendum(&e.deal, t, e.terms); err != nil {
		return SettlementResult{}, err
	}
	end.AsOf = e.on
	res, err := w.keepSettlement(e, end.Settlement, req)
	if err != nil {
		return res, err
	}
	return res, w.event(happening{entity: e.deal.ID, party: e.deal.CustomerID, on: e.on, data: res,
		text: errs.T("{deal} goes on with {n} rentals of {rental} until {day}", "deal", e.deal.Nr, "n", len(end.Rows), "rental", req.Rental, "day", e.deal.EndsOn)})
}
