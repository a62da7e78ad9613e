package web

import (
	"net/url"

	"kontor/desk"
	"kontor/errs"
	"kontor/lease"
	"kontor/money"
)

// plan is the schedule of a quote while it is typed.
type plan struct {
	Price    money.Amount
	Schedule lease.Schedule
	Picture  picture
	Missing  *errs.Error // why there is none yet
}

func isQuote(c desk.Command) bool {
	_, ok := termsOf(c.NewRequest())
	return ok
}

// termsOf finds the terms in the request of a quote.
func termsOf(req any) (desk.TermsRequest, bool) {
	switch req := req.(type) {
	case *desk.QuoteRequest:
		return req.TermsRequest, true
	case *desk.RequoteRequest:
		return req.TermsRequest, true
	}
	return desk.TermsRequest{}, false
}

// planOf plans what was typed so far; the verb itself decides later whether it may stand.
func (v *visit) planOf(c desk.Command, typed url.Values) plan {
	in := &reading{visit: v, typed: typed}
	req, err := in.request(c)
	if err != nil {
		return plan{Missing: errs.As(err)}
	}
	terms, _ := termsOf(req)
	price, schedule, err := terms.Schedule(terms.StartsOn)
	p := plan{Price: price, Schedule: schedule, Missing: errs.As(err)}
	if err == nil {
		p.Picture = planPicture(v.lang, schedule)
	}
	return p
}
