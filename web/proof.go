package web

import (
	"fmt"
	"net/http"
	"strings"

	"kontor/desk"
)

// provers are the roles that may have proof files.
func provers(*http.Request) ([]desk.Role, error) { return desk.ExportProof.Roles, nil }

// sendProof sends the proof file of an export, or its printed form in the reader's language.
func sendProof(v *visit) error {
	event, format, _ := strings.Cut(v.r.PathValue("file"), ".")
	switch format {
	case "json":
		name, file, err := v.desk.ProofFile(v.ctx, v.actor, event)
		return v.sendFile(name, "application/json", file, err)
	case "pdf":
		name, pdf, err := v.desk.ProofPaper(v.ctx, v.actor, event, v.lang)
		return v.sendFile(name, "application/pdf", pdf, err)
	}
	return lost(v)
}

func (v *visit) sendFile(name, kind string, body []byte, err error) error {
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", kind)
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	_, _ = v.w.Write(body) // the visitor may have left: there is nobody to tell
	return nil
}

// proofPath is where the files of a line of the life line are, "" for a line that exported none.
func proofPath(line desk.Line, format string) string {
	if line.Verb != desk.ExportProof.Name || refused(line.Text) {
		return ""
	}
	return "/proof/" + line.ID + "." + format
}
