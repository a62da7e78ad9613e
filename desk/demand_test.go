package desk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/internal/shared"
	"kontor/internal/testdb"
	"kontor/money"
	"kontor/wire/mt"
)

const houseAccount = "DE02120300000000202051"

// defaulted is a lease in default, secured by a guarantee that is drawn at a branch with a calendar and a cut-off, sent from an office
// with the BIC of its bank.
func (h *house) defaulted() (c cast, deal, g string) {
	h.t.Helper()
	h.list()
	h.rate()
	h.do("risk", "calendar.load", object{"content": []byte(twoCalendars)})
	c, deal, g = h.ready("1")
	h.do("clerk", "branch.register", object{"party": c.guarantor, "name": "Musterbank Werft", "place": "Musterhafen", "country": "DE", "bic": "MUSTDEFF", "calendar": "K", "transport_days": 1})
	h.do("manager", "house.place", object{"name": "Haus am Hafen", "calendar": "K", "transport_days": 2, "bic": "HAUSDEFF"})
	h.deliver(c, deal, "1")
	h.goTo(firstDay.AddMonths(5))
	h.rate()
	h.do("risk", "guarantee.verify", object{"guarantee": g, "finding": "authentic", "evidence_kind": "own_bank_message", "evidence_bank": "Hausbank", "evidence_ref": "again", "evidence_on": h.today().String()})
	h.do("risk", "deal.default", object{"deal": deal, "cause": "arrears"})
	h.goTo(h.today().Add(1))
	return c, deal, g
}

func demandFor(g, deal, amount string) object {
	return object{"guarantee": g, "deal": deal, "amount": amount, "account": houseAccount, "obligation": "The lessee has not paid the rentals that fell due."}
}

func (h *house) demandState(id any, want guarantee.DemandState) {
	h.t.Helper()
	r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), id.(string))
	if err != nil || r.State != string(want) {
		h.t.Errorf("the demand is %q (%v), want %s", r.State, err, want)
	}
}

// From a default to a demand that is ready to be sent: only the deal is named, everything else is proposed; what is missing is said before
// anything is written.
func TestFromDefaultToDemand(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	first := h.do("risk", "demand.preview", object{"deal": deal})
	if may, _ := first["may"].(bool); may || !strings.Contains(fmt.Sprint(first["checks"]), "a demand needs the account to pay to") {
		t.Errorf("no account was ever named: %v", first["checks"])
	}
	ready := h.do("risk", "demand.preview", object{"deal": deal, "account": houseAccount})
	if may, _ := ready["may"].(bool); !may {
		t.Fatalf("it does not comply: %v", ready["checks"])
	}
	req := ready["request"].(object)
	if req["guarantee"] != g || req["amount"] != h.open(deal) || !strings.Contains(text(req, "obligation"), "did not pay what fell due under contract D-10001 from") {
		t.Errorf("proposed %v, owed %s", req, h.open(deal))
	}
	m := h.demand(req)
	if again := h.do("risk", "demand.preview", object{"deal": deal})["request"].(object); again["account"] != houseAccount {
		t.Errorf("the account of the last demand is not proposed: %v", again)
	}
	if rest := h.do("risk", "demand.preview", object{"deal": deal})["request"].(object)["amount"]; rest != "0.00 EUR" {
		t.Errorf("%s are proposed although all of it is demanded", rest)
	}
	message := text(h.do("risk", "demand.message", object{"demand": m["id"]}), "message")
	read, err := mt.Read([]byte(message))
	if err != nil {
		t.Fatal(err)
	}
	d, findings, err := mt.AsDemand(read)
	if err != nil || !mt.Valid(findings) || d.Amount.String() != m["amount"] || d.AccountWith.Account != houseAccount || !strings.Contains(d.Statement, "not paid: 45190.53 EUR") || d.Related != "G-1" {
		t.Errorf("the message says %+v, %v, %v\n%s", d, findings, err, message)
	}
	h.provesItself()
}

// Scenario 13: of three demands in the same moment that do not fit together exactly one stands.
func TestScenario13TwoDemandsInTheSameMoment(t *testing.T) {
	testdb.Each(t, func(t *testing.T, url string) {
		h := newHouse(t, url)
		_, deal, g := h.defaulted()
		part := "700000.00 EUR" // of 1,200,000
		all := h.race([]attempt{{who: "risk", verb: "guarantee.demand", request: demandFor(g, deal, part)}, {who: "risk2", verb: "guarantee.demand", request: demandFor(g, deal, part)},
			{who: "manager", verb: "guarantee.demand", request: demandFor(g, deal, part)}})
		won := 0
		for _, a := range all {
			switch errs.CodeOf(a.err) {
			case "":
				won++
			case errs.Invalid, errs.Refused, errs.Conflict, errs.Busy:
			default:
				t.Error(a.err)
			}
		}
		if won != 1 {
			t.Errorf("%d demands of 700,000 stand under 1,200,000, want one", won)
		}
		h.provesItself()
	})
}

// Scenario 10 through the house: no notice by the fifth business day, the close of the day makes the demand complying; a notice on the
// sixth counts for nothing, and the case is put together with the arithmetic of the deadline.
func TestScenario10EscalationPack(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted() // Monday, 3 August 2026
	m := h.demand(demandFor(g, deal, "100000.00 EUR"))["id"]
	presented := h.do("risk", "demand.present", object{"demand": m, "on": h.today().String(), "time": "16:01"})
	last := day.MustOf(2026, 8, 11) // a minute after the cut-off: presented on Tuesday the 4th
	if got := presented["deadline"].(object)["deadline"].(object)["on"]; got != last.String() {
		t.Fatalf("deadline %v, want %s", got, last)
	}
	h.refused(errs.Refused, "risk", "demand.escalation", object{"demand": m})
	h.goTo(last)
	h.do("accountant", "day.close", object{"on": last.String()})
	h.demandState(m, guarantee.DemandPresented)
	h.goTo(last.Add(1))
	if res := h.do("accountant", "day.close", object{"on": h.today().String()}); res["demands"] != 1.0 {
		t.Errorf("the close says %v", res)
	}
	h.demandState(m, guarantee.DemandDeemed)
	h.do("risk", "demand.reject", object{"demand": m, "reasons": "no signature\nwrong form", "on": h.today().String()})
	h.demandState(m, guarantee.DemandDeemed)
	pack := h.do("risk", "demand.escalation", object{"demand": m})
	for _, part := range []string{"4 Aug 2026", "11 Aug 2026", "12 Aug 2026", "after the cut-off at 16:00", "no signature", "wrong form", "Tuesday", "can no longer say", "art. 24", "G-1"} {
		if !strings.Contains(text(pack, "letter"), part) {
			t.Errorf("the letter does not say %q:\n%s", part, text(pack, "letter"))
		}
	}
	h.goTo(last.Add(30))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	h.demandState(m, guarantee.DemandOverdue)
	h.do("accountant", "demand.settle", object{"demand": m, "amount": "100000.00 EUR", "on": h.today().String(), "reference": "GT"})
	h.demandState(m, guarantee.DemandPaid)
	h.provesItself()
}

// Scenarios 18 and 19 through the house: nobody answers extend or pay, and after thirty days it is due; another is extended as asked, and
// the guarantee runs on, to be verified again.
func TestScenario19ExtendOrPay(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	asked := firstDay.AddMonths(42)
	ask := demandFor(g, deal, "100000.00 EUR")
	ask["extend_to"] = asked.String()
	silent, extended := h.demand(ask)["id"], h.demand(ask)["id"]
	from := h.today()
	for _, m := range []any{silent, extended} {
		h.do("risk", "demand.present", object{"demand": m, "on": from.String(), "time": "10:00"})
	}
	h.goTo(from.Add(30))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	h.demandState(silent, guarantee.DemandSuspended)
	h.do("risk", "demand.extend", object{"demand": extended, "granted_to": asked.Add(-1).String()})
	h.demandState(extended, guarantee.DemandSuspended)
	h.do("risk", "demand.extend", object{"demand": extended, "granted_to": asked.String()})
	h.demandState(extended, guarantee.DemandExtended)
	h.goTo(from.Add(31))
	h.do("accountant", "day.close", object{"on": h.today().String()})
	h.demandState(silent, guarantee.DemandDue)
	r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), g)
	if err != nil {
		t.Fatal(err)
	}
	facts := map[string]any{}
	for _, f := range r.Facts {
		facts[f.Label] = f.Value
	}
	if facts["Expires on"] != asked || facts["Trust"] != "unverified" || facts["Reserved for demands"] != money.Of(100000_00, "EUR") {
		t.Errorf("the guarantee says %v", facts)
	}
	h.provesItself()
}

// Scenario 8 through the house: e-mailed at 23:50 on the day of expiry. The sending warns, the arrival is late and starts no clock.
func TestScenario8SentTooLate(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	expiry := firstDay.AddMonths(30) // Saturday 2 September 2028: the last day is Monday the 4th
	h.goTo(day.MustOf(2028, 9, 4))
	m := h.do("risk", "guarantee.demand", demandFor(g, deal, "100000.00 EUR"))
	if warned := fmt.Sprint(m["warnings"]); !strings.Contains(warned, "It is late") {
		t.Errorf("expiry %s, drafted on the last day without a warning: %s", expiry, warned)
	}
	h.do("manager", "demand.approve", object{"demand": m["id"]})
	h.micros.Store(time.Date(2028, 9, 4, 21, 50, 0, 0, time.UTC).UnixMicro()) // 23:50 at the place
	sent := h.do("risk", "demand.send", object{"demand": m["id"], "how": "email"})
	if warned := fmt.Sprint(sent["warnings"]); !strings.Contains(warned, "will be recorded as late") {
		t.Errorf("sent without a warning: %s", warned)
	}
	got := h.do("risk", "demand.present", object{"demand": m["id"], "on": "2028-09-04", "time": "23:50"})
	if late, _ := got["late"].(bool); !late || got["deadline"] != nil {
		t.Errorf("got %v", got)
	}
	h.demandState(m["id"], guarantee.DemandLate)
	h.do("risk", "demand.withdraw", object{"demand": m["id"]})
	h.provesItself()
}

// Scenarios 12 and 15 with a message file: read once it is one demand with its finding, read twice one duplicate; our own message that
// comes back is a duplicate of ours. A refusal by MT 786 finds our demand by its reference and brings all its reasons.
func TestMessagesOfDemands(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	foreign := mt.Demand{Sender: "AAAADEFF", Receiver: "MUSTDEFF", Reference: "R-1", Related: "G-1", Issuer: mt.Party{BIC: "MUSTDEFF"}, Dated: h.today(), Amount: money.Of(5_000_000_00, "EUR"),
		Statement: "RENTALS 1 TO 3 WERE NOT PAID", AccountWith: mt.Party{Account: houseAccount, BIC: "AAAADEFF"}}
	message, err := foreign.Message()
	if err != nil {
		t.Fatal(err)
	}
	first := h.do("risk", "demand.import", object{"guarantee": g, "file": message.Bytes()})
	if first["state"] != string(guarantee.DemandFaulty) || first["duplicate"] != false || !strings.Contains(fmt.Sprint(first["findings"]), "only 1200000.00 EUR are available") {
		t.Errorf("first reading: %v", first)
	}
	again := h.do("risk", "demand.import", object{"guarantee": g, "file": message.Bytes()})
	if again["duplicate"] != true || again["demand"] != first["demand"] || len(h.listOf("demands")) != 1 {
		t.Errorf("second reading: %v, %d demands", again, len(h.listOf("demands")))
	}
	own := h.demand(demandFor(g, deal, "100000.00 EUR"))["id"]
	sent := text(h.do("risk", "demand.message", object{"demand": own}), "message")
	if back := h.do("risk", "demand.import", object{"guarantee": g, "file": []byte(sent)}); back["duplicate"] != true || back["demand"] != own {
		t.Errorf("our own message came back as %v", back)
	}
	known := h.do("clerk", "guarantee.import_message", object{"file": []byte(sent)})
	if known["duplicate"] != true || known["guarantee"] != g {
		t.Errorf("our own message is not known: %v", known)
	}

	refusal, err := mt.New("786", "MUSTDEFF", "HAUSDEFF", mt.Field{Tag: "20", Value: "G-1"}, mt.Field{Tag: "21", Value: demandReference(sent)}, mt.Field{Tag: "52A", Value: "MUSTDEFF"},
		mt.Field{Tag: "30", Value: "260804"}, mt.Field{Tag: "32B", Value: "EUR100000,00"}, mt.Field{Tag: "77J", Value: "STATEMENT IS NOT SIGNED"}, mt.Field{Tag: "77B", Value: "/HOLD/"})
	if err != nil {
		t.Fatal(err)
	}
	if kept := h.do("clerk", "guarantee.import_message", object{"file": refusal.Bytes()}); kept["state"] != "kept" {
		t.Errorf("who may not record a rejection imported one: %v", kept)
	}
	h.demandState(own, guarantee.DemandSent)
	if booked := h.do("risk", "guarantee.import_message", object{"file": refusal.Bytes()}); booked["state"] != "booked" {
		t.Errorf("the refusal: %v", booked)
	}
	h.demandState(own, guarantee.DemandRejected)
	if r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), own.(string)); err != nil || !strings.Contains(fmt.Sprint(r.Tables), "STATEMENT IS NOT SIGNED") {
		t.Errorf("the page does not say why: %v, %v", r.Tables, err)
	}
	h.refused(errs.Invalid, "risk", "demand.import", object{"guarantee": g, "file": []byte("{1:F01AAAADEFFAXXX0000000000}{2:I765MUSTDEFFXXXXN}{4:\r\n:20:X\r\n-}")})
	h.provesItself()
}

// The line of a bank statement that names the guarantee, the demand or exactly the amount is proposed as its payment; what is paid short
// may be demanded again, what is paid too much belongs to the guarantor.
func TestPaymentFindsItsDemand(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	one, two := h.demand(demandFor(g, deal, "100000.00 EUR"))["id"], h.demand(demandFor(g, deal, "200000.00 EUR"))["id"]
	h.do("risk", "guarantee.demand", demandFor(g, deal, "50000.00 EUR")) // a draft, which nobody pays
	for _, c := range []struct {
		amount, text string
		want         []any
	}{
		{"200000.00 EUR", "guarantee g-1, your claim", []any{two, one}},
		{"100000.00 EUR", "transfer", []any{one}},
		{"90000.00 EUR", "payment under G-1", []any{one, two}},
		{"90000.00 EUR", "transfer", nil},
		{"50000.00 EUR", "transfer", nil},
	} {
		var got []any
		for _, p := range h.do("accountant", "demand.match", object{"amount": c.amount, "text": c.text})["proposals"].([]any) {
			got = append(got, p.(object)["demand"])
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s %q: got %v, want %v", c.amount, c.text, got, c.want)
		}
	}
	over := h.refused(errs.Invalid, "accountant", "demand.settle", object{"demand": one, "amount": "100000.01 EUR", "on": h.today().String(), "reference": "GT-1"})
	if hint := over.Faults[0].Hint.String(); !strings.Contains(hint, "0.01 EUR") {
		t.Errorf("the hint does not say what is too much: %s", hint)
	}
	h.do("accountant", "demand.settle", object{"demand": one, "amount": "90000.00 EUR", "on": h.today().String(), "reference": "GT-1"})
	h.demand(demandFor(g, deal, "10000.00 EUR"))
	h.provesItself()
}

// A rejected demand may be followed by another; a court freezes the payment of one and lets it go again; the guarantee does not count
// meanwhile.
func TestAgainAfterARejection(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	_, deal, g := h.defaulted()
	one := h.demand(demandFor(g, deal, "100000.00 EUR"))["id"]
	next := demandFor(g, deal, "100000.00 EUR")
	next["follows"] = one
	h.refused(errs.Invalid, "risk", "guarantee.demand", next)
	h.do("risk", "demand.reject", object{"demand": one, "reasons": "the statement is not signed", "on": h.today().String()})
	if req := h.do("risk", "demand.preview", object{"deal": deal})["request"].(object); req["follows"] != one {
		t.Errorf("the rejected demand is not proposed: %v", req)
	}
	two := h.demand(next)["id"]
	h.do("risk", "demand.enjoin", object{"demand": two, "court": "Court of Musterstadt", "ref": "O 1/26"})
	settle := object{"demand": two, "amount": "100000.00 EUR", "on": h.today().String(), "reference": "GT"}
	h.refused(errs.Refused, "accountant", "demand.settle", settle)
	h.do("risk", "demand.lift", object{"demand": two})
	h.do("accountant", "demand.settle", settle)
	h.provesItself()
}

// Scenario 23 through the house: refused on saving, and the refusal stays on the life line; recorded as it is, the guarantor is watched.
func TestScenario23CounterGuarantee(t *testing.T) {
	h := newHouse(t, testdb.SQLite(t))
	c, _, g := h.defaulted()
	ends := firstDay.AddMonths(30)
	counter := object{"guarantee": g, "by": c.guarantor, "expires_on": ends.Add(29).String()}
	if e := h.refused(errs.Invalid, "risk", "guarantee.counter", counter); e.Faults[0].Field != "expires_on" {
		t.Errorf("refused for %v", e.Faults)
	}
	counter["as_it_is"] = true
	if res := h.do("risk", "guarantee.counter", counter); res["watched"] != true {
		t.Errorf("got %v", res)
	}
	r, err := h.desk.ReadRecord(h.ctx, h.actor("risk"), g)
	if err != nil || !strings.Contains(fmt.Sprint(r.Facts), "its own recourse ends less than") {
		t.Errorf("the page says %v, %v", r.Facts, err)
	}
	counter["expires_on"] = ends.Add(30).String()
	delete(counter, "as_it_is")
	if res := h.do("risk", "guarantee.counter", counter); res["watched"] != false {
		t.Errorf("got %v", res)
	}
	h.provesItself()
}

// The demand of the data set is read under its guarantee as the file says.
func TestSharedDemandIsRead(t *testing.T) {
	b, err := os.ReadFile(shared.Data(t, "guarantee", "mt", "S22-mt765.txt"))
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, testdb.SQLite(t))
	_, _, g := h.defaulted()
	h.goTo(day.MustOf(2028, 9, 1))
	res := h.do("risk", "demand.import", object{"guarantee": g, "file": b})
	if res["duplicate"] != false || !strings.Contains(fmt.Sprint(res["findings"]), "dated 2028-09-25") {
		t.Errorf("got %v", res)
	}
}

// demandReference is our reference in a message, as the guarantor quotes it.
func demandReference(message string) string {
	_, after, _ := strings.Cut(message, ":20:")
	reference, _, _ := strings.Cut(after, "\r\n")
	return reference
}
