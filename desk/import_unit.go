package desk

import (
	"strconv"
	"strings"

	"kontor/errs"
	"kontor/goods"
	"kontor/id"
	"kontor/ident"
	"kontor/store"
	"kontor/store/q"
)

var unitList = listKind{name: "units", title: errs.T("units"), needed: []string{"maker", "serial"}, money: []string{"price"}, label: []string{"model", "serial"}, bring: (*importing).unitRow,
	columns: []string{"maker", "model", "segment", "serial", "price", "currency", "vin", "year", "hs", "ownership", "supply", "passport", "passport_no", "customs", "inspection", "located"}}

// unitRow brings in one row of a list of units.
func (im *importing) unitRow(l *listRow) (ImportRow, error) {
	maker, err := im.maker(l)
	if err != nil {
		return ImportRow{}, err
	}
	req := UnitRequest{Maker: maker, Model: l.text("model"), Segment: l.word("segment"), Serial: l.text("serial"), Price: l.amount("price", "currency"), VIN: l.text("vin"),
		Year: l.whole("year"), HS: l.text("hs"), Ownership: l.word("ownership"), Supply: l.word("supply"), Passport: l.word("passport"), PassportNo: l.text("passport_no"),
		Customs: l.word("customs"), Inspection: l.word("inspection"), Located: l.text("located")}
	serial := goods.NormaliseSerial(req.Serial)
	if maker != "" && serial != "" {
		old, err := im.tx.UnitBySerial(im.ctx, q.UnitBySerialParams{MakerID: maker, Serial: serial})
		if err == nil {
			return im.knownUnit(l, old, req)
		}
		if !store.None(err) {
			return ImportRow{}, err
		}
	}
	if maker == "" {
		req.Maker = "?" // its own fault is noted already
	}
	u, err := req.unit(im.newID(id.Unit))
	l.take(err)
	if len(l.faults) > 0 {
		return ImportRow{}, nil
	}
	im.seen[u.ID] = l.row.Line
	return ImportRow{State: rowNew, ID: u.ID}, im.addUnit(u, req.Located)
}

// knownUnit changes what a list may change of a unit, and says what it leaves.
func (im *importing) knownUnit(l *listRow, old q.Unit, req UnitRequest) (ImportRow, error) {
	if old.CentreID != im.centre() {
		l.fault("serial", errs.T("this unit stands in another centre"), errs.T("leave the row out; its centre keeps it"))
		return ImportRow{}, nil
	}
	before := unitOf(old, q.Claim{})
	u := before
	for _, f := range []struct {
		column, value string
		field         *string
	}{{"model", req.Model, &u.Model}, {"vin", strings.ToUpper(req.VIN), &u.VIN}, {"hs", goods.NormaliseHS(req.HS), &u.HS}, {"segment", req.Segment, (*string)(&u.Segment)}} {
		if l.has(f.column) {
			*f.field = f.value
		}
	}
	if req.Year != 0 {
		u.Year = req.Year
	}
	if l.has("price") {
		u.ListPrice = req.Price
	}
	l.take(u.Check())
	if len(l.faults) > 0 || !im.once(l, u.ID, "serial") {
		return ImportRow{ID: u.ID}, nil
	}
	out := ImportRow{State: rowSame, ID: u.ID, Changes: unitChanges(before, u), Left: unitLeft(l, old, req)}
	if len(out.Changes) == 0 {
		return out, nil
	}
	out.State = rowChanged
	return out, im.changeUnit(u, old.Serial, errs.T("{unit} was changed by a list", "unit", unitLabel(u)), out.Changes)
}

func unitChanges(before, after goods.Unit) []ImportChange {
	var out []ImportChange
	differ(&out, "model", before.Model, after.Model)
	differ(&out, "segment", string(before.Segment), string(after.Segment))
	differ(&out, "price", before.ListPrice.String(), after.ListPrice.String())
	differ(&out, "vin", before.VIN, after.VIN)
	differ(&out, "year", yearText(before.Year), yearText(after.Year))
	differ(&out, "hs", before.HS, after.HS)
	return out
}

func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

// unitLeft names the columns that differ from what the house knows by its own verbs.
func unitLeft(l *listRow, old q.Unit, req UnitRequest) []string {
	var out []string
	for _, f := range []struct{ column, before, now string }{
		{"ownership", old.Ownership, req.Ownership}, {"supply", old.Supply, req.Supply}, {"passport", old.Passport, req.Passport}, {"passport_no", old.PassportNo, req.PassportNo},
		{"customs", old.Customs, req.Customs}, {"inspection", old.Inspection, req.Inspection}, {"located", old.Located, req.Located},
	} {
		if l.has(f.column) && f.before != f.now {
			out = append(out, f.column)
		}
	}
	return out
}

// makerFound is what a cell of the column maker means; lists name the same few makers again and again.
type makerFound struct {
	id         string
	text, hint errs.Text // what is wrong with it
}

// maker finds the maker that a row names by its id, an official number or its name; "" with a fault when none is meant.
func (im *importing) maker(l *listRow) (string, error) {
	text := l.text("maker")
	if l.bad("maker") {
		return "", nil
	}
	found, ok := im.makers[text]
	if !ok {
		var err error
		if found, err = im.findMaker(text); err != nil {
			return "", err
		}
		im.makers[text] = found
	}
	if found.id == "" {
		l.fault("maker", found.text, found.hint)
	}
	return found.id, nil
}

func (im *importing) findMaker(text string) (makerFound, error) {
	scheme, value, isNumber := strings.Cut(text, ":")
	var called []q.Party
	var err error
	switch {
	case text == "":
		return makerFound{text: errs.T("a unit needs its maker"), hint: errs.T("write the maker's name, or an official number like {example}", "example", "INN:7707083893")}, nil
	case id.Kind(text) == id.Party:
		called, err = one(im.tx.Party(im.ctx, text))
	case isNumber:
		number, bad := ident.Parse(ident.Scheme(strings.TrimSpace(scheme)), value)
		if e := errs.As(bad); e != nil {
			return makerFound{text: e.Text, hint: e.Hint}, nil
		}
		called, err = one(im.tx.PartyByIdentifier(im.ctx, q.PartyByIdentifierParams{Scheme: string(number.Scheme), Value: number.Value}))
	default:
		called, err = im.makersCalled(text)
	}
	if err != nil {
		return makerFound{}, err
	}
	switch {
	case len(called) == 0:
		return makerFound{text: errs.T("the house knows no maker {name}", "name", text), hint: errs.T("import or register it as a party with the role maker first")}, nil
	case len(called) > 1:
		return makerFound{text: errs.T("several makers are called {name}", "name", text), hint: errs.T("write an official number like {example} instead", "example", "INN:7707083893")}, nil
	case !hasRole(called[0], "maker"):
		return makerFound{text: errs.T("{name} is not a maker", "name", called[0].Name), hint: errs.T("give it the role maker first")}, nil
	}
	return makerFound{id: called[0].ID}, nil
}

// one makes a list of what was found, or of nothing.
func one(p q.Party, err error) ([]q.Party, error) {
	if store.None(err) {
		return nil, nil
	}
	return []q.Party{p}, err
}

// makersCalled are the parties of a name; makers alone where there are any.
func (im *importing) makersCalled(name string) ([]q.Party, error) {
	called, err := im.partiesCalled(name)
	var all, makers []q.Party
	for _, p := range called {
		folded := fold(name)
		names := append([]string{p.Name}, aliasTexts(partyOf(p, nil))...)
		for _, n := range names {
			if fold(n) == folded {
				all = append(all, p)
				if hasRole(p, "maker") {
					makers = append(makers, p)
				}
				break
			}
		}
	}
	if len(makers) > 0 {
		return makers, err
	}
	return all, err
}
