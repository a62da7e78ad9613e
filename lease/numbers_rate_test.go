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
	case strings.Contains(c.text("rounding"), "12 significant digits"):
		progressiveNumbers(c)
	default:
		limitNumbers(c)
	}
}

// limitNumbers are all-in rates. Every index value starts from the same previous rate.
func limitNumbers(c *number) {
	f := lease.Floating{Index: "key_rate", Multiplier: c.text("multiplier"), Spread: c.rate("spread_pct"), PeriodLimit: c.rate("period_limit_pct"),
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
	rate, err := code.On(day.MustParse(c.text("supply_date", "date", "due_on")))
	if err != nil {
		c.Fatal(err)
	}
	return rate
}

func taxNumbers(c *number) {
	rate := c.dated()
	must := func(a money.Amount, err error) money.Amount {
		if err != nil {
			c.Fatal(err)
		}
		return a
	}
	if net := c.amount("EUR", "net", "rental_net"); net.Minor != 0 {
		tax := must(lease.TaxOn(net, rate, c.mode))
		c.is("tax", tax.Decimal())
		c.is("gross", must(net.Add(tax)).Decimal())
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
}
