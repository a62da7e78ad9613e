package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

const coverSetting = "cover"

// CoverPolicy is how the house values promises. Its zero value is the standard profile: 8 percent kept back between currencies,
// lowered where a promise ends early, nothing for what does not pay on demand, and the limits of guarantors.
type CoverPolicy struct {
	Haircut     money.Rate    `json:"haircut" label:"Kept back between currencies" unit:"%" help:"Leave empty for 8." optional:""`
	Pairs       []PairHaircut `json:"pairs" label:"Pairs that move more" optional:""`
	Revalued    int           `json:"revalued" label:"Revalued every" unit:"business days" help:"Leave empty for every day." optional:""`
	EarlyEnds   bool          `json:"early_ends" label:"Count in full what ends before the exposure does" optional:""`
	Wording     bool          `json:"wording" label:"Count only approved wordings" optional:""`
	NotOnDemand []KindCounted `json:"not_on_demand" label:"Count of what does not pay on demand" optional:""`
	TenorDays   int           `json:"tenor_days" label:"Rely on a guarantor for" unit:"days" help:"Leave empty for any number of days." optional:""`
	Groups      []GuarantorIn `json:"groups" label:"Groups of guarantors" optional:""`
	Limits      []CoverLimit  `json:"limits" label:"Limits of groups, countries and currencies" optional:""`
}

// PairHaircut is what is kept back between two currencies.
type PairHaircut struct {
	A    string     `json:"a" label:"Currency"`
	B    string     `json:"b" label:"Other currency"`
	Kept money.Rate `json:"kept" label:"Kept back" unit:"%"`
}

// KindCounted is how much of a kind counts for the gate.
type KindCounted struct {
	Kind   string     `json:"kind" label:"Kind" enum:"surety|credit_insurance|state_guarantee|parent_guarantee"`
	Counts money.Rate `json:"counts" label:"Counts with" unit:"%"`
}

// GuarantorIn puts a guarantor into a group.
type GuarantorIn struct {
	Guarantor string `json:"guarantor" label:"Guarantor" ref:"party"`
	Group     string `json:"group" label:"Group"`
}

// CoverLimit is the most that the house relies on, all deals together.
type CoverLimit struct {
	Per  string       `json:"per" label:"Per" enum:"group|country|currency"`
	Of   string       `json:"of" label:"Of" help:"Name of the group, code of the country or currency."`
	Most money.Amount `json:"most" label:"Limit"`
}

func (p CoverPolicy) check() error {
	var f errs.Faults
	percent := func(field string, r money.Rate) {
		if r.Fraction() < 0 || r.Fraction() > 1 {
			f.Add(field, "percent are from 0 to 100")
		}
	}
	currency := func(field, code string) {
		_, err := money.ParseCurrency(code)
		f.Take(field, err)
	}
	percent("haircut", p.Haircut)
	if p.Revalued < 0 || p.Revalued > 366 {
		f.Add("revalued", "the number is from 0 to {most}", "most", 366)
	}
	if p.TenorDays < 0 || p.TenorDays > guarantee.MaxDays {
		f.Add("tenor_days", "the number is from 0 to {most}", "most", guarantee.MaxDays)
	}
	for n, l := range p.Pairs {
		at := fmt.Sprintf("pairs[%d].", n)
		currency(at+"a", l.A)
		currency(at+"b", l.B)
		percent(at+"kept", l.Kept)
		if l.A == l.B || slices.ContainsFunc(p.Pairs[:n], func(o PairHaircut) bool {
			return guarantee.PairOf(money.Currency(o.A), money.Currency(o.B)) == guarantee.PairOf(money.Currency(l.A), money.Currency(l.B))
		}) {
			f.Add(at+"b", "{word} is listed twice", "word", l.B)
		}
	}
	for n, l := range p.NotOnDemand {
		percent(fmt.Sprintf("not_on_demand[%d].counts", n), l.Counts)
	}
	p.checkLimits(&f, currency)
	return f.Err()
}

func (p CoverPolicy) checkLimits(f *errs.Faults, currency func(field, code string)) {
	for n, l := range p.Groups {
		at := fmt.Sprintf("groups[%d].", n)
		if strings.TrimSpace(l.Group) == "" {
			f.Add(at+"group", "a group needs its name")
		}
		if slices.ContainsFunc(p.Groups[:n], func(o GuarantorIn) bool { return o.Guarantor == l.Guarantor }) {
			f.Add(at+"guarantor", "{word} is listed twice", "word", l.Guarantor)
		}
	}
	for n, l := range p.Limits {
		at := fmt.Sprintf("limits[%d].", n)
		currency(at+"most", string(l.Most.Currency))
		if l.Most.Minor < 0 {
			f.Add(at+"most", "{amount} is below zero", "amount", l.Most)
		}
		if l.Per == "currency" {
			currency(at+"of", l.Of)
		} else if strings.TrimSpace(l.Of) == "" {
			f.Add(at+"of", "a limit needs the name of what it limits")
		}
		if slices.ContainsFunc(p.Limits[:n], func(o CoverLimit) bool { return o.Per == l.Per && o.Of == l.Of }) {
			f.Add(at+"of", "{word} is listed twice", "word", l.Of)
		}
	}
}

// into fills a policy with what the house has set.
func (p CoverPolicy) into(policy *guarantee.Policy) {
	policy.HaircutBP, policy.Revalued, policy.WithoutMaturity, policy.NeedWording = basisPoints(p.Haircut), p.Revalued, p.EarlyEnds, p.Wording
	policy.PairBP, policy.CountBP = map[guarantee.Pair]int64{}, map[guarantee.Kind]int64{}
	for _, l := range p.Pairs {
		policy.PairBP[guarantee.PairOf(money.Currency(l.A), money.Currency(l.B))] = basisPoints(l.Kept)
	}
	for _, l := range p.NotOnDemand {
		policy.CountBP[guarantee.Kind(l.Kind)] = basisPoints(l.Counts)
	}
	policy.GroupOf = map[string]string{}
	for _, l := range p.Groups {
		policy.GroupOf[l.Guarantor] = strings.TrimSpace(l.Group)
	}
	if p.TenorDays > 0 {
		policy.Limits.Tenor = map[string]int{"": p.TenorDays}
	}
}

// SetCoverPolicy sets how the house values promises.
var SetCoverPolicy = verb(Spec{Name: "policy.cover", Title: "Set the cover policy", Help: "Set haircuts, what counts of promises that do not pay on demand, and the limits of groups, countries and currencies.", Roles: []Role{Manager, Admin}},
	func(w *work, req CoverPolicy) (CoverPolicy, error) {
		var f errs.Faults
		f.Take("", req.check())
		f.Take("", w.hasReason())
		for n, l := range req.Groups {
			if _, err := w.tx.Party(w.ctx, l.Guarantor); store.None(err) {
				f.Add(fmt.Sprintf("groups[%d].guarantor", n), "there is no party {id}", "id", l.Guarantor)
			} else if err != nil {
				return req, err
			}
		}
		if err := f.Err(); err != nil {
			return CoverPolicy{}, err
		}
		if err := w.tx.PutSetting(w.ctx, q.PutSettingParams{Name: coverSetting, ValueJson: col.Of(req), ChangedUs: w.now()}); err != nil {
			return CoverPolicy{}, err
		}
		return req, w.event(happening{entity: w.centre(), data: req, text: errs.T("the cover policy was set: {percent} percent are kept back between currencies", "percent", cmp.Or(req.Haircut, money.MustParseRate("8")))})
	})

// coverPolicy is the policy in force.
func (w *work) coverPolicy() (CoverPolicy, error) {
	var p CoverPolicy
	doc, err := w.tx.Setting(w.ctx, coverSetting)
	if store.None(err) {
		return p, nil
	}
	if err == nil {
		err = doc.Into(&p)
	}
	return p, err
}
