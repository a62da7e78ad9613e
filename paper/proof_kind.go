package paper

import (
	"encoding/json"
	"strings"

	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/lang"
	"kontor/proof"
)

func (p Proof) guarantee(s *Sheet, g proof.Guarantee) {
	s.House, s.On = g.Beneficiary, g.AsOf
	s.Sub = g.Number + " · " + g.Guarantor.Name
	s.Blocks = []Block{
		Facts{p.Lang.T("What is promised"), [][2]string{
			p.fact(errs.T("Number"), g.Number), p.fact(errs.T("Kind"), guarantee.Kind(g.Kind).Label()), p.fact(errs.T("Rules"), rulesText(g.Rules)),
			p.fact(errs.T("Guarantor"), g.Guarantor.Name), p.fact(errs.T("Applicant"), g.Applicant.Name), p.fact(errs.T("Beneficiary"), g.Beneficiary),
			p.fact(errs.T("Amount"), g.Face), p.fact(errs.T("Paid"), unless(g.Paid)), p.fact(errs.T("Reserved for demands"), unless(g.Reserved)), p.fact(errs.T("Reduced by"),
				unless(g.Reduced)), p.fact(errs.T("Available"), g.Available),
			p.fact(errs.T("Issued on"), g.IssuedOn), p.fact(errs.T("In force from"), g.EffectiveOn), p.fact(errs.T("Expires on"), g.ExpiresOn),
			p.fact(errs.T("Place of presentation"), g.Place), p.fact(errs.T("SHA-256 of the text"), g.TextSHA256),
			p.fact(errs.T("SHA-256 of the agreed text"), g.AgreedSHA256)}},
		Facts{p.Lang.T("How it stands on {day}", "day", g.AsOf), [][2]string{
			p.fact(errs.T("State"), guarantee.Life(g.Life).Label()), p.fact(errs.T("Ended on"), g.EndedOn), p.fact(errs.T("Trust"), guarantee.Trust(g.Trust).Label()),
			p.fact(errs.T("Verified on"), g.VerifiedOn), p.fact(errs.T("To be verified again by"), g.ReverifyOn)}},
		Facts{p.Lang.T("Terms"), p.terms(g.Terms)},
		p.happened(g.Events),
		Sign{[]string{p.Lang.T("Place, date"), p.Lang.T("For {house}", "house", g.Beneficiary)}},
	}
}

// terms are what a demand must be like, and when the promise changes; what the text is silent about is left out.
func (p Proof) terms(registered []byte) [][2]string {
	var t guarantee.Terms
	if json.Unmarshal(registered, &t) != nil {
		return nil // of a later version: the file itself has them
	}
	yes := func(label errs.Text, is bool) [2]string {
		if !is {
			return [2]string{}
		}
		return p.fact(label, p.Lang.T("yes"))
	}
	count := func(label errs.Text, n int) [2]string {
		if n == 0 {
			return [2]string{}
		}
		return p.fact(label, p.Lang.Number(int64(n)))
	}
	out := [][2]string{p.fact(errs.T("Takes effect with"), t.EffectEvent), p.fact(errs.T("Ends with"), t.ExpiryEvent), p.fact(errs.T("Shown by"), t.ExpiryProof),
		p.fact(errs.T("Extends itself"), p.word(t.Extension.Period)), count(errs.T("Days of notice"), t.Extension.NoticeDays), p.fact(errs.T("Never beyond"), t.Extension.FinalOn),
		p.fact(errs.T("Documents of a demand"), strings.Join(t.Documents, "\n")), p.fact(errs.T("Wording of the statement"), t.Statement),
		p.fact(errs.T("Language of a demand"), p.word(t.Language)), p.fact(errs.T("Form of a demand"), p.word(t.Form)), p.fact(errs.T("Signatures"), t.Signatures),
		yes(errs.T("Presented through our bank"), t.ThroughBank), yes(errs.T("No partial demand"), t.NoPartial), yes(errs.T("No second demand"), t.NoMultiple),
		yes(errs.T("Transferable"), t.Transferable), count(errs.T("Days of examination"), t.ExamineDays), p.fact(errs.T("First loss"), unless(t.FirstLoss)),
		count(errs.T("Waiting period"), t.WaitingDays), p.fact(errs.T("To be tried first"), strings.Join(t.Recourse, "\n")), p.fact(errs.T("Exclusions"), t.Exclusions),
		p.fact(errs.T("Excluded articles"), t.RulesExcluded), p.fact(errs.T("Law"), t.Law), p.fact(errs.T("Courts"), t.Forum), p.fact(errs.T("Language that prevails"), p.word(t.Prevails)),
		p.fact(errs.T("Guarantor as written"), t.Paper.Name), p.fact(errs.T("BIC as written"), t.Paper.BIC), p.fact(errs.T("Licence as written"), t.Paper.Licence)}
	for _, r := range t.Reductions {
		when := errs.T("{amount} less on {day}", "amount", r.Amount, "day", r.On)
		if r.On == 0 {
			when = errs.T("{amount} less with {event}, shown by {proof}", "amount", r.Amount, "event", r.Event, "proof", r.Proof)
		}
		out = append(out, p.fact(errs.T("Planned reduction"), when))
	}
	return out
}

func (p Proof) happened(events []proof.Happened) Block {
	g := Grid{Title: p.Lang.T("Life line"), Columns: []string{p.Lang.T("On"), p.Lang.T("What happened"), p.Lang.T("Entry of the log")}}
	for _, e := range events {
		g.Rows = append(g.Rows, []string{p.Lang.Date(e.On), p.Verb(e.Verb), e.Event})
	}
	return g
}

func rulesText(rules string) any {
	if rules == string(guarantee.NoRules) {
		return errs.T("none")
	}
	return rules
}

func (p Proof) verification(s *Sheet, v proof.Verification) {
	s.House, s.On = v.Beneficiary, v.VerifiedOn
	s.Sub = v.Number + " · " + v.Guarantor.Name
	s.Blocks = []Block{
		Facts{p.Lang.T("What was found"), [][2]string{
			p.fact(errs.T("Finding"), guarantee.Trust(v.Finding).Label()), p.fact(errs.T("Verified on"), v.VerifiedOn), p.fact(errs.T("To be verified again by"), v.ReverifyOn),
			p.fact(errs.T("Verified by"), v.Verifier.Name), p.fact(errs.T("Login"), v.Verifier.ID), p.fact(errs.T("Recorded by (login)"), v.RecordedBy),
			p.fact(errs.T("Entry of the log"), v.Event)}},
		Facts{p.Lang.T("Evidence"), [][2]string{
			p.fact(errs.T("Kind"), guarantee.EvidenceKind(v.Evidence.Kind).Label()), p.fact(errs.T("Reference of the evidence"), v.Evidence.Ref), p.fact(errs.T("Confirmed on"), v.Evidence.On),
			p.fact(errs.T("Our bank"), v.Evidence.Bank), p.fact(errs.T("Number called"), v.Evidence.Number), p.fact(errs.T("Public register"), v.Evidence.Register),
			p.fact(errs.T("Spoke to"), v.Evidence.Spoke), p.fact(errs.T("Certificate"), v.Evidence.Certificate), p.fact(errs.T("Signed at"), v.Evidence.SignedAt),
			p.fact(errs.T("Time stamp"), v.Evidence.StampedAt), p.fact(errs.T("Certificate revoked at"), v.Evidence.RevokedAt), p.fact(errs.T("Document"), v.Evidence.Document)}},
		Facts{p.Lang.T("The guarantee"), [][2]string{
			p.fact(errs.T("Number"), v.Number), p.fact(errs.T("Guarantor"), v.Guarantor.Name), p.fact(errs.T("Applicant"), v.Applicant.Name), p.fact(errs.T("Amount"), v.Face),
			p.fact(errs.T("Issued on"), v.IssuedOn), p.fact(errs.T("Expires on"), v.ExpiresOn), p.fact(errs.T("SHA-256 of the text"), v.TextSHA256)}},
		Sign{[]string{p.Lang.T("Place, date"), p.Lang.T("Verified by")}},
	}
}

func (p Proof) release(s *Sheet, r proof.Release) {
	s.House, s.On = r.House, r.On
	s.Sub = r.Number + " · " + r.Customer.Name
	units := Grid{Title: p.Lang.T("Units that may leave"), Columns: []string{p.Lang.T("Model"), p.Lang.T("Serial number")}}
	for _, u := range r.Units {
		units.Rows = append(units.Rows, []string{u.Model, u.Serial})
	}
	secured := Grid{Title: p.Lang.T("Secured by"), Columns: []string{p.Lang.T("Guarantee"), p.Lang.T("Guarantor"), p.Lang.T("Expires on"), p.Lang.T("Counts at most")}, Right: []int{3}}
	for _, g := range r.Guarantees {
		secured.Rows = append(secured.Rows, []string{g.Number, g.Guarantor.Name, p.Lang.Date(g.ExpiresOn), p.Lang.Amount(g.Most)})
	}
	cover := Grid{Title: p.Lang.T("Cover day by day"), Columns: []string{p.Lang.T("From"), p.Lang.T("To"), p.Lang.T("Required"), p.Lang.T("Cover")}, Right: []int{2, 3}}
	for _, c := range r.Cover {
		cover.Rows = append(cover.Rows, []string{p.Lang.Date(c.From), p.Lang.Date(c.To), p.Lang.Amount(c.Required), p.Lang.Amount(c.Cover)})
	}
	s.Blocks = []Block{
		Facts{p.Lang.T("The order"), [][2]string{
			p.fact(errs.T("Order"), r.Order), p.fact(errs.T("Deal"), r.Number), p.fact(errs.T("Customer"), r.Customer.Name), p.fact(errs.T("Released on"), r.On),
			p.fact(errs.T("Released by"), r.By.Name), p.fact(errs.T("Most that any day requires"), r.Needed), p.fact(errs.T("Covered until"), r.Until)}},
		units, p.conditions(r.Conditions), secured,
		Sign{[]string{p.Lang.T("Place, date"), p.Lang.T("Released by")}},
		cover,
	}
}

// conditions are what the gate asked. What it found is kept as an English sentence and therefore printed in English only; the
// figures of it stand in the other tables.
func (p Proof) conditions(all []proof.GateCondition) Block {
	g := Grid{Title: p.Lang.T("Conditions of the gate"), Columns: []string{p.Lang.T("Condition"), p.Lang.T("State")}}
	english := p.Lang == lang.English
	if english {
		g.Columns = append(g.Columns, p.Lang.T("Required"), p.Lang.T("Present"))
	}
	for _, c := range all {
		state := p.Lang.T("met")
		if c.State != "met" {
			state = p.Lang.T("waived")
		}
		row := []string{p.Lang.Say(deal.Name(c.Name).Label()), state}
		if english {
			row = append(row, c.Required, c.Present)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (p Proof) demand(s *Sheet, d proof.Demand) {
	s.House, s.On = d.Beneficiary, d.MadeOn
	s.Sub = d.Number + " · " + d.Guarantor.Name
	s.Blocks = []Block{
		Text{"", paragraphs(d.Letter)},
		Sign{[]string{p.Lang.T("Place, date"), p.Lang.T("For {house}", "house", d.Beneficiary), p.Lang.T("For {house}", "house", d.Beneficiary)}},
		Facts{"", p.copied(d)},
	}
}

// copied are the facts under a letter; how the demand went on stands only on a copy that is made later.
func (p Proof) copied(d proof.Demand) [][2]string {
	hash := p.fact(errs.T("SHA-256 of the letter"), d.LetterSHA256)
	state := guarantee.DemandState(d.State)
	if !(guarantee.Demand{State: state}).Left() { // to be signed
		return [][2]string{hash}
	}
	return [][2]string{p.fact(errs.T("State"), state.Label()), p.fact(errs.T("Presented on"), d.PresentedOn), p.fact(errs.T("Paid"), unless(d.Paid)),
		p.fact(errs.T("Paid on"), d.PaidOn), hash}
}

// paragraphs are the lines of a letter, one paragraph each.
func paragraphs(letter string) []string {
	return strings.FieldsFunc(letter, func(r rune) bool { return r == '\n' })
}
