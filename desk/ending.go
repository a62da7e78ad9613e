package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/id"
	"kontor/lease"
	"kontor/ledger"
	"kontor/loan"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
)

// unitValue is the kind of a payment that is no money: the value of a unit that came back.
const unitValue = "unit"

// unitSale is the kind of a payment that comes from whom a unit was sold to that came back.
const unitSale = "sale"

// ending is a lease that is about to end, with where it stands on the day.
type ending struct {
	servicing
	on       day.Date
	position lease.Position
	accruing lease.Accruing
	residual int64        // that others than the customer stand for
	backer   lease.Backer // who
}

// SettlementView is a settlement of a deal, as it was asked for.
type SettlementView struct {
	Deal string `json:"deal"`
	Nr   string `json:"nr"`
	lease.Settlement
}

// Headline is the result in one line.
func (v SettlementView) Headline() errs.Text {
	if v.Result.Minor < 0 {
		return errs.T("On {day} the customer is owed {amount}.", "day", v.AsOf, "amount", money.Of(-v.Result.Minor, v.Result.Currency))
	}
	return errs.T("On {day} the customer owes {amount}.", "day", v.AsOf, "amount", v.Result)
}

// Tables are the legs and their result, for people.
func (v SettlementView) Tables() []Table {
	t := settlementTable()
	settlementRows(&t, string(v.Kind), v.AsOf, v.Legs, v.Result)
	return []Table{t}
}

// SettlementResult is a settlement and what became of the deal by it.
type SettlementResult struct {
	SettlementView
	ID        string       `json:"settlement"`
	Stage     string       `json:"stage"`
	Owed      money.Amount `json:"owed"`      // still, by the customer
	Unapplied money.Amount `json:"unapplied"` // of the customer's money: it goes back by a payback
}

// ending opens a lease of a stage for its end on a day; nothing may have happened in it since.
func (w *work) ending(dealID string, on day.Date, stage deal.Stage) (ending, error) {
	e := ending{on: on}
	if e.on == 0 {
		e.on = w.today
	}
	var err error
	if e.deal, err = w.deal(dealID); err != nil {
		return e, err
	}
	switch {
	case e.deal.Stage != string(stage) && stage == deal.Defaulted:
		return e, errs.New(errs.Conflict, "{deal} is {stage}, only a defaulted deal can be terminated", "deal", e.deal.Nr, "stage", deal.Stage(e.deal.Stage).Label()).At(e.deal.ID).
			Because("declare the default first, with its cause")
	case e.deal.Stage != string(stage):
		return e, notRunning(e.deal)
	}
	if err := w.catchUp(&e.deal, w.today); err != nil {
		return e, err
	}
	var f errs.Faults
	if e.on > w.today {
		f.Add("on", "the day is today or earlier")
	} else if e.on < e.deal.NewestOn {
		f.Add("on", "something was booked for {day} already", "day", e.deal.NewestOn).Because("take that day or a later one")
	}
	if err := f.Err(); err != nil {
		return e, err
	}
	return e, w.stand(&e)
}

// stand reads where a lease stands on the day.
func (w *work) stand(e *ending) error {
	if e.deal.Kind != string(deal.Lease) {
		return errs.New(errs.Refused, "{deal} has no rentals", "deal", e.deal.Nr).At(e.deal.ID).Because("a sale ends when its price is paid")
	}
	debt, err := w.tx.Debt(w.ctx, e.deal)
	if store.None(err) {
		return errs.New(errs.Refused, "{deal} was not brought up to date yet", "deal", e.deal.Nr).At(e.deal.ID).Because("count its lateness first")
	}
	if err != nil {
		return err
	}
	if e.account, err = debt.Replay(e.on); err != nil {
		return errs.As(err).At(e.deal.ID)
	}
	if err := w.termsInForce(e.deal, &e.terms); err != nil {
		return err
	}
	terms, err := e.leaseOf(0, 0, 1, e.deal.StartsOn)
	if err != nil {
		return err
	}
	e.accruing = lease.Accruing{Rate: terms.Rate, DayCount: terms.DayCount, Rounding: terms.Rounding}
	e.position = lease.PositionOf(e.account, money.Currency(e.deal.Currency), e.deal.StartsOn, e.on)
	return e.stands()
}

// stands notes the residual that others than the customer stand for; the rows that he owes do not have it.
func (e *ending) stands() error {
	signed, err := signedOffer(e.deal)
	if err != nil {
		return err
	}
	e.backer = signed.Terms.ResidualBy
	for _, r := range signed.Signed().Rows {
		if r.Kind != lease.ValueRow {
			continue
		}
		if e.residual += r.Principal; r.DueOn > e.on {
			e.position.Residual += r.Principal
		}
	}
	return nil
}

// signedOffer is the lease as it was signed, from the day of its delivery.
func signedOffer(d q.Deal) (lease.Offer, error) {
	var terms TermsRequest
	if err := d.TermsJson.Into(&terms); err != nil {
		return lease.Offer{}, err
	}
	_, offer, err := terms.Offer(d.StartsOn)
	return offer, err
}

// extra is what a settlement asks for beside the debt, and the account that it belongs to.
type extra struct {
	to    ledger.Code
	minor int64
}

// extrasOf are the legs of a settlement that the debt does not know.
func extrasOf(s lease.Settlement, to map[lease.LegKind]ledger.Code) (out []extra) {
	for _, l := range s.Legs {
		if code, ok := to[l.Kind]; ok {
			out = append(out, extra{code, l.Minor})
		}
	}
	return out
}

// bookEnding makes the account owe what a settlement says: all that is left falls due with interest to date, what else is asked for
// is charged, and what the settlement leaves out is given up. The credit is what is booked afterwards for a unit or by an insurer.
func (w *work) bookEnding(e *ending, s lease.Settlement, credit int64, extras []extra) error {
	interest := s.Of(lease.InterestLeg)
	if rows, _ := e.account.Ahead(e.on); len(rows) > 0 || interest > 0 {
		t := loan.Transaction{Kind: loan.Accelerate, On: e.on, Due: e.on, Part: loan.Part{Interest: interest}, Reason: w.reasonOr("settlement")}
		if _, _, err := w.change(&e.deal, t); err != nil {
			return err
		}
		if err := w.stand(e); err != nil {
			return err
		}
	}
	asked := int64(0)
	for _, x := range extras {
		asked += x.minor
	}
	rest := s.Result.Minor + credit - asked - (e.account.Open().Total() - e.account.Unapplied) // that the account does not say yet
	if rest > 0 {
		asked += rest
		extras = append(extras, extra{ledger.IncomeInterest, rest})
	}
	var charge loan.Applied
	if asked > 0 {
		var err error
		if charge, _, err = w.change(&e.deal, loan.Transaction{Kind: loan.Charge, On: e.on, Due: e.on, Amount: asked, Reason: w.reasonOr("settlement")}); err != nil {
			return err
		}
	}
	var postings []posting
	for _, x := range extras {
		if x.to != ledger.IncomeFee {
			postings = append(postings, posting{ledger.IncomeFee, x.to, x.minor})
		}
	}
	if rest < 0 {
		given, err := w.giveUp(e, -rest)
		if err != nil {
			return err
		}
		postings = append(postings, posting{ledger.IncomeInterest, ledger.Loss, given}) // it was interest that had joined the principal
	}
	return w.post(booking{group: w.newID(id.Transfer), what: "settlement", deal: e.deal.ID, cause: charge.ID, currency: money.Currency(e.deal.Currency), on: e.on, postings: postings})
}

// giveUp waives what a settlement does not ask for: interest that was not earned, then what of it had joined the principal.
func (w *work) giveUp(e *ending, minor int64) (principal int64, err error) {
	part := loan.Part{Interest: min(minor, e.account.Open().Interest)}
	part.Principal = minor - part.Interest
	done, _, err := w.change(&e.deal, loan.Transaction{Kind: loan.Waive, On: e.on, Part: part, Reason: w.reasonOr("settlement")})
	if err == nil && done.Part != part {
		err = errs.New(errs.Internal, "the account does not follow the settlement").At(e.deal.ID)
	}
	return part.Principal, err
}

// keepSettlement writes a settlement down and says where the deal stands after it.
func (w *work) keepSettlement(e *ending, s lease.Settlement, body any) (SettlementResult, error) {
	currency := money.Currency(e.deal.Currency)
	owed, err := w.owed(e.deal)
	if err != nil {
		return SettlementResult{}, err
	}
	res := SettlementResult{SettlementView: SettlementView{e.deal.ID, e.deal.Nr, s}, ID: w.newID(id.Settlement), Stage: e.deal.Stage, Owed: money.Of(owed, currency),
		Unapplied: money.Of(e.deal.UnappliedMinor, currency)}
	return res, w.tx.AddSettlement(w.ctx, q.AddSettlementParams{CentreID: w.centre(), ID: res.ID, DealID: e.deal.ID, Kind: string(s.Kind), SettledOn: s.AsOf, LegsJson: packLegs(s.Legs),
		ResultMinor: s.Result.Minor, Currency: e.deal.Currency, BodyJson: col.Of(body), Reason: w.call.Reason, ByLogin: w.actor.ID, AtUs: w.now()})
}

// finish closes a deal in which nothing is owed either way. With money of the customer left its guarantees are free, and it waits for the
// payback; an open demand keeps it as it is.
func (w *work) finish(d *q.Deal) error {
	owed, err := w.owed(*d)
	if err != nil || owed > 0 {
		return err
	}
	demands, err := w.openDemands(*d)
	if err != nil || len(demands) > 0 {
		return err
	}
	if d.UnappliedMinor > 0 {
		return w.dropAllocations(*d)
	}
	return w.shut(d)
}
