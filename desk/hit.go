package desk

import (
	"strings"

	"kontor/errs"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
)

// HitRequest names a hit.
type HitRequest struct {
	Hit string `json:"hit" label:"Hit" ref:"hit"`
}

// ClearHitRequest proposes that a hit is somebody else.
type ClearHitRequest struct {
	Hit      string `json:"hit" label:"Hit" ref:"hit"`
	Code     string `json:"reason_code" label:"What differs" enum:"other_person|other_company|other_country|other_birth_date|other_number|common_name"`
	Evidence string `json:"evidence" label:"Evidence" help:"Where it can be seen: register extract, copy of the passport, file number."`
}

// ClearHit proposes that a hit is somebody else. It counts when a second person has confirmed it.
var ClearHit = verb(Spec{Name: "hit.clear", Title: "Propose to clear", Help: "Say that the listed one is somebody else, with evidence; a second person confirms.", On: "hit", Roles: []Role{Risk}, Record: true},
	func(w *work, req ClearHitRequest) (HitResult, error) {
		var f errs.Faults
		if strings.TrimSpace(req.Evidence) == "" {
			f.Add("evidence", "evidence is needed").Because("name the paper that shows it, so that the second person can look at it")
		}
		f.Take("", w.hasReason())
		if err := f.Err(); err != nil {
			return HitResult{}, err
		}
		return w.reviewHit(req.Hit, func(r vet.Review) (vet.Review, error) {
			return r.Propose(w.actor.ID, req.Code, w.call.Reason+" · "+strings.TrimSpace(req.Evidence))
		}, func(h q.Hit) errs.Text {
			return errs.T("clearing of {entry} was proposed, by {evidence}", "entry", h.EntryName, "evidence", req.Evidence)
		})
	})

// ConfirmClearHit clears a hit for twelve months; not by who proposed it.
var ConfirmClearHit = verb(Spec{Name: "hit.confirm_clear", Title: "Clear", Help: "Confirm that the listed one is somebody else, for twelve months; not by who proposed it.", On: "hit", Roles: []Role{Risk, Manager}, Record: true},
	func(w *work, req HitRequest) (HitResult, error) {
		return w.reviewHit(req.Hit, func(r vet.Review) (vet.Review, error) { return r.ConfirmClearing(w.actor.ID, w.today) }, func(h q.Hit) errs.Text {
			return errs.T("{entry} is somebody else, until {day}", "entry", h.EntryName, "day", h.ExpiresOn)
		})
	})

// ConfirmHit says that the party is the listed one, which blocks it at once.
var ConfirmHit = verb(Spec{Name: "hit.confirm", Title: "Confirm the hit", Help: "Say that the party is the listed one; it is blocked at once.", On: "hit", Roles: []Role{Risk}, Record: true},
	func(w *work, req HitRequest) (HitResult, error) {
		if err := w.hasReason(); err != nil {
			return HitResult{}, err
		}
		return w.reviewHit(req.Hit, func(r vet.Review) (vet.Review, error) { return r.Confirm(w.actor.ID, w.call.Reason) }, func(h q.Hit) errs.Text {
			return errs.T("it is {entry} of the list {source}", "entry", h.EntryName, "source", h.Source)
		})
	})

// EscalateHit hands a hit on.
var EscalateHit = verb(Spec{Name: "hit.escalate", Title: "Escalate", Help: "Hand the hit on to somebody who knows more; the party stays in review.", On: "hit", Roles: []Role{Risk}},
	func(w *work, req HitRequest) (HitResult, error) {
		if err := w.hasReason(); err != nil {
			return HitResult{}, err
		}
		return w.reviewHit(req.Hit, func(r vet.Review) (vet.Review, error) { return r.Escalate(w.actor.ID, w.call.Reason) }, func(h q.Hit) errs.Text {
			return errs.T("{entry} was escalated", "entry", h.EntryName)
		})
	})

// reviewHit moves a hit and vets its party again in the same transaction.
func (w *work) reviewHit(hitID string, move func(vet.Review) (vet.Review, error), say func(q.Hit) errs.Text) (HitResult, error) {
	h, err := w.tx.Hit(w.ctx, hitID)
	if err != nil {
		return HitResult{}, store.Missing(err, hitID)
	}
	r, err := move(reviewOf(h))
	if err != nil {
		return HitResult{}, errs.As(err).At(hitID)
	}
	if err := w.keepReview(&h, r); err != nil {
		return HitResult{}, err
	}
	if err := w.event(happening{entity: h.ID, party: h.PartyID, text: say(h), data: r}); err != nil {
		return HitResult{}, err
	}
	row, err := w.tx.Party(w.ctx, h.PartyID)
	if err != nil {
		return HitResult{}, err
	}
	s, err := w.screening()
	if err != nil {
		return HitResult{}, err
	}
	got, err := s.again(row)
	return hitResult(h, got.decision.Outcome), err
}
