package desk

import (
	"slices"

	"kontor/money"
	"kontor/store/q"
	"kontor/turnover"
)

// todayCover asks the cover of every deal whose units are out.
func (w *work) todayCover(t *Today) error {
	var running []q.Deal
	err := w.eachRunning(func(d q.Deal) error {
		running = append(running, d)
		return nil
	})
	if err != nil {
		return err
	}
	reader := w.coverReader()
	if err := reader.know(turnover.USD, ""); err != nil {
		return err
	}
	book, err := reader.book(running)
	if err != nil {
		return err
	}
	t.Uncovered.Deals = []BareDeal{}
	for _, d := range running {
		if book.Gist(d.ID).Covered() {
			continue
		}
		c := book.Deal(d.ID)
		customer, err := w.tx.Party(w.ctx, d.CustomerID)
		if err != nil {
			return err
		}
		t.Uncovered.Deals = append(t.Uncovered.Deals, BareDeal{Deal: Ref{d.ID, d.Nr}, Customer: Ref{customer.ID, customer.Name}, From: c.FirstGap, Missing: c.MaxMissing, Mend: c.Mend.Text})
	}
	var daily [soonDays + 1]int64 // cents missing on each of the next days, all deals together
	for _, u := range book.Uncovered() {
		for on := u.From; on <= min(u.To, w.today.Add(soonDays)); on = on.Add(1) {
			for _, m := range u.Missing {
				usd, _ := reader.policy.Convert(m, turnover.USD) // without a rate the row stands, the sum cannot
				if usd.Currency == turnover.USD {
					daily[on.Sub(w.today)] += usd.Minor
				}
			}
		}
	}
	slices.SortStableFunc(t.Uncovered.Deals, func(a, b BareDeal) int { return a.From.Sub(b.From) })
	if len(t.Uncovered.Deals) > 0 {
		t.Uncovered.First = t.Uncovered.Deals[0].From
	}
	t.Uncovered.Now, t.Uncovered.Soon = money.Of(daily[0], turnover.USD), money.Of(slices.Max(daily[:]), turnover.USD)
	return nil
}

// eachRunning visits every running deal of the centre, page by page.
func (w *work) eachRunning(visit func(d q.Deal) error) error {
	for after := ""; ; {
		rows, err := w.tx.RunningDeals(w.ctx, q.RunningDealsParams{CentreID: w.centre(), ID: after, Limit: closePage})
		if err != nil {
			return err
		}
		for _, d := range rows {
			after = d.ID
			if err := visit(d); err != nil {
				return err
			}
		}
		if len(rows) < closePage {
			return nil
		}
	}
}
