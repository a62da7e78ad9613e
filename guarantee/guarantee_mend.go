package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Mend is what would close every gap.
type Mend struct {
	Text       errs.Text    `json:"text"`
	Instrument string       `json:"instrument,omitempty"` // the one to extend or verify, "" when only more cover helps
	Until      day.Date     `json:"until,omitempty"`      // last uncovered day
	More       money.Amount `json:"more"`                 // the amount that would do it without any instrument
}

// mend finds one act that closes every gap: verify an instrument that would suffice, or extend one that ends too early and is
// worth enough. Otherwise only more cover helps.
func (v *view) mend() {
	r := &v.result
	if len(r.Gaps) == 0 {
		return
	}
	until := r.Gaps[len(r.Gaps)-1].To
	if !v.b.policy.WithoutMaturity {
		until = v.d.lastNeed // what ends before the exposure does would still be lowered
	}
	r.Mend = Mend{Until: until, More: r.MaxMissing,
		Text: errs.T("bring {missing} more cover from {from} to {day}", "missing", r.MaxMissing, "from", r.FirstGap, "day", until)}
	var ending *line
	for _, id := range v.d.ties {
		t := &v.b.ties[id]
		l := &v.b.lines[t.line]
		switch {
		case l.column == beside || l.demand || t.noRate || !v.withinLimits(l):
		case l.unproven():
			if v.closes(t, until, func(s Step) (ratio, bool) {
				factor, _ := v.b.maturity(t, s.To)
				return factor, s.To <= l.last
			}) {
				r.Mend.Instrument = l.i.ID
				r.Mend.Text = errs.T("verify {guarantee}, or bring {missing} more cover from {from} to {day}",
					"guarantee", l.i.Number, "missing", r.MaxMissing, "from", r.FirstGap, "day", until)
				return
			}
		case len(l.bars) == 0 && l.i.WaitingDays == 0 && l.last == l.matures && l.last >= v.b.asOf && l.last < until && (ending == nil || l.last > ending.last):
			if v.closes(t, until, func(Step) (ratio, bool) { return one, v.relied(l, until) }) {
				ending = l
			}
		}
	}
	if ending != nil {
		r.Mend.Instrument = ending.i.ID
		r.Mend.Text = errs.T("extend {guarantee} to {day}, or bring {missing} more cover from {from}",
			"guarantee", ending.i.Number, "day", until, "missing", r.MaxMissing, "from", r.FirstGap)
	}
}

// closes reports whether a promise would close every gap with what no other deal can take of it.
func (v *view) closes(t *tie, until day.Date, on func(Step) (factor ratio, counts bool)) bool {
	l := &v.b.lines[t.line]
	_, _, share := l.parts(until)
	for _, o := range l.ties {
		if other := &v.b.ties[o]; other != t {
			share -= other.pledge
		}
	}
	share = min(max(0, share), t.pledge)
	for _, s := range v.result.Steps {
		if s.Required.Minor <= s.Cover.Minor {
			continue
		}
		factor, counts := on(s)
		if !counts || s.From < l.first || s.To > until {
			return false
		}
		secured := v.b.secured(t, s.Required.Minor, s.From)
		missing := s.Required.Minor - s.Cover.Minor
		if n := slices.IndexFunc(s.By, func(p Part) bool { return p.Instrument == l.i.ID }); n >= 0 {
			missing += s.By[n].Amount.Minor
		}
		if min(v.b.value(t, share, secured, factor), secured) < missing {
			return false
		}
	}
	return true
}

// withinLimits reports whether a promise would be within every limit, whatever else is pledged.
func (v *view) withinLimits(l *line) bool {
	p := &v.b.policy
	g := l.i.Guarantor
	for reason, of := range map[Reason]string{LimitGuarantor: g, LimitGroup: p.GroupOf[g], LimitCountry: p.CountryOf[g], LimitCurrency: string(l.i.Face.Currency)} {
		most, ok := p.Limits.of(reason, of)
		if !ok {
			continue
		}
		used := most.Used
		if n := slices.IndexFunc(v.b.limits, func(u LimitUse) bool { return u.Reason == reason && u.Of == of }); n >= 0 {
			used = v.b.limits[n].Used
		}
		mine, known := p.Convert(l.i.amount(l.pool), most.Most.Currency)
		if !known || used.Currency != most.Most.Currency && used.Minor > 0 || used.Minor+mine.Minor+1 > most.Most.Minor {
			return false
		}
	}
	return true
}

// relied reports whether the house relies on the guarantor until a day.
func (v *view) relied(l *line, until day.Date) bool {
	days, ok := v.b.policy.Limits.tenor(l.i.Guarantor)
	return !ok || v.b.asOf.Add(days) >= until
}

// unproven reports whether a verification is all that is missing.
func (l *line) unproven() bool {
	if len(l.bars) == 0 || l.bars[0] != NotVerified && l.bars[0] != ReverifyDue {
		return false
	}
	return len(l.bars) == 1 || len(l.bars) == 2 && l.i.Life == Recorded
}
