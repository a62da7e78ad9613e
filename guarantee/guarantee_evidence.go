package guarantee

import (
	"strings"

	"kontor/day"
	"kontor/errs"
)

// EvidenceKind names the ways in which a guarantor can confirm. A telephone number or address taken from the document
// itself is none of them.
type EvidenceKind string

// The ways.
const (
	OwnBankMessage     EvidenceKind = "own_bank_message"       // authenticated message through our own bank
	RegisteredCallBack EvidenceKind = "registered_call_back"   // call to a number from a public register
	Signature          EvidenceKind = "signature"              // signature valid at signing time, by certificate and time stamp
	LogProof           EvidenceKind = "log_proof"              // proof of inclusion in the guarantor's log
	OwnConfirmation    EvidenceKind = "guarantor_confirmation" // the guarantor said so itself, signed in or in a signed file
)

// EvidenceKinds are all ways, in the order in which people read them.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{OwnBankMessage, RegisteredCallBack, Signature, LogProof, OwnConfirmation}
}

// Label is the word for people.
func (k EvidenceKind) Label() errs.Text {
	switch k {
	case OwnBankMessage:
		return errs.T("authenticated message through our own bank")
	case RegisteredCallBack:
		return errs.T("call to a number from a public register")
	case Signature:
		return errs.T("valid signature with time stamp")
	case LogProof:
		return errs.T("proof of inclusion in the guarantor's log")
	case OwnConfirmation:
		return errs.T("the guarantor's own confirmation")
	}
	return errs.T("unknown ({word})", "word", string(k))
}

// Evidence is what the verifier relies upon. Which of its fields are needed, the kind says (Needs).
type Evidence struct {
	Kind EvidenceKind `json:"kind"`
	Ref  string       `json:"ref"`         // message reference, note of the call, certificate serial, proof file
	On   day.Date     `json:"on,omitzero"` // when the guarantor confirmed

	Bank        string      `json:"bank,omitempty"`        // our bank, through which the message came
	Message     string      `json:"message,omitempty"`     // id of the message as it is kept
	Number      string      `json:"number,omitempty"`      // telephone number that was called
	Register    string      `json:"register,omitempty"`    // public register in which the number stands
	Spoke       string      `json:"spoke,omitempty"`       // who answered
	Certificate string      `json:"certificate,omitempty"` // by whom and under which number
	SignedAt    day.Instant `json:"signed_at,omitzero"`
	StampedAt   day.Instant `json:"stamped_at,omitzero"` // time stamp of a third party
	RevokedAt   day.Instant `json:"revoked_at,omitzero"` // when the certificate was revoked, if it was
	Document    string      `json:"document,omitempty"`  // id of the document that shows it
}

// Need is one thing that a kind of evidence must say.
type Need struct {
	Field string // of the request, without "evidence_"
	Hint  errs.Text
}

// Needs are what the kind must say beside its reference and its day (rule T1).
func (k EvidenceKind) Needs() []Need {
	switch k {
	case OwnBankMessage:
		return []Need{{"bank", errs.T("name the bank of the house that passed the message on, or choose the message itself")}}
	case RegisteredCallBack:
		return []Need{{"number", errs.T("write the number that was called")}, {"register", errs.T("name the public register in which the number stands")},
			{"spoke", errs.T("write who answered")}}
	case Signature:
		return []Need{{"certificate", errs.T("name the certificate: its owner, who issued it, its number")}, {"signed_at", errs.T("copy the moment of the signature")},
			{"stamped_at", errs.T("copy the time stamp that a third party gave it")}}
	}
	return nil
}

// says reports whether the evidence says what is needed.
func (e Evidence) says(field string) bool {
	switch field {
	case "bank":
		return !blank(e.Bank) || e.Message != ""
	case "number":
		return !blank(e.Number)
	case "register":
		return !blank(e.Register)
	case "spoke":
		return !blank(e.Spoke)
	case "certificate":
		return !blank(e.Certificate)
	case "signed_at":
		return e.SignedAt != 0
	case "stamped_at":
		return e.StampedAt != 0
	}
	return false
}

func (e Evidence) check(f *errs.Faults, finding Trust) {
	f.Take("evidence_kind", known(e.Kind, EvidenceKinds()))
	if strings.TrimSpace(e.Ref) == "" {
		f.Add("evidence_ref", "the evidence needs a reference").
			Because("give the message reference, the note of the call, the certificate or the proof file")
	}
	for _, n := range e.Kind.Needs() {
		if !e.says(n.Field) {
			f.Add("evidence_"+n.Field, "{evidence}: this is needed", "evidence", e.Kind.Label()).Because("{how}", "how", n.Hint)
		}
	}
	if e.Kind == Signature {
		e.checkSignature(f, finding)
	}
}

// checkSignature holds the moments of a signature against each other: a certificate that was revoked before the time stamp proves
// nothing, one that was revoked after it does (rule T2).
func (e Evidence) checkSignature(f *errs.Faults, finding Trust) {
	if e.SignedAt != 0 && e.StampedAt != 0 && e.StampedAt < e.SignedAt {
		f.Add("evidence_stamped_at", "the time stamp is before the signature").Because("check both moments in the signed file")
	}
	if e.RevokedAt != 0 && e.StampedAt != 0 && e.RevokedAt <= e.StampedAt && finding == Authentic {
		f.Add("evidence_revoked_at", "the certificate was revoked before the time stamp: the signature proves nothing").
			Because("ask the guarantor to confirm in another way")
	}
}
