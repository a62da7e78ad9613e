package demo

import (
	"encoding/json"
	"fmt"

	"kontor/day"
	"kontor/deadline"
	"kontor/desk"
)

// counter is where a bank of the demo is drawn: its branch, with invented holidays.
type counter struct {
	bank                                int
	bic, zone, country, place, callBack string
}

var counters = []counter{
	{marschgrund, "MARSDEHHXXX", "Europe/Berlin", "DE", "Marschgrund", "+49 30 5550 1200"},
	{vetlan, "VETLBY2XXXX", "Europe/Minsk", "BY", "Vetlan", "+375 17 555 01 40"},
	{belogornban, "BELGRUMMXXX", "Europe/Moscow", "RU", "Belogorn", "+7 495 555 01 77"},
}

// settlePlaces makes the branches of the banks known, with their calendars and cut-off, and says where the house itself works.
func (c *chronicle) settlePlaces() {
	calendars := map[string]deadline.PlaceRules{"Belogorn office": c.holidays("Belogorn office", "Europe/Moscow", "17:30")}
	for _, at := range counters {
		calendars[at.place] = c.holidays(at.place, at.zone, "16:00")
	}
	content, err := json.Marshal(map[string]any{"version": "demo-1", "calendars": calendars})
	if err != nil {
		c.err = err
		return
	}
	do(c, c.risk, desk.LoadCalendars, desk.CalendarRequest{Content: content})
	for _, at := range counters {
		g := c.cast.guarantors[at.bank]
		do(c, c.clerk, desk.RegisterBranch, desk.BranchRequest{Party: g.id, BranchDetails: desk.BranchDetails{Name: g.label() + ", guarantees", Place: at.place, Country: at.country,
			BIC: at.bic, Calendar: at.place, Address: g.address, CallBack: at.callBack, CallBackSource: "register of the supervisor", TransportDays: 2}})
	}
	do(c, c.manager, desk.PlaceHouse, desk.HouseOffice{Name: "Multi-brand centre Belogorn", Calendar: "Belogorn office", TransportDays: 2, BIC: "HOUSDEHHXXX"})
}

// holidays are the rules of a place for the years of the demo and of what it signs: New Year, the first of May and Christmas are closed.
func (c *chronicle) holidays(name, zone, cutOff string) deadline.PlaceRules {
	from, to := c.today.Year(), c.until.Year()+12
	rules := deadline.PlaceRules{Name: name, Timezone: zone, Weekend: []string{"Sat", "Sun"}, CutOff: cutOff, FromYear: from, ToYear: to}
	for year := from; year <= to; year++ {
		for _, date := range []string{"01-01", "05-01", "12-25"} {
			rules.Closed = append(rules.Closed, day.MustParse(fmt.Sprintf("%d-%s", year, date)))
		}
	}
	return rules
}

// callBackOf is the number under which a guarantor is called: that of its branch, else one from the register.
func callBackOf(bank int) string {
	for _, at := range counters {
		if at.bank == bank {
			return at.callBack
		}
	}
	return "+49 30 5550 1999"
}
