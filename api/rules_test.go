package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"kontor/api"
	"kontor/desk"
	"kontor/id"
	"kontor/internal/testdb"
	"kontor/store"
)

// listed is one operation of the OpenAPI document.
type listed struct {
	method, path, id string
	roles            []string
	open             bool
}

// spec reads the OpenAPI document.
func (h *house) spec() object {
	h.t.Helper()
	a := h.send("", "GET", "/api/openapi.json", nil)
	if a.status != http.StatusOK {
		h.t.Fatalf("openapi.json: %d %s", a.status, a.body)
	}
	return a.object(h.t)
}

func operationsOf(spec object) []listed {
	var out []listed
	for path, item := range spec["paths"].(object) {
		for method, op := range item.(object) {
			o := op.(object)
			l := listed{method: strings.ToUpper(method), path: path, id: text(o, "operationId")}
			roles, named := o["x-roles"].([]any)
			for _, r := range roles {
				l.roles = append(l.roles, r.(string))
			}
			l.open = !named
			out = append(out, l)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].path+out[i].method < out[j].path+out[j].method })
	return out
}

// Every operation that is not meant for everybody names its roles; who is not named gets 403, who shows no token 401.
func TestEveryOperationHasARoleRule(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	handler := api.New(h.desk, api.Options{})
	ask := func(op listed, token string) int {
		path := strings.NewReplacer("{id}", "dl_nothing", "{deal}", "dl_nothing").Replace(op.path)
		r := httptest.NewRequest(op.method, path, strings.NewReader("{}")) // from 192.0.2.1, not from this machine
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	open := []string{"/healthz", "/api/check"}
	byRole := map[string]string{}
	for who, token := range h.tokens {
		byRole[string(h.actors[who].Role)] = token
	}
	for _, op := range operationsOf(h.spec()) {
		if op.open != slices.Contains(open, op.path) {
			t.Errorf("%s %s: open is %v", op.method, op.path, op.open)
		}
		if op.open {
			continue
		}
		if len(op.roles) == 0 {
			t.Errorf("%s %s names no role", op.method, op.path)
		}
		if got := ask(op, ""); got != http.StatusUnauthorized {
			t.Errorf("%s %s without a token: got %d, want 401", op.method, op.path, got)
		}
		for _, role := range desk.Roles() {
			got := ask(op, byRole[string(role)])
			if named := slices.Contains(op.roles, string(role)); named == (got == http.StatusForbidden) || got == http.StatusUnauthorized || got >= 500 {
				t.Errorf("%s %s as %s: got %d, named is %v", op.method, op.path, role, got, named)
			}
		}
	}
	for _, c := range desk.Commands() { // the rule of the document is the rule of the desk
		s := c.Describe()
		path := "/api/" + s.Noun() + "/" + strings.ReplaceAll(s.Action(), "_", "-")
		at := slices.IndexFunc(operationsOf(h.spec()), func(l listed) bool { return l.path == path && l.method == "POST" })
		if at < 0 {
			t.Errorf("verb %s has no operation", s.Name)
		}
	}
}

// Tokens that are made up, revoked, or of a closed login are nobody's; cookies count for nothing.
func TestOnlyAnOpenTokenSignsIn(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	for name, headers := range map[string][]string{
		"made up":       {"Authorization", "Bearer kt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
		"no scheme":     {"Authorization", h.tokens["clerk"]},
		"basic":         {"Authorization", "Basic " + h.tokens["clerk"]},
		"not a token":   {"Authorization", "Bearer lg_clerk"},
		"empty":         {"Authorization", "Bearer "},
		"only a cookie": {"Cookie", "kontor_session=" + h.tokens["clerk"]},
	} {
		a := h.send("", "GET", "/api/me", nil, headers...)
		if a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: got %d, want 401 with WWW-Authenticate", name, a.status)
		}
	}
	made := h.do("clerk", "/api/tokens", object{"name": "price feed", "days": 3})
	h.tokens["feed"] = text(made, "secret")
	if got := text(h.get("feed", "/api/me"), "id"); got != "lg_clerk" {
		t.Errorf("the new token: got %q, want the login that made it", got)
	}
	h.do("admin", "/api/token/revoke", object{"token": made["id"]})
	if a := h.send("feed", "GET", "/api/me", nil); a.status != http.StatusUnauthorized {
		t.Errorf("revoked: got %d, want 401", a.status)
	}
	h.do("admin", "/api/login/close", object{"login": "lg_clerk"})
	if a := h.send("clerk", "GET", "/api/me", nil); a.status != http.StatusUnauthorized {
		t.Errorf("closed login: got %d, want 401", a.status)
	}
}

// A maker and a guarantor see what is theirs; the rest is not there.
func TestGuestsSeeOnlyTheirOwn(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	a, b := h.cast("1"), h.cast("2")
	h.hire("maker2", a.maker)
	rows := h.get("maker2", "/api/list/units")["rows"].([]any)
	if len(rows) != 1 || text(rows[0].(object), "id") != a.unit {
		t.Errorf("units of the maker: got %v, want %s alone", rows, a.unit)
	}
	if got := h.send("maker2", "GET", "/api/record/"+a.unit, nil).status; got != http.StatusOK {
		t.Errorf("own unit: got %d, want 200", got)
	}
	if got := h.send("maker2", "GET", "/api/record/"+b.unit, nil).status; got != http.StatusNotFound {
		t.Errorf("unit of another maker: got %d, want 404", got)
	}
}

// Nothing is reachable before the house is set up but its health.
func TestNothingBeforeSetUp(t *testing.T) {
	s, err := store.Open(t.Context(), testdb.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	handler := api.New(desk.New(s, id.NewSource(s.Now)), api.Options{})
	for path, want := range map[string]int{"/healthz": 200, "/api/": 409, "/api/openapi.json": 409, "/api/me": 409, "/api/list/deals": 409, "/metrics": 409, "/api/nothing": 409} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Authorization", "Bearer kt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: got %d, want %d: %s", path, w.Code, want, w.Body)
		}
		if want == 409 && !strings.Contains(w.Body.String(), "set up") {
			t.Errorf("%s does not say what to do: %s", path, w.Body)
		}
	}
}

// The document is OpenAPI 3.1, every reference in it leads somewhere, ids are unique, and its list of operations is the
// one that was agreed upon; KONTOR_UPDATE=1 writes a new list.
func TestTheDocumentIsSound(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	spec := h.spec()
	if got := text(spec, "openapi"); !strings.HasPrefix(got, "3.1.") {
		t.Errorf("openapi: got %q, want 3.1", got)
	}
	components := spec["components"].(object)
	schemas := components["schemas"].(object)
	walk(spec, "", func(path string, node object) {
		ref, ok := node["$ref"].(string)
		if !ok {
			return
		}
		kind, name, _ := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
		if _, found := components[kind].(object)[name]; !found {
			t.Errorf("%s: %s leads nowhere", path, ref)
		}
	})
	seen := map[string]bool{}
	var list strings.Builder
	for _, op := range operationsOf(spec) {
		if op.id == "" || seen[op.id] {
			t.Errorf("%s %s: operationId %q is missing or not unique", op.method, op.path, op.id)
		}
		seen[op.id] = true
		fmt.Fprintf(&list, "%-4s %-38s %s\n", op.method, op.path, strings.Join(op.roles, " "))
	}
	for name, s := range schemas {
		if strings.HasSuffix(name, "Request") && s.(object)["additionalProperties"] != false {
			t.Errorf("%s takes fields that nobody knows", name)
		}
	}
	golden(t, "operations.txt", list.String())
	yaml := h.send("", "GET", "/api/openapi.yaml", nil)
	if yaml.status != http.StatusOK || !strings.Contains(string(yaml.body), "openapi: 3.1") {
		t.Errorf("openapi.yaml: got %d", yaml.status)
	}
}

func walk(node any, path string, visit func(string, object)) {
	switch n := node.(type) {
	case object:
		visit(path, n)
		for k, v := range n {
			walk(v, path+"/"+k, visit)
		}
	case []any:
		for i, v := range n {
			walk(v, fmt.Sprintf("%s/%d", path, i), visit)
		}
	}
}

// golden compares with a file of testdata; with KONTOR_UPDATE=1 the file is written.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KONTOR_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs, KONTOR_UPDATE=1 writes it anew; got:\n%s", name, got)
	}
}

// Answers fit the schemas that the document promises for them: every property is known and of its type.
func TestAnswersFitTheDocument(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	c := h.cast("1")
	deal := h.quote(c)
	spec := h.spec()
	for template, path := range map[string]string{"/api/today": "/api/today", "/api/me": "/api/me", "/api/lists": "/api/lists", "/api/verbs": "/api/verbs",
		"/api/record/{id}": "/api/record/" + deal, "/api/gate/{deal}": "/api/gate/" + deal, "/api/list/deals": "/api/list/deals?totals=true", "/api/list/units": "/api/list/units"} {
		a := h.send("manager", "GET", path, nil)
		var body any
		if err := json.Unmarshal(a.body, &body); err != nil || a.status != http.StatusOK {
			t.Fatalf("%s: %d %v", path, a.status, err)
		}
		response := spec["paths"].(object)[template].(object)["get"].(object)["responses"].(object)["200"].(object)
		schema := response["content"].(object)["application/json"].(object)["schema"].(object)
		fits(t, spec, schema, body, template)
	}
}

func fits(t *testing.T, spec, schema object, value any, path string) {
	t.Helper()
	if ref := text(schema, "$ref"); ref != "" {
		schema = spec["components"].(object)["schemas"].(object)[strings.TrimPrefix(ref, "#/components/schemas/")].(object)
	}
	kinds := []any{schema["type"]}
	if several, ok := schema["type"].([]any); ok {
		kinds = several
	}
	if schema["type"] == nil {
		return
	}
	kind := map[bool]string{}
	switch v := value.(type) {
	case nil:
		kind[true] = "null"
	case string:
		kind[true] = "string"
	case bool:
		kind[true] = "boolean"
	case float64:
		kind[true] = "number"
		if v == float64(int64(v)) && !slices.Contains(kinds, any("number")) {
			kind[true] = "integer"
		}
	case []any:
		kind[true] = "array"
		for i, e := range v {
			if items, ok := schema["items"].(object); ok {
				fits(t, spec, items, e, fmt.Sprintf("%s[%d]", path, i))
			}
		}
	case object:
		kind[true] = "object"
		properties, named := schema["properties"].(object)
		for name, e := range v {
			if p, ok := properties[name].(object); ok {
				fits(t, spec, p, e, path+"."+name)
			} else if named {
				t.Errorf("%s: %s is not in the document", path, name)
			}
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				t.Errorf("%s: %v is promised and missing", path, name)
			}
		}
	}
	if !slices.Contains(kinds, any(kind[true])) {
		t.Errorf("%s: got %s, the document says %v", path, kind[true], kinds)
	}
}
