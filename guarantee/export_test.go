package guarantee

import "kontor/money"

// ValueV2 is rule V2 for the given vectors: years become quarter days.
func ValueV2(available int64, haircutBP int64, leftYears, neededYears, originalYears float64) int64 {
	p := Policy{HaircutBP: haircutBP, Worth: map[money.Currency]Worth{"EUR": {1, 1}, "USD": {1, 1}}}
	v := valuation{share: available, haircutBP: haircutBP, rate: p.convert("USD", "EUR")}
	quarterDays := func(years float64) int64 { return int64(years*yearQD + 0.5) }
	v.matureNum, v.matureDen = matureFactor(quarterDays(leftYears), quarterDays(neededYears), quarterDays(originalYears))
	v.value()
	return v.inExposure
}
