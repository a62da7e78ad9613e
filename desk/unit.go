package desk

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/goods"
	"kontor/id"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// UnitRequest registers a machine.
type UnitRequest struct {
	Maker      string       `json:"maker" label:"Maker" ref:"party"`
	Model      string       `json:"model" label:"Model" help:"As in the maker's price list."`
	Segment    string       `json:"segment" label:"Segment" enum:"mining_dump_truck|truck|tractor|bus|municipal|implement"`
	Serial     string       `json:"serial" label:"Serial number" help:"As on the plate; blanks and dashes do not matter."`
	Price      money.Amount `json:"price" label:"List price" help:"With its currency, for example 185000.00 EUR."`
	VIN        string       `json:"vin" label:"VIN or PIN" optional:""`
	Year       int          `json:"year" label:"Year of manufacture" optional:""`
	HS         string       `json:"hs" label:"Customs code" help:"HS or TN VED, 4 to 10 digits." optional:""`
	Ownership  string       `json:"ownership" label:"Whose it is" enum:"maker_consigned|ours|lessor|customer"`
	Supply     string       `json:"supply" label:"Where it is" enum:"ordered|built|shipped|at_border|received|prepared"`
	Passport   string       `json:"passport" label:"Passport" enum:"none|draft|complete|active|void"`
	PassportNo string       `json:"passport_no" label:"Passport number" optional:""`
	Customs    string       `json:"customs" label:"Customs" enum:"open|cleared"`
	Inspection string       `json:"inspection" label:"Inspection" enum:"open|closed"`
	Located    string       `json:"located" label:"Place" help:"Yard, bay or road." optional:""`
}

func (r UnitRequest) unit(unitID string) (goods.Unit, error) {
	segment, _ := goods.ParseSegment(r.Segment) // an unknown one is named by Check
	if segment == "" {
		segment = goods.Segment(r.Segment)
	}
	u := goods.Unit{ID: unitID, Maker: r.Maker, Model: strings.TrimSpace(r.Model), Segment: segment, Serial: strings.TrimSpace(r.Serial),
		VIN: strings.ToUpper(strings.TrimSpace(r.VIN)), HS: goods.NormaliseHS(r.HS), Year: r.Year, ListPrice: r.Price, Ownership: goods.Ownership(r.Ownership),
		Supply: goods.Supply(r.Supply), Claim: goods.Claim{Kind: goods.Free},
		Papers: goods.Papers{Passport: goods.Passport(r.Passport), PassportNo: strings.TrimSpace(r.PassportNo), Customs: goods.Customs(r.Customs), Inspection: goods.Inspection(r.Inspection)}}
	var f errs.Faults
	f.Take("", flat(u.Check()))
	if !u.Supply.Arriving() && slices.Contains(goods.Supplies(), u.Supply) {
		f.Add("supply", "a unit that is {state} is not registered", "state", u.Supply.Label()).Because("register it as it came; it leaves through its deal")
	}
	return u, f.Err()
}

// flat names the faults of the papers as the request does, where they stand beside the other fields.
func flat(err error) error {
	if e := errs.As(err); e != nil {
		for i := range e.Faults {
			e.Faults[i].Field = strings.TrimPrefix(e.Faults[i].Field, "papers.")
		}
	}
	return err
}

// UnitResult names the unit.
type UnitResult struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// RegisterUnit makes a machine known to the house. Maker and serial together are unique.
var RegisterUnit = verb(Spec{Name: "unit.register", Title: "Register a unit", Help: "Make a machine known by its maker and serial number.", Roles: []Role{Clerk, Manager, Admin}},
	func(w *work, req UnitRequest) (UnitResult, error) {
		u, err := req.unit(w.newID(id.Unit))
		if err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.addUnit(u, strings.TrimSpace(req.Located))
	})

func unitLabel(u goods.Unit) string { return u.Model + " " + u.Serial }

func (w *work) addUnit(u goods.Unit, located string) error {
	if err := w.isMaker(u.Maker); err != nil {
		return err
	}
	serial := goods.NormaliseSerial(u.Serial)
	if err := w.unitFree(u, serial); err != nil {
		return err
	}
	err := w.tx.AddUnit(w.ctx, q.AddUnitParams{CentreID: w.centre(), ID: u.ID, MakerID: u.Maker, Model: u.Model, Segment: string(u.Segment), Serial: serial,
		SerialRaw: u.Serial, Vin: u.VIN, Year: int64(u.Year), Hs: u.HS, PriceMinor: u.ListPrice.Minor, Currency: string(u.ListPrice.Currency),
		Ownership: string(u.Ownership), Supply: string(u.Supply), Passport: string(u.Papers.Passport), PassportNo: u.Papers.PassportNo,
		Customs: string(u.Papers.Customs), Inspection: string(u.Papers.Inspection), Located: located, Folded: fold(u.Model, u.Serial, serial, u.VIN), CreatedUs: w.now()})
	if err != nil {
		return err
	}
	return w.event(happening{entity: u.ID, party: u.Maker, text: errs.T("{unit} was registered", "unit", unitLabel(u))})
}

func (w *work) isMaker(partyID string) error {
	p, err := w.tx.Party(w.ctx, partyID)
	var f errs.Faults
	switch {
	case store.None(err):
		f.Add("maker", "there is no party {id}", "id", partyID).Because("register the maker as a party first and choose it here")
	case err != nil:
		return err
	case !hasRole(p, "maker"):
		f.Add("maker", "{name} is not a maker", "name", p.Name).Because("give it the role maker first")
	}
	return f.Err()
}

func hasRole(p q.Party, role string) bool {
	for _, r := range strings.Split(p.Roles, ",") {
		if r == role {
			return true
		}
	}
	return false
}

// unitFree refuses a serial of the same maker, or a VIN, that is known already.
func (w *work) unitFree(u goods.Unit, serial string) error {
	var f errs.Faults
	other, err := w.tx.UnitBySerial(w.ctx, q.UnitBySerialParams{MakerID: u.Maker, Serial: serial})
	if err != nil && !store.None(err) {
		return err
	}
	if err == nil && other.ID != u.ID {
		f.Add("serial", "this maker's serial {serial} is unit {id} already", "serial", serial, "id", other.ID).Because("open that unit, or correct the serial")
	}
	if len(u.VIN) == 17 {
		other, err := w.tx.UnitByVIN(w.ctx, u.VIN)
		if err != nil && !store.None(err) {
			return err
		}
		if err == nil && other.ID != u.ID {
			f.Add("vin", "{vin} is unit {id} already", "vin", u.VIN, "id", other.ID).Because("open that unit, or correct the number")
		}
	}
	return f.Err()
}

// UnitChange corrects what the house knows of a unit. Maker and serial are who it is and stay.
type UnitChange struct {
	Unit    string       `json:"unit" label:"Unit" ref:"unit"`
	Model   string       `json:"model" label:"Model" help:"As in the maker's price list."`
	Segment string       `json:"segment" label:"Segment" enum:"mining_dump_truck|truck|tractor|bus|municipal|implement"`
	Price   money.Amount `json:"price" label:"List price" help:"With its currency, for example 185000.00 EUR."`
	VIN     string       `json:"vin" label:"VIN or PIN" optional:""`
	Year    int          `json:"year" label:"Year of manufacture" optional:""`
	HS      string       `json:"hs" label:"Customs code" help:"HS or TN VED, 4 to 10 digits." optional:""`
}

// ChangeUnit corrects the model, the segment, the list price and the numbers of a unit.
var ChangeUnit = verb(Spec{Name: "unit.change", Title: "Change", Help: "Correct what the house knows of a unit; maker and serial stay.", On: "unit", Roles: []Role{Clerk, Manager, Admin}},
	func(w *work, req UnitChange) (UnitResult, error) {
		u, row, err := w.unit(req.Unit)
		if err != nil {
			return UnitResult{}, err
		}
		u.Model, u.Segment, u.ListPrice = strings.TrimSpace(req.Model), goods.Segment(req.Segment), req.Price
		u.VIN, u.Year, u.HS = strings.ToUpper(strings.TrimSpace(req.VIN)), req.Year, goods.NormaliseHS(req.HS)
		if err := u.Check(); err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.changeUnit(u, row.Serial, errs.T("{unit} was changed", "unit", unitLabel(u)), unitChanges(unitOf(row, q.Claim{}), u))
	})

// changeUnit writes what a unit is known by; the changes stay with the event.
func (w *work) changeUnit(u goods.Unit, serial string, text errs.Text, changes []ImportChange) error {
	if err := w.unitFree(u, serial); err != nil {
		return err
	}
	err := w.tx.ChangeUnit(w.ctx, q.ChangeUnitParams{CentreID: w.centre(), ID: u.ID, Model: u.Model, Segment: string(u.Segment), Vin: u.VIN, Year: int64(u.Year), Hs: u.HS,
		PriceMinor: u.ListPrice.Minor, Currency: string(u.ListPrice.Currency), Folded: fold(u.Model, u.Serial, serial, u.VIN)})
	if err != nil {
		return err
	}
	return w.event(happening{entity: u.ID, party: u.Maker, deal: u.Claim.Deal, text: text, data: changes})
}

// unit reads a unit with its claim as it stands today.
func (w *work) unit(unitID string) (goods.Unit, q.Unit, error) {
	row, err := w.tx.Unit(w.ctx, q.UnitParams{CentreID: w.centre(), ID: unitID})
	if err != nil {
		return goods.Unit{}, row, store.Missing(err, unitID)
	}
	claim, err := w.tx.ActiveClaim(w.ctx, q.ActiveClaimParams{CentreID: w.centre(), UnitID: unitID})
	if err != nil && !store.None(err) {
		return goods.Unit{}, row, err
	}
	return unitOf(row, claim), row, nil
}

func unitOf(r q.Unit, c q.Claim) goods.Unit {
	u := goods.Unit{ID: r.ID, Maker: r.MakerID, Model: r.Model, Segment: goods.Segment(r.Segment), Serial: r.SerialRaw, VIN: r.Vin, HS: r.Hs, Year: int(r.Year),
		ListPrice: money.Of(r.PriceMinor, money.Currency(r.Currency)), Ownership: goods.Ownership(r.Ownership), Supply: goods.Supply(r.Supply),
		Claim: goods.Claim{Kind: goods.Free}, Papers: goods.Papers{Passport: goods.Passport(r.Passport), PassportNo: r.PassportNo,
			Customs: goods.Customs(r.Customs), Inspection: goods.Inspection(r.Inspection)}}
	if c.ID != "" {
		u.Claim = goods.Claim{Kind: goods.ClaimKind(c.Kind), Deal: c.DealID, Until: c.UntilOn}
	}
	return u
}

// take replaces the active claim of a unit, or refuses naming who holds it and until when. At most one claim is
// active; the unique index of the store holds that against every race.
func (w *work) take(u goods.Unit, next goods.Claim) error {
	if _, err := u.Claim.Take(next, w.today); err != nil {
		return w.nameHolder(err, u)
	}
	if err := w.endClaim(u.ID, string(next.Kind)); err != nil {
		return err
	}
	if next.IsFree() {
		return nil
	}
	return w.tx.AddClaim(w.ctx, q.AddClaimParams{CentreID: w.centre(), ID: w.newID(id.Claim), UnitID: u.ID, Kind: string(next.Kind), DealID: next.Deal,
		UntilOn: next.Until, BeganUs: w.now()})
}

// nameHolder says the number of the deal that holds the unit instead of its id.
func (w *work) nameHolder(err error, u goods.Unit) error {
	e := errs.As(err)
	if deal, dealErr := w.tx.Deal(w.ctx, q.DealParams{CentreID: w.centre(), ID: u.Claim.Deal}); dealErr == nil {
		for k, v := range e.Text.Args {
			if v == u.Claim.Deal {
				e.Text.Args[k] = deal.Nr
			}
		}
	}
	return e.At(u.ID)
}

func (w *work) endClaim(unitID, why string) error {
	c, err := w.tx.ActiveClaim(w.ctx, q.ActiveClaimParams{CentreID: w.centre(), UnitID: unitID})
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = w.tx.EndClaim(w.ctx, q.EndClaimParams{CentreID: w.centre(), ID: c.ID, EndedUs: w.now(), EndedWhy: why})
	return err
}

// MoveRequest moves a unit along the supply axis.
type MoveRequest struct {
	Unit      string `json:"unit" label:"Unit" ref:"unit"`
	To        string `json:"to" label:"Where it is now" enum:"built|shipped|at_border|received|prepared|returned|scrapped"`
	Terms     string `json:"terms" label:"Incoterms" help:"Code and named place, for example FCA Musterstadt; needed when shipped." optional:""`
	Note      string `json:"note" label:"Consignment note" help:"Its number; needed when shipped." optional:""`
	Plate     string `json:"plate" label:"Serial on the plate" help:"As scanned; needed when it is received or returned." optional:""`
	Meter     string `json:"meter" label:"Meter" unit:"h or km" optional:""`
	Condition string `json:"condition" label:"Condition" optional:""`
	Located   string `json:"located" label:"Place" optional:""`
}

// MoveUnit moves a unit along the supply axis. Handing over is not a move but the verb Deliver.
var MoveUnit = verb(Spec{Name: "unit.move", Title: "Move", Help: "Record where a unit is now, up to the prepared machine in the yard.", On: "unit", Roles: []Role{Clerk, Manager}},
	func(w *work, req MoveRequest) (UnitResult, error) {
		u, row, err := w.unit(req.Unit)
		if err != nil {
			return UnitResult{}, err
		}
		if req.To == string(goods.Delivered) {
			return UnitResult{}, errs.New(errs.Refused, "a unit is handed over by its deal").Because("release the deal, then deliver it")
		}
		if req.To == string(goods.Sold) {
			return UnitResult{}, errs.New(errs.Refused, "a unit is sold by its deal").At(u.ID).Because("close the deal when it is paid; a unit that came back is prepared and sold by a new deal")
		}
		moved, err := u.Advance(goods.Move{To: goods.Supply(req.To), Terms: req.Terms, Note: req.Note, Plate: req.Plate, Meter: req.Meter, Condition: req.Condition, Reason: w.call.Reason})
		if err != nil {
			return UnitResult{}, err
		}
		located := row.Located
		if req.Located != "" {
			located = req.Located
		}
		if moved.Supply == goods.Returned || moved.Supply == goods.Sold || moved.Supply == goods.Scrapped {
			if err := w.endClaim(u.ID, string(moved.Supply)); err != nil {
				return UnitResult{}, err
			}
		}
		if err := w.moveUnit(moved, located); err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.event(happening{entity: u.ID, deal: u.Claim.Deal, party: u.Maker,
			text: errs.T("{unit} is now {state}", "unit", unitLabel(u), "state", moved.Supply.Label())})
	})

func (w *work) moveUnit(u goods.Unit, located string) error {
	err := w.tx.MoveUnit(w.ctx, q.MoveUnitParams{CentreID: w.centre(), ID: u.ID, Supply: string(u.Supply), Ownership: string(u.Ownership), Located: located})
	if err != nil {
		return err
	}
	return w.tx.SetPapers(w.ctx, q.SetPapersParams{CentreID: w.centre(), ID: u.ID, Passport: string(u.Papers.Passport), PassportNo: u.Papers.PassportNo,
		Customs: string(u.Papers.Customs), Inspection: string(u.Papers.Inspection)})
}

// PapersRequest records the state of a unit's papers.
type PapersRequest struct {
	Unit       string `json:"unit" label:"Unit" ref:"unit"`
	Passport   string `json:"passport" label:"Passport" enum:"none|draft|complete|active|void"`
	PassportNo string `json:"passport_no" label:"Passport number" optional:""`
	Customs    string `json:"customs" label:"Customs" enum:"open|cleared"`
	Inspection string `json:"inspection" label:"Inspection" enum:"open|closed"`
}

// RecordPapers records passport, customs and inspection of a unit.
var RecordPapers = verb(Spec{Name: "unit.papers", Title: "Record papers", Help: "Record the state of passport, customs and inspection.", On: "unit", Roles: []Role{Clerk, Manager}},
	func(w *work, req PapersRequest) (UnitResult, error) {
		u, row, err := w.unit(req.Unit)
		if err != nil {
			return UnitResult{}, err
		}
		u.Papers = goods.Papers{Passport: goods.Passport(req.Passport), PassportNo: strings.TrimSpace(req.PassportNo), Customs: goods.Customs(req.Customs), Inspection: goods.Inspection(req.Inspection)}
		if err := u.Papers.Check(); err != nil {
			return UnitResult{}, err
		}
		if err := w.moveUnit(u, row.Located); err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.event(happening{entity: u.ID, deal: u.Claim.Deal, party: u.Maker,
			text: errs.T("papers of {unit}: {passport}, customs {customs}, inspection {inspection}", "unit", unitLabel(u),
				"passport", u.Papers.Passport.Label(), "customs", string(u.Papers.Customs), "inspection", string(u.Papers.Inspection))})
	})

// LendRequest lends a unit for a demonstration or a trial.
type LendRequest struct {
	Unit  string   `json:"unit" label:"Unit" ref:"unit"`
	Kind  string   `json:"kind" label:"What for" enum:"on_demo|on_trial"`
	Until day.Date `json:"until" label:"Until"`
}

// LendUnit binds a unit for a demonstration or a trial.
var LendUnit = verb(Spec{Name: "unit.lend", Title: "Lend", Help: "Bind a unit for a demonstration or the test ground until a day.", On: "unit", Roles: []Role{Clerk, Manager}},
	func(w *work, req LendRequest) (UnitResult, error) {
		u, _, err := w.unit(req.Unit)
		if err != nil {
			return UnitResult{}, err
		}
		var f errs.Faults
		oneOf(&f, "kind", req.Kind, string(goods.OnDemo), string(goods.OnTrial))
		if err := f.Err(); err != nil {
			return UnitResult{}, err
		}
		if !u.Here() {
			return UnitResult{}, errs.New(errs.Refused, "{unit} is {state}", "unit", unitLabel(u), "state", u.Supply.Label()).At(u.ID).Because("lend a unit that stands in the centre")
		}
		if err := w.take(u, goods.Claim{Kind: goods.ClaimKind(req.Kind), Until: req.Until}); err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.event(happening{entity: u.ID, party: u.Maker,
			text: errs.T("{unit} is {kind} until {day}", "unit", unitLabel(u), "kind", goods.ClaimKind(req.Kind).Label(), "day", req.Until)})
	})

// FreeRequest ends a reservation, demonstration or trial.
type FreeRequest struct {
	Unit string `json:"unit" label:"Unit" ref:"unit"`
}

// FreeUnit ends a reservation, demonstration or trial. A contract is ended by its deal.
var FreeUnit = verb(Spec{Name: "unit.free", Title: "Free", Help: "End a reservation, demonstration or trial.", On: "unit", Roles: []Role{Clerk, Manager}},
	func(w *work, req FreeRequest) (UnitResult, error) {
		u, _, err := w.unit(req.Unit)
		if err != nil {
			return UnitResult{}, err
		}
		if u.Claim.Kind == goods.Allocated || u.Claim.Kind == goods.Leased {
			return UnitResult{}, errs.New(errs.Refused, "{unit} is bound by a contract", "unit", unitLabel(u)).At(u.ID).Because("cancel or close its deal")
		}
		if err := w.take(u, goods.Claim{Kind: goods.Free}); err != nil {
			return UnitResult{}, err
		}
		return UnitResult{u.ID, unitLabel(u)}, w.event(happening{entity: u.ID, party: u.Maker, text: errs.T("{unit} is free", "unit", unitLabel(u))})
	})
