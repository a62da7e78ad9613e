package guarantee_test

import (
	"testing"

	"kontor/errs"
	"kontor/guarantee"
)

func recorded() guarantee.Instrument {
	i := promise("gt_1", 100, today.Add(365))
	i.Trust, i.VerifiedOn, i.ReverifyOn, i.Life = guarantee.Unverified, 0, 0, guarantee.Recorded
	return i
}

func finding() guarantee.Verification {
	return guarantee.Verification{Recorder: "lg_anna", Verifier: "lg_boris", Finding: guarantee.Authentic, On: today,
		Evidence: guarantee.Evidence{Kind: guarantee.OwnBankMessage, Ref: "MT799 4711", Bank: "Hausbank", On: today.Add(-1)}}
}

func TestVerify(t *testing.T) {
	i, err := recorded().Verify(finding())
	if err != nil || i.Trust != guarantee.Authentic || i.Life != guarantee.InForce || i.VerifiedOn != today || i.ReverifyOn != today.Add(89) { // from the day of the evidence
		t.Fatalf("got %v %v %v %v, %v", i.Trust, i.Life, i.VerifiedOn, i.ReverifyOn, err)
	}
	if err := i.Check(); err != nil {
		t.Errorf("the verified guarantee is not sound: %v", err)
	}
	v := finding()
	v.Finding = guarantee.Forged
	if i, err = recorded().Verify(v); err != nil || i.Trust != guarantee.Forged || i.Life != guarantee.Revoked {
		t.Errorf("forged: got %v %v, %v", i.Trust, i.Life, err)
	}
	if _, err := i.Verify(finding()); !errs.Is(err, errs.Conflict) {
		t.Errorf("a forged paper became authentic: %v", err)
	}
	old := recorded()
	old.IssuedOn, old.EffectiveOn = today.Add(-200), today.Add(-200)
	v = finding()
	v.Evidence.On = today.Add(-90)
	if i, err = old.Verify(v); err != nil || i.ReverifyOn != today {
		t.Errorf("evidence of 90 days: got %v, %v", i.ReverifyOn, err)
	}
	v.Evidence.On = today.Add(-91)
	if _, err = old.Verify(v); !errs.Is(err, errs.Invalid) {
		t.Errorf("evidence of 91 days: got %v", err)
	}
}

// Scenario 1: the issued text differs from the agreed one by one word.
func TestScenario01TextMismatch(t *testing.T) {
	v := finding()
	v.Agreed, v.Issued = "sha256:aaaa", "sha256:aaab"
	i, err := recorded().Verify(v)
	if err != nil || i.Trust != guarantee.Mismatch {
		t.Fatalf("got %v, %v", i.Trust, err)
	}
	r := mustCover(t, "dl_1", flat(100), []guarantee.Instrument{i}, clear(), today, today.Add(30))
	if r.Covered() || r.Steps[0].Cover.Minor != 0 {
		t.Errorf("a mismatch counts: %v", r.Steps)
	}
}

// Scenario 2: a genuine logo, never confirmed by the guarantor.
func TestScenario02Unverified(t *testing.T) {
	r := mustCover(t, "dl_1", flat(100), []guarantee.Instrument{recorded()}, clear(), today, today.Add(30))
	if r.Covered() || !hasLost(r, "gt_1", guarantee.NotVerified, 100) || !hasLost(r, "gt_1", guarantee.NotInForce, 0) {
		t.Errorf("got %+v", r.Lost)
	}
	if got, want := r.Mend.Text.String(), "verify N-gt_1, or bring 1.00 EUR more cover from 2026-03-02 to 2026-04-01"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Scenario 3: the verifier is the recorder.
func TestScenario03FourEyes(t *testing.T) {
	v := finding()
	v.Verifier = v.Recorder
	if i, err := recorded().Verify(v); !errs.Is(err, errs.Forbidden) || i.Trust != guarantee.Unverified {
		t.Errorf("got %v, %v", i.Trust, err)
	}
	v.Recorder = ""
	if _, err := recorded().Verify(v); !errs.Is(err, errs.Forbidden) {
		t.Errorf("an unknown recorder: got %v", err)
	}
}

func TestVerifyWantsNamedEvidence(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(v *guarantee.Verification)
		field string
	}{
		{"number from the document", func(v *guarantee.Verification) { v.Evidence.Kind = "number_in_letter" }, "evidence_kind"},
		{"no reference", func(v *guarantee.Verification) { v.Evidence.Ref = " " }, "evidence_ref"},
		{"no day", func(v *guarantee.Verification) { v.Evidence.On = 0 }, "evidence_on"},
		{"evidence of tomorrow", func(v *guarantee.Verification) { v.Evidence.On = today.Add(1) }, "evidence_on"},
		{"evidence before the issue", func(v *guarantee.Verification) { v.Evidence.On = today.Add(-31) }, "evidence_on"},
		{"nobody", func(v *guarantee.Verification) { v.Verifier = "" }, "verifier"},
		{"no finding", func(v *guarantee.Verification) { v.Finding = guarantee.Unverified }, "finding"},
		{"no day of verification", func(v *guarantee.Verification) { v.On = 0 }, "on"},
	} {
		v := finding()
		c.spoil(&v)
		i, err := recorded().Verify(v)
		if got := faults(err); got != c.field || i.Trust != guarantee.Unverified {
			t.Errorf("%s: got %q (%v), want %q", c.name, got, i.Trust, c.field)
		}
	}
	over := recorded()
	over.Life = guarantee.Released
	if _, err := over.Verify(finding()); !errs.Is(err, errs.Conflict) {
		t.Errorf("a released guarantee was verified: %v", err)
	}
}
