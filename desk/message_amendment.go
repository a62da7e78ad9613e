package desk

import (
	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/money"
	"kontor/store/q"
	"kontor/wire/mt"
)

// bookAmendment records an MT 767 with its continuations as an amendment. It changes nothing before the house accepts it.
func (w *work) bookAmendment(m incoming) (booked, error) {
	a, _, err := mt.AsAmendment(m.whole.First)
	if err != nil {
		return booked{}, err
	}
	p, warnings, err := w.promiseOfMessage([]string{a.Number, a.Related}, a.Sender)
	if err != nil {
		return booked{}, err
	}
	nr, more, err := w.importAmendment(&p, m.whole, a, hashOf(string(m.raw)))
	if err != nil {
		return booked{}, err
	}
	b := booked{guarantee: p.ID, state: "booked", warnings: append(warnings, more...)}
	if known, err := p.Amendment(nr); err == nil && known.State == guarantee.AmendmentParked {
		b.state = "parked"
	}
	return b, nil
}

// importAmendment records what an MT 767 says.
func (w *work) importAmendment(p *promise, whole mt.Whole, a mt.Amendment, hash string) (nr int, warnings []errs.Text, err error) {
	c := guarantee.Change{Increase: nonZero(a.Increase), Decrease: nonZero(a.Decrease), ExpiresOn: a.Expiry, ExpiryEvent: oneLine(a.Event), Text: head500(whole.Text), Cancel: a.Cancel}
	switch a.ExpiryType { // MT 767 field 23B
	case "FIXD":
		if p.ExpiryType != "" && p.ExpiryType != guarantee.FixedExpiry {
			c.ExpiryType = guarantee.FixedExpiry
		}
	case "COND":
		c.ExpiryType = guarantee.EventExpiry
		if a.Expiry != 0 {
			c.ExpiryType = guarantee.BothExpiry
		}
		c.ExpiryProof = c.ExpiryEvent // the message has one field for both
	case "OPEN":
		c.ExpiryType = guarantee.OpenExpiry
	}
	if a.Beneficiary.BIC != "" || len(a.Beneficiary.Lines) > 0 {
		c.Beneficiary = oneLine(partyLines(a.Beneficiary))
	}
	res, err := w.issueAmendment(p, guarantee.AmendmentIssuedFact{Nr: a.Amendment, Change: c, Source: "MT 767 " + a.Related, Hash: hash, Dated: a.Dated}, whole.Text)
	return res.Nr, res.Warnings, err
}

// nonZero is an amount, or none at all: a currency without money changes nothing.
func nonZero(a money.Amount) money.Amount {
	if a.Minor == 0 {
		return money.Amount{}
	}
	return a
}

// bookNonExtension records an MT 785. It counts by the day on which it was received; the message itself does not say when it was sent,
// so that nothing speaks for an earlier day than that.
func (w *work) bookNonExtension(m incoming) (booked, error) {
	n, _, err := mt.AsNonExtension(m.first())
	if err != nil {
		return booked{}, err
	}
	p, warnings, err := w.promiseOfMessage([]string{n.Number, n.Related}, n.Sender)
	if err != nil {
		return booked{}, err
	}
	res, err := w.importNonExtension(&p, n, w.today, hashOf(string(m.raw)))
	if err != nil {
		return booked{}, err
	}
	if n.Final != 0 && n.Final != res.Ends && res.InTime {
		warnings = append(warnings, errs.T("the notice names {day} as the end, the terms {ends}", "day", n.Final, "ends", res.Ends))
	}
	if !res.InTime {
		warnings = append(warnings, errs.T("the notice came after {latest}: the extension stands", "latest", res.Latest))
	}
	return booked{guarantee: p.ID, state: "booked", warnings: warnings}, nil
}

// importNonExtension records what an MT 785 says, received on a day.
func (w *work) importNonExtension(p *promise, n mt.NonExtension, received day.Date, hash string) (NoticeResult, error) {
	return w.noticeNonExtension(p, guarantee.NonExtensionFact{Sent: received, Received: received, Source: "MT 785 " + n.Number, Hash: hash})
}

// bookReduction records an MT 769 of the guarantor.
func (w *work) bookReduction(m incoming) (booked, error) {
	r, _, err := mt.AsReduction(m.first())
	if err != nil {
		return booked{}, err
	}
	p, warnings, err := w.promiseOfMessage([]string{r.Related, r.Reference}, r.Sender)
	if err != nil {
		return booked{}, err
	}
	more, err := w.importReduction(&p, r, hashOf(string(m.raw)))
	return booked{guarantee: p.ID, state: "booked", warnings: append(warnings, more...)}, err
}

// importReduction records the reduction that an MT 769 states. One without an amount, or whose rest is not ours, is for people to judge:
// charges are never taken for the amount.
func (w *work) importReduction(p *promise, r mt.Reduction, hash string) ([]errs.Text, error) {
	if r.Reduced.Minor == 0 {
		return nil, errs.New(errs.Refused, "the message states no amount that falls away").At(p.ID).Because("read it and record the reduction by hand")
	}
	if _, err := w.reduce(p, guarantee.ReducedFact{Amount: r.Reduced, Document: "MT 769 " + r.Reference, Hash: hash, Plan: plannedAs(p, r.Reduced)}); err != nil {
		return nil, err
	}
	left := money.Of(p.Available().Minor+p.Reserved.Minor, p.Face.Currency)
	if r.Outstanding != nil && *r.Outstanding != left {
		return []errs.Text{errs.T("the message says that {outstanding} are left, the house counts {left}", "outstanding", *r.Outstanding, "left", left)}, nil
	}
	return nil, nil
}

// plannedAs is the number of the planned reduction by event that a reduction may be: the only open one of the same amount.
func plannedAs(p *promise, amount money.Amount) int {
	found := 0
	for n, r := range p.Reductions {
		if r.On == 0 && r.Amount == amount && !p.Came(n+1) {
			if found != 0 {
				return 0
			}
			found = n + 1
		}
	}
	return found
}

// promiseOfMessage finds the guarantee that a message is about by its number, and warns when the sender is not known as its guarantor.
// Errors: NotFound, Conflict when several bear the number.
func (w *work) promiseOfMessage(numbers []string, sender string) (promise, []errs.Text, error) {
	var found []q.Guarantee
	for _, nr := range numbers {
		if nr == "" || nr == "NONREF" || len(found) > 0 {
			continue
		}
		rows, err := w.tx.GuaranteesNumbered(w.ctx, nr)
		if err != nil {
			return promise{}, nil, err
		}
		found = rows
	}
	if len(found) == 0 {
		return promise{}, nil, errs.New(errs.NotFound, "no guarantee {number} is registered", "number", numbers[0]).Because("register the guarantee first, then import the message again")
	}
	var own []q.Guarantee
	for _, g := range found {
		is, err := w.bicOf(g.GuarantorID, sender)
		if err != nil {
			return promise{}, nil, err
		}
		if is {
			own = append(own, g)
		}
	}
	var warnings []errs.Text
	switch {
	case len(own) == 1:
		found = own
	case len(found) == 1:
		warnings = append(warnings, errs.T("the message came from {sender}, which is not registered as a BIC of the guarantor", "sender", sender))
	default:
		return promise{}, nil, errs.New(errs.Conflict, "{n} guarantees bear the number {number}", "n", len(found), "number", numbers[0]).Because("register the BIC of the guarantor's branch, so that they can be told apart")
	}
	p, err := w.promise(found[0].ID)
	return p, warnings, err
}

// bicOf reports whether a BIC is one of a party or of a branch of it; the eight characters of the bank are enough.
func (w *work) bicOf(partyID, bic string) (bool, error) {
	same := func(other string) bool { return len(other) >= 8 && len(bic) >= 8 && other[:8] == bic[:8] }
	branches, err := w.tx.BranchesOfParty(w.ctx, partyID)
	if err != nil {
		return false, err
	}
	for _, b := range branches {
		if same(b.Bic) {
			return true, nil
		}
	}
	ids, err := w.tx.Identifiers(w.ctx, partyID)
	for _, i := range ids {
		if i.Scheme == "BIC" && same(i.Value) {
			return true, nil
		}
	}
	return false, err
}
