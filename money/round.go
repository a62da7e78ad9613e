package money

import (
	"math"
	"slices"

	"kontor/errs"
)

// Mode says which way a fraction of a minor unit goes.
type Mode uint8

// The rounding modes. HalfUp takes a half away from zero, as commerce does.
const (
	HalfUp Mode = iota
	HalfEven
	Down    // toward zero
	Up      // away from zero
	Floor   // toward minus infinity
	Ceiling // toward plus infinity
)

var modeNames = [...]string{"half_up", "half_even", "down", "up", "floor", "ceiling"}

// String is the name of the mode.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return "unknown"
}

// MarshalText writes the name.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads a name; empty is half_up.
func (m *Mode) UnmarshalText(text []byte) error {
	for i, name := range modeNames {
		if string(text) == name || len(text) == 0 {
			*m = Mode(i)
			return nil
		}
	}
	return errs.New(errs.Invalid, "{text} is no rounding", "text", string(text)).
		Because("choose half_up, half_even, down, up, floor or ceiling")
}

// fraction is where what is left lies: none, below a half, a half, above.
type fraction uint8

const (
	none fraction = iota
	below
	half
	above
)

func compareHalf(rest, den uint64) fraction {
	switch other := den - rest; {
	case rest == 0:
		return none
	case rest < other:
		return below
	case rest == other:
		return half
	}
	return above
}

// up decides whether the magnitude grows by one.
func (m Mode) up(odd, negative bool, f fraction) bool {
	if f == none {
		return false
	}
	switch m {
	case HalfEven:
		return f == above || f == half && odd
	case Down:
		return false
	case Up:
		return true
	case Floor:
		return negative
	case Ceiling:
		return !negative
	}
	return f >= half
}

// Round brings a computed value of minor units to a whole one. Errors: Invalid for NaN, TooLarge beyond MaxMinor.
func Round(x float64, mode Mode) (int64, error) {
	if math.IsNaN(x) {
		return 0, errs.New(errs.Invalid, "the result is not a number")
	}
	size := math.Abs(x)
	if size > float64(MaxMinor)+0.5 {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	whole := math.Floor(size)
	f := none
	switch rest := size - whole; {
	case rest > 0.5:
		f = above
	case rest == 0.5:
		f = half
	case rest > 0:
		f = below
	}
	minor := int64(whole)
	if mode.up(minor&1 == 1, x < 0, f) {
		minor++
	}
	if minor > MaxMinor {
		return 0, errs.New(errs.TooLarge, "the result is over the limit of the house")
	}
	if x < 0 {
		minor = -minor
	}
	return minor, nil
}

// Split shares a total out by weights, so that the parts always sum to it: each part is rounded toward zero, and what
// is left goes one unit at a time to the largest remainders, ties to the first. Errors: Invalid without a positive
// weight or with a negative one, TooLarge beyond MaxMinor.
func Split(total int64, weights []int64) ([]int64, error) {
	var sum int64
	for _, w := range weights {
		if w < 0 || sum > math.MaxInt64-w {
			return nil, errs.New(errs.Invalid, "a weight is below zero or the weights are too large")
		}
		sum += w
	}
	if sum == 0 {
		return nil, errs.New(errs.Invalid, "nothing to split by: every weight is zero")
	}
	if total > MaxMinor || total < -MaxMinor {
		return nil, errs.New(errs.TooLarge, "the total is over the limit of the house")
	}
	parts := make([]int64, len(weights))
	var few [64]uint64 // so that a split over some instalments allocates its result and nothing else
	rests := few[:0]
	if len(weights) > len(few) {
		rests = make([]uint64, 0, len(weights))
	}
	left := magnitude(total)
	for i, w := range weights {
		whole, rest := mulDiv(magnitude(total), uint64(w), uint64(sum))
		parts[i], rests = int64(whole), append(rests, rest)
		left -= whole
	}
	shareLeft(parts, rests, int(left))
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts, nil
}

// shareLeft adds one unit to the parts with the largest remainders, ties to the first. There are fewer units left than
// parts with a remainder, because every remainder is less than one unit and they sum to what is left.
func shareLeft(parts []int64, rests []uint64, left int) {
	if left == 0 {
		return
	}
	var few [64]uint64
	sorted := append(few[:0], rests...)
	slices.Sort(sorted)
	least := sorted[len(sorted)-left] // the smallest remainder that still gets a unit
	above, _ := slices.BinarySearch(sorted, least+1)
	ties := left - (len(sorted) - above)
	for i, rest := range rests {
		switch {
		case rest > least:
			parts[i]++
		case rest == least && ties > 0:
			parts[i]++
			ties--
		}
	}
}

// SplitEven shares a total out in n parts that differ by one unit at most, the larger first, as Split does with equal weights.
// Errors: Invalid for n outside 1 to a million, TooLarge beyond MaxMinor.
func SplitEven(total int64, n int) ([]int64, error) {
	if n < 1 || n > 1_000_000 {
		return nil, errs.New(errs.Invalid, "a total is split into 1 to a million parts")
	}
	if total > MaxMinor || total < -MaxMinor {
		return nil, errs.New(errs.TooLarge, "the total is over the limit of the house")
	}
	parts := make([]int64, n)
	each, left, unit := total/int64(n), total%int64(n), int64(1)
	if left < 0 {
		left, unit = -left, -1
	}
	for i := range parts {
		parts[i] = each
		if int64(i) < left {
			parts[i] += unit
		}
	}
	return parts, nil
}
