package vet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/ident"
	"kontor/party"
	"kontor/vet"
)

func Example() {
	set, err := vet.Parse([]byte("entry_id,type,name,aliases,identifiers\n7,entity,ООО Пропавшая Техника,Vanished Machines LLC,INN:7707083893\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	e := set.Entries[0]
	subject := vet.SubjectOf(party.Party{Kind: party.Entity, Name: "Tekhnika Propavshaya, OOO", Country: "RU"})
	shared := slices.ContainsFunc(subject.Keys(), func(k vet.Key) bool { return slices.Contains(e.Keys(), k) })
	hits := vet.Match(subject, []vet.Listed{{Set: "ls_1", Source: "EXAMPLE", Hash: e.Hash(), Entry: e}})
	fmt.Println("found by key:", shared)
	for _, h := range hits {
		fmt.Println(h.Score, h.EntryName)
		for _, p := range h.Explanation.Parts {
			fmt.Printf("  %s: %s / %s, %d\n", p.Feature.Label(), p.Party, p.Entry, p.Points)
		}
	}
	d := vet.Decide([]vet.Judged{{Hit: hits[0], Review: vet.Review{State: vet.Open}}}, []string{"EXAMPLE"}, day.MustOf(2026, 3, 2))
	fmt.Println(d.Outcome, "-", d.Reasons[0])
	// Output:
	// found by key: true
	// 9674 ООО Пропавшая Техника
	//   equal in Latin letters: tekhnika / техника, 4559
	//   another spelling of the same sound: propavshaya / пропавшая, 4418
	//   the same legal form: ooo / ооо, 697
	// review - it resembles ООО Пропавшая Техника of the list EXAMPLE (7), score 9674 of 10,000: open
}

// hitsOf matches a party with one entry.
func hitsOf(p party.Party, e vet.Entry) []vet.Hit {
	return vet.Match(vet.SubjectOf(p), []vet.Listed{{Set: "ls_1", Source: "TEST", Hash: e.Hash(), Entry: e}})
}

func sharesKey(a, b string) bool {
	return slices.ContainsFunc(vet.Keys(a), func(k vet.Key) bool { return slices.Contains(vet.Keys(b), k) })
}

func TestWritingsOfOneName(t *testing.T) {
	for _, c := range []struct {
		listed, query string
		least         int
	}{
		{"MADURO MOROS, Nicolas", "Nicolas Maduro Moros", vet.Full},                  // V-02
		{"MADURO MOROS, Nicolas", "Nicоlas Mаduro Morоs", vet.Full},                  // V-07: three Cyrillic letters
		{"MADURO MOROS, Nicolas", "ma\u00adduro mo\u200bros\u00a0nicolas", vet.Full}, // V-08
		{"Yuriy Orlov", "Iurii Orlov", 9500},                                         // V-05
		{"Yuriy Orlov", "Jurij Orlow", 9500},
		{"Yuriy Orlov", "Юрий Орлов", 9500},
		{"Щербаков Алексей", "Alexei Shcherbakov", 9500},
		{"Khristenko Dmitrij", "Hristenko Dmitry", 9500},
		{"Aleksandr Petrov", "Alexander Petrov", 9500},
		{"Борис Ельцин", "Boris Elcin", 9500},
		{"Müller Maschinen GmbH", "Mueller Maschinen GmbH", vet.Full},
		{"Müller Maschinen GmbH", "MULLER MASCHINEN G.m.b.H.", vet.Full},
		{"ANGLO-CARIBBEAN CO., LTD.", "Anglo Caribbean Company Limited", vet.Full},
		{"Siemens AG", "SiemensAG", 9700}, // V-13
		{"USMANOV, Alisher", "AlisherUsmanov", 9700},
		{"Łódź Øresund Trading", "Lodz Oresund Trading", 9600},
		{"ZAО Romashka", "ЗАО Ромашка", 9500}, // Latin ZA and Cyrillic О
		{"O'Brien & Sons", "OBrien and Sons", vet.Full},
		{"李明", "李明", vet.Full},
	} {
		e := vet.Entry{ID: "1", Kind: vet.Individual, Name: c.listed}
		if strings.ContainsAny(c.listed, "&") || len(vet.NameOf(c.listed).Forms) > 0 {
			e.Kind = vet.Entity
		}
		if got := scoreOf(hitsOf(partyLike(e, c.query), e), "1"); got < c.least {
			t.Errorf("%q against %q: got %d, want %d or more", c.query, c.listed, got, c.least)
		}
		if !sharesKey(c.listed, c.query) {
			t.Errorf("%q and %q share no key: %v, %v", c.listed, c.query, vet.Keys(c.listed), vet.Keys(c.query))
		}
	}
}

func TestOtherNames(t *testing.T) {
	for _, c := range []struct {
		kind          vet.EntryKind
		listed, query string
	}{
		{vet.Entity, "Siemens AG", "Volkswagen AG"}, // V-13
		{vet.Entity, "Trading 7", "Trading 9"},      // V-11
		{vet.Entity, "Trading 7", "Trading"},
		{vet.Vessel, "OCEAN 12", "OCEAN 21"},
		{vet.Individual, "Ali Kim", "Ali Kin"}, // V-16: no slip in three letters
		{vet.Entity, "Nordwald Bergbau GmbH", "Nordwald Touristik GmbH"},
	} {
		e := vet.Entry{ID: "1", Kind: c.kind, Name: c.listed}
		if hits := hitsOf(partyLike(e, c.query), e); len(hits) > 0 {
			t.Errorf("%q against %q: got %d, want no hit", c.query, c.listed, hits[0].Score)
		}
	}
}

// V-10: one firm in four writings has the same core and class.
func TestLegalForms(t *testing.T) {
	for _, name := range []string{"ООО Ромашка", "OOO Romashka", "Romashka LLC", "Romashka, Limited Liability Company", "Romashka L.L.C.", "Общество с ограниченной ответственностью «Ромашка»"} {
		n := vet.NameOf(name)
		if got := strings.Join(n.Core, " "); got != "romashka" || n.Class() != vet.Limited || len(n.Forms) != 1 || n.Forms[0].Word != "llc" {
			t.Errorf("%q: got core %q, class %q, forms %v", name, got, n.Class(), n.Forms)
		}
	}
	for _, c := range []struct {
		name  string
		class vet.Class
		core  string
	}{
		{"Nordkies GmbH & Co. KG", vet.Partnership, "nordkies"}, {"Banca Prova S.p.A.", vet.Stock, "banca prova"}, {"ТОО «Степь»", vet.Limited, "step"},
		{"УП «Минский завод»", vet.StateOwned, "minskii zavod"}, {"ОДО Вектор", vet.Limited, "vektor"}, {"Kivi Oy", vet.Limited, "kivi"}, {"Svea AB", vet.Stock, "svea"},
		{"Prueba S.A. de C.V.", vet.Stock, "prueba"}, {"Firma Próba Sp. z o.o.", vet.Limited, "proba"}, {"ИП Иванов", vet.Sole, "ivanov"}, {"Sa Lin Yu", "", "sa lin yu"},
	} {
		n := vet.NameOf(c.name)
		if got := strings.Join(n.Core, " "); got != c.core || n.Class() != c.class {
			t.Errorf("%q: got core %q class %q, want %q %q", c.name, got, n.Class(), c.core, c.class)
		}
	}
	same, other := scoreNames(vet.Entity, "Romashka LLC", "ООО Romashka"), scoreNames(vet.Entity, "Romashka JSC", "ООО Romashka")
	if same <= other || other < vet.Threshold {
		t.Errorf("another form must cost something and hide nothing: same %d, other %d", same, other)
	}
}

func TestTooGeneral(t *testing.T) {
	for _, c := range []struct {
		name string
		want bool
	}{{"OOO", true}, {"The Company Ltd.", true}, {"Mr.", true}, {"- , -", true}, {"X", true}, {"Vega", false}, {"李", false}, {"ООО Ромашка", false}} {
		if got := vet.SubjectOf(party.Party{Kind: party.Entity, Name: c.name}).TooGeneral(); got != c.want {
			t.Errorf("%q: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNumbersQualifiersAndNicknames(t *testing.T) {
	inn, err := ident.Parse(ident.INN, "7707083893")
	if err != nil {
		t.Fatal(err)
	}
	listed := vet.Entry{ID: "1", Kind: vet.Individual, Name: "KOTAVICH, Zaren", Aliases: []string{"Zaryen the Elder"}, Weak: []string{"The Miller"}, Countries: []string{"BY"},
		Numbers: []vet.ListNumber{{Scheme: "INN", Value: "7707083893"}, {Scheme: "ID", Value: "AB1234567"}}, Born: []vet.Span{{From: "1971-04", To: "1971-04"}, {From: "1973", To: "1974"}}}
	person := func(name, country string, born string) party.Party {
		p := party.Party{Kind: party.Person, Name: name, Country: country}
		if born != "" {
			p.BornOn = day.MustParse(born)
		}
		return p
	}
	numbered := person("Somebody Else", "DE", "")
	numbered.Identifiers = []ident.ID{inn}
	for _, c := range []struct {
		name     string
		p        party.Party
		score    int // -1 for no hit
		features []vet.Feature
	}{
		{"same day and country", person("Zaren Kotavich", "BY", "1971-04-05"), 10000, []vet.Feature{vet.SameWords, vet.SameBirth, vet.SameCountry}},
		{"within the second span", person("Zaren Kotavich", "BY", "1974-12-31"), 10000, []vet.Feature{vet.SameWords, vet.SameBirth, vet.SameCountry}},
		{"a year off", person("Zaren Kotavich", "BY", "1970-01-01"), 9500, []vet.Feature{vet.SameWords, vet.OtherBirth, vet.SameCountry}},
		{"V-17: other year and country, still a hit", person("Zaren Kotavich", "DE", "1950-01-01"), 8000, []vet.Feature{vet.SameWords, vet.OtherBirth, vet.OtherCountry}},
		{"V-14: strong alias", person("zaryen, the elder", "BY", ""), 10000, []vet.Feature{vet.SameName, vet.SameCountry}},
		{"equal number, whatever the name", numbered, 10000, []vet.Feature{vet.SameNumber}},
		{"nickname with country", person("The Miller", "BY", ""), 6000, []vet.Feature{vet.WeakName, vet.SameCountry}},
		{"nickname alone", person("The Miller", "DE", ""), -1, nil},
		{"nickname nearly", person("The Millers", "BY", ""), -1, nil},
		{"a company of that name", party.Party{Kind: party.Entity, Name: "Kotavich, Zaren", Country: "BY"}, 8500, []vet.Feature{vet.SameName, vet.SameCountry, vet.OtherKind}},
	} {
		hits := hitsOf(c.p, listed)
		if got := scoreOf(hits, "1"); got != c.score {
			t.Errorf("%s: got %d, want %d", c.name, got, c.score)
		}
		if len(hits) == 0 {
			continue
		}
		var features []vet.Feature
		sum := 0
		for _, p := range hits[0].Explanation.Parts {
			features, sum = append(features, p.Feature), sum+p.Points
		}
		if !slices.Equal(features, c.features) {
			t.Errorf("%s: got parts %v, want %v", c.name, features, c.features)
		}
		if sum != hits[0].Score {
			t.Errorf("%s: parts add up to %d, score %d", c.name, sum, hits[0].Score)
		}
		if s := vet.SubjectOf(c.p); !slices.ContainsFunc(s.Keys(), func(k vet.Key) bool { return slices.Contains(listed.Keys(), k) }) {
			t.Errorf("%s: no key in common", c.name)
		}
	}
}

// Properties: parts add up, the score lies within bounds, order and case do not matter to the keys, and the same input
// gives the same answer in whatever company.
func TestScoresAreExplainedAndRepeatable(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-zА-Яа-яüöäßé'.-]{1,9}|7|12|LLC|ООО|GmbH|and`)
	name := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 5).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		listed := vet.Entry{ID: "1", Kind: rapid.SampledFrom([]vet.EntryKind{vet.Individual, vet.Entity, vet.Vessel}).Draw(t, "kind"), Name: name.Draw(t, "listed"), Aliases: []string{name.Draw(t, "alias")}}
		other := vet.Entry{ID: "2", Kind: vet.Entity, Name: name.Draw(t, "other")}
		p := party.Party{Kind: party.Entity, Name: name.Draw(t, "query"), Country: "DE"}
		alone, together := hitsOf(p, listed), vet.Match(vet.SubjectOf(p), []vet.Listed{{Source: "TEST", Set: "ls_1", Hash: other.Hash(), Entry: other}, {Source: "TEST", Set: "ls_1", Hash: listed.Hash(), Entry: listed}})
		if scoreOf(alone, "1") != scoreOf(together, "1") {
			t.Fatalf("alone %d, in company %d", scoreOf(alone, "1"), scoreOf(together, "1"))
		}
		for _, h := range together {
			sum := 0
			for _, part := range h.Explanation.Parts {
				sum += part.Points
			}
			if sum != h.Score || h.Score < 0 || h.Score > vet.Full {
				t.Fatalf("score %d, parts %v", h.Score, h.Explanation.Parts)
			}
		}
	})
}

func TestOrderAndCaseShareAKey(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-z]{2,8}|[А-Яа-я]{2,8}|LLC|ООО|GmbH|AG|7`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 6).Draw(t, "words")
		name := strings.Join(words, " ")
		shuffled := strings.ToUpper(strings.Join(rapid.Permutation(words).Draw(t, "order"), "-"))
		if len(vet.Keys(name)) > 0 && !sharesKey(name, shuffled) {
			t.Fatalf("%q and %q share no key: %v, %v", name, shuffled, vet.Keys(name), vet.Keys(shuffled))
		}
	})
}

func TestDecide(t *testing.T) {
	on := day.MustOf(2026, 3, 2)
	hit := func(r vet.Review) vet.Judged {
		return vet.Judged{Hit: vet.Hit{Source: "UN", EntryID: "1", EntryName: "Zaren Kotavich", Score: 9000}, Review: r}
	}
	cleared := vet.Review{State: vet.Cleared, ExpiresOn: on.Add(1)}
	lapsed := vet.Review{State: vet.Cleared, ExpiresOn: on}
	for _, c := range []struct {
		name string
		hits []vet.Judged
		want vet.Outcome
		says string
	}{
		{"nothing", nil, vet.Clear, "nothing on the lists OFAC, UN resembles it"},
		{"open", []vet.Judged{hit(vet.Review{State: vet.Open})}, vet.InDoubt, "resembles"},
		{"proposed", []vet.Judged{hit(vet.Review{State: vet.Proposed})}, vet.InDoubt, "clearing proposed"},
		{"escalated", []vet.Judged{hit(vet.Review{State: vet.Escalated})}, vet.InDoubt, "escalated"},
		{"cleared", []vet.Judged{hit(cleared)}, vet.Clear, "somebody else, until 2026-03-03"},
		{"clearing of yesterday", []vet.Judged{hit(lapsed)}, vet.InDoubt, "resembles"},
		{"cleared and open", []vet.Judged{hit(cleared), hit(vet.Review{State: vet.Open})}, vet.InDoubt, "somebody else"},
		{"open and confirmed", []vet.Judged{hit(vet.Review{State: vet.Open}), hit(vet.Review{State: vet.Confirmed})}, vet.Blocked, "resembles"},
	} {
		d := vet.Decide(c.hits, []string{"UN", "OFAC"}, on)
		if d.Outcome != c.want || !strings.Contains(d.Reasons[0].String(), c.says) {
			t.Errorf("%s: got %s, %q, want %s, %q", c.name, d.Outcome, d.Reasons[0], c.want, c.says)
		}
	}
}

func TestReview(t *testing.T) {
	on := day.MustOf(2026, 3, 2)
	open := vet.Review{State: vet.Open}
	proposed, err := open.Propose("lg_1", "other_person", "born later")
	if err != nil {
		t.Fatal(err)
	}
	cleared, err := proposed.ConfirmClearing("lg_2", on)
	if err != nil {
		t.Fatal(err)
	}
	if !cleared.Holds(on) || !cleared.Holds(on.AddMonths(12).Add(-1)) || cleared.Holds(on.AddMonths(12)) {
		t.Errorf("a clearing of %s holds until %s", on, cleared.ExpiresOn)
	}
	if again, lapsed := cleared.Reopen(on.AddMonths(12)); !lapsed || again.State != vet.Open {
		t.Errorf("after twelve months: got %v", again)
	}
	for _, c := range []struct {
		name string
		do   func() (vet.Review, error)
		want errs.Code
	}{
		{"alone", func() (vet.Review, error) { return proposed.ConfirmClearing("lg_1", on) }, errs.Refused},
		{"nothing proposed", func() (vet.Review, error) { return open.ConfirmClearing("lg_2", on) }, errs.Conflict},
		{"unknown reason", func() (vet.Review, error) { return open.Propose("lg_1", "friend", "trust me") }, errs.Invalid},
		{"no words", func() (vet.Review, error) { return open.Propose("lg_1", "other_person", " ") }, errs.Invalid},
		{"twice", func() (vet.Review, error) { return proposed.Propose("lg_2", "other_person", "so it is") }, errs.Conflict},
		{"cleared again", func() (vet.Review, error) { return cleared.Propose("lg_2", "other_person", "so it is") }, errs.Conflict},
		{"escalate a decision", func() (vet.Review, error) { return cleared.Escalate("lg_2", "why") }, errs.Conflict},
		{"confirm a clearing", func() (vet.Review, error) { return cleared.Confirm("lg_2", "new passport copy") }, ""},
	} {
		if _, err := c.do(); errs.CodeOf(err) != c.want {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	confirmed, _ := open.Confirm("lg_1", "same number")
	if _, err := confirmed.ConfirmClearing("lg_2", on); !errs.Is(err, errs.Conflict) {
		t.Errorf("one person must not clear a confirmed hit: %v", err)
	}
	if back, err := confirmed.Propose("lg_1", "other_number", "typo in the register"); err != nil || back.State != vet.Proposed {
		t.Errorf("two people with evidence may: got %v, %v", back, err)
	}
}
