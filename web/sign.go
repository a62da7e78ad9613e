package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// setUpPage makes the house; before it stands nothing else is reachable.
func setUpPage(v *visit) error {
	if v.stands.Load() {
		return v.goTo("/")
	}
	return v.write(http.StatusOK, setUpForm(v.frame(v.lang.T("Set up the house")), desk.SetUpRequest{Lang: string(v.lang)}, nil))
}

func setUp(v *visit) error {
	req := desk.SetUpRequest{House: v.r.PostFormValue("house"), Centre: v.r.PostFormValue("centre"), Name: v.r.PostFormValue("name"),
		Email: v.r.PostFormValue("email"), Password: desk.Secret(v.r.PostFormValue("password")), Lang: v.r.PostFormValue("lang")}
	actor, err := v.desk.SetUp(v.ctx, req, false)
	if err != nil {
		return v.write(errs.CodeOf(err).Status(), setUpForm(v.frame(v.lang.T("Set up the house")), req, errs.As(err)))
	}
	v.stands.Store(true)
	if err := v.enter(actor); err != nil {
		return err
	}
	return v.goTo("/")
}

// enter starts a session for a login, under a new token.
func (v *visit) enter(actor desk.Actor) error {
	if err := v.sessions.RenewToken(v.ctx); err != nil {
		return errs.Wrap("web.enter", err)
	}
	v.sessions.Put(v.ctx, sessionLogin, actor.ID)
	v.actor = actor
	return nil
}

func signInPage(v *visit) error {
	if v.actor.ID != "" {
		return v.goTo(localPath(v.r.FormValue("to")))
	}
	return v.write(http.StatusOK, signInForm(v.frame(v.lang.T("Sign in")), "", v.r.FormValue("to"), nil))
}

func signIn(v *visit) error {
	email, to := v.r.PostFormValue("email"), v.r.PostFormValue("to")
	if wait := v.tries.allow(email, addressOf(v.r), time.Now()); wait > 0 {
		v.w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return v.write(http.StatusTooManyRequests, signInForm(v.frame(v.lang.T("Sign in")), email, to, tooManyTries(wait)))
	}
	actor, err := v.desk.SignIn(v.ctx, email, v.r.PostFormValue("password"))
	if errs.Is(err, errs.Unauthenticated) {
		return v.write(http.StatusUnauthorized, signInForm(v.frame(v.lang.T("Sign in")), email, to, errs.As(err)))
	}
	if err != nil {
		return err
	}
	if err := v.enter(actor); err != nil {
		return err
	}
	return v.goTo(localPath(to))
}

func signOut(v *visit) error {
	if err := v.sessions.Destroy(v.ctx); err != nil {
		return errs.Wrap("web.sign_out", err)
	}
	return v.goTo("/signin")
}

// localPath keeps a way back inside the house: a path of ours, never another host.
func localPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// changeSeat lets a visitor of the demo see the house as somebody else.
func changeSeat(v *visit) error {
	if !v.demo || !onLoopback(v.r) {
		return errs.New(errs.Forbidden, "seats are changed in the demo only").Because("sign out, then sign in as the other person")
	}
	if err := v.takeSeat(v.r.PostFormValue("login")); err != nil {
		return err
	}
	return v.goTo("/")
}

// takeSeat enters the demo as a login, or as its first manager.
func (v *visit) takeSeat(login string) error {
	seats, err := v.desk.Actors(v.ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(seats, func(a desk.Actor) bool { return a.ID == login || login == "" && a.Role == desk.Manager })
	if at < 0 && login == "" && len(seats) == 0 {
		return nil // the house is empty: it wants to be set up
	}
	if at < 0 && login != "" {
		return errs.New(errs.NotFound, "there is no such seat")
	}
	return v.enter(seats[max(at, 0)])
}

const yearOfSeconds = int(365 * 24 * time.Hour / time.Second)

// changeLook keeps the language and the theme in the browser.
func changeLook(v *visit) error {
	keep := func(name, value string, allowed bool) {
		if allowed {
			http.SetCookie(v.w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: yearOfSeconds, SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: v.r.TLS != nil})
		}
	}
	l, theme := v.r.PostFormValue("lang"), v.r.PostFormValue("theme")
	keep(langCookie, l, slices.Contains(lang.Supported(), lang.Lang(l)))
	keep(themeCookie, theme, slices.Contains([]string{"auto", "light", "dark"}, theme))
	return v.goTo(localPath(v.r.PostFormValue("back")))
}

// faultOf finds the fault of a field.
func faultOf(e *errs.Error, field string) *errs.Fault {
	if e == nil {
		return nil
	}
	for i := range e.Faults {
		if e.Faults[i].Field == field {
			return &e.Faults[i]
		}
	}
	return nil
}
