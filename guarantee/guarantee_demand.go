package guarantee

import (
	"slices"
	"strings"
	"unicode"

	"kontor/day"
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
	On          day.Date // day of presentation and date of the statement
	Guarantor   string   // names for the letter
	Applicant   string
	Beneficiary string
}

// Missed is one payment that did not come.
type Missed struct {
	DueOn  day.Date
	Unpaid money.Amount
}

// Draft is a demand that a guarantor cannot reject for its form. Only BuildDemand makes one that is worth sending.
type Draft struct {
	Instrument string
	Number     string
	Deal       string
	Amount     money.Amount
	Account    string
	On         day.Date
	Statement  errs.Text   // in what respect the applicant is in breach: the heart of it
	Letter     []errs.Text // the whole text, one paragraph each, the statement included
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

// BuildDemand builds a demand, or says everything that would make the guarantor reject it. The reasons are those for
// which demands are rejected in practice: no amount or more than is available (URDG 758 art. 17), no account, no statement
// in what respect the applicant is in breach (art. 15), documents that show less than is demanded (art. 17), a date before
// the guarantee could be drawn or after its expiry (art. 14, 15).
//
// The error is Invalid with one fault a field.
func BuildDemand(i Instrument, c Claim) (Draft, error) {
	var f errs.Faults
	i.checkDrawable(&f, c)
	i.checkDemandAmount(&f, c)
	f.Take("account", checkAccount(c.Account))
	f.Take("obligation", checkObligation(c.Obligation))
	checkMissed(&f, c)
	if c.Deal == "" {
		f.Add("deal", "a demand needs its deal")
	}
	if err := f.Err(); err != nil {
		return Draft{}, errs.As(err).At(i.ID)
	}
	d := Draft{Instrument: i.ID, Number: i.Number, Deal: c.Deal, Amount: c.Amount, Account: strings.TrimSpace(c.Account), On: c.On,
		Statement: errs.T("The applicant is in breach of its obligation in the following respect: {obligation}",
			"obligation", strings.TrimSpace(c.Obligation))}
	d.Letter = i.letter(c, d)
	return d, nil
}

// checkDrawable asks whether anything may be demanded under this instrument on this day.
func (i Instrument) checkDrawable(f *errs.Faults, c Claim) {
	if strings.TrimSpace(i.Number) == "" {
		f.Add("guarantee", "the guarantee has no number").Because("record the number that the guarantor gave it")
	}
	if !i.Kind.OnDemand() {
		f.Add("guarantee", "{guarantee} does not pay on demand: {kind}", "guarantee", i.Number, "kind", i.Kind.Label()).
			Because("follow the steps of recourse that its text demands")
	}
	if i.Trust == Forged {
		f.Add("guarantee", "{guarantee} is forged", "guarantee", i.Number).Because("take it to counsel; nobody will pay under it")
	}
	if i.Life != Recorded && i.Life != InForce {
		f.Add("guarantee", "{guarantee} is {life}", "guarantee", i.Number, "life", i.Life.Label()).
			Because("demand under a guarantee that is in force")
	}
	switch {
	case c.On == 0:
		f.Add("on", "the day of presentation is missing")
	case c.On < i.starts():
		f.Add("on", "{guarantee} takes effect on {day}", "guarantee", i.Number, "day", i.starts()).Because("present it from that day on")
	case c.On > i.ExpiresOn:
		f.Add("on", "{guarantee} expired on {day}", "guarantee", i.Number, "day", i.ExpiresOn).
			Because("nothing can be presented any more; look for another guarantee of the deal")
	}
}

func (i Instrument) checkDemandAmount(f *errs.Faults, c Claim) {
	most := i.demandable(c.Deal)
	switch {
	case c.Amount.Minor <= 0:
		f.Add("amount", "a demand needs an amount above zero").Because("demand what is unpaid, at most {most}", "most", most)
	case c.Amount.Currency != i.Face.Currency:
		f.Add("amount", "{amount} is not in the currency of the guarantee", "amount", c.Amount).
			Because("demand in {currency}; only the account may be in another currency", "currency", string(i.Face.Currency))
	case c.Amount.Minor > most.Minor:
		f.Add("amount", "{amount} is more than the {most} that this deal can demand", "amount", c.Amount, "most", most).
			Because("demand at most {most}: more would be rejected, or taken from what other deals hold", "most", most)
	}
}

// hollow are the words of a statement that says nothing: "the applicant is in breach of contract". What is left after
// them must say something.
var hollow = strings.Fields(`a an and the in of to by with under its his their our is are was has have been be not applicant
	lessee buyer customer debtor party breach breached breaches default defaulted defaults obligation obligations contract
	agreement lease deal terms this that der die das des den dem ein eine einer seine seinen seiner ihre ihren ihrer ist hat
	im in verzug vertrag vertrages verletzt verletzung pflicht pflichten auftraggeber leasingnehmer schuldner
	не в и по с он его свои своих обязательство обязательства обязательств нарушил нарушила нарушены нарушение договор
	договора договору принципал должник лизингополучатель`)

func checkObligation(text string) error {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if n := len([]rune(text)); n > MaxObligation {
		return errs.New(errs.Invalid, "the statement has {n} characters, at most {most} are sent", "n", n, "most", MaxObligation)
	}
	says := slices.DeleteFunc(words, func(w string) bool { return slices.Contains(hollow, w) })
	if len(says) < 2 {
		return errs.New(errs.Invalid, "the statement does not say in what respect the applicant is in breach").
			Because("name the obligation, like: {example}", "example", "did not pay the rentals 7 to 9 of lease D-2041")
	}
	return nil
}

func checkMissed(f *errs.Faults, c Claim) {
	if len(c.Missed) == 0 {
		f.Add("missed", "no due date shows what was not paid").Because("list each unpaid amount with its due date")
		return
	}
	total, one := int64(0), true
	for _, m := range c.Missed {
		switch {
		case m.DueOn == 0:
			f.Add("missed", "an unpaid amount needs its due date")
		case c.On != 0 && m.DueOn >= c.On:
			f.Add("missed", "{amount} is due on {day} and not late yet", "amount", m.Unpaid, "day", m.DueOn).
				Because("demand only what was due before the day of presentation")
		}
		if m.Unpaid.Minor <= 0 || m.Unpaid.Minor > money.MaxMinor {
			f.Add("missed", "an unpaid amount must be above zero")
		}
		one = one && m.Unpaid.Currency == c.Amount.Currency
		total = min(money.MaxMinor, total+max(0, min(m.Unpaid.Minor, money.MaxMinor)))
	}
	if one && total < c.Amount.Minor {
		f.Add("missed", "the list shows {shown}, less than the {amount} demanded",
			"shown", money.Amount{Minor: total, Currency: c.Amount.Currency}, "amount", c.Amount).
			Because("list everything that is unpaid, or demand less: a document that shows less makes the demand non-complying")
	}
}

// letter is the demand as the guarantor reads it. Our own words; no model form.
func (i Instrument) letter(c Claim, d Draft) []errs.Text {
	out := []errs.Text{
		errs.T("To {guarantor}", "guarantor", or(c.Guarantor, i.Guarantor)),
		errs.T("Demand of {day} under your {kind} {guarantee} of {issue}", "day", c.On, "kind", i.Kind.Label(), "guarantee", i.Number, "issue", i.IssuedOn),
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
	for _, m := range c.Missed {
		out = append(out, errs.T("Due on {day} and not paid: {amount}", "day", m.DueOn, "amount", m.Unpaid))
	}
	if c.Beneficiary == "" {
		return append(out, errs.T("This statement is made on {day}.", "day", c.On))
	}
	return append(out, errs.T("This statement is made on {day} by {beneficiary}.", "day", c.On, "beneficiary", c.Beneficiary))
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
