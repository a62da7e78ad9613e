package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kontor/day"
	"kontor/demo"
	"kontor/desk"
	"kontor/errs"
	"kontor/id"
	"kontor/store"
)

// demoDB is where the demo lives unless --db says otherwise.
const demoDB = "sqlite:kontor-demo.db"

// demoRun is one run of the demo.
type demoRun struct {
	*program
	serving
	seed    uint64
	until   string
	noServe bool
	fresh   bool
	try     demo.Try
}

// demoCommand builds the demo house, prints the day's picture and serves it.
func (p *program) demoCommand() *cobra.Command {
	r := &demoRun{program: p}
	cmd := &cobra.Command{Use: "demo", GroupID: "house", Short: "Build a demo house, print the day's picture and serve it", Args: exactly(0, "no more words"),
		Long: "Build a house with fictional companies and several years of business, print the day's picture and serve it in the browser.\n\n" +
			"The house is kept in kontor-demo.db; a second run goes on with it. --fresh, --seed and --until build it anew.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("db") && os.Getenv("KONTOR_DB") == "" {
				p.db = demoDB
			}
			r.fresh = r.fresh || cmd.Flags().Changed("seed") || cmd.Flags().Changed("until")
			return r.run(cmd.Context())
		}}
	f := cmd.Flags()
	f.Uint64Var(&r.seed, "seed", 1, "the same seed and day give the same house")
	f.StringVar(&r.until, "until", "", "last day of the history, today if empty; the house then lives on that day")
	f.BoolVar(&r.noServe, "no-serve", false, "end after the picture")
	f.BoolVar(&r.fresh, "fresh", false, "build the demo anew and lose what was done in it")
	r.serving.flags(cmd)
	return cmd
}

func (r *demoRun) run(ctx context.Context) error {
	until, clock, err := r.day()
	if err != nil {
		return err
	}
	stands, err := r.stands(ctx)
	if err != nil {
		return err
	}
	if !stands || r.fresh {
		if err := r.build(ctx, until); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(r.err, r.lang().T("The demo of {url} goes on; --fresh builds it anew.", "url", r.db))
	}
	h, err := openAt(ctx, r.db, clock, false)
	if err != nil {
		return err
	}
	defer h.close()
	if r.as == "" {
		r.as = string(desk.Manager)
	}
	if h.actor, err = r.actor(ctx, h.desk); err != nil {
		return err
	}
	t, err := h.desk.ReadToday(ctx, h.actor)
	if err != nil {
		return err
	}
	if r.asJSON {
		err = writeJSON(r.out, t)
	} else {
		writePicture(r.out, r.lang(), t, terminalWidth(r.out))
	}
	if err != nil || r.noServe {
		return err
	}
	r.serving.demo = true
	return r.serve(ctx, h, r.serving, r.greet)
}

// greet says where the demo is and what can be tried.
func (r *demoRun) greet(url string) {
	l := r.lang()
	fmt.Fprintf(r.err, "\n%s\n", l.T("Open {url} in a browser; you sit in the manager's seat and may change seats at the lower left.", "url", url))
	if r.try.Nr != "" {
		fmt.Fprintln(r.err, l.T("Try: {deal} of {customer} waits only for its cover. Pledge {amount} of guarantee {guarantee} to it, release and deliver it.",
			"deal", r.try.Nr, "customer", r.try.Customer, "amount", r.try.Amount, "guarantee", r.try.GuaranteeNr))
	}
	fmt.Fprintln(r.err, l.T("The same from another terminal: kontor today --db {db} --as manager", "db", r.db))
	fmt.Fprintln(r.err, l.T("Ctrl-C ends it."))
}

// day reads --until and makes the clock on which the demo lives: the wall clock, moved to that day.
func (r *demoRun) day() (day.Date, func() time.Time, error) {
	today := day.FromTime(time.Now()).Date()
	if r.until == "" {
		return today, time.Now, nil
	}
	until, err := day.Parse(r.until)
	if err != nil {
		var f errs.Faults
		f.Take("until", err)
		return 0, nil, f.Err()
	}
	shift := time.Duration(until.Sub(today)) * 24 * time.Hour
	return until, func() time.Time { return time.Now().Add(shift) }, nil
}

// stands reports whether a demo is there already. A real house is never touched.
func (r *demoRun) stands(ctx context.Context) (bool, error) {
	if file, ok := strings.CutPrefix(r.db, "sqlite:"); ok && !exists(file) {
		return false, nil
	}
	h, err := r.open(ctx, false)
	if err != nil {
		return false, err
	}
	defer h.close()
	setUp, err := h.desk.IsSetUp(ctx)
	if err != nil || !setUp {
		return false, err
	}
	p, err := h.desk.Profile(ctx)
	if err == nil && !p.Demo {
		err = errs.New(errs.Refused, "{url} holds a real house, not a demo", "url", r.db).Because("name another database with --db")
	}
	return true, err
}

// build makes the demo in an empty database.
func (r *demoRun) build(ctx context.Context, until day.Date) error {
	if err := r.clear(ctx); err != nil {
		return err
	}
	clock := demo.NewClock()
	s, err := store.Open(ctx, r.db, store.WithClock(clock.Now))
	if err != nil {
		return err
	}
	began := time.Now()
	done := r.progress(r.lang().T("building the demo"))
	summary, err := demo.Build(ctx, desk.New(s, id.Seeded(r.seed, clock.Now)), clock, demo.Options{Seed: r.seed, Until: until})
	if err == nil {
		_, err = s.Seal(ctx)
	}
	done()
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	r.try = summary.Try
	fmt.Fprintln(r.err, r.lang().T("The demo was built by {n} verbs in {seconds} s.", "n", summary.Verbs, "seconds", fmt.Sprintf("%.1f", time.Since(began).Seconds())))
	return nil
}

// clear removes the old demo: the file of SQLite, the tables of PostgreSQL.
func (r *demoRun) clear(ctx context.Context) error {
	file, ok := strings.CutPrefix(r.db, "sqlite:")
	if !ok {
		return store.Clear(ctx, r.db)
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(file + ending); err != nil && !os.IsNotExist(err) {
			return errs.Wrap("demo.clear", err)
		}
	}
	return nil
}
