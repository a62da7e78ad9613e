package proof_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kontor/errs"
	"kontor/proof"
)

// The form is that of RFC 8785: one value, one text.
func TestCanonicalForm(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"b":1,"a":2}`, `{"a":2,"b":1}`},
		{` [ 1 , -1 , 0 , true , null , "" ] `, `[1,-1,0,true,null,""]`},
		{`"\u20ac\u0024\u000F\u000aA'\u0042\u0022\u005c\u005c\u0022\/"`, `"€$\u000f\nA'B\"\\\\\"/"`},
		{`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`, "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}"},
		{`"<&>"`, `"<&>"`}, // nothing is escaped for the sake of HTML
		{`"\u2028\u2029"`, "\"\u2028\u2029\""},
		{`9007199254740991`, `9007199254740991`},
	} {
		got, err := proof.Canonical(json.RawMessage(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.in, got, err, c.want)
		}
	}
}

func TestCanonicalRefuses(t *testing.T) {
	for _, in := range []string{`1.0`, `1e3`, `-0`, `0.1`, `9007199254740992`, `-9007199254740992`, `18446744073709551616`, `{"a":[{"b":1.5}]}`} {
		if got, err := proof.Canonical(json.RawMessage(in)); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: got %s, %v", in, got, err)
		}
	}
	if got, err := proof.Canonical(map[string]any{"f": 1.25}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a float: got %s, %v", got, err)
	}
}

// jsonValue draws what JSON can hold.
func jsonValue(t *rapid.T, deep int) any {
	kinds := 4
	if deep > 0 {
		kinds = 6
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int64Range(-1<<53+1, 1<<53-1).Draw(t, "number")
	case 3:
		return rapid.String().Draw(t, "text")
	case 4:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, jsonValue(t, deep-1))
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		object[rapid.String().Draw(t, "name")] = jsonValue(t, deep-1)
	}
	return object
}

// Canonical form means the same, is its own canonical form, and does not depend on how the value was written.
func TestCanonicalIsOneForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := jsonValue(t, 3)
		once, err := proof.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		indented, _ := json.MarshalIndent(v, " ", "\t")
		again, err := proof.Canonical(json.RawMessage(indented))
		if err != nil || !bytes.Equal(once, again) {
			t.Fatalf("%s and %s, %v", once, again, err)
		}
		var back, want any
		plain, _ := json.Marshal(v)
		if json.Unmarshal(once, &back) != nil || json.Unmarshal(plain, &want) != nil || !reflect.DeepEqual(back, want) {
			t.Fatalf("%s means something else than %s", once, plain)
		}
	})
}

// Whatever JSON comes in: it is refused, or its form is its own form.
func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{`{"a":1}`, `[1,2.5]`, `"\ud800"`, `{"a":1,"a":2}`, `-0`, `"\u0000"`, `[[[[]]]]`, ` 1 `, `1 2`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if !json.Valid(in) {
			return
		}
		once, err := proof.Canonical(json.RawMessage(in))
		if err != nil {
			return
		}
		again, err := proof.Canonical(json.RawMessage(once))
		if err != nil || !bytes.Equal(once, again) || !utf8.Valid(once) {
			t.Errorf("%q became %q and then %q, %v", in, once, again, err)
		}
	})
}
