package mt

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// warnings are what the network lets pass and a person should look at.
func (c *checker) warnings() {
	switch c.message.Type {
	case "760":
		c.warn760("B", "30", "77U")
		c.warn760("C", "31C", "77L")
	case "767":
		c.conflict("B", "77U")
		c.conflict("C", "77L")
	case "785":
		c.expiresLate("", "31C")
	}
}

func (c *checker) warn760(s, issued, text string) {
	c.rulesFit(s)
	c.expiresLate(s, issued)
	c.conflict(s, text)
}

// unfit are the rules that do not suit a form of undertaking: those for standbys and credits on a demand guarantee, those for demand guarantees on
// a standby, and any rules of independent undertakings on one that depends on the debt.
var unfit = map[string][]string{"DGAR": {"ISPR", "UCPR"}, "STBY": {"URDG"}, "DEPU": {"URDG", "ISPR", "UCPR"}}

func (c *checker) rulesFit(s string) {
	form, rules := c.codeIn(s, "22D"), c.codeIn(s, "40C")
	if slices.Contains(unfit[form], rules) {
		c.warn(RulesFormMismatch, s, "40C", errs.T("The rules {rules} do not fit the form {form}.", "rules", rules, "form", form))
	}
}

// expiresLate looks at an expiry that is not after the day of issue.
func (c *checker) expiresLate(s, issued string) {
	from, okFrom := dateOf(c.message.value(s, issued))
	to, okTo := dateOf(c.message.value(s, "31E"))
	if okFrom && okTo && to <= from {
		c.warn(ExpiryNotAfterIssue, s, "31E", errs.T("The expiry {expiry} is not after the issue {issue}.", "expiry", to, "issue", from))
	}
}

// conflict compares the text with the fields of its sequence, and tells the first thing that they say differently.
func (c *checker) conflict(s, tag string) {
	text := strings.Join(strings.Fields(c.message.value(s, tag)), " ")
	for _, look := range []func(string, string) (errs.Text, bool){c.otherAmount, c.otherExpiry, c.otherRules} {
		if said, found := look(s, strings.ToUpper(text)); found {
			c.warn(TextConflict, s, tag, said)
			return
		}
	}
}

var (
	moneyInText = regexp.MustCompile(`\b([A-Z]{3}) ?([0-9]+(?:[.,' ][0-9]{3})*(?:[.,][0-9]{1,2})?)\b`)
	limitWords  = regexp.MustCompile(`(EXCEED|AGGREGATE|MAXIMUM|UP TO|LIMIT|SUM OF|AMOUNT OF)[A-Z ]{0,40}$`)
	dayInText   = regexp.MustCompile(`\b(EXPIR[A-Z]*|VALID (?:UNTIL|TILL|TO))\b[A-Z: ]{0,30}?\b([0-9]{1,2}) ?(JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER) ?([0-9]{4})\b`)
	rulesInText = regexp.MustCompile(`\b(URDG|ISP ?98|UCP ?600)\b`)
	months      = []string{"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"}
)

// mostDigits bounds what is taken for a number of a text.
const mostDigits = 30

// otherAmount finds an amount in another currency than the field's. In an issue it also finds one above the field's, and a limit that differs
// from it: a text may name lower amounts, such as steps of a reduction, and an amendment may name the new total.
func (c *checker) otherAmount(s, text string) (errs.Text, bool) {
	field, ok := amountOf(c.message.value(s, "32B"))
	if !ok {
		field, ok = amountOf(c.message.value(s, "33B"))
	}
	if !ok {
		return errs.Text{}, false
	}
	for _, at := range moneyInText.FindAllStringSubmatchIndex(text, 200) {
		currency, err := money.ParseCurrency(text[at[2]:at[3]])
		if err != nil || at[5]-at[4] > mostDigits {
			continue
		}
		said := text[at[2]:at[3]] + " " + text[at[4]:at[5]]
		if currency != field.Currency {
			return errs.T("The text speaks of {text}, the field of {amount}.", "text", said, "amount", field), true
		}
		if c.message.Type != "760" {
			continue
		}
		cmp := numberInText(text[at[4]:at[5]], currency).Cmp(big.NewInt(field.Minor))
		if cmp > 0 || cmp < 0 && limitWords.MatchString(text[max(0, at[0]-60):at[0]]) {
			return errs.T("The text speaks of {text}, the field of {amount}.", "text", said, "amount", field), true
		}
	}
	return errs.Text{}, false
}

// numberInText reads a number as people write it, in minor units: what one or two digits follow at the end is a decimal sign, all others group.
func numberInText(s string, currency money.Currency) *big.Int {
	decimals := 0
	if at := strings.LastIndexAny(s, ".,"); at >= 0 && len(s)-at-1 < 3 {
		decimals = len(s) - at - 1
	}
	all := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	n, _ := new(big.Int).SetString(all, 10)
	ten := big.NewInt(10)
	for range max(0, currency.Exponent()-decimals) {
		n.Mul(n, ten)
	}
	for range max(0, decimals-currency.Exponent()) {
		n.Div(n, ten)
	}
	return n
}

// otherExpiry finds a day of expiry that is not the field's.
func (c *checker) otherExpiry(s, text string) (errs.Text, bool) {
	field, ok := dateOf(c.message.value(s, "31E"))
	if !ok {
		return errs.Text{}, false
	}
	for _, found := range dayInText.FindAllStringSubmatch(text, 50) {
		said, err := day.Of(number(found[4]), slices.Index(months, found[3])+1, number(found[2]))
		if err == nil && said != field {
			return errs.T("The text speaks of an end on {day}, the field of {expiry}.", "day", said, "expiry", field), true
		}
	}
	return errs.Text{}, false
}

func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// otherRules finds rules in the text that field 40C does not name, where the text does not name those of the field as well.
func (c *checker) otherRules(s, text string) (errs.Text, bool) {
	field, ours := c.codeIn(s, "40C"), map[string]string{"URDG": "URDG", "ISPR": "ISP", "UCPR": "UCP", "NONE": "-"}
	name := ours[field]
	if name == "" || name != "-" && strings.Contains(text, name) {
		return errs.Text{}, false
	}
	if found := rulesInText.FindString(text); found != "" {
		return errs.T("The text speaks of {text}, field 40C of {rules}.", "text", found, "rules", field), true
	}
	return errs.Text{}, false
}
