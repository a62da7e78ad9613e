package desk

import (
	"context"

	"kontor/errs"
)

// Unread is what a caller is told whose request could not be read whole: the faults of reading together with those that the
// verb finds in the rest, all at once. A fault that only follows from a field that was not read is left out; nil when all was read.
func Unread(ctx context.Context, d *Desk, c Command, call Call, request any, unread errs.Faults, follows func(field string) bool) *errs.Error {
	if unread.Len() == 0 {
		return nil
	}
	call.DryRun, call.Key = true, ""
	_, err := c.Run(ctx, d, call, request)
	if e := errs.As(err); e != nil && e.Code == errs.Invalid {
		for _, f := range e.Faults {
			if !follows(f.Field) {
				unread.Take(f.Field, &errs.Error{Code: errs.Invalid, Text: f.Text, Hint: f.Hint})
			}
		}
	}
	return errs.As(unread.Err())
}
