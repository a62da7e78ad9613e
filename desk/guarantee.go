package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// GuaranteeRequest registers a guarantee as received. It gives no cover until somebody else has verified it.
type GuaranteeRequest struct {
	Number      string       `json:"number" label:"Number" help:"As the guarantor numbers it."`
	Guarantor   string       `json:"guarantor" label:"Guarantor" ref:"party"`
	Applicant   string       `json:"applicant" label:"Applicant" help:"Whose obligation it secures." ref:"party"`
	Kind        string       `json:"kind" label:"Kind" enum:"demand_guarantee|standby|counter_guarantee|surety|credit_insurance|state_guarantee|parent_guarantee"`
	Rules       string       `json:"rules" label:"Rules" enum:"URDG758|ISP98|UCP600|none"`
	Face        money.Amount `json:"face" label:"Amount"`
	IssuedOn    day.Date     `json:"issued_on" label:"Issued on"`
	EffectiveOn day.Date     `json:"effective_on" label:"In force from" help:"Leave empty when it is in force from its issue." optional:""`
	ExpiresOn   day.Date     `json:"expires_on" label:"Expires on"`
	Branch      string       `json:"branch" label:"Branch" help:"Where it is drawn; its calendar counts." ref:"branch" optional:""`
	Place       string       `json:"place" label:"Place of presentation" optional:""`
	Text        string       `json:"text" label:"Text" help:"The wording as issued." lines:"6" optional:""`
}

// GuaranteeResult says where the guarantee stands.
type GuaranteeResult struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Life   string `json:"life"`
	Trust  string `json:"trust"`
}

// RegisterGuarantee records a guarantee as received.
var RegisterGuarantee = verb(Spec{Name: "guarantee.register", Title: "Register a guarantee", Help: "Record a guarantee as received; somebody else verifies it.", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req GuaranteeRequest) (GuaranteeResult, error) {
		terms := guarantee.Terms{Number: strings.TrimSpace(req.Number), Kind: guarantee.Kind(req.Kind), Rules: guarantee.Rules(req.Rules), Guarantor: req.Guarantor,
			Applicant: req.Applicant, Face: req.Face, IssuedOn: req.IssuedOn, EffectiveOn: req.EffectiveOn, ExpiresOn: req.ExpiresOn, Place: req.Place, Branch: req.Branch}
		i := guarantee.Instrument{ID: w.newID(id.Guarantee), Terms: terms, Paid: money.Of(0, req.Face.Currency), Reserved: money.Of(0, req.Face.Currency),
			Trust: guarantee.Unverified, Life: guarantee.Recorded}
		if err := w.checkGuarantee(i, req); err != nil {
			return GuaranteeResult{}, err
		}
		names, err := w.names(i.Guarantor, i.Applicant)
		if err != nil {
			return GuaranteeResult{}, err
		}
		sum := sha256.Sum256([]byte(req.Text))
		hash := hex.EncodeToString(sum[:])
		if req.Text == "" {
			hash = ""
		}
		err = w.tx.AddGuarantee(w.ctx, q.AddGuaranteeParams{ID: i.ID, Nr: i.Number, Kind: req.Kind, Rules: req.Rules, GuarantorID: i.Guarantor, ApplicantID: i.Applicant,
			Currency: string(i.Face.Currency), FaceMinor: i.Face.Minor, IssuedOn: i.IssuedOn, EffectiveOn: i.EffectiveOn, ExpiresOn: i.ExpiresOn, Place: req.Place,
			TextSha256: hash, Body: req.Text, Life: string(i.Life), Trust: string(i.Trust), RecordedBy: w.actor.ID, Folded: fold(i.Number, names[i.Guarantor], names[i.Applicant]), CreatedUs: w.now()})
		if err != nil {
			return GuaranteeResult{}, err
		}
		p := promise{State: guarantee.State{Instrument: guarantee.Instrument{ID: i.ID}}}
		if err := w.happen(&p, guarantee.RecordedFact{Terms: terms, Text: hash}); err != nil {
			return GuaranteeResult{}, err
		}
		return resultOf(i), w.event(happening{entity: i.ID, party: i.Guarantor, on: i.IssuedOn,
			text: errs.T("guarantee {number} over {amount} was recorded, expiry {day}", "number", i.Number, "amount", i.Face, "day", i.ExpiresOn)})
	})

func resultOf(i guarantee.Instrument) GuaranteeResult {
	return GuaranteeResult{i.ID, i.Number, string(i.Life), string(i.Trust)}
}

func (w *work) checkGuarantee(i guarantee.Instrument, req GuaranteeRequest) error {
	var f errs.Faults
	f.Take("", i.Check())
	if req.IssuedOn > w.today {
		f.Add("issued_on", "the day of issue is yet to come")
	}
	if len(req.Text) > 600_000 { // about 200 pages
		f.Add("text", "the text is longer than 200 pages").Because("keep the operative wording; hash the rest elsewhere")
	}
	for _, p := range []struct{ field, id, role string }{{"guarantor", req.Guarantor, "guarantor"}, {"applicant", req.Applicant, "customer"}} {
		if p.id == "" {
			continue // Check has named it
		}
		row, err := w.tx.Party(w.ctx, p.id)
		switch {
		case store.None(err):
			f.Add(p.field, "there is no party {id}", "id", p.id).Because("register the party first and choose it here")
		case err != nil:
			return err
		case !hasRole(row, p.role):
			f.Add(p.field, "{name} does not have the role {role}", "name", row.Name, "role", p.role).Because("add the role to the party first")
		}
	}
	if req.Branch != "" {
		switch b, err := w.tx.Branch(w.ctx, req.Branch); {
		case store.None(err):
			f.Add("branch", "there is no branch {id}", "id", req.Branch).Because("register the branch first and choose it here")
		case err != nil:
			return err
		case b.PartyID != req.Guarantor:
			f.Add("branch", "branch {name} belongs to another guarantor", "name", b.Name)
		}
	}
	other, err := w.sameNumber(i)
	if err != nil {
		return err
	}
	if other != "" {
		f.Add("number", "this guarantor's {number} is recorded already ({id})", "number", i.Number, "id", other).Because("open that guarantee, or correct the number")
	}
	return f.Err()
}

// sameNumber finds the guarantee of the same guarantor whose number differs in nothing but case and blanks: one paper that is
// recorded twice would be pledged twice. "" when there is none.
func (w *work) sameNumber(i guarantee.Instrument) (string, error) {
	other, err := w.tx.GuaranteeByNr(w.ctx, q.GuaranteeByNrParams{GuarantorID: i.Guarantor, Nr: i.Number})
	if err == nil || !store.None(err) {
		return other.ID, err
	}
	same := ""
	err = w.eachOfGuarantor(i.Guarantor, func(r q.Guarantee) error {
		if guarantee.NormaliseNumber(r.Nr) == guarantee.NormaliseNumber(i.Number) {
			same = r.ID
		}
		return nil
	})
	return same, err
}

// eachOfGuarantor visits every guarantee of a guarantor that is recorded or in force, page by page.
func (w *work) eachOfGuarantor(guarantor string, visit func(q.Guarantee) error) error {
	for after := ""; ; {
		rows, err := w.tx.GuaranteesOfGuarantor(w.ctx, q.GuaranteesOfGuarantorParams{GuarantorID: guarantor, ID: after})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := visit(r); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// instrument reads a guarantee with its allocations.
func (w *work) instrument(guaranteeID string) (guarantee.Instrument, q.Guarantee, error) {
	row, err := w.tx.Guarantee(w.ctx, guaranteeID)
	if err != nil {
		return guarantee.Instrument{}, row, store.Missing(err, guaranteeID)
	}
	i, err := w.withAllocations(row)
	return i, row, err
}

func (w *work) withAllocations(row q.Guarantee) (guarantee.Instrument, error) {
	i, err := store.Instrument(row)
	if err != nil {
		return i, err
	}
	rows, err := w.tx.AllocationsOfGuarantee(w.ctx, row.ID)
	for _, a := range rows {
		i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: a.DealID, Amount: money.Of(a.AmountMinor, i.Face.Currency)})
	}
	if err == nil {
		err = w.addClaims(&i)
	}
	return i, err
}

// VerifyRequest is a finding about the authenticity of a guarantee.
type VerifyRequest struct {
	Guarantee    string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Finding      string   `json:"finding" label:"Finding" enum:"authentic|mismatch|forged"`
	EvidenceKind string   `json:"evidence_kind" label:"Evidence" enum:"own_bank_message|registered_call_back|signature|log_proof"`
	EvidenceRef  string   `json:"evidence_ref" label:"Reference of the evidence" help:"Message reference, note of the call, certificate or proof file."`
	EvidenceOn   day.Date `json:"evidence_on" label:"Confirmed on" help:"The day on which the guarantor confirmed."`
}

// VerifyGuarantee records whether a guarantee is authentic. Who recorded it may not verify it.
var VerifyGuarantee = verb(Spec{Name: "guarantee.verify", Title: "Verify", Help: "Record whether the guarantee is authentic, with evidence; not by who recorded it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req VerifyRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		evidence := guarantee.Evidence{Kind: guarantee.EvidenceKind(req.EvidenceKind), Ref: strings.TrimSpace(req.EvidenceRef), On: req.EvidenceOn}
		if err := w.happen(&p, guarantee.VerifiedFact{Finding: guarantee.Trust(req.Finding), Evidence: evidence}); err != nil {
			return GuaranteeResult{}, err
		}
		i := p.Instrument
		return resultOf(i), w.event(happening{entity: i.ID, party: i.Guarantor, text: errs.T("guarantee {number}: {finding}, by {evidence} ({ref})", "number", i.Number,
			"finding", i.Trust.Label(), "evidence", guarantee.EvidenceKind(req.EvidenceKind).Label(), "ref", req.EvidenceRef)})
	})

// AllocateRequest pledges a part of a guarantee to a deal.
type AllocateRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Deal      string       `json:"deal" label:"Deal" ref:"deal"`
	Amount    money.Amount `json:"amount" label:"Amount" help:"In the currency of the guarantee; 0 takes the pledge back."`
}

// AllocateGuarantee pledges a part of a guarantee to a deal, in place of what the deal held before; 0 takes the pledge back.
var AllocateGuarantee = verb(Spec{Name: "guarantee.allocate", Title: "Secure", Help: "Pledge a part of a guarantee to a deal.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req AllocateRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		d, err := w.deal(req.Deal)
		if err != nil {
			return GuaranteeResult{}, err
		}
		if d.Stage == "closed" || d.Stage == "cancelled" {
			return GuaranteeResult{}, errs.New(errs.Conflict, "{deal} is over", "deal", d.Nr).At(d.ID).Because("choose a deal that is not over")
		}
		if err := w.mayLower(d, p.Instrument, req.Amount); err != nil {
			return GuaranteeResult{}, err
		}
		if err := w.happen(&p, guarantee.PledgedFact{Deal: d.ID, Customer: d.CustomerID, Amount: req.Amount}); err != nil {
			return GuaranteeResult{}, err
		}
		i := p.Instrument
		return resultOf(i), w.event(happening{entity: i.ID, deal: d.ID, party: d.CustomerID,
			text: errs.T("{amount} of guarantee {number} secure {deal}", "amount", req.Amount, "number", i.Number, "deal", d.Nr)})
	})

// mayLower refuses to take cover away from a deal whose units are out.
func (w *work) mayLower(d q.Deal, i guarantee.Instrument, amount money.Amount) error {
	out := d.Stage == "released" || d.Stage == "delivered" || d.Stage == "defaulted"
	if held := i.Share(d.ID); out && amount.Minor < held.Minor {
		return errs.New(errs.Refused, "the units of {deal} are out, its cover of {held} cannot be lowered", "deal", d.Nr, "held", held).At(d.ID).
			Because("bring another guarantee first and close the deal when everything is paid")
	}
	return nil
}

// dropAllocations frees what guarantees hold for a deal that is over.
func (w *work) dropAllocations(d q.Deal) error {
	rows, err := w.tx.AllocationsOfDeal(w.ctx, d.ID)
	if err != nil {
		return err
	}
	for _, a := range rows {
		p, err := w.promise(a.GuaranteeID)
		if err != nil {
			return err
		}
		if err := w.happen(&p, guarantee.PledgedFact{Deal: d.ID, Amount: money.Of(0, p.Face.Currency)}); err != nil {
			return err
		}
	}
	return nil
}

// ExtendRequest records an amendment that moves the expiry.
type ExtendRequest struct {
	Guarantee string   `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	ExpiresOn day.Date `json:"expires_on" label:"New expiry"`
}

// ExtendGuarantee records an amendment of the expiry. It must be verified again, because an amendment can be forged too.
var ExtendGuarantee = verb(Spec{Name: "guarantee.extend", Title: "Extend", Help: "Record a later expiry by amendment; it must be verified again.", On: "guarantee", Roles: []Role{Clerk, Risk}},
	func(w *work, req ExtendRequest) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		was := p.ExpiresOn
		if err := w.happen(&p, guarantee.ExtendedFact{ExpiresOn: req.ExpiresOn}); err != nil {
			return GuaranteeResult{}, err
		}
		i := p.Instrument
		return resultOf(i), w.event(happening{entity: i.ID, party: i.Guarantor,
			text: errs.T("guarantee {number} was extended from {before} to {day}, to be verified again", "number", i.Number, "before", was, "day", req.ExpiresOn)})
	})

// GuaranteeNamed names a guarantee.
type GuaranteeNamed struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
}

// RevokeGuarantee records that a guarantee does not bind its guarantor any more, or never did.
var RevokeGuarantee = verb(Spec{Name: "guarantee.revoke", Title: "Record as revoked", Help: "Record that the guarantee is void or was taken back; it gives no cover from now on.", On: "guarantee", Roles: []Role{Risk}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.endGuarantee(req.Guarantee, guarantee.RevokedFact{})
	})

// ReleaseGuarantee gives a guarantee back.
var ReleaseGuarantee = verb(Spec{Name: "guarantee.release", Title: "Give back", Help: "Release the guarantor; refused while a deal is secured by it.", On: "guarantee", Roles: []Role{Risk, Manager}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		return w.endGuarantee(req.Guarantee, guarantee.ReleasedFact{})
	})

func (w *work) endGuarantee(guaranteeID string, how guarantee.Fact) (GuaranteeResult, error) {
	if err := w.hasReason(); err != nil {
		return GuaranteeResult{}, err
	}
	p, err := w.promise(guaranteeID)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if err := w.happen(&p, how); err != nil {
		return GuaranteeResult{}, err
	}
	i := p.Instrument
	return resultOf(i), w.event(happening{entity: i.ID, party: i.Guarantor, text: errs.T("guarantee {number} is {life}", "number", i.Number, "life", i.Life.Label())})
}
