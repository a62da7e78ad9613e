package guarantee_test

import (
	"testing"

	"kontor/errs"
	"kontor/guarantee"
)

// Evidence from before an amendment says nothing of the terms as they are now, nor does the guarantor's own confirmation of the old ones.
func TestEvidenceFromBeforeAnAmendmentProvesNothingOfIt(t *testing.T) {
	c := newCourse(t, historyStart, guarantee.Terms{ExpiresOn: historyStart.Add(300)})
	asked, amended := historyStart.Add(1), historyStart.Add(5)
	c.must(asked, "guest", guarantee.ConfirmedFact{Confirmation: guarantee.Confirmation{Amount: c.Face, ExpiresOn: c.ExpiresOn}})
	by := func(k guarantee.EvidenceKind, on int) guarantee.VerifiedFact {
		return guarantee.VerifiedFact{Finding: guarantee.Authentic, Evidence: guarantee.Evidence{Kind: k, Ref: "MSG", Bank: "Hausbank", On: historyStart.Add(on)}}
	}
	c.must(asked, "risk", by(guarantee.OwnConfirmation, 1))
	c.must(amended, "risk", guarantee.AmendmentIssuedFact{Nr: 1, Source: "letter", Change: guarantee.Change{Increase: eur(500)}}, guarantee.AmendmentAcceptedFact{Nr: 1})
	for name, f := range map[string]guarantee.VerifiedFact{"the message of the issue": by(guarantee.OwnBankMessage, 4), "the old confirmation": by(guarantee.OwnConfirmation, 1), "a confirmation that never came": by(guarantee.OwnConfirmation, 5)} {
		if err := c.take(amended, "manager", f); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %v, want invalid", name, err)
		}
	}
	c.must(amended, "guest", guarantee.ConfirmedFact{Confirmation: guarantee.Confirmation{Amount: c.Face, ExpiresOn: c.ExpiresOn}})
	c.must(amended, "manager", by(guarantee.OwnConfirmation, 5))
}

// What ended stays ended, also when two people approve the difference of its text afterwards.
func TestApprovingADifferenceRevivesNothing(t *testing.T) {
	c := newCourse(t, historyStart, guarantee.Terms{ExpiresOn: historyStart.Add(300)})
	c.must(historyStart, "clerk", guarantee.TextAgreedFact{ID: "tx_1", Agreed: "aa"}, guarantee.TextIssuedFact{Issued: "bb", Differs: true})
	c.verify(historyStart)
	c.must(historyStart, "risk", guarantee.RevokedFact{})
	if err := c.take(historyStart, "risk", guarantee.DifferenceApprovedFact{Reason: "harmless"}); !errs.Is(err, errs.Conflict) || c.Life != guarantee.Revoked {
		t.Errorf("got %v, %s", err, c.Life)
	}
}

// An extension granted instead of payment makes who records it the recorder, as an amendment does: not while the paper waits to be verified,
// or its recorder could verify it then.
func TestAnExtensionDoesNotLetTheRecorderVerify(t *testing.T) {
	c := newCourse(t, historyStart, guarantee.Terms{ExpiresOn: historyStart.Add(300)})
	c.verify(historyStart)
	c.must(historyStart, "risk", guarantee.DemandMadeFact{ID: "dm_1", Deal: "dl_1", Amount: eur(100), ExtendTo: historyStart.Add(500)})
	c.must(historyStart, "manager", guarantee.DemandApprovedFact{ID: "dm_1"}, guarantee.DemandSentFact{ID: "dm_1", How: "courier"})
	c.must(historyStart, "manager", guarantee.AmendmentIssuedFact{Nr: 1, Source: "letter", Change: guarantee.Change{Increase: eur(500)}}, guarantee.AmendmentAcceptedFact{Nr: 1})
	answer := guarantee.DemandAnsweredFact{ID: "dm_1", GrantedTo: historyStart.Add(500)}
	if err := c.take(historyStart, "risk", answer); !errs.Is(err, errs.Refused) || c.Recorder != "manager" {
		t.Errorf("got %v, recorder %s", err, c.Recorder)
	}
	c.must(historyStart, "manager", answer)
}

// A correction writes the terms anew; what is known beside them stays: the trouble of the guarantor, a wording that was refused, what fell away.
func TestACorrectionForgetsNothing(t *testing.T) {
	terms := guarantee.Terms{ExpiresOn: historyStart.Add(300), Reductions: []guarantee.Reduction{{On: historyStart.Add(2), Amount: eur(100)}}}
	c := newCourse(t, historyStart, terms)
	c.must(historyStart.Add(3), "risk", guarantee.GuarantorEventFact{Trouble: guarantee.LicenceRevoked, Bars: true, Evidence: "gazette"}, guarantee.WordingRefusedFact{Reason: "unclear"},
		guarantee.ReducedFact{Amount: eur(30), Document: "letter"})
	if c.Reduced != eur(130) {
		t.Fatalf("%s fell away, want 130", c.Reduced)
	}
	c.must(historyStart.Add(4), "clerk", guarantee.CorrectedFact{Terms: c.Terms})
	if c.Barred == "" || c.Wording != guarantee.WordingRefused || c.Reduced != eur(130) {
		t.Errorf("barred %q, wording %s, reduced %s", c.Barred, c.Wording, c.Reduced)
	}
	other := c.Terms
	other.Guarantor, other.Reductions = "pt_other", nil
	c.must(historyStart.Add(5), "clerk", guarantee.CorrectedFact{Terms: other})
	if c.Barred != "" || c.Reduced != eur(30) {
		t.Errorf("another guarantor, no plan: barred %q, reduced %s", c.Barred, c.Reduced)
	}
}

// A file does not say when it was signed: what the guarantor denied, it confirms by signing in.
func TestASignedFileDoesNotUndoADenial(t *testing.T) {
	c := newCourse(t, historyStart, guarantee.Terms{ExpiresOn: historyStart.Add(300)})
	said := guarantee.Confirmation{Amount: c.Face, ExpiresOn: c.ExpiresOn}
	c.must(historyStart, "guest", guarantee.ConfirmedFact{Confirmation: guarantee.Confirmation{Denied: true, Reason: "not ours"}})
	signed := said
	signed.Key = "ky_1"
	if err := c.take(historyStart, "clerk", guarantee.ConfirmedFact{Confirmation: signed}); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v, want invalid", err)
	}
	c.must(historyStart, "guest", guarantee.ConfirmedFact{Confirmation: said})
	c.verify(historyStart)
}

// Nobody pays or accepts a demand before it was sent.
func TestADemandIsNotPaidBeforeItWasSent(t *testing.T) {
	c := newCourse(t, historyStart, guarantee.Terms{ExpiresOn: historyStart.Add(300)})
	c.verify(historyStart)
	c.demand(historyStart.Add(9), "dm_1", 100)
	for name, f := range map[string]guarantee.Fact{"paid": guarantee.DemandPaidFact{ID: "dm_1", Amount: eur(100), Payment: "py_1"}, "accepted": guarantee.DemandAcceptedFact{ID: "dm_1"}} {
		if _, err := c.Take(guarantee.Event{Seq: c.Seq + 1, On: historyStart.Add(8), By: "accountant", Fact: f}); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s the day before: got %v, want invalid", name, err)
		}
	}
}
