package wording

// Check reads a text and says what stands in the way of a demand, in the order of the text; what the text lacks comes first.
// It takes time in proportion to the text. A text that Clean refuses has one finding only.
func Check(text string, f Facts) []Finding { return nil }
