// Package web is Kontor in the browser: pages made from the desk's own registries.
//
// A list page is a desk.List, a record page is a desk.Record, a form is the request of a verb, the palette is all of
// them; a verb that is added to the desk has its button, its form and its line in the palette at once. Handlers read
// from the desk, templates (*.templ) write HTML, static/ holds one style sheet, one script of ours, htmx and uPlot.
// Every page works without script; nothing is inline, so the strictest content policy fits. Who may see a page stands
// in one table (routes); what the table does not name is refused.
package web

import (
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/alexedwards/scs/v2"

	"kontor/desk"
	"kontor/errs"
)

// Options of the pages.
type Options struct {
	Demo bool // sign in by itself as the centre manager and offer the other seats; on loopback only
}

// New makes the handler of all pages. Security headers, protection against cross-site posts and limits are put around it.
func New(d *desk.Desk, o Options) http.Handler {
	s := &site{desk: d, demo: o.Demo, mux: http.NewServeMux()}
	s.sessions, s.secured = newSessions(d)
	for _, r := range routes {
		s.mux.Handle(r.pattern, s.page(r))
	}
	s.mux.HandleFunc("GET /static/{file}", serveAsset)
	s.mux.Handle("/", s.page(route{may: anyone, serve: lost}))
	return s.mux
}

type site struct {
	desk     *desk.Desk
	demo     bool
	mux      *http.ServeMux
	sessions *scs.SessionManager // the same sessions twice: with a cookie for http,
	secured  *scs.SessionManager // and with one that is sent over https only
	tries    signInLimits
	checks   signInLimits
	stands   atomic.Bool // the house was set up; it never goes back
}

// route is one page and who may see it.
type route struct {
	pattern string
	may     func(r *http.Request) ([]desk.Role, error)
	serve   func(v *visit) error
}

// routes is the table of all pages. open routes need no login; every other names its roles by the desk's registries.
var routes = []route{
	{"GET /{$}", anyone, today},
	{"GET /turnover", staff, showTurnover},
	{"GET /more", anyone, everything},
	{"GET /list/{name}", ofList, showList},
	{"GET /{kind}/{id}", anyone, showRecord},
	{"GET /proof/{file}", provers, sendProof},
	{"GET /do/{verb}", ofVerb, askVerb},
	{"POST /do/{verb}", ofVerb, doVerb},
	{"POST /do/{verb}/check", ofVerb, checkVerb},
	{"POST /do/{verb}/rows", ofVerb, addRows},
	{"POST /do/{verb}/refused", ofVerb, refusedRows},
	{"GET /ask/{verb}", ofQuestion, askVerb},
	{"POST /ask/{verb}", ofQuestion, answerQuestion},
	{"POST /ask/{verb}/check", ofQuestion, checkVerb},
	{"POST /ask/{verb}/rows", ofQuestion, addRows},
	{"GET /options/{ref}", ofRef, options},
	{"GET /find", anyone, find},
	{"GET /setup", open, setUpPage},
	{"POST /setup", open, setUp},
	{"GET /signin", open, signInPage},
	{"POST /signin", open, signIn},
	{"POST /signout", anyone, signOut},
	{"POST /seat", anyone, changeSeat},
	{"POST /look", open, changeLook},
	{"GET /check", open, knownPage},
	{"POST /check", open, checkDocument},
	{"GET /document/{id}", anyone, sendDocument},
}

// open is for pages before the login.
func open(*http.Request) ([]desk.Role, error) { return nil, nil }

// anyone who has a login; what they see on the page is narrowed by the desk.
func anyone(*http.Request) ([]desk.Role, error) { return desk.Roles(), nil }

// staff is everyone but guests.
func staff(*http.Request) ([]desk.Role, error) {
	return slices.DeleteFunc(desk.Roles(), desk.Role.Guest), nil
}

// ofList are the roles of the list that the address names, with or without the ending of an export.
func ofList(r *http.Request) ([]desk.Role, error) {
	name, _ := exportOf(r.PathValue("name"))
	l, ok := desk.FindList(name)
	if !ok {
		return nil, errs.New(errs.NotFound, "there is no list {name}", "name", name)
	}
	return l.Roles, nil
}

// ofVerb are the roles of the verb that the address names.
func ofVerb(r *http.Request) ([]desk.Role, error) { return rolesOf(r, false) }

// ofQuestion are the roles of the question that the address names.
func ofQuestion(r *http.Request) ([]desk.Role, error) { return rolesOf(r, true) }

func rolesOf(r *http.Request, asks bool) ([]desk.Role, error) {
	c, ok := desk.FindCommand(r.PathValue("verb"))
	if !ok || c.Describe().Asks != asks {
		return nil, errs.New(errs.NotFound, "there is no verb {name}", "name", r.PathValue("verb"))
	}
	return c.Describe().Roles, nil
}

// formPath is where the form of a verb or a question stands.
func formPath(name string) string {
	if c, ok := desk.FindCommand(name); ok && c.Describe().Asks {
		return "/ask/" + name
	}
	return "/do/" + name
}

// ofRef are the roles of the list in which a reference is looked up.
func ofRef(r *http.Request) ([]desk.Role, error) {
	l, ok := desk.ListOfKind(r.PathValue("ref"))
	if !ok {
		return nil, errs.New(errs.NotFound, "there is no list {name}", "name", r.PathValue("ref"))
	}
	return l.Roles, nil
}

// lost answers every address that no page has.
func lost(v *visit) error {
	return errs.New(errs.NotFound, "there is no page {path}", "path", v.r.URL.Path).Because("start again from Today, or look for it with ctrl-K")
}
