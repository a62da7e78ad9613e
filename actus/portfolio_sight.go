package actus

import (
	"slices"
	"sort"

	"kontor/day"
)

// sight is what a projection sees of the indices that one contract reads.
type sight struct {
	rate, scale *curve
}

// curve is the series of an index: as it was observed, or laid out to be read by the day.
type curve struct {
	points    []Point
	from      int32
	position  []uint32 // by days from the first observation: how many values were observed by the beginning of the day, less one
	values    []float64
	times     []Point
	fromFirst bool // before the first value the first one holds
}

// newCurve lays out a series. The value at a day is the last one observed by its beginning. A curve that was observed at the
// same moments lends its layout, so that a hundred scenarios look up days in one table.
func newCurve(points []Point, fromFirst bool, like *curve) curve {
	c := curve{fromFirst: fromFirst, values: make([]float64, len(points)), times: points}
	if len(points) == 0 {
		return c
	}
	if like != nil && slices.EqualFunc(points, like.times, func(a, b Point) bool { return a.Time == b.Time }) {
		c.from, c.position = like.from, like.position
		for i, p := range points {
			c.values[i] = p.Value
		}
		return c
	}
	dayAfter := func(p Point) int32 { return int32((p.Time + daySeconds - 1) / daySeconds) } // the first beginning of a day at or after it
	c.from = dayAfter(points[0])
	c.position = make([]uint32, dayAfter(points[len(points)-1])-c.from+1)
	for i, p := range points {
		c.values[i] = p.Value
		c.position[dayAfter(p)-c.from] = uint32(i)
	}
	for i := 1; i < len(c.position); i++ {
		c.position[i] = max(c.position[i], c.position[i-1])
	}
	return c
}

// at is the value at the beginning of a day; false when it was not observed.
func (c *curve) at(d int32) (float64, bool) {
	if c.points != nil {
		return c.search(At(day.Date(d)))
	}
	if d < c.from || len(c.values) == 0 {
		if c.fromFirst && len(c.values) > 0 {
			return c.values[0], true
		}
		return 0, false
	}
	i := min(int(d-c.from), len(c.position)-1)
	return c.values[c.position[i]], true
}

func (c *curve) search(m Moment) (float64, bool) {
	n := sort.Search(len(c.points), func(i int) bool { return c.points[i].Time > m })
	if n == 0 {
		return c.points[0].Value, c.fromFirst
	}
	return c.points[n-1].Value, true
}
