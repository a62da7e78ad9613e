package mt_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
	"kontor/wire/mt"
)

// anyLine is a line of text with whatever people type: Latin, German, Russian, signs, broken bytes, the beginnings of fields and of the end.
var anyLine = rapid.OneOf(
	rapid.StringMatching(`[A-Z0-9 ,.'/-]{0,90}`),
	rapid.StringOfN(rapid.RuneFrom([]rune("ABZabz 09/-?:().,'+äöüßÄЖщъёяК„“–…№€&%{}[]@#*\t\u00a0漢🙂")), 0, 80, -1),
	rapid.SampledFrom([]string{"", ":20:X", "-}", "-", ":", "{4:", "{1:F01", "\xff\xfe", "/ACC", "//", " "}),
)

func anyText(lines int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(anyLine, 0, lines).Draw(t, "lines"), "\n")
	})
}

// mostly draws from the good one nine times of ten, so that a message of many fields is often whole.
func mostly[T any](good, bad *rapid.Generator[T]) *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T {
		if rapid.IntRange(0, 39).Draw(t, "bad") == 39 {
			return bad.Draw(t, "value")
		}
		return good.Draw(t, "value")
	})
}

var (
	anyReference = mostly(rapid.StringMatching(`[A-Z0-9]{1,3}(/?[A-Z0-9]){1,3}`), rapid.OneOf(rapid.StringMatching(`[A-Za-z0-9 /-]{0,18}`), anyLine))
	anyDay       = mostly(rapid.Map(rapid.IntRange(1, 36_000), func(n int) day.Date { return day.MustOf(1980, 1, 1).Add(n) }), rapid.SampledFrom([]day.Date{0, day.MustOf(1979, 12, 31), day.MustOf(2080, 1, 1)}))
	anyAmount    = mostly(rapid.Map(rapid.Int64Range(1, 9_999_999_999_999), func(n int64) money.Amount { return money.Of(n, "EUR") }), rapid.Custom(func(t *rapid.T) money.Amount {
		return money.Of(rapid.Int64Range(-5, money.MaxMinor).Draw(t, "minor"), rapid.SampledFrom([]money.Currency{"EUR", "JPY", "BHD", "USD", ""}).Draw(t, "currency"))
	}))
	anyBIC   = mostly(rapid.SampledFrom([]string{"MUSTDEFF", "MUSTDEFFXXX", "HOUSDE0X123"}), rapid.StringMatching(`[A-Z0-9]{0,12}`))
	anyParty = rapid.Custom(func(t *rapid.T) mt.Party {
		p := mt.Party{Account: mostly(rapid.StringMatching(`[A-Z0-9]{0,34}`), rapid.StringMatching(`[a-zü/]{0,40}`)).Draw(t, "number")}
		if rapid.Bool().Draw(t, "bic") {
			p.BIC = anyBIC.Draw(t, "code")
		} else {
			p.Lines = mostly(rapid.SliceOfN(rapid.StringMatching(`[A-Za-zäöüßЖщ.-][A-Za-zäöüßЖщ -]{1,25}`), 1, 4), rapid.SliceOfN(anyLine, 0, 4)).Draw(t, "lines")
		}
		return p
	})
)

// prose is text of several lines as people type it, which can be written in other letters.
func prose(lines int) *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.StringMatching(`[-:A-Za-zäöüßЖщёъКя„“–…№€&% 0-9.,]{0,60}`), 0, lines), func(l []string) string { return strings.Join(l, "\n") })
}

// writer is what can be written as a message.
type writer interface{ Message() (mt.Message, error) }

// anyWriter is a message of one of the types with mostly good fields.
var anyWriter = rapid.Custom(func(t *rapid.T) writer {
	ref := func() string { return anyReference.Draw(t, "reference") }
	text := func(n int) string { return mostly(prose(n), anyText(n)).Draw(t, "text") }
	from, to := anyBIC.Draw(t, "sender"), anyBIC.Draw(t, "receiver")
	date := func() day.Date { return anyDay.Draw(t, "day") }
	amount := func() money.Amount { return anyAmount.Draw(t, "amount") }
	party := func() mt.Party { return anyParty.Draw(t, "party") }
	yes := func(what string) bool { return rapid.Bool().Draw(t, what) }
	charges := func() mt.Charges {
		if yes("no charges") {
			return mt.Charges{}
		}
		c := mt.Charges{Amount: amount(), Details: text(2)}
		if yes("taken") {
			c.Taken = date()
		}
		if yes("account") {
			c.Account = "ACCOUNT"
		}
		if yes("bank") {
			c.Bank = party()
		}
		return c
	}
	switch rapid.IntRange(0, 5).Draw(t, "type") {
	case 0:
		d := mt.Demand{Sender: from, Receiver: to, Reference: ref(), Related: ref(), BeneficiaryReference: ref(), Issuer: party(), Beneficiary: party(), Dated: date(), ExtendTo: date(),
			Amount: amount(), AmountText: text(3), Statement: text(20), Intermediary: party(), AccountWith: party(), Information: text(2), File: mostly(rapid.Just("FACT/A.PDF"), anyLine).Draw(t, "file")}
		if yes("incomplete") {
			d.Incomplete, d.Completion = true, "AN INVOICE FOLLOWS\n"+text(3)
		}
		if yes("local") {
			d.LocalExtendTo = date()
		}
		return d
	case 1:
		r := mt.AmendmentResponse{Sender: from, Receiver: to, Reference: ref(), Related: ref(), Issuer: party(), Amendment: mostly(rapid.IntRange(1, 999), rapid.IntRange(-1, 1100)).Draw(t, "number"),
			Accepted: yes("accepted"), Information: text(2)}
		if !r.Accepted {
			r.Reasons = text(3)
		}
		return r
	case 2:
		return mt.Acknowledgement{Sender: from, Receiver: to, Reference: ref(), Related: ref(), Dated: date(), Charges: charges(), Information: text(2)}
	case 3:
		r := mt.Reduction{Sender: from, Receiver: to, Reference: ref(), Related: ref(), Dated: date(), Charges: charges(), Information: text(2)}
		if yes("described") {
			r.Specification = "THE FIRST PART\n" + text(2)
		} else {
			left := amount()
			r.Reduced, r.Outstanding = amount(), &left
		}
		return r
	case 4:
		return mt.Release{Sender: from, Receiver: to, Reference: ref(), Related: ref(), Dated: date(), Available: amount(), Information: text(2)}
	}
	return mt.Query{Sender: from, Receiver: to, Reference: ref(), Related: ref(), Form: "STBY", Number: ref(), Issuer: party(), Function: "GENINFAD", Text: "QUESTION\n" + text(20)}
})

// What is written has no error, whatever was put in; what cannot be written is refused with reasons. And it is read back as it was written.
func TestWrittenMessagesAreValid(t *testing.T) {
	written := 0
	rapid.Check(t, func(t *rapid.T) {
		m, err := anyWriter.Draw(t, "message").Message()
		if err != nil {
			if e := errs.As(err); e.Code != errs.Invalid || len(e.Faults) == 0 && e.Text.IsZero() {
				t.Fatalf("refused without reason: %v", err)
			}
			return
		}
		written++
		again, err := mt.Read(m.Bytes())
		if err != nil || !mt.Valid(again.Check()) {
			t.Fatalf("written message is faulty: %v %v\n%s", err, again.Check(), m.Bytes())
		}
		if !slices.Equal(again.Fields, m.Fields) || again.Sender != m.Sender || again.Receiver != m.Receiver || again.Type != m.Type {
			t.Fatalf("read again: %+v, written %+v", again, m)
		}
		if bytes.Contains(bytes.ReplaceAll(m.Bytes(), []byte("\r\n"), nil), []byte("\n")) {
			t.Fatalf("a line ends without CR: %q", m.Bytes())
		}
	})
	if written == 0 {
		t.Error("no message could be written")
	}
	t.Logf("%d messages were written", written)
}

// plainText is text that goes out as it came in.
var plainText = rapid.Map(rapid.SliceOfN(rapid.StringMatching(`[A-Z0-9][A-Z0-9.,]{0,9}( [A-Z0-9.,]{1,9}){0,2}`), 0, 3), func(lines []string) string { return strings.Join(lines, "\n") })

var plainParty = rapid.Custom(func(t *rapid.T) mt.Party {
	p := mt.Party{Account: rapid.StringMatching(`[A-Z0-9]{0,30}`).Draw(t, "account")}
	if rapid.Bool().Draw(t, "bic") {
		p.BIC = "MUSTDEFFXXX"
	} else {
		p.Lines = rapid.SliceOfN(rapid.StringMatching(`[A-Z][A-Z ]{0,30}[A-Z]`), 1, 4).Draw(t, "lines")
	}
	return p
})

// A demand that is written and read is the same demand.
func TestDemandComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref := rapid.StringMatching(`[A-Z0-9]{1,16}`)
		want := mt.Demand{Sender: "HOUSDEFFXXX", Receiver: "MUSTDEFF123", Reference: ref.Draw(t, "20"), Related: ref.Draw(t, "21"), Issuer: plainParty.Draw(t, "52"), Beneficiary: plainParty.Draw(t, "59"),
			Dated: day.MustOf(2028, 1, 1).Add(rapid.IntRange(0, 9999).Draw(t, "day")), Amount: money.Of(rapid.Int64Range(1, 9_999_999_999_999).Draw(t, "amount"), "BHD"),
			AmountText: plainText.Draw(t, "78"), Statement: plainText.Draw(t, "49A"), AccountWith: plainParty.Draw(t, "57"), Information: plainText.Draw(t, "72Z")}
		if rapid.Bool().Draw(t, "extend") {
			want.ExtendTo = want.Dated.Add(30)
		}
		if rapid.Bool().Draw(t, "incomplete") {
			want.Incomplete, want.Completion = true, "INVOICES"
		}
		m, err := want.Message()
		if err != nil {
			t.Fatal(err)
		}
		got, findings, err := mt.AsDemand(m)
		if err != nil || len(findings) > 0 {
			t.Fatalf("%v %v", err, findings)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

// Bytes that were read come back, whatever happened to a good message on its way; the findings and values can always be told.
func TestReadingLosesNothing(t *testing.T) {
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range samples {
			if !yield(name) {
				return
			}
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		text := sample(rapid.SampledFrom(names).Draw(t, "sample"))
		if rapid.Bool().Draw(t, "lf") {
			text = strings.ReplaceAll(text, "\r\n", "\n")
		}
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			from := rapid.IntRange(0, len(text)).Draw(t, "from")
			to := min(len(text), from+rapid.IntRange(0, 30).Draw(t, "cut"))
			text = text[:from] + anyText(2).Draw(t, "put") + text[to:]
		}
		lossless(t, []byte(text))
	})
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func lossless(t fataler, b []byte) {
	m, err := mt.Read(b)
	if err != nil {
		if !errs.Is(err, errs.TooLarge) {
			t.Fatalf("reading: %v", err)
		}
		return
	}
	if got := m.Bytes(); !bytes.Equal(got, b) {
		t.Fatalf("written back %q, want %q", got, b)
	}
	for _, f := range m.Check() {
		if f.Text.IsZero() || f.Rule == "" || strings.Contains(f.Text.String(), "{") && !bytes.Contains(b, []byte("{")) {
			t.Fatalf("finding without words: %v", f)
		}
	}
	if _, err := json.Marshal(m.Values()); err != nil {
		t.Fatalf("values: %v", err)
	}
	for _, view := range []func(mt.Message) error{
		func(m mt.Message) error { _, _, err := mt.AsIssue(m); return err }, func(m mt.Message) error { _, _, err := mt.AsAmendment(m); return err },
		func(m mt.Message) error { _, _, err := mt.AsReduction(m); return err }, func(m mt.Message) error { _, _, err := mt.AsRefusal(m); return err },
	} {
		if err := view(m); err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatalf("view: %v", err)
		}
	}
	_, _ = mt.Join(m, m) // must not panic
}

func FuzzRead(f *testing.F) {
	for name := range samples {
		f.Add([]byte(sample(name)))
	}
	f.Add([]byte("{4:\n-}"))
	f.Add([]byte(":20:A\n:77E:\n:15A:"))
	f.Fuzz(func(t *testing.T, b []byte) { lossless(t, b) })
}
