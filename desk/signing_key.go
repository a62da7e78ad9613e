package desk

import (
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/party"
	"kontor/proof"
	"kontor/store"
	"kontor/store/q"
)

// KeyRequest names a key with which a party signs.
type KeyRequest struct {
	Party     string `json:"party" label:"Party" ref:"party"`
	PublicKey string `json:"public_key" label:"Public key" help:"Name, number and key in one line, as the party publishes it; compare it over a second way."`
}

// KeyResult says where a key stands.
type KeyResult struct {
	ID    string `json:"id"` // of the party
	Key   string `json:"key"`
	State string `json:"state"` // proposed, confirmed, revoked
}

// RegisterKey lets a key of a party in. The first person proposes it, the second one, who looked it up again, confirms it.
var RegisterKey = verb(Spec{Name: "party.register_key", Title: "Register a key", Help: "Register the key with which a guarantor signs; it counts when a second person has registered it too.", On: "party", Roles: []Role{Risk, Manager, Admin}},
	func(w *work, req KeyRequest) (KeyResult, error) {
		row, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return KeyResult{}, store.Missing(err, req.Party)
		}
		key := strings.TrimSpace(req.PublicKey)
		var f errs.Faults
		if err := proof.CheckPublicKey(key); err != nil {
			f.Take("public_key", err)
		}
		if !hasRole(row, string(party.Guarantor)) {
			f.Add("party", "{name} is not a guarantor", "name", row.Name).Because("give it the role guarantor first")
		}
		if err := f.Err(); err != nil {
			return KeyResult{}, err
		}
		known, err := w.tx.SigningKeyOf(w.ctx, key)
		if store.None(err) {
			res := KeyResult{ID: row.ID, Key: w.newID(id.Key), State: "proposed"}
			if err := w.tx.AddSigningKey(w.ctx, q.AddSigningKeyParams{ID: res.Key, PartyID: row.ID, PublicKey: key, ProposedBy: w.actor.ID, ProposedUs: w.now()}); err != nil {
				return res, err
			}
			return res, w.event(happening{entity: row.ID, text: errs.T("a signing key of {name} was proposed", "name", row.Name)})
		}
		if err != nil {
			return KeyResult{}, err
		}
		switch {
		case known.PartyID != row.ID:
			return KeyResult{}, errs.New(errs.Conflict, "this key belongs to another party").At(row.ID)
		case known.RevokedUs != 0:
			return KeyResult{}, errs.New(errs.Conflict, "this key was revoked").At(row.ID).Because("ask the party for a new key")
		case known.ConfirmedBy != "":
			return KeyResult{}, errs.New(errs.Conflict, "this key is registered already").At(row.ID)
		case known.ProposedBy == w.actor.ID:
			return KeyResult{}, errs.New(errs.Forbidden, "a second person must register the key").At(row.ID).Because("ask somebody else to look it up and to register it")
		}
		if err := w.tx.ConfirmSigningKey(w.ctx, q.ConfirmSigningKeyParams{ID: known.ID, ConfirmedBy: w.actor.ID, ConfirmedUs: w.now()}); err != nil {
			return KeyResult{}, err
		}
		return KeyResult{ID: row.ID, Key: known.ID, State: "confirmed"}, w.event(happening{entity: row.ID, text: errs.T("a signing key of {name} was registered by two people", "name", row.Name)})
	})

// RevokeKey lets a key count no more, from now on.
var RevokeKey = verb(Spec{Name: "party.revoke_key", Title: "Revoke a key", Help: "Let a key of a guarantor count no more, with a reason.", On: "party", Roles: []Role{Risk, Manager, Admin}},
	func(w *work, req KeyRequest) (KeyResult, error) {
		if err := w.hasReason(); err != nil {
			return KeyResult{}, err
		}
		known, err := w.tx.SigningKeyOf(w.ctx, strings.TrimSpace(req.PublicKey))
		if err != nil || known.PartyID != req.Party {
			return KeyResult{}, store.Missing(errNone, req.Party)
		}
		if known.RevokedUs != 0 {
			return KeyResult{}, errs.New(errs.Conflict, "this key was revoked").At(req.Party)
		}
		if err := w.tx.RevokeSigningKey(w.ctx, q.RevokeSigningKeyParams{ID: known.ID, RevokedUs: w.now()}); err != nil {
			return KeyResult{}, err
		}
		return KeyResult{ID: req.Party, Key: known.ID, State: "revoked"}, w.event(happening{entity: req.Party, text: errs.T("a signing key was revoked")})
	})
