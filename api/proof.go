package api

import (
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"kontor/proof"
	"kontor/store"
)

// logHead answers with what the house publishes of its log.
func logHead(c *call) error {
	log, err := c.desk.ReadLog(c.ctx, c.actor)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, log)
}

func describeLog(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"proof"}, "The sealed log", "What the house publishes of its log: its name, its public keys with the newest last, and the newest signed checkpoint."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The log.", r.Schema(reflect.TypeFor[store.Log](), true, ""))}
}

// proofFile sends the proof file of an export, byte for byte as it is checked.
func proofFile(c *call) error {
	name, file, err := c.desk.ProofFile(c.ctx, c.actor, c.r.PathValue("event"))
	if err != nil {
		return err
	}
	return c.sendFile(name, "application/json", file)
}

// proofPaper sends the printed form of an export.
func proofPaper(c *call) error {
	name, pdf, err := c.desk.ProofPaper(c.ctx, c.actor, c.r.PathValue("event"), c.lang)
	if err != nil {
		return err
	}
	return c.sendFile(name, "application/pdf", pdf)
}

// sendFile answers with a file to be kept.
func (c *call) sendFile(name, kind string, body []byte) error {
	c.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	return c.write(http.StatusOK, kind, body)
}

func describeProofFile(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary = []string{"proof"}, "A proof file"
	o.Description = "The file of what proof.export recorded, to be checked on another machine with kontor proof check. It is canonical JSON: keep it byte for byte."
	o.Parameters = []*huma.Param{pathParam("event", "Id of the event that proof.export gave.")}
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The file.", r.Schema(reflect.TypeFor[proof.File](), true, ""))}
}

func describeProofPaper(_ huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary = []string{"proof"}, "The printed form of a proof file"
	o.Description = "A PDF in the language of the caller, with a QR code that names its content. The proof file names the hash of the paper in each language."
	o.Parameters = []*huma.Param{pathParam("event", "Id of the event that proof.export gave.")}
	o.Responses = map[string]*huma.Response{"200": {Description: "The paper.", Content: map[string]*huma.MediaType{
		"application/pdf": {Schema: &huma.Schema{Type: huma.TypeString, ContentEncoding: "binary"}}}}}
}
