package demo

import (
	"fmt"

	"kontor/day"
	"kontor/desk"
	"kontor/lease"
	"kontor/money"
)

// keyRates are the values of the key rate from a day on, in hundredths of a percent.
var keyRates = []struct {
	on    day.Date
	value int
}{
	{day.MustOf(2023, 1, 2), 750}, {day.MustOf(2023, 8, 15), 1200}, {day.MustOf(2023, 12, 18), 1600}, {day.MustOf(2024, 9, 16), 1900}, {day.MustOf(2024, 10, 28), 2100},
	{day.MustOf(2025, 6, 9), 2000}, {day.MustOf(2025, 9, 15), 1700}, {day.MustOf(2026, 2, 16), 1550}, {day.MustOf(2026, 7, 27), 1450},
}

// keyRate is the name under which programmes follow it.
const keyRate = "key rate"

// Programmes of the demo by the currency of their leases, and from when they are there.
var (
	programmeNames  = map[string]string{"USD": "Green fields", "RUB": "Прямая дорога"}
	programmesBegin = day.MustOf(2024, 3, 4)
)

// sponsored puts down the key rate and the two programmes: points off for farms, and a rate that follows the key rate for roads.
func (c *chronicle) sponsored() {
	for _, k := range keyRates {
		c.on(k.on, first, func() {
			value := money.MustParseRate(fmt.Sprintf("%d.%02d", k.value/100, k.value%100))
			do(c, c.accountant, desk.RecordIndex, desk.IndexRequest{Name: keyRate, On: c.today, Value: value, Source: "Bank of Belogorn"})
		})
	}
	c.on(programmesBegin, office, func() {
		farms := &company{name: "Fonds Grünes Feld e.V.", country: "DE", address: "Rainstraße 4, Lindenmoor", roles: []string{"sponsor"}}
		roads := &company{name: "Фонд «Прямая дорога»", latin: "Pryamaya Doroga Fund", country: "RU", address: "ул. Верстовая, 12, Белогорн", roles: []string{"sponsor"}}
		c.join(farms)
		c.join(roads)
		do(c, c.manager, desk.RegisterProgramme, desk.ProgrammeRequest{Name: programmeNames["USD"], Sponsor: farms.id, Formula: string(lease.BuyDown), Pays: string(lease.UpFront),
			Budget: whole(2_500_000, "USD"), Points: money.MustParseRate("3"), LimitPct: money.MustParseRate("12"), MinRate: money.MustParseRate("4"), From: c.today,
			ClawBack: []desk.ClawLine{{BeforeMonths: 12, SharePct: money.MustParseRate("100")}, {BeforeMonths: 24, SharePct: money.MustParseRate("50")}}})
		do(c, c.manager, desk.RegisterProgramme, desk.ProgrammeRequest{Name: programmeNames["RUB"], Sponsor: roads.id, Formula: string(lease.Compensation),
			Budget: whole(900_000_000, "RUB"), CapIndicator: keyRate, CapFixed: money.MustParseRate("4"), CapAbove: money.MustParseRate("8"), CapShare: money.MustParseRate("50"), From: c.today})
	})
}

// level asks for a programme where there is one for the lease: for farms in dollars, for every other lease in roubles.
func (c *chronicle) level(d *contract, t *desk.TermsRequest) {
	currency := string(d.machines[0].currency)
	name := programmeNames[currency]
	if name == "" || t.Kind != "lease" || c.today <= programmesBegin || d.again || d.cast {
		return
	}
	if currency == "USD" && d.customer.trade != "farming" || currency == "RUB" && c.random("levelled "+d.machines[0].serial).IntN(2) == 0 {
		return
	}
	t.Programmes = []string{name}
	if currency == "RUB" {
		half := 0
		for _, k := range keyRates {
			if k.on <= c.today {
				half = k.value / 2
			}
		}
		t.CustomerRate = money.MustParseRate(fmt.Sprintf("%d.%02d", half/100, half%100))
	}
}

// subsidy is what the sponsor pays for a deal that was delivered, three weeks later.
func (c *chronicle) subsidy(d *contract) {
	if len(d.terms.Levelling.Programmes) == 0 {
		return
	}
	_, offer, err := d.terms.Offer(c.today)
	if err != nil || offer.Levelled == nil {
		if c.err == nil {
			c.err = err
		}
		return
	}
	for _, r := range offer.Levelled.Reliefs {
		if r.Formula != lease.BuyDown { // the others pay with the rentals
			continue
		}
		c.on(workday(c.today.Add(21)), cashier, func() {
			do(c, c.accountant, desk.ReceiveSubsidy, desk.SponsorPaymentRequest{Deal: d.id, Amount: r.Cost, ValueOn: c.today, Reference: c.reference()})
		})
	}
}
