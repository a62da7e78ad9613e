package mt_test

import (
	"testing"

	"kontor/wire/mt"
)

func BenchmarkReadAndCheck(b *testing.B) {
	text := []byte(sample("760"))
	for b.Loop() {
		m, err := mt.Read(text)
		if err != nil || !mt.Valid(m.Check()) || len(m.Values()) == 0 {
			b.Fatal(err)
		}
	}
}
