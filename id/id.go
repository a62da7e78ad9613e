// Package id makes the names of things: "pt_01k8f3…" is a party, "dl_01k8f4…" a deal.
//
// An id is a two-letter kind, an underscore and 26 lower-case Crockford base-32 digits: 48 bits of Unix
// milliseconds and 80 random bits, as in the ULID specification. Ids made by one Source rise even within one
// millisecond, so that a listing by id is a listing by age and index pages fill from the right. Ids are made here
// and never by the database, because two databases must be able to hold the same house.
package id

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	randv2 "math/rand/v2"
	"sync"
	"time"

	"kontor/errs"
)

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Kinds of things that have an id.
const (
	Party      = "pt"
	Unit       = "un"
	Deal       = "dl"
	Quote      = "qt"
	Guarantee  = "gt"
	Allocation = "al"
	Demand     = "dm"
	Payment    = "py"
	Transfer   = "tf"
	Account    = "ac"
	ListSet    = "ls"
	Vetting    = "vt"
	Hit        = "ht"
	Claim      = "cl"
	Release    = "rl"
	Delivery   = "dv"
	Event      = "ev"
	Login      = "lg"
	Token      = "tk"
	Centre     = "ct"
	Import     = "im"
	Programme  = "pg"
	Branch     = "br"
	Budget     = "bm" // a move of a programme's budget
	Settlement = "st"
	Text       = "tx" // agreed wording of a guarantee
	Document   = "dc"
	Message    = "ms"
	Key        = "ky" // with which a party signs
	Commission = "cm" // of a guarantor, posted or paid
	Change     = "lx" // of a debt: everything but a payment that changes what is owed
)

// Source makes ids. It is safe for use by many goroutines.
type Source struct {
	mu     sync.Mutex
	now    func() time.Time
	random io.Reader
	ms     uint64
	high   uint16 // upper 16 of the 80 random bits
	low    uint64 // lower 64
}

// NewSource makes ids from the given clock and the operating system's randomness.
func NewSource(now func() time.Time) *Source { return &Source{now: now, random: rand.Reader} }

// Seeded makes the same ids again for the same seed and clock; for demos and tests.
func Seeded(seed uint64, now func() time.Time) *Source {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return &Source{now: now, random: randv2.NewChaCha8(key)}
}

// New makes the next id of a kind.
func (s *Source) New(kind string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ms := uint64(s.now().UnixMilli())
	if ms > s.ms {
		var b [10]byte
		if _, err := io.ReadFull(s.random, b[:]); err != nil {
			panic("id: no randomness: " + err.Error()) // nothing sane can follow
		}
		s.ms, s.high, s.low = ms, binary.BigEndian.Uint16(b[:2]), binary.BigEndian.Uint64(b[2:])
	} else if s.low++; s.low == 0 { // same millisecond, or a clock that stepped back: go on rising
		s.high++
	}
	var out [29]byte
	copy(out[:2], kind)
	out[2] = '_'
	encode(out[3:], s.ms, s.high, s.low)
	return string(out[:])
}

// encode writes 128 bits as 26 digits of 5 bits, the first digit holding 3.
func encode(dst []byte, ms uint64, high uint16, low uint64) {
	hi := ms<<16 | uint64(high)
	for i := 25; i >= 0; i-- {
		dst[i] = alphabet[low&31]
		low = low>>5 | hi<<59
		hi >>= 5
	}
}

// Kind is the two letters of an id, "" when the text has not the form of one.
func Kind(text string) string {
	if len(text) != 29 || text[2] != '_' {
		return ""
	}
	return text[:2]
}

// Check refuses a text that is not an id of the kind.
func Check(kind, text string) error {
	if Kind(text) == kind {
		return nil
	}
	return errs.New(errs.Invalid, "{id} is not an id of this kind", "id", text).
		Because("an id of this kind begins with {kind}_ and has 29 characters", "kind", kind)
}
