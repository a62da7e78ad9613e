package deadline

import "kontor/errs"

// Overrides are what the text of an instrument says in place of its rules. What is empty stays as the rules say.
type Overrides struct {
	ExaminationDays int              `json:"examination_days,omitempty"`
	ExaminationKind ExaminationKind  `json:"examination_kind,omitempty"` // business_days or calendar_days
	ClosedDay       ClosedDayKind    `json:"closed_day,omitempty"`
	NoExpiryYears   int              `json:"no_expiry_years,omitempty"`
	ForceMajeure    ForceMajeureKind `json:"force_majeure,omitempty"`
	ExtendOrPayDays int              `json:"extend_or_pay_days,omitempty"`
	Partial         DrawingsKind     `json:"partial,omitempty"`
	Multiple        DrawingsKind     `json:"multiple,omitempty"`
	OverDemand      OverDemandKind   `json:"over_demand,omitempty"`
	Statement       StatementKind    `json:"statement,omitempty"`
}

// MostExaminationDays bounds what a text may set where the rules set no bound of their own.
const MostExaminationDays = 180

// With is the profile as the text of an instrument changes it; its version says so ("URDG758@1+text"). Without any change
// it is the profile itself. Errors: Invalid with a fault for every value that no text can set.
func (p Profile) With(o Overrides) (Profile, error) {
	if o == (Overrides{}) {
		return p, nil
	}
	var f errs.Faults
	p.examinationBy(o, &f)
	if override(&f, "closed_day", &p.ClosedDay.Kind, o.ClosedDay, NextBusinessDay, StaysAsStated) {
		p.ClosedDay.ByText = true
	}
	if o.NoExpiryYears < 0 || o.NoExpiryYears > 100 {
		f.Add("no_expiry_years", "the years are 0 to {most}", "most", 100)
	} else if o.NoExpiryYears > 0 {
		p.NoExpiry.Kind, p.NoExpiry.Years, p.NoExpiry.ByText = EndsAfterYears, o.NoExpiryYears, true
	}
	if override(&f, "force_majeure", &p.ForceMajeure.Kind, o.ForceMajeure, ExtendOnceSuspend, ReopenPlusDays, Lapses, NoForceMajeure) {
		p.ForceMajeure.ByText = true
		if p.ForceMajeure.Days == 0 {
			p.ForceMajeure.Days = 30
		}
	}
	if o.ExtendOrPayDays < 0 || o.ExtendOrPayDays > 366 {
		f.Add("extend_or_pay_days", "the days are 0 to {most}", "most", 366)
	} else if o.ExtendOrPayDays > 0 {
		p.ExtendOrPay.Kind, p.ExtendOrPay.Days, p.ExtendOrPay.ByText = Suspend, o.ExtendOrPayDays, true
	}
	partial := override(&f, "partial", &p.Drawings.Partial, o.Partial, Allowed, DrawingsByText, NotAllowed)
	multiple := override(&f, "multiple", &p.Drawings.Multiple, o.Multiple, Allowed, DrawingsByText, NotAllowed)
	p.Drawings.ByText = p.Drawings.ByText || partial || multiple
	if override(&f, "over_demand", &p.OverDemand.Kind, o.OverDemand, NonComplying, PaysAvailable, OverDemandByText) {
		p.OverDemand.ByText = true
	}
	if override(&f, "statement", &p.Statement.Kind, o.Statement, RequiredUnlessExcluded, StatementByText, ProofOfLoss, StatementExcluded) {
		p.Statement.ByText = true
	}
	if err := f.Err(); err != nil {
		return Profile{}, err
	}
	p.Version += "+text"
	return p, nil
}

// examinationBy takes the time for examination from the text. Days without a unit are business days, or calendar days where
// the rules count those or leave all to the text.
func (p *Profile) examinationBy(o Overrides, f *errs.Faults) {
	rule := &p.Examination
	most := MostExaminationDays
	if rule.MostDays > 0 {
		most = rule.MostDays
	}
	if o.ExaminationDays < 0 || o.ExaminationDays > most {
		f.Add("examination_days", "the days are 0 to {most}", "most", most)
		return
	}
	if o.ExaminationDays > 0 {
		rule.Days, rule.Safe, rule.ByText = o.ExaminationDays, 0, true
		switch rule.Kind {
		case PerText, CalendarDays:
			rule.Kind = CalendarDays
		case BusinessDays, BankingDays, FlagBetween:
			rule.Kind = BusinessDays
		}
	}
	if o.ExaminationKind == "" {
		return
	}
	if rule.Days == 0 || rule.Kind == FlagBetween {
		f.Add("examination_kind", "a unit needs its number of days").Because("copy the days from the text of the guarantee")
		return
	}
	if override(f, "examination_kind", &rule.Kind, o.ExaminationKind, BusinessDays, BankingDays, CalendarDays) {
		rule.ByText = true
	}
}

// override takes a word of the text if it is one of those that a text may use; it reports whether it did.
func override[K ~string](f *errs.Faults, field string, into *K, word K, choices ...K) bool {
	if word == "" {
		return false
	}
	names := ""
	for i, c := range choices {
		if c == word {
			*into = word
			return true
		}
		if i > 0 {
			names += ", "
		}
		names += string(c)
	}
	f.Add(field, "{word} is not one of the choices", "word", `"`+string(word)+`"`).Because("choose one of: {names}", "names", names)
	return false
}

// Label is the name of the rules for people.
func (p Profile) Label() errs.Text {
	switch p.ID {
	case "URDG758":
		return errs.T("URDG 758")
	case "ISP98":
		return errs.T("ISP98")
	case "UCP600":
		return errs.T("UCP 600")
	case "surety":
		return errs.T("surety")
	case "credit_insurance":
		return errs.T("credit insurance")
	case "state_guarantee":
		return errs.T("state or regional guarantee")
	case "RU-IG":
		return errs.T("independent guarantee under the Russian Civil Code")
	case "UNConv":
		return errs.T("UN Convention on independent guarantees")
	case "none":
		return errs.T("the law alone")
	}
	return errs.T("unknown ({word})", "word", p.ID)
}
