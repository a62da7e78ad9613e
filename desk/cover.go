package desk

import (
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/turnover"
	"kontor/vet"
)

// coverMost bounds how many deals may hang together by the guarantees that they share: more are not read for one question.
const coverMost = 2000

// coverReader gathers deals with the guarantees that secure them, and the deals that those guarantees secure too, in one
// transaction; what many of them share is read once: guarantees, the vetting of guarantors, the rates of the day.
type coverReader struct {
	*work
	policy      guarantee.Policy
	from, to    day.Date
	vetted      map[string]bool
	fetched     map[money.Currency]bool
	instruments []guarantee.Instrument
	read        map[string]bool // guarantees that are read, and deals that are
	exposures   []guarantee.Exposure
	most        int
}

func (w *work) coverReader() *coverReader {
	return &coverReader{work: w, policy: guarantee.Policy{AsOf: w.today, Clear: map[string]bool{}, Sanctioned: map[string]bool{}, Worth: map[money.Currency]guarantee.Worth{}, CountryOf: map[string]string{}},
		from: w.today, to: w.today, vetted: map[string]bool{}, fetched: map[money.Currency]bool{}, read: map[string]bool{}, most: coverMost}
}

// of computes the cover of a deal from today to its end, with everything that hangs together with it.
func (c *coverReader) of(d q.Deal) (guarantee.Result, error) {
	b, err := c.book([]q.Deal{d})
	if err != nil {
		return guarantee.Result{}, err
	}
	return b.Deal(d.ID), nil
}

// book computes the cover of many deals at once.
func (c *coverReader) book(deals []q.Deal) (*guarantee.Book, error) {
	c.most += len(deals)
	for _, d := range deals {
		if err := c.take(d); err != nil {
			return nil, err
		}
	}
	return c.reckon()
}

func (c *coverReader) reckon() (*guarantee.Book, error) {
	if err := c.reach(); err != nil {
		return nil, err
	}
	house, err := c.coverPolicy()
	if err != nil {
		return nil, err
	}
	house.into(&c.policy)
	return guarantee.Cover(c.instruments, c.exposures, c.policy, c.from, c.to)
}

// take adds a deal with what is open of it. Only a deal whose units are out takes cover from others.
func (c *coverReader) take(d q.Deal) error {
	e := guarantee.Exposure{Deal: d.ID}
	if running(d) || d.Stage == string(deal.Released) {
		rows, err := c.tx.Instalments(c.ctx, q.InstalmentsParams{CentreID: d.CentreID, DealID: d.ID})
		if err != nil {
			return err
		}
		e.Levels, e.Parts = levels(d, openRows(rows), c.from)
	}
	return c.expose(d, e)
}

func (c *coverReader) expose(d q.Deal, e guarantee.Exposure) error {
	if c.read[d.ID] {
		return nil
	}
	c.read[d.ID] = true
	if c.exposures = append(c.exposures, e); len(c.exposures) > c.most {
		return errs.New(errs.TooLarge, "more than {most} deals hang together by the guarantees that they share", "most", coverMost).At(d.ID).
			Because("secure new deals by guarantees of their own")
	}
	if len(e.Levels) > 0 {
		c.to = max(c.to, d.EndsOn)
	}
	return c.know(money.Currency(d.Currency), "")
}

// reach reads the guarantees of the deals, and the deals of the guarantees, until nothing new is found.
func (c *coverReader) reach() error {
	for n := 0; n < len(c.exposures); n++ {
		rows, err := c.tx.SecuringGuarantees(c.ctx, c.exposures[n].Deal)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if c.read[r.ID] {
				continue
			}
			c.read[r.ID] = true
			if err := c.add(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// add reads a guarantee with what it is pledged to.
func (c *coverReader) add(r q.Guarantee) error {
	i, err := store.Instrument(r)
	if err != nil {
		return err
	}
	if err := c.addClaims(&i); err != nil {
		return err
	}
	rows, err := c.tx.AllocationsOfGuarantee(c.ctx, r.ID)
	if err != nil {
		return err
	}
	for _, a := range rows {
		i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: a.DealID, Amount: money.Of(a.AmountMinor, i.Face.Currency)})
		if err := c.takeOf(a.CentreID, a.DealID); err != nil {
			return err
		}
	}
	if i.Reserved.Minor > 0 {
		demands, err := c.tx.DemandsOfGuarantee(c.ctx, r.ID)
		if err != nil {
			return err
		}
		for _, m := range demands {
			if m.ReservedMinor > 0 {
				if err := c.takeOf(m.CentreID, m.DealID); err != nil {
					return err
				}
			}
		}
		p, err := c.promise(r.ID)
		if err != nil {
			return err
		}
		i.Demanded = p.Securing()
	}
	c.instruments = append(c.instruments, i)
	return c.know(i.Face.Currency, i.Guarantor)
}

// takeOf takes a deal that a guarantee secures too.
func (c *coverReader) takeOf(centre, dealID string) error {
	if c.read[dealID] {
		return nil
	}
	d, err := c.tx.Deal(c.ctx, q.DealParams{CentreID: centre, ID: dealID})
	if err != nil {
		return store.Missing(err, dealID)
	}
	return c.take(d)
}

// know reads a guarantor and a rate that were not read yet.
func (c *coverReader) know(currency money.Currency, guarantor string) error {
	if guarantor != "" && !c.vetted[guarantor] {
		p, err := c.partyFact(guarantor, deal.RoleGuarantor)
		if err != nil {
			return err
		}
		c.vetted[guarantor], c.policy.Clear[guarantor], c.policy.Sanctioned[guarantor] = true, p.Outcome == deal.OutcomeClear, p.Outcome == string(vet.Blocked)
		row, err := c.tx.Party(c.ctx, guarantor)
		if err != nil {
			return err
		}
		c.policy.CountryOf[guarantor] = row.Country
	}
	if c.fetched[currency] {
		return nil
	}
	c.fetched[currency] = true
	return c.worth(&c.policy, currency)
}

// coverFacts computes the cover of a deal for every day from a day to its end, after what deals get whose units are out, and
// how far the limits of its guarantors are used.
func (w *work) coverFacts(f *deal.Facts, d q.Deal, rows []q.Instalment, from day.Date) error {
	c := w.coverReader()
	c.from, c.to = from, max(d.EndsOn, from)
	open := openRows(rows)
	if len(rows) == 0 { // not signed yet: the exposure of the quote
		var terms TermsRequest
		if err := d.TermsJson.Into(&terms); err != nil {
			return err
		}
		_, schedule, err := terms.Schedule(d.StartsOn)
		if err != nil {
			return err
		}
		open = schedule.Open()
	}
	e := guarantee.Exposure{Deal: d.ID, Rank: 1}
	e.Levels, e.Parts = levels(d, open, from)
	if running(d) || d.Stage == string(deal.Released) {
		e.Rank = 0
	}
	if err := c.expose(d, e); err != nil {
		return err
	}
	if err := c.reach(); err != nil {
		return err
	}
	house, err := c.coverPolicy()
	if err != nil {
		return err
	}
	house.into(&c.policy)
	if err := c.limits(f, house); err != nil {
		return err
	}
	b, err := guarantee.Cover(c.instruments, c.exposures, c.policy, c.from, c.to)
	if err != nil {
		return err
	}
	f.Cover = b.Deal(d.ID)
	for _, u := range b.LimitUses() {
		for n := range f.Limits {
			if l := &f.Limits[n]; l.Guarantor == u.Of && u.Reason == guarantee.LimitGuarantor {
				l.Used = u.Used
			}
		}
	}
	return nil
}

// worth notes what a currency is worth in USD today; without a fresh rate it stays unknown and cover in it counts nothing.
func (w *work) worth(p *guarantee.Policy, c money.Currency) error {
	if c == turnover.USD {
		p.Worth[c] = guarantee.Worth{Num: 1, Den: 1}
		return nil
	}
	row, err := w.tx.RateOn(w.ctx, q.RateOnParams{Currency: string(c), OnDay: w.today})
	if store.None(err) || (err == nil && w.today.Sub(row.OnDay) > turnover.MaxRateAge) {
		return nil
	}
	if err != nil {
		return err
	}
	rate, err := turnover.ParseRate(row.Usd)
	if err != nil {
		return err
	}
	num, den := rate.Fraction()
	p.Worth[c] = guarantee.Worth{Num: num, Den: den}
	return nil
}

// levels is what must be covered of a deal from a day on, and what of it is principal and what residual value. Before delivery
// the advance is left out: it is paid before anything leaves, or nothing leaves.
func levels(d q.Deal, open []lease.Open, from day.Date) ([]guarantee.Level, []guarantee.Owed) {
	if stage := deal.Stage(d.Stage); !stage.Out() {
		open = slices.DeleteFunc(open, func(o lease.Open) bool { return o.Kind == lease.AdvanceRow })
	}
	var principal, residual []lease.Open
	for _, o := range open {
		o.Fee, o.Interest = 0, 0
		if o.Kind == lease.ValueRow {
			residual = append(residual, o)
		} else {
			principal = append(principal, o)
		}
	}
	return levelsOf(d, open, from), []guarantee.Owed{{Obligation: guarantee.Principal, Levels: levelsOf(d, principal, from)},
		{Obligation: guarantee.ResidualValue, Levels: levelsOf(d, residual, from)}}
}

func levelsOf(d q.Deal, open []lease.Open, from day.Date) []guarantee.Level {
	var out []guarantee.Level
	for _, l := range lease.Levels(open, from) {
		out = append(out, guarantee.Level{From: l.From, Amount: money.Of(l.Minor, money.Currency(d.Currency))})
	}
	return out
}
