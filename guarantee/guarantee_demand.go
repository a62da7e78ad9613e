package guarantee

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/money"
)

// Claim is what the house wants to demand and why.
type Claim struct {
	Deal        string
	Amount      money.Amount
	Account     string   // where to pay: an IBAN, or an account with its bank; its currency may be another
	Obligation  string   // in what respect the applicant is in breach, in the clerk's words
	Missed      []Missed // what was due and not paid
	Documents   []Document
	Signed      string      // who signs it
	Bank        string      // through which it is presented, where the text asks for that
	ExtendTo    day.Date    // extend or pay: the expiry that would do instead of money; none = money alone
	On          day.Date    // day of presentation
	At          day.Instant // moment of presentation, when it matters; 0 = in good time on the day
	Dated       day.Date    // of the statement; none = the day of presentation
	Guarantor   string      // names for the letter
	Applicant   string
	Beneficiary string

	Place     deadline.Place // where it must arrive
	House     deadline.Place // where it leaves from
	Transport int            // calendar days between the two
	Closures  []deadline.Closure
}

// dated is the day that the statement bears.
func (c Claim) dated() day.Date {
	if c.Dated != 0 {
		return c.Dated
	}
	return c.On
}

// Missed is one payment that did not come.
type Missed struct {
	DueOn  day.Date
	Unpaid money.Amount
}

// Document is something presented beside the demand.
type Document struct {
	Name   string       `json:"name"`
	SHA256 string       `json:"sha256,omitempty"` // of the file, when it is at hand as one
	Shows  money.Amount `json:"shows,omitzero"`   // the total that it shows; none when it shows no amount
}

// Draft is a demand that a guarantor cannot reject for its form. Only BuildDemand makes one that is worth sending.
type Draft struct {
	Instrument string
	Number     string
	Deal       string
	Amount     money.Amount
	Account    string
	On         day.Date
	Dated      day.Date
	ExtendTo   day.Date
	Language   string
	Documents  []Document
	Statement  errs.Text   // in what respect the applicant is in breach: the heart of it
	Letter     []errs.Text // the whole text, one paragraph each, the statement included
	Warnings   []errs.Text // what does not make it fail, but may
}

// Body is the letter in English, one paragraph a line.
func (d Draft) Body() string {
	lines := make([]string, len(d.Letter))
	for n, t := range d.Letter {
		lines[n] = t.String()
	}
	return strings.Join(lines, "\n") + "\n"
}

// MaxObligation is how many characters the statement may have.
const MaxObligation = 2000

// BuildDemand builds a demand, or says everything that would make the guarantor reject it; see CheckDemand. Where the text pays the
// amount available, a demand for more becomes one for that.
//
// The error is Invalid with one fault a field.
func BuildDemand(i Instrument, c Claim) (Draft, error) {
	var f errs.Faults
	var warnings []errs.Text
	for _, check := range CheckDemand(i, c) {
		for _, open := range check.Open {
			f.Take("", &errs.Error{Code: errs.Invalid, Faults: []errs.Fault{open}})
		}
		warnings = append(warnings, check.Warnings...)
	}
	if err := f.Err(); err != nil {
		return Draft{}, errs.As(err).At(i.ID)
	}
	return i.draft(c, warnings), nil
}

// draft writes the demand down as it stands; whether it complies is another question.
func (i Instrument) draft(c Claim, warnings []errs.Text) Draft {
	c.Amount = i.payableOf(c)
	d := Draft{Instrument: i.ID, Number: i.Number, Deal: c.Deal, Amount: c.Amount, Account: strings.TrimSpace(c.Account), On: c.On, Dated: c.dated(), ExtendTo: c.ExtendTo,
		Language: i.Language, Documents: slices.Clone(c.Documents), Warnings: warnings,
		Statement: errs.T("The applicant is in breach of its obligation in the following respect: {obligation}", "obligation", strings.TrimSpace(c.Obligation))}
	d.Letter = i.letter(c, d)
	return d
}

// DraftLetter is the letter as it would stand, also when it would not comply yet.
func DraftLetter(i Instrument, c Claim) []errs.Text { return i.draft(c, nil).Letter }

// Demandable is the most that may be demanded for a deal now.
func (i Instrument) Demandable(deal string) money.Amount { return i.demandable(deal) }

// payableOf is what is demanded: the amount of the claim, or what is available where the text pays that.
func (i Instrument) payableOf(c Claim) money.Amount {
	most := i.demandable(c.Deal)
	if i.PaysAvailable && c.Amount.Currency == most.Currency && c.Amount.Minor > most.Minor && most.Minor > 0 {
		return most
	}
	return c.Amount
}

// letter is the demand as the guarantor reads it. Our own words; no model form.
func (i Instrument) letter(c Claim, d Draft) []errs.Text {
	out := []errs.Text{
		errs.T("To {guarantor}", "guarantor", or(c.Guarantor, i.Guarantor)),
		errs.T("Demand of {day} under your {kind} {guarantee} of {issue}", "day", d.Dated, "kind", i.Kind.Label(), "guarantee", i.Number, "issue", i.IssuedOn),
	}
	if i.Rules != NoRules {
		out = append(out, errs.T("It is subject to {rules}.", "rules", string(i.Rules)))
	}
	out = append(out,
		errs.T("Applicant: {applicant}", "applicant", or(c.Applicant, i.Applicant)),
		errs.T("We are the beneficiary and demand payment of {amount}.", "amount", c.Amount),
		errs.T("Please pay to account {account} and quote {guarantee}.", "account", d.Account, "guarantee", i.Number),
		d.Statement,
	)
	if i.Statement != "" { // the wording that the text prescribes, as it prescribes it
		out = append(out, errs.T("{text}", "text", strings.TrimSpace(i.Statement)))
	}
	for _, m := range c.Missed {
		out = append(out, errs.T("Due on {day} and not paid: {amount}", "day", m.DueOn, "amount", m.Unpaid))
	}
	for _, doc := range c.Documents {
		out = append(out, errs.T("Attached: {document}", "document", doc.Name))
	}
	if c.ExtendTo != 0 {
		out = append(out, errs.T("If you extend your undertaking to {day}, we ask for no payment under this demand. Otherwise please pay.", "day", c.ExtendTo))
	}
	if i.Place != "" {
		out = append(out, errs.T("Presented at {place}", "place", i.Place))
	}
	if c.Bank != "" {
		out = append(out, errs.T("Presented through {bank}", "bank", c.Bank))
	}
	by := errs.T("This statement is made on {day}.", "day", d.Dated)
	if c.Beneficiary != "" {
		by = errs.T("This statement is made on {day} by {beneficiary}.", "day", d.Dated, "beneficiary", c.Beneficiary)
	}
	if out = append(out, by); c.Signed != "" {
		out = append(out, errs.T("Signed: {names}", "names", c.Signed))
	}
	return out
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
