package desk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/money"
	"kontor/store"
)

// Whatever order people do things in, with money and without: each verb is done or refused for a reason, and the books prove
// themselves.
func TestTheBooksHoldInAnyOrder(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := newBookkeeping(t, seed)
			for range 40 {
				b.step()
				b.proves()
			}
		})
	}
}

// bookkeeping is a house in which people do things at random.
type bookkeeping struct {
	*house
	rand                       *rand.Rand
	c                          cast
	deal, currency             string
	guarantees, demands, books []string
	trail                      []string
	n                          int
}

func newBookkeeping(t *testing.T, seed uint64) *bookkeeping {
	b := &bookkeeping{house: newHouse(t, testdb.SQLite(t)), rand: rand.New(rand.NewPCG(seed, 7)), currency: []string{"EUR", "JPY", "KWD"}[seed%3]}
	b.list()
	b.rate()
	b.c = b.people("1")
	b.do("accountant", "rate.set", object{"currency": "JPY", "on": b.today().String(), "usd": "0.0066", "source": "x"})
	b.do("accountant", "rate.set", object{"currency": "KWD", "on": b.today().String(), "usd": "3.25", "source": "x"})
	for _, p := range []string{b.c.maker, b.c.customer, b.c.guarantor} {
		b.do("risk", "party.vet", object{"party": p})
	}
	terms := object{"customer": b.c.customer, "kind": []string{"lease", "sale"}[b.rand.IntN(2)], "units": []object{{"unit": b.c.unit, "price": b.amount(1_200_000)}}, "advance": b.amount(240_000),
		"starts_on": b.today().String(), "expires_on": b.today().Add(30).String(), "rate": "12", "count": 6, "every_months": 1, "method": []string{"annuity", "linear"}[b.rand.IntN(2)],
		"timing": []string{"arrears", "advance"}[b.rand.IntN(2)], "residual": b.amount(100_000), "pay_days": 40, "penalty_rate": []string{"0", "0.1"}[b.rand.IntN(2)]}
	b.deal = text(b.do("clerk", "deal.quote", terms), "deal")
	b.do("clerk", "deal.sign", object{"deal": b.deal, "signed_on": b.today().String()})
	b.guarantees = []string{b.secure(b.c, b.deal, "G-1", b.amount(1_200_000)), b.secure(b.c, b.deal, "G-2", "50000.00 USD")}
	if b.rand.IntN(5) > 0 {
		b.leave(b.today().String(), "ADV")
	}
	return b
}

// leave pays the advance, asks the gate and hands the unit over, as far as the house lets it.
func (b *bookkeeping) leave(on, reference string) {
	b.keep(&b.books, b.maybe("accountant", "payment.receive", object{"deal": b.deal, "amount": b.amount(240_000), "value_on": on, "reference": reference}), "payment")
	b.maybe("manager", "deal.release", object{"deal": b.deal})
	b.maybe("clerk", "deal.deliver", object{"deal": b.deal, "act_no": "A", "on": b.today().String(), "place": "Musterstadt", "accepted_by": "Wanda Wald",
		"units": []object{{"unit": b.c.unit, "plate": "SN-1", "meter": "12"}}})
}

// keep remembers what came of a verb, when something did.
func (b *bookkeeping) keep(in *[]string, res object, name string) {
	if id := text(res, name); id != "" {
		*in = append(*in, id)
	}
}

func (b *bookkeeping) amount(minor int64) string {
	return money.Of(minor, money.Currency(b.currency)).String()
}

// step is one thing that somebody does, or tries.
func (b *bookkeeping) step() {
	b.n++
	some := b.amount(1 + b.rand.Int64N(60_000))
	ref := fmt.Sprint("R", b.n)
	value := b.today().Add(-b.rand.IntN(40)).String()
	pick := func(all []string) string {
		if len(all) == 0 {
			return "dm_00000000000000000000000000"
		}
		return all[b.rand.IntN(len(all))]
	}
	g := pick(b.guarantees)
	paid := some
	if g == b.guarantees[1] {
		paid = money.Of(1+b.rand.Int64N(2_000_000), "USD").String()
	}
	switch b.rand.IntN(20) {
	case 0, 1, 2, 3:
		b.keep(&b.books, b.maybe("accountant", "payment.receive", object{"deal": b.deal, "amount": some, "value_on": value, "reference": ref}), "payment")
	case 4, 5:
		b.maybe("accountant", "posting.reverse", object{"posting": pick(b.books)})
	case 6:
		b.goTo(b.today().Add(b.rand.IntN(40)))
		b.list2()
		for _, g := range b.guarantees {
			b.maybe("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "M", "evidence_on": b.today().String()})
		}
		for currency, usd := range map[string]string{"EUR": "1.10", "JPY": "0.0066", "KWD": "3.25"} {
			b.do("accountant", "rate.set", object{"currency": currency, "on": b.today().String(), "usd": usd, "source": "x"})
		}
	case 7:
		b.maybe("accountant", "day.close", object{"on": b.today().Add(-b.rand.IntN(3)).String()})
	case 8:
		b.maybe("manager", "deal.release", object{"deal": b.deal})
	case 9:
		b.leave(value, ref)
	case 10, 11:
		b.keep(&b.demands, b.maybe("risk", "guarantee.demand", object{"guarantee": g, "deal": b.deal, "amount": paid, "account": "DE02120300000000202051", "obligation": "rentals that fell due were not paid"}), "id")
	case 12:
		demand := pick(b.demands)
		b.maybe("manager", "demand.approve", object{"demand": demand})
		b.maybe("risk", "demand.send", object{"demand": demand, "how": "courier"})
		for _, settle := range []object{{"amount": paid, "arrived": some}, {"amount": some}, {"amount": b.amount(1 + b.rand.Int64N(100))}, {"amount": money.Of(1, "USD").String(), "arrived": some}} {
			settle["demand"], settle["on"], settle["reference"] = demand, value, ref
			b.keep(&b.books, b.maybe("accountant", "demand.settle", settle), "payment")
		}
		if b.rand.IntN(2) == 0 {
			b.maybe("risk", "demand.reject", object{"demand": pick(b.demands)})
		}
	case 15, 16, 17, 18:
		b.agree(some, value, ref)
	case 19:
		b.end(some, ref)
	case 13:
		b.maybe("risk", "deal.default", object{"deal": b.deal, "cause": "insolvency"})
	case 14:
		if b.rand.IntN(3) == 0 {
			if b.maybe("manager", "deal.write_off", object{"deal": b.deal}) != nil {
				b.books = append(b.books, b.newest("write-off"))
			}
			if b.rand.IntN(4) == 0 {
				b.maybe("accountant", "deal.close", object{"deal": b.deal})
			}
		}
	}
}

// end ends the lease in one of the ways there are, with the money that it asks for.
func (b *bookkeeping) end(some, ref string) {
	end := object{"deal": b.deal, "reference": ref}
	if b.rand.IntN(2) == 0 {
		end["fee"] = some
	}
	switch b.rand.IntN(5) {
	case 0, 1:
		quote := b.maybe("clerk", "deal.buy_out_quote", object{"deal": b.deal, "fee": end["fee"]})
		end["amount"] = quote["result"]
		b.keep(&b.books, b.maybe("accountant", "deal.buy_out", end), "payment")
	case 2:
		b.maybe("risk", "deal.terminate", object{"deal": b.deal, "costs": some, "awarded": some})
	case 3:
		b.maybe("manager", "deal.total_loss", object{"deal": b.deal, "proceeds": some, "costs": end["fee"], "reference": ref})
	case 4:
		for _, choice := range []object{{"choice": "extend", "rental": some, "count": 1 + b.rand.IntN(3)}, {"choice": "transfer", "price": some, "reference": ref, "amount": some}} {
			choice["deal"] = b.deal
			b.maybe("accountant", "deal.end_of_term", choice)
		}
	}
}

// agree changes what is owed, by agreement or by a charge.
func (b *bookkeeping) agree(some, value, ref string) {
	kind := []string{"fee", "penalty"}[b.rand.IntN(2)]
	switch b.rand.IntN(8) {
	case 0, 1:
		b.keep(&b.books, b.maybe("accountant", "deal.charge", object{"deal": b.deal, "kind": kind, "amount": some}), "change")
	case 2:
		b.keep(&b.books, b.maybe("manager", "deal.waive_charge", object{"deal": b.deal, "kind": kind, "amount": b.amount(1 + b.rand.Int64N(2000))}), "change")
	case 3:
		b.keep(&b.books, b.maybe("accountant", "deal.prepay", object{"deal": b.deal, "amount": b.amount(1 + b.rand.Int64N(600_000)), "value_on": value, "reference": ref,
			"effect": []string{"lower_rental", "shorter_term", "skip_next"}[b.rand.IntN(3)]}), "payment")
	case 4:
		b.keep(&b.books, b.maybe("manager", "deal.restructure", object{"deal": b.deal, "rate": "9", "count": 1 + b.rand.IntN(8), "arrears": b.rand.IntN(2) == 0}), "change")
	case 5:
		b.keep(&b.books, b.maybe("manager", "deal.holiday", object{"deal": b.deal, "rentals": 1 + b.rand.IntN(3), "interest": []string{"capitalised", "deferred"}[b.rand.IntN(2)]}), "change")
	case 6:
		b.keep(&b.books, b.maybe("manager", "deal.reage", object{"deal": b.deal, "count": 1 + b.rand.IntN(4), "every_months": 1}), "change")
	case 7:
		b.maybe("risk", []string{"deal.pause", "deal.resume"}[b.rand.IntN(2)], object{"deal": b.deal})
	}
}

// maybe does a verb that may be refused, but not fail.
func (b *bookkeeping) maybe(who, verb string, request object) object {
	b.t.Helper()
	out, err := b.try(who, verb, desk.Call{Reason: "at random"}, request)
	b.trail = append(b.trail, fmt.Sprintf("%s %s %v: %v", b.today(), verb, request, err))
	switch errs.CodeOf(err) {
	case "", errs.Refused, errs.Conflict, errs.Invalid, errs.NotFound:
		return out
	}
	b.fail(err)
	return nil
}

func (b *bookkeeping) newest(what string) (transfer string) {
	_ = b.store.Read(b.ctx, func(tx *store.Tx) error {
		return tx.DB.QueryRowContext(b.ctx, "select id from transfer where what = $1 order by id desc limit 1", what).Scan(&transfer)
	})
	return transfer
}

// proves walks the house and shows what was done when something does not add up.
func (b *bookkeeping) proves() {
	b.t.Helper()
	findings, err := b.store.Verify(b.ctx, nil)
	if err != nil || len(findings) > 0 {
		b.fail(fmt.Errorf("%v, %w", findings, err))
	}
}

func (b *bookkeeping) fail(err error) {
	b.t.Helper()
	for _, line := range b.trail {
		b.t.Log(line)
	}
	b.t.Fatal(err)
}
