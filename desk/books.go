package desk

import (
	"math"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// carrying is a lease in the books of the lessor: what it was classified as once, and what is left of the net investment.
type carrying struct {
	class         lease.Classification
	netInvestment int64
	unearned      int64
	why           errs.Text
}

// carry reckons a lease in the lessor's books. The figures are shown and not posted: the house's ledger keeps what is owed.
func (w *work) carry(d q.Deal, life int) (carrying, error) {
	o, err := signedOffer(d)
	if err != nil {
		return carrying{}, err
	}
	book, booked := finance(o)
	worth := o.Terms.Price.Minor
	residual := residualLeft(o)
	if booked {
		worth = book.Payments.Minor
	} else if o.Terms.ResidualBy == lease.ByNobody {
		worth -= residual
	}
	var c carrying
	c.class, err = lease.Classify(lease.Inception{On: d.StartsOn, Transfers: residual == 0, TermMonths: monthsBetween(d.StartsOn, lastDue(o.Signed())), LifeMonths: life, Present: worth,
		FairValue: o.Terms.Price.Minor})
	if err != nil {
		return c, err
	}
	if booked && d.ContractVersion <= 1 && running(d) {
		c.ofBook(book, w.today)
		return c, nil
	}
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	for _, r := range rows {
		open := instalmentOf(r).Open()
		if c.netInvestment += open.Principal; r.DueOn > w.today {
			c.unearned += open.Interest
		}
	}
	if c.netInvestment > 0 {
		c.netInvestment += residual
	}
	c.why = errs.T("principal as agreed by version {n} of the contract", "n", int(d.ContractVersion))
	return c, err
}

// finance makes the books of a lease as it was signed, a sponsor's money among its payments. A lease whose payments fall on no regular
// periods has none.
func finance(o lease.Offer) (lease.FinanceBook, bool) {
	l := o.Levelled
	if l == nil {
		l = &lease.Levelled{BaseRate: o.Terms.Rate, Schedule: o.Schedule, Lessor: o.Lessor}
	}
	if o.Terms.EveryMonths < 1 {
		return lease.FinanceBook{}, false
	}
	in, err := l.Inflows(o.Terms, o.Terms.Price.Minor)
	if err != nil {
		return lease.FinanceBook{}, false
	}
	book, err := lease.BookFinance(in)
	return book, err == nil
}

func residualLeft(o lease.Offer) (minor int64) {
	for _, r := range o.Signed().Rows {
		if r.Kind == lease.ValueRow {
			minor += r.Principal
		}
	}
	return minor
}

func monthsBetween(from, to day.Date) int {
	y1, m1, _ := from.Civil()
	y2, m2, _ := to.Civil()
	return max(1, (y2-y1)*12+m2-m1)
}

// ofBook reads the books on a day: what is left after the last payment, and the income to come.
func (c *carrying) ofBook(book lease.FinanceBook, on day.Date) {
	c.netInvestment = book.NetInvestment.Minor
	last := book.Lease.Start
	for _, r := range book.Rows {
		if r.On <= on {
			c.netInvestment, last = r.Balance, r.On
		} else {
			c.unearned += r.Income
		}
	}
	c.why = errs.T("after the payment of {day}, at {rate} percent a year", "day", last, "rate", hundredths(book.Nominal))
}

// hundredths is a rate to two decimals, for people.
func hundredths(r money.Rate) money.Rate {
	rounded, err := money.RateOf(math.Round(r.Fraction()*1e4) / 1e4)
	if err != nil {
		return r
	}
	return rounded
}

// risk is a running deal in IFRS 9: its stage, what is exposed and what of it is expected to be lost.
type risk struct {
	stage    lease.Staging
	line     GradeLine
	exposure money.Amount
	covered  money.Rate
	loss     lease.ExpectedLoss
}

// riskOf stages a deal and reckons its loss. Exposure and cover are those of the guarantees' own reckoning, haircuts taken off.
func (w *work) riskOf(d q.Deal, p RiskPolicy, cover guarantee.Result) (risk, error) {
	var r risk
	then, now, err := w.grades(d.CustomerID, d.StartsOn, p)
	if err != nil {
		return r, err
	}
	r.line = p.line(now)
	s := lease.Standing{On: w.today, DPD: int(d.Dpd), GradeStart: then, Grade: now}
	if d.Stage == string(deal.Defaulted) {
		s.Events = []lease.DefaultEvent{lease.Declared}
	}
	if r.stage, err = lease.StageOf(s, p.stages()); err != nil {
		return r, err
	}
	r.exposure = money.Of(0, money.Currency(d.Currency))
	r.loss = lease.ExpectedLoss{Loss: r.exposure, TwelveMonths: r.exposure, Whole: r.exposure, WithoutCover: r.exposure}
	if len(cover.Steps) == 0 || cover.Steps[0].Required.Minor == 0 {
		return r, nil
	}
	first := cover.Steps[0]
	r.exposure = first.Required
	if r.covered, err = money.RateOf(float64(min(first.Cover.Minor, first.Required.Minor)) / float64(first.Required.Minor)); err != nil {
		return r, err
	}
	m := lease.LossModel{Currency: r.exposure.Currency, Stage: r.stage.Stage, Lifetime: p.Lifetime, Exposures: yearly(cover, w.today), PD: []money.Rate{r.line.PD}, Conditional: true,
		LGD: r.line.LGD, Covered: r.covered}
	if p.Discount {
		var terms TermsRequest
		if err := d.TermsJson.Into(&terms); err != nil {
			return r, err
		}
		m.Rate = terms.Rate
	}
	r.loss, err = lease.ExpectLoss(m)
	return r, err
}

// yearly is what is exposed when each year from a day on begins.
func yearly(cover guarantee.Result, from day.Date) []int64 {
	out := []int64{cover.Steps[0].Required.Minor}
	for _, s := range cover.Steps {
		for next := from.AddMonths(12 * len(out)); next >= s.From && next <= s.To; next = from.AddMonths(12 * len(out)) {
			if s.Required.Minor == 0 {
				return out
			}
			out = append(out, s.Required.Minor)
		}
	}
	return out
}

// booksTable shows a lease in the books of the lessor.
func (w *work) booksTable(d q.Deal) (Table, error) {
	t := Table{Title: "Books", Columns: []Head{head("What", store.Text), head("Amount", store.Money), head("Why", store.Text)}}
	if d.Kind != string(deal.Lease) || !running(d) {
		return t, nil
	}
	policy, err := w.riskPolicy()
	if err != nil {
		return t, err
	}
	c, err := w.carry(d, policy.LifeMonths)
	if err != nil {
		return t, err
	}
	cover, err := w.coverReader().of(d)
	if err != nil {
		return t, err
	}
	r, err := w.riskOf(d, policy, cover)
	if err != nil {
		return t, err
	}
	add := func(what errs.Text, amount any, why errs.Text) { t.Rows = append(t.Rows, []any{what, amount, why}) }
	kind := errs.T("operating lease (IFRS 16)")
	if c.class.Finance {
		kind = errs.T("finance lease (IFRS 16)")
	}
	add(kind, errs.Text{}, errs.T("classified once, on {day}", "day", c.class.On))
	for _, s := range c.class.Signs {
		sign := errs.T("par. {paragraph}: no", "paragraph", s.Paragraph)
		if s.Seen {
			sign = errs.T("par. {paragraph}: yes", "paragraph", s.Paragraph)
		}
		add(sign, errs.Text{}, s.Why)
	}
	currency := money.Currency(d.Currency)
	add(errs.T("net investment"), money.Of(c.netInvestment, currency), c.why)
	add(errs.T("unearned income"), money.Of(c.unearned, currency), errs.Text{})
	for i, why := range r.stage.Reasons {
		stage := errs.T("stage {stage} (IFRS 9)", "stage", r.stage.Stage)
		if i > 0 {
			stage = errs.Text{}
		}
		add(stage, errs.Text{}, why)
	}
	add(errs.T("exposure"), r.exposure, errs.T("{percent} percent are covered", "percent", hundredths(r.covered)))
	add(errs.T("expected credit loss"), r.loss.Loss, errs.T("grade {grade}: {pd} percent default within a year, {lgd} percent are lost then", "grade", r.line.Grade, "pd", r.line.PD, "lgd", r.line.LGD))
	add(errs.T("without the guarantees"), r.loss.WithoutCover, r.loss.Note)
	return t, nil
}
