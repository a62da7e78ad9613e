package ident

import "strings"

// weighted sums the first len(weights) characters times their weights; a letter counts A=10…Z=35.
func weighted(v string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * digit(v[i])
	}
	return sum
}

// digit is the value of a character, A=10…Z=35.
func digit(c byte) int {
	if c >= 'A' {
		return int(c-'A') + 10
	}
	return int(c - '0')
}

// remainder is the whole number v mod m, digit by digit, so that no length overflows.
func remainder(v string, m int) int {
	rest := 0
	for i := range len(v) {
		if d := digit(v[i]); d < 10 {
			rest = (rest*10 + d) % m
		} else {
			rest = (rest*100 + d) % m
		}
	}
	return rest
}

// iso97 is ISO 7064 mod 97-10 with the check digits at the end. They run from 02 to 98: 00, 01 and 99 would pass the
// sum too, but are never computed.
func iso97(v string) bool {
	pair := v[len(v)-2:]
	return remainder(v, 97) == 1 && pair != "00" && pair != "01" && pair != "99"
}

// iso1110 is ISO 7064 mod 11,10.
func iso1110(v string) bool {
	check := 5
	for i := range len(v) {
		if check == 0 {
			check = 10
		}
		check = (check*2%11 + digit(v[i])) % 10
	}
	return check == 1
}

// luhn is ISO 7812: every second digit from the right doubled and cross-summed.
func luhn(v string) bool {
	sum := 0
	for i := range len(v) {
		d := digit(v[len(v)-1-i])
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum%10 == 0
}

// isDigits reports whether v has digits only.
func isDigits(v string) bool {
	return v != "" && strings.Trim(v, "0123456789") == ""
}
