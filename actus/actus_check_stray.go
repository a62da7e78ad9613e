package actus

import (
	"reflect"
	"slices"
	"strings"

	"kontor/errs"
)

// own are terms that only some types of loans know. In another one they would be passed over in silence, and whoever wrote
// them meant something by it.
var own = []struct {
	types []ContractType
	terms []string
}{
	{[]ContractType{LAM, NAM, ANN}, []string{"cycleAnchorDateOfPrincipalRedemption", "cycleOfPrincipalRedemption", "nextPrincipalRedemptionPayment"}},
	{[]ContractType{ANN}, []string{"amortizationDate"}},
	{[]ContractType{LAX}, []string{"arrayCycleAnchorDateOfPrincipalRedemption", "arrayCycleOfPrincipalRedemption", "arrayNextPrincipalRedemptionPayment",
		"arrayIncreaseDecrease", "arrayCycleAnchorDateOfInterestPayment", "arrayCycleOfInterestPayment", "arrayCycleAnchorDateOfRateReset",
		"arrayCycleOfRateReset", "arrayRate", "arrayFixedVariable"}},
	{[]ContractType{LAX}, []string{"creditLineAmount"}},
	{[]ContractType{PAM, LAM, NAM, ANN, LAX}, []string{"capitalizationEndDate"}},
	{[]ContractType{PAM, LAM, NAM, ANN, LAX}, []string{"maximumPenaltyFreeDisbursement", "penaltyType", "penaltyRate"}},
}

// checkStray refuses terms of one type of loan in another. The public cases leave such terms about, so conformance does not ask.
func (t *Terms) checkStray(faults *errs.Faults) {
	if !t.isLoan() {
		t.checkSides(faults)
		return
	}
	v := reflect.ValueOf(t).Elem()
	for _, o := range own {
		if slices.Contains(o.types, t.ContractType) {
			continue
		}
		var types []string
		for _, typ := range o.types {
			types = append(types, string(typ))
		}
		for _, at := range o.terms {
			if !v.Field(termFields[at]).IsZero() {
				faults.Add(at, "{type} does not know this term", "type", string(t.ContractType)).
					Because("leave it out, or choose one of {list}", "list", strings.Join(types, ", "))
			}
		}
	}
}

func (t *Terms) isLoan() bool {
	return slices.Contains([]ContractType{PAM, LAM, NAM, ANN, LAX, CLM, UMP}, t.ContractType)
}
