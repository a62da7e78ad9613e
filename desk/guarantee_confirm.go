package desk

import (
	"cmp"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/proof"
	"kontor/store"
)

// ConfirmRequest is what a guarantor says of its guarantee.
type ConfirmRequest struct {
	Guarantee string       `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	Amount    money.Amount `json:"amount" label:"Amount" help:"As your own books have it."`
	ExpiresOn day.Date     `json:"expires_on" label:"Expires on" optional:""`
	SHA256    string       `json:"text_sha256" label:"SHA-256 of the text" help:"Computed from your own copy; needed when the text is recorded here." optional:""`
}

// ConfirmGuarantee records that the guarantor, signed in, says that the guarantee is its own. It is evidence; a person of the house verifies.
var ConfirmGuarantee = verb(Spec{Name: "guarantee.confirm", Title: "Confirm as ours", Help: "As the guarantor: say that this guarantee is yours, with its text, amount and expiry.", On: "guarantee", Roles: []Role{Guarantor}},
	func(w *work, req ConfirmRequest) (GuaranteeResult, error) {
		return w.confirmed(req.Guarantee, guarantee.Confirmation{Amount: req.Amount, ExpiresOn: req.ExpiresOn, Text: strings.ToLower(strings.TrimSpace(req.SHA256))})
	})

// DenyGuarantee records that the guarantor, signed in, says that the guarantee is not its own, or not so. Its cover is gone the same day.
var DenyGuarantee = verb(Spec{Name: "guarantee.deny", Title: "Deny", Help: "As the guarantor: say that this guarantee is not yours, or differs from yours; with a reason.", On: "guarantee", Roles: []Role{Guarantor}},
	func(w *work, req GuaranteeNamed) (GuaranteeResult, error) {
		if err := w.hasReason(); err != nil {
			return GuaranteeResult{}, err
		}
		return w.confirmed(req.Guarantee, guarantee.Confirmation{Denied: true, Reason: w.call.Reason})
	})

// confirmed records the guarantor's own word.
func (w *work) confirmed(guaranteeID string, c guarantee.Confirmation) (GuaranteeResult, error) {
	p, err := w.promise(guaranteeID)
	if err != nil {
		return GuaranteeResult{}, err
	}
	if w.actor.Role == Guarantor && p.Guarantor != w.actor.Party {
		return GuaranteeResult{}, store.Missing(errNone, guaranteeID)
	}
	if err := w.happen(&p, guarantee.ConfirmedFact{Confirmation: c}); err != nil {
		return GuaranteeResult{}, err
	}
	text := errs.T("the guarantor confirms {number} over {amount}; a person of the house verifies it", "number", p.Number, "amount", p.Face)
	if c.Denied {
		text = errs.T("the guarantor denies {number}: it gives no cover from now on", "number", p.Number)
	}
	res := GuaranteeResult{ID: p.ID, Number: p.Number, Life: string(p.Life), Trust: string(p.Trust)}
	return res, w.event(happening{entity: p.ID, party: p.Guarantor, text: text})
}

// ConfirmationFile is a file that a guarantor signed.
type ConfirmationFile struct {
	Guarantee string `json:"guarantee" label:"Guarantee" ref:"guarantee"`
	File      File   `json:"file" label:"Signed file" help:"As the guarantor sent it, unchanged."`
	Name      string `json:"name" label:"Name of the file" optional:""`
}

// ImportConfirmation records what a guarantor says in a file that one of its registered keys signed.
var ImportConfirmation = verb(Spec{Name: "guarantee.confirmation_file", Title: "Import a signed confirmation", Help: "Record what the guarantor says in a file signed with its registered key.", On: "guarantee", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req ConfirmationFile) (GuaranteeResult, error) {
		p, err := w.promise(req.Guarantee)
		if err != nil {
			return GuaranteeResult{}, err
		}
		known, ids, err := w.keysOf(p.Guarantor)
		if err != nil {
			return GuaranteeResult{}, err
		}
		said, by, err := proof.CheckConfirmation(req.File, known...)
		if err != nil {
			return GuaranteeResult{}, errs.New(errs.Refused, "the file proves nothing: {why}", "why", errs.As(err).Text).At(p.ID).
				Because("the original text has the hash {hash}; ask the guarantor for the file that it signed", "hash", cmp.Or(p.Text.Issued, "?"))
		}
		c, err := confirmationOf(said, p)
		if err != nil {
			return GuaranteeResult{}, err
		}
		c.Key, c.File = ids[by], req.File.SHA256()
		if _, err := w.keepDocument(p.ID, "evidence", cmp.Or(req.Name, "confirmation.json"), req.File); err != nil {
			return GuaranteeResult{}, err
		}
		return w.confirmed(p.ID, c)
	})

// keysOf are the keys of a guarantor that two people have let in, and their ids. Errors: Refused when there is none.
func (w *work) keysOf(guarantor string) (known []string, ids map[string]string, err error) {
	keys, err := w.tx.SigningKeysOf(w.ctx, guarantor)
	if err != nil {
		return nil, nil, err
	}
	ids = map[string]string{}
	for _, k := range keys {
		if k.ConfirmedBy != "" && k.RevokedUs == 0 {
			known, ids[k.PublicKey] = append(known, k.PublicKey), k.ID
		}
	}
	if len(known) == 0 {
		err = errs.New(errs.Refused, "no key of this guarantor is registered").At(guarantor).Because("register its key with two people first (party.register_key)")
	}
	return known, ids, err
}

// confirmationOf reads what the file says of this guarantee.
func confirmationOf(said proof.Confirmation, p promise) (guarantee.Confirmation, error) {
	var f errs.Faults
	if guarantee.NormaliseNumber(said.Guarantee) != guarantee.NormaliseNumber(p.Number) {
		f.Add("file", "the file is about {other}, not about {number}", "other", said.Guarantee, "number", p.Number).Because("choose the guarantee that the file names")
	}
	if said.Answer == "deny" {
		return guarantee.Confirmation{Denied: true, Reason: cmp.Or(said.Reason, "-"), Text: said.TextSHA256}, f.Err()
	}
	c := guarantee.Confirmation{Text: strings.ToLower(said.TextSHA256)}
	var err error
	if said.Answer != "confirm" {
		f.Add("file", "the file neither confirms nor denies")
	}
	if c.Amount, err = money.Parse(said.Amount); err != nil {
		f.Take("file", err)
	}
	if said.ExpiresOn != "" {
		if c.ExpiresOn, err = day.Parse(said.ExpiresOn); err != nil {
			f.Take("file", err)
		}
	}
	return c, f.Err()
}
