package guarantee_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/guarantee"
)

// step is something that happens on a day of a drawn history.
type step struct {
	on   day.Date
	by   string
	fact guarantee.Fact
}

var historyStart = d("2026-03-02")

func drawTerms(t *rapid.T) guarantee.Terms {
	until := historyStart.Add(rapid.IntRange(1, 500).Draw(t, "until"))
	terms := guarantee.Terms{ExpiresOn: until, ClosesInDays: rapid.IntRange(0, 40).Draw(t, "closes"),
		Rules: rapid.SampledFrom([]guarantee.Rules{guarantee.URDG758, guarantee.ISP98, guarantee.UCP600, guarantee.NoRules}).Draw(t, "rules")}
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		terms.ExpiryType, terms.ExpiryEvent, terms.ExpiryProof = guarantee.BothExpiry, "end", "paper"
	case 1:
		terms.ExpiryType, terms.ExpiryEvent, terms.ExpiryProof, terms.ExpiresOn = guarantee.EventExpiry, "end", "paper", 0
	case 2:
		terms.ExpiryType, terms.Rules, terms.ExpiresOn = guarantee.OpenExpiry, guarantee.URDG758, 0
	case 3, 4:
		terms.Extension = guarantee.Extension{Period: rapid.SampledFrom([]string{"ONEY", "DAYS", "OTHR"}).Draw(t, "period"),
			NoticeDays: rapid.IntRange(1, 90).Draw(t, "notice"), Basis: rapid.SampledFrom([]string{"", "sent", "received"}).Draw(t, "basis")}
		if terms.Extension.Period == "DAYS" {
			terms.Extension.Days = rapid.IntRange(20, 120).Draw(t, "days")
		}
		if rapid.Bool().Draw(t, "final") {
			terms.Extension.FinalOn = until.Add(rapid.IntRange(0, 300).Draw(t, "final on"))
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "effect") == 0 {
		terms.EffectEvent = "start"
	}
	for range rapid.IntRange(0, 2).Draw(t, "reductions") {
		terms.Reductions = append(terms.Reductions, guarantee.Reduction{On: historyStart.Add(rapid.IntRange(1, 500).Draw(t, "reduced on")), Amount: eur(rapid.Int64Range(1, 500).Draw(t, "reduced by"))})
	}
	return terms
}

// drawFact is a fact of any region; what it says need not be allowed.
func drawFact(t *rapid.T, on day.Date, n int) guarantee.Fact {
	amount := eur(rapid.Int64Range(1, 1200).Draw(t, "amount"))
	past := on.Add(-rapid.IntRange(0, 40).Draw(t, "ago"))
	nr := rapid.IntRange(1, 4).Draw(t, "nr")
	demand := rapid.SampledFrom([]string{"dm_0", "dm_1", "dm_2", "dm_3"}).Draw(t, "demand")
	switch rapid.IntRange(0, 19).Draw(t, "fact") {
	case 0, 1:
		return guarantee.VerifiedFact{Finding: guarantee.Authentic, Evidence: guarantee.Evidence{Kind: guarantee.OwnBankMessage, Ref: "MSG", Bank: "Hausbank", On: on}}
	case 2:
		return guarantee.PledgedFact{Deal: "dl_1", Customer: "pt_customer", Amount: amount}
	case 3:
		return guarantee.DemandMadeFact{ID: fmt.Sprintf("dm_%d", n), Deal: "dl_1", Amount: amount}
	case 4:
		return guarantee.DemandPaidFact{ID: demand, Amount: amount, Payment: "py_1"}
	case 5:
		return guarantee.DemandRejectedFact{ID: demand}
	case 6, 7:
		c := guarantee.Change{ExpiresOn: on.Add(rapid.IntRange(-20, 400).Draw(t, "new expiry"))}
		if rapid.Bool().Draw(t, "money") {
			c = guarantee.Change{Decrease: amount}
		}
		return guarantee.AmendmentIssuedFact{Nr: nr, Change: c, Source: "letter", UnlessRejected: rapid.Bool().Draw(t, "silence")}
	case 8, 9:
		return guarantee.AmendmentAcceptedFact{Nr: nr, Despite: rapid.Bool().Draw(t, "despite")}
	case 10:
		return guarantee.AmendmentRejectedFact{Nr: nr, Why: "too short"}
	case 11:
		return guarantee.NonExtensionFact{Sent: past, Received: on, Source: "letter"}
	case 12:
		return guarantee.ForceMajeureOnFact{From: past, Evidence: "decree"}
	case 13:
		return guarantee.ForceMajeureOffFact{Resumes: past, Evidence: "decree"}
	case 14:
		return guarantee.ExpiryEventFact{Happened: past, Document: "paper"}
	case 15:
		return guarantee.EffectProvenFact{Happened: past, Document: "paper"}
	case 16:
		return guarantee.ReducedFact{Amount: amount, Document: "letter", Despite: n%2 == 0}
	case 17:
		return guarantee.DemandApprovedFact{ID: demand}
	case 18:
		return guarantee.DemandSentFact{ID: demand, How: "hand"}
	}
	if n%2 == 0 {
		return guarantee.ReleaseProposedFact{}
	}
	return guarantee.ReleasedFact{}
}

func drawHistory(t *rapid.T) []step {
	var steps []step
	on := historyStart
	for n := range rapid.IntRange(0, 14).Draw(t, "steps") {
		on = on.Add(rapid.IntRange(0, 70).Draw(t, "later"))
		steps = append(steps, step{on, rapid.SampledFrom([]string{"clerk", "risk", "manager"}).Draw(t, "by"), drawFact(t, on, n)})
	}
	return steps
}

// play lets a history happen; look says when the calendar is looked at between two steps.
func play(t *testing.T, terms guarantee.Terms, steps []step, until day.Date, look func(c *course, from, to day.Date)) *course {
	c := newCourse(t, historyStart, terms, d("2026-06-04"), d("2026-12-24"), d("2027-01-01"))
	at := historyStart
	for _, s := range steps {
		look(c, at, s.on)
		_ = c.take(s.on, s.by, s.fact) // what is refused is refused in every run
		at = s.on
	}
	look(c, at, until)
	c.look(until)
	return c
}

// Scenarios 29 and 33: whether the calendar is looked at every day, only when something happens, or by a clock that is turned back in
// between, the state is the same; and replaying the events gives it once more.
func TestTheCalendarDoesNotDependOnWhoLooks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		terms, steps := drawTerms(r), drawHistory(r)
		until := historyStart.Add(900)
		jumps := play(t, terms, steps, until, func(*course, day.Date, day.Date) {})
		daily := play(t, terms, steps, until, func(c *course, from, to day.Date) {
			for on := from; on <= to; on = on.Add(1) {
				c.look(on)
			}
		})
		back := rapid.IntRange(1, 400).Draw(r, "back")
		turned := play(t, terms, steps, until, func(c *course, from, to day.Date) {
			c.look(from.Add((to.Sub(from)) / 2))
			before := asJSON(t, c.State)
			if c.look(from.Add(-back)); asJSON(t, c.State) != before {
				r.Fatalf("a clock set back by %d days changed the state", back)
			}
		})
		for name, other := range map[string]*course{"daily": daily, "turned back": turned} {
			if got, want := asJSON(t, other.State), asJSON(t, jumps.State); got != want {
				r.Fatalf("%s:\n%s\nin jumps:\n%s", name, got, want)
			}
		}
		if got, want := asJSON(t, replayed(t, jumps)), asJSON(t, jumps.State); got != want {
			r.Fatalf("replayed:\n%s\nas it happened:\n%s", got, want)
		}
		checkState(r, jumps)
	})
}

// checkState checks what holds in every state: balances, and that nothing ended in silence.
func checkState(t *rapid.T, c *course) {
	if c.Reserved.Minor < 0 || c.Paid.Minor < 0 || c.Available().Minor < 0 || c.Paid.Minor+c.Reserved.Minor > c.Face.Minor {
		t.Fatalf("paid %s and reserved %s of %s", c.Paid, c.Reserved, c.Face)
	}
	var reserved int64
	for _, m := range c.Demands {
		reserved += m.Reserved.Minor
	}
	if reserved != c.Reserved.Minor {
		t.Fatalf("the demands claim %d, the instrument says %s", reserved, c.Reserved)
	}
	if next := c.NextDue(); next != 0 && next <= c.Clock.Seen {
		t.Fatalf("something is due on %s, seen %s", next, c.Clock.Seen)
	}
	expired := slices.IndexFunc(c.events, func(e guarantee.Event) bool { _, ok := e.Fact.(guarantee.ExpiredFact); return ok })
	alarmed := slices.IndexFunc(c.events, func(e guarantee.Event) bool {
		a, ok := e.Fact.(guarantee.AlarmFact)
		return ok && !a.Notice
	})
	knownBefore := c.Clock.KnownOn <= c.LastsUntil // what ends by a paper that came afterwards could not be told
	if expired >= 0 && (alarmed < 0 || alarmed > expired) && knownBefore {
		t.Fatalf("it expired on %s in silence", c.events[expired].On)
	}
}

// NextDue agrees with Due: nothing is due before it, something is on it.
func TestNextDueIsTheFirstDue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := play(t, drawTerms(r), drawHistory(r), historyStart.Add(rapid.IntRange(0, 600).Draw(r, "until")), func(*course, day.Date, day.Date) {})
		next := c.NextDue()
		if next == 0 {
			if got := c.Due(historyStart.Add(4000), c.place, c.profile); len(got) > 0 {
				r.Fatalf("nothing was to come, and %T came on %s", got[0].Fact, got[0].On)
			}
			return
		}
		if got := c.Due(next.Add(-1), c.place, c.profile); len(got) > 0 {
			r.Fatalf("%T came on %s, before %s", got[0].Fact, got[0].On, next)
		}
		if got := c.Due(next, c.place, c.profile); len(got) == 0 || got[0].On != next {
			r.Fatalf("nothing came on %s", next)
		}
	})
}
