package guarantee

import (
	"slices"
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Foreign is a demand as it was read from a message or a file.
type Foreign struct {
	Reference string
	SHA256    string
	Amount    money.Amount
	Dated     day.Date
	Account   string
	Statement string
	ExtendTo  day.Date
	Lacks     string // what its sender says is to come yet
}

// SameDemand finds the demand that a file or a message tells again: the same file, or the same reference. "" when it is new.
func (s State) SameDemand(f Foreign) string {
	for _, d := range s.Demands {
		same := f.SHA256 != "" && d.Imported.SHA256 == f.SHA256
		for _, reference := range []string{d.Imported.Reference, d.Reference} {
			same = same || f.Reference != "" && strings.EqualFold(reference, f.Reference)
		}
		if same {
			return d.ID
		}
	}
	return ""
}

// Findings are the reasons for which a demand that was read does not comply on its face; none when it may. Where the text pays the amount
// available, more than that is no reason.
func (s State) Findings(f Foreign, on day.Date) []errs.Text {
	var out []errs.Text
	available := s.Available()
	switch {
	case f.Amount.Minor <= 0:
		out = append(out, errs.T("It names no amount."))
	case f.Amount.Currency != s.Face.Currency:
		out = append(out, errs.T("It demands {amount}, the guarantee pays in {currency}.", "amount", f.Amount, "currency", string(s.Face.Currency)))
	case f.Amount.Minor > available.Minor && !s.PaysAvailable:
		out = append(out, errs.T("It demands {amount}, only {most} are available.", "amount", f.Amount, "most", available))
	}
	if s.NoPartial && f.Amount.Minor > 0 && f.Amount.Minor < available.Minor {
		out = append(out, errs.T("It demands a part, and the text excludes that."))
	}
	if s.NoMultiple && s.Paid.Minor > 0 {
		out = append(out, errs.T("It is a second demand after a payment, and the text excludes that."))
	}
	if checkAccount(f.Account) != nil {
		out = append(out, errs.T("It names no account to pay to."))
	}
	if checkObligation(f.Statement) != nil {
		out = append(out, errs.T("It does not say in what respect the applicant is in breach."))
	}
	if f.Dated != 0 && (f.Dated < s.starts() || f.Dated > on) {
		out = append(out, errs.T("It is dated {day}, before the right to demand or after its presentation.", "day", f.Dated))
	}
	if f.Lacks != "" {
		out = append(out, errs.T("It is not complete: {lacks}", "lacks", f.Lacks))
	}
	if s.ExpiresOn != 0 && on > s.ExpiresOn {
		out = append(out, errs.T("It came on {day}, after the stated expiry {expiry}.", "day", on, "expiry", s.ExpiresOn))
	}
	return out
}

// DemandImportedFact: a demand of somebody else was read. It claims nothing of what the house may demand; it is kept with its findings.
type DemandImportedFact struct {
	ID       string       `json:"id"`
	Amount   money.Amount `json:"amount"`
	Dated    day.Date     `json:"dated,omitzero"`
	ExtendTo day.Date     `json:"extend_to,omitzero"`
	Imported Imported     `json:"imported"`
}

var _ = fact[DemandImportedFact]("demand_imported")

func (f DemandImportedFact) may(s State, _ Event) error {
	if same := s.SameDemand(Foreign{Reference: f.Imported.Reference, SHA256: f.Imported.SHA256}); same != "" {
		return errs.New(errs.Conflict, "this demand was read before ({id})", "id", same).At(same)
	}
	return nil
}

func (f DemandImportedFact) on(s *State, e Event) {
	d := Demand{ID: f.ID, Amount: f.Amount, State: DemandForeign, Reserved: s.amount(0), Paid: s.amount(0), MadeOn: e.On, Drafter: e.By, Dated: f.Dated, ExtendTo: f.ExtendTo,
		Reference: f.Imported.Reference, Imported: f.Imported}
	if d.Imported.Findings = slices.Clone(f.Imported.Findings); len(d.Imported.Findings) > 0 {
		d.State = DemandFaulty
	}
	s.Demands = append(slices.Clone(s.Demands), d)
}

// DemandDuplicateFact: the same file or reference came again. One demand stays one demand.
type DemandDuplicateFact struct {
	ID        string `json:"id"` // of the demand that was there
	Reference string `json:"reference,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

var _ = fact[DemandDuplicateFact]("demand_duplicate")

func (f DemandDuplicateFact) may(s State, _ Event) error {
	_, err := s.Demand(f.ID)
	return err
}

func (f DemandDuplicateFact) on(s *State, _ Event) {
	d, _ := s.Demand(f.ID)
	d.Imported.Duplicates++
	if d.Imported.SHA256 == "" { // one of our own that came back: its file is known from now on
		d.Imported.SHA256 = f.SHA256
	}
	s.set(d)
}
