package guarantee_test

import (
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

func million(n int64) money.Amount { return eur(n * 1_000_000_00) }

func mustBook(t testing.TB, in []guarantee.Instrument, exposures []guarantee.Exposure, p guarantee.Policy, to day.Date) *guarantee.Book {
	t.Helper()
	b, err := guarantee.Cover(in, exposures, p, today, to)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func exposure(deal string, rank int, a money.Amount, until day.Date) guarantee.Exposure {
	return guarantee.Exposure{Deal: deal, Rank: rank, Levels: []guarantee.Level{{From: today, Amount: a}, {From: until.Add(1), Amount: money.Of(0, a.Currency)}}}
}

func pledged(id string, face money.Amount, until day.Date, deals ...string) guarantee.Instrument {
	i := promise(id, face.Minor, until)
	i.Face, i.Paid, i.Reserved, i.Allocations = face, money.Of(0, face.Currency), money.Of(0, face.Currency), nil
	for _, d := range deals {
		i.Allocations = append(i.Allocations, guarantee.Allocation{Deal: d, Amount: face})
	}
	return i
}

// Scenario 24: limit 50 m, used 48, new 5 m: it counts to 2 m, and two at once never count above 50.
func TestScenario24LimitOfGuarantor(t *testing.T) {
	end := today.Add(300)
	p := strict()
	p.Limits.Guarantor = map[string]guarantee.Limit{"pt_bank": {Most: million(50)}}
	p.Limits.Guarantor["pt_bank"] = guarantee.Limit{Most: million(50), Used: million(48)}
	one := mustBook(t, []guarantee.Instrument{pledged("gt_1", million(5), end, "dl_1")}, []guarantee.Exposure{exposure("dl_1", 0, million(5), end)}, p, end)
	if r := one.Deal("dl_1"); r.Steps[0].Cover != million(2) || !hasLost(r, "gt_1", guarantee.LimitGuarantor, million(3).Minor) || r.FirstGap != today {
		t.Errorf("cover %v, lost %v", r.Steps[0].Cover, r.Lost)
	}
	two := mustBook(t, []guarantee.Instrument{pledged("gt_2", million(5), end, "dl_2"), pledged("gt_1", million(5), end, "dl_1")},
		[]guarantee.Exposure{exposure("dl_2", 0, million(5), end), exposure("dl_1", 0, million(5), end)}, p, end)
	if a, b := two.Deal("dl_1").Steps[0].Cover, two.Deal("dl_2").Steps[0].Cover; a != million(2) || b != million(0) {
		t.Errorf("two at once: %v and %v", a, b)
	}
	if u := two.LimitUses(); len(u) != 1 || u[0].Used != million(58) || !u[0].Over() || u[0].Of != "pt_bank" {
		t.Errorf("uses %+v", u)
	}
	// The deal whose machines are out keeps what it has, though the new promise was booked before.
	ranked := mustBook(t, []guarantee.Instrument{pledged("gt_1", million(5), end, "dl_1"), pledged("gt_2", million(2), end, "dl_2")},
		[]guarantee.Exposure{exposure("dl_1", 1, million(5), end), exposure("dl_2", 0, million(2), end)}, p, end)
	if a, b := ranked.Deal("dl_1").Steps[0].Cover, ranked.Deal("dl_2").Steps[0].Cover; a != million(0) || b != million(2) {
		t.Errorf("after the deal that is out: %v and %v", a, b)
	}
}

// Each kind of limit is named where it bites.
func TestLimitsByKind(t *testing.T) {
	end := today.Add(300)
	most := guarantee.Limit{Most: eur(60)}
	for _, c := range []struct {
		name   string
		set    func(p *guarantee.Policy)
		cover  int64
		reason guarantee.Reason
	}{
		{"group", func(p *guarantee.Policy) { p.Limits.Group = map[string]guarantee.Limit{"north": most} }, 60, guarantee.LimitGroup},
		{"country", func(p *guarantee.Policy) { p.Limits.Country = map[string]guarantee.Limit{"AT": most} }, 60, guarantee.LimitCountry},
		{"currency", func(p *guarantee.Policy) { p.Limits.Currency = map[money.Currency]guarantee.Limit{"EUR": most} }, 60, guarantee.LimitCurrency},
		{"another group", func(p *guarantee.Policy) { p.Limits.Group = map[string]guarantee.Limit{"south": most} }, 100, ""},
		{"limit of nothing", func(p *guarantee.Policy) {
			p.Limits.Guarantor = map[string]guarantee.Limit{"pt_bank": {Most: eur(0)}}
		}, 0, guarantee.LimitGuarantor},
		{"limit in dollars", func(p *guarantee.Policy) {
			p.Limits.Guarantor = map[string]guarantee.Limit{"pt_bank": {Most: money.Of(110, "USD")}}
			p.Worth = map[money.Currency]guarantee.Worth{"EUR": {Num: 11, Den: 5}, "USD": {Num: 1, Den: 1}}
		}, 50, guarantee.LimitGuarantor},
		{"limit in a currency without rate", func(p *guarantee.Policy) {
			p.Limits.Guarantor = map[string]guarantee.Limit{"pt_bank": {Most: money.Of(1_000_000, "USD")}}
		}, 0, guarantee.LimitGuarantor},
		{"used by others up to the limit", func(p *guarantee.Policy) {
			p.Limits.Guarantor = map[string]guarantee.Limit{"pt_bank": {Most: eur(60), Used: eur(60)}}
		}, 0, guarantee.LimitGuarantor},
	} {
		p := strict()
		p.GroupOf, p.CountryOf = map[string]string{"pt_bank": "north"}, map[string]string{"pt_bank": "AT"}
		c.set(&p)
		r := mustBook(t, []guarantee.Instrument{pledged("gt_1", eur(100), end, "dl_1")}, []guarantee.Exposure{exposure("dl_1", 0, eur(100), end)}, p, end).Deal("dl_1")
		if got := r.Steps[0].Cover.Minor; got != c.cover || c.reason != "" && !hasLost(r, "gt_1", c.reason, 100-c.cover) {
			t.Errorf("%s: cover %d, want %d; lost %v", c.name, got, c.cover, r.Lost)
		}
	}
}

// A guarantor is relied upon for so many days; then its promise counts no more, and the reason is named.
func TestLimitOfTenor(t *testing.T) {
	end := today.Add(300)
	p := clear()
	for name, tenor := range map[string]map[string]int{"its own": {"pt_bank": 100, "": 5}, "everybody's": {"": 100}} {
		p.Limits.Tenor = tenor
		r := mustBook(t, []guarantee.Instrument{pledged("gt_1", eur(100), end, "dl_1")}, []guarantee.Exposure{exposure("dl_1", 0, eur(100), end)}, p, end).Deal("dl_1")
		if r.FirstGap != today.Add(101) || !hasLost(r, "gt_1", guarantee.LimitTenor, 100) || r.Mend.Instrument != "" {
			t.Errorf("%s: first gap %v, lost %v, %v", name, r.FirstGap, r.Lost, r.Mend.Text)
		}
	}
}

// Whatever is pledged, what counts of a guarantor, a group and a currency stays within every limit on every day.
func TestLimitsAreNeverPassed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		limit := func(name string) guarantee.Limit {
			l := guarantee.Limit{Most: money.Of(rapid.Int64Range(0, 1_500_000).Draw(t, name), rapid.SampledFrom([]money.Currency{"EUR", "USD"}).Draw(t, "in"))}
			l.Used = money.Of(rapid.Int64Range(0, 300_000).Draw(t, "used"), l.Most.Currency)
			return l
		}
		p := &w.policy
		p.GroupOf, p.CountryOf = map[string]string{"pt_bank": "north", "pt_other": "north"}, map[string]string{"pt_bank": "AT", "pt_other": "DE"}
		p.Limits = guarantee.Limits{Guarantor: map[string]guarantee.Limit{"pt_bank": limit("bank")}, Group: map[string]guarantee.Limit{"north": limit("north")},
			Country: map[string]guarantee.Limit{"DE": limit("DE")}, Currency: map[money.Currency]guarantee.Limit{"USD": limit("USD")}}
		b := w.book(t)
		for by, limits := range map[guarantee.Facet]map[string]guarantee.Limit{guarantee.ByGuarantor: p.Limits.Guarantor, guarantee.ByGroup: p.Limits.Group,
			guarantee.ByCountry: p.Limits.Country, guarantee.ByCurrency: {"USD": p.Limits.Currency["USD"]}} {
			all := b.Held(by)
			for d := today; d <= w.to; d = d.Add(11) {
				used := map[string]int64{}
				for _, h := range all {
					l, bound := limits[h.Of]
					for _, r := range h.Runs {
						if bound && r.From <= d && d <= r.To {
							a, _ := p.Convert(r.Amount, l.Most.Currency)
							used[h.Of] += a.Minor
						}
					}
				}
				for of, u := range used {
					if l := limits[of]; u > 0 && u+l.Used.Minor > l.Most.Minor {
						t.Fatalf("%s: %d of %s %s count beside %v, the limit is %v", d, u, by, of, l.Used, l.Most)
					}
				}
			}
		}
	})
}
