package demo

import (
	"sync"
	"time"

	"kontor/day"
)

// Clock is the clock of the demo house. It stands wherever the story is, so that every record bears the moment of its
// story. People who go on working open the house anew, by the wall clock.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock gives a clock that stands on the morning on which the history begins.
func NewClock() *Clock { return &Clock{at: morning(start)} }

// Now is the moment of the story.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
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
