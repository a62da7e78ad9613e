package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
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
	r = Record{Title: d.Nr + " · " + customer.Name, State: d.Stage, Facts: dealFacts(d, customer, currency)}
	if d.Stage == "quoted" || d.Stage == "signed" || d.Stage == "released" {
		facts, err := w.facts(d, w.today)
		if err != nil {
			return r, err
		}
		r.Gate = &GateView{Deal: d.ID, Nr: d.Nr, Answer: deal.Ask(facts), Cover: facts.Cover}
	} else if running(d) {
		if r.Gate, err = w.coverView(d); err != nil {
			return r, err
		}
	}
	r.Headline = dealHeadline(d, r.Gate, currency)
	for _, add := range []func(q.Deal) (Table, error){w.unitTable, w.securityTable, w.instalmentTable, w.paymentTable, w.dealDemandTable, w.postingTable} {
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

func dealFacts(d q.Deal, customer q.Party, currency money.Currency) []Fact {
	facts := []Fact{{"Customer", Ref{customer.ID, customer.Name}}, {"Kind", d.Kind}, {"Price", money.Of(d.PriceMinor, currency)}}
	if d.Kind == "lease" {
		facts = append(facts, Fact{"Rate", d.Rate + " %"})
	}
	for _, f := range []struct {
		label string
		on    day.Date
	}{{"Quote valid until", d.QuoteExpiresOn}, {"Signed on", d.SignedOn}, {"Begins", d.StartsOn}, {"Ends", d.EndsOn}, {"Delivered on", d.DeliveredOn},
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
	return facts
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
		return []string{"payment.receive", "deal.close", "guarantee.allocate", "deal.default"}
	case "defaulted":
		return []string{"guarantee.demand", "payment.receive", "deal.write_off"}
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
	for n, o := range openRows(rows) {
		r := rows[n]
		t.Rows = append(t.Rows, []any{r.Nr, r.Kind, r.DueOn, money.Of(r.PrincipalMinor, currency), money.Of(r.InterestMinor, currency), money.Of(o.Total(), currency)})
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

func demandTable(rows []q.Demand) Table {
	t := Table{Title: "Demands", Columns: []Head{head("Demand", store.Ref), head("State", store.State), head("Demanded", store.Money), head("Paid", store.Money), head("Paid on", store.Day)}}
	for _, r := range rows {
		currency := money.Currency(r.Currency)
		t.Rows = append(t.Rows, []any{Ref{r.ID, r.MadeOn.String()}, r.State, money.Of(r.AmountMinor, currency), money.Of(r.PaidMinor, currency), r.PaidOn})
	}
	return t
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

func (w *work) guaranteeRecord(guaranteeID string) (Record, error) {
	i, row, err := w.instrument(guaranteeID)
	if err != nil {
		return Record{}, err
	}
	if w.actor.Role == Maker || (w.actor.Role == Guarantor && w.actor.Party != row.GuarantorID) {
		return Record{}, store.Missing(errNone, guaranteeID)
	}
	names, err := w.names(row.GuarantorID, row.ApplicantID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: i.Number + " · " + names[row.GuarantorID], State: string(i.Life), Headline: guaranteeHeadline(i, w.today)}
	r.Facts = []Fact{{"Kind", string(i.Kind)}, {"Rules", string(i.Rules)}, {"Guarantor", Ref{i.Guarantor, names[i.Guarantor]}}, {"Applicant", Ref{i.Applicant, names[i.Applicant]}},
		{"Amount", i.Face}, {"Paid", i.Paid}, {"Reserved for demands", i.Reserved}, {"Not pledged", i.Unpledged()}, {"Trust", string(i.Trust)},
		{"Issued on", i.IssuedOn}, {"Expires on", i.ExpiresOn}}
	if row.VerifiedOn != 0 {
		r.Facts = append(r.Facts, Fact{"Verified on", row.VerifiedOn}, Fact{"To be verified again by", row.ReverifyOn}, Fact{"Evidence", row.EvidenceKind}, Fact{"Reference of the evidence", row.EvidenceRef})
	}
	if row.Place != "" {
		r.Facts = append(r.Facts, Fact{"Place of presentation", row.Place})
	}
	if row.Body != "" {
		r.Facts = append(r.Facts, Fact{"Text", row.Body})
	}
	pledged := Table{Title: "Secures", Columns: []Head{head("Deal", store.Ref), head("Pledged", store.Money), head("Holds", store.Money)}}
	allocations, err := w.tx.AllocationsOfGuarantee(w.ctx, i.ID)
	if err != nil {
		return r, err
	}
	for _, a := range allocations {
		pledged.Rows = append(pledged.Rows, []any{Ref{a.DealID, a.DealNr}, money.Of(a.AmountMinor, i.Face.Currency), i.Share(a.DealID)})
	}
	demands, err := w.tx.DemandsOfGuarantee(w.ctx, i.ID)
	if err != nil {
		return r, err
	}
	for _, t := range []Table{pledged, demandTable(demands)} {
		if own := t.Title != pledged.Title; len(t.Rows) > 0 && (own || !w.actor.Role.Guest()) {
			r.Tables = append(r.Tables, t)
		}
	}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: i.ID, Limit: timelineMost})
	r.Timeline, r.Next = lines(events), guaranteeNext(i)
	if w.actor.Role.Guest() {
		r.Timeline = ownLines(r.Timeline, i.ID)
	}
	return r, err
}

func guaranteeHeadline(i guarantee.Instrument, today day.Date) errs.Text {
	switch {
	case i.Life == guarantee.Recorded:
		return errs.T("It gives no cover yet: somebody other than its recorder must verify it.")
	case i.Life != guarantee.InForce:
		return errs.T("It gives no cover: it is {life}.", "life", i.Life.Label())
	case i.Trust != guarantee.Authentic:
		return errs.T("It gives no cover: it is {trust}.", "trust", i.Trust.Label())
	case i.ReverifyOn < today:
		return errs.T("It gives no cover: its verification held until {day}.", "day", i.ReverifyOn)
	}
	return errs.T("{amount} can be demanded until {day}, {n} days from today.", "amount", i.Available(), "day", i.ExpiresOn, "n", i.ExpiresOn.Sub(today))
}

func guaranteeNext(i guarantee.Instrument) []string {
	switch i.Life {
	case guarantee.Recorded:
		return []string{"guarantee.verify", "guarantee.allocate", "guarantee.extend", "guarantee.revoke"}
	case guarantee.InForce:
		if i.Trust != guarantee.Authentic {
			return []string{"guarantee.verify", "guarantee.demand", "guarantee.extend", "guarantee.revoke"}
		}
		return []string{"guarantee.allocate", "guarantee.demand", "guarantee.verify", "guarantee.extend", "guarantee.release", "guarantee.revoke"}
	}
	return nil
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

func (w *work) demandRecord(demandID string) (Record, error) {
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return Record{}, store.Missing(err, demandID)
	}
	g, err := w.tx.Guarantee(w.ctx, m.GuaranteeID)
	if err != nil {
		return Record{}, err
	}
	if w.actor.Role == Maker || (w.actor.Role == Guarantor && w.actor.Party != g.GuarantorID) {
		return Record{}, store.Missing(errNone, demandID)
	}
	d, err := w.deal(m.DealID)
	if err != nil {
		return Record{}, err
	}
	currency := money.Currency(m.Currency)
	r := Record{Title: g.Nr + " · " + d.Nr, State: m.State, Headline: errs.T("{amount} were demanded on {day}.", "amount", money.Of(m.AmountMinor, currency), "day", m.MadeOn)}
	r.Facts = []Fact{{"Guarantee", Ref{g.ID, g.Nr}}, {"Deal", Ref{d.ID, d.Nr}}, {"Amount", money.Of(m.AmountMinor, currency)}, {"Paid", money.Of(m.PaidMinor, currency)},
		{"Account to credit", m.Account}, {"Text", m.Body}}
	if m.State == "presented" {
		r.Next = []string{"demand.settle", "demand.reject"}
	}
	events, err := w.tx.GuaranteeEvents(w.ctx, q.GuaranteeEventsParams{GuaranteeID: g.ID, Limit: timelineMost})
	r.Timeline = lines(events)
	if w.actor.Role.Guest() {
		r.Facts, r.Timeline = without(r.Facts, "Deal"), ownLines(r.Timeline, g.ID)
	}
	return r, err
}

func (w *work) paymentRecord(paymentID string) (Record, error) {
	p, err := w.tx.Payment(w.ctx, q.PaymentParams{CentreID: w.centre(), ID: paymentID})
	if err != nil {
		return Record{}, store.Missing(err, paymentID)
	}
	d, err := w.staffDeal(p.DealID)
	if err != nil {
		return Record{}, err
	}
	currency := money.Currency(p.Currency)
	r := Record{Title: p.Reference + " · " + d.Nr, State: "booked", Headline: errs.T("{amount} arrived on {day}.", "amount", money.Of(p.AmountMinor, currency), "day", p.ValueOn)}
	if p.ReversedUs != 0 {
		r.State = "reversed"
	} else {
		r.Next = []string{"posting.reverse"}
	}
	r.Facts = []Fact{{"Deal", Ref{d.ID, d.Nr}}, {"Amount", money.Of(p.AmountMinor, currency)}, {"Value date", p.ValueOn}, {"Reference", p.Reference}, {"Unapplied", money.Of(p.UnappliedMinor, currency)}}
	var parts []lease.Part
	if err := p.PartsJson.Into(&parts); err != nil {
		return r, err
	}
	t := Table{Title: "It met", Columns: []Head{head("No.", store.Number), head("Fee", store.Money), head("Interest", store.Money), head("Principal", store.Money)}}
	for _, x := range parts {
		t.Rows = append(t.Rows, []any{int64(x.Nr), money.Of(x.Fee, currency), money.Of(x.Interest, currency), money.Of(x.Principal, currency)})
	}
	postings, err := w.groupTable(paymentID)
	r.Tables = []Table{t, postings}
	return r, err
}

func (w *work) groupTable(group string) (Table, error) {
	t := Table{Title: "Postings", Columns: []Head{head("Transfer", store.Ref), head("Debit", store.Text), head("Credit", store.Text), head("Amount", store.Money), head("Effective", store.Day)}}
	rows, err := w.tx.TransferGroup(w.ctx, group)
	for _, x := range rows {
		t.Rows = append(t.Rows, []any{Ref{x.ID, x.What}, x.DebitAccount, x.CreditAccount, money.Of(x.AmountMinor, money.Currency(x.Currency)), x.EffectiveOn})
	}
	return t, err
}

func (w *work) transferRecord(transferID string) (Record, error) {
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, transferID)
	}
	x, err := w.tx.Transfer(w.ctx, q.TransferParams{CentreID: w.centre(), ID: transferID})
	if err != nil {
		return Record{}, store.Missing(err, transferID)
	}
	amount := money.Of(x.AmountMinor, money.Currency(x.Currency))
	r := Record{Title: x.What, State: x.Kind, Headline: errs.T("{amount} from {credit} to {debit}, effective {day}.", "amount", amount, "credit", x.CreditAccount, "debit", x.DebitAccount, "day", x.EffectiveOn)}
	r.Facts = []Fact{{"Debit", x.DebitAccount}, {"Credit", x.CreditAccount}, {"Amount", amount}, {"Effective", x.EffectiveOn}, {"Recorded", x.AtUs}, {"Group", x.GroupID}}
	if x.DealID != "" {
		if d, err := w.deal(x.DealID); err == nil {
			r.Facts = append(r.Facts, Fact{"Deal", Ref{d.ID, d.Nr}})
		}
	}
	reversal, err := w.tx.ReversalOf(w.ctx, x.ID)
	switch {
	case err == nil:
		r.State = "reversed"
		r.Facts = append(r.Facts, Fact{"Reversed by", Ref{reversal.ID, reversal.What}})
	case !store.None(err):
		return r, err
	case x.Kind == "single":
		r.Next = []string{"posting.reverse"}
	}
	t, err := w.groupTable(x.GroupID)
	r.Tables = []Table{t}
	return r, err
}
