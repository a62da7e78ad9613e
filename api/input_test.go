package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/api"
	"kontor/internal/testdb"
)

// What cannot be read is refused with its place, never with a failure of the house.
func TestMalformedRequests(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	const good = `"kind":"entity","country":"DE","roles":["customer"]`
	for name, c := range map[string]struct {
		path, body string
		status     int
		field      string // that must be named, "" for none
	}{
		"empty":             {"/api/party/register", "", 400, ""},
		"not JSON":          {"/api/party/register", "name=Waldbau", 400, ""},
		"broken off":        {"/api/party/register", `{"name":"Wald`, 400, ""},
		"two values":        {"/api/party/register", `{"name":"A"} {"name":"B"}`, 400, ""},
		"trailing comma":    {"/api/party/register", `{"name":"A",}`, 400, ""},
		"NaN":               {"/api/goal/set", `{"year":NaN}`, 400, ""},
		"infinity":          {"/api/goal/set", `{"year":-Infinity}`, 400, ""},
		"leading zero":      {"/api/goal/set", `{"year":02026}`, 400, ""},
		"broken UTF-8":      {"/api/party/register", "{\"name\":\"\xff\xfe\"}", 400, ""},
		"overlong UTF-8":    {"/api/party/register", "{\"name\":\"\xc0\x80\"}", 400, ""},
		"33 deep":           {"/api/party/register", strings.Repeat(`{"name":`, 33) + "1" + strings.Repeat("}", 33), 400, ""},
		"million deep":      {"/api/party/register", strings.Repeat("[", 1_000_000), 400, ""},
		"lone surrogate":    {"/api/party/register", `{"name":"\ud800",` + good + `}`, 422, ""},
		"NUL":               {"/api/party/register", `{"name":"a\u0000b",` + good + `}`, 422, ""},
		"a list":            {"/api/party/register", `[]`, 422, ""},
		"a text":            {"/api/party/register", `"Waldbau"`, 422, ""},
		"null":              {"/api/party/register", `null`, 422, ""},
		"unknown field":     {"/api/party/register", `{"name":"A",` + good + `,"colour":"red"}`, 422, "colour"},
		"case of a field":   {"/api/party/register", `{"Name":"A",` + good + `}`, 422, "Name"},
		"field twice":       {"/api/party/register", `{"name":"A","name":"B",` + good + `}`, 422, "name"},
		"twice by escape":   {"/api/party/register", `{"name":"A","n\u0061me":"B",` + good + `}`, 422, "name"},
		"twice in a row":    {"/api/party/register", `{"name":"A",` + good + `,"identifiers":[{"scheme":"LEI","scheme":"INN","value":"1"}]}`, 422, "identifiers[0].scheme"},
		"number for text":   {"/api/party/register", `{"name":12,` + good + `}`, 422, "name"},
		"text for list":     {"/api/party/register", `{"name":"A","kind":"entity","country":"DE","roles":"customer"}`, 422, "roles"},
		"number in list":    {"/api/party/register", `{"name":"A","kind":"entity","country":"DE","roles":["customer",7]}`, 422, "roles[1]"},
		"object for text":   {"/api/party/register", `{"name":{"en":"A"},` + good + `}`, 422, "name"},
		"text for int":      {"/api/goal/set", `{"year":"2026"}`, 422, "year"},
		"fraction for int":  {"/api/goal/set", `{"year":2026.5}`, 422, "year"},
		"exponent for int":  {"/api/goal/set", `{"year":2e3}`, 422, "year"},
		"1e400":             {"/api/goal/set", `{"year":1e400}`, 422, "year"},
		"huge int":          {"/api/goal/set", `{"year":99999999999999999999999999}`, 422, "year"},
		"number for amount": {"/api/goal/set", `{"amount":500000000}`, 422, "amount"},
		"no such currency":  {"/api/goal/set", `{"amount":"500000000.00 XQX"}`, 422, "amount"},
		"decimal comma":     {"/api/goal/set", `{"amount":"500000000,00 USD"}`, 422, "amount"},
		"over the limit":    {"/api/goal/set", `{"amount":"99999999999999999999.00 USD"}`, 422, "amount"},
		"no such day":       {"/api/deal/sign", `{"signed_on":"2026-02-30"}`, 422, "signed_on"},
		"text for bool":     {"/api/import/parties", `{"file":"bmFtZQo=","all_or_nothing":"yes"}`, 422, "all_or_nothing"},
		"not base64":        {"/api/import/parties", `{"file":"%%%"}`, 422, "file"},
		"number for file":   {"/api/import/parties", `{"file":5}`, 422, "file"},
		"reason is a list":  {"/api/goal/set", `{"reason":[]}`, 422, "reason"},
		"no such rate":      {"/api/deal/quote", `{"rate":"seven"}`, 422, "rate"},
		"bad row":           {"/api/deal/quote", `{"units":[{"unit":"un_x","price":"1.00 EUR"},{"unit":"un_y","price":"1.005 EUR"}]}`, 422, "units[1].price"},
	} {
		t.Run(name, func(t *testing.T) {
			who := map[bool]string{true: "admin", false: "manager"}[strings.HasPrefix(c.path, "/api/import")]
			a := h.send(who, "POST", c.path, strings.NewReader(c.body))
			if a.status != c.status || a.header.Get("Content-Type") != "application/problem+json" {
				t.Fatalf("got %d %s, want a problem of %d", a.status, a.body, c.status)
			}
			p := a.object(t)
			if c.field != "" && !slices.Contains(faultFields(p), c.field) {
				t.Errorf("got faults %v, want %s among them", faultFields(p), c.field)
			}
			if text(p, "detail") == "" || text(p, "code") != "invalid" {
				t.Errorf("got %s", a.body)
			}
		})
	}
}

// Every fault is told at once: what cannot be read, and what the verb would refuse of the rest.
func TestAllFaultsAtOnce(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	p := h.refused(422, "manager", "/api/goal/set", object{"measure": "moon", "year": "2026", "amount": "1.00 EUR", "floor": "x", "colour": "red"})
	got := faultFields(p)
	for _, want := range []string{"measure", "year", "amount", "floor", "colour"} {
		if n := len(slices.DeleteFunc(slices.Clone(got), func(f string) bool { return f != want })); n != 1 {
			t.Errorf("%s is named %d times in %v, want once", want, n, got)
		}
	}
}

// endless is a body of any size that counts what is read of it.
type endless struct{ left, read int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), e.left))
	for i := range n {
		p[i] = 'A'
	}
	e.left, e.read = e.left-int64(n), e.read+int64(n)
	return n, nil
}

// A body over the limit gets 413 that names the limit and the way out, without being read to its end, whether it tells
// its length or not.
func TestBodiesOverTheLimit(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	handler := api.New(h.desk, api.Options{})
	const size = 200 << 20
	for _, c := range []struct {
		path, who string
		length    int64
		most      int64
		says      string
	}{
		{"/api/party/register", "clerk", size, 0, "1 MiB"},
		{"/api/party/register", "clerk", -1, 2 << 20, "1 MiB"},
		{"/api/import/parties", "clerk", size, 0, "64 MiB"},
		{"/api/import/parties", "clerk", -1, 90 << 20, "64 MiB"},
	} {
		body := &endless{left: size}
		r := httptest.NewRequest("POST", c.path, body)
		r.ContentLength = c.length
		r.Header.Set("Authorization", "Bearer "+h.tokens[c.who])
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), c.says) || !strings.Contains(w.Body.String(), `"hint"`) {
			t.Errorf("%s with length %d: got %d %s, want 413 that says %s", c.path, c.length, w.Code, w.Body, c.says)
		}
		if body.read > c.most {
			t.Errorf("%s with length %d: %d bytes were read, want at most %d", c.path, c.length, body.read, c.most)
		}
	}
}

// Compressed bodies and other types are not taken.
func TestOnlyPlainJSONIsTaken(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	io.WriteString(w, `{}`)
	w.Close()
	for name, headers := range map[string][]string{
		"gzip": {"Content-Encoding", "gzip"}, "form": {"Content-Type", "application/x-www-form-urlencoded"}, "text": {"Content-Type", "text/plain"}, "none": {"Content-Type", ""},
	} {
		if a := h.send("clerk", "POST", "/api/party/register", bytes.NewReader(zipped.Bytes()), headers...); a.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s: got %d, want 415", name, a.status)
		}
	}
	if a := h.send("clerk", "DELETE", "/api/party/register", nil); a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != "POST" {
		t.Errorf("DELETE: got %d, Allow %q, want 405 and POST", a.status, a.header.Get("Allow"))
	}
	if a := h.send("clerk", "GET", "/api/nothing", nil); a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("no such path: got %d %s", a.status, a.header.Get("Content-Type"))
	}
}

// A long key, a key of other signs.
func TestKeysAreShortAndPlain(t *testing.T) {
	h := openHouse(t, testdb.SQLite(t))
	for _, key := range []string{strings.Repeat("k", 201), "a b", "schlüssel"} {
		a := h.post("clerk", "/api/party/register", object{"name": "A", "kind": "entity", "country": "DE", "roles": []string{"customer"}}, "Idempotency-Key", key)
		if a.status != http.StatusUnprocessableEntity || !slices.Contains(faultFields(a.object(t)), "Idempotency-Key") {
			t.Errorf("%.10q: got %d %s, want 422", key, a.status, a.body)
		}
	}
}

// FuzzBody sends anything as a body: it is answered, never with a failure of the house.
func FuzzBody(f *testing.F) {
	h := openHouse(f, testdb.SQLite(f))
	handler := api.New(h.desk, api.Options{})
	for _, seed := range []string{`{}`, `{"name":"A","kind":"entity","country":"DE","roles":["customer"],"identifiers":[{"scheme":"LEI","value":"1"}]}`, `{"roles":[[],{}],"name":null}`, "[", `{"a":"\\\""}`, "{\"\xff\":1}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", "/api/party/register?dry_run=true", bytes.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+h.tokens["clerk"])
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		began := time.Now()
		handler.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("got %d %s after %s", w.Code, w.Body, time.Since(began))
		}
	})
}
