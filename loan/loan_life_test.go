package loan_test

import (
	"slices"
	"testing"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

func on(text string) day.Date { return day.MustParse(text) }

func of(kind loan.TransactionKind, id, date string, seq, amount int64) loan.Transaction {
	return loan.Transaction{ID: id, Kind: kind, On: on(date), Seq: seq, Amount: amount, Reason: "agreed"}
}

// rows are the open amounts of an account, by row.
func rows(a loan.Account) (out []int64) {
	for _, r := range a.Rows {
		out = append(out, r.Open().Total())
	}
	return out
}

// S26, M3: one unit short within the tolerance closes the row, the unit goes to rounding; more stays overdue.
func TestTolerance(t *testing.T) {
	for _, c := range []struct {
		name     string
		paid     []loan.Transaction
		open     int64
		rounding int64
		dpd      int
	}{
		{"within", []loan.Transaction{paid("a", "2026-03-01", 1, 99)}, 0, -1, 0},
		{"paid early, closed when due", []loan.Transaction{paid("a", "2026-02-10", 1, 99)}, 0, -1, 0},
		{"beyond", []loan.Transaction{paid("a", "2026-03-01", 1, 98)}, 2, 0, 9},
		{"in two parts", []loan.Transaction{paid("a", "2026-03-01", 1, 50), paid("b", "2026-03-05", 2, 49)}, 0, -1, 0},
		{"nothing paid is no rounding", nil, 100, 0, 9},
	} {
		t.Run(c.name, func(t *testing.T) {
			contract := three()
			contract.Settings.Tolerance, contract.Settings.Future = 1, loan.NextInstalment
			a := replay(t, contract, c.paid, on("2026-03-10"))
			checkAccount(t, a)
			if got := a.Rows[0].Open().Total(); got != c.open || a.Rounding != c.rounding || a.Arrears(on("2026-03-10")).DPD != c.dpd {
				t.Errorf("got %d open, rounding %d, %d days; want %d, %d, %d", got, a.Rounding, a.Arrears(on("2026-03-10")).DPD, c.open, c.rounding, c.dpd)
			}
		})
	}
}

// S28, M6: payments 1, 2, 3; when 1 is reversed, the others move to older rows and each change names its cause.
func TestReversal(t *testing.T) {
	txs := []loan.Transaction{paid("1", "2026-03-01", 1, 100), paid("2", "2026-04-01", 2, 100), paid("3", "2026-05-01", 3, 60)}
	before := replay(t, three(), txs, on("2026-05-01"))
	txs[0].Reversed = true
	after := replay(t, three(), txs, on("2026-05-01"))
	if got, want := rows(after), []int64{0, 40, 100}; !slices.Equal(got, want) {
		t.Errorf("open got %v, want %v", got, want)
	}
	var ids []string
	for _, c := range loan.Compare(before, after) {
		ids = append(ids, c.ID)
	}
	if want := []string{"1", "2", "3"}; !slices.Equal(ids, want) {
		t.Errorf("changed got %v, want %v", ids, want)
	}
	if a := after.Arrears(on("2026-05-01")); a.DPD != 30 || a.Overdue != 40 {
		t.Errorf("got %+v, want 30 days late with 40", a)
	}
}

// M5: a payment booked late with an old value date gives the account that it would have given in time.
func TestBackdated(t *testing.T) {
	late := []loan.Transaction{paid("a", "2026-04-01", 1, 100), paid("b", "2026-03-01", 2, 100)}
	intime := []loan.Transaction{paid("a", "2026-04-01", 2, 100), paid("b", "2026-03-01", 1, 100)}
	got, want := replay(t, three(), late, on("2026-04-02")), replay(t, three(), intime, on("2026-04-02"))
	if !slices.Equal(rows(got), rows(want)) || got.Rows[0].PaidOn != on("2026-03-01") || got.Rows[0].Late != 0 {
		t.Errorf("got %+v, want %+v", got.Rows, want.Rows)
	}
}

// M7: a refund whose credit vanishes becomes principal due with the next row, or after the last one.
func TestRefundBecomesDebt(t *testing.T) {
	txs := []loan.Transaction{paid("a", "2026-03-01", 1, 150), of(loan.Refund, "b", "2026-03-05", 2, 50)}
	a := replay(t, three(), txs, on("2026-03-05"))
	if got := a.Applied[0]; got.Returned != 50 || got.Unapplied != 0 || a.Unapplied != 0 || a.Applied[1].Part.Principal != 0 {
		t.Errorf("got %+v, want 50 paid back", got)
	}
	txs[0].Reversed = true
	a = replay(t, three(), txs, on("2026-03-05"))
	if got, want := rows(a), []int64{100, 150, 100}; !slices.Equal(got, want) {
		t.Errorf("open got %v, want %v", got, want)
	}
	txs[1].On = on("2026-06-01")
	a = replay(t, three(), txs, on("2026-06-01"))
	if got, want := rows(a), []int64{100, 100, 100, 50}; !slices.Equal(got, want) || a.Rows[3].Kind != loan.Extra || a.Rows[3].Balance != 0 {
		t.Errorf("open got %v, want %v: %+v", got, want, a.Rows[3])
	}
}

// M8: money before the start is held and meets the first row when it is due; money after the end is a credit balance.
func TestBeforeAndAfter(t *testing.T) {
	c := three()
	c.Settings.Future = loan.NextInstalment
	early := []loan.Transaction{paid("a", "2026-01-10", 1, 100)}
	if a := replay(t, c, early, on("2026-02-15")); a.Unapplied != 100 || a.Open().Total() != 300 {
		t.Errorf("got %d held, want 100", a.Unapplied)
	}
	if a := replay(t, c, early, on("2026-03-01")); a.Unapplied != 0 || a.Rows[0].PaidOn != on("2026-03-01") {
		t.Errorf("got %d held, want the first row paid on 1 March", a.Unapplied)
	}
	a := replay(t, c, []loan.Transaction{paid("a", "2026-05-01", 1, 300), paid("b", "2026-07-01", 2, 10)}, on("2026-07-01"))
	if a.Status != loan.Overpaid || a.Unapplied != 10 {
		t.Errorf("got %s with %d, want overpaid with 10", a.Status, a.Unapplied)
	}
}

// M9: a guarantor's money meets the oldest arrears and makes a claim; if the debtor pays the same, it is the guarantor's.
func TestSubrogation(t *testing.T) {
	txs := []loan.Transaction{of(loan.GuarantorPayment, "g", "2026-04-10", 1, 200)}
	txs[0].Party = "pt_bank"
	a := replay(t, three(), txs, on("2026-04-10"))
	got := a.Subrogations()
	if len(got) != 1 || got[0].Party != "pt_bank" || got[0].Paid != (loan.Part{Interest: 20, Principal: 180}) || got[0].PassOn != 0 || a.Open().Total() != 100 {
		t.Fatalf("got %+v", got)
	}
	a = replay(t, three(), append(txs, paid("d", "2026-04-20", 2, 150)), on("2026-04-20"))
	if got := a.Subrogations()[0].PassOn; got != 150 {
		t.Errorf("to be passed on got %d, want 150", got)
	}
}

// A1 to A3: from the oldest unpaid part and the grace days, in buckets that are data, without the days of a pause.
func TestArrears(t *testing.T) {
	pause := []loan.Transaction{of(loan.Pause, "p", "2026-03-11", 8, 0), of(loan.Resume, "q", "2026-03-21", 9, 0)}
	for _, c := range []struct {
		name    string
		txs     []loan.Transaction
		on      string
		buckets []int
		want    loan.Late
	}{
		{"due today is not late", nil, "2026-03-01", nil, loan.Late{}},
		{"within the grace", nil, "2026-03-04", nil, loan.Late{Overdue: 100}},
		{"one day late", nil, "2026-03-05", nil, loan.Late{DPD: 1, Since: on("2026-03-04"), Overdue: 100, Bucket: 1}},
		{"a part paid does not move the date", []loan.Transaction{paid("a", "2026-03-20", 1, 99)}, "2026-04-10", nil, loan.Late{DPD: 37, Since: on("2026-03-04"), Overdue: 101, Bucket: 31}},
		{"the oldest row paid does", []loan.Transaction{paid("a", "2026-03-20", 1, 100)}, "2026-04-10", nil, loan.Late{DPD: 6, Since: on("2026-04-04"), Overdue: 100, Bucket: 1}},
		{"ten days do not count", pause, "2026-04-10", nil, loan.Late{DPD: 27, Since: on("2026-03-04"), Overdue: 200, Bucket: 1}},
		{"while it is paused", pause, "2026-03-20", nil, loan.Late{DPD: 7, Since: on("2026-03-04"), Overdue: 100, Bucket: 1, Paused: true}},
		{"other buckets", nil, "2026-07-05", []int{1, 4, 31, 61, 91, 121}, loan.Late{DPD: 123, Since: on("2026-03-04"), Overdue: 300, Bucket: 121}},
	} {
		t.Run(c.name, func(t *testing.T) {
			contract := three()
			contract.Settings.GraceDays, contract.Settings.Buckets = 3, c.buckets
			if got := replay(t, contract, c.txs, on(c.on)).Arrears(on(c.on)); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// F21: a charge after the last row makes a row of its own, another one moves it; waiving it closes it.
func TestCharges(t *testing.T) {
	txs := []loan.Transaction{of(loan.Charge, "fee", "2026-03-05", 1, 20), of(loan.Charge, "nsf", "2026-03-06", 2, 7), of(loan.Charge, "end", "2026-03-07", 3, 5)}
	txs[0].Due, txs[1].Due, txs[1].Penalty, txs[2].Due = on("2026-03-20"), on("2026-06-10"), true, on("2026-06-20")
	a := replay(t, three(), txs, on("2026-03-07"))
	if got, want := rows(a), []int64{100, 120, 100, 12}; !slices.Equal(got, want) || a.Rows[3].DueOn != on("2026-06-20") || a.Rows[3].Owed != (loan.Part{Penalty: 7, Fee: 5}) {
		t.Fatalf("open got %v, want %v: %+v", got, want, a.Rows[3])
	}
	waive := of(loan.Waive, "w", "2026-03-08", 4, 0)
	waive.Part = loan.Part{Penalty: 7, Fee: 22}
	a = replay(t, three(), append(txs, waive), on("2026-03-08"))
	if got, want := rows(a), []int64{100, 100, 100, 3}; !slices.Equal(got, want) || a.Charges[0].Waived != 20 || a.Charges[1].Waived != 7 || a.Charges[2].Waived != 2 {
		t.Errorf("open got %v, want %v: %+v", got, want, a.Charges)
	}
	checkAccount(t, a)
}

// A4: the one-off fee of a late row, once, dated on its due date; the penalty per day until the row is paid.
func TestLateCharges(t *testing.T) {
	c := three()
	c.Rows[0].Owed = loan.Part{Interest: 30_00, Principal: 1000_00}
	c.Settings.GraceDays = 3
	c.Settings.Penalty = loan.PenaltyRule{OneOff: money.MustParseRate("1.5"), PerDay: money.MustParseRate("0.1")}
	if got := replay(t, c, nil, on("2026-03-04")).LateCharges(on("2026-03-04")); len(got) != 0 {
		t.Errorf("within the grace got %+v", got)
	}
	got := replay(t, c, nil, on("2026-03-05")).LateCharges(on("2026-03-05"))
	if len(got) != 2 || got[0].Amount != 15_45 || got[0].Due != on("2026-03-01") || got[0].Nr != 1 || got[1].Amount != 4_12 {
		t.Fatalf("got %+v, want 15.45 once and 4.12 for four days", got)
	}
	txs := []loan.Transaction{paid("a", "2026-03-11", 9, 530_00)}
	for i, x := range got {
		x.ID, x.Seq = string(x.Cause), int64(i)
		txs = append(txs, x)
	}
	// ten days of 1,030.00 are 10.30; 530.00 less 19.57 of charges met the row, so ten more days of 519.57 are 5.20
	got = replay(t, c, txs, on("2026-03-21")).LateCharges(on("2026-03-21"))
	if len(got) != 1 || got[0].Amount != 10_30+5_20-4_12 {
		t.Errorf("got %+v, want %d", got, 10_30+5_20-4_12)
	}
}

// Written off: nothing is owed any more, later money is recovered; reversed: all is as before.
func TestWriteOff(t *testing.T) {
	txs := []loan.Transaction{paid("a", "2026-03-01", 1, 40), of(loan.WriteOff, "w", "2026-08-01", 2, 0), of(loan.Recovery, "r", "2026-09-01", 3, 70)}
	a := replay(t, three(), txs, on("2026-09-01"))
	if a.Status != loan.WrittenOff || a.Open().Total() != 0 || a.Applied[1].Part.Total() != 260 || a.Recovered != 70 || a.Unapplied != 0 {
		t.Errorf("got %s, %d open, %+v", a.Status, a.Open().Total(), a.Applied)
	}
	txs[1].Reversed = true
	if a = replay(t, three(), txs, on("2026-09-01")); a.Status != loan.Active || a.Open().Total() != 190 || a.Recovered != 0 {
		t.Errorf("undone: got %s, %d open", a.Status, a.Open().Total())
	}
}

// A default lets all fall due at once, without the interest of later rows.
func TestAccelerate(t *testing.T) {
	a := replay(t, three(), []loan.Transaction{paid("a", "2026-03-01", 1, 50), of(loan.Accelerate, "x", "2026-03-15", 2, 0)}, on("2026-03-16"))
	if got, want := rows(a), []int64{50, 180, 0, 0}; !slices.Equal(got, want) || a.Arrears(on("2026-03-16")).Overdue != 230 {
		t.Errorf("open got %v, want %v", got, want)
	}
	if len(a.Versions) != 2 || a.Versions[1].Reason != "agreed" {
		t.Errorf("versions got %+v, want two", a.Versions)
	}
	x := of(loan.Accelerate, "x", "2026-03-15", 2, 0)
	x.Part.Interest, x.Due = 4, on("2026-03-20")
	a = replay(t, three(), []loan.Transaction{x}, on("2026-03-16"))
	if got, want := rows(a), []int64{100, 184, 0, 0}; !slices.Equal(got, want) || a.Rows[1].DueOn != on("2026-03-20") {
		t.Errorf("with interest earned: open got %v, want %v", got, want)
	}
}

// An addendum replaces the rows ahead; money that had met them runs down again; every version stays in full.
func TestAddendum(t *testing.T) {
	c := three()
	c.Settings.Future = loan.NextInstalment
	x := of(loan.Holiday, "h", "2026-03-10", 2, 0)
	x.Rows = []loan.Instalment{{Kind: loan.Rental, DueOn: on("2026-06-01"), Owed: loan.Part{Interest: 25, Principal: 90}}, {Kind: loan.Rental, DueOn: on("2026-07-01"), Owed: loan.Part{Interest: 10, Principal: 90}}}
	txs := []loan.Transaction{paid("a", "2026-03-01", 1, 130), x}
	a := replay(t, c, txs, on("2026-03-10"))
	checkAccount(t, a)
	if got, want := rows(a), []int64{0, 85, 100}; !slices.Equal(got, want) || a.Rows[1].Nr != 4 || a.Rows[1].Early != 30 {
		t.Errorf("open got %v, want %v: %+v", got, want, a.Rows)
	}
	if len(a.Versions) != 2 || len(a.Versions[0].Rows) != 3 || a.Versions[0].Rows[1].DueOn != on("2026-04-01") || a.Versions[1].By != "h" || a.Versions[1].Rows[1].Paid != (loan.Part{}) {
		t.Errorf("versions got %+v", a.Versions)
	}
	txs[1].Reversed = true
	if a = replay(t, c, txs, on("2026-03-10")); len(a.Versions) != 1 || !slices.Equal(rows(a), []int64{0, 70, 100}) {
		t.Errorf("undone: open got %v", rows(a))
	}
	x.Arrears = true
	x.Rows[0].Owed.Principal = 180
	a = replay(t, c, []loan.Transaction{x}, on("2026-03-10"))
	if got, want := rows(a), []int64{0, 205, 100}; !slices.Equal(got, want) {
		t.Errorf("arrears taken in: open got %v, want %v", got, want)
	}
}

// E1: money for principal ahead of its time, with the rows that are left solved by who prices; here the next principal
// is skipped (F11).
func TestPrepay(t *testing.T) {
	c := three()
	ahead, principal := replay(t, c, nil, on("2026-03-01")).Ahead(on("2026-03-01"))
	if principal != 180 {
		t.Fatalf("principal ahead got %d, want 180", principal)
	}
	x := of(loan.Prepay, "x", "2026-03-01", 1, 225)
	x.Part = loan.Part{Fee: 5}
	x.Rows = loan.SkipPrincipal(ahead, 120)
	a := replay(t, c, []loan.Transaction{x}, on("2026-03-01"))
	checkAccount(t, a)
	if got, want := rows(a), []int64{0, 0, 10, 70}; !slices.Equal(got, want) || a.Rows[1].Kind != loan.Prepaid || a.Rows[1].Owed != (loan.Part{Fee: 5, Principal: 120}) {
		t.Errorf("open got %v, want %v: %+v", got, want, a.Rows)
	}
	if a.Rows[3].Balance != 0 || a.Applied[0].Part != (loan.Part{Fee: 5, Interest: 10, Principal: 210}) {
		t.Errorf("got %+v", a.Applied[0])
	}
}

// F17, E2: to the day, to the next due date, or without interest of the running period; arrears and held money count.
func TestPayOff(t *testing.T) {
	c := three()
	for i := range c.Rows {
		c.Rows[i].Owed = loan.Part{Interest: 30_00, Principal: 1000_00}
	}
	for _, x := range []struct {
		mode loan.InterestUntil
		want int64
	}{{loan.ToDate, 10_00}, {loan.ToNextDue, 30_00}, {loan.NoAccrual, 0}} {
		a := replay(t, c, []loan.Transaction{paid("a", "2026-03-01", 1, 1000_00)}, on("2026-04-11"))
		got := a.PayOff(on("2026-04-11"), x.mode)
		want := loan.Settlement{On: on("2026-04-11"), Due: loan.Part{Interest: 30_00, Principal: 1030_00}, Ahead: loan.Part{Interest: x.want, Principal: 1000_00}, Total: 2060_00 + x.want}
		if got != want {
			t.Errorf("%q: got %+v, want %+v", x.mode, got, want)
		}
	}
	c.Settings.DayCount = day.E30360
	if got := replay(t, c, nil, on("2026-02-16")).PayOff(on("2026-02-16"), loan.ToDate).Ahead.Interest; got != 15_00 {
		t.Errorf("30/360: got %d, want 15.00", got)
	}
}

// F20: 125 of arrears on 125 and 125 are 187 and 188; the new tail of a re-age lets the last row absorb.
func TestReAgeAndReAmortise(t *testing.T) {
	c := loan.Contract{Currency: "EUR", StartsOn: on("2026-01-01"), Settings: loan.Settings{Multiple: 100, Rounding: money.HalfEven}}
	for i, due := range []string{"2026-01-16", "2026-01-31", "2026-02-15"} {
		c.Rows = append(c.Rows, loan.Instalment{Nr: i + 1, Kind: loan.Rental, DueOn: on(due), Owed: loan.Part{Interest: 5_00, Principal: 125_00}})
	}
	a := replay(t, c, []loan.Transaction{of(loan.ReAmortise, "x", "2026-01-25", 1, 0)}, on("2026-01-25"))
	if got, want := rows(a), []int64{5_00, 192_00, 193_00}; !slices.Equal(got, want) {
		t.Errorf("re-amortised: open got %v, want %v", got, want)
	}
	x := of(loan.ReAge, "x", "2026-02-20", 1, 0)
	x.Tail = &loan.Tail{Start: on("2026-03-31"), Every: 1, Unit: loan.Months, Count: 4}
	a = replay(t, c, []loan.Transaction{x}, on("2026-02-20"))
	if got, want := rows(a), []int64{5_00, 5_00, 5_00, 94_00, 94_00, 94_00, 93_00}; !slices.Equal(got, want) || a.Rows[4].DueOn != on("2026-04-30") || a.Rows[5].DueOn != on("2026-05-31") {
		t.Errorf("re-aged: open got %v, want %v: %+v", got, want, a.Rows)
	}
}

// F22: accruals go up to the day before the close; a charge-off stops them, undoing it catches up in one entry.
func TestAccruals(t *testing.T) {
	c := three()
	c.Rows[0].Owed.Interest = 31_00
	c.StartsOn = on("2026-01-29") // 31 days to the first of March
	var txs []loan.Transaction
	closeDays := func(first, last string) (out []loan.Accrual) {
		for d := on(first); d <= on(last); d++ {
			for _, x := range replay(t, c, txs, d).Accruals(d.Add(-1)) {
				txs = append(txs, loan.Transaction{ID: x.On.String(), Kind: loan.Accrue, On: x.On, Seq: int64(len(txs)), Part: x.Part})
				out = append(out, x)
			}
		}
		return out
	}
	if got := closeDays("2026-01-29", "2026-02-02"); len(got) != 3 || got[0] != (loan.Accrual{On: on("2026-01-30"), Part: loan.Part{Interest: 1_00}}) {
		t.Fatalf("got %+v, want one a day up to 1 February", got)
	}
	txs = append(txs, of(loan.ChargeOff, "off", "2026-02-03", 50, 0))
	if got := closeDays("2026-02-03", "2026-02-10"); len(got) != 0 {
		t.Errorf("charged off: got %+v, want none", got)
	}
	for i := range txs {
		txs[i].Reversed = txs[i].Reversed || txs[i].Kind == loan.ChargeOff
	}
	got := replay(t, c, txs, on("2026-02-11")).Accruals(on("2026-02-10"))
	if len(got) != 1 || got[0] != (loan.Accrual{On: on("2026-02-10"), Part: loan.Part{Interest: 9_00}}) {
		t.Errorf("undone: got %+v, want 9.00 on the 10th", got)
	}
	txs = append(txs, paid("all", "2026-02-11", 90, 321_00))
	c.Settings.Future = loan.NextInstalment
	got = replay(t, c, txs, on("2026-02-11")).Accruals(on("2026-02-11"))
	if len(got) != 1 || got[0].On != on("2026-02-11") || got[0].Part.Interest != 31_00+20-3_00 {
		t.Errorf("ended: got %+v, want all that is left on the day", got)
	}
}

// After a charge-off money is a recovery in the books; fraud has a loss of its own.
func TestLegs(t *testing.T) {
	txs := []loan.Transaction{paid("a", "2026-03-01", 1, 100), of(loan.ChargeOff, "off", "2026-04-05", 2, 0), paid("b", "2026-04-06", 3, 50), of(loan.SupplierRefund, "c", "2026-04-07", 4, 30)}
	a := replay(t, three(), txs, on("2026-04-07"))
	want := [][]loan.Leg{
		{{Account: loan.Funds, Debit: 100}, {Account: loan.Receivable, Credit: 90}, {Account: loan.IncomeReceivable, Credit: 10}},
		{{Account: loan.FraudLoss, Debit: 180}, {Account: loan.InterestGivenUp, Debit: 20}, {Account: loan.Receivable, Credit: 180}, {Account: loan.IncomeReceivable, Credit: 20}},
		{{Account: loan.Funds, Debit: 50}, {Account: loan.RecoveryIncome, Credit: 50}},
		{{Account: loan.Funds, Debit: 30}, {Account: loan.FraudLoss, Credit: 30}},
	}
	for i, p := range a.Applied {
		if got := p.Legs(true); !slices.Equal(got, want[i]) {
			t.Errorf("%s: got %+v, want %+v", p.ID, got, want[i])
		}
	}
}

// Another lessee takes the debt over: the history stays, a version says from when.
func TestAssign(t *testing.T) {
	x := of(loan.Assign, "x", "2026-03-15", 2, 0)
	x.Party = "pt_new"
	a := replay(t, three(), []loan.Transaction{paid("a", "2026-03-01", 1, 100), x}, on("2026-03-16"))
	if a.Party != "pt_new" || len(a.Versions) != 2 || a.Versions[0].Party != "" || a.Versions[1].Party != "pt_new" || a.Rows[0].Open().Total() != 0 {
		t.Errorf("got %q, %+v", a.Party, a.Versions)
	}
}

// Before anything is drawn a debt shows what is expected, or nothing; money is held until there is something to meet.
func TestBeforeTheDraw(t *testing.T) {
	for _, progressive := range []bool{false, true} {
		terms := loan.Terms{Currency: "EUR", Method: loan.Flat, Every: 1, Unit: loan.Months, Count: 2, Progressive: progressive}
		c := loan.Contract{Currency: "EUR", StartsOn: start, Interest: terms, Settings: loan.Settings{Future: loan.NextInstalment}}
		txs := []loan.Transaction{{ID: "early", Kind: loan.Payment, On: start, Seq: 1, Amount: 30}}
		if a := replay(t, c, txs, start); a.Status != loan.Approved || len(a.Rows) != 0 || a.Unapplied != 30 {
			t.Errorf("nothing expected: got %+v", a)
		}
		c.Expected = []loan.Draw{{On: start, Amount: 100}}
		if a := replay(t, c, nil, start); a.Status != loan.Approved || !slices.Equal(rows(a), []int64{50, 50}) || a.Rows[0].Balance != 50 {
			t.Errorf("expected: got %s %v", a.Status, a.Rows)
		}
		c.Expected = nil
		txs = append(txs, loan.Transaction{ID: "draw", Kind: loan.Disburse, On: start.Add(2), Seq: 2, Amount: 200})
		if a := replay(t, c, txs, start.Add(2)); a.Status != loan.Active || !slices.Equal(rows(a), []int64{70, 100}) || a.Unapplied != 0 {
			t.Errorf("drawn: got %s %v, %d held", a.Status, rows(a), a.Unapplied)
		}
	}
}

// Each version shows the rows as they were agreed then, also where a rule plans them as a whole.
func TestVersions(t *testing.T) {
	rate := money.MustParseRate("6")
	terms := loan.Terms{Currency: "EUR", Rate: money.MustParseRate("12"), Method: loan.Flat, Every: 1, Unit: loan.Months, Count: 3}
	c := loan.Contract{Currency: "EUR", StartsOn: on("2026-01-01"), Interest: terms}
	x, y := of(loan.Reschedule, "rate", "2026-01-10", 2, 0), of(loan.Reschedule, "date", "2026-01-20", 3, 0)
	x.Turn, y.Turn = &loan.Turn{From: on("2026-03-01"), Rate: &rate}, &loan.Turn{From: on("2026-04-01"), NewDueOn: on("2026-04-15")}
	a := replay(t, c, []loan.Transaction{{ID: "draw", Kind: loan.Disburse, On: on("2026-01-01"), Seq: 1, Amount: 3000_00}, x, y}, on("2026-02-01"))
	if len(a.Versions) != 3 {
		t.Fatalf("got %d versions, want 3", len(a.Versions))
	}
	for i, want := range []struct {
		interest int64
		ends     string
	}{{30_00, "2026-04-01"}, {15_00, "2026-04-01"}, {15_00, "2026-04-15"}} {
		v := a.Versions[i]
		if last := v.Rows[2]; last.Owed.Interest != want.interest || last.DueOn != on(want.ends) || v.Nr != i+1 || last.Balance != 0 || v.Rows[0].Balance != 2000_00 {
			t.Errorf("version %d got %+v, want %+v", v.Nr, last, want)
		}
	}
}
