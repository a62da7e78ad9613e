package desk

import (
	"cmp"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/turnover"
)

// ExposureRequest asks on whom the house relies.
type ExposureRequest struct {
	By string `json:"by" label:"Grouped by" enum:"guarantor|country|currency|deal" optional:""`
}

// Exposure is on whom the cover of the house hangs today. Sums are in USD at the rates of the day; what has no rate is left out of them
// and named in Unrated.
type Exposure struct {
	On      day.Date       `json:"on"`
	By      string         `json:"by"`
	Lines   []ExposureLine `json:"lines,omitempty"` // the largest first
	Deals   []DealExposure `json:"deals,omitempty"` // the least covered first
	Counts  money.Amount   `json:"counts"`
	Unrated []string       `json:"unrated,omitempty"` // currencies without a rate of the day
}

// ExposureLine is one guarantor, country or currency.
type ExposureLine struct {
	Who        Ref          `json:"who"`
	Guarantees int          `json:"guarantees"`
	Face       money.Amount `json:"face"`
	Available  money.Amount `json:"available"` // may still be demanded
	Pledged    money.Amount `json:"pledged"`
	Counts     money.Amount `json:"counts"`         // of it, covers a deal today
	Limit      money.Amount `json:"limit,omitzero"` // of a guarantor
	Used       money.Amount `json:"used,omitzero"`  // of the limit
	Next       day.Date     `json:"next,omitzero"`  // the first day on which one of them ends
}

// DealExposure is one deal whose units are out.
type DealExposure struct {
	Deal     Ref          `json:"deal"`
	Customer Ref          `json:"customer"`
	Required money.Amount `json:"required"`
	Cover    money.Amount `json:"cover"`
	Missing  money.Amount `json:"missing"`
	By       []Ref        `json:"by"` // guarantees that count today
	FirstGap day.Date     `json:"first_gap,omitzero"`
}

// AskExposure answers on whom the cover hangs: by guarantor, country, currency or deal.
var AskExposure = question(Spec{Name: "guarantee.exposure", Title: "Exposure", Help: "On whom the cover of the house hangs today: by guarantor, country, currency or deal.", Roles: staff},
	func(w *work, req ExposureRequest) (Exposure, error) {
		out := Exposure{On: w.today, By: cmp.Or(req.By, "guarantor"), Counts: money.Of(0, turnover.USD)}
		if !slices.Contains([]string{"guarantor", "country", "currency", "deal"}, out.By) {
			var f errs.Faults
			f.Add("by", "{word} is not one of the choices", "word", `"`+req.By+`"`)
			return out, f.Err()
		}
		e := &exposing{work: w, reader: w.coverReader(), out: &out, at: map[string]int{}, parties: map[string]q.Party{}, of: map[string]q.Guarantee{}}
		return out, e.gather()
	})

// exposing gathers an Exposure in one transaction.
type exposing struct {
	*work
	reader  *coverReader
	out     *Exposure
	at      map[string]int // where a line stands
	parties map[string]q.Party
	of      map[string]q.Guarantee
}

func (e *exposing) gather() error {
	if err := e.reader.know(turnover.USD, ""); err != nil {
		return err
	}
	var deals []q.Deal
	if err := e.eachRunning(func(d q.Deal) error { deals = append(deals, d); return nil }); err != nil {
		return err
	}
	book, err := e.reader.book(deals)
	if err != nil {
		return err
	}
	if err := e.eachLive(); err != nil {
		return err
	}
	for _, d := range deals {
		if err := e.deal(d, book.Deal(d.ID)); err != nil {
			return err
		}
	}
	if e.out.By == "guarantor" {
		if err := e.limits(); err != nil {
			return err
		}
	}
	slices.SortStableFunc(e.out.Lines, func(a, b ExposureLine) int { return cmp.Compare(b.Counts.Minor, a.Counts.Minor) })
	slices.SortStableFunc(e.out.Deals, func(a, b DealExposure) int {
		return cmp.Or(cmp.Compare(e.usd(b.Missing).Minor, e.usd(a.Missing).Minor), cmp.Compare(max(a.FirstGap, 0), max(b.FirstGap, 0)))
	})
	return nil
}

// eachLive adds every guarantee that is recorded or in force to its line.
func (e *exposing) eachLive() error {
	for after := ""; ; {
		rows, err := e.tx.GuaranteesAfter(e.ctx, q.GuaranteesAfterParams{ID: after, Limit: closePage})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			after = r.ID
			if r.Life != string(guarantee.InForce) && r.Life != string(guarantee.Recorded) {
				continue
			}
			if err := e.promise(r); err != nil {
				return err
			}
		}
	}
}

func (e *exposing) promise(r q.Guarantee) error {
	i, err := e.withAllocations(r)
	if err != nil {
		return err
	}
	e.of[r.ID] = r
	if e.out.By == "deal" {
		return nil
	}
	if err := e.reader.know(i.Face.Currency, ""); err != nil {
		return err
	}
	l, err := e.line(r)
	if err != nil {
		return err
	}
	l.Guarantees++
	l.Face.Minor += e.usd(i.Face).Minor
	l.Available.Minor += e.usd(i.Available()).Minor
	l.Pledged.Minor += e.usd(money.Of(i.Available().Minor-i.Unpledged().Minor, i.Face.Currency)).Minor
	if r.ExpiresOn != 0 && (l.Next == 0 || r.ExpiresOn < l.Next) {
		l.Next = r.ExpiresOn
	}
	return nil
}

// line is the line to which a guarantee belongs.
func (e *exposing) line(r q.Guarantee) (*ExposureLine, error) {
	g, err := e.party(r.GuarantorID)
	if err != nil {
		return nil, err
	}
	who := Ref{g.ID, g.Name}
	switch e.out.By {
	case "country":
		who = Ref{"", g.Country}
	case "currency":
		who = Ref{"", r.Currency}
	}
	key := who.ID + "\x00" + who.Text
	n, known := e.at[key]
	if !known {
		n = len(e.out.Lines)
		e.at[key] = n
		zero := money.Of(0, turnover.USD)
		e.out.Lines = append(e.out.Lines, ExposureLine{Who: who, Face: zero, Available: zero, Pledged: zero, Counts: zero})
	}
	return &e.out.Lines[n], nil
}

// deal adds what a deal takes today to the lines of its guarantees.
func (e *exposing) deal(d q.Deal, r guarantee.Result) error {
	zero := money.Of(0, money.Currency(d.Currency))
	line := DealExposure{Deal: Ref{d.ID, d.Nr}, Required: zero, Cover: zero, Missing: zero, FirstGap: r.FirstGap, By: []Ref{}}
	for _, s := range r.Steps {
		if s.From > e.today || s.To < e.today {
			continue
		}
		line.Required, line.Cover = s.Required, s.Cover
		line.Missing.Minor = max(0, s.Required.Minor-s.Cover.Minor)
		for _, part := range s.By {
			g, known := e.of[part.Instrument]
			if !known {
				continue
			}
			counts := e.usd(part.Amount)
			e.out.Counts.Minor += counts.Minor
			line.By = append(line.By, Ref{g.ID, g.Nr})
			if e.out.By == "deal" {
				continue
			}
			l, err := e.line(g)
			if err != nil {
				return err
			}
			l.Counts.Minor += counts.Minor
		}
	}
	if e.out.By != "deal" {
		return nil
	}
	customer, err := e.party(d.CustomerID)
	line.Customer = Ref{customer.ID, customer.Name}
	e.out.Deals = append(e.out.Deals, line)
	return err
}

// limits adds how far the limit of each guarantor is used.
func (e *exposing) limits() error {
	for n := range e.out.Lines {
		l := &e.out.Lines[n]
		p, err := e.party(l.Who.ID)
		if err != nil {
			return err
		}
		if p.LimitMinor == 0 {
			continue
		}
		l.Limit = money.Of(p.LimitMinor, money.Currency(p.LimitCurrency))
		if err := e.reader.know(l.Limit.Currency, ""); err != nil {
			return err
		}
		if used, known := e.reader.policy.Convert(l.Pledged, l.Limit.Currency); known {
			l.Used = used
		}
	}
	return nil
}

func (e *exposing) party(id string) (q.Party, error) {
	if p, known := e.parties[id]; known {
		return p, nil
	}
	p, err := e.tx.Party(e.ctx, id)
	if err == nil {
		e.parties[id] = p
	}
	return p, err
}

// usd is an amount in USD, nothing when there is no rate: then the currency is named.
func (e *exposing) usd(a money.Amount) money.Amount {
	if a.Minor == 0 {
		return money.Of(0, turnover.USD)
	}
	out, known := e.reader.policy.Convert(a, turnover.USD)
	if !known {
		if !slices.Contains(e.out.Unrated, string(a.Currency)) {
			e.out.Unrated = append(e.out.Unrated, string(a.Currency))
		}
		return money.Of(0, turnover.USD)
	}
	return out
}

// Headline says on whom most of it hangs.
func (e Exposure) Headline() errs.Text {
	switch {
	case len(e.Unrated) > 0:
		return errs.T("There is no rate of the day for {currencies}: what is in them is left out of the sums.", "currencies", strings.Join(e.Unrated, ", "))
	case e.By == "deal":
		bare := 0
		for _, d := range e.Deals {
			if d.Missing.Minor > 0 {
				bare++
			}
		}
		return errs.T("{n} of {all} deals whose units are out miss cover today.", "n", bare, "all", len(e.Deals))
	case e.Counts.Minor == 0 || len(e.Lines) == 0:
		return errs.T("No guarantee covers a deal today.")
	}
	return errs.T("{amount} cover deals today; {share} % of it hang on {name}.", "amount", e.Counts, "share", int(e.Lines[0].Counts.Minor*100/e.Counts.Minor), "name", e.Lines[0].Who.Text)
}

// Tables are the lines, for people.
func (e Exposure) Tables() []Table {
	if e.By == "deal" {
		t := Table{Title: "Deals whose units are out", Columns: []Head{head("Deal", store.Ref), head("Customer", store.Ref), head("Required", store.Money), head("Cover", store.Money),
			head("Missing", store.Money), head("By", store.Text), head("First gap", store.Day)}}
		for _, d := range e.Deals {
			var by []string
			for _, g := range d.By {
				by = append(by, g.Text)
			}
			t.Rows = append(t.Rows, []any{d.Deal, d.Customer, d.Required, d.Cover, d.Missing, strings.Join(by, ", "), d.FirstGap})
		}
		return []Table{t}
	}
	first := map[string]Head{"guarantor": head("Guarantor", store.Ref), "country": head("Country", store.Text), "currency": head("Currency", store.Text)}[e.By]
	t := Table{Title: "On whom the cover hangs", Columns: []Head{first, head("Guarantees", store.Number), head("Amount", store.Money), head("Can be demanded", store.Money), head("Pledged", store.Money),
		head("Counts today", store.Money), head("Next end", store.Day)}}
	if e.By == "guarantor" {
		t.Columns = append(t.Columns, head("Limit", store.Money), head("Used", store.Text))
	}
	for _, l := range e.Lines {
		var who any = l.Who
		if l.Who.ID == "" {
			who = l.Who.Text
		}
		row := []any{who, int64(l.Guarantees), l.Face, l.Available, l.Pledged, l.Counts, l.Next}
		if e.By == "guarantor" {
			var limit, used any = "", ""
			if l.Limit.Minor > 0 {
				limit, used = l.Limit, errs.T("{share} %", "share", int(float64(l.Used.Minor)/float64(l.Limit.Minor)*100))
			}
			row = append(row, limit, used)
		}
		t.Rows = append(t.Rows, row)
	}
	return []Table{t}
}
