package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// CloseDayRequest closes a business day.
type CloseDayRequest struct {
	On day.Date `json:"on" label:"Day" help:"Today or earlier; days in between are caught up."`
}

// CloseDayResult tells what the close did.
type CloseDayResult struct {
	On        day.Date `json:"on"`
	Deals     int      `json:"deals"`      // running deals brought up to the day
	Late      int      `json:"late"`       // of them late
	Lapsed    int      `json:"lapsed"`     // reservations and quotes that lapsed
	Expired   int      `json:"expired"`    // guarantees that expired
	Alarms    int      `json:"alarms"`     // alarms raised for guarantees about to expire
	Demands   int      `json:"demands"`    // last days of guarantors that passed for demands
	Stale     bool     `json:"stale_list"` // a watch list in force is too old
	Uncovered []string `json:"uncovered"`  // numbers of running deals that are not covered on every day
}

// CloseDay brings every running deal up to a day: what falls due is billed, unapplied cash meets it, lateness is counted;
// reservations lapse, guarantees expire, alarms are raised. Closing a day twice gives the same result and changes nothing.
var CloseDay = verb(Spec{Name: "day.close", Title: "Close the day", Help: "Bill what is due, count who is late, let reservations and guarantees lapse, raise alarms.", Roles: []Role{Accountant, Manager}},
	func(w *work, req CloseDayRequest) (CloseDayResult, error) {
		res := CloseDayResult{On: req.On, Uncovered: []string{}}
		var f errs.Faults
		if req.On == 0 || req.On > w.today {
			f.Add("on", "the day is today or earlier")
			return res, f.Err()
		}
		if done, err := w.tx.ClosedDay(w.ctx, q.ClosedDayParams{CentreID: w.centre(), OnDay: req.On}); err == nil {
			return res, done.ResultJson.Into(&res)
		} else if !store.None(err) {
			return res, err
		}
		last, err := w.tx.NewestClosedDay(w.ctx, w.centre())
		if err != nil && !store.None(err) {
			return res, err
		}
		if last.OnDay > req.On {
			return res, errs.New(errs.Conflict, "{day} is closed already", "day", last.OnDay).Because("close {next} or a later day", "next", last.OnDay.Add(1))
		}
		for _, step := range []func(*CloseDayResult, day.Date) error{w.closeDeals, w.lapseQuotes, w.ageGuarantees, w.closeMonth, w.checkLists} {
			if err := step(&res, last.OnDay); err != nil {
				return res, err
			}
		}
		if err := w.tx.AddClosedDay(w.ctx, q.AddClosedDayParams{CentreID: w.centre(), OnDay: req.On, ByLogin: w.actor.ID, AtUs: w.now(), ResultJson: col.Of(res)}); err != nil {
			return res, err
		}
		return res, w.event(happening{entity: w.centre(), on: req.On, data: res,
			text: errs.T("{day} was closed: {deals} deals run, {late} are late", "day", req.On, "deals", res.Deals, "late", res.Late)})
	})

const closePage = 500

// closeDeals brings every running deal up to the day and names those that lost their cover.
func (w *work) closeDeals(res *CloseDayResult, _ day.Date) error {
	var out []q.Deal
	err := w.eachRunning(func(d q.Deal) error {
		upTo := max(res.On, d.BilledOn) // a deal that was brought further already does not go back
		if err := w.catchUp(&d, upTo); err != nil {
			return err
		}
		if err := w.earnSubsidy(d, upTo); err != nil {
			return err
		}
		res.Deals++
		if d.Dpd > 0 {
			res.Late++
		}
		out = append(out, d)
		return nil
	})
	if err != nil {
		return err
	}
	book, err := w.coverReader().book(out)
	if err != nil {
		return err
	}
	for _, d := range out {
		if !book.Gist(d.ID).Covered() {
			res.Uncovered = append(res.Uncovered, d.Nr)
		}
	}
	return nil
}

// lapseQuotes lets reservations end whose last day is past.
func (w *work) lapseQuotes(res *CloseDayResult, _ day.Date) error {
	for {
		claims, err := w.tx.LapsedReservations(w.ctx, q.LapsedReservationsParams{CentreID: w.centre(), UntilOn: res.On})
		if err != nil || len(claims) == 0 {
			return err
		}
		for _, c := range claims {
			if _, err := w.tx.EndClaim(w.ctx, q.EndClaimParams{CentreID: w.centre(), ID: c.ID, EndedUs: w.now(), EndedWhy: "reservation_lapsed"}); err != nil {
				return err
			}
			res.Lapsed++
			if err := w.event(happening{entity: c.UnitID, deal: c.DealID, on: c.UntilOn, text: errs.T("the reservation lapsed on {day}", "day", c.UntilOn)}); err != nil {
				return err
			}
		}
	}
}

// CloseDeal closes a deal in which nothing is owed any more.
var CloseDeal = verb(Spec{Name: "deal.close", Title: "Close", Help: "Close a deal in which nothing is owed either way; its guarantees become free.", On: "deal", Roles: []Role{Accountant, Manager}, Record: true},
	func(w *work, req DealRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.catchUp(&d, w.today); err != nil {
			return DealResult{}, err
		}
		if err := w.mayClose(d); err != nil {
			return DealResult{}, err
		}
		if err := w.partWithUnits(d); err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, string(deal.Closed)}, w.shut(&d)
	})

// shut ends a deal in which nothing is owed either way: its guarantees become free.
func (w *work) shut(d *q.Deal) error {
	if err := w.closeSubsidy(*d); err != nil {
		return err
	}
	if err := w.dropAllocations(*d); err != nil {
		return err
	}
	d.Stage, d.ClosedOn = string(deal.Closed), w.today
	if err := w.tx.CloseDeal(w.ctx, q.CloseDealParams{CentreID: w.centre(), ID: d.ID, Stage: d.Stage, ClosedOn: d.ClosedOn}); err != nil {
		return err
	}
	return w.event(happening{entity: d.ID, party: d.CustomerID, text: errs.T("{deal} was closed", "deal", d.Nr)})
}

// partWithUnits lets the units of a deal go that is paid in full: what the customer has becomes the customer's own. A
// unit that came back is free already.
func (w *work) partWithUnits(d q.Deal) error {
	rows, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return err
	}
	for _, line := range rows {
		u, row, err := w.unit(line.UnitID)
		if err != nil {
			return err
		}
		if u.Supply != goods.Delivered || u.Claim.Deal != d.ID {
			continue
		}
		moved, err := u.Advance(goods.Move{To: goods.Sold})
		if err != nil {
			return err
		}
		moved.Ownership = goods.Customer
		if err := w.moveUnit(moved, row.Located); err != nil {
			return err
		}
		if err := w.event(happening{entity: u.ID, deal: d.ID, party: d.CustomerID, text: errs.T("{unit} belongs to the customer now", "unit", unitLabel(u))}); err != nil {
			return err
		}
	}
	return w.freeUnits(d.ID, "deal_closed")
}

// mayClose refuses while anything is owed either way, naming all of it.
func (w *work) mayClose(d q.Deal) error {
	if err := deal.Stage(d.Stage).Move(deal.Closed); err != nil {
		return errs.As(err).At(d.ID)
	}
	currency := money.Currency(d.Currency)
	e := errs.New(errs.Refused, "{deal} cannot be closed yet", "deal", d.Nr).At(d.ID)
	owed, err := w.owed(d)
	if err != nil {
		return err
	}
	if owed > 0 {
		e.Faults = append(e.Faults, errs.Fault{Field: "deal", Text: errs.T("{amount} are still owed", "amount", money.Of(owed, currency)), Hint: errs.T("receive them, or write them off after a default")})
	}
	if d.UnappliedMinor > 0 {
		e.Faults = append(e.Faults, errs.Fault{Field: "deal", Text: errs.T("{amount} of the customer's money is unapplied", "amount", money.Of(d.UnappliedMinor, currency)), Hint: errs.T("pay it back to the customer")})
	}
	demands, err := w.openDemands(d)
	if err != nil {
		return err
	}
	if e.Faults = append(e.Faults, demands...); len(e.Faults) > 0 {
		e.Hint = e.Faults[0].Hint
		return e
	}
	return nil
}

// owed is all that is open of a deal, due or not.
func (w *work) owed(d q.Deal) (sum int64, err error) {
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		sum += instalmentOf(r).Open().Total()
	}
	return sum, err
}

// openDemands names the demands for a deal that nobody has paid or rejected yet.
func (w *work) openDemands(d q.Deal) ([]errs.Fault, error) {
	demands, err := w.tx.DemandsOfDeal(w.ctx, d.ID)
	var out []errs.Fault
	for _, m := range demands {
		if m.ReservedMinor > 0 {
			out = append(out, errs.Fault{Field: "deal", Text: errs.T("a demand of {amount} is open", "amount", money.Of(m.AmountMinor, money.Currency(m.Currency))), Hint: errs.T("book its payment or its rejection")})
		}
	}
	return out, err
}
