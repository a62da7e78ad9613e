package guarantee

import (
	"slices"

	"kontor/day"
	"kontor/errs"
)

// Life is the stage of the promise itself. Trust, allocations and demands are apart from it: a forged paper can be well
// before its expiry, and a released one perfectly authentic.
type Life string

// The stages. Recorded becomes in force by the verification; the effective day is kept by the dates.
const (
	Recorded  Life = "recorded"
	InForce   Life = "in_force"
	Expired   Life = "expired"
	Exhausted Life = "exhausted" // paid to the last unit
	Released  Life = "released"  // given back by the house; returning the paper alone changes nothing (URDG 758 art. 25)
	Revoked   Life = "revoked"   // void or taken back before it bound anybody
	Replaced  Life = "replaced"  // given back for another guarantee that is in force
	Cancelled Life = "cancelled" // taken back before it could first be drawn
)

// Lives are all stages, in order.
func Lives() []Life {
	return []Life{Recorded, InForce, Expired, Exhausted, Released, Revoked, Replaced, Cancelled}
}

// Label is the word for people.
func (l Life) Label() errs.Text {
	switch l {
	case Recorded:
		return errs.T("recorded")
	case InForce:
		return errs.T("in force")
	case Expired:
		return errs.T("expired")
	case Exhausted:
		return errs.T("exhausted")
	case Released:
		return errs.T("given back")
	case Revoked:
		return errs.T("revoked")
	case Replaced:
		return errs.T("replaced")
	case Cancelled:
		return errs.T("cancelled before effect")
	}
	return errs.T("unknown ({word})", "word", string(l))
}

var lifeSteps = map[Life][]Life{
	Recorded: {InForce, Expired, Released, Revoked, Replaced, Cancelled},
	InForce:  {Expired, Exhausted, Released, Revoked, Replaced, Cancelled},
}

// Move brings the instrument to another stage of its life. The error is Conflict when there is no such step, or when an
// open demand still claims a part: nobody gives back a promise that is being drawn.
func (i Instrument) Move(to Life) (Instrument, error) {
	if !slices.Contains(lifeSteps[i.Life], to) {
		return i, errs.New(errs.Conflict, "a guarantee that is {from} cannot become {to}", "from", i.Life.Label(), "to", to.Label()).At(i.ID)
	}
	if (to == Released || to == Replaced) && i.Reserved.Minor > 0 {
		return i, errs.New(errs.Conflict, "an open demand claims {amount}", "amount", i.Reserved).At(i.ID).
			Because("settle or withdraw the demand first")
	}
	i.Life = to
	return i, nil
}

// starts is the first day on which the instrument may be drawn.
func (i Instrument) starts() day.Date {
	if i.EffectEvent != "" && i.EffectiveOn == 0 {
		return day.Max // until a document shows the event
	}
	return max(i.IssuedOn, i.EffectiveOn)
}
