package actus

// projectOPTNS projects an option. The second strike is that of the put in a combination of call and put.
func projectOPTNS(j *job) []Event {
	return j.exercised(func(at Moment) float64 {
		price := j.underlyingPrice(at)
		switch j.OptionType {
		case Put:
			return max(j.OptionStrike1.Value-price, 0)
		case CallPut:
			return max(price-j.OptionStrike1.Value, 0) + max(j.OptionStrike2.Value-price, 0)
		}
		return max(price-j.OptionStrike1.Value, 0)
	})
}
