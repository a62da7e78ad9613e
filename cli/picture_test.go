package cli

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/money"
	"kontor/turnover"
)

var update = flag.Bool("update", false, "write the golden files anew")

// someDay is a picture with something in every part.
func someDay() desk.Today {
	on := day.MustOf(2026, 11, 26)
	goal := func(amount, floor int64) []turnover.Goal {
		return []turnover.Goal{{Year: 2026, Amount: money.Of(amount, "USD"), Floor: money.Of(floor, "USD"), Author: "lg_1", Reason: "wanted", ValidFrom: day.MustOf(2025, 12, 18)}}
	}
	house, region := turnover.Series{}, turnover.Series{}
	for m := turnover.NewMonth(2023, 1); m <= turnover.NewMonth(2026, 11); m++ {
		house[m] = int64(3_000_000_00 + 1_700_000_00*int64(m.Number()%5) - 300_000_00*int64(m.Year()%3))
		if m <= turnover.NewMonth(2026, 9) {
			region[m] = int64(19_400_000_00 + 1_100_000_00*int64(m.Number()%4) + 15_000_000_00*max(0, 2024-int64(m.Year())))
		}
	}
	wide := turnover.Draw(turnover.Facts{On: on, Months: region, Goals: goal(500_000_000_00, 500_000_000_00)})
	return desk.Today{
		On: on, House: "Kontor Beispielhafen", Turnover: turnover.Draw(turnover.Facts{On: on, Months: house, Goals: goal(80_000_000_00, 45_000_000_00)}), Region: &wide,
		Uncovered: desk.Uncovered{Now: money.Of(112_817_87, "USD"), Soon: money.Of(250_000_00, "USD"), First: on, Deals: []desk.BareDeal{
			{Deal: desk.Ref{Text: "D-10061"}, Customer: desk.Ref{Text: "ООО «Дорстрой-Ивлень»"}, From: on, Missing: money.Of(5_350_338_94, "RUB")},
			{Deal: desk.Ref{Text: "D-10081"}, Customer: desk.Ref{Text: "Gesellschaft für besonders lange Firmennamen und sonstige Vorhaben mbH"}, From: day.MustOf(2028, 1, 24), Missing: money.Of(136_685_73, "USD")}}},
		Lapsing: []desk.Lapsing{{Guarantee: desk.Ref{Text: "VEB/23/00468"}, Guarantor: desk.Ref{Text: "Marschgrund Handelsbank AG"}, ExpiresOn: on.Add(1), Days: 1, Pledged: money.Of(4_096_000_00, "USD")},
			{Guarantee: desk.Ref{Text: "MHB/23/00417"}, Guarantor: desk.Ref{Text: "ОАО «Ветлан Экспортбанк»"}, ExpiresOn: on.Add(38), Days: 38, Pledged: money.Of(975_000_00, "EUR")}},
		Late: []desk.Late{{Deal: desk.Ref{Text: "D-10040"}, Customer: desk.Ref{Text: "Nordwald Bergbau GmbH"}, Days: 115, Overdue: money.Of(119_419_16, "EUR"), Stage: "defaulted"},
			{Deal: desk.Ref{Text: "D-10041"}, Customer: desk.Ref{Text: "КФХ «Осинова Гать»"}, Days: 23, Overdue: money.Of(5_349_50, "USD"), Stage: "delivered"}},
		Tasks: []desk.Task{
			{Act: true, Text: errs.T("{deal} is not covered from {day} on: up to {missing} are missing.", "deal", "D-10061", "day", on, "missing", money.Of(5_350_338_94, "RUB"))},
			{Text: errs.T("{n} hits wait to be cleared.", "n", 2)},
			{Text: errs.T("{deal} of {customer} waits at the gate, {n} conditions are open: {why}.", "deal", "D-10094", "customer", "МУП «Чистый Ивлень»", "n", 1,
				"why", errs.T("{span}: {missing} missing", "span", errs.T("from {from} to {day}", "from", on, "day", day.MustOf(2029, 12, 3)), "missing", money.Of(174_906_25, "EUR")))}},
	}
}

// The picture as people read it. After a change: go test ./cli -run Picture -update, and read the difference.
func TestPicture(t *testing.T) {
	for _, l := range lang.Supported() {
		t.Run(string(l), func(t *testing.T) {
			golden(t, "picture."+string(l)+".golden", draw(l, someDay(), 100))
		})
	}
	t.Run("narrow", func(t *testing.T) { golden(t, "picture.narrow.golden", draw(lang.English, someDay(), 60)) })
	t.Run("guest", func(t *testing.T) {
		golden(t, "picture.guest.golden", draw(lang.English, desk.Today{On: day.MustOf(2026, 11, 26), House: "Kontor Beispielhafen", Lapsing: someDay().Lapsing}, 100))
	})
}

func draw(l lang.Lang, t desk.Today, width int) string {
	var b strings.Builder
	writePicture(&b, l, t, width)
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

// Nothing is wider than the terminal, however wide that is.
func TestPictureFits(t *testing.T) {
	for _, l := range lang.Supported() {
		for width := narrowest; width <= widest; width += 7 {
			for n, line := range strings.Split(draw(l, someDay(), width), "\n") {
				if runes := utf8.RuneCountInString(line); runes > width {
					t.Errorf("%s, %d wide: line %d has %d characters: %s", l, width, n+1, runes, line)
				}
			}
		}
	}
}

// An empty house has a picture too.
func TestPictureOfNothing(t *testing.T) {
	on := day.MustOf(2026, 11, 26)
	got := draw(lang.English, desk.Today{On: on, House: "New", Turnover: turnover.Draw(turnover.Facts{On: on})}, 80)
	for _, want := range []string{"nothing is known yet", "Every machine that is out is covered", "Nobody is late", "Nothing waits for you"} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("the picture of a new house does not say %q:\n%s", want, got)
		}
	}
}
