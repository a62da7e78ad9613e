package lease_test

import (
	"fmt"
	"strings"
	"testing"

	"kontor/lease"
	"kontor/money"
)

// S7 with three sponsors' ways, each with its three views side by side.
func TestThreeViewsOfOneQuote(t *testing.T) {
	var b strings.Builder
	compensation := stateProgramme("")
	compensation.Formula, compensation.EveryRentals = lease.Compensation, 3
	discount := lease.Programme{ID: "M-1", Sponsor: "Maker Sued", Formula: lease.AdvanceDiscount, SizePct: money.MustParseRate("4"), Of: lease.OfPrice, PaysAfter: 2}
	for _, c := range []struct {
		title string
		ps    []lease.Programme
	}{
		{"the gap up front", []lease.Programme{stateProgramme(lease.UpFront)}},
		{"the gap with each rental", []lease.Programme{stateProgramme(lease.PerRental)}},
		{"the lost income, every third rental", []lease.Programme{compensation}},
		{"a discount on the advance, then the gap up front", []lease.Programme{discount, stateProgramme(lease.UpFront)}},
	} {
		q, err := lease.LevelRate(askS7(c.ps...))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n\n", strings.ToUpper(c.title[:1])+c.title[1:])
		fmt.Fprintf(&b, "customer's rental %s, base rental %s, gap %s or %s a month\n", q.Schedule.Rental, q.Base.Rental, q.GapUpFront, q.GapPerRental)
		for _, r := range q.Reliefs {
			fmt.Fprintf(&b, "%s of %s: %s -> %s percent, costs %s, worth %s\n", r.Programme, r.Sponsor, r.From, r.To, r.Cost, r.Value)
		}
		writeViews(&b, q)
	}
	golden(t, "levelling-s7.txt", b.String())
}

func writeViews(b *strings.Builder, q lease.Levelled) {
	views := append([]lease.View{q.Customer}, q.Sponsors...)
	views = append(views, q.Lessor)
	fmt.Fprintf(b, "\n%-12s", "")
	for _, v := range views {
		fmt.Fprintf(b, "%18s", v.Who)
	}
	b.WriteString("\n")
	at := make([]int, len(views))
	for i, f := range q.Lessor.Flows {
		cells := ""
		for k, v := range views {
			cell := ""
			if at[k] < len(v.Flows) && v.Flows[at[k]].On == f.On {
				cell = money.Of(v.Flows[at[k]].Minor, q.GapUpFront.Currency).Decimal()
				at[k]++
			}
			cells += fmt.Sprintf("%18s", cell)
		}
		if i < 7 || i >= len(q.Lessor.Flows)-3 {
			fmt.Fprintf(b, "%-12s%s\n", f.On, cells)
		} else if i == 7 {
			b.WriteString("...\n")
		}
	}
	for _, line := range []struct {
		name string
		cell func(lease.View) string
	}{{"in all", func(v lease.View) string { return v.Total.Decimal() }}, {"value at 18%", func(v lease.View) string { return v.Value.Decimal() }},
		{"nominal", func(v lease.View) string { return fmt.Sprintf("%.4f", 100*v.Nominal.Fraction()) }},
		{"effective", func(v lease.View) string { return fmt.Sprintf("%.4f", 100*v.Effective.Fraction()) }}} {
		fmt.Fprintf(b, "%-12s", line.name)
		for _, v := range views {
			cell := line.cell(v)
			if cell == "0.0000" {
				cell = "-"
			}
			fmt.Fprintf(b, "%18s", cell)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}
