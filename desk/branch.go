package desk

import (
	"strings"

	"kontor/errs"
	"kontor/id"
	"kontor/ident"
	"kontor/store"
	"kontor/store/q"
)

// BranchDetails are what the house knows of a branch. A number to call must come from a public register, never from the document that
// is to be checked with it.
type BranchDetails struct {
	Name           string `json:"name" label:"Name" help:"As the guarantor calls the branch."`
	Place          string `json:"place" label:"Place"`
	Country        string `json:"country" label:"Country" help:"Two letters, for example DE."`
	BIC            string `json:"bic" label:"BIC" optional:""`
	Licence        string `json:"licence" label:"Licence" help:"Number of the licence to issue guarantees." optional:""`
	LicenceSource  string `json:"licence_source" label:"Licence looked up in" help:"The register, and the day." optional:""`
	Calendar       string `json:"calendar" label:"Calendar" help:"Name of a loaded calendar." optional:""`
	Timezone       string `json:"timezone" label:"Time zone" help:"Leave empty for that of the calendar." optional:""`
	CutOff         string `json:"cut_off" label:"Cut-off" help:"Last minute that counts for the day, like 16:00; leave empty for that of the calendar." optional:""`
	Address        string `json:"address" label:"Address for presentation" lines:"3" optional:""`
	CallBack       string `json:"call_back" label:"Number to call" help:"From a public register, never from the document." optional:""`
	CallBackSource string `json:"call_back_source" label:"Number looked up in" help:"The register, and the day." optional:""`
	TransportDays  int    `json:"transport_days" label:"Transport" unit:"days" help:"How long documents travel there; leave empty for that of the house." optional:""`
	Lang           string `json:"lang" label:"Language" help:"Two letters, for example en." optional:""`
}

// BranchRequest registers a branch.
type BranchRequest struct {
	Party string `json:"party" label:"Guarantor" ref:"party"`
	BranchDetails
}

// BranchResult names the branch.
type BranchResult struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Moved int    `json:"moved"` // guarantees whose last day to present moved with it
}

// RegisterBranch makes a branch of a guarantor known: business days belong to branches, not to countries.
var RegisterBranch = verb(Spec{Name: "branch.register", Title: "Register a branch", Help: "Make a branch of a guarantor known, with its calendar and where it can be called.", Roles: []Role{Clerk, Risk, Manager, Admin}},
	func(w *work, req BranchRequest) (BranchResult, error) {
		p, err := w.tx.Party(w.ctx, req.Party)
		if err != nil {
			return BranchResult{}, store.Missing(err, req.Party)
		}
		d, err := w.checkBranch(req.BranchDetails)
		if err != nil {
			return BranchResult{}, err
		}
		b := q.AddBranchParams{ID: w.newID(id.Branch), PartyID: p.ID, Name: d.Name, Place: d.Place, Country: d.Country, Bic: d.BIC, Licence: d.Licence, LicenceSource: d.LicenceSource,
			Calendar: d.Calendar, Timezone: d.Timezone, CutOff: d.CutOff, Address: d.Address, CallBack: d.CallBack, CallBackSource: d.CallBackSource, TransportDays: int64(d.TransportDays),
			Lang: d.Lang, Folded: fold(d.Name, d.Place, p.Name, d.BIC), ByLogin: w.actor.ID, ChangedUs: w.now()}
		if err := w.tx.AddBranch(w.ctx, b); err != nil {
			return BranchResult{}, err
		}
		moved, err := w.reckonWhere(func(r q.Guarantee) bool { return r.GuarantorID == p.ID })
		if err != nil {
			return BranchResult{}, err
		}
		return BranchResult{b.ID, b.Name, moved}, w.event(happening{entity: b.ID, party: p.ID, text: errs.T("branch {name} at {place} was registered", "name", b.Name, "place", b.Place)})
	})

// BranchChangeRequest changes a branch; what is given replaces what was.
type BranchChangeRequest struct {
	Branch string `json:"branch" label:"Branch" ref:"branch"`
	BranchDetails
}

// ChangeBranch changes what is known of a branch. Guarantees whose last day to present moves with it say so in their life line.
var ChangeBranch = verb(Spec{Name: "branch.change", Title: "Change the branch", Help: "Replace what is known of a branch; last days that hang on it are counted again.", On: "branch", Roles: []Role{Clerk, Risk, Manager, Admin}},
	func(w *work, req BranchChangeRequest) (BranchResult, error) {
		was, err := w.tx.Branch(w.ctx, req.Branch)
		if err != nil {
			return BranchResult{}, store.Missing(err, req.Branch)
		}
		p, err := w.tx.Party(w.ctx, was.PartyID)
		if err != nil {
			return BranchResult{}, err
		}
		d, err := w.checkBranch(req.BranchDetails)
		if err != nil {
			return BranchResult{}, err
		}
		err = w.tx.ChangeBranch(w.ctx, q.ChangeBranchParams{ID: was.ID, Name: d.Name, Place: d.Place, Country: d.Country, Bic: d.BIC, Licence: d.Licence, LicenceSource: d.LicenceSource,
			Calendar: d.Calendar, Timezone: d.Timezone, CutOff: d.CutOff, Address: d.Address, CallBack: d.CallBack, CallBackSource: d.CallBackSource, TransportDays: int64(d.TransportDays),
			Lang: d.Lang, Folded: fold(d.Name, d.Place, p.Name, d.BIC), ByLogin: w.actor.ID, ChangedUs: w.now()})
		if err != nil {
			return BranchResult{}, err
		}
		w.known = nil // read anew
		moved, err := w.reckonWhere(func(r q.Guarantee) bool { return r.GuarantorID == p.ID })
		if err != nil {
			return BranchResult{}, err
		}
		return BranchResult{was.ID, d.Name, moved}, w.event(happening{entity: was.ID, party: p.ID, text: errs.T("branch {name} at {place} was changed", "name", d.Name, "place", d.Place)})
	})

// checkBranch gives the details in their normal form, or all that is wrong with them.
func (w *work) checkBranch(d BranchDetails) (BranchDetails, error) {
	var f errs.Faults
	for _, text := range []*string{&d.Name, &d.Place, &d.Country, &d.Licence, &d.LicenceSource, &d.Calendar, &d.Timezone, &d.CutOff, &d.Address, &d.CallBack, &d.CallBackSource, &d.Lang} {
		*text = strings.TrimSpace(*text)
	}
	d.Country = strings.ToUpper(d.Country)
	if d.Name == "" {
		f.Add("name", "a branch needs its name")
	}
	if d.Place == "" {
		f.Add("place", "a branch needs its place").Because("name the town where documents are presented")
	}
	if !ident.IsCountry(d.Country) {
		f.Add("country", "there is no country {country}", "country", `"`+d.Country+`"`).Because("write two letters, like {example}", "example", "DE")
	}
	if d.CallBack != "" && d.CallBackSource == "" {
		f.Add("call_back_source", "a number to call needs the public register in which it was looked up").Because("never take it from the document that is to be checked")
	}
	if d.Licence != "" && d.LicenceSource == "" {
		f.Add("licence_source", "a licence needs the register in which it was looked up")
	}
	d.BIC = checkBIC(&f, "bic", d.BIC)
	w.checkPlace(&f, d.Calendar, d.Timezone, d.CutOff)
	checkTransport(&f, d.TransportDays)
	return d, f.Err()
}
