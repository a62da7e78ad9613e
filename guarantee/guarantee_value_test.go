package guarantee_test

import (
	"encoding/csv"
	"math/big"
	"os"
	"strconv"
	"testing"

	"kontor/guarantee"
	"kontor/internal/shared"
)

// Every given vector of rule V2 gives what its last column says, by what its other columns say.
func TestValueVectors(t *testing.T) {
	file, err := os.Open(shared.Data(t, "guarantee", "cover-vectors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatal(len(rows), err)
	}
	for _, row := range rows[1:] {
		var v guarantee.ValueInput
		var want int64
		minor := func(cell string) int64 {
			n, err := strconv.ParseInt(cell, 10, 64)
			if err != nil {
				t.Fatalf("%s: %v", row[0], err)
			}
			return n
		}
		fraction := func(cell string) *big.Rat {
			r, ok := new(big.Rat).SetString(cell)
			if !ok {
				t.Fatalf("%s: %q is no number", row[0], cell)
			}
			return r
		}
		for n, name := range rows[0] {
			switch cell := row[n]; name {
			case "id", "why":
			case "available_minor":
				v.Available = minor(cell)
			case "exposure_minor":
				v.Exposure = minor(cell)
			case "cover_percent":
				v.Percent = fraction(cell)
			case "first_loss_minor":
				v.FirstLoss = minor(cell)
			case "currency_haircut":
				v.Haircut = fraction(cell)
			case "guarantee_residual_years":
				v.Left = fraction(cell)
			case "exposure_residual_years":
				v.Needed = fraction(cell)
			case "original_term_years":
				v.Original = fraction(cell)
			case "expected_minor":
				want = minor(cell)
			default:
				t.Fatalf("unknown column %q", name)
			}
		}
		if got := guarantee.Value(v); got != want {
			t.Errorf("%s: got %d, want %d", row[0], got, want)
		}
	}
}
