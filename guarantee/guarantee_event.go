package guarantee

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"kontor/day"
	"kontor/deadline"
	"kontor/errs"
)

// Event is one thing that happened to an instrument. Its events, in the order of Seq, are all that is known of it: every date and every
// balance is a function of them, and whoever replays them gets the same.
type Event struct {
	Seq  int         // 1, 2, 3 … without holes
	On   day.Date    // the business day on which it happened
	At   day.Instant // when it was recorded
	By   string      // login of who recorded it; ByClock when the calendar did
	Fact Fact
}

// ByClock stands for who recorded what the calendar alone brought about.
const ByClock = "clock"

// Fact is what happened. Each kind of fact belongs to one region of an instrument's life (life, trust, amendments, demands, clock), and
// the regions do not wait for each other.
type Fact interface {
	// may refuses a step that the state does not allow, with the reason and the way out. Replay does not ask it: what happened,
	// happened, also when the rules have changed since.
	may(s State, e Event) error
	// on changes the state. It changes no slice that the caller may still hold.
	on(s *State, e Event)
}

// facts are all kinds of facts by the name under which they are kept. A name is never given to another fact.
var facts = map[string]reflect.Type{}
var factNames = map[reflect.Type]string{}

// fact names a kind of fact; the result says only that it was done, so that it can stand in a variable beside the type.
func fact[F Fact](name string) string {
	t := reflect.TypeFor[F]()
	facts[name], factNames[t] = t, name
	return name
}

// FactNames are the names of all kinds of facts, sorted.
func FactNames() []string {
	out := make([]string, 0, len(facts))
	for name := range facts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// PackFact gives the name and the document under which a fact is kept.
func PackFact(f Fact) (name string, doc []byte, err error) {
	name, known := factNames[reflect.TypeOf(f)]
	if !known {
		return "", nil, errs.New(errs.Internal, "a fact without a name: {type}", "type", reflect.TypeOf(f).String())
	}
	doc, err = json.Marshal(f)
	return name, doc, err
}

// UnpackFact reads a fact back. Errors: Internal for a name that was never given, or a document that is not the fact's.
func UnpackFact(name string, doc []byte) (Fact, error) {
	t, known := facts[name]
	if !known {
		return nil, errs.New(errs.Internal, "a fact of an unknown kind: {kind}", "kind", name)
	}
	f := reflect.New(t)
	if err := json.Unmarshal(doc, f.Interface()); err != nil {
		return nil, errs.Wrap("guarantee.fact "+name, err)
	}
	return f.Elem().Interface().(Fact), nil
}

// State is everything that is known of an instrument after its events so far.
type State struct {
	Instrument
	Seq           int            // events so far
	Recorder      string         // login of who recorded the terms as they stand; nobody verifies what they recorded
	Verifier      string         // login of who verified them
	Evidence      Evidence       // what the verifier relied upon
	Found         Trust          // what the verifier found, whatever the texts say
	Asked         string         // whom the verifier asked, and how
	Text          Text           // the wording, agreed and issued
	Flaws         []Flaw         // what the checker found in the issued text when somebody judged it
	Accepted      []Acceptance   // which errors are lived with, and why
	Confirmations []Confirmation // the guarantor's own words
	Alarms        []Alarm        // what somebody should know before relying on it
	Demands       []Demand       // in the order in which they were drafted
	Amendments    []Amendment    // in the order in which they came
	Fees          []Fee          // commissions of the guarantor, one after the other
	Clock         Clock
	Counter       Counter  // what stands behind the local guarantor; no cover of the house
	EndedOn       day.Date // day on which its life ended

	ForceMajeure []deadline.Closure // in the order in which they were recorded
	Release      *Release           // proposed by one person, not confirmed by another yet
	ReplacedBy   string             // id of the guarantee that took its place
}

// Take is the state after one more thing happened. Nothing changes when it is refused.
//
// Errors: Conflict, Refused, Forbidden or Invalid, as the fact says.
func (s State) Take(e Event) (State, error) {
	if e.Seq != s.Seq+1 {
		return s, errs.New(errs.Conflict, "event {n} cannot follow event {last}", "n", e.Seq, "last", s.Seq).At(s.ID).
			Because("somebody else changed it meanwhile; look again and repeat it")
	}
	if err := e.Fact.may(s, e); err != nil {
		if known := errs.As(err); known != nil && s.ID != "" {
			return s, known.At(s.ID)
		}
		return s, err
	}
	return s.after(e), nil
}

// Pass is Take for what the calendar brought about: it asks nobody.
func (s State) Pass(e Event) (State, error) {
	if e.Seq != s.Seq+1 {
		return s, errs.New(errs.Conflict, "event {n} cannot follow event {last}", "n", e.Seq, "last", s.Seq).At(s.ID).
			Because("somebody else changed it meanwhile; look again and repeat it")
	}
	return s.after(e), nil
}

func (s State) after(e Event) State {
	e.Fact.on(&s, e)
	s.Seq = e.Seq
	s.Clock.Seen = max(s.Clock.Seen, e.On)
	return s
}

// Replay makes the state of an instrument from its events. Errors: Internal when one is missing.
func Replay(id string, events []Event) (State, error) {
	s := State{Instrument: Instrument{ID: id}}
	for _, e := range events {
		if e.Seq != s.Seq+1 {
			return s, errs.New(errs.Internal, "event {n} follows event {last}", "n", e.Seq, "last", s.Seq).At(id)
		}
		s = s.after(e)
	}
	return s, nil
}

func named(err error, field string) error {
	if e := errs.As(err); e != nil && len(e.Faults) == 0 {
		var f errs.Faults
		f.Take(field, e)
		return f.Err()
	}
	return err
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }
