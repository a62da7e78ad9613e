package desk

import (
	"kontor/day"
	"kontor/deal"
	"kontor/errs"
	"kontor/goods"
	"kontor/lease"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// DealRequest names a deal.
type DealRequest struct {
	Deal string `json:"deal" label:"Deal" ref:"deal"`
}

// DealResult says where the deal stands now.
type DealResult struct {
	Deal  string `json:"deal"`
	Nr    string `json:"nr"`
	Stage string `json:"stage"`
}

// SignRequest signs a quote.
type SignRequest struct {
	Deal     string   `json:"deal" label:"Deal" ref:"deal"`
	SignedOn day.Date `json:"signed_on" label:"Signed on"`
}

// SignDeal turns a quote into a contract: the units are allocated, the schedule stands.
var SignDeal = verb(Spec{Name: "deal.sign", Title: "Sign", Help: "Turn a quote into a contract; its units are allocated and its schedule stands.", On: "deal", Roles: []Role{Clerk, Manager}, Record: true},
	func(w *work, req SignRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.maySign(d, req); err != nil {
			return DealResult{}, err
		}
		var terms TermsRequest
		if err := d.TermsJson.Into(&terms); err != nil {
			return DealResult{}, err
		}
		_, offer, err := terms.Offer(d.StartsOn)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.signBudgets(d, terms, offer, req.SignedOn); err != nil {
			return DealResult{}, err
		}
		for _, line := range terms.Units {
			u, _, err := w.unit(line.Unit)
			if err != nil {
				return DealResult{}, err
			}
			if err := w.take(u, goods.Claim{Kind: goods.Allocated, Deal: d.ID}); err != nil {
				return DealResult{}, err
			}
		}
		if err := w.writeSchedule(d.ID, offer.Signed()); err != nil {
			return DealResult{}, err
		}
		if err := w.tx.SignDeal(w.ctx, q.SignDealParams{CentreID: w.centre(), ID: d.ID, SignedOn: req.SignedOn}); err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, string(deal.Signed)}, w.event(happening{entity: d.ID, party: d.CustomerID, on: req.SignedOn,
			text: errs.T("{deal} was signed at {price}", "deal", d.Nr, "price", money.Of(d.PriceMinor, money.Currency(d.Currency)))})
	})

func (w *work) maySign(d q.Deal, req SignRequest) error {
	if d.Stage != string(deal.Quoted) {
		return errs.New(errs.Conflict, "{deal} is {stage}, only a quote can be signed", "deal", d.Nr, "stage", deal.Stage(d.Stage).Label()).At(d.ID).
			Because("open the deal to see what comes next")
	}
	var f errs.Faults
	if req.SignedOn == 0 || req.SignedOn > w.today {
		f.Add("signed_on", "the day of signing is today or earlier")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if d.QuoteExpiresOn < req.SignedOn || d.QuoteExpiresOn < w.today {
		return errs.New(errs.Refused, "the quote expired on {day}", "day", d.QuoteExpiresOn).At(d.ID).Because("quote again, then sign")
	}
	p, err := w.tx.Party(w.ctx, d.CustomerID)
	if err != nil {
		return err
	}
	if p.Vetting == "blocked" {
		return errs.New(errs.Refused, "{name} is blocked by its vetting", "name", p.Name).At(p.ID).Because("nothing can be signed with this customer")
	}
	return nil
}

func (w *work) writeSchedule(dealID string, s lease.Schedule) error {
	if err := w.tx.DropInstalments(w.ctx, q.DropInstalmentsParams{CentreID: w.centre(), DealID: dealID}); err != nil {
		return err
	}
	for _, r := range rowsOf(s) {
		row := store.RowOf(q.Deal{CentreID: w.centre(), ID: dealID}, r, 0)
		if err := w.tx.AddInstalment(w.ctx, q.AddInstalmentParams(row)); err != nil {
			return err
		}
	}
	return nil
}

// CancelDeal ends a deal that has not left the house.
var CancelDeal = verb(Spec{Name: "deal.cancel", Title: "Cancel", Help: "End a deal whose units have not left; they become free.", On: "deal", Roles: []Role{Clerk, Manager}},
	func(w *work, req DealRequest) (DealResult, error) {
		d, err := w.deal(req.Deal)
		if err != nil {
			return DealResult{}, err
		}
		if err := w.hasReason(); err != nil {
			return DealResult{}, err
		}
		if err := deal.Stage(d.Stage).Move(deal.Cancelled); err != nil {
			return DealResult{}, errs.As(err).At(d.ID)
		}
		if d.UnappliedMinor > 0 {
			return DealResult{}, errs.New(errs.Refused, "{amount} of the customer's money is still here", "amount", money.Of(d.UnappliedMinor, money.Currency(d.Currency))).At(d.ID).
				Because("pay it back to the customer first")
		}
		if err := w.freeUnits(d.ID, "cancelled"); err != nil {
			return DealResult{}, err
		}
		if err := w.freeBudgets(d.ID); err != nil {
			return DealResult{}, err
		}
		if err := w.tx.VoidRelease(w.ctx, q.VoidReleaseParams{CentreID: w.centre(), DealID: d.ID, VoidedUs: w.now()}); err != nil {
			return DealResult{}, err
		}
		if err := w.dropAllocations(d); err != nil {
			return DealResult{}, err
		}
		if err := w.tx.CloseDeal(w.ctx, q.CloseDealParams{CentreID: w.centre(), ID: d.ID, Stage: string(deal.Cancelled), ClosedOn: w.today}); err != nil {
			return DealResult{}, err
		}
		return DealResult{d.ID, d.Nr, string(deal.Cancelled)}, w.event(happening{entity: d.ID, party: d.CustomerID, text: errs.T("{deal} was cancelled", "deal", d.Nr)})
	})
