package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontor/actus"
	"kontor/actus/cases"
	"kontor/errs"
)

// actusCommand groups what works on files of contracts and needs no house.
func (p *program) actusCommand() *cobra.Command {
	c := &cobra.Command{Use: "actus", GroupID: "read", Short: "Project contracts from files in the public ACTUS case format",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("%s has no verb %q", cmd.CommandPath(), args[0])}
			}
			return cmd.Help()
		}}
	c.AddCommand(p.actusCheckCommand(), p.actusRunCommand())
	return c
}

func (p *program) actusCheckCommand() *cobra.Command {
	return &cobra.Command{Use: "check FILE...", Short: "Compare the engine with the results that the cases state", Args: atLeast(1, "one or more files of cases, or - for standard input"),
		Long: "Every case is projected in conformance mode and compared with its results: the same events in the same order, every printed figure\n" +
			"within 1e-9, or within its last place where it is cut off at eight decimals. Each difference is printed; the last line counts what passed and what failed. Exit code 1 when something failed.",
		RunE: func(_ *cobra.Command, args []string) error {
			passed, failed := 0, 0
			for _, name := range args {
				list, err := p.readCases(name)
				if err != nil {
					return err
				}
				for _, c := range list {
					if p.checkCase(filepath.Base(name), c) {
						passed++
					} else {
						failed++
					}
				}
			}
			fmt.Fprintf(p.out, "%d passed, %d failed\n", passed, failed)
			if failed > 0 {
				return errFound
			}
			return nil
		}}
}

// checkCase prints where a case departs from its results and reports whether it does not.
func (p *program) checkCase(file string, c cases.Case) bool {
	events, err := c.Run(actus.Conformance)
	if err != nil {
		fmt.Fprintf(p.out, "%s %s: %s\n", file, c.ID, p.lang().Say(errs.As(err).Text))
		for _, f := range errs.As(err).Faults {
			fmt.Fprintf(p.out, "  %s: %s\n", f.Field, p.lang().Say(f.Text))
		}
		return false
	}
	got := cases.Compare(c, events)
	for _, name := range c.Strange {
		fmt.Fprintf(p.out, "%s %s: the term %s is not known and was left out\n", file, c.ID, name)
	}
	for _, d := range got.Differences {
		fmt.Fprintf(p.out, "%s %s event %d %s: got %s, want %s\n", file, c.ID, d.Event+1, d.Field, none(d.Got), none(d.Want))
	}
	return len(got.Differences) == 0
}

func none(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func (p *program) actusRunCommand() *cobra.Command {
	var house bool
	c := &cobra.Command{Use: "run FILE", Short: "Project the cases of a file and write their events as JSON", Args: exactly(1, "one file of cases, or - for standard input"),
		Long: "Writes one JSON object: the name of each case with its events in the shape of the results, every figure of the state as a number\n" +
			"at full precision. A case that cannot be projected stands on standard error and makes the exit code 1; the others are written.",
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := p.readCases(args[0])
			if err != nil {
				return err
			}
			mode := actus.Conformance
			if house {
				mode = actus.Mode{}
			}
			return p.runCases(list, mode)
		}}
	c.Flags().BoolVar(&house, "house", false, "do not follow the public cases where they are economically wrong")
	return c
}

// runCases writes the events of every case under its name, one case after the other: a long file of long contracts is never held as a
// whole. The names rise; of cases with one name the last one counts.
func (p *program) runCases(list []cases.Case, mode actus.Mode) error {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b cases.Case) int { return cmp.Compare(a.ID, b.ID) })
	w := bufio.NewWriter(p.out)
	found, written := false, 0
	for i, c := range list {
		events, err := c.Run(mode)
		if err != nil {
			found = true
			fmt.Fprintf(p.err, "%s:\n", c.ID)
			p.explain(errs.As(err))
			continue
		}
		if i+1 < len(list) && list[i+1].ID == c.ID {
			continue
		}
		if err := writeMember(w, written, c.ID, cases.Results(events)); err != nil {
			return errs.Wrap("cli.write", err)
		}
		written++
	}
	end := "\n}\n"
	if written == 0 {
		end = "{}\n"
	}
	w.WriteString(end)
	if err := w.Flush(); err != nil {
		return errs.Wrap("cli.write", err)
	}
	if found {
		return errFound
	}
	return nil
}

// writeMember writes a member of an object that is indented as writeJSON does it.
func writeMember(w *bufio.Writer, before int, name string, value any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(name); err != nil {
		return err
	}
	key := strings.TrimSpace(text.String())
	text.Reset()
	e.SetIndent("  ", "  ")
	if err := e.Encode(value); err != nil {
		return err
	}
	start := ",\n"
	if before == 0 {
		start = "{\n"
	}
	_, err := fmt.Fprintf(w, "%s  %s: %s", start, key, bytes.TrimRight(text.Bytes(), "\n"))
	return err
}

func (p *program) readCases(name string) ([]cases.Case, error) {
	b, err := p.read(name)
	if err != nil {
		return nil, err
	}
	list, err := cases.Read(b)
	if err != nil {
		return nil, errs.As(err).At(name)
	}
	return list, nil
}
