package desk

import (
	"strings"
	"unicode"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/vet"
)

// LoadRequest brings a watch list into the house.
type LoadRequest struct {
	Source      string   `json:"source" label:"List" help:"Short name of the publisher's list, always the same: OFAC, UN, EU."`
	ListedOn    day.Date `json:"listed_on" label:"State of" help:"The day of the list; empty when the file says it itself." optional:""`
	Content     File     `json:"content" label:"File" help:"The zip of an OFAC set, the XML list of the UN, or a CSV file of the house." file:"1"`
	SHA256      string   `json:"sha256" label:"Expected SHA-256" help:"When the publisher names it." optional:""`
	AllowShrink bool     `json:"allow_shrink" label:"Many entries may be gone" help:"Only with a reason." optional:""`
}

// ListSetResult says where a list stands.
type ListSetResult struct {
	ID        string   `json:"id"`
	Source    string   `json:"source"`
	ListedOn  day.Date `json:"listed_on"`
	State     string   `json:"state"`
	Entries   int64    `json:"entries"`
	Added     int64    `json:"added"`
	Changed   int64    `json:"changed"`
	Removed   int64    `json:"removed"`
	Duplicate bool     `json:"duplicate"` // this very file was loaded before; nothing was written
	Vetted    int      `json:"vetted"`    // parties vetted again by the activation
	InDoubt   int      `json:"in_doubt"`  // of them with a hit to be reviewed
	Blocked   int      `json:"blocked"`
}

func listSetResult(s q.ListSet) ListSetResult {
	return ListSetResult{ID: s.ID, Source: s.Source, ListedOn: s.ListedOn, State: s.State, Entries: s.Entries, Added: s.Added, Changed: s.Changed, Removed: s.Removed}
}

// LoadWatchlist reads a list, checks it against the one in force and keeps it. It counts when a second person has
// activated it; until then, and when it is refused, the list in force stays in force.
var LoadWatchlist = verb(Spec{Name: "watchlist.load", Title: "Load a watch list", Help: "Read and check a watch list; a second person activates it.", Roles: []Role{Risk, Admin}, Record: true},
	func(w *work, req LoadRequest) (ListSetResult, error) {
		source, err := w.checkLoad(req)
		if err != nil {
			return ListSetResult{}, err
		}
		sha := req.Content.SHA256()
		if known, err := w.tx.ListSetBySHA(w.ctx, q.ListSetBySHAParams{Source: source, Sha256: sha}); err == nil && known.State != "superseded" && known.Parser == vet.Parser {
			res := listSetResult(known)
			res.Duplicate = true
			return res, nil
		} else if err != nil && !store.None(err) {
			return ListSetResult{}, err
		}
		set, err := vet.Parse(req.Content)
		if err != nil {
			return ListSetResult{}, err
		}
		if set.Listed, err = w.listedOn(req, set); err != nil {
			return ListSetResult{}, err
		}
		row := q.ListSet{ID: w.newID(id.ListSet), Source: source, ListedOn: set.Listed, Sha256: sha, Parser: vet.Parser, Entries: int64(len(set.Entries)), State: "checked"}
		if err := w.compareList(&row, set, req.AllowShrink); err != nil {
			return ListSetResult{}, err
		}
		if err := w.keepList(row, set); err != nil {
			return ListSetResult{}, err
		}
		return listSetResult(row), w.event(happening{entity: row.ID, on: row.ListedOn, data: set.Files,
			text: errs.T("the list {source} of {day} was loaded: {entries} entries, {added} new, {changed} changed, {removed} gone", "source", source, "day", row.ListedOn,
				"entries", int(row.Entries), "added", int(row.Added), "changed", int(row.Changed), "removed", int(row.Removed))})
	})

const maxSource = 40

// checkLoad checks what does not need the file to be read, and gives the name of the list in one writing.
func (w *work) checkLoad(req LoadRequest) (string, error) {
	var f errs.Faults
	source := strings.ToUpper(strings.TrimSpace(req.Source))
	odd := strings.ContainsFunc(source, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -_.", r)
	})
	if source == "" || len(source) > maxSource || odd {
		f.Add("source", "the name of a list is one to {n} letters and digits", "n", maxSource).Because("write it always in the same way, like {example}", "example", "OFAC")
	}
	if req.ListedOn > w.today {
		f.Add("listed_on", "the day of the list is yet to come")
	}
	if len(req.Content) == 0 {
		f.Add("content", "the file is empty").Because("fetch the list again; the list in force stays in force")
	}
	if want := strings.ToLower(strings.TrimSpace(req.SHA256)); want != "" && want != req.Content.SHA256() {
		f.Add("sha256", "the file has the SHA-256 {got}", "got", req.Content.SHA256()).Because("it is not the file that was expected; fetch it again")
	}
	if req.AllowShrink {
		f.Take("", w.hasReason())
	}
	return source, f.Err()
}

// listedOn is the day of the list: as its file says, else as the request says.
func (w *work) listedOn(req LoadRequest, set vet.Set) (day.Date, error) {
	var f errs.Faults
	switch {
	case set.Listed == 0 && req.ListedOn == 0:
		f.Add("listed_on", "the day of the list is needed, the file does not say it").Because("give the day on which its publisher issued it")
	case set.Listed != 0 && req.ListedOn != 0 && set.Listed != req.ListedOn:
		f.Add("listed_on", "the file says that it is of {day}", "day", set.Listed).Because("leave the day empty, or load the right file")
	case set.Listed > w.today:
		f.Add("content", "the file says that it is of {day}, which is yet to come", "day", set.Listed)
	}
	return max(set.Listed, req.ListedOn), f.Err()
}

// compareList counts what changed against the list in force and refuses an older or a shrunken one.
func (w *work) compareList(row *q.ListSet, set vet.Set, allowShrink bool) error {
	active, err := w.tx.ActiveListSet(w.ctx, row.Source)
	if err != nil && !store.None(err) {
		return err
	}
	old := map[string]string{}
	if err == nil {
		if err := notOlder(*row, active); err != nil {
			return err
		}
		rows, err := w.tx.ListEntryHashes(w.ctx, active.ID)
		if err != nil {
			return err
		}
		for _, r := range rows {
			old[r.EntryID] = r.Hash
		}
	}
	delta := vet.Compare(old, set)
	row.Added, row.Changed, row.Removed = int64(delta.Added), int64(delta.Changed), int64(delta.Removed)
	if allowShrink {
		return nil
	}
	return delta.Shrinks(len(old))
}

func notOlder(row, active q.ListSet) error {
	if row.ListedOn >= active.ListedOn {
		return nil
	}
	return errs.New(errs.Refused, "the list {source} in force is of {active}, this one is of {day}", "source", active.Source, "active", active.ListedOn, "day", row.ListedOn).At(active.ID).
		Because("load the newest list")
}

// keysKept bounds the keys that wait to be written together.
const keysKept = 5000

func (w *work) keepList(row q.ListSet, set vet.Set) error {
	err := w.tx.AddListSet(w.ctx, q.AddListSetParams{ID: row.ID, Source: row.Source, ListedOn: row.ListedOn, Sha256: row.Sha256, Parser: row.Parser, Entries: row.Entries,
		Added: row.Added, Changed: row.Changed, Removed: row.Removed, State: row.State, LoadedBy: w.actor.ID, LoadedUs: w.now()})
	if err != nil {
		return err
	}
	var keys []store.ListKey
	for i, e := range set.Entries {
		if err := w.tx.AddListEntry(w.ctx, q.AddListEntryParams{SetID: row.ID, EntryID: e.ID, Name: e.Name, Hash: e.Hash(), EntryJson: col.Of(e)}); err != nil {
			return err
		}
		for _, key := range e.Keys() {
			keys = append(keys, store.ListKey{Key: string(key), Entry: e.ID})
		}
		if last := i == len(set.Entries)-1; len(keys) >= keysKept || last {
			if err := w.tx.AddListKeys(w.ctx, row.ID, keys); err != nil {
				return err
			}
			keys = keys[:0]
		}
	}
	return nil
}

// ListSetRequest names a loaded list.
type ListSetRequest struct {
	ListSet string `json:"listset" label:"Watch list" ref:"listset"`
}

// ActivateWatchlist puts a list in force and vets every party again, in one transaction, so that no delivery slips
// between the two. The list in force may be activated again when its publisher has not issued a newer one: that says
// that it is still the newest.
var ActivateWatchlist = verb(Spec{Name: "watchlist.activate", Title: "Activate", Help: "Put the list in force and vet every party again; not by who loaded it.", On: "listset", Roles: []Role{Risk, Manager, Admin}, Record: true},
	func(w *work, req ListSetRequest) (ListSetResult, error) {
		row, err := w.tx.ListSet(w.ctx, req.ListSet)
		if err != nil {
			return ListSetResult{}, store.Missing(err, req.ListSet)
		}
		if err := w.mayActivate(row); err != nil {
			return ListSetResult{}, errs.As(err).At(row.ID)
		}
		if row.State == "checked" {
			if err := w.supersede(row); err != nil {
				return ListSetResult{}, err
			}
		}
		if err := w.tx.ActivateListSet(w.ctx, q.ActivateListSetParams{ID: row.ID, ActivatedBy: w.actor.ID, ActivatedUs: w.now(), ActivatedOn: w.today}); err != nil {
			return ListSetResult{}, err
		}
		renewed := row.State == "active"
		row.State = "active"
		res := listSetResult(row)
		if err := w.screenAll(&res); err != nil {
			return ListSetResult{}, err
		}
		text := errs.T("the list {source} of {day} is in force: {vetted} parties vetted again, {doubt} to be reviewed, {blocked} blocked", "source", row.Source, "day", row.ListedOn,
			"vetted", res.Vetted, "doubt", res.InDoubt, "blocked", res.Blocked)
		if renewed {
			text = errs.T("the list {source} of {day} is still the newest", "source", row.Source, "day", row.ListedOn)
		}
		return res, w.event(happening{entity: row.ID, text: text, data: res})
	})

func (w *work) mayActivate(row q.ListSet) error {
	if row.State != "checked" && row.State != "active" {
		return errs.New(errs.Conflict, "the list {source} of {day} is {state}", "source", row.Source, "day", row.ListedOn, "state", row.State).Because("load the newest list")
	}
	if row.LoadedBy == w.actor.ID {
		return errs.New(errs.Refused, "you loaded this list yourself").Because("ask a second person to look at it and activate it")
	}
	if row.Parser != vet.Parser {
		return errs.New(errs.Refused, "the list was read by an older version of the house").Because("load the file again")
	}
	return nil
}

// supersede takes the list in force out of force. Its entries stay for the records, its keys go.
func (w *work) supersede(row q.ListSet) error {
	active, err := w.tx.ActiveListSet(w.ctx, row.Source)
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := notOlder(row, active); err != nil {
		return err
	}
	if err := w.tx.SupersedeListSet(w.ctx, row.Source); err != nil {
		return err
	}
	return w.tx.DropListKeys(w.ctx, active.ID)
}

const screenPage = 500

// screenAll vets every party again, page by page.
func (w *work) screenAll(res *ListSetResult) error {
	s, err := w.screening()
	if err != nil {
		return err
	}
	for after := ""; ; {
		rows, err := w.tx.AllParties(w.ctx, q.AllPartiesParams{ID: after, Limit: screenPage})
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.ID
			got, err := s.again(row)
			if err != nil {
				return err
			}
			res.Vetted++
			switch got.decision.Outcome {
			case vet.InDoubt:
				res.InDoubt++
			case vet.Blocked:
				res.Blocked++
			}
		}
		if len(rows) < screenPage {
			return nil
		}
	}
}

// checkLists is the close's look at the lists: it says so when none is in force or one is stale, and asks again what
// was cleared for twelve months.
func (w *work) checkLists(res *CloseDayResult, _ day.Date) error {
	s, err := w.screening()
	if err != nil {
		return err
	}
	if len(s.sets) == 0 {
		res.Stale = true
		return w.event(happening{entity: w.centre(), on: res.On, text: errs.T("no watch list is in force: nothing can leave")})
	}
	for _, set := range s.sets {
		stale := staleOn(set)
		if res.On < stale {
			continue
		}
		res.Stale = true
		err := w.event(happening{entity: set.ID, on: res.On, text: errs.T("the list {source} of {day} is stale since {stale}: nothing can leave until a newer one is in force", "source", set.Source,
			"day", set.ListedOn, "stale", stale)})
		if err != nil {
			return err
		}
	}
	return s.askAgain()
}

// staleOn is the first day on which a list in force is not relied upon any more. One that was read by an older version of
// the house is stale since its activation, because its keys would not be met.
func staleOn(s q.ListSet) day.Date {
	if s.Parser != vet.Parser {
		return s.ActivatedOn
	}
	return s.ActivatedOn.Add(vet.StaleAfterDays + 1)
}

// askAgain opens the clearings that have run out, also those of identities a party had before, and vets its party again.
func (s *screening) askAgain() error {
	for {
		hits, err := s.tx.LapsedClearings(s.ctx, q.LapsedClearingsParams{ExpiresOn: s.today, Limit: screenPage})
		if err != nil || len(hits) == 0 {
			return err
		}
		for i := range hits {
			if _, err := s.review(&hits[i]); err != nil {
				return err
			}
			if i+1 < len(hits) && hits[i+1].PartyID == hits[i].PartyID {
				continue
			}
			row, err := s.tx.Party(s.ctx, hits[i].PartyID)
			if err != nil {
				return err
			}
			if _, err := s.again(row); err != nil {
				return err
			}
		}
	}
}
