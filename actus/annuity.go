package actus

// annuity is the level payment that repays the notional n with the interest a accrued on it: one payment at the end of every
// redemption period, none of them compounding within itself. The first period is counted from the day of the question and
// its year fraction stands apart from the rest, because the question may fall between two redemptions.
//
// Four periods share one division: 1/f1 + 1/f1f2 + 1/f1f2f3 + 1/f1f2f3f4 is (f2f3f4 + f3f4 + f4 + 1) / f1f2f3f4. That is
// what makes the sum cheap, and it changes only the last bits. The conversions to float64 keep a processor from fusing
// a product and a sum, so that the bits are the same on all of them.
func annuity(n, a, rate, first float64, rest []float64) float64 {
	owed := n + a + float64(float64(first*rate)*n)
	sum, product := 1.0, 1.0
	for len(rest) >= 4 {
		f1, f2 := 1+float64(rest[0]*rate), 1+float64(rest[1]*rate)
		f3, f4 := 1+float64(rest[2]*rate), 1+float64(rest[3]*rate)
		late := float64(f3 * f4)
		product = float64(product * float64(float64(f1*f2)*late))
		sum += (float64(f2*late) + late + (f4 + 1)) / product
		rest = rest[4:]
	}
	for _, y := range rest {
		product = float64(product * (1 + float64(y*rate)))
		sum += 1 / product
	}
	return owed / sum
}
