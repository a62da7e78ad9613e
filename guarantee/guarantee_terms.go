package guarantee

import (
	"kontor/day"
	"kontor/money"
)

// Terms are what the paper says, as registered: nothing in them changes but by an amendment that both sides accepted. Amounts are in
// the currency of Face. Whatever the text is silent about stays at its zero value; the rule profile fills it where it can.
type Terms struct {
	Number    string `json:"number"` // as the guarantor numbers it; unique per guarantor
	Kind      Kind   `json:"kind"`
	Rules     Rules  `json:"rules"`     // rule profile that every date and check reads
	Guarantor string `json:"guarantor"` // party id of who pays
	Branch    string `json:"branch,omitempty"`
	Paper     Paper  `json:"paper,omitzero"` // how the paper itself names the guarantor
	Applicant string `json:"applicant"`      // party id of whose obligation is secured

	CounterGuarantor string   `json:"counter_guarantor,omitempty"` // party id of who repays the guarantor
	Advising         string   `json:"advising,omitempty"`          // party id of who passed the text on
	Confirmer        string   `json:"confirmer,omitempty"`         // party id of who adds its own promise
	Instructing      string   `json:"instructing,omitempty"`       // party id of who ordered it, when not the applicant
	Beneficiary      string   `json:"beneficiary,omitempty"`       // as the text names it: the house, or a company of the house
	Backs            string   `json:"backs,omitempty"`             // a counter-guarantee: id or number of the guarantee that it backs
	Covers           []string `json:"covers,omitempty"`            // obligations named by the text: principal, interest, residual, penalties; none = all

	Face           money.Amount `json:"face"`
	CoverPercentBP int64        `json:"cover_percent_bp,omitempty"` // share of the exposure that is covered, in 1/100 percent; 0 = all of it
	FirstLoss      money.Amount `json:"first_loss,omitzero"`        // kept by the house; nothing is paid below it
	Reductions     []Reduction  `json:"reductions,omitempty"`       // planned by the text
	WaitingDays    int          `json:"waiting_days,omitempty"`     // credit insurance: days after the due date before a claim
	Recourse       []string     `json:"recourse,omitempty"`         // what must be tried before it pays, in order
	NotifyDays     int          `json:"notify_days,omitempty"`      // credit insurance: days after the due date in which the delay is notified
	ClaimDays      int          `json:"claim_days,omitempty"`       // credit insurance: days after the waiting period in which to claim
	Exclusions     string       `json:"exclusions,omitempty"`
	SameGroup      bool         `json:"same_group,omitempty"` // guarantor and applicant belong to one rating group

	IssuedOn     day.Date   `json:"issued_on"`
	EffectiveOn  day.Date   `json:"effective_on,omitzero"` // first day it may be drawn; none = the day of issue
	EffectEvent  string     `json:"effect_event,omitempty"`
	ExpiryType   ExpiryType `json:"expiry_type,omitempty"` // none = fixed
	ExpiresOn    day.Date   `json:"expires_on,omitzero"`   // stated expiry, the last day of presentation
	ExpiryEvent  string     `json:"expiry_event,omitempty"`
	ExpiryProof  string     `json:"expiry_proof,omitempty"` // the document that shows the event
	Extension    Extension  `json:"extension,omitzero"`
	Place        string     `json:"place,omitempty"` // where a demand must arrive
	ExamineDays  int        `json:"examine_days,omitempty"`
	ClosesInDays int        `json:"closes_in_days,omitempty"` // archived so many days after its end

	NoPartial     bool     `json:"no_partial,omitempty"`
	NoMultiple    bool     `json:"no_multiple,omitempty"`
	PaysAvailable bool     `json:"pays_available,omitempty"` // a demand of more is paid as far as the amount goes
	Documents     []string `json:"documents,omitempty"`      // to be presented beside the demand
	Statement     string   `json:"statement,omitempty"`      // wording that the supporting statement must carry
	Language      string   `json:"language,omitempty"`       // of the demand: en, de, ru
	Form          string   `json:"form,omitempty"`           // paper, electronic, swift
	Signatures    string   `json:"signatures,omitempty"`
	ThroughBank   bool     `json:"through_bank,omitempty"` // presented through the beneficiary's bank
	Transferable  bool     `json:"transferable,omitempty"`

	RulesExcluded string `json:"rules_excluded,omitempty"` // articles that the text excludes
	Law           string `json:"law,omitempty"`
	Forum         string `json:"forum,omitempty"`
	Prevails      string `json:"prevails,omitempty"` // language that prevails
}

// Paper is what a paper says of who issued it, letter by letter: a forger writes nearly the right thing.
type Paper struct {
	Name    string `json:"name,omitempty"`
	BIC     string `json:"bic,omitempty"`
	Licence string `json:"licence,omitempty"`
}

// ExpiryType says what ends the promise (MT 760 field 23B).
type ExpiryType string

// The expiry types.
const (
	FixedExpiry ExpiryType = "fixed" // on a day
	EventExpiry ExpiryType = "event" // when a document shows an event
	BothExpiry  ExpiryType = "both"  // on the event, on a day at the latest
	OpenExpiry  ExpiryType = "open"  // nothing is stated: the rule profile says when
)

// ExpiryTypes are all types, in the order in which people read them.
func ExpiryTypes() []ExpiryType {
	return []ExpiryType{FixedExpiry, EventExpiry, BothExpiry, OpenExpiry}
}

// Reduction is a planned reduction of the amount, on a day or when a document shows an event.
type Reduction struct {
	On     day.Date     `json:"on,omitzero"`
	Event  string       `json:"event,omitempty"`
	Proof  string       `json:"proof,omitempty"` // the document that shows the event
	Amount money.Amount `json:"amount"`
}

// Extension is how the promise renews itself (MT 760 fields 23F, 78, 26E, 31S). The zero value does not.
type Extension struct {
	Period     string   `json:"period,omitempty"` // ONEY, DAYS, OTHR; "" = none
	Days       int      `json:"days,omitempty"`   // of DAYS
	NoticeDays int      `json:"notice_days,omitempty"`
	FinalOn    day.Date `json:"final_on,omitzero"`
	Basis      string   `json:"basis,omitempty"`  // sent or received: what of the notice must be in time
	Method     string   `json:"method,omitempty"` // how notice is given
}

// Renews reports whether the promise extends itself.
func (e Extension) Renews() bool { return e.Period != "" }
