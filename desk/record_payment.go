package desk

import (
	"slices"

	"kontor/errs"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

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
	var parts []store.Part
	if err := p.PartsJson.Into(&parts); err != nil {
		return r, err
	}
	t := Table{Title: "It met", Columns: []Head{head("No.", store.Number), head("On", store.Day), head("Penalty", store.Money), head("Fee", store.Money), head("Interest", store.Money), head("Principal", store.Money)}}
	for _, x := range parts {
		t.Rows = append(t.Rows, []any{int64(x.Nr), x.On, money.Of(x.Penalty, currency), money.Of(x.Fee, currency), money.Of(x.Interest, currency), money.Of(x.Principal, currency)})
	}
	postings, err := w.bookedFor(p)
	r.Tables = []Table{t, postings}
	return r, err
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
	for _, link := range []struct{ label, id string }{{"Booked for", x.ForID}, {"Caused by", x.CauseID}} {
		if KindOf(link.id) != "" {
			r.Facts = append(r.Facts, Fact{link.label, Ref{link.id, link.id}})
		} else if link.id != "" {
			r.Facts = append(r.Facts, Fact{link.label, link.id})
		}
	}
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

func (w *work) groupTable(group string) (Table, error) {
	rows, err := w.tx.TransferGroup(w.ctx, group)
	return postingsTable(rows), err
}

// bookedFor shows all that was booked for a payment: when it came, and whenever it came to meet other rows.
func (w *work) bookedFor(p q.Payment) (Table, error) {
	rows, err := w.tx.TransfersOfDeal(w.ctx, p.DealID)
	rows = slices.DeleteFunc(rows, func(t q.Transfer) bool { return t.ForID != p.ID && t.GroupID != p.ID })
	return postingsTable(rows), err
}

func postingsTable(rows []q.Transfer) Table {
	t := Table{Title: "Postings", Columns: []Head{head("Transfer", store.Ref), head("Debit", store.Text), head("Credit", store.Text), head("Amount", store.Money), head("Effective", store.Day)}}
	for _, x := range rows {
		t.Rows = append(t.Rows, []any{Ref{x.ID, x.What}, x.DebitAccount, x.CreditAccount, money.Of(x.AmountMinor, money.Currency(x.Currency)), x.EffectiveOn})
	}
	return t
}
