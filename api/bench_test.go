package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/testdb"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

const (
	benchClients = 64
	benchDeals   = 256
)

// BenchmarkReceiveHTTP books payments to running deals: the verb with its durable commit over HTTP on loopback, 64
// clients that keep their connections, SQLite with synchronous FULL. Beside it, in the same run, it prints what the
// engine alone commits when 64 callers each write one row. The log is sealed beside it, as a serving house does.
func BenchmarkReceiveHTTP(b *testing.B) {
	h := openHouse(b, testdb.SQLite(b))
	deals := h.runningDeals(benchDeals)
	raw := h.rawCommits(2 * time.Second)

	sealing, stop := context.WithCancel(h.ctx)
	var sealer sync.WaitGroup
	sealer.Go(func() { h.store.RunSealer(sealing) })

	var next atomic.Int64
	took := make([]time.Duration, b.N)
	var clients sync.WaitGroup
	b.ResetTimer()
	for range benchClients {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
			for {
				n := int(next.Add(1)) - 1
				if n >= b.N {
					return
				}
				began := time.Now()
				if err := h.pay(client, deals[n%len(deals)], n); err != nil {
					b.Error(err)
					return
				}
				took[n] = time.Since(began)
			}
		})
	}
	clients.Wait()
	b.StopTimer()
	stop()
	sealer.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "payments/s")
	b.ReportMetric(float64(took[b.N/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[b.N*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(raw, "raw-commits/s")
}

func (h *house) pay(client *http.Client, deal string, n int) error {
	body, err := json.Marshal(object{"deal": deal, "amount": "100.00 EUR", "value_on": h.today().String(), "reference": fmt.Sprintf("B-%d", n)})
	if err != nil {
		return err
	}
	r, err := http.NewRequest("POST", h.server.URL+"/api/payment/receive", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+h.tokens["accountant"])
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d", n))
	res, err := client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("payment %d: %d %s", n, res.StatusCode, answer)
	}
	return err
}

// rawCommits is how many transactions of one row the engine commits a second for 64 callers.
func (h *house) rawCommits(during time.Duration) float64 {
	var n atomic.Int64
	var callers sync.WaitGroup
	end := time.Now().Add(during)
	for c := range benchClients {
		callers.Go(func() {
			for i := 0; time.Now().Before(end); i++ {
				err := h.store.Write(h.ctx, func(tx *store.Tx) error {
					return tx.PutSetting(h.ctx, q.PutSettingParams{Name: fmt.Sprintf("bench-%d-%d", c, i), ValueJson: col.JSON(`{}`), ChangedUs: tx.Now})
				})
				if err != nil {
					h.t.Error(err)
					return
				}
				n.Add(1)
			}
		})
	}
	callers.Wait()
	return float64(n.Load()) / during.Seconds()
}

// runningDeals brings leases to where three rentals are due and nothing is paid.
func (h *house) runningDeals(n int) []string {
	h.t.Helper()
	first := h.today()
	h.list()
	h.do("accountant", "/api/rate/set", object{"currency": "EUR", "on": first.String(), "usd": "1.10", "source": "test bank"})
	c := h.cast("0")
	h.do("risk", "/api/party/limit", object{"party": c.guarantor, "limit": "900000000.00 EUR"})
	for _, party := range []string{c.maker, c.customer, c.guarantor} {
		h.do("risk", "/api/party/vet", object{"party": party})
	}
	deals := make([]string, n)
	var workers sync.WaitGroup
	for w := range 16 {
		workers.Go(func() {
			for i := w; i < n; i += 16 {
				deals[i] = h.runningDeal(c, fmt.Sprint(i+1))
			}
		})
	}
	workers.Wait()
	h.goTo(first.AddMonths(3))
	return deals
}

func (h *house) runningDeal(c cast, n string) string {
	h.t.Helper()
	today := h.today().String()
	c.unit = h.unit(c.maker, "SN-"+n)
	deal := h.quote(c)
	h.do("clerk", "/api/deal/sign", object{"deal": deal, "signed_on": today})
	h.secure(c, deal, "G-"+n)
	h.receive(deal, "240000.00 EUR", "ADV-"+n)
	h.do("manager", "/api/deal/release", object{"deal": deal})
	h.deliver(c, deal, n)
	return deal
}
