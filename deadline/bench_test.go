package deadline_test

import "testing"

// The dates of one demand, as the close of a day computes them for every instrument.
func BenchmarkExpiry(b *testing.B) {
	p, place := profile(b, "URDG758"), branch(b)
	b.ReportAllocs()
	for b.Loop() {
		p.Expiry(on("2027-03-28"), place)
	}
}

func BenchmarkExamine(b *testing.B) {
	p, place := profile(b, "URDG758"), branch(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Examine(on("2027-03-25"), place); err != nil {
			b.Fatal(err)
		}
	}
}
