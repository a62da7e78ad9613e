package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontor/errs"
	"kontor/proof"
)

// proofAnswer is what was found in one file or token.
type proofAnswer struct {
	File  string       `json:"file,omitempty"`
	OK    bool         `json:"ok"`
	Proof *checkReport `json:"proof,omitempty"`
	Token *proof.Token `json:"token,omitempty"`
	Error *problem     `json:"error,omitempty"`
}

// checkReport is a report for machines: the sentences in the reader's language.
type checkReport struct {
	proof.Report
	Steps []checkStep `json:"steps"`
}

type checkStep struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Found string `json:"found"`
	Hint  string `json:"hint,omitempty"`
}

// proofCheck is one run of the command.
type proofCheck struct {
	*program
	keys        []string
	token       string
	attachments []string
	answers     []proofAnswer
}

// proofCheckCommand checks proof files with nothing but the public key of the house: no database is opened.
func (p *program) proofCheckCommand() *cobra.Command {
	c := &proofCheck{program: p}
	cmd := &cobra.Command{Use: "check [FILE...]", Short: "Check proof files of a house with its public key, without its database; exit 1 names the step that fails",
		Long: "Check proof files of a house with its public key, without its database.\n\nThe key is what kontor proof key prints in the house; get it by another way than the file. " +
			"The text of a QR code is checked with --token; together with a file, whether it belongs to it. Exit 1 names the step that fails.",
		RunE: func(_ *cobra.Command, args []string) error { return c.run(args) }}
	cmd.Flags().StringArrayVar(&c.keys, "key", nil, "public key of the house, or a file that holds it; repeat it for several")
	cmd.Flags().StringVar(&c.token, "token", "", "text of the QR code of a printed form")
	cmd.Flags().StringArrayVar(&c.attachments, "attachment", nil, "a file that goes with a proof, such as the printed form: is it the one that the proof names?")
	return cmd
}

func (c *proofCheck) run(files []string) error {
	if len(files) == 0 && c.token == "" {
		return usageError{fmt.Errorf("write the files to check, or --token TEXT")}
	}
	if len(c.keys) == 0 {
		return usageError{fmt.Errorf("write --key KEY: the public key of the house")}
	}
	keys, err := c.publicKeys()
	if err != nil {
		return err
	}
	var token *proof.Token
	if c.token != "" {
		t, err := proof.CheckToken(c.token, keys...)
		if err == nil {
			token = &t
		}
		if len(files) == 0 || err != nil {
			c.note("", nil, token, err)
		}
	}
	var sound []proof.Report
	for _, file := range files {
		if report, ok := c.file(file, keys, token); ok {
			sound = append(sound, report)
		}
	}
	c.attached(sound)
	return c.tell()
}

// publicKeys are the keys that were named, as text or as a file.
func (c *proofCheck) publicKeys() ([]string, error) {
	var out []string
	for _, k := range c.keys {
		if strings.Count(k, "+") >= 2 {
			out = append(out, k)
			continue
		}
		b, err := readFile(k)
		if err != nil {
			return nil, err
		}
		out = append(out, strings.Fields(string(b))...)
	}
	for _, k := range out {
		if err := proof.CheckPublic(k); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c *proofCheck) file(file string, keys []string, token *proof.Token) (proof.Report, bool) {
	b, err := c.read(file)
	if err != nil {
		c.note(file, nil, nil, err)
		return proof.Report{}, false
	}
	report, err := proof.Check(b, keys...)
	if err == nil && token != nil {
		err = token.Of(report)
	}
	c.note(file, &report, token, err)
	return report, err == nil
}

// attached holds the attachments at hand against those that the files name; each belongs to one of them.
func (c *proofCheck) attached(reports []proof.Report) {
	for _, name := range c.attachments {
		b, err := c.read(name)
		if err == nil {
			err = proof.Attached(b, reports...)
		}
		c.note(name, nil, nil, err)
	}
}

func (c *proofCheck) note(file string, r *proof.Report, t *proof.Token, err error) {
	a := proofAnswer{File: file, OK: err == nil, Token: t}
	if r != nil {
		a.Proof = &checkReport{Report: *r}
		for _, s := range r.Steps {
			a.Proof.Steps = append(a.Proof.Steps, checkStep{s.Name, s.OK, c.lang().Say(s.Found), c.lang().Say(s.Hint)})
		}
	}
	if err != nil {
		problem := problemOf(errs.As(err), c.lang())
		a.Error = &problem
	}
	c.answers = append(c.answers, a)
}

// tell writes what was found; one that fails is a finding.
func (c *proofCheck) tell() error {
	failed := false
	for _, a := range c.answers {
		failed = failed || !a.OK
		if !c.asJSON {
			c.write(c.out, a)
		}
	}
	if c.asJSON {
		if err := writeJSON(c.out, c.answers); err != nil {
			return err
		}
	}
	if failed {
		return errFound
	}
	return nil
}

// write tells people what was found in one file.
func (c *proofCheck) write(w io.Writer, a proofAnswer) {
	l := c.lang()
	name := a.File
	if name == "" {
		name = l.T("the token")
	}
	verdict := l.T("it holds")
	if !a.OK {
		verdict = l.T("it does not hold")
	}
	fmt.Fprintf(w, "%s: %s\n", name, verdict)
	if a.Proof != nil {
		c.steps(w, *a.Proof)
	}
	if t := a.Token; t != nil {
		fmt.Fprintf(w, "  %s\n", l.T("the code names {kind} {entity} of {house}, number {index} of its log; the hash begins with {hash}",
			"kind", string(t.Kind), "entity", t.Entity, "house", t.House, "index", t.Index, "hash", t.Prefix))
	}
	if a.Error != nil && (a.Proof == nil || a.Proof.OK) {
		fmt.Fprintf(w, "  %s\n", a.Error.Detail)
		if a.Error.Hint != "" {
			fmt.Fprintf(w, "    %s\n", l.T("makes it pass: {hint}", "hint", a.Error.Hint))
		}
	}
}

func (c *proofCheck) steps(w io.Writer, r checkReport) {
	if r.Entity != "" {
		fmt.Fprintf(w, "  %s\n", c.lang().T("{kind} {entity} of the house {house}", "kind", string(r.Kind), "entity", r.Entity, "house", r.House))
	}
	for _, s := range r.Steps {
		word := c.lang().T("passed")
		if !s.OK {
			word = c.lang().T("FAILED")
		}
		fmt.Fprintf(w, "  %-10s %s: %s\n", s.Name, word, s.Found)
		if s.Hint != "" {
			fmt.Fprintf(w, "             %s\n", s.Hint)
		}
	}
	if r.OK {
		c.content(w, r.Subject)
	}
	if r.LoggedSHA256 != "" && r.LoggedSHA256 != r.SHA256 {
		fmt.Fprintf(w, "  %s\n", c.lang().T("the log names the original hash {hash}", "hash", r.LoggedSHA256))
	}
}

// content tells people what the house says: the members of the subject that fit on a line.
func (c *proofCheck) content(w io.Writer, subject json.RawMessage) {
	var members map[string]any
	if json.Unmarshal(subject, &members) != nil {
		return
	}
	fmt.Fprintf(w, "  %s\n", c.lang().T("The house says:"))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value := members[name]
		if party, ok := value.(map[string]any); ok {
			value = party["name"]
		}
		if text, ok := value.(string); ok && text != "" && !strings.Contains(text, "\n") {
			fmt.Fprintf(w, "    %-16s %s\n", name, text)
		}
	}
}
