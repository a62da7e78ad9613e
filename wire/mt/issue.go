package mt

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Issue is an MT 760, the issue of an undertaking. A field that is missing or cannot be used is the zero value; whether the message may be
// relied on is said by the findings.
type Issue struct {
	Sender, Receiver string
	Part, Parts      int    // of the message and its MT 761
	Purpose          string // ISSU issue, ISCO and ICCO counter-undertakings, ADVI advice, ACNF advice with confirmation

	Undertaking       // of sequence B
	Issued            day.Date
	Number            string
	AdvisingBank      Party
	AdvisingReference string
	Confirmation      string // CONFIRM, MAY ADD, WITHOUT or empty
	Confirmer         Party
	Information       string // to the receiver, field 72Z
	Local             *Local // the local undertaking that is asked for, nil without sequence C
}

// Undertaking is what sequences B and C of an MT 760 say alike.
type Undertaking struct {
	Form, Rules, RulesText string // DGAR, STBY, DEPU; URDG, ISPR, UCPR, NONE, OTHR
	ExpiryType             string // FIXD, COND, OPEN
	Expiry                 day.Date
	Event                  string // condition or event of expiry

	Applicant, Obligor, Issuer, Beneficiary, AdviseThrough, AvailableWith Party

	Amount     money.Amount
	AmountText string
	Charges    string
	Documents  string // what must be presented, and how
	Text       string // terms and conditions
	Underlying string // the contract behind it

	Law, LawPlace, Court string // country, its part, and the courts
	Extension            *Extension
	Partial, Multiple    bool // demands allowed
	Transferable         bool
	TransferText         string
	Delivery             string // COLL, COUR, MAIL, MESS, OTHR, REGM
	DeliveryText         string
	DeliverTo            string // BENE or OTHR
	Address              []string
}

// Local is the local undertaking that a counter-guarantor asks for. Nothing of it is promised to anyone before it is issued itself.
type Local struct {
	Undertaking
	Issued          day.Date // as asked for
	Type, TypeText  string   // LEAS, PERF and so on
	StandardWording bool
	Language        string
}

// Extension is how an undertaking renews itself.
type Extension struct {
	Period     string // ONEY same day next year, DAYS so many days after the expiry, OTHR
	Days       int    // of DAYS
	Details    string
	NoticeDays int // calendar days before the expiry by which notice of non-extension is sent
	Final      day.Date
	Notice     string // how notice is given
}

// AsIssue reads an MT 760, also from inside an envelope, with everything that Check finds. Errors: Invalid for another message.
func AsIssue(m Message) (Issue, []Finding, error) {
	m, findings, err := as(m, "760")
	if err != nil {
		return Issue{}, nil, err
	}
	i := Issue{Sender: m.Sender, Receiver: m.Receiver, Purpose: m.value("A", "22A"), Undertaking: m.undertaking("B"), Issued: m.date("B", "30"),
		Number: m.value("B", "20"), AdvisingBank: m.party("B", "56a"), AdvisingReference: m.value("B", "23"), Confirmation: m.value("B", "49"),
		Confirmer: m.party("B", "58a"), Information: m.value("A", "72Z")}
	i.Part, i.Parts = m.parts("A")
	if m.hasSequence("C") {
		l := Local{Undertaking: m.undertaking("C"), Issued: m.date("C", "31C"), StandardWording: m.value("C", "22Y") == "STND", Language: m.value("C", "40D")}
		l.Type, l.TypeText, _ = strings.Cut(m.value("C", "22K"), "/")
		i.Local = &l
	}
	return i, findings, nil
}

// as checks that a message is of a type, or an envelope around one, whose sender and receiver the inner one then takes.
func as(m Message, typ string) (Message, []Finding, error) {
	if inner, ok := m.Inner(); ok && m.Type == envelope {
		findings := m.Check()
		inner.Sender, inner.Receiver = m.Sender, m.Receiver
		if inner.Type == typ {
			return inner, findings, nil
		}
	}
	if m.Type != typ {
		return m, nil, errs.New(errs.Invalid, "this is no MT {type}", "type", typ).In("mt.read")
	}
	return m, m.Check(), nil
}

func (m Message) undertaking(s string) Undertaking {
	u := Undertaking{Form: m.value(s, "22D"), ExpiryType: m.value(s, "23B"), Expiry: m.date(s, "31E"), Event: m.value(s, "35G"),
		Applicant: m.party(s, "50"), Obligor: m.party(s, "51"), Issuer: m.party(s, "52a"), Beneficiary: m.party(s, "59a"),
		AdviseThrough: m.party(s, "57a"), AvailableWith: m.party(s, "41a"),
		Amount: m.amount(s, "32B"), AmountText: m.value(s, "39F"), Charges: m.value(s, "71D"), Documents: m.value(s, "45C"),
		Text: m.value(s, "77U") + m.value(s, "77L"), Underlying: m.value(s, "45L"), TransferText: m.value(s, "39E")}
	u.Rules, u.RulesText, _ = strings.Cut(m.value(s, "40C"), "/")
	u.Law, u.Court, _ = strings.Cut(m.value(s, "44J"), "\n")
	u.Law, u.LawPlace, _ = strings.Cut(u.Law, "/")
	u.Court = strings.TrimPrefix(u.Court, "/")
	if m.has(s, "23F") {
		u.Extension = m.extension(s)
	}
	partial, _ := permission("partial", m.value(s, "48B"))
	multiple, _ := permission("multiple", m.value(s, "48B"))
	u.Partial, u.Multiple, u.Transferable = partial == true, multiple == true, m.value(s, "48D") == "TRAN"
	u.Delivery, u.DeliveryText, _ = strings.Cut(m.value(s, "24E"), "/")
	if to, ok := m.First(s, "24G"); ok {
		u.DeliverTo, u.Address = to.lines()[0], to.lines()[1:]
	}
	return u
}

func (m Message) extension(s string) *Extension {
	e := Extension{NoticeDays: m.number(s, "26E"), Final: m.date(s, "31S"), Notice: m.value(s, "78")}
	e.Period, e.Details, _ = strings.Cut(m.value(s, "23F"), "/")
	if first := strings.Fields(e.Details); e.Period == "DAYS" && len(first) > 0 && len(first[0]) <= 5 && digits(first[0]) {
		e.Days = number(first[0])
	}
	return &e
}

// date is the day in a field, zero when it is missing or no day.
func (m Message) date(s, tag string) day.Date {
	d, _ := dateOf(m.value(s, tag))
	return d
}

// amount is the amount in a field, zero when it is missing or cannot be used.
func (m Message) amount(s, tag string) money.Amount {
	f, _ := m.First(s, tag)
	a, _ := amountOf(strings.TrimPrefix(f.Value, dateIn32D(f)))
	return a
}

// number is the number in a field of up to three digits.
func (m Message) number(s, tag string) int {
	if v := m.value(s, tag); len(v) <= 3 && digits(v) {
		return number(v)
	}
	return 0
}

// parts reads field 27, part and total.
func (m Message) parts(s string) (part, total int) {
	if v := m.value(s, "27"); len(v) == 3 && digit(v[0]) && digit(v[2]) {
		return int(v[0] - '0'), int(v[2] - '0')
	}
	return 0, 0
}
