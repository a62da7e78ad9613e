package desk

import (
	"fmt"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

const riskSetting = "risk"

// GradeLine is what a grade stands for.
type GradeLine struct {
	Grade int        `json:"grade" label:"Grade" help:"Higher is worse."`
	PD    money.Rate `json:"pd" label:"Default within a year" unit:"%"`
	LGD   money.Rate `json:"lgd" label:"Lost then" unit:"%" help:"Of what no guarantee pays."`
}

// RiskPolicy is how the house reckons credit losses.
type RiskPolicy struct {
	Grades         []GradeLine `json:"grades" label:"Grades"`
	Ungraded       int         `json:"ungraded" label:"Grade of who has none"`
	SignificantDPD int         `json:"significant_dpd" label:"Stage 2 from" unit:"days late" help:"Leave empty for 30." optional:""`
	DefaultDPD     int         `json:"default_dpd" label:"Stage 3 from" unit:"days late" help:"Leave empty for 90." optional:""`
	Lifetime       bool        `json:"lifetime" label:"Losses of the whole life in every stage" optional:""`
	Discount       bool        `json:"discount" label:"Discount losses at the rate of the lease" optional:""`
	LifeMonths     int         `json:"life_months" label:"Economic life of a unit" unit:"months" help:"Leave empty for 120." optional:""`
}

// usualPolicy holds until the house sets one: six grades from half a percent a year, 35 percent lost, and the presumptions of IFRS 9.
func usualPolicy() RiskPolicy {
	p := RiskPolicy{Ungraded: 4}
	for i, pd := range []string{"0.5", "1", "2", "4", "8", "16"} {
		p.Grades = append(p.Grades, GradeLine{i + 1, money.MustParseRate(pd), money.MustParseRate("35")})
	}
	return p.filled()
}

func (p RiskPolicy) filled() RiskPolicy {
	for n, usual := range map[*int]int{&p.SignificantDPD: 30, &p.DefaultDPD: dpdOfDefault, &p.LifeMonths: 120} {
		if *n == 0 {
			*n = usual
		}
	}
	return p
}

// line is what a grade stands for; a grade that the policy has no more counts as one of who has none.
func (p RiskPolicy) line(grade int) GradeLine {
	var usual GradeLine
	for _, l := range p.Grades {
		if l.Grade == grade {
			return l
		}
		if l.Grade == p.Ungraded {
			usual = l
		}
	}
	return usual
}

func (p RiskPolicy) check() error {
	var f errs.Faults
	seen := map[int]bool{}
	if len(p.Grades) < 1 || len(p.Grades) > 30 {
		f.Add("grades", "a policy has from 1 to {most} grades", "most", 30)
	}
	for i, l := range p.Grades {
		at := fmt.Sprintf("grades[%d].", i)
		if l.Grade < 1 || l.Grade > 99 || seen[l.Grade] {
			f.Add(at+"grade", "grades are numbers from 1 to {most}, each once", "most", 99)
		}
		seen[l.Grade] = true
		for field, r := range map[string]money.Rate{"pd": l.PD, "lgd": l.LGD} {
			if r.Fraction() < 0 || r.Fraction() > 1 {
				f.Add(at+field, "percent are from 0 to 100")
			}
		}
	}
	if len(p.Grades) > 0 && !seen[p.Ungraded] {
		f.Add("ungraded", "the policy has no grade {grade}", "grade", p.Ungraded)
	}
	if p.SignificantDPD < 1 || p.DefaultDPD <= p.SignificantDPD || p.DefaultDPD > 365 {
		f.Add("default_dpd", "stage 2 begins before stage 3, and that within a year")
	}
	if p.LifeMonths < 1 || p.LifeMonths > 600 {
		f.Add("life_months", "a unit lives from 1 to {most} months", "most", 600)
	}
	return f.Err()
}

// SetRiskPolicy sets how the house reckons credit losses.
var SetRiskPolicy = verb(Spec{Name: "policy.risk", Title: "Set the risk policy", Help: "Set grades, their probabilities, and the lines between the stages of IFRS 9.", Roles: []Role{Manager, Admin}},
	func(w *work, req RiskPolicy) (RiskPolicy, error) {
		req = req.filled()
		var f errs.Faults
		f.Take("", req.check())
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return RiskPolicy{}, err
		}
		if err := w.tx.PutSetting(w.ctx, q.PutSettingParams{Name: riskSetting, ValueJson: col.Of(req), ChangedUs: w.now()}); err != nil {
			return RiskPolicy{}, err
		}
		return req, w.event(happening{entity: w.centre(), data: req, text: errs.T("the risk policy has {n} grades now", "n", len(req.Grades))})
	})

// riskPolicy is the policy in force.
func (w *work) riskPolicy() (RiskPolicy, error) {
	doc, err := w.tx.Setting(w.ctx, riskSetting)
	if store.None(err) {
		return usualPolicy(), nil
	}
	if err != nil {
		return RiskPolicy{}, err
	}
	var p RiskPolicy
	err = doc.Into(&p)
	return p, err
}

func (p RiskPolicy) stages() lease.StagePolicy {
	return lease.StagePolicy{SignificantDPD: p.SignificantDPD, DefaultDPD: p.DefaultDPD, Lifetime: p.Lifetime}
}

// GradeRequest grades a customer.
type GradeRequest struct {
	Party string `json:"party" label:"Party" ref:"party"`
	Grade int    `json:"grade" label:"Grade" help:"One of the risk policy; higher is worse."`
}

// GradeResult names the grade.
type GradeResult struct {
	Party string `json:"party"`
	Grade int    `json:"grade"`
}

// GradeParty grades a party by the risk policy. Its leases keep the grade that it had at their beginning beside it.
var GradeParty = verb(Spec{Name: "party.grade", Title: "Grade", Help: "Say in which grade of the risk policy a party is.", On: "party", Roles: []Role{Risk}},
	func(w *work, req GradeRequest) (GradeResult, error) {
		p, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return GradeResult{}, store.Missing(err, req.Party)
		}
		policy, err := w.riskPolicy()
		if err != nil {
			return GradeResult{}, err
		}
		var f errs.Faults
		if policy.line(req.Grade).Grade != req.Grade {
			f.Add("grade", "the policy has no grade {grade}", "grade", req.Grade)
		}
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return GradeResult{}, err
		}
		err = w.tx.AddGrade(w.ctx, q.AddGradeParams{PartyID: p.ID, Grade: int64(req.Grade), GradedOn: w.today, Reason: w.call.Reason, ByLogin: w.actor.ID, AtUs: w.now()})
		if err != nil {
			return GradeResult{}, err
		}
		return GradeResult{p.ID, req.Grade}, w.event(happening{entity: p.ID, text: errs.T("{party} is in grade {grade}", "party", p.Name, "grade", req.Grade)})
	})

// grades are that of a party on a day, and that of today; who has none is in the policy's.
func (w *work) grades(partyID string, start day.Date, p RiskPolicy) (then, now int, err error) {
	rows, err := w.tx.Grades(w.ctx, partyID)
	then, now = p.Ungraded, p.Ungraded
	for i, r := range rows {
		now = int(r.Grade)
		if r.GradedOn <= start || i == 0 {
			then = now
		}
	}
	return then, now, err
}
