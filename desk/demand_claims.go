package desk

import (
	"kontor/guarantee"
	"kontor/money"
)

// addClaims notes at a guarantee what its open demands claim, by deal, and whether a court forbids one of them to be paid.
func (w *work) addClaims(i *guarantee.Instrument) error {
	if i.Reserved.Minor == 0 {
		return nil
	}
	rows, err := w.tx.DemandsOfGuarantee(w.ctx, i.ID)
	for _, m := range rows {
		if m.ReservedMinor == 0 {
			continue
		}
		i.Demanded = append(i.Demanded, guarantee.Allocation{Deal: m.DealID, Amount: money.Of(m.ReservedMinor, i.Face.Currency)})
		var d guarantee.Demand
		if err := m.BodyJson.Into(&d); err != nil {
			return err
		}
		i.Enjoined = i.Enjoined || d.Order.On != 0
	}
	return err
}
