package guarantee

import (
	"math/big"
	"slices"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Level is one step of a required exposure: this amount from this day on, until the next level. Before the first level
// nothing is required.
type Level struct {
	From   day.Date
	Amount money.Amount
}

// Result is the cover of one deal on every day of a period, as steps on which nothing changes.
type Result struct {
	Deal       string       `json:"deal"`
	From       day.Date     `json:"from"`
	To         day.Date     `json:"to"`
	Steps      []Step       `json:"steps"` // without holes from From to To
	Gaps       []Gap        `json:"gaps,omitempty"`
	FirstGap   day.Date     `json:"first_gap,omitempty"` // first uncovered day, none when there is no gap
	MaxMissing money.Amount `json:"max_missing"`
	MaxNeeded  money.Amount `json:"max_needed"`
	Lost       []Lost       `json:"lost,omitempty"`
	Guarantors []string     `json:"guarantors,omitempty"` // party ids whose promises count on some day
	Mend       Mend         `json:"mend,omitzero"`
}

// Step is a run of days on which requirement and cover stay the same. Cover may exceed what is required; the surplus is
// what a rate move eats first.
type Step struct {
	From     day.Date     `json:"from"`
	To       day.Date     `json:"to"`
	Required money.Amount `json:"required"`
	Cover    money.Amount `json:"cover"`
	By       []Part       `json:"by,omitempty"`
}

// Part is what one instrument contributes, in the currency of the requirement and in its own.
type Part struct {
	Instrument string       `json:"instrument"`
	Amount     money.Amount `json:"amount"`
	Own        money.Amount `json:"own"`
}

// Gap is a run of uncovered days and the most that is missing on one of them.
type Gap struct {
	From    day.Date     `json:"from"`
	To      day.Date     `json:"to"`
	Missing money.Amount `json:"missing"`
}

// Lost is a part of an instrument's face that does not count from one day to another. On every day what counts and what
// is lost add up to the face; where several reasons bar one amount, the first carries it and the others stand at zero.
type Lost struct {
	Instrument string       `json:"instrument"`
	From       day.Date     `json:"from"`
	To         day.Date     `json:"to"`
	Reason     Reason       `json:"reason"`
	Amount     money.Amount `json:"amount"`
	Text       errs.Text    `json:"text"`
}

// Mend is what would close every gap.
type Mend struct {
	Text       errs.Text    `json:"text"`
	Instrument string       `json:"instrument,omitempty"` // the one to extend or verify, "" when only more cover helps
	Until      day.Date     `json:"until,omitempty"`      // last uncovered day
	More       money.Amount `json:"more"`                 // the amount that would do it without any instrument
}

// Covered reports whether the period was computed and has no gap.
func (r Result) Covered() bool { return len(r.Steps) > 0 && len(r.Gaps) == 0 }

// MaxDays bounds the period of one question: a hundred years.
const MaxDays = 36525

// question is what every instrument is asked.
type question struct {
	deal     string
	currency money.Currency
	policy   Policy
	asOf     day.Date
	from, to day.Date
	lastNeed day.Date // last day on which anything is required, none when nothing is
}

// Cover computes what the instruments are worth to the deal on every day from one day to another, both included. It is
// exact and works on the days on which something changes, not day by day (except under Policy.MaturityHaircut). An
// instrument that is listed twice, by id or by guarantor and number, counts once, the first time.
//
// The error is Invalid when the period or the levels make no sense; it is never a statement about cover.
func Cover(deal string, required []Level, instruments []Instrument, policy Policy, from, to day.Date) (Result, error) {
	q := question{deal: deal, policy: policy, asOf: policy.AsOf, from: from, to: to}
	if q.asOf == 0 {
		q.asOf = from
	}
	if err := q.read(required); err != nil {
		return Result{}, err
	}
	if len(required) == 0 && len(instruments) > 0 {
		q.currency = instruments[0].Face.Currency
	}
	lines := make([]timeline, len(instruments))
	seen := make(map[string]bool, 2*len(instruments))
	for n, i := range instruments {
		number := i.Guarantor + "\x00" + NormaliseNumber(i.Number)
		twice := i.ID != "" && seen[i.ID] || seen[number]
		seen[i.ID], seen[number] = true, true
		lines[n] = i.timeline(&q, twice)
	}
	r := Result{Deal: deal, From: from, To: to, MaxMissing: q.amount(0), MaxNeeded: q.amount(0)}
	r.walk(&q, required, lines)
	for n := range lines {
		r.Lost = append(r.Lost, lines[n].lost()...)
	}
	r.findGaps(&q)
	r.mend(&q, lines)
	return r, nil
}

func (q *question) amount(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: q.currency}
}

// read checks the period and the levels.
func (q *question) read(required []Level) error {
	var f errs.Faults
	if q.from == 0 || q.to < q.from || q.to.Sub(q.from) > MaxDays {
		f.Add("period", "cover cannot be computed from {from} to {to}", "from", q.from, "to", q.to)
	}
	for n, l := range required {
		if n == 0 {
			q.currency = l.Amount.Currency
		}
		switch {
		case l.From == 0 || n > 0 && l.From <= required[n-1].From:
			f.Add("required", "the days of the required cover do not rise")
		case l.Amount.Minor < 0 || l.Amount.Minor > money.MaxMinor:
			f.Add("required", "{amount} cannot be required", "amount", l.Amount)
		case l.Amount.Currency != q.currency:
			f.Add("required", "the required cover is in more than one currency")
		case l.Amount.Minor > 0 && l.From <= q.to:
			q.lastNeed = q.to
			if n+1 < len(required) {
				q.lastNeed = min(q.to, required[n+1].From.Add(-1))
			}
		}
	}
	return f.Err()
}

// walk sweeps the days on which anything changes.
func (r *Result) walk(q *question, required []Level, lines []timeline) {
	days := []day.Date{q.from}
	for _, l := range required {
		if l.From > q.from && l.From <= q.to {
			days = append(days, l.From)
		}
	}
	for _, t := range lines {
		for _, p := range t.pieces {
			days = append(days, p.from)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	level, at := -1, make([]int, len(lines))
	for n, from := range days {
		to := q.to
		if n+1 < len(days) {
			to = days[n+1].Add(-1)
		}
		for level+1 < len(required) && required[level+1].From <= from {
			level++
		}
		s := Step{From: from, To: to, Required: q.amount(0), Cover: q.amount(0)}
		if level >= 0 {
			s.Required = required[level].Amount
		}
		for k := range lines {
			t := &lines[k]
			for t.pieces[at[k]].to < from {
				at[k]++
			}
			if p := t.pieces[at[k]]; p.value > 0 {
				s.Cover.Minor = min(money.MaxMinor, s.Cover.Minor+p.value)
				s.By = append(s.By, Part{t.instrument.ID, q.amount(p.value), t.instrument.amount(p.own)})
				if g := t.instrument.Guarantor; !slices.Contains(r.Guarantors, g) {
					r.Guarantors = append(r.Guarantors, g)
				}
			}
		}
		r.add(s)
	}
}

// add joins the step to the last one when nothing changed between them.
func (r *Result) add(s Step) {
	if n := len(r.Steps); n > 0 {
		if last := &r.Steps[n-1]; last.Required == s.Required && last.Cover == s.Cover && slices.Equal(last.By, s.By) {
			last.To = s.To
			return
		}
	}
	r.Steps = append(r.Steps, s)
}

func (r *Result) findGaps(q *question) {
	for _, s := range r.Steps {
		r.MaxNeeded.Minor = max(r.MaxNeeded.Minor, s.Required.Minor)
		missing := s.Required.Minor - s.Cover.Minor
		if missing <= 0 {
			continue
		}
		r.MaxMissing.Minor = max(r.MaxMissing.Minor, missing)
		if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.Add(1) == s.From {
			g := &r.Gaps[n-1]
			g.To, g.Missing.Minor = s.To, max(g.Missing.Minor, missing)
			continue
		}
		r.Gaps = append(r.Gaps, Gap{s.From, s.To, q.amount(missing)})
	}
	if len(r.Gaps) > 0 {
		r.FirstGap = r.Gaps[0].From
	}
}

// mend finds one act that closes every gap: verify an instrument that would suffice, or extend one that ends before the
// first gap and was worth enough. Otherwise only more cover helps.
func (r *Result) mend(q *question, lines []timeline) {
	if len(r.Gaps) == 0 {
		return
	}
	until := r.Gaps[len(r.Gaps)-1].To
	if q.policy.MaturityHaircut {
		until = q.lastNeed // what ends before the exposure does would still be lowered
	}
	r.Mend = Mend{Until: until, More: r.MaxMissing,
		Text: errs.T("bring {missing} more cover from {from} to {day}", "missing", r.MaxMissing, "from", r.FirstGap, "day", until)}
	var ending *timeline
	for n := range lines {
		t := &lines[n]
		if t.worth < r.MaxMissing.Minor {
			continue
		}
		if t.unproven() && t.first <= r.FirstGap && until <= t.last {
			r.Mend.Instrument = t.instrument.ID
			r.Mend.Text = errs.T("verify {guarantee}, or bring {missing} more cover from {from} to {day}",
				"guarantee", t.instrument.Number, "missing", r.MaxMissing, "from", r.FirstGap, "day", until)
			return
		}
		if len(t.bars) == 0 && t.first <= r.FirstGap && t.last >= q.asOf && t.last < r.FirstGap && (ending == nil || t.last > ending.last) {
			ending = t
		}
	}
	if ending != nil {
		r.Mend.Instrument = ending.instrument.ID
		r.Mend.Text = errs.T("extend {guarantee} to {day}, or bring {missing} more cover from {from}",
			"guarantee", ending.instrument.Number, "day", until, "missing", r.MaxMissing, "from", r.FirstGap)
	}
}

// timeline is one instrument over the period: pieces of days on which its worth stays the same, without holes.
type timeline struct {
	instrument  Instrument
	pieces      []piece
	bars        []Reason // reasons that stand on every day
	first, last day.Date // days on which it may be drawn by its text
	worth       int64    // what it would count for, if nothing barred it
}

// unproven reports whether a verification is all that is missing.
func (t *timeline) unproven() bool {
	if len(t.bars) == 0 || t.bars[0] != NotVerified && t.bars[0] != ReverifyDue {
		return false
	}
	return len(t.bars) == 1 || len(t.bars) == 2 && t.instrument.Life == Recorded
}

type piece struct {
	from, to day.Date
	own      int64 // counted, in the instrument's currency
	value    int64 // counted, in the currency of the requirement
	losses   []loss
}

type loss struct {
	reason Reason
	minor  int64
}

// timeline cuts the period at the instrument's effective day and expiry and values each piece.
func (i Instrument) timeline(q *question, twice bool) timeline {
	t := timeline{instrument: i, first: i.starts(), last: i.ExpiresOn, bars: i.standing(q)}
	if twice {
		t.bars = append(t.bars, Duplicate)
	}
	share, others := i.split(q.deal)
	base := []loss{{PaidOut, i.Paid.Minor}, {ReservedForDemands, i.Reserved.Minor}, {AllocatedElsewhere, others},
		{Unallocated, i.available() - share - others}}
	base = slices.DeleteFunc(base, func(l loss) bool { return l.minor <= 0 })
	v := valuation{share: share, matureNum: 1, matureDen: 1, sameMoney: i.Face.Currency == q.currency}
	if !v.sameMoney {
		v.haircutBP = q.policy.haircut()
		if v.rate = q.policy.convert(i.Face.Currency, q.currency); v.rate == nil {
			t.bars = append(t.bars, NoRate)
			v.rate = new(big.Rat)
		}
	}
	v.value()
	t.worth = v.inExposure
	barred := func(from, to day.Date, bars []Reason) {
		if from = max(from, q.from); from > min(to, q.to) {
			return
		}
		p := piece{from: from, to: min(to, q.to), losses: slices.Clone(base)}
		for n, b := range bars {
			l := loss{reason: b}
			if n == 0 {
				l.minor = share
			}
			p.losses = append(p.losses, l)
		}
		t.pieces = append(t.pieces, p)
	}
	barred(q.from, t.first.Add(-1), append([]Reason{NotYetEffective}, t.bars...))
	open, end := max(t.first, q.from), min(t.last, q.to)
	switch {
	case len(t.bars) > 0:
		barred(open, end, t.bars)
	case open <= end:
		t.value(q, v, base, open, end)
	}
	after := t.bars
	if !slices.Contains(after, PastExpiry) {
		after = append([]Reason{PastExpiry}, after...)
	}
	if t.last < q.to { // on the last day of all there is no day after
		barred(max(t.last.Add(1), t.first), q.to, after)
	}
	return t
}

// value adds the pieces on which the instrument counts: one, or one a day while the maturity haircut moves.
func (t *timeline) value(q *question, v valuation, base []loss, from, to day.Date) {
	add := func(from, to day.Date) {
		p := piece{from: from, to: to, own: v.afterAll, value: v.inExposure, losses: slices.Clone(base)}
		if l := v.share - v.afterFX; l > 0 {
			p.losses = append(p.losses, loss{HaircutFX, l})
		}
		if l := v.afterFX - v.afterAll; l > 0 {
			p.losses = append(p.losses, loss{HaircutMaturity, l})
		}
		t.pieces = append(t.pieces, p)
	}
	if !q.policy.MaturityHaircut || t.last >= q.lastNeed {
		add(from, to)
		return
	}
	original := 4 * int64(t.last.Sub(t.instrument.IssuedOn))
	for d := from; d <= to; d = d.Add(1) {
		v.matureNum, v.matureDen = matureFactor(4*int64(t.last.Sub(d)), 4*int64(q.lastNeed.Sub(d)), original)
		v.value()
		add(d, d)
	}
}

// lost tells what does not count, with equal runs joined.
func (t *timeline) lost() []Lost {
	var out []Lost
	running := make(map[Reason]int) // index in out of the run that may go on
	for _, p := range t.pieces {
		for _, l := range p.losses {
			n, ok := running[l.reason]
			if ok && out[n].To.Add(1) == p.from && out[n].Amount.Minor == l.minor {
				out[n].To = p.to
				continue
			}
			running[l.reason] = len(out)
			out = append(out, Lost{t.instrument.ID, p.from, p.to, l.reason, t.instrument.amount(l.minor), l.reason.text(t.instrument)})
		}
	}
	return out
}
