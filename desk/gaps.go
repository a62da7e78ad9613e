package desk

import (
	"cmp"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// GapRequest asks for the days on which the cover of running deals is below what is required.
type GapRequest struct {
	Months int `json:"months" label:"Months" help:"How far to look ahead; empty means 12." optional:""`
}

// GapCalendar is every day from today to a day on which a deal whose units are out is not covered.
type GapCalendar struct {
	From  day.Date              `json:"from"`
	To    day.Date              `json:"to"`
	Deals []GapDeal             `json:"deals"` // the earliest gap first
	Sums  []guarantee.Uncovered `json:"sums"`  // all deals together
}

// GapDeal is one deal with its gaps.
type GapDeal struct {
	Deal     Ref             `json:"deal"`
	Customer Ref             `json:"customer"`
	Gaps     []guarantee.Gap `json:"gaps"`
	Missing  money.Amount    `json:"missing"` // the most that is missing on one day
	Mend     errs.Text       `json:"mend"`
}

// AskGaps answers when which deal is not covered.
var AskGaps = question(Spec{Name: "guarantee.gaps", Title: "Gap calendar", Help: "The days on which the cover of a deal whose units are out is below what is required, and what would close the gap.", Roles: staff},
	func(w *work, req GapRequest) (GapCalendar, error) {
		months := cmp.Or(req.Months, 12)
		out := GapCalendar{From: w.today, To: w.today.AddMonths(months), Deals: []GapDeal{}, Sums: []guarantee.Uncovered{}}
		if months < 1 || months > 120 {
			var f errs.Faults
			f.Add("months", "from 1 to {most} months", "most", 120)
			return out, f.Err()
		}
		running := map[string]q.Deal{}
		var deals []q.Deal
		err := w.eachRunning(func(d q.Deal) error {
			running[d.ID] = d
			deals = append(deals, d)
			return nil
		})
		if err != nil {
			return out, err
		}
		book, err := w.coverReader().book(deals)
		if err != nil {
			return out, err
		}
		for _, g := range book.Gists() {
			d, ours := running[g.Deal]
			if !ours || g.Covered() || g.FirstGap > out.To {
				continue
			}
			gap, err := w.gapDeal(d, book.Deal(d.ID), out.To)
			if err != nil {
				return out, err
			}
			out.Deals = append(out.Deals, gap)
		}
		slices.SortStableFunc(out.Deals, func(a, b GapDeal) int { return a.Gaps[0].From.Sub(b.Gaps[0].From) })
		for _, u := range book.Uncovered() {
			if len(u.Missing) > 0 && u.From <= out.To {
				u.To = min(u.To, out.To)
				out.Sums = append(out.Sums, u)
			}
		}
		return out, nil
	})

// gapDeal is a deal with the gaps that begin in time, cut off at a day.
func (w *work) gapDeal(d q.Deal, r guarantee.Result, until day.Date) (GapDeal, error) {
	customer, err := w.tx.Party(w.ctx, d.CustomerID)
	if err != nil {
		return GapDeal{}, err
	}
	out := GapDeal{Deal: Ref{d.ID, d.Nr}, Customer: Ref{customer.ID, customer.Name}, Missing: money.Of(0, money.Currency(d.Currency)), Mend: r.Mend.Text}
	for _, g := range r.Gaps {
		if g.From > until {
			break
		}
		g.To = min(g.To, until)
		out.Missing.Minor = max(out.Missing.Minor, g.Missing.Minor)
		out.Gaps = append(out.Gaps, g)
	}
	return out, nil
}

// Headline says how many deals miss something and when it begins.
func (g GapCalendar) Headline() errs.Text {
	if len(g.Deals) == 0 {
		return errs.T("Every deal whose units are out is covered on every day until {day}.", "day", g.To)
	}
	return errs.T("{n} deals are not covered on some day until {day}, the first from {from} on.", "n", len(g.Deals), "day", g.To, "from", g.Deals[0].Gaps[0].From)
}

// Tables are the gaps, for people.
func (g GapCalendar) Tables() []Table {
	t := Table{Title: "Gaps", Columns: []Head{head("Deal", store.Ref), head("Customer", store.Ref), head("From", store.Day), head("To", store.Day), head("Missing", store.Money), head("What closes it", store.Text)}}
	for _, d := range g.Deals {
		for n, gap := range d.Gaps {
			mend := errs.Text{}
			if n == 0 {
				mend = d.Mend
			}
			t.Rows = append(t.Rows, []any{d.Deal, d.Customer, gap.From, gap.To, gap.Missing, mend})
		}
	}
	if len(t.Rows) == 0 {
		return []Table{}
	}
	return []Table{t}
}
