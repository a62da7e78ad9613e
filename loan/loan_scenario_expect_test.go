package loan_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontor/day"
	"kontor/loan"
	"kontor/money"
)

// cells is one row as the file writes it: decimal text, dates, numbers, names.
type cells = map[string]any

func euros(minor int64) string {
	text := money.Of(minor, "EUR").Decimal()
	return text
}

// compare holds what the file expects of a row against what we have; a column that we do not have fails by name.
func (r *run) compare(where string, want, got cells, columns ...string) bool {
	r.t.Helper()
	ok := true
	for _, column := range slices.Sorted(maps.Keys(want)) {
		if len(columns) > 0 && !slices.Contains(columns, column) {
			continue
		}
		w := want[column]
		g, known := got[column]
		if n, isNumber := w.(json.Number); isNumber {
			w = n.String()
		}
		if !known {
			r.t.Errorf("%s %s: column %q is not known", r.what, where, column)
			ok = false
		} else if fmt.Sprint(w) != fmt.Sprint(g) && !(w == nil && g == "") {
			r.t.Errorf("%s %s %s: got %v, want %v", r.what, where, column, g, w)
			ok = false
		}
	}
	return ok
}

func (r *run) expectSchedule(in read) {
	r.t.Helper()
	var s struct {
		Op    string
		Rows  []cells
		Total cells
	}
	in(&s)
	got := r.schedule()
	if len(got) != len(s.Rows) {
		r.t.Errorf("%s: got %d rows, want %d: %v", r.what, len(got), len(s.Rows), got)
		return
	}
	var columns []string
	if r.s.Disabled {
		columns = []string{"kind", "nr", "days", "date", "paid_date"}
	}
	ok := true
	for i, want := range s.Rows {
		ok = r.compare(fmt.Sprintf("row %d", i), want, got[i], columns...) && ok
	}
	if !r.s.Disabled {
		ok = r.compare("total", s.Total, r.total()) && ok
	}
	if ok {
		r.tally.schedules++
		r.tally.rows += len(s.Rows)
	}
}

// schedule is the table of draw-downs and rows, by date, a draw-down first.
func (r *run) schedule() (out []cells) {
	var draws []loan.Draw
	for _, i := range r.ordered() {
		if t := r.txs[i]; t.Kind == loan.Disburse && !t.Reversed {
			draws = append(draws, loan.Draw{On: t.On, Amount: t.Amount})
		}
	}
	if len(draws) == 0 {
		draws = r.contract.Expected
	}
	draw := func(until day.Date) {
		for len(draws) > 0 && draws[0].On <= until {
			out = append(out, cells{"kind": "disbursement", "date": draws[0].On.String(), "balance": euros(draws[0].Amount), "fees": "0.00",
				"penalties": "0.00", "due": "0.00", "paid": "0.00", "in_advance": "", "late": "", "outstanding": "0.00"})
			draws = draws[1:]
		}
	}
	last := r.contract.StartsOn
	for _, row := range r.account.Rows {
		draw(row.DueOn)
		from := row.From
		if from == 0 || row.Kind == loan.Extra {
			from = last
		}
		out = append(out, cells{"kind": "instalment", "nr": row.Nr, "days": row.DueOn.Sub(from), "date": row.DueOn.String(), "paid_date": row.PaidOn.String(),
			"balance": euros(row.Balance), "principal": euros(row.Owed.Principal), "interest": euros(row.Owed.Interest), "fees": euros(row.Owed.Fee),
			"penalties": euros(row.Owed.Penalty), "due": euros(row.Owed.Total()), "paid": euros(row.Paid.Total()), "in_advance": euros(row.Early),
			"late": euros(row.Late), "outstanding": euros(row.Open().Total())})
		last = row.DueOn
	}
	draw(day.Max)
	return out
}

func (r *run) total() cells {
	var owed, paid, open loan.Part
	var early, late int64
	for _, row := range r.account.Rows {
		owed, paid, open = owed.Add(row.Owed), paid.Add(row.Paid), open.Add(row.Open())
		early, late = early+row.Early, late+row.Late
	}
	return cells{"principal": euros(owed.Principal), "interest": euros(owed.Interest), "fees": euros(owed.Fee), "penalties": euros(owed.Penalty),
		"due": euros(owed.Total()), "paid": euros(paid.Total()), "in_advance": euros(early), "late": euros(late), "outstanding": euros(open.Total())}
}

// label is how the scenarios call a kind, empty for what they do not list.
func label(k loan.TransactionKind) string {
	return map[loan.TransactionKind]string{loan.Disburse: "Disbursement", loan.DownPayment: "Down Payment", loan.Payment: "Repayment", loan.Goodwill: "Goodwill Credit",
		loan.SupplierRefund: "Merchant Issued Refund", loan.PayoutRefund: "Payout Refund", loan.Refund: "Credit Balance Refund", loan.Accrue: "Accrual",
		loan.ReAge: "Re-age", loan.ReAmortise: "Re-amortize", loan.ChargeOff: "Charge-off", loan.Recovery: "Recovery Repayment"}[k]
}

// transactions is the table of what happened.
func (r *run) transactions() (out []cells) {
	for _, i := range r.ordered() {
		t := r.txs[i]
		done, ok := r.account.Find(t.ID)
		if t.Reversed {
			done, ok = r.gone[t.ID], true
		}
		if !ok {
			continue
		}
		part := loan.Part{}
		if len(done.Met) == 0 {
			part = done.Part
		}
		for _, m := range done.Met { // what was held first and met something later is not shown with it
			if m.On == done.On {
				part = part.Add(m.Part)
			}
		}
		balance := done.Balance
		switch t.Kind {
		case loan.Accrue, loan.ReAge, loan.ReAmortise, loan.ChargeOff:
			balance = 0
		}
		out = append(out, cells{"date": done.On.String(), "type": label(t.Kind), "amount": euros(done.Amount), "principal": euros(part.Principal),
			"interest": euros(part.Interest), "fees": euros(part.Fee), "penalties": euros(part.Penalty), "balance": euros(balance), "reverted": t.Reversed})
	}
	return out
}

func (r *run) expectTransactions(in read) {
	r.t.Helper()
	var s struct {
		Op   string
		Rows []cells
	}
	in(&s)
	got := r.transactions()
	if len(got) != len(s.Rows) {
		r.t.Errorf("%s: got %d transactions, want %d: %v", r.what, len(got), len(s.Rows), got)
		return
	}
	r.alike(s.Rows, got)
	ok := true
	for i, want := range s.Rows {
		ok = r.compare(fmt.Sprintf("row %d", i), want, got[i]) && ok
	}
	if ok {
		r.tally.lists++
	}
}

// alike puts rows of one day in the order of the file, for that order means nothing.
func (r *run) alike(want, got []cells) {
	for i := range want {
		for j := i; j < len(got) && got[j]["date"] == got[i]["date"]; j++ {
			if matches(want[i], got[j]) {
				got[i], got[j] = got[j], got[i]
				break
			}
		}
	}
}

func matches(want, got cells) bool {
	for column, w := range want {
		if fmt.Sprint(w) != fmt.Sprint(got[column]) {
			return false
		}
	}
	return true
}

// expectTransaction looks for rows that must be among those that count.
func (r *run) expectTransaction(in read) {
	r.t.Helper()
	var s struct {
		Op   string
		Rows []cells
	}
	in(&s)
	for _, want := range s.Rows {
		found := slices.ContainsFunc(r.transactions(), func(got cells) bool {
			return matches(want, got) && (got["reverted"] == false || want["reverted"] == true)
		})
		if !found {
			r.t.Errorf("%s: %v is not among %v", r.what, want, r.transactions())
			return
		}
	}
	r.tally.lists++
}

// books are the accounts of the scenarios: kind, number, name.
var books = map[string][3]string{
	string(loan.Funds):            {"LIABILITY", "145023", "Suspense/Clearing account"},
	string(loan.Receivable):       {"ASSET", "112601", "Loans Receivable"},
	string(loan.IncomeReceivable): {"ASSET", "112603", "Interest/Fee Receivable"},
	string(loan.InterestIncome):   {"INCOME", "404000", "Interest Income"},
	string(loan.FeeIncome):        {"INCOME", "404007", "Fee Income"},
	string(loan.UnappliedMoney):   {"LIABILITY", "l1", "Overpayment account"},
	string(loan.GoodwillCost):     {"EXPENSE", "744003", "Goodwill Expense Account"},
	string(loan.Loss):             {"EXPENSE", "744007", "Credit Loss/Bad Debt"},
	string(loan.FraudLoss):        {"EXPENSE", "744037", "Credit Loss/Bad Debt-Fraud"},
	string(loan.InterestGivenUp):  {"INCOME", "404001", "Interest Income Charge Off"},
	string(loan.FeeGivenUp):       {"INCOME", "404008", "Fee Charge Off"},
	string(loan.RecoveryIncome):   {"INCOME", "744008", "Recoveries"},
}

var journalKinds = map[string]loan.TransactionKind{"DISBURSEMENT": loan.Disburse, "CHARGE_OFF": loan.ChargeOff, "ACCRUAL": loan.Accrue, "CREDIT_BALANCE_REFUND": loan.Refund}

// expectJournal compares the lines of one transaction; their order in the books means nothing.
func (r *run) expectJournal(in read) {
	r.t.Helper()
	var s struct {
		Op          string
		Transaction string
		Date        day.Date
		Rows        []cells
	}
	in(&s)
	kinds := maps.Clone(payKinds)
	maps.Copy(kinds, journalKinds)
	kind := pick(r.t, "transaction", s.Transaction, kinds)
	var want []string
	for _, row := range s.Rows {
		want = append(want, line(row["type"], row["account"], row["name"], row["debit"], row["credit"]))
	}
	slices.Sort(want)
	var all [][]string
	for _, i := range r.ordered() {
		t := r.txs[i]
		if t.Kind != kind || t.On != s.Date {
			continue
		}
		got := r.lines(t)
		if slices.Equal(got, want) {
			r.tally.journals++
			return
		}
		all = append(all, got)
	}
	r.t.Errorf("%s %s %s: got\n%s\nwant\n%s", r.what, s.Transaction, s.Date, strings.Join(slices.Concat(all...), "\n"), strings.Join(want, "\n"))
}

// lines are what the books show for a transaction; one that was reversed shows its mirror image too.
func (r *run) lines(t loan.Transaction) (out []string) {
	done, _ := r.account.Find(t.ID)
	if t.Reversed {
		done = r.gone[t.ID]
	}
	show := func(minor int64) any {
		if minor == 0 {
			return nil
		}
		return euros(minor)
	}
	for _, leg := range done.Legs(r.fraud) {
		b := pick(r.t, "account", string(leg.Account), books)
		out = append(out, line(b[0], b[1], b[2], show(leg.Debit), show(leg.Credit)))
		if t.Reversed {
			out = append(out, line(b[0], b[1], b[2], show(leg.Credit), show(leg.Debit)))
		}
	}
	slices.Sort(out)
	return out
}

func line(cells ...any) string {
	text := make([]string, len(cells))
	for i, c := range cells {
		if c != nil {
			text[i] = fmt.Sprint(c)
		}
	}
	return strings.Join(text, " | ")
}

func (r *run) expectStatus(in read) {
	r.t.Helper()
	var s struct{ Op, Status string }
	in(&s)
	got := map[loan.Status]string{
		loan.Approved: "SUBMITTED_AND_PENDING_APPROVAL", loan.Active: "ACTIVE", loan.Overpaid: "OVERPAID",
		loan.Closed: "CLOSED_OBLIGATIONS_MET", loan.WrittenOff: "CLOSED_WRITTEN_OFF"}[r.account.Status]
	if r.approved && r.account.Status == loan.Approved {
		got = "APPROVED"
	}
	want := strings.ToUpper(strings.NewReplacer(" ", "_", "(", "", ")", "").Replace(s.Status))
	if got != want {
		r.t.Errorf("%s: got %s, want %s", r.what, got, want)
		return
	}
	r.tally.others++
}

func (r *run) expectAmount(in read, got int64) {
	r.t.Helper()
	var s onDay
	in(&s)
	if got != int64(s.Amount) {
		r.t.Errorf("%s: got %s, want %s", r.what, euros(got), euros(int64(s.Amount)))
		return
	}
	r.tally.others++
}

func (r *run) expectCharges(in read) {
	r.t.Helper()
	var s struct {
		Op   string
		Rows []cells
	}
	in(&s)
	names := map[string][2]string{
		"LOAN_NSF_FEE":                                  {"NSF fee", "Flat"},
		"LOAN_SNOOZE_FEE":                               {"Snooze fee", "Flat"},
		"LOAN_PERCENTAGE_PROCESSING_FEE":                {"% Processing fee", "% Loan Amount + Interest"},
		"LOAN_PERCENTAGE_LATE_FEE_AMOUNT_PLUS_INTEREST": {"% Late fee amount+interest", "% Loan Amount + Interest"},
	}
	if len(s.Rows) != len(r.account.Charges) {
		r.t.Errorf("%s: got %d charges, want %d", r.what, len(r.account.Charges), len(s.Rows))
		return
	}
	ok := true
	for i, want := range s.Rows {
		c := r.account.Charges[i]
		name := pick(r.t, "charge", r.names[c.ID], names)
		ok = r.compare(fmt.Sprintf("row %d", i), want, cells{"name": name[0], "calculation": name[1], "penalty": c.Penalty, "due_on": c.DueOn.String(),
			"due": euros(c.Amount), "paid": euros(c.Paid), "waived": euros(c.Waived), "outstanding": euros(c.Open())}) && ok
	}
	if ok {
		r.tally.others++
	}
}

func (r *run) expectChargedOff(in read) {
	r.t.Helper()
	var s onDay
	in(&s)
	if r.account.ChargedOn != s.Date {
		r.t.Errorf("%s: got %s, want %s", r.what, r.account.ChargedOn, s.Date)
		return
	}
	r.tally.others++
}

// expectReversed asks whether the n-th transaction of the contract is reversed.
func (r *run) expectReversed(in read) {
	r.t.Helper()
	var s struct {
		Op, Type string
		Nth      int
	}
	in(&s)
	order := r.ordered()
	if s.Nth < 1 || s.Nth > len(order) {
		r.t.Fatalf("%s: there is no %d. transaction", r.what, s.Nth)
	}
	if t := r.txs[order[s.Nth-1]]; !t.Reversed || label(t.Kind) != s.Type {
		r.t.Errorf("%s: the %d. is a %s, reversed %v; want a reversed %s", r.what, s.Nth, label(t.Kind), t.Reversed, s.Type)
		return
	}
	r.tally.others++
}

func (r *run) expectAllMet(in read) {
	r.t.Helper()
	var s onDay
	in(&s)
	for _, row := range r.account.Rows {
		if !row.Met() || row.PaidOn == 0 {
			r.t.Errorf("%s: row %d owes %v", r.what, row.Nr, row.Open())
			return
		}
	}
	r.tally.others++
}
