package demo

import (
	"container/heap"
	"time"

	"kontor/day"
)

// hour orders what happens on one day: rates before deliveries that need them, vetting before the gate, the close last.
type hour int

const (
	first   hour = iota // rates, lists
	vetting             // who is clear today
	yard                // machines move
	office              // quotes, contracts, guarantees
	theGate             // releases and hand-overs
	cashier             // money
	evening             // the close of the day
)

// act is one thing that will happen.
type act struct {
	on   day.Date
	hour hour
	nr   int // order in which acts were put down: equal days and hours keep it
	do   func()
}

// agenda is what will happen, the next act first. An act may put down further ones.
type agenda struct {
	acts []act
	put  int
}

func (a *agenda) Len() int      { return len(a.acts) }
func (a *agenda) Swap(i, k int) { a.acts[i], a.acts[k] = a.acts[k], a.acts[i] }
func (a *agenda) Push(x any)    { a.acts = append(a.acts, x.(act)) }
func (a *agenda) Pop() any {
	last := a.acts[len(a.acts)-1]
	a.acts = a.acts[:len(a.acts)-1]
	return last
}
func (a *agenda) Less(i, k int) bool {
	x, y := a.acts[i], a.acts[k]
	if x.on != y.on {
		return x.on < y.on
	}
	if x.hour != y.hour {
		return x.hour < y.hour
	}
	return x.nr < y.nr
}

func (a *agenda) add(on day.Date, h hour, do func()) {
	a.put++
	heap.Push(a, act{on, h, a.put, do})
}

func (a *agenda) next() act { return heap.Pop(a).(act) }

// workday moves a day of rest to the Monday after it.
func workday(d day.Date) day.Date {
	switch d.Weekday() {
	case time.Saturday:
		return d.Add(2)
	case time.Sunday:
		return d.Add(1)
	}
	return d
}
