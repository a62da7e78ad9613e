package desk

import (
	"kontor/errs"
	"kontor/guarantee"
	"kontor/store"
)

// lastDayFacts are the days that count toward the end of a guarantee, with how they came about.
func lastDayFacts(p promise) []Fact {
	var facts []Fact
	r := p.Clock.Reckoning
	if r.Until != 0 && r.Until != p.ExpiresOn {
		facts = append(facts, Fact{"Last day to present", r.Until}, Fact{"Because", errs.T("{rule} {article}, {profile}, calendar {calendar}: {why}", "rule", r.Rule, "article", r.Article,
			"profile", r.Profile, "calendar", r.Calendar, "why", r.Why)})
	}
	if n := p.Clock.Notice; n.For != 0 {
		text := errs.T("in time: it ends on {day}", "day", n.For)
		if !n.InTime {
			text = errs.T("late, the extension stands: given on {day}, possible until {latest}", "day", n.Given, "latest", n.Latest)
		}
		facts = append(facts, Fact{"Notice of non-extension", text})
	} else if to := p.RenewsTo(); to != 0 {
		facts = append(facts, Fact{"Extends to", to}, Fact{"Notice until", p.LatestNotice().On})
	}
	for _, c := range p.Closures() {
		if c.Resumes == 0 {
			facts = append(facts, Fact{"Shut by force majeure from", c.From})
		}
	}
	if p.Release != nil {
		facts = append(facts, Fact{"Proposed to give back", released(p, p.Release.Amount)})
	}
	if p.Barred != "" {
		facts = append(facts, Fact{"Trouble of the guarantor", guarantee.GuarantorTrouble(p.Barred).Label()})
	}
	return facts
}

// amendmentTable are the amendments of a guarantee, with our answers.
func (w *work) amendmentTable(p promise) (Table, error) {
	t := Table{Title: "Amendments", Columns: []Head{head("Amendment", store.Number), head("State", store.State), head("Recorded", store.Day), head("Source", store.Text), head("What it changes", store.Text),
		head("Our answer", store.Text)}}
	rows, err := w.tx.AmendmentsOfGuarantee(w.ctx, p.ID)
	for _, r := range rows {
		var a guarantee.Amendment
		if err := r.BodyJson.Into(&a); err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []any{r.Nr, r.State, r.RecordedOn, r.Source, a.Change.Says(), r.Answer})
	}
	return t, err
}

// amendmentNext are the verbs that answer what waits.
func (w *work) amendmentNext(p promise) []string {
	var next []string
	for _, a := range p.Amendments {
		if a.State == guarantee.AmendmentIssued {
			next = []string{"guarantee.accept_amendment", "guarantee.reject_amendment"}
		}
	}
	if p.Release != nil && p.Release.By != w.actor.ID {
		next = append(next, "guarantee.confirm_release")
	}
	if p.EffectEvent != "" && p.EffectiveOn == 0 {
		next = append(next, "guarantee.effect")
	}
	if (p.ExpiryType == guarantee.EventExpiry || p.ExpiryType == guarantee.BothExpiry) && p.Clock.EventOn == 0 {
		next = append(next, "guarantee.end_by_event")
	}
	return next
}
