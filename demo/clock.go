package demo

import (
	"sync"
	"time"

	"kontor/day"
)

// Clock is the clock of the demo house. While the history is told it stands wherever the story is, so that every record
// bears the moment of its story; Run lets time flow from there on, for people who go on working.
type Clock struct {
	mu      sync.Mutex
	at      time.Time
	started time.Time // wall clock when time began to flow, zero while it stands
}

// NewClock gives a clock that stands on the morning on which the history begins.
func NewClock() *Clock { return &Clock{at: morning(start)} }

// Now is the moment of the story.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.started.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.started))
}

// Run lets time flow at its usual pace from where the clock stands.
func (c *Clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.started.IsZero() {
		c.started = time.Now()
	}
}

// set moves a standing clock forward; it never goes back.
func (c *Clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.at) {
		c.at = at
	}
}

// The hours of the house, in UTC.
const (
	opensAt  = 7
	closesAt = 18
)

func morning(d day.Date) time.Time { return at(d, opensAt) }

func at(d day.Date, hour int) time.Time {
	y, m, n := d.Civil()
	return time.Date(y, time.Month(m), n, hour, 0, 0, 0, time.UTC)
}
