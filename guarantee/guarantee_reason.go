package guarantee

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// comfort is the kind of a letter of comfort: a word, not a promise.
const comfort Kind = "letter_of_comfort"

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
	NoWording       Reason = "WORDING" // nobody has approved the wording
	Blocked         Reason = "BLOCKED" // the guarantor's vetting is not clear
	SanctionsHit    Reason = "SANCTIONED"
	EnjoinedByCourt Reason = "ENJOINED"
	NotOnDemand     Reason = "NOT_ON_DEMAND"
	ComfortOnly     Reason = "LETTER_OF_COMFORT"
	BacksOthers     Reason = "COUNTER_GUARANTEE"
	Duplicate       Reason = "DUPLICATE"
	WaitingTooLong  Reason = "WAITING" // what falls due from then on could not be claimed in time

	PaidOut            Reason = "PAID"
	ReducedAway        Reason = "REDUCED" // by its text, a document or a partial release
	ReservedForDemands Reason = "RESERVED"
	AllocatedElsewhere Reason = "ALLOCATED_ELSEWHERE"
	Unallocated        Reason = "UNALLOCATED"
	LimitGuarantor     Reason = "LIMIT_GUARANTOR"
	LimitGroup         Reason = "LIMIT_GROUP"
	LimitCountry       Reason = "LIMIT_COUNTRY"
	LimitCurrency      Reason = "LIMIT_CURRENCY"
	LimitTenor         Reason = "LIMIT_TENOR"
	NotCovered         Reason = "NOT_COVERED" // the text does not secure what is owed
	CoverPercent       Reason = "COVER_PERCENT"
	FirstLossKept      Reason = "FIRST_LOSS"
	HaircutFX          Reason = "HAIRCUT_FX"
	NoRate             Reason = "NO_RATE"
	HaircutMaturity    Reason = "HAIRCUT_MATURITY"
	UnderThreeMonths   Reason = "UNDER_3_MONTHS"
	TermUnderOneYear   Reason = "TERM_UNDER_1Y"
	Surplus            Reason = "SURPLUS" // more than is owed: it absorbs the haircuts first
)

// Reasons are all of them, those that bar the whole instrument first.
func Reasons() []Reason {
	return []Reason{NotInForce, NotYetEffective, PastExpiry, NotVerified, TextMismatch, ForgedPaper, ReverifyDue, NoWording, Blocked, SanctionsHit,
		EnjoinedByCourt, NotOnDemand, ComfortOnly, BacksOthers, Duplicate, WaitingTooLong, PaidOut, ReducedAway, ReservedForDemands, AllocatedElsewhere, Unallocated,
		LimitGuarantor, LimitGroup, LimitCountry, LimitCurrency, LimitTenor, NotCovered, CoverPercent, FirstLossKept, HaircutFX, NoRate, HaircutMaturity,
		UnderThreeMonths, TermUnderOneYear, Surplus}
}

// text says the reason for an instrument in a sentence.
func (r Reason) text(i Instrument) errs.Text {
	switch r {
	case NotInForce:
		return errs.T("{guarantee} is {life}", "guarantee", i.Number, "life", i.Life.Label())
	case NotYetEffective:
		return errs.T("{guarantee} takes effect on {day}", "guarantee", i.Number, "day", i.starts())
	case PastExpiry:
		if i.CoveredUntil() == 0 {
			return errs.T("{guarantee} ends on an event, on no day for certain", "guarantee", i.Number)
		}
		return errs.T("{guarantee} expires on {day}", "guarantee", i.Number, "day", i.CoveredUntil())
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
	case NoWording:
		return errs.T("the wording of {guarantee} is not approved", "guarantee", i.Number)
	case SanctionsHit:
		return errs.T("the guarantor of {guarantee} is on a sanctions list", "guarantee", i.Number)
	case EnjoinedByCourt:
		return errs.T("a court keeps the guarantor of {guarantee} from paying", "guarantee", i.Number)
	case ComfortOnly:
		return errs.T("{guarantee} is a letter of comfort and promises no money", "guarantee", i.Number)
	case WaitingTooLong:
		return errs.T("a default after {day} could not be claimed under {guarantee} in time", "guarantee", i.Number, "day", i.CoveredUntil().Add(-i.WaitingDays))
	case LimitGuarantor, LimitGroup, LimitCountry, LimitCurrency:
		return errs.T("{guarantee} is over the limit of its {what}", "guarantee", i.Number, "what", r.limited())
	case LimitTenor:
		return errs.T("{guarantee} counts only for the days that the house relies on its guarantor", "guarantee", i.Number)
	case NotCovered:
		return errs.T("{guarantee} does not secure what is open", "guarantee", i.Number)
	case CoverPercent:
		return errs.T("{guarantee} secures {percent} percent of what is owed", "guarantee", i.Number, "percent", percentOf(i.percent()))
	case FirstLossKept:
		return errs.T("{amount} of every loss under {guarantee} stay with the house", "amount", i.FirstLoss, "guarantee", i.Number)
	case UnderThreeMonths:
		return errs.T("{guarantee} ends before the exposure does and within three months", "guarantee", i.Number)
	case TermUnderOneYear:
		return errs.T("{guarantee} ends before the exposure does and was given for less than a year", "guarantee", i.Number)
	case Surplus:
		return errs.T("{guarantee} is more than what is owed", "guarantee", i.Number)
	case PaidOut:
		return errs.T("{guarantee} has paid a part already", "guarantee", i.Number)
	case ReducedAway:
		return errs.T("the amount of {guarantee} was reduced", "guarantee", i.Number)
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

func percentOf(bp int64) money.Rate {
	r, err := money.RateOf(float64(bp) / whole)
	if err != nil {
		panic(err) // between nothing and all of it
	}
	return r
}

// limited is whose limit it is, for people.
func (r Reason) limited() errs.Text {
	switch r {
	case LimitGroup:
		return errs.T("group")
	case LimitCountry:
		return errs.T("country")
	case LimitCurrency:
		return errs.T("currency")
	}
	return errs.T("guarantor")
}

// Bars reports whether the reason keeps the whole instrument from counting, rather than a part of it.
func (r Reason) Bars() bool {
	switch r {
	case PaidOut, ReducedAway, ReservedForDemands, AllocatedElsewhere, Unallocated, HaircutFX, HaircutMaturity, LimitGuarantor, LimitGroup, LimitCountry, LimitCurrency,
		CoverPercent, FirstLossKept, Surplus:
		return false
	}
	return true
}

// Tells reports whether the reason belongs into a refusal: it can be mended, and nobody sees it from the amounts alone.
func (r Reason) Tells() bool {
	switch r {
	case HaircutMaturity, LimitGuarantor, LimitGroup, LimitCountry, LimitCurrency, CoverPercent, FirstLossKept:
		return true
	}
	return r.Bars()
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
	case NoWording:
		return errs.T("have the wording approved, or have the guarantor change it")
	case LimitGuarantor, LimitGroup, LimitCountry, LimitCurrency:
		return errs.T("raise the limit, or secure the deal by another guarantor")
	case HaircutMaturity, UnderThreeMonths, TermUnderOneYear:
		return errs.T("have it extended, or bring another guarantee")
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
func (i *Instrument) standing(p *Policy, asOf day.Date) []Reason {
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
		add(ReverifyDue, i.ReverifyOn < asOf)
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
	add(NoWording, (p.NeedWording || i.Worded) && i.Wording != WordingApproved || i.Wording == WordingRefused)
	add(BacksOthers, i.Kind == CounterGuarantee)
	add(ComfortOnly, i.Kind == comfort)
	add(Blocked, !p.Clear[i.Guarantor] && !p.Sanctioned[i.Guarantor] || i.Barred != "")
	add(SanctionsHit, p.Sanctioned[i.Guarantor])
	add(EnjoinedByCourt, i.Enjoined)
	return out
}
