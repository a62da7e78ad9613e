package lease

import (
	"cmp"
	"math/big"
	"strings"

	"kontor/errs"
	"kontor/money"
)

// Solve finds the unknown of a request and makes the quote.
//
// Errors: Invalid with every fault of the request; Refused when there is no solution, or not one alone, with the reason
// and the way out.
func Solve(req QuoteRequest, ref Reference) (Quote, error) {
	s, err := ref.complete(req)
	if err != nil {
		return Quote{}, err
	}
	if err := s.solve(); err != nil {
		return Quote{}, errs.As(err).In("lease.quote")
	}
	return s.quote()
}

// solving is a quote in the making.
type solving struct {
	ref      Reference
	req      QuoteRequest // with the product's terms in it and the usual words where it had none
	product  Product
	solution string
}

// complete puts the product's terms into a request, makes amounts of percentages, and checks that exactly one number is
// left out.
func (ref Reference) complete(req QuoteRequest) (*solving, error) {
	s := &solving{ref: ref, req: req}
	s.req.Solve = cmp.Or(req.Solve, ForRental)
	if req.Product != "" {
		product, err := ref.product(req.Product)
		if err != nil {
			return nil, err
		}
		s.product = product
		s.req.fill(product)
	}
	r := &s.req
	r.Method, r.Timing, r.EveryMonths = cmp.Or(r.Method, Annuity), cmp.Or(r.Timing, InArrears), cmp.Or(r.EveryMonths, 1)
	if r.Count == 0 {
		r.Count = r.shapeCount()
	}
	var f errs.Faults
	checkWord(&f, "solve", r.Solve, Unknowns)
	checkPercent(&f, "advance_pct", r.AdvancePct)
	checkPercent(&f, "residual_pct", r.ResidualPct)
	r.checkGiven(&f)
	if err := f.Err(); err != nil {
		return nil, err
	}
	if r.Solve != ForPrice {
		r.percentages()
	}
	return s, nil
}

// checkGiven checks that what is sought is left out and that the rest is there.
func (r *QuoteRequest) checkGiven(f *errs.Faults) {
	given := map[Unknown]bool{ForRental: r.Rental != money.Amount{}, ForYield: !r.Rate.IsZero(), ForPrice: r.Price != money.Amount{},
		ForAdvance: r.Advance != money.Amount{} || !r.AdvancePct.IsZero(), ForResidual: r.Residual != money.Amount{} || !r.ResidualPct.IsZero(),
		ForTerm: r.Count != 0}
	field := map[Unknown]string{ForYield: "rate", ForTerm: "count"}
	if given[r.Solve] {
		f.Add(cmp.Or(field[r.Solve], string(r.Solve)), "this is what the quote solves for").Because("leave it out, or solve for another number")
	}
	both := func(a bool, percent money.Rate, field string) {
		if a && !percent.IsZero() {
			f.Add(field, "an amount and a percentage are given").Because("leave one of them out")
		}
	}
	both(r.Advance != money.Amount{}, r.AdvancePct, "advance_pct")
	both(r.Residual != money.Amount{}, r.ResidualPct, "residual_pct")
	both(r.Rental != money.Amount{}, r.MarkupPct, "markup_pct")
	if !r.MarkupPct.IsZero() && r.Solve != ForYield {
		f.Add("markup_pct", "a mark-up is given only when the yield is sought").Because("leave it out")
	}
	if r.Version < 0 {
		f.Add("version", "versions count from 1")
	}
	if r.Solve == ForRental {
		return
	}
	if !given[ForRental] && r.MarkupPct.IsZero() {
		f.Add("rental", "the rental is needed to solve for another number")
	}
	if r.Rental.Minor < 0 || r.Rental != (money.Amount{}) && r.Rental.Minor == 0 {
		f.Add("rental", "the amount is more than nothing")
	}
	if r.Method != Annuity {
		f.Add("method", "only an annuity has a level rental to solve from").Because("choose {words}", "words", string(Annuity))
	}
	if r.Solve != ForPrice && r.Solve != ForYield {
		return
	}
	if r.Floating.Index != "" || len(r.RateSteps) > 0 {
		if r.Solve == ForYield {
			f.Add("rate", "a rate that moves cannot be solved for").Because("leave out the steps or the index")
		}
	}
	if r.Solve == ForPrice && len(r.Draws) > 0 {
		f.Add("draws", "what is drawn fixes the price").Because("leave the draw-downs out")
	}
}

// percentages makes amounts of percentages of the price.
func (r *QuoteRequest) percentages() {
	if !r.AdvancePct.IsZero() {
		r.Advance = money.Amount{Minor: r.percentOf(r.AdvancePct), Currency: r.Price.Currency}
	}
	if !r.ResidualPct.IsZero() {
		r.Residual = money.Amount{Minor: r.percentOf(r.ResidualPct), Currency: r.Price.Currency}
	}
	r.AdvancePct, r.ResidualPct = money.Rate{}, money.Rate{}
}

func (r *QuoteRequest) percentOf(percent money.Rate) int64 {
	num, den := percent.Ratio()
	share, err := r.Price.MulRat(num, den, r.Rounding)
	if err != nil {
		return 0 // a price beyond the books is a fault of its own
	}
	return share.Minor
}

func (s *solving) solve() error {
	switch s.req.Solve {
	case ForYield:
		return s.yield()
	case ForPrice:
		return s.price()
	case ForAdvance:
		return s.advance()
	case ForResidual:
		return s.residual()
	case ForTerm:
		return s.term()
	}
	return nil
}

// lines lays a plan out and gives its balance at the end for nothing financed, what each unit financed adds to it, and
// what each unit of rental takes from it; all exact, before any rounding.
func (s *solving) lines(t Terms) (p *plan, fixed, each, rental *big.Float, err error) {
	if p, err = s.ref.plan(t, false); err != nil {
		return nil, nil, nil, nil, err
	}
	fixed, rental = p.line(0, from(0))
	if rental.Sign() == 0 {
		return nil, nil, nil, nil, errs.New(errs.Refused, "no rental of the shape is level: the rental given decides nothing").
			Because("make a row of the kind level, or solve for the rental")
	}
	one, _ := p.line(0, from(1))
	return p, fixed, one.Sub(one, fixed), rental, nil
}

// residual is what is left at the end: a - b L.
func (s *solving) residual() error {
	t := s.req.Terms
	p, fixed, each, rental, err := s.lines(t)
	if err != nil {
		return err
	}
	x := each.Mul(each, from(p.drawnAtStart()))
	x.Add(x, fixed).Sub(x, rental.Mul(rental, from(t.Rental.Minor)))
	s.solution = decimal(x, t.Price.Currency)
	if x.Sign() < 0 {
		return errs.New(errs.Refused, "the rentals pay off more than is financed: no residual is left").
			Because("lower the rental or the number of rentals")
	}
	minor, err := roundFloat(x, t.Rounding)
	if err != nil || minor > p.financed {
		return errs.New(errs.Refused, "the rentals pay less than the interest: the residual would be more than is financed").
			Because("raise the rental or lower the rate")
	}
	s.req.Residual = p.amount(minor)
	return nil
}

// advance is what need not be financed.
func (s *solving) advance() error {
	t := s.req.Terms
	if err := s.noPercentRows(); err != nil {
		return err
	}
	p, fixed, each, rental, err := s.lines(t)
	if err != nil {
		return err
	}
	x := rental.Mul(rental, from(t.Rental.Minor))
	x.Sub(x, fixed).Quo(x, each) // what the rentals can finance
	x.Sub(from(p.financed), x)
	s.solution = decimal(x, t.Price.Currency)
	minor, err := roundFloat(x, t.Rounding)
	if err != nil || minor >= t.Price.Minor {
		return errs.New(errs.Refused, "the rentals do not finance anything").Because("raise the rental or the number of rentals")
	}
	if minor < 0 {
		return errs.New(errs.Refused, "the rentals finance {amount} more than the price", "amount", p.amount(-minor)).
			Because("lower the rental or the number of rentals, or solve for the price")
	}
	s.req.Advance = p.amount(minor)
	return nil
}

// price is what the rentals finance, with the advance and without the fees that are financed; percentages of the price
// move with it.
func (s *solving) price() error {
	t := s.req.Terms
	if err := s.noPercentRows(); err != nil {
		return err
	}
	slope, constant := new(big.Float).Add(from(1), s.ofPrice()), from(s.besidePrice(t))
	t.Price = money.Amount{Minor: money.MaxMinor, Currency: t.Rental.Currency} // stands in while the plan is laid out
	t.Advance, t.Fees = money.Amount{}, nil
	p, fixed, each, rental, err := s.lines(t)
	if err != nil {
		return err
	}
	x := rental.Mul(rental, from(t.Rental.Minor))
	x.Sub(x, fixed).Sub(x, constant.Mul(constant, each))
	slope.Mul(slope, each).Sub(slope, exactShare(s.req.ResidualPct))
	if slope.Sign() <= 0 {
		return errs.New(errs.Refused, "the residual takes more than the price brings: there is no price").Because("lower the residual or the rate")
	}
	x.Quo(x, slope)
	s.solution = decimal(x, t.Rental.Currency)
	minor, err := roundFloat(x, t.Rounding)
	if err != nil || minor < 1 {
		return errs.New(errs.Refused, "the rentals do not finance anything").Because("raise the rental or the number of rentals")
	}
	s.req.Price = p.amount(minor)
	if s.req.percentages(); s.req.Financed().Minor < 1 {
		return errs.New(errs.Refused, "the rentals do not finance anything").Because("raise the rental or the number of rentals")
	}
	return nil
}

// ofPrice is what of the price is financed beside the price itself, as a share of it.
func (s *solving) ofPrice() *big.Float {
	x := from(0)
	x.Sub(x, exactShare(s.req.AdvancePct))
	for _, f := range s.req.Fees {
		if f.When == Financed {
			x.Add(x, exactShare(f.Percent))
		}
	}
	return x
}

// besidePrice is what is financed whatever the price.
func (s *solving) besidePrice(t Terms) int64 {
	minor := -t.Advance.Minor
	for _, f := range t.Fees {
		if f.When == Financed {
			minor += f.Amount.Minor
		}
	}
	return minor
}

func exactShare(r money.Rate) *big.Float {
	x := ratioOf(r)
	return new(big.Float).SetPrec(precision).Quo(from(x.num), from(x.den))
}

// noPercentRows refuses rows that depend on what is sought.
func (s *solving) noPercentRows() error {
	for i, r := range s.req.Shape {
		if r.Kind == PercentRentals {
			var f errs.Faults
			f.Add(fieldAt("shape", i, "kind"), "a percentage of the financed amount cannot be told while that is sought").Because("write an amount or a factor")
			return f.Err()
		}
	}
	return nil
}

// decimal writes a number of minor units in full: six digits more than the currency has.
func decimal(minor *big.Float, currency money.Currency) string {
	const more = 6
	fine := from(1_000_000)
	if fine.Mul(fine, minor).IsInf() {
		return ""
	}
	half := big.NewFloat(0.5)
	if minor.Sign() < 0 {
		half.Neg(half)
	}
	n, _ := fine.Add(fine, half).Int(nil)
	sign, digits := "", n.Text(10)
	if n.Sign() < 0 {
		sign, digits = "-", digits[1:]
	}
	places := currency.Exponent() + more
	if short := places + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	return sign + digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}
