package proof

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
)

// Event is what the log holds of one event of the house.
type Event struct {
	Centre, ID  string
	At          day.Instant
	EffectiveOn day.Date
	Actor       string // id of the login
	Verb        string
	Entity      string
	Party       string
	Unit        string
	Deal        string
	Guarantee   string
	Text        Words
}

// Words are the free texts of an event: they may name people. Only one hash over all of them goes into the log, so that
// a text can be erased from the house one day without breaking the log, and a published leaf tells nothing about people.
type Words struct {
	ActorName string `json:"actor_name"`
	Form      string `json:"form"` // English form of the sentence
	Args      string `json:"args"` // its arguments, JSON as stored
	Reason    string `json:"reason"`
	Data      string `json:"data"` // JSON as stored
}

// Hash is SHA-256 over the five texts, each as its length in bytes, a blank, the text and a line feed; in hex.
func (w Words) Hash() string {
	var b strings.Builder
	for _, text := range []string{w.ActorName, w.Form, w.Args, w.Reason, w.Data} {
		put(&b, "", text)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// leafHeader names the encoding; a changed encoding takes a new number and the old one stays readable.
const leafHeader = "kontor event 1\n"

// Leaf is the canonical form of the event, the bytes that are hashed: a header, then one line a field in fixed order,
// each as its name, the length of the value in bytes, a blank, the value and a line feed. The length makes sure that no
// value can pass for two fields. Numbers are decimal, days YYYY-MM-DD, at_us microseconds since 1970 UTC.
func (e Event) Leaf() []byte { return e.leaf(e.Text.Hash()) }

func (e Event) leaf(textHash string) []byte {
	var b strings.Builder
	b.Grow(512)
	b.WriteString(leafHeader)
	put(&b, "centre ", e.Centre)
	put(&b, "id ", e.ID)
	put(&b, "at_us ", strconv.FormatInt(int64(e.At), 10))
	put(&b, "effective_on ", e.EffectiveOn.String())
	put(&b, "actor ", e.Actor)
	put(&b, "verb ", e.Verb)
	put(&b, "entity ", e.Entity)
	put(&b, "party ", e.Party)
	put(&b, "unit ", e.Unit)
	put(&b, "deal ", e.Deal)
	put(&b, "guarantee ", e.Guarantee)
	put(&b, "text_sha256 ", textHash)
	return []byte(b.String())
}

func put(b *strings.Builder, name, value string) {
	b.WriteString(name)
	b.WriteString(strconv.Itoa(len(value)))
	b.WriteByte(' ')
	b.WriteString(value)
	b.WriteByte('\n')
}

// ParseLeaf reads a leaf back: the event without its words, and the hash that stands for them.
//
// Errors: Invalid for everything that Leaf does not write.
func ParseLeaf(leaf string) (e Event, textHash string, err error) {
	bad := errs.New(errs.Invalid, "this is not the entry of an event in a log")
	rest, ok := strings.CutPrefix(leaf, leafHeader)
	if !ok {
		return e, "", bad
	}
	var at, on string
	for _, f := range []struct {
		name  string
		value *string
	}{{"centre ", &e.Centre}, {"id ", &e.ID}, {"at_us ", &at}, {"effective_on ", &on}, {"actor ", &e.Actor}, {"verb ", &e.Verb}, {"entity ", &e.Entity},
		{"party ", &e.Party}, {"unit ", &e.Unit}, {"deal ", &e.Deal}, {"guarantee ", &e.Guarantee}, {"text_sha256 ", &textHash}} {
		if *f.value, rest, ok = take(rest, f.name); !ok {
			return Event{}, "", bad
		}
	}
	us, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return Event{}, "", bad
	}
	e.At = day.Instant(us)
	if on != "" {
		if e.EffectiveOn, err = day.Parse(on); err != nil {
			return Event{}, "", bad
		}
	}
	if rest != "" || string(e.leaf(textHash)) != leaf {
		return Event{}, "", bad
	}
	return e, textHash, nil
}

// take reads one line of a leaf: its name, the length of the value, a blank, the value and a line feed.
func take(text, name string) (value, rest string, ok bool) {
	if text, ok = strings.CutPrefix(text, name); !ok {
		return "", "", false
	}
	length, rest, ok := strings.Cut(text, " ")
	n, err := strconv.Atoi(length)
	if !ok || err != nil || n < 0 || n >= len(rest) || rest[n] != '\n' {
		return "", "", false
	}
	return rest[:n], rest[n+1:], true
}
