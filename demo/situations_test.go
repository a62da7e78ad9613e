package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kontor/demo"
	"kontor/desk"
	"kontor/errs"
	"kontor/goods"
	"kontor/money"
)

// What a newcomer is promised to find, as questions about the rows.
func TestSituations(t *testing.T) {
	h := years(t)
	for _, want := range []struct {
		what     string
		question string
		from, to int
	}{
		{"companies", "select count(*) from party", 42, 42},
		{"makers", "select count(*) from party where roles = 'maker'", 6, 6},
		{"names in Cyrillic with a Latin alias", "select count(*) from party where name like '%ООО%' and aliases_json <> '[]'", 8, 40},
		{"companies with a number", "select count(distinct party_id) from party_identifier", 42, 42},
		{"names", "select count(distinct folded) from party", 42, 42},
		{"machines", "select count(*) from unit", 200, 200},
		{"serials", "select count(distinct serial) from unit", 200, 200},
		{"quotes that lapsed", "select count(*) from deal where stage = 'quoted' and quote_expires_on < '2026-11-26'", 4, 9},
		{"quotes that wait", "select count(*) from deal where stage = 'quoted' and quote_expires_on >= '2026-11-26'", 3, 3},
		{"quotes with a second version", "select count(*) from quote where version = 2", 3, 99},
		{"cancelled deals", "select count(*) from deal where stage = 'cancelled'", 5, 9},
		{"closed deals", "select count(*) from deal where stage = 'closed'", 25, 120},
		{"running deals", "select count(*) from deal where stage = 'delivered'", 30, 120},
		{"deals in default", "select count(*) from deal where stage = 'defaulted'", 1, 3},
		{"defaults of the past", "select count(*) from deal where stage = 'closed' and defaulted_on <> ''", 4, 9},
		{"write-offs", "select count(distinct deal_id) from transfer where what = 'write-off'", 2, 9},
		{"paid demands", "select count(*) from demand where state = 'paid'", 4, 9},
		{"rejected demands", "select count(*) from demand where state = 'rejected'", 1, 3},
		{"demands that wait", "select count(*) from demand where reserved_minor > 0", 1, 1},
		{"payments ahead of their time", "select count(*) from contract_version where kind = 'prepay'", 1, 1},
		{"restructured deals", "select count(*) from contract_version where kind = 'restructure'", 1, 1},
		{"fees for a reminder", "select count(*) from loan_transaction where kind = 'charge' and reason = 'second reminder'", 1, 1},
		{"reversed payments", "select count(*) from payment where reversed_us <> 0", 1, 3},
		{"extended guarantees", "select count(*) from event where verb = 'guarantee.extend'", 2, 9},
		{"revoked guarantees", "select count(*) from guarantee where life = 'revoked'", 2, 4},
		{"guarantees given back", "select count(*) from guarantee where life = 'released'", 8, 99},
		{"insurance that is no cover", "select count(*) from guarantee where kind = 'credit_insurance'", 1, 1},
		{"guarantees in another currency", "select count(*) from allocation a join guarantee g on g.id = a.guarantee_id join deal d on d.id = a.deal_id where d.currency <> g.currency", 1, 3},
		{"confirmed waivers", "select count(*) from waiver where confirmed_by <> ''", 1, 2},
		{"entries on the list in force", "select entries from list_set where state = 'active'", 60, 90},
		{"open hits", "select count(*) from hit where state = 'open'", 2, 4},
		{"cleared hits", "select count(*) from hit where state = 'cleared'", 1, 3},
		{"confirmed hits", "select count(*) from hit where state = 'confirmed'", 1, 2},
		{"blocked parties", "select count(*) from party where vetting = 'blocked'", 1, 1},
		{"machines on trial", "select count(*) from claim where kind = 'on_trial' and ended_us = 0", 2, 3},
		{"machines on demonstration", "select count(*) from claim where kind = 'on_demo' and ended_us = 0", 2, 2},
		{"demonstrations that are overdue", "select count(*) from claim where kind = 'on_demo' and ended_us = 0 and until_on < '2026-11-26'", 1, 1},
		{"buy-outs", "select count(*) from settlement where kind = 'buyout'", 1, 1},
		{"total losses", "select count(*) from settlement where kind = 'total_loss'", 1, 1},
		{"terminations", "select count(*) from settlement where kind = 'termination'", 1, 3},
		{"programmes", "select count(*) from programme", 2, 2},
		{"levelled deals", "select count(distinct deal_id) from budget_move where kind = 'use'", 3, 20},
		{"subsidies that sponsors paid", "select count(*) from transfer where credit_account like 'receivable_sponsor%'", 3, 20},
		{"subsidies that were earned", "select count(*) from transfer where what = 'subsidy earned'", 30, 999},
		{"machines that came back", "select count(*) from event where verb = 'unit.move' and text_json like '%returned%'", 1, 4},
	} {
		if got := h.count(t, want.question); got < want.from || got > want.to {
			t.Errorf("%s: %d, want %d to %d", want.what, got, want.from, want.to)
		}
	}
	for _, segment := range goods.Segments() {
		if h.count(t, "select count(*) from unit where segment = $1", string(segment)) < 8 {
			t.Errorf("few machines of %s", segment)
		}
	}
	for _, supply := range goods.Supplies()[:7] {
		if h.count(t, "select count(*) from unit where supply = $1", string(supply)) == 0 {
			t.Errorf("no machine is %s", supply)
		}
	}
	for _, condition := range []string{"vetting", "cover", "limits"} {
		if h.count(t, "select count(*) from event where verb = 'deal.release' and data_json like $1", `%"field":"`+condition+`"%`) == 0 {
			t.Errorf("the gate never refused for %s", condition)
		}
	}
}

// The day's picture has something in every part.
func TestToday(t *testing.T) {
	h := years(t)
	today, err := h.ReadToday(context.Background(), h.actor(t, desk.Admin))
	if err != nil {
		t.Fatal(err)
	}
	millions := func(a money.Amount) int64 { return a.Minor / 1e8 }
	house, region := today.Turnover, *today.Region
	for year, want := range map[int][2]int64{2022: {608, 620}, 2023: {405, 415}, 2024: {222, 228}, 2025: {228, 235}} {
		if got := millions(region.Years[year-2022].USD); got < want[0] || got > want[1] {
			t.Errorf("trade of %d is %d millions", year, got)
		}
	}
	for _, y := range house.Years {
		if !y.Complete() || millions(y.USD) < 38 || millions(y.USD) > 70 {
			t.Errorf("the house delivered %v in %d, %d of %d months", y.USD, y.Year, y.Known, y.Of)
		}
	}
	if house.Pace.Gap.Minor <= 0 || region.Through.String() != "2026-09" || region.Watch.Open() == nil {
		t.Errorf("gap %v, region through %v, %+v", house.Pace.Gap, region.Through, region.Watch)
	}
	if u := today.Uncovered; u.Now.Minor <= 0 || len(u.Deals) < 4 || u.Deals[len(u.Deals)-1].From <= today.On.Add(90) {
		t.Errorf("uncovered: %+v", u)
	}
	if len(today.Lapsing) < 3 || today.Lapsing[0].Days > 60 {
		t.Errorf("lapsing: %+v", today.Lapsing)
	}
	var buckets [5]bool
	for _, l := range today.Late {
		switch {
		case l.Stage == "defaulted":
			buckets[4] = true
		default:
			buckets[min((l.Days-1)/30, 3)] = true
		}
	}
	if slices.Contains(buckets[:], false) {
		t.Errorf("late by bucket, the last in default: %v", buckets)
	}
	var tasks strings.Builder
	for _, k := range today.Tasks {
		tasks.WriteString(k.Text.String() + "\n")
	}
	for _, want := range []string{"may leave: release it", "hits wait to be cleared", "waits to be verified", "must be verified again", "declare the default",
		"is overdue: remind the guarantor", "of the advance is not paid", "not prepared", "has hits to be cleared", "days late"} {
		if !strings.Contains(tasks.String(), want) {
			t.Errorf("no task says %q:\n%s", want, tasks.String())
		}
	}
	for _, never := range []string{"demand under its guarantees", "too old", "are not closed", "No turnover goal", "No watch list"} {
		if strings.Contains(tasks.String(), never) {
			t.Errorf("a task says %q", never)
		}
	}
}

// Everybody can sign in, and sees their own first page.
func TestEveryRoleCanSignIn(t *testing.T) {
	h := years(t)
	var seen []desk.Role
	for _, l := range h.sum.Logins {
		a, err := h.SignIn(context.Background(), l.Email, demo.Password)
		if err != nil {
			t.Errorf("%s: %v", l.Email, err)
			continue
		}
		if a.Role != l.Role || a.Name != l.Name || a.Role.Guest() != (a.Party != "") {
			t.Errorf("%s is %+v", l.Email, a)
		}
		if _, err := h.ReadToday(context.Background(), a); err != nil {
			t.Errorf("%s: %v", l.Email, err)
		}
		seen = append(seen, a.Role)
	}
	for _, role := range desk.Roles() {
		if !slices.Contains(seen, role) {
			t.Errorf("nobody is %s", role)
		}
	}
}

// walk is the newcomer's: the gate refuses, the customer's guarantee is pledged, the machine is released and delivered, and
// turnover moves.
func walk(t *testing.T, h *house) {
	ctx, try := context.Background(), h.sum.Try
	manager, clerk := h.actor(t, desk.Manager), h.actor(t, desk.Clerk)
	_, err := desk.ReleaseDeal.Do(ctx, h.Desk, desk.Call{Actor: manager}, desk.DealRequest{Deal: try.Deal})
	e := errs.As(err)
	if e == nil || e.Code != errs.Refused || len(e.Faults) == 0 {
		t.Fatalf("the release gave %v", err)
	}
	for _, f := range e.Faults {
		if f.Field != "cover" {
			t.Errorf("%s is open too: %s", f.Field, f.Text)
		}
	}
	before, err := h.ReadToday(ctx, manager)
	if err != nil {
		t.Fatal(err)
	}
	pledge := desk.AllocateRequest{Guarantee: try.Guarantee, Deal: try.Deal, Amount: try.Amount}
	if _, err := desk.AllocateGuarantee.Do(ctx, h.Desk, desk.Call{Actor: clerk}, pledge); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.ReleaseDeal.Do(ctx, h.Desk, desk.Call{Actor: manager}, desk.DealRequest{Deal: try.Deal}); err != nil {
		t.Fatal(err)
	}
	act := desk.DeliverRequest{Deal: try.Deal, ActNo: "A-1", On: h.Today(), Place: "here", AcceptedBy: "F. Torfhauer", Units: []desk.DeliveredUnit{{Unit: try.Unit, Plate: try.Serial, Meter: "3"}}}
	res, err := desk.DeliverDeal.Do(ctx, h.Desk, desk.Call{Actor: clerk}, act)
	if err != nil {
		t.Fatal(err)
	}
	after, err := h.ReadToday(ctx, manager)
	if err != nil {
		t.Fatal(err)
	}
	if moved := after.Turnover.YTD.USD.Minor - before.Turnover.YTD.USD.Minor; moved <= 0 || moved != res.Turnover.Minor {
		t.Errorf("turnover moved by %d, the delivery counts %v", moved, res.Turnover)
	}
}
