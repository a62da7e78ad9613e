package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"kontor/lease"
)

// leaseQuote works a lease out: the same document as at the command line. Programmes may be named by the ids of the house, and its
// indices are known.
func leaseQuote(c *call) error {
	b, err := c.body(bodyMost)
	if err != nil {
		return err
	}
	req, err := lease.ReadOffer(b)
	if err != nil {
		return err
	}
	offer, err := c.desk.WorkOut(c.ctx, c.actor, req)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, offer)
}

// leaseSchedule plans complete terms.
func leaseSchedule(c *call) error {
	b, err := c.body(bodyMost)
	if err != nil {
		return err
	}
	terms, err := lease.ReadTerms(b)
	if err != nil {
		return err
	}
	schedule, err := c.desk.Plan(c.ctx, c.actor, terms)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, schedule)
}

func describeLeaseQuote(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary = []string{"lease"}, "Work out a lease"
	o.Description = "Finds the one figure that is left out of rental, yield, price, advance, residual and term, and shows customer, sponsors and lessor. Writes nothing. " +
		"A programme that has only an id is one of the house."
	o.RequestBody = jsonBody(strictSchema(r, reflect.TypeFor[lease.OfferRequest]()))
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The offer.", r.Schema(reflect.TypeFor[lease.Offer](), true, ""))}
}

func describeLeaseSchedule(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"lease"}, "Plan a lease", "The schedule of complete terms in whole minor units. Writes nothing."
	o.RequestBody = jsonBody(strictSchema(r, reflect.TypeFor[lease.Terms]()))
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The schedule.", r.Schema(reflect.TypeFor[lease.Schedule](), true, ""))}
}

// strictSchema is the schema of a document that is read strictly: every field may be left out, and no other is taken.
func strictSchema(r huma.Registry, t reflect.Type) *huma.Schema {
	ref := r.Schema(t, true, "")
	s := r.SchemaFromRef(ref.Ref)
	s.Required, s.AdditionalProperties = nil, false
	return ref
}
