package wording_test

import (
	"fmt"
	"strings"

	"kontor/day"
	"kontor/money"
	"kontor/wording"
)

// A text is taken from the library, filled, checked and agreed; what the bank issues is held against it.
func Example() {
	template, _ := wording.Find("lease-guarantee", 0, wording.English)
	agreed, err := wording.Fill(template, map[string]string{
		"number": "____", "issue_date": "15 March 2027", "guarantor": "Gutenberg Handelsbank AG", "beneficiary": "Kontor Muster Handelshaus GmbH", "applicant": "Zweihügel Agro LLP",
		"contract": "lease L-2027-118 of 10 March 2027", "amount": "EUR 1,250,000.00", "expiry": "31 March 2030", "place": "Mustergasse 1, 1010 Vienna", "law": "Austria", "forum": "Vienna",
	})
	fmt.Println("filled:", err == nil)
	issued := strings.Replace(agreed, "____", "XG-2027-000118", 1)
	issued = strings.Replace(issued, "No other document is required.", "A final judgment is required.", 1)
	issued = strings.Replace(issued, "31 March 2030", "31 March 2029", 1)

	fmt.Println("same text:", wording.HashNormal(agreed) == wording.HashNormal(issued))
	for _, run := range wording.Compare(agreed, issued).Runs {
		if run.Change != wording.Same {
			fmt.Printf("%s: %s\n", run.Change, run.Text)
		}
	}
	facts := wording.Facts{Kind: wording.DemandGuarantee, Rules: "URDG758", Number: "XG-2027-000118", Amount: money.MustParse("1250000.00 EUR"), ExpiresOn: day.MustParse("2030-03-31"), Law: "AT"}
	for _, f := range wording.Check(issued, facts) {
		fmt.Printf("%s %s at %q: %s\n", f.Severity, f.Rule, f.Quote, f.Reason)
	}
	// Output:
	// filled: true
	// same text: false
	// filled: XG-2027-000118,
	// removed: 2030.
	// added: 2029.
	// removed: No other document
	// added: A final judgment
	// error EXPIRY_CONFLICT at "31 March 2029": the text ends on 2029-03-31, the field says 2030-03-31
	// error JUDGMENT_REQUIRED at "final judgment is required": it pays only against a judgment or an award
}
