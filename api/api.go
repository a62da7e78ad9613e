// Package api is Kontor for machines: HTTP and JSON made from the desk's own registries.
//
// Every verb of the desk is a POST, every list a GET with its columns as filters, every record, the gate and the day's
// picture are there to read; a verb that is added to the desk is here at once, with its place in the OpenAPI document
// (/api/openapi.json) and on the reference page (/api/), which is made from that document. Callers show an API token;
// cookies count for nothing here. Which role may call what stands in one table (operations); what the table does not
// name is refused. Errors are problems after RFC 9457: all faults at once, each with what would make it pass, in the
// language of the caller.
package api

import (
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kontor/desk"
)

// Options of the API.
type Options struct {
	Version string // of the program, shown in the OpenAPI document
}

// New makes the handler of /api/, /healthz and /metrics. Security headers, protection against cross-site posts, rate
// limits and the server's time-outs are put around it.
func New(d *desk.Desk, o Options) http.Handler {
	s := &site{desk: d, version: o.Version, mux: http.NewServeMux(), meter: newMeter(), uploads: make(chan struct{}, uploadsMost)}
	s.document = sync.OnceValue(s.describe)
	adapter := humago.NewAdapter(s.mux, "")
	s.operations = operations()
	for i := range s.operations {
		op := &s.operations[i]
		adapter.Handle(&huma.Operation{Method: op.method, Path: op.path}, func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			s.serve(op, w, r)
		})
	}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.serve(&nowhere, w, r) })
	return s.mux
}

// site is the API of one house.
type site struct {
	desk       *desk.Desk
	version    string
	mux        *http.ServeMux
	operations []operation
	document   func() *document
	meter      *meter
	uploads    chan struct{} // bounds how many large bodies are in memory at once
	stands     atomic.Bool   // the house was set up; it never goes back
}

// uploadsMost is how many bodies with a file are read at once; each takes up to three times its size in memory.
const uploadsMost = 2
