package loan

import (
	"slices"
	"strings"

	"kontor/errs"
)

// strategies are waterfalls that lenders know by name. All of them let money beyond what is due meet the next instalment.
var strategies = map[string]Order{
	"PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER": Of(Penalty, Fee, Interest, Principal),
	"CREOCORE_UNIQUE":                         Of(Penalty, Fee, Interest, Principal),
	"PRINCIPAL_INTEREST_PENALTIES_FEES_ORDER": Of(Principal, Interest, Penalty, Fee),
	"INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER": Of(Interest, Principal, Penalty, Fee),
	"HEAVENSFAMILY_UNIQUE":                    Of(Principal, Interest, Fee, Penalty),
	"EARLY_REPAYMENT_STRATEGY":                dueThenAhead(false, parts(Interest, Principal, Penalty, Fee), parts(Principal)),
	"OVERDUE_DUE_FEE_INTEREST_PRINCIPAL":      overdueFirst(),
	"DUE_PENALTY_INTEREST_PRINCIPAL_FEE_IN_ADVANCE_PENALTY_INTEREST_PRINCIPAL_FEE": dueThenAhead(true,
		parts(Penalty, Interest, Principal, Fee), parts(Penalty, Interest, Principal, Fee)),
	"DUE_PENALTY_FEE_INTEREST_PRINCIPAL_IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST": dueThenAhead(true,
		parts(Penalty, Fee, Interest, Principal), parts(Principal, Penalty, Fee, Interest)),
	"ADVANCED_PAYMENT_ALLOCATION": Of(Penalty, Fee, Principal, Interest),
}

// codes are second names of the same.
var codes = map[string]string{
	"MIFOS_STANDARD_STRATEGY":                          "PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER",
	"CREOCORE_STRATEGY":                                "CREOCORE_UNIQUE",
	"HEAVENSFAMILY_STRATEGY":                           "HEAVENSFAMILY_UNIQUE",
	"RBI_INDIA_STRATEGY":                               "OVERDUE_DUE_FEE_INTEREST_PRINCIPAL",
	"OVERDUE_DUE_FEE_INT_PRINCIPAL":                    "OVERDUE_DUE_FEE_INTEREST_PRINCIPAL",
	"PRINCIPAL_INTEREST_PENALTIES_FEES_ORDER_STRATEGY": "PRINCIPAL_INTEREST_PENALTIES_FEES_ORDER",
	"INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER_STRATEGY": "INTEREST_PRINCIPAL_PENALTIES_FEES_ORDER",
}

func parts(c ...Component) []Component { return c }

// dueThenAhead has one order for what is past due or due and another one for what is paid ahead; what that one leaves out is
// not paid ahead.
func dueThenAhead(ownDue bool, due, ahead []Component) Order {
	o := Order{OwnDue: ownDue}
	for _, t := range []Timeliness{PastDue, Due} {
		for _, c := range due {
			o.Buckets = append(o.Buckets, BucketOf(t, c))
		}
	}
	for _, c := range ahead {
		o.Buckets = append(o.Buckets, BucketOf(InAdvance, c))
	}
	return o
}

// overdueFirst pays penalties, fees and interest of all rows that are due before any principal.
func overdueFirst() Order {
	o := Order{Vertical: true, AheadByRow: true}
	for _, c := range []Component{Penalty, Fee, Interest, Principal} {
		o.Buckets = append(o.Buckets, BucketOf(PastDue, c), BucketOf(Due, c))
	}
	for _, c := range []Component{Penalty, Fee, Interest, Principal} {
		o.Buckets = append(o.Buckets, BucketOf(InAdvance, c))
	}
	return o
}

// Strategy finds a waterfall by the name under which lenders know it, written in capitals or small letters, with
// underscores or hyphens. Errors: Invalid names those there are.
func Strategy(name string) (Order, error) {
	key := strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(name))
	if full, ok := codes[key]; ok {
		key = full
	}
	o, ok := strategies[key]
	if !ok {
		o, ok = strategies[strings.TrimSuffix(key, "_STRATEGY")]
	}
	if !ok {
		return Order{}, errs.New(errs.Invalid, "{text} is no payment order", "text", name).Because("choose one of {names}", "names", strings.Join(Strategies(), ", "))
	}
	o.Buckets = slices.Clone(o.Buckets)
	return o, nil
}

// Strategies are the names that Strategy knows, by alphabet.
func Strategies() []string {
	names := make([]string, 0, len(strategies))
	for name := range strategies {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
