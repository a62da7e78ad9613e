package wording

import "strings"

// smallNumbers are the words of numbers that are added up.
var smallNumbers = numberTable(`zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16
	seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fourty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90
	null 0 ein 1 eins 1 eine 1 einen 1 zwei 2 zwo 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwölf 12 dreizehn 13 vierzehn 14 fünfzehn 15 sechzehn 16 siebzehn 17
	achtzehn 18 neunzehn 19 zwanzig 20 dreißig 30 vierzig 40 fünfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90
	ноль 0 один 1 одна 1 одно 1 одного 1 одной 1 два 2 две 2 двух 2 три 3 трех 3 четыре 4 четырех 4 пять 5 пяти 5 шесть 6 шести 6 семь 7 семи 7 восемь 8 восьми 8 девять 9 девяти 9
	десять 10 десяти 10 одиннадцать 11 двенадцать 12 тринадцать 13 четырнадцать 14 пятнадцать 15 шестнадцать 16 семнадцать 17 восемнадцать 18 девятнадцать 19
	двадцать 20 двадцати 20 тридцать 30 тридцати 30 сорок 40 сорока 40 пятьдесят 50 пятидесяти 50 шестьдесят 60 шестидесяти 60 семьдесят 70 семидесяти 70 восемьдесят 80 восьмидесяти 80 девяноста 90 девяносто 90 сто 100 ста 100 двести 200 двухсот 200 триста 300 трехсот 300
	четыреста 400 четырехсот 400 шестисот 600 семисот 700 восьмисот 800 девятисот 900 пятьсот 500 пятисот 500 шестьсот 600 семьсот 700 восемьсот 800 девятьсот 900`)

// scales are the words that multiply what stands before them.
var scales = numberTable(`hundred 100 hundert 100 thousand 1000 tausend 1000 тысяча 1000 тысячи 1000 тысяч 1000 million 1000000 millions 1000000 millionen 1000000
	миллион 1000000 миллиона 1000000 миллионов 1000000 billion 1000000000 billions 1000000000 milliarde 1000000000 milliarden 1000000000 миллиард 1000000000 миллиарда 1000000000 миллиардов 1000000000`)

func numberTable(table string) map[string]int64 {
	fields := strings.Fields(table)
	m := make(map[string]int64, len(fields)/2)
	for i := 0; i+1 < len(fields); i += 2 {
		n := int64(0)
		for _, c := range fields[i+1] {
			n = n*10 + int64(c-'0')
		}
		m[fold(fields[i])] = n
		if stem, soft := strings.CutSuffix(fields[i], "ь"); soft {
			m[fold(stem+"и")] = n // двенадцать, двенадцати
		}
	}
	return m
}

// maxNumber bounds what is read in words.
const maxNumber = 1_000_000_000_000

// NumberInWords reads a whole number written in words, like "one million two hundred fifty thousand", below a thousand
// billions; false if it is none.
func NumberInWords(text string) (int64, bool) {
	tokens := read(text).tokens
	n, end := numberAt(tokens, 0)
	return n, end == len(tokens) && end > 0
}

// numberAt reads the number whose words begin at token i, and says after which token it ends; i if there is none.
func numberAt(tokens []token, i int) (number int64, end int) {
	var total, current int64
	end = i
	for j := i; j < len(tokens); j++ {
		word := tokens[j].word
		if scale, ok := scales[word]; ok && total < maxNumber && current < maxNumber {
			if end == i && scale != 1000 && scale != 100 {
				return 0, i // "million" alone belongs to figures
			}
			if current = max(current, 1) * scale; scale > 100 {
				total, current = total+current, 0
			}
		} else if n, ok := smallNumber(word); ok {
			if n >= 1000 {
				total += n
			} else {
				current += n
			}
		} else if end == i || word != "and" && word != "und" && word != "и" {
			break
		} else {
			continue
		}
		if total+current >= maxNumber {
			return 0, i
		}
		end = j + 1
	}
	return total + current, end
}

// smallNumber is the value of one word; German writes numbers below a million as one.
func smallNumber(word string) (int64, bool) {
	if n, ok := smallNumbers[word]; ok {
		return n, true
	}
	if len(word) < 7 || len(word) > 80 || word[0] >= 0x80 {
		return 0, false
	}
	return germanNumber(word)
}

func germanNumber(word string) (int64, bool) {
	if n, ok := smallNumbers[word]; ok {
		return n, true
	}
	for _, scale := range []struct {
		word  string
		value int64
	}{{"millionen", 1_000_000}, {"million", 1_000_000}, {"tausend", 1000}, {"hundert", 100}} {
		before, after, found := strings.Cut(word, scale.word)
		if !found {
			continue
		}
		times, rest, ok := int64(1), int64(0), true
		if before != "" {
			if times, ok = germanNumber(before); !ok || times >= 1000 {
				return 0, false
			}
		}
		if after = strings.TrimPrefix(after, "und"); after != "" {
			if rest, ok = germanNumber(after); !ok || rest >= scale.value {
				return 0, false
			}
		}
		return times*scale.value + rest, true
	}
	unit, tens, found := strings.Cut(word, "und")
	u, ok := smallNumbers[unit]
	t, ok2 := smallNumbers[tens]
	if found && ok && ok2 && u < 10 && t >= 20 {
		return u + t, true
	}
	return 0, false
}
