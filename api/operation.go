package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/errs"
)

// operation is one method on one path, who may call it, and how it is described.
type operation struct {
	method, path string
	id           string // operationId: "deal.release"
	roles        []desk.Role
	open         bool // needs no login: health, document, reference page
	before       bool // answers before the house is set up
	here         bool // needs no login on the machine itself
	serve        func(c *call) error
	describe     func(r huma.Registry, o *huma.Operation) // nil for what the document leaves out
}

// operations is the table of everything the API does. An operation that is not open and names no role is refused to
// everybody.
func operations() []operation {
	all := []operation{
		{method: "GET", path: "/healthz", id: "health", open: true, before: true, serve: health, describe: describeHealth},
		{method: "GET", path: "/metrics", id: "metrics", roles: []desk.Role{desk.Auditor, desk.Admin}, here: true, serve: metricsPage, describe: describeMetrics},
		{method: "GET", path: "/api/{$}", open: true, serve: referencePage},
		{method: "GET", path: "/api/reference.css", open: true, serve: referenceStyle},
		{method: "GET", path: "/api/openapi.json", open: true, serve: documentJSON},
		{method: "GET", path: "/api/openapi.yaml", open: true, serve: documentYAML},
		{method: "POST", path: "/api/check", id: "check", open: true, serve: checkKnown, describe: describeCheck},
		{method: "GET", path: "/api/document/{id}", id: "document", roles: desk.Roles(), serve: documentFile, describe: describeDocumentFile},
		{method: "GET", path: "/api/me", id: "me", roles: desk.Roles(), serve: me, describe: describeMe},
		{method: "GET", path: "/api/today", id: "today", roles: desk.Roles(), serve: today, describe: describeToday},
		{method: "GET", path: "/api/lists", id: "lists", roles: desk.Roles(), serve: listNames, describe: describeLists},
		{method: "GET", path: "/api/verbs", id: "verbs", roles: desk.Roles(), serve: verbNames, describe: describeVerbs},
		{method: "GET", path: "/api/record/{id}", id: "record", roles: desk.Roles(), serve: record, describe: describeRecord},
		{method: "GET", path: "/api/gate/{deal}", id: "gate", roles: staff(), serve: gate, describe: describeGate},
		{method: "GET", path: "/api/log", id: "log", roles: desk.Roles(), serve: logHead, describe: describeLog},
		{method: "GET", path: "/api/proof/{event}", id: "proof.file", roles: desk.ExportProof.Roles, serve: proofFile, describe: describeProofFile},
		{method: "GET", path: "/api/proof/{event}/paper", id: "proof.paper", roles: desk.ExportProof.Roles, serve: proofPaper, describe: describeProofPaper},
		{method: "POST", path: "/api/lease/quote", id: "lease.quote", roles: staff(), serve: leaseQuote, describe: describeLeaseQuote},
		{method: "POST", path: "/api/lease/schedule", id: "lease.schedule", roles: staff(), serve: leaseSchedule, describe: describeLeaseSchedule},
		{method: "POST", path: "/api/tokens", id: "token.issue", roles: desk.Roles(), serve: issueToken, describe: describeToken},
	}
	for _, l := range desk.Lists() {
		all = append(all, listOperations(l)...)
	}
	for _, c := range desk.Commands() {
		all = append(all, verbOperation(c))
	}
	for _, c := range questions() {
		all = append(all, questionOperation(c))
	}
	return all
}

// questions are those of the desk but the one that takes the whole document of a lease and has an operation of its own.
func questions() []desk.Command {
	return slices.DeleteFunc(slices.Clone(desk.Questions()), func(c desk.Command) bool { return c.Describe().Name == desk.AskOffer.Name })
}

// staff is everyone but guests.
func staff() []desk.Role { return slices.DeleteFunc(desk.Roles(), desk.Role.Guest) }

// nowhere answers every path that no operation has, and every method that a path does not have.
var nowhere = operation{open: true, serve: func(c *call) error {
	probe := c.r.Clone(c.r.Context())
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		probe.Method = method
		if _, pattern := c.mux.Handler(probe); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return errs.New(errs.NotFound, "there is nothing at {path}", "path", c.r.URL.Path).Because("the reference of all operations is at /api/")
	}
	c.w.Header().Set("Allow", strings.Join(allowed, ", "))
	return withStatus(http.StatusMethodNotAllowed, errs.New(errs.Invalid, "{method} is not understood at {path}", "method", c.r.Method, "path", c.r.URL.Path).
		Because("use {methods}", "methods", strings.Join(allowed, ", ")))
}}
