package web

import (
	"strings"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/lang"
	"kontor/money"
	"kontor/store"
)

// tone is how a state looks: its colour and its sign. The word stands beside it, so that nothing is said by colour alone.
type tone struct{ class, icon string }

var (
	goodTone  = tone{"good", "check"}
	watchTone = tone{"watch", "wait"}
	actTone   = tone{"act", "stop"}
	plainTone = tone{"none", "circle"}
)

// tones of the words that want to be seen; every other word is plain.
var tones = map[string]tone{
	"in_force": goodTone, "authentic": goodTone, "clear": goodTone, "cleared": goodTone, "active": goodTone, "paid": goodTone, "booked": goodTone,
	"new": goodTone, "delivered": goodTone, "released": goodTone, "prepared": goodTone, "recovered": goodTone, "complete": goodTone,
	"changed": watchTone, "quoted": watchTone, "signed": watchTone, "recorded": watchTone, "unverified": watchTone, "review": watchTone, "stale": watchTone, "unscreened": watchTone,
	"open": watchTone, "proposed": watchTone, "escalated": watchTone, "presented": watchTone, "reserved": watchTone, "draft": watchTone, "at_border": watchTone, "checked": watchTone,
	"refused": actTone, "defaulted": actTone, "blocked": actTone, "forged": actTone, "mismatch": actTone, "confirmed": actTone, "revoked": actTone, "rejected": actTone, "void": actTone,
}

func toneOf(code string) tone {
	if t, ok := tones[code]; ok {
		return t
	}
	return plainTone
}

// textOf writes a value as the reader's language does, without a link.
func textOf(l lang.Lang, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if desk.KindOf(v) != "" {
			return v // an id is no word
		}
		return l.Value("", v)
	case int64:
		return l.Number(v)
	case int:
		return l.Number(int64(v))
	case bool:
		if v {
			return l.T("yes")
		}
		return l.T("no")
	case money.Amount:
		return l.Amount(v)
	case day.Date:
		return l.Date(v)
	case day.Instant:
		return l.Instant(v)
	case desk.Ref:
		return v.Text
	case errs.Text:
		return l.Say(v)
	}
	return l.Say(errs.T("{v}", "v", v))
}

// align is the class of a cell: numbers stand right.
func align(kind store.Kind) string {
	switch kind {
	case store.Money, store.Number, store.Percent:
		return "num"
	case store.Day, store.Moment, deadlineKind:
		return "tight"
	case store.Ref:
		return "name"
	}
	return ""
}

// breaks tells how a text may be broken into lines: a short one not at all, an id or an account anywhere, others
// between words.
func breaks(text string) string {
	const shortMost, wordMost = 16, 24
	if len([]rune(text)) <= shortMost {
		return "whole"
	}
	for _, run := range strings.Fields(text) {
		if len([]rune(run)) > wordMost {
			return "code"
		}
	}
	return ""
}

// rowName is what stands for a row in its nth column, which leads to its page.
func rowName(l lang.Lang, r desk.Row, n int) string {
	if text := textOf(l, r.Values[n]); text != "" {
		return text
	}
	return r.ID
}

// pathOf is the page of an entity, "" when it has none.
func pathOf(entity string) string {
	if id.Kind(entity) == id.Document {
		return "/document/" + entity // the file itself
	}
	kind := desk.KindOf(entity)
	if kind == "" {
		return ""
	}
	return "/" + kind + "/" + entity
}

// factKind is how the value of a fact is written: short lower-case words are states.
func factKind(f desk.Fact) store.Kind {
	if deadlines[f.Label] {
		return deadlineKind
	}
	s, ok := f.Value.(string)
	if _, known := tones[s]; ok && known {
		return store.State
	}
	return ""
}

// headText is the head of a column; the heads of a picture were said before.
func headText(l lang.Lang, h desk.Head, said bool) string {
	if said {
		return h.Title
	}
	return l.T(h.Title)
}

// brief says a text with its amounts in millions and thousands, for a headline.
func brief(l lang.Lang, t errs.Text) string {
	args := make(map[string]any, len(t.Args))
	for name, v := range t.Args {
		if a, ok := v.(money.Amount); ok {
			v = l.Short(a)
		}
		args[name] = v
	}
	return l.Say(errs.Text{Form: t.Form, Args: args})
}

// nothing reports whether a number is zero; a table shows it quietly.
func nothing(v any) bool {
	switch v := v.(type) {
	case money.Amount:
		return v.IsZero()
	case int64:
		return v == 0
	}
	return false
}

// deadlineKind is a day by which something must be done; it is written with its weekday.
const deadlineKind store.Kind = "deadline"

// deadlines are the labels of days that are deadlines.
var deadlines = map[string]bool{"Due": true, "Expires": true, "Expires on": true, "Until": true, "Quote valid until": true, "To be verified again by": true, "Last day": true, "Last day of a rejection": true, "To be paid by": true}

// kindFor is how a column or fact with a label is written.
func kindFor(label string, kind store.Kind) store.Kind {
	if deadlines[label] {
		return deadlineKind
	}
	return kind
}
