package desk

import (
	"context"
	"maps"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

// OfferRequest asks what a lease comes to, for the customer, the lessor and those who sponsor it. One figure may be left
// out and is found.
type OfferRequest struct {
	Find       string       `json:"find" label:"Find" enum:"@unknowns" help:"This figure is found from the others; leave it empty." optional:""`
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
	for _, a := range []money.Amount{r.Advance, r.Rental, r.Residual} { // a price that is to be found has the currency of what is known
		if price.Currency == "" {
			price.Currency = a.Currency
		}
	}
	if r.StartsOn == 0 {
		r.StartsOn = w.today
	}
	if err := w.look(&r.LeaseRequest, price.Currency, ""); err != nil {
		return lease.Offer{}, err
	}
	terms, err := r.terms(price, r.Advance, r.StartsOn)
	if err != nil {
		return lease.Offer{}, err
	}
	terms.Rental = r.Rental
	return r.offer(lease.OfferRequest{QuoteRequest: lease.QuoteRequest{Solve: lease.Unknown(r.Find), Terms: terms, AdvancePct: r.AdvancePct}})
}

// PlanQuote works out what a quote comes to while it is typed; a cash sale has a schedule and no sides.
func (d *Desk) PlanQuote(ctx context.Context, actor Actor, r TermsRequest) (price money.Amount, o lease.Offer, err error) {
	if err := allow(actor, "deal.quote", staff); err != nil {
		return price, o, err
	}
	err = d.read(ctx, actor, func(w *work) error {
		if err := w.look(&r.LeaseRequest, r.currency(), ""); err != nil {
			return err
		}
		price, o, err = r.Offer(r.StartsOn)
		return err
	})
	return price, o, err
}

// WorkOut answers a request in the words of the lease itself. A programme that has only an id is one of the house, and the
// house's indices stand beside those of the request. The house is not held while it reckons.
//
// Errors: as lease.MakeOffer; Forbidden.
func (d *Desk) WorkOut(ctx context.Context, actor Actor, req lease.OfferRequest) (o lease.Offer, err error) {
	if err := allow(actor, AskOffer.Name, AskOffer.Roles); err != nil {
		return o, err
	}
	known := LeaseRequest{Product: req.Product, FloatIndex: req.Floating.Index}
	at := map[int]int{} // places of the house's programmes among those of the request
	for i, p := range req.Programmes {
		if p.Formula == "" {
			at[len(known.Programmes)] = i
			known.Programmes = append(known.Programmes, p.ID)
		}
	}
	ref := lease.Reference{}
	err = d.read(ctx, actor, func(w *work) error {
		ref.AsOf = w.today
		return w.look(&known, req.Price.Currency, "")
	})
	if err != nil {
		return o, err
	}
	left := map[string]int64{} // of budgets that the request knows, and over them those of the house
	maps.Copy(left, req.Left)
	maps.Copy(left, known.Levelling.Left)
	for n, p := range known.Levelling.Programmes {
		req.Programmes[at[n]] = p
	}
	req.Left, ref.Indices = left, known.Levelling.Indices
	if req.Indicators == nil {
		req.Indicators = known.Levelling.Indicators
	}
	return lease.MakeOffer(req, ref)
}

// Plan plans complete terms with the house's indices. Errors: as lease.Reference.Plan; Forbidden.
func (d *Desk) Plan(ctx context.Context, actor Actor, terms lease.Terms) (s lease.Schedule, err error) {
	if err := allow(actor, AskOffer.Name, AskOffer.Roles); err != nil {
		return s, err
	}
	ref := lease.Reference{}
	err = d.read(ctx, actor, func(w *work) (err error) {
		ref.AsOf = w.today
		ref.Indices, err = w.indices()
		return err
	})
	if err != nil {
		return s, err
	}
	return ref.Plan(terms)
}
