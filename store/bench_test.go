package store_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
)

// BenchmarkGroupCommit writes one event a transaction, durably, from 1 and from 64 callers; beside it the same rows by
// one caller straight through the driver, which is the rate that group commit has to beat.
func BenchmarkGroupCommit(b *testing.B) {
	testdb.EachB(b, func(b *testing.B, url string) {
		for _, callers := range []int{1, 64} {
			for _, sealing := range []bool{false, true} {
				name := map[int]string{1: "1-caller", 64: "64-callers"}[callers]
				if sealing {
					name += "-sealing"
				}
				b.Run(name, func(b *testing.B) { benchWrite(b, url, callers, sealing) })
			}
		}
	})
	b.Run("sqlite/raw-single", func(b *testing.B) { benchRaw(b, testdb.SQLite(b)) })
}

func benchWrite(b *testing.B, url string, callers int, sealing bool) {
	s := open(b, url)
	ctx, stop := context.WithCancel(b.Context())
	var sealer sync.WaitGroup
	if sealing {
		sealer.Go(func() { s.RunSealer(ctx) })
	}
	before := store.Commits(s)
	var left atomic.Int64
	left.Store(int64(b.N))
	slow := make([][]time.Duration, callers)
	b.ResetTimer()
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				began, e := time.Now(), ids.New(id.Event)
				if err := s.Write(b.Context(), func(tx *store.Tx) error { return addEvent(b.Context(), tx, e) }); err != nil {
					b.Error(err)
					return
				}
				slow[c] = append(slow[c], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	if n := store.Commits(s) - before; n > 0 {
		b.ReportMetric(float64(b.N)/float64(n), "tx/commit")
	}
	took := slices.Sorted(slices.Values(slices.Concat(slow...)))
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
	stop()
	sealer.Wait()
}

func benchRaw(b *testing.B, url string) {
	open(b, url)
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(url, "sqlite:")+"?_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	insert, err := db.Prepare(`insert into event (centre_id, id, at_us, effective_on, actor, actor_name, verb, entity, party_id, unit_id, deal_id, guarantee_id, text_form, text_json, reason, data_json)
		values ($1, $2, $3, '2026-03-02', 'lg_anna', 'Anna Beispiel', 'payment.receive', 'py_1', 'pt_nordwald', '', 'dl_1', '', '{amount} received', '{"amount":"mEUR 100.00"}', '', '{"payment":"py_1"}')`)
	if err != nil {
		b.Fatal(err)
	}
	queue, err := db.Prepare(`insert into unsealed (at_us, event_id, centre_id) values ($1, $2, $3)`)
	if err != nil {
		b.Fatal(err)
	}
	at := time.Now().UnixMicro()
	b.ResetTimer()
	for range b.N {
		at++
		e := ids.New(id.Event)
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(insert).Exec(centre, e, at); err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Stmt(queue).Exec(at, e, centre); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}

// crowded is a house with a hundred thousand events, all sealed.
func crowded(b *testing.B) string {
	url := testdb.SQLite(b)
	s := open(b, url)
	addEvents(b, s, 100_000)
	began := time.Now()
	seal(b, s, 100_000)
	b.Logf("sealed 100,000 events in %s", time.Since(began).Round(time.Millisecond))
	return url
}

// BenchmarkOpen opens a house of 100,000 events until the first answer to a reader.
func BenchmarkOpen(b *testing.B) {
	url := crowded(b)
	for b.Loop() {
		s, err := store.Open(b.Context(), url)
		if err != nil {
			b.Fatal(err)
		}
		read(b, s, func(tx *store.Tx) error { _, err := tx.NewestEvent(b.Context()); return err })
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkVerify walks a house of 100,000 events.
func BenchmarkVerify(b *testing.B) {
	url := crowded(b)
	s := open(b, url)
	for b.Loop() {
		if found, err := s.Verify(b.Context(), nil); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
}
