package guarantee

import (
	"slices"
	"strings"
	"unicode"

	"kontor/deadline"
	"kontor/errs"
	"kontor/money"
)

// Check is one thing that a guarantor looks at, and whether the demand would pass.
type Check struct {
	Name     errs.Text
	Says     errs.Text    // what was looked at
	Open     []errs.Fault // what would make the guarantor reject it, each with what would make it pass; none = it passes
	Warnings []errs.Text
}

// OK reports whether the guarantor would find nothing here.
func (c Check) OK() bool { return len(c.Open) == 0 }

// CheckDemand looks at a demand as the guarantor will. The reasons are those for which demands are rejected in practice: no amount or
// more than is available (URDG 758 art. 17), no account, no statement in what respect the applicant is in breach (art. 15), documents
// that are missing or show less than is demanded (art. 17), a presentation before the guarantee could be drawn or after its end
// (art. 14, 25), a form that is not the one the text asks for.
func CheckDemand(i Instrument, c Claim) []Check {
	return []Check{i.drawableCheck(c), i.timeCheck(c), i.amountCheck(c), i.drawingsCheck(c), accountCheck(c), i.statementCheck(c), missedCheck(c), i.documentsCheck(c), i.formCheck(c),
		i.extensionCheck(c)}
}

func check(name, says errs.Text, f errs.Faults, warnings ...errs.Text) Check {
	c := Check{Name: name, Says: says, Warnings: warnings}
	if err := f.Err(); err != nil {
		c.Open = errs.As(err).Faults
	}
	return c
}

// drawableCheck asks whether anything may be demanded under this instrument at all.
func (i Instrument) drawableCheck(c Claim) Check {
	var f errs.Faults
	if strings.TrimSpace(i.Number) == "" {
		f.Add("guarantee", "the guarantee has no number").Because("record the number that the guarantor gave it")
	}
	switch {
	case i.Kind == CounterGuarantee:
		f.Add("guarantee", "{guarantee} does not pay on demand: {kind}", "guarantee", i.Number, "kind", i.Kind.Label()).
			Because("only the local guarantor demands under it, when it states that it received a complying demand; demand under the guarantee that it backs")
	case !i.Kind.OnDemand():
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
	if c.Deal == "" {
		f.Add("deal", "a demand needs its deal")
	}
	return check(errs.T("Guarantee"), errs.T("{kind} {guarantee} of {issue}", "kind", i.Kind.Label(), "guarantee", i.Number, "issue", i.IssuedOn), f)
}

// timeCheck asks whether it arrives while it may be drawn, at the place where it must arrive. A demand that cuts it fine is warned of: it
// should leave the house on the last safe sending day at the latest.
func (i Instrument) timeCheck(c Claim) Check {
	var f errs.Faults
	if c.On == 0 {
		f.Add("on", "the day of presentation is missing")
		return check(errs.T("Time and place"), errs.Text{}, f)
	}
	if c.On < i.starts() {
		f.Add("on", "{guarantee} takes effect on {day}", "guarantee", i.Number, "day", i.starts()).Because("present it from that day on")
	}
	end, err := i.EndsAt(c.Place, c.Closures...)
	if err != nil {
		f.Take("on", err)
		return check(errs.T("Time and place"), errs.Text{}, f)
	}
	presented, last := c.presentedOn(), end.Effective.On
	if !end.InTime(presented.On) {
		f.Add("on", "{guarantee} expired on {day}", "guarantee", i.Number, "day", last).
			Because("nothing can be presented any more; look for another guarantee of the deal")
	}
	if dated := c.Dated; dated != 0 && (dated < i.starts() || dated > max(c.On, presented.On)) {
		f.Add("dated", "a statement of {day} cannot be relied upon: it bears a day from {first} to {last}", "day", dated, "first", i.starts(), "last", max(c.On, presented.On)).
			Because("date it when the right to demand has arisen and not after it is presented")
	}
	var warnings []errs.Text
	safe := deadline.LastSafeSending(last, c.Place, c.House, c.Transport)
	switch {
	case last == 0 || f.Len() > 0:
	case c.On > safe.On:
		warnings = append(warnings, errs.T("It is late: it should have left on {day}; it must arrive by {last} before the cut-off.", "day", safe.On, "last", last))
	}
	if i.Place == "" {
		warnings = append(warnings, errs.T("The guarantee names no place of presentation: ask the guarantor where a demand must arrive."))
	}
	return check(errs.T("Time and place"), errs.T("{n} days are left; send it by {safe}, it must arrive by {last}.", "n", last.Sub(c.On), "safe", safe.On, "last", last), f, warnings...)
}

func (i Instrument) amountCheck(c Claim) Check {
	var f errs.Faults
	var warnings []errs.Text
	most := i.demandable(c.Deal)
	switch {
	case c.Amount.Minor <= 0:
		f.Add("amount", "a demand needs an amount above zero").Because("demand what is unpaid, at most {most}", "most", most)
	case c.Amount.Currency != i.Face.Currency:
		f.Add("amount", "{amount} is not in the currency of the guarantee", "amount", c.Amount).
			Because("demand in {currency}; only the account may be in another currency", "currency", string(i.Face.Currency))
	case c.Amount.Minor > most.Minor && i.PaysAvailable && most.Minor > 0:
		warnings = append(warnings, errs.T("The text pays the amount available: {most} are demanded instead of {amount}.", "most", most, "amount", c.Amount))
	case c.Amount.Minor > most.Minor:
		f.Add("amount", "{amount} is more than the {most} that this deal can demand", "amount", c.Amount, "most", most).
			Because("demand at most {most}: more would be rejected, or taken from what other deals hold", "most", most)
	}
	return check(errs.T("Amount"), errs.T("{amount} of {most} that can be demanded", "amount", i.payableOf(c), "most", most), f, warnings...)
}

// drawingsCheck asks whether less than the whole, or another time, may be demanded.
func (i Instrument) drawingsCheck(c Claim) Check {
	var f errs.Faults
	if i.NoPartial {
		if whole := i.amount(max(0, i.Face.Minor-i.Paid.Minor-i.Reduced.Minor)); c.Amount.Minor > 0 && i.payableOf(c) != whole {
			f.Add("amount", "the text excludes partial demands: only {amount} can be demanded at once", "amount", whole).Because("demand {amount}, or wait until that is owed", "amount", whole)
		}
	}
	if i.NoMultiple && i.Paid.Minor > 0 {
		f.Add("guarantee", "the text allows one demand, and {paid} were paid on one", "paid", i.Paid).Because("nothing more can be demanded under it; look for another guarantee of the deal")
	}
	if i.NoMultiple && i.Reserved.Minor > 0 {
		f.Add("guarantee", "the text allows one demand, and one is open").Because("wait for its payment; after a rejection another may follow")
	}
	says := errs.T("Partial and further demands are allowed.")
	switch {
	case i.NoPartial && i.NoMultiple:
		says = errs.T("One demand over the whole amount is allowed.")
	case i.NoPartial:
		says = errs.T("Partial demands are excluded.")
	case i.NoMultiple:
		says = errs.T("A second demand after a payment is excluded.")
	}
	return check(errs.T("Partial and further demands"), says, f)
}

func accountCheck(c Claim) Check {
	var f errs.Faults
	f.Take("account", checkAccount(c.Account))
	return check(errs.T("Account to credit"), errs.T("{text}", "text", strings.TrimSpace(c.Account)), f)
}

func (i Instrument) statementCheck(c Claim) Check {
	var f errs.Faults
	f.Take("obligation", checkObligation(c.Obligation))
	if f.Len() == 0 {
		f.Take("obligation", checkScript(c.Obligation, i.Language))
	}
	return check(errs.T("Statement in what respect the applicant is in breach"), errs.T("{text}", "text", strings.TrimSpace(c.Obligation)), f)
}

// checkScript asks whether the statement can be in the language that the text asks for: nobody can tell the language of a sentence for
// sure, but one without a Cyrillic letter is not Russian.
func checkScript(text, language string) error {
	cyrillic := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	latin := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	switch {
	case language == "ru" && !cyrillic:
		return errs.New(errs.Invalid, "the guarantee asks for a demand in Russian").Because("write the statement in Russian")
	case (language == "en" || language == "de") && cyrillic && !latin:
		return errs.New(errs.Invalid, "the guarantee asks for a demand in another language than Russian").Because("write the statement in the language of the guarantee")
	}
	return nil
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

func missedCheck(c Claim) Check {
	var f errs.Faults
	checkMissed(&f, c)
	return check(errs.T("What was due and not paid"), errs.T("{n} unpaid amounts with their due dates", "n", len(c.Missed)), f)
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

// documentsCheck asks whether everything that the text wants beside the demand is there, and shows no less than is demanded.
func (i Instrument) documentsCheck(c Claim) Check {
	var f errs.Faults
	for _, want := range i.Documents {
		same := func(d Document) bool { return sameName(d.Name, want) }
		if !slices.ContainsFunc(c.Documents, same) {
			f.Add("documents", "the guarantee asks for a document: {document}", "document", want).Because("attach it under this name")
		}
	}
	amount := i.payableOf(c)
	for _, d := range c.Documents {
		switch {
		case strings.TrimSpace(d.Name) == "":
			f.Add("documents", "a document needs its name").Because("name it as the guarantee does")
		case d.Shows.Minor != 0 && d.Shows.Currency == amount.Currency && d.Shows.Minor < amount.Minor:
			f.Add("documents", "{document} shows {shown}, less than the {amount} demanded", "document", d.Name, "shown", d.Shows, "amount", amount).
				Because("demand at most {most}, or attach one that shows all of it", "most", d.Shows)
		}
	}
	return check(errs.T("Documents"), errs.T("{n} documents are asked for, {attached} are attached", "n", len(i.Documents), "attached", len(c.Documents)), f)
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// formCheck asks whether it is signed and goes the way that the text asks for.
func (i Instrument) formCheck(c Claim) Check {
	var f errs.Faults
	if i.Signatures != "" && strings.TrimSpace(c.Signed) == "" {
		f.Add("signed_by", "the guarantee asks for signatures: {signatures}", "signatures", i.Signatures).Because("name who signs")
	}
	if i.ThroughBank && strings.TrimSpace(c.Bank) == "" {
		f.Add("bank", "the guarantee asks for a presentation through the bank of the beneficiary").Because("name the bank that presents it and vouches for the signatures")
	}
	says := errs.T("The text asks for no particular form.")
	if i.Form != "" {
		says = errs.T("It is to be presented in this form: {form}", "form", i.Form)
	}
	return check(errs.T("Form and signatures"), says, f)
}

// extensionCheck looks at the expiry that would do instead of money.
func (i Instrument) extensionCheck(c Claim) Check {
	var f errs.Faults
	says := errs.T("Money alone is demanded.")
	if c.ExtendTo != 0 {
		says = errs.T("An extension to {day} would do instead.", "day", c.ExtendTo)
		if c.ExtendTo <= i.ExpiresOn {
			f.Add("extend_to", "the new expiry is not after {day}", "day", i.ExpiresOn).Because("ask for a later one, or for money alone")
		}
	}
	return check(errs.T("Extend or pay"), says, f)
}

// SendingWarnings says that a demand which leaves the house now may come too late, or has none to reach in time any more.
func SendingWarnings(i Instrument, c Claim) []errs.Text {
	check := i.timeCheck(c)
	out := check.Warnings
	if end, err := i.EndsAt(c.Place, c.Closures...); err == nil && !end.InTime(c.presentedOn().On) {
		out = append(out, errs.T("It counts as presented on {day}, and the last day was {last}: it will be recorded as late.", "day", c.presentedOn().On, "last", end.Effective.On))
	}
	return out
}
