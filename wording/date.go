package wording

import (
	"strconv"
	"strings"
	"unicode"

	"kontor/day"
)

// moment is a day found in a text.
type moment struct {
	day, other day.Date // other: the second reading of 05/06/2028, else 0
	bad        bool     // written like a day, but there is none such
	first, end int      // tokens
	from, to   int      // bytes
}

// is reports whether the moment may mean the day.
func (m moment) is(d day.Date) bool { return m.day == d || m.other != 0 && m.other == d }

var months = monthTable()

func monthTable() map[string]int {
	names := []string{
		"january jan januar jänner jaenner январь января янв", "february feb februar feber февраль февраля фев", "march mar märz maerz mrz marz март марта мар", "april apr апрель апреля апр",
		"may mai май мая", "june jun juni июнь июня июн", "july jul juli июль июля июл", "august aug август августа авг", "september sep sept сентябрь сентября сен сент",
		"october oct oktober okt октябрь октября окт", "november nov ноябрь ноября ноя", "december dec dezember dez декабрь декабря дек",
	}
	m := map[string]int{}
	for n, line := range names {
		for _, name := range strings.Fields(line) {
			m[foldWord(name)] = n + 1
		}
	}
	return m
}

// foldWord folds one word without taking a text apart.
func foldWord(word string) string {
	var b []byte
	for _, r := range word {
		b = appendFolded(b, r)
	}
	return string(b)
}

// moments are all days of the text, in its order.
func (d *document) moments() []moment {
	var out []moment
	for i := 0; i < len(d.tokens); {
		year, month, dom, end := d.civilAt(i)
		if end == i {
			i++
			continue
		}
		m := moment{first: i, end: end, from: d.tokens[i].from, to: d.tokens[end-1].to}
		m.day, m.other, m.bad = calendarDay(year, month, dom)
		out = append(out, m)
		i = end
	}
	return out
}

func calendarDay(year, month, dom int) (first, second day.Date, bad bool) {
	numeric := month < 0 // both readings of two numbers are possible
	if numeric {
		month = -month
	}
	first, err := day.Of(year, month, dom)
	if numeric && dom <= 12 && month != dom {
		if other, err2 := day.Of(year, dom, month); err2 == nil {
			second = other
			if err != nil {
				return second, 0, false
			}
		}
	}
	return first, second, err != nil
}

// civilAt reads the day written at token i; end is i if there is none. A month below zero was written with slashes, where
// Americans put it first.
func (d *document) civilAt(i int) (year, month, dom, end int) {
	word := d.tokens[i].word
	if word[0] < '0' || word[0] > '9' {
		if m, ok := months[word]; ok {
			return d.monthFirst(i, m)
		}
		return 0, 0, 0, i
	}
	if parts := strings.Split(word, "."); len(parts) == 3 {
		return dotted(parts, i)
	}
	if year, month, dom, ok := glued(word); ok {
		return year, month, dom, i + 1
	}
	n, ok := ordinal(word)
	if !ok || i+2 > len(d.tokens)-1 {
		return 0, 0, 0, i
	}
	if year, month, dom, end := d.separated(i); end > i {
		return year, month, dom, end
	}
	j := i + 1
	for j < len(d.tokens)-1 && j < i+3 && (d.tokens[j].word == "day" || d.tokens[j].word == "of") {
		j++
	}
	m, named := months[d.tokens[j].word]
	if !named || n > 31 || !d.near(j) || j+1 >= len(d.tokens) {
		return 0, 0, 0, i
	}
	if y, ok := yearOf(d.tokens[j+1].word); ok && d.near(j+1) {
		return y, m, n, j + 2
	}
	return 0, 0, 0, i
}

// monthFirst reads December 31, 2028.
func (d *document) monthFirst(i, month int) (int, int, int, int) {
	if i+1 >= len(d.tokens) || !d.near(i+1) {
		return 0, 0, 0, i
	}
	if dom, year, joined := strings.Cut(d.tokens[i+1].word, ","); joined { // December 31,2028
		if n, ok := ordinal(dom); ok && n <= 31 {
			if y, ok := yearOf(year); ok {
				return y, month, n, i + 2
			}
		}
	}
	n, ok := ordinal(d.tokens[i+1].word)
	if !ok || n > 31 || i+2 >= len(d.tokens) || !d.near(i+2) {
		return 0, 0, 0, i
	}
	if y, ok := yearOf(d.tokens[i+2].word); ok {
		return y, month, n, i + 3
	}
	return 0, 0, 0, i
}

// separated reads 2028-12-31, 31-12-2028 and 31/12/2028.
func (d *document) separated(i int) (int, int, int, int) {
	if i+2 >= len(d.tokens) {
		return 0, 0, 0, i
	}
	a, b, c := d.tokens[i], d.tokens[i+1], d.tokens[i+2]
	sign := d.text[a.to:b.from]
	if sign != d.text[b.to:c.from] || sign != "-" && sign != "/" && sign != "." {
		return 0, 0, 0, i
	}
	n, ok1 := digitsOf(a.word, 4)
	m, ok2 := digitsOf(b.word, 2)
	if !ok2 {
		if named, ok := months[b.word]; ok {
			m, ok2 = named, true
		}
	}
	o, ok3 := digitsOf(c.word, 4)
	switch {
	case !ok1 || !ok2 || !ok3 || m > 31:
		return 0, 0, 0, i
	case len(a.word) == 4 && len(c.word) <= 2 && n >= 1900 && n < 2200:
		return n, m, o, i + 3
	case len(c.word) == 4 && o >= 1900 && o < 2200 && len(a.word) <= 2:
		if sign == "/" {
			m = -m
		}
		if m > 12 { // 12-31-2028
			m, n = n, m
		}
		return o, m, n, i + 3
	}
	return 0, 0, 0, i
}

func dotted(parts []string, i int) (int, int, int, int) {
	n, ok1 := digitsOf(parts[0], 4)
	m, ok2 := digitsOf(parts[1], 2)
	o, ok3 := digitsOf(parts[2], 4)
	switch {
	case !ok1 || !ok2 || !ok3:
	case len(parts[0]) == 4 && len(parts[2]) <= 2:
		return n, m, o, i + 1
	case len(parts[2]) == 4 && len(parts[0]) <= 2 && o >= 1900 && o < 2200:
		return o, m, n, i + 1
	case len(parts[2]) == 2 && len(parts[0]) <= 2 && len(parts[1]) == 2 && n <= 31 && m <= 12:
		return 2000 + o, m, n, i + 1
	}
	return 0, 0, 0, i
}

// glued reads 31DEC2028 and 31DEC28.
func glued(word string) (year, month, dom int, ok bool) {
	start := strings.IndexFunc(word, unicode.IsLetter)
	if start < 1 || start > 2 {
		return 0, 0, 0, false
	}
	stop := start + strings.IndexFunc(word[start:], unicode.IsDigit)
	if stop < start {
		return 0, 0, 0, false
	}
	month, named := months[word[start:stop]]
	dom, ok1 := digitsOf(word[:start], 2)
	year, ok2 := digitsOf(word[stop:], 4)
	if !named || !ok1 || !ok2 || len(word)-stop == 3 {
		return 0, 0, 0, false
	}
	if year < 100 {
		year += 2000
	}
	return year, month, dom, true
}

func digitsOf(word string, most int) (int, bool) {
	if word == "" || len(word) > most || strings.Trim(word, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(word)
	return n, err == nil
}

// ordinal reads 31, 31st and 31-го.
func ordinal(word string) (int, bool) {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, suffix)
	}
	return digitsOf(word, 4)
}

func yearOf(word string) (int, bool) {
	n, ok := digitsOf(strings.TrimSuffix(word, "г"), 4)
	return n, ok && n >= 1900 && n < 2200
}
