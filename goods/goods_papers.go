package goods

import "kontor/errs"

// Passport is the state of the vehicle's or machine's passport (EEC Board Decision 122 of 22.09.2015). Late postings of
// the utilisation fee keep a passport in draft and block the hand-over of machines that are paid.
type Passport string

// The states of a passport. Only an active one lets a unit leave.
const (
	NoPassport       Passport = "none"
	PassportDraft    Passport = "draft"
	PassportComplete Passport = "complete"
	PassportActive   Passport = "active"
	PassportVoid     Passport = "void"
)

// Passports are all states of a passport, in order.
func Passports() []Passport {
	return []Passport{NoPassport, PassportDraft, PassportComplete, PassportActive, PassportVoid}
}

// Label is the word for people.
func (p Passport) Label() errs.Text {
	switch p {
	case NoPassport:
		return errs.T("no passport")
	case PassportDraft:
		return errs.T("passport in draft")
	case PassportComplete:
		return errs.T("passport complete")
	case PassportActive:
		return errs.T("passport active")
	case PassportVoid:
		return errs.T("passport void")
	}
	return unknownWord(string(p))
}

// Customs says whether the unit is through customs.
type Customs string

// The states of customs.
const (
	CustomsOpen    Customs = "open"
	CustomsCleared Customs = "cleared"
)

// CustomsStates are all states of customs.
func CustomsStates() []Customs { return []Customs{CustomsOpen, CustomsCleared} }

// Inspection is the state of the pre-delivery or return inspection.
type Inspection string

// The states of an inspection.
const (
	InspectionOpen   Inspection = "open"
	InspectionClosed Inspection = "closed"
)

// Inspections are all states of an inspection.
func Inspections() []Inspection { return []Inspection{InspectionOpen, InspectionClosed} }

// Papers are what must be in order before a unit may leave. The zero value is not valid: a state is said, not assumed.
type Papers struct {
	Passport   Passport
	PassportNo string
	Customs    Customs
	Inspection Inspection
}

// Check refuses unknown states and an active passport without its number.
func (p Papers) Check() error {
	var f errs.Faults
	f.Take("passport", known(p.Passport, Passports()))
	f.Take("customs", known(p.Customs, CustomsStates()))
	f.Take("inspection", known(p.Inspection, Inspections()))
	if p.Passport == PassportActive && p.PassportNo == "" {
		f.Add("passport_no", "an active passport has a number").Because("copy the number from the passport's register")
	}
	return f.Err()
}

// Blocker is one thing that keeps a unit from leaving, and what would remove it.
type Blocker struct {
	Code string // passport, customs, inspection: stable, for icons and filters
	Text errs.Text
	Hint errs.Text
}

// Blockers are computed from the papers each time; none is ever stored, so none can be forgotten or go stale.
func (p Papers) Blockers() []Blocker {
	var out []Blocker
	if p.Passport != PassportActive {
		out = append(out, Blocker{"passport", p.passportFault(), errs.T("have the passport activated and record its number")})
	}
	if p.Customs != CustomsCleared {
		out = append(out, Blocker{"customs", errs.T("customs are not cleared"), errs.T("record the customs release")})
	}
	if p.Inspection != InspectionClosed {
		out = append(out, Blocker{"inspection", errs.T("the inspection is open"), errs.T("rate every step and close the inspection")})
	}
	return out
}

func (p Papers) passportFault() errs.Text {
	switch p.Passport {
	case PassportDraft:
		return errs.T("the passport is only in draft")
	case PassportComplete:
		return errs.T("the passport is complete but not active")
	case PassportVoid:
		return errs.T("the passport is void")
	}
	return errs.T("there is no passport")
}

// Missing are the entries that a complete file of the unit still lacks. They are no blockers: two people may let a
// unit leave without them for a while.
func (u Unit) Missing() []errs.Text {
	var out []errs.Text
	if u.HS == "" {
		out = append(out, errs.T("customs code"))
	}
	if u.Year == 0 {
		out = append(out, errs.T("year of manufacture"))
	}
	if u.Segment.Road() && u.VIN == "" {
		out = append(out, errs.T("vehicle identification number"))
	}
	return out
}
