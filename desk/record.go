package desk

import (
	"context"

	"kontor/errs"
	"kontor/id"
	"kontor/store"
)

// Record is one entity as a page shows it: what is known, what belongs to it, what happened, what can be done next.
type Record struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`  // "deal"
	Title    string       `json:"title"` // "D-10041 · Nordwald Bergbau"
	State    string       `json:"state"` // word of the state chip
	Headline errs.Text    `json:"headline"`
	Facts    []Fact       `json:"facts"`
	Tables   []Table      `json:"tables"`
	Timeline []Line       `json:"timeline"`
	Next     []string     `json:"next"` // verbs that make sense now and that the reader's role may do, the primary one first
	Gate     *GateView    `json:"gate,omitempty"`
	Promise  *PromiseView `json:"promise,omitempty"`
	Trust    *TrustView   `json:"trust,omitempty"` // of a guarantee: evidence, texts, what the checker finds
}

// Fact is one thing that is known; the value is string, int64, money.Amount, day.Date, day.Instant, Ref or errs.Text.
type Fact struct {
	Label string `json:"label"` // English form
	Value any    `json:"value"`
}

// Table is a small table of related rows.
type Table struct {
	Title   string  `json:"title"`   // English form
	Columns []Head  `json:"columns"` // English forms
	Rows    [][]any `json:"rows"`
}

// Head is the head of a column.
type Head struct {
	Title string     `json:"title"`
	Kind  store.Kind `json:"kind"`
}

// timelineMost bounds the life line of a page; the rest is in the records.
const timelineMost = 200

// Kinds of entities that have a page, by their id.
var recordKinds = map[string]string{id.Deal: "deal", id.Party: "party", id.Unit: "unit", id.Guarantee: "guarantee", id.ListSet: "listset", id.Hit: "hit",
	id.Payment: "payment", id.Demand: "demand", id.Transfer: "transfer", id.Programme: "programme", id.Branch: "branch", id.Text: "text", id.Message: "message"}

// KindOf names the kind of an id that has a page, "" otherwise.
func KindOf(entity string) string { return recordKinds[id.Kind(entity)] }

// ReadRecord reads an entity for its page. A maker or guarantor gets NotFound for what is not its own.
func (d *Desk) ReadRecord(ctx context.Context, actor Actor, entity string) (Record, error) {
	if err := allow(actor, "record", everyone); err != nil {
		return Record{}, err
	}
	read := map[string]func(*work, string) (Record, error){"deal": (*work).dealRecord, "party": (*work).partyRecord, "unit": (*work).unitRecord,
		"guarantee": (*work).guaranteeRecord, "listset": (*work).listSetRecord, "hit": (*work).hitRecord, "payment": (*work).paymentRecord,
		"demand": (*work).demandRecord, "transfer": (*work).transferRecord, "programme": (*work).programmeRecord, "branch": (*work).branchRecord,
		"text": (*work).textRecord, "message": (*work).messageRecord}[KindOf(entity)]
	if read == nil {
		return Record{}, store.Missing(errNone, entity)
	}
	var r Record
	err := d.read(ctx, actor, func(w *work) (err error) {
		if r, err = read(w, entity); err != nil {
			return err
		}
		r.ID, r.Kind = entity, KindOf(entity)
		if provableRecord(r) {
			r.Next = append(r.Next, ExportProof.Name)
		}
		r.Next = w.allowed(r.Next)
		return nil
	})
	return r, err
}

// allowed keeps the verbs that the reader's role may do.
func (w *work) allowed(names []string) []string {
	var out []string
	for _, name := range names {
		if c, ok := FindCommand(name); ok && allow(w.actor, name, c.Describe().Roles) == nil {
			out = append(out, name)
		}
	}
	return out
}
