package mt

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"kontor/money"
)

// Values are the fields of a message by name, in a fixed order, for machines. A key stands there only when the message has its field; null means
// that the field is there and cannot be used, or that the main amount of the message is missing.
type Values []Value

// Value is one of them: text, bool, int, nil, Money, []string or Values.
type Value struct {
	Key   string
	Value any
}

// Money is an amount for machines.
type Money struct {
	Currency money.Currency `json:"currency"`
	Minor    int64          `json:"minor"` // in minor units of the currency
}

// Get is the value of a key.
func (v Values) Get(key string) (any, bool) {
	at := slices.IndexFunc(v, func(x Value) bool { return x.Key == key })
	if at < 0 {
		return nil, false
	}
	return v[at].Value, true
}

// MarshalJSON writes one object, its keys in order.
func (v Values) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, x := range v {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(x.Key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(x.Value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// views name the fields of each message: key=tag, and how the value is shown where it is not plain text. A message's sequences are A and B; what
// stands in C is shown apart, as the local undertaking. Free text has no key: it is read in the message itself.
const views = `
759 : sequence_of_total=27 reference=20 related_reference=21 undertaking_number=23 form=22D.code issuer=52a.party function=23H.code
760 : sequence_of_total=A27 undertaking_number=B20 purpose=A22A.code form=B22D.code rules=B40C.code expiry_type=B23B.code issue_date=B30.date expiry_date=B31E.date expiry_condition=B35G.text issuer=B52a.party applicant=B50.party obligor=B51.party beneficiary=B59a.party advising_bank=B56a.party advising_bank_reference=B23 advise_through_bank=B57a.party available_with=B41a.party confirmation=B49 confirming_party=B58a.party amount=B32B.main automatic_extension=B23F.extension partial_demands=B48B.partial multiple_demands=B48B.multiple transferable=B48D.transfer governing_law=B44J.country local_undertaking=C.local
760C : expiry_type=C23B.code type=C22K.code language=C40D expiry_date=C31E.date applicant=C50.party beneficiary=C59a.party amount=C32B.main automatic_extension=C23F.extension
761 : sequence_of_total=27 undertaking_number=20 issuer=52a.party
765 : reference=20 related_reference=21 demand_date=31L.date requested_expiry=31E.date requested_local_expiry=31R.date issuer=52a.party beneficiary=59a.party intermediary=56a.party account_with_bank=57a.party amount=32B.main demand_type=22G.code demand_statement_code=49A.code
767 : sequence_of_total=A27 undertaking_number=B20 related_reference=A21 purpose=A22A.code cancellation_request=A23S.code expiry_type=B23B.code amendment_date=B30.date expiry_date=B31E.date expiry_condition=B35G.text issuer=B52a.party beneficiary=B59a.party advising_bank_reference=B23 increase=B32B.money decrease=B33B.money amendment_number=B26E.number local_undertaking=C.local
767C : expiry_type=C23B.code expiry_date=C31E.date beneficiary=C59a.party increase=C32B.money decrease=C33B.money
768 : reference=20 related_reference=21 account=25 acknowledged_message_date=30.date account_with_bank=57a.party charges=32a.money
769 : reference=20 related_reference=21 account=25 reduction_date=30.date account_with_bank=57a.party charges=32a.money reduced=33B.money outstanding=34B.main amount_specification=39C.text
775 : sequence_of_total=27 undertaking_number=20 related_reference=21 issuer=52a.party amendment_number=26E.number
785 : undertaking_number=20 related_reference=21 final_expiry=31E.date issue_date=31C.date issuer=52a.party beneficiary=59a.party advising_bank=56a.party advise_through_bank=57a.party
786 : undertaking_number=20 related_reference=21 demand_submission_date=30.date issuer=52a.party amount=32B.main refusal_reason=77J.text disposal=77B.text
787 : reference=20 related_reference=21 issuer=52a.party amendment_number=26E.number status=23R.code rejection_reason=23R.reason
798 : reference=20 sub_type=12
`

// Values gives the fields by name. Of an envelope they are the reference, the sub-type, the tags inside, and the fields of the message inside
// where it is one that we know. A message without headers tells its reference only.
func (m Message) Values() Values {
	var out Values
	if m.Sender != "" {
		out = append(out, Value{"sender", m.Sender})
	}
	if m.Receiver != "" {
		out = append(out, Value{"receiver", m.Receiver})
	}
	if m.Type == "" {
		if f, ok := m.First("", "20"); ok {
			out = append(out, Value{"reference", f.Value})
		}
		return out
	}
	out = append(out, m.view(m.Type)...)
	if m.Type != envelope {
		return out
	}
	fields, ok := m.inside()
	if !ok {
		return out
	}
	tags := make([]string, len(fields))
	for i, f := range fields {
		tags[i] = f.Tag
	}
	out = append(out, Value{"inner_tags", tags})
	if inner, ok := m.Inner(); ok {
		out = append(out, Value{"inner", inner.view(inner.Type)})
	}
	return out
}

// view reads one line of the views.
func (m Message) view(name string) Values {
	out := Values{}
	for names, rest := range rows(views) {
		if names[0] != name {
			continue
		}
		for _, word := range strings.Fields(rest) {
			key, where, _ := strings.Cut(word, "=")
			where, as, _ := strings.Cut(where, ".")
			sequence := ""
			if letter(where[0]) {
				sequence, where = where[:1], where[1:]
			}
			if v, ok := m.shown(sequence, where, as); ok {
				out = append(out, Value{key, v})
			}
		}
	}
	return out
}

// shown is one value as a view wants it; false when the message does not have it.
func (m Message) shown(sequence, tag, as string) (any, bool) {
	if as == "local" {
		if !m.hasSequence(sequence) {
			return nil, false
		}
		return m.view(m.Type + sequence), true
	}
	f, ok := m.First(sequence, tag)
	switch as {
	case "main":
		return amountValue(f.Value), true
	case "partial", "multiple", "transfer":
		return permission(as, f.Value)
	}
	if !ok {
		return nil, false
	}
	switch as {
	case "code":
		return codeWord(f), true
	case "date":
		if d, ok := dateOf(strings.TrimSpace(f.Value[:min(6, len(f.Value))])); ok && (len(f.Value) == 6 || f.Tag == "31R") {
			return d.String(), true
		}
		return nil, true
	case "party":
		return PartyOf(f).shown(), true
	case "money":
		return amountValue(strings.TrimPrefix(f.Value, dateIn32D(f))), true
	case "number":
		if f.Value == "" || len(f.Value) > 3 || !digits(f.Value) {
			return nil, true
		}
		return number(f.Value), true
	case "text":
		return strings.Join(f.lines(), " "), true
	case "country":
		return f.Value[:min(2, len(f.Value))], true
	case "extension":
		return m.extensionValue(sequence), true
	case "reason":
		if lines := f.lines(); len(lines) > 1 {
			return strings.Join(lines[1:], " "), true
		}
		return nil, false
	}
	return f.Value, true
}

// dateIn32D is the day in front of an amount in option D.
func dateIn32D(f Field) string {
	if f.Tag == "32D" && len(f.Value) >= 6 {
		return f.Value[:6]
	}
	return ""
}

// codeWord is the code at the head of a field.
func codeWord(f Field) string {
	word, _, _ := strings.Cut(f.lines()[0], "/")
	return word
}

func amountValue(text string) any {
	a, ok := amountOf(text)
	if !ok {
		return nil
	}
	return Money{a.Currency, a.Minor}
}

// permission says what demands and transfers are allowed: without a word both kinds of demands are, and a transfer is not.
func permission(what, value string) (any, bool) {
	known := map[string][]string{"partial": {"NPRT", "NMPT"}, "multiple": {"NMLT", "NMPT"}}
	switch {
	case what == "transfer":
		if value != "" && value != "TRAN" {
			return nil, true
		}
		return value == "TRAN", true
	case value != "" && !slices.Contains([]string{"NMLT", "NPRT", "NMPT"}, value):
		return nil, true
	}
	return !slices.Contains(known[what], value), true
}

// extensionValue is the automatic extension as machines read it.
func (m Message) extensionValue(s string) Values {
	e := m.extension(s)
	out := Values{{"period", e.Period}}
	if e.Days > 0 {
		out = append(out, Value{"period_days", e.Days})
	}
	if m.has(s, "26E") {
		v, _ := m.shown(s, "26E", "number")
		out = append(out, Value{"notice_days", v})
	}
	if m.has(s, "31S") {
		v, _ := m.shown(s, "31S", "date")
		out = append(out, Value{"final_expiry", v})
	}
	return out
}
