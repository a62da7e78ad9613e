package desk

import (
	"fmt"
	"strings"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/guarantee"
	"kontor/id"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// DealUnitRequest is one unit of a deal with the price agreed for it.
type DealUnitRequest struct {
	Unit  string       `json:"unit" label:"Unit" ref:"unit"`
	Price money.Amount `json:"price" label:"Price" help:"Agreed price of this unit."`
}

// TermsRequest are the terms on which a deal is quoted; a sale uses only the first ones.
type TermsRequest struct {
	Kind      string            `json:"kind" label:"Kind" enum:"lease|sale" help:"Of a sale, what belongs to a lease stays empty."`
	Units     []DealUnitRequest `json:"units" label:"Units"`
	Advance   money.Amount      `json:"advance" label:"Advance" help:"Paid before delivery." optional:""`
	StartsOn  day.Date          `json:"starts_on" label:"Planned delivery" help:"Rentals run from the real delivery."`
	ExpiresOn day.Date          `json:"expires_on" label:"Quote valid until"`
	PayDays   int               `json:"pay_days" label:"Days to pay" unit:"days" help:"Sale only: days from delivery until the price is due." optional:""`
	LeaseRequest
}

// QuoteRequest quotes a lease or a cash sale to a customer.
type QuoteRequest struct {
	Customer string `json:"customer" label:"Customer" ref:"party"`
	TermsRequest
}

// RequoteRequest makes a new version of a quote.
type RequoteRequest struct {
	Deal string `json:"deal" label:"Deal" ref:"deal"`
	TermsRequest
}

// QuoteResult is a quote: the schedule in full and what it comes to.
type QuoteResult struct {
	Deal     string         `json:"deal"`
	Nr       string         `json:"nr"`
	Version  int            `json:"version"`
	Price    money.Amount   `json:"price"`
	Schedule lease.Schedule `json:"schedule"`
	Reliefs  []lease.Relief `json:"reliefs,omitempty"` // what programmes pay

	Levelling Levelling `json:"levelling,omitzero"` // what the house knew of programmes and indices
}

// total adds the prices of the units; all are in one currency.
func (r TermsRequest) total(f *errs.Faults) money.Amount {
	var sum money.Amount
	for i, u := range r.Units {
		field := fmt.Sprintf("units[%d].price", i)
		if u.Price.Minor <= 0 {
			f.Add(field, "the price is more than nothing").Because("write it with its currency, like 185000.00 EUR")
			continue
		}
		if sum.Currency == "" {
			sum = u.Price
			continue
		}
		next, err := sum.Add(u.Price)
		f.Take(field, err)
		if err == nil {
			sum = next
		}
	}
	return sum
}

// Schedule plans the instalments of the terms from a start: those that the customer signs.
//
// Errors: Invalid with all faults; Refused when the programmes do not carry the terms.
func (r TermsRequest) Schedule(start day.Date) (money.Amount, lease.Schedule, error) {
	price, o, err := r.Offer(start)
	return price, o.Signed(), err
}

// Offer works the terms out from a start. It needs no database: what the desk looked up stands in the terms. A cash sale has
// a schedule and no sides.
//
// Errors: as Schedule.
func (r TermsRequest) Offer(start day.Date) (money.Amount, lease.Offer, error) {
	var f errs.Faults
	price := r.total(&f)
	if len(r.Units) == 0 {
		f.Add("units", "a deal needs at least one unit").Because("choose a unit from the centre")
	}
	if start == 0 {
		f.Add("starts_on", "a planned delivery is needed")
	}
	if err := f.Err(); err != nil {
		return price, lease.Offer{}, err
	}
	advance := orZero(r.Advance, price)
	if r.Kind == "sale" {
		if r.PayDays < 0 || r.PayDays > 3650 {
			f.Add("pay_days", "days to pay are from 0 to 3650")
			return price, lease.Offer{}, f.Err()
		}
		s, err := lease.Sale(price, advance, start, start.Add(r.PayDays))
		return price, lease.Offer{Quote: lease.Quote{Schedule: s}}, err
	}
	oneOf(&f, "kind", r.Kind, "lease", "sale")
	terms, err := r.terms(price, advance, start)
	f.Take("", err)
	if err := f.Err(); err != nil {
		return price, lease.Offer{}, err
	}
	o, err := r.offer(lease.OfferRequest{QuoteRequest: lease.QuoteRequest{Terms: terms}})
	return price, o, err
}

// currency is that of the units, "" while none has a price.
func (r TermsRequest) currency() money.Currency {
	for _, u := range r.Units {
		if u.Price.Currency != "" {
			return u.Price.Currency
		}
	}
	return ""
}

func orZero(a, like money.Amount) money.Amount {
	if a.Currency == "" {
		return money.Of(0, like.Currency)
	}
	return a
}

func orText(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// QuoteDeal quotes a deal and reserves its units until the quote expires.
var QuoteDeal = verb(Spec{Name: "deal.quote", Title: "Quote", Help: "Quote a lease or a cash sale; its units stay reserved until the quote expires.", Roles: []Role{Clerk, Manager}},
	func(w *work, req QuoteRequest) (QuoteResult, error) {
		var f errs.Faults
		customer, err := w.customer(req.Customer)
		if err != nil && !errs.Is(err, errs.Invalid) {
			return QuoteResult{}, err
		}
		f.Take("", err)
		price, offer, err := w.checkTerms(&req.TermsRequest, "")
		if err != nil && !errs.Is(err, errs.Invalid) {
			return QuoteResult{}, err
		}
		f.Take("", err)
		if err := f.Err(); err != nil {
			return QuoteResult{}, err
		}
		nr, err := w.nextDealNr()
		if err != nil {
			return QuoteResult{}, err
		}
		schedule := offer.Signed()
		res := QuoteResult{Deal: w.newID(id.Deal), Nr: nr, Version: 1, Price: price, Schedule: schedule, Reliefs: reliefs(offer), Levelling: req.Levelling}
		err = w.tx.AddDeal(w.ctx, q.AddDealParams{CentreID: w.centre(), ID: res.Deal, Nr: nr, Kind: req.Kind, CustomerID: customer.ID, Stage: string(deal.Quoted),
			Currency: string(price.Currency), PriceMinor: price.Minor, TermsJson: col.Of(req.TermsRequest), QuoteVersion: 1, QuoteExpiresOn: req.ExpiresOn,
			Rate: req.Rate.String(), StartsOn: req.StartsOn, EndsOn: lastDue(schedule), Folded: fold(nr, customer.Name), CreatedUs: w.now()})
		if err != nil {
			return QuoteResult{}, err
		}
		if err := w.keepQuote(res, req.TermsRequest); err != nil {
			return QuoteResult{}, err
		}
		if err := w.reserveBudgets(res.Deal, offer, req.ExpiresOn); err != nil {
			return QuoteResult{}, err
		}
		return res, w.event(happening{entity: res.Deal, party: customer.ID, unit: req.Units[0].Unit,
			text: errs.T("{deal} was quoted to {customer} at {price}, valid until {day}", "deal", nr, "customer", customer.Name, "price", price, "day", req.ExpiresOn)})
	})

// RequoteDeal makes a new version of a quote that nobody signed yet.
var RequoteDeal = verb(Spec{Name: "deal.requote", Title: "Quote again", Help: "Make a new version of a quote that is not signed yet.", On: "deal", Roles: []Role{Clerk, Manager}},
	func(w *work, req RequoteRequest) (QuoteResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return QuoteResult{}, err
		}
		if d.Stage != string(deal.Quoted) {
			return QuoteResult{}, errs.New(errs.Conflict, "{deal} is {stage}, only a quote can be quoted again", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
				Because("make a new quote for other terms")
		}
		if err := w.freeUnits(d.ID, "quoted again"); err != nil {
			return QuoteResult{}, err
		}
		if err := w.tx.DropDealUnits(w.ctx, q.DropDealUnitsParams{CentreID: w.centre(), DealID: d.ID}); err != nil {
			return QuoteResult{}, err
		}
		price, offer, err := w.checkTerms(&req.TermsRequest, d.ID)
		if err != nil {
			return QuoteResult{}, err
		}
		schedule := offer.Signed()
		if req.Kind != d.Kind {
			var f errs.Faults
			f.Add("kind", "{deal} is a {kind}", "deal", d.Nr, "kind", d.Kind).Because("make a new quote for the other kind")
			return QuoteResult{}, f.Err()
		}
		res := QuoteResult{Deal: d.ID, Nr: d.Nr, Version: int(d.QuoteVersion) + 1, Price: price, Schedule: schedule, Reliefs: reliefs(offer), Levelling: req.Levelling}
		err = w.tx.RequoteDeal(w.ctx, q.RequoteDealParams{CentreID: w.centre(), ID: d.ID, Stage: string(deal.Quoted), Currency: string(price.Currency),
			PriceMinor: price.Minor, TermsJson: col.Of(req.TermsRequest), QuoteVersion: int64(res.Version), QuoteExpiresOn: req.ExpiresOn,
			Rate: req.Rate.String(), StartsOn: req.StartsOn, EndsOn: lastDue(schedule)})
		if err != nil {
			return QuoteResult{}, err
		}
		if err := w.keepQuote(res, req.TermsRequest); err != nil {
			return QuoteResult{}, err
		}
		if err := w.freeBudgets(d.ID); err != nil {
			return QuoteResult{}, err
		}
		if err := w.reserveBudgets(d.ID, offer, req.ExpiresOn); err != nil {
			return QuoteResult{}, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID,
			text: errs.T("{deal} was quoted again at {price}, valid until {day}", "deal", d.Nr, "price", price, "day", req.ExpiresOn)})
	})

// keepQuote writes the version, the units and their reservations.
func (w *work) keepQuote(res QuoteResult, terms TermsRequest) error {
	err := w.tx.AddQuote(w.ctx, q.AddQuoteParams{CentreID: w.centre(), DealID: res.Deal, Version: int64(res.Version), TermsJson: col.Of(terms),
		ResultJson: col.Of(res), ExpiresOn: terms.ExpiresOn, ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return err
	}
	for i, line := range terms.Units {
		u, _, err := w.unit(line.Unit)
		if err != nil {
			return err
		}
		if err := w.take(u, goods.Claim{Kind: goods.Reserved, Deal: res.Deal, Until: terms.ExpiresOn}); err != nil {
			var f errs.Faults
			f.Take(fmt.Sprintf("units[%d].unit", i), err)
			e := errs.As(f.Err())
			e.Code = errs.Conflict
			return e.At(u.ID)
		}
		if err := w.tx.AddDealUnit(w.ctx, q.AddDealUnitParams{CentreID: w.centre(), DealID: res.Deal, UnitID: u.ID, PriceMinor: line.Price.Minor}); err != nil {
			return err
		}
	}
	return nil
}

// checkTerms finds every fault of the terms at once and works them out. It fills in what the house knows of their programmes; what
// the deal itself holds of their budgets does not count against it.
func (w *work) checkTerms(r *TermsRequest, dealID string) (money.Amount, lease.Offer, error) {
	var f errs.Faults
	if r.ExpiresOn < w.today {
		f.Add("expires_on", "the quote would have expired on {day}", "day", r.ExpiresOn).Because("choose {today} or later", "today", w.today)
	}
	if r.StartsOn != 0 && r.StartsOn < w.today {
		f.Add("starts_on", "the planned delivery {day} is past", "day", r.StartsOn).Because("choose {today} or later", "today", w.today)
	}
	if len(r.Units) > 100 {
		f.Add("units", "a deal has at most {most} units", "most", 100)
		return money.Amount{}, lease.Offer{}, f.Err()
	}
	seen := map[string]bool{}
	for i, u := range r.Units {
		if seen[u.Unit] {
			f.Add(fmt.Sprintf("units[%d].unit", i), "this unit is in the deal twice")
		}
		seen[u.Unit] = true
		row, err := w.tx.Unit(w.ctx, q.UnitParams{CentreID: w.centre(), ID: u.Unit})
		switch unit := unitOf(row, q.Claim{}); {
		case store.None(err):
			f.Add(fmt.Sprintf("units[%d].unit", i), "there is no unit {id}", "id", u.Unit).Because("choose a unit from the centre")
		case err != nil:
			return money.Amount{}, lease.Offer{}, err
		case !unit.Here():
			f.Add(fmt.Sprintf("units[%d].unit", i), "{unit} is {state}", "unit", unitLabel(unit), "state", unit.Supply.Label()).Because("choose a unit from the centre")
		}
	}
	err := w.look(&r.LeaseRequest, r.currency(), dealID)
	if err != nil && !errs.Is(err, errs.Invalid) {
		return money.Amount{}, lease.Offer{}, err
	}
	f.Take("", err)
	price, offer, err := r.Offer(r.StartsOn)
	if err != nil && !errs.Is(err, errs.Invalid) {
		return price, offer, err
	}
	f.Take("", err)
	if err == nil {
		w.checkReach(&f, *r, price, offer.Signed())
	}
	return price, offer, f.Err()
}

// rentalsMost is how many rentals a deal may have.
const rentalsMost = 600

// checkReach refuses terms that reach beyond what cover is computed for: a hundred years, and the largest amount of the books.
func (w *work) checkReach(f *errs.Faults, r TermsRequest, price money.Amount, s lease.Schedule) {
	years, most := guarantee.MaxDays/365, money.Of(money.MaxMinor, price.Currency)
	switch {
	case r.Count > rentalsMost && r.Kind == "lease":
		f.Add("count", "a deal has at most {most} rentals", "most", rentalsMost).Because("take fewer rentals")
	case r.StartsOn.Sub(w.today) > guarantee.MaxDays/2:
		f.Add("starts_on", "the planned delivery is more than {n} years away", "n", years/2).Because("choose the day on which the units can really be there")
	case max(w.today, lastDue(s)).Sub(w.today) > guarantee.MaxDays:
		f.Add("count", "the deal would run for more than {n} years", "n", years).Because("take fewer rentals")
	}
	if price.Minor+s.TotalInterest.Minor > money.MaxMinor {
		f.Add("units", "price and interest come to more than {most}", "most", most).Because("lower the price, or make several deals")
	}
}

// customer reads a party that may buy or lease.
func (w *work) customer(partyID string) (q.Party, error) {
	p, err := w.tx.Party(w.ctx, partyID)
	var f errs.Faults
	switch {
	case store.None(err):
		f.Add("customer", "there is no party {id}", "id", partyID).Because("register the customer first")
	case err != nil:
		return p, err
	case !hasRole(p, "customer"):
		f.Add("customer", "{name} is not a customer", "name", p.Name).Because("give it the role customer first")
	}
	return p, f.Err()
}

// nextDealNr counts up from D-10001.
func (w *work) nextDealNr() (string, error) {
	newest, err := w.tx.NewestDealNr(w.ctx, w.centre())
	if err != nil {
		return "", err
	}
	if newest == "D-99999" { // as text, no number with more digits comes after it
		long, err := w.tx.NewestLongDealNr(w.ctx, w.centre())
		if err != nil {
			return "", err
		}
		newest = orText(long, newest)
	}
	n := 10000
	if newest != "" {
		if _, err := fmt.Sscanf(strings.TrimPrefix(newest, "D-"), "%d", &n); err != nil {
			return "", err
		}
	}
	if n >= 999999 {
		return "", errs.New(errs.TooLarge, "the numbers of deals are used up")
	}
	return fmt.Sprintf("D-%d", n+1), nil
}

func lastDue(s lease.Schedule) day.Date {
	var last day.Date
	for _, r := range s.Rows {
		last = max(last, r.DueOn)
	}
	return last
}

// deal reads a deal of this centre.
func (w *work) deal(dealID string) (q.Deal, error) {
	d, err := w.tx.Deal(w.ctx, q.DealParams{CentreID: w.centre(), ID: dealID})
	return d, store.Missing(err, dealID)
}

// freeUnits ends the claims that a deal holds.
func (w *work) freeUnits(dealID, why string) error {
	units, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: dealID})
	if err != nil {
		return err
	}
	for _, line := range units {
		c, err := w.tx.ActiveClaim(w.ctx, q.ActiveClaimParams{CentreID: w.centre(), UnitID: line.UnitID})
		if store.None(err) || (err == nil && c.DealID != dealID) {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := w.tx.EndClaim(w.ctx, q.EndClaimParams{CentreID: w.centre(), ID: c.ID, EndedUs: w.now(), EndedWhy: why}); err != nil {
			return err
		}
	}
	return nil
}
