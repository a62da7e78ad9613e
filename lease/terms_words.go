package lease

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Backer says who stands for the residual.
type Backer string

// The backers. Only what the lessee owes is a demand on him; the others are value that the lessor hopes to find.
const (
	ByLessee     Backer = "lessee"      // owed by the lessee: a balloon
	ByThirdParty Backer = "third_party" // guaranteed by a maker, a dealer or an insurer
	ByNobody     Backer = "nobody"      // unguaranteed: the lessor bears it
)

// AfterReset says what a new rate changes.
type AfterReset string

// What follows a reset. Empty is the first.
const (
	NewRental AfterReset = "rental" // the level rental is solved again over the rentals that are left
	NewTerm   AfterReset = "term"   // the rental stays, more or fewer of them follow
	NewLast   AfterReset = "last"   // the rental stays, the last one takes the difference
)

// ShapeKind says what a row of a shape asks for.
type ShapeKind string

// The kinds of rows of a shape.
const (
	LevelRentals   ShapeKind = "level"    // the level rental
	FixedRentals   ShapeKind = "amount"   // an amount
	PercentRentals ShapeKind = "percent"  // a percentage of the financed amount
	FactorRentals  ShapeKind = "factor"   // a percentage of the level rental
	StepRentals    ShapeKind = "step"     // the rental of the row before, raised by a percentage
	SkippedRentals ShapeKind = "skip"     // nothing: the interest joins the balance
	InterestOnly   ShapeKind = "interest" // interest only
)

// When says when a fee is paid.
type When string

// The times of a fee.
const (
	UpFront   When = "up_front"
	Financed  When = "financed"   // joins the financed amount
	PerRental When = "per_rental" // with every rental
)

// Bound says what held a floating rate back.
type Bound string

// The bounds, in the order in which they are applied (L1).
const (
	PeriodLimit Bound = "period limit"
	LifeCap     Bound = "life cap"
	LifeFloor   Bound = "life floor"
)

// ClauseKind says what a rental is tied to.
type ClauseKind string

// The kinds of clauses.
const (
	CurrencyClause ClauseKind = "currency"
	IndexClause    ClauseKind = "index"
)

// Unknown is what a quote solves for.
type Unknown string

// The unknowns of Q1. Empty is the first.
const (
	ForRental   Unknown = "rental"
	ForYield    Unknown = "yield"
	ForPrice    Unknown = "price"
	ForAdvance  Unknown = "advance"
	ForResidual Unknown = "residual"
	ForTerm     Unknown = "term"
)

// LeaseKind is what a lease is by law and in the books.
type LeaseKind string

// The kinds of leases.
const (
	FinanceLease   LeaseKind = "finance_lease"
	OperatingLease LeaseKind = "operating_lease"
	HirePurchase   LeaseKind = "hire_purchase"
	InstalmentSale LeaseKind = "instalment_sale"
	Loan           LeaseKind = "loan"
	RentalToOwn    LeaseKind = "rental_to_own"
)

// The words in the order in which a person is offered them.
var (
	Methods     = []Method{Annuity, Linear, Bullet, Flat}
	Timings     = []Timing{InArrears, InAdvance}
	Backers     = []Backer{ByLessee, ByThirdParty, ByNobody}
	AfterAll    = []AfterReset{NewRental, NewTerm, NewLast}
	ShapeKinds  = []ShapeKind{LevelRentals, FixedRentals, PercentRentals, FactorRentals, StepRentals, SkippedRentals, InterestOnly}
	Whens       = []When{UpFront, Financed, PerRental}
	ClauseKinds = []ClauseKind{CurrencyClause, IndexClause}
	Unknowns    = []Unknown{ForRental, ForYield, ForPrice, ForAdvance, ForResidual, ForTerm}
	LeaseKinds  = []LeaseKind{FinanceLease, OperatingLease, HirePurchase, InstalmentSale, Loan, RentalToOwn}
)

// listed names the words of a list.
func listed[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}

// checkWord faults a word that is not in the list; an empty one passes where it has a meaning.
func checkWord[T ~string](f *errs.Faults, field string, word T, words []T) {
	if !slices.Contains(words, word) {
		f.Take(field, wrongWord(string(word), words))
	}
}

func wrongWord[T ~string](word string, words []T) error {
	return errs.New(errs.Invalid, "{text} is none of the words allowed here", "text", word).Because("choose {words}", "words", listed(words))
}

// UnmarshalText reads the name of a method.
func (m *Method) UnmarshalText(text []byte) error {
	if v := Method(text); slices.Contains(Methods, v) {
		*m = v
		return nil
	}
	return errs.New(errs.Invalid, "unknown method {method}", "method", string(text)).Because("choose {words}", "words", listed(Methods))
}

// UnmarshalText reads "arrears" or "advance".
func (t *Timing) UnmarshalText(text []byte) error {
	switch v := Timing(text); v {
	case InArrears, InAdvance:
		*t = v
		return nil
	}
	return errs.New(errs.Invalid, "unknown timing {timing}", "timing", string(text)).Because("choose arrears or advance")
}
