package guarantee

import "kontor/errs"

// Reason says why a part of an instrument's face does not count. Codes are stable; the text is for people.
type Reason string

// The reasons. Those that bar the whole instrument come first, then those that take a part of it.
const (
	NotInForce      Reason = "NOT_IN_FORCE"
	NotYetEffective Reason = "NOT_YET_EFFECTIVE"
	PastExpiry      Reason = "EXPIRED"
	NotVerified     Reason = "UNVERIFIED"
	TextMismatch    Reason = "MISMATCH"
	ForgedPaper     Reason = "FORGED"
	ReverifyDue     Reason = "REVERIFY_DUE"
	Blocked         Reason = "BLOCKED" // the guarantor's vetting is not clear
	NotOnDemand     Reason = "NOT_ON_DEMAND"
	BacksOthers     Reason = "COUNTER_GUARANTEE"
	Duplicate       Reason = "DUPLICATE"

	PaidOut            Reason = "PAID"
	ReservedForDemands Reason = "RESERVED"
	AllocatedElsewhere Reason = "ALLOCATED_ELSEWHERE"
	Unallocated        Reason = "UNALLOCATED"
	HaircutFX          Reason = "HAIRCUT_FX"
	NoRate             Reason = "NO_RATE"
	HaircutMaturity    Reason = "HAIRCUT_MATURITY"
)

// text says the reason for an instrument in a sentence.
func (r Reason) text(i Instrument) errs.Text {
	switch r {
	case NotInForce:
		return errs.T("{guarantee} is {life}", "guarantee", i.Number, "life", i.Life.Label())
	case NotYetEffective:
		return errs.T("{guarantee} takes effect on {day}", "guarantee", i.Number, "day", i.starts())
	case PastExpiry:
		return errs.T("{guarantee} expires on {day}", "guarantee", i.Number, "day", i.ExpiresOn)
	case NotVerified:
		return errs.T("{guarantee} was never verified", "guarantee", i.Number)
	case TextMismatch:
		return errs.T("{guarantee} differs from the agreed text", "guarantee", i.Number)
	case ForgedPaper:
		return errs.T("{guarantee} is forged", "guarantee", i.Number)
	case ReverifyDue:
		return errs.T("the verification of {guarantee} held until {day}", "guarantee", i.Number, "day", i.ReverifyOn)
	case Blocked:
		return errs.T("the guarantor of {guarantee} is not clear in vetting", "guarantee", i.Number)
	case NotOnDemand:
		return errs.T("{guarantee} does not pay on demand: {kind}", "guarantee", i.Number, "kind", i.Kind.Label())
	case BacksOthers:
		return errs.T("{guarantee} is a counter-guarantee and never pays the house", "guarantee", i.Number)
	case Duplicate:
		return errs.T("{guarantee} is entered twice and counts once", "guarantee", i.Number)
	case PaidOut:
		return errs.T("{guarantee} has paid a part already", "guarantee", i.Number)
	case ReservedForDemands:
		return errs.T("open demands claim a part of {guarantee}", "guarantee", i.Number)
	case AllocatedElsewhere:
		return errs.T("other deals hold a part of {guarantee}", "guarantee", i.Number)
	case Unallocated:
		return errs.T("a part of {guarantee} is pledged to no deal", "guarantee", i.Number)
	case HaircutFX:
		return errs.T("{guarantee} is in {currency}: a part is kept back for rate moves", "guarantee", i.Number, "currency", string(i.Face.Currency))
	case NoRate:
		return errs.T("{guarantee} is in {currency} and there is no rate for it", "guarantee", i.Number, "currency", string(i.Face.Currency))
	case HaircutMaturity:
		return errs.T("{guarantee} ends before the exposure does", "guarantee", i.Number)
	}
	return errs.T("unknown ({word})", "word", string(r))
}

// Bars reports whether the reason keeps the whole instrument from counting, rather than a part of it.
func (r Reason) Bars() bool {
	switch r {
	case PaidOut, ReservedForDemands, AllocatedElsewhere, Unallocated, HaircutFX, HaircutMaturity:
		return false
	}
	return true
}

// Hint is what would make the part count.
func (r Reason) Hint() errs.Text {
	switch r {
	case NotYetEffective:
		return errs.T("bring cover for the days before, or have its effective day moved forward")
	case PastExpiry:
		return errs.T("have it extended, or bring another guarantee")
	case NotVerified:
		return errs.T("have a second person verify it with named evidence")
	case ReverifyDue:
		return errs.T("have it verified again")
	case TextMismatch:
		return errs.T("have the guarantor issue the agreed text")
	case Blocked:
		return errs.T("vet the guarantor")
	case NoRate:
		return errs.T("load the rate of the day")
	case AllocatedElsewhere:
		return errs.T("free what other deals do not need any more")
	case Unallocated:
		return errs.T("allocate more of it to this deal")
	}
	return errs.T("bring another guarantee")
}

// standing are the reasons that bar the instrument on every day, as known on the day of asking.
func (i Instrument) standing(q *question) []Reason {
	var out []Reason
	add := func(r Reason, when bool) {
		if when {
			out = append(out, r)
		}
	}
	add(PastExpiry, i.Life == Expired)
	add(NotInForce, i.Life != InForce && i.Life != Expired && i.Life != Recorded)
	switch i.Trust {
	case Authentic:
		add(ReverifyDue, i.ReverifyOn < q.asOf)
	case Reverify:
		add(ReverifyDue, true)
	case Mismatch:
		add(TextMismatch, true)
	case Forged:
		add(ForgedPaper, true)
	default:
		add(NotVerified, true)
	}
	add(NotInForce, i.Life == Recorded) // after trust: verifying it is what brings it into force
	add(BacksOthers, i.Kind == CounterGuarantee)
	add(NotOnDemand, i.Kind != CounterGuarantee && !i.Kind.OnDemand())
	add(Blocked, !q.policy.Clear[i.Guarantor])
	return out
}
