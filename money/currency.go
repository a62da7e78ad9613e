package money

import (
	"maps"
	"slices"
	"strings"

	"kontor/errs"
)

// Currency is an ISO 4217 alphabetic code.
type Currency string

// exponents are the decimals of every currency in use, from the ISO 4217 list one of 2026; all others have two.
var exponents = table()

func table() map[Currency]int {
	m := map[Currency]int{}
	add := func(decimals int, codes string) {
		for _, c := range strings.Fields(codes) {
			m[Currency(c)] = decimals
		}
	}
	add(2, `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY
		COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
		JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO
		NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
		TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`)
	add(0, `BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF`)
	add(3, `BHD IQD JOD KWD LYD OMR TND`)
	add(4, `CLF UYW`)
	return m
}

// ParseCurrency reads a code of three capital letters that is in use. Errors: Invalid.
func ParseCurrency(code string) (Currency, error) {
	c := Currency(code)
	if _, ok := exponents[c]; ok {
		return c, nil
	}
	return "", errs.New(errs.Invalid, "{code} is not a currency in use", "code", code).
		Because("write the three letters of ISO 4217, like EUR, USD or RUB")
}

// Exponent is how many decimals the currency has; 2 for an unknown one.
func (c Currency) Exponent() int {
	if e, ok := exponents[c]; ok {
		return e
	}
	return 2
}

// Currencies are all codes in use, by name.
func Currencies() []Currency { return slices.Sorted(maps.Keys(exponents)) }
