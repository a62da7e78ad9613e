package desk

import (
	"fmt"
	"slices"

	"kontor/day"
	"kontor/id"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// rebooking writes what a replay changed. The order keeps every account within its limits: what money does not meet any more is taken
// back, what is owed more is booked and billed, then money meets the rows, and at last what is owed less is taken back.
type rebooking struct {
	*journal
	deal    *q.Deal
	debt    store.Debt
	account loan.Account
	upTo    day.Date
	cause   string // transaction that made the history another one, "" for the course of time
	rows    map[int64]q.Instalment
	moved   []moved
}

// moved is a transaction that meets other rows than before, or its rows on another day.
type moved struct {
	effect
	id    string
	keeps []store.Part // as before, already booked
	drops []store.Part
	gains []store.Part
	rest  int64 // unapplied
}

func (r *rebooking) run(between func() error) error {
	if err := r.compare(); err != nil {
		return err
	}
	steps := []func() error{
		func() error { return r.takeBack(false) },
		func() error { return r.book(true) },
		between,
		func() error { return r.bills(+1) },
		func() error { return r.book(false) },
		func() error { return r.takeBack(true) },
		func() error { return r.bills(-1) },
		r.writeParts,
		r.writeRows,
	}
	for _, step := range steps {
		if step == nil {
			continue
		}
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// compare finds what changed: the stored rows, and every transaction whose parts are others now.
func (r *rebooking) compare() error {
	rows, err := r.tx.Instalments(r.ctx, q.InstalmentsParams{CentreID: r.centre(), DealID: r.deal.ID})
	if err != nil {
		return err
	}
	r.rows = make(map[int64]q.Instalment, len(rows))
	for _, row := range rows {
		r.rows[row.Nr] = row
	}
	applied := make(map[string]loan.Applied, len(r.account.Applied))
	for _, a := range r.account.Applied {
		applied[a.ID] = a
	}
	for _, p := range r.debt.Payments {
		if err := r.compareOne(p.ID, store.Payer(p.Kind), p.PartsJson, applied[p.ID], p.UnappliedMinor); err != nil {
			return err
		}
	}
	for _, c := range r.debt.Changes {
		if err := r.compareOne(c.ID, loan.TransactionKind(c.Kind), c.PartsJson, applied[c.ID], applied[c.ID].Unapplied); err != nil {
			return err
		}
	}
	return nil
}

func (r *rebooking) compareOne(transaction string, kind loan.TransactionKind, stored col.JSON, a loan.Applied, rest int64) error {
	var have []store.Part
	if len(stored) > len("[]") {
		if err := stored.Into(&have); err != nil {
			return err
		}
	}
	m := moved{effect: effectOf(kind), id: transaction, rest: a.Unapplied}
	want := store.PartsOf(a)
	for _, on := range daysOf(have, want) {
		was, is := partsOn(have, on), partsOn(want, on)
		if store.SameParts(was, is) {
			m.keeps = append(m.keeps, was...)
			continue
		}
		m.drops, m.gains = append(m.drops, was...), append(m.gains, is...)
	}
	if len(m.drops)+len(m.gains) > 0 || rest != a.Unapplied {
		r.moved = append(r.moved, m)
	}
	return nil
}

func daysOf(lists ...[]store.Part) []day.Date {
	var out []day.Date
	for _, parts := range lists {
		for _, p := range parts {
			if !slices.Contains(out, p.On) {
				out = append(out, p.On)
			}
		}
	}
	slices.Sort(out)
	return out
}

func partsOn(parts []store.Part, on day.Date) []store.Part {
	return slices.DeleteFunc(slices.Clone(parts), func(p store.Part) bool { return p.On != on })
}

// takeBack takes back what does not hold any more, group by group. What a payment met at once was booked straight from the bank and
// is moved to what is unapplied; a group of its own is reversed.
func (r *rebooking) takeBack(adds bool) error {
	for _, m := range r.moved {
		if m.adds != adds {
			continue
		}
		for _, group := range groupsOf(m.drops) {
			parts := slices.DeleteFunc(slices.Clone(m.drops), func(p store.Part) bool { return p.Group != group })
			if group != "" {
				if _, err := r.reverse(group, reversal{what: "taken back", cause: r.cause, reason: r.call.Reason, keepDate: true}); err != nil {
					return err
				}
				continue
			}
			if r.cause == m.id {
				continue // the payment itself is reversed, with what it met
			}
			b := r.booking("taken back", m.id, parts[0].On)
			for _, c := range components {
				b.postings = append(b.postings, posting{receivable(c), ledger.Unapplied, total(parts).Of(c)})
			}
			if err := r.post(b); err != nil {
				return err
			}
		}
	}
	return nil
}

func groupsOf(parts []store.Part) []string {
	var out []string
	for _, p := range parts {
		if !slices.Contains(out, p.Group) {
			out = append(out, p.Group)
		}
	}
	return out
}

func total(parts []store.Part) (sum loan.Part) {
	for _, p := range parts {
		sum = sum.Add(p.Amounts())
	}
	return sum
}

// booking begins a group of a transaction; its cause is what made the history another one.
func (r *rebooking) booking(what, transaction string, on day.Date) booking {
	return booking{group: r.newID(id.Transfer), what: what, deal: r.deal.ID, of: transaction, cause: r.cause, currency: money.Currency(r.deal.Currency), on: on}
}

// bills books what became receivable of each row (sign 1), or is not receivable any more (sign -1).
func (r *rebooking) bills(sign int64) error {
	seen := make(map[int64]bool, len(r.account.Rows))
	for _, row := range r.account.Rows {
		seen[int64(row.Nr)] = true
		if err := r.rebill(sign, row, billedOf(r.rows[int64(row.Nr)]), billedOf(store.RowOf(*r.deal, row, r.upTo))); err != nil {
			return err
		}
	}
	for _, nr := range sortedKeys(r.rows) {
		if was := r.rows[nr]; !seen[nr] {
			if err := r.rebill(sign, instalmentOf(was), billedOf(was), loan.Part{}); err != nil {
				return err
			}
		}
	}
	return nil
}

func sortedKeys(rows map[int64]q.Instalment) []int64 {
	out := make([]int64, 0, len(rows))
	for nr := range rows {
		out = append(out, nr)
	}
	slices.Sort(out)
	return out
}

// billable is what a row makes receivable on its due day: all but its principal, which was lent before, and the interest that joins the
// principal that day.
func billable(row loan.Instalment) loan.Part {
	p := row.Owed
	p.Principal = row.Joins
	return p
}

// billedOf is what a row has made receivable: all of it once it is due, before that what was paid or waived of it.
func billedOf(r q.Instalment) loan.Part {
	row := instalmentOf(r)
	if r.Billed == 1 {
		return billable(row)
	}
	p := row.Paid
	p.Principal = 0
	return p
}

// earned is the account on which a row's part becomes income; what joins the principal is interest.
func earned(c loan.Component) ledger.Code {
	if c == loan.Principal {
		return ledger.IncomeInterest
	}
	return income(c)
}

func (r *rebooking) rebill(sign int64, row loan.Instalment, was, is loan.Part) error {
	if sign > 0 {
		return r.billCause(*r.deal, was, is, row, r.cause)
	}
	b := r.booking(fmt.Sprintf("unbill %d", row.Nr), "", row.DueOn)
	for _, c := range components {
		if n := was.Of(c) - is.Of(c); n > 0 {
			b.postings = append(b.postings, posting{earned(c), receivable(c), n})
		}
	}
	return r.post(b)
}

// bill books what a row makes receivable beyond what it did before, on its due date.
func (j *journal) bill(d q.Deal, was loan.Part, row loan.Instalment) error {
	return j.billCause(d, was, billable(row), row, "")
}

func (j *journal) billCause(d q.Deal, was, is loan.Part, row loan.Instalment, cause string) error {
	b := booking{group: j.newID(id.Transfer), what: fmt.Sprintf("bill %d", row.Nr), deal: d.ID, cause: cause, currency: money.Currency(d.Currency), on: row.DueOn}
	for _, c := range components {
		if n := is.Of(c) - was.Of(c); n > 0 {
			b.postings = append(b.postings, posting{receivable(c), earned(c), n})
		}
	}
	if len(b.postings) == 1 && b.postings[0].debit == ledger.ReceivablePenalty {
		b.on = max(b.on, j.today) // a penalty by the day is earned on its day
	}
	return j.post(b)
}

// book books what transactions newly do, one group a day of value, and notes the groups with the parts.
func (r *rebooking) book(adds bool) error {
	for i := range r.moved {
		m := &r.moved[i]
		if m.adds != adds {
			continue
		}
		for _, on := range daysOf(m.gains) {
			gains := partsOn(m.gains, on)
			b := r.booking(m.what, m.id, on)
			for _, p := range gains { // cents within the tolerance stand in for money
				b.postings = append(b.postings, posting{ledger.Rounding, ledger.Unapplied, p.Rounding})
			}
			for _, c := range components {
				b.postings = append(b.postings, m.posting(c, total(gains).Of(c)))
			}
			if err := r.post(b); err != nil {
				return err
			}
			for _, p := range gains {
				p.Group = b.group
				m.keeps = append(m.keeps, p)
			}
		}
	}
	return nil
}

func (r *rebooking) writeParts() error {
	for _, m := range r.moved {
		if err := r.keepParts(m, m.keeps); err != nil {
			return err
		}
	}
	return nil
}

func (r *rebooking) keepParts(m moved, parts []store.Part) error {
	slices.SortStableFunc(parts, func(a, b store.Part) int { return a.On.Sub(b.On) })
	if parts == nil {
		parts = []store.Part{}
	}
	if id.Kind(m.id) == id.Payment {
		return r.tx.SetPaymentParts(r.ctx, q.SetPaymentPartsParams{CentreID: r.centre(), ID: m.id, PartsJson: col.Of(parts), UnappliedMinor: m.rest})
	}
	return r.tx.SetTransactionParts(r.ctx, q.SetTransactionPartsParams{CentreID: r.centre(), ID: m.id, PartsJson: col.Of(parts)})
}

// writeRows writes the rows that changed.
func (r *rebooking) writeRows() error {
	seen := make(map[int64]bool, len(r.account.Rows))
	for _, row := range r.account.Rows {
		is := store.RowOf(*r.deal, row, r.upTo)
		was, known := r.rows[is.Nr]
		seen[is.Nr] = true
		switch {
		case known && was == is:
		case known:
			if err := r.tx.SetInstalment(r.ctx, q.SetInstalmentParams(is)); err != nil {
				return err
			}
		default:
			if err := r.tx.AddInstalment(r.ctx, q.AddInstalmentParams(is)); err != nil {
				return err
			}
		}
	}
	for _, nr := range sortedKeys(r.rows) {
		if !seen[nr] {
			if err := r.tx.DropInstalment(r.ctx, q.DropInstalmentParams{CentreID: r.centre(), DealID: r.deal.ID, Nr: nr}); err != nil {
				return err
			}
		}
	}
	return nil
}
