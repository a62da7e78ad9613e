package actus

// projectFUTUR projects a future: at maturity its buyer gains what the underlying is worth beyond the agreed price, or
// loses what it is worth below.
func projectFUTUR(j *job) []Event {
	return j.exercised(func(at Moment) float64 { return j.underlyingPrice(at) - j.FuturesPrice.Value })
}
