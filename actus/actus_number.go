package actus

import (
	"encoding/json"
	"strconv"
)

// Number is a term that may be absent, which is not the same as 0.
type Number struct {
	Value float64
	Set   bool
}

// Num is a number that is there.
func Num(value float64) Number { return Number{Value: value, Set: true} }

// Or is the number, or a default when it is absent.
func (n Number) Or(otherwise float64) float64 {
	if n.Set {
		return n.Value
	}
	return otherwise
}

// IsZero reports whether the number is absent.
func (n Number) IsZero() bool { return !n.Set }

// MarshalJSON writes the number, null when it is absent.
func (n Number) MarshalJSON() ([]byte, error) {
	if !n.Set {
		return []byte("null"), nil
	}
	return json.Marshal(n.Value)
}

// UnmarshalJSON reads a number; null is absent.
func (n *Number) UnmarshalJSON(b []byte) error {
	*n = Number{}
	if string(b) == "null" {
		return nil
	}
	if err := json.Unmarshal(b, &n.Value); err != nil {
		return err
	}
	n.Set = true
	return nil
}

// String is the shortest text that reads back as the number, empty when it is absent.
func (n Number) String() string {
	if !n.Set {
		return ""
	}
	return strconv.FormatFloat(n.Value, 'g', -1, 64)
}
