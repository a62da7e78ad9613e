package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"kontor/store"
)

// verifyAnswer is what the walk through the house found.
type verifyAnswer struct {
	OK       bool            `json:"ok"`
	Findings []store.Finding `json:"findings"`
}

// verifyCommand walks the whole database and proves its promises.
func (p *program) verifyCommand() *cobra.Command {
	return &cobra.Command{Use: "verify", GroupID: "house", Short: "Walk the whole database and prove its promises; exit 1 names the first offender of each that is broken", Args: exactly(0, "no more words"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer h.close()
			_, unsealed := h.store.Seal(cmd.Context()) // a broken house cannot always be sealed: the findings say why
			done := p.progress("verify")
			checks := 0
			findings, err := h.store.Verify(cmd.Context(), func(string) { checks++ })
			done()
			if err != nil {
				return err
			}
			if p.asJSON {
				err = writeJSON(p.out, verifyAnswer{len(findings) == 0, append([]store.Finding{}, findings...)})
			} else {
				for _, f := range findings {
					fmt.Fprintf(p.out, "%s: %s: %s\n", f.Check, f.Offender, f.Detail)
				}
				fmt.Fprintln(p.out, p.lang().T("{n} promises were checked, {broken} are broken.", "n", checks, "broken", len(findings)))
			}
			if err == nil && len(findings) > 0 {
				return errFound
			}
			return errors.Join(err, unsealed)
		}}
}

// backupCommand writes a copy of the house while it serves.
func (p *program) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", GroupID: "house", Short: "Write a consistent copy of a SQLite house to a new file, also while it serves", Args: exactly(1, "the file to write"),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer h.close()
			done := p.progress("backup")
			err = h.store.Backup(cmd.Context(), args[0])
			done()
			return p.said(err, map[string]string{"file": args[0]}, p.lang().T("The house is in {file}.", "file", args[0]))
		}}
}

// restoreCommand puts a copy in the place of the house.
func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{Use: "restore FILE", GroupID: "house", Short: "Put a backup in the place of a SQLite house, also while it serves; the old content is kept beside it", Args: exactly(1, "the file to read"),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer h.close()
			done := p.progress("restore")
			kept, err := h.store.Restore(cmd.Context(), args[0])
			done()
			return p.said(err, map[string]string{"file": args[0], "kept": kept}, p.lang().T("The house is as in {file}; what was there is in {kept}.", "file", args[0], "kept", kept))
		}}
}

// said answers a command that has nothing but a sentence to say.
func (p *program) said(err error, object any, sentence string) error {
	switch {
	case err != nil:
		return err
	case p.asJSON:
		return writeJSON(p.out, object)
	}
	fmt.Fprintln(p.out, sentence)
	return nil
}
