package id_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"kontor/id"

	"pgregory.net/rapid"
)

// TestIdsSortByAge checks that the text of an id sorts as the millisecond in which it was made, across sources.
func TestIdsSortByAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		latest := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).UnixMilli()
		a, b := rapid.Int64Range(1, latest).Draw(t, "a"), rapid.Int64Range(1, latest).Draw(t, "b")
		made := func(ms int64) string {
			return id.NewSource(func() time.Time { return time.UnixMilli(ms) }).New(id.Unit)
		}
		if x, y := made(a), made(b); a < b && x >= y || a > b && x <= y {
			t.Fatalf("%s of %d and %s of %d sort in another way", x, a, y, b)
		}
	})
}

func TestSeedAndClockDecideTheIds(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC) }
	first, second, other := id.Seeded(7, clock), id.Seeded(7, clock), id.Seeded(8, clock)
	for range 100 {
		a, b, c := first.New(id.Deal), second.New(id.Deal), other.New(id.Deal)
		if a != b || a == c {
			t.Fatalf("seeds 7, 7 and 8 made %s, %s and %s", a, b, c)
		}
		if digits := strings.Trim(a[3:], "0123456789abcdefghjkmnpqrstvwxyz"); digits != "" || !strings.HasPrefix(a, "dl_01") {
			t.Fatalf("%s is not 48 bits of milliseconds and 80 random bits in Crockford's alphabet", a)
		}
	}
}

// TestMillisecondsAreReadable decodes the time from the digits by the ULID rule, written out anew.
func TestMillisecondsAreReadable(t *testing.T) {
	want := time.Date(2026, 1, 31, 9, 0, 0, 123_000_000, time.UTC).UnixMilli()
	v := id.Seeded(1, func() time.Time { return time.UnixMilli(want) }).New(id.Event)
	var got int64
	for _, c := range []byte(v[3:13]) {
		got = got<<5 | int64(bytes.IndexByte([]byte("0123456789abcdefghjkmnpqrstvwxyz"), c))
	}
	if got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("pt_01k8f3q0000000000000000000")
	f.Add("")
	f.Add("pt_")
	f.Fuzz(func(t *testing.T, text string) {
		kind := id.Kind(text)
		if ok := id.Check(id.Party, text) == nil; ok != (kind == id.Party) || ok && len(text) != 29 {
			t.Errorf("%q is of kind %q and checked %v", text, kind, ok)
		}
	})
}

func TestNewNeedsOneAllocation(t *testing.T) {
	src := id.NewSource(time.Now)
	if n := testing.AllocsPerRun(100, func() { src.New(id.Event) }); n > 1 {
		t.Errorf("an id allocates %v times, its text needs one", n)
	}
}
