package demo

import (
	"fmt"
	"strings"

	"kontor/day"
	"kontor/desk"
	"kontor/lease"
	"kontor/money"
	"kontor/wording"
)

// promise is a guarantee of the history.
type promise struct {
	id, number string
	bank       int // place of the guarantor
	applicant  *company
	face       money.Amount
	left       int64 // minor units that no deal holds or is about to hold
	paid       int64 // minor units that the guarantor has paid
	expires    day.Date
	needed     day.Date // expiry that its deals need
	deals      int      // running deals that it secures
	keep       bool     // stays when its last deal is closed
	over       bool
	unwatched  bool // nobody verifies it again
}

// banks that give guarantees on demand, and the part of the house's business that each takes.
var shares = []struct{ bank, part int }{{marschgrund, 45}, {vetlan, 35}, {belogornban, 20}}

func (c *chronicle) chooseBank(d *contract) int {
	if d.bank >= 0 {
		return d.bank
	}
	if d.price().Currency == "RUB" {
		return belogornban
	}
	n := c.rand.IntN(100)
	for _, s := range shares {
		if n -= s.part; n < 0 {
			return s.bank
		}
	}
	return marschgrund
}

// exposure is the most that a deal will owe after delivery.
func (c *chronicle) exposure(d *contract) int64 {
	_, schedule, err := d.terms.Schedule(d.terms.StartsOn)
	if err != nil && c.err == nil {
		c.err = err
	}
	var open []lease.Open
	for _, o := range schedule.Open() {
		if o.Kind != lease.AdvanceRow {
			open = append(open, o)
		}
	}
	most := int64(0)
	for _, l := range lease.Levels(open, d.terms.StartsOn) {
		most = max(most, l.Minor)
	}
	return most
}

// ends is the last due date of a deal.
func (d *contract) ends() day.Date {
	_, schedule, err := d.terms.Schedule(d.terms.StartsOn)
	if err != nil {
		return d.terms.StartsOn
	}
	return max(schedule.Ends(), d.terms.StartsOn)
}

// roundUp brings minor units up to whole thousands.
func roundUp(minor int64) int64 {
	const thousand = 1000 * 100
	return (minor + thousand - 1) / thousand * thousand
}

// secure brings the guarantee of a deal: a part of one that the customer has, or a new one, recorded by the clerk and
// verified by a risk officer on another day.
func (c *chronicle) secure(d *contract) {
	need, ends := roundUp(c.exposure(d)), d.ends()
	if m := d.customer.master; m != nil && d.trouble == none && !d.own && !m.over && m.face.Currency == d.price().Currency && m.left >= need && m.expires >= ends && m.id != "" {
		m.left -= need
		c.pledge(m, d, need)
		return
	}
	face := need
	if d.currency != "" && d.currency != d.price().Currency {
		face = c.converted(need, d.price().Currency, d.currency)
		need = face
	} else {
		d.currency = d.price().Currency
	}
	p := c.issue(d, money.Of(face, d.currency), ends)
	p.left -= need
	if d.trouble == unverified {
		d.promise = p
		return
	}
	c.on(d.verifyOn, office, func() {
		c.verify(p)
		c.pledge(p, d, need)
	})
}

// converted is how much of another currency secures an amount today, with the haircut for rates and a little more.
func (c *chronicle) converted(minor int64, from, to money.Currency) int64 {
	usd := func(minor int64, of money.Currency, back bool) int64 {
		if of == "USD" {
			return minor
		}
		w := int64(c.worth(of, c.today))
		if (of == "EUR") != back {
			return minor / 10_000 * w
		}
		return minor * 1000 / w * 10
	}
	return roundUp(usd(usd(minor, from, false), to, true) * 1000 / 880)
}

var prefixes = []string{"MHB", "VEB", "BGB", "TMB", "SKV", "FRB"}

// issue records a new guarantee.
func (c *chronicle) issue(d *contract, face money.Amount, ends day.Date) *promise {
	spare := d.spare
	if spare == 0 {
		spare = 30 + c.rand.IntN(45)
	}
	p := &promise{bank: c.chooseBank(d), applicant: d.customer, face: face, left: face.Minor, expires: ends.Add(spare), needed: ends.Add(45)}
	if d.trouble == none && !d.own && d.spare == 0 && c.rand.IntN(4) == 0 && d.customer.master == nil { // a frame for deals to come
		p.face.Minor, p.left, p.keep, p.expires = roundUp(face.Minor*9/4), roundUp(face.Minor*9/4), true, ends.AddMonths(24)
		d.customer.master = p
	}
	kind, rules, text := "demand_guarantee", "URDG758", demandText
	switch {
	case d.trouble == insured:
		kind, rules, text = "credit_insurance", "none", insuranceText
	case p.bank == vetlan && c.rand.IntN(3) == 0:
		kind, rules, text = "standby", "ISP98", standbyText
	}
	p.number = c.promiseNumber(p.bank)
	guarantor := c.cast.guarantors[p.bank]
	terms := desk.GuaranteeTerms{Number: p.number, Guarantor: guarantor.id, Applicant: d.customer.id, Kind: kind, Rules: rules,
		Face: p.face, IssuedOn: c.today.Add(-1), ExpiresOn: p.expires, Place: "counters of " + guarantor.label()}
	if kind == "credit_insurance" {
		terms.CoverPercent, terms.WaitingDays, terms.NotifyDays, terms.ClaimDays = money.MustParseRate("90"), 180, 60, 90
	}
	p.id = do(c, c.clerk, desk.RegisterGuarantee, desk.GuaranteeRequest{GuaranteeTerms: terms,
		Text: c.wordingOf(text, terms, d.customer.label(), guarantor.label())}).ID
	return p
}

func (c *chronicle) promiseNumber(bank int) string {
	c.promises++
	return fmt.Sprintf("%s/%02d/%05d", prefixes[bank], c.today.Year()%100, 400+17*c.promises)
}

// Templates of the library that the banks took over.
const (
	demandText  = "lease-guarantee"
	standbyText = "lease-standby"
)

// wordingOf is the text of a guarantee: the house's own template filled in, or the words of an insurer.
func (c *chronicle) wordingOf(text string, t desk.GuaranteeTerms, applicant, guarantor string) string {
	template, err := wording.Find(text, 0, wording.English)
	if err != nil {
		return strings.NewReplacer("{amount}", t.Face.String(), "{expiry}", t.ExpiresOn.String(), "{applicant}", applicant).Replace(text)
	}
	filled, err := wording.Fill(template, map[string]string{"number": t.Number, "issue_date": t.IssuedOn.String(), "guarantor": guarantor, "beneficiary": c.house, "applicant": applicant,
		"contract": "lease contract of " + applicant + " with " + c.house, "amount": t.Face.String(), "expiry": t.ExpiresOn.String(), "place": t.Place, "law": "Germany", "forum": "Hamburg"})
	if err != nil && c.err == nil {
		c.err = err
	}
	return filled
}

const insuranceText = `We indemnify the insured for the insolvency of {applicant} up to {amount}, after a waiting period of six months.
Losses must be notified on or before {expiry}.`

// otherWords: two people agreed to a text, and the bank issued another one; the guarantor confirms it, and it gives no cover all the same.
func (c *chronicle) otherWords(d *contract) {
	guarantor := c.cast.guarantors[marschgrund]
	terms := desk.GuaranteeTerms{Number: c.promiseNumber(marschgrund), Guarantor: guarantor.id, Applicant: d.customer.id, Kind: "demand_guarantee", Rules: "URDG758",
		Face: whole(90_000, "EUR"), IssuedOn: c.today.Add(-1), ExpiresOn: c.today.AddMonths(14), Place: "counters of " + guarantor.label()}
	text := c.wordingOf(demandText, terms, d.customer.label(), guarantor.label())
	agreed := do(c, c.clerk, desk.ProposeText, desk.TextRequest{Applicant: d.customer.id, Kind: terms.Kind, Rules: terms.Rules, Language: "en", Text: text}).ID
	do(c, c.manager, desk.AgreeText, desk.TextNamed{Text: agreed})
	issued := strings.Replace(text, "five business days", "thirty business days", 1)
	id := do(c, c.clerk, desk.RegisterGuarantee, desk.GuaranteeRequest{GuaranteeTerms: terms, Text: issued, Agreed: agreed}).ID
	c.on(workday(c.today.Add(2)), office, func() {
		do(c, c.risk, desk.VerifyGuarantee, desk.VerifyRequest{Guarantee: id, Finding: "authentic", EvidenceKind: "own_bank_message", EvidenceRef: "MT799 wording", EvidenceOn: c.today, Bank: "Hausbank am Hafen"})
	})
}

// verify records that the guarantor confirmed, and asks again before the verification runs out.
func (c *chronicle) verify(p *promise) {
	kind, ref := "own_bank_message", fmt.Sprintf("MT799 %d%05d", c.today.Year()%100, 11*c.verbs)
	if c.rand.IntN(3) == 0 {
		kind, ref = "registered_call_back", "note of the call of "+c.today.String()
	}
	evidence := desk.VerifyRequest{Guarantee: p.id, Finding: "authentic", EvidenceKind: kind, EvidenceRef: ref, EvidenceOn: c.today, Bank: "Hausbank am Hafen"}
	if kind == "registered_call_back" {
		evidence.Bank, evidence.Number, evidence.Register, evidence.Spoke = "", callBackOf(p.bank), "register of the supervisor", "guarantees desk"
	}
	who := c.risk
	if c.verbs%2 == 0 {
		who = c.second
	}
	do(c, who, desk.VerifyGuarantee, evidence)
	c.on(workday(c.today.Add(76+c.rand.IntN(8))), office, func() {
		if !p.over && !p.unwatched && p.expires >= c.today {
			c.verify(p)
		}
	})
}

// pledge allocates a part of a guarantee, taken off what is left of it before, to a deal.
func (c *chronicle) pledge(p *promise, d *contract, minor int64) {
	do(c, c.clerk, desk.AllocateGuarantee, desk.AllocateRequest{Guarantee: p.id, Deal: d.id, Amount: money.Of(minor, p.face.Currency)})
	d.promise, d.pledged = p, minor
	p.deals++
}

// extend records a later expiry, and has it verified on the next day.
func (c *chronicle) extend(p *promise, to day.Date) {
	do(c, c.clerk, desk.ExtendGuarantee, desk.ExtendRequest{Guarantee: p.id, ExpiresOn: to}, "amendment 1")
	p.expires = to
	c.on(c.today.Add(1), office, func() { c.verify(p) })
}

// free gives a guarantee back when its last deal is over.
func (c *chronicle) free(p *promise) {
	if p.deals--; p.deals > 0 || p.keep || p.over {
		return
	}
	p.over = true
	if p.expires < c.today {
		return // it lapsed by itself
	}
	do(c, c.risk, desk.ReleaseGuarantee, desk.ReleaseRequest{Guarantee: p.id}, "everything that it secured is paid")
	do(c, c.manager, desk.ConfirmRelease, desk.ConfirmReleaseRequest{Guarantee: p.id})
}
