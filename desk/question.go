package desk

import (
	"context"
	"encoding/json"
	"reflect"

	"kontor/errs"
)

// Answer is what a question answers when people read it as a line and tables.
type Answer interface {
	Headline() errs.Text
	Tables() []Table
}

// Question is something that people ask with a form and that writes nothing. It is a Command, so that the pages make its
// form as they make those of the verbs; it has no key, no event and no line in the timeline.
type Question[Req, Res any] struct {
	Spec
	answer func(w *work, req Req) (Res, error)
}

func question[Req, Res any](s Spec, answer func(w *work, req Req) (Res, error)) Question[Req, Res] {
	s.Request, s.Asks = fieldsOf(reflect.TypeFor[Req]()), true
	return Question[Req, Res]{Spec: s, answer: answer}
}

// Describe gives the Spec.
func (q Question[Req, Res]) Describe() Spec { return q.Spec }

// NewRequest gives a pointer to a zero request.
func (q Question[Req, Res]) NewRequest() any { return new(Req) }

// NewResult gives a pointer to a zero result.
func (q Question[Req, Res]) NewResult() any { return new(Res) }

// Run is Ask for a request behind an interface; request is what NewRequest gave.
func (q Question[Req, Res]) Run(ctx context.Context, d *Desk, call Call, request any) (any, error) {
	return q.Ask(ctx, d, call.Actor, *request.(*Req))
}

// Ask checks the role and answers. Errors: Unauthenticated, Forbidden; Invalid with all faults; Refused, NotFound.
func (q Question[Req, Res]) Ask(ctx context.Context, d *Desk, actor Actor, req Req) (Res, error) {
	var res Res
	if err := allow(actor, q.Name, q.Roles); err != nil {
		return res, err
	}
	body, err := json.Marshal(req)
	if err != nil {
		return res, errs.Wrap(q.Name, err)
	}
	if err := cleanText(body); err != nil {
		return res, err
	}
	err = d.read(ctx, actor, func(w *work) error {
		res, err = q.answer(w, req)
		return err
	})
	if e := errs.As(err); e != nil && e.Op == "" {
		e.Op = q.Name
	}
	return res, err
}
