package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kontor/desk"
	"kontor/store"
	"kontor/web"
)

// page is an address of a route with the roles that may reach it.
type page struct {
	method, path string
	roles        []desk.Role
}

// pages makes addresses of every route from the desk's registries.
func pages(t *testing.T, h *house) []page {
	t.Helper()
	var out []page
	for _, r := range web.Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = strings.TrimSuffix(path, "{$}")
		switch {
		case r.Open || path == "/signout":
		case strings.Contains(path, "{name}"):
			for _, l := range desk.Lists() {
				for _, format := range []string{"", ".csv", ".xlsx", ".json"} {
					out = append(out, page{method, strings.Replace(path, "{name}", l.Name+format, 1), l.Roles})
				}
			}
		case strings.Contains(path, "{verb}"):
			all := desk.Commands()
			if strings.HasPrefix(path, "/ask/") {
				all = desk.Questions()
			}
			for _, c := range all {
				out = append(out, page{method, strings.Replace(path, "{verb}", c.Describe().Name, 1), c.Describe().Roles})
			}
		case strings.Contains(path, "{ref}"):
			for _, l := range desk.Lists() {
				if kind := l.RecordKind(); kind != "" {
					out = append(out, page{method, strings.Replace(path, "{ref}", kind, 1), l.Roles})
				}
			}
		case strings.Contains(path, "{kind}"):
			out = append(out, page{method, "/party/" + h.party("Nordwald Bergbau GmbH", "customer"), nil})
		case strings.Contains(path, "{file}"):
			out = append(out, page{method, strings.Replace(path, "{file}", "ev_none.json", 1), desk.ExportProof.Roles})
		case path == "/document/{id}":
			out = append(out, page{method, "/document/dc_none", desk.Roles()})
		case path == "/turnover":
			out = append(out, page{method, path, slices.DeleteFunc(desk.Roles(), desk.Role.Guest)})
		default:
			out = append(out, page{method, path, desk.Roles()})
		}
	}
	return out
}

func TestEveryRouteHasARule(t *testing.T) {
	var open []string
	for _, r := range web.Routes() {
		if !r.Ruled {
			t.Errorf("%s has no role rule", r.Pattern)
		}
		if r.Open {
			open = append(open, r.Pattern)
		}
	}
	want := []string{"GET /setup", "POST /setup", "GET /signin", "POST /signin", "POST /look", "GET /check", "POST /check"}
	if !slices.Equal(open, want) {
		t.Errorf("pages without login: got %q, want %q", open, want)
	}
}

func TestRolesReachWhatIsTheirs(t *testing.T) {
	h := openHouse(t)
	all := pages(t, h)
	for _, role := range desk.Roles() {
		p := h.as(role)
		for _, pg := range all {
			if pg.path == "/seat" || pg.roles == nil { // seats are the demo's; a record is hidden, not forbidden
				continue
			}
			got := p.call(pg)
			if may := slices.Contains(pg.roles, role); may == (got.code == http.StatusForbidden) || got.code == http.StatusUnauthorized || got.code >= 500 {
				t.Errorf("%s: %s %s: got %d, role may: %t", role, pg.method, pg.path, got.code, may)
			}
		}
	}
}

func (p person) call(pg page) reply {
	p.t.Helper()
	if pg.method == "POST" {
		return p.post(pg.path)
	}
	return p.get(pg.path)
}

func TestStrangersAreLedToSignIn(t *testing.T) {
	h := openHouse(t)
	p := h.stranger()
	for _, pg := range pages(t, h) {
		got := p.call(pg)
		switch pg.method {
		case "GET":
			if want := "/signin?to=" + url.QueryEscape(pg.path); got.code != http.StatusSeeOther || got.leads != want {
				t.Errorf("GET %s: got %d to %q, want 303 to %q", pg.path, got.code, got.leads, want)
			}
		default:
			if got.code != http.StatusUnauthorized {
				t.Errorf("%s %s: got %d, want 401", pg.method, pg.path, got.code)
			}
		}
	}
	if got := p.get("/nowhere/at/all"); got.code != http.StatusSeeOther {
		t.Errorf("a page that is not there: got %d, want 303 to sign in", got.code)
	}
}

func TestBeforeSetUpEverythingLeadsThere(t *testing.T) {
	h := emptyHouse(t)
	p := h.stranger()
	for _, r := range web.Routes() {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if strings.HasSuffix(path, "/setup") || path == "/look" {
			continue
		}
		path = strings.NewReplacer("{$}", "", "{name}", "deals", "{verb}", "deal.quote", "{ref}", "party", "{kind}", "deal", "{id}", "dl_1").Replace(path)
		if got := p.call(page{method: method, path: path}); got.code != http.StatusSeeOther || got.leads != "/setup" {
			t.Errorf("%s %s: got %d to %q, want 303 to /setup", method, path, got.code, got.leads)
		}
	}
	if got := p.get("/setup"); got.code != http.StatusOK {
		t.Errorf("set-up: got %d", got.code)
	}
	got := p.post("/setup", "house", "Haus", "centre", "East", "name", "Ada", "email", "ada@haus.example", "password", "short", "lang", "en")
	if got.code != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="ada@haus.example"`) || strings.Contains(got.body, `value="short"`) {
		t.Errorf("a short password: got %d; the address must be kept, the password not", got.code)
	}
	got = p.post("/setup", "house", "Haus", "centre", "East", "name", "Ada", "email", "ada@haus.example", "password", password, "lang", "en")
	if got.code != http.StatusSeeOther || got.leads != "/" {
		t.Fatalf("set-up: got %d to %q", got.code, got.leads)
	}
	if got := p.get("/"); got.code != http.StatusOK || !strings.Contains(got.body, "First steps") {
		t.Errorf("first page after set-up: got %d without the first steps", got.code)
	}
	if got := h.stranger().post("/setup", "house", "Haus 2", "centre", "East", "name", "Eve", "email", "eve@haus.example", "password", password, "lang", "en"); got.code != http.StatusConflict {
		t.Errorf("a second set-up: got %d, want 409", got.code)
	}
}

func TestReadingChangesNothing(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Manager)
	all := pages(t, h)
	before := h.rows()
	for _, pg := range all {
		if pg.method == "GET" {
			p.get(pg.path)
			p.get(pg.path + "?q=a")
		}
		if strings.HasSuffix(pg.path, "/check") || strings.HasSuffix(pg.path, "/rows") {
			p.post(pg.path, "name", "Somebody")
		}
	}
	if after := h.rows(); after != before {
		t.Errorf("rows changed by reading:\nbefore %s\nafter  %s", before, after)
	}
}

// rows counts the rows of every table but the sessions.
func (h *house) rows() string {
	h.t.Helper()
	var out strings.Builder
	err := h.store.Read(h.ctx, func(tx *store.Tx) error {
		names, err := tx.DB.QueryContext(h.ctx, "select name from sqlite_master where type = 'table' and name <> 'web_session' and name not like 'sqlite%' order by name")
		if err != nil {
			return err
		}
		defer names.Close()
		var all []string
		for names.Next() {
			var name string
			if err := names.Scan(&name); err != nil {
				return err
			}
			all = append(all, name)
		}
		for _, name := range all {
			var n int
			if err := tx.DB.QueryRowContext(h.ctx, "select count(*) from "+name).Scan(&n); err != nil {
				return err
			}
			fmt.Fprintf(&out, "%s=%d ", name, n)
		}
		return names.Err()
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out.String()
}

func TestCrossSitePostIsRefused(t *testing.T) {
	h := openHouse(t)
	p := h.as(desk.Admin)
	r := p.request("POST", "/do/goal.set", strings.NewReader("measure=house"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := p.do(r); got.code != http.StatusForbidden {
		t.Errorf("a post from another site: got %d, want 403", got.code)
	}
}
