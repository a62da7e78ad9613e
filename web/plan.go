package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
)

// plan is what a quote comes to while it is typed.
type plan struct {
	Price    money.Amount
	Schedule lease.Schedule
	Offer    *lease.Offer // seen from all sides; nil for a cash sale
	Pictures []picture
	Missing  *errs.Error  // why there is none yet
	Fields   []desk.Field // of the form, by which what is missing is called
	Headline errs.Text    // of what another question answers
	Tables   []desk.Table
	Gaps     *desk.GapCalendar // drawn above its table
	Exposure *desk.Exposure
	Endings  *desk.ExpiryCalendar
	Deal     string // address that makes a deal of it, "" when this is one
	Wide     bool   // the whole page is the plan
}

// exampleLease is what somebody finds who opens the page without a figure in mind.
var exampleLease = url.Values{"find": {"rental"}, "price": {"185000"}, "price.cur": {"EUR"}, "advance_pct": {"20"}, "rate": {"12"}, "count": {"48"}, "every_months": {"1"},
	"method": {"annuity"}, "timing": {"arrears"}}

func isQuote(c desk.Command) bool {
	_, ok := termsOf(c.NewRequest())
	return ok || c.Describe().Asks
}

// termsOf finds the terms in the request of a quote.
func termsOf(req any) (desk.TermsRequest, bool) {
	switch req := req.(type) {
	case *desk.QuoteRequest:
		return req.TermsRequest, true
	case *desk.RequoteRequest:
		return req.TermsRequest, true
	}
	return desk.TermsRequest{}, false
}

// planOf plans what was typed so far; the verb itself decides later whether it may stand.
func (v *visit) planOf(c desk.Command, typed url.Values) plan {
	in := &reading{visit: v, typed: typed}
	req, err := in.request(c)
	if err != nil {
		return plan{Missing: errs.As(err), Fields: c.Describe().Request}
	}
	var p plan
	switch req := req.(type) {
	case *desk.OfferRequest:
		offer, err := desk.AskOffer.Ask(v.ctx, v.desk, v.actor, *req)
		p = plan{Price: offer.Terms.Price, Schedule: offer.Signed(), Offer: &offer, Missing: errs.As(err), Wide: true}
		if err == nil && v.may(desk.QuoteDeal.Describe()) {
			p.Deal = dealAddress(typed, offer)
		}
	case *desk.QuoteRequest, *desk.RequoteRequest:
		terms, _ := termsOf(req)
		price, offer, err := v.desk.PlanQuote(v.ctx, v.actor, terms)
		p = plan{Price: price, Schedule: offer.Signed(), Missing: errs.As(err)}
		if terms.Kind == "lease" {
			p.Offer = &offer
		}
	default:
		return v.answerOf(c, req)
	}
	p.Fields = c.Describe().Request
	if p.Missing == nil {
		p.Pictures = []picture{paymentPicture(v.lang, p.Schedule), planPicture(v.lang, p.Schedule)}
	}
	return p
}

// answerOf is what a question answers that shows tables.
func (v *visit) answerOf(c desk.Command, req any) plan {
	answer, err := c.Run(v.ctx, v.desk, desk.Call{Actor: v.actor}, req)
	p := plan{Missing: errs.As(err), Fields: c.Describe().Request, Wide: true, Tables: []desk.Table{}}
	if tables, ok := answer.(desk.Answer); ok && err == nil {
		p.Headline, p.Tables = tables.Headline(), append(p.Tables, tables.Tables()...) // no table is still an answer
	}
	switch a := answer.(type) {
	case desk.GapCalendar:
		p.Gaps = &a
	case desk.Exposure:
		p.Exposure = &a
	case desk.ExpiryCalendar:
		p.Endings = &a
	}
	return p
}

// may reports whether the actor's role may do a verb.
func (v *visit) may(s desk.Spec) bool { return slices.Contains(s.Roles, v.actor.Role) }

// dealAddress is the form of a deal filled in with what was worked out: what was typed, and in figures of the deal what was found or
// was typed as a percentage.
func dealAddress(typed url.Values, o lease.Offer) string {
	keep := url.Values{"kind": {"lease"}}
	for name, values := range typed {
		if !strings.HasPrefix(name, "_") && !onlyAsked[strings.TrimSuffix(name, currencyPart)] && slices.ContainsFunc(values, func(s string) bool { return s != "" }) {
			keep[name] = values
		}
	}
	amount := func(name string, a money.Amount) {
		if !a.IsZero() {
			number, currency, _ := strings.Cut(a.String(), " ")
			keep.Set(name, number)
			keep.Set(name+currencyPart, currency)
		}
	}
	amount(rowPath("units", 0)+".price", o.Terms.Price)
	amount("advance", o.Terms.Advance)
	switch o.SolvedFor {
	case lease.ForYield:
		keep.Set("rate", o.Terms.Rate.String())
	case lease.ForTerm:
		keep.Set("count", strconv.Itoa(o.Terms.Count))
	case lease.ForResidual:
		amount("residual", o.Terms.Residual)
	}
	return "/do/" + desk.QuoteDeal.Describe().Name + "?" + keep.Encode()
}

// onlyAsked are figures of the question that a deal has in another form: the price by unit, the advance as an amount, no rental.
var onlyAsked = map[string]bool{"find": true, "price": true, "advance": true, "advance_pct": true, "rental": true}

// paymentPicture draws each payment with the interest in it.
func paymentPicture(l lang.Lang, s lease.Schedule) picture {
	currency := s.Financed.Currency
	p := picture{Title: l.T("What falls due"), Unit: string(currency), Low: true}
	whole, interest := line{Label: l.T("Payment"), Look: "bar", Tone: "accent"}, line{Label: l.T("Interest"), Look: "bar", Tone: "ink"}
	for _, r := range s.Rows {
		if r.Kind == lease.AdvanceRow {
			continue
		}
		p.X = append(p.X, midnight(r.DueOn).Unix())
		whole.Values = append(whole.Values, point(money.Of(r.Payment(), currency)))
		interest.Values = append(interest.Values, point(money.Of(r.Interest, currency)))
	}
	p.Series = []line{whole, interest}
	p.Says = l.T("{interest} of interest in all.", "interest", s.TotalInterest)
	return p
}

// viewTable sets the sides of an offer side by side, year by year: what each pays to the lessor or gets from him.
func viewTable(l lang.Lang, o lease.Offer) desk.Table {
	currency := o.Schedule.Financed.Currency
	t := desk.Table{Title: l.T("Year by year"), Columns: []desk.Head{{Title: l.T("Year"), Kind: store.Text}, {Title: l.T("Customer"), Kind: store.Money}}}
	sides := []lease.View{o.Customer}
	if len(o.Sponsors) > 0 {
		t.Columns = append(t.Columns, desk.Head{Title: l.T("Sponsors"), Kind: store.Money})
		var all lease.View
		for _, s := range o.Sponsors {
			all.Flows = append(all.Flows, s.Flows...)
		}
		sides = append(sides, all)
	}
	t.Columns = append(t.Columns, desk.Head{Title: l.T("Lessor"), Kind: store.Money})
	sides = append(sides, o.Lessor)
	if len(o.Lessor.Flows) == 0 {
		return t
	}
	for year := o.Lessor.Flows[0].On.Year(); year <= lastFlow(sides).Year(); year++ {
		row := []any{strconv.Itoa(year)}
		for _, s := range sides {
			row = append(row, money.Of(paidIn(s, year), currency))
		}
		t.Rows = append(t.Rows, row)
	}
	sum := []any{l.T("In all")}
	for _, s := range sides {
		var all int64
		for _, f := range s.Flows {
			all += f.Minor
		}
		sum = append(sum, money.Of(all, currency))
	}
	t.Rows = append(t.Rows, sum)
	return t
}

func lastFlow(sides []lease.View) day.Date {
	var last day.Date
	for _, s := range sides {
		for _, f := range s.Flows {
			last = max(last, f.On)
		}
	}
	return last
}

func paidIn(v lease.View, year int) int64 {
	var sum int64
	for _, f := range v.Flows {
		if f.On.Year() == year {
			sum += f.Minor
		}
	}
	return sum
}

// called is the label of the field in which a fault is, "" when it is in none.
func (p plan) called(l lang.Lang, f errs.Fault) string {
	name, _, _ := strings.Cut(f.Field, "[")
	for _, field := range p.Fields {
		if field.Name == name {
			return l.T(field.Label)
		}
	}
	return ""
}

// rentals is how many there are.
func (p plan) rentals() int {
	n := 0
	for _, r := range p.Schedule.Rows {
		if r.Kind == lease.RentalRow {
			n++
		}
	}
	return n
}

// paidBy is what a side pays to the lessor in all, without what it got from him.
func paidBy(v lease.View) money.Amount {
	sum := money.Of(0, v.Total.Currency)
	for _, f := range v.Flows {
		sum.Minor += max(f.Minor, 0)
	}
	return sum
}

// gets is what the lessor gets from all sides.
func gets(o lease.Offer) money.Amount {
	sum := paidBy(o.Customer)
	for _, s := range o.Sponsors {
		sum.Minor += s.Total.Minor
	}
	return sum
}

// answer says in one line what was found.
func (p plan) answer(l lang.Lang) string {
	if p.Tables != nil {
		return l.Say(p.Headline)
	}
	rentals := l.T("{n} rentals of {amount}", "n", p.rentals(), "amount", p.Schedule.Rental)
	if least, most := p.span(); least < most {
		rentals = l.T("{n} rentals from {least} to {most}", "n", p.rentals(), "least", money.Of(least, p.Schedule.Rental.Currency), "most", money.Of(most, p.Schedule.Rental.Currency))
	}
	if p.Offer == nil {
		return rentals
	}
	t := p.Offer.Terms
	switch p.Offer.SolvedFor {
	case lease.ForYield:
		return l.T("{rentals} yield {rate} a year", "rentals", rentals, "rate", l.Percent(p.Offer.Yields.Nominal))
	case lease.ForPrice:
		return l.T("{rentals} for a price of {amount}", "rentals", rentals, "amount", t.Price)
	case lease.ForAdvance:
		return l.T("{rentals} after an advance of {amount}", "rentals", rentals, "amount", t.Advance)
	case lease.ForResidual:
		return l.T("{rentals} and a residual value of {amount}", "rentals", rentals, "amount", t.Residual)
	}
	return rentals
}

// span is from the least to the most rental, without the last one, which takes what rounding leaves.
func (p plan) span() (least, most int64) {
	last := p.rentals()
	for _, r := range p.Schedule.Rows {
		if r.Kind != lease.RentalRow {
			continue
		}
		if last--; last == 0 {
			break
		}
		if least == 0 || r.Payment() < least {
			least = r.Payment()
		}
		most = max(most, r.Payment())
	}
	return least, most
}
