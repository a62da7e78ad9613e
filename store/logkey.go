package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/proof"
	"kontor/store/col"
	"kontor/store/q"
)

// The key that signs checkpoints is a secret and therefore never in the database: whoever can write the database must
// not be able to sign another history. It is, in this order:
//
//   - what the environment variable KONTOR_LOG_KEY holds: the key itself, or the path of a file with it;
//   - for SQLite, the file beside the database with ".key" behind its name;
//   - for PostgreSQL, the file kontor.log.key in the working folder.
//
// A file is made at the first sealing, readable by its owner only. The database holds the public keys, in the setting
// log_key. A key that the log does not know yet takes over, and an event says so for ever; a key that was replaced
// signs no more, so that two machines with two keys cannot take turns.
const (
	logKeyVariable = "KONTOR_LOG_KEY"
	logKeyFile     = "kontor.log.key"
	logKeySetting  = "log_key"
	logKeyName     = "kontor.log"
)

// logKeys are the origin of the log and the public keys that have signed it, the newest last.
type logKeys struct {
	Origin string       `json:"origin"`
	Keys   []logKeyTerm `json:"keys"`
}

// logKeyTerm is a public key and the size of the log when it took over.
type logKeyTerm struct {
	Public string `json:"public"`
	From   int64  `json:"from"`
}

func (k logKeys) public() []string {
	out := make([]string, len(k.Keys))
	for i, term := range k.Keys {
		out[i] = term.Public
	}
	return out
}

// signedBy is the same log, with the key as its newest one.
//
// Errors: Refused for a key that another one has replaced.
func (k logKeys) signedBy(key proof.Key, size int64) (logKeys, error) {
	switch n := slices.Index(k.public(), key.Public()); {
	case n >= 0 && n == len(k.Keys)-1:
		return k, nil
	case n >= 0:
		return k, errs.New(errs.Refused, "the key of the log at hand was replaced by another one").In("store.seal").
			Because("put the newest key into {variable}, or a new one", "variable", logKeyVariable)
	}
	if k.Origin == "" {
		var b [8]byte
		if _, err := rand.Read(b[:]); err != nil {
			return k, errs.Wrap("store.seal", err)
		}
		k.Origin = "kontor/" + hex.EncodeToString(b[:])
	}
	k.Keys = append(slices.Clone(k.Keys), logKeyTerm{key.Public(), size})
	return k, nil
}

func (tx *Tx) logKeys(ctx context.Context) (logKeys, error) {
	var k logKeys
	doc, err := tx.Setting(ctx, logKeySetting)
	if None(err) {
		return k, nil
	}
	if err != nil {
		return k, err
	}
	return k, doc.Into(&k)
}

// keepLogKeys records a key that has taken over; the first one needs no announcement.
func (tx *Tx) keepLogKeys(ctx context.Context, k logKeys) error {
	before, err := tx.logKeys(ctx)
	if err != nil || len(before.Keys) == len(k.Keys) {
		return err
	}
	if len(before.Keys) > len(k.Keys) || (before.Origin != "" && before.Origin != k.Origin) {
		return errLogMoved
	}
	if err := tx.PutSetting(ctx, q.PutSettingParams{Name: logKeySetting, ValueJson: col.Of(k), ChangedUs: tx.Now}); err != nil || len(before.Keys) == 0 {
		return err
	}
	centres, err := tx.Centres(ctx)
	if err != nil || len(centres) == 0 {
		return err
	}
	term := k.Keys[len(k.Keys)-1]
	return tx.AddEvent(ctx, q.AddEventParams{CentreID: centres[0].ID, ID: id.NewSource(tx.Now.Time).New(id.Event), AtUs: tx.Now, EffectiveOn: tx.Now.Date(),
		Actor: "store", ActorName: "store", Verb: "log.key", Entity: centres[0].ID, TextForm: newLogKey.Form, TextJson: "{}", DataJson: col.Of(term)})
}

var newLogKey = errs.T("the log is signed by a new key from now on")

// logKey finds the key of this process; known are the keys that the log has had.
//
// Errors: Refused when there is none or it cannot be read, saying where it must be.
func (s *Store) logKey(known logKeys) (proof.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key.Public() != "" {
		return s.key, nil
	}
	key, err := s.findLogKey(known)
	if err != nil {
		e := errs.New(errs.Refused, "there is no key to sign the log with").In("store.seal").
			Because("put the key or the path of its file into {variable}", "variable", logKeyVariable)
		e.Cause = err
		return key, e
	}
	s.key = key
	return key, nil
}

func (s *Store) findLogKey(known logKeys) (proof.Key, error) {
	if v := os.Getenv(logKeyVariable); strings.HasPrefix(v, "PRIVATE+KEY+") {
		return proof.ParseKey(v)
	} else if v != "" {
		return readLogKey(v)
	}
	file, lite := strings.CutPrefix(s.url, "sqlite:")
	if file += ".key"; !lite {
		file = logKeyFile
	}
	key, err := readLogKey(file)
	if !errors.Is(err, fs.ErrNotExist) || (!lite && len(known.Keys) > 0) {
		return key, err // a house on a server may have its key on another machine: nobody makes a second one unasked
	}
	return makeLogKey(file)
}

func readLogKey(file string) (proof.Key, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return proof.Key{}, err
	}
	return proof.ParseKey(string(text))
}

// makeLogKey writes a new key under a name of its own first and gives it the right name then, so that a process that
// does the same at the same moment never reads half a key and both use the same one.
func makeLogKey(file string) (proof.Key, error) {
	key, err := proof.NewKey(rand.Reader, logKeyName)
	if err != nil {
		return key, err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".log-key-*") // mode 0600
	if err != nil {
		return key, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(key.Secret() + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, err
	}
	if err := os.Link(f.Name(), file); errors.Is(err, fs.ErrExist) {
		return readLogKey(file)
	} else if err != nil {
		return key, err
	}
	return key, nil
}
