package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

func head(title string, kind store.Kind) Head { return Head{title, kind} }

func (w *work) dealRecord(dealID string) (Record, error) {
	var r Record
	d, err := w.staffDeal(dealID)
	if err != nil {
		return r, err
	}
	customer, err := w.tx.Party(w.ctx, d.CustomerID)
	if err != nil {
		return r, err
	}
	currency := money.Currency(d.Currency)
	r = Record{Title: d.Nr + " · " + customer.Name, State: d.Stage}
	if r.Facts, err = dealFacts(d, customer, currency); err != nil {
		return r, err
	}
	if d.Stage == "quoted" || d.Stage == "signed" || d.Stage == "released" {
		facts, err := w.facts(d, w.today)
		if err != nil {
			return r, err
		}
		if facts.Stage == deal.Released {
			facts.Stage = deal.Signed // as the hand-over asks it: the order is at hand
		}
		r.Gate = &GateView{Deal: d.ID, Nr: d.Nr, Answer: deal.Ask(facts), Cover: facts.Cover}
	} else if running(d) {
		if r.Gate, err = w.coverView(d); err != nil {
			return r, err
		}
	}
	r.Headline = dealHeadline(d, r.Gate, currency)
	for _, add := range []func(q.Deal) (Table, error){w.unitTable, w.levellingTable, w.securityTable, w.instalmentTable, w.paymentTable, w.changeTable, w.versionTable, w.dealDemandTable, w.settlementsTable, w.booksTable, w.postingTable} {
		t, err := add(d)
		if err != nil {
			return r, err
		}
		if len(t.Rows) > 0 {
			r.Tables = append(r.Tables, t)
		}
	}
	events, err := w.tx.DealEvents(w.ctx, q.DealEventsParams{DealID: d.ID, Limit: timelineMost})
	r.Timeline = lines(events)
	r.Next = dealNext(d, r.Gate)
	return r, err
}

// staffDeal hides deals from guests.
func (w *work) staffDeal(dealID string) (q.Deal, error) {
	if w.actor.Role.Guest() {
		return q.Deal{}, store.Missing(errNone, dealID)
	}
	return w.deal(dealID)
}

func dealFacts(d q.Deal, customer q.Party, currency money.Currency) ([]Fact, error) {
	facts := []Fact{{"Customer", Ref{customer.ID, customer.Name}}, {"Kind", d.Kind}, {"Price", money.Of(d.PriceMinor, currency)}}
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil {
		return nil, err
	}
	if terms.Advance.Minor > 0 {
		facts = append(facts, Fact{"Advance", terms.Advance})
	}
	if d.Kind == "lease" {
		product, _ := lease.FindProduct(terms.Product)
		if terms.Product != "" {
			facts = append(facts, Fact{"Product", product.Title})
		}
		facts = append(facts, Fact{"Rate", errs.T("{percent} %", "percent", terms.Rate)}, Fact{"Rentals", int64(terms.Count)},
			Fact{"Method", orText(terms.Method, orText(string(product.Terms.Method), "annuity"))}, Fact{"Timing", orText(terms.Timing, orText(string(product.Terms.Timing), "arrears"))})
		if terms.Residual.Minor > 0 {
			facts = append(facts, Fact{"Residual value", terms.Residual})
		}
	}
	for _, f := range []struct {
		label string
		on    day.Date
	}{{"Days do not count since", d.PausedOn}, {"Quote valid until", d.QuoteExpiresOn}, {"Signed on", d.SignedOn}, {"Begins", d.StartsOn}, {"Ends", d.EndsOn}, {"Delivered on", d.DeliveredOn},
		{"In default since", d.DefaultedOn}, {"Closed on", d.ClosedOn}, {"Late since", d.LateSince}} {
		if f.on != 0 {
			facts = append(facts, Fact{f.label, f.on})
		}
	}
	if d.OverdueMinor > 0 {
		facts = append(facts, Fact{"Overdue", money.Of(d.OverdueMinor, currency)})
	}
	if d.UnappliedMinor > 0 {
		facts = append(facts, Fact{"Unapplied cash", money.Of(d.UnappliedMinor, currency)})
	}
	return facts, nil
}

func dealHeadline(d q.Deal, gate *GateView, currency money.Currency) errs.Text {
	switch d.Stage {
	case "quoted":
		return errs.T("Quoted at {price}; it waits for a signature.", "price", money.Of(d.PriceMinor, currency))
	case "signed":
		return gate.Answer.Headline()
	case "released":
		return errs.T("It was released and may be handed over.")
	case "delivered":
		if d.Dpd > 0 {
			return errs.T("It is {n} days late with {amount}.", "n", int(d.Dpd), "amount", money.Of(d.OverdueMinor, currency))
		}
		return errs.T("It runs until {day} and nothing is late.", "day", d.EndsOn)
	case "defaulted":
		return errs.T("It is in default with {amount}: demand under its guarantees.", "amount", money.Of(d.OverdueMinor, currency))
	case "recovered":
		return errs.T("Everything that could be recovered was recovered; it can be closed.")
	case "closed":
		return errs.T("It was closed on {day}.", "day", d.ClosedOn)
	}
	return errs.T("It was cancelled on {day}.", "day", d.ClosedOn)
}

// dealNext are the verbs that make sense at a stage, the primary one first.
func dealNext(d q.Deal, gate *GateView) []string {
	next := dealSteps(d, gate)
	if d.UnappliedMinor > 0 && d.Stage != "signed" && d.Stage != "released" {
		next = append(next, "payment.refund")
	}
	return next
}

func dealSteps(d q.Deal, gate *GateView) []string {
	switch d.Stage {
	case "quoted":
		return []string{"deal.sign", "deal.requote", "party.vet", "deal.cancel"}
	case "signed":
		next := []string{"deal.release", "guarantee.allocate", "guarantee.register", "payment.receive", "deal.waive", "deal.confirm_waiver", "deal.cancel"}
		if gate != nil && !gate.Answer.May {
			next = append([]string{"guarantee.allocate", "deal.release"}, next[2:]...)
		}
		return next
	case "released":
		return []string{"deal.deliver", "payment.receive", "deal.cancel"}
	case "delivered":
		next := []string{"payment.receive", "deal.close", "guarantee.allocate", "deal.default", "deal.charge", "deal.waive_charge", "deal.prepay", "deal.restructure", "deal.fix_rate", "deal.holiday", "deal.reage", "deal.assign"}
		if d.Kind == string(deal.Lease) {
			next = append(next, "deal.buy_out_quote", "deal.buy_out", "deal.end_unit", "deal.total_loss", "deal.end_of_term")
		}
		if d.PausedOn != 0 {
			return append(next, "deal.resume")
		}
		return append(next, "deal.pause")
	case "defaulted":
		return []string{"demand.preview", "guarantee.demand", "payment.receive", "deal.terminate", "deal.write_off"}
	case "recovered":
		return []string{"deal.close"}
	}
	return nil
}

// coverView shows the cover of a deal whose units are out; the gate itself is behind it.
func (w *work) coverView(d q.Deal) (*GateView, error) {
	cover, err := w.coverReader().of(d)
	return &GateView{Deal: d.ID, Nr: d.Nr, Cover: cover}, err
}

func (w *work) unitTable(d q.Deal) (Table, error) {
	t := Table{Title: "Units", Columns: []Head{head("Unit", store.Ref), head("Segment", store.State), head("Where", store.State), head("Claim", store.State), head("Price", store.Money)}}
	rows, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		u, _, err := w.unit(r.UnitID)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{Ref{u.ID, unitLabel(u)}, string(u.Segment), string(u.Supply), string(u.Claim.Kind), money.Of(r.PriceMinor, money.Currency(d.Currency))})
	}
	return t, err
}

func (w *work) securityTable(d q.Deal) (Table, error) {
	t := Table{Title: "Secured by", Columns: []Head{head("Guarantee", store.Ref), head("Guarantor", store.Ref), head("Life", store.State), head("Trust", store.State),
		head("For this deal", store.Money), head("Expires", store.Day)}}
	instruments, err := w.instrumentsOf(d.ID)
	for _, i := range instruments {
		p, err := w.tx.Party(w.ctx, i.Guarantor)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{Ref{i.ID, i.Number}, Ref{p.ID, p.Name}, string(i.Life), string(i.Trust), i.Share(d.ID), i.ExpiresOn})
	}
	return t, err
}

func (w *work) instalmentTable(d q.Deal) (Table, error) {
	t := Table{Title: "Schedule", Columns: []Head{head("No.", store.Number), head("Kind", store.State), head("Due", store.Day), head("Principal", store.Money),
		head("Interest", store.Money), head("Open", store.Money)}}
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return t, err
	}
	currency := money.Currency(d.Currency)
	if len(rows) == 0 {
		return w.quotedTable(d, t)
	}
	charged := slices.ContainsFunc(rows, func(r q.Instalment) bool { return r.FeeMinor+r.PenaltyMinor > 0 })
	if charged {
		t.Columns = slices.Insert(t.Columns, len(t.Columns)-1, head("Fee", store.Money), head("Penalty", store.Money))
	}
	for _, r := range rows {
		row := []any{r.Nr, r.Kind, r.DueOn, money.Of(r.PrincipalMinor, currency), money.Of(r.InterestMinor, currency)}
		if charged {
			row = append(row, money.Of(r.FeeMinor, currency), money.Of(r.PenaltyMinor, currency))
		}
		t.Rows = append(t.Rows, append(row, money.Of(instalmentOf(r).Open().Total(), currency)))
	}
	return t, nil
}

// changeTable shows everything but payments that changed what is owed; each is reversed by its id.
func (w *work) changeTable(d q.Deal) (Table, error) {
	t := Table{Title: "Changes of what is owed", Columns: []Head{head("Number", store.Text), head("Kind", store.State), head("Value date", store.Day), head("Amount", store.Money),
		head("Why", store.Text), head("Reversed", store.Moment)}}
	rows, err := w.tx.LoanTransactions(w.ctx, q.LoanTransactionsParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.ID, r.Kind, r.ValueOn, money.Of(r.AmountMinor, money.Currency(d.Currency)), r.Reason, r.ReversedUs})
	}
	return t, err
}

// versionTable shows the versions of a contract that was changed by agreement.
func (w *work) versionTable(d q.Deal) (Table, error) {
	t := Table{Title: "Versions of the contract", Columns: []Head{head("No.", store.Number), head("Kind", store.State), head("Effective", store.Day), head("Customer", store.Ref),
		head("Why", store.Text), head("Reversed", store.Moment)}}
	rows, err := w.tx.ContractVersions(w.ctx, q.ContractVersionsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil || len(rows) < 2 {
		return t, err
	}
	for _, r := range rows {
		p, err := w.tx.Party(w.ctx, r.CustomerID)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{r.Version, r.Kind, r.EffectiveOn, Ref{p.ID, p.Name}, r.Reason, r.ReversedUs})
	}
	return t, nil
}

// quotedTable shows the schedule of a quote that nobody signed yet.
func (w *work) quotedTable(d q.Deal, t Table) (Table, error) {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil {
		return t, err
	}
	_, schedule, err := terms.Schedule(d.StartsOn)
	currency := money.Currency(d.Currency)
	for _, r := range schedule.Rows {
		t.Rows = append(t.Rows, []any{int64(r.Nr), string(r.Kind), r.DueOn, money.Of(r.Principal, currency), money.Of(r.Interest, currency), money.Of(r.Payment(), currency)})
	}
	return t, err
}

func (w *work) paymentTable(d q.Deal) (Table, error) {
	t := Table{Title: "Payments", Columns: []Head{head("Payment", store.Ref), head("Value date", store.Day), head("Paid by", store.State), head("Amount", store.Money), head("Reversed", store.Moment)}}
	rows, err := w.tx.DealPayments(w.ctx, q.DealPaymentsParams{DealID: d.ID, Limit: 500})
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{Ref{r.ID, r.Reference}, r.ValueOn, r.Kind, money.Of(r.AmountMinor, money.Currency(r.Currency)), r.ReversedUs})
	}
	return t, err
}

func (w *work) dealDemandTable(d q.Deal) (Table, error) {
	rows, err := w.tx.DemandsOfDeal(w.ctx, d.ID)
	return demandTable(rows), err
}

func (w *work) postingTable(d q.Deal) (Table, error) {
	t := Table{Title: "Accounts", Columns: []Head{head("Account", store.State), head("Debits", store.Money), head("Credits", store.Money), head("Balance", store.Money)}}
	rows, err := w.tx.LedgerAccountsOfDeal(w.ctx, d.ID)
	for _, r := range rows {
		a := accountOf(r)
		t.Rows = append(t.Rows, []any{string(a.Code), money.Of(a.Debits, a.Currency), money.Of(a.Credits, a.Currency), money.Of(a.Balance(), a.Currency)})
	}
	return t, err
}

// names reads the names of parties.
func (w *work) names(ids ...string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	for _, p := range ids {
		row, err := w.tx.Party(w.ctx, p)
		if err != nil {
			return nil, store.Missing(err, p)
		}
		out[p] = row.Name
	}
	return out, nil
}
