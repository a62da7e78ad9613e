package demo

import (
	"fmt"
	"math/rand/v2"

	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// model is a line of a maker's price list. Makers and models are invented.
type model struct {
	maker    int // place in cast.makers
	name     string
	segment  string
	currency money.Currency
	price    int64 // in whole units of the currency
	hs       string
	serial   string // how serials begin
	wmi      string // how vehicle numbers begin, "" for machines without one
	weight   int    // how often it is asked for
}

var models = []*model{
	{gromadar, "GK-90 dump truck, 90 t", "mining_dump_truck", "USD", 1_080_000, "8704.10", "GK90", "", 4},
	{gromadar, "GK-136 dump truck, 136 t", "mining_dump_truck", "USD", 1_760_000, "8704.10", "GK136", "", 4},
	{gromadar, "GK-240 dump truck, 240 t", "mining_dump_truck", "USD", 3_650_000, "8704.10", "GK240", "", 3},
	{gromadar, "GK-320 dump truck, 320 t", "mining_dump_truck", "USD", 4_920_000, "8704.10", "GK320", "", 1},
	{tarvenik, "TA-6543 tipper 6x4", "truck", "RUB", 9_850_000, "8704.23", "TA65", "Y9T", 4},
	{tarvenik, "TA-5440 tractor unit 4x2", "truck", "RUB", 8_940_000, "8701.21", "TA54", "Y9T", 3},
	{tarvenik, "TA-6317 all-wheel 6x6", "truck", "RUB", 12_400_000, "8704.23", "TA63", "Y9T", 2},
	{zhitnevo, "ZT-922 tractor, 90 hp", "tractor", "USD", 62_500, "8701.93", "ZT92", "", 3},
	{zhitnevo, "ZT-1525 tractor, 155 hp", "tractor", "USD", 98_000, "8701.94", "ZT15", "", 4},
	{zhitnevo, "ZT-2522 tractor, 250 hp", "tractor", "USD", 148_000, "8701.95", "ZT25", "", 3},
	{zhitnevo, "ZT-3535 tractor, 355 hp", "tractor", "USD", 236_000, "8701.95", "ZT35", "", 2},
	{brennhalde, "Brennhalde B7 midi bus", "bus", "EUR", 168_000, "8702.10", "B7", "W9B", 3},
	{brennhalde, "Brennhalde B12 low-floor bus", "bus", "EUR", 248_000, "8702.10", "B12", "W9B", 4},
	{brennhalde, "Brennhalde B18 articulated bus", "bus", "EUR", 372_000, "8702.10", "B18", "W9B", 2},
	{travnorad, "TK Sweeper 6", "municipal", "EUR", 154_000, "8705.90", "TKS", "T9K", 3},
	{travnorad, "TK Refuse 18", "municipal", "EUR", 212_000, "8705.90", "TKR", "T9K", 3},
	{travnorad, "TK Winter 12", "municipal", "EUR", 189_000, "8705.90", "TKW", "T9K", 2},
	{zhitnevo, "ZP-8 reversible plough", "implement", "USD", 38_000, "8432.10", "ZP8", "", 3},
	{laofeng, "Laofeng S6 seed drill", "implement", "CNY", 312_000, "8432.31", "LS6", "", 3},
	{laofeng, "Laofeng P12 potato planter", "implement", "CNY", 428_000, "8432.39", "LP12", "", 2},
}

func modelNamed(name string) *model {
	for _, m := range models {
		if m.name == name {
			return m
		}
	}
	panic("demo: no model " + name)
}

// machine is one unit of the centre.
type machine struct {
	*model
	serial   string
	vin      string
	price    money.Amount
	id       string
	passport string // its number, once it has one
	noHS     bool   // the customs code is missing in its file
}

// usd is what the machine is worth in whole dollars, roughly; only for planning.
func (m *model) usd() int64 { return m.price * roughly[m.currency] / 10_000 }

// roughly is what currencies are worth, in ten thousandths of a dollar.
var roughly = map[money.Currency]int64{"USD": 10_000, "EUR": 10_900, "RUB": 116, "CNY": 1_400}

// pick draws a model of a segment by weight.
func pick(r *rand.Rand, segment string) *model {
	sum := 0
	for _, m := range models {
		if m.segment == segment {
			sum += m.weight
		}
	}
	n := r.IntN(sum)
	for _, m := range models {
		if m.segment != segment {
			continue
		}
		if n -= m.weight; n < 0 {
			return m
		}
	}
	panic("demo: no model in " + segment)
}

// build makes a machine of a model; extras move its price by up to four percent.
func (c *chronicle) build(m *model) *machine {
	r := c.rand
	c.built++
	price := m.price * int64(1000+r.IntN(41)) / 1000 / 100 * 100
	u := &machine{model: m, serial: fmt.Sprintf("%s-%d", m.serial, 10000+7*c.built), price: whole(price, m.currency)}
	if m.wmi != "" {
		u.vin = vin(r, m.wmi)
	}
	return u
}

// whole is an amount of whole units of a currency; every currency of the demo has cents.
func whole(units int64, c money.Currency) money.Amount { return money.Of(100*units, c) }

// stop is one station of a machine on its way to the yard.
type stop struct {
	supply string
	before int // days before it is prepared
}

var journey = []stop{{"ordered", 88}, {"built", 52}, {"shipped", 30}, {"at_border", 17}, {"received", 9}, {"prepared", 2}}

// bring lets a machine come to the centre: it is ordered in time and prepared on a day. The last station may be an
// earlier one, at which the machine still stands at the end.
func (c *chronicle) bring(u *machine, prepared day.Date, last string) {
	shift := c.rand.IntN(9)
	registered := false
	for i, s := range journey {
		on := workday(prepared.Add(-s.before - shift*min(s.before, 10)/10))
		next := workday(prepared)
		if i+1 < len(journey) {
			next = workday(prepared.Add(-journey[i+1].before - shift*min(journey[i+1].before, 10)/10))
		}
		if next <= c.opened() && s.supply != last {
			continue // the house was not there yet: the machine is found where it stood by then
		}
		on = max(on, c.opened())
		if !registered {
			registered = true
			c.on(on, yard, func() { c.register(u, s.supply) })
		} else {
			c.on(on, yard, func() { c.move(u, s.supply) })
		}
		if s.supply == last {
			return
		}
	}
}

// opened is the first day on which machines and customers can be registered.
func (c *chronicle) opened() day.Date { return start.Add(2) }

func (c *chronicle) register(u *machine, supply string) {
	if u.id != "" {
		return
	}
	ownership := "ours"
	if u.segment == "mining_dump_truck" || u.segment == "bus" {
		ownership = "maker_consigned"
	}
	req := desk.UnitRequest{Maker: c.cast.makers[u.maker].id, Model: u.name, Segment: u.segment, Serial: u.serial, Price: u.price, VIN: u.vin, Year: c.today.Year(),
		HS: u.hs, Ownership: ownership, Supply: supply, Passport: "none", Customs: "open", Inspection: "open", Located: places[supply]}
	if u.noHS {
		req.HS = ""
	}
	if supply == "prepared" {
		u.passport = c.passportNo()
		req.Passport, req.PassportNo, req.Customs, req.Inspection = "active", u.passport, "cleared", "closed"
	}
	u.id = do(c, c.clerk, desk.RegisterUnit, req).ID
}

// places are where machines stand.
var places = map[string]string{"ordered": "maker's works", "built": "maker's works", "shipped": "on the road", "at_border": "border terminal Sojwa",
	"received": "yard B, row 4", "prepared": "yard A, front row", "returned": "yard C"}

func (c *chronicle) passportNo() string {
	c.passports++
	return fmt.Sprintf("1%02d30%09d", c.today.Year()%100, 4_000_000+31*c.passports)
}

// move brings a machine to its next station; before it is prepared its papers are put in order.
func (c *chronicle) move(u *machine, to string) {
	req := desk.MoveRequest{Unit: u.id, To: to, Located: places[to]}
	switch to {
	case "shipped":
		req.Terms, req.Note = "FCA "+shipsFrom[u.maker], fmt.Sprintf("CMR %06d", 210_000+13*c.verbs)
	case "received":
		req.Plate = u.serial
	case "prepared":
		u.passport = c.passportNo()
		do(c, c.clerk, desk.RecordPapers, desk.PapersRequest{Unit: u.id, Passport: "active", PassportNo: u.passport, Customs: "cleared", Inspection: "closed"})
	}
	do(c, c.clerk, desk.MoveUnit, req)
}

var shipsFrom = []string{"Gromadar", "Tarvenik", "Zhitnev", "Brennhalde", "Travnorad", "Qingbei"}
