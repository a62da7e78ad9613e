// Package cli is Kontor at the command line.
//
// The verbs are made from the desk's own list: a verb that is added to the desk is a command at once, with a flag for
// each field of its request. The other commands are one file each: serve, demo, today, list, show, gate, verify, backup,
// restore, setup, token. All have the same manners: --db names the house, --json answers machines, --lang chooses the
// language; 0 means done, 1 refused or findings, 2 wrong usage; errors stand on stderr with a code and what would make
// it pass.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// The exit codes.
const (
	exitDone    = 0
	exitRefused = 1 // refused, or findings
	exitUsage   = 2
)

// program is one run of the command line.
type program struct {
	in  io.Reader
	out io.Writer
	err io.Writer

	db     string
	as     string
	asJSON bool
	code   string // of the language
}

// Main runs the command line and gives its exit code.
func Main(args []string, in io.Reader, out, stderr io.Writer) int {
	p := &program{in: in, out: out, err: stderr}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := p.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(stderr)
	return p.exit(root.ExecuteContext(ctx))
}

// errFound ends a command that did its work and has something to report.
var errFound = errors.New("findings")

// usageError is a command line that cannot be understood.
type usageError struct{ error }

func (p *program) root() *cobra.Command {
	root := &cobra.Command{Use: "kontor", Short: "A trading house abroad: nothing leaves without a live guarantee",
		Long: "Kontor runs a trading house abroad. Start with: kontor demo\n\n" +
			"A house is a database: --db sqlite:FILE or --db postgres://USER@HOST/NAME, or KONTOR_DB.\n" +
			"Exit code 0 means done, 1 refused or findings, 2 wrong usage.",
		SilenceErrors: true, SilenceUsage: true, CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false}}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	f := root.PersistentFlags()
	f.StringVar(&p.db, "db", env("KONTOR_DB", "sqlite:kontor.db"), "the house: sqlite:FILE or postgres://USER@HOST/NAME")
	f.BoolVar(&p.asJSON, "json", false, "answer in JSON, for machines")
	f.StringVar(&p.code, "lang", env("KONTOR_LANG", systemLanguage()), "language: en, de or ru")
	f.StringVar(&p.as, "as", env("KONTOR_AS", ""), "who you are: the e-mail of your login, or a role")
	for _, g := range []cobra.Group{{ID: "house", Title: "The house:"}, {ID: "read", Title: "Look:"}, {ID: "verbs", Title: "Do:"}} {
		root.AddGroup(&g)
	}
	root.AddCommand(p.demoCommand(), p.serveCommand(), p.setUpCommand(), p.tokenCommand(), p.verifyCommand(), p.backupCommand(), p.restoreCommand(),
		p.todayCommand(), p.listCommand(), p.showCommand(), p.gateCommand(), p.leaseCommand(), p.actusCommand(), p.versionCommand())
	root.AddCommand(p.verbCommands()...)
	p.addProofCommands(root)
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"en", "de", "ru"}, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return root
}

// versionCommand says what was built.
func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", GroupID: "house", Short: "Say which version this is", Args: exactly(0, "no more words"), Run: func(*cobra.Command, []string) {
		fmt.Fprintf(p.out, "kontor %s, %s\n", version(), runtime.Version())
	}}
}

// version is what the build says of itself: the release, or the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return info.Main.Version
}

func env(name, other string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return other
}

// systemLanguage takes the language of the terminal from the usual variables.
func systemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); len(v) >= 2 {
			return string(lang.Match(v[:2]))
		}
	}
	return "en"
}

// lang is the language of this run.
func (p *program) lang() lang.Lang { return lang.Match(p.code) }

// exit writes the error, if any, and gives the exit code.
func (p *program) exit(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFound):
		return exitRefused
	case errors.As(err, &usage), strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "unknown flag"):
		fmt.Fprintf(p.err, "kontor: %s\n", err)
		fmt.Fprintln(p.err, p.lang().T("kontor help shows all commands, and kontor help COMMAND one of them."))
		return exitUsage
	}
	p.explain(errs.As(err))
	return exitRefused
}

// explain writes a refusal: what is wrong, each fault, and what would make it pass.
func (p *program) explain(e *errs.Error) {
	if p.asJSON {
		writeJSON(p.err, problemOf(e, p.lang()))
		return
	}
	l := p.lang()
	fmt.Fprintf(p.err, "%s: %s\n", e.Code, l.Say(e.Text))
	for _, f := range e.Faults {
		field := f.Field
		if field != "" {
			field += ": "
		}
		fmt.Fprintf(p.err, "  - %s%s\n", field, l.Say(f.Text))
		if !f.Hint.IsZero() {
			fmt.Fprintf(p.err, "    %s\n", l.T("makes it pass: {hint}", "hint", f.Hint))
		}
	}
	if !e.Hint.IsZero() && len(e.Faults) == 0 {
		fmt.Fprintf(p.err, "  %s\n", l.T("makes it pass: {hint}", "hint", e.Hint))
	}
	if e.Code == errs.Internal && e.Cause != nil {
		fmt.Fprintf(p.err, "  %v\n", e.Cause)
	}
}

// problem is an error for machines.
type problem struct {
	Code   errs.Code `json:"code"`
	Entity string    `json:"entity,omitempty"`
	Detail string    `json:"detail"`
	Hint   string    `json:"hint,omitempty"`
	Errors []fault   `json:"errors,omitempty"`
}

type fault struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func problemOf(e *errs.Error, l lang.Lang) problem {
	out := problem{Code: e.Code, Entity: e.Entity, Detail: l.Say(e.Text), Hint: l.Say(e.Hint)}
	for _, f := range e.Faults {
		out.Errors = append(out.Errors, fault{f.Field, l.Say(f.Text), l.Say(f.Hint)})
	}
	return out
}

// atLeast refuses fewer arguments as wrong usage.
func atLeast(n int, names string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < n {
			return usageError{fmt.Errorf("write %s", names)}
		}
		return nil
	}
}

// exactly refuses another number of arguments as wrong usage.
func exactly(n int, names string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usageError{fmt.Errorf("write %s", names)}
		}
		return nil
	}
}

// call is how this run calls verbs.
type call struct {
	key    string
	reason string
	dryRun bool
}

func (c call) of(a desk.Actor) desk.Call {
	return desk.Call{Actor: a, Key: c.key, Reason: c.reason, DryRun: c.dryRun}
}
