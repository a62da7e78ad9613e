package web

import (
	"context"
	"encoding/json"
	"time"

	"github.com/alexedwards/scs/v2"

	"kontor/day"
	"kontor/desk"
	"kontor/errs"
	"kontor/store"
	"kontor/store/q"
)

// sessionLogin is all that a session holds: the id of the login. It is put once, under a new token, and never changes.
const sessionLogin = "login"

const (
	sessionIdle  = 30 * time.Minute
	sessionLife  = 12 * time.Hour
	sessionTouch = time.Minute // an unchanged session is written again only when its expiry moved this far
)

// newSessions keeps sessions in the database, under the hash of their token. Both managers hold the same sessions.
func newSessions(d *desk.Desk) (plain, secured *scs.SessionManager) {
	plain = scs.New()
	plain.IdleTimeout, plain.Lifetime = sessionIdle, sessionLife
	plain.HashTokenInStore = true
	plain.Store, plain.Codec = sessionStore{d.Store()}, sessionCodec{}
	plain.Cookie.Name, plain.Cookie.Persist = "kontor_session", false // HttpOnly and SameSite=Lax are the default
	twin := *plain
	twin.Cookie.Secure = true
	return plain, &twin
}

// sessionStore is scs.CtxStore over the table web_session.
type sessionStore struct{ store *store.Store }

// FindCtx reads a session; one that ended is as if it never was.
func (s sessionStore) FindCtx(ctx context.Context, hash string) (data []byte, found bool, err error) {
	err = s.store.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Session(ctx, hash)
		if store.None(err) {
			return nil
		}
		data, found = row.Data, err == nil && row.ExpiresUs > day.FromTime(time.Now())
		return err
	})
	return data, found, err
}

// CommitCtx writes a session. Every request moves the idle time-out; a write for each would make reading cost a commit,
// so it moves at most once a minute. Every request comes here in the end, also one that was under way while another
// signed out: it must neither bring the session back nor write what it read before.
func (s sessionStore) CommitCtx(ctx context.Context, hash string, data []byte, expiry time.Time) error {
	fresh := false
	err := s.store.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Session(ctx, hash)
		if store.None(err) {
			return nil
		}
		fresh = err == nil && expiry.Sub(row.ExpiresUs.Time()) < sessionTouch
		return err
	})
	if err != nil || fresh {
		return err
	}
	return s.store.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Session(ctx, hash)
		switch {
		case store.None(err) && !justBegun(data):
			return nil // it was ended meanwhile
		case store.None(err):
			row.Data = data
		case err != nil:
			return err
		}
		if err := tx.DropOldSessions(ctx, day.FromTime(time.Now())); err != nil {
			return err
		}
		return tx.PutSession(ctx, q.PutSessionParams{TokenHash: hash, Data: row.Data, ExpiresUs: day.FromTime(expiry)})
	})
}

// justBegun reports whether a session was made by the request that writes it.
func justBegun(data []byte) bool {
	deadline, _, err := sessionCodec{}.Decode(data)
	return err == nil && time.Until(deadline) > sessionLife-sessionTouch
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, hash string) error {
	return s.store.Write(ctx, func(tx *store.Tx) error { return tx.DropSession(ctx, hash) })
}

// Find, Commit and Delete complete scs.Store; the manager calls the ones with a context.
func (s sessionStore) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit is CommitCtx without a context.
func (s sessionStore) Commit(hash string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), hash, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s sessionStore) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }

// sessionCodec writes a session as JSON: the same values give the same bytes, so that an unchanged session is known.
type sessionCodec struct{}

type sessionDoc struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

// Encode writes the deadline and the values.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionDoc{deadline.UTC(), values})
}

// Decode reads them back; all values are texts.
func (sessionCodec) Decode(b []byte) (time.Time, map[string]any, error) {
	var doc sessionDoc
	if err := json.Unmarshal(b, &doc); err != nil {
		return time.Time{}, nil, errs.Wrap("web.session", err)
	}
	return doc.Deadline, doc.Values, nil
}
