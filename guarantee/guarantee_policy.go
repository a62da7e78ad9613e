package guarantee

import (
	"math/big"

	"kontor/day"
	"kontor/money"
)

// Policy is how the house values promises: its profile of haircuts and limits with what is known on the day of asking.
// The zero value clears no guarantor, knows no rate and takes the standard haircuts: it can refuse too much, never too little.
type Policy struct {
	AsOf       day.Date                 // the day of asking, for what is known today; none = the first day asked for
	Clear      map[string]bool          // guarantors whose vetting is clear now, by party id
	Sanctioned map[string]bool          // guarantors on a sanctions list: their promises never count
	Worth      map[money.Currency]Worth // what currencies are worth on the day of asking, all in one common unit

	// HaircutBP is kept back, in 1/100 of a percent, when currencies differ; 0 = the standard 800 (Basel CRE22, supposing
	// a revaluation every day). PairBP is for pairs that move more than others, and takes its place. Revalued is how many
	// business days lie between two revaluations; 0 = 1. With N of them a haircut grows by sqrt((N+9)/10).
	HaircutBP int64
	PairBP    map[Pair]int64
	Revalued  int

	// WithoutMaturity counts in full what ends before the exposure does. By default it is lowered, day by day, as Basel
	// CRE22 wants it: a promise that ends early has to be renewed before the house is whole, and may not be.
	WithoutMaturity bool

	NeedWording bool           // whether a promise counts only when its wording was approved
	CountBP     map[Kind]int64 // how much of a promise that does not pay on demand counts for the gate, in 1/100 of a percent; none = nothing

	Limits    Limits
	GroupOf   map[string]string // the group of a guarantor, by party id
	CountryOf map[string]string // the country that a guarantor's word depends on, by party id
}

// Pair are two currencies that differ, in the order of their codes.
type Pair struct{ A, B money.Currency }

// PairOf is the pair of two currencies, whichever is named first.
func PairOf(a, b money.Currency) Pair { return Pair{min(a, b), max(a, b)} }

// StandardHaircutBP is the currency haircut without another agreement: 8 % (Basel CRE22).
const StandardHaircutBP = 800

// whole is all of it, in 1/100 of a percent.
const whole = 10_000

// Worth is what one major unit of a currency is worth, as a fraction Num/Den of a common unit, for example US dollars.
type Worth struct{ Num, Den int64 }

func (w Worth) known() bool { return w.Num > 0 && w.Den > 0 }

// Haircut is the part that is kept back between two currencies, as an exact fraction; where a root has no end it is rounded
// up at the ninth place, so that nothing counts too much.
func (p Policy) Haircut(a, b money.Currency) *big.Rat {
	if a == b {
		return new(big.Rat)
	}
	bp := p.HaircutBP
	if own, ok := p.PairBP[PairOf(a, b)]; ok {
		bp = own
	}
	if bp <= 0 {
		bp = StandardHaircutBP
	}
	bp = min(bp, whole)
	if p.Revalued <= 1 {
		return big.NewRat(bp, whole)
	}
	// bp * sqrt((N+9)/10) in parts of a milliard = sqrt(bp² * (N+9) * 10^9), since bp is a ten-thousandth
	root := new(big.Int).SetInt64(bp * bp)
	root.Mul(root, big.NewInt(int64(p.Revalued)+9)).Mul(root, big.NewInt(1_000_000_000))
	up := new(big.Int).Sqrt(root)
	if new(big.Int).Mul(up, up).Cmp(root) < 0 {
		up.Add(up, big.NewInt(1))
	}
	r := new(big.Rat).SetFrac(up, big.NewInt(1_000_000_000))
	if one := big.NewRat(1, 1); r.Cmp(one) > 0 {
		return one
	}
	return r
}

// convert is how many minor units of one currency one minor unit of another is, nil when a rate is missing.
func (p Policy) convert(from, to money.Currency) *big.Rat {
	if from == to {
		return big.NewRat(1, 1)
	}
	a, b := p.Worth[from], p.Worth[to]
	if !a.known() || !b.known() {
		return nil
	}
	r := big.NewRat(a.Num, a.Den)
	r.Quo(r, big.NewRat(b.Num, b.Den))
	scale := int64(1)
	exponent := to.Exponent() - from.Exponent()
	for range max(exponent, -exponent) {
		scale *= 10
	}
	if exponent >= 0 {
		return r.Mul(r, big.NewRat(scale, 1))
	}
	return r.Quo(r, big.NewRat(scale, 1))
}

// Convert brings an amount into another currency at the policy's worths, rounded down. ok is false without a rate.
func (p Policy) Convert(a money.Amount, to money.Currency) (converted money.Amount, ok bool) {
	r := p.convert(a.Currency, to)
	if r == nil {
		return a, false
	}
	return money.Amount{Minor: floor(r.Mul(r, big.NewRat(a.Minor, 1))), Currency: to}, true
}

// counts is how much of a kind counts for the gate, in 1/100 of a percent.
func (p Policy) counts(k Kind) int64 {
	if k.OnDemand() {
		return whole
	}
	return min(max(0, p.CountBP[k]), whole)
}
