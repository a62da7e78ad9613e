package lease

import (
	"math"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// BookAccount is an account that a lessor's books need; the ledger gives it a number.
type BookAccount string

// The accounts.
const (
	NetInvestmentAccount BookAccount = "net_investment"
	ReceivableAccount    BookAccount = "receivable"
	AssetAccount         BookAccount = "asset" // the unit: in stock, leased out or come back
	CashAccount          BookAccount = "cash"
	FinanceIncomeAccount BookAccount = "finance_income"
	RevenueAccount       BookAccount = "revenue"
	CostOfSaleAccount    BookAccount = "cost_of_sale"
	SellingCostAccount   BookAccount = "selling_cost"
	DisposalAccount      BookAccount = "gain_on_disposal"
	ResidualLossAccount  BookAccount = "residual_loss"
	ModificationAccount  BookAccount = "gain_on_modification"
	DepreciationAccount  BookAccount = "depreciation"
	WornAccount          BookAccount = "accumulated_depreciation"
	RentalIncomeAccount  BookAccount = "rental_income"
	RentAccrualAccount   BookAccount = "rent_accrual" // billed and earned rent differ here
	DirectCostAccount    BookAccount = "initial_direct_cost"
	CostSpreadAccount    BookAccount = "direct_cost_expense"
	AllowanceAccount     BookAccount = "loss_allowance"
	ImpairmentAccount    BookAccount = "impairment"
)

// Posting moves minor units from one account to another: it balances or does not exist.
type Posting struct {
	On     day.Date    `json:"on"`
	Debit  BookAccount `json:"debit"`
	Credit BookAccount `json:"credit"`
	Minor  int64       `json:"minor"` // above zero
	Text   errs.Text   `json:"text"`
}

// post appends a posting; a negative amount goes the other way, nothing is not posted.
func post(to []Posting, on day.Date, debit, credit BookAccount, minor int64, text errs.Text) []Posting {
	switch {
	case minor == 0:
		return to
	case minor < 0:
		debit, credit, minor = credit, debit, -minor
	}
	return append(to, Posting{on, debit, credit, minor, text})
}

// Balances sums postings by account, debits above zero; together the balances are nothing.
func Balances(postings []Posting) map[BookAccount]int64 {
	sums := map[BookAccount]int64{}
	for _, p := range postings {
		sums[p.Debit] += p.Minor
		sums[p.Credit] -= p.Minor
	}
	return sums
}

// Inception is what decides on the day of inception whether a lease is a finance lease (B1); IFRS 16 par. 61 to 67. Present
// value and thresholds are the house's policy: the standard gives no percentages.
type Inception struct {
	On          day.Date   `json:"on"`
	Transfers   bool       `json:"transfers"` // ownership passes by the end of the term; par. 63(a)
	Bargain     bool       `json:"bargain"`   // an option so cheap that it is reasonably certain to be exercised; par. 63(b)
	TermMonths  int        `json:"term_months"`
	LifeMonths  int        `json:"life_months"`   // economic life of the unit; par. 63(c)
	Present     int64      `json:"present_minor"` // of the payments, guaranteed residuals included, at the implicit rate; par. 63(d)
	FairValue   int64      `json:"fair_value_minor"`
	Specialised bool       `json:"specialised"`                // only this lessee can use the unit without major changes; par. 63(e)
	MajorPart   money.Rate `json:"major_part,omitzero"`        // zero = 75 percent
	AboutAll    money.Rate `json:"substantially_all,omitzero"` // zero = 90 percent
}

// Sign is one sign of a finance lease, seen or not, with its reason.
type Sign struct {
	Paragraph string    `json:"paragraph"`
	Seen      bool      `json:"seen"`
	Why       errs.Text `json:"why"`
}

// Classification is decided once, at inception, and again only when the contract itself is modified: neither default nor
// other estimates change it (par. 66).
type Classification struct {
	On      day.Date `json:"on"`
	Finance bool     `json:"finance"`
	Signs   []Sign   `json:"signs"`
}

// Classify looks for the signs of a finance lease; one is enough. Errors: Invalid with every fault.
func Classify(i Inception) (Classification, error) {
	if err := i.check(); err != nil {
		return Classification{}, err
	}
	major, all := i.MajorPart, i.AboutAll
	if major.IsZero() {
		major = money.MustParseRate("75")
	}
	if all.IsZero() {
		all = money.MustParseRate("90")
	}
	c := Classification{On: i.On}
	see := func(paragraph string, seen bool, yes, no errs.Text) {
		why := no
		if seen {
			why = yes
		}
		c.Signs = append(c.Signs, Sign{paragraph, seen, why})
		c.Finance = c.Finance || seen
	}
	see("63(a)", i.Transfers, errs.T("ownership passes to the lessee"), errs.T("ownership stays with the lessor"))
	see("63(b)", i.Bargain, errs.T("the lessee will surely buy at the agreed price"), errs.T("no option that is surely exercised"))
	part, err := share(int64(i.TermMonths), int64(i.LifeMonths))
	if err != nil {
		return c, err
	}
	see("63(c)", !below(part, major), errs.T("the term is {percent} percent of the life of the unit: {threshold} or more", "percent", part, "threshold", major),
		errs.T("the term is {percent} percent of the life of the unit: less than {threshold}", "percent", part, "threshold", major))
	if part, err = share(i.Present, i.FairValue); err != nil {
		return c, err
	}
	see("63(d)", !below(part, all), errs.T("the payments are worth {percent} percent of the unit: {threshold} or more", "percent", part, "threshold", all),
		errs.T("the payments are worth {percent} percent of the unit: less than {threshold}", "percent", part, "threshold", all))
	see("63(e)", i.Specialised, errs.T("only this lessee can use the unit"), errs.T("others can use the unit too"))
	return c, nil
}

// share is a part as a percentage of a whole, to two decimals, rounded down so that a threshold is reached and not neared.
func share(part, whole int64) (money.Rate, error) {
	return money.RateOf(math.Floor(float64(part)/float64(whole)*10_000) / 10_000)
}

func (i Inception) check() error {
	var f errs.Faults
	if i.On == 0 {
		f.Add("on", "this needs a day")
	}
	if i.TermMonths < 1 || i.TermMonths > 12*MaxCount {
		f.Add("term_months", "the term is from 1 to {most} months", "most", 12*MaxCount)
	}
	if i.LifeMonths < 1 || i.LifeMonths > 12*MaxCount {
		f.Add("life_months", "the life of the unit is from 1 to {most} months", "most", 12*MaxCount)
	}
	checkSum(&f, "present_minor", i.Present)
	if checkSum(&f, "fair_value_minor", i.FairValue); i.FairValue == 0 {
		f.Add("fair_value_minor", "the amount is not above zero")
	}
	for _, c := range []struct {
		field string
		rate  money.Rate
	}{{"major_part", i.MajorPart}, {"substantially_all", i.AboutAll}} {
		checkShare(&f, c.field, c.rate)
	}
	return f.Err()
}
