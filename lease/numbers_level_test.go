package lease_test

import (
	"strings"

	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// capRule is the one of the handbook: 4 percent up to a key rate of 8, else half of it.
var capRule = stateProgramme(lease.UpFront).Cap

// other is another case of the file, computed in the same mode.
func (c *number) other(id string) *number {
	var file struct{ Numbers []number }
	given(c.T, "lease/numbers.json", &file)
	for _, o := range file.Numbers {
		if o.ID == id {
			o.T, o.mode, o.read, o.met = c.T, c.mode, map[string]bool{}, map[string]bool{}
			return &o
		}
	}
	c.Fatalf("no case %s", id)
	return nil
}

// levelNumbers runs programmes: caps of key rates, or a quote at a base rate with what levels it.
func levelNumbers(c *number) {
	c.refersTo(c.text("case", "contract", "quote"))
	if !c.has("financed", "price", "base_rate_pct", "gap", "gap_up_front") {
		c.caps()
		return
	}
	if c.has("gap", "gap_up_front", "subsidy") {
		c.limits()
		return
	}
	ask := lease.Ask{SignedOn: start, Terms: c.levelTerms(), Indicators: map[string]money.Rate{}}
	if c.has("customer_rate_pct") {
		r := c.rate("customer_rate_pct")
		ask.CustomerRate = &r
	}
	ask.Programmes = []lease.Programme{c.programme(ask.Terms)}
	if c.has("key_rate_pct") {
		ask.Indicators["key rate"] = c.rate("key_rate_pct")
		ask.Programmes[0].Cap = capRule
	}
	if budget := c.amount("EUR", "budget", "budget_left"); budget.Minor > 0 {
		ask.Left = map[string]int64{"p": budget.Minor}
	}
	q, err := lease.LevelRate(ask)
	if errs.Is(err, errs.Refused) {
		c.is("refused", "true")
		c.is("allowed", "false")
		limit, _, _ := ask.Programmes[0].CapOn(start, ask.Indicators)
		c.isNear("cap_pct", 100*limit.Fraction())
		c.short(ask)
		return
	}
	if err != nil {
		c.Fatal(err)
	}
	c.levelled(q, ask)
}

// short compares what a sponsor pays of a gap that its limits do not cover.
func (c *number) short(ask lease.Ask) {
	free := ask
	p := ask.Programmes[0]
	most, _, err := p.Most(ask.Terms.Price, ask.Terms.Financed(), c.mode)
	if err != nil {
		c.Fatal(err)
	}
	p.LimitAmount, p.LimitPct, p.Cap = money.Amount{}, money.Rate{}, lease.CapRule{}
	free.Programmes, free.Left = []lease.Programme{p}, nil
	q, err := lease.LevelRate(free)
	if err != nil {
		c.Fatal(err)
	}
	pays := money.Of(min(most.Minor, q.GapUpFront.Minor), most.Currency)
	for _, key := range []string{"subsidy", "sponsor_pays", "paid"} {
		c.is(key, pays.Decimal())
	}
	for _, key := range []string{"rest", "unfunded", "left", "remaining_gap"} {
		c.is(key, money.Of(q.GapUpFront.Minor-pays.Minor, most.Currency).Decimal())
	}
	c.is("gap_up_front", q.GapUpFront.Decimal())
	c.is("customer_rental", q.Schedule.Rental.Decimal())
	c.is("base_rental", q.Base.Rental.Decimal())
}

// caps compares the caps of some values of the key rate, and whether a rate passes.
func (c *number) caps() {
	var caps []string
	p := lease.Programme{ID: "p", Sponsor: "s", Formula: lease.BuyDown, Pays: lease.UpFront, Cap: capRule}
	wants := []any{c.Outputs["cap_pct"]}
	if list, ok := wants[0].([]any); ok {
		wants = list
	}
	passes := []string{}
	for i, key := range c.list("key_rate_pct") {
		value := c.parseRate(key)
		limit, err := capRule.Rate(value)
		if err != nil {
			c.Fatal(err)
		}
		text := limit.String()
		if i < len(wants) {
			want, _ := wants[i].(string)
			_, decimals, _ := strings.Cut(want, ".")
			text = money.Of(int64(limit.Fraction()*100*1e4+0.5), "CLF").Decimal() // four decimals
			text = text[:len(text)-4+len(decimals)]
			text = strings.TrimSuffix(text, ".")
		}
		caps = append(caps, text)
		if c.has("customer_rate_pct") {
			ok := p.Admits(c.rate("customer_rate_pct"), start, map[string]money.Rate{"key rate": value}) == nil
			passes = append(passes, map[bool]string{true: "allowed", false: "refused"}[ok])
		}
	}
	c.is("cap_pct", strings.Join(caps, ","))
	c.is("result", strings.Join(passes, ","))
}

// limits compares what a sponsor pays of a gap: as far as the lower of its limits goes.
func (c *number) limits() {
	currency := c.currency()
	gap := c.amount(currency, "gap", "gap_up_front", "subsidy")
	price, financed := c.amount(currency, "price"), c.amount(currency, "financed")
	for _, of := range []*money.Amount{&price, &financed} {
		if of.Minor == 0 {
			*of = gap
		}
	}
	p := c.programme(lease.Terms{Price: price})
	if p.Of == "" && !c.has("financed") {
		p.Of = lease.OfPrice
	}
	most, why, err := p.Most(price, financed, c.mode)
	if err != nil {
		c.Fatal(err)
	}
	pays := money.Of(min(most.Minor, gap.Minor), currency)
	for _, key := range []string{"subsidy", "sponsor_pays", "paid"} {
		c.is(key, pays.Decimal())
	}
	for _, key := range []string{"rest", "unfunded", "left"} {
		c.is(key, money.Of(gap.Minor-pays.Minor, currency).Decimal())
	}
	binds := "none"
	if pays.Minor < gap.Minor {
		binds = map[bool]string{true: "percent", false: "amount"}[strings.Contains(why.String(), "percent")]
	}
	c.is("binds", binds)
	c.is("bound_by", binds)
}

func (c *number) levelTerms() lease.Terms {
	r := c.request()
	r.Solve, r.Rate = lease.ForRental, c.rate("base_rate_pct")
	q, err := lease.Solve(r, lease.Reference{})
	if err != nil {
		c.Fatal(err)
	}
	return q.Terms
}

// programme reads the sponsor's side; a buy-down paid up front unless the case says otherwise.
func (c *number) programme(t lease.Terms) lease.Programme {
	p := lease.Programme{ID: "p", Sponsor: "the sponsor", Formula: lease.BuyDown, Pays: lease.UpFront, LimitAmount: c.amount(t.Price.Currency, "limit_amount", "limit"),
		LimitPct: c.rate("limit_pct"), MinRate: c.rate("min_customer_rate_pct", "min_rate_pct"), Points: c.rate("points"), SizePct: c.rate("discount_pct", "size_pct", "subsidy_pct")}
	if of := c.text("limit_of", "of"); of != "" {
		p.Of = lease.Base(of)
	}
	switch formula := c.text("formula", "programme"); {
	case strings.Contains(formula, "advance") || c.has("discount_pct"):
		p.Formula, p.Pays, p.Of = lease.AdvanceDiscount, "", lease.OfPrice
	case strings.Contains(formula, "income") || strings.Contains(formula, "compensation"):
		p.Formula, p.Pays = lease.Compensation, ""
		p.EveryRentals = c.whole("every_rentals")
	case strings.Contains(formula, "month") || strings.Contains(formula, "rental"):
		p.Pays = lease.PerRental
	}
	return p
}

func (c *number) levelled(q lease.Levelled, ask lease.Ask) {
	financed := q.Base.Financed.Minor
	c.is("customer_rental", q.Schedule.Rental.Decimal())
	c.is("base_rental", q.Base.Rental.Decimal())
	c.is("present_value_at_base", money.Of(financed-q.GapUpFront.Minor, q.GapUpFront.Currency).Decimal())
	c.is("gap_up_front", q.GapUpFront.Decimal())
	for _, key := range []string{"gap_per_month", "gap_per_rental", "gap_per_period", "gap_per_quarter"} {
		c.is(key, q.GapPerRental.Decimal())
	}
	for _, key := range []string{"subsidy", "sponsor_pays", "cost"} {
		c.is(key, q.Reliefs[0].Cost.Decimal())
	}
	for _, key := range []string{"customer_rate_pct", "rate_pct"} {
		c.isNear(key, 100*q.CustomerRate.Fraction())
	}
	c.is("allowed", "true")
	c.is("refused", "false")
	c.is("advance_customer", money.Of(ask.Terms.Advance.Minor-q.Reliefs[0].Value.Minor, q.GapUpFront.Currency).Decimal())
	c.isNear("lessor_yield_pct", 100*q.Lessor.Nominal.Fraction())
	c.isNear("lessor_nominal_pct", 100*q.Lessor.Nominal.Fraction())
	c.isNear("lessor_periodic_pct", 100*q.Lessor.Nominal.Fraction()*float64(ask.Terms.EveryMonths)/12)
	c.isNear("lessor_effective_pct", 100*q.Lessor.Effective.Fraction())
	c.isNear("customer_yield_pct", 100*q.Customer.Nominal.Fraction())
	// Paid with each rental, the sponsor's money gives the lessor the same (L7).
	for _, way := range []lease.Programme{{Formula: lease.BuyDown, Pays: lease.PerRental}, {Formula: lease.Compensation}} {
		way.ID, way.Sponsor, way.Cap = "p", "the sponsor", ask.Programmes[0].Cap
		if ask.CustomerRate == nil || q.Reliefs[0].Formula != lease.BuyDown {
			continue
		}
		ask.Programmes = []lease.Programme{way}
		ask.CustomerRate = &q.CustomerRate
		again, err := lease.LevelRate(ask)
		if err != nil {
			c.Fatal(err)
		}
		if got, want := again.Lessor.Nominal.Fraction(), q.Lessor.Nominal.Fraction(); got-want > 1e-6 || want-got > 1e-6 {
			c.Errorf("%s: the lessor earns %v, up front %v", way.Formula, got, want)
		}
	}
}
