package desk

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"kontor/deadline"
	"kontor/errs"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// CalendarRequest brings calendars of places into the house.
type CalendarRequest struct {
	Content File   `json:"content" label:"File" help:"JSON: version and calendars, or the rules of one place." file:"1"`
	Name    string `json:"name" label:"Name" help:"Only when the file holds one place." optional:""`
	Version string `json:"version" label:"Version" help:"Only when the file does not say it." optional:""`
}

// CalendarResult says what was loaded.
type CalendarResult struct {
	Version string   `json:"version"`
	Loaded  []string `json:"loaded"` // names of the calendars that are new or have a new version
	Same    []string `json:"same"`   // names of those that were known already
	Moved   int      `json:"moved"`  // guarantees whose last day to present moved
}

// LoadCalendars keeps a version of calendars. A version never changes; a holiday that is declared late makes another version, and
// the deadlines that still run are counted again (the closed ones stay).
var LoadCalendars = verb(Spec{Name: "calendar.load", Title: "Load calendars", Help: "Keep the holidays of places; deadlines that still run are counted again.", Roles: []Role{Risk, Manager, Admin}},
	func(w *work, req CalendarRequest) (CalendarResult, error) {
		version, rules, err := readCalendars(req)
		if err != nil {
			return CalendarResult{}, err
		}
		res := CalendarResult{Version: version, Loaded: []string{}, Same: []string{}}
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			fresh, err := w.keepCalendar(name, version, rules[name])
			if err != nil {
				return CalendarResult{}, err
			}
			if fresh {
				res.Loaded = append(res.Loaded, name)
			} else {
				res.Same = append(res.Same, name)
			}
		}
		if len(res.Loaded) == 0 {
			return res, nil
		}
		w.known = nil // read anew
		if res.Moved, err = w.reckonWhere(func(q.Guarantee) bool { return true }); err != nil {
			return res, err
		}
		return res, w.event(happening{entity: w.centre(), data: res, text: errs.T("version {version} of the calendars {names} was loaded, {n} last days moved", "version", version,
			"names", strings.Join(res.Loaded, ", "), "n", res.Moved)})
	})

// readCalendars reads a file of calendars, or one of a single place.
func readCalendars(req CalendarRequest) (version string, rules map[string]deadline.PlaceRules, err error) {
	var file struct {
		Version   string
		Key       string
		Calendars map[string]deadline.PlaceRules
	}
	if err := json.Unmarshal(req.Content, &file); err != nil {
		return "", nil, errs.New(errs.Invalid, "this is not a file of calendars in JSON").
			Because("write version and calendars, each with name, timezone, weekend, cut_off and closed")
	}
	var f errs.Faults
	if version = strings.TrimSpace(file.Version); version == "" {
		version = strings.TrimSpace(req.Version)
	}
	if version == "" {
		f.Add("version", "a calendar needs a version").Because("write what tells this list of holidays from the next one")
	}
	if rules = file.Calendars; rules == nil {
		var one deadline.PlaceRules
		if err := json.Unmarshal(req.Content, &one); err != nil {
			return "", nil, errs.New(errs.Invalid, "this is not a file of calendars in JSON").
				Because("write version and calendars, each with name, timezone, weekend, cut_off and closed")
		}
		name := strings.TrimSpace(req.Name)
		if name == "" {
			name = strings.TrimSpace(file.Key)
		}
		if name == "" {
			f.Add("name", "a calendar needs a name")
		}
		rules = map[string]deadline.PlaceRules{name: one}
	}
	if len(rules) == 0 {
		f.Add("content", "the file holds no calendar")
	}
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		if f.Len() > 0 && (version == "" || name == "") {
			break // the place would only repeat it
		}
		_, err := rules[name].Place(name, version)
		f.Take("calendars."+name, err)
	}
	return version, rules, f.Err()
}

// keepCalendar keeps a version; it is false when the very same was kept before.
func (w *work) keepCalendar(name, version string, rules deadline.PlaceRules) (fresh bool, err error) {
	known, err := w.tx.CalendarVersion(w.ctx, q.CalendarVersionParams{Name: name, Version: version})
	if err == nil {
		var was deadline.PlaceRules
		if err := known.RulesJson.Into(&was); err != nil {
			return false, err
		}
		if !reflect.DeepEqual(was, rules) {
			return false, errs.New(errs.Conflict, "calendar {name} has another list of holidays under version {version}", "name", name, "version", version).
				Because("another list of holidays needs another version")
		}
		return false, nil
	}
	if !store.None(err) {
		return false, err
	}
	newest, err := w.tx.NewestCalendar(w.ctx, name)
	if err != nil && !store.None(err) {
		return false, err
	}
	return true, w.tx.AddCalendar(w.ctx, q.AddCalendarParams{Name: name, Nr: newest.Nr + 1, Version: version, RulesJson: col.Of(rules), ByLogin: w.actor.ID, LoadedUs: w.now()})
}
