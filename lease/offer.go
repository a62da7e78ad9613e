package lease

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// OfferRequest is a quote request with the programmes that level it, and with what it is looked up in where no house is at
// hand: indices, tax codes and values of indicators.
type OfferRequest struct {
	QuoteRequest
	Programmes   []Programme           `json:"programmes,omitempty"`    // in the order in which they apply
	CustomerRate *money.Rate           `json:"customer_rate,omitempty"` // that they shall reach; left out = as low as they go
	SignedOn     day.Date              `json:"signed_on,omitzero"`      // on which caps and validity are checked; zero = the start
	Indicators   map[string]money.Rate `json:"indicators,omitempty"`    // values on that day: {"key rate": "16"}
	Left         map[string]int64      `json:"left_minor,omitempty"`    // of the budgets, by programme; what is not named is not limited
	Indices      []Index               `json:"indices,omitempty"`
	TaxCodes     []TaxCode             `json:"tax_codes,omitempty"`
	AsOf         day.Date              `json:"as_of,omitzero"` // index values up to this day must be there
}

// Offer is a quote seen from all sides: customer + sponsors = lessor, day by day, to the minor unit. Without programmes
// nobody sponsors, and customer and lessor see the same flows.
type Offer struct {
	Quote
	Levelled *Levelled `json:"levelled,omitempty"` // with its own schedule, the one that the customer signs
	Customer View      `json:"customer"`
	Sponsors []View    `json:"sponsors"`
	Lessor   View      `json:"lessor"`
}

// Signed is the schedule that the customer signs.
func (o Offer) Signed() Schedule {
	if o.Levelled != nil {
		return o.Levelled.Schedule
	}
	return o.Schedule
}

// MakeOffer quotes and, where programmes apply, levels the quote. What a quote solves for is solved at the base rate, the
// one that the lessor earns.
//
// Errors: as Solve and LevelRate.
func MakeOffer(req OfferRequest, ref Reference) (Offer, error) {
	ref.Indices = slices.Concat(ref.Indices, req.Indices)
	ref.TaxCodes = slices.Concat(ref.TaxCodes, req.TaxCodes)
	if req.AsOf != 0 {
		ref.AsOf = req.AsOf
	}
	q, err := Solve(req.QuoteRequest, ref)
	if err != nil {
		return Offer{}, err
	}
	o := Offer{Quote: q, Sponsors: []View{}}
	if len(req.Programmes) == 0 {
		if req.CustomerRate != nil {
			var f errs.Faults
			f.Add("customer_rate", "nobody carries the difference to another rate").Because("name a programme, or quote at this rate")
			return Offer{}, f.Err()
		}
		o.Customer, o.Lessor = q.view("customer"), q.view("lessor")
		return o, nil
	}
	ask := Ask{Terms: q.Terms, Programmes: req.Programmes, CustomerRate: req.CustomerRate, SignedOn: req.SignedOn, Indicators: req.Indicators, Left: req.Left, Reference: ref}
	if ask.SignedOn == 0 {
		ask.SignedOn = q.Terms.Start
	}
	levelled, err := LevelRate(ask)
	if err != nil {
		return Offer{}, err
	}
	o.Levelled = &levelled
	o.Customer, o.Sponsors, o.Lessor = levelled.Customer, levelled.Sponsors, levelled.Lessor
	return o, nil
}

// view is the whole of a quote that nobody levels, as one side sees it: the leased unit goes out, rentals and what is left
// at the end come back. Fees, costs and deposits are not part of it, as in a levelled quote.
func (q Quote) view(who string) View {
	v := View{Who: who, Nominal: q.Yields.Nominal, Effective: q.Yields.Effective}
	var flows []Flow
	for _, c := range q.Flows {
		switch c.What {
		case FlowFee, FlowCost, FlowDeposit:
		default:
			flows = append(flows, Flow{On: c.On, Minor: c.Minor})
		}
	}
	v.Flows = gather(flows)
	v.Total = money.Amount{Minor: total(v.Flows), Currency: q.Schedule.Financed.Currency}
	v.Value = money.Amount{Currency: v.Total.Currency}
	return v
}

// ReadOffer reads a request in JSON, as strictly as ReadRequest.
func ReadOffer(text []byte) (OfferRequest, error) { return read[OfferRequest](text) }
