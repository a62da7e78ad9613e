package deadline

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"kontor/day"
	"kontor/errs"
)

// PlaceRules are a place as data.
type PlaceRules struct {
	Name     string     `json:"name"`
	Timezone string     `json:"timezone"` // as in the IANA database: "Asia/Almaty"
	Weekend  []string   `json:"weekend"`  // "Sat", "Sun"
	CutOff   string     `json:"cut_off"`  // "16:00", the last minute that counts for the day; empty: until midnight
	Closed   []day.Date `json:"closed"`
	Open     []day.Date `json:"open,omitempty"`      // days of the weekend that are worked
	FromYear int        `json:"from_year,omitempty"` // the years whose holidays are listed; none: those of the days listed
	ToYear   int        `json:"to_year,omitempty"`
}

// Place makes the place; its calendar has the key as name, so that a date cites "A@2027-1". Errors: Invalid with a fault
// for every bad field.
func (r PlaceRules) Place(key, version string) (Place, error) {
	p := Place{Name: strings.TrimSpace(r.Name)}
	if p.Name == "" {
		p.Name = key
	}
	var f errs.Faults
	var err error
	p.Zone, err = zone(r.Timezone)
	f.Take("timezone", err)
	p.CutOff, err = parseCutOff(r.CutOff)
	f.Take("cut_off", err)
	from, to := r.years()
	if from == 0 {
		f.Add("from_year", "it lists no holiday and no years").Because("state the years whose holidays are listed")
	} else {
		p.Calendar, err = day.NewCalendar(day.CalendarRules{Name: key, Version: version, FromYear: from, ToYear: to, Weekend: r.Weekend, Closed: r.Closed, Open: r.Open})
		f.Take("", err)
	}
	if err := f.Err(); err != nil {
		return Place{}, err
	}
	return p, nil
}

// With is the place with its own time zone and cut-off; what is empty stays as it was. Errors: Invalid with a fault for each.
func (p Place) With(timezone, cutOff string) (Place, error) {
	var f errs.Faults
	if timezone != "" {
		z, err := zone(timezone)
		f.Take("timezone", err)
		p.Zone = z
	}
	if cutOff != "" {
		minute, err := parseCutOff(cutOff)
		f.Take("cut_off", err)
		p.CutOff = minute
	}
	return p, f.Err()
}

// years are those whose holidays are known: as stated, else those of the days listed. A calendar that lists no day of a
// year does not say that the year has no holiday.
func (r PlaceRules) years() (from, to int) {
	from, to = r.FromYear, r.ToYear
	listed := slices.Concat(r.Closed, r.Open)
	if len(listed) > 0 && from == 0 {
		from = slices.Min(listed).Year()
	}
	if len(listed) > 0 && to == 0 {
		to = slices.Max(listed).Year()
	}
	return from, to
}

func zone(name string) (*time.Location, error) {
	bad := errs.New(errs.Invalid, "{text} is no time zone", "text", `"`+name+`"`).Because("write it like {example}", "example", "Asia/Almaty")
	if name == "" || name == "Local" { // the zone of the machine is no fact about a place
		return nil, bad
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, bad
	}
	return z, nil
}

func parseCutOff(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse("15:04", text)
	minute := t.Hour()*60 + t.Minute()
	if err != nil || len(text) != 5 || minute == 0 {
		return 0, errs.New(errs.Invalid, "{text} is no cut-off", "text", `"`+text+`"`).Because("write it like {example}", "example", "16:00")
	}
	return minute, nil
}

// ReadCalendars reads the places of a calendar file: {"version": …, "calendars": {"A": {…}}}. Errors: Invalid with a fault
// for every bad field of every place.
func ReadCalendars(text []byte) (map[string]Place, error) {
	var file struct {
		Version   string
		Calendars map[string]PlaceRules
	}
	if err := json.Unmarshal(text, &file); err != nil {
		bad := errs.New(errs.Invalid, "this is not a file of calendars in JSON").
			Because("write version and calendars, each with name, timezone, weekend, cut_off and closed")
		bad.Cause = err
		return nil, bad
	}
	var f errs.Faults
	places := make(map[string]Place, len(file.Calendars))
	for _, key := range slices.Sorted(maps.Keys(file.Calendars)) {
		p, err := file.Calendars[key].Place(key, file.Version)
		f.Take("calendars."+key, err)
		places[key] = p
	}
	if len(places) == 0 {
		f.Add("calendars", "the file holds no calendar")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return places, nil
}
