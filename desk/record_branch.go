package desk

import (
	"kontor/errs"
	"kontor/store"
)

func (w *work) branchRecord(branchID string) (Record, error) {
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, branchID)
	}
	b, err := w.tx.Branch(w.ctx, branchID)
	if err != nil {
		return Record{}, store.Missing(err, branchID)
	}
	p, err := w.tx.Party(w.ctx, b.PartyID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: b.Name + " · " + p.Name, State: "active", Headline: errs.T("Its calendar is not known: dates are counted from Monday to Friday."), Next: []string{"branch.change"}}
	place, err := w.placeFrom(b.Name, b.Calendar, b.Timezone, b.CutOff)
	if err != nil {
		return r, err
	}
	if place.Calendar != nil {
		r.Headline = errs.T("Dates are counted by calendar {calendar}.", "calendar", place.Calendar.String())
	}
	r.Facts = []Fact{{"Guarantor", Ref{p.ID, p.Name}}, {"Place", b.Place}, {"Country", b.Country}}
	for _, f := range []struct{ label, value string }{{"BIC", b.Bic}, {"Licence", b.Licence}, {"Licence looked up in", b.LicenceSource}, {"Calendar", b.Calendar}, {"Time zone", b.Timezone},
		{"Cut-off", b.CutOff}, {"Address for presentation", b.Address}, {"Number to call", b.CallBack}, {"Number looked up in", b.CallBackSource}, {"Language", b.Lang}} {
		if f.value != "" {
			r.Facts = append(r.Facts, Fact{f.label, f.value})
		}
	}
	if b.TransportDays > 0 {
		r.Facts = append(r.Facts, Fact{"Transport", errs.T("{n} days", "n", int(b.TransportDays))})
	}
	return r, nil
}
