package desk

import (
	"cmp"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/wire/pdf"
	"kontor/wording"
)

// ValueLine fills one blank of a template.
type ValueLine struct {
	Name  string `json:"name" label:"Blank" help:"Its name in the template."`
	Value string `json:"value" label:"Text"`
}

// TextRequest proposes a text for a guarantee that is to come: a template of the library with what fills its blanks, or a text of one's own.
type TextRequest struct {
	Deal      string       `json:"deal" label:"Deal" ref:"deal" optional:""`
	Applicant string       `json:"applicant" label:"Applicant" help:"Not needed when the deal is named." ref:"party" optional:""`
	Kind      string       `json:"kind" label:"Kind" enum:"demand_guarantee|standby|counter_guarantee|surety|credit_insurance|state_guarantee|parent_guarantee"`
	Template  string       `json:"template" label:"Template" help:"Its id in the library; leave it empty for a text of your own." optional:""`
	Version   int          `json:"version" label:"Version" help:"Empty: the newest." optional:""`
	Language  string       `json:"language" label:"Language" enum:"en|de|ru" optional:""`
	Values    []ValueLine  `json:"values" label:"Blanks" help:"What is not known yet may stay open, like the number." optional:""`
	Text      string       `json:"text" label:"Text" help:"Instead of a template." lines:"6" optional:""`
	Rules     string       `json:"rules" label:"Rules" enum:"URDG758|ISP98|UCP600|UNConv|RU-IG|surety|credit_insurance|state_guarantee|none" optional:""`
	Amount    money.Amount `json:"amount" label:"Amount" help:"The text is checked against it." optional:""`
}

// TextResult says where a text stands.
type TextResult struct {
	ID       string            `json:"id"`
	State    string            `json:"state"`
	SHA256   string            `json:"sha256"`
	Text     string            `json:"text"`
	Findings []wording.Finding `json:"findings"`
}

// agreeing are the roles that agree to texts: sales, finance, legal.
var agreeing = []Role{Clerk, Risk, Accountant, Manager}

// ProposeText proposes a text. One in which the checker finds an error is refused: nobody would agree to it.
var ProposeText = verb(Spec{Name: "text.propose", Title: "Propose a text", Help: "Propose the wording of a guarantee before the contract is signed; a second person agrees to it.", Roles: agreeing},
	func(w *work, req TextRequest) (TextResult, error) {
		body, row, err := w.proposed(req)
		if err != nil {
			return TextResult{}, err
		}
		names, err := w.namesIn(body, row.ApplicantID)
		if err != nil {
			return TextResult{}, err
		}
		findings := wording.Check(body, wording.Facts{Kind: wording.Kind(row.Kind), Rules: row.Rules, Amount: req.Amount, Applicant: names[row.ApplicantID]})
		findings = slices.DeleteFunc(findings, func(f wording.Finding) bool { return f.Rule == wording.OpenBlank && row.Template != "" }) // filled at issue
		if err := refuseErrors(findings); err != nil {
			return TextResult{}, err
		}
		row.Body, row.Sha256 = body, wording.HashNormal(body)
		if err := w.tx.AddAgreedText(w.ctx, row); err != nil {
			return TextResult{}, err
		}
		res := TextResult{ID: row.ID, State: "proposed", SHA256: row.Sha256, Text: body, Findings: orNone(findings)}
		return res, w.event(happening{entity: row.ID, deal: row.DealID, party: row.ApplicantID, text: errs.T("a text for a {kind} was proposed", "kind", guarantee.Kind(row.Kind).Label())})
	})

// refuseErrors is the refusal of a text that cannot be drawn, with every error at once.
func refuseErrors(findings []wording.Finding) error {
	var f errs.Faults
	for _, n := range findings {
		if n.Severity == wording.Error {
			f.Add("text", "{rule}: {reason}", "rule", string(n.Rule), "reason", n.Reason).Because("{how}", "how", n.Hint)
		}
	}
	return f.Err()
}

func orNone(findings []wording.Finding) []wording.Finding {
	if findings == nil {
		return []wording.Finding{}
	}
	return findings
}

// proposed reads what is proposed: the text, and the row that keeps it.
func (w *work) proposed(req TextRequest) (string, q.AddAgreedTextParams, error) {
	row := q.AddAgreedTextParams{ID: w.newID(id.Text), ApplicantID: req.Applicant, Kind: req.Kind, Rules: req.Rules, Language: req.Language, FindingsJson: "[]",
		ProposedBy: w.actor.ID, ProposedRole: string(w.actor.Role), ProposedUs: w.now()}
	var f errs.Faults
	nr := ""
	if req.Deal != "" {
		d, err := w.deal(req.Deal)
		if err != nil {
			return "", row, err
		}
		row.DealID, row.ApplicantID, nr = d.ID, cmp.Or(row.ApplicantID, d.CustomerID), d.Nr
	}
	if row.ApplicantID == "" {
		f.Add("applicant", "a text is agreed for a deal or an applicant").Because("choose one of them")
	} else if _, err := w.tx.Party(w.ctx, row.ApplicantID); err != nil {
		return "", row, store.Missing(err, row.ApplicantID)
	}
	body := strings.TrimSpace(req.Text)
	switch {
	case req.Template != "" && body != "":
		f.Add("text", "there is a template and a text").Because("choose one of them")
	case req.Template != "":
		t, err := wording.Find(strings.TrimSpace(req.Template), req.Version, wording.Language(cmp.Or(req.Language, "en")))
		if err != nil {
			f.Take("template", err)
			break
		}
		row.Template, row.Version, row.Language, row.Kind = t.ID, int64(t.Version), string(t.Language), string(t.Kind)
		row.Rules = cmp.Or(row.Rules, t.Rules)
		body = w.fill(&f, t, req.Values)
	case body == "":
		f.Add("text", "a text is needed").Because("choose a template or write the text")
	default:
		f.Take("", checkIssuedText(body))
	}
	names, err := w.namesOf(row.ApplicantID)
	row.Folded = fold(nr, row.Template, names[row.ApplicantID])
	if err == nil {
		err = f.Err()
	}
	return body, row, err
}

// fill puts values into the blanks of a template; a blank without one stays open.
func (w *work) fill(f *errs.Faults, t wording.Template, lines []ValueLine) string {
	values := map[string]string{}
	for _, l := range lines {
		values[strings.Trim(strings.TrimSpace(l.Name), "{}")] = strings.TrimSpace(l.Value)
	}
	required, _ := t.Placeholders()
	for _, name := range required {
		if values[name] == "" {
			values[name] = "{" + name + "}" // stays open until it is known
		}
	}
	body, err := wording.Fill(t, values)
	if err != nil {
		f.Take("values", err)
		return ""
	}
	return body
}

// namesOf are the names of parties, nothing for no id.
func (w *work) namesOf(ids ...string) (map[string]string, error) {
	return w.names(slices.DeleteFunc(ids, func(id string) bool { return id == "" })...)
}

// TextNamed names a text.
type TextNamed struct {
	Text string `json:"text" label:"Text" ref:"text"`
}

// AgreeText fixes a text. It takes a second person, so that two of sales, finance and legal have read it.
var AgreeText = verb(Spec{Name: "text.agree", Title: "Agree to the text", Help: "Fix the proposed text; by a second person.", On: "text", Roles: agreeing},
	func(w *work, req TextNamed) (TextResult, error) { return w.settleText(req.Text, "agreed") })

// RefuseText turns a proposed text down.
var RefuseText = verb(Spec{Name: "text.refuse", Title: "Turn the text down", Help: "Do not agree to the proposed text, with a reason.", On: "text", Roles: agreeing},
	func(w *work, req TextNamed) (TextResult, error) {
		if err := w.hasReason(); err != nil {
			return TextResult{}, err
		}
		return w.settleText(req.Text, "refused")
	})

func (w *work) settleText(textID, state string) (TextResult, error) {
	row, err := w.tx.AgreedText(w.ctx, textID)
	if err != nil {
		return TextResult{}, store.Missing(err, textID)
	}
	switch {
	case row.State != "proposed":
		return TextResult{}, errs.New(errs.Conflict, "this text is {state} already", "state", row.State).At(row.ID)
	case row.ProposedBy == w.actor.ID && state == "agreed":
		return TextResult{}, errs.New(errs.Forbidden, "a second person must agree to the text").At(row.ID).Because("ask somebody else of sales, finance or legal")
	}
	err = w.tx.SettleAgreedText(w.ctx, q.SettleAgreedTextParams{ID: row.ID, State: state, AgreedBy: w.actor.ID, AgreedUs: w.now()})
	if err != nil {
		return TextResult{}, err
	}
	said := errs.T("the text was agreed, its hash is {hash}", "hash", row.Sha256)
	if state == "refused" {
		said = errs.T("the text was turned down")
	}
	res := TextResult{ID: row.ID, State: state, SHA256: row.Sha256, Text: row.Body, Findings: []wording.Finding{}}
	return res, w.event(happening{entity: row.ID, deal: row.DealID, party: row.ApplicantID, text: said})
}

// CheckTextRequest asks what the checker finds in a text.
type CheckTextRequest struct {
	Text      string `json:"text" label:"Text" lines:"6" optional:""`
	File      File   `json:"file" label:"Or a file" help:"A PDF with words in it, or plain text." optional:""`
	Kind      string `json:"kind" label:"Kind" enum:"demand_guarantee|standby|counter_guarantee|surety|credit_insurance|state_guarantee|parent_guarantee" optional:""`
	Rules     string `json:"rules" label:"Rules" enum:"URDG758|ISP98|UCP600|UNConv|RU-IG|surety|credit_insurance|state_guarantee|none" optional:""`
	Guarantee string `json:"guarantee" label:"Fields of" help:"The text is held against the fields of this guarantee." ref:"guarantee" optional:""`
	Name      string `json:"name" label:"Name of the file" optional:""`
}

// CheckTextAnswer is what the checker finds.
type CheckTextAnswer struct {
	Text     string            `json:"text"`
	SHA256   string            `json:"sha256"`
	Findings []wording.Finding `json:"findings"`
}

// Headline is the worst of it.
func (a CheckTextAnswer) Headline() errs.Text {
	errors, others := 0, 0
	for _, f := range a.Findings {
		if f.Severity == wording.Error {
			errors++
		} else {
			others++
		}
	}
	if errors > 0 {
		return errs.T("{n} findings for which a demand may fail, {other} others.", "n", errors, "other", others)
	}
	return errs.T("No error was found; {n} things are worth knowing.", "n", others)
}

// Tables are the findings.
func (a CheckTextAnswer) Tables() []Table { return []Table{findingTable(a.Findings)} }

func findingTable(findings []wording.Finding) Table {
	t := Table{Title: "Findings in the text", Columns: []Head{head("Finding", store.Text), head("Severity", store.State), head("Reason", store.Text), head("What to do", store.Text), head("Words", store.Text), head("From", store.Number)}}
	for _, f := range findings {
		t.Rows = append(t.Rows, []any{string(f.Rule), string(f.Severity), f.Reason, f.Hint, f.Quote, int64(f.From)})
	}
	return t
}

// AskText reads a text as the checker does; nothing is kept.
var AskText = question(Spec{Name: "text.check", Title: "Check a text", Help: "Find what would stop a demand under this text; nothing is kept.", Roles: staff},
	func(w *work, req CheckTextRequest) (CheckTextAnswer, error) {
		text := cmp.Or(strings.TrimSpace(req.Text), w.textOfFile(req.File))
		var f errs.Faults
		if text == "" && len(req.File) > 0 && !pdf.Is(req.File) {
			f.Take("", checkIssuedText(string(req.File))) // why nothing could be read of it
		}
		if text == "" && f.Err() == nil {
			f.Add("text", "a text is needed").Because("paste it; a scan holds no words")
		}
		f.Take("", checkIssuedText(text))
		if err := f.Err(); err != nil {
			return CheckTextAnswer{}, err
		}
		facts := wording.Facts{Kind: wording.Kind(req.Kind), Rules: req.Rules}
		if req.Guarantee != "" {
			i, _, err := w.instrument(req.Guarantee)
			if err != nil {
				return CheckTextAnswer{}, err
			}
			names, err := w.namesIn(text, i.Guarantor, i.Applicant)
			if err != nil {
				return CheckTextAnswer{}, err
			}
			facts = textFacts(i.Terms, names)
		}
		return CheckTextAnswer{Text: text, SHA256: hashOf(text), Findings: orNone(wording.Check(text, facts))}, nil
	})

// textRecord is the page of an agreed text.
func (w *work) textRecord(textID string) (Record, error) {
	row, err := w.tx.AgreedText(w.ctx, textID)
	if err != nil || w.actor.Role.Guest() {
		return Record{}, store.Missing(cmp.Or(err, error(errNone)), textID)
	}
	names, err := w.namesOf(row.ApplicantID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: guarantee.Kind(row.Kind).Label().String() + " · " + names[row.ApplicantID], State: row.State, Headline: textHeadline(row)}
	r.Facts = []Fact{{"Kind", row.Kind}, {"Applicant", Ref{row.ApplicantID, names[row.ApplicantID]}}}
	if row.DealID != "" {
		d, err := w.deal(row.DealID)
		if err != nil {
			return r, err
		}
		r.Facts = append(r.Facts, Fact{"Deal", Ref{d.ID, d.Nr}})
	}
	if row.Template != "" {
		r.Facts = append(r.Facts, Fact{"Template", row.Template}, Fact{"Version", row.Version}, Fact{"Language", row.Language})
	}
	r.Facts = append(r.Facts, Fact{"SHA-256", row.Sha256}, Fact{"Text", row.Body})
	if row.State == "proposed" {
		r.Next = []string{"text.agree", "text.refuse"}
	}
	events, err := w.tx.PartyEvents(w.ctx, q.PartyEventsParams{PartyID: row.ApplicantID, Limit: timelineMost})
	r.Timeline = slices.DeleteFunc(lines(events), func(l Line) bool { return l.Entity != textID })
	return r, err
}

func textHeadline(row q.AgreedText) errs.Text {
	switch row.State {
	case "agreed":
		return errs.T("Two people have agreed to this text; what is issued is compared with it word by word.")
	case "refused":
		return errs.T("This text was turned down.")
	}
	return errs.T("A second person must agree to this text.")
}
