package wording_test

import (
	"testing"

	"kontor/day"
	"kontor/money"
	"kontor/wording"
)

func rulesOf(findings []wording.Finding) map[wording.Rule]string {
	out := map[wording.Rule]string{}
	for _, f := range findings {
		out[f.Rule] = f.Quote
	}
	return out
}

// Every spelling is read as the amount of the field, and as another one when the field has another.
func TestAmountsInManySpellings(t *testing.T) {
	for text, want := range map[string]string{
		"up to EUR 1,000,000.00":                     "1000000.00 EUR",
		"up to EUR 1.000.000,00":                     "1000000.00 EUR",
		"up to 1,000,000.00 EUR":                     "1000000.00 EUR",
		"up to €1,000,000":                           "1000000.00 EUR",
		"up to € 12 Mio.":                            "12000000.00 EUR",
		"up to EUR 1.5 million":                      "1500000.00 EUR",
		"up to 2.5 million euros":                    "2500000.00 EUR",
		"up to US$ 840,000":                          "840000.00 USD",
		"UP TO AN AGGREGATE OF USD 8.400.000,00":     "8400000.00 USD",
		"UP TO EUR1250000,00":                        "1250000.00 EUR",
		"up to EUR (Euro) 5,000.-- in all":           "5000.00 EUR",
		"up to an amount of one million euros":       "1000000.00 EUR",
		"not exceeding GBP 1,234,567.89":             "1234567.89 GBP",
		"not exceeding JPY 120,000,000":              "120000000 JPY",
		"bis zum Höchstbetrag von EUR 500.000,--":    "500000.00 EUR",
		"bis zu 12,5 Mio. €":                         "12500000.00 EUR",
		"bis zu CHF 1'250'000.–":                     "1250000.00 CHF",
		"bis zum Betrag von fünfhunderttausend Euro": "500000.00 EUR",
		"на сумму 1 000 000 евро":                    "1000000.00 EUR",
		"в пределах 25 000 000,00 (Двадцать пять миллионов) рублей":   "25000000.00 RUB",
		"на сумму 1 000 000 (один миллион) рублей 50 копеек":          "1000000.50 RUB",
		"в пределах 3,5 млн долларов США":                             "3500000.00 USD",
		"не более 120 тыс. евро":                                      "120000.00 EUR",
		"на сумму 265\u00a0000\u00a0000 тенге":                        "265000000.00 KZT",
		"не превышающую 100 000 белорусских рублей":                   "100000.00 BYN",
		"up to a maximum of EUR 50,000.00 (say: fifty thousand euro)": "50000.00 EUR",
	} {
		amount := money.MustParse(want)
		got := rulesOf(wording.Check(text+".", wording.Facts{Amount: amount}))
		for _, rule := range []wording.Rule{wording.NoAmount, wording.AmountConflict, wording.CurrencyConflict, wording.WordsConflict} {
			if quote, found := got[rule]; found {
				t.Errorf("%s: %s for %s: %q", text, rule, want, quote)
			}
		}
		amount.Minor += 100
		if got := rulesOf(wording.Check(text+".", wording.Facts{Amount: amount})); got[wording.AmountConflict] == "" {
			t.Errorf("%s: read as %s too", text, amount)
		}
	}
}

func TestOtherAmountsAreNotThePromise(t *testing.T) {
	amount := money.MustParse("500000.00 EUR")
	text := "We pay up to EUR 500,000.00. The monthly rent is EUR 12,000.00. Each demand shall be at least EUR 1,000.00. The price of the machine is EUR 900,000.00. " +
		"The amount is reduced by EUR 50,000.00 on 1 July 2028."
	if got := rulesOf(wording.Check(text, wording.Facts{Amount: amount})); got[wording.AmountConflict] != "" {
		t.Errorf("taken for the promise: %q", got[wording.AmountConflict])
	}
}

func TestWordsAgainstFigures(t *testing.T) {
	for text, conflict := range map[string]bool{
		"up to EUR 1,250,000.00 (one million two hundred fifty thousand)":                false,
		"up to EUR 1,250,000.00 (one million two hundred thousand)":                      true,
		"bis zu EUR 50.000,00 (in Worten: Euro fünfzigtausend)":                          false,
		"bis zu EUR 50.000,00 (in Worten: Euro fünfhunderttausend)":                      true,
		"на сумму 300 000 (триста тысяч) евро":                                           false,
		"на сумму 300 000 (тридцать тысяч) евро":                                         true,
		"up to five hundred thousand euros (EUR 500,000.00)":                             false,
		"up to five hundred thousand euros (EUR 50,000.00)":                              true,
		"up to EUR 1,000.50 (one thousand euros and fifty cents)":                        false,
		"UP TO USD 8400000,00 (SAY US DOLLARS EIGHT MILLION FOUR HUNDRED THOUSAND ONLY)": false,
	} {
		if got := rulesOf(wording.Check(text+".", wording.Facts{})); (got[wording.WordsConflict] != "") != conflict {
			t.Errorf("%s: conflict %q, want %v", text, got[wording.WordsConflict], conflict)
		}
	}
}

// Every spelling of a day is read as the expiry of the field, and as another when the field has another.
func TestDaysInManySpellings(t *testing.T) {
	expiry := day.MustParse("2028-12-31")
	for _, text := range []string{
		"This guarantee expires on 31 December 2028", "This guarantee expires on December 31, 2028", "It expires on the 31st day of December 2028", "It is valid until 31.12.2028",
		"Expiry date: 2028-12-31", "Valid until 31/12/2028", "Valid until 12/31/2028", "EXPIRES 31DEC2028", "EXPIRY 31 DEC 2028", "valid until 31-Dec-2028", "It remains in force until (and including) 31 December 2028",
		"It expires before 1 January 2029", "Demands must be received on or before 31st December 2028", "Die Garantie erlischt am 31. Dezember 2028", "Die Garantie ist befristet bis zum 31.12.2028", "gültig bis 31.12.28",
		"Sie ist bis einschließlich 31. Dez. 2028 gültig", "Гарантия действует до 31 декабря 2028 г. включительно", "Гарантия действительна по 31.12.2028", "Срок действия гарантии: до «31» декабря 2028 года",
		"Гарантия прекращается 31.12.2028", "Срок действия гарантии истекает 31 декабря 2028 года",
	} {
		if got := rulesOf(wording.Check(text+".", wording.Facts{ExpiresOn: expiry})); got[wording.ExpiryConflict] != "" {
			t.Errorf("%s: %q is taken for another day", text, got[wording.ExpiryConflict])
		} else if _, missing := got[wording.NoExpiry]; missing {
			t.Errorf("%s: no expiry found", text)
		}
		if got := rulesOf(wording.Check(text+".", wording.Facts{ExpiresOn: expiry.Add(-40)})); got[wording.ExpiryConflict] == "" {
			t.Errorf("%s: read as %s too", text, expiry.Add(-40))
		}
	}
}

func TestOtherDaysAreNotTheExpiry(t *testing.T) {
	for _, text := range []string{
		"Under the lease of 10 March 2027 rent is due. The guarantee expires on 31 December 2028.",
		"This guarantee is effective from 1 July 2027 and expires on 31 December 2028.",
		"The amount is reduced by EUR 5,000.00 on 30 June 2028. It is valid until 31 December 2028.",
		"Die Garantie zum Leasingvertrag vom 12. April 2027 ist gültig bis 31. Dezember 2028.",
		"Гарантия по договору № 5 от 10.03.2027 действует с 15.03.2027 по 31.12.2028.",
		"It is extended automatically for one year each time, at the latest until 31 December 2033, unless we notify you sixty days before. The present expiry is 31 December 2028.",
	} {
		if got := rulesOf(wording.Check(text, wording.Facts{ExpiresOn: day.MustParse("2028-12-31")})); got[wording.ExpiryConflict] != "" || got[wording.NoExpiry] != "" {
			t.Errorf("%s: %v", text, got)
		}
	}
}
