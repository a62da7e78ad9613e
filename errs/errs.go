// Package errs says what went wrong, to whom it happened and what would make it pass.
//
// An *Error carries a code for machines, the entity it concerns, a sentence for people and a hint. Sentences are
// English forms with named holes ("cover ends {day}"), so that the language catalogue can say the same in German
// and Russian. Faults collects every bad field of an input, because a refusal that names one fault at a time is a
// refusal that is read five times.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the class of an error.
type Code string

// The codes. Anything that is not one of ours is Internal.
const (
	Invalid         Code = "invalid"         // the input is malformed or contradictory
	NotFound        Code = "not_found"       // no such entity, or not one you may see
	Conflict        Code = "conflict"        // the state of the house has moved on or is taken
	Refused         Code = "refused"         // well-formed, but a rule of the house says no
	Forbidden       Code = "forbidden"       // your role may not do this
	Unauthenticated Code = "unauthenticated" // we do not know who you are
	TooLarge        Code = "too_large"       // over a stated limit
	Busy            Code = "busy"            // try again later with the same key
	Internal        Code = "internal"        // our fault
)

// Status is the HTTP status of the code. It stands here, as a plain number, because pages and API must answer alike.
func (c Code) Status() int {
	switch c {
	case Invalid:
		return 422
	case NotFound:
		return 404
	case Conflict, Refused:
		return 409
	case Forbidden:
		return 403
	case Unauthenticated:
		return 401
	case TooLarge:
		return 413
	case Busy:
		return 503
	}
	return 500
}

// Error is a refusal or failure with everything a person needs to mend it.
type Error struct {
	Code   Code
	Op     string // what was attempted, e.g. "deal.release"
	Entity string // id of the entity concerned, "" if none
	Text   Text   // what is wrong, one sentence
	Hint   Text   // what would make it pass, may be empty
	Faults []Fault
	Cause  error // wrapped error, never shown to people
}

// Fault is one bad field of an input.
type Fault struct {
	Field string `json:"field"` // path in the request, e.g. "units[0].price"
	Text  Text   `json:"message"`
	Hint  Text   `json:"hint,omitzero"`
}

// New makes an error. The form must be a string literal; kv are its named arguments.
func New(code Code, form string, kv ...any) *Error {
	return &Error{Code: code, Text: T(form, kv...)}
}

// Wrap makes an Internal error around a cause that people should not see.
func Wrap(op string, cause error) *Error {
	return &Error{Code: Internal, Op: op, Text: T("something failed inside the house"), Cause: cause}
}

// Because adds the hint: what would make it pass.
func (e *Error) Because(form string, kv ...any) *Error { e.Hint = T(form, kv...); return e }

// At names the entity.
func (e *Error) At(entity string) *Error { e.Entity = entity; return e }

// In names the operation.
func (e *Error) In(op string) *Error { e.Op = op; return e }

// Error is the English sentence with operation, entity, faults and cause, for logs and terminals.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	if e.Entity != "" {
		b.WriteString(e.Entity + ": ")
	}
	b.WriteString(e.Text.String())
	for _, f := range e.Faults {
		fmt.Fprintf(&b, "; %s: %s", f.Field, f.Text)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// As finds our error inside err; a foreign error comes back as Internal, nil as nil.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Wrap("", err)
}

// CodeOf gives the code of err, "" for nil.
func CodeOf(err error) Code {
	if e := As(err); e != nil {
		return e.Code
	}
	return ""
}

// Is reports whether err has the code.
func Is(err error, code Code) bool { return CodeOf(err) == code }

// Faults collects bad fields; the zero value is ready.
type Faults struct{ list []Fault }

// Add notes one bad field; the returned Fault takes a hint.
func (f *Faults) Add(field, form string, kv ...any) *Fault {
	f.list = append(f.list, Fault{Field: field, Text: T(form, kv...)})
	return &f.list[len(f.list)-1]
}

// Because adds the hint to a fault. Call it before the next Add.
func (f *Fault) Because(form string, kv ...any) { f.Hint = T(form, kv...) }

// Take adds err under field, keeping its hint; the faults inside err are put below the field. A nil err adds nothing.
func (f *Faults) Take(field string, err error) {
	e := As(err)
	if e == nil {
		return
	}
	if len(e.Faults) == 0 {
		f.list = append(f.list, Fault{Field: field, Text: e.Text, Hint: e.Hint})
		return
	}
	for _, inner := range e.Faults {
		if field != "" {
			inner.Field = field + "." + inner.Field
		}
		f.list = append(f.list, inner)
	}
}

// Len is how many faults there are.
func (f *Faults) Len() int { return len(f.list) }

// Err is nil without faults, else one Invalid error that holds them all.
func (f *Faults) Err() error {
	if len(f.list) == 0 {
		return nil
	}
	e := New(Invalid, "{n} fields need another look", "n", len(f.list))
	e.Faults = f.list
	return e
}
