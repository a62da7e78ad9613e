package api

import (
	"context"
	"errors"
	"log/slog"

	"kontor/errs"
	"kontor/lang"
)

// codes in the order of the reference page.
var codes = []errs.Code{errs.Invalid, errs.Unauthenticated, errs.Forbidden, errs.NotFound, errs.Conflict, errs.Refused, errs.TooLarge, errs.Busy, errs.Internal}

// Problem is an error on the wire, after RFC 9457.
type Problem struct {
	Type     string         `json:"type" doc:"Link to the code on the reference page."`
	Title    string         `json:"title" doc:"The class of the problem, for people."`
	Status   int            `json:"status" doc:"HTTP status."`
	Detail   string         `json:"detail" doc:"What is wrong, one sentence."`
	Instance string         `json:"instance" doc:"Path that was asked."`
	Code     errs.Code      `json:"code" doc:"The class of the problem, for machines."`
	Entity   string         `json:"entity,omitempty" doc:"Id of the entity concerned."`
	Hint     string         `json:"hint,omitempty" doc:"What would make it pass."`
	Errors   []ProblemFault `json:"errors,omitempty" doc:"Every bad field, or every open condition of the gate."`
}

// ProblemFault is one bad field.
type ProblemFault struct {
	Field   string `json:"field" doc:"Path in the request: units[0].price."`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// statusError overrules the status of an error's code.
type statusError struct {
	err    *errs.Error
	status int
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

func withStatus(status int, e *errs.Error) error { return &statusError{e, status} }

// problemTitle names the class of a problem.
func problemTitle(l lang.Lang, code errs.Code) string {
	switch code {
	case errs.Invalid:
		return l.T("This cannot be read")
	case errs.NotFound:
		return l.T("There is nothing here")
	case errs.Conflict:
		return l.T("The state of the house has moved on")
	case errs.Refused:
		return l.T("A rule of the house says no")
	case errs.Forbidden:
		return l.T("Your role may not do this")
	case errs.Unauthenticated:
		return l.T("Please sign in")
	case errs.TooLarge:
		return l.T("This is over a limit")
	case errs.Busy:
		return l.T("One moment, please")
	}
	return l.T("Something failed on our side")
}

// sorry answers with a problem.
func (c *call) sorry(err error) {
	if errors.Is(err, context.Canceled) && c.r.Context().Err() != nil {
		c.status = 499 // the caller left
		return
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = errs.New(errs.Busy, "this took longer than {n} seconds and was given up", "n", int(callMost.Seconds())).Because("ask for less, or try again with the same key")
	}
	e := errs.As(err)
	p := Problem{Type: "/api/#code-" + string(e.Code), Title: problemTitle(c.lang, e.Code), Status: e.Code.Status(), Detail: c.lang.Say(e.Text),
		Instance: c.r.URL.Path, Code: e.Code, Entity: e.Entity, Hint: c.lang.Say(e.Hint)}
	var other *statusError
	if errors.As(err, &other) {
		p.Status = other.status
	}
	for _, f := range e.Faults {
		p.Errors = append(p.Errors, ProblemFault{f.Field, c.lang.Say(f.Text), c.lang.Say(f.Hint)})
	}
	switch e.Code {
	case errs.Internal:
		slog.Error("call failed", "operation", c.op.id, "path", c.r.URL.Path, "error", err)
	case errs.Busy:
		c.w.Header().Set("Retry-After", "1")
	case errs.Unauthenticated:
		c.w.Header().Set("WWW-Authenticate", `Bearer realm="Kontor"`)
	case errs.TooLarge:
		c.w.Header().Set("Connection", "close") // the rest of the body is not worth reading
	}
	b, err := encode(p)
	if err != nil {
		b = []byte(`{"status":500}`)
	}
	c.w.Header().Set("Content-Language", string(c.lang))
	c.write(p.Status, "application/problem+json", b)
}
