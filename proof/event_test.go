package proof_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"kontor/day"
	"kontor/proof"
)

func event() proof.Event {
	return proof.Event{Centre: "ct_minsk", ID: "ev_1", At: 1772442000000001, EffectiveOn: day.MustOf(2026, 3, 2), Actor: "lg_anna", Verb: "deal.release",
		Entity: "dl_1", Party: "pt_nordwald", Deal: "dl_1",
		Text: proof.Words{ActorName: "Anna Beispiel", Form: "{deal} was released", Args: `{"deal":"sL-7"}`, Data: "{}"}}
}

// The encoding is a promise: leaves of years ago must hash the same.
func TestLeafIsCanonical(t *testing.T) {
	want := `kontor event 1
centre 8 ct_minsk
id 4 ev_1
at_us 16 1772442000000001
effective_on 10 2026-03-02
actor 7 lg_anna
verb 12 deal.release
entity 4 dl_1
party 11 pt_nordwald
unit 0 
deal 4 dl_1
guarantee 0 
text_sha256 64 ` + event().Text.Hash() + "\n"
	if got := string(event().Leaf()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := event().Text.Hash(), "58e21dd5"; len(got) != 64 || got[:8] != want {
		t.Errorf("text hash %s, want %s…", got, want)
	}
}

// Whatever changes in an event changes its leaf: no field is forgotten, also not one that is added later.
func TestEveryFieldIsInTheLeaf(t *testing.T) {
	var spoil func(v reflect.Value, name string)
	spoil = func(v reflect.Value, name string) {
		for i := range v.NumField() {
			field := v.Type().Field(i).Name
			e := event()
			target := reflect.ValueOf(&e).Elem()
			if name != "" {
				target = target.FieldByName(name)
			}
			switch f := target.Field(i); f.Kind() {
			case reflect.Struct:
				spoil(f, field)
				continue
			case reflect.String:
				f.SetString(f.String() + "x")
			default:
				f.SetInt(f.Int() + 1)
			}
			if string(e.Leaf()) == string(event().Leaf()) {
				t.Errorf("%s %s is not in the leaf", name, field)
			}
		}
	}
	spoil(reflect.ValueOf(event()), "")
}

// Two different events never have the same leaf, whatever stands in their fields.
func TestLeafIsInjective(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "a", "a\nverb 1 b", "1 a\n", " ", "\n", "actor 1 a\n"})
	rapid.Check(t, func(t *rapid.T) {
		draw := func() proof.Event {
			return proof.Event{Actor: text.Draw(t, "actor"), Verb: text.Draw(t, "verb"), Entity: text.Draw(t, "entity"),
				Text: proof.Words{Reason: text.Draw(t, "reason"), Data: text.Draw(t, "data")}}
		}
		a, b := draw(), draw()
		if same := string(a.Leaf()) == string(b.Leaf()); same != (a == b) {
			t.Fatalf("%+v and %+v: same leaf %v", a, b, same)
		}
	})
}

// A house hands out a receipt for one event; a stranger checks it with nothing but the public key.
func ExampleReceipt_Verify() {
	key, _ := proof.NewKey(zeros{}, "kontor.example/ledger")

	var log proof.Edge
	log.Append(proof.LeafHash(event().Leaf()), nil)
	signed, _ := key.Sign(proof.Checkpoint{Origin: key.Name(), Size: log.Size(), Root: log.Root()})
	receipt := proof.Receipt{Leaf: string(event().Leaf()), Index: 0, Checkpoint: signed}

	checkpoint, err := receipt.Verify(key.Public())
	fmt.Println(checkpoint.Origin, checkpoint.Size, err)

	receipt.Leaf = receipt.Leaf[:len(receipt.Leaf)-2] + "0\n" // somebody says that something else was released
	_, err = receipt.Verify(key.Public())
	fmt.Println(err)
	// Output:
	// kontor.example/ledger 1 <nil>
	// the proof does not tie the event to this log: invalid transparency proof
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
