package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
)

// checkAsked is the question of somebody who has no login: the hash alone, computed on the asking side.
type checkAsked struct {
	SHA256 string `json:"sha256"`
}

var checkFields = []desk.Field{{Name: "sha256", Kind: desk.TextField}}

// checkKnown says whether a document is known to the house, to anybody, and nothing else.
func checkKnown(c *call) error {
	raw, err := c.body(bodyMost)
	if err != nil {
		return err
	}
	var in reading
	var asked checkAsked
	in.request(raw, &asked, map[string]any{})
	if err := in.faults.Err(); err != nil {
		return err
	}
	answer, err := c.desk.CheckDocument(c.ctx, desk.KnownRequest{SHA256: asked.SHA256})
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, answer)
}

func describeCheck(r huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary = []string{"document"}, "Is a document known?"
	o.Description = "Whether the house knows a document with exactly this hash, for anybody; nothing else is told."
	o.RequestBody = jsonBody(requestSchema(r, reflect.TypeFor[checkAsked](), checkFields, false))
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("The answer.", r.Schema(reflect.TypeFor[desk.KnownAnswer](), true, ""))}
}

// documentFile sends a file that is kept with an entity.
func documentFile(c *call) error {
	doc, err := c.desk.ReadDocument(c.ctx, c.actor, c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.sendFile(doc.Name, "application/octet-stream", doc.Content)
}

func describeDocumentFile(_ huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"document"}, "A document", "The file as it was kept, byte for byte. Guarantors get the papers of their own guarantees."
	o.Parameters = []*huma.Param{pathParam("id", "Id of the document.")}
	o.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, ContentEncoding: "binary"}}}}}
}
