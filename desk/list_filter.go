package desk

import (
	"strconv"
	"strings"

	"kontor/day"
	"kontor/money"
	"kontor/store"
)

// FilterValue brings what somebody asked of a filter, "1200.50" of a price, into the form in which the list compares:
// amounts in minor units, moments in microseconds. Lists hold amounts of several currencies; two decimals are what
// nearly all of them have. What the list has no filter for comes back as it is; the list refuses it by name.
//
// Errors: Invalid.
func (l List) FilterValue(name, value string) (string, error) {
	base := strings.TrimSuffix(strings.TrimSuffix(name, "_from"), "_to")
	for _, c := range l.spec.Columns {
		if c.Name != base || value == "" {
			continue
		}
		switch c.Kind {
		case store.Money:
			a, err := money.ParseIn(value, "USD")
			return strconv.FormatInt(a.Minor, 10), err
		case store.Moment:
			var at day.Instant
			err := at.UnmarshalText([]byte(value))
			return strconv.FormatInt(int64(at), 10), err
		case store.Day:
			_, err := day.Parse(value)
			return value, err
		}
	}
	return value, nil
}
