package wording

// NumberInWords reads a whole number written in words, like "one million two hundred fifty thousand", below a thousand
// billions; false if it is none.
func NumberInWords(text string, language Language) (int64, bool) { return 0, false }
