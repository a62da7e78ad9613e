package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/wire/mt"
)

// demandMessage is a demand as MT 765 from the bank of the house to the guarantor. It is "" while one of the two has no BIC: then the
// letter is what goes out.
func (w *work) demandMessage(m q.Demand, p promise, c guarantee.Claim) (string, error) {
	branch, known, err := w.branchOf(p.Instrument)
	if err != nil {
		return "", err
	}
	office, err := w.houseOffice()
	if err != nil || !known || branch.Bic == "" || office.BIC == "" {
		return "", err
	}
	d, err := p.Demand(m.ID)
	if err != nil {
		return "", err
	}
	statement := m.Breach
	if at := strings.Index(m.Body, m.Breach); at >= 0 {
		statement = m.Body[at:] // with every unpaid amount, as the letter says it
	}
	// A number that is grouped by blanks could be torn apart at the end of a line of the message.
	message, err := mt.Demand{Sender: office.BIC, Receiver: branch.Bic, Reference: d.Reference, Related: reference16(p.Number), Issuer: mt.Party{BIC: branch.Bic},
		Beneficiary: mt.Party{Lines: []string{c.Beneficiary}}, Dated: d.Dated, ExtendTo: d.ExtendTo, Amount: d.Amount, Statement: strings.ReplaceAll(statement, "\u202f", ""),
		AccountWith: accountParty(m.Account, office.BIC)}.Message()
	if err != nil {
		return "", err
	}
	return string(message.Bytes()), nil
}

// keepSent keeps a message of ours beside those that came, so that it is known when it comes back.
func (w *work) keepSent(p promise, text string) error {
	if text == "" {
		return nil
	}
	m, err := mt.Read([]byte(text))
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(text))
	return w.tx.AddMessage(w.ctx, q.AddMessageParams{ID: w.newID(id.Message), Direction: "out", Type: m.Type, Sender: m.Sender, Receiver: m.Receiver, Nr: p.Number, Raw: text,
		Sha256: hex.EncodeToString(sum[:]), Valid: 1, State: "sent", FindingsJson: "[]", GuaranteeID: p.ID, ByLogin: w.actor.ID, AtUs: w.now()})
}

// accountParty is the account to credit and who keeps it.
func accountParty(account, bank string) mt.Party {
	const most = 34
	compact := strings.Join(strings.Fields(account), "")
	if first, _, several := strings.Cut(account, ","); several {
		compact = strings.Join(strings.Fields(first), "")
	}
	if len(compact) > most {
		return mt.Party{Lines: []string{account}}
	}
	return mt.Party{Account: compact, BIC: bank}
}

// MessageAnswer is a message of ours as it leaves.
type MessageAnswer struct {
	Demand    string `json:"demand"`
	Reference string `json:"reference"`
	Type      string `json:"type"`
	Message   string `json:"message"`
}

// AskDemandMessage gives the SWIFT message of a demand that was sent.
var AskDemandMessage = question(Spec{Name: "demand.message", Title: "Show the message", Help: "The MT 765 of a demand, as it leaves through the bank of the house.", On: "demand", Roles: staff},
	func(w *work, req DemandNamed) (MessageAnswer, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return MessageAnswer{}, err
		}
		d, err := p.Demand(m.ID)
		if err != nil {
			return MessageAnswer{}, err
		}
		if d.Sending.Message == "" {
			return MessageAnswer{}, errs.New(errs.Refused, "there is no message of this demand").At(m.ID).
				Because("record the sending; it needs the BIC of the guarantor's branch and that of our bank")
		}
		return MessageAnswer{Demand: m.ID, Reference: d.Reference, Type: "765", Message: d.Sending.Message}, nil
	})

// Headline names the message.
func (a MessageAnswer) Headline() errs.Text {
	return errs.T("MT {type}, reference {reference}", "type", a.Type, "reference", a.Reference)
}

// Tables is the message, one row a line.
func (a MessageAnswer) Tables() []Table {
	t := Table{Title: "Message", Columns: []Head{head("Text", store.Text)}}
	for _, line := range textLines(a.Message) {
		t.Rows = append(t.Rows, []any{line})
	}
	return []Table{t}
}

// DemandImportResult says what became of a demand that was read.
type DemandImportResult struct {
	Demand    string      `json:"demand"`
	Duplicate bool        `json:"duplicate"` // it was there before
	State     string      `json:"state"`
	Findings  []errs.Text `json:"findings"` // for which it does not comply
}

// importDemand records a demand read from an MT 765 under a guarantee, with its findings. The same message, or the same reference, is a
// duplicate of the demand that is there.
func (w *work) importDemand(guaranteeID string, d mt.Demand, messageHash string) (DemandImportResult, error) {
	f := guarantee.Foreign{Reference: d.Reference, SHA256: messageHash, Amount: d.Amount, Dated: d.Dated, Account: strings.TrimSpace(d.AccountWith.Account + " " + d.AccountWith.Name()),
		Statement: d.Statement, ExtendTo: d.ExtendTo}
	if d.Incomplete {
		if f.Lacks = d.Completion; f.Lacks == "" {
			f.Lacks = "INCP"
		}
	}
	return w.takeForeign(guaranteeID, f, d.Statement)
}

func (w *work) takeForeign(guaranteeID string, f guarantee.Foreign, body string) (DemandImportResult, error) {
	p, err := w.promise(guaranteeID)
	if err != nil {
		return DemandImportResult{}, err
	}
	if same := p.SameDemand(f); same != "" {
		if err := w.happen(&p, guarantee.DemandDuplicateFact{ID: same, Reference: f.Reference, SHA256: f.SHA256}); err != nil {
			return DemandImportResult{}, err
		}
		d, err := p.Demand(same)
		if err != nil {
			return DemandImportResult{}, err
		}
		return DemandImportResult{Demand: same, Duplicate: true, State: string(d.State)}, w.event(happening{entity: same, guarantee: p.ID, deal: d.Deal, party: p.Guarantor,
			text: errs.T("the demand {reference} came again and was not counted twice", "reference", f.Reference)})
	}
	if f.Amount.Minor <= 0 {
		var faults errs.Faults
		faults.Add("amount", "a demand needs an amount above zero")
		return DemandImportResult{}, faults.Err()
	}
	res := DemandImportResult{Demand: w.newID(id.Demand), State: string(guarantee.DemandForeign), Findings: p.Findings(f, w.today)}
	if len(res.Findings) > 0 {
		res.State = string(guarantee.DemandFaulty)
	}
	imported := guarantee.Imported{Reference: f.Reference, SHA256: f.SHA256}
	for _, finding := range res.Findings {
		imported.Findings = append(imported.Findings, finding.String())
	}
	err = w.tx.AddDemand(w.ctx, q.AddDemandParams{ID: res.Demand, GuaranteeID: p.ID, CentreID: w.centre(), AmountMinor: f.Amount.Minor, Currency: string(f.Amount.Currency), Account: f.Account,
		Breach: f.Statement, Body: body, BodyJson: col.JSON("{}"), MadeOn: w.today, State: res.State, ByLogin: w.actor.ID, AtUs: w.now()})
	if err != nil {
		return res, err
	}
	if err := w.happen(&p, guarantee.DemandImportedFact{ID: res.Demand, Amount: f.Amount, Dated: f.Dated, ExtendTo: f.ExtendTo, Imported: imported}); err != nil {
		return res, err
	}
	return res, w.event(happening{entity: res.Demand, guarantee: p.ID, party: p.Guarantor,
		text: errs.T("a demand of {amount} by somebody else was read ({reference}): {n} findings", "amount", f.Amount, "reference", f.Reference, "n", len(res.Findings))})
}

// importRefusal records an MT 786: the notice of rejection of one of our demands, with all its reasons.
func (w *work) importRefusal(guaranteeID string, r mt.Refused, received day.Date, messageHash string) (DemandResult, error) {
	p, err := w.promise(guaranteeID)
	if err != nil {
		return DemandResult{}, err
	}
	demandID := refusedDemand(p.State, r)
	if demandID == "" {
		return DemandResult{}, errs.New(errs.NotFound, "no demand under {number} is the one that was refused ({reference})", "number", p.Number, "reference", r.Demand).At(p.ID).
			Because("record the rejection at the demand by hand")
	}
	m, err := w.tx.Demand(w.ctx, demandID)
	if err != nil {
		return DemandResult{}, err
	}
	return w.rejected(m, p, received, r.Reasons, messageHash)
}

// refusedDemand finds the demand that a message refuses: by our reference, else the only one of its amount that has left the house.
func refusedDemand(s guarantee.State, r mt.Refused) string {
	found := ""
	for _, d := range s.Demands {
		if r.Demand != "" && strings.EqualFold(d.Reference, r.Demand) {
			return d.ID
		}
		if d.Open() && d.Left() && d.Amount == r.Amount {
			if found != "" {
				return ""
			}
			found = d.ID
		}
	}
	return found
}

// ImportDemandRequest reads a demand under a guarantee.
type ImportDemandRequest struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	File      File   `json:"file" label:"File" help:"A SWIFT message MT 765."`
}

// ImportDemand reads a demand of somebody else, so that it can be checked. It claims nothing of what the house may demand.
var ImportDemand = verb(Spec{Name: "demand.import", Title: "Read a demand", Help: "Read a demand (MT 765) under a guarantee and keep it with its findings; the same one twice stays one.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req ImportDemandRequest) (DemandImportResult, error) {
		message, err := mt.Read(req.File)
		if err != nil {
			return DemandImportResult{}, err
		}
		d, findings, err := mt.AsDemand(message)
		if err != nil {
			return DemandImportResult{}, err
		}
		if err := mt.Refusal(findings); err != nil {
			return DemandImportResult{}, err
		}
		sum := sha256.Sum256(req.File)
		return w.importDemand(req.Guarantee, d, hex.EncodeToString(sum[:]))
	})
