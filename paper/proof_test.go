package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kontor/day"
	"kontor/lang"
	"kontor/money"
	"kontor/paper"
	"kontor/proof"
)

// Names that are as long as they come, in both scripts, and one that the font has no letters for.
var (
	russian = proof.Party{ID: "pt_1", Name: "Открытое акционерное общество «Межрегиональное Дальневосточное Горнодобывающее Объединение имени Первооткрывателей»"}
	german  = proof.Party{ID: "pt_2", Name: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-Verwaltungsgesellschaft mbH & Co. KG"}
	short   = proof.Party{ID: "pt_3", Name: "Musterbank Hafen"}
	on      = day.MustOf(2026, 3, 2)
	hash    = strings.Repeat("0123456789abcdef", 4)
)

func eur(minor int64) money.Amount { return money.Of(minor, "EUR") }

// subjects are one of each kind; long ones run over pages.
func subjects(long bool) map[proof.Kind]any {
	g := proof.Guarantee{AsOf: on, Beneficiary: "Haus am Hafen", Number: "G-1", Kind: "demand_guarantee", Rules: "URDG758", Guarantor: short, Applicant: short,
		Face: eur(120000000), Paid: eur(0),
		Reserved: eur(100440517), Available: eur(19559483), IssuedOn: on, ExpiresOn: on.AddMonths(30), Place: "Musterstadt", TextSHA256: hash, Life: "in_force",
		Trust: "authentic", VerifiedOn: on,
		ReverifyOn: on.Add(90), Events: []proof.Happened{{Event: "ev_1", On: on, Verb: "guarantee.register"}, {Event: "ev_2", On: on.Add(1), Verb: "guarantee.verify"}},
		Terms: []byte(`{"documents":["invoice","notice of default"],"extension":{"period":"ONEY","days":365,"notice_days":60},"law":"Musterland","no_partial":true,"reductions":[{"on":"2027-03-02","amount":"100000.00 EUR"}],"statement":"in what respect"}`)}
	v := proof.Verification{Beneficiary: "Haus am Hafen", Guarantee: "gt_1", Number: "G-1", Guarantor: short, Applicant: short, Face: eur(120000000), IssuedOn: on,
		ExpiresOn: on.AddMonths(30), TextSHA256: hash,
		Finding: "authentic", Evidence: proof.Evidence{Kind: "own_bank_message", Ref: "MSG-1", On: on, Bank: "Hausbank"}, VerifiedOn: on, ReverifyOn: on.Add(90),
		Verifier: proof.Party{ID: "lg_2", Name: "Rita Risk"}, RecordedBy: "lg_1", Event: "ev_2"}
	r := proof.Release{Order: "rl_1", House: "Haus am Hafen", Deal: "dl_1", Number: "D-10001", Customer: short, On: on, By: proof.Party{ID: "lg_3", Name: "Max Manager"},
		Needed: eur(96960000), Until: on.AddMonths(24),
		Units: []proof.ReleasedUnit{{ID: "un_1", Model: "Granit 220", Serial: "SN1"}},
		Conditions: []proof.GateCondition{{Name: "contract", State: "met", Required: "a signed contract", Present: "signed"}, {Name: "limits", State: "waived",
			Required: "every guarantor within its limit", Present: "Musterbank Hafen: 103 % used"}},
		Cover: []proof.CoverStep{{From: on, To: on.AddMonths(1), Required: eur(96960000), Cover: eur(120000000)}, {From: on.AddMonths(1).Add(1), To: on.AddMonths(24),
			Required: eur(93365356), Cover: eur(120000000)}},
		Guarantees: []proof.Secured{{ID: "gt_1", Number: "G-1", Guarantor: short, Most: eur(120000000), ExpiresOn: on.AddMonths(30)}}}
	d := proof.Demand{Beneficiary: "Haus am Hafen", Guarantee: "gt_1", Number: "G-1", Rules: "URDG758", Guarantor: short, Applicant: short, Amount: eur(100440517),
		Account:   "DE02120300000000202051",
		Statement: "The applicant is in breach.",
		Letter:    "To Musterbank Hafen\nWe are the beneficiary and demand payment of 1004405.17 EUR.\nThis statement is made on 2026-03-02 by Haus am Hafen.\n", LetterSHA256: hash,
		MadeOn: on, State: "drafted", Paid: eur(0)}
	if long {
		g.Number, g.Guarantor, g.Applicant, g.Face, g.Place = "LG/2026/0000001234567890-ABCDEFGHIJK", russian, german, eur(98765432100), "Musterstadt, Зимняя улица 1, 中文 地址"
		v.Number, v.Guarantor, v.Evidence.Ref = g.Number, russian, strings.Repeat("A-very-long-reference/", 20)
		r.Customer, d.Guarantor, d.Number = german, russian, g.Number
		d.State, d.Paid, d.PresentedOn, d.PaidOn = "paid", d.Amount, on.Add(1), on.Add(5)
		d.Letter = "To " + russian.Name + "\n" + strings.Repeat("The applicant did not pay the rentals 7 to 9 of lease D-2041 and did not insure the machine. Не оплачены платежи с 7 по 9. ", 20) + "\n"
		for n := range 120 {
			g.Events = append(g.Events, proof.Happened{Event: fmt.Sprintf("ev_01kjpwd6m0m3femhcks9gx%04d", n), On: on.Add(n), Verb: "guarantee.verify"})
			r.Cover = append(r.Cover, proof.CoverStep{From: on.AddMonths(n), To: on.AddMonths(n + 1), Required: eur(98765432100), Cover: eur(99999999999)})
			r.Units = append(r.Units, proof.ReleasedUnit{Model: "Granit 220 mit Sonderausstattung für Tieftemperaturbetrieb und Untertageeinsatz",
				Serial: fmt.Sprintf("X9P75600010000000000000%04d", n)})
			d.Letter += fmt.Sprintf("Due on %s and not paid: 45190.53 EUR\n", on.AddMonths(n))
		}
		r.Conditions[0].Required, r.Conditions[0].Present = strings.Repeat("every unit prepared, allocated to this deal and free of blockers, ", 4), german.Name+": 3 % used"
		r.Guarantees = append(r.Guarantees, proof.Secured{ID: "gt_2", Number: g.Number, Guarantor: russian, Most: eur(98765432100), ExpiresOn: on})
	}
	return map[proof.Kind]any{proof.OfGuarantee: g, proof.OfVerification: v, proof.OfRelease: r, proof.OfDemand: d}
}

func sheet(t *testing.T, l lang.Lang, kind proof.Kind, subject any) paper.Sheet {
	t.Helper()
	b, err := proof.Canonical(subject)
	if err != nil {
		t.Fatal(err)
	}
	s, err := paper.Proof{Lang: l, Kind: kind, Entity: "gt_01kjpwd6m0m3femhcks9gxckb0", Subject: b, SHA256: hash, House: "kontor/6737123f74ca40a2", Event: "ev_01kjpwd6m0m3femhcks9gxckb1",
		Token: "KONTOR1:kontor/6737123f74ca40a2:guarantee:gt_01kjpwd6m0m3femhcks9gxckb0:kO0w5XENUmq8JORSXyimrw:26:Ps3W6Dc_Mnxuf9mE5vsFCvUdqXr_uOM5evqVIGe_9fxuHb21cqYF6N76eMqHC_RoQxlRk9XzeraazHm-ED8CCA",
		Verb:  func(name string) string { return "(" + name + ")" }}.Sheet()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// written is what a person reads on a sheet.
func written(s paper.Sheet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n# %s\n%s\n", s.House, s.Title, s.Sub)
	for _, block := range s.Blocks {
		switch block := block.(type) {
		case paper.Facts:
			fmt.Fprintf(&b, "\n## %s\n", block.Title)
			for _, row := range block.Rows {
				if row[1] != "" {
					fmt.Fprintf(&b, "%s: %s\n", row[0], row[1])
				}
			}
		case paper.Grid:
			fmt.Fprintf(&b, "\n## %s\n%s\n", block.Title, strings.Join(block.Columns, " | "))
			for _, row := range block.Rows {
				fmt.Fprintln(&b, strings.Join(row, " | "))
			}
		case paper.Text:
			fmt.Fprintf(&b, "\n%s\n", strings.Join(block.Paragraphs, "\n\n"))
		case paper.Sign:
			fmt.Fprintf(&b, "\n____ %s\n", strings.Join(block.Labels, "    ____ "))
		}
	}
	fmt.Fprintf(&b, "\n%s\n%s\n%s\n%s\n", s.Code.Title, strings.Join(s.Code.Says, "\n"), s.Code.Mark, s.Page(1, 2))
	return b.String()
}

func TestWhatThePapersSay(t *testing.T) {
	for kind, subject := range subjects(false) {
		got := written(sheet(t, lang.English, kind, subject))
		file := filepath.Join("testdata", string(kind)+".txt")
		if os.Getenv("KONTOR_UPDATE") != "" {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s differs, KONTOR_UPDATE=1 writes it anew:\n%s", file, diff)
		}
	}
}

// The same sheet gives the same bytes, so that its hash can be kept; another one gives others. Long ones run over pages.
func TestPapersAreTheSameEveryTime(t *testing.T) {
	for _, l := range lang.Supported() {
		for _, long := range []bool{false, true} {
			seen := map[string]proof.Kind{}
			for kind, subject := range subjects(long) {
				first, err := sheet(t, l, kind, subject).PDF()
				if err != nil {
					t.Fatalf("%s in %s: %v", kind, l, err)
				}
				again, err := sheet(t, l, kind, subject).PDF()
				if err != nil || !bytes.Equal(first, again) {
					t.Errorf("%s in %s is another one the second time, %v", kind, l, err)
				}
				if other, twice := seen[proof.HashOf(first)]; twice {
					t.Errorf("%s and %s are the same", kind, other)
				}
				seen[proof.HashOf(first)] = kind
				pages := bytes.Count(first, []byte("/Type /Page\n"))
				if most := map[bool]int{false: 2, true: 12}[long]; pages == 0 || pages > most || long && kind != proof.OfVerification && pages < 3 {
					t.Errorf("%s in %s has %d pages, want at most %d", kind, l, pages, most)
				}
			}
		}
	}
}

// Whatever stands in a text, it is printed or replaced; nothing breaks the paper.
func FuzzPaper(f *testing.F) {
	f.Add("Musterbank", "Text", 3)
	f.Add("中文\x00\xff\u202e", strings.Repeat("x", 3000), 50)
	f.Add("a\u0301\u0301\u0301", "\n\n \n", 0)
	f.Fuzz(func(t *testing.T, name, text string, n int) {
		n, text = min(max(n, 0), 10), text[:min(len(text), 500)]
		s := paper.Sheet{House: name, Title: text, Sub: name, On: on, Lang: "en", Page: func(n, all int) string { return name }, Code: paper.Code{Text: "KONTOR1", Title: name,
			Says: []string{text}, Mark: name}}
		grid := paper.Grid{Title: name, Columns: []string{name, text, "c"}, Right: []int{2}}
		for range n {
			grid.Rows = append(grid.Rows, []string{text, name, text})
		}
		s.Blocks = []paper.Block{paper.Facts{Title: text, Rows: [][2]string{{name, text}, {text, name}}}, grid, paper.Text{Title: name, Paragraphs: []string{text, name}},
			paper.Sign{Labels: []string{name, text}}}
		b, err := s.PDF()
		if err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.HasSuffix(b, []byte("%%EOF\n")) {
			t.Errorf("%d bytes, %v", len(b), err)
		}
	})
}
