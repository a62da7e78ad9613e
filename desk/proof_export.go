package desk

import (
	"context"
	"slices"
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/lang"
	"kontor/paper"
	"kontor/proof"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// ProofRequest names what is to be proved.
type ProofRequest struct {
	Kind   string `json:"kind" label:"What is proved" enum:"guarantee|verification|release|demand"`
	Entity string `json:"entity" label:"Of" help:"Id of the guarantee, of the deal whose release order it is, or of the demand."`
}

// ProofResult names the event that ties the thing to the log; with it the file can be fetched.
type ProofResult struct {
	Event  string `json:"event"`
	Kind   string `json:"kind"`
	Entity string `json:"entity"`
	SHA256 string `json:"sha256"`
}

// provers may have proof files made: staff of everything, a guarantor of its own.
var provers = append(slices.Clone(staff), Guarantor)

// ExportProof writes into the log what is proved of a thing: its hash. The file is made when the event is sealed.
var ExportProof = verb(Spec{Name: proof.ExportVerb, Title: "Export a proof file",
	Help: "Record the thing as it stands in the sealed log, so that a file of it can be checked on another machine.", On: "entity", Roles: provers},
	func(w *work, req ProofRequest) (ProofResult, error) {
		kind, entity := proof.Kind(req.Kind), strings.TrimSpace(req.Entity)
		subject, about, err := w.provable(kind, entity)
		if err != nil {
			return ProofResult{}, err
		}
		c, canonical, err := proof.Commit(kind, entity, subject)
		if err != nil {
			return ProofResult{}, err
		}
		about.id, about.data = w.newID(id.Event), c
		err = w.tx.AddProofSubject(w.ctx, q.AddProofSubjectParams{CentreID: w.centre(), EventID: about.id, Kind: req.Kind, Entity: entity, SubjectJson: col.JSON(canonical)})
		if err != nil {
			return ProofResult{}, err
		}
		return ProofResult{Event: about.id, Kind: req.Kind, Entity: entity, SHA256: c.SubjectSHA256}, w.event(about)
	})

// ProofRef is the kind of the entity of which something is proved: a verification is one of a guarantee.
func ProofRef(kind string) string {
	switch proof.Kind(kind) {
	case proof.OfRelease:
		return "deal"
	case proof.OfVerification:
		return "guarantee"
	}
	return kind
}

// ProofKinds are the kinds of proof files that there are of a kind of entity.
func ProofKinds(entityKind string) []string {
	var out []string
	for _, k := range proof.Kinds() {
		if ProofRef(string(k)) == entityKind {
			out = append(out, string(k))
		}
	}
	return out
}

// provableRecord tells whether something can be proved of what a page shows: of a deal, its release order.
func provableRecord(r Record) bool {
	if r.Kind == "deal" {
		return r.State == "released" || r.State == "delivered" || r.State == "defaulted"
	}
	return len(ProofKinds(r.Kind)) > 0
}

// ProofFile makes the proof file of what an event of ExportProof recorded. Its printed form in each language is named in it.
//
// Errors: Forbidden, NotFound; Refused without the key of the log; Busy when the event cannot be sealed yet.
func (d *Desk) ProofFile(ctx context.Context, actor Actor, event string) (name string, file []byte, err error) {
	p, err := d.prove(ctx, actor, event)
	if err != nil {
		return "", nil, err
	}
	var attached []proof.Attachment
	for _, l := range lang.Supported() {
		pdf, err := printed(p, event, l)
		if err != nil {
			return "", nil, err
		}
		attached = append(attached, proof.Attachment{Name: paperName(p, l), Media: "application/pdf", SHA256: proof.HashOf(pdf)})
	}
	file, err = p.Sign(attached)
	return proofName(p) + ".proof.json", file, err
}

// ProofPaper prints what an event of ExportProof recorded, with a QR code.
//
// Errors: as ProofFile.
func (d *Desk) ProofPaper(ctx context.Context, actor Actor, event string, l lang.Lang) (name string, pdf []byte, err error) {
	p, err := d.prove(ctx, actor, event)
	if err != nil {
		return "", nil, err
	}
	pdf, err = printed(p, event, l)
	return paperName(p, l), pdf, err
}

// ProofToken gives the text of the QR code on the printed form.
//
// Errors: as ProofFile.
func (d *Desk) ProofToken(ctx context.Context, actor Actor, event string) (string, error) {
	p, err := d.prove(ctx, actor, event)
	return p.Token, err
}

func printed(p store.Proved, event string, l lang.Lang) ([]byte, error) {
	sheet, err := paper.Proof{Lang: l, Kind: p.Commitment.Kind, Entity: p.Commitment.Entity, Subject: p.Subject, SHA256: p.Commitment.SubjectSHA256,
		House: p.House, Event: event, Token: p.Token,
		Verb: func(name string) string {
			if c, ok := FindCommand(name); ok {
				return l.T(c.Describe().Title)
			}
			return name
		}}.Sheet()
	if err != nil {
		return nil, err
	}
	return sheet.PDF()
}

func paperName(p store.Proved, l lang.Lang) string { return proofName(p) + "." + string(l) + ".pdf" }

// prove gathers the proof, if the reader may still see the thing.
func (d *Desk) prove(ctx context.Context, actor Actor, event string) (store.Proved, error) {
	if err := allow(actor, "proof.file", provers); err != nil {
		return store.Proved{}, err
	}
	err := d.read(ctx, actor, func(w *work) error {
		row, err := w.tx.ProofSubject(ctx, q.ProofSubjectParams{CentreID: actor.Centre, EventID: event})
		if err != nil {
			return store.Missing(err, event)
		}
		if _, _, err := w.provable(proof.Kind(row.Kind), row.Entity); errs.Is(err, errs.NotFound) {
			return store.Missing(errNone, event)
		} else if err != nil && !errs.Is(err, errs.Refused) { // no longer verified, or released: the file tells of then
			return err
		}
		return nil
	})
	if err != nil {
		return store.Proved{}, err
	}
	return d.store.Prove(ctx, actor.Centre, event)
}

// proofName is the name of a file about a thing.
func proofName(p store.Proved) string {
	return string(p.Commitment.Kind) + "-" + p.Commitment.Entity
}

// ReadLog reads what the house publishes of its log: its name, its public keys and the newest signed checkpoint.
func (d *Desk) ReadLog(ctx context.Context, actor Actor) (store.Log, error) {
	if err := allow(actor, "log", everyone); err != nil {
		return store.Log{}, err
	}
	return d.store.Log(ctx)
}
