package lease

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// QuoteRequest asks for a quote: all terms but the one that is to be found, which is left out (Q1).
type QuoteRequest struct {
	Solve   Unknown `json:"solve,omitempty"`   // empty = rental
	Product string  `json:"product,omitempty"` // its terms stand where the request says nothing; empty = none
	Terms
	AdvancePct  money.Rate `json:"advance_pct,omitzero"`  // of the price, instead of advance
	ResidualPct money.Rate `json:"residual_pct,omitzero"` // of the price, instead of residual
	MarkupPct   money.Rate `json:"markup_pct,omitzero"`   // a year, instead of rental when the yield is sought
	Version     int        `json:"version,omitempty"`     // 0 = 1
	ExpiresOn   day.Date   `json:"expires_on,omitzero"`
}

// Quote is an answer that is never edited: a change is a new version (Q7). The same request and the same reference give
// the same bytes.
type Quote struct {
	Version   int         `json:"version"`
	ExpiresOn day.Date    `json:"expires_on,omitzero"`
	Product   string      `json:"product_version,omitempty"`  // "seasonal@1"
	Calendar  string      `json:"calendar_version,omitempty"` // "MF@1"
	Index     string      `json:"index_version,omitempty"`    // "key rate@2026-11"
	SolvedFor Unknown     `json:"solved_for"`
	Solution  string      `json:"solution"` // what was found before it was rounded, decimal text
	Terms     Terms       `json:"terms"`    // complete: what was found stands in its place
	Schedule  Schedule    `json:"schedule"`
	Yields    Yields      `json:"yields"`
	Resets    []Reset     `json:"resets,omitempty"` // days on which the rate is fixed anew
	Flows     []CashFlow  `json:"flows"`            // the lessor's money, dated
	Notes     []errs.Text `json:"notes,omitempty"`  // what a reader should know, such as why there is no yield
}

// Rates are one yield said three ways, in percent.
type Rates struct {
	Periodic  money.Rate `json:"periodic"`  // a regular period
	Nominal   money.Rate `json:"nominal"`   // a year, periods times periodic
	Effective money.Rate `json:"effective"` // a year, compounded
}

// Yields are what the rounded flows earn (Q4 to Q6).
type Yields struct {
	Rates
	ByDates money.Rate `json:"by_dates"` // effective, each flow by its days / 365
	AllIn   Rates      `json:"all_in"`   // with fees, costs and deposit
	Markup  money.Rate `json:"markup"`   // (all payments - price) / price / years; beside the yield, never used for interest
}

// CashFlow is money of the lessor on a day: out below zero, in above.
type CashFlow struct {
	On    day.Date `json:"on"`
	Minor int64    `json:"minor"`
	What  FlowKind `json:"what"`
}

// FlowKind says what a flow is for.
type FlowKind string

// The kinds of flows. Those of the balance are the first three.
const (
	FlowFinanced FlowKind = "financed"
	FlowRental   FlowKind = "rental"
	FlowResidual FlowKind = "residual"
	FlowFee      FlowKind = "fee"
	FlowCost     FlowKind = "cost"
	FlowDeposit  FlowKind = "deposit"
)

// Reset is a day on which a floating rate is fixed anew.
type Reset struct {
	On         day.Date   `json:"on"`
	ObservedOn day.Date   `json:"observed_on"`
	Index      money.Rate `json:"index,omitzero"`
	Rate       money.Rate `json:"rate"` // all-in, from this day on
	BoundBy    []Bound    `json:"bound_by,omitempty"`
	Projected  bool       `json:"projected,omitempty"` // lies ahead: the last rate is kept for the plan
}

// Reference is what a quote looks things up in. The zero value knows the built-in products and calendars and no index.
type Reference struct {
	Calendars []*day.Calendar
	Indices   []Index
	Products  []Product
	TaxCodes  []TaxCode
	AsOf      day.Date // values observed up to this day must be there; later ones lie ahead
}

// Index is a row of observed values, such as a key rate.
type Index struct {
	Name    string   `json:"name"`
	Version string   `json:"version"`
	Fixings []Fixing `json:"fixings"`        // by day
	Until   day.Date `json:"until,omitzero"` // a value holds until the next one, up to this day; zero = only on its own day
}

// Fixing is one observed value.
type Fixing struct {
	On          day.Date   `json:"on"`
	Value       money.Rate `json:"value"`
	PublishedOn day.Date   `json:"published_on,omitzero"`
}
