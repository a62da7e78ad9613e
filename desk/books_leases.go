package desk

import (
	"cmp"
	"slices"
	"strconv"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/lease"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// BooksRequest asks for the leases in the books of the lessor.
type BooksRequest struct {
	Stage int `json:"stage" label:"Stage of risk" help:"1, 2 or 3; leave empty for all." optional:""`
}

// BookLine is one running deal in the books.
type BookLine struct {
	Deal     Ref          `json:"deal"`
	Customer Ref          `json:"customer"`
	Stage    int          `json:"stage"`
	Reasons  []errs.Text  `json:"reasons"`
	Days     int          `json:"days"`   // past due
	Bucket   int          `json:"bucket"` // 0, 1, 31, 61 or 91: the least days of the bucket
	Grade    int          `json:"grade"`
	Exposure money.Amount `json:"exposure"`
	Covered  money.Rate   `json:"covered_pct"`
	Loss     money.Amount `json:"expected_loss"`
}

// BookTotal sums the deals of a stage or of a bucket in one currency.
type BookTotal struct {
	Of       int          `json:"of"` // stage, or the least days of the bucket
	Deals    int          `json:"deals"`
	Exposure money.Amount `json:"exposure"`
	Loss     money.Amount `json:"expected_loss"`
}

// Books are all running deals with their stages, exposures and losses.
type Books struct {
	On       day.Date    `json:"on"`
	Lines    []BookLine  `json:"lines"` // the largest expected loss first
	ByStage  []BookTotal `json:"by_stage"`
	ByBucket []BookTotal `json:"by_bucket"`
}

// AskBooks answers in which stage every running deal is and what of it is expected to be lost.
var AskBooks = question(Spec{Name: "books.leases", Title: "Leases in the books", Help: "Stage, exposure and expected credit loss of every running deal, and their sums by stage and by lateness.",
	Roles: []Role{Risk, Accountant, Manager, Auditor, Admin}}, func(w *work, req BooksRequest) (Books, error) {
	b := Books{On: w.today, Lines: []BookLine{}, ByStage: []BookTotal{}, ByBucket: []BookTotal{}}
	if req.Stage < 0 || req.Stage > 3 {
		var f errs.Faults
		f.Add("stage", "a stage is 1, 2 or 3")
		return b, f.Err()
	}
	policy, err := w.riskPolicy()
	if err != nil {
		return b, err
	}
	var running []q.Deal
	err = w.eachRunning(func(d q.Deal) error {
		running = append(running, d)
		return nil
	})
	if err != nil {
		return b, err
	}
	book, err := w.coverReader().book(running)
	if err != nil {
		return b, err
	}
	for _, d := range running {
		r, err := w.riskOf(d, policy, book.Deal(d.ID))
		if err != nil {
			return b, err
		}
		if req.Stage != 0 && r.stage.Stage != req.Stage {
			continue
		}
		customer, err := w.tx.Party(w.ctx, d.CustomerID)
		if err != nil {
			return b, err
		}
		l := BookLine{Deal: Ref{d.ID, d.Nr}, Customer: Ref{customer.ID, customer.Name}, Stage: r.stage.Stage, Reasons: r.stage.Reasons, Days: int(d.Dpd),
			Bucket: (loan.Settings{}).Bucket(int(d.Dpd)), Grade: r.line.Grade, Exposure: r.exposure, Covered: hundredths(r.covered), Loss: r.loss.Loss}
		b.Lines = append(b.Lines, l)
		b.ByStage, b.ByBucket = totalled(b.ByStage, l.Stage, l), totalled(b.ByBucket, l.Bucket, l)
	}
	slices.SortStableFunc(b.Lines, func(x, y BookLine) int {
		return cmp.Or(cmp.Compare(x.Loss.Currency, y.Loss.Currency), cmp.Compare(y.Loss.Minor, x.Loss.Minor), cmp.Compare(x.Deal.Text, y.Deal.Text))
	})
	return b, err
})

// totalled adds a line to the sum of its stage or bucket, in the order of currencies.
func totalled(all []BookTotal, of int, l BookLine) []BookTotal {
	i, found := slices.BinarySearchFunc(all, l, func(t BookTotal, l BookLine) int {
		return cmp.Or(cmp.Compare(t.Exposure.Currency, l.Exposure.Currency), cmp.Compare(t.Of, of))
	})
	if !found {
		zero := money.Of(0, l.Exposure.Currency)
		all = slices.Insert(all, i, BookTotal{Of: of, Exposure: zero, Loss: zero})
	}
	all[i].Deals++
	all[i].Exposure.Minor += l.Exposure.Minor
	all[i].Loss.Minor += l.Loss.Minor
	return all
}

// Headline counts the deals.
func (b Books) Headline() errs.Text { return errs.T("{n} deals run.", "n", len(b.Lines)) }

// Tables are the sums and the deals, for people.
func (b Books) Tables() []Table {
	sums := []Head{head("Deals", store.Number), head("Exposure", store.Money), head("Expected loss", store.Money)}
	stages := Table{Title: "By stage", Columns: append([]Head{head("Stage of risk", store.Number)}, sums...)}
	for _, t := range b.ByStage {
		stages.Rows = append(stages.Rows, []any{int64(t.Of), int64(t.Deals), t.Exposure, t.Loss})
	}
	buckets := Table{Title: "By lateness", Columns: append([]Head{head("Days late", store.Text)}, sums...)}
	for _, t := range b.ByBucket {
		buckets.Rows = append(buckets.Rows, []any{bucketText(t.Of), int64(t.Deals), t.Exposure, t.Loss})
	}
	lines := Table{Title: "Deals", Columns: []Head{head("Deal", store.Ref), head("Customer", store.Ref), head("Stage of risk", store.Number), head("Days late", store.Number),
		head("Grade", store.Number), head("Exposure", store.Money), head("Covered, %", store.Text), head("Expected loss", store.Money)}}
	for _, l := range b.Lines {
		lines.Rows = append(lines.Rows, []any{l.Deal, l.Customer, int64(l.Stage), int64(l.Days), int64(l.Grade), l.Exposure, l.Covered.String(), l.Loss})
	}
	return []Table{stages, buckets, lines}
}

// bucketText names a bucket by its days.
func bucketText(least int) errs.Text {
	switch least {
	case 0:
		return errs.T("not late")
	case 91:
		return errs.T("{n} and more", "n", least)
	}
	most := map[int]int{1: 30, 31: 60, 61: 90}[least]
	return errs.T("{from} to {to}", "from", strconv.Itoa(least), "to", strconv.Itoa(most))
}

// LadderRequest asks which leases end soon.
type LadderRequest struct {
	Months int `json:"months" label:"Months" help:"How far ahead; leave empty for 12." optional:""`
	Notice int `json:"notice" label:"Notice" unit:"days" help:"How long before the end the customer is asked; leave empty for 60." optional:""`
}

// Ladder are the months with the leases that end in them.
type Ladder struct {
	On    day.Date     `json:"on"`
	Rungs []LadderRung `json:"rungs"`
}

// LadderRung is a month in one currency.
type LadderRung struct {
	Currency money.Currency `json:"currency"`
	lease.Rung
}

// AskLadder answers which leases end in the coming months, with what is left and what the house hopes to find.
var AskLadder = question(Spec{Name: "books.ladder", Title: "Leases that end", Help: "The leases that end within some months, by month, with what is left and the residual that the house hopes to find.",
	Roles: staff}, func(w *work, req LadderRequest) (Ladder, error) {
	req.Months, req.Notice = cmp.Or(req.Months, 12), cmp.Or(req.Notice, 60)
	out := Ladder{On: w.today, Rungs: []LadderRung{}}
	var f errs.Faults
	if req.Months < 1 || req.Months > 120 {
		f.Add("months", "from 1 to {most} months", "most", 120)
	}
	if req.Notice < 1 || req.Notice > 366 {
		f.Add("notice", "from 1 to {most} days", "most", 366)
	}
	if err := f.Err(); err != nil {
		return out, err
	}
	ends := map[money.Currency][]lease.Expiring{}
	err := w.eachRunning(func(d q.Deal) error {
		if d.Kind != string(deal.Lease) || d.EndsOn >= w.today.AddMonths(req.Months+1) {
			return nil
		}
		e := lease.Expiring{ID: d.Nr, Ends: d.EndsOn, NoticeDays: req.Notice}
		rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
		if err != nil {
			return err
		}
		for _, r := range rows {
			e.Balance += instalmentOf(r).Open().Principal
		}
		o, err := signedOffer(d)
		e.Residual = residualLeft(o)
		ends[money.Currency(d.Currency)] = append(ends[money.Currency(d.Currency)], e)
		return err
	})
	for currency, all := range ends {
		for _, r := range lease.Ladder(all, w.today, req.Months) {
			if len(r.Ends) > 0 {
				out.Rungs = append(out.Rungs, LadderRung{currency, r})
			}
		}
	}
	slices.SortFunc(out.Rungs, func(a, b LadderRung) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Currency, b.Currency))
	})
	return out, err
})

// Headline counts what ends.
func (l Ladder) Headline() errs.Text {
	n := 0
	for _, r := range l.Rungs {
		n += len(r.Ends)
	}
	return errs.T("{n} leases end.", "n", n)
}

// Tables are the leases by month, for people.
func (l Ladder) Tables() []Table {
	t := Table{Title: "Leases that end", Columns: []Head{head("Month", store.Day), head("Deal", store.Text), head("Ends", store.Day), head("Left", store.Money), head("Residual value", store.Money),
		head("Notice", store.Text)}}
	for _, r := range l.Rungs {
		for _, e := range r.Ends {
			notice := errs.Text{}
			if slices.Contains(r.Notice, e.ID) {
				notice = errs.T("ask the customer now")
			}
			t.Rows = append(t.Rows, []any{r.Month, e.ID, e.Ends, money.Of(e.Balance, r.Currency), money.Of(e.Residual, r.Currency), notice})
		}
	}
	return []Table{t}
}
