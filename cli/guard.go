package cli

import (
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// guard puts around pages and API what every answer needs: headers, a limit for each address, protection against posts
// from other sites, and an end to a panic.
func guard(next http.Handler, perSecond float64) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "This form came from another site. Open the page here and send it again.", http.StatusForbidden)
	}))
	return recovered(headers(limited(crossOrigin.Handler(next), perSecond)))
}

// headers keep a page to itself: nothing from other hosts, no frame around it, no guessing of types.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// recovered answers a panic with 500 and goes on.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // breaks the connection off, as it was meant
			}
			slog.Error("request failed", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			http.Error(w, "Something failed on our side. Nothing was written; try again.", http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// addressesMost bounds the memory of the limiter; when it is full, it starts afresh.
const addressesMost = 10_000

// limited gives each address a bucket of requests; this machine itself has none.
func limited(next http.Handler, perSecond float64) http.Handler {
	if perSecond <= 0 {
		return next
	}
	var mu sync.Mutex
	buckets := map[string]*rate.Limiter{}
	take := func(address string) bool {
		mu.Lock()
		defer mu.Unlock()
		b, ok := buckets[address]
		if !ok {
			if len(buckets) >= addressesMost {
				clear(buckets)
			}
			b = rate.NewLimiter(rate.Limit(perSecond), int(4*perSecond)+1)
			buckets[address] = b
		}
		return b.AllowN(time.Now(), 1)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		ip := net.ParseIP(host)
		if err == nil && ip != nil && !ip.IsLoopback() && !take(networkOf(ip)) {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "Too many requests from this address. Try again in a second.", http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// networkOf is the address that is counted: an IPv6 customer has a whole /64.
func networkOf(ip net.IP) string {
	if ip.To4() != nil {
		return ip.String()
	}
	return strings.TrimSuffix(ip.Mask(net.CIDRMask(64, 128)).String(), "::")
}
