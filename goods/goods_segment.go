package goods

import "kontor/errs"

// Segment is the kind of machine, as the centre and the turnover figures group them.
type Segment string

// The segments.
const (
	MiningDumpTruck Segment = "mining_dump_truck"
	Truck           Segment = "truck"
	Tractor         Segment = "tractor"
	Bus             Segment = "bus"
	Municipal       Segment = "municipal"
	Implement       Segment = "implement"
)

// Segments are all segments, in the order in which people read them.
func Segments() []Segment {
	return []Segment{MiningDumpTruck, Truck, Tractor, Bus, Municipal, Implement}
}

// ParseSegment reads a segment.
func ParseSegment(text string) (Segment, error) {
	s := Segment(text)
	if err := s.check(); err != nil {
		return "", err
	}
	return s, nil
}

func (s Segment) check() error { return known(s, Segments()) }

// Road reports whether the segment's machines are road vehicles, whose identification number is a VIN. The others
// carry a product number (ISO 10261), to which the VIN alphabet must not be applied.
func (s Segment) Road() bool { return s == Truck || s == Bus || s == Municipal }

// Label is the word for people.
func (s Segment) Label() errs.Text {
	switch s {
	case MiningDumpTruck:
		return errs.T("mining dump truck")
	case Truck:
		return errs.T("truck")
	case Tractor:
		return errs.T("tractor")
	case Bus:
		return errs.T("bus")
	case Municipal:
		return errs.T("municipal vehicle")
	case Implement:
		return errs.T("implement")
	}
	return unknownWord(string(s))
}
