package desk

import (
	"fmt"
	"strings"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/turnover"
)

// DeliveredUnit is what was read off one unit at the hand-over.
type DeliveredUnit struct {
	Unit      string `json:"unit" label:"Unit" ref:"unit"`
	Plate     string `json:"plate" label:"Serial on the plate" help:"As scanned; one different character stops the act."`
	Meter     string `json:"meter" label:"Meter" unit:"h or km"`
	Condition string `json:"condition" label:"Condition" optional:""`
}

// DeliverRequest is the acceptance act of a deal.
type DeliverRequest struct {
	Deal       string          `json:"deal" label:"Deal" ref:"deal"`
	ActNo      string          `json:"act_no" label:"Number of the act"`
	On         day.Date        `json:"on" label:"Handed over on" help:"The day on which the risk passes; turnover counts on it."`
	Place      string          `json:"place" label:"Place"`
	AcceptedBy string          `json:"accepted_by" label:"Accepted by" help:"Who signed for the customer."`
	Units      []DeliveredUnit `json:"units" label:"Units"`
}

// DeliverResult says what the delivery counts for.
type DeliverResult struct {
	Deal     string       `json:"deal"`
	Nr       string       `json:"nr"`
	Turnover money.Amount `json:"turnover"`
	EndsOn   day.Date     `json:"ends_on"`
}

// DeliverDeal hands the units over with an acceptance act. The gate is asked again, because between release and
// hand-over a list may have been loaded or a guarantee revoked. Rentals run from this day; turnover counts on it.
var DeliverDeal = verb(Spec{Name: "deal.deliver", Title: "Deliver", Help: "Hand the units over with an acceptance act; rentals run and turnover counts from that day.", On: "deal", Roles: []Role{Clerk, Manager}, Record: true},
	func(w *work, req DeliverRequest) (DeliverResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DeliverResult{}, err
		}
		if err := w.mayDeliver(d, req); err != nil {
			return DeliverResult{}, err
		}
		order, err := w.tx.ReleaseOfDeal(w.ctx, q.ReleaseOfDealParams{CentreID: w.centre(), DealID: d.ID})
		if err != nil {
			return DeliverResult{}, store.Missing(err, d.ID)
		}
		agreed, err := w.replan(&d, req.On)
		if err != nil {
			return DeliverResult{}, err
		}
		answer, err := w.ask(d, req.On)
		if err != nil {
			return DeliverResult{}, err
		}
		if !answer.May {
			return DeliverResult{}, answer.Refusal()
		}
		res := DeliverResult{Deal: d.ID, Nr: d.Nr, Turnover: money.Of(0, turnover.USD), EndsOn: d.EndsOn}
		if res.Turnover, err = w.handOver(d, order, req); err != nil {
			return DeliverResult{}, err
		}
		if err := w.startRunning(&d, req.On, agreed); err != nil {
			return DeliverResult{}, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.On, data: req,
			text: errs.T("{deal} was delivered by act {act}; it counts {usd} of turnover", "deal", d.Nr, "act", req.ActNo, "usd", res.Turnover)})
	})

func (w *work) mayDeliver(d q.Deal, req DeliverRequest) error {
	var f errs.Faults
	if strings.TrimSpace(req.ActNo) == "" {
		f.Add("act_no", "the act needs its number")
	}
	if strings.TrimSpace(req.Place) == "" {
		f.Add("place", "the act needs the place of the hand-over")
	}
	if strings.TrimSpace(req.AcceptedBy) == "" {
		f.Add("accepted_by", "the act needs the name of who accepted")
	}
	if req.On == 0 || req.On > w.today {
		f.Add("on", "the day of the hand-over is today or earlier")
	}
	if released := d.ReleasedUs.Date(); d.ReleasedUs != 0 && req.On != 0 && req.On < released {
		f.Add("on", "the release is of {day}, nothing leaves before it", "day", released)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if d.Stage != string(deal.Released) {
		return errs.New(errs.Refused, "{deal} is {stage}, only a released deal can be delivered", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
			Because("ask the gate and release the deal first")
	}
	return nil
}

// replan moves the schedule to the real day of delivery.
func (w *work) replan(d *q.Deal, on day.Date) (lease.Offer, error) {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil {
		return lease.Offer{}, err
	}
	if err := w.relevel(d, &terms, on); err != nil {
		return lease.Offer{}, err
	}
	_, offer, err := terms.Offer(on)
	if err != nil {
		return offer, err
	}
	d.StartsOn, d.EndsOn = on, lastDue(offer.Signed())
	return offer, w.writeSchedule(d.ID, offer.Signed())
}

// handOver moves every unit, writes its act and counts its value; it returns the turnover in USD.
func (w *work) handOver(d q.Deal, order q.ReleaseOrder, req DeliverRequest) (money.Amount, error) {
	sum := money.Of(0, turnover.USD)
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return sum, err
	}
	read, row := map[string]DeliveredUnit{}, map[string]int{}
	for i, u := range req.Units {
		read[u.Unit], row[u.Unit] = u, i
	}
	if len(read) != len(lines) || len(req.Units) != len(lines) {
		var f errs.Faults
		f.Add("units", "{deal} has {n} units, the act must name each of them once", "deal", d.Nr, "n", len(lines))
		return sum, f.Err()
	}
	for _, line := range lines {
		r, ok := read[line.UnitID]
		if !ok {
			var f errs.Faults
			f.Add("units", "the act does not name unit {unit}", "unit", line.UnitID)
			return sum, f.Err()
		}
		usd, err := w.handOverUnit(d, order, req, line, r)
		if err != nil {
			e := errs.As(err)
			for n := range e.Faults {
				e.Faults[n].Field = fmt.Sprintf("units[%d].%s", row[line.UnitID], e.Faults[n].Field)
			}
			return sum, err
		}
		if sum, err = sum.Add(usd); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func (w *work) handOverUnit(d q.Deal, order q.ReleaseOrder, req DeliverRequest, line q.DealUnit, r DeliveredUnit) (money.Amount, error) {
	u, _, err := w.unit(line.UnitID)
	if err != nil {
		return money.Amount{}, err
	}
	moved, err := u.Advance(goods.Move{To: goods.Delivered, Plate: r.Plate, Order: order.ID, Act: req.ActNo, Meter: r.Meter, Condition: r.Condition})
	if err != nil {
		return money.Amount{}, err
	}
	if d.Kind == "sale" {
		moved.Ownership = goods.Customer // and the contract line binds it until everything is paid
	} else {
		moved.Ownership = goods.Lessor
		if err := w.take(u, goods.Claim{Kind: goods.Leased, Deal: d.ID}); err != nil {
			return money.Amount{}, err
		}
	}
	if err := w.moveUnit(moved, req.Place); err != nil {
		return money.Amount{}, err
	}
	value := money.Of(line.PriceMinor, money.Currency(d.Currency))
	usd, err := w.inUSD(value, req.On)
	if err != nil {
		return money.Amount{}, err
	}
	var meter int64
	fmt.Sscanf(r.Meter, "%d", &meter) // the reading as written is in the event; the number is for sorting
	err = w.tx.AddDelivery(w.ctx, q.AddDeliveryParams{CentreID: w.centre(), ID: w.newID(id.Delivery), DealID: d.ID, UnitID: u.ID, ActNo: req.ActNo, OnDay: req.On,
		Place: req.Place, Meter: meter, Condition: r.Condition, AcceptedBy: req.AcceptedBy, HandedBy: w.actor.ID, ValueMinor: value.Minor, Currency: d.Currency,
		UsdMinor: usd.USD.Minor, FxRate: usd.rate, FxOn: usd.RateOn, Segment: string(u.Segment), AtUs: w.now()})
	if err != nil {
		return money.Amount{}, err
	}
	return usd.USD, w.event(happening{entity: u.ID, deal: d.ID, party: u.Maker, on: req.On,
		text: errs.T("{unit} was handed over by act {act} in {place}", "unit", unitLabel(u), "act", req.ActNo, "place", req.Place)})
}

// usdValue is an amount in USD with the rate that made it.
type usdValue struct {
	turnover.Conversion
	rate string
}

// inUSD converts by the last rate on or before the day, at most ten days old.
func (w *work) inUSD(a money.Amount, on day.Date) (usdValue, error) {
	v := usdValue{rate: "1"}
	var fixings []turnover.Fixing
	if a.Currency != turnover.USD {
		row, err := w.tx.RateOn(w.ctx, q.RateOnParams{Currency: string(a.Currency), OnDay: on})
		if err != nil && !store.None(err) {
			return v, err
		}
		if err == nil {
			rate, err := turnover.ParseRate(row.Usd)
			if err != nil {
				return v, err
			}
			v.rate = row.Usd
			fixings = append(fixings, turnover.Fixing{Currency: a.Currency, On: row.OnDay, Rate: rate})
		}
	}
	c, err := turnover.Convert(a, on, fixings)
	v.Conversion = c
	return v, err
}

// sold books the price. What the rows ask for beyond it are fees that were financed; what they ask for less, others stand for.
func sold(price int64, s lease.Schedule) []posting {
	var principal int64
	for _, r := range rowsOf(s) {
		principal += r.Owed.Principal - r.Joins
	}
	return []posting{{ledger.ReceivablePrincipal, ledger.Revenue, min(price, principal)}, {ledger.ReceivablePrincipal, ledger.IncomeFee, max(0, principal-price)}}
}

// startRunning books the sale, opens the account of the deal with what was agreed and lets rentals fall due.
func (w *work) startRunning(d *q.Deal, on day.Date, agreed lease.Offer) error {
	err := w.tx.DeliverDeal(w.ctx, q.DeliverDealParams{CentreID: w.centre(), ID: d.ID, DeliveredOn: on, StartsOn: d.StartsOn, EndsOn: d.EndsOn})
	if err != nil {
		return err
	}
	d.Stage, d.DeliveredOn = string(deal.Delivered), on
	err = w.post(booking{group: w.newID(id.Transfer), what: "delivery", deal: d.ID, currency: money.Currency(d.Currency), on: on,
		postings: sold(d.PriceMinor-ofPrice(agreed), agreed.Signed())})
	if err != nil {
		return err
	}
	if err := w.agree(d, "delivery", rowsOf(agreed.Signed())); err != nil {
		return err
	}
	if err := w.useBudgets(*d, agreed, on); err != nil {
		return err
	}
	return w.replay(d, w.today, "")
}
