package lang_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
)

// spaced puts the spaces that keep a number together where a test shows plain ones: _ between digits, ~ before a unit.
func spaced(s string) string { return strings.NewReplacer("_", "\u202f", "~", "\u00a0").Replace(s) }

// in is a value as each language writes it: English, German, Russian.
type in [3]string

func (want in) check(t *testing.T, what any, write func(lang.Lang) string) {
	t.Helper()
	for i, l := range lang.Supported() {
		if got := write(l); got != spaced(want[i]) {
			t.Errorf("%s: %v is written %q, want %q", l, what, got, spaced(want[i]))
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		n    int64
		want string
	}{
		{0, "0"}, {7, "7"}, {-7, "−7"}, {1240, "1240"}, {-9999, "−9999"}, {18302, "18_302"}, {123456, "123_456"}, {1234567, "1_234_567"},
		{math.MaxInt64, "9_223_372_036_854_775_807"}, {math.MinInt64, "−9_223_372_036_854_775_808"},
	} {
		in{c.want, c.want, c.want}.check(t, c.n, func(l lang.Lang) string { return l.Number(c.n) })
	}
}

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		amount money.Amount
		want   in
	}{
		{money.Amount{}, in{"", "", ""}},
		{money.Of(0, "EUR"), in{"0.00~EUR", "0,00~EUR", "0,00~EUR"}},
		{money.Of(5, "EUR"), in{"0.05~EUR", "0,05~EUR", "0,05~EUR"}},
		{money.Of(-5, "EUR"), in{"−0.05~EUR", "−0,05~EUR", "−0,05~EUR"}},
		{money.Of(41200000, "EUR"), in{"412_000.00~EUR", "412_000,00~EUR", "412_000,00~EUR"}},
		{money.Of(-123456789, "USD"), in{"−1_234_567.89~USD", "−1_234_567,89~USD", "−1_234_567,89~USD"}},
		{money.Of(1234567, "JPY"), in{"1_234_567~JPY", "1_234_567~JPY", "1_234_567~JPY"}},
		{money.Of(1234567, "KWD"), in{"1234.567~KWD", "1234,567~KWD", "1234,567~KWD"}},
	} {
		c.want.check(t, c.amount, func(l lang.Lang) string { return l.Amount(c.amount) })
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		amount money.Amount
		want   in
	}{
		{money.Of(0, "USD"), in{"0~USD", "0~USD", "0~USD"}},
		{money.Of(123456, "USD"), in{"1235~USD", "1235~USD", "1235~USD"}},
		{money.Of(999949, "USD"), in{"9999~USD", "9999~USD", "9999~USD"}},
		{money.Of(999950, "USD"), in{"10.0~k~USD", "10,0~Tsd.~USD", "10,0~тыс.~USD"}},
		{money.Of(1234500, "USD"), in{"12.3~k~USD", "12,3~Tsd.~USD", "12,3~тыс.~USD"}},
		{money.Of(41200000, "EUR"), in{"412~k~EUR", "412~Tsd.~EUR", "412~тыс.~EUR"}},
		{money.Of(99949999, "EUR"), in{"999~k~EUR", "999~Tsd.~EUR", "999~тыс.~EUR"}},
		{money.Of(99950000, "EUR"), in{"1.0~M~EUR", "1,0~Mio.~EUR", "1,0~млн~EUR"}},
		{money.Of(-231_400_000_00, "USD"), in{"−231~M~USD", "−231~Mio.~USD", "−231~млн~USD"}},
		{money.Of(500_000_000_00, "USD"), in{"500~M~USD", "500~Mio.~USD", "500~млн~USD"}},
		{money.Of(12_300_000, "JPY"), in{"12.3~M~JPY", "12,3~Mio.~JPY", "12,3~млн~JPY"}},
	} {
		c.want.check(t, c.amount, func(l lang.Lang) string { return l.Short(c.amount) })
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct {
		date       string
		want, long in
	}{
		{"2029-03-14", in{"14 Mar 2029", "14. März 2029", "14 марта 2029"}, in{"Wed 14 Mar 2029", "Mi 14. März 2029", "ср 14 марта 2029"}},
		{"2026-01-01", in{"1 Jan 2026", "1. Jan. 2026", "1 янв. 2026"}, in{"Thu 1 Jan 2026", "Do 1. Jan. 2026", "чт 1 янв. 2026"}},
		{"2025-12-28", in{"28 Dec 2025", "28. Dez. 2025", "28 дек. 2025"}, in{"Sun 28 Dec 2025", "So 28. Dez. 2025", "вс 28 дек. 2025"}},
		{"2028-02-29", in{"29 Feb 2028", "29. Feb. 2028", "29 февр. 2028"}, in{"Tue 29 Feb 2028", "Di 29. Feb. 2028", "вт 29 февр. 2028"}},
	} {
		d := day.MustParse(c.date)
		c.want.check(t, d, func(l lang.Lang) string { return l.Date(d) })
		c.long.check(t, d, func(l lang.Lang) string { return l.DateLong(d) })
	}
	in{"", "", ""}.check(t, "no day", func(l lang.Lang) string { return l.Date(0) + l.DateLong(0) + l.Instant(day.Instant(0)) })
}

func TestInstant(t *testing.T) {
	at := day.FromTime(time.Date(2026, 11, 24, 9, 5, 59, 0, time.FixedZone("", 3600)))
	in{"24 Nov 2026, 08:05", "24. Nov. 2026, 08:05", "24 нояб. 2026, 08:05"}.check(t, at, func(l lang.Lang) string { return l.Instant(at) })
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		n    int
		want in
	}{
		{0, in{"0 units", "0 Einheiten", "0 единиц"}},
		{1, in{"1 unit", "1 Einheit", "1 единица"}},
		{-1, in{"−1 unit", "−1 Einheit", "−1 единица"}},
		{2, in{"2 units", "2 Einheiten", "2 единицы"}},
		{5, in{"5 units", "5 Einheiten", "5 единиц"}},
		{11, in{"11 units", "11 Einheiten", "11 единиц"}},
		{14, in{"14 units", "14 Einheiten", "14 единиц"}},
		{21, in{"21 units", "21 Einheiten", "21 единица"}},
		{22, in{"22 units", "22 Einheiten", "22 единицы"}},
		{111, in{"111 units", "111 Einheiten", "111 единиц"}},
		{10001, in{"10_001 units", "10_001 Einheiten", "10_001 единица"}},
	} {
		c.want.check(t, c.n, func(l lang.Lang) string { return l.T("{n} units", "n", c.n) })
	}
	in{"two units", "two Einheiten", "two единицы"}.check(t, "a word that counts", func(l lang.Lang) string { return l.T("{n} units", "n", "two") })
}

func TestSay(t *testing.T) {
	at := day.MustParse("2029-03-14")
	in{"covered until 14 Mar 2029; on 14 Mar 2029 0.00~EUR of 412_000.00~EUR", "gedeckt bis 14. März 2029; am 14. März 2029 0,00~EUR von 412_000,00~EUR",
		"покрыто до 14 марта 2029; 14 марта 2029 — 0,00~EUR из 412_000,00~EUR"}.check(t, "dates and amounts", func(l lang.Lang) string {
		return l.T("covered until {until}; on {day} {cover} of {required}", "until", at, "day", at, "cover", money.Of(0, "EUR"), "required", money.Of(41200000, "EUR"))
	})
	in{"required: every guarantor within its limit", "erforderlich: jeder Garant innerhalb seines Limits", "требуется: каждый гарант в пределах лимита"}.check(t, "a sentence in a sentence",
		func(l lang.Lang) string {
			return l.T("required: {text}", "text", errs.T("every guarantor within its limit"))
		})
	in{"papers of GK-90: passport active, customs cleared, inspection closed", "Papiere von GK-90: Maschinenpass aktiv, Zoll abgefertigt, Inspektion geschlossen",
		"документы единицы GK-90: паспорт машины действует, таможня: оформлено, осмотр: закрыто"}.check(t, "codes", func(l lang.Lang) string {
		return l.T("papers of {unit}: {passport}, customs {customs}, inspection {inspection}", "unit", "GK-90", "passport", errs.T("passport active"), "customs", "cleared", "inspection", "closed")
	})
	in{"ask someone with one of these roles: desk clerk, risk officer", "jemanden mit einer dieser Rollen bitten: Sachbearbeitung, Risikomanagement",
		"обратиться к тому, у кого одна из ролей: сотрудник, риск-менеджер"}.check(t, "several codes", func(l lang.Lang) string {
		return l.T("ask someone with one of these roles: {roles}", "roles", "clerk, risk")
	})
	in{"12.5 %", "12,5 %", "12,5 %"}.check(t, "a rate", func(l lang.Lang) string {
		rate, err := money.ParseRate("12.5")
		if err != nil {
			t.Fatal(err)
		}
		return l.T("{percent} %", "percent", rate)
	})
	in{"D-1 is 2 days late with 1.00~EUR: call Mokrowo Sp. z o.o.", "D-1 ist 2 Tage mit 1,00~EUR im Verzug: Mokrowo Sp. z o.o. anrufen.",
		"D-1: просрочка 2 дня на 1,00~EUR. Позвонить клиенту Mokrowo Sp. z o.o."}.check(t, "a name that ends in a point", func(l lang.Lang) string {
		return l.T("{deal} is {n} days late with {amount}: call {customer}.", "deal", "D-1", "n", 2, "amount", money.Of(100, "EUR"), "customer", "Mokrowo Sp. z o.o.")
	})
	in{"never written {x}", "never written {x}", "never written {x}"}.check(t, "an unknown sentence", func(l lang.Lang) string { return l.T("never written {x}") })
}

func TestWord(t *testing.T) {
	for _, c := range []struct {
		field, code string
		want        in
	}{
		{"", "in_force", in{"in force", "in Kraft", "действует"}},
		{"stage", "released", in{"released", "freigegeben", "выпущено"}},
		{"Life", "released", in{"given back", "zurückgegeben", "возвращено гаранту"}},
		{"kind", "advance", in{"advance", "Anzahlung", "аванс"}},
		{"timing", "advance", in{"in advance", "vorschüssig", "в начале периода"}},
		{"roles", "customer,supplier", in{"customer, supplier", "Kunde, Lieferant", "клиент, поставщик"}},
		{"timing", "new_code", in{"new code", "new code", "new code"}},
	} {
		c.want.check(t, c.field+" "+c.code, func(l lang.Lang) string { return l.WordOf(c.field, c.code) })
	}
}

func TestValue(t *testing.T) {
	for _, c := range []struct {
		text string
		want in
	}{
		{"mining_dump_truck", in{"mining dump truck", "Muldenkipper", "карьерный самосвал"}},
		{"cleared", in{"cleared", "abgefertigt", "оформлено"}},
		{"Nordwald Bergbau", in{"Nordwald Bergbau", "Nordwald Bergbau", "Nordwald Bergbau"}},
		{"bank:EUR", in{"bank:EUR", "bank:EUR", "bank:EUR"}},
		{"deal.release", in{"deal.release", "deal.release", "deal.release"}},
		{"_", in{"_", "_", "_"}},
		{"", in{"", "", ""}},
	} {
		for i, l := range lang.Supported() {
			if got := l.Value("Customs", c.text); got != c.want[i] {
				t.Errorf("%s: %q is written %q, want %q", l, c.text, got, c.want[i])
			}
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		accept string
		want   lang.Lang
	}{
		{"", lang.English},
		{"de", lang.German},
		{"ru", lang.Russian},
		{"de-AT,de;q=0.9,en;q=0.8", lang.German},
		{"ru-RU,ru;q=0.9", lang.Russian},
		{"be-BY,ru;q=0.8,en;q=0.5", lang.Russian},
		{"en-GB", lang.English},
		{"fr-FR,fr;q=0.9", lang.English},
		{"fr,de;q=0.7", lang.German},
		{"en;q=0.1,ru;q=0.9", lang.Russian},
		{"*", lang.English},
		{"not a language at all;;", lang.English},
	} {
		if got := lang.Match(c.accept); got != c.want {
			t.Errorf("%q: got %s, want %s", c.accept, got, c.want)
		}
	}
}

// Taking the spaces and the sign out of a written number gives the number back, in groups of three.
func TestNumberIsOnlyGrouped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		l := rapid.SampledFrom(lang.Supported()).Draw(t, "language")
		got := l.Amount(money.Of(n, "JPY"))
		text := strings.TrimSuffix(got, "\u00a0JPY")
		if text != l.Number(n) {
			t.Fatalf("the amount %q and the number %q differ", text, l.Number(n))
		}
		for i, group := range strings.Split(strings.TrimPrefix(text, "−"), "\u202f") {
			if len(group) > 4 || i > 0 && len(group) != 3 {
				t.Fatalf("%d is written %q", n, text)
			}
		}
	})
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"de", "ru-RU,ru;q=0.9", "*;q=0", "en-", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		switch lang.Match(accept) {
		case lang.English, lang.German, lang.Russian:
		default:
			t.Errorf("%q matched no language of the house", accept)
		}
	})
}

func BenchmarkT(b *testing.B) {
	at := day.MustOf(2029, 3, 14)
	for b.Loop() {
		lang.Russian.T("from {from} to {day}", "from", at, "day", at)
	}
}
