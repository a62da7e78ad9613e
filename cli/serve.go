package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"kontor/api"
	"kontor/errs"
	"kontor/web"
)

// serving is how a house is served.
type serving struct {
	addr      string
	cert, key string
	rate      float64 // requests a second from one address; 0 = no limit
	demo      bool
}

func (s *serving) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	f.Float64Var(&s.rate, "rate", 100, "requests a second from one address that is not this machine; 0 for no limit")
}

// serveCommand serves the pages and the API of a house.
func (p *program) serveCommand() *cobra.Command {
	var s serving
	cmd := &cobra.Command{Use: "serve", GroupID: "house", Short: "Serve the house: pages and API", Args: exactly(0, "no more words"),
		Long: "Serve the pages and the API of a house. A house that was never set up shows the page that makes its administrator, and nothing else.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer h.close()
			return p.serve(cmd.Context(), h, s, nil)
		}}
	s.flags(cmd)
	cmd.Flags().StringVar(&s.cert, "tls-cert", "", "file with the certificate, to serve over TLS")
	cmd.Flags().StringVar(&s.key, "tls-key", "", "file with its key")
	return cmd
}

// Limits of the server; see docs/operation.md.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 60 * time.Second
	writeTimeout  = 2 * time.Minute
	idleTimeout   = time.Minute
	headerMost    = 32 << 10
	closeTimeout  = 10 * time.Second
)

// serve serves until the context ends. listening is told the address once.
func (p *program) serve(ctx context.Context, h *house, s serving, listening func(url string)) error {
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return errs.New(errs.Refused, "{addr} cannot be listened on: {why}", "addr", s.addr, "why", err.Error()).Because("choose another with --addr")
	}
	mux := http.NewServeMux()
	backend := api.New(h.desk, api.Options{Version: version()})
	mux.Handle("/api/", backend)
	mux.Handle("/healthz", backend)
	mux.Handle("/metrics", backend)
	mux.Handle("/", web.New(h.desk, web.Options{Demo: s.demo}))
	server := &http.Server{Handler: guard(mux, s.rate), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: headerMost, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug), TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	sealed := make(chan struct{})
	go func() { defer close(sealed); h.store.RunSealer(ctx) }()
	url := "http://" + listener.Addr().String()
	if s.cert != "" {
		url = "https://" + listener.Addr().String()
	}
	if listening != nil {
		listening(url)
	} else {
		fmt.Fprintln(p.err, p.lang().T("{house} is served at {url}", "house", h.store.URL(), "url", url))
	}
	failed := make(chan error, 1)
	go func() {
		if s.cert != "" {
			failed <- server.ServeTLS(listener, s.cert, s.key)
			return
		}
		failed <- server.Serve(listener)
	}()
	select {
	case err = <-failed:
	case <-ctx.Done():
		closing, cancel := context.WithTimeout(context.Background(), closeTimeout)
		defer cancel()
		err = server.Shutdown(closing)
	}
	stop()
	<-sealed
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
