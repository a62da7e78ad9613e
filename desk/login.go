package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/mail"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/store"
	"kontor/store/q"
)

// argon2id parameters; they stand in every hash, so that they can be raised later.
const (
	argonMemoryKiB = 64 * 1024
	argonPasses    = 3
	argonLanes     = 2
	argonSalt      = 16
	argonKey       = 32
)

// hashing bounds how many passwords are hashed at once: each takes 64 MiB and a core.
var hashing = make(chan struct{}, 2)

func hashPassword(password string) string {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	salt := make([]byte, argonSalt)
	rand.Read(salt) // never fails on supported systems
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemoryKiB, argonLanes, argonKey)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemoryKiB, argonPasses, argonLanes, b64(salt), b64(key))
}

func passwordMatches(hash, password string) bool {
	var version, memory, passes int
	var lanes uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	got := argon2.IDKey([]byte(password), salt, uint32(passes), uint32(memory), lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// nobody is compared against when the login does not exist, so that the answer takes as long.
var nobody = sync.OnceValue(func() string { return hashPassword("nobody has this password") })

// Secret is a text that must not be kept: it goes in, and comes out as three stars.
type Secret string

// MarshalJSON writes three stars, also into the stored request of an idempotency key.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"***"`), nil }

// String gives three stars.
func (Secret) String() string { return "***" }

// SignIn finds the login for an e-mail address and a password. Unknown addresses and wrong passwords get the same
// answer after the same time.
//
// Errors: Unauthenticated.
func (d *Desk) SignIn(ctx context.Context, email, password string) (Actor, error) {
	var row q.Login
	err := d.store.Read(ctx, func(tx *store.Tx) (err error) {
		row, err = tx.LoginByEmail(ctx, strings.ToLower(strings.TrimSpace(email)))
		return err
	})
	if err != nil && !errs.Is(err, errs.NotFound) {
		return Actor{}, err
	}
	hash := row.PasswordHash
	if hash == "" || len(password) > passwordMax {
		hash, password = nobody(), ""
	}
	if !passwordMatches(hash, password) || row.State != "active" {
		return Actor{}, errs.New(errs.Unauthenticated, "e-mail or password is not right").In("login.sign_in").Because("check both, or ask your administrator for a new password")
	}
	return actorOf(row), nil
}

func actorOf(r q.Login) Actor {
	return Actor{ID: r.ID, Name: r.Name, Role: Role(r.Role), Party: r.PartyID, Centre: r.CentreID, Lang: r.Lang}
}

// ActorByID finds an active login; sessions are checked against it on every request, so that a closed login is out at once.
func (d *Desk) ActorByID(ctx context.Context, login string) (Actor, error) {
	var a Actor
	err := d.store.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Login(ctx, login)
		if err != nil || row.State != "active" {
			return errs.New(errs.Unauthenticated, "please sign in first")
		}
		a = actorOf(row)
		return nil
	})
	return a, err
}

// Person is an active login with its e-mail address.
type Person struct {
	Actor
	Email string `json:"email"`
}

// People lists the active logins, for the demo's change of seats and for who works at the machine itself.
func (d *Desk) People(ctx context.Context) ([]Person, error) {
	var out []Person
	err := d.store.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Logins(ctx)
		for _, r := range rows {
			if r.State == "active" {
				out = append(out, Person{actorOf(r), r.Email})
			}
		}
		return err
	})
	return out, err
}

// Actors lists the active logins without their addresses.
func (d *Desk) Actors(ctx context.Context) ([]Actor, error) {
	people, err := d.People(ctx)
	out := make([]Actor, len(people))
	for i, p := range people {
		out[i] = p.Actor
	}
	return out, err
}

const (
	passwordMin = 12
	passwordMax = 200
)

// LoginRequest makes a login.
type LoginRequest struct {
	Name     string `json:"name" label:"Name"`
	Email    string `json:"email" label:"E-mail" help:"They sign in with it."`
	Password Secret `json:"password" label:"Password" help:"At least 12 characters; a sentence is good."`
	Role     Role   `json:"role" label:"Role" enum:"clerk|risk|accountant|manager|maker|guarantor|auditor|admin"`
	Party    string `json:"party" label:"Speaks for" help:"Only for makers and guarantors: whose rows this login sees." ref:"party" optional:""`
	Lang     string `json:"lang" label:"Language" enum:"en|de|ru"`
}

func (r *LoginRequest) check(f *errs.Faults) {
	if strings.TrimSpace(r.Name) == "" || len(r.Name) > 200 {
		f.Add("name", "a name of at most 200 characters is needed")
	}
	if a, err := mail.ParseAddress(r.Email); err != nil || a.Address != r.Email || len(r.Email) > 200 {
		f.Add("email", "this is not an e-mail address").Because("write it like name@house.example")
	}
	if len(r.Password) < passwordMin || len(r.Password) > passwordMax {
		f.Add("password", "a password has 12 to 200 characters").Because("a sentence is easy to remember and hard to guess")
	}
	if r.Lang == "" {
		r.Lang = "en"
	}
	oneOf(f, "lang", r.Lang, "en", "de", "ru")
	if !slices.Contains(Roles(), r.Role) {
		f.Add("role", "{value} is not one of {values}", "value", string(r.Role), "values", join(Roles()))
	}
	if r.Role.Guest() != (r.Party != "") {
		f.Add("party", "makers and guarantors speak for a party, the others do not")
	}
}

// LoginResult names the login.
type LoginResult struct {
	ID string `json:"id"`
}

// AddLogin makes a login for a person.
var AddLogin = verb(Spec{Name: "login.add", Title: "Add a login", Help: "Make a login for a person of the house, a maker or a guarantor.", Roles: []Role{Admin}},
	func(w *work, req LoginRequest) (LoginResult, error) {
		var f errs.Faults
		req.check(&f)
		if err := f.Err(); err != nil {
			return LoginResult{}, err
		}
		if req.Party != "" {
			if _, err := w.tx.Party(w.ctx, req.Party); err != nil {
				return LoginResult{}, store.Missing(err, req.Party)
			}
		}
		if _, err := w.tx.LoginByEmail(w.ctx, strings.ToLower(req.Email)); !store.None(err) {
			if err != nil {
				return LoginResult{}, err
			}
			return LoginResult{}, errs.New(errs.Conflict, "{email} has a login already", "email", req.Email)
		}
		a := Actor{ID: w.newID(id.Login), Name: req.Name, Role: req.Role, Party: req.Party, Centre: w.centre(), Lang: req.Lang}
		hash := ""
		if !w.call.DryRun { // hashing is slow on purpose; a form that is only checked does not wait for it
			hash = hashPassword(string(req.Password))
		}
		if err := addLogin(w.ctx, w.tx, a, req.Email, hash); err != nil {
			return LoginResult{}, err
		}
		return LoginResult{a.ID}, w.event(happening{entity: a.ID, party: req.Party, text: errs.T("{name} may sign in as {role}", "name", req.Name, "role", string(req.Role))})
	})

func addLogin(ctx context.Context, tx *store.Tx, a Actor, email, hash string) error {
	if a.Lang == "" {
		a.Lang = "en"
	}
	return tx.AddLogin(ctx, q.AddLoginParams{ID: a.ID, Name: a.Name, Email: strings.ToLower(email), PasswordHash: hash, Role: string(a.Role),
		PartyID: a.Party, CentreID: a.Centre, Lang: a.Lang, CreatedUs: tx.Now})
}

// CloseLoginRequest ends a login.
type CloseLoginRequest struct {
	Login string `json:"login" label:"Login"`
}

// CloseLogin ends a login and its sessions and tokens at once.
var CloseLogin = verb(Spec{Name: "login.close", Title: "Close a login", Help: "End a login with its sessions and tokens at once.", On: "login", Roles: []Role{Admin}},
	func(w *work, req CloseLoginRequest) (LoginResult, error) {
		if req.Login == w.actor.ID {
			return LoginResult{}, errs.New(errs.Refused, "you cannot close your own login").Because("ask another administrator")
		}
		n, err := w.tx.CloseLogin(w.ctx, req.Login)
		if err != nil {
			return LoginResult{}, err
		}
		if n == 0 {
			return LoginResult{}, errs.New(errs.NotFound, "there is no open login {login}", "login", req.Login)
		}
		return LoginResult{req.Login}, w.event(happening{entity: req.Login, text: errs.T("the login was closed")})
	})

// TokenRequest makes an API token for one's own login.
type TokenRequest struct {
	Name string `json:"name" label:"Name" help:"What will use it, for example: price feed."`
	Days int    `json:"days" label:"Valid for" unit:"days" help:"1 to 366 days."`
}

// TokenFields describe a TokenRequest.
func TokenFields() []Field { return fieldsOf(reflect.TypeFor[TokenRequest]()) }

// TokenResult is the token; the secret is shown this one time.
type TokenResult struct {
	ID     string      `json:"id"`
	Secret string      `json:"secret"`
	Until  day.Instant `json:"until"`
}

// IssueToken makes an API token that acts as its maker. Only its hash is stored, so the verb keeps no answer.
func (d *Desk) IssueToken(ctx context.Context, actor Actor, req TokenRequest) (TokenResult, error) {
	var f errs.Faults
	if strings.TrimSpace(req.Name) == "" || len(req.Name) > 100 {
		f.Add("name", "a name of at most 100 characters is needed")
	}
	if req.Days < 1 || req.Days > 366 {
		f.Add("days", "a token is valid for 1 to 366 days")
	}
	if err := f.Err(); err != nil {
		return TokenResult{}, err
	}
	if err := allow(actor, "token.issue", everyone); err != nil {
		return TokenResult{}, err
	}
	secret := "kt_" + rand.Text() + rand.Text()[:6]
	res := TokenResult{ID: d.ids.New(id.Token), Secret: secret}
	err := d.store.Write(ctx, func(tx *store.Tx) error {
		res.Until = day.FromTime(tx.Now.Time().Add(time.Duration(req.Days) * 24 * time.Hour))
		w := d.work(ctx, tx, Call{Actor: actor}, "token.issue")
		if err := tx.AddToken(ctx, q.AddTokenParams{ID: res.ID, Hash: tokenHash(secret), LoginID: actor.ID, Name: req.Name, CreatedUs: tx.Now, ExpiresUs: res.Until}); err != nil {
			return err
		}
		return w.event(happening{entity: res.ID, text: errs.T("API token {name} was made", "name", req.Name)})
	})
	return res, err
}

func tokenHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// ActorByToken finds who an API token acts as.
//
// Errors: Unauthenticated.
func (d *Desk) ActorByToken(ctx context.Context, secret string) (Actor, error) {
	var a Actor
	err := d.store.Read(ctx, func(tx *store.Tx) error {
		r, err := tx.TokenByHash(ctx, tokenHash(secret))
		if err != nil && !store.None(err) {
			return err
		}
		if err != nil || r.RevokedUs != 0 || r.State != "active" || r.ExpiresUs <= day.FromTime(d.Now()) {
			return errs.New(errs.Unauthenticated, "this token is not valid").Because("make a new one: kontor api-token")
		}
		a = Actor{ID: r.ID, Name: r.Name, Role: Role(r.Role), Party: r.PartyID, Centre: r.CentreID, Lang: r.Lang}
		return nil
	})
	return a, err
}

// RevokeTokenRequest ends a token.
type RevokeTokenRequest struct {
	Token string `json:"token" label:"Token"`
}

// RevokeToken ends an API token.
var RevokeToken = verb(Spec{Name: "token.revoke", Title: "Revoke a token", Help: "End an API token at once.", On: "token", Roles: []Role{Admin}},
	func(w *work, req RevokeTokenRequest) (LoginResult, error) {
		n, err := w.tx.RevokeToken(w.ctx, q.RevokeTokenParams{ID: req.Token, RevokedUs: w.now()})
		if err == nil && n == 0 {
			err = errs.New(errs.NotFound, "there is no open token {token}", "token", req.Token)
		}
		if err != nil {
			return LoginResult{}, err
		}
		return LoginResult{req.Token}, w.event(happening{entity: req.Token, text: errs.T("the token was revoked")})
	})
