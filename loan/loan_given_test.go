package loan_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"kontor/money"
)

// given reads the keys of a case one by one and knows in the end which of them nobody read.
type given struct {
	t    *testing.T
	keys map[string]json.RawMessage
	read map[string]bool
}

func readGiven(t *testing.T, raw json.RawMessage) *given {
	t.Helper()
	g := &given{t: t, read: map[string]bool{}}
	if err := json.Unmarshal(raw, &g.keys); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *given) has(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { _, ok := g.keys[key]; return ok })
}

// into reads the first of the keys that is there, and tells whether one is.
func (g *given) into(v any, keys ...string) bool {
	g.t.Helper()
	for _, key := range keys {
		if raw, ok := g.keys[key]; ok {
			g.read[key] = true
			strict(g.t, key, raw, v)
			return true
		}
	}
	return false
}

func (g *given) amount(keys ...string) int64 {
	g.t.Helper()
	var a decimal
	g.into(&a, keys...)
	return int64(a)
}

func (g *given) rate(keys ...string) (r money.Rate) {
	g.t.Helper()
	g.into(&r, keys...)
	return r
}

func (g *given) whole(keys ...string) (n int) {
	g.t.Helper()
	g.into(&n, keys...)
	return n
}

// is compares an output that may go by several names.
func (g *given) is(got int64, keys ...string) {
	g.t.Helper()
	for _, key := range keys {
		var want decimal
		if raw := g.keys[key]; len(raw) > 0 && raw[0] == '{' {
			continue // part by part
		}
		if g.into(&want, key) && int64(want) != got {
			g.t.Errorf("%s: got %s, want %s", key, euros(got), euros(int64(want)))
		}
	}
}

// complete fails for every key that nobody read.
func (g *given) complete() {
	g.t.Helper()
	for _, key := range g.unread() {
		g.t.Errorf("%q is not known to the runner", key)
	}
}

func (g *given) unread() (list []string) {
	for _, key := range slices.Sorted(maps.Keys(g.keys)) {
		if !g.read[key] {
			list = append(list, key)
		}
	}
	return list
}
