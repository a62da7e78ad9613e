package lease

import (
	"cmp"

	"kontor/money"
)

func (ref Reference) quote(req QuoteRequest) (Quote, error) {
	s, err := Plan(req.Terms)
	if err != nil {
		return Quote{}, err
	}
	q := Quote{Version: cmp.Or(req.Version, 1), ExpiresOn: req.ExpiresOn, SolvedFor: ForRental, Solution: s.Rental.Decimal(), Terms: req.Terms, Schedule: s,
		Yields: Yields{Nominal: s.YieldNominal, Effective: s.YieldEffective}}
	q.Flows = append(q.Flows, CashFlow{On: req.Start, Minor: -s.Financed.Minor, What: "financed"})
	for _, r := range s.Rows {
		if r.Kind != AdvanceRow {
			q.Flows = append(q.Flows, CashFlow{On: r.DueOn, Minor: r.Payment(), What: string(r.Kind)})
		}
	}
	q.Terms.Rental = money.Amount{}
	return q, nil
}
