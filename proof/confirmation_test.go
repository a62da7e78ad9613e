package proof_test

import (
	"bytes"
	"testing"

	"kontor/errs"
	"kontor/proof"
)

func confirmation() proof.Confirmation {
	return proof.Confirmation{Guarantee: "MB 26/0417", TextSHA256: proof.HashOf([]byte("We undertake")), Amount: "1200000.00 EUR", ExpiresOn: "2028-09-30", Answer: "confirm"}
}

// Scenario 5, for what a guarantor signs: no byte can be altered.
func TestAConfirmationHoldsToTheByte(t *testing.T) {
	key, other := newKey(t, 1, "bank.example/guarantees"), newKey(t, 2, "other.example/guarantees")
	file, err := key.SignConfirmation(confirmation())
	if err != nil {
		t.Fatal(err)
	}
	got, by, err := proof.CheckConfirmation(file, other.Public(), key.Public())
	if err != nil || got != confirmation() || by != key.Public() {
		t.Fatalf("got %+v by %q, %v", got, by, err)
	}
	if _, _, err := proof.CheckConfirmation(file, other.Public()); !errs.Is(err, errs.Invalid) {
		t.Errorf("by the key of another: got %v", err)
	}
	for at := range file {
		altered := bytes.Clone(file)
		altered[at] ^= 1
		if _, _, err := proof.CheckConfirmation(altered, key.Public()); !errs.Is(err, errs.Invalid) {
			t.Fatalf("byte %d altered, %q: got %v, want invalid", at, altered[at], err)
		}
	}
	if _, _, err := proof.CheckConfirmation(append(bytes.TrimSuffix(file, []byte("}")), []byte(`,"amount":"1.00 EUR"}`)...), key.Public()); !errs.Is(err, errs.Invalid) {
		t.Errorf("a second amount: got %v", err)
	}
}
