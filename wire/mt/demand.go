package mt

import (
	"strings"

	"kontor/day"
	"kontor/money"
)

// Demand is an MT 765, a demand for payment under an undertaking. Message writes it, AsDemand reads it.
type Demand struct {
	Sender, Receiver     string
	Reference            string // of the sender
	Related              string // of the acknowledgement if one came, else the number of the undertaking
	BeneficiaryReference string
	Issuer, Beneficiary  Party
	Dated                day.Date
	ExtendTo             day.Date // accepts this later expiry instead of money; zero: pay only
	LocalExtendTo        day.Date // of the local undertaking
	Amount               money.Amount
	AmountText           string
	Statement            string // in what respect the applicant is in breach
	Incomplete           bool   // documents follow
	Completion           string // which ones, where incomplete
	Intermediary         Party
	AccountWith          Party // account to credit, and the bank that keeps it
	Information          string
	File                 string // sent on another way: code, slash, name
}

// Message writes the demand. The text is spelled in the characters of the network and broken into its lines. Errors: Invalid, with everything
// that is wrong.
func (d Demand) Message() (Message, error) {
	w := writer{}
	w.put("20", d.Reference)
	w.put("21", d.Related)
	w.put("23", d.BeneficiaryReference)
	w.party("52", "D", d.Issuer)
	w.party("59", "", d.Beneficiary)
	w.date("31L", d.Dated)
	kind, statement := "PAYM", "COMP"
	if d.ExtendTo != 0 {
		kind = "PAEX"
	}
	if d.Incomplete {
		statement = "INCP"
	}
	w.put("22G", kind)
	w.amount("32B", d.Amount)
	w.text("78", "", d.AmountText)
	w.text("49A", statement, d.Statement)
	w.text("77", "", d.Completion)
	w.date("31E", d.ExtendTo)
	w.date("31R", d.LocalExtendTo)
	w.party("56", "D", d.Intermediary)
	w.party("57", "D", d.AccountWith)
	w.text("72Z", "", d.Information)
	w.put("23X", d.File)
	return w.message("765", d.Sender, d.Receiver)
}

// AsDemand reads an MT 765 with everything that Check finds. Errors: Invalid for another message.
func AsDemand(m Message) (Demand, []Finding, error) {
	m, findings, err := as(m, "765")
	if err != nil {
		return Demand{}, nil, err
	}
	code, statement, _ := strings.Cut(m.value("", "49A"), "\n")
	return Demand{Sender: m.Sender, Receiver: m.Receiver, Reference: m.value("", "20"), Related: m.value("", "21"), BeneficiaryReference: m.value("", "23"),
		Issuer: m.party("", "52a"), Beneficiary: m.party("", "59a"), Dated: m.date("", "31L"), ExtendTo: m.date("", "31E"), LocalExtendTo: m.localDate(),
		Amount: m.amount("", "32B"), AmountText: m.value("", "78"), Statement: statement, Incomplete: code == "INCP", Completion: m.value("", "77"),
		Intermediary: m.party("", "56a"), AccountWith: m.party("", "57a"), Information: m.value("", "72Z"), File: m.value("", "23X")}, findings, nil
}

// localDate is the first day of 31R.
func (m Message) localDate() day.Date {
	first, _, _ := strings.Cut(m.value("", "31R"), "/")
	d, _ := dateOf(first)
	return d
}
