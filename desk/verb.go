package desk

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"

	"kontor/errs"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// Spec describes a verb to people and machines.
type Spec struct {
	Name    string // "deal.release": noun and verb
	Title   string // word on the button, an English form
	Help    string // one sentence, an English form
	On      string // request field that names the entity acted on, "" when the verb makes a new one
	Roles   []Role
	Record  bool // a refusal is written to the timeline too
	Asks    bool // a Question: nothing is written
	Request []Field
}

// Noun is the part before the dot: "deal".
func (s Spec) Noun() string { noun, _ := cut(s.Name); return noun }

// Action is the part after the dot: "release".
func (s Spec) Action() string { _, action := cut(s.Name); return action }

func cut(name string) (string, string) {
	for i := range name {
		if name[i] == '.' {
			return name[:i], name[i+1:]
		}
	}
	return name, ""
}

// Verb is one thing people do, from request to result.
type Verb[Req, Res any] struct {
	Spec
	do func(w *work, req Req) (Res, error)
}

// Command is a Verb without its types, for the edges that are made from the list.
type Command interface {
	Describe() Spec
	NewRequest() any // pointer to a zero request
	NewResult() any  // pointer to a zero result
	Run(ctx context.Context, d *Desk, call Call, request any) (any, error)
}

// verb declares a verb. It exists for people and machines once it stands in commands (registry.go).
func verb[Req, Res any](s Spec, do func(w *work, req Req) (Res, error)) Verb[Req, Res] {
	s.Request = fieldsOf(reflect.TypeFor[Req]())
	return Verb[Req, Res]{Spec: s, do: do}
}

// Describe gives the Spec.
func (v Verb[Req, Res]) Describe() Spec { return v.Spec }

// NewRequest gives a pointer to a zero request.
func (v Verb[Req, Res]) NewRequest() any { return new(Req) }

// NewResult gives a pointer to a zero result.
func (v Verb[Req, Res]) NewResult() any { return new(Res) }

// Run is Do for a request behind an interface; request is what NewRequest gave.
func (v Verb[Req, Res]) Run(ctx context.Context, d *Desk, call Call, request any) (any, error) {
	return v.Do(ctx, d, call, *request.(*Req))
}

// errDry undoes the transaction of a dry run.
var errDry = errors.New("dry run")

// Do checks the role, finds a stored answer under the key or does the work, and keeps the answer. Nothing is written
// when it returns an error, but a refusal that depended on the state of the house sticks to its key, so that a retry
// cannot succeed by accident; a new attempt takes a new key. The bytes of a stored answer are the first answer's.
//
// Errors: Unauthenticated, Forbidden; Invalid with all faults; Refused, Conflict, NotFound; Busy.
func (v Verb[Req, Res]) Do(ctx context.Context, d *Desk, call Call, req Req) (Res, error) {
	var res Res
	if err := allow(call.Actor, v.Name, v.Roles); err != nil {
		return res, err
	}
	body, err := json.Marshal(req)
	if err != nil {
		return res, errs.Wrap(v.Name, err)
	}
	if err := cleanText(body); err != nil {
		return res, err
	}
	err = d.store.Write(ctx, func(tx *store.Tx) error {
		var blank Res
		res = blank // the store may run this more than once
		found, err := v.replay(ctx, tx, call, body, &res)
		if call.Replayed != nil {
			var earlier *replayed
			*call.Replayed = found && (err == nil || errors.As(err, &earlier))
		}
		if found || err != nil {
			return err
		}
		w := d.work(ctx, tx, call, v.Name)
		if res, err = v.do(w, req); err != nil {
			return err
		}
		if call.DryRun {
			return errDry
		}
		return w.keep(call, body, col.Of(res), 0)
	})
	switch {
	case errors.Is(err, errDry):
		return res, nil
	case err == nil:
		return res, nil
	}
	e := errs.As(err)
	if e.Op == "" {
		e.Op = v.Name
	}
	var r *replayed
	if !errors.As(err, &r) && !call.DryRun && sticks(e) {
		if err := v.keepRefusal(ctx, d, call, body, e); err != nil {
			return res, err
		}
	}
	return res, err
}

// sticks tells which refusals use up a key: those that depended on the state of the house.
func sticks(e *errs.Error) bool {
	return e.Code == errs.Refused || e.Code == errs.Conflict || e.Code == errs.NotFound
}

// replayed marks a refusal that was stored before.
type replayed struct{ refusal *errs.Error }

func (r *replayed) Error() string { return r.refusal.Error() }
func (r *replayed) Unwrap() error { return r.refusal }

// replay answers from the store when the key was used before.
func (v Verb[Req, Res]) replay(ctx context.Context, tx *store.Tx, call Call, body []byte, res *Res) (bool, error) {
	if call.Key == "" || call.DryRun {
		return false, nil
	}
	stored, err := tx.Answer(ctx, q.AnswerParams{CentreID: call.Actor.Centre, Key: call.Key})
	if store.None(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if stored.Actor != call.Actor.ID {
		return true, errs.New(errs.Conflict, "somebody else used this key before").Because("make a new key")
	}
	if stored.Verb != v.Name {
		return true, reused("the verb", stored.Verb, v.Name)
	}
	if string(stored.RequestJson) != string(body) {
		field, before, now := firstDifference([]byte(stored.RequestJson), body)
		return true, reused(field, before, now)
	}
	if stored.Refused == 1 {
		var r refusal
		if err := stored.AnswerJson.Into(&r); err != nil {
			return true, err
		}
		return true, &replayed{r.error()}
	}
	return true, stored.AnswerJson.Into(res)
}

func reused(field, before, now string) error {
	return errs.New(errs.Conflict, "this key was used before with another {field}: {before}, now {now}",
		"field", field, "before", before, "now", now).Because("send the first request again unchanged, or make a new key")
}

// keep stores the answer under the key. Losing the race for the key means that the same request is answered
// elsewhere at this moment; the transaction is then run again or refused by the store.
func (w *work) keep(call Call, body []byte, answer col.JSON, refused int64) error {
	if call.Key == "" {
		return nil
	}
	n, err := w.tx.KeepAnswer(w.ctx, q.KeepAnswerParams{CentreID: call.Actor.Centre, Key: call.Key, Verb: w.verb, Actor: call.Actor.ID,
		RequestJson: col.JSON(body), AnswerJson: answer, Refused: refused, AtUs: w.now()})
	if err == nil && n == 0 && refused == 0 {
		return errs.New(errs.Busy, "the same request is being answered at this moment").Because("try again in a second with the same key")
	}
	return err
}

func (v Verb[Req, Res]) keepRefusal(ctx context.Context, d *Desk, call Call, body []byte, e *errs.Error) error {
	if call.Key == "" && !v.Record {
		return nil
	}
	return d.store.Write(ctx, func(tx *store.Tx) error {
		w := d.work(ctx, tx, call, v.Name)
		if v.Record {
			if err := w.refusalEvent(body, v.On, e); err != nil {
				return err
			}
		}
		return w.keep(call, body, col.Of(refusalOf(e)), 1)
	})
}

// refusal is a stored refusal.
type refusal struct {
	Code   errs.Code    `json:"code"`
	Op     string       `json:"op"`
	Entity string       `json:"entity"`
	Text   errs.Text    `json:"text"`
	Hint   errs.Text    `json:"hint"`
	Faults []errs.Fault `json:"faults,omitempty"`
}

func refusalOf(e *errs.Error) refusal {
	return refusal{e.Code, e.Op, e.Entity, e.Text, e.Hint, e.Faults}
}

func (r refusal) error() *errs.Error {
	return &errs.Error{Code: r.Code, Op: r.Op, Entity: r.Entity, Text: r.Text, Hint: r.Hint, Faults: r.Faults}
}
