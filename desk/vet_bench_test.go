package desk_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"kontor/internal/shared"
)

// ofacZip packs the reference set of 2021 as an operator would upload it.
func ofacZip(t testing.TB) string {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range []string{"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"} {
		f, err := os.Open(shared.Data(t, "vetting", "ofac", "2021", name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(m, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

// BenchmarkWatchlist loads a list of 8,976 entries and activates it over 2,000 parties, each in one transaction.
func BenchmarkWatchlist(b *testing.B) {
	content := ofacZip(b)
	for b.Loop() {
		b.StopTimer()
		h := newHouse(b, "sqlite:"+b.TempDir()+"/kontor.db")
		for i := range 2000 {
			h.do("clerk", "party.register", object{"name": fmt.Sprintf("Probefirma Talwerk %d GmbH", i), "kind": "entity", "country": "DE", "roles": []string{"customer"},
				"identifiers": []object{}, "aliases": []string{fmt.Sprintf("Долинная Техника %d", i)}})
		}
		b.StartTimer()
		began := time.Now()
		set := h.do("risk", "watchlist.load", object{"source": "OFAC", "listed_on": "2026-03-01", "content": content})
		b.ReportMetric(time.Since(began).Seconds(), "s/load")
		began = time.Now()
		h.do("risk2", "watchlist.activate", object{"listset": set["id"]})
		b.ReportMetric(time.Since(began).Seconds(), "s/activate")
	}
}
