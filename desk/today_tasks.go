package desk

import (
	"context"
	"slices"

	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// todayLapsing lists the guarantees that expire within the next days and still secure something.
func (w *work) todayLapsing(t *Today) error {
	rows, err := w.tx.LapsingGuarantees(w.ctx, w.today.Add(soonDays+1))
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.LastsOn < w.today {
			continue // the close of the day marks it expired
		}
		i, err := w.withAllocations(r)
		if err != nil {
			return err
		}
		if len(i.Allocations) == 0 {
			continue
		}
		p, err := w.tx.Party(w.ctx, r.GuarantorID)
		if err != nil {
			return err
		}
		t.Lapsing = append(t.Lapsing, Lapsing{Guarantee: Ref{r.ID, r.Nr}, Guarantor: Ref{p.ID, p.Name}, ExpiresOn: r.LastsOn, Days: r.LastsOn.Sub(w.today),
			Pledged: money.Of(i.Available().Minor-i.Unpledged().Minor, i.Face.Currency)})
	}
	return nil
}

// lateMost bounds the rows of the first page; the list of deals has the others.
const lateMost = 50

func (w *work) todayLate(t *Today) error {
	rows, err := w.tx.LateDeals(w.ctx, q.LateDealsParams{CentreID: w.centre(), Limit: lateMost})
	for _, r := range rows {
		t.Late = append(t.Late, Late{Deal: Ref{r.ID, r.Nr}, Customer: Ref{r.CustomerID, r.Customer}, Days: int(r.Dpd), Overdue: money.Of(r.OverdueMinor, money.Currency(r.Currency)), Stage: r.Stage})
	}
	return err
}

// urgentDays is from how many days before its expiry a guarantee is to be drawn or replaced now.
const urgentDays = 30

// todayTasks lists what to do next: first what cannot wait, then what can.
func (w *work) todayTasks(t *Today) error {
	var soon []Task
	add := func(k Task) {
		if k.Act {
			t.Tasks = append(t.Tasks, k)
		} else {
			soon = append(soon, k)
		}
	}
	for _, step := range []func(*Today, func(Task)) error{w.listTasks, w.coverTasks, w.amendmentTasks, w.lateTasks, w.demandTasks, w.dealTasks, w.guaranteeTasks, w.houseTasks} {
		if err := step(t, add); err != nil {
			return err
		}
	}
	t.Tasks = append(t.Tasks, soon...)
	return nil
}

func (w *work) listTasks(_ *Today, add func(Task)) error {
	var f deal.Facts
	if err := w.listFacts(&f); err != nil {
		return err
	}
	if len(f.Lists) == 0 {
		add(Task{Act: true, Text: errs.T("No watch list is in force: nothing can leave."), About: "/list/listsets", Verb: "watchlist.load", Roles: []Role{Risk, Manager}})
	}
	for _, l := range f.Lists {
		if l.StaleOn <= w.today {
			add(Task{Act: true, Text: errs.T("The list {source} of {day} is too old: nothing can leave.", "source", l.Source, "day", l.Listed), About: l.ID, Verb: "watchlist.load", Roles: []Role{Risk, Manager}})
		}
	}
	waiting, err := w.tx.CountWaitingLists(w.ctx)
	if err != nil {
		return err
	}
	if waiting > 0 {
		add(Task{Text: errs.T("{n} watch lists wait for a second person to activate them.", "n", int(waiting)), About: "/list/listsets?state=checked", Roles: []Role{Risk, Manager}})
	}
	hits, err := w.tx.CountOpenHits(w.ctx)
	if hits > 0 {
		add(Task{Text: errs.T("{n} hits wait to be cleared.", "n", int(hits)), About: "/list/hits?state=open", Roles: []Role{Risk}})
	}
	return err
}

// uncoveredTasks is how many uncovered deals are told one by one.
const uncoveredTasks = 3

func (w *work) coverTasks(t *Today, add func(Task)) error {
	lines, err := w.drawLines(soonDays)
	if err != nil {
		return err
	}
	for _, l := range lines {
		verb := "guarantee.extend"
		if l.Overdue > 0 {
			verb = "guarantee.demand"
		}
		text := errs.T("Guarantee {number} ends on {day} and secures {amount} of {deal}: {what}; a demand must leave by {sending}.", "number", l.Guarantee.Text, "day", l.Last.On,
			"amount", l.Holds, "deal", l.Deal.Text, "what", l.Do, "sending", l.Sending.On)
		add(Task{Act: l.Days <= urgentDays || l.RenewsTo != 0, Text: text, About: l.Guarantee.ID, Verb: verb, Roles: []Role{Risk, Manager}})
	}
	for n, b := range t.Uncovered.Deals {
		if rest := len(t.Uncovered.Deals) - n; n == uncoveredTasks && rest > 1 { // the gap calendar tells them apart better than a list of tasks
			add(Task{Act: b.From <= w.today.Add(urgentDays), Text: errs.T("{n} more deals are not covered on some day.", "n", rest), About: "/ask/guarantee.gaps", Roles: []Role{Risk, Manager}})
			break
		}
		text := errs.T("{deal} is not covered from {day} on: up to {missing} are missing.", "deal", b.Deal.Text, "day", b.From, "missing", b.Missing)
		add(Task{Act: b.From <= w.today.Add(urgentDays), Text: text, About: b.Deal.ID, Verb: "guarantee.allocate", Roles: []Role{Risk, Manager}})
	}
	return nil
}

func (w *work) lateTasks(t *Today, add func(Task)) error {
	for _, l := range t.Late {
		switch {
		case l.Stage == string(deal.Defaulted):
			if waits, err := w.demanded(l.Deal.ID); err != nil {
				return err
			} else if waits {
				continue // told below: the guarantor's money is on its way
			}
			add(Task{Act: true, Text: errs.T("{deal} is in default with {amount}: demand under its guarantees.", "deal", l.Deal.Text, "amount", l.Overdue), About: l.Deal.ID, Verb: "guarantee.demand", Roles: []Role{Risk, Manager}})
		case l.Days >= dpdOfDefault:
			add(Task{Act: true, Text: errs.T("{deal} is {n} days late with {amount}: declare the default.", "deal", l.Deal.Text, "n", l.Days, "amount", l.Overdue), About: l.Deal.ID, Verb: "deal.default", Roles: []Role{Risk, Manager}})
		default:
			add(Task{Text: errs.T("{deal} is {n} days late with {amount}: call {customer}.", "deal", l.Deal.Text, "n", l.Days, "amount", l.Overdue, "customer", l.Customer.Text), About: l.Deal.ID, Roles: []Role{Clerk, Risk, Accountant}})
		}
	}
	return nil
}

// demanded reports whether a demand for the deal waits for its money.
func (w *work) demanded(dealID string) (bool, error) {
	demands, err := w.tx.DemandsOfDeal(w.ctx, dealID)
	return slices.ContainsFunc(demands, func(m q.Demand) bool { return m.ReservedMinor > 0 }), err
}

func (w *work) dealTasks(_ *Today, add func(Task)) error {
	rows, err := w.tx.DealsToRelease(w.ctx, w.centre())
	if err != nil {
		return err
	}
	for _, r := range rows {
		d, err := w.deal(r.ID)
		if err != nil {
			return err
		}
		facts, err := w.facts(d, w.today)
		if err != nil {
			return err
		}
		a := deal.Ask(facts)
		if a.May {
			add(Task{Text: errs.T("{deal} of {customer} may leave: release it.", "deal", d.Nr, "customer", r.Customer), About: d.ID, Verb: "deal.release", Roles: []Role{Manager}})
			continue
		}
		first := a.Open()[0].Open[0]
		add(Task{Text: errs.T("{deal} of {customer} waits at the gate, {n} conditions are open: {why}.", "deal", d.Nr, "customer", r.Customer, "n", len(a.Open()), "why", first.Text), About: d.ID,
			Roles: []Role{Clerk, Risk, Manager}})
	}
	return nil
}

func (w *work) guaranteeTasks(_ *Today, add func(Task)) error {
	rows, err := w.tx.UnverifiedGuarantees(w.ctx, w.today)
	for _, r := range rows {
		text := errs.T("Guarantee {number} over {amount} waits to be verified.", "number", r.Nr, "amount", money.Of(r.FaceMinor, money.Currency(r.Currency)))
		verb := "guarantee.verify"
		switch guarantee.Trust(r.Trust) {
		case guarantee.Authentic, guarantee.Reverify:
			text = errs.T("Guarantee {number} was last verified on {day} and must be verified again.", "number", r.Nr, "day", r.VerifiedOn)
		case guarantee.Verifying:
			text = errs.T("Guarantee {number}: the guarantor was asked, its answer is awaited.", "number", r.Nr)
		case guarantee.Mismatch:
			verb, text = "guarantee.approve_difference", errs.T("Guarantee {number} differs from what was agreed, or was denied: have it amended, or let two people approve it.", "number", r.Nr)
		}
		add(Task{Text: text, About: r.ID, Verb: verb, Roles: []Role{Risk, Manager}})
	}
	return err
}

func (w *work) houseTasks(t *Today, add func(Task)) error {
	if t.Turnover.Goal == nil {
		add(Task{Text: errs.T("No turnover goal is set for {year}.", "year", w.today.String()[:4]), Verb: "goal.set", Roles: []Role{Manager, Admin}})
	}
	last, err := w.tx.NewestClosedDay(w.ctx, w.centre())
	if store.None(err) {
		return nil
	}
	if yesterday := w.today.Add(-1); err == nil && last.OnDay < yesterday {
		add(Task{Text: errs.T("The days since {day} are not closed.", "day", last.OnDay), Verb: "day.close", Roles: []Role{Accountant, Manager}})
	}
	return err
}

// guestToday is the first page of a maker or guarantor: what lapses of its own promises, and nothing of the house.
func (d *Desk) guestToday(ctx context.Context, actor Actor) (Today, error) {
	t := Today{On: d.Today(), Lapsing: []Lapsing{}, Late: []Late{}, Tasks: []Task{}}
	err := d.read(ctx, actor, func(w *work) error {
		if err := w.todayHouse(&t); err != nil || actor.Role != Guarantor {
			return err
		}
		if err := w.todayLapsing(&t); err != nil {
			return err
		}
		var own []Lapsing
		for _, l := range t.Lapsing {
			if l.Guarantor.ID == actor.Party {
				own = append(own, l)
			}
		}
		t.Lapsing = own
		return nil
	})
	return t, err
}
