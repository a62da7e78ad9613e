package desk

import (
	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
)

// PreviewRequest is a demand as far as it is known; what is left out is proposed.
type PreviewRequest struct {
	Deal       string         `json:"deal" label:"Deal" ref:"deal"`
	Guarantee  string         `json:"guarantee" label:"Guarantee" ref:"guarantee" help:"Leave it empty for the one from which most can be demanded." optional:""`
	Amount     money.Amount   `json:"amount" label:"Amount" help:"Leave it empty for what is unpaid, at most what can be demanded." optional:""`
	Account    string         `json:"account" label:"Account to credit" help:"Leave it empty for the one of the last demand." optional:""`
	Obligation string         `json:"obligation" label:"In what respect the applicant is in breach" help:"Leave it empty for a sentence about what is unpaid." lines:"6" optional:""`
	Documents  []DocumentLine `json:"documents" label:"Documents" optional:""`
	SignedBy   string         `json:"signed_by" label:"Signed by" optional:""`
	Bank       string         `json:"bank" label:"Through the bank" optional:""`
	Dated      day.Date       `json:"dated" label:"Date of the statement" optional:""`
	ExtendTo   day.Date       `json:"extend_to" label:"Or extend to" optional:""`
}

// DemandPreview is a demand as it would stand, and what its guarantor would find.
type DemandPreview struct {
	May      bool          `json:"may"`     // nothing is open
	Request  DemandRequest `json:"request"` // the demand as it was completed
	Language string        `json:"language"`
	Letter   string        `json:"letter"`
	Checks   []DemandCheck `json:"checks"`
	DaysLeft int           `json:"days_left"`
	LastDay  DatedRule     `json:"last_day"` // to present
	SafeDay  DatedRule     `json:"safe_day"` // to send
	open     int
}

// DemandCheck is one thing that a guarantor looks at.
type DemandCheck struct {
	Name     errs.Text   `json:"name"`
	OK       bool        `json:"ok"`
	Says     errs.Text   `json:"says"`
	Open     []errs.Text `json:"open,omitempty"`  // what the guarantor would find
	Mends    []errs.Text `json:"mends,omitempty"` // what would make it pass
	Warnings []errs.Text `json:"warnings,omitempty"`
}

// DatedRule is a computed day with its explanation.
type DatedRule = deadline.Explained

// PreviewDemand shows a demand before anything is written.
var PreviewDemand = question(Spec{Name: "demand.preview", Title: "Preview a demand", Help: "The letter, and everything the guarantor will look at, before anything is written.", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, asked PreviewRequest) (DemandPreview, error) {
		req, err := w.propose(DemandRequest{Guarantee: asked.Guarantee, Deal: asked.Deal, Amount: asked.Amount, Account: asked.Account, Obligation: asked.Obligation, Documents: asked.Documents,
			SignedBy: asked.SignedBy, Bank: asked.Bank, Dated: asked.Dated, ExtendTo: asked.ExtendTo})
		if err != nil {
			return DemandPreview{}, err
		}
		p, d, err := w.subjectOf(&req)
		if err != nil {
			return DemandPreview{}, err
		}
		claim, err := w.claimOf(d, p, req)
		if err != nil {
			return DemandPreview{}, err
		}
		claim.At = w.now() // a demand that leaves now
		v, err := previewOf(p, claim)
		v.Request = req
		return v, err
	})

func previewOf(p promise, c guarantee.Claim) (DemandPreview, error) {
	v := DemandPreview{Language: p.Language, Letter: letterIn(p.Language, guarantee.DraftLetter(p.Instrument, c))}
	end, err := p.EndsAt(c.Place, c.Closures...)
	if err != nil {
		return v, err
	}
	v.LastDay, v.SafeDay = end.Effective, deadline.LastSafeSending(end.Effective.On, c.Place, c.House, c.Transport)
	v.DaysLeft = end.Effective.On.Sub(c.On)
	for _, check := range guarantee.CheckDemand(p.Instrument, c) {
		row := DemandCheck{Name: check.Name, OK: check.OK(), Says: check.Says, Warnings: check.Warnings}
		for _, open := range check.Open {
			row.Open, row.Mends, v.open = append(row.Open, open.Text), append(row.Mends, open.Hint), v.open+1
		}
		v.Checks = append(v.Checks, row)
	}
	v.May = v.open == 0
	return v, nil
}

// Headline says whether it may be sent.
func (v DemandPreview) Headline() errs.Text {
	switch {
	case v.open > 0:
		return errs.T("Not yet: the guarantor would find {n} discrepancies.", "n", v.open)
	case v.LastDay.On == 0:
		return errs.T("It complies.")
	}
	return errs.T("It complies. Send it by {safe}; it must arrive by {last}, {n} days from today.", "safe", v.SafeDay.On, "last", v.LastDay.On, "n", v.DaysLeft)
}

// Tables are the checks, the days and the letter.
func (v DemandPreview) Tables() []Table {
	checks := Table{Title: "What the guarantor will look at", Columns: []Head{head("Condition", store.Text), head("State", store.State), head("Says", store.Text), head("What would make it pass", store.Text)}}
	for _, c := range v.Checks {
		for n, open := range c.Open {
			checks.Rows = append(checks.Rows, []any{c.Name, "open", open, c.Mends[n]})
		}
		if c.OK {
			checks.Rows = append(checks.Rows, []any{c.Name, "ok", c.Says, ""})
		}
		for _, warning := range c.Warnings {
			checks.Rows = append(checks.Rows, []any{c.Name, "watch", warning, ""})
		}
	}
	days := datesTable(namedDay{errs.T("Last day to present"), v.LastDay}, namedDay{errs.T("Last safe day to send"), v.SafeDay})
	letter := Table{Title: "Letter", Columns: []Head{head("Text", store.Text)}}
	for _, line := range textLines(v.Letter) {
		letter.Rows = append(letter.Rows, []any{line})
	}
	return []Table{checks, days, letter}
}

// namedDay is a computed day with what it is.
type namedDay struct {
	name errs.Text
	deadline.Explained
}

// datesTable shows how days came about; a day that nothing computed is left out.
func datesTable(days ...namedDay) Table {
	t := Table{Title: "Days and how they came about", Columns: []Head{head("What", store.Text), head("Day", store.Day), head("Weekday", store.Text), head("How", store.Text), head("Rule", store.Text), head("Calendar", store.Text)}}
	for _, d := range days {
		if d.IsZero() {
			continue
		}
		rule := d.Rule
		if d.Article != "" {
			rule += ", " + d.Article
		}
		for n, step := range d.Steps {
			row := []any{"", day.Date(0), errs.Text{}, step, "", ""}
			if n == 0 {
				row = []any{d.name, d.On, weekday(d.On), step, rule, d.Calendar}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
