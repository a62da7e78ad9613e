package loan_test

import (
	"encoding/json"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/loan"
)

// history is a contract and its life as JSON.
type history struct {
	Contract     loan.Contract      `json:"contract"`
	Transactions []loan.Transaction `json:"transactions"`
	AsOf         day.Date           `json:"as_of"`
}

// Whatever is written, Replay gives a clear refusal or an account that adds up; never a panic, never an endless loop.
func FuzzReplay(f *testing.F) {
	for _, seed := range []string{
		`{"contract":{"currency":"EUR","starts_on":"2026-01-01","rows":[{"nr":1,"kind":"rental","due_on":"2026-02-01","owed":{"interest_minor":10,"principal_minor":90}},{"nr":2,"due_on":"2026-03-01","owed":{"principal_minor":100}}],"settings":{"future":"reamortise","tolerance_minor":1,"grace_days":3}},"transactions":[{"id":"a","kind":"payment","on":"2026-02-01","seq":1,"amount_minor":150},{"id":"b","kind":"refund","on":"2026-02-02","seq":2,"amount_minor":70}],"as_of":"2026-12-31"}`,
		`{"contract":{"currency":"JPY","rows":[{"nr":1,"due_on":"0001-01-01","owed":{"principal_minor":999999999999999}}],"settings":{"order":{"buckets":["past_due_penalty","past_due_fee","past_due_interest","past_due_principal","due_penalty","due_fee","due_interest","due_principal","in_advance_principal"],"vertical":true,"own_due":true}}},"transactions":[{"id":"c","kind":"charge","on":"9999-12-31","due":"9999-12-31","amount_minor":999999999999999,"penalty":true},{"id":"x","kind":"re_age","on":"9999-12-31","reason":"r","tail":{"start":"9999-12-31","every":3660,"unit":"years","count":9000}}],"as_of":"9999-12-31"}`,
		`{"contract":{"currency":"EUR","rows":[{"nr":1,"due_on":"2026-02-01","owed":{"principal_minor":100}}]},"transactions":[{"id":"h","kind":"holiday","on":"2026-01-15","reason":"r","rows":[{"due_on":"2026-05-01","owed":{"principal_minor":130}}],"part":{"principal_minor":30}},{"id":"p","kind":"prepay","on":"2026-01-20","reason":"r","amount_minor":60,"rows":[{"due_on":"2026-05-01","owed":{"principal_minor":70}}]},{"id":"w","kind":"write_off","on":"2026-06-01","reason":"r"},{"id":"q","kind":"recovery","on":"2026-07-01","amount_minor":5}],"as_of":"2026-12-31"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var h history
		if json.Unmarshal(text, &h) != nil || len(h.Transactions) > 200 || len(h.Contract.Rows) > 500 {
			return
		}
		for _, x := range h.Transactions {
			if x.Tail != nil && x.Tail.Count > 500 {
				return // right, but slow to look at
			}
		}
		a, err := loan.Replay(h.Contract, h.Transactions, h.AsOf)
		if err != nil {
			if code := errs.CodeOf(err); code != errs.Invalid && code != errs.Refused && code != errs.TooLarge {
				t.Fatalf("%s: %v", code, err)
			}
			return
		}
		checkAccount(t, a)
		late, off := a.Arrears(h.AsOf), a.PayOff(h.AsOf, loan.ToDate)
		if late.DPD < 0 || off.Due.Total() < 0 || off.Ahead.Total() < 0 {
			t.Fatalf("%+v %+v", late, off)
		}
		for _, x := range a.LateCharges(h.AsOf) {
			if x.Amount <= 0 {
				t.Fatalf("%+v", x)
			}
		}
		a.Accruals(h.AsOf)
		a.Subrogations()
		if _, err := json.Marshal(a); err != nil {
			t.Fatal(err)
		}
	})
}
