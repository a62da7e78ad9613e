package desk

import (
	"fmt"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/money"
	"kontor/party"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// ProgrammeRequest lays down how a sponsor levels rates: by which formula, within which limits and from which budget.
type ProgrammeRequest struct {
	Name         string       `json:"name" label:"Name" help:"As people call it when they quote."`
	Sponsor      string       `json:"sponsor" label:"Sponsor" ref:"party" help:"Who pays."`
	Formula      string       `json:"formula" label:"Formula" enum:"rate_buy_down|advance_discount|lost_income"`
	Budget       money.Amount `json:"budget" label:"Budget" help:"All that the sponsor pays; its currency is that of the programme."`
	Points       money.Rate   `json:"points" label:"Points off the rate" unit:"points" help:"Empty: as far as the limits go." optional:""`
	SizePct      money.Rate   `json:"size_pct" label:"Size of the subsidy" unit:"%" help:"Instead of points; needed for a discount on the advance." optional:""`
	Of           string       `json:"of" label:"Percentages of" enum:"financed|price" optional:""`
	Pays         string       `json:"pays" label:"Paid" enum:"up_front|per_rental" help:"Of a rate buy-down." optional:""`
	LimitAmount  money.Amount `json:"limit_amount" label:"At most for one contract" optional:""`
	LimitPct     money.Rate   `json:"limit_pct" label:"At most, as a percentage" unit:"%" help:"Of the two limits the lower one binds." optional:""`
	MinRate      money.Rate   `json:"min_customer_rate" label:"Least rate for the customer" unit:"% a year" optional:""`
	AtMinimum    string       `json:"at_minimum" label:"At the least rate" enum:"cut_subsidy|raise_margin" optional:""`
	CapIndicator string       `json:"cap_indicator" label:"Cap follows" help:"An index, for example: key rate." optional:"" group:"Cap on the customer's rate"`
	CapFixed     money.Rate   `json:"cap_fixed" label:"Cap" unit:"% a year" optional:"" group:"Cap on the customer's rate"`
	CapAbove     money.Rate   `json:"cap_above" label:"When the index is over" unit:"%" optional:"" group:"Cap on the customer's rate"`
	CapShare     money.Rate   `json:"cap_share" label:"Then" unit:"% of the index" optional:"" group:"Cap on the customer's rate"`
	From         day.Date     `json:"from" label:"From" help:"First day of signing." optional:""`
	Until        day.Date     `json:"until" label:"Until" help:"Last day of signing." optional:""`
	ClawBack     []ClawLine   `json:"clawback" label:"Claw-back" help:"What the sponsor gets back when a contract ends early." optional:""`
}

// ClawLine is how much a sponsor gets back before so many months have passed.
type ClawLine struct {
	BeforeMonths int        `json:"before_months" label:"Before" unit:"months"`
	SharePct     money.Rate `json:"share_pct" label:"Back" unit:"%"`
}

// ProgrammeResult names a programme.
type ProgrammeResult struct {
	Programme string `json:"programme"`
	Name      string `json:"name"`
}

// RegisterProgramme lays a programme down. It is not changed afterwards, because contracts stand on it: end it and lay down
// another one.
var RegisterProgramme = verb(Spec{Name: "programme.register", Title: "Lay down a programme", Help: "Lay down how a sponsor pays a part of what leases cost, within its limits and its budget.",
	Roles: []Role{Manager, Admin}},
	func(w *work, req ProgrammeRequest) (ProgrammeResult, error) {
		res := ProgrammeResult{Programme: w.newID(id.Programme), Name: strings.TrimSpace(req.Name)}
		p, err := w.checkProgramme(res, req)
		if err != nil {
			return ProgrammeResult{}, err
		}
		err = w.tx.AddProgramme(w.ctx, q.AddProgrammeParams{CentreID: w.centre(), ID: res.Programme, Name: res.Name, SponsorID: req.Sponsor, Formula: req.Formula,
			Currency: string(req.Budget.Currency), BudgetMinor: req.Budget.Minor, FromOn: req.From, UntilOn: req.Until, TermsJson: col.Of(p), Folded: fold(res.Name),
			ByLogin: w.actor.ID, CreatedUs: w.now()})
		if err != nil {
			return ProgrammeResult{}, err
		}
		return res, w.event(happening{entity: res.Programme, party: req.Sponsor,
			text: errs.T("programme {programme} was laid down with a budget of {amount}", "programme", res.Name, "amount", req.Budget)})
	})

func (w *work) checkProgramme(res ProgrammeResult, req ProgrammeRequest) (lease.Programme, error) {
	var f errs.Faults
	if res.Name == "" || len(res.Name) > 80 {
		f.Add("name", "a name of at most {most} characters is needed", "most", 80)
	} else if other, err := w.programme(res.Name); err == nil {
		f.Add("name", "there is a programme {name} already", "name", other.Name).Because("choose another name")
	} else if !errs.Is(err, errs.NotFound) {
		return lease.Programme{}, err
	}
	sponsor, err := w.tx.Party(w.ctx, req.Sponsor)
	switch {
	case store.None(err):
		f.Add("sponsor", "there is no party {id}", "id", req.Sponsor).Because("register the sponsor first")
	case err != nil:
		return lease.Programme{}, err
	case !hasRole(sponsor, string(party.Sponsor)):
		f.Add("sponsor", "{name} is not a sponsor", "name", sponsor.Name).Because("give it the role sponsor first")
	}
	if req.Budget.Minor <= 0 || req.Budget.Minor > money.MaxMinor {
		f.Add("budget", "the amount is more than nothing")
	}
	if c := req.LimitAmount.Currency; req.LimitAmount.Minor != 0 && c != req.Budget.Currency {
		f.Add("limit_amount", "{programme} pays in {currency}", "programme", res.Name, "currency", string(req.Budget.Currency)).Because("a deal has one currency")
	}
	p := req.programme(res, sponsor.Name)
	if err := p.Check(); err != nil {
		e := errs.As(err)
		for i, x := range e.Faults {
			if x.Field == "cap.indicator" {
				e.Faults[i].Field = "cap_indicator"
			} else if strings.HasPrefix(x.Field, "cap.") {
				e.Faults[i].Field = "cap_fixed"
			}
		}
		f.Take("", e)
	}
	return p, f.Err()
}

// programme is the request in the words of the lease.
func (r ProgrammeRequest) programme(res ProgrammeResult, sponsor string) lease.Programme {
	p := lease.Programme{ID: res.Programme, Version: 1, Name: res.Name, Sponsor: sponsor, Formula: lease.Formula(r.Formula), Pays: lease.When(r.Pays), Points: r.Points,
		SizePct: r.SizePct, Of: lease.Base(r.Of), LimitAmount: r.LimitAmount, LimitPct: r.LimitPct, MinRate: r.MinRate, AtMinimum: lease.AtMinimum(r.AtMinimum),
		From: r.From, Until: r.Until, Budget: []lease.Tranche{{From: r.From, Minor: r.Budget.Minor}}}
	if p.Formula == lease.BuyDown && p.Pays == "" {
		p.Pays = lease.UpFront
	}
	if r.CapIndicator != "" || !r.CapFixed.IsZero() || !r.CapShare.IsZero() {
		p.Cap = lease.CapRule{Indicator: strings.TrimSpace(r.CapIndicator), Bands: []lease.CapBand{{Fixed: r.CapFixed}}}
		if !r.CapShare.IsZero() {
			p.Cap.Bands = append(p.Cap.Bands, lease.CapBand{Above: r.CapAbove, Share: r.CapShare})
		}
	}
	for _, c := range r.ClawBack {
		p.ClawBack = append(p.ClawBack, lease.ClawStep{BeforeMonths: c.BeforeMonths, Share: c.SharePct})
	}
	return p
}

// ProgrammeActRequest names a programme.
type ProgrammeActRequest struct {
	Programme string   `json:"programme" label:"Programme" ref:"programme"`
	On        day.Date `json:"on" label:"Last day" help:"Last day on which a contract may be signed under it."`
}

// EndProgramme sets the last day of a programme. Contracts under it stay as they are.
var EndProgramme = verb(Spec{Name: "programme.end", Title: "End the programme", Help: "Set the last day on which contracts may be signed under a programme.", On: "programme",
	Roles: []Role{Manager, Admin}},
	func(w *work, req ProgrammeActRequest) (ProgrammeResult, error) {
		if err := w.hasReason(); err != nil {
			return ProgrammeResult{}, err
		}
		row, err := w.programme(req.Programme)
		if err != nil {
			return ProgrammeResult{}, err
		}
		var f errs.Faults
		if req.On < row.FromOn || req.On == 0 {
			f.Add("on", "the programme ends before it begins").Because("choose {start} or later", "start", row.FromOn)
		}
		if row.UntilOn != 0 && req.On > row.UntilOn {
			f.Add("on", "programme {programme} ends on {day}", "programme", row.Name, "day", row.UntilOn).Because("lay down another programme for the time after it")
		}
		if err := f.Err(); err != nil {
			return ProgrammeResult{}, err
		}
		p, err := programmeOf(row)
		if err != nil {
			return ProgrammeResult{}, err
		}
		p.Until, p.Version = req.On, p.Version+1
		if err := w.tx.EndProgramme(w.ctx, q.EndProgrammeParams{CentreID: w.centre(), ID: row.ID, UntilOn: req.On, TermsJson: col.Of(p)}); err != nil {
			return ProgrammeResult{}, err
		}
		return ProgrammeResult{row.ID, row.Name}, w.event(happening{entity: row.ID, party: row.SponsorID, on: req.On,
			text: errs.T("programme {programme} ends on {day}", "programme", row.Name, "day", req.On)})
	})

// programmeRecord is the page of a programme: its budget, who holds it, and its rules in words.
func (w *work) programmeRecord(programmeID string) (Record, error) {
	row, err := w.tx.Programme(w.ctx, q.ProgrammeParams{CentreID: w.centre(), ID: programmeID})
	if err != nil {
		return Record{}, store.Missing(err, programmeID)
	}
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, programmeID)
	}
	b, err := w.budget(row, "")
	if err != nil {
		return Record{}, err
	}
	p, err := programmeOf(row)
	if err != nil {
		return Record{}, err
	}
	amount := func(minor int64) money.Amount { return money.Of(minor, money.Currency(row.Currency)) }
	r := Record{Title: row.Name, State: "active", Headline: errs.T("{left} of {budget} are left.", "left", amount(b.Left), "budget", amount(b.Total)), Next: []string{"programme.end"}}
	if row.UntilOn != 0 && row.UntilOn < w.today {
		r.State, r.Next = "ended", nil
	}
	r.Facts = []Fact{{"Sponsor", Ref{row.SponsorID, p.Sponsor}}, {"Formula", row.Formula}, {"Budget", amount(b.Total)}, {"Reserved", amount(b.Reserved)}, {"Used", amount(b.Used)},
		{"Left", amount(b.Left)}, {"From", row.FromOn}, {"Until", row.UntilOn}}
	r.Facts = append(r.Facts, rules(p)...)
	l, err := w.indicators()
	if err != nil {
		return Record{}, err
	}
	if cap, ok, err := p.CapOn(w.today, l); err == nil && ok {
		r.Facts = append(r.Facts, Fact{"Cap today", errs.T("{rate} percent", "rate", cap)})
	}
	t := Table{Title: "Who holds the budget", Columns: []Head{head("Deal", store.Ref), head("Since", store.Day), head("Until", store.Day), head("Reserved", store.Money), head("Used", store.Money)}}
	for _, h := range b.Holds {
		if h.Reserved+h.Used == 0 {
			continue
		}
		d, err := w.deal(h.ID)
		if err != nil {
			return Record{}, fmt.Errorf("budget of %s: %w", row.Name, err)
		}
		t.Rows = append(t.Rows, []any{Ref{d.ID, d.Nr}, h.On, h.Until, amount(h.Reserved), amount(h.Used)})
	}
	r.Tables = []Table{t}
	if len(p.ClawBack) > 0 {
		r.Tables = append(r.Tables, clawBackTable(p))
	}
	events, err := w.tx.PartyEvents(w.ctx, q.PartyEventsParams{PartyID: row.SponsorID, Limit: timelineMost})
	r.Timeline = ownLines(lines(events), programmeID)
	return r, err
}

// rules are what a programme gives and within which limits, as far as it says so.
func rules(p lease.Programme) []Fact {
	var out []Fact
	percent := func(label string, r money.Rate) {
		if !r.IsZero() {
			out = append(out, Fact{label, errs.T("{percent} %", "percent", r)})
		}
	}
	if !p.Points.IsZero() {
		out = append(out, Fact{"Points off the rate", errs.T("{points} points", "points", p.Points)})
	}
	percent("Size of the subsidy", p.SizePct)
	if p.Pays != "" {
		out = append(out, Fact{"Paid", string(p.Pays)})
	}
	if !p.LimitAmount.IsZero() {
		out = append(out, Fact{"At most for one contract", p.LimitAmount})
	}
	percent("At most, as a percentage", p.LimitPct)
	percent("Least rate for the customer", p.MinRate)
	if p.Cap.Indicator != "" {
		out = append(out, Fact{"Cap follows", p.Cap.Indicator})
	}
	return out
}

// clawBackTable is what the sponsor gets back when a contract ends early.
func clawBackTable(p lease.Programme) Table {
	t := Table{Title: "Claw-back", Columns: []Head{head("Before", store.Text), head("Back", store.Text)}}
	for _, c := range p.ClawBack {
		t.Rows = append(t.Rows, []any{errs.T("{n} months", "n", c.BeforeMonths), errs.T("{percent} %", "percent", c.Share)})
	}
	return t
}

// indicators are the latest values of all indices.
func (w *work) indicators() (map[string]money.Rate, error) {
	all, err := w.indices()
	return valuesOn(all, w.today), err
}
