package demo

import (
	"fmt"
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// routine puts down what comes again and again: rates, watch lists, goals, statistics and closes.
func (c *chronicle) routine() {
	for d := c.opened(); d < c.until; d = d.Add(1) {
		if d.Weekday() == time.Monday || d == c.opened() || d == c.until.Add(-1) {
			c.on(d, first, c.rates)
		}
		if d.IsMonthEnd() || d == c.until.Add(-1) {
			c.on(d, evening, func() { do(c, c.accountant, desk.CloseDay, desk.CloseDayRequest{On: c.today}) })
		}
		if _, _, n := d.Civil(); n == 25 {
			c.on(d, office, func() { c.statistics(2, 2) })
		}
	}
	c.on(c.opened(), office, func() { c.goals(start.Year()); c.statistics(12, 3) })
	for y := start.Year() + 1; y <= c.until.Year(); y++ {
		c.on(workday(day.MustOf(y-1, 12, 18)), office, func() { c.goals(y) })
	}
	c.lists()
	c.sponsored()
}

// anchor is what a currency was worth on a day, in ten thousandths: USD for one EUR, units for one USD of the others.
type anchor struct {
	on    day.Date
	worth int
}

var anchors = map[money.Currency][]anchor{
	"EUR": {{day.MustOf(2023, 1, 1), 10660}, {day.MustOf(2023, 7, 1), 10910}, {day.MustOf(2024, 4, 1), 10790}, {day.MustOf(2025, 1, 1), 10350}, {day.MustOf(2025, 9, 1), 11690}, {day.MustOf(2027, 1, 1), 11380}},
	"RUB": {{day.MustOf(2023, 1, 1), 712000}, {day.MustOf(2023, 9, 1), 958000}, {day.MustOf(2024, 5, 1), 917000}, {day.MustOf(2025, 1, 1), 1020000}, {day.MustOf(2025, 7, 1), 788000}, {day.MustOf(2027, 1, 1), 846000}},
	"CNY": {{day.MustOf(2023, 1, 1), 68900}, {day.MustOf(2023, 9, 1), 72900}, {day.MustOf(2025, 1, 1), 73000}, {day.MustOf(2027, 1, 1), 70800}},
}

// fallDays and fallPercent are the fall of the rouble at the end, which eats the cover of a deal.
const (
	fallDays    = 30
	fallPercent = 18
)

// worth is the rate of a day: a line between anchors with a little noise.
func (c *chronicle) worth(currency money.Currency, on day.Date) int {
	line := anchors[currency]
	value := line[len(line)-1].worth
	for i := 1; i < len(line); i++ {
		if a, b := line[i-1], line[i]; on < b.on {
			value = a.worth + (b.worth-a.worth)*on.Sub(a.on)/b.on.Sub(a.on)
			break
		}
	}
	if days := fallDays - c.until.Sub(on); currency == "RUB" && days > 0 {
		value += value * fallPercent * days / fallDays / 100
	}
	return value + value*(c.random(string(currency)+on.String()).IntN(121)-60)/10000
}

func (c *chronicle) rates() {
	for _, currency := range []money.Currency{"EUR", "RUB", "CNY"} {
		worth := c.worth(currency, c.today)
		text := fmt.Sprintf("%d.%04d", worth/10000, worth%10000)
		if currency != "EUR" {
			text = "1/" + text
		}
		do(c, c.accountant, desk.SetRate, desk.RateRequest{Currency: string(currency), On: c.today, USD: text, Source: "Belogorn fixing"})
	}
}

// goals sets what a year is to bring.
func (c *chronicle) goals(year int) {
	do(c, c.manager, desk.SetGoal, desk.GoalRequest{Measure: "house", Year: year, Amount: whole(60_000_000, "USD"), Floor: whole(45_000_000, "USD")},
		"what the centre can sell with its yard, its makers and its guarantors")
	do(c, c.manager, desk.SetGoal, desk.GoalRequest{Measure: "region", Year: year, Amount: whole(500_000_000, "USD"), Floor: whole(500_000_000, "USD")},
		"both regions want at least half a billion, every year")
}

// seasons are the parts of a year in thousandths, January first.
var seasons = [12]int{68, 74, 86, 88, 84, 83, 82, 84, 87, 90, 87, 87}

// regionTrade is the trade between the regions in thousand USD by year; later years grow a little.
func regionTrade(year int) int {
	known := map[int]int{2022: 614_300, 2023: 409_800, 2024: 225_400, 2025: 231_200}
	if t, ok := known[year]; ok {
		return t
	}
	return regionTrade(year-1) * 105 / 100
}

// statistics records published months, from so many months ago to so many: figures come out about two months late.
func (c *chronicle) statistics(from, to int) {
	for n := from; n >= to; n-- {
		m := c.today.AddMonths(-n)
		share := regionTrade(m.Year()) * seasons[m.Month()-1] // in USD: thousands times thousandths
		share += share * (c.random("trade "+m.String()[:7]).IntN(41) - 20) / 1000
		do(c, c.accountant, desk.RecordTurnover, desk.TurnoverMonthRequest{Month: m.String()[:7], Amount: whole(int64(share), "USD"), Source: "regional customs statistics"})
	}
}
