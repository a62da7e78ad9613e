package mt

import "strings"

// Query is an MT 759, a free message about an undertaking: a question, a warning, an answer.
type Query struct {
	Sender, Receiver   string
	Reference, Related string
	Form               string // DGAR, STBY, DEPU, DOCR, UNDK
	Number             string // of the undertaking
	Issuer             Party
	Function           string // what it is for: GENINFAD, FRAUDMSG and others
	Text               string
	File               string
}

// Message writes the query. Errors: Invalid, with everything that is wrong.
func (q Query) Message() (Message, error) {
	w := writer{}
	w.put("27", "1/1")
	w.put("20", q.Reference)
	w.put("21", q.Related)
	w.put("22D", q.Form)
	w.put("23", q.Number)
	w.party("52", "D", q.Issuer)
	w.put("23H", q.Function)
	w.text("45D", "", q.Text)
	w.put("23X", q.File)
	return w.message("759", q.Sender, q.Receiver)
}

// AsQuery reads an MT 759 with everything that Check finds. Errors: Invalid for another message.
func AsQuery(m Message) (Query, []Finding, error) {
	m, findings, err := as(m, "759")
	if err != nil {
		return Query{}, nil, err
	}
	return Query{Sender: m.Sender, Receiver: m.Receiver, Reference: m.value("", "20"), Related: m.value("", "21"), Form: m.value("", "22D"),
		Number: m.value("", "23"), Issuer: m.party("", "52a"), Function: strings.TrimSpace(m.value("", "23H")), Text: m.value("", "45D"),
		File: m.value("", "23X")}, findings, nil
}
