package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// visit is one request: who asks, in which language, and where the answer goes.
type visit struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	ctx   context.Context
	actor desk.Actor
	lang  lang.Lang
}

// page puts the session, the login and the role rule around a route.
func (s *site) page(rt route) http.Handler {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{site: s, w: w, r: r, ctx: r.Context(), lang: lang.Match(r.Header.Get("Accept-Language"))}
		w.Header().Set("Cache-Control", "private, no-cache")
		if err := v.answer(rt); err != nil {
			v.sorry(err)
		}
	})
	plain, secure := s.sessions.LoadAndSave(h), s.secured.LoadAndSave(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			secure.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	})
}

// answer admits the visitor and serves the page.
func (v *visit) answer(rt route) error {
	err := v.know()
	v.chooseLanguage()
	if err != nil {
		return err
	}
	stands, err := v.houseStands()
	if err != nil {
		return err
	}
	if !stands {
		if strings.HasSuffix(rt.pattern, " /setup") || strings.HasSuffix(rt.pattern, " /look") {
			return v.serve(rt)
		}
		return v.goTo("/setup")
	}
	roles, err := rt.may(v.r)
	switch {
	case err == nil && roles == nil:
		return v.serve(rt)
	case v.actor.ID == "" && v.r.Method == http.MethodGet && !v.fragment():
		return v.goTo("/signin?to=" + url.QueryEscape(v.r.URL.RequestURI()))
	case v.actor.ID == "":
		return errs.New(errs.Unauthenticated, "please sign in first")
	case err != nil:
		return err
	case !slices.Contains(roles, v.actor.Role):
		return errs.New(errs.Forbidden, "your role {role} may not do this", "role", v.lang.Word(string(v.actor.Role))).
			Because("ask someone with one of these roles: {roles}", "roles", wordList(v.lang, roles))
	}
	return v.serve(rt)
}

// formMost bounds the body of a form without a file.
const formMost = 1 << 20

// serve reads a form that is not too large, then serves the page.
func (v *visit) serve(rt route) error {
	if v.r.Method != http.MethodPost {
		return rt.serve(v)
	}
	most := int64(formMost)
	if c, ok := desk.FindCommand(v.r.PathValue("verb")); ok && takesFile(c.Describe()) {
		most = fileMost + formMost
	}
	if strings.HasSuffix(rt.pattern, " /check") {
		most = checkMost + formMost
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, most)
	if _, err := v.typedForm(); err != nil {
		return err
	}
	return rt.serve(v)
}

func wordList(l lang.Lang, roles []desk.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = l.Word(string(r))
	}
	return strings.Join(words, ", ")
}

// know finds who visits: the login of the session, or in the demo the manager's seat.
func (v *visit) know() error {
	login := v.sessions.GetString(v.ctx, sessionLogin)
	if login != "" {
		actor, err := v.desk.ActorByID(v.ctx, login)
		if err == nil {
			v.actor = actor
			return nil
		}
		if !errs.Is(err, errs.Unauthenticated) {
			return err
		}
		if err := v.sessions.Destroy(v.ctx); err != nil { // the login was closed
			return errs.Wrap("web.know", err)
		}
	}
	if v.demo && onLoopback(v.r) {
		return v.takeSeat("")
	}
	return nil
}

// onLoopback reports whether the request came from this machine and meant it, not a name that was bent to point here.
func onLoopback(r *http.Request) bool {
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return net.ParseIP(from).IsLoopback() && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// houseStands asks the desk until the house was set up, then never again.
func (v *visit) houseStands() (bool, error) {
	if v.stands.Load() {
		return true, nil
	}
	stands, err := v.desk.IsSetUp(v.ctx)
	if stands {
		v.stands.Store(true)
	}
	return stands, err
}

const (
	langCookie  = "kontor_lang"
	themeCookie = "kontor_theme"
)

// chooseLanguage: what was chosen here, else what the login says, else what the browser asks for.
func (v *visit) chooseLanguage() {
	login := v.actor.Lang
	if v.demo { // who looks at the demo is not who sits in the seat
		login = ""
	}
	for _, code := range []string{v.cookie(langCookie), login} {
		if slices.Contains(lang.Supported(), lang.Lang(code)) {
			v.lang = lang.Lang(code)
			return
		}
	}
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// fragment reports whether a script of the page asks, not a person.
func (v *visit) fragment() bool { return v.r.Header.Get("HX-Request") == "true" }

func (v *visit) goTo(path string) error {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// write sends a page or a piece of one.
func (v *visit) write(status int, c templ.Component) error {
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	if v.r.Method == http.MethodHead {
		return nil
	}
	if err := c.Render(v.ctx, v.w); err != nil && v.ctx.Err() == nil {
		slog.Error("page broke off", "path", v.r.URL.Path, "error", err)
	}
	return nil
}

// sorry answers with the page of an error.
func (v *visit) sorry(err error) {
	e := errs.As(err)
	if e.Code == errs.Internal {
		slog.Error("page failed", "path", v.r.URL.Path, "error", err)
	}
	if e.Code == errs.Busy {
		v.w.Header().Set("Retry-After", "1")
	}
	_ = v.write(e.Code.Status(), sorryPage(v.frame(v.lang.T("Not here")), e)) // the answer is on its way; there is nobody left to tell
}
