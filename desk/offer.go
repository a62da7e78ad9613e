package desk

import (
	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// OfferRequest asks what a lease comes to, for the customer, the lessor and those who sponsor it. One figure may be left
// out and is found.
type OfferRequest struct {
	Find       string       `json:"find" label:"Find" enum:"rental|yield|price|advance|residual|term" help:"This figure is found from the others; leave it empty." optional:""`
	Price      money.Amount `json:"price" label:"Price" optional:""`
	AdvancePct money.Rate   `json:"advance_pct" label:"Advance" unit:"% of the price" optional:""`
	Advance    money.Amount `json:"advance" label:"Advance as an amount" optional:""`
	Rental     money.Amount `json:"rental" label:"Rental" help:"Only when another figure is to be found." optional:""`
	StartsOn   day.Date     `json:"starts_on" label:"Delivery" optional:""`
	LeaseRequest
}

// AskOffer answers what a lease comes to. Nothing is reserved and nothing is written.
var AskOffer = question(Spec{Name: "lease.quote", Title: "Work out a lease", Help: "Every figure is live: the rentals, what the customer pays, what the lessor earns, what a sponsor gives. Nothing is written.",
	Roles: staff}, func(w *work, req OfferRequest) (lease.Offer, error) { return w.offer(req) })

func (w *work) offer(r OfferRequest) (lease.Offer, error) {
	price := r.Price
	if price.Currency == "" { // to be found: the currency comes from what is known
		for _, a := range []money.Amount{r.Advance, r.Rental, r.Residual} {
			if a.Currency != "" {
				price.Currency = a.Currency
			}
		}
	}
	if r.StartsOn == 0 {
		r.StartsOn = w.today
	}
	terms, err := r.terms(price, r.Advance, r.StartsOn)
	if err != nil {
		return lease.Offer{}, err
	}
	terms.Rental = r.Rental
	offer, err := lease.MakeOffer(lease.OfferRequest{QuoteRequest: lease.QuoteRequest{Solve: lease.Unknown(r.Find), Product: r.Product, Terms: terms, AdvancePct: r.AdvancePct}}, lease.Reference{})
	return offer, named(err)
}
