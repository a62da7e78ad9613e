package desk

import (
	"strings"

	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/ident"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// places remembers what one transaction has read of calendars and branches; a close of the day asks for the same ones again and again.
type places struct {
	calendars map[string]deadline.Place
	branches  map[string]q.Branch
	party     map[string]string // guarantor -> its branch with a calendar, "" when it has none
}

func (w *work) places() *places {
	if w.known == nil {
		w.known = &places{calendars: map[string]deadline.Place{}, branches: map[string]q.Branch{}, party: map[string]string{}}
	}
	return w.known
}

// calendarPlace is the place of the newest version of a calendar. Errors: NotFound.
func (w *work) calendarPlace(name string) (deadline.Place, error) {
	if p, ok := w.places().calendars[name]; ok {
		return p, nil
	}
	row, err := w.tx.NewestCalendar(w.ctx, name)
	if err != nil {
		return deadline.Place{}, store.Missing(err, name)
	}
	p, err := placeOfCalendar(row)
	if err == nil {
		w.places().calendars[name] = p
	}
	return p, err
}

func placeOfCalendar(row q.PlaceCalendar) (deadline.Place, error) {
	var rules deadline.PlaceRules
	if err := row.RulesJson.Into(&rules); err != nil {
		return deadline.Place{}, err
	}
	return rules.Place(row.Name, row.Version)
}

// placeFrom is a place by the name of its calendar, with what is particular to it.
func (w *work) placeFrom(name, calendar, zone, cutOff string) (deadline.Place, error) {
	p := deadline.Place{}
	if calendar != "" {
		var err error
		if p, err = w.calendarPlace(calendar); err != nil {
			return p, err
		}
	}
	if name != "" {
		p.Name = name
	}
	return p.With(zone, cutOff)
}

// branchOf is the branch at which the promise is drawn: that of its terms, else the newest branch of its guarantor that has a
// calendar. It is false when none is known.
func (w *work) branchOf(i guarantee.Instrument) (q.Branch, bool, error) {
	id := i.Branch
	if id == "" {
		var err error
		if id, err = w.branchOfParty(i.Guarantor); err != nil || id == "" {
			return q.Branch{}, false, err
		}
	}
	if b, ok := w.places().branches[id]; ok {
		return b, true, nil
	}
	b, err := w.tx.Branch(w.ctx, id)
	if store.None(err) {
		return b, false, nil
	}
	if err == nil {
		w.places().branches[id] = b
	}
	return b, err == nil, err
}

func (w *work) branchOfParty(partyID string) (string, error) {
	if id, ok := w.places().party[partyID]; ok {
		return id, nil
	}
	rows, err := w.tx.BranchesOfParty(w.ctx, partyID)
	if err != nil {
		return "", err
	}
	found := ""
	for _, b := range rows { // the newest first
		if found == "" && b.Calendar != "" {
			found = b.ID
		}
	}
	w.places().party[partyID] = found
	return found, nil
}

// placeOf is where a demand under the promise must arrive, with its calendar, time zone and cut-off. What is not known stays open:
// dates are then counted from Monday to Friday in UTC and marked provisional.
func (w *work) placeOf(i guarantee.Instrument) (deadline.Place, error) {
	b, known, err := w.branchOf(i)
	if err != nil || !known {
		return deadline.Place{Name: i.Place}, err
	}
	return w.placeFrom(b.Name, b.Calendar, b.Timezone, b.CutOff)
}

// profileOf is the rule profile of the promise, with what its text says in place of the rules.
func (w *work) profileOf(i guarantee.Instrument) (deadline.Profile, error) {
	return guarantee.ProfileOf(i.Terms)
}

const officeSetting = "place"

// HouseOffice is where the house itself works: the calendar by which it sends, and how long its documents travel.
type HouseOffice struct {
	Name          string `json:"name" label:"Name of the office"`
	Calendar      string `json:"calendar" label:"Calendar" help:"Name of a loaded calendar."`
	Timezone      string `json:"timezone" label:"Time zone" help:"Leave empty for that of the calendar." optional:""`
	CutOff        string `json:"cut_off" label:"Last dispatch" help:"Like 16:30; leave empty for the cut-off of the calendar." optional:""`
	TransportDays int    `json:"transport_days" label:"Transport" unit:"days" help:"How long documents travel to a guarantor when its branch says nothing."`
	BIC           string `json:"bic" label:"BIC of our bank" help:"Through which messages leave." optional:""`
}

// mostTransportDays bounds how long documents may travel.
const mostTransportDays = 60

// PlaceHouse says where the house itself works.
var PlaceHouse = verb(Spec{Name: "house.place", Title: "Say where the house works", Help: "Set the calendar of the house itself, and how long its documents travel.", Roles: []Role{Manager, Admin}},
	func(w *work, req HouseOffice) (HouseOffice, error) {
		var f errs.Faults
		req.Name, req.Calendar = strings.TrimSpace(req.Name), strings.TrimSpace(req.Calendar)
		if req.Name == "" {
			f.Add("name", "the office needs a name")
		}
		w.checkPlace(&f, req.Calendar, req.Timezone, req.CutOff)
		checkTransport(&f, req.TransportDays)
		req.BIC = checkBIC(&f, "bic", req.BIC)
		if err := f.Err(); err != nil {
			return req, err
		}
		if err := w.tx.PutSetting(w.ctx, q.PutSettingParams{Name: officeSetting, ValueJson: col.Of(req), ChangedUs: w.now()}); err != nil {
			return req, err
		}
		return req, w.event(happening{entity: w.centre(), text: errs.T("the house works at {place} by calendar {calendar}", "place", req.Name, "calendar", req.Calendar)})
	})

func checkTransport(f *errs.Faults, days int) {
	if days < 0 || days > mostTransportDays {
		f.Add("transport_days", "documents travel from 0 to {most} days", "most", mostTransportDays)
	}
}

// checkBIC adds the fault of a BIC, if it has one, and gives it in its normal form; "" stays "".
func checkBIC(f *errs.Faults, field, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	known, err := ident.Parse(ident.BIC, text)
	f.Take(field, err)
	return known.Value
}

// checkPlace refuses a calendar that is not loaded, and a zone or cut-off that is none.
func (w *work) checkPlace(f *errs.Faults, calendar, zone, cutOff string) {
	if calendar != "" {
		if _, err := w.calendarPlace(calendar); err != nil {
			f.Add("calendar", "no calendar {name} is loaded", "name", calendar).Because("load the calendar file first")
		}
	}
	_, err := deadline.Place{}.With(zone, cutOff)
	f.Take("", err)
}

// houseOffice is where the house works, as it has said. The zero value before.
func (w *work) houseOffice() (HouseOffice, error) {
	var o HouseOffice
	doc, err := w.tx.Setting(w.ctx, officeSetting)
	if store.None(err) {
		return o, nil
	}
	if err == nil {
		err = doc.Into(&o)
	}
	return o, err
}

// housePlace is where the house works, as a place.
func (w *work) housePlace() (deadline.Place, error) {
	o, err := w.houseOffice()
	if err != nil {
		return deadline.Place{}, err
	}
	return w.placeFrom(o.Name, o.Calendar, o.Timezone, o.CutOff)
}

// transportDays is how long documents travel to where the promise is drawn.
func (w *work) transportDays(i guarantee.Instrument) (int, error) {
	b, known, err := w.branchOf(i)
	if err == nil && known && b.TransportDays > 0 {
		return int(b.TransportDays), nil
	}
	o, officeErr := w.houseOffice()
	if err == nil {
		err = officeErr
	}
	return o.TransportDays, err
}
