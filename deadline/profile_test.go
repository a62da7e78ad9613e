package deadline_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kontor/deadline"
	"kontor/errs"
)

// The table of rule profiles in the handbook, section 3, with L1: what each says, in the words of the profile.
func TestProfilesSayWhatTheHandbookSays(t *testing.T) {
	rows := map[string]string{
		"URDG758":          "on_demand business_days 5/0 precludes next_business_day years_after_issue 3+30 extend_once_suspend 30 suspend 30-4 allowed_unless_excluded non_complying required_unless_excluded if_stated_in_full",
		"ISP98":            "on_demand flag_between 7/3 precludes next_business_day expiry_or_notice 0+0 last_day_reopening_plus 30 per_text 0-0 allowed_unless_excluded per_text per_text in_full",
		"UCP600":           "on_demand banking_days 5/0 precludes next_business_day must_be_stated 0+0 lapses 0 none 0-0 allowed_unless_excluded non_complying per_text once",
		"UNConv":           "on_demand business_days 7/0 - next_business_day years_after_issue 6+0 none 0 none 0-0 per_text per_text per_text as_authorised",
		"RU-IG":            "on_demand calendar_days 5/0 - no_rule must_be_stated 0+0 none 0 none 0-0 per_text per_text required_unless_excluded as_authorised",
		"surety":           "accessory per_text 0/0 - no_rule law 0+0 none 0 none 0-0 per_text per_text proof_of_loss no_rule",
		"credit_insurance": "insurance per_text 0/0 - no_rule law 0+0 none 0 none 0-0 per_text per_text proof_of_loss no_rule",
		"state_guarantee":  "subsidiary per_text 0/0 - no_rule law 0+0 none 0 none 0-0 per_text per_text proof_of_loss no_rule",
		"none":             "as_worded per_text 0/0 - no_rule law 0+0 none 0 none 0-0 per_text per_text per_text no_rule",
	}
	for _, p := range deadline.Profiles() {
		want, ok := rows[p.ID]
		if !ok {
			t.Errorf("no row for %s", p.ID)
		}
		delete(rows, p.ID)
		precludes := "-"
		if p.Preclusion.Applies {
			precludes = "precludes"
		}
		got := strings.Join([]string{string(p.Family), string(p.Examination.Kind), digits(p.Examination.Days, "/", p.Examination.Safe), precludes,
			string(p.ClosedDay.Kind), string(p.NoExpiry.Kind), digits(p.NoExpiry.Years, "+", p.NoExpiry.CounterDays),
			string(p.ForceMajeure.Kind), digits(p.ForceMajeure.Days, "", -1), string(p.ExtendOrPay.Kind), digits(p.ExtendOrPay.Days, "-", p.ExtendOrPay.CounterLess),
			string(p.Drawings.Partial), string(p.OverDemand.Kind), string(p.Statement.Kind), string(p.Transfer.Kind)}, " ")
		if got != want {
			t.Errorf("%s: got  %s\nwant %s", p.ID, got, want)
		}
		if p.Drawings.Partial != p.Drawings.Multiple {
			t.Errorf("%s: partial %s, multiple %s", p.ID, p.Drawings.Partial, p.Drawings.Multiple)
		}
		if p.OnDemand() != (p.Family == deadline.OnDemand) || p.Label().IsZero() || strings.HasPrefix(p.Label().String(), "unknown") || p.String() != p.ID+"@1" {
			t.Errorf("%s: on demand %v, label %q, cited as %s", p.ID, p.OnDemand(), p.Label(), p)
		}
	}
	for id := range rows {
		t.Errorf("%s has no profile", id)
	}
}

func digits(a int, sep string, b int) string {
	text, _ := json.Marshal(a)
	if b < 0 {
		return string(text)
	}
	more, _ := json.Marshal(b)
	return string(text) + sep + string(more)
}

// A profile is data: written and read again it is the same, and the list that was handed out can be changed without harm.
func TestProfilesAreData(t *testing.T) {
	all := deadline.Profiles()
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	var again []deadline.Profile
	if err := json.Unmarshal(text, &again); err != nil || !slices.Equal(again, all) {
		t.Errorf("read again it differs: %v", err)
	}
	all[0].Examination.Days = 99
	if got := profile(t, all[0].ID).Examination.Days; got != 5 {
		t.Errorf("the caller changed the profile of everybody: %d days", got)
	}
	if _, err := deadline.ProfileOf("urdg758"); !errs.Is(err, errs.Invalid) || !strings.Contains(errs.As(err).Hint.String(), "URDG758") {
		t.Errorf("got %v", err)
	}
}

func TestTheTextOverridesTheRules(t *testing.T) {
	urdg, local := profile(t, "URDG758"), profile(t, "RU-IG")
	for name, c := range map[string]struct {
		from      deadline.Profile
		overrides deadline.Overrides
		presented string
		want      string
	}{
		"nothing":               {urdg, deadline.Overrides{}, "2027-06-14", "URDG758@1 2027-06-21"},
		"business days":         {urdg, deadline.Overrides{ExaminationDays: 3}, "2027-06-14", "URDG758@1+text 2027-06-17"},
		"calendar days":         {urdg, deadline.Overrides{ExaminationDays: 6, ExaminationKind: deadline.CalendarDays}, "2027-06-14", "URDG758@1+text 2027-06-20"},
		"another unit":          {urdg, deadline.Overrides{ExaminationKind: deadline.CalendarDays}, "2027-06-14", "URDG758@1+text 2027-06-19"},
		"local law":             {local, deadline.Overrides{}, "2027-06-14", "RU-IG@1 2027-06-19"},
		"local law, longest":    {local, deadline.Overrides{ExaminationDays: 30}, "2027-06-14", "RU-IG@1+text 2027-07-14"},
		"standby without flag":  {profile(t, "ISP98"), deadline.Overrides{ExaminationDays: 5}, "2027-06-14", "ISP98@1+text 2027-06-21"},
		"the law alone":         {profile(t, "none"), deadline.Overrides{ExaminationDays: 10}, "2027-06-14", "none@1+text 2027-06-24"},
		"surety, business days": {profile(t, "surety"), deadline.Overrides{ExaminationDays: 10, ExaminationKind: deadline.BusinessDays}, "2027-06-14", "surety@1+text 2027-06-28"},
	} {
		p, err := c.from.With(c.overrides)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		e := examine(t, p, c.presented, branch(t))
		if got := e.Deadline.Profile + " " + e.Deadline.On.String(); got != c.want || !e.SafeUntil.IsZero() {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if e.Deadline.Article != c.from.Examination.Article {
			t.Errorf("%s: article %q", name, e.Deadline.Article)
		}
	}
	p, err := urdg.With(deadline.Overrides{ClosedDay: deadline.StaysAsStated, NoExpiryYears: 5, ForceMajeure: deadline.NoForceMajeure, ExtendOrPayDays: 20,
		Partial: deadline.NotAllowed, OverDemand: deadline.PaysAvailable, Statement: deadline.StatementExcluded})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "expiry on a Sunday", p.Expiry(on("2027-06-20"), branch(t)).Effective.On, "2027-06-20")
	ends, err := p.EndsUnstated(on("2024-02-29"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "no expiry", ends.On, "2029-02-28")
	s, err := p.Suspension(on("2027-06-01"), 30)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "suspension", s.Latest.On, "2027-06-21")
	if p.Drawings.Partial != deadline.NotAllowed || p.Drawings.Multiple != deadline.Allowed || p.OverDemand.Kind != deadline.PaysAvailable || p.Statement.Kind != deadline.StatementExcluded {
		t.Errorf("got %+v", p)
	}
	if p, err = profile(t, "UCP600").With(deadline.Overrides{ForceMajeure: deadline.ExtendOnceSuspend}); err != nil {
		t.Fatal(err)
	}
	want(t, "extension by the text", p.Expiry(on("2027-06-21"), branch(t), deadline.Closure{From: on("2027-06-21"), Resumes: on("2027-06-23")}).ExtendedTo, "2027-07-21")
}

// What the text is silent about stays as the rules say, and what it says is marked as its own.
func TestTheTextOverridesNothingElse(t *testing.T) {
	for _, base := range deadline.Profiles() {
		got, err := base.With(deadline.Overrides{Multiple: deadline.NotAllowed})
		if err != nil {
			t.Fatal(err)
		}
		want := base
		want.Version, want.Drawings.Multiple, want.Drawings.ByText = "1+text", deadline.NotAllowed, true
		if got != want {
			t.Errorf("%s without a further demand: got %+v", base, got)
		}
		if got, err = base.With(deadline.Overrides{ExaminationDays: 3}); err != nil {
			t.Fatal(err)
		}
		want = base
		want.Version, want.Examination = "1+text", got.Examination
		if got != want || !got.Examination.ByText || got.Examination.Days != 3 {
			t.Errorf("%s with three days: got %+v", base, got)
		}
	}
	if _, err := profile(t, "none").With(deadline.Overrides{NoExpiryYears: 100, ExtendOrPayDays: 366, ExaminationDays: deadline.MostExaminationDays}); err != nil {
		t.Errorf("the longest that a text may set: got %v", err)
	}
}

func TestWhatNoTextCanSet(t *testing.T) {
	for field, c := range map[string]struct {
		id        string
		overrides deadline.Overrides
	}{
		"examination_days":   {"RU-IG", deadline.Overrides{ExaminationDays: 31}},
		"examination_kind":   {"none", deadline.Overrides{ExaminationKind: deadline.BusinessDays}},
		"closed_day":         {"URDG758", deadline.Overrides{ClosedDay: "previous"}},
		"no_expiry_years":    {"URDG758", deadline.Overrides{NoExpiryYears: -1}},
		"force_majeure":      {"URDG758", deadline.Overrides{ForceMajeure: "storm"}},
		"extend_or_pay_days": {"URDG758", deadline.Overrides{ExtendOrPayDays: 367}},
		"partial":            {"URDG758", deadline.Overrides{Partial: "half"}},
		"multiple":           {"URDG758", deadline.Overrides{Multiple: "twice"}},
		"over_demand":        {"URDG758", deadline.Overrides{OverDemand: "all"}},
		"statement":          {"URDG758", deadline.Overrides{Statement: "oral"}},
	} {
		_, err := profile(t, c.id).With(c.overrides)
		if e := errs.As(err); e == nil || e.Code != errs.Invalid || len(e.Faults) != 1 || e.Faults[0].Field != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	for _, bad := range []deadline.Overrides{{ExaminationDays: -1}, {ExaminationDays: deadline.MostExaminationDays + 1}, {ExaminationKind: deadline.FlagBetween}, {ExaminationKind: deadline.PerText}} {
		if _, err := profile(t, "URDG758").With(bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: got %v", bad, err)
		}
	}
}

// What the rules do not give is refused with a way on, never made up.
func TestWhatTheRulesDoNotGive(t *testing.T) {
	for _, id := range []string{"surety", "credit_insurance", "state_guarantee", "none"} {
		if _, err := profile(t, id).Examine(on("2027-06-14"), branch(t)); !errs.Is(err, errs.Refused) || errs.As(err).Hint.IsZero() {
			t.Errorf("%s examination: got %v", id, err)
		}
	}
	for _, p := range deadline.Profiles() {
		_, err := p.EndsUnstated(on("2027-06-14"))
		if years := p.NoExpiry.Years > 0; years != (err == nil) || !years && (!errs.Is(err, errs.Refused) || errs.As(err).Hint.IsZero()) {
			t.Errorf("%s without expiry: got %v", p, err)
		}
		_, err = p.Suspension(on("2027-06-14"), 10)
		if waits := p.ID == "URDG758"; waits != (err == nil) || !waits && !errs.Is(err, errs.Refused) {
			t.Errorf("%s extend or pay: got %v", p, err)
		}
		_, err = p.CounterEndsUnstated(on("2027-06-14"))
		if ties := p.ID == "URDG758"; ties != (err == nil) || !ties && !errs.Is(err, errs.Refused) {
			t.Errorf("%s counter-guarantee: got %v", p, err)
		}
	}
	if _, err := profile(t, "URDG758").Suspension(on("2027-06-14"), -1); !errs.Is(err, errs.Invalid) {
		t.Errorf("waiting for -1 days: got %v", err)
	}
	if e := profile(t, "URDG758").Expiry(0, branch(t)); e.Effective.On != 0 || e.InTime(on("2027-06-14")) || len(e.Effective.Steps) == 0 {
		t.Errorf("without an expiry: got %+v", e)
	}
}

// Under the Russian Civil Code a suspicion of forgery stops the clock for up to seven days (L1).
func TestSuspicionOfForgery(t *testing.T) {
	p := profile(t, "RU-IG")
	e := examine(t, p, "2027-06-14", branch(t))
	longer, err := p.SuspectForgery(e, on("2027-06-16"), 7)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "deadline", longer.Deadline.On, "2027-06-26")
	want(t, "deadline before", e.Deadline.On, "2027-06-19")
	if len(longer.Deadline.Steps) != len(e.Deadline.Steps)+1 || longer.Deadline.Rule != "L1" {
		t.Errorf("got %s", longer.Deadline)
	}
	for _, c := range []struct {
		id, on string
		days   int
		want   errs.Code
	}{{"RU-IG", "2027-06-14", 1, ""}, {"RU-IG", "2027-06-19", 1, ""}, {"RU-IG", "2027-06-13", 1, errs.Refused}, {"RU-IG", "2027-06-16", 8, errs.Invalid}, {"RU-IG", "2027-06-16", 0, errs.Invalid}, {"RU-IG", "2027-06-20", 3, errs.Refused}, {"URDG758", "2027-06-16", 3, errs.Refused}} {
		if _, err := profile(t, c.id).SuspectForgery(e, on(c.on), c.days); errs.CodeOf(err) != c.want {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}
