// Package flow shares out what some have among those who need it: promises among deals, as much as possible and in an
// order that does not depend on chance.
//
// A Net has sources with what they have, sinks with what they need, and lanes between them with what may pass. Fill serves
// the sinks of one rank: afterwards the sum that is missing in this rank is the least that there can be, while no sink
// of an earlier rank has lost anything, though it may be served from elsewhere. Within a rank the first sink gets the most
// it can get, then the second, and so on; from which source follows from the order of the lanes. The same net gives the
// same flow, to the unit, and everything is exact: Net works in whole units, Gains in fractions, where a unit is
// worth another amount at the end of each lane.
package flow

import "fmt"

// Lane leads from a source to one sink or to several, of which it serves any. Most bounds what passes to all of them
// together, in units of the source.
type Lane struct {
	From int
	To   []int
	Most int64
}

// Net is a problem in whole units and what was found so far. Sources, sinks and lanes are named by their position.
type Net struct {
	have, need   []int64 // what is left at a source, what is missing at a sink
	lanes        []Lane
	first        []int     // where the arcs of a lane begin
	flow         []int64   // by arc
	through      []int64   // by lane
	into, out    [][]int32 // lanes into a sink (as arcs), lanes out of a source
	laneOf       []int32   // by arc
	sinkOf       []int32
	seen, seenAt []int32 // marks of the search, by sink and by source
	mark         int32
	queue        []step
}

type step struct {
	sink  int32
	arc   int32 // over which the sink before this one is served
	drop  int32 // which is taken from this one, -1 at the start
	prior int32
}

// New makes an empty net of sources and sinks. It panics when a lane leads nowhere or an amount is below zero: that is
// a fault of the program.
func New(have, need []int64, lanes []Lane) *Net {
	n := &Net{lanes: lanes, first: make([]int, len(lanes)+1), through: make([]int64, len(lanes)),
		into: make([][]int32, len(need)), out: make([][]int32, len(have)), seen: make([]int32, len(need)), seenAt: make([]int32, len(have))}
	for l, lane := range lanes {
		n.first[l+1] = n.first[l] + len(lane.To)
		check(lane.From < len(have), "a lane from nowhere", lane.From)
		n.out[lane.From] = append(n.out[lane.From], int32(l))
		for _, t := range lane.To {
			check(t < len(need), "a lane to nowhere", t)
			n.into[t] = append(n.into[t], int32(len(n.laneOf)))
			n.laneOf, n.sinkOf = append(n.laneOf, int32(l)), append(n.sinkOf, int32(t))
		}
	}
	n.flow = make([]int64, len(n.laneOf))
	n.Reset(have, need)
	return n
}

func check(ok bool, what string, at any) {
	if !ok {
		panic(fmt.Sprintf("flow: %s: %v", what, at))
	}
}

// Reset takes all flow out of the net and begins with other amounts; lanes keep their ends. The memory is used again.
func (n *Net) Reset(have, need []int64) {
	n.have, n.need = append(n.have[:0], have...), append(n.need[:0], need...)
	clear(n.flow)
	clear(n.through)
}

// SetMost changes what may pass a lane, before anything does.
func (n *Net) SetMost(lane int, most int64) { n.lanes[lane].Most = most }

// Give adds to what a source has.
func (n *Net) Give(source int, more int64) { n.have[source] += more }

// Fill serves the sinks, one after the other, as far as anything can be brought to them.
func (n *Net) Fill(sinks ...int) {
	for _, t := range sinks {
		for n.need[t] > 0 && n.augment(int32(t)) {
		}
	}
}

// Missing is what a sink still needs, Left what a source still has.
func (n *Net) Missing(sink int) int64 { return n.need[sink] }

// Left is what a source still has.
func (n *Net) Left(source int) int64 { return n.have[source] }

// Through is what passes a lane.
func (n *Net) Through(lane int) int64 { return n.through[lane] }

// To is what a lane brings to the k-th of its sinks.
func (n *Net) To(lane, k int) int64 { return n.flow[n.first[lane]+k] }

// augment looks for the shortest way to bring more to a sink: from a source that has some left, or from a source that
// serves another sink which in turn can be served from elsewhere.
func (n *Net) augment(t int32) bool {
	n.mark++
	n.queue = append(n.queue[:0], step{sink: t, arc: -1, drop: -1, prior: -1})
	n.seen[t] = n.mark
	for at := 0; at < len(n.queue); at++ {
		for _, a := range n.into[n.queue[at].sink] {
			lane := n.laneOf[a]
			if n.visitLane(lane, a, int32(at)) {
				return true
			}
		}
	}
	return false
}

// visitLane asks whether arc a can bring more: its lane has room and its source some left, or a sink that the lane or the
// source serves gives way. It reports whether more was brought.
func (n *Net) visitLane(lane, a, at int32) bool {
	giveWay := func(l int32) {
		for b := int32(n.first[l]); b < int32(n.first[l+1]); b++ {
			if s := n.sinkOf[b]; n.flow[b] > 0 && n.seen[s] != n.mark {
				n.seen[s] = n.mark
				n.queue = append(n.queue, step{sink: s, arc: a, drop: b, prior: at})
			}
		}
	}
	from := n.lanes[lane].From
	if n.through[lane] < n.lanes[lane].Most {
		if n.have[from] > 0 {
			n.push(a, at)
			return true
		}
		if n.seenAt[from] != n.mark {
			n.seenAt[from] = n.mark
			for _, l := range n.out[from] {
				giveWay(l)
			}
		}
		return false
	}
	giveWay(lane)
	return false
}

// push brings as much as possible along the way that was found, which begins with arc a.
func (n *Net) push(a, at int32) {
	start := n.queue[0].sink
	lane := n.laneOf[a]
	amount := min(n.have[n.lanes[lane].From], n.lanes[lane].Most-n.through[lane], n.need[start])
	for k := at; n.queue[k].drop >= 0; k = n.queue[k].prior {
		s := n.queue[k]
		amount = min(amount, n.flow[s.drop])
		if up, down := n.laneOf[s.arc], n.laneOf[s.drop]; up != down { // a lane that only changes its sink needs no more room
			amount = min(amount, n.lanes[up].Most-n.through[up])
		}
	}
	n.have[n.lanes[lane].From] -= amount
	n.need[start] -= amount
	n.add(a, amount)
	for k := at; n.queue[k].drop >= 0; k = n.queue[k].prior {
		n.add(n.queue[k].drop, -amount)
		n.add(n.queue[k].arc, amount)
	}
}

func (n *Net) add(arc int32, amount int64) {
	n.flow[arc] += amount
	n.through[n.laneOf[arc]] += amount
}
