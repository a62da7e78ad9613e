package desk

import (
	"slices"
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/vet"
)

// VetRequest names the party to vet.
type VetRequest struct {
	Party string `json:"party" label:"Party" ref:"party"`
}

// VetResult says what the lists in force say of a party.
type VetResult struct {
	ID      string      `json:"id"` // of the party
	Name    string      `json:"name"`
	Outcome string      `json:"outcome"` // clear, review or blocked
	Reasons []errs.Text `json:"reasons"`
	Hits    []HitResult `json:"hits"`
	Lists   []string    `json:"lists"` // ids of the list sets that were asked
}

// HitResult is a hit and where it stands.
type HitResult struct {
	ID      string `json:"id"`
	Party   string `json:"party"`
	Entry   string `json:"entry"`
	Source  string `json:"source"`
	Score   int    `json:"score_bp"`
	State   string `json:"state"`
	Outcome string `json:"outcome"` // of the party, after it
}

// VetParty compares a party with every list in force.
var VetParty = verb(Spec{Name: "party.vet", Title: "Vet", Help: "Compare the party's names and numbers with every watch list in force.", On: "party", Roles: []Role{Clerk, Risk, Manager}},
	func(w *work, req VetRequest) (VetResult, error) {
		row, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return VetResult{}, store.Missing(err, req.Party)
		}
		desk, err := w.screening()
		if err != nil {
			return VetResult{}, err
		}
		if len(desk.sets) == 0 {
			return VetResult{}, errs.New(errs.Refused, "no watch list is in force, {name} cannot be vetted", "name", row.Name).At(row.ID).
				Because("load a watch list and let a second person activate it")
		}
		s, err := desk.screen(row)
		if err != nil {
			return VetResult{}, err
		}
		if s.general {
			return VetResult{}, errs.New(errs.Refused, "the name {name} is too general to be searched in a list", "name", row.Name).At(row.ID).
				Because("write the name as it stands in the register, or add other names of the party")
		}
		if err := desk.keep(row, s); err != nil {
			return VetResult{}, err
		}
		return s.result(row, desk), w.event(happening{entity: row.ID, text: vettedText(row, s.decision), data: s.result(row, desk)})
	})

func vettedText(row q.Party, d vet.Decision) errs.Text {
	switch d.Outcome {
	case vet.Blocked:
		return errs.T("{name} is blocked: {why}", "name", row.Name, "why", d.Reasons[0])
	case vet.InDoubt:
		return errs.T("{name} needs a review: {why}", "name", row.Name, "why", d.Reasons[0])
	}
	return errs.T("{name} was vetted: clear", "name", row.Name)
}

// screening is one look at the lists in force, for one party or for all.
type screening struct {
	*work
	sets    []q.ListSet
	ids     string // of the sets, joined, as a vetting keeps them
	sources []string
}

func (w *work) screening() (*screening, error) {
	sets, err := w.tx.ActiveListSets(w.ctx)
	s := &screening{work: w, sets: sets}
	var ids []string
	for _, set := range sets {
		ids, s.sources = append(ids, set.ID), append(s.sources, set.Source)
	}
	slices.Sort(ids)
	s.ids = strings.Join(ids, ",")
	return s, err
}

// screened is what came of looking at one party.
type screened struct {
	decision vet.Decision
	hits     []q.Hit // those that count, best first
	general  bool
}

// keyMost is how many entries the index gives for one key; a name that reaches it resembles too much to be judged.
const keyMost = 200

// screen compares a party with the lists in force and writes the hits it finds; what people have said of a hit stays.
func (s *screening) screen(row q.Party) (screened, error) {
	numbers, err := s.tx.Identifiers(s.ctx, row.ID)
	if err != nil {
		return screened{}, err
	}
	subject := vet.SubjectOf(partyOf(row, numbers))
	entries, crowded, err := s.candidates(subject)
	if err != nil {
		return screened{}, err
	}
	judged, rows, err := s.judge(row, vet.Match(subject, entries))
	if err != nil {
		return screened{}, err
	}
	out := screened{decision: vet.Decide(judged, s.sources, s.today), hits: rows, general: subject.TooGeneral()}
	if (crowded || out.general) && out.decision.Outcome == vet.Clear {
		out.decision = vet.TooGeneral()
	}
	return out, nil
}

// candidates are the entries that share a key with the party.
func (s *screening) candidates(subject vet.Subject) ([]vet.Listed, bool, error) {
	var out []vet.Listed
	seen, crowded := map[string]bool{}, false
	for _, key := range subject.Keys() {
		rows, err := s.tx.EntriesByKey(s.ctx, string(key))
		if err != nil {
			return nil, false, err
		}
		crowded = crowded || len(rows) == keyMost
		for _, r := range rows {
			if seen[r.SetID+r.EntryID] {
				continue
			}
			seen[r.SetID+r.EntryID] = true
			l := vet.Listed{Set: r.SetID, Source: r.Source, Hash: r.Hash}
			if err := r.EntryJson.Into(&l.Entry); err != nil {
				return nil, false, err
			}
			out = append(out, l)
		}
	}
	return out, crowded, nil
}

// judge writes the hits and joins them with what people have said. A confirmed hit counts as long as its entry is
// listed, whatever the party is called since.
func (s *screening) judge(row q.Party, hits []vet.Hit) ([]vet.Judged, []q.Hit, error) {
	for _, h := range hits {
		_, err := s.tx.AddHit(s.ctx, q.AddHitParams{ID: s.newID(id.Hit), PartyID: row.ID, Fingerprint: row.Fingerprint, SetID: h.Set, Source: h.Source, EntryID: h.EntryID,
			EntryHash: h.EntryHash, EntryName: h.EntryName, ScoreBp: int64(h.Score), PartsJson: col.Of(h.Explanation), AtUs: s.now()})
		if err != nil {
			return nil, nil, err
		}
	}
	var known []q.Hit
	var err error
	if len(hits) > 0 {
		if known, err = s.tx.PartyHits(s.ctx, q.PartyHitsParams{PartyID: row.ID, Fingerprint: row.Fingerprint}); err != nil {
			return nil, nil, err
		}
	}
	var judged []vet.Judged
	var rows []q.Hit
	for _, h := range hits {
		i := slices.IndexFunc(known, func(k q.Hit) bool {
			return k.Source == h.Source && k.EntryID == h.EntryID && k.EntryHash == h.EntryHash
		})
		review, err := s.review(&known[i])
		if err != nil {
			return nil, nil, err
		}
		judged, rows = append(judged, vet.Judged{Hit: h, Review: review}), append(rows, known[i])
	}
	return s.confirmedBefore(row, judged, rows)
}

// review is what people have said of a hit; a clearing that has run out is opened again.
func (s *screening) review(h *q.Hit) (vet.Review, error) {
	r, lapsed := reviewOf(*h).Reopen(s.today)
	if !lapsed {
		return r, nil
	}
	if err := s.keepReview(h, r); err != nil {
		return r, err
	}
	return r, s.event(happening{entity: h.ID, party: h.PartyID, text: errs.T("the clearing of {entry} has run out, it must be judged again", "entry", h.EntryName)})
}

func (s *screening) confirmedBefore(row q.Party, judged []vet.Judged, rows []q.Hit) ([]vet.Judged, []q.Hit, error) {
	confirmed, err := s.tx.ConfirmedHits(s.ctx, row.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, h := range confirmed {
		if slices.ContainsFunc(rows, func(r q.Hit) bool { return r.ID == h.ID }) {
			continue
		}
		n, err := s.tx.EntryInForce(s.ctx, q.EntryInForceParams{Source: h.Source, EntryID: h.EntryID})
		if err != nil {
			return nil, nil, err
		}
		if n > 0 {
			hit := vet.Hit{Set: h.SetID, Source: h.Source, EntryID: h.EntryID, EntryHash: h.EntryHash, EntryName: h.EntryName, Score: int(h.ScoreBp)}
			judged, rows = append(judged, vet.Judged{Hit: hit, Review: reviewOf(h)}), append(rows, h)
		}
	}
	return judged, rows, nil
}

// keep writes the vetting.
func (s *screening) keep(row q.Party, got screened) error {
	err := s.tx.AddVetting(s.ctx, q.AddVettingParams{ID: s.newID(id.Vetting), PartyID: row.ID, Fingerprint: row.Fingerprint, ListSets: s.ids,
		Outcome: string(got.decision.Outcome), ReasonsJson: packTexts(got.decision.Reasons), ByLogin: s.actor.ID, AtUs: s.now()})
	if err != nil {
		return err
	}
	return s.tx.SetVetting(s.ctx, q.SetVettingParams{ID: row.ID, Vetting: string(got.decision.Outcome), VettedUs: s.now()})
}

// again screens a party once more after something changed, and tells the timeline when that matters.
func (s *screening) again(row q.Party) (screened, error) {
	got, err := s.screen(row)
	if err != nil || len(s.sets) == 0 { // without a list nothing can be said; the gate is shut anyway
		return got, err
	}
	now := got.decision.Outcome
	newest, err := s.tx.NewestVetting(s.ctx, row.ID)
	if err != nil && !store.None(err) {
		return got, err
	}
	if newest.Outcome == string(now) && row.Vetting == string(now) && newest.ListSets == s.ids && newest.Fingerprint == row.Fingerprint && newest.ReasonsJson == packTexts(got.decision.Reasons) {
		return got, nil // said already
	}
	if err := s.keep(row, got); err != nil {
		return got, err
	}
	if was := vet.Outcome(row.Vetting); now == was || now == vet.Clear && was != vet.InDoubt && was != vet.Blocked {
		return got, nil
	}
	return got, s.event(happening{entity: row.ID, text: vettedText(row, got.decision)})
}

func (s screened) result(row q.Party, from *screening) VetResult {
	out := VetResult{ID: row.ID, Name: row.Name, Outcome: string(s.decision.Outcome), Reasons: s.decision.Reasons, Hits: []HitResult{}, Lists: strings.Split(from.ids, ",")}
	for _, h := range s.hits {
		out.Hits = append(out.Hits, hitResult(h, s.decision.Outcome))
	}
	return out
}

func hitResult(h q.Hit, outcome vet.Outcome) HitResult {
	return HitResult{h.ID, h.PartyID, h.EntryName, h.Source, int(h.ScoreBp), h.State, string(outcome)}
}

func reviewOf(h q.Hit) vet.Review {
	return vet.Review{State: vet.State(h.State), Code: h.ReasonCode, Reason: h.Reason, First: h.FirstReviewer, Second: h.SecondReviewer, ExpiresOn: h.ExpiresOn}
}

func (w *work) keepReview(h *q.Hit, r vet.Review) error {
	h.State, h.ReasonCode, h.Reason, h.FirstReviewer, h.SecondReviewer, h.ExpiresOn = string(r.State), r.Code, r.Reason, r.First, r.Second, r.ExpiresOn
	return w.tx.ReviewHit(w.ctx, q.ReviewHitParams{ID: h.ID, State: h.State, ReasonCode: h.ReasonCode, Reason: h.Reason, FirstReviewer: h.FirstReviewer,
		SecondReviewer: h.SecondReviewer, ExpiresOn: h.ExpiresOn})
}
