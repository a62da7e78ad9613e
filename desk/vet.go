package desk

import "kontor/errs"

// stub until the real file comes

type PartyNamed struct {
	Party string `json:"party" label:"Party" ref:"party"`
}
type HitReview struct {
	Hit string `json:"hit" label:"Hit"`
}

var VetParty = verb(Spec{Name: "party.vet", Title: "Vet", On: "party"}, func(w *work, req PartyNamed) (PartyResult, error) {
	return PartyResult{}, errs.New(errs.Refused, "stub")
})
var ClearHit = verb(Spec{Name: "hit.clear", On: "hit"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })
var ConfirmClearHit = verb(Spec{Name: "hit.confirm_clear", On: "hit"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })
var ConfirmHit = verb(Spec{Name: "hit.confirm", On: "hit"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })
var EscalateHit = verb(Spec{Name: "hit.escalate", On: "hit"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })
