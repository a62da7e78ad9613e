package lease

import (
	"math/big"

	"kontor/errs"
	"kontor/money"
)

func (t Terms) checkClause(f *errs.Faults, i int, c Clause) {
	checkWord(f, fieldAt("clauses", i, "kind"), c.Kind, ClauseKinds)
	if c.Index == "" {
		f.Add(fieldAt("clauses", i, "index"), "a name is needed")
	}
	if _, err := parseFactor(c.Base); err != nil {
		f.Take(fieldAt("clauses", i, "base"), err)
	}
	checkPercent(f, fieldAt("clauses", i, "corridor"), c.Corridor)
	checkPercent(f, fieldAt("clauses", i, "floor"), c.Floor)
	if x := c.Cap.Fraction(); x < 0 || x > 10 {
		f.Add(fieldAt("clauses", i, "cap"), "a percentage is from 0 to {most} here", "most", 1000)
	}
}

// Apply is what is billed for a net amount when the rate of exchange or the index stands at current, rounded once: the
// amount itself while the change is within the corridor, else amount x current / base, held by cap and floor.
//
// Errors: Invalid for a value that is no factor, TooLarge beyond MaxMinor.
func (c Clause) Apply(net money.Amount, current string, mode money.Mode) (money.Amount, error) {
	base, err := parseFactor(c.Base)
	if err != nil {
		return money.Amount{}, err
	}
	now, err := parseFactor(current)
	if err != nil {
		return money.Amount{}, err
	}
	factor := new(big.Rat).Quo(new(big.Rat).SetFrac64(now.num, now.den), new(big.Rat).SetFrac64(base.num, base.den))
	one := big.NewRat(1, 1)
	change := new(big.Rat).Sub(factor, one)
	limit := func(r money.Rate) *big.Rat { x := ratioOf(r); return new(big.Rat).SetFrac64(x.num, x.den) }
	switch {
	case new(big.Rat).Abs(change).Cmp(limit(c.Corridor)) <= 0:
		return net, nil
	case !c.Cap.IsZero() && change.Cmp(limit(c.Cap)) > 0:
		factor.Add(one, limit(c.Cap))
	case !c.Floor.IsZero() && change.Cmp(new(big.Rat).Neg(limit(c.Floor))) < 0:
		factor.Sub(one, limit(c.Floor))
	}
	minor, err := roundRat(factor.Mul(factor, new(big.Rat).SetInt64(net.Minor)), mode)
	return money.Amount{Minor: minor, Currency: net.Currency}, err
}
