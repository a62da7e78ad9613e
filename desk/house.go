package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/col"
	"kontor/store/q"
	"kontor/turnover"
)

// SetUpRequest makes the house and its administrator.
type SetUpRequest struct {
	House    string `json:"house" label:"Name of the house" help:"It stands on every page and paper."`
	Centre   string `json:"centre" label:"Name of the first centre" help:"The multi-brand centre in the partner region."`
	Name     string `json:"name" label:"Your name"`
	Email    string `json:"email" label:"E-mail" help:"You sign in with it."`
	Password Secret `json:"password" label:"Password" help:"At least 12 characters; a sentence is good."`
	Lang     string `json:"lang" label:"Language" enum:"en|de|ru"`
}

// Profile is what the house says of itself.
type Profile struct {
	House string `json:"house"`
	Demo  bool   `json:"demo"`
}

const profileSetting = "profile"

// SetUp makes the house; it can be done once.
//
// Errors: Conflict when the house stands already; Invalid with all faults.
func (d *Desk) SetUp(ctx context.Context, req SetUpRequest, demo bool) (Actor, error) {
	var f errs.Faults
	if strings.TrimSpace(req.House) == "" {
		f.Add("house", "the house needs a name")
	}
	if strings.TrimSpace(req.Centre) == "" {
		f.Add("centre", "the centre needs a name")
	}
	login := LoginRequest{Name: req.Name, Email: req.Email, Password: req.Password, Role: Admin, Lang: req.Lang}
	login.check(&f)
	if err := f.Err(); err != nil {
		return Actor{}, err
	}
	hash := hashPassword(string(req.Password))
	var actor Actor
	err := d.store.Write(ctx, func(tx *store.Tx) error {
		n, err := tx.CountLogins(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			return errs.New(errs.Conflict, "the house stands already").Because("sign in, or ask your administrator for a login")
		}
		centre := d.ids.New(id.Centre)
		if err := tx.AddCentre(ctx, q.AddCentreParams{ID: centre, Name: req.Centre}); err != nil {
			return err
		}
		if err := tx.PutSetting(ctx, q.PutSettingParams{Name: profileSetting, ValueJson: col.Of(Profile{req.House, demo}), ChangedUs: tx.Now}); err != nil {
			return err
		}
		actor = Actor{ID: d.ids.New(id.Login), Name: req.Name, Role: Admin, Centre: centre, Lang: req.Lang}
		if err := addLogin(ctx, tx, actor, req.Email, hash); err != nil {
			return err
		}
		w := d.work(ctx, tx, Call{Actor: actor}, "house.setup")
		return w.event(happening{entity: centre, text: errs.T("the house {house} was set up", "house", req.House)})
	})
	return actor, err
}

// IsSetUp reports whether there is an administrator.
func (d *Desk) IsSetUp(ctx context.Context) (bool, error) {
	var n int64
	err := d.store.Read(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.CountLogins(ctx)
		return err
	})
	return n > 0, err
}

// Profile reads what the house says of itself; the zero Profile before set-up.
func (d *Desk) Profile(ctx context.Context) (Profile, error) {
	var p Profile
	err := d.store.Read(ctx, func(tx *store.Tx) error {
		doc, err := tx.Setting(ctx, profileSetting)
		if store.None(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return doc.Into(&p)
	})
	return p, err
}

// GoalRequest sets the turnover goal and the floor of a year. A change adds a record; the old one stays.
type GoalRequest struct {
	Measure string       `json:"measure" label:"What counts" help:"House: what the house delivers. Region: all trade between the regions, as the statistics count it." enum:"house|region"`
	Year    int          `json:"year" label:"Year"`
	Amount  money.Amount `json:"amount" label:"Goal" help:"Turnover of the year in USD." unit:"USD"`
	Floor   money.Amount `json:"floor" label:"Floor" help:"The least that any twelve months in a row may bring, in USD." unit:"USD"`
}

// GoalResult is the goal in force.
type GoalResult struct {
	Measure string       `json:"measure"`
	Year    int          `json:"year"`
	Amount  money.Amount `json:"amount"`
	Floor   money.Amount `json:"floor"`
}

// SetGoal sets the goal and the floor of a year.
var SetGoal = verb(Spec{Name: "goal.set", Title: "Set the goal", Help: "Set the turnover goal and the floor of a year.", Roles: []Role{Manager, Admin}},
	func(w *work, req GoalRequest) (GoalResult, error) {
		var f errs.Faults
		oneOf(&f, "measure", req.Measure, houseTurnover, regionTrade)
		if req.Year < 2000 || req.Year > 2200 {
			f.Add("year", "the year is from 2000 to 2200")
		}
		usd(&f, "amount", req.Amount)
		usd(&f, "floor", req.Floor)
		if f.Len() == 0 && req.Floor.Minor > req.Amount.Minor {
			f.Add("floor", "the floor lies above the goal")
		}
		if err := f.Err(); err != nil {
			return GoalResult{}, err
		}
		err := w.tx.PutGoal(w.ctx, q.PutGoalParams{Measure: req.Measure, Year: int64(req.Year), AmountMinor: req.Amount.Minor, FloorMinor: req.Floor.Minor,
			Author: w.actor.ID, Reason: w.call.Reason, AtUs: w.now()})
		if err != nil {
			return GoalResult{}, err
		}
		return GoalResult(req), w.event(happening{entity: w.centre(),
			text: errs.T("goal of {year} ({measure}): {amount}, floor {floor}", "year", strconv.Itoa(req.Year), "measure", req.Measure, "amount", req.Amount, "floor", req.Floor)})
	})

func usd(f *errs.Faults, field string, a money.Amount) {
	if a.Currency != "USD" {
		f.Add(field, "this amount is in USD").Because("write it like 500000000.00 USD")
	} else if a.Minor <= 0 || a.Minor > money.MaxMinor {
		f.Add(field, "the amount is more than nothing and at most {most}", "most", money.Of(money.MaxMinor, a.Currency))
	}
}

// RateRequest records an exchange rate.
type RateRequest struct {
	Currency string   `json:"currency" label:"Currency" help:"Three letters, for example EUR."`
	On       day.Date `json:"on" label:"Day"`
	USD      string   `json:"usd" label:"USD for one" help:"How many USD one unit of the currency is worth, for example 1.0842."`
	Source   string   `json:"source" label:"Source" help:"Who published it."`
}

// RateResult names the rate.
type RateResult struct {
	Currency string   `json:"currency"`
	On       day.Date `json:"on"`
	USD      string   `json:"usd"`
}

// SetRate records an exchange rate to USD for a day.
var SetRate = verb(Spec{Name: "rate.set", Title: "Record a rate", Help: "Record what one unit of a currency is worth in USD on a day.", Roles: []Role{Accountant, Admin}},
	func(w *work, req RateRequest) (RateResult, error) {
		var f errs.Faults
		currency, err := money.ParseCurrency(req.Currency)
		f.Take("currency", err)
		if currency == "USD" {
			f.Add("currency", "one USD is worth one USD").Because("record rates of other currencies only")
		}
		if req.On == 0 || req.On > w.today {
			f.Add("on", "the day is today or earlier")
		}
		_, err = turnover.ParseRate(req.USD)
		f.Take("usd", err)
		if strings.TrimSpace(req.Source) == "" {
			f.Add("source", "a source is needed").Because("say who published the rate")
		}
		if err := f.Err(); err != nil {
			return RateResult{}, err
		}
		err = w.tx.PutRate(w.ctx, q.PutRateParams{Currency: string(currency), OnDay: req.On, Usd: req.USD, Source: req.Source, AtUs: w.now()})
		if err != nil {
			return RateResult{}, err
		}
		return RateResult{string(currency), req.On, req.USD}, w.event(happening{entity: w.centre(), on: req.On,
			text: errs.T("one {currency} is {usd} USD on {day}, by {source}", "currency", string(currency), "usd", req.USD, "day", req.On, "source", req.Source)})
	})

// TurnoverMonthRequest records what statistics say about the trade of a month.
type TurnoverMonthRequest struct {
	Month  string       `json:"month" label:"Month" help:"Like 2024-03."`
	Amount money.Amount `json:"amount" label:"Turnover" unit:"USD"`
	Source string       `json:"source" label:"Source" help:"Who published it."`
}

// TurnoverMonthResult names the month.
type TurnoverMonthResult struct {
	Month string `json:"month"`
}

// RecordTurnover records the region's trade of one month by the official statistics; a later figure for the same month replaces it in
// the picture and leaves the earlier one in the records.
var RecordTurnover = verb(Spec{Name: "turnover.record", Title: "Record turnover", Help: "Record the regions' trade of a month as the statistics give it.",
	Roles: []Role{Accountant, Manager, Admin}},
	func(w *work, req TurnoverMonthRequest) (TurnoverMonthResult, error) {
		var f errs.Faults
		if _, err := day.Parse(req.Month + "-01"); err != nil {
			f.Add("month", "a month is written like 2024-03")
		}
		if req.Amount.Currency != "USD" || req.Amount.Minor < 0 || req.Amount.Minor > money.MaxMinor {
			f.Add("amount", "this amount is in USD").Because("write it like 18750000.00 USD")
		}
		if strings.TrimSpace(req.Source) == "" {
			f.Add("source", "a source is needed").Because("say who published it")
		}
		if err := f.Err(); err != nil {
			return TurnoverMonthResult{}, err
		}
		err := w.tx.PutTurnoverMonth(w.ctx, q.PutTurnoverMonthParams{Month: req.Month, UsdMinor: req.Amount.Minor, Source: req.Source, AtUs: w.now()})
		if err != nil {
			return TurnoverMonthResult{}, err
		}
		return TurnoverMonthResult{req.Month}, w.event(happening{entity: w.centre(),
			text: errs.T("turnover of {month}: {amount}, by {source}", "month", req.Month, "amount", req.Amount, "source", req.Source)})
	})

func oneOf(f *errs.Faults, field, value string, values ...string) {
	if !slices.Contains(values, value) {
		f.Add(field, "{value} is not one of {values}", "value", value, "values", strings.Join(values, ", "))
	}
}
