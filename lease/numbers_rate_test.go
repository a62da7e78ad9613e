package lease_test

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/lease"
	"kontor/money"
)

func floatingNumbers(c *number) {
	switch {
	case c.has("pieces"):
		pieceNumbers(c)
	case c.has("look_back_days", "reset_date"):
		observationNumbers(c)
	default:
		limitNumbers(c)
	}
}

// limitNumbers are all-in rates. Every index value starts from the same previous rate.
func limitNumbers(c *number) {
	f := lease.Floating{Index: "key rate", Multiplier: c.text("multiplier"), Spread: c.rate("spread_pct"), PeriodLimit: c.rate("period_limit_pct"),
		Cap: c.rate("cap_pct"), Floor: c.rate("floor_pct")}
	previous := c.rate("previous_rate_pct")
	var rates []string
	var bounds [][]lease.Bound
	key := "key_rate_pct"
	if !c.has(key) {
		key = "index_pct"
	}
	for _, value := range c.list(key) {
		rate, by, err := f.AllIn(c.parseRate(value), previous, !c.has("previous_rate_pct"))
		if err != nil {
			c.Fatal(err)
		}
		rates, bounds = append(rates, rate.String()), append(bounds, by)
	}
	c.isRates("rate_pct", rates)
	c.areBounds("flag", bounds)
}

// observationNumbers are the days on which an index is looked at for a reset (L2).
func observationNumbers(c *number) {
	reset := day.MustParse(c.text("reset_date", "reset_on"))
	index := lease.Index{Name: "key rate", Until: day.Max, Fixings: []lease.Fixing{{On: reset - 400, Value: money.MustParseRate("10")}}}
	q, err := lease.Solve(lease.QuoteRequest{Terms: lease.Terms{Price: money.Of(100_000_00, "EUR"), Rate: money.MustParseRate("10"), Count: 24, Start: reset.AddMonths(-6),
		Floating: lease.Floating{Index: "key rate", EveryMonths: 12, FirstReset: reset, LookBackDays: c.whole("look_back_days"), IndexCalendar: c.text("calendar")}}},
		lease.Reference{Indices: []lease.Index{index}, AsOf: reset})
	if err != nil {
		c.Fatal(err)
	}
	for _, key := range []string{"observed_on", "observation_date", "observe_on"} {
		c.is(key, q.Resets[0].ObservedOn.String())
	}
}

// isRates compares rates as numbers: 4.0 is 4.
func (c *number) isRates(key string, got []string) {
	want, ok := c.Outputs[key]
	if !ok {
		return
	}
	c.met[key] = true
	list, many := want.([]any)
	if !many {
		list = []any{want}
	}
	var texts []string
	for _, x := range list {
		texts = append(texts, c.parseRate(x).String())
	}
	if !slices.Equal(got, texts) {
		c.Errorf("%s: got %v, want %v", key, got, texts)
	}
}

// areBounds compares what held a rate back; the handbook has two words for the bounds of life, and may say none.
func (c *number) areBounds(key string, got [][]lease.Bound) {
	want, ok := c.Outputs[key]
	if !ok {
		return
	}
	c.met[key] = true
	list, many := want.([]any)
	if !many {
		list = []any{want}
	}
	words := map[string]lease.Bound{"capped": lease.LifeCap, "cap": lease.LifeCap, "floored": lease.LifeFloor, "floor": lease.LifeFloor}
	for i, x := range list {
		var bounds []lease.Bound
		text, _ := x.(string)
		for part := range strings.SplitSeq(text, ", ") {
			if word, ok := words[part]; ok {
				part = string(word)
			}
			if part != "" && part != "none" {
				bounds = append(bounds, lease.Bound(part))
			}
		}
		if i >= len(got) || !slices.Equal(got[i], bounds) {
			c.Errorf("%s %d: got %v, want %v", key, i, got, bounds)
		}
	}
}

// pieceNumbers are interest of one period at several rates.
func pieceNumbers(c *number) {
	balance, from := c.amount("EUR", "balance", "principal"), day.MustOf(2023, 1, 1)
	count, err := day.ParseCount(c.text("day_count"))
	if err != nil {
		c.Fatal(err)
	}
	var pieces []lease.Accrual
	for _, x := range c.list("pieces") {
		piece := x.(map[string]any)
		to := from.Add(int(piece["days"].(float64)))
		pieces = append(pieces, lease.Accrual{Balance: balance, Rate: c.parseRate(piece["rate_pct"]), From: from, To: to})
		from = to
	}
	interest, err := lease.Interest(day.Counter{Count: count}, c.mode, pieces...)
	if err != nil {
		c.Fatal(err)
	}
	c.is("interest", interest.Decimal())
}

// dated makes a tax code of rates by day, or of the one rate that holds always.
func (c *number) dated() money.Rate {
	if !c.has("rates") {
		return c.rate("rate_pct")
	}
	code := lease.TaxCode{Code: "tax"}
	for _, x := range c.list("rates") {
		r := x.(map[string]any)
		code.Rates = append(code.Rates, lease.TaxRate{From: day.MustParse(r["from"].(string)), Rate: c.parseRate(r["rate_pct"])})
	}
	rate, err := code.On(day.MustParse(c.text("supply_date", "supply_on", "date_of_supply", "date", "due_on", "on")))
	if err != nil {
		c.Fatal(err)
	}
	return rate
}

// changed makes a tax code of a rate that another follows from a day on, as cases with an old and a new rate say it.
func (c *number) changed() bool {
	if !c.has("old_rate_pct", "new_rate_pct") {
		return false
	}
	from := c.text("new_rate_from", "change_on", "changed_on", "changes_on", "from")
	c.Inputs["rates"] = []any{map[string]any{"from": "0001-01-01", "rate_pct": c.text("old_rate_pct")}, map[string]any{"from": from, "rate_pct": c.text("new_rate_pct")}}
	return true
}

func taxNumbers(c *number) {
	c.changed()
	if c.has("lines", "nets") {
		c.taxLines()
		return
	}
	rate := c.dated()
	must := func(a money.Amount, err error) money.Amount {
		if err != nil {
			c.Fatal(err)
		}
		return a
	}
	if net := c.amount("EUR", "net", "rental_net", "rental", "credit_net", "amount_net"); net.Minor != 0 {
		tax := must(lease.TaxOn(net, rate, c.mode))
		c.isAny(tax.Decimal(), "tax", "credit_tax", "tax_credited")
		c.is("gross", must(net.Add(tax)).Decimal())
		c.isNear("rate_pct", 100*rate.Fraction())
	}
	if gross := c.amount("EUR", "gross"); gross.Minor != 0 {
		tax := must(lease.TaxIn(gross, rate, c.mode))
		c.is("tax", tax.Decimal())
		c.is("net", must(gross.Sub(tax)).Decimal())
	}
	advance := c.amount("EUR", "advance_gross")
	if advance.Minor == 0 {
		return
	}
	o, err := lease.OffsetAdvance(advance, rate, c.whole("rentals", "instalments"), c.mode)
	if err != nil {
		c.Fatal(err)
	}
	first, last := o[0], o[len(o)-1]
	c.is("tax_in_advance", must(lease.TaxIn(advance, rate, c.mode)).Decimal())
	c.is("offset_gross", first.Gross.Decimal())
	c.is("last_offset_gross", last.Gross.Decimal())
	c.is("offset_tax", first.Tax.Decimal())
	c.is("last_offset_tax", last.Tax.Decimal())
	sum := int64(0)
	for _, x := range o {
		sum += x.Tax.Minor
	}
	c.isAny(money.Of(sum, "EUR").Decimal(), "offset_tax_total", "sum_of_offset_tax")
	c.is("net", must(advance.Sub(must(lease.TaxIn(advance, rate, c.mode)))).Decimal())
}

// taxLines are lines of one invoice, each with its tax rounded once (L12).
func (c *number) taxLines() {
	rate, net, tax := c.dated(), money.Of(0, "EUR"), money.Of(0, "EUR")
	var taxes []string
	for _, key := range []string{"lines", "nets"} {
		for _, x := range c.list(key) {
			text, _ := x.(string)
			line, err := money.ParseIn(text, "EUR")
			if err != nil {
				c.Fatalf("%s: %v", key, err)
			}
			on, err := lease.TaxOn(line, rate, c.mode)
			if err != nil {
				c.Fatal(err)
			}
			taxes, net.Minor, tax.Minor = append(taxes, on.Decimal()), net.Minor+line.Minor, tax.Minor+on.Minor
		}
	}
	c.isAny(strings.Join(taxes, ","), "taxes", "tax_per_line", "tax_by_line")
	c.isAny(tax.Decimal(), "tax", "tax_total", "total_tax", "sum")
	c.isAny(money.Of(net.Minor+tax.Minor, "EUR").Decimal(), "gross", "total", "total_gross")
}
