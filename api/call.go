package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

const (
	callMost   = 30 * time.Second // one call
	uploadMost = 5 * time.Minute  // a body with a file, to arrive
)

// call is one request: who asks, in which language, and where the answer goes.
type call struct {
	*site
	op     *operation
	w      http.ResponseWriter
	r      *http.Request
	ctx    context.Context
	actor  desk.Actor
	lang   lang.Lang
	status int
}

// serve admits the caller, runs the operation and answers with its result or a problem.
func (s *site) serve(op *operation, w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	ctx, cancel := context.WithTimeout(r.Context(), callMost)
	defer cancel()
	c := &call{site: s, op: op, w: w, r: r, ctx: ctx, lang: lang.English}
	if accept := r.Header.Get("Accept-Language"); accept != "" {
		c.lang = lang.Match(accept)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			c.sorry(errs.Wrap(op.id, fmt.Errorf("panic: %v\n%s", p, debug.Stack())))
		}
		s.meter.count(op.id, c.status, time.Since(began))
	}()
	if err := c.answer(); err != nil {
		c.sorry(err)
	}
}

// answer asks, in this order: does the house stand, who calls, may they.
func (c *call) answer() error {
	if !c.op.before {
		if err := c.houseStands(); err != nil {
			return err
		}
	}
	if c.op.open || c.op.here && fromHere(c.r) {
		return c.op.serve(c)
	}
	if err := c.admit(); err != nil {
		return err
	}
	return c.op.serve(c)
}

// houseStands refuses everything until there is an administrator.
func (c *call) houseStands() error {
	if c.stands.Load() {
		return nil
	}
	stands, err := c.desk.IsSetUp(c.ctx)
	if err != nil {
		return err
	}
	if !stands {
		return errs.New(errs.Conflict, "the house is not set up yet").Because("open the start page in a browser and make the administrator")
	}
	c.stands.Store(true)
	return nil
}

// admit finds the caller by the token and holds the role against the table.
func (c *call) admit() error {
	scheme, secret, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if secret = strings.TrimSpace(secret); !strings.EqualFold(scheme, "Bearer") || !strings.HasPrefix(secret, "kt_") {
		return errs.New(errs.Unauthenticated, "an API token is needed").Because("send the header Authorization: Bearer kt_… with a token that you made with: kontor api-token")
	}
	actor, err := c.desk.ActorByToken(c.ctx, secret)
	if err != nil {
		return err
	}
	c.actor = actor
	if c.r.Header.Get("Accept-Language") == "" && actor.Lang != "" {
		c.lang = lang.Match(actor.Lang)
	}
	if slices.Contains(c.op.roles, actor.Role) {
		return nil
	}
	return errs.New(errs.Forbidden, "your role {role} may not do this", "role", c.lang.Word(string(actor.Role))).In(c.op.id).
		Because("ask someone with one of these roles: {roles}", "roles", words(c.lang, c.op.roles))
}

func words(l lang.Lang, roles []desk.Role) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = l.Word(string(r))
	}
	return strings.Join(out, ", ")
}

// send answers with JSON.
func (c *call) send(status int, v any) error {
	b, err := encode(v)
	if err != nil {
		return errs.Wrap(c.op.id, err)
	}
	return c.write(status, "application/json", b)
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

func (c *call) write(status int, kind string, body []byte) error {
	c.status = status
	c.w.Header().Set("Content-Type", kind)
	c.w.WriteHeader(status)
	_, err := c.w.Write(body)
	var gone net.Error
	if err != nil && !errors.As(err, &gone) {
		slog.Debug("the caller left before the answer", "path", c.r.URL.Path, "error", err)
	}
	return nil // the answer is on its way; there is nobody left to tell
}
