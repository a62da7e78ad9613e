package desk

import (
	"strings"
	"time"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/store/q"
)

// PresentRequest records the arrival of a demand at its place.
type PresentRequest struct {
	Demand string   `json:"demand" label:"Demand"`
	On     day.Date `json:"on" label:"Received on" help:"By the clock of the place."`
	Time   string   `json:"time" label:"At" help:"Hour and minute by the clock of the place, like 16:45; leave it empty when only the day is known." optional:""`
	Lacks  string   `json:"lacks" label:"Still to come" help:"What the demand says is to follow; it is examined when it is complete." optional:""`
}

// PresentResult is what follows from the arrival.
type PresentResult struct {
	DemandResult
	Presented deadline.Explained   `json:"presented"`
	Late      bool                 `json:"late"`
	Deadline  deadline.Examination `json:"deadline,omitzero"`
	Extension deadline.Suspension  `json:"extension,omitzero"`
}

// PresentDemand records that a demand arrived: its day of presentation, whether it is in time, and the guarantor's deadline follow.
var PresentDemand = verb(Spec{Name: "demand.present", Title: "Record the arrival", Help: "Record when a demand arrived at its place; the guarantor's deadline follows.", On: "demand", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req PresentRequest) (PresentResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return PresentResult{}, err
		}
		place, err := w.placeOf(p.Instrument)
		if err != nil {
			return PresentResult{}, err
		}
		arrival, err := w.arrivalOf(p, m.ID, req, place)
		if err != nil {
			return PresentResult{}, err
		}
		f, err := p.Present(m.ID, arrival, strings.TrimSpace(req.Lacks), place, w.closuresOf(p)...)
		if err != nil {
			return PresentResult{}, err
		}
		text := errs.T("the demand of {amount} was presented on {day}", "amount", amountOf(m), "day", f.Day.On)
		switch {
		case f.Late:
			text = errs.T("the demand of {amount} came too late, on {day}", "amount", amountOf(m), "day", f.Day.On)
		case f.Lacks != "":
			text = errs.T("the demand of {amount} was presented on {day}, not complete yet", "amount", amountOf(m), "day", f.Day.On)
		}
		res, err := w.happenTo(m, p, req.On, f, text)
		return PresentResult{DemandResult: res, Presented: f.Day, Late: f.Late, Deadline: f.Examination, Extension: f.Suspension}, err
	})

// arrivalOf reads when something arrived, by the clock of the place.
func (w *work) arrivalOf(p promise, demandID string, req PresentRequest, place deadline.Place) (guarantee.Arrival, error) {
	a := guarantee.Arrival{On: req.On}
	var f errs.Faults
	d, err := p.Demand(demandID)
	if err != nil {
		return a, err
	}
	switch {
	case req.On == 0:
		f.Add("on", "the day of presentation is missing")
	case req.On > w.today.Add(1): // a place further east is a day ahead
		f.Add("on", "the day is today or earlier")
	case d.Sending.On != 0 && req.On < d.Sending.On:
		f.Add("on", "it was sent on {day}", "day", d.Sending.On).Because("check both days")
	}
	if req.Time != "" {
		clock, err := time.Parse("15:04", strings.TrimSpace(req.Time))
		if err != nil {
			f.Add("time", "{word} is no time of day", "word", req.Time).Because("write it like 16:45")
		}
		zone := place.Zone
		if zone == nil {
			zone = time.UTC
		}
		a.At = day.FromTime(time.Date(req.On.Year(), time.Month(req.On.Month()), req.On.Day(), clock.Hour(), clock.Minute(), 0, 0, zone))
	}
	return a, f.Err()
}

// AcceptedRequest records that the guarantor found a demand complying.
type AcceptedRequest struct {
	Demand string   `json:"demand" label:"Demand"`
	On     day.Date `json:"on" label:"On" help:"The day on which the guarantor said so."`
}

// AcceptDemand records that the guarantor found a demand complying and will pay.
var AcceptDemand = verb(Spec{Name: "demand.accept", Title: "Record as complying", Help: "Record that the guarantor found a demand complying.", On: "demand", Roles: []Role{Risk, Manager}},
	func(w *work, req AcceptedRequest) (DemandResult, error) {
		m, p, err := w.demandOf(req.Demand)
		if err == nil {
			err = w.pastDay("on", req.On)
		}
		if err != nil {
			return DemandResult{}, err
		}
		return w.happenTo(m, p, req.On, guarantee.DemandAcceptedFact{ID: m.ID}, errs.T("the guarantor found the demand of {amount} complying", "amount", amountOf(m)))
	})

// pastDay wants a day that is not yet to come.
func (w *work) pastDay(field string, on day.Date) error {
	var f errs.Faults
	if on == 0 || on > w.today {
		f.Add(field, "the day is today or earlier")
	}
	return f.Err()
}

// RejectRequest records the guarantor's rejection of a demand.
type RejectRequest struct {
	Demand    string   `json:"demand" label:"Demand"`
	Reasons   string   `json:"reasons" label:"Discrepancies" help:"All that the notice names, one a line." lines:"6" optional:""`
	On        day.Date `json:"on" label:"Notice received on" optional:""`
	Reference string   `json:"reference" label:"Reference of the notice" optional:""`
}

// RejectDemand records a rejection; the amount is free for a new demand while the guarantee runs. The first notice counts, unless it came
// too late.
var RejectDemand = verb(Spec{Name: "demand.reject", Title: "Record a rejection", Help: "Record that the guarantor rejected a demand, with all its reasons; it can be demanded again.", On: "demand", Roles: []Role{Risk}},
	func(w *work, req RejectRequest) (DemandResult, error) {
		if err := w.hasReason(); err != nil {
			return DemandResult{}, err
		}
		m, p, err := w.demandOf(req.Demand)
		if err != nil {
			return DemandResult{}, err
		}
		if req.On == 0 {
			req.On = w.today
		}
		if err := w.pastDay("on", req.On); err != nil {
			return DemandResult{}, err
		}
		return w.rejected(m, p, req.On, textLines(req.Reasons), strings.TrimSpace(req.Reference))
	})

// textLines are the lines of a text that say something.
func textLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// rejected records a notice of rejection and says what it is worth.
func (w *work) rejected(m q.Demand, p promise, on day.Date, reasons []string, reference string) (DemandResult, error) {
	if len(reasons) == 0 {
		reasons = []string{w.call.Reason}
	}
	f := guarantee.DemandRejectedFact{ID: m.ID, Reasons: reasons, Reference: reference}
	if err := w.happenOn(&p, on, w.actor.ID, f); err != nil {
		return DemandResult{}, err
	}
	d, err := p.Demand(m.ID)
	if err != nil {
		return DemandResult{}, err
	}
	text := errs.T("the guarantor rejected the demand of {amount}", "amount", amountOf(m))
	if n := d.Notices[len(d.Notices)-1]; n.Precluded {
		text = errs.T("a notice of rejection for the demand of {amount} came too late and counts for nothing", "amount", amountOf(m))
	}
	return DemandResult{ID: m.ID, State: string(d.State), Amount: d.Amount}, w.event(happening{entity: m.ID, guarantee: p.ID, deal: m.DealID, party: p.Guarantor, on: on, text: text})
}
