package loan_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// run is one scenario under way: the contract, what happened to it so far, and today.
type run struct {
	t        *testing.T
	file     published
	s        publishedCase
	p        publishedProduct
	today    day.Date
	contract loan.Contract
	terms    loan.Terms
	txs      []loan.Transaction
	gone     map[string]loan.Applied // of reversed transactions: what they had done
	names    map[string]string       // of charges
	ahead    map[string]bool         // accruals that are listed before what ended the debt
	account  loan.Account
	approved bool
	fraud    bool
	recalc   bool // the daily close brings interest up to its day
	what     string
	tally    *tally
}

func newRun(t *testing.T, file published, s publishedCase, tables *tally) *run {
	r := &run{t: t, file: file, s: s, p: file.product(t, s.Product), gone: map[string]loan.Applied{}, names: map[string]string{}, ahead: map[string]bool{}, tally: tables}
	r.terms = r.termsOf()
	order, err := loan.Strategy(s.Terms.Strategy)
	if err != nil {
		t.Fatal(err)
	}
	future := loan.NextInstalment
	if s.Terms.Strategy == "ADVANCED_PAYMENT_ALLOCATION" {
		order = loan.Order{Buckets: file.Order}
		if r.p.Allocation != nil {
			order.Vertical = pick(t, "instalment_allocation", *r.p.Allocation, map[string]bool{"HORIZONTAL": false, "VERTICAL": true})
		}
	}
	r.contract = loan.Contract{Currency: r.p.Currency, StartsOn: s.Terms.SubmittedOn, Interest: r.terms,
		Expected: []loan.Draw{{On: s.Terms.SubmittedOn, Amount: int64(s.Terms.Principal)}},
		Settings: loan.Settings{Order: order, Future: future, Futures: map[loan.TransactionKind]loan.FutureRule{}, Rounding: r.p.Rounding, GraceDays: r.p.GraceDays}}
	if r.p.Multiple != nil {
		r.contract.Settings.Multiple = *r.p.Multiple * 100
	}
	if s.Terms.Strategy == "ADVANCED_PAYMENT_ALLOCATION" {
		for kind, rule := range r.p.Future {
			r.setFuture(kind, rule)
		}
	}
	return r
}

func (r *run) setFuture(kind, rule string) {
	f := pick(r.t, "rule", rule, map[string]loan.FutureRule{"NEXT_INSTALLMENT": loan.NextInstalment, "LAST_INSTALLMENT": loan.LastInstalment, "REAMORTIZATION": loan.Reamortise})
	if kind == "DEFAULT" {
		r.contract.Settings.Future = f
		return
	}
	r.contract.Settings.Futures[pick(r.t, "transaction_type", kind, payKinds)] = f
}

var payKinds = map[string]loan.TransactionKind{"REPAYMENT": loan.Payment, "GOODWILL_CREDIT": loan.Goodwill, "MERCHANT_ISSUED_REFUND": loan.SupplierRefund,
	"PAYOUT_REFUND": loan.PayoutRefund, "DOWN_PAYMENT": loan.DownPayment, "RECOVERY_REPAYMENT": loan.Recovery}

// step does one step.
func (r *run) step(i int, raw json.RawMessage) {
	r.t.Helper()
	var head struct{ Op string }
	if err := json.Unmarshal(raw, &head); err != nil {
		r.t.Fatal(err)
	}
	r.what = fmt.Sprintf("step %d %s", i, head.Op)
	do := pick(r.t, "op", head.Op, operations)
	do(r, func(into any) {
		r.t.Helper()
		strict(r.t, r.what, raw, into)
	})
}

type read = func(into any)

// onDay are the fields that most operations have.
type onDay struct {
	Op       string
	Date     day.Date
	Amount   decimal
	Expected day.Date `json:"expected_disbursement"`
	Type     string
}

var operations map[string]func(*run, read)

func init() {
	operations = map[string]func(*run, read){
		"business_date":         func(r *run, in read) { var s onDay; in(&s); r.today = s.Date; r.refresh() },
		"create":                func(r *run, in read) { var s onDay; in(&s); r.refresh() },
		"approve":               (*run).approve,
		"disburse":              (*run).disburse,
		"pay":                   (*run).pay,
		"pay_off":               (*run).payOff,
		"reverse":               (*run).reverse,
		"set_future_rule":       (*run).future,
		"charge":                (*run).charge,
		"charge_off":            func(r *run, in read) { r.mark(in, loan.ChargeOff) },
		"undo_charge_off":       func(r *run, in read) { r.undo(in, loan.ChargeOff) },
		"fraud_flag":            func(r *run, in read) { var s onDay; in(&s); r.fraud = true },
		"credit_balance_refund": func(r *run, in read) { r.mark(in, loan.Refund) },
		"reschedule":            (*run).reschedule,
		"re_age":                (*run).reAge,
		"undo_re_age":           func(r *run, in read) { r.undo(in, loan.ReAge) },
		"re_amortise":           func(r *run, in read) { r.mark(in, loan.ReAmortise) },
		"undo_re_amortise":      func(r *run, in read) { r.undo(in, loan.ReAmortise) },
		"enable_close_step":     (*run).closeStep,
		"close_of_business":     (*run).close,

		"expect_schedule":            (*run).expectSchedule,
		"expect_transactions":        (*run).expectTransactions,
		"expect_transaction":         (*run).expectTransaction,
		"expect_journal":             (*run).expectJournal,
		"expect_status":              (*run).expectStatus,
		"expect_outstanding":         func(r *run, in read) { r.expectAmount(in, r.account.Open().Total()) },
		"expect_overpaid":            func(r *run, in read) { r.expectAmount(in, r.overpaid()) },
		"expect_charges":             (*run).expectCharges,
		"expect_charged_off":         (*run).expectChargedOff,
		"expect_reversed":            (*run).expectReversed,
		"expect_all_instalments_met": (*run).expectAllMet,
	}
}

// refresh replays the history as of today.
func (r *run) refresh() {
	r.t.Helper()
	first := day.Max
	for _, t := range r.txs {
		if t.Kind == loan.Disburse && !t.Reversed {
			first = min(first, t.On)
		}
	}
	if first == day.Max {
		first = r.s.Terms.SubmittedOn
	}
	r.contract.StartsOn = first
	a, err := loan.Replay(r.contract, r.txs, max(r.today, first))
	if err != nil {
		r.t.Fatalf("%s: %v", r.what, err)
	}
	r.account = a
}

// book adds a transaction and replays; a debt that ends by it accrues at once what is left.
func (r *run) book(t loan.Transaction) loan.Transaction {
	r.t.Helper()
	t.Seq = int64(len(r.txs) + 1)
	t.ID = fmt.Sprintf("t%03d", t.Seq)
	t.Reason = "scenario"
	r.txs = append(r.txs, t)
	r.refresh()
	if s := r.account.Status; t.Kind != loan.Accrue && (s == loan.Closed || s == loan.Overpaid) {
		first := len(r.txs)
		r.accrue(r.today)
		for _, x := range r.txs[first:] {
			r.ahead[x.ID] = true
		}
	}
	return t
}

// accrue books the income up to a day. Progressive products that recalculate keep no accounts in the scenarios.
func (r *run) accrue(until day.Date) {
	if r.terms.Progressive && r.p.Recalculation {
		return
	}
	for _, a := range r.account.Accruals(until) {
		if a.Part.Total() < 0 {
			continue // the scenarios never take income back
		}
		r.book(loan.Transaction{Kind: loan.Accrue, On: a.On, Part: a.Part})
	}
}

func (r *run) approve(in read) {
	var s onDay
	in(&s)
	r.approved = true
	if r.p.MultiDraw && r.terms.Method == loan.Declining && !r.terms.Progressive {
		r.terms.Approved = int64(s.Amount)
		r.contract.Interest = r.terms
	}
	r.refresh()
}

// disburse pays out; a product that takes its down payment itself does so from what the debtor has not paid already.
func (r *run) disburse(in read) {
	var s onDay
	in(&s)
	over := r.overpaid()
	r.book(loan.Transaction{Kind: loan.Disburse, On: s.Date, Amount: int64(s.Amount)})
	if !r.p.DownPaymentAuto || r.p.DownPayment == nil {
		return
	}
	for _, row := range r.account.Rows {
		if row.Kind == loan.Advance && row.DueOn == s.Date && row.Owed.Principal > over {
			r.book(loan.Transaction{Kind: loan.DownPayment, On: s.Date, Amount: row.Owed.Principal - over})
			return
		}
	}
}

func (r *run) overpaid() int64 { return r.account.Unapplied }

func (r *run) pay(in read) {
	var s onDay
	in(&s)
	r.book(loan.Transaction{Kind: pick(r.t, "type", s.Type, payKinds), On: s.Date, Amount: int64(s.Amount)})
}

// payOff pays what settles all on a day.
func (r *run) payOff(in read) {
	var s onDay
	in(&s)
	amount, err := loan.PayOffAmount(r.contract, r.txs, s.Date)
	if err != nil {
		r.t.Fatalf("%s: %v", r.what, err)
	}
	r.book(loan.Transaction{Kind: loan.Payment, On: s.Date, PayOff: true, Amount: amount})
}

// mark books a transaction that needs a day and perhaps an amount.
func (r *run) mark(in read, kind loan.TransactionKind) {
	var s onDay
	in(&s)
	if s.Date == 0 {
		s.Date = r.today
	}
	r.book(loan.Transaction{Kind: kind, On: s.Date, Amount: int64(s.Amount)})
}

// undo reverses the last transaction of a kind.
func (r *run) undo(in read, kind loan.TransactionKind) {
	var s onDay
	in(&s)
	for i := len(r.txs) - 1; i >= 0; i-- {
		if r.txs[i].Kind == kind && !r.txs[i].Reversed {
			r.reverseAt(i)
			return
		}
	}
	r.t.Fatalf("%s: there is no %s", r.what, kind)
}

func (r *run) reverseAt(i int) {
	r.t.Helper()
	done, ok := r.account.Find(r.txs[i].ID)
	if !ok {
		r.t.Fatalf("%s: %s was not booked", r.what, r.txs[i].ID)
	}
	r.gone[r.txs[i].ID] = done
	r.txs[i].Reversed = true
	r.refresh()
}

func (r *run) reverse(in read) {
	var s struct {
		Op  string
		Nth int
		Of  string
		On  day.Date
	}
	in(&s)
	n := 0
	for _, i := range r.ordered() {
		t := r.txs[i]
		switch s.Of {
		case "repayments":
			if t.Kind != loan.Payment {
				continue
			}
		case "transactions":
			if t.On != s.On {
				continue
			}
		default:
			r.t.Fatalf("%s: of %q is not known", r.what, s.Of)
		}
		if n++; n == s.Nth {
			r.reverseAt(i)
			return
		}
	}
	r.t.Fatalf("%s: there is no %d. of %s", r.what, s.Nth, s.Of)
}

// ordered are the indices of the transactions that a person sees, by date and booking order.
func (r *run) ordered() []int {
	var out []int
	for i, t := range r.txs {
		if label(t.Kind) != "" {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(i, j int) int {
		a, b := r.txs[i], r.txs[j]
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(r.place(a), r.place(b)))
	})
	return out
}

func (r *run) place(t loan.Transaction) int64 {
	if r.ahead[t.ID] {
		return 2*t.Seq - 3
	}
	return 2 * t.Seq
}

func (r *run) future(in read) {
	var s struct {
		Op   string
		Kind string `json:"transaction_type"`
		Rule string
	}
	in(&s)
	r.setFuture(s.Kind, s.Rule)
}

// charge adds a charge that the file describes in words.
func (r *run) charge(in read) {
	var s struct {
		Op      string
		Charge  string
		Due     day.Date
		Amount  decimal
		Percent money.Rate
	}
	in(&s)
	kind := pick(r.t, "charge", s.Charge, r.file.Charges)
	amount := int64(s.Amount)
	switch kind.Calculation {
	case "flat amount":
		if s.Amount == 0 {
			r.t.Fatalf("%s: %s needs an amount", r.what, s.Charge)
		}
	case "percent of principal plus interest of the whole contract":
		if s.Percent.IsZero() || s.Amount != 0 {
			r.t.Fatalf("%s: %s needs a percentage and no amount", r.what, s.Charge)
		}
		for _, row := range r.account.Rows {
			amount += row.Owed.Principal + row.Owed.Interest
		}
		num, den := s.Percent.Ratio()
		share, err := money.Of(amount, r.p.Currency).MulRat(num, den, r.p.Rounding)
		if err != nil {
			r.t.Fatalf("%s: %v", r.what, err)
		}
		amount = share.Minor
	default:
		r.t.Fatalf("%s: calculation %q is not known", r.what, kind.Calculation)
	}
	pick(r.t, "when", kind.When, map[string]bool{"stated due date": true})
	t := r.book(loan.Transaction{Kind: loan.Charge, On: min(r.today, s.Due), Due: s.Due, Amount: amount,
		Penalty: pick(r.t, "kind", kind.Kind, map[string]bool{"fee": false, "penalty": true})})
	r.names[t.ID] = s.Charge
}

func (r *run) reschedule(in read) {
	var s struct {
		Op          string
		From        day.Date    `json:"from_date"`
		SubmittedOn day.Date    `json:"submitted_on"`
		NewDueOn    day.Date    `json:"new_due_date"`
		Grace       int         `json:"grace_principal"`
		GraceOf     int         `json:"grace_interest"`
		Extra       int         `json:"extra_instalments"`
		Rate        *money.Rate `json:"new_annual_rate_pct"`
	}
	in(&s)
	if s.GraceOf != 0 {
		r.t.Fatalf("%s: grace_interest is not known", r.what)
	}
	r.book(loan.Transaction{Kind: loan.Reschedule, On: s.SubmittedOn, Turn: &loan.Turn{From: s.From, NewDueOn: s.NewDueOn, Grace: s.Grace, Extra: s.Extra, Rate: s.Rate}})
}

func (r *run) reAge(in read) {
	var s struct {
		Op    string
		Date  day.Date
		Every int
		Unit  string
		Start day.Date
		Count int `json:"instalments"`
	}
	in(&s)
	if s.Date == 0 {
		s.Date = r.today
	}
	unit := pick(r.t, "unit", s.Unit, map[string]loan.Unit{"DAYS": loan.Days, "WEEKS": loan.Weeks, "MONTHS": loan.Months, "YEARS": loan.Years})
	r.book(loan.Transaction{Kind: loan.ReAge, On: s.Date, Tail: &loan.Tail{Start: s.Start, Every: s.Every, Unit: unit, Count: s.Count}})
}

func (r *run) closeStep(in read) {
	var s struct{ Op, Step string }
	in(&s)
	r.recalc = pick(r.t, "step", s.Step, map[string]bool{"LOAN_INTEREST_RECALCULATION": true, "APPLY_CHARGE_TO_OVERDUE_LOANS": false,
		"LOAN_DELINQUENCY_CLASSIFICATION": false, "CHECK_LOAN_REPAYMENT_DUE": false, "CHECK_LOAN_REPAYMENT_OVERDUE": false, "UPDATE_LOAN_ARREARS_AGING": false,
		"ADD_PERIODIC_ACCRUAL_ENTRIES": false}) || r.recalc
}

// close is the daily close of the contract: overdue charges, interest brought up to the day, income accrued to the day
// before.
func (r *run) close(in read) {
	var s onDay
	in(&s)
	if r.p.OverdueCharge != "" {
		kind := pick(r.t, "overdue_charge", r.p.OverdueCharge, r.file.Charges)
		pick(r.t, "calculation", kind.Calculation, map[string]bool{"1.5 percent of principal plus interest of the overdue instalment": true})
		r.contract.Settings.Penalty.OneOff = money.MustParseRate("1.5")
		r.refresh()
		for _, t := range r.account.LateCharges(r.today) {
			t.On = min(t.On, t.Due)
			booked := r.book(t)
			r.names[booked.ID] = r.p.OverdueCharge
		}
	}
	if r.recalc {
		r.book(loan.Transaction{Kind: loan.Calculate, On: r.today})
	}
	r.accrue(r.today.Add(-1))
}
