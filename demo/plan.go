package demo

import (
	"math/rand/v2"

	"kontor/day"
)

// The machines of the house, and how many of them the plan may hand over; the others stand in the yard, are on their
// way, or belong to the stories.
const (
	allMachines  = 200
	mostPlanned  = 142
	leastPlanned = 5
	leftOver     = 46 // for the stories and the yard
)

// yearTarget is what the house delivers in a year, in thousand USD: a weak year, a good one, and then a little less than
// its goal of sixty millions.
func yearTarget(year int) int64 {
	switch year {
	case 2023:
		return 51_000
	case 2024:
		return 41_000
	case 2025:
		return 57_000
	}
	return 50_000
}

// gateTargets spreads the targets of the years over the days on which machines leave.
func (c *chronicle) gateTargets() []int64 {
	inMonth := map[int]int64{}
	month := func(d day.Date) int { return d.Year()*12 + d.Month() }
	for _, g := range c.gates {
		inMonth[month(g)]++
	}
	out := make([]int64, len(c.gates))
	for i, g := range c.gates {
		out[i] = yearTarget(g.Year()) * int64(seasons[g.Month()-1]) / max(inMonth[month(g)], 2)
	}
	return out
}

// trade plans the deals that nothing special is told of.
func (c *chronicle) trade() {
	targets := c.gateTargets()
	total := int64(0)
	for _, t := range targets {
		total += t
	}
	months := c.until.Sub(start) / 30
	planned := min(max(months*7/2, leastPlanned), mostPlanned)
	const mining, small = 2_330_000, 160_000 // what a machine is worth, on average
	big := min(max(int(total-int64(planned)*small)/(mining-small), 1), planned-leastPlanned+1)
	deals := c.drawDeals(total+total/20, planned-big)
	deals = c.assign(deals, targets)
	c.castAll(deals)
	for _, d := range deals {
		c.timetable(d)
		c.strike(d)
	}
}

// lookAhead is among how many of the next deals the one is chosen that fits a gate day best.
const lookAhead = 4

// assign gives deals their gate days, so that what was delivered keeps near to the targets. Deals that find no room are not
// struck; their machines go to the yard.
func (c *chronicle) assign(deals []*contract, targets []int64) []*contract {
	var out []*contract
	delivered, wanted := int64(0), int64(0)
	for i, gate := range c.gates {
		for wanted += targets[i]; len(deals) > 0; {
			best := 0
			for k, d := range deals[:min(lookAhead, len(deals))] {
				if distance(delivered+d.usd(), wanted) < distance(delivered+deals[best].usd(), wanted) {
					best = k
				}
			}
			d := deals[best]
			if len(out) > 0 && distance(delivered+d.usd(), wanted) >= distance(delivered, wanted) { // one leaves on the first day in any case
				break
			}
			deals = append(deals[:best:best], deals[best+1:]...)
			delivered += d.usd()
			c.terms(d)
			d.gate = gate
			out = append(out, d)
		}
	}
	for _, d := range deals {
		c.unsold = append(c.unsold, d.machines...)
	}
	return out
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// usd is what the deal is worth in whole dollars, roughly.
func (d *contract) usd() int64 {
	sum := int64(0)
	for _, u := range d.machines {
		sum += u.usd()
	}
	return sum
}

// drawDeals makes deals of so many smaller machines, and of mining trucks until all are worth so much, in a mixed order.
func (c *chronicle) drawDeals(worth int64, small int) []*contract {
	var deals []*contract
	add := func(d *contract) {
		worth -= d.usd()
		deals = append(deals, d)
	}
	for small > 0 {
		trade, segment, most := c.drawTrade()
		n := min(1+c.rand.IntN(most), small)
		small -= n
		add(c.drawDeal(trade, segment, n))
	}
	for worth > 0 && c.built < allMachines-leftOver {
		add(c.drawDeal("mining", "mining_dump_truck", 1+c.rand.IntN(2)))
	}
	c.rand.Shuffle(len(deals), func(i, k int) { deals[i], deals[k] = deals[k], deals[i] })
	return deals
}

func (c *chronicle) drawTrade() (trade, segment string, most int) {
	switch n := c.rand.IntN(100); {
	case n < 24:
		return "construction", "truck", 2
	case n < 38:
		return "transport", "truck", 3
	case n < 62:
		return "farming", "tractor", 2
	case n < 74:
		return "farming", "implement", 2
	case n < 88:
		return "municipal", "bus", 3
	}
	return "municipal", "municipal", 2
}

func (c *chronicle) drawDeal(trade, segment string, n int) *contract {
	d := &contract{customer: c.drawCustomer(trade), bank: -1}
	m := pick(c.rand, segment)
	if m.usd() > 3_000_000 {
		n = 1
	}
	for range n {
		d.machines = append(d.machines, c.build(m))
	}
	return d
}

// reserved are customers of whom only a story tells.
var reserved = []string{"Alamkut Copper LLP", "Sandhaff Spedition GmbH", "Agrohof Lindenmoor eG"}

func (c *chronicle) drawCustomer(trade string) *company {
	var some []*company
	for _, p := range c.cast.customers {
		kept := false
		for _, name := range reserved {
			kept = kept || p.name == name
		}
		if p.trade == trade && !kept {
			some = append(some, p)
		}
	}
	return some[c.rand.IntN(len(some))]
}

// prices of money by currency, in percent a year.
var rates = map[string][]string{
	"USD": {"7.25", "7.9", "8.4", "8.75", "9.5"},
	"EUR": {"5.4", "5.9", "6.25", "6.8"},
	"RUB": {"14.5", "16", "17.25", "18.9"},
	"CNY": {"4.2", "4.75", "5.1"},
}

func one[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// terms draws how a deal is paid.
func (c *chronicle) terms(d *contract) {
	r, m := c.rand, d.machines[0]
	leased := map[string]int{"mining_dump_truck": 78, "truck": 60, "tractor": 58, "bus": 45, "municipal": 45, "implement": 30}[m.segment]
	d.rate, d.every, d.method, d.timing = one(r, rates[string(m.currency)]...), 1, "annuity", "arrears"
	if r.IntN(3) == 0 {
		d.pay = slack
	}
	d.again = r.IntN(10) == 0
	if r.IntN(100) >= leased {
		d.kind, d.advance = "sale", 100
		if r.IntN(4) == 0 {
			d.advance, d.payDays = 30, one(r, 30, 45, 60)
		}
		return
	}
	d.kind, d.advance, d.count = "lease", one(r, 10, 15, 20, 25), one(r, 24, 36, 36, 48)
	if m.segment == "mining_dump_truck" {
		d.count = one(r, 36, 48, 60)
	}
	if r.IntN(4) == 0 {
		d.method = "linear"
	}
	if r.IntN(6) == 0 {
		d.timing = "advance"
	}
	if m.segment == "truck" || m.segment == "bus" {
		d.residual = one(r, 0, 0, 10, 15)
	}
	if m.segment == "tractor" && r.IntN(2) == 0 {
		d.every, d.count = 3, d.count/3
	}
}

// months is how long a deal runs.
func (d *contract) months() int { return d.count * d.every }

// begins is the day on which a planned deal is handed over, if nothing comes in between.
func (d *contract) begins() day.Date { return d.gate.Add(1) }

// ending is the last day of a planned deal.
func (d *contract) ending() day.Date {
	if d.kind == "sale" {
		return d.begins().Add(d.payDays)
	}
	return d.begins().AddMonths(d.months())
}
