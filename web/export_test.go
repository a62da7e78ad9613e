package web

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"kontor/lang"
	"kontor/store"
)

// Route is a line of the table of pages.
type Route struct {
	Pattern string
	Open    bool // needs no login
	Ruled   bool // has a role rule
}

// Routes are all lines of the table of pages.
func Routes() []Route {
	var out []Route
	for _, r := range routes {
		out = append(out, Route{r.pattern, reflect.ValueOf(r.may).Pointer() == reflect.ValueOf(open).Pointer(), r.may != nil && r.serve != nil})
	}
	return out
}

// What the tests look at from inside.
var (
	LocalPath   = localPath
	PlainNumber = plainNumber
	AddressOf   = addressOf
)

// CommitSession writes a session as a request does in its end.
func CommitSession(s *store.Store, hash string, deadline time.Time) error {
	data, err := sessionCodec{}.Encode(deadline, map[string]any{sessionLogin: "lg_clerk"})
	if err != nil {
		return err
	}
	return sessionStore{s}.CommitCtx(context.Background(), hash, data, time.Now().Add(sessionIdle))
}

// SessionLife is how long a session lasts at most.
const SessionLife = sessionLife

// Languages for PlainNumber.
const (
	English = lang.English
	German  = lang.German
)

// SignInLimits are the bounds of signing in.
type SignInLimits struct{ limits signInLimits }

// Allow takes a try.
func (l *SignInLimits) Allow(account, address string, now time.Time) time.Duration {
	return l.limits.allow(account, address, now)
}

// Remembered is how many accounts and addresses are held.
func (l *SignInLimits) Remembered() int { return len(l.limits.buckets) }

// Bounds of signing in.
const (
	AccountTries = accountTries
	AddressTries = addressTries
	LimitsMost   = limitsMost
)

// From makes a request from an address.
func From(address string) *http.Request { return &http.Request{RemoteAddr: address} }
