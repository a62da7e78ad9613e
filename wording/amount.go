package wording

import (
	"slices"
	"strings"
	"unicode"

	"kontor/money"
)

// sum is a money amount found in a text.
type sum struct {
	amount     money.Amount
	first, end int // tokens
	from, to   int // bytes
	words      bool
}

// currencyWords are the names of currencies in running text; the longest fitting beginning counts.
var currencyWords = []struct {
	stem     string
	currency money.Currency
}{
	{"евро", "EUR"}, {"euro", "EUR"}, {"доллар", "USD"}, {"dollar", "USD"}, {"рубл", "RUB"}, {"руб", "RUB"}, {"rubel", "RUB"}, {"rouble", "RUB"}, {"ruble", "RUB"},
	{"тенге", "KZT"}, {"tenge", "KZT"}, {"франк", "CHF"}, {"franken", "CHF"}, {"franc", "CHF"}, {"юан", "CNY"}, {"yuan", "CNY"}, {"renminbi", "CNY"}, {"фунт", "GBP"}, {"pound", "GBP"},
	{"сум", "UZS"}, {"zloty", "PLN"}, {"злот", "PLN"}, {"драм", "AMD"}, {"манат", "AZN"}, {"сом", "KGS"},
}

// currencySigns stand at a number without being letters.
var currencySigns = map[rune]money.Currency{'€': "EUR", '$': "USD", '£': "GBP", '₽': "RUB", '₸': "KZT", '¥': "JPY"}

// everydayCodes are codes that are also words in a text of capitals.
var everydayCodes = []string{"ALL", "TOP", "TRY", "CUP", "MAD", "SOS", "PEN", "LAK", "GEL", "MOP", "BAM", "COP"}

// multipliers stand after a number.
var multipliers = map[string]int64{"mio": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6, "млн": 1e6, "миллион": 1e6, "миллиона": 1e6, "миллионов": 1e6,
	"тыс": 1e3, "тысяч": 1e3, "тысячи": 1e3, "tsd": 1e3, "thousand": 1e3, "tausend": 1e3, "k": 1e3, "bn": 1e9, "billion": 1e9, "mrd": 1e9, "milliarden": 1e9, "млрд": 1e9, "миллиардов": 1e9}

// amountOf reads the one amount of a text in any of the spellings the checker knows.
func amountOf(text string) (money.Amount, bool) {
	if found := read(text).sums(); len(found) == 1 {
		return found[0].amount, true
	}
	return money.Amount{}, false
}

// sums are all money amounts of the text, in its order.
func (d *document) sums() []sum {
	var out []sum
	for i := 0; i < len(d.tokens); {
		s, ok := d.sumAt(i)
		if !ok {
			s, ok = d.spelledSumAt(i)
		}
		if !ok {
			i++
			continue
		}
		out = append(out, s)
		i = s.end
	}
	return out
}

// sumAt reads an amount in figures that begins at token i: with its currency before or after it.
func (d *document) sumAt(i int) (sum, bool) {
	first := i
	currency, known := d.currencyAt(i)
	if known {
		if i++; i < len(d.tokens) && d.near(i) {
			if again, twice := d.currencyAt(i); twice && again == currency { // EUR (Euro) 1,000
				i++
			}
		}
	}
	if i >= len(d.tokens) || !isNumber(d.tokens[i].word) || known && !d.near(i) {
		return sum{}, false
	}
	digits, end := d.figures(i)
	if !known && i == first {
		currency, known = d.signBefore(i)
	}
	scale := int64(1)
	if end < len(d.tokens) && d.near(end) {
		if m, ok := multipliers[d.tokens[end].word]; ok {
			scale, end = m, end+1
		}
	}
	if known && i == first+1 && slices.Contains(everydayCodes, d.raw(first)) && len(digits) < 4 {
		return sum{}, false
	}
	if !known {
		if currency, end, known = d.currencyAfter(end); !known {
			return sum{}, false
		}
	}
	amount, ok := amountFrom(digits, scale, currency)
	if !ok {
		return sum{}, false
	}
	s := sum{amount: amount, first: first, end: end, from: d.tokens[first].from, to: d.tokens[end-1].to}
	d.addCents(&s)
	return s, true
}

// spelledSumAt reads an amount in words with its currency behind it.
func (d *document) spelledSumAt(i int) (sum, bool) {
	n, end := numberAt(d.tokens[i:min(len(d.tokens), i+24)], 0)
	if i > 0 && scales[d.tokens[i-1].word] > 0 {
		return sum{}, false // the rest of a number whose beginning is not understood
	}
	if end == 0 || n <= 0 {
		return sum{}, false
	}
	end += i
	currency, after, ok := d.currencyAfter(end)
	if !ok || n > money.MaxMinor/unit(currency) {
		return sum{}, false
	}
	return sum{amount: money.Of(n*unit(currency), currency), first: i, end: after, from: d.tokens[i].from, to: d.tokens[after-1].to, words: true}, true
}

// raw is the token as written.
func (d *document) raw(i int) string { return d.text[d.tokens[i].from:d.tokens[i].to] }

// near reports whether nothing but blanks, signs of currencies, dots and brackets stand before token i.
func (d *document) near(i int) bool {
	if i == 0 {
		return false
	}
	gap := d.text[d.tokens[i-1].to:d.tokens[i].from]
	return len(gap) <= 8 && !strings.ContainsAny(gap, ";:!?") && strings.Count(gap, "\n") <= 1
}

func isNumber(word string) bool {
	if word == "" || word[0] < '0' || word[0] > '9' {
		return false
	}
	return strings.Trim(word, "0123456789.,") == ""
}

// currencyAt reads a code or name of a currency at token i.
func (d *document) currencyAt(i int) (money.Currency, bool) {
	raw := d.raw(i)
	if len(raw) == 3 {
		if c, err := money.ParseCurrency(raw); err == nil {
			return c, true
		}
	}
	word := d.tokens[i].word
	for _, w := range currencyWords {
		if rest, ok := strings.CutPrefix(word, w.stem); ok && len(rest) <= 8 {
			if (w.stem == "сум" || w.stem == "сом") && rest != "" && rest != "ов" { // сумма is no currency
				continue
			}
			if w.currency == "RUB" && i > 0 && strings.HasPrefix(d.tokens[i-1].word, "белорус") {
				return "BYN", true
			}
			return w.currency, true
		}
	}
	return "", false
}

// signBefore reads a sign like € just before token i.
func (d *document) signBefore(i int) (money.Currency, bool) {
	start := 0
	if i > 0 {
		start = d.tokens[i-1].to
	}
	for _, r := range d.text[start:d.tokens[i].from] {
		if c, ok := currencySigns[r]; ok {
			return c, true
		}
	}
	return "", false
}

// wordsBeforeCurrency stand between a number and its currency and say which one it is.
var wordsBeforeCurrency = wordSet(foldWord("us u s swiss schweizer белорусских российских американских сша united states pounds швейцарских"))

// currencyAfter reads the currency that follows token end, over an amount in words in brackets.
func (d *document) currencyAfter(end int) (money.Currency, int, bool) {
	if end > 0 && end <= len(d.tokens) {
		stop := len(d.text)
		if end < len(d.tokens) {
			stop = d.tokens[end].from
		}
		for n, r := range d.text[d.tokens[end-1].to:stop] {
			if c, ok := currencySigns[r]; ok && n <= 2 {
				return c, end, true
			}
		}
	}
	j := end
	for j < len(d.tokens) && j < end+2 && wordsBeforeCurrency[d.tokens[j].word] {
		j++
	}
	if j < len(d.tokens) && d.near(j) {
		if c, ok := d.currencyAt(j); ok {
			return c, j + 1, true
		}
	}
	if end < len(d.tokens) && strings.Contains(d.text[d.tokens[end-1].to:d.tokens[end].from], "(") {
		if _, over := numberAt(d.tokens[end:min(len(d.tokens), end+24)], 0); over > 0 && end+over < len(d.tokens) {
			for over += end; over < len(d.tokens) && wordsBeforeCurrency[d.tokens[over].word]; over++ {
			}
			if over < len(d.tokens) && d.near(over) {
				if c, ok := d.currencyAt(over); ok {
					return c, over + 1, true
				}
			}
		}
	}
	return "", end, false
}

// figures joins the groups of one number: 1 250 000 and 1'250'000 are three words.
func (d *document) figures(i int) (string, int) {
	digits := d.tokens[i].word
	end := i + 1
	for end < len(d.tokens) && len(digits) < 24 {
		gap, next := d.text[d.tokens[end-1].to:d.tokens[end].from], d.tokens[end].word
		group, _, _ := strings.Cut(strings.Replace(next, ",", ".", 1), ".")
		head := digits[strings.LastIndexByte(digits, ' ')+1:]
		if len([]rune(gap)) != 1 || !(unicode.IsSpace([]rune(gap)[0]) || gap == "'" || gap == "’") || gap == "\n" || !isNumber(next) || len(group) != 3 || len(head) > 3 || strings.ContainsAny(head, ".,") {
			break
		}
		digits, end = digits+" "+next, end+1
	}
	return strings.ReplaceAll(digits, " ", ""), end
}

// amountFrom reads figures whose separators may be of any country.
func amountFrom(digits string, scale int64, currency money.Currency) (money.Amount, bool) {
	whole, decimals := digits, ""
	point, comma := strings.LastIndexByte(digits, '.'), strings.LastIndexByte(digits, ',')
	if last := max(point, comma); last >= 0 {
		same := strings.Count(digits, digits[last:last+1]) > 1
		both := point >= 0 && comma >= 0
		if both || !same && (len(digits)-last-1 != 3 || scale > 1 || last > 3) {
			whole, decimals = digits[:last], digits[last+1:]
		}
	}
	whole = strings.Map(func(r rune) rune {
		if r == '.' || r == ',' {
			return -1
		}
		return r
	}, whole)
	if len(whole) > 15 || len(decimals) > 6 {
		return money.Amount{}, false
	}
	factor := scale * unit(currency)
	minor := int64(0)
	for _, c := range whole {
		minor = minor*10 + int64(c-'0')
	}
	if minor > money.MaxMinor/factor {
		return money.Amount{}, false
	}
	minor *= factor
	for _, c := range decimals {
		if factor%10 != 0 {
			if c != '0' {
				return money.Amount{}, false // finer than the currency goes
			}
			continue
		}
		factor /= 10
		minor += int64(c-'0') * factor
	}
	return money.Of(minor, currency), minor <= money.MaxMinor
}

// addCents adds "50 kopecks" that stand behind whole roubles.
func (d *document) addCents(s *sum) {
	if s.end+1 >= len(d.tokens) || !isNumber(d.tokens[s.end].word) || len(d.tokens[s.end].word) > 2 || !d.near(s.end) || s.amount.Minor%unit(s.amount.Currency) != 0 {
		return
	}
	name := d.tokens[s.end+1].word
	if !strings.HasPrefix(name, "копе") && !strings.HasPrefix(name, "cent") && !strings.HasPrefix(name, "цент") {
		return
	}
	for _, c := range d.tokens[s.end].word {
		if c < '0' || c > '9' {
			return
		}
	}
	cents := int64(0)
	for _, c := range d.tokens[s.end].word {
		cents = cents*10 + int64(c-'0')
	}
	s.amount.Minor += cents
	s.end += 2
	s.to = d.tokens[s.end-1].to
}
