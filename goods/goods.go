// Package goods keeps the machines of many makers: one Unit from the maker's order to the end of its life.
//
// A unit is known by its maker and serial number. Two questions about it are kept apart, because squeezing both into
// one list is how machines get sold twice: the Supply axis says where it is (ordered, at the border, prepared…), the
// Claim says who has it bound (free, reserved until a day, allocated to a deal…). Papers that are not in order are
// visible Blockers, not notes. Each axis moves by a table: a step that is not in the table does not exist, and one
// that is has guards, which all speak at once.
package goods

import (
	"strconv"

	"kontor/day"
	"kontor/errs"
	"kontor/ident"
	"kontor/money"
)

// Unit is one machine. Its key is (Maker, NormaliseSerial(Serial)); two makers may share a serial.
type Unit struct {
	ID        string
	Maker     string // party id of the maker
	Model     string
	Segment   Segment
	Serial    string // as on the plate
	VIN       string // vehicle or product identification number, "" when there is none
	HS        string // customs code, 4 to 10 digits, "" when not known yet
	Year      int    // year of manufacture, 0 when not known
	ListPrice money.Amount
	Ownership Ownership
	Supply    Supply
	Claim     Claim
	Papers    Papers
}

// Ownership says whose the unit is. Maker-owned units never count in our stock value, turn or ageing cost.
type Ownership string

// The owners.
const (
	MakerConsigned Ownership = "maker_consigned" // the maker's, at our place
	Ours           Ownership = "ours"
	Lessor         Ownership = "lessor"
	Customer       Ownership = "customer"
)

// Ownerships are all owners, in the order in which people read them.
func Ownerships() []Ownership { return []Ownership{MakerConsigned, Ours, Lessor, Customer} }

// Label is the word for people.
func (o Ownership) Label() errs.Text {
	switch o {
	case MakerConsigned:
		return errs.T("consigned by the maker")
	case Ours:
		return errs.T("ours")
	case Lessor:
		return errs.T("the lessor's")
	case Customer:
		return errs.T("the customer's")
	}
	return unknownWord(string(o))
}

// Limits of a unit's fields. Real serials and PINs have 6 to 17 characters; the rest is room.
const (
	MaxSerial = 40
	MaxModel  = 120
	MinYear   = 1950
	MaxYear   = 2100
)

// Check says everything that is wrong with the unit at once. The error, if any, is Invalid with one fault a field.
func (u Unit) Check() error {
	var f errs.Faults
	if u.Maker == "" {
		f.Add("maker", "a unit needs its maker").Because("register the maker as a party first and choose it here")
	}
	switch n := len([]rune(u.Model)); {
	case n == 0:
		f.Add("model", "a unit needs its model").Because("write the model as in the maker's price list")
	case n > MaxModel:
		f.Add("model", "the model has {n} characters, at most {most} are kept", "n", n, "most", MaxModel)
	}
	f.Take("segment", u.Segment.check())
	f.Take("serial", CheckSerial(u.Serial))
	f.Take("vin", u.checkVIN())
	f.Take("hs", checkHS(u.HS))
	if u.Year != 0 && (u.Year < MinYear || u.Year > MaxYear) {
		f.Add("year", "{year} is not a year of manufacture", "year", u.Year).
			Because("give a year from {from} to {to}, or leave it empty", "from", MinYear, "to", MaxYear)
	}
	if u.ListPrice.Minor <= 0 || u.ListPrice.Minor > money.MaxMinor {
		f.Add("price", "a unit needs a list price above zero").Because("write it with its currency, like {example}", "example", "12000.00 EUR")
	} else if _, err := money.ParseCurrency(string(u.ListPrice.Currency)); err != nil {
		f.Take("price", err)
	}
	f.Take("ownership", known(u.Ownership, Ownerships()))
	f.Take("supply", known(u.Supply, Supplies()))
	f.Take("claim", u.Claim.Check())
	f.Take("papers", u.Papers.Check())
	return f.Err()
}

// checkVIN holds road vehicles to the VIN alphabet and everything else to the looser product number: real makers of
// machines send product numbers with the letter I in them.
func (u Unit) checkVIN() error {
	if u.VIN == "" {
		return nil
	}
	if u.Segment.Road() {
		_, err := ident.Parse(ident.VIN, u.VIN)
		return err
	}
	_, err := ident.Parse(ident.PIN, u.VIN)
	return err
}

// checkHS takes the code with the blanks and dots people write in it.
func checkHS(code string) error {
	if code == "" {
		return nil
	}
	digits := NormaliseHS(code)
	if len(digits) >= 4 && len(digits) <= 10 && len(digits)%2 == 0 && onlyDigits(digits) {
		return nil
	}
	return errs.New(errs.Invalid, "{code} is not a customs code", "code", code).
		Because("a customs code has 4, 6, 8 or 10 digits, like {example}", "example", "8704.10")
}

// NormaliseHS is the customs code as it is stored: digits without blanks and dots.
func NormaliseHS(code string) string {
	out := make([]byte, 0, len(code))
	for i := range len(code) {
		if code[i] != '.' && code[i] != ' ' {
			out = append(out, code[i])
		}
	}
	return string(out)
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// known refuses a word that is not in the list and names the list.
func known[W ~string](word W, all []W) error {
	names := ""
	for _, w := range all {
		if w == word {
			return nil
		}
		if names != "" {
			names += ", "
		}
		names += string(w)
	}
	if word == "" {
		return errs.New(errs.Invalid, "this is needed").Because("choose one of: {names}", "names", names)
	}
	return errs.New(errs.Invalid, "{word} is not one of the choices", "word", strconv.Quote(string(word))).
		Because("choose one of: {names}", "names", names)
}

// unknownWord keeps an unknown code visible instead of hiding it behind a blank.
func unknownWord(word string) errs.Text { return errs.T("unknown ({word})", "word", word) }

// Here reports whether the unit is still to leave the house: not with a customer and not gone for good.
func (u Unit) Here() bool { return u.Supply != Delivered && u.Supply != Sold && u.Supply != Scrapped }

// Available reports whether somebody may bind the unit today: no claim that still runs, and not gone for good.
func (u Unit) Available(today day.Date) bool {
	return u.Claim.On(today).IsFree() && u.Here()
}
