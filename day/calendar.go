package day

import (
	"encoding/json"
	"errors"
	"math/bits"
	"slices"
	"strings"

	"kontor/errs"
)

// Calendar knows which days are open for business, within the years it covers and no further: beyond them its holidays
// are not known, and what is not known is refused. It never changes; another list of holidays is another version, so
// that a computed date can name what produced it.
type Calendar struct {
	name, version string
	from, to      Date     // the days it covers
	week          uint8    // bit w: weekday w is open
	open          []uint64 // a bit for every day from `from`; nil where the week alone decides
}

// Two calendars that need no data: every day is open, or every day but Saturday and Sunday.
var (
	NoCalendar     = &Calendar{name: "NC", version: "1", from: Min, to: Max, week: everyDay}
	MondayToFriday = &Calendar{name: "MF", version: "1", from: Min, to: Max, week: everyDay &^ (1<<0 | 1<<6)}
)

const everyDay = 1<<7 - 1

// BuiltIn finds NoCalendar (NC, NoCalendar, NOCALENDAR) and MondayToFriday (MF, MondayToFriday) by the names that
// contracts use for them; nil when the name is another.
func BuiltIn(name string) *Calendar {
	switch name {
	case "NC", "NoCalendar", "NOCALENDAR":
		return NoCalendar
	case "MF", "MondayToFriday":
		return MondayToFriday
	}
	return nil
}

// CalendarRules are a calendar as data.
type CalendarRules struct {
	Name     string   `json:"name"`
	Version  string   `json:"version"`
	FromYear int      `json:"from_year"` // the years whose holidays are listed
	ToYear   int      `json:"to_year"`
	Weekend  []string `json:"weekend"`        // "Sat", "Sun"
	Closed   []Date   `json:"closed"`         // holidays; one that falls on a weekend changes nothing
	Open     []Date   `json:"open,omitempty"` // days of the weekend that are worked
}

var weekdays = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// NewCalendar makes a calendar. Errors: Invalid with a fault for every bad field.
func NewCalendar(rules CalendarRules) (*Calendar, error) {
	var faults errs.Faults
	if strings.TrimSpace(rules.Name) == "" {
		faults.Add("name", "a calendar needs a name")
	}
	if strings.TrimSpace(rules.Version) == "" {
		faults.Add("version", "a calendar needs a version").Because("write what tells this list of holidays from the next one")
	}
	if rules.FromYear < 1 || rules.ToYear > 9999 || rules.FromYear > rules.ToYear {
		faults.Add("from_year", "the covered years must rise within 1 to 9999").Because("state the years whose holidays are listed")
		return nil, faults.Err()
	}
	c := &Calendar{name: rules.Name, version: rules.Version, week: everyDay,
		from: number(rules.FromYear, 1, 1), to: number(rules.ToYear, 12, 31)}
	for i, name := range rules.Weekend {
		w := slices.Index(weekdays[:], name)
		if w < 0 {
			faults.Add(field("weekend", i), "{text} is no day of the week", "text", name).Because("write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
			continue
		}
		c.week &^= 1 << w
	}
	c.fill(func(d Date) bool { return c.week>>c.weekday(d)&1 == 1 })
	for i, d := range rules.Closed {
		c.mark(&faults, field("closed", i), d, false)
	}
	for i, d := range rules.Open {
		if slices.Contains(rules.Closed, d) {
			faults.Add(field("open", i), "{day} is listed as open and as closed", "day", d.String())
		}
		c.mark(&faults, field("open", i), d, true)
	}
	if faults.Len() == 0 && !c.everOpen() {
		faults.Add("weekend", "the calendar would never be open")
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// ParseCalendar reads CalendarRules from JSON and makes the calendar. Errors: Invalid.
func ParseCalendar(text []byte) (*Calendar, error) {
	var rules CalendarRules
	if err := json.Unmarshal(text, &rules); err != nil {
		var known *errs.Error
		if errors.As(err, &known) {
			return nil, known
		}
		bad := errs.New(errs.Invalid, "this is not a calendar in JSON").
			Because("write name, version, from_year, to_year, weekend and closed")
		bad.Cause = err
		return nil, bad
	}
	return NewCalendar(rules)
}

// Closing is the calendar with more days closed, under a new version: a holiday declared late. Errors: Invalid.
func (c *Calendar) Closing(version string, days ...Date) (*Calendar, error) {
	var faults errs.Faults
	if strings.TrimSpace(version) == "" || version == c.version {
		faults.Add("version", "another list of holidays needs another version")
	}
	next := &Calendar{name: c.name, version: version, from: c.from, to: c.to, week: c.week}
	next.fill(c.IsOpen)
	for i, d := range days {
		next.mark(&faults, field("closed", i), d, false)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return next, nil
}

// Joint is open when all of the calendars are open, and covers what all of them cover. Its name and version hold all
// names and versions. Errors: Invalid without a calendar, or when they share no year or no open day.
func Joint(calendars ...*Calendar) (*Calendar, error) {
	if len(calendars) == 0 || slices.Contains(calendars, nil) {
		return nil, errs.New(errs.Invalid, "a joint calendar needs calendars to join")
	}
	joint := &Calendar{from: Min, to: Max, week: everyDay}
	var names, versions []string
	byWeek := true
	for _, c := range calendars {
		names, versions = append(names, c.name), append(versions, c.version)
		joint.from, joint.to = max(joint.from, c.from), min(joint.to, c.to)
		joint.week &= c.week
		byWeek = byWeek && c.open == nil
	}
	joint.name, joint.version = strings.Join(names, "+"), strings.Join(versions, "+")
	if joint.from <= joint.to && !byWeek {
		joint.fill(func(d Date) bool {
			for _, c := range calendars {
				if !c.IsOpen(d) {
					return false
				}
			}
			return true
		})
	}
	if joint.from > joint.to || !joint.everOpen() {
		return nil, errs.New(errs.Invalid, "the calendars {names} have no open day in common", "names", joint.name).
			Because("load versions that cover the same years")
	}
	return joint, nil
}

// Name is the name of the calendar.
func (c *Calendar) Name() string { return c.name }

// Version tells one list of holidays from another.
func (c *Calendar) Version() string { return c.version }

// String is name and version, as a computed date cites them.
func (c *Calendar) String() string { return c.name + "@" + c.version }

// fill sets the bit of every covered day.
func (c *Calendar) fill(open func(Date) bool) {
	c.open = make([]uint64, (int(c.to-c.from)+64)/64)
	for d := c.from; d <= c.to; d++ {
		if open(d) {
			i := uint(d - c.from)
			c.open[i/64] |= 1 << (i % 64)
		}
	}
}

// mark opens or closes one day while the calendar is made.
func (c *Calendar) mark(faults *errs.Faults, at string, d Date, open bool) {
	if !c.Covers(d) {
		faults.Add(at, "{day} lies outside the years that the calendar covers", "day", d.String()).
			Because("list days from {from} to {to}", "from", c.from.String(), "to", c.to.String())
		return
	}
	if c.open == nil { // a calendar of weekdays alone
		c.fill(c.IsOpen)
	}
	i := uint(d - c.from)
	c.open[i/64] &^= 1 << (i % 64)
	if open {
		c.open[i/64] |= 1 << (i % 64)
	}
}

func (c *Calendar) everOpen() bool {
	if c.open == nil {
		return c.week != 0
	}
	return slices.ContainsFunc(c.open, func(word uint64) bool { return bits.OnesCount64(word) > 0 })
}
