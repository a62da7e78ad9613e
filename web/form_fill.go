package web

import (
	"encoding/json"
	"net/url"

	"kontor/day"
	"kontor/desk"
	"kontor/money"
)

// todayFields are days that are nearly always today.
var todayFields = map[string]bool{"on": true, "signed_on": true, "value_on": true, "evidence_on": true}

// fill completes a form that was just opened: today where a day is nearly always today, and what the record that it is
// about knows: the entities it names when there is one of a kind, the rows of its tables, and facts with the label of a
// field. Of amounts only the currency is taken: who pays what is typed by a person.
func (v *visit) fill(spec desk.Spec, typed url.Values) (desk.Record, bool) {
	for _, f := range spec.Request {
		if f.Kind == desk.DateField && todayFields[f.Name] && !typed.Has(f.Name) {
			typed.Set(f.Name, v.desk.Today().String())
		}
	}
	r, ok := v.subject(spec, typed)
	if !ok {
		return r, false
	}
	if spec.Name == "deal.requote" && r.Kind == "deal" {
		v.fillTerms(spec, typed, r.ID)
	}
	if spec.Name == desk.DemandPayment.Name || spec.Name == desk.PreviewDemand.Name {
		v.fillDemand(typed, r)
	}
	if spec.Name == desk.AllocateGuarantee.Name {
		v.fillPledge(typed, r)
	}
	if spec.Name == desk.VerifyGuarantee.Name {
		fillEvidence(typed, r)
	}
	for _, f := range spec.Request {
		if typed.Has(f.Name) {
			continue
		}
		switch refs := refsOf(r, f.Ref); {
		case f.Kind == desk.MoneyField:
			fillCurrency(typed, f.Name, r)
		case f.Kind == desk.TableField:
			fillRows(typed, f, r)
		case f.Kind == desk.RefField && len(refs) == 1 && !f.Optional:
			typed.Set(f.Name, refs[0].ID)
		case f.Kind == desk.TextField || f.Kind == desk.EnumField || f.Kind == desk.DateField:
			fillFact(typed, f, r)
		}
	}
	return r, true
}

// fillTerms begins a new version of a quote with the terms of the last one.
func (v *visit) fillTerms(spec desk.Spec, typed url.Values, deal string) {
	terms, err := v.desk.Terms(v.ctx, v.actor, deal)
	if err != nil {
		return // the form is shown empty; the verb says why it cannot be done
	}
	b, err := json.Marshal(terms)
	var object map[string]any
	if err != nil || json.Unmarshal(b, &object) != nil {
		return
	}
	for _, f := range spec.Request {
		if !typed.Has(f.Name) {
			fillValue(typed, f.Name, object[f.Name])
		}
	}
}

// fillValue types a value of a stored request as a person would; a value of nothing stays empty.
func fillValue(typed url.Values, path string, value any) {
	switch value := value.(type) {
	case string:
		if value != "" && value != "0" { // a rate of nothing
			typed.Set(path, value)
		}
	case float64:
		if value != 0 {
			typed.Set(path, formatInt(int64(value)))
		}
	case []any:
		for n, row := range value {
			object, _ := row.(map[string]any)
			for name, inner := range object {
				fillValue(typed, rowPath(path, n)+"."+name, inner)
			}
		}
	}
}

// subject reads the record that the form is about.
func (v *visit) subject(spec desk.Spec, typed url.Values) (desk.Record, bool) {
	names := []string{spec.On}
	for _, f := range spec.Request {
		if f.Ref != "" {
			names = append(names, f.Name)
		}
	}
	for _, name := range names {
		if id := typed.Get(name); name != "" && desk.KindOf(id) != "" {
			r, err := v.desk.ReadRecord(v.ctx, v.actor, id)
			return r, err == nil
		}
	}
	return desk.Record{}, false
}

// fillCurrency begins an amount with the currency in which the record counts.
func fillCurrency(typed url.Values, name string, r desk.Record) {
	for _, fact := range r.Facts {
		if a, ok := fact.Value.(money.Amount); ok && !typed.Has(name+currencyPart) {
			typed.Set(name+currencyPart, string(a.Currency))
		}
	}
}

func fillFact(typed url.Values, f desk.Field, r desk.Record) {
	for _, fact := range r.Facts {
		if fact.Label != f.Label {
			continue
		}
		switch value := fact.Value.(type) {
		case string:
			typed.Set(f.Name, value)
		case day.Date:
			typed.Set(f.Name, value.String())
		}
	}
}

// fillRows makes a row of a table field for each entity that a table of the record names; columns with the label of a
// field fill it.
func fillRows(typed url.Values, f desk.Field, r desk.Record) {
	at := 0
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			found := false
			for _, column := range f.Rows {
				path := rowPath(f.Name, at) + "." + column.Name
				for n, value := range row {
					if ref, ok := value.(desk.Ref); ok && column.Ref != "" && desk.KindOf(ref.ID) == column.Ref {
						typed.Set(path, ref.ID)
						found = true
					}
					if a, ok := value.(money.Amount); ok && found && t.Columns[n].Title == column.Label {
						typed.Set(path, a.String())
					}
				}
			}
			if found {
				at++
			}
		}
		if at > 0 {
			return
		}
	}
}
