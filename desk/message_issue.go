package desk

import (
	"cmp"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/ident"
	"kontor/store"
	"kontor/store/q"
	"kontor/wire/mt"
	"kontor/wording"
)

// bookIssue registers the guarantee of an MT 760, unverified. The amount is always that of sequence B; what a counter-guarantor asks
// another bank to issue (sequence C) is promised to somebody else.
func (w *work) bookIssue(m incoming) (booked, error) {
	terms, text, warnings, err := w.issueTerms(m)
	if err != nil {
		return booked{}, err
	}
	res, err := w.register(terms, received{text: text, agreed: m.req.Agreed, sent: true})
	if err != nil {
		return booked{}, err
	}
	out := booked{guarantee: res.ID, state: "booked", warnings: append(warnings, res.Warnings...)}
	if res.Duplicate {
		out.state = "parked"
	}
	return out, nil
}

// issueTerms are the terms that the fields of an MT 760 tell, and the text of all its parts.
func (w *work) issueTerms(m incoming) (guarantee.Terms, string, []errs.Text, error) {
	i, _, err := mt.AsIssue(m.first())
	if err != nil {
		return guarantee.Terms{}, "", nil, err
	}
	t := termsOfIssue(i)
	var f errs.Faults
	var warnings []errs.Text
	if t.Guarantor, t.Branch, err = w.issuerOf(&f, m.req, t.Paper.BIC); err != nil {
		return t, "", nil, err
	}
	secured := i.Obligor
	if secured.Name() == "" {
		secured = i.Applicant
	}
	if t.Applicant, err = w.applicantOf(&f, m.req, secured); err != nil {
		return t, "", nil, err
	}
	warning, err := w.beneficiaryIsOurs(t.Beneficiary)
	if err != nil {
		return t, "", nil, err
	}
	if !warning.IsZero() {
		warnings = append(warnings, warning)
	}
	return t, strings.TrimSpace(cmp.Or(m.whole.Text, i.Text)), warnings, f.Err()
}

var (
	kindOfForm   = map[string]guarantee.Kind{"DGAR": guarantee.DemandGuarantee, "STBY": guarantee.Standby, "DEPU": guarantee.Surety}
	rulesOfCode  = map[string]guarantee.Rules{"URDG": guarantee.URDG758, "ISPR": guarantee.ISP98, "UCPR": guarantee.UCP600}
	formsOfPaper = map[string]string{"COLL": "paper", "COUR": "paper", "MAIL": "paper", "REGM": "paper", "MESS": "paper"}
)

// termsOfIssue are the terms of sequence B.
func termsOfIssue(i mt.Issue) guarantee.Terms {
	t := guarantee.Terms{Number: i.Number, Kind: kindOfForm[i.Form], Rules: cmp.Or(rulesOfCode[i.Rules], guarantee.NoRules), Face: i.Amount, IssuedOn: i.Issued,
		ExpiresOn: i.Expiry, Beneficiary: partyLines(i.Beneficiary), NoPartial: !i.Partial, NoMultiple: !i.Multiple, Transferable: i.Transferable,
		Documents: documentLines(i.Documents), Law: strings.TrimSpace(i.Law + " " + i.LawPlace), Forum: i.Court, Form: formsOfPaper[i.Delivery]}
	if i.Purpose == "ISCO" || i.Purpose == "ICCO" {
		t.Kind = guarantee.CounterGuarantee
	}
	t.Paper = guarantee.Paper{BIC: cmp.Or(i.Issuer.BIC, i.Sender)}
	if i.Issuer.BIC == "" {
		t.Paper.Name = i.Issuer.Name()
	}
	switch i.ExpiryType {
	case "COND":
		t.ExpiryType, t.ExpiryEvent = guarantee.EventExpiry, oneLine(i.Event)
		t.ExpiryProof = t.ExpiryEvent // the field names the event together with what shows it
		if i.Expiry != 0 {
			t.ExpiryType = guarantee.BothExpiry
		}
	case "OPEN":
		t.ExpiryType = guarantee.OpenExpiry
	default:
		t.ExpiryType = guarantee.FixedExpiry
	}
	if e := i.Extension; e != nil {
		t.Extension = guarantee.Extension{Period: e.Period, Days: e.Days, NoticeDays: e.NoticeDays, FinalOn: e.Final, Method: oneLine(strings.TrimSpace(e.Details + " " + e.Notice))}
		if e.NoticeDays == 0 && t.Extension.Method == "" {
			t.Extension.Method = "not stated in the message"
		}
	}
	t.Place = placeOfPresentation(i)
	return t
}

// placeOfPresentation is where a demand must arrive: with whom it is available, else at the issuer's.
func placeOfPresentation(i mt.Issue) string {
	if place := oneLine(partyLines(i.AvailableWith)); place != "" {
		return place
	}
	return oneLine(cmp.Or(partyLines(i.Issuer), i.Sender))
}

func partyLines(p mt.Party) string { return strings.Join(append(slices.Clone(p.Lines), p.BIC), "\n") }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// documentLines are the documents of field 45C: an entry begins with a sign of its own or after an empty line.
func documentLines(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		item := strings.TrimLeft(line, "+-*0123456789.) ")
		switch {
		case line == "":
		case item != line && item != "" || len(out) == 0:
			out = append(out, item)
		default:
			out[len(out)-1] += " " + line
		}
	}
	return out
}

// issuerOf finds the guarantor by the BIC of the message, and its branch when the BIC is registered with one. A branch that is not
// registered is its head office; a BIC that only looks like a registered one is none.
func (w *work) issuerOf(f *errs.Faults, req MessageRequest, bic string) (party, branch string, err error) {
	number, wrong := ident.Parse(ident.BIC, bic)
	var branches []q.Branch
	if wrong == nil {
		if branches, err = w.tx.BranchesOfBIC(w.ctx, number.Value[:8]); err != nil {
			return "", "", err
		}
	}
	at := slices.IndexFunc(branches, func(b q.Branch) bool {
		return wording.MatchBIC(number.Value, []string{b.Bic}).Likeness == wording.Exact
	})
	if req.Guarantor != "" {
		if at >= 0 && branches[at].PartyID == req.Guarantor {
			branch = branches[at].ID
		}
		return req.Guarantor, branch, nil
	}
	if wrong != nil {
		f.Add("guarantor", "the message does not name its issuer by a BIC").Because("choose the guarantor here")
		return "", "", nil
	}
	if at >= 0 {
		return branches[at].PartyID, branches[at].ID, nil
	}
	party, err = w.partyOfBIC(f, number)
	return party, "", err
}

// partyOfBIC finds the guarantor that is registered with a BIC, or with that of its head office.
func (w *work) partyOfBIC(f *errs.Faults, number ident.ID) (string, error) {
	for _, value := range []string{number.Value, number.Value[:8]} {
		row, err := w.tx.PartyByIdentifier(w.ctx, q.PartyByIdentifierParams{Scheme: string(ident.BIC), Value: value})
		if err == nil {
			return row.ID, nil
		}
		if !store.None(err) {
			return "", err
		}
	}
	all, err := w.tx.IdentifiersOfScheme(w.ctx, string(ident.BIC))
	if err != nil {
		return "", err
	}
	if m := wording.MatchBIC(number.Value, all); m.Likeness == wording.Alike {
		f.Add("guarantor", "the BIC {bic} only looks like the registered {known}", "bic", number.Value, "known", m.Of).Because("{why}: ask the guarantor before anything else", "why", m.Why)
		return "", nil
	}
	f.Add("guarantor", "no party has the BIC {bic}", "bic", number.Value).Because("look it up in the public register and add it to the guarantor, or choose the guarantor here")
	return "", nil
}

// applicantOf finds the customer whose obligation is secured by its name, written as it may be.
func (w *work) applicantOf(f *errs.Faults, req MessageRequest, p mt.Party) (string, error) {
	if req.Applicant != "" {
		return req.Applicant, nil
	}
	name := ""
	if len(p.Lines) > 0 {
		name = p.Lines[0]
	}
	if name != "" {
		rows, err := w.tx.CustomersLike(w.ctx, "%"+likeText(fold(name))+"%")
		if err != nil {
			return "", err
		}
		if len(rows) == 1 {
			return rows[0].ID, nil
		}
	}
	f.Add("applicant", "no single customer is called {name}", "name", cmp.Or(name, "?")).Because("choose the party whose obligation is secured")
	return "", nil
}

// likeText takes the signs that mean something in a pattern out of a text.
func likeText(text string) string { return strings.NewReplacer("%", "", "_", "").Replace(text) }

// beneficiaryIsOurs warns when the message promises to somebody else.
func (w *work) beneficiaryIsOurs(written string) (errs.Text, error) {
	if written == "" {
		return errs.Text{}, nil
	}
	doc, err := w.tx.Setting(w.ctx, profileSetting)
	if err != nil {
		return errs.Text{}, err
	}
	var house Profile
	if err := doc.Into(&house); err != nil {
		return errs.Text{}, err
	}
	first, _, _ := strings.Cut(written, "\n")
	said := fold(first)
	if known := fold(house.House); strings.Contains(said, known) || strings.Contains(known, said) {
		return errs.Text{}, nil
	}
	return errs.T("the beneficiary is {name}, which is not the name of the house: make sure that the house may demand", "name", first), nil
}
