// Package guarantee says what a promise to pay is worth to the house, deal by deal and day by day.
//
// An Instrument is the promise as registered: who promises, for whom, how much, until when, and whether it was proven
// authentic. Nothing here stores cover; Cover computes it from the facts for every day to the end of a contract, counts
// no unit of face twice, and gives a reason for each amount that does not count. Verify is the four-eyes step that turns
// paper into a promise, BuildDemand the one that turns it into money: it cannot make a demand that a guarantor may
// reject for want of an amount, an account or a statement in what respect the applicant is in breach.
//
// The house is the beneficiary throughout. A day is the last on which cover counts if the stated expiry is that day.
package guarantee

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/money"
)

// Instrument is one undertaking as it stands: its terms, and what became of them. All amounts are in the currency of Face.
type Instrument struct {
	ID string `json:"id"`
	Terms
	Paid        money.Amount `json:"paid"`             // paid by the guarantor so far
	Reserved    money.Amount `json:"reserved"`         // claimed by open demands
	Reduced     money.Amount `json:"reduced,omitzero"` // taken off by schedule, document or partial release
	Trust       Trust        `json:"trust"`
	VerifiedOn  day.Date     `json:"verified_on,omitzero"`
	ReverifyOn  day.Date     `json:"reverify_on,omitzero"` // last day on which the verification may be relied upon
	Wording     Wording      `json:"wording,omitempty"`
	Worded      bool         `json:"-"` // its text is at hand: somebody can say whether it can be drawn, and must
	Life        Life         `json:"life"`
	LastsUntil  day.Date     `json:"lasts_until,omitzero"`  // last day to present, as reckoned; the stated expiry stays as it is
	Barred      string       `json:"barred,omitempty"`      // what a watcher reported of the guarantor and what bars all cover
	Allocations []Allocation `json:"allocations,omitempty"` // in the order in which they were pledged: earlier ones are served first
	Demanded    []Allocation `json:"demanded,omitempty"`    // open demands by deal, which they go on securing; what else is reserved counts for nobody
	Enjoined    bool         `json:"enjoined,omitempty"`    // a court keeps the guarantor from paying
}

// Wording says whether somebody has approved the text as one that can be drawn.
type Wording string

// The states of the wording.
const (
	WordingOpen     Wording = "" // nobody has looked at it
	WordingApproved Wording = "approved"
	WordingRefused  Wording = "refused"
)

// Allocation pledges a part of the face to a deal: the most that this deal may take. Pledges may together be more than the
// face; Cover allocates it once.
type Allocation struct {
	Deal   string       `json:"deal"`
	Amount money.Amount `json:"amount"`
}

// Kind is the legal nature of the promise. One set of rules for all kinds would be wrong.
type Kind string

// The kinds.
const (
	DemandGuarantee  Kind = "demand_guarantee"
	Standby          Kind = "standby"
	CounterGuarantee Kind = "counter_guarantee" // promises the local guarantor, never us: no cover of the house
	Surety           Kind = "surety"            // accessory: the debtor's defences apply
	CreditInsurance  Kind = "credit_insurance"  // after a waiting period, without open dispute
	StateGuarantee   Kind = "state_guarantee"   // subsidiary: debtor and pledges first
	ParentGuarantee  Kind = "parent_guarantee"  // as worded, same rating group as the applicant
	LetterOfComfort  Kind = "letter_of_comfort" // a friendly word: it never pays and counts for nothing
)

// Kinds are all kinds, in the order in which people read them.
func Kinds() []Kind {
	return []Kind{DemandGuarantee, Standby, CounterGuarantee, Surety, CreditInsurance, StateGuarantee, ParentGuarantee, LetterOfComfort}
}

// OnDemand reports whether the kind pays the house against documents alone.
func (k Kind) OnDemand() bool { return k == DemandGuarantee || k == Standby }

// Label is the word for people.
func (k Kind) Label() errs.Text {
	switch k {
	case DemandGuarantee:
		return errs.T("demand guarantee")
	case Standby:
		return errs.T("standby letter of credit")
	case CounterGuarantee:
		return errs.T("counter-guarantee")
	case Surety:
		return errs.T("surety")
	case CreditInsurance:
		return errs.T("credit insurance")
	case StateGuarantee:
		return errs.T("state or regional guarantee")
	case ParentGuarantee:
		return errs.T("parent guarantee")
	case LetterOfComfort:
		return errs.T("letter of comfort")
	}
	return errs.T("unknown ({word})", "word", string(k))
}

// Rules is the id of the rule profile (package deadline) that the text submits to.
type Rules string

// The rules.
const (
	URDG758        Rules = "URDG758"
	ISP98          Rules = "ISP98"
	UCP600         Rules = "UCP600"
	UNConvention   Rules = "UNConv"
	RussianLaw     Rules = "RU-IG" // independent guarantee of the Russian Civil Code
	SuretyRules    Rules = "surety"
	InsuranceRules Rules = "credit_insurance"
	StateRules     Rules = "state_guarantee"
	NoRules        Rules = "none" // the text and the law alone
)

// RuleSets are all rules, in the order in which people read them.
func RuleSets() []Rules {
	profiles := deadline.Profiles()
	out := make([]Rules, len(profiles))
	for n, p := range profiles {
		out[n] = Rules(p.ID)
	}
	return out
}

// families are the profiles that fit a kind; one that leaves everything to the text fits every kind.
var families = map[Kind][]deadline.Family{
	DemandGuarantee: {deadline.OnDemand}, Standby: {deadline.OnDemand}, CounterGuarantee: {deadline.OnDemand},
	Surety: {deadline.Accessory}, CreditInsurance: {deadline.Insurance}, StateGuarantee: {deadline.Subsidiary},
	ParentGuarantee: {deadline.OnDemand, deadline.Accessory, deadline.Subsidiary}, LetterOfComfort: {},
}

// Fits reports whether an instrument of the kind can submit to the rules.
func (r Rules) Fits(k Kind) bool {
	p, err := deadline.ProfileOf(string(r))
	return err == nil && (p.Family == deadline.AsWorded || slices.Contains(families[k], p.Family))
}

// MaxNumber is how many characters of an instrument's number are kept.
const MaxNumber = 35

// NormaliseNumber is a number without blanks and in one case: two instruments of one guarantor with the same are one paper.
func NormaliseNumber(number string) string {
	return strings.ToUpper(strings.Join(strings.Fields(number), ""))
}

// Check says everything that is wrong with the instrument at once; the error is Invalid with one fault a field.
func (i Instrument) Check() error {
	var f errs.Faults
	i.checkParties(&f)
	f.Take("life", known(i.Life, Lives()))
	f.Take("trust", known(i.Trust, Trusts()))
	i.checkDates(&f)
	if i.Trust == Authentic && (i.VerifiedOn == 0 || i.ReverifyOn < i.VerifiedOn) {
		f.Add("verified_on", "an authentic guarantee has the day of its verification and a later one until which it holds").
			Because("verify it; trust is not typed in")
	}
	i.checkAmounts(&f)
	return f.Err()
}

func (i Instrument) checkAmounts(f *errs.Faults) {
	if _, err := money.ParseCurrency(string(i.Face.Currency)); err != nil {
		f.Take("face", err)
	} else if i.Face.Minor <= 0 || i.Face.Minor > money.MaxMinor {
		f.Add("face", "a guarantee needs an amount above zero").Because("write it with its currency, like {example}", "example", "12000.00 EUR")
	}
	for _, part := range []struct {
		field  string
		amount money.Amount
	}{{"paid", i.Paid}, {"reserved", i.Reserved}} {
		if part.amount.Minor < 0 {
			f.Add(part.field, "{amount} is below zero", "amount", part.amount)
		}
		if part.amount.Minor != 0 && part.amount.Currency != i.Face.Currency {
			f.Add(part.field, "{amount} is not in the currency of the guarantee", "amount", part.amount)
		}
	}
	if i.Paid.Minor+i.Reserved.Minor > i.Face.Minor {
		f.Add("reserved", "paid {paid} and reserved {reserved} are more than the face {face}", "paid", i.Paid, "reserved", i.Reserved, "face", i.Face)
	}
	i.checkPledges(f)
}

// amount is minor units in the currency of the instrument.
func (i Instrument) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: i.Face.Currency}
}

// known refuses a word that is not in the list and names the list.
func known[W ~string](word W, all []W) error {
	if slices.Contains(all, word) {
		return nil
	}
	names := make([]string, len(all))
	for n, w := range all {
		names[n] = string(w)
	}
	return errs.New(errs.Invalid, "{word} is not one of the choices", "word", `"`+string(word)+`"`).
		Because("choose one of: {names}", "names", strings.Join(names, ", "))
}
