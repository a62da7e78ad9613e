package proof

import (
	"encoding/json"

	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Party is who has a part in a subject.
type Party struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Happened is one event in the life of a subject.
type Happened struct {
	Event string   `json:"event"`
	On    day.Date `json:"on"`
	Verb  string   `json:"verb"`
}

// Guarantee is a guarantee as it stood in the registry on a day. What deals it secures is not the guarantor's business and
// therefore not in it.
type Guarantee struct {
	AsOf         day.Date     `json:"as_of"`
	Beneficiary  string       `json:"beneficiary"`
	Number       string       `json:"number"`
	Kind         string       `json:"kind"`
	Rules        string       `json:"rules"`
	Guarantor    Party        `json:"guarantor"`
	Applicant    Party        `json:"applicant"`
	Face         money.Amount `json:"face"`
	Paid         money.Amount `json:"paid"`
	Reserved     money.Amount `json:"reserved"`
	Reduced      money.Amount `json:"reduced"` // by amendments and releases of a part
	Available    money.Amount `json:"available"`
	IssuedOn     day.Date     `json:"issued_on"`
	EffectiveOn  day.Date     `json:"effective_on"`
	ExpiresOn    day.Date     `json:"expires_on"`
	Place        string       `json:"place"`
	TextSHA256   string       `json:"text_sha256"`   // of the wording as issued, "" when none is on file
	AgreedSHA256 string       `json:"agreed_sha256"` // of the wording as agreed
	Life         string       `json:"life"`
	EndedOn      day.Date     `json:"ended_on"`
	Trust        string       `json:"trust"`
	VerifiedOn   day.Date     `json:"verified_on"`
	ReverifyOn   day.Date     `json:"reverify_on"`
	Events       []Happened   `json:"events"` // the oldest first

	Terms json.RawMessage `json:"terms"` // what else the text says, as it was registered
}

// Verification is what somebody found about the authenticity of a guarantee, and by what evidence.
type Verification struct {
	Beneficiary string       `json:"beneficiary"`
	Guarantee   string       `json:"guarantee"`
	Number      string       `json:"number"`
	Guarantor   Party        `json:"guarantor"`
	Applicant   Party        `json:"applicant"`
	Face        money.Amount `json:"face"`
	IssuedOn    day.Date     `json:"issued_on"`
	ExpiresOn   day.Date     `json:"expires_on"`
	TextSHA256  string       `json:"text_sha256"`
	Finding     string       `json:"finding"`
	Evidence    Evidence     `json:"evidence"`
	VerifiedOn  day.Date     `json:"verified_on"`
	ReverifyOn  day.Date     `json:"reverify_on"`
	Verifier    Party        `json:"verifier"`    // a login
	RecordedBy  string       `json:"recorded_by"` // another login
	Event       string       `json:"event"`
}

// Evidence is what a verifier relied upon; which of it there is, its kind says.
type Evidence struct {
	Kind        string      `json:"kind"`
	Ref         string      `json:"ref"`
	On          day.Date    `json:"on"` // when the guarantor confirmed
	Bank        string      `json:"bank,omitempty"`
	Message     string      `json:"message,omitempty"`
	Number      string      `json:"number,omitempty"`
	Register    string      `json:"register,omitempty"`
	Spoke       string      `json:"spoke,omitempty"`
	Certificate string      `json:"certificate,omitempty"`
	SignedAt    day.Instant `json:"signed_at,omitzero"`
	StampedAt   day.Instant `json:"stamped_at,omitzero"`
	RevokedAt   day.Instant `json:"revoked_at,omitzero"`
	Document    string      `json:"document,omitempty"`
}

// Release is the order by which the units of a deal may leave.
type Release struct {
	Order      string          `json:"order"`
	House      string          `json:"house"`
	Deal       string          `json:"deal"`
	Number     string          `json:"number"`
	Customer   Party           `json:"customer"`
	On         day.Date        `json:"on"`
	At         day.Instant     `json:"at"`
	By         Party           `json:"by"` // a login
	Units      []ReleasedUnit  `json:"units"`
	Conditions []GateCondition `json:"conditions"`
	Needed     money.Amount    `json:"needed"` // the most that any day requires
	Until      day.Date        `json:"until"`  // last day of the contract
	Cover      []CoverStep     `json:"cover"`
	Guarantees []Secured       `json:"guarantees"`
}

// ReleasedUnit is a unit that may leave.
type ReleasedUnit struct {
	ID     string `json:"id"`
	Model  string `json:"model"`
	Serial string `json:"serial"`
}

// GateCondition is one condition as the gate saw it.
type GateCondition struct {
	Name     string `json:"name"`
	State    string `json:"state"` // met or waived
	Required string `json:"required"`
	Present  string `json:"present"`
}

// CoverStep is a run of days with the same exposure and cover.
type CoverStep struct {
	From     day.Date     `json:"from"`
	To       day.Date     `json:"to"`
	Required money.Amount `json:"required"`
	Cover    money.Amount `json:"cover"`
}

// Secured is a guarantee that counted when the order was made.
type Secured struct {
	ID        string       `json:"id"`
	Number    string       `json:"number"`
	Guarantor Party        `json:"guarantor"`
	Most      money.Amount `json:"most"` // the most that counted on any day
	ExpiresOn day.Date     `json:"expires_on"`
}

// Demand is a demand for payment under a guarantee.
type Demand struct {
	Beneficiary  string       `json:"beneficiary"`
	Guarantee    string       `json:"guarantee"`
	Number       string       `json:"number"`
	Rules        string       `json:"rules"`
	Guarantor    Party        `json:"guarantor"`
	Applicant    Party        `json:"applicant"`
	Amount       money.Amount `json:"amount"`
	Account      string       `json:"account"`
	Statement    string       `json:"statement"`
	Letter       string       `json:"letter"` // as it is sent
	LetterSHA256 string       `json:"letter_sha256"`
	MadeOn       day.Date     `json:"made_on"`
	PresentedOn  day.Date     `json:"presented_on"`
	State        string       `json:"state"`
	Paid         money.Amount `json:"paid"`
	PaidOn       day.Date     `json:"paid_on"`
}

// Title names the kind for people.
func (k Kind) Title() errs.Text {
	switch k {
	case OfGuarantee:
		return errs.T("Guarantee")
	case OfVerification:
		return errs.T("Verification of a guarantee")
	case OfRelease:
		return errs.T("Release order")
	case OfDemand:
		return errs.T("Demand for payment")
	}
	return errs.T("unknown ({word})", "word", string(k))
}
