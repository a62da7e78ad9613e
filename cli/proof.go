package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kontor/desk"
	"kontor/errs"
)

// proofPapers are the files that go with an exported proof.
type proofPapers struct {
	file  string // the proof file
	pdf   string // the printed form
	token bool   // the text of its QR code
}

func (o *proofPapers) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.file, "out", "", "write the proof file there, to be checked with kontor proof check")
	cmd.Flags().BoolVar(&o.token, "token", false, "print the text of the QR code")
	cmd.Flags().StringVar(&o.pdf, "pdf", "", "write the printed form with its QR code there, in the language of --lang")
}

// proofFlags adds to the verb that exports a proof where its files go.
func (r *verbRun) proofFlags(cmd *cobra.Command) {
	if r.spec.Name == desk.ExportProof.Name {
		r.papers.flags(cmd)
	}
}

// provedRef is the kind of entity that stands in a field: of a proof it depends on what is proved.
func (r *verbRun) provedRef(on string) string {
	if r.spec.Name == desk.ExportProof.Name {
		return desk.ProofRef(r.values["kind"].String())
	}
	return on
}

// proved writes the files of an exported proof.
func (r *verbRun) proved(ctx context.Context, h *house, res any) error {
	if one, ok := res.(desk.ProofResult); ok && !r.call.dryRun {
		return r.writeProof(ctx, h, one.Event, r.papers)
	}
	return nil
}

// writeProof writes the files that were asked for, and says where they are.
func (p *program) writeProof(ctx context.Context, h *house, event string, to proofPapers) error {
	write := func(file string, make func() ([]byte, error)) error {
		if file == "" {
			return nil
		}
		b, err := make()
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			return errs.Wrap("cli.proof", err)
		}
		if !p.asJSON {
			fmt.Fprintln(p.out, p.lang().T("written to {file}", "file", file))
		}
		return nil
	}
	err := write(to.file, func() ([]byte, error) { _, b, err := h.desk.ProofFile(ctx, h.actor, event); return b, err })
	if err != nil {
		return err
	}
	err = write(to.pdf, func() ([]byte, error) { _, b, err := h.desk.ProofPaper(ctx, h.actor, event, p.lang()); return b, err })
	if err != nil || !to.token {
		return err
	}
	token, err := h.desk.ProofToken(ctx, h.actor, event)
	if err == nil {
		fmt.Fprintln(p.out, token)
	}
	return err
}

// addProofCommands puts what is no verb beside the verb that exports a proof.
func (p *program) addProofCommands(root *cobra.Command) {
	for _, noun := range root.Commands() {
		if noun.Name() == desk.ExportProof.Noun() {
			noun.AddCommand(p.proofCheckCommand(), p.proofFileCommand(), p.proofKeyCommand())
		}
	}
}

// proofFileCommand makes the files of an earlier export again.
func (p *program) proofFileCommand() *cobra.Command {
	var to proofPapers
	cmd := &cobra.Command{Use: "file EVENT", Short: "Make the proof file of an earlier export again, and its printed form", Args: exactly(1, "the id of the event that the export gave"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == (proofPapers{}) {
				return usageError{fmt.Errorf("write --out FILE, --pdf FILE or --token")}
			}
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			return p.writeProof(cmd.Context(), h, args[0], to)
		}}
	to.flags(cmd)
	return cmd
}

// proofKeyCommand prints what the house publishes of its log.
func (p *program) proofKeyCommand() *cobra.Command {
	return &cobra.Command{Use: "key", Short: "Print the public keys of the house, the newest last: what a stranger checks its proof files with", Args: exactly(0, "no more words"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			if _, err := h.store.Seal(cmd.Context()); err != nil { // a new house has no key before its first sealing
				return err
			}
			log, err := h.desk.ReadLog(cmd.Context(), h.actor)
			if err != nil {
				return err
			}
			if p.asJSON {
				return writeJSON(p.out, log)
			}
			for _, key := range log.PublicKeys {
				fmt.Fprintln(p.out, key)
			}
			return nil
		}}
}
