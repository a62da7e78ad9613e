package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kontor/errs"
	"kontor/wire/mt"
)

// guaranteeFileCommands read messages from files and need no house. They stand under the noun guarantee beside the verbs of the desk.
func (p *program) guaranteeFileCommands() []*cobra.Command {
	return []*cobra.Command{
		{Use: "read FILE...", Short: "Read SWIFT messages of guarantees and write their fields as JSON", Args: atLeast(1, "one or more files, or - for standard input"),
			Long: "Reads MT 759, 760, 761, 765, 767, 768, 769, 775, 785, 786, 787 and 798 and writes a JSON array, one object a file:\n" +
				"file, type, valid, findings and fields. The file is named without its folders. A broken message is read as far as it goes.\n" +
				"Exit code 1 when a file cannot be opened; what is wrong with a message stands in its findings.",
			RunE: func(_ *cobra.Command, args []string) error { return p.readMessages(args) }},
		{Use: "check FILE...", Short: "Check SWIFT messages of guarantees and name every broken rule", Args: atLeast(1, "one or more files, or - for standard input"),
			Long: "Checks formats, codes, order and network rules. Each finding is a line: severity, file, sequence and field, rule, sentence.\n" +
				"Exit code 1 when there is an error; warnings alone are 0.",
			RunE: func(_ *cobra.Command, args []string) error { return p.checkMessages(args) }},
	}
}

// messageFile is what reading one file gave.
type messageFile struct {
	File     string           `json:"file"`
	Type     *string          `json:"type"` // null when nothing says it
	Valid    bool             `json:"valid"`
	Findings []messageFinding `json:"findings"`
	Fields   mt.Values        `json:"fields"`
}

type messageFinding struct {
	Rule       mt.Rule     `json:"rule"`
	Sequence   string      `json:"sequence"`
	Tag        string      `json:"tag"`
	Severity   mt.Severity `json:"severity"`
	SwiftError string      `json:"swift_error,omitempty"`
	Text       string      `json:"text"`
}

// readMessages writes what stands in the files. A file that cannot be read is named and the others are still shown.
func (p *program) readMessages(paths []string) error {
	out := []messageFile{}
	failed := p.eachMessage(paths, func(file messageFile) { out = append(out, file) })
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		return errs.Wrap("cli.read", err)
	}
	return failed
}

// checkMessages prints the findings of the files for people.
func (p *program) checkMessages(paths []string) error {
	l, files, wrong, warnings := p.lang(), 0, 0, 0
	failed := p.eachMessage(paths, func(file messageFile) {
		files++
		for _, f := range file.Findings {
			severity := l.T("error")
			if f.Severity == mt.Warning {
				severity = l.T("warning")
				warnings++
			}
			rule := string(f.Rule)
			if f.SwiftError != "" {
				rule += " " + f.SwiftError
			}
			fmt.Fprintf(p.out, "%s: %s: %s[%s] %s\n", file.File, severity, where(f), rule, f.Text)
		}
		if !file.Valid {
			wrong++
		}
	})
	fmt.Fprintln(p.out, l.T("Messages: {files}, with errors: {wrong}, warnings: {warnings}", "files", files, "wrong", wrong, "warnings", warnings))
	if failed == nil && wrong > 0 {
		return errFound
	}
	return failed
}

// where names the field of a finding.
func where(f messageFinding) string {
	if at := strings.TrimSpace(f.Sequence + " " + f.Tag); at != "" {
		return at + " "
	}
	return ""
}

// eachMessage reads the files one by one. What cannot be opened is said at once; the error says at the end that something failed.
func (p *program) eachMessage(paths []string, take func(messageFile)) error {
	var failed error
	for _, path := range paths {
		b, err := p.read(path)
		if err != nil {
			p.explain(unopened(path, err))
			failed = errFound
			continue
		}
		take(p.messageFile(path, b))
	}
	return failed
}

// unopened says why a file could not be read, by its name.
func unopened(path string, err error) *errs.Error {
	if e := errs.As(err); e.Code != errs.Internal {
		return e.At(path)
	}
	return errs.New(errs.Invalid, "{file} cannot be read", "file", path).Because("name a file that you may open")
}

// messageFile reads one message.
func (p *program) messageFile(path string, b []byte) messageFile {
	m, err := mt.Read(b)
	findings := m.Check()
	if e := errs.As(err); e != nil { // too long to be taken apart: it still has its place in the list, with the reason
		findings = []mt.Finding{{Rule: mt.Length, Severity: mt.Error, Text: e.Text}}
	}
	file := messageFile{File: filepath.Base(path), Valid: mt.Valid(findings), Findings: []messageFinding{}, Fields: m.Values()}
	if m.Type != "" {
		file.Type = &m.Type
	}
	for _, f := range findings {
		file.Findings = append(file.Findings, messageFinding{f.Rule, f.Sequence, f.Tag, f.Severity, f.SwiftError, p.lang().Say(f.Text)})
	}
	return file
}
