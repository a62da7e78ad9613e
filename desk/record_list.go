package desk

import (
	"slices"
	"strings"

	"kontor/errs"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
)

func (w *work) hitRecord(hitID string) (Record, error) {
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, hitID)
	}
	h, err := w.tx.Hit(w.ctx, hitID)
	if err != nil {
		return Record{}, store.Missing(err, hitID)
	}
	p, err := w.tx.Party(w.ctx, h.PartyID)
	if err != nil {
		return Record{}, err
	}
	r := Record{Title: p.Name + " · " + h.EntryName, State: h.State, Headline: w.hitHeadline(h)}
	r.Facts = []Fact{{"Party", Ref{p.ID, p.Name}}, {"List", Ref{h.SetID, h.Source}}, {"List entry", h.EntryID}, {"Score (of 10,000)", h.ScoreBp}, {"Found", h.AtUs}}
	for _, f := range []struct{ label, login string }{{"First reviewer", h.FirstReviewer}, {"Second reviewer", h.SecondReviewer}} {
		if f.login != "" {
			r.Facts = append(r.Facts, Fact{f.label, w.loginName(f.login)})
		}
	}
	if h.Reason != "" {
		r.Facts = append(r.Facts, Fact{"What differs", h.ReasonCode}, Fact{"Why", h.Reason})
	}
	if h.ExpiresOn != 0 {
		r.Facts = append(r.Facts, Fact{"Cleared until", h.ExpiresOn})
	}
	if r.Tables, err = w.explanation(h, p); err != nil {
		return r, err
	}
	events, err := w.tx.PartyEvents(w.ctx, q.PartyEventsParams{PartyID: h.PartyID, Limit: timelineMost})
	events = slices.DeleteFunc(events, func(e q.Event) bool { return e.Entity != h.ID })
	r.Timeline, r.Next = lines(events), hitNext(h)
	return r, err
}

func (w *work) hitHeadline(h q.Hit) errs.Text {
	switch review := reviewOf(h); {
	case review.State == vet.Confirmed:
		return errs.T("The party is the listed one; it is blocked.")
	case review.Holds(w.today):
		return errs.T("It is somebody else, two people say so; to be asked again from {day}.", "day", h.ExpiresOn)
	case review.State == vet.Proposed:
		return errs.T("It may be somebody else: a second person must confirm that.")
	case review.State == vet.Escalated:
		return errs.T("It was handed on; the party waits.")
	}
	return errs.T("Nobody has judged it yet; the party waits.")
}

func hitNext(h q.Hit) []string {
	switch vet.State(h.State) {
	case vet.Open:
		return []string{"hit.clear", "hit.confirm", "hit.escalate"}
	case vet.Proposed:
		return []string{"hit.confirm_clear", "hit.confirm", "hit.escalate"}
	case vet.Escalated:
		return []string{"hit.clear", "hit.confirm"}
	case vet.Cleared:
		return []string{"hit.confirm"}
	}
	return []string{"hit.clear"}
}

// explanation shows why there is a hit, part by part, and the entry as it is listed.
func (w *work) explanation(h q.Hit, p q.Party) ([]Table, error) {
	var why vet.Explanation
	if err := h.PartsJson.Into(&why); err != nil {
		return nil, err
	}
	parts := Table{Title: "Why it is a hit", Columns: []Head{head("What", store.Text), head("Party", store.Text), head("List entry", store.Text), head("Adds", store.Number)}}
	for _, part := range why.Parts {
		parts.Rows = append(parts.Rows, []any{part.Feature.Label(), part.Party, part.Entry, int64(part.Points)})
	}
	row, err := w.tx.ListEntry(w.ctx, q.ListEntryParams{SetID: h.SetID, EntryID: h.EntryID})
	if store.None(err) {
		return []Table{parts}, nil
	}
	if err != nil {
		return nil, err
	}
	var e vet.Entry
	if err := row.EntryJson.Into(&e); err != nil {
		return nil, err
	}
	return []Table{parts, entryTable(e)}, nil
}

// entryTable shows everything a list says of an entry.
func entryTable(e vet.Entry) Table {
	t := Table{Title: "List entry", Columns: []Head{head("What", store.Text), head("As listed", store.Text)}}
	add := func(what errs.Text, values ...string) {
		if text := strings.Join(values, "; "); text != "" {
			t.Rows = append(t.Rows, []any{what, text})
		}
	}
	var numbers, born []string
	for _, n := range e.Numbers {
		numbers = append(numbers, n.Scheme+" "+n.Value)
	}
	for _, s := range e.Born {
		if s.From == s.To {
			born = append(born, s.From)
		} else {
			born = append(born, s.From+"–"+s.To)
		}
	}
	add(errs.T("name"), e.Name)
	add(errs.T("kind"), string(e.Kind))
	add(errs.T("other names"), e.Aliases...)
	add(errs.T("nicknames"), e.Weak...)
	add(errs.T("born"), born...)
	add(errs.T("countries"), e.Countries...)
	add(errs.T("numbers"), numbers...)
	add(errs.T("programmes"), e.Programmes...)
	add(errs.T("remarks"), e.Remarks)
	return t
}

func (w *work) listSetRecord(listSetID string) (Record, error) {
	if w.actor.Role.Guest() {
		return Record{}, store.Missing(errNone, listSetID)
	}
	s, err := w.tx.ListSet(w.ctx, listSetID)
	if err != nil {
		return Record{}, store.Missing(err, listSetID)
	}
	r := Record{Title: s.Source + " · " + s.ListedOn.String(), State: s.State, Headline: w.listHeadline(s)}
	r.Facts = []Fact{{"List", s.Source}, {"State of", s.ListedOn}, {"Entries", s.Entries}, {"Added", s.Added}, {"Changed", s.Changed}, {"Removed", s.Removed}, {"SHA-256", s.Sha256},
		{"Read by", s.Parser}, {"Loaded by", w.loginName(s.LoadedBy)}, {"Loaded", s.LoadedUs}}
	if s.ActivatedBy != "" {
		r.Facts = append(r.Facts, Fact{"Activated by", w.loginName(s.ActivatedBy)}, Fact{"Activated", s.ActivatedUs}, Fact{"Stale from", staleOn(s)})
	}
	if s.State == "checked" || s.State == "active" {
		r.Next = []string{"watchlist.activate", "watchlist.load"}
	}
	return r, nil
}

func (w *work) listHeadline(s q.ListSet) errs.Text {
	stale := staleOn(s)
	switch {
	case s.State == "checked":
		return errs.T("It counts when somebody other than its loader activates it.")
	case s.State == "superseded":
		return errs.T("A newer one is in force.")
	case s.State == "active" && w.today >= stale:
		return errs.T("It is stale since {day}: nothing can leave until a newer one is in force.", "day", stale)
	case s.State == "active":
		return errs.T("It is in force; {n} days until it is stale.", "n", stale.Sub(w.today))
	}
	return errs.T("It was refused.")
}

// loginName is the name behind a login; the demo's and the house's own names stand for themselves.
func (w *work) loginName(login string) string {
	if row, err := w.tx.Login(w.ctx, login); err == nil {
		return row.Name
	}
	return login
}
