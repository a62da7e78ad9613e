// Package lang says things in the reader's language: English, German, Russian.
//
// The English form of a sentence is its own key: code writes errs.T("cover ends {day}", "day", d), and the catalogues
// de.json and ru.json hold the same sentence with the same holes. What fills a hole is written as the language writes
// it: amounts, dates, numbers. A whole number named "n" selects the plural. Codes of states and kinds are words too
// (Word). A missing translation falls back to English; a test refuses one.
package lang

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

//go:embed en.json de.json ru.json
var files embed.FS

// Lang is one of the languages of the house.
type Lang string

// The languages.
const (
	English Lang = "en"
	German  Lang = "de"
	Russian Lang = "ru"
)

// Supported are all languages, the default first.
func Supported() []Lang { return []Lang{English, German, Russian} }

var matcher = language.NewMatcher([]language.Tag{language.English, language.German, language.Russian})

// Match picks the best language for an Accept-Language header, or for a code like "de".
func Match(accept string) Lang {
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return English
	}
	_, at, _ := matcher.Match(tags...)
	return Supported()[at]
}

// sentence is a translation: one form, or one a plural category of the Unicode CLDR.
type sentence struct {
	One, Few, Many, Other string
}

// UnmarshalJSON reads a string or an object of plural categories.
func (s *sentence) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &s.Other); err == nil {
		return nil
	}
	type forms sentence
	return json.Unmarshal(b, (*forms)(s))
}

var catalogues = load()

func load() map[Lang]map[string]sentence {
	out := make(map[Lang]map[string]sentence, 3)
	for _, l := range Supported() {
		b, err := files.ReadFile(string(l) + ".json")
		if err != nil {
			panic(err) // embedded: cannot happen in a program that was built
		}
		m := map[string]sentence{}
		if err := json.Unmarshal(b, &m); err != nil {
			panic(fmt.Sprintf("lang/%s.json: %v", l, err))
		}
		out[l] = m
	}
	return out
}

// Has reports whether the language knows the form.
func (l Lang) Has(form string) bool { _, ok := catalogues[l][form]; return ok || l == English }

// T says an English form with its arguments in the language.
func (l Lang) T(form string, kv ...any) string { return l.Say(errs.T(form, kv...)) }

// Say says a text in the language. A name that ends in a point ends the sentence too: "call Zbożyn Sp. z o.o."
func (l Lang) Say(t errs.Text) string {
	form := l.form(t)
	text := l.decode(t).Fill(form, l.show)
	if strings.HasSuffix(form, "}.") && strings.HasSuffix(text, "..") {
		return text[:len(text)-1]
	}
	return text
}

// coded are the holes that codes fill, alone or between commas: "customs {customs}" with "cleared".
var coded = []string{"cause", "customs", "form", "inspection", "kind", "means", "measure", "role", "roles"}

// SayBriefly says a text with its amounts in millions and thousands and its days with their weekday.
func (l Lang) SayBriefly(t errs.Text) string {
	args := make(map[string]any, len(t.Args))
	for name, v := range t.Args {
		switch value := v.(type) {
		case money.Amount:
			v = l.Short(value)
		case day.Date:
			v = l.DateLong(value)
		case errs.Text:
			v = l.SayBriefly(value)
		}
		args[name] = v
	}
	return l.Say(errs.Text{Form: t.Form, Args: args})
}

// decode puts words in the place of the codes in a text.
func (l Lang) decode(t errs.Text) errs.Text {
	var args map[string]any
	for _, name := range coded {
		codes, ok := t.Args[name].(string)
		if !ok {
			continue
		}
		if args == nil {
			args = maps.Clone(t.Args)
		}
		words := strings.Split(codes, ", ")
		for i, code := range words {
			words[i] = l.WordOf(name, code)
		}
		args[name] = strings.Join(words, ", ")
	}
	if args == nil {
		return t
	}
	return errs.Text{Form: t.Form, Args: args}
}

// form finds the sentence in the language and the plural for its "n".
func (l Lang) form(t errs.Text) string {
	s, ok := catalogues[l][t.Form]
	if !ok {
		return t.Form
	}
	n, counted := t.Args["n"].(int)
	if !counted {
		return s.Other
	}
	if n < 0 {
		n = -n
	}
	picked := ""
	switch plural.Cardinal.MatchPlural(language.Make(string(l)), n, 0, 0, 0, 0) {
	case plural.One:
		picked = s.One
	case plural.Few:
		picked = s.Few
	case plural.Many:
		picked = s.Many
	}
	if picked == "" {
		picked = s.Other
	}
	if picked == "" {
		return t.Form
	}
	return picked
}

func (l Lang) show(v any) string {
	switch v := v.(type) {
	case money.Amount:
		return l.Amount(v)
	case day.Date:
		return l.Date(v)
	case day.Instant:
		return l.Instant(v)
	case errs.Text:
		return l.Say(v)
	case money.Rate:
		return strings.Replace(v.String(), ".", l.point(), 1)
	case int:
		return l.Number(int64(v))
	case int64:
		return l.Number(v)
	}
	return fmt.Sprint(v)
}

// thin is the narrow no-break space that groups digits.
const thin = "\u202f"

// Number groups digits by three.
func (l Lang) Number(n int64) string {
	text := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, text = "\u2212", text[1:]
	}
	return sign + group(text)
}

func group(digits string) string {
	if len(digits) <= 4 {
		return digits
	}
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(thin)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Amount writes an amount with grouping, the language's decimal sign, and its currency after it.
func (l Lang) Amount(a money.Amount) string {
	if a.Currency == "" && a.Minor == 0 {
		return ""
	}
	whole, part, _ := strings.Cut(a.Decimal(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "\u2212", whole[1:]
	}
	text := sign + group(whole)
	if part != "" {
		text += l.point() + part
	}
	return text + "\u00a0" + string(a.Currency)
}

// Short writes an amount for a headline: millions and thousands with one decimal.
func (l Lang) Short(a money.Amount) string {
	major := float64(a.Minor)
	for range a.Currency.Exponent() {
		major /= 10
	}
	size, unit := major, ""
	switch {
	case size >= 999_500 || size <= -999_500:
		size, unit = major/1e6, "M"
	case size >= 9_999.5 || size <= -9_999.5:
		size, unit = major/1e3, "k"
	}
	text := strconv.FormatFloat(size, 'f', 1, 64)
	if size >= 100 || size <= -100 || unit == "" {
		text = strconv.FormatFloat(size, 'f', 0, 64)
	}
	text = strings.Replace(strings.Replace(text, ".", l.point(), 1), "-", "\u2212", 1)
	if unit != "" {
		text += "\u00a0" + l.Word(unit)
	}
	return text + "\u00a0" + string(a.Currency)
}

// Percent writes a rate for reading, with two decimals and its sign.
func (l Lang) Percent(r money.Rate) string {
	text := strconv.FormatFloat(r.Fraction()*100, 'f', 2, 64)
	return strings.Replace(strings.Replace(text, ".", l.point(), 1), "-", "\u2212", 1) + "\u00a0%"
}

func (l Lang) point() string {
	if l == English {
		return "."
	}
	return ","
}

// Date writes a date as the language does: 14 March 2029, 14. März 2029, 14 марта 2029.
func (l Lang) Date(d day.Date) string {
	if d == 0 {
		return ""
	}
	y, m, n := d.Civil()
	month := months[l][m-1]
	if l == German {
		return fmt.Sprintf("%d. %s %d", n, month, y)
	}
	return fmt.Sprintf("%d %s %d", n, month, y)
}

// Month is the short name of the month of a day.
func (l Lang) Month(d day.Date) string { return months[l][d.Month()-1] }

// DateLong writes a date with its weekday, for deadlines.
func (l Lang) DateLong(d day.Date) string {
	if d == 0 {
		return ""
	}
	return weekdays[l][d.Weekday()] + " " + l.Date(d)
}

// Instant writes a moment in UTC to the minute.
func (l Lang) Instant(i day.Instant) string {
	if i == 0 {
		return ""
	}
	return l.Date(i.Date()) + ", " + i.Time().Format("15:04")
}

// WordOf says a code that a field holds. Where the same code needs another word in that field, the catalogue has the
// name of the field before it: "timing.advance" is in advance, "advance" alone a payment.
func (l Lang) WordOf(field, code string) string {
	if s, ok := catalogues[l][strings.ToLower(field)+"."+code]; ok {
		return s.Other
	}
	return l.Word(code)
}

// code is how states and kinds are written: in_force.
var code = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// Value writes a text that a field holds: a code as its word, anything else as it is.
func (l Lang) Value(field, text string) string {
	if code.MatchString(text) {
		return l.WordOf(field, text)
	}
	return text
}

// Word says a code of a state, kind or role: in_force becomes "in force"; several, divided by commas, are said one after
// the other. The code is looked up like a sentence.
func (l Lang) Word(code string) string {
	if first, rest, several := strings.Cut(code, ","); several {
		return l.Word(first) + ", " + l.Word(rest)
	}
	if s, ok := catalogues[l][code]; ok {
		return s.Other
	}
	return strings.ReplaceAll(code, "_", " ")
}

var months = map[Lang][12]string{
	English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	German:  {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
	Russian: {"янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек."},
}

var weekdays = map[Lang]map[time.Weekday]string{
	English: {0: "Sun", 1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat"},
	German:  {0: "So", 1: "Mo", 2: "Di", 3: "Mi", 4: "Do", 5: "Fr", 6: "Sa"},
	Russian: {0: "вс", 1: "пн", 2: "вт", 3: "ср", 4: "чт", 5: "пт", 6: "сб"},
}
