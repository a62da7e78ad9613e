package store

import (
	"context"

	"kontor/errs"
	"kontor/proof"
	"kontor/store/q"
)

// Proved is what a proof file is made of, before it is signed, with the token of its QR code.
type Proved struct {
	Commitment proof.Commitment
	Subject    []byte // canonical JSON
	Event      proof.SealedEvent
	House      string // origin of the log
	Token      string
	key        proof.Key
}

// Sign puts the signature of the house under the file.
func (p Proved) Sign(attachments []proof.Attachment) ([]byte, error) {
	return p.key.SignFile(proof.NewFile(p.House, p.Commitment, p.Subject, p.Event, attachments))
}

// Prove gathers the proof of what an event proof.export ties to the log. An event that waits for the sealer is sealed at
// once: who asks for a file wants it now.
//
// Errors: NotFound; Refused without the key of the log; Busy when the event cannot be sealed yet.
func (s *Store) Prove(ctx context.Context, centre, event string) (Proved, error) {
	receipt, err := s.Receipt(ctx, centre, event)
	if errs.Is(err, errs.Busy) {
		if _, err := s.Seal(ctx); err != nil {
			return Proved{}, err
		}
		receipt, err = s.Receipt(ctx, centre, event)
	}
	if err != nil {
		return Proved{}, err
	}
	p := Proved{Event: proof.SealedEvent{Receipt: receipt}}
	var keys logKeys
	err = s.Read(ctx, func(tx *Tx) (err error) {
		row, err := tx.Event(ctx, q.EventParams{CentreID: centre, ID: event})
		if err != nil {
			return Missing(err, event)
		}
		p.Event.Words = sealedForm(row).Text
		subject, err := tx.ProofSubject(ctx, q.ProofSubjectParams{CentreID: centre, EventID: event})
		if err != nil {
			return Missing(err, event)
		}
		p.Subject = []byte(subject.SubjectJson)
		if err := row.DataJson.Into(&p.Commitment); err != nil {
			return err
		}
		keys, err = tx.logKeys(ctx)
		return err
	})
	if err != nil {
		return p, err
	}
	if p.key, err = s.logKey(keys); err != nil {
		return p, err
	}
	known := len(keys.Keys)
	if keys, err = keys.signedBy(p.key, 0); err != nil {
		return p, err
	}
	if len(keys.Keys) > known { // a key that signed no checkpoint yet is not published
		return p, notSealed(event)
	}
	p.House = keys.Origin
	p.Token, err = p.key.SignToken(proof.TokenOf(p.House, p.Commitment, receipt.Index))
	return p, err
}
