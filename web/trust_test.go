package web

import (
	"strings"
	"testing"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/wording"
)

func TestMarkTextKeepsEveryByte(t *testing.T) {
	text := "Wir zahlen, sofern der Käufer zustimmt, bis 31.12.2028."
	at := func(words string) (int, int) {
		n := strings.Index(text, words)
		return n, n + len(words)
	}
	find := func(s wording.Severity, words string) wording.Finding {
		from, to := at(words)
		return wording.Finding{Severity: s, From: from, To: to, Quote: words}
	}
	parts := markText(text, []wording.Finding{find(wording.Warning, "sofern der Käufer zustimmt"), find(wording.Error, "Käufer"), {Severity: wording.Error}, {Severity: wording.Error, From: 3, To: 9999}})
	var all strings.Builder
	for _, p := range parts {
		all.WriteString(p.Text)
		if p.Text == "Käufer" && (p.Severity != "error" || len(p.Numbers) != 1 || p.Numbers[0] != 2) {
			t.Errorf("the graver of two: %+v", p)
		}
		if p.Text == "sofern der " && (p.Severity != "warning" || p.Numbers[0] != 1) {
			t.Errorf("the other: %+v", p)
		}
	}
	if all.String() != text {
		t.Errorf("got %q", all.String())
	}
}

func TestDatesDoNotOverlap(t *testing.T) {
	today := day.MustOf(2027, 1, 10)
	var marks []desk.Mark
	for n, label := range []string{"issued", "verified", "last safe day to send", "expires", "last day to present"} {
		marks = append(marks, desk.Mark{On: today.Add(20 * n / 3), Label: errs.Text{Form: label}})
	}
	d := drawDates(lang.English, marks, today)
	for i, a := range d.Marks {
		for _, b := range d.Marks[i+1:] {
			if a.Y == b.Y && a.LabelX+dateLetter*float64(len(a.Label)) > b.LabelX && a.Anchor == b.Anchor && b.Anchor == "start" {
				t.Errorf("%q and %q overlap", a.Label, b.Label)
			}
		}
		if a.X < 0 || a.X > dateLineWidth || a.LabelX < 0 || a.LabelX > dateLineWidth || a.Y > d.Height {
			t.Errorf("%q lies outside: %+v", a.Label, a)
		}
	}
	if one := drawDates(lang.English, marks[:1], today); len(one.Marks) != 1 {
		t.Errorf("a single date: %+v", one)
	}
	if same := drawDates(lang.English, append(marks[:1:1], desk.Mark{On: marks[0].On, Label: errs.Text{Form: "takes effect"}}), today); len(same.Marks) != 1 {
		t.Errorf("two things on one day are one mark: %+v", same.Marks)
	}
}
