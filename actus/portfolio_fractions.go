package actus

import (
	"slices"

	"kontor/day"
)

// count fills in the part of a year before every step, from the status date or what else the state holds for. Time that
// would run backwards counts nothing.
func (t *track) count(c *day.Counter, start int32) {
	t.y = slices.Grow(t.y[:0], len(t.calc))[:len(t.calc)]
	fractions(t.y, t.calc, t.mark, c, start, serial(c.Count, start))
}

// counter is the day count of the contract.
func (c *contract) counter() day.Counter {
	counter := day.Counter{Count: c.count, Calendar: c.calendar}
	if c.maturityAgreed {
		counter.Maturity = day.Date(c.end)
	}
	return counter
}

// fractions writes the part of a year between each date and the one before it. It gives the bits of day.Counter.Fraction:
// a quotient from a table is the quotient.
func fractions(y []float64, calc, mark []int32, c *day.Counter, before, beforeMark int32) {
	switch c.Count {
	case day.E30360:
		differences(y, mark, beforeMark, by360, 360)
	case day.A360:
		differences(y, calc, before, by360, 360)
	case day.A365:
		differences(y, calc, before, by365, 365)
	case day.AA:
		actual(y, calc, mark, before, beforeMark)
	default:
		for i, d := range calc {
			y[i] = 0
			if d > before {
				y[i] = c.Fraction(day.Date(before), day.Date(d))
				before = d
			}
		}
	}
}

func differences(y []float64, mark []int32, before int32, by *[quotientCount]float64, basis float64) {
	for i, m := range mark[:len(y)] {
		switch n := m - before; {
		case uint32(n) < quotientCount:
			y[i] = by[n]
			before = m
		case n > 0:
			y[i] = float64(n) / basis
			before = m
		default:
			y[i] = 0
		}
	}
}

// actual splits at 1 January; mark is the month.
func actual(y []float64, calc, mark []int32, before, beforeMark int32) {
	starts := monthStarts()
	for i, d := range calc[:len(y)] {
		if d <= before {
			y[i] = 0
			continue
		}
		first, last := beforeMark/12, mark[i]/12
		if first == last {
			y[i] = yearPart(d-before, last)
		} else {
			head := yearPart(starts[12*first+12]-before, first)
			tail := yearPart(d-starts[12*last], last)
			y[i] = head + float64(last-first-1) + tail
		}
		before, beforeMark = d, mark[i]
	}
}

// yearPart is some days of a year over all of its days.
func yearPart(days, year int32) float64 {
	if year&3 == 0 && (year%25 != 0 || year&15 == 0) {
		return by366[days]
	}
	return by365[days]
}
