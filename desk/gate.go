package desk

import (
	"context"
	"slices"
	"strings"

	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/id"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
	"kontor/vet"
)

// GateView is the gate's answer with the cover day by day behind it, for the explain panel.
type GateView struct {
	Deal   string           `json:"deal"`
	Nr     string           `json:"nr"`
	Answer deal.Answer      `json:"answer"`
	Cover  guarantee.Result `json:"cover"`
}

// Gate asks whether a deal's units may leave, without changing anything.
func (d *Desk) Gate(ctx context.Context, actor Actor, dealID string) (GateView, error) {
	var v GateView
	if err := allow(actor, "deal.gate", staff); err != nil {
		return v, err
	}
	err := d.read(ctx, actor, func(w *work) error {
		row, err := w.deal(dealID)
		if err != nil {
			return err
		}
		facts, err := w.facts(row, w.today)
		v = GateView{Deal: row.ID, Nr: row.Nr, Answer: deal.Ask(facts), Cover: facts.Cover}
		return err
	})
	return v, err
}

// ask asks the gate for the hand-over itself: everything that held at the release must hold on the day the units leave.
func (w *work) ask(d q.Deal, from day.Date) (deal.Answer, error) {
	facts, err := w.facts(d, min(from, w.today))
	if err != nil {
		return deal.Answer{}, err
	}
	if facts.Stage == deal.Released {
		facts.Stage = deal.Signed // the order is at hand; the other conditions are asked again
	}
	return deal.Ask(facts), nil
}

// ReleaseResult is the release order.
type ReleaseResult struct {
	Order  string      `json:"order"`
	Deal   string      `json:"deal"`
	Nr     string      `json:"nr"`
	Answer deal.Answer `json:"answer"`
}

// ReleaseDeal asks the gate and writes the release order, in one transaction. A refusal lists every reason and stays in
// the timeline.
var ReleaseDeal = verb(Spec{Name: "deal.release", Title: "Release", Help: "Ask the gate and let the units leave; a refusal lists every reason with what would make it pass.", On: "deal", Roles: []Role{Manager}, Record: true},
	func(w *work, req DealRequest) (ReleaseResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return ReleaseResult{}, err
		}
		facts, err := w.facts(d, w.today)
		if err != nil {
			return ReleaseResult{}, err
		}
		order, answer, err := deal.Release(facts, w.actor.ID, w.moment())
		if err != nil {
			return ReleaseResult{}, err
		}
		res := ReleaseResult{Order: w.newID(id.Release), Deal: d.ID, Nr: d.Nr, Answer: answer}
		if err := w.tx.Release(w.ctx, w.centre(), res.Order, order); err != nil {
			return ReleaseResult{}, err
		}
		return res, w.event(happening{entity: d.ID, party: d.CustomerID, data: answer, text: errs.T("{deal} was released: every condition is met", "deal", d.Nr)})
	})

// moment is the business moment of the verb: now by the clock of the house.
func (w *work) moment() day.Instant { return day.FromTime(w.desk.Now()) }

// facts reads everything the gate asks about a deal, in the transaction of the verb.
func (w *work) facts(d q.Deal, from day.Date) (deal.Facts, error) {
	f := deal.Facts{Deal: d.ID, Kind: deal.Kind(d.Kind), Stage: deal.Stage(d.Stage), Today: w.today, End: max(d.EndsOn, w.today)}
	rows, err := w.tx.Instalments(w.ctx, q.InstalmentsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return f, err
	}
	f.Contract = contractOf(d, rows)
	instruments, err := w.instrumentsOf(d.ID)
	if err != nil {
		return f, err
	}
	if err := w.partyFacts(&f, d, instruments); err != nil {
		return f, err
	}
	if f.Waivers, err = w.waivers(d.ID); err != nil {
		return f, err
	}
	if err := w.coverFacts(&f, d, rows, from); err != nil {
		return f, err
	}
	f.Units, err = w.unitFacts(d)
	return f, err
}

func contractOf(d q.Deal, rows []q.Instalment) deal.Contract {
	currency := money.Currency(d.Currency)
	c := deal.Contract{SignedOn: d.SignedOn, Price: money.Of(d.PriceMinor, currency), AdvanceRequired: money.Of(0, currency), AdvancePaid: money.Of(d.UnappliedMinor, currency)}
	for _, r := range rows {
		if r.Kind == string(lease.AdvanceRow) {
			c.AdvanceRequired.Minor += r.PrincipalMinor
			c.AdvancePaid.Minor += r.PaidPrincipal
		}
	}
	return c
}

func (w *work) instrumentsOf(dealID string) ([]guarantee.Instrument, error) {
	rows, err := w.tx.GuaranteesOfDeal(w.ctx, dealID)
	if err != nil {
		return nil, err
	}
	out := make([]guarantee.Instrument, 0, len(rows))
	for _, r := range rows {
		i, err := w.withAllocations(r)
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, nil
}

// partyFacts gathers everybody with a part in the deal: the customer, the guarantors, the makers of the units.
func (w *work) partyFacts(f *deal.Facts, d q.Deal, instruments []guarantee.Instrument) error {
	if err := w.listFacts(f); err != nil {
		return err
	}
	type role struct{ party, role string }
	roles := []role{{d.CustomerID, deal.RoleCustomer}}
	for _, i := range instruments {
		roles = append(roles, role{i.Guarantor, deal.RoleGuarantor})
	}
	units, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return err
	}
	for _, u := range units {
		row, err := w.tx.Unit(w.ctx, q.UnitParams{CentreID: w.centre(), ID: u.UnitID})
		if err != nil {
			return err
		}
		roles = append(roles, role{row.MakerID, "maker"})
	}
	seen := map[string]bool{}
	for _, r := range roles {
		if seen[r.party] {
			continue
		}
		seen[r.party] = true
		p, err := w.partyFact(r.party, r.role)
		if err != nil {
			return err
		}
		f.Parties = append(f.Parties, p)
	}
	return nil
}

// listFacts gathers the watch lists in force.
func (w *work) listFacts(f *deal.Facts) error {
	sets, err := w.tx.ActiveListSets(w.ctx)
	for _, s := range sets {
		f.Lists = append(f.Lists, deal.List{ID: s.ID, Source: s.Source, Listed: s.ListedOn, StaleOn: staleOn(s)})
	}
	return err
}

// partyFact is a party with its newest vetting. A vetting of another fingerprint is stale, whatever it said.
func (w *work) partyFact(partyID, role string) (deal.Party, error) {
	row, err := w.tx.Party(w.ctx, partyID)
	if err != nil {
		return deal.Party{}, store.Missing(err, partyID)
	}
	p := deal.Party{ID: row.ID, Name: row.Name, Role: role, Outcome: row.Vetting}
	v, err := w.tx.NewestVetting(w.ctx, partyID)
	if store.None(err) {
		p.Outcome = "unscreened"
		return p, nil
	}
	if err != nil {
		return p, err
	}
	p.ScreenedOn, p.Lists = v.AtUs.Date(), strings.Split(v.ListSets, ",")
	lapsed, err := w.clearingLapsed(row, p.ScreenedOn)
	if err != nil {
		return p, err
	}
	if v.Fingerprint != row.Fingerprint || lapsed {
		p.Outcome = "stale"
	}
	if p.Outcome != deal.OutcomeClear {
		p.Reasons, err = unpackTexts(v.ReasonsJson)
	}
	return p, err
}

// clearingLapsed reports whether a vetting relied on a clearing that has run out since, which the next close of a day will
// open again; the gate does not wait for it.
func (w *work) clearingLapsed(row q.Party, screened day.Date) (bool, error) {
	if row.Vetting != deal.OutcomeClear {
		return false, nil
	}
	hits, err := w.tx.PartyHits(w.ctx, q.PartyHitsParams{PartyID: row.ID, Fingerprint: row.Fingerprint})
	return slices.ContainsFunc(hits, func(h q.Hit) bool {
		return h.State == string(vet.Cleared) && screened < h.ExpiresOn && h.ExpiresOn <= w.today
	}), err
}

func (w *work) unitFacts(d q.Deal) ([]deal.Unit, error) {
	lines, err := w.tx.DealUnits(w.ctx, q.DealUnitsParams{CentreID: w.centre(), DealID: d.ID})
	if err != nil {
		return nil, err
	}
	var out []deal.Unit
	for _, line := range lines {
		u, _, err := w.unit(line.UnitID)
		if err != nil {
			return nil, err
		}
		out = append(out, deal.UnitOf(u, unitLabel(u)))
	}
	return out, nil
}
