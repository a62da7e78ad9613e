package mt

import (
	"strconv"
	"strings"

	"kontor/errs"
)

// Rule names what a finding breaks: one of the constants, or a rule of the network like "760.C1".
type Rule string

// The rules that hold for every message.
const (
	Mandatory Rule = "MANDATORY" // a field or sequence that must be there is not
	Unknown   Rule = "UNKNOWN"   // the sequence has no such field
	Order     Rule = "ORDER"     // out of order, or there twice
	Format    Rule = "FORMAT"    // not by the format of the field
	Length    Rule = "LENGTH"    // a line too long, too many lines, or a message too long
	Charset   Rule = "CHARSET"   // a character that the network does not carry there
	Code      Rule = "CODE"      // a code word that the field does not know
	Date      Rule = "DATE"      // no day of the calendar
	Amount    Rule = "AMOUNT"    // no decimal comma, no digit before it, or too long
	Decimals  Rule = "DECIMALS"  // more decimals than the currency has
	Currency  Rule = "CURRENCY"  // no currency of ISO 4217
	RefSlash  Rule = "REFSLASH"  // a reference with a slash at an end, or two in a row
	Header    Rule = "HEADER"    // block 1 or 2 is missing or broken

	TextConflict        Rule = "TEXT_CONFLICT"          // warning: the text says other than a field
	RulesFormMismatch   Rule = "RULES_FORM_MISMATCH"    // warning: the rules do not fit the form of the undertaking
	ExpiryNotAfterIssue Rule = "EXPIRY_NOT_AFTER_ISSUE" // warning: ends on or before the day it begins
)

// Severity is how grave a finding is.
type Severity string

// An error makes the message invalid, a warning wants a person to look.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is one thing that is wrong or odd. A field that is missing is named by its generic tag (58a), one that is there by its own (58A).
type Finding struct {
	Rule       Rule
	Sequence   string // empty in messages without sequences, and for the message as a whole
	Tag        string // empty for the message as a whole
	Severity   Severity
	SwiftError string // the code by which the network answers, where it is known
	Text       errs.Text
}

// Valid reports whether no finding is an error.
func Valid(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Error {
			return false
		}
	}
	return true
}

// Refusal is nil when the findings hold no error, else one refusal with all of them, each under its field ("B 31E"). Errors: Invalid.
func Refusal(findings []Finding) error {
	var f errs.Faults
	for _, x := range findings {
		if x.Severity == Error {
			f.Take(strings.TrimSpace(x.Sequence+" "+x.Tag), &errs.Error{Code: errs.Invalid, Text: x.Text})
		}
	}
	return f.Err()
}

// String is the finding for logs and tests.
func (f Finding) String() string {
	where := strings.TrimSpace(f.Sequence + " " + f.Tag)
	if where == "" {
		where = "message"
	}
	return string(f.Severity) + " " + string(f.Rule) + " " + where + " " + strconv.Quote(f.Text.String())
}
