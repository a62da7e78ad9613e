package desk

import (
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store/q"
)

// demandOf is the demand for which a day passed; "" for another fact.
func demandOf(f guarantee.Fact) string {
	switch f := f.(type) {
	case guarantee.DemandDeadlinePassedFact:
		return f.ID
	case guarantee.DemandDueFact:
		return f.ID
	case guarantee.DemandOverdueFact:
		return f.ID
	case guarantee.DemandRecountedFact:
		return f.ID
	}
	return ""
}

// demandPassedText says what the calendar brought about for a demand, and for which deal; no deal for another fact.
func demandPassedText(before, after guarantee.State, f guarantee.Fact) (text errs.Text, deal string) {
	switch f := f.(type) {
	case guarantee.DemandDeadlinePassedFact:
		d, _ := before.Demand(f.ID)
		return errs.T("no notice of rejection came by {day}: the demand of {amount} is deemed complying", "day", d.Next(), "amount", d.Amount), d.Deal
	case guarantee.DemandDueFact:
		d, _ := before.Demand(f.ID)
		return errs.T("no extension came by {day}: the demand of {amount} is due without a new one", "day", d.Next(), "amount", d.Amount), d.Deal
	case guarantee.DemandOverdueFact:
		d, _ := before.Demand(f.ID)
		return errs.T("the demand of {amount} was to be paid by {day} and is overdue", "amount", d.Amount, "day", d.PayBy), d.Deal
	case guarantee.DemandRecountedFact:
		was, _ := before.Demand(f.ID)
		d, _ := after.Demand(f.ID)
		if d.Next() == 0 {
			return errs.T("the place is shut: the time to reject the demand of {amount} stands still", "amount", d.Amount), d.Deal
		}
		return errs.T("the guarantor's last day to reject the demand of {amount} is {day}, it was {before}", "amount", d.Amount, "day", d.Next(), "before", was.Next()), d.Deal
	}
	return errs.Text{}, ""
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
