package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"
	"kontor/store/q"
)

// RestructureRequest agrees new terms for what is left of a lease.
type RestructureRequest struct {
	Deal        string       `json:"deal" label:"Deal" ref:"deal"`
	Rate        money.Rate   `json:"rate" label:"Rate" unit:"% a year"`
	Count       int          `json:"count" label:"Rentals" help:"How many from now on."`
	EveryMonths int          `json:"every_months" label:"Every" unit:"months" help:"1, 3, 6 or 12; leave empty for as before." optional:""`
	FirstDueOn  day.Date     `json:"first_due_on" label:"First due on" help:"Leave empty for one period after the last due date." optional:""`
	Residual    money.Amount `json:"residual" label:"Residual value" help:"Owed with the last rental." optional:""`
	Arrears     bool         `json:"arrears" label:"Take arrears in" help:"What is overdue becomes principal of the new rows." optional:""`
}

// RestructureDeal agrees an addendum with new terms; the old version of the contract is kept.
var RestructureDeal = verb(Spec{Name: "deal.restructure", Title: "Restructure", Help: "Agree new terms for what is left of a lease; the old version is kept.", On: "deal", Roles: []Role{Manager}, Record: true},
	func(w *work, req RestructureRequest) (AddendumResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return AddendumResult{}, err
		}
		if err := w.mayRestructure(s.deal, req); err != nil {
			return AddendumResult{}, err
		}
		t, err := w.restructured(&s, req)
		if err != nil {
			return AddendumResult{}, err
		}
		res, err := w.addendum(&s.deal, t, s.terms)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: s.deal.ID, party: s.deal.CustomerID, data: res,
			text: errs.T("{deal} runs by new terms: {n} rentals at {rate} percent, the next one {rental}, the last day {day}", "deal", s.deal.Nr, "n", req.Count, "rate", req.Rate.String(),
				"rental", res.Rental, "day", res.EndsOn)})
	})

func (w *work) mayRestructure(d q.Deal, req RestructureRequest) error {
	var f errs.Faults
	if d.Kind != "lease" {
		f.Add("deal", "{deal} has no rentals", "deal", d.Nr).Because("cancel the sale or agree another date for its price")
	}
	if req.FirstDueOn != 0 && req.FirstDueOn <= w.today {
		f.Add("first_due_on", "the first new rental is due after today")
	}
	if req.Count > rentalsMost {
		f.Add("count", "a deal has at most {most} rentals", "most", rentalsMost).Because("take fewer rentals")
	}
	if req.Residual.Minor != 0 {
		w.checkMoney(&f, d, "residual", req.Residual)
	}
	f.Take("", w.hasReason())
	return f.Err()
}

// restructured plans what is left by the new terms. Interest runs on from the last due date.
func (w *work) restructured(s *servicing, req RestructureRequest) (loan.Transaction, error) {
	t := loan.Transaction{Kind: loan.Restructure, On: w.today, Arrears: req.Arrears}
	rows, left := s.ahead(w.today)
	if req.Arrears {
		open := s.account.OpenUntil(w.today)
		t.Part.Principal = open.Total() - open.Principal // interest and charges become principal, nothing is given up
		left += open.Total()
	}
	s.terms = s.terms.plainTerms(req)
	currency := money.Currency(s.deal.Currency)
	terms := lease.Terms{Price: money.Of(left, currency), Residual: orZero(req.Residual, money.Of(0, currency)), Rate: req.Rate, Method: lease.Method(s.terms.Method), Timing: lease.InArrears,
		Count: req.Count, EveryMonths: s.terms.EveryMonths, Start: rows[0].DueOn, RentalUnit: s.terms.RoundTo.Minor}
	terms.FirstPeriodEnds = s.firstDue(terms, req.FirstDueOn, w.today)
	plan, err := lease.Plan(terms)
	if err != nil {
		return t, err
	}
	t.Rows = s.planned(w.today, plan)
	return t, nil
}

// firstDue is the end of the first new period when it has another length than the others, 0 otherwise. It is after today.
func (s servicing) firstDue(terms lease.Terms, asked, today day.Date) day.Date {
	regular := terms.Start.AddMonths(max(1, terms.EveryMonths))
	first := asked
	if first == 0 {
		for first = regular; first <= today; {
			first = first.AddMonths(max(1, terms.EveryMonths))
		}
	}
	if first == regular {
		return 0
	}
	return first
}

// HolidayRequest skips some rentals.
type HolidayRequest struct {
	Deal     string `json:"deal" label:"Deal" ref:"deal"`
	Rentals  int    `json:"rentals" label:"Rentals" help:"How many of the next ones are skipped; the others move back."`
	Interest string `json:"interest" label:"Interest meanwhile" enum:"capitalised|deferred"`
}

// HolidayDeal lets a customer skip the next rentals. Interest meanwhile joins the principal, or is due with the first rental after.
var HolidayDeal = verb(Spec{Name: "deal.holiday", Title: "Skip rentals", Help: "Let the customer skip the next rentals; interest meanwhile joins the principal or is due afterwards.", On: "deal", Roles: []Role{Manager}, Record: true},
	func(w *work, req HolidayRequest) (AddendumResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return AddendumResult{}, err
		}
		rows, left := s.ahead(w.today)
		residual, rentals := residualOf(rows)
		var f errs.Faults
		oneOf(&f, "interest", req.Interest, "capitalised", "deferred")
		if req.Rentals < 1 || req.Rentals > 60 {
			f.Add("rentals", "from 1 to {most} rentals can be skipped", "most", 60)
		}
		if s.deal.Kind != "lease" || rentals == 0 {
			f.Add("deal", "{deal} has no rental ahead", "deal", s.deal.Nr)
		}
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return AddendumResult{}, err
		}
		t := loan.Transaction{Kind: loan.Holiday, On: w.today}
		terms, err := s.leaseOf(left, residual, rentals+req.Rentals, rows[0].DueOn)
		if err != nil {
			return AddendumResult{}, err
		}
		terms.Grace = lease.Grace{Capitalised: req.Rentals}
		if req.Interest == "deferred" {
			terms.Grace = lease.Grace{Principal: req.Rentals, Interest: req.Rentals}
		}
		terms.FirstPeriodEnds = s.firstDue(terms, rows[1].DueOn, w.today)
		plan, err := lease.Plan(terms)
		if err != nil {
			return AddendumResult{}, err
		}
		t.Rows = s.planned(w.today, plan)
		res, err := w.addendum(&s.deal, t, s.terms)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: s.deal.ID, party: s.deal.CustomerID, data: res,
			text: errs.T("{n} rentals of {deal} are skipped; the next one is {rental}, the last day {day}", "n", req.Rentals, "deal", s.deal.Nr, "rental", res.Rental, "day", res.EndsOn)})
	})

// ReageRequest moves arrears to a new end of the schedule.
type ReageRequest struct {
	Deal        string   `json:"deal" label:"Deal" ref:"deal"`
	Count       int      `json:"count" label:"Rows" help:"In how many equal parts the overdue principal is paid."`
	EveryMonths int      `json:"every_months" label:"Every" unit:"months"`
	FirstDueOn  day.Date `json:"first_due_on" label:"First due on" help:"Leave empty for one period after the last row." optional:""`
}

// ReageDeal moves overdue principal into new rows; interest and charges that are overdue stay where they are.
var ReageDeal = verb(Spec{Name: "deal.reage", Title: "Move arrears", Help: "Move overdue principal into new rows at the end; interest and charges stay due.", On: "deal", Roles: []Role{Manager}, Record: true},
	func(w *work, req ReageRequest) (AddendumResult, error) {
		s, err := w.service(req.Deal)
		if err != nil {
			return AddendumResult{}, err
		}
		var f errs.Faults
		if req.Count < 1 || req.Count > 600 {
			f.Add("count", "from 1 to {most} rows", "most", 600)
		}
		if req.EveryMonths < 1 || req.EveryMonths > 12 {
			f.Add("every_months", "rows are due every 1 to 12 months")
		}
		if req.FirstDueOn != 0 && req.FirstDueOn <= w.today {
			f.Add("first_due_on", "the first new row is due after today")
		}
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return AddendumResult{}, err
		}
		first := req.FirstDueOn
		if first == 0 {
			first = max(s.deal.EndsOn, w.today).AddMonths(req.EveryMonths)
		}
		moved := s.account.OpenUntil(w.today).Principal
		res, err := w.addendum(&s.deal, loan.Transaction{Kind: loan.ReAge, On: w.today, Tail: &loan.Tail{Start: first, Every: req.EveryMonths, Unit: loan.Months, Count: req.Count}}, s.terms)
		if err != nil {
			return res, err
		}
		return res, w.event(happening{entity: s.deal.ID, party: s.deal.CustomerID, data: res,
			text: errs.T("{amount} of arrears of {deal} were moved into {n} rows, the last day is {day}", "amount", money.Of(moved, money.Currency(s.deal.Currency)), "deal", s.deal.Nr, "n", req.Count, "day", res.EndsOn)})
	})
