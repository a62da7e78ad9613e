package cli

import (
	"context"
	"strings"
	"time"

	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/store"
)

// house is an open house and who works in it.
type house struct {
	store *store.Store
	desk  *desk.Desk
	actor desk.Actor
}

func (h *house) close() error { return h.store.Close() }

// open opens the house that --db names. A SQLite file is only made where a command says so.
func (p *program) open(ctx context.Context, mayCreate bool) (*house, error) {
	return openAt(ctx, p.db, time.Now, mayCreate)
}

func openAt(ctx context.Context, url string, clock func() time.Time, mayCreate bool) (*house, error) {
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok && !mayCreate && !exists(file) {
		return nil, errs.New(errs.NotFound, "there is no house in {file}", "file", file).
			Because("name it with --db, make a new one with kontor setup, or look at the demo with kontor demo")
	}
	s, err := store.Open(ctx, url, store.WithClock(clock))
	if err != nil {
		return nil, err
	}
	return &house{store: s, desk: desk.New(s, id.NewSource(clock))}, nil
}

// enter opens the house and finds who works in it.
func (p *program) enter(ctx context.Context) (*house, error) {
	h, err := p.open(ctx, false)
	if err != nil {
		return nil, err
	}
	if h.actor, err = p.actor(ctx, h.desk); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// actor finds the login that --as names by its e-mail, its role or its id; a house with one login needs no name. Who can
// open the database may speak for every login: the file's own rights are the lock.
func (p *program) actor(ctx context.Context, d *desk.Desk) (desk.Actor, error) {
	people, err := d.People(ctx)
	if err != nil {
		return desk.Actor{}, err
	}
	if len(people) == 0 {
		return desk.Actor{}, errs.New(errs.Unauthenticated, "the house is not set up yet").Because("make it with kontor setup, or in the browser with kontor serve")
	}
	if p.as == "" && len(people) == 1 {
		return people[0].Actor, nil
	}
	var known []string
	for _, one := range people {
		if p.as == one.Email || p.as == string(one.Role) || p.as == one.ID {
			return one.Actor, nil
		}
		known = append(known, one.Email+" ("+string(one.Role)+")")
	}
	if p.as == "" {
		return desk.Actor{}, errs.New(errs.Unauthenticated, "say who you are").Because("add --as with one of: {people}", "people", strings.Join(known, ", "))
	}
	return desk.Actor{}, errs.New(errs.Unauthenticated, "nobody here is {as}", "as", p.as).Because("add --as with one of: {people}", "people", strings.Join(known, ", "))
}
