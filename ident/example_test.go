package ident_test

import (
	"fmt"

	"kontor/errs"
	"kontor/ident"
)

func ExampleParse() {
	n, err := ident.Parse(ident.IBAN, "de89 3704 0044 0532 0130 00")
	fmt.Println(n.Value, n.Country, err)

	_, err = ident.Parse(ident.INN, "ИНН 7736500003")
	fmt.Println(err)
	fmt.Println(errs.As(err).Hint)
	// Output:
	// DE89370400440532013000 DE <nil>
	// INN 7736500003 fails its check digit: at least one character is wrong
	// compare it with the document character by character; often two neighbours are swapped
}

func ExampleCheck() {
	warnings, err := ident.Check(ident.VIN, "1m8gd m9a1-kp042788")
	fmt.Println(warnings, err)
	// Output:
	// [VIN 1M8GDM9A1KP042788 fails its check digit: at least one character may be wrong, read the plate again] <nil>
}
