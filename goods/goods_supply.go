package goods

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Supply says where the unit is on its way.
type Supply string

// The supply axis.
const (
	Ordered   Supply = "ordered"   // the maker confirmed the order line
	Built     Supply = "built"     // the maker says it exists
	Shipped   Supply = "shipped"   // on the way, with terms and consignment note
	AtBorder  Supply = "at_border" // waiting for customs
	Received  Supply = "received"  // the plate was scanned in the yard
	Prepared  Supply = "prepared"  // the pre-delivery inspection is closed
	Delivered Supply = "delivered" // handed over with an act
	Returned  Supply = "returned"  // back, meter and condition recorded
	Sold      Supply = "sold"      // no longer our concern
	Scrapped  Supply = "scrapped"
)

// Supplies are all states of the supply axis, in order.
func Supplies() []Supply {
	return []Supply{Ordered, Built, Shipped, AtBorder, Received, Prepared, Delivered, Returned, Sold, Scrapped}
}

// Arriving reports whether a unit in this state is on its way into the house, up to the prepared machine in the yard. All
// that comes later has a deal or a reason behind it.
func (s Supply) Arriving() bool {
	return slices.Contains([]Supply{Ordered, Built, Shipped, AtBorder, Received, Prepared}, s)
}

// Label is the word for people.
func (s Supply) Label() errs.Text {
	switch s {
	case Ordered:
		return errs.T("ordered")
	case Built:
		return errs.T("built")
	case Shipped:
		return errs.T("on the way")
	case AtBorder:
		return errs.T("at the border")
	case Received:
		return errs.T("in the yard")
	case Prepared:
		return errs.T("prepared")
	case Delivered:
		return errs.T("handed over")
	case Returned:
		return errs.T("returned")
	case Sold:
		return errs.T("sold")
	case Scrapped:
		return errs.T("scrapped")
	}
	return unknownWord(string(s))
}

// steps is the whole supply axis: from here to there, if every guard is content.
var steps = map[Supply]map[Supply][]guard{
	Ordered:   {Built: nil, Shipped: {terms, note}},
	Built:     {Shipped: {terms, note}},
	Shipped:   {AtBorder: nil, Received: {plate}},
	AtBorder:  {Received: {plate}},
	Received:  {Prepared: {inspected}, Scrapped: {reason}},
	Prepared:  {Received: {reason}, Delivered: {unblocked, plate, released, act, meter}, Scrapped: {reason}},
	Delivered: {Returned: {plate, meter, condition}, Sold: nil, Scrapped: {reason}},
	Returned:  {Prepared: {inspected}, Sold: nil, Scrapped: {reason}},
	Sold:      {},
	Scrapped:  {},
}

// Next are the states that the unit may be moved to from here.
func (s Supply) Next() []Supply {
	var out []Supply
	for _, to := range Supplies() { // in the order of the axis, not of the map
		if _, ok := steps[s][to]; ok {
			out = append(out, to)
		}
	}
	return out
}

// Move is one step on the supply axis with the proofs that it may need.
type Move struct {
	To        Supply
	Terms     string // Incoterms 2020 code and named place, "FCA Musterstadt"
	Note      string // number of the consignment note
	Plate     string // serial as scanned from the plate
	Order     string // id of the release order
	Act       string // number of the delivery act
	Meter     string // operating hours or kilometres, as read; "0" when new
	Condition string // condition in words
	Reason    string
}

// Advance moves the unit, or says everything that keeps it from moving. A return opens a new inspection.
//
// Errors: Invalid for an unknown state, Conflict for a step that does not exist from here, Refused with a fault for each
// guard that is not content.
func (u Unit) Advance(m Move) (Unit, error) {
	if err := known(m.To, Supplies()); err != nil {
		return u, err
	}
	guards, ok := steps[u.Supply][m.To]
	if !ok {
		return u, errs.New(errs.Conflict, "a unit that is {from} cannot become {to}", "from", u.Supply.Label(), "to", m.To.Label()).
			Because("possible from here: {next}", "next", join(u.Supply.Next())).At(u.ID)
	}
	var f errs.Faults
	for _, g := range guards {
		g(&f, u, m)
	}
	if f.Len() > 0 {
		e := errs.As(f.Err())
		e.Code = errs.Refused
		return u, e.At(u.ID)
	}
	u.Supply = m.To
	if m.To == Returned || m.To == Received {
		u.Papers.Inspection = InspectionOpen
	}
	return u, nil
}

func join(states []Supply) string {
	if len(states) == 0 {
		return "-"
	}
	names := make([]string, len(states))
	for i, s := range states {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// guard adds what is missing for a move.
type guard func(f *errs.Faults, u Unit, m Move)

// incoterms are the eleven rules of Incoterms 2020.
var incoterms = []string{"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"}

func terms(f *errs.Faults, _ Unit, m Move) {
	code, place, _ := strings.Cut(strings.TrimSpace(m.Terms), " ")
	if !slices.Contains(incoterms, strings.ToUpper(code)) || strings.TrimSpace(place) == "" {
		f.Add("terms", "a shipment needs its delivery terms and their place").
			Because("write the Incoterms 2020 code and the place, like {example}", "example", "FCA Musterstadt")
	}
}

func note(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Note) {
		f.Add("note", "a shipment needs the number of its consignment note").Because("copy the CMR number from the note")
	}
}

func plate(f *errs.Faults, u Unit, m Move) {
	if got, want := NormaliseSerial(m.Plate), NormaliseSerial(u.Serial); got != want {
		f.Add("plate", "the plate reads {got}, the unit is {want}", "got", m.Plate, "want", u.Serial).
			Because("scan the plate again; if it is another machine, choose that one")
	}
}

func inspected(f *errs.Faults, u Unit, _ Move) {
	if u.Papers.Inspection != InspectionClosed {
		f.Add("inspection", "the inspection is open").Because("rate every step and close the inspection")
	}
}

func unblocked(f *errs.Faults, u Unit, _ Move) {
	for _, b := range u.Papers.Blockers() {
		f.Take(b.Code, &errs.Error{Code: errs.Refused, Text: b.Text, Hint: b.Hint})
	}
}

func released(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Order) {
		f.Add("order", "nothing leaves without a release order").Because("release the deal first; the gate says what is open")
	}
}

func act(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Act) {
		f.Add("act", "a hand-over needs its delivery act").Because("give the number of the act that both sides signed")
	}
}

func meter(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Meter) {
		f.Add("meter", "the meter was not read").Because("write the hours or kilometres, 0 for a new machine")
	}
}

func condition(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Condition) {
		f.Add("condition", "the condition was not recorded").Because("say in a few words in which condition the machine came back")
	}
}

func reason(f *errs.Faults, _ Unit, m Move) {
	if blank(m.Reason) {
		f.Add("reason", "this step needs a reason").Because("say in one sentence why; it stays on the unit's life line")
	}
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
