package mt

import (
	"strings"

	"kontor/day"
	"kontor/money"
)

// Amendment is an MT 767, the amendment of an undertaking. What it does not name stays as it was.
type Amendment struct {
	Sender, Receiver  string
	Part, Parts       int
	Related           string
	Purpose           string // ISUA, ISCA, ICCA, ADVA, ACNA
	Cancel            bool   // asks to cancel the undertaking
	Number            string // of the undertaking
	Amendment         int    // counted from 1; an amendment that is not the last plus one is out of order
	Dated             day.Date
	Issuer            Party
	AdvisingReference string
	Change
	Information string
	Local       *Change // of the local undertaking, nil without sequence C
}

// Change is what an amendment changes.
type Change struct {
	Increase, Decrease money.Amount
	ExpiryType         string
	Expiry             day.Date
	Event              string
	Beneficiary        Party
	Text               string // other changes
}

// AsAmendment reads an MT 767, also from inside an envelope, with everything that Check finds. Errors: Invalid for another message.
func AsAmendment(m Message) (Amendment, []Finding, error) {
	m, findings, err := as(m, "767")
	if err != nil {
		return Amendment{}, nil, err
	}
	a := Amendment{Sender: m.Sender, Receiver: m.Receiver, Related: m.value("A", "21"), Purpose: m.value("A", "22A"), Cancel: m.value("A", "23S") == "CANCEL",
		Number: m.value("B", "20"), Amendment: m.number("B", "26E"), Dated: m.date("B", "30"), Issuer: m.party("B", "52a"),
		AdvisingReference: m.value("B", "23"), Change: m.change("B"), Information: m.value("A", "72Z")}
	a.Part, a.Parts = m.parts("A")
	if m.hasSequence("C") {
		local := m.change("C")
		a.Local = &local
	}
	return a, findings, nil
}

func (m Message) change(s string) Change {
	return Change{Increase: m.amount(s, "32B"), Decrease: m.amount(s, "33B"), ExpiryType: m.value(s, "23B"), Expiry: m.date(s, "31E"), Event: m.value(s, "35G"),
		Beneficiary: m.party(s, "59a"), Text: m.value(s, "77U") + m.value(s, "77L")}
}

// NonExtension is an MT 785: an undertaking that renews itself will end.
type NonExtension struct {
	Sender, Receiver                                 string
	Number, Related                                  string
	Issuer, Beneficiary, AdvisingBank, AdviseThrough Party
	Issued                                           day.Date // of the undertaking
	Final                                            day.Date // on which it ends, zero when the notice does not say it
	Information                                      string
}

// AsNonExtension reads an MT 785 with everything that Check finds. Errors: Invalid for another message.
func AsNonExtension(m Message) (NonExtension, []Finding, error) {
	m, findings, err := as(m, "785")
	if err != nil {
		return NonExtension{}, nil, err
	}
	return NonExtension{Sender: m.Sender, Receiver: m.Receiver, Number: m.value("", "20"), Related: m.value("", "21"), Issuer: m.party("", "52a"),
		Beneficiary: m.party("", "59a"), AdvisingBank: m.party("", "56a"), AdviseThrough: m.party("", "57a"), Issued: m.date("", "31C"),
		Final: m.date("", "31E"), Information: m.value("", "72Z")}, findings, nil
}

// Refused is an MT 786: a demand was refused.
type Refused struct {
	Sender, Receiver string
	Number           string // of the undertaking
	Demand           string // reference of the beneficiary's demand
	Issuer           Party
	Submitted        day.Date // when the demand came
	Amount           money.Amount
	Reasons          []string // one discrepancy each
	Disposal         string   // what becomes of the documents, like /HOLD/
	Information      string
}

// AsRefusal reads an MT 786 with everything that Check finds. Inside an envelope 786 is another message. Errors: Invalid for another message.
func AsRefusal(m Message) (Refused, []Finding, error) {
	m, findings, err := as(m, "786")
	if err != nil {
		return Refused{}, nil, err
	}
	return Refused{Sender: m.Sender, Receiver: m.Receiver, Number: m.value("", "20"), Demand: m.value("", "21"), Issuer: m.party("", "52a"),
		Submitted: m.date("", "30"), Amount: m.amount("", "32B"), Reasons: reasons(m.value("", "77J")), Disposal: strings.Join(strings.Split(m.value("", "77B"), "\n"), " "),
		Information: m.value("", "72Z")}, findings, nil
}

// reasons takes a text of reasons apart: a sentence ends a reason, and so does a line that the next one numbers or marks.
func reasons(text string) []string {
	var out []string
	at := ""
	end := func() {
		if at = strings.TrimSpace(at); at != "" {
			out = append(out, at)
		}
		at = ""
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if rest, marked := mark(line); marked {
			end()
			line = rest
		}
		at = strings.TrimSpace(at + " " + line)
		if strings.HasSuffix(line, ".") && !strings.HasSuffix(line, " NO.") || strings.HasSuffix(line, ";") {
			at = strings.TrimRight(at, ";")
			end()
		}
	}
	end()
	return out
}

// mark takes "1.", "(2)", "3)", "+" or "-" off a line.
func mark(line string) (rest string, found bool) {
	first, rest, _ := strings.Cut(line, " ")
	if first == "-" || first == "+" {
		return rest, true
	}
	count := strings.Trim(first, "().")
	if count == "" || count == first || len(count) > 2 || !digits(count) {
		return line, false
	}
	return rest, true
}
