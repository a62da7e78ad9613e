package web

import (
	"time"

	"kontor/day"
	"kontor/desk"
	"kontor/guarantee"
	"kontor/lang"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
)

// picture is a chart and the table of the same numbers. The script draws it from its JSON.
type picture struct {
	X      []int64  `json:"x"`               // seconds of a day, or positions in Names
	Names  []string `json:"names,omitempty"` // of positions: months, years
	Unit   string   `json:"unit"`
	Series []line   `json:"series"`
	Gap    []int    `json:"gap,omitempty"` // two series: where the first is above the second, something is missing
	Notes  []string `json:"notes,omitempty"`

	Title string      `json:"-"`
	Low   bool        `json:"-"`
	Heads []desk.Head `json:"-"`
	Rows  [][]any     `json:"-"`
	Says  string      `json:"-"` // the picture in one sentence, for who cannot see it
}

// line is one series; a nil value is a hole.
type line struct {
	Label  string     `json:"label"`
	Look   string     `json:"look"` // line, step, dash, bar, level: one value straight across
	Tone   string     `json:"tone"` // ink, accent, muted
	Values []*float64 `json:"values"`
}

// majorUnits is an amount for a picture or a cell of a spreadsheet, where a float is what the other side takes.
func majorUnits(a money.Amount) float64 {
	f := float64(a.Minor)
	for range a.Currency.Exponent() {
		f /= 10
	}
	return f
}

func point(a money.Amount) *float64 {
	f := majorUnits(a)
	return &f
}

func midnight(d day.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC)
}

// coverPicture draws required against cover for every day, the gap shaded.
func coverPicture(l lang.Lang, r guarantee.Result, names map[string]desk.Ref) picture {
	p := picture{Title: l.T("Required and cover, day by day"), Unit: string(r.MaxNeeded.Currency), Gap: []int{0, 1},
		Heads: []desk.Head{{Title: l.T("From"), Kind: store.Day}, {Title: l.T("To"), Kind: store.Day}, {Title: l.T("Required"), Kind: store.Money},
			{Title: l.T("Cover"), Kind: store.Money}, {Title: l.T("Missing"), Kind: store.Money}, {Title: l.T("By"), Kind: store.Text}}}
	required := line{Label: l.T("Required"), Look: "step", Tone: "ink"}
	cover := line{Label: l.T("Cover"), Look: "step", Tone: "accent"}
	add := func(on day.Date, s guarantee.Step, note string) {
		p.X = append(p.X, midnight(on).Unix())
		required.Values = append(required.Values, point(s.Required))
		cover.Values = append(cover.Values, point(s.Cover))
		p.Notes = append(p.Notes, note)
	}
	for n, s := range r.Steps {
		by := ""
		for i, part := range s.By {
			if i > 0 {
				by += ", "
			}
			by += names[part.Instrument].Text + " " + l.Amount(part.Amount)
		}
		missing := money.Of(max(0, s.Required.Minor-s.Cover.Minor), s.Required.Currency)
		var gap any = missing
		if missing.IsZero() {
			gap = ""
		}
		p.Rows = append(p.Rows, []any{s.From, s.To, s.Required, s.Cover, gap, by})
		add(s.From, s, by)
		if n == len(r.Steps)-1 {
			add(s.To.Add(1), s, by)
		}
	}
	p.Series = []line{required, cover}
	p.Says = l.T("Every day is covered.")
	if !r.Covered() {
		p.Says = l.T("From {day} on, up to {missing} are missing.", "day", r.FirstGap, "missing", r.MaxMissing)
	}
	return p
}

// planPicture draws what a schedule asks for, date by date.
func planPicture(l lang.Lang, s lease.Schedule) picture {
	currency := s.Financed.Currency
	p := picture{Title: l.T("What is left to pay"), Unit: string(currency), Low: true,
		Heads: []desk.Head{{Title: l.T("No."), Kind: store.Number}, {Title: l.T("Kind"), Kind: store.State}, {Title: l.T("Due"), Kind: store.Day},
			{Title: l.T("Payment"), Kind: store.Money}, {Title: l.T("Interest"), Kind: store.Money}, {Title: l.T("Left"), Kind: store.Money}}}
	left := line{Label: l.T("Left"), Look: "step", Tone: "accent"}
	payments := 0 // a month without a rental is none
	for _, r := range s.Rows {
		if r.Payment() != 0 {
			payments++
		}
		p.X = append(p.X, midnight(r.DueOn).Unix())
		left.Values = append(left.Values, point(money.Of(r.Balance, currency)))
		p.Rows = append(p.Rows, []any{int64(r.Nr), string(r.Kind), r.DueOn, money.Of(r.Payment(), currency), money.Of(r.Interest, currency), money.Of(r.Balance, currency)})
	}
	p.Series = []line{left}
	p.Says = l.T("{n} payments until {day}.", "n", payments, "day", s.Ends())
	return p
}
