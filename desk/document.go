package desk

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/proof"
	"kontor/store"
	"kontor/store/q"
	"kontor/wire/pdf"
)

// documentMost bounds a file that is kept with an entity.
const documentMost = 25 << 20

// DocumentRequest keeps a file with what it belongs to.
type DocumentRequest struct {
	Entity  string `json:"entity" label:"Belongs to" help:"Number of a guarantee or a deal, or the id of a demand or a party."`
	Purpose string `json:"purpose" label:"What it is" enum:"issue|evidence|demand|other"`
	File    File   `json:"file" label:"File"`
	Name    string `json:"name" label:"Name of the file" optional:""`
}

// DocumentResult names a file that is kept.
type DocumentResult struct {
	ID        string `json:"id"`
	Entity    string `json:"entity"`
	Name      string `json:"name"`
	Media     string `json:"media"`
	Size      int64  `json:"size"`
	SHA256    string `json:"sha256"`
	Text      bool   `json:"text"`      // its words could be read
	Duplicate bool   `json:"duplicate"` // this very file was kept before
}

// AddDocument keeps a file, whole and unchanged; its hash is that of all its bytes (rule T3).
var AddDocument = verb(Spec{Name: "document.add", Title: "Add a document", Help: "Keep a file with a guarantee, a demand, a deal or a party.", On: "entity", Roles: []Role{Clerk, Risk, Accountant, Manager}},
	func(w *work, req DocumentRequest) (DocumentResult, error) {
		var f errs.Faults
		f.Take("", checkFile(req.File, false))
		if err := w.entityNumbered(&req.Entity); err != nil {
			return DocumentResult{}, err
		}
		if err := w.holdsDocuments(&f, req.Entity); err != nil {
			return DocumentResult{}, err
		}
		if err := f.Err(); err != nil {
			return DocumentResult{}, err
		}
		res, err := w.keepDocument(req.Entity, req.Purpose, req.Name, req.File)
		if err != nil || res.Duplicate {
			return res, err
		}
		if err := w.event(happening{entity: req.Entity, data: res, text: errs.T("the document {name} was added", "name", res.Name)}); err != nil {
			return res, err
		}
		if id.Kind(req.Entity) != id.Guarantee || req.Purpose != "issue" {
			return res, nil
		}
		p, err := w.promise(req.Entity)
		if err != nil {
			return res, err
		}
		return res, w.giveText(&p, w.textOfFile(req.File))
	})

// entityNumbered puts the id in the place of the number of a guarantee or a deal, when only one bears it.
func (w *work) entityNumbered(entity *string) error {
	*entity = strings.TrimSpace(*entity)
	if id.Kind(*entity) != "" || *entity == "" {
		return nil
	}
	rows, err := w.tx.GuaranteesNumbered(w.ctx, *entity)
	if err != nil {
		return err
	}
	if len(rows) == 1 {
		*entity = rows[0].ID
		return nil
	}
	d, err := w.tx.DealByNr(w.ctx, q.DealByNrParams{CentreID: w.centre(), Nr: *entity})
	if err == nil {
		*entity = d.ID
	}
	if store.None(err) {
		return nil
	}
	return err
}

// holdsDocuments refuses an entity that is not there or keeps no documents.
func (w *work) holdsDocuments(f *errs.Faults, entity string) (err error) {
	switch id.Kind(entity) {
	case id.Guarantee:
		_, err = w.tx.Guarantee(w.ctx, entity)
	case id.Demand:
		_, err = w.tx.Demand(w.ctx, entity)
	case id.Deal:
		_, err = w.deal(entity)
	case id.Party:
		_, err = w.tx.Party(w.ctx, entity)
	default:
		f.Add("entity", "documents are kept with a guarantee, a demand, a deal or a party").Because("copy the id from its page")
	}
	if store.None(err) || errs.Is(err, errs.NotFound) {
		f.Add("entity", "there is no {id}", "id", entity).Because("copy the id from its page")
		return nil
	}
	return err
}

func checkFile(file File, optional bool) error {
	var f errs.Faults
	switch {
	case len(file) == 0 && !optional:
		f.Add("file", "the file is empty").Because("choose it again")
	case len(file) > documentMost:
		f.Add("file", "the file is larger than {most} MiB", "most", documentMost>>20).Because("split it, or save it with less resolution")
	}
	return f.Err()
}

// keepDocument writes the file, once for an entity.
func (w *work) keepDocument(entity, purpose, name string, file File) (DocumentResult, error) {
	res := DocumentResult{ID: w.newID(id.Document), Entity: entity, Name: fileName(name), Media: mediaOf(file), Size: int64(len(file)), SHA256: file.SHA256()}
	known, err := w.tx.DocumentOfHash(w.ctx, q.DocumentOfHashParams{Entity: entity, Sha256: res.SHA256})
	if err == nil {
		res.ID, res.Duplicate = known, true
	}
	if err == nil || !store.None(err) {
		return res, err
	}
	text := w.textOfFile(file)
	res.Text = text != ""
	return res, w.tx.AddDocument(w.ctx, q.AddDocumentParams{ID: res.ID, Entity: entity, Purpose: purpose, Name: res.Name, Media: res.Media, Size: res.Size, Sha256: res.SHA256,
		Content: base64.StdEncoding.EncodeToString(file), Body: text, ByLogin: w.actor.ID, AtUs: w.now()})
}

// textOfFile is what can be read of a file: the words of a PDF, or a text as it is. "" when there is nothing to read.
func (w *work) textOfFile(file File) string {
	text := ""
	switch {
	case len(file) == 0:
	case pdf.Is(file):
		text, _ = pdf.Text(file) // a scan has no words; people paste them
	case strings.HasPrefix(mediaOf(file), "text/plain") && utf8.Valid(file):
		text = strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(string(file), "\ufeff"), "\r\n", "\n"))
	}
	if len(text) > textMost {
		return "" // longer than the text of a guarantee may be
	}
	return text
}

// mediaOf tells what a file is by its first bytes; what it calls itself is not believed.
func mediaOf(file File) string { return http.DetectContentType(file[:min(len(file), 512)]) }

// fileName is the last part of the name of a file, without what a page or a header could stumble over.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`"<>|:*?`, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	if name == "." || name == "/" || name == "" {
		return "file"
	}
	if len(name) > 120 {
		name = strings.ToValidUTF8(name[len(name)-120:], "")
	}
	return name
}

// Document is a file with its content.
type Document struct {
	DocumentResult
	Content []byte `json:"-"`
}

// ReadDocument gives a file to who may see what it belongs to. Errors: Unauthenticated, NotFound.
func (d *Desk) ReadDocument(ctx context.Context, actor Actor, documentID string) (Document, error) {
	if err := allow(actor, "document", everyone); err != nil {
		return Document{}, err
	}
	var out Document
	err := d.read(ctx, actor, func(w *work) error {
		row, err := w.tx.Document(w.ctx, documentID)
		if err != nil {
			return store.Missing(err, documentID)
		}
		if err := w.maySee(row); err != nil {
			return err
		}
		out.DocumentResult = DocumentResult{ID: row.ID, Entity: row.Entity, Name: row.Name, Media: row.Media, Size: row.Size, SHA256: row.Sha256, Text: row.Body != ""}
		out.Content, err = base64.StdEncoding.DecodeString(row.Content)
		return err
	})
	return out, err
}

// maySee lets a guest see the paper of its own guarantees and nothing else; the evidence of the house is the house's.
func (w *work) maySee(row q.Document) error {
	if !w.actor.Role.Guest() {
		if id.Kind(row.Entity) == id.Deal {
			_, err := w.deal(row.Entity)
			return err
		}
		return nil
	}
	hidden := store.Missing(errNone, row.ID)
	if w.actor.Role != Guarantor || row.Purpose != "issue" || id.Kind(row.Entity) != id.Guarantee {
		return hidden
	}
	g, err := w.tx.Guarantee(w.ctx, row.Entity)
	if err != nil || g.GuarantorID != w.actor.Party {
		return hidden
	}
	return nil
}

// KnownRequest asks whether a document is known.
type KnownRequest struct {
	File   File   `json:"file" label:"File" optional:""`
	SHA256 string `json:"sha256" label:"Or its SHA-256" help:"64 hexadecimal digits." optional:""`
	Name   string `json:"name" label:"Name of the file" optional:""`
}

// KnownAnswer says whether this very document is known to the house, and nothing else.
type KnownAnswer struct {
	SHA256 string `json:"sha256"`
	Known  bool   `json:"known"`
}

// Headline is the answer in words.
func (a KnownAnswer) Headline() errs.Text {
	if a.Known {
		return errs.T("This very document is known to the house.")
	}
	return errs.T("No document with exactly these bytes is known to the house.")
}

// Tables are none: nothing else is told.
func (KnownAnswer) Tables() []Table { return nil }

// AskKnown says whether a document is known. Guests of the house may ask, and learn nothing else.
var AskKnown = question(Spec{Name: "document.check", Title: "Is this document known?", Help: "Drop a file and learn whether the house knows exactly this one.", Roles: Roles()},
	func(w *work, req KnownRequest) (KnownAnswer, error) { return w.isKnown(req) })

// CheckDocument is AskKnown without a login, for who was handed a paper and wonders. Who calls bounds how often one may ask.
//
// Errors: Invalid.
func (d *Desk) CheckDocument(ctx context.Context, req KnownRequest) (a KnownAnswer, err error) {
	err = d.read(ctx, Actor{}, func(w *work) error {
		a, err = w.isKnown(req)
		return err
	})
	return a, err
}

func (w *work) isKnown(req KnownRequest) (KnownAnswer, error) {
	sum := strings.ToLower(strings.Join(strings.Fields(req.SHA256), ""))
	if len(req.File) > 0 {
		sum = req.File.SHA256()
	}
	var f errs.Faults
	if len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" {
		f.Add("sha256", "a SHA-256 has 64 hexadecimal digits").Because("choose the file itself, or copy the hash again")
		return KnownAnswer{}, f.Err()
	}
	n, err := w.tx.HashesKnown(w.ctx, sum)
	return KnownAnswer{SHA256: sum, Known: n > 0}, err
}

// proofAsEvidence checks a proof of inclusion that was added as a document: it must hold under a key of the guarantor and name the text.
func (w *work) proofAsEvidence(f *errs.Faults, p promise, e *guarantee.Evidence) error {
	if e.Document == "" {
		f.Add("evidence_document", "the proof file is not at hand").Because("add it to the guarantee as a document and give its id here")
		return nil
	}
	row, err := w.tx.Document(w.ctx, e.Document)
	if store.None(err) {
		return nil // named by who asked
	}
	if err != nil {
		return err
	}
	content, err := base64.StdEncoding.DecodeString(row.Content)
	if err != nil {
		return err
	}
	keys, _, err := w.keysOf(p.Guarantor)
	if errs.Is(err, errs.Refused) {
		f.Take("evidence_document", err)
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := proof.Check(content, keys...); err != nil {
		f.Add("evidence_document", "the file proves nothing: {why}", "why", errs.As(err).Text).Because("the original has {hash}; ask the guarantor for the proof of this text", "hash", p.Text.Issued)
		return nil
	}
	if !bytes.Contains(content, []byte(p.Text.Issued)) || p.Text.Issued == "" {
		f.Add("evidence_document", "the proof does not name the hash of the issued text").Because("the original has {hash}; ask the guarantor for the proof of this text", "hash", p.Text.Issued)
	}
	return nil
}
