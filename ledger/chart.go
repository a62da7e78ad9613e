package ledger

import "slices"

// Code says what an account is for; the chart lists them all.
type Code string

// The codes of the chart.
const (
	Bank                Code = "bank"                 // money of the house
	ReceivablePrincipal Code = "receivable_principal" // price or financed amount that a customer owes
	ReceivableInterest  Code = "receivable_interest"  // interest that is billed and not paid
	ReceivableFee       Code = "receivable_fee"       // fees that are billed and not paid
	ReceivablePenalty   Code = "receivable_penalty"   // penalties that are billed and not paid
	Advance             Code = "advance"              // paid by customers before delivery: owed back until the unit is theirs to use
	Unapplied           Code = "unapplied"            // received and not allocated: visible, owed back
	Revenue             Code = "revenue"              // price of what was delivered
	IncomeInterest      Code = "income_interest"
	IncomeFee           Code = "income_fee"
	IncomePenalty       Code = "income_penalty"
	Opening             Code = "opening"            // other side of balances brought in
	Loss                Code = "loss"               // what nobody will pay
	ReceivableSponsor   Code = "receivable_sponsor" // what programmes pay and sponsors still owe
	DeferredSubsidy     Code = "deferred_subsidy"   // paid or owed by sponsors and not earned yet
	IncomeSubsidy       Code = "income_subsidy"     // earned in place of interest
	PayableSponsor      Code = "payable_sponsor"    // what goes back to sponsors of contracts that ended early
	TaxPayable          Code = "tax_payable"        // charged to customers and owed to the state
	ReturnedUnits       Code = "returned_units"     // units that came back, at the value that was credited for them
	Position            Code = "position"           // own side of an exchange, one a currency (L18)
	Rounding            Code = "rounding"           // cents within tolerance
	GuaranteeCost       Code = "guarantee_cost"     // commissions of guarantors that the house bears
	GuaranteeAccrual    Code = "guarantee_accrual"  // of these, asked for and not used yet; below zero: used and not asked for yet
	PayableGuarantor    Code = "payable_guarantor"  // of these, asked for and not paid
)

// Class is the part of the books a code belongs to.
type Class string

// The classes of accounts.
const (
	Asset     Class = "asset"
	Liability Class = "liability"
	Income    Class = "income"
	Expense   Class = "expense"
	Equity    Class = "equity"
)

// Side is one of the two sides of an account.
type Side string

// The sides.
const (
	DebitSide  Side = "debit"
	CreditSide Side = "credit"
)

// Limit says which side of an account may never outrun the other (L5).
type Limit string

// The limits.
const (
	Free                Limit = ""
	DebitsWithinCredits Limit = "debits_must_not_exceed_credits" // what we owe: nobody takes out more than was put in
	CreditsWithinDebits Limit = "credits_must_not_exceed_debits" // what we are owed: nobody pays off more than is owed
)

// Line is one line of the chart of accounts.
type Line struct {
	Code  Code  `json:"code"`
	Class Class `json:"class"`
	Side  Side  `json:"side"` // on which a balance is normal
	Limit Limit `json:"limit,omitempty"`
}

var chart = []Line{
	{Bank, Asset, DebitSide, Free}, // a bank may let us overdraw
	{ReceivablePrincipal, Asset, DebitSide, CreditsWithinDebits},
	{ReceivableInterest, Asset, DebitSide, CreditsWithinDebits},
	{ReceivableFee, Asset, DebitSide, CreditsWithinDebits},
	{ReceivableSponsor, Asset, DebitSide, CreditsWithinDebits},
	{ReceivablePenalty, Asset, DebitSide, CreditsWithinDebits},
	{ReturnedUnits, Asset, DebitSide, Free},
	{Position, Asset, DebitSide, Free},
	{GuaranteeAccrual, Asset, DebitSide, Free},
	{Advance, Liability, CreditSide, DebitsWithinCredits},
	{Unapplied, Liability, CreditSide, DebitsWithinCredits},
	{DeferredSubsidy, Liability, CreditSide, DebitsWithinCredits},
	{PayableSponsor, Liability, CreditSide, DebitsWithinCredits},
	{TaxPayable, Liability, CreditSide, Free},
	{PayableGuarantor, Liability, CreditSide, DebitsWithinCredits},
	{Opening, Equity, CreditSide, Free},
	{Revenue, Income, CreditSide, Free},
	{IncomeInterest, Income, CreditSide, Free},
	{IncomeFee, Income, CreditSide, Free},
	{IncomeSubsidy, Income, CreditSide, Free},
	{IncomePenalty, Income, CreditSide, Free},
	{GuaranteeCost, Expense, DebitSide, Free},
	{Loss, Expense, DebitSide, Free},
	{Rounding, Expense, DebitSide, Free},
}

// Chart lists the accounts in the order of a balance sheet, then of an income statement.
func Chart() []Line { return slices.Clone(chart) }

// Known reports whether the chart has the code.
func (c Code) Known() bool { return c.line() != nil }

// Side is the side on which a balance of this code is normal; the debit side for an unknown code.
func (c Code) Side() Side {
	if l := c.line(); l != nil {
		return l.Side
	}
	return DebitSide
}

// Limit says which side may not outrun the other.
func (c Code) Limit() Limit {
	if l := c.line(); l != nil {
		return l.Limit
	}
	return Free
}

func (c Code) line() *Line {
	for i := range chart {
		if chart[i].Code == c {
			return &chart[i]
		}
	}
	return nil
}
