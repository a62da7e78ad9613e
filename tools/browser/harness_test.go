package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// pageOf serves one page, to prove that the checks of these tests can fail and the hands can grip.
func pageOf(t *testing.T, body string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"><main>%s</main><p id="got">%s</p>`, body, r.URL.RawQuery)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestHandsFillAForm(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		p := visit(t, pageOf(t, `<form><label for="n">Name <span class="opt">may stay empty</span></label><input id="n" name="n" value="old">
			<label for="d">Day</label><input id="d" name="d" type="date"><label for="t">Text</label><textarea id="t" name="t"></textarea>
			<label for="s">Country</label><select id="s" name="s"><option>choose</option><option value="de">Deutschland</option></select>
			<fieldset class="field"><legend>Roles</legend><label><input type="checkbox" name="r" value="a">maker</label><label><input type="checkbox" name="r" value="b">customer</label></fieldset>
			<button>Send</button></form>`), Phone, Look{})
		if !script {
			p.must(p.NoScript())
		}
		p.open("/")
		p.fill("Name", "Grünwald Беларусь", "Day", "2026-11-24", "Text", "one\ntwo", "Country", "Deutschland", "Roles", "maker\ncustomer")
		p.follow("Send")
		p.sees("n=Gr%C3%BCnwald+%D0%91%D0%B5%D0%BB%D0%B0%D1%80%D1%83%D1%81%D1%8C&d=2026-11-24&t=one%0D%0Atwo&s=de&r=a&r=b")
	}
}

func TestHandsDoNotReachBehind(t *testing.T) {
	t.Parallel()
	p := visit(t, pageOf(t, `<button>Under</button><div style="position:fixed;inset:0;background:#fff"></div>`), Desk, Look{})
	p.open("/")
	if _, err := p.look("press", "Under"); err == nil || !strings.Contains(err.Error(), "covered") {
		t.Errorf("pressing a covered button gave %v", err)
	}
}

func TestComplaintsAndRequestsAreKept(t *testing.T) {
	t.Parallel()
	p := visit(t, pageOf(t, `<img alt="" src="/gone.png"><script>console.error("told", 7); undefined.field</script><div style="width:2000px">wide</div>`), Phone, Look{})
	p.open("/")
	said := strings.Join(p.Complaints(), "\n")
	for _, want := range []string{"told 7", "undefined", "gone.png"} {
		if !strings.Contains(said, want) {
			t.Errorf("complaints %q do not name %q", said, want)
		}
	}
	if got := p.Requests(); len(got) != 2 || got[0].Bytes < 100 || got[1].Status != http.StatusNotFound {
		t.Errorf("requests are %+v", got)
	}
	if wide := p.overflow(); !strings.Contains(wide, "px wide in 390") {
		t.Errorf("a page of 2000 pixels on a phone: %q", wide)
	}
	p = visit(t, pageOf(t, `<table style="width:60px;table-layout:fixed;overflow-wrap:anywhere"><tr><td>Kartoffelroder</table>`), Phone, Look{})
	p.open("/")
	if broken := p.overflow(); !strings.Contains(broken, "Kartoffelroder") {
		t.Errorf("a word in two lines: %q", broken)
	}
}
