package loan

import "slices"

// Subrogation is what somebody else paid for the debtor and may claim from the debtor now (M9).
type Subrogation struct {
	Party  string          `json:"party"`
	Kind   TransactionKind `json:"kind"`
	Paid   Part            `json:"paid"`          // of it, what met rows of this debt
	PassOn int64           `json:"pass_on_minor"` // the debtor paid the same again: held money that belongs to this party
	IDs    []string        `json:"ids,omitempty"` // of the payments
}

// Subrogations are the claims of guarantors and insurers, in the order in which they paid first. Nobody recovers twice: if
// the debtor pays what a guarantor has paid already, the money meets nothing and is held, and PassOn says whose it is, the
// first who paid first. What a guarantor paid too much is in its own Unapplied and goes back to it.
func (a Account) Subrogations() []Subrogation {
	var out []Subrogation
	own := int64(0) // held money of the debtor
	for _, p := range a.Applied {
		switch p.Kind {
		case GuarantorPayment, InsurerPayment:
			i := slices.IndexFunc(out, func(s Subrogation) bool { return s.Party == p.Party && s.Kind == p.Kind })
			if i < 0 {
				out = append(out, Subrogation{Party: p.Party, Kind: p.Kind})
				i = len(out) - 1
			}
			out[i].Paid = out[i].Paid.Add(p.Part)
			out[i].IDs = append(out[i].IDs, p.ID)
		default:
			own += p.Unapplied
		}
	}
	for i := range out {
		out[i].PassOn = min(own, out[i].Paid.Total())
		own -= out[i].PassOn
	}
	return out
}
