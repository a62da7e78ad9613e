package wording

import "kontor/money"

// amountOf reads the one amount of a text in any of the spellings the checker knows.
func amountOf(text string) (money.Amount, bool) {
	a, err := money.Parse(text)
	return a, err == nil
}
