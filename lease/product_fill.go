package lease

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// String is name and version, as a quote cites them; empty for no product.
func (p Product) String() string {
	if p.Name == "" {
		return ""
	}
	return p.Name + "@" + strconv.Itoa(p.Version)
}

// FindProduct finds a built-in product by its name.
func FindProduct(name string) (Product, bool) {
	i := slices.IndexFunc(builtIn, func(p Product) bool { return p.Name == name })
	if i < 0 {
		return Product{}, false
	}
	return builtIn[i], true
}

// Products are the built-in products in the order in which a person is offered them.
func Products() []Product { return slices.Clone(builtIn) }

// product finds a product by name, the newest version, or by name@version. The house's own come before the built-in.
func (ref Reference) product(name string) (Product, error) {
	var found Product
	for _, p := range ref.Products {
		if p.String() == name || p.Name == name && p.Version > found.Version {
			found = p
		}
	}
	if found.Name != "" {
		return found, nil
	}
	if p, ok := FindProduct(strings.TrimSuffix(name, "@1")); ok {
		return p, nil
	}
	names := make([]string, 0, len(builtIn)+len(ref.Products))
	for _, p := range slices.Concat(ref.Products, builtIn) {
		names = append(names, p.Name)
	}
	var f errs.Faults
	f.Add("product", "there is no product {name}", "name", name).Because("choose {words}", "words", strings.Join(slices.Compact(names), ", "))
	return Product{}, f.Err()
}

// fill puts the product's terms where the request says nothing.
func (r *QuoteRequest) fill(p Product) {
	into, from := reflect.ValueOf(&r.Terms).Elem(), reflect.ValueOf(p.Terms)
	for i := range into.NumField() {
		if into.Field(i).IsZero() {
			into.Field(i).Set(from.Field(i))
		}
	}
	if r.Solve != ForAdvance && r.AdvancePct.IsZero() && r.Advance == (money.Amount{}) {
		r.AdvancePct = p.AdvancePct
	}
	if r.Solve != ForResidual && r.ResidualPct.IsZero() && r.Residual == (money.Amount{}) {
		r.ResidualPct = p.ResidualPct
	}
}

// check holds complete terms against the limits of the product.
func (p Product) check(t Terms, on day.Date) error {
	if p.Name == "" {
		return nil
	}
	var f errs.Faults
	l := p.Limits
	if on != 0 && (p.From != 0 && on < p.From || p.Until != 0 && on > p.Until) {
		f.Add("product", "{name} is not offered on {day}", "name", p.Name, "day", on).Because("take its newest version, or another product")
	}
	if len(l.Currencies) > 0 && !slices.Contains(l.Currencies, t.Price.Currency) {
		f.Add("price", "{name} is not offered in {currency}", "name", p.Name, "currency", string(t.Price.Currency)).Because("choose {words}", "words", listed(l.Currencies))
	}
	limit := func(field string, value, least, most int64, show func(int64) any) {
		if least != 0 && value < least || most != 0 && value > most {
			switch {
			case most == 0:
				f.Add(field, "{name} allows {least} or more here", "name", p.Name, "least", show(least))
			case least == 0:
				f.Add(field, "{name} allows at most {most} here", "name", p.Name, "most", show(most))
			default:
				f.Add(field, "{name} allows {least} to {most} here", "name", p.Name, "least", show(least), "most", show(most))
			}
		}
	}
	amount := func(minor int64) any { return money.Amount{Minor: minor, Currency: t.Price.Currency} }
	rate := func(units int64) any {
		r, _ := rateOfUnits(units)
		return r.String() + " %"
	}
	percent := func(field string, part money.Amount, r RateRange) {
		share := ratio{part.Minor, max(t.Price.Minor, 1)}.reduced()
		units, err := roundedUnits(share)
		if err == nil {
			limit(field, units, units64(r.Least), units64(r.Most), rate)
		}
	}
	limit("price", t.Price.Minor, l.Price.Least, l.Price.Most, amount)
	percent("advance", t.Advance, l.AdvancePct)
	percent("residual", t.Residual, l.ResidualPct)
	limit("rate", units64(t.Rate), units64(l.Rate.Least), units64(l.Rate.Most), rate)
	limit("count", int64(t.Count), int64(l.Count.Least), int64(l.Count.Most), func(n int64) any { return n })
	if len(l.Timings) > 0 && !slices.Contains(l.Timings, t.Timing) {
		f.Add("timing", "{name} has no rentals in {timing}", "name", p.Name, "timing", string(t.Timing)).Because("choose {words}", "words", listed(l.Timings))
	}
	return f.Err()
}

// Check finds all that is wrong with a product that is added to the house.
func (p Product) Check() error {
	var f errs.Faults
	if p.Name == "" || len(p.Name) > 60 || strings.ContainsFunc(p.Name, func(c rune) bool { return c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') }) {
		f.Add("name", "a product has a name of small letters, digits and hyphens").Because("write it like seasonal-2")
	}
	if p.Version < 1 {
		f.Add("version", "versions count from 1")
	}
	if p.Title.IsZero() {
		f.Add("title", "a name is needed")
	}
	checkWord(&f, "kind", p.Kind, LeaseKinds)
	checkPercent(&f, "advance_pct", p.AdvancePct)
	checkPercent(&f, "residual_pct", p.ResidualPct)
	if p.From != 0 && p.Until != 0 && p.Until < p.From {
		f.Add("until", "the last day lies before the first")
	}
	l := p.Limits
	crossed := func(field string, least, most int64) {
		if least < 0 || most < 0 || most != 0 && least > most {
			f.Add("limits."+field, "the least is more than the most").Because("leave an end out that is open")
		}
	}
	crossed("price", l.Price.Least, l.Price.Most)
	crossed("advance_pct", units64(l.AdvancePct.Least), units64(l.AdvancePct.Most))
	crossed("residual_pct", units64(l.ResidualPct.Least), units64(l.ResidualPct.Most))
	crossed("rate", units64(l.Rate.Least), units64(l.Rate.Most))
	crossed("count", int64(l.Count.Least), int64(l.Count.Most))
	for i, c := range l.Currencies {
		if _, err := money.ParseCurrency(string(c)); err != nil {
			f.Take("limits."+at("currencies", i), err)
		}
	}
	for i, timing := range l.Timings {
		checkWord(&f, "limits."+at("timings", i), timing, Timings)
	}
	return f.Err()
}
