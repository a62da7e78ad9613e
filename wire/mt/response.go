package mt

import (
	"strconv"
	"strings"

	"kontor/day"
	"kontor/money"
)

// AmendmentResponse is an MT 787: the beneficiary accepts an amendment or rejects it.
type AmendmentResponse struct {
	Sender, Receiver   string
	Reference, Related string
	Issuer             Party
	Amendment          int // number of the amendment
	Accepted           bool
	Reasons            string // of a rejection
	Information, File  string
}

// Message writes the response. Errors: Invalid, with everything that is wrong.
func (r AmendmentResponse) Message() (Message, error) {
	w := writer{}
	w.put("20", r.Reference)
	w.put("21", r.Related)
	w.party("52", "D", r.Issuer)
	if r.Amendment != 0 {
		w.put("26E", strconv.Itoa(r.Amendment))
	}
	status := "REJT"
	if r.Accepted {
		status = "ACCP"
	}
	w.text("23R", status, r.Reasons)
	w.text("72Z", "", r.Information)
	w.put("23X", r.File)
	return w.message("787", r.Sender, r.Receiver)
}

// AsAmendmentResponse reads an MT 787 with everything that Check finds. Errors: Invalid for another message.
func AsAmendmentResponse(m Message) (AmendmentResponse, []Finding, error) {
	m, findings, err := as(m, "787")
	if err != nil {
		return AmendmentResponse{}, nil, err
	}
	status, reasons, _ := strings.Cut(m.value("", "23R"), "\n")
	return AmendmentResponse{Sender: m.Sender, Receiver: m.Receiver, Reference: m.value("", "20"), Related: m.value("", "21"), Issuer: m.party("", "52a"),
		Amendment: m.number("", "26E"), Accepted: status == "ACCP", Reasons: reasons, Information: m.value("", "72Z"), File: m.value("", "23X")}, findings, nil
}

// Charges are the charges of an acknowledgement or of a reduction.
type Charges struct {
	Amount  money.Amount
	Taken   day.Date // already debited or credited on this day; zero: to be paid
	Account string   // to debit or credit
	Bank    Party    // that keeps the account, instead of it
	Details string
}

func (m Message) charges() Charges {
	c := Charges{Amount: m.amount("", "32a"), Account: m.value("", "25"), Bank: m.party("", "57a"), Details: m.value("", "71D")}
	if f, ok := m.First("", "32D"); ok {
		c.Taken, _ = dateOf(dateIn32D(f))
	}
	return c
}

// Acknowledgement is an MT 768: a message arrived.
type Acknowledgement struct {
	Sender, Receiver   string
	Reference, Related string
	Dated              day.Date // of the message that is acknowledged
	Charges            Charges
	Information, File  string
}

// Message writes the acknowledgement. Errors: Invalid, with everything that is wrong.
func (a Acknowledgement) Message() (Message, error) {
	w := writer{}
	w.put("20", a.Reference)
	w.put("21", a.Related)
	w.put("25", a.Charges.Account)
	w.date("30", a.Dated)
	w.charges(a.Charges.Amount, a.Charges.Taken)
	w.party("57", "D", a.Charges.Bank)
	w.text("71D", "", a.Charges.Details)
	w.text("72Z", "", a.Information)
	w.put("23X", a.File)
	return w.message("768", a.Sender, a.Receiver)
}

// AsAcknowledgement reads an MT 768 with everything that Check finds. Errors: Invalid for another message.
func AsAcknowledgement(m Message) (Acknowledgement, []Finding, error) {
	m, findings, err := as(m, "768")
	if err != nil {
		return Acknowledgement{}, nil, err
	}
	return Acknowledgement{Sender: m.Sender, Receiver: m.Receiver, Reference: m.value("", "20"), Related: m.value("", "21"), Dated: m.date("", "30"),
		Charges: m.charges(), Information: m.value("", "72Z"), File: m.value("", "23X")}, findings, nil
}

// Reduction is an MT 769: the beneficiary gives up a part of the amount, or all of it.
type Reduction struct {
	Sender, Receiver   string
	Reference, Related string
	Dated              day.Date
	Charges            Charges
	Reduced            money.Amount
	Outstanding        *money.Amount // what is left, nil when the message does not say it; charges are never a stand-in for it
	Specification      string        // instead of the amount reduced
	Information, File  string
}

// Message writes the reduction or release. Errors: Invalid, with everything that is wrong.
func (r Reduction) Message() (Message, error) {
	w := writer{}
	w.put("20", r.Reference)
	w.put("21", r.Related)
	w.put("25", r.Charges.Account)
	w.date("30", r.Dated)
	w.charges(r.Charges.Amount, r.Charges.Taken)
	w.amount("33B", r.Reduced)
	if r.Outstanding != nil {
		w.put("34B", amountText(*r.Outstanding))
	}
	w.text("39C", "", r.Specification)
	w.party("57", "D", r.Charges.Bank)
	w.text("71D", "", r.Charges.Details)
	w.text("72Z", "", r.Information)
	w.put("23X", r.File)
	return w.message("769", r.Sender, r.Receiver)
}

// AsReduction reads an MT 769 with everything that Check finds. Errors: Invalid for another message.
func AsReduction(m Message) (Reduction, []Finding, error) {
	m, findings, err := as(m, "769")
	if err != nil {
		return Reduction{}, nil, err
	}
	r := Reduction{Sender: m.Sender, Receiver: m.Receiver, Reference: m.value("", "20"), Related: m.value("", "21"), Dated: m.date("", "30"),
		Charges: m.charges(), Reduced: m.amount("", "33B"), Specification: m.value("", "39C"), Information: m.value("", "72Z"), File: m.value("", "23X")}
	if a, ok := amountOf(m.value("", "34B")); ok {
		r.Outstanding = &a
	}
	return r, findings, nil
}

// Release gives up all of an undertaking: what was available is reduced to nothing.
type Release struct {
	Sender, Receiver   string
	Reference, Related string
	Dated              day.Date
	Available          money.Amount
	Information        string
}

// Message writes the release. Errors: Invalid, with everything that is wrong.
func (r Release) Message() (Message, error) {
	nothing := money.Of(0, r.Available.Currency)
	return Reduction{Sender: r.Sender, Receiver: r.Receiver, Reference: r.Reference, Related: r.Related, Dated: r.Dated, Reduced: r.Available,
		Outstanding: &nothing, Information: r.Information}.Message()
}
