package turnover

import "kontor/money"

// State is where the sum of the last twelve months stands against the floor (T5).
type State string

// The states.
const (
	Unseen     State = "unseen" // no window of twelve months is known yet
	Holding    State = "ok"
	Breached   State = "breached"
	Recovering State = "recovering" // back above the floor, but not yet for long enough
)

// RecoveryWindows is how many windows in a row must reach the floor to end a breach.
const RecoveryWindows = 3

// Episode is one time below the floor.
type Episode struct {
	Breach    Month        `json:"breach"` // end of the first window below
	Worst     Month        `json:"worst"`  // end of the deepest window
	Depth     money.Amount `json:"depth"`  // floor less the deepest window
	Windows   int          `json:"windows_below"`
	Recovered Month        `json:"recovered,omitzero"` // end of the window that closed it, none while open
}

// Watch is the state against a floor with its history. A state has a date, a depth and a duration (T7).
type Watch struct {
	Floor        money.Amount `json:"floor"`
	State        State        `json:"state"`
	UnknownSince Month        `json:"unknown_since,omitzero"` // the state is older than this: a month is missing (T6)
	Trailing     Sum          `json:"trailing"`               // the latest window
	Back         int          `json:"back"`                   // windows at or above the floor while recovering
	Episodes     []Episode    `json:"episodes,omitempty"`     // oldest first; only the last may be open
}

// Open gives the episode that is not over, nil if there is none.
func (w *Watch) Open() *Episode {
	if w.State != Breached && w.State != Recovering {
		return nil
	}
	return &w.Episodes[len(w.Episodes)-1]
}

// WatchFloor runs the windows that end in first to last against a floor. A window below it opens an episode or makes
// the open one longer; recovery windows at or above it in a row close the episode; a window with a missing month moves
// nothing.
func WatchFloor(s Series, first, last Month, floor money.Amount, recovery int) Watch {
	w := Watch{Floor: floor, State: Unseen, Trailing: s.Trailing(last)}
	for m := first; m <= last; m++ {
		window := s.Trailing(m)
		if !window.Complete() {
			if w.UnknownSince == 0 {
				w.UnknownSince = m
			}
			continue
		}
		w.UnknownSince = 0
		w.step(m, floor.Minor-window.USD.Minor, recovery)
	}
	return w
}

// step takes one known window that is short of the floor by so many cents, or not.
func (w *Watch) step(m Month, short int64, recovery int) {
	open := w.Open()
	switch {
	case short > 0 && open == nil:
		w.State = Breached
		w.Episodes = append(w.Episodes, Episode{Breach: m, Worst: m, Depth: usd(short), Windows: 1})
	case short > 0:
		w.State, w.Back = Breached, 0
		if open.Windows++; short > open.Depth.Minor {
			open.Worst, open.Depth = m, usd(short)
		}
	case open == nil:
		w.State = Holding
	default:
		w.State = Recovering
		if w.Back++; w.Back >= recovery {
			w.State, w.Back, open.Recovered = Holding, 0, m
		}
	}
}
