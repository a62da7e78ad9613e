package mt_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/wire/mt"
)

func TestAsIssue(t *testing.T) {
	got, findings, err := mt.AsIssue(read(t, sample("760")))
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	want := mt.Issue{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Part: 1, Parts: 1, Purpose: "ISSU", Issued: day.MustOf(2027, 3, 1), Number: "G-1",
		AdvisingBank: mt.Party{BIC: "ADVIDEFFXXX"}, Information: "/PHONBEN/", Undertaking: mt.Undertaking{
			Form: "DGAR", Rules: "URDG", ExpiryType: "FIXD", Expiry: day.MustOf(2028, 12, 31), Applicant: mt.Party{Lines: []string{"APPLICANT LTD", "TOWN"}},
			Issuer: mt.Party{BIC: "MUSTDEFFXXX"}, Beneficiary: mt.Party{Account: "DE1", Lines: []string{"HOUSE GMBH"}}, AdviseThrough: mt.Party{BIC: "OTHRDEFFXXX"},
			AvailableWith: mt.Party{BIC: "MUSTDEFF"}, Amount: money.Of(100_000_050, "EUR"), Charges: "OURS", Documents: "SIGNED DEMAND", Text: "WE PAY", Underlying: "LEASE 1",
			Law: "DE", LawPlace: "BERLIN", Court: "COURTS", Extension: &mt.Extension{Period: "DAYS", Days: 90, Details: "90", NoticeDays: 60, Final: day.MustOf(2032, 12, 31), Notice: "BY MAIL"},
			Transferable: true, TransferText: "IN FULL", Delivery: "COUR", DeliveryText: "FAST", DeliverTo: "OTHR", Address: []string{"HOUSE", "QUAY"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Scenario 32: the amount of sequence C is never the amount of the message.
func TestLocalAmountIsNotOurs(t *testing.T) {
	for _, m := range []mt.Message{read(t, sample("760C")), read(t, sample("760C", "32B:EUR1000, =>"))} {
		got, findings, err := mt.AsIssue(m)
		if err != nil {
			t.Fatal(err)
		}
		if want := money.Of(100_000, "EUR"); mt.Valid(findings) && got.Amount != want || !mt.Valid(findings) && !got.Amount.IsZero() {
			t.Errorf("amount %v with %v", got.Amount, findings)
		}
		if want := money.Of(1000, "JPY"); got.Local == nil || got.Local.Amount != want || got.Local.Type != "LEAS" || !got.Local.StandardWording || got.Local.Issued != day.MustOf(2027, 3, 15) {
			t.Errorf("local undertaking %+v", got.Local)
		}
	}
}

// Scenario 31: a 760 with a fixed expiry and no date is read, and the rule it breaks is named.
func TestBrokenIssueIsReadAndNamed(t *testing.T) {
	got, findings, err := mt.AsIssue(read(t, sample("760", "31E:281231 =>")))
	if err != nil || got.Number != "G-1" || got.Expiry != 0 || named(findings) != "760.C1 B 31E" {
		t.Errorf("%+v %v %v", got, findings, err)
	}
	refused := errs.As(mt.Refusal(findings))
	if refused == nil || refused.Code != errs.Invalid || len(refused.Faults) != 1 || refused.Faults[0].Field != "B 31E" {
		t.Errorf("refusal %v", refused)
	}
	if err := mt.Refusal(nil); err != nil {
		t.Errorf("nothing found, and refused: %v", err)
	}
}

func TestViews(t *testing.T) {
	check := func(name string, got, want any, findings []mt.Finding, err error) {
		t.Helper()
		if err != nil || len(findings) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got  %+v %v %v\nwant %+v", name, got, findings, err, want)
		}
	}
	bank := mt.Party{BIC: "MUSTDEFFXXX"}
	amendment, f, err := mt.AsAmendment(read(t, sample("767C")))
	check("767", amendment, mt.Amendment{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Part: 1, Parts: 1, Related: "G-1", Purpose: "ISCA", Number: "G-1", Amendment: 12, Dated: day.MustOf(2027, 4, 1),
		Issuer: bank, Change: mt.Change{Increase: money.Of(500, "EUR")},
		Local: &mt.Change{Increase: money.Of(500, "EUR"), ExpiryType: "FIXD", Expiry: day.MustOf(2029, 12, 31), Beneficiary: mt.Party{Lines: []string{"HOUSE"}}, Text: "TEXT"}}, f, err)
	amendment, f, err = mt.AsAmendment(read(t, sample("767")))
	check("767", amendment, mt.Amendment{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Part: 1, Parts: 1, Related: "G-1", Purpose: "ISUA", Cancel: true, Number: "G-1", Amendment: 1, Dated: day.MustOf(2027, 4, 1),
		Issuer: bank, Change: mt.Change{Decrease: money.Of(500, "EUR"), ExpiryType: "COND", Event: "ON RETURN", Beneficiary: mt.Party{BIC: "HOUSDEFFXXX"}, Text: "NOTHING ELSE"}}, f, err)
	notice, f, err := mt.AsNonExtension(read(t, sample("785")))
	check("785", notice, mt.NonExtension{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Number: "G-1", Related: "L-1", Issuer: bank, Beneficiary: mt.Party{BIC: "HOUSDEFFXXX"},
		AdvisingBank: mt.Party{Lines: []string{"BANK"}}, AdviseThrough: mt.Party{BIC: "OTHRDEFFXXX"}, Issued: day.MustOf(2027, 3, 1), Final: day.MustOf(2028, 12, 31), Information: "NOTICE"}, f, err)
	refusal, f, err := mt.AsRefusal(read(t, sample("786", "77J:LATE=>77J:1._NO_ACCOUNT|IS_NAMED|2._LATE.|STATEMENT_OF_CONTRACT_NO.|5_IS_MISSING;_IT_IS_SHORT;")))
	check("786", refusal, mt.Refused{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Number: "G-1", Demand: "D-1", Issuer: bank, Submitted: day.MustOf(2028, 3, 1), Amount: money.Of(1000, "EUR"),
		Reasons: []string{"NO ACCOUNT IS NAMED", "LATE.", "STATEMENT OF CONTRACT NO. 5 IS MISSING; IT IS SHORT"}, Disposal: "/HOLD/"}, f, err)
	left := money.Of(650, "EUR")
	reduction, f, err := mt.AsReduction(read(t, sample("769")))
	check("769", reduction, mt.Reduction{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Reference: "R-1", Related: "G-1", Dated: day.MustOf(2027, 3, 1), Reduced: money.Of(500, "EUR"), Outstanding: &left,
		Charges: mt.Charges{Amount: money.Of(7500, "EUR"), Taken: day.MustOf(2027, 3, 1), Details: "OURS"}}, f, err)
	reduction, f, err = mt.AsReduction(read(t, sample("769", "34B:EUR6,5 =>")))
	if reduction.Outstanding != nil || err != nil || len(f) > 0 {
		t.Errorf("769 without 34B: %+v: charges are no stand-in", reduction)
	}
	ack, f, err := mt.AsAcknowledgement(read(t, sample("768")))
	check("768", ack, mt.Acknowledgement{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Reference: "A-1", Related: "G-1", Dated: day.MustOf(2027, 3, 1), Information: "TODAY", File: "EMAL/A.PDF",
		Charges: mt.Charges{Amount: money.Of(7500, "EUR"), Account: "ACCOUNT 1", Details: "/COMM/EUR75,"}}, f, err)
	response, f, err := mt.AsAmendmentResponse(read(t, sample("787")))
	check("787", response, mt.AmendmentResponse{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Reference: "N-1", Related: "G-1", Issuer: bank, Amendment: 1, Reasons: "TOO SHORT"}, f, err)
	query, f, err := mt.AsQuery(read(t, sample("759")))
	check("759", query, mt.Query{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFFXXX", Reference: "Q-1", Related: "G-1", Form: "STBY", Number: "G-1", Issuer: bank, Function: "GENINFAD", Text: "PLEASE CONFIRM"}, f, err)
	if _, _, err := mt.AsQuery(read(t, sample("760"))); !errs.Is(err, errs.Invalid) {
		t.Errorf("a 760 is no 759: %v", err)
	}
}

// wrapped puts the fields of a message into an envelope.
func wrapped(subType, text string) string {
	body := text[strings.Index(text, "{4:\r\n")+5 : strings.Index(text, "-}")]
	return "{1:F01HOUSDEFFAXXX0000000000}{2:I798MUSTDEFFXXXXN}{4:\r\n:20:E-1\r\n:12:" + subType + "\r\n:77E:\r\n:27A:2/2\r\n:21A:E-1\r\n" + body + "-}"
}

func TestEnvelope(t *testing.T) {
	m := read(t, wrapped("760", sample("760", "31E:281231 =>")))
	if got := named(m.Check()); got != "760.C1 B 31E" {
		t.Errorf("inner findings: %s", got)
	}
	issue, findings, err := mt.AsIssue(m)
	if err != nil || issue.Number != "G-1" || issue.Sender != "HOUSDEFFXXX" || mt.Valid(findings) {
		t.Errorf("issue in an envelope: %+v %v %v", issue, findings, err)
	}
	for subType, sampled := range map[string]string{"759": "759", "765": "765", "767": "767C", "768": "768", "769": "769", "775": "775", "785": "785", "787": "787"} {
		m := read(t, wrapped(subType, sample(sampled)))
		inner, ok := m.Inner()
		if !ok || inner.Type != subType || named(m.Check()) != "" {
			t.Errorf("%s in an envelope: %v %v", subType, ok, m.Check())
		}
		if _, ok := m.Values().Get("inner"); !ok {
			t.Errorf("%s in an envelope shows no inner fields", subType)
		}
	}
	// In an envelope 761 and 786 are a customer's applications, not the messages of those numbers; these and other sub-types keep their tags.
	for _, subType := range []string{"761", "786", "745", "700", "798"} {
		m := read(t, wrapped(subType, sample("785")))
		if _, ok := m.Inner(); ok || named(m.Check()) != "" {
			t.Errorf("%s in an envelope was taken for a message: %v", subType, m.Check())
		}
		tags, _ := m.Values().Get("inner_tags")
		if want := []string{"27A", "21A", "20", "21", "52A", "31C", "59A", "56D", "57A", "31E", "72Z"}; !reflect.DeepEqual(tags, want) {
			t.Errorf("tags inside: %v, want %v", tags, want)
		}
	}
	if _, _, err := mt.AsRefusal(read(t, wrapped("786", sample("786")))); !errs.Is(err, errs.Invalid) {
		t.Errorf("a customer's 786 is no refusal: %v", err)
	}
}

func TestValues(t *testing.T) {
	tests := []struct{ text, want string }{
		{sample("765"), `{"sender":"HOUSDEFFXXX","receiver":"MUSTDEFFXXX","reference":"D-1","related_reference":"G-1","demand_date":"2028-03-01","requested_expiry":"2029-12-31","requested_local_expiry":"2029-12-31","issuer":"MUSTDEFFXXX","beneficiary":"HOUSE","intermediary":"INTEDEFF","account_with_bank":"TOWN","amount":{"currency":"EUR","minor":1000},"demand_type":"PAEX","demand_statement_code":"INCP"}`},
		{sample("787"), `{"sender":"HOUSDEFFXXX","receiver":"MUSTDEFFXXX","reference":"N-1","related_reference":"G-1","issuer":"MUSTDEFFXXX","amendment_number":1,"status":"REJT","rejection_reason":"TOO SHORT"}`},
		{sample("769", "33B:EUR5, 34B:EUR6,5=>39C:A|HALF"), `{"sender":"HOUSDEFFXXX","receiver":"MUSTDEFFXXX","reference":"R-1","related_reference":"G-1","reduction_date":"2027-03-01","charges":{"currency":"EUR","minor":7500},"outstanding":null,"amount_specification":"A HALF"}`},
		{sample("786", "32B:EUR10, =>", "30:280301=>30:280231"), `{"sender":"HOUSDEFFXXX","receiver":"MUSTDEFFXXX","undertaking_number":"G-1","related_reference":"D-1","demand_submission_date":null,"issuer":"MUSTDEFFXXX","amount":null,"refusal_reason":"LATE","disposal":"/HOLD/"}`},
		{sample("775", "26E:1=>26E:ONE"), `{"sender":"HOUSDEFFXXX","receiver":"MUSTDEFFXXX","sequence_of_total":"2/3","undertaking_number":"G-1","related_reference":"G-1","issuer":"MUSTDEFFXXX","amendment_number":null}`},
		{"nothing", `{}`},
	}
	for _, tt := range tests {
		got, err := json.Marshal(read(t, tt.text).Values())
		if err != nil || string(got) != tt.want {
			t.Errorf("got  %s %v\nwant %s", got, err, tt.want)
		}
	}
	for code, want := range map[string][2]any{"NMPT": {false, false}, "NPRT": {false, true}, "NMLT": {true, false}, "NONE": {nil, nil}} {
		v := read(t, sample("760", "48B:NMPT=>48B:"+code)).Values()
		partial, _ := v.Get("partial_demands")
		multiple, _ := v.Get("multiple_demands")
		if partial != want[0] || multiple != want[1] {
			t.Errorf("48B %s: partial %v multiple %v, want %v", code, partial, multiple, want)
		}
	}
}

func TestJoin(t *testing.T) {
	first, second := read(t, sample("760", "27:1/1=>27:1/3")), read(t, sample("761", "27:2/2=>27:2/3"))
	third := read(t, sample("761", "27:2/2=>27:3/3", "77U:MORE=>77U:LAST"))
	whole, err := mt.Join(third, first, second)
	if err != nil || whole.Text != "WE PAY\nMORE\nLAST" || whole.First.Type != "760" || len(whole.Findings) > 0 {
		t.Errorf("%+v %v", whole, err)
	}
	amendment, next := read(t, sample("767", "27:1/1=>27:1/2")), read(t, sample("775", "27:2/3=>27:2/2"))
	if whole, err := mt.Join(amendment, next); err != nil || whole.Text != "NOTHING ELSE" || whole.LocalText != "MORE" {
		t.Errorf("%+v %v", whole, err)
	}
	tests := []struct {
		name  string
		parts []mt.Message
		want  string
	}{
		{"nothing", nil, "the first message is missing"},
		{"no first", []mt.Message{second, third}, "the first message is missing"},
		{"one missing", []mt.Message{first, third}, "part 2 of 3 is missing"},
		{"twice", []mt.Message{first, second, third, second}, "part 2 is there twice"},
		{"other total", []mt.Message{first, second, third, read(t, sample("761"))}, "it counts 2 parts"},
		{"other undertaking", []mt.Message{first, second, read(t, sample("761", "27:2/2=>27:3/3", "20:G-1=>20:G-2"))}, "it belongs to the undertaking G-2"},
		{"other issuer", []mt.Message{first, second, read(t, sample("761", "27:2/2=>27:3/3", "52A:MUSTDEFFXXX=>52A:OTHRDEFFXXX"))}, "another issuer, OTHRDEFFXXX"},
		{"other amendment", []mt.Message{amendment, read(t, sample("775", "27:2/3=>27:2/2", "26E:1=>26E:2"))}, "it belongs to amendment 2"},
		{"wrong kind", []mt.Message{first, next}, "MT 775 does not carry on MT 760"},
		{"two firsts", []mt.Message{read(t, sample("760")), read(t, sample("760"))}, "part 1 is there twice"},
	}
	for _, tt := range tests {
		_, err := mt.Join(tt.parts...)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestNew(t *testing.T) {
	for name := range samples {
		m, err := mt.New(name[:3], "HOUSDEFF", "MUSTDEFFXXX", read(t, sample(name)).Fields...)
		if err != nil || string(m.Bytes()) != sample(name) {
			t.Errorf("%s: %s %v", name, m.Bytes(), err)
		}
	}
	_, err := mt.New("785", "HOUS", "MUSTDEFFXXX")
	if e := errs.As(err); e == nil || len(e.Faults) != 1 || e.Faults[0].Field != "sender" {
		t.Errorf("bad sender: %v", err)
	}
	_, err = mt.New("103", "HOUSDEFF", "MUSTDEFF")
	if e := errs.As(err); e == nil || e.Faults[0].Field != "type" {
		t.Errorf("type of another kind: %v", err)
	}
	fields := slices.Clone(read(t, sample("760")).Fields)
	fields[len(fields)-1].Value = "OTHR\nHOUSE\n:20:OTHER"
	if _, err := mt.New("760", "HOUSDEFF", "MUSTDEFF", fields...); err == nil || !strings.Contains(err.Error(), "beginning of a field") {
		t.Errorf("a line that looks like a field: %v", err)
	}
}
