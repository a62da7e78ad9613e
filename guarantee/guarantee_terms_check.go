package guarantee

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kontor/deadline"
	"kontor/errs"
	"kontor/money"
)

// Bounds of what is typed in. The text itself is kept beside the terms and has its own bound.
const (
	maxWords = 20_000 // bytes of one term in words
	maxLines = 200    // lines of a list: documents, steps of recourse, planned reductions
	maxDays  = 3650   // of a period: ten years

	leastExtension = 7 // days of an automatic extension: one a day over decades is a slip of the pen that takes long to count
)

// Check says everything that is wrong with what was registered, at once: what the paper must say, what does not go together, and what
// does not belong to the kind. The error is Invalid with one fault a field.
func (t Terms) Check() error {
	var f errs.Faults
	t.checkParties(&f)
	t.checkDates(&f)
	t.checkFace(&f)
	t.checkExpiry(&f)
	t.checkExtension(&f)
	t.checkReductions(&f)
	t.checkKind(&f)
	t.checkForeign(&f)
	t.checkWords(&f)
	return f.Err()
}

func (t Terms) checkParties(f *errs.Faults) {
	switch n := len([]rune(t.Number)); {
	case strings.TrimSpace(t.Number) == "":
		f.Add("number", "a guarantee needs its number").Because("copy the number that the guarantor gave it")
	case n > MaxNumber:
		f.Add("number", "the number has {n} characters, at most {most} are kept", "n", n, "most", MaxNumber)
	}
	f.Take("kind", known(t.Kind, Kinds()))
	if err := known(t.Rules, RuleSets()); err != nil {
		f.Take("rules", err)
	} else if known(t.Kind, Kinds()) == nil && !t.Rules.Fits(t.Kind) {
		f.Add("rules", "the rules {rules} do not fit a {kind}", "rules", string(t.Rules), "kind", t.Kind.Label()).
			Because("read again which rules the text names; choose none when it names none")
	}
	if t.Guarantor == "" {
		f.Add("guarantor", "a guarantee needs its guarantor").Because("register the guarantor as a party first and choose it here")
	}
	switch t.Applicant {
	case "":
		f.Add("applicant", "a guarantee needs its applicant").Because("choose the party whose obligation is secured")
	case t.Guarantor:
		f.Add("guarantor", "the guarantor is the applicant itself").Because("a promise of the debtor adds nothing; name who else pays")
	}
	if t.Backs != "" && t.Kind != CounterGuarantee {
		f.Add("backs", "only a counter-guarantee backs another guarantee").Because("leave this empty, or choose the kind counter-guarantee")
	}
}

func (t Terms) checkFace(f *errs.Faults) {
	if _, err := money.ParseCurrency(string(t.Face.Currency)); err != nil {
		f.Take("face", err)
	} else if t.Face.Minor <= 0 || t.Face.Minor > money.MaxMinor {
		f.Add("face", "a guarantee needs an amount above zero").Because("write it with its currency, like {example}", "example", "12000.00 EUR")
	}
	if t.CoverPercentBP < 0 || t.CoverPercentBP > 10_000 {
		f.Add("cover_percent", "percent are from 0 to 100")
	}
	if t.FirstLoss.Minor < 0 || t.FirstLoss.Minor > 0 && t.FirstLoss.Minor >= t.Face.Minor {
		f.Add("first_loss", "{amount} is not between nothing and the amount of the guarantee", "amount", t.FirstLoss)
	}
	if t.FirstLoss.Minor != 0 && t.FirstLoss.Currency != t.Face.Currency {
		f.Add("first_loss", "{amount} is not in the currency of the guarantee", "amount", t.FirstLoss)
	}
}

// checkDates names what is wrong with the days that every promise has.
func (t Terms) checkDates(f *errs.Faults) {
	if t.IssuedOn == 0 {
		f.Add("issued_on", "the day of issue is missing").Because("copy it from the guarantee")
	}
	switch {
	case t.ExpiresOn == 0 && (t.ExpiryType == "" || t.ExpiryType == FixedExpiry || t.ExpiryType == BothExpiry):
		f.Add("expires_on", "the expiry is missing").Because("copy it from the guarantee; ask the guarantor to state one if the text has none")
	case t.ExpiresOn != 0 && t.ExpiresOn <= t.IssuedOn:
		f.Add("expires_on", "the expiry {expiry} is not after the issue {issue}", "expiry", t.ExpiresOn, "issue", t.IssuedOn).
			Because("check both days against the text")
	case t.ExpiresOn != 0 && t.EffectiveOn > t.ExpiresOn:
		f.Add("effective_on", "it takes effect on {effect}, after its expiry {expiry}", "effect", t.EffectiveOn, "expiry", t.ExpiresOn).
			Because("check both days against the text")
	}
	if t.EffectiveOn != 0 && t.EffectiveOn < t.IssuedOn {
		f.Add("effective_on", "it takes effect on {effect}, before its issue {issue}", "effect", t.EffectiveOn, "issue", t.IssuedOn).
			Because("check both days against the text")
	}
}

func (t Terms) checkExpiry(f *errs.Faults) {
	if t.ExpiryType != "" {
		f.Take("expiry_type", known(t.ExpiryType, ExpiryTypes()))
	}
	byEvent := t.ExpiryType == EventExpiry || t.ExpiryType == BothExpiry
	switch {
	case byEvent && blank(t.ExpiryEvent):
		f.Add("expiry_event", "it ends with an event, which is missing").Because("copy the event from the text")
	case !byEvent && !blank(t.ExpiryEvent):
		f.Add("expiry_event", "an event that ends it does not go with this kind of expiry").Because("choose the expiry by an event, or leave the event empty")
	}
	if !blank(t.ExpiryEvent) && blank(t.ExpiryProof) {
		f.Add("expiry_proof", "an event needs the document that shows it").
			Because("name the document; an event that no document shows is disregarded (URDG 758 art. 7)")
	}
	if t.ExpiryType == OpenExpiry && t.ExpiresOn != 0 {
		f.Add("expires_on", "an open expiry has no day").Because("choose the expiry on a day, or leave the day empty")
	} else if profile, err := ProfileOf(t); t.ExpiryType == OpenExpiry && err == nil && profile.Family != deadline.AsWorded { // what is left to the law is taken in and covers no day
		_, err = profile.EndsUnstated(t.IssuedOn)
		f.Take("expires_on", err)
	}
}

// Periods of an automatic extension, as MT 760 field 23F writes them, and what of a notice must be in time.
var (
	extensionPeriods = []string{"ONEY", "DAYS", "OTHR"}
	noticeBases      = []string{"sent", "received"}
)

func (t Terms) checkExtension(f *errs.Faults) {
	e := t.Extension
	if !e.Renews() {
		if e != (Extension{}) {
			f.Add("extension_period", "terms of an extension stand without its period").Because("choose how long each extension lasts, or leave them all empty")
		}
		return
	}
	f.Take("extension_period", known(e.Period, extensionPeriods))
	if (e.Period == "DAYS") != (e.Days > 0) {
		f.Add("extension_days", "the days of an extension go with the period DAYS, and only with it").Because("write how many days each extension lasts")
	}
	if e.Days > 0 && e.Days < leastExtension {
		f.Add("extension_days", "{n} is not between {least} and {most} days", "n", e.Days, "least", leastExtension, "most", maxDays)
	}
	if e.NoticeDays <= 0 {
		f.Add("extension_notice_days", "an automatic extension needs the days of its notice").
			Because("copy from the text how many days before the expiry notice of non-extension must be given")
	}
	if e.Basis != "" {
		f.Take("extension_basis", known(e.Basis, noticeBases))
	}
	if e.FinalOn != 0 && e.FinalOn < t.ExpiresOn {
		f.Add("extension_final_on", "the final expiry {final} is before the expiry {expiry}", "final", e.FinalOn, "expiry", t.ExpiresOn).Because("check both days against the text")
	}
	if t.ExpiryType == OpenExpiry {
		f.Add("extension_period", "what has no expiry cannot extend itself").Because("check both against the text")
	}
}

func (t Terms) checkReductions(f *errs.Faults) {
	var sum int64
	for n, r := range t.Reductions {
		at := func(field string) string { return fmt.Sprintf("reductions[%d].%s", n, field) }
		switch {
		case r.Amount.Minor <= 0 || r.Amount.Minor > money.MaxMinor:
			f.Add(at("amount"), "a reduction needs an amount above zero")
		case r.Amount.Currency != t.Face.Currency:
			f.Add(at("amount"), "{amount} is not in the currency of the guarantee", "amount", r.Amount)
		default:
			sum += r.Amount.Minor
		}
		switch {
		case r.On == 0 && blank(r.Event):
			f.Add(at("on"), "a reduction needs its day or its event")
		case r.On != 0 && r.On <= t.IssuedOn:
			f.Add(at("on"), "the reduction on {day} is not after the issue", "day", r.On)
		}
		if !blank(r.Event) && blank(r.Proof) {
			f.Add(at("proof"), "an event needs the document that shows it").Because("name the document that proves the reduction; without one anybody could claim it")
		}
	}
	if sum > t.Face.Minor {
		f.Add("reductions", "the reductions of {sum} are more than the face {face}", "sum", money.Of(sum, t.Face.Currency), "face", t.Face)
	}
}

// checkKind names what a kind must say besides the amount (rule K1).
func (t Terms) checkKind(f *errs.Faults) {
	need := func(field string, missing bool, why errs.Text) {
		if missing {
			f.Add(field, "a {kind} needs this: {why}", "kind", t.Kind.Label(), "why", why).Because("copy it from the text")
		}
	}
	switch t.Kind {
	case Surety:
		need("law", blank(t.Law), errs.T("its law decides which defences the debtor has"))
		need("recourse", len(t.Recourse) == 0, errs.T("what must be tried before the surety pays"))
	case CreditInsurance:
		need("cover_percent", t.CoverPercentBP == 0, errs.T("the insured part of a loss"))
		need("waiting_days", t.WaitingDays <= 0, errs.T("the days between the due date and a claim"))
		need("claim_days", t.ClaimDays <= 0, errs.T("the days in which to claim; who claims later loses the cover"))
	case StateGuarantee:
		need("cover_percent", t.CoverPercentBP == 0, errs.T("the covered part of the principal"))
		need("recourse", len(t.Recourse) == 0, errs.T("what must be tried before the state pays"))
	}
}

// checkForeign refuses terms that do not belong to the kind: they would be read as a promise that nobody made.
func (t Terms) checkForeign(f *errs.Faults) {
	alien := func(field string, given bool, of ...Kind) {
		for _, k := range of {
			if t.Kind == k {
				return
			}
		}
		if given && known(t.Kind, Kinds()) == nil {
			f.Add(field, "this does not belong to a {kind}", "kind", t.Kind.Label()).Because("leave it empty, or choose the kind to which it belongs")
		}
	}
	alien("waiting_days", t.WaitingDays != 0, CreditInsurance)
	alien("notify_days", t.NotifyDays != 0, CreditInsurance)
	alien("claim_days", t.ClaimDays != 0, CreditInsurance)
	alien("exclusions", !blank(t.Exclusions), CreditInsurance, StateGuarantee)
	alien("first_loss", t.FirstLoss.Minor != 0, CreditInsurance, StateGuarantee)
	alien("recourse", len(t.Recourse) > 0, Surety, StateGuarantee, ParentGuarantee)
	alien("same_group", t.SameGroup, ParentGuarantee, LetterOfComfort)
	for _, span := range []struct {
		field string
		days  int
	}{{"waiting_days", t.WaitingDays}, {"notify_days", t.NotifyDays}, {"claim_days", t.ClaimDays}, {"examine_days", t.ExamineDays},
		{"closes_in_days", t.ClosesInDays}, {"extension_days", t.Extension.Days}, {"extension_notice_days", t.Extension.NoticeDays}} {
		if span.days < 0 || span.days > maxDays {
			f.Add(span.field, "{n} is not between {least} and {most} days", "n", span.days, "least", 0, "most", maxDays)
		}
	}
}

func (t Terms) checkWords(f *errs.Faults) {
	for _, w := range []struct{ field, text string }{{"number", t.Number}, {"beneficiary", t.Beneficiary}, {"exclusions", t.Exclusions}, {"effect_event", t.EffectEvent},
		{"expiry_event", t.ExpiryEvent}, {"expiry_proof", t.ExpiryProof}, {"place", t.Place}, {"documents", strings.Join(t.Documents, "\n")}, {"recourse", strings.Join(t.Recourse, "\n")},
		{"statement", t.Statement}, {"signatures", t.Signatures}, {"rules_excluded", t.RulesExcluded}, {"law", t.Law}, {"forum", t.Forum},
		{"paper_name", t.Paper.Name}, {"paper_bic", t.Paper.BIC}, {"paper_licence", t.Paper.Licence}} {
		switch {
		case len(w.text) > maxWords:
			f.Add(w.field, "this is longer than {most} characters", "most", maxWords).Because("the whole text of the guarantee has its own field")
		case !utf8.ValidString(w.text) || strings.ContainsFunc(w.text, unprintable):
			f.Add(w.field, "the text holds characters that cannot be read").Because("copy it again from the guarantee, as plain text")
		}
	}
	for _, list := range []struct {
		field string
		lines int
	}{{"documents", len(t.Documents)}, {"recourse", len(t.Recourse)}, {"reductions", len(t.Reductions)}} {
		if list.lines > maxLines {
			f.Add(list.field, "there are more than {most} lines", "most", maxLines)
		}
	}
}

// unprintable are control characters other than those that shape a text.
func unprintable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError || r >= 0x7f && r < 0xa0
}
