package web

import (
	"crypto/sha256"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"kontor/errs"
)

// Bounds of signing in: so many tries at once, then one in each span. People mistype a few times; a guesser needs millions.
const (
	accountTries = 10
	accountSpan  = 30 * time.Second
	addressTries = 40
	addressSpan  = 2 * time.Second
	limitsMost   = 10_000 // accounts and addresses that are remembered
)

// signInLimits slows guessing down, by account and by address. The zero value is ready.
type signInLimits struct {
	mu      sync.Mutex
	buckets map[[sha256.Size]byte]*rate.Limiter
}

// allow takes one try for an account and an address; when it is one too many it tells after how long the next may come.
func (s *signInLimits) allow(account, address string, now time.Time) (wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range []*rate.Limiter{
		s.bucket("a:"+strings.ToLower(strings.TrimSpace(account)), accountSpan, accountTries, now),
		s.bucket("h:"+address, addressSpan, addressTries, now),
	} {
		r := b.ReserveN(now, 1)
		if d := r.DelayFrom(now); d > 0 {
			r.CancelAt(now)
			wait = max(wait, d)
		}
	}
	return wait
}

// bucket finds the bucket of a key.
func (s *signInLimits) bucket(key string, span time.Duration, tries int, now time.Time) *rate.Limiter {
	sum := sha256.Sum256([]byte(key))
	if b, ok := s.buckets[sum]; ok {
		return b
	}
	if len(s.buckets) >= limitsMost {
		s.forget(now)
	}
	if s.buckets == nil {
		s.buckets = map[[sha256.Size]byte]*rate.Limiter{}
	}
	b := rate.NewLimiter(rate.Every(span), tries)
	s.buckets[sum] = b
	return b
}

// forget makes room: those that are full again limit nothing; when nearly all are in use, any of them go. A tenth is freed,
// so that a flood of names does not pay for a look at all of them each time.
func (s *signInLimits) forget(now time.Time) {
	for k, b := range s.buckets {
		if b.TokensAt(now) >= float64(b.Burst()) {
			delete(s.buckets, k)
		}
	}
	for k := range s.buckets {
		if len(s.buckets) <= limitsMost*9/10 {
			return
		}
		delete(s.buckets, k)
	}
}

// addressOf is where a request comes from: the address, of IPv6 the network that one household or firm has.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip := net.ParseIP(host)
	if ip == nil || ip.To4() != nil {
		return host
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}

// tooManyTries is the answer to one try too many.
func tooManyTries(wait time.Duration) *errs.Error {
	seconds := int(wait/time.Second) + 1
	return errs.New(errs.Busy, "that were too many tries").Because("wait {n} seconds, then try again; if the password is lost, ask your administrator for a new one", "n", seconds)
}
