package lease_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// dealerB4 is the lease that the handbook works out: cost 3,200,000, fair value 4,000,000, 36 rentals of 130,000 and an
// unguaranteed residual of 400,000.
func dealerB4() lease.LessorLease {
	l := lease.LessorLease{Currency: "EUR", Start: day.MustOf(2026, 1, 31), EveryMonths: 1, Cost: 320_000_000, FairValue: 400_000_000, Unguaranteed: 40_000_000, Dealer: true}
	l.Payments = append([]int64{0}, slices.Repeat([]int64{13_000_000}, 36)...)
	return l
}

func ExampleBookFinance() {
	b, err := lease.BookFinance(dealerB4())
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%.7f percent a month\n", 100*b.Periodic)
	fmt.Println("revenue", b.Revenue, "cost of sale", b.CostOfSale, "profit", b.Profit)
	for _, p := range b.Postings[:5] {
		fmt.Println(p.On, p.Debit, "from", p.Credit, money.Of(p.Minor, "EUR"))
	}
	r, err := b.ReviseResidual(18, 25_000_000)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println("a lower residual loses", r.Loss)
	// Output:
	// 1.2581394 percent a month
	// revenue 3744975.42 EUR cost of sale 2944975.42 EUR profit 800000.00 EUR
	// 2026-01-31 net_investment from revenue 3744975.42 EUR
	// 2026-01-31 cost_of_sale from asset 2944975.42 EUR
	// 2026-01-31 net_investment from asset 255024.58 EUR
	// 2026-02-28 net_investment from finance_income 50325.58 EUR
	// 2026-02-28 receivable from net_investment 130000.00 EUR
	// a lower residual loses 119771.17 EUR
}

func postingsText(b *strings.Builder, title string, currency money.Currency, postings []lease.Posting) {
	fmt.Fprintf(b, "%s\n\n", title)
	for i, p := range postings {
		if i == 9 && len(postings) > 15 {
			b.WriteString("...\n")
		}
		if i < 9 || i >= len(postings)-6 || len(postings) <= 15 {
			fmt.Fprintf(b, "%s  %-22s%-22s%16s  %s\n", p.On, p.Debit, p.Credit, money.Of(p.Minor, currency).Decimal(), p.Text)
		}
	}
	sums := lease.Balances(postings)
	var accounts []lease.BookAccount
	for a := range sums {
		accounts = append(accounts, a)
	}
	slices.Sort(accounts)
	b.WriteString("\n")
	for _, a := range accounts {
		fmt.Fprintf(b, "%-34s%38s\n", a, money.Of(sums[a], currency).Decimal())
	}
	b.WriteString("\n")
}

func TestEntriesOfALessor(t *testing.T) {
	var out strings.Builder
	b, err := lease.BookFinance(dealerB4())
	if err != nil {
		t.Fatal(err)
	}
	postingsText(&out, "A dealer's finance lease (B3, B4)", "EUR", b.Postings)
	r, err := b.ReviseResidual(18, 25_000_000)
	if err != nil {
		t.Fatal(err)
	}
	postingsText(&out, "Its residual is revised after 18 rentals from 400,000 to 250,000 (B5, S38)", "EUR", append(r.Postings, r.Book.Postings...))
	m, err := b.Modify(lease.Modification{Period: 18, Payments: slices.Repeat([]int64{10_000_000}, 24), Unguaranteed: 40_000_000})
	if err != nil {
		t.Fatal(err)
	}
	postingsText(&out, "It is modified after 18 rentals: 24 of 100,000 instead of 18 of 130,000 (B7)\n"+m.Why.String(), "EUR", append(m.Postings, m.Book.Postings...))
	bank := dealerB4()
	bank.Dealer, bank.Cost, bank.DirectCost = false, bank.FairValue, 2_500_000
	if b, err = lease.BookFinance(bank); err != nil {
		t.Fatal(err)
	}
	postingsText(&out, fmt.Sprintf("A financier's finance lease with initial direct costs: %.7f percent a month (B2)", 100*b.Periodic), "EUR", b.Postings)
	bank.Payments[0], bank.Payments[36] = 13_000_000, 0 // in advance
	o, err := lease.BookOperating(bank)
	if err != nil {
		t.Fatal(err)
	}
	postingsText(&out, "The same in advance, as an operating lease (B6)", "EUR", o.Postings)
	golden(t, "ifrs16-entries.txt", out.String())
}

func TestClassification(t *testing.T) {
	base := lease.Inception{On: day.MustOf(2026, 1, 1), TermMonths: 36, LifeMonths: 120, Present: 60, FairValue: 100}
	for name, c := range map[string]struct {
		change func(*lease.Inception)
		seen   string // paragraphs
	}{
		"an operating lease":      {func(*lease.Inception) {}, ""},
		"title passes":            {func(i *lease.Inception) { i.Transfers = true }, "63(a)"},
		"a bargain":               {func(i *lease.Inception) { i.Bargain = true }, "63(b)"},
		"most of the life":        {func(i *lease.Inception) { i.TermMonths = 90 }, "63(c)"},
		"nearly most of the life": {func(i *lease.Inception) { i.TermMonths = 89 }, ""},
		"nearly all of the value": {func(i *lease.Inception) { i.Present = 90 }, "63(d)"},
		"not all of the value":    {func(i *lease.Inception) { i.Present, i.FairValue = 89_999_999, 100_000_000 }, ""},
		"another policy":          {func(i *lease.Inception) { i.Present, i.AboutAll = 90, money.MustParseRate("95") }, ""},
		"nobody else can use it":  {func(i *lease.Inception) { i.Specialised, i.Transfers = true, true }, "63(a) 63(e)"},
	} {
		in := base
		c.change(&in)
		got, err := lease.Classify(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var seen []string
		for _, s := range got.Signs {
			if s.Why.IsZero() {
				t.Errorf("%s: %s has no reason", name, s.Paragraph)
			}
			if s.Seen {
				seen = append(seen, s.Paragraph)
			}
		}
		if strings.Join(seen, " ") != c.seen || got.Finance != (c.seen != "") || len(got.Signs) != 5 {
			t.Errorf("%s: got %v, %v", name, seen, got.Finance)
		}
	}
	_, err := lease.Classify(lease.Inception{Present: -1, MajorPart: money.MustParseRate("101")})
	var fields []string
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	if d := cmp.Diff([]string{"on", "term_months", "life_months", "present_minor", "fair_value_minor", "major_part"}, fields); d != "" {
		t.Error(d)
	}
}

func drawLessorLease(t *rapid.T) lease.LessorLease {
	l := lease.LessorLease{Currency: rapid.SampledFrom([]money.Currency{"JPY", "EUR", "KWD"}).Draw(t, "currency"), Start: day.Date(rapid.IntRange(730_000, 740_000).Draw(t, "start")),
		EveryMonths: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(t, "every"), FairValue: rapid.Int64Range(100_000, 1e9).Draw(t, "fair value"), Dealer: rapid.Bool().Draw(t, "dealer"),
		Guaranteed: rapid.Int64Range(0, 20_000).Draw(t, "guaranteed"), Unguaranteed: rapid.Int64Range(0, 20_000).Draw(t, "unguaranteed"), DirectCost: rapid.Int64Range(0, 1000).Draw(t, "direct cost")}
	l.Cost = l.FairValue - rapid.Int64Range(0, l.FairValue/2).Draw(t, "margin")
	n := rapid.IntRange(1, 60).Draw(t, "periods")
	l.Payments = make([]int64, n+1)
	for k := range l.Payments {
		l.Payments[k] = l.FairValue / int64(n) * rapid.Int64Range(0, 200).Draw(t, "payment") / 100
	}
	l.Payments[0] = 0
	l.Payments[n] += l.FairValue / 10
	if l.Dealer && rapid.Bool().Draw(t, "market") {
		l.MarketRate = drawRate(t, "market rate", 0, 300_000)
	}
	return l
}

// The net investment is nothing in the end, income is what comes in less what went out, and every posting is above zero.
func TestFinanceBooksSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLessorLease(t)
		b, err := lease.BookFinance(l)
		if errs.Is(err, errs.Refused) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		in := l.Guaranteed + l.Unguaranteed
		for _, p := range l.Payments {
			in += p
		}
		sums := lease.Balances(b.Postings)
		all := int64(0)
		for _, s := range sums {
			all += s
		}
		if sums[lease.NetInvestmentAccount] != 0 || all != 0 {
			t.Errorf("the net investment ends at %d, all accounts at %d", sums[lease.NetInvestmentAccount], all)
		}
		if income := totalIncome(b); income != in-b.NetInvestment.Minor || sums[lease.FinanceIncomeAccount] != -income {
			t.Errorf("income is %d of %d less %v", income, in, b.NetInvestment)
		}
		if l.Dealer && (b.Revenue.Minor > l.FairValue+1 || b.Profit.Minor != b.Revenue.Minor-b.CostOfSale.Minor) {
			t.Errorf("revenue %v of a fair value of %d", b.Revenue, l.FairValue)
		}
		for _, p := range b.Postings {
			if p.Minor <= 0 || p.Debit == p.Credit || p.Text.IsZero() {
				t.Errorf("no posting: %+v", p)
			}
		}
		period := rapid.IntRange(0, len(l.Payments)-2).Draw(t, "period")
		r, err := b.ReviseResidual(period, l.Unguaranteed/2)
		if err != nil {
			t.Fatal(err)
		}
		if left := r.Book.Rows[0].Balance + lease.Balances(r.Book.Postings)[lease.NetInvestmentAccount]; left != 0 || r.Loss.Minor < 0 || r.Loss.Minor > l.Unguaranteed {
			t.Errorf("after the revision %d is left, the loss is %v", left, r.Loss)
		}
		m, err := b.Modify(lease.Modification{Period: period, Payments: []int64{l.FairValue / 2, l.FairValue / 3}, Unguaranteed: l.Unguaranteed})
		if err != nil {
			t.Fatal(err)
		}
		if left := m.Book.Rows[0].Balance + lease.Balances(m.Book.Postings)[lease.NetInvestmentAccount]; left != 0 {
			t.Errorf("after the modification %d is left", left)
		}
	})
}

func TestOperatingBooksSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLessorLease(t)
		l.Payments[0] = rapid.Int64Range(0, 1000).Draw(t, "first")
		l.Cost = max(l.Cost, l.Guaranteed+l.Unguaranteed)
		b, err := lease.BookOperating(l)
		if err != nil {
			t.Fatal(err)
		}
		rent := int64(0)
		for _, p := range l.Payments {
			rent += p
		}
		sums := lease.Balances(b.Postings)
		want := map[lease.BookAccount]int64{lease.RentAccrualAccount: 0, lease.RentalIncomeAccount: -rent, lease.ReceivableAccount: rent,
			lease.DepreciationAccount: l.Cost - l.Guaranteed - l.Unguaranteed, lease.DirectCostAccount: 0, lease.CostSpreadAccount: l.DirectCost}
		for account, w := range want {
			if sums[account] != w {
				t.Errorf("%s: got %d, want %d", account, sums[account], w)
			}
		}
		last := b.Rows[len(b.Rows)-1]
		if last.Accrual != 0 || last.Carrying != l.Guaranteed+l.Unguaranteed {
			t.Errorf("ends at %+v", last)
		}
		for _, r := range b.Rows {
			if off := r.Income - b.Income.Minor; off < 0 || off > 1 {
				t.Errorf("income of period %d is %d, of the first %v", r.Period, r.Income, b.Income)
			}
		}
	})
}

// A dealer who sells at 8 percent what costs 18 has less revenue; with the sponsor's money nothing is missing (B3).
func TestLevelledQuoteInTheBooks(t *testing.T) {
	ask := askS7(stateProgramme(lease.UpFront))
	q, err := lease.LevelRate(ask)
	if err != nil {
		t.Fatal(err)
	}
	l, err := q.Inflows(ask.Terms, 400_000_000)
	if err != nil {
		t.Fatal(err)
	}
	l.Dealer = true
	with, err := lease.BookFinance(l)
	if err != nil {
		t.Fatal(err)
	}
	if with.Revenue.Minor < 500_000_000-10 || l.Payments[0] != 100_000_000+80_604_045 {
		t.Errorf("with the sponsor: got %v, %d on the first day", with.Revenue, l.Payments[0])
	}
	if with.Restated {
		t.Error("rounding is no low rate")
	}
	l.Payments[0] -= q.Reliefs[0].Cost.Minor
	without, err := lease.BookFinance(l)
	if err != nil {
		t.Fatal(err)
	}
	if missing := with.Revenue.Minor - without.Revenue.Minor; !without.Restated || missing < 80_604_045-10 || missing > 80_604_045+10 {
		t.Errorf("without the sponsor: got %v, restated %v", without.Revenue, without.Restated)
	}
}

func TestModificationKinds(t *testing.T) {
	b, err := lease.BookFinance(dealerB4())
	if err != nil {
		t.Fatal(err)
	}
	for want, m := range map[lease.ModificationKind]lease.Modification{
		lease.SeparateLease: {Period: 18, Adds: true, StandAlone: true},
		lease.NewOperating:  {Period: 18, Operating: true},
		lease.Remeasured:    {Period: 18, Adds: true, Payments: []int64{1}},
	} {
		got, err := b.Modify(m)
		if err != nil || got.Kind != want || got.Why.IsZero() {
			t.Errorf("%s: got %v, %v", want, got.Kind, err)
		}
	}
	// The same payments as before change nothing.
	same, err := b.Modify(lease.Modification{Period: 18, Payments: b.Lease.Payments[19:], Unguaranteed: 40_000_000})
	if err != nil || same.Gain.Minor > 1 || same.Gain.Minor < -1 {
		t.Errorf("got a gain of %v, %v", same.Gain, err)
	}
	for _, m := range []lease.Modification{{Period: 36, Payments: []int64{1}}, {Period: 1}, {Period: 1, Payments: []int64{-1}}} {
		if _, err := b.Modify(m); !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: got %v", m, err)
		}
	}
	if _, err := b.ReviseResidual(18, 40_000_001); !errs.Is(err, errs.Invalid) {
		t.Errorf("a higher residual: got %v", err)
	}
}

func TestFaultsOfBooks(t *testing.T) {
	l := lease.LessorLease{Currency: "XXX?", Cost: -1, FairValue: 0, Payments: []int64{-1}, EveryMonths: 13, MarketRate: money.MustParseRate("201")}
	_, err := lease.BookFinance(l)
	var fields []string
	for _, f := range errs.As(err).Faults {
		fields = append(fields, f.Field)
	}
	want := []string{"currency", "start", "every_months", "payments_minor", "payments_minor[0]", "cost_minor", "fair_value_minor", "market_rate"}
	if d := cmp.Diff(want, fields); d != "" {
		t.Error(d)
	}
	l = dealerB4()
	l.Payments = make([]int64, 37)
	l.Unguaranteed = 0
	if _, err := lease.BookFinance(l); !errs.Is(err, errs.Invalid) {
		t.Errorf("no payment at all: got %v", err)
	}
	l.Unguaranteed = 1e15 - 1
	if _, err := lease.BookOperating(l); !errs.Is(err, errs.Invalid) {
		t.Errorf("a residual above the cost: got %v", err)
	}
}

// A residual that the lessee owes is a payment; one of a third party is guaranteed, and one of nobody is not.
func TestResidualsInTheBooks(t *testing.T) {
	for by, want := range map[lease.Backer][3]int64{ // last payment without its rental, guaranteed, unguaranteed
		lease.ByLessee: {40_000_000, 0, 0}, lease.ByThirdParty: {0, 40_000_000, 0}, lease.ByNobody: {0, 0, 40_000_000},
	} {
		ask := askS7()
		ask.Terms.Residual, ask.Terms.ResidualBy = money.MustParse("400000 EUR"), by
		q, err := lease.LevelRate(ask)
		if err != nil {
			t.Fatal(err)
		}
		l, err := q.Inflows(ask.Terms, 500_000_000)
		if err != nil {
			t.Fatal(err)
		}
		got := [3]int64{l.Payments[60] - q.Schedule.LastRental.Minor, l.Guaranteed, l.Unguaranteed}
		if got != want || l.Payments[0] != 100_000_000 || l.Payments[1] != q.Schedule.Rental.Minor {
			t.Errorf("%s: got %v, want %v", by, got, want)
		}
	}
	ask := askS7()
	ask.Terms.FirstPeriodEnds = ask.Terms.Start.AddMonths(1).Add(10)
	q, err := lease.LevelRate(ask)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.Inflows(ask.Terms, 1); !errs.Is(err, errs.Refused) {
		t.Errorf("a stub: got %v", err)
	}
}
