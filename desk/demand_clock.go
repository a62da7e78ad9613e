package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store/q"
)

// ageDemands lets the days of guarantors pass: the last day of a notice of rejection, of an answer to extend or pay, of a payment.
// A close of several days at once lets each happen on its own day.
func (w *work) ageDemands(res *CloseDayResult, _ day.Date) error {
	for after := ""; ; {
		rows, err := w.tx.DemandsPastDay(w.ctx, q.DemandsPastDayParams{CentreID: w.centre(), NextOn: res.On, ID: after})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, m := range rows {
			after = m.ID
			if err := w.ageDemand(res, m); err != nil {
				return err
			}
		}
	}
}

func (w *work) ageDemand(res *CloseDayResult, m q.Demand) error {
	p, err := w.promise(m.GuaranteeID)
	if err != nil {
		return err
	}
	passed := false
	for {
		d, err := p.Demand(m.ID)
		if err != nil {
			return err
		}
		on := d.Next().Add(1)
		f, text := passing(d, on)
		if d.Next() == 0 || on > res.On || f == nil {
			break
		}
		passed = true
		if err := w.happenOn(&p, on, guarantee.ByClock, f); err != nil {
			return err
		}
		if err := w.event(happening{entity: p.ID, deal: m.DealID, party: p.Guarantor, on: on, text: text}); err != nil {
			return err
		}
	}
	if passed {
		res.Demands++
	}
	return nil
}

// passing is what a day brings about for a demand alone, and the sentence for the life line.
func passing(d guarantee.Demand, on day.Date) (guarantee.Fact, errs.Text) {
	switch {
	case d.Precludes(on):
		return guarantee.DemandDeadlinePassedFact{ID: d.ID}, errs.T("no notice of rejection came by {day}: the demand of {amount} is deemed complying", "day", on.Add(-1), "amount", d.Amount)
	case d.State == guarantee.DemandSuspended:
		return guarantee.DemandDueFact{ID: d.ID}, errs.T("no extension came by {day}: the demand of {amount} is due without a new one", "day", on.Add(-1), "amount", d.Amount)
	case d.Overdue(on):
		return guarantee.DemandOverdueFact{ID: d.ID}, errs.T("the demand of {amount} was to be paid by {day} and is overdue", "amount", d.Amount, "day", d.PayBy)
	}
	return nil, errs.Text{}
}

// demandTasksMost bounds the demands looked at for the first page; the list has the others.
const demandTasksMost = 200

// demandTasks says what each open demand waits for.
func (w *work) demandTasks(_ *Today, add func(Task)) error {
	rows, err := w.tx.OpenDemands(w.ctx, q.OpenDemandsParams{CentreID: w.centre(), Limit: demandTasksMost})
	waiting := 0
	for _, m := range rows {
		if k, ok := w.demandTask(m); ok {
			k.About = m.ID
			add(k)
		} else {
			waiting++
		}
	}
	if waiting > 0 {
		add(Task{Text: errs.T("{n} demands wait for the guarantor's money.", "n", waiting), About: "/list/demands", Roles: []Role{Risk, Accountant}})
	}
	return err
}

// demandTask is what somebody must do about a demand; false when it only waits.
func (w *work) demandTask(m q.OpenDemandsRow) (Task, bool) {
	amount := money.Of(m.AmountMinor, money.Currency(m.Currency))
	risk := []Role{Risk, Manager}
	switch guarantee.DemandState(m.State) {
	case guarantee.DemandDrafted:
		return Task{Act: true, Text: errs.T("A demand of {amount} under {number} waits to be approved by a second person.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.approve", Roles: risk}, true
	case guarantee.DemandApproved:
		return Task{Act: true, Text: errs.T("The demand of {amount} under {number} is approved: send it.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.send", Roles: risk}, true
	case guarantee.DemandSent:
		return Task{Text: errs.T("The demand of {amount} under {number} is on its way: record when it arrived.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.present", Roles: risk}, true
	case guarantee.DemandIncomplete:
		return Task{Act: true, Text: errs.T("The demand of {amount} under {number} is not complete: bring what is missing before the guarantee ends.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.present", Roles: risk}, true
	case guarantee.DemandLate:
		return Task{Act: true, Text: errs.T("The demand of {amount} under {number} came too late: look for another guarantee.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.withdraw", Roles: risk}, true
	case guarantee.DemandOverdue:
		return Task{Act: true, Text: errs.T("The demand of {amount} under {number} is overdue: remind the guarantor, or take it to dispute.", "amount", amount, "number", m.GuaranteeNr), Verb: "demand.dispute", Roles: risk}, true
	case guarantee.DemandPresented:
		if m.NextOn != 0 && m.NextOn <= w.today {
			return Task{Act: m.NextOn < w.today, Text: errs.T("The guarantor's time to reject the demand of {amount} under {number} ends on {day}.", "amount", amount, "number", m.GuaranteeNr, "day", m.NextOn), Verb: "demand.reject", Roles: risk}, true
		}
	case guarantee.DemandSuspended:
		return Task{Text: errs.T("The guarantor may extend instead of paying {amount} under {number} until {day}.", "amount", amount, "number", m.GuaranteeNr, "day", m.NextOn), Verb: "demand.extend", Roles: risk}, true
	}
	return Task{}, false
}

func demandStates() []string {
	var out []string
	for _, s := range guarantee.DemandStates() {
		out = append(out, string(s))
	}
	return out
}
