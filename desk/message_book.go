package desk

import (
	"kontor/wire/mt"
)

// bookDemand records an MT 765 under a guarantee with its findings, as the guarantor would examine it.
func (w *work) bookDemand(m incoming) (booked, error) {
	d, _, err := mt.AsDemand(m.first())
	if err != nil {
		return booked{}, err
	}
	g, err := w.guaranteeOf(d.Issuer.BIC, d.Related, d.Reference)
	if err != nil || g == "" {
		return notHere(m), err
	}
	res, err := w.importDemand(g, d, m.hash())
	return booked{guarantee: g, state: "booked", warnings: res.Findings}, err
}

// bookRefusal records an MT 786: the guarantor refuses a demand of the house.
func (w *work) bookRefusal(m incoming) (booked, error) {
	r, _, err := mt.AsRefusal(m.first())
	if err != nil {
		return booked{}, err
	}
	g, err := w.guaranteeOf(m.first().Sender, r.Number)
	if err != nil || g == "" {
		return notHere(m), err
	}
	_, err = w.importRefusal(g, r, w.today, m.hash())
	return booked{guarantee: g, state: "booked"}, err
}
