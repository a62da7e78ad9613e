package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/guarantee"
	"kontor/lease"
	"kontor/money"
	"kontor/store/q"
	"kontor/turnover"
)

// coverReader computes the cover of many running deals in one transaction and reads what they share only once: the
// vetting of guarantors and the rates of the day.
type coverReader struct {
	*work
	policy  guarantee.Policy
	vetted  map[string]bool
	fetched map[money.Currency]bool
}

func (w *work) coverReader() *coverReader {
	return &coverReader{work: w, policy: guarantee.Policy{AsOf: w.today, Clear: map[string]bool{}, Worth: map[money.Currency]guarantee.Worth{}},
		vetted: map[string]bool{}, fetched: map[money.Currency]bool{}}
}

// of computes the cover of a deal from today to its end.
func (c *coverReader) of(d q.Deal) (guarantee.Result, error) {
	rows, err := c.tx.Instalments(c.ctx, q.InstalmentsParams{CentreID: c.centre(), DealID: d.ID})
	if err != nil {
		return guarantee.Result{}, err
	}
	instruments, err := c.instrumentsOf(d.ID)
	if err != nil {
		return guarantee.Result{}, err
	}
	if err := c.know(money.Currency(d.Currency), instruments); err != nil {
		return guarantee.Result{}, err
	}
	return guarantee.Cover(d.ID, levels(d, openRows(rows), c.today), instruments, c.policy, c.today, max(d.EndsOn, c.today))
}

// know reads the guarantors and rates that the instruments need and that were not read yet.
func (c *coverReader) know(currency money.Currency, instruments []guarantee.Instrument) error {
	for _, i := range instruments {
		if c.vetted[i.Guarantor] {
			continue
		}
		p, err := c.partyFact(i.Guarantor, deal.RoleGuarantor)
		if err != nil {
			return err
		}
		c.vetted[i.Guarantor], c.policy.Clear[i.Guarantor] = true, p.Outcome == deal.OutcomeClear
	}
	for _, code := range append(currenciesOf(instruments), currency) {
		if c.fetched[code] {
			continue
		}
		if err := c.worth(&c.policy, code); err != nil {
			return err
		}
		c.fetched[code] = true
	}
	return nil
}

// levels is what must be covered of a deal from a day on. Before delivery the advance is left out: it is paid before
// anything leaves, or nothing leaves.
func levels(d q.Deal, open []lease.Open, from day.Date) []guarantee.Level {
	if stage := deal.Stage(d.Stage); !stage.Out() {
		open = slices.DeleteFunc(open, func(o lease.Open) bool { return o.Kind == lease.AdvanceRow })
	}
	var out []guarantee.Level
	for _, l := range lease.Levels(open, from) {
		out = append(out, guarantee.Level{From: l.From, Amount: money.Of(l.Minor, money.Currency(d.Currency))})
	}
	return out
}

// todayCover asks the cover of every deal whose units are out.
func (w *work) todayCover(t *Today) error {
	reader := w.coverReader()
	if err := reader.know(turnover.USD, nil); err != nil {
		return err
	}
	var daily [soonDays + 1]int64 // cents missing on each of the next days, all deals together
	t.Uncovered.Deals = []BareDeal{}
	err := w.eachRunning(func(d q.Deal) error {
		c, err := reader.of(d)
		if err != nil || c.Covered() {
			return err
		}
		customer, err := w.tx.Party(w.ctx, d.CustomerID)
		if err != nil {
			return err
		}
		t.Uncovered.Deals = append(t.Uncovered.Deals, BareDeal{Deal: Ref{d.ID, d.Nr}, Customer: Ref{customer.ID, customer.Name}, From: c.FirstGap, Missing: c.MaxMissing, Mend: c.Mend.Text})
		for _, s := range c.Steps {
			usd, _ := reader.policy.Convert(money.Of(max(0, s.Required.Minor-s.Cover.Minor), s.Required.Currency), turnover.USD) // without a rate the row stands, the sum cannot
			for on := s.From; on <= min(s.To, w.today.Add(soonDays)); on = on.Add(1) {
				daily[on.Sub(w.today)] += usd.Minor
			}
		}
		return nil
	})
	slices.SortStableFunc(t.Uncovered.Deals, func(a, b BareDeal) int { return a.From.Sub(b.From) })
	if len(t.Uncovered.Deals) > 0 {
		t.Uncovered.First = t.Uncovered.Deals[0].From
	}
	t.Uncovered.Now, t.Uncovered.Soon = money.Of(daily[0], turnover.USD), money.Of(slices.Max(daily[:]), turnover.USD)
	return err
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
