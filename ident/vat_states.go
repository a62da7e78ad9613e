package ident

import (
	"strings"

	"kontor/day"
)

// The check digits of the states, in the order of their prefixes. Each gets the part after the prefix, of fitting shape.

func vatAT(n string) bool {
	if n[0] != 'U' {
		return false
	}
	sum := 0
	for i, c := range []byte(n[1:8]) {
		d := digit(c)
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return mod(6-sum, 10) == digit(n[8])
}

func vatBE(n string) bool {
	return n[0] <= '1' && 97-remainder(n[:8], 97) == pair(n[8:])
}

// vatBG: nine digits for entities; ten for persons, where national, foreign and official numbers differ.
func vatBG(n string) bool {
	if len(n) == 9 {
		check := weighted(n, 1, 2, 3, 4, 5, 6, 7, 8) % 11
		if check == 10 {
			check = weighted(n, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
		}
		return check == digit(n[8])
	}
	last := digit(n[9])
	return weighted(n, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == last ||
		weighted(n, 21, 19, 17, 13, 11, 9, 7, 3, 1)%10 == last ||
		mod(11-weighted(n, 4, 3, 2, 7, 6, 5, 4, 3, 2), 11) == last
}

func vatCY(n string) bool {
	odd := [10]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}
	sum := 0
	for i := range 8 {
		if d := digit(n[i]); i%2 == 0 {
			sum += odd[d]
		} else {
			sum += d
		}
	}
	return !strings.HasPrefix(n, "12") && n[8] == byte('A'+sum%26)
}

// vatCZ: eight digits for entities; persons have their birth number, which had no check digit before 1954 (nine
// digits), or a special number that begins with 6.
func vatCZ(n string) bool {
	switch {
	case len(n) == 8:
		check := mod(11-weighted(n, 8, 7, 6, 5, 4, 3, 2), 11)
		if check == 0 {
			check = 1
		}
		return n[0] != '9' && check%10 == digit(n[7])
	case len(n) == 9 && n[0] == '6':
		check := weighted(n[1:], 8, 7, 6, 5, 4, 3, 2) % 11
		return mod(8-mod(10-check, 11), 10) == digit(n[8])
	}
	return czBirth(n) && (len(n) == 9 || remainder(n[:9], 11)%10 == digit(n[9]))
}

// czBirth reads year, month and day of a birth number. Women have 50 more in the month, days that ran out 20 more.
func czBirth(n string) bool {
	year, month := pair(n[:2]), pair(n[2:4])%50
	switch {
	case len(n) == 9 && year >= 80:
		year += 1800
	case len(n) == 9 && year >= 54:
		return false
	case len(n) == 10 && year < 54:
		year += 2000
	default:
		year += 1900
	}
	if month > 20 {
		month -= 20
	}
	_, err := day.Of(year, month, pair(n[4:6]))
	return err == nil
}

func vatDE(n string) bool { return n[0] != '0' && iso1110(n) }

func vatDK(n string) bool { return n[0] != '0' && weighted(n, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0 }

func vatEE(n string) bool { return weighted(n, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0 }

func vatEL(n string) bool {
	return weighted(n, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == digit(n[8])
}

// vatES: persons have a letter by mod 23, companies a Luhn digit or its letter. Which of them is certain only for some
// first letters; for the others both are in use.
func vatES(n string) bool {
	const letters = "TRWAGMYFPDXBNJZSQVHLCKE"
	body, last := n[1:8], n[8]
	switch first := n[0]; {
	case first >= '0' && first <= '9':
		return last == letters[remainder(n[:8], 23)]
	case first >= 'X' && first <= 'Z':
		return last == letters[remainder(string('0'+first-'X')+body, 23)]
	case strings.IndexByte("KLM", first) >= 0:
		return last == letters[remainder(body, 23)]
	case strings.IndexByte("ABCDEFGHJNPQRSUVW", first) < 0:
		return false
	case strings.IndexByte("PQS", first) >= 0:
		return last == "JABCDEFGHI"[luhnDigit(body)]
	case strings.IndexByte("ABEH", first) >= 0:
		return digit(last) == luhnDigit(body)
	default:
		return digit(last) == luhnDigit(body) || last == "JABCDEFGHI"[luhnDigit(body)]
	}
}

func vatFI(n string) bool { return weighted(n, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0 }

// vatFR: a key and the SIREN. Keys with letters count in an alphabet without I and O. Numbers of Monaco begin with 000
// and are no SIREN.
func vatFR(n string) bool {
	siren := n[2:]
	if siren[:3] != "000" && !luhn(siren) {
		return false
	}
	if isDigits(n) {
		return (12+3*remainder(siren, 97))%97 == pair(n[:2])
	}
	const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	a, b := strings.IndexByte(alphabet, n[0]), strings.IndexByte(alphabet, n[1])
	if a < 0 || b < 0 {
		return false
	}
	key := a*34 + b - 100
	if a < 10 {
		key = a*24 + b - 10
	}
	return mod(remainder(siren, 11)+1+key/11, 11) == mod(key, 11)
}

func vatHU(n string) bool { return weighted(n, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0 }

// vatIE: the oldest numbers have a letter in second place and their first digit counts last.
func vatIE(n string) bool {
	const letters = "WABCDEFGHIJKLMNOPQRSTUV"
	counted := n
	if n[1] >= 'A' {
		counted = "0" + n[2:7] + n[:1]
	}
	sum := weighted(counted, 8, 7, 6, 5, 4, 3, 2)
	if len(n) == 9 {
		second := strings.IndexByte(letters, n[8])
		if second < 0 {
			return false
		}
		sum += 9 * second
	}
	return n[7] == letters[sum%23]
}

// vatIT: the digits 8 to 10 are the province that issued it.
func vatIT(n string) bool {
	province := remainder(n[7:10], 1000)
	known := province >= 1 && province <= 100 || province == 120 || province == 121 || province == 888 || province == 999
	return n[:7] != "0000000" && known && luhn(n)
}

// vatLT: the last but one digit is 1 in every number issued.
func vatLT(n string) bool {
	last := len(n) - 1
	sum := func(start int) (s int) {
		for i := range last {
			s += (1 + (i+start-1)%9) * digit(n[i])
		}
		return s
	}
	check := sum(1) % 11
	if check == 10 {
		check = sum(3) % 11 % 10
	}
	return n[last-1] == '1' && check == digit(n[last])
}

func vatLU(n string) bool { return remainder(n[:6], 89) == pair(n[6:]) }

// vatLV: entities begin with 4 to 9, persons with their day of birth and its century, or with 32 since 2017.
func vatLV(n string) bool {
	if n[0] >= '4' {
		return weighted(n, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)%11 == 3
	}
	if !strings.HasPrefix(n, "32") {
		if _, err := day.Of(1800+100*digit(n[6])+pair(n[4:6]), pair(n[2:4]), pair(n[:2])); err != nil {
			return false
		}
	}
	return (1+weighted(n, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 == digit(n[10])
}

func vatMT(n string) bool { return n[0] != '0' && weighted(n, 3, 4, 6, 7, 8, 9, 10, 1)%37 == 0 }

// vatNL: entities have the old number with its own check; sole traders since 2020 one that is checked as a whole.
func vatNL(n string) bool {
	if n[9] != 'B' || n[10:] == "00" || n[:9] == "000000000" {
		return false
	}
	return mod(weighted(n, 9, 8, 7, 6, 5, 4, 3, 2)-digit(n[8]), 11) == 0 || remainder("NL"+n, 97) == 1
}

func vatPL(n string) bool { return weighted(n, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == digit(n[9]) }

func vatPT(n string) bool {
	return n[0] != '0' && (11-weighted(n, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == digit(n[8])
}

func vatRO(n string) bool {
	full := strings.Repeat("0", 10-len(n)) + n
	return n[0] != '0' && weighted(full, 7, 5, 3, 2, 1, 7, 5, 3, 2)*10%11%10 == digit(full[9])
}

func vatSE(n string) bool { return n[10:] == "01" && luhn(n[:10]) }

func vatSI(n string) bool {
	check := 11 - weighted(n, 8, 7, 6, 5, 4, 3, 2)%11
	return n[0] != '0' && check != 11 && check%10 == digit(n[7])
}

func vatSK(n string) bool {
	return n[0] != '0' && strings.IndexByte("234789", n[2]) >= 0 && remainder(n, 11) == 0
}

// vatXI: nine digits, and three more for a branch.
func vatXI(n string) bool {
	rest := (weighted(n, 8, 7, 6, 5, 4, 3, 2) + pair(n[7:9])) % 97
	return rest == 0 || rest == 42
}

// luhnDigit is the digit that completes body.
func luhnDigit(body string) int {
	for d := range 10 {
		if luhn(body + string(rune('0'+d))) {
			return d
		}
	}
	return -1 // not reached: one of ten digits fits
}

// pair is the value of two digits.
func pair(n string) int { return 10*digit(n[0]) + digit(n[1]) }

// mod is the remainder that is never negative.
func mod(a, m int) int { return ((a % m) + m) % m }
