package deadline

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"kontor/errs"
)

// Profile is what the rules that govern an instrument say about dates and demands (K1). It is data with a version: a
// computed date names the profile that produced it, and a corrected profile is a new version.
type Profile struct {
	ID            string            `json:"id"`
	Version       string            `json:"version"`
	Family        Family            `json:"family"`
	Examination   ExaminationRule   `json:"examination"`
	Preclusion    PreclusionRule    `json:"preclusion"`
	ClosedDay     ClosedDayRule     `json:"closed_day"`
	NoExpiry      NoExpiryRule      `json:"no_expiry"`
	ForceMajeure  ForceMajeureRule  `json:"force_majeure"`
	ExtendOrPay   ExtendOrPayRule   `json:"extend_or_pay"`
	Drawings      DrawingsRule      `json:"drawings"`
	OverDemand    OverDemandRule    `json:"over_demand"`
	Statement     StatementRule     `json:"statement"`
	StatementDate StatementDateRule `json:"statement_date"`
	Transfer      TransferRule      `json:"transfer"`
	Words         WordsRule         `json:"words"`
}

// Family is what makes a guarantor under these rules pay.
type Family string

// The families.
const (
	OnDemand   Family = "on_demand"  // against complying documents
	Accessory  Family = "accessory"  // against the proven default of the debtor, whose defences apply
	Insurance  Family = "insurance"  // after the insured event and a waiting period
	Subsidiary Family = "subsidiary" // when the debtor and the pledges are exhausted
	AsWorded   Family = "as_worded"  // the text alone says
)

// Source is where a parameter comes from.
type Source struct {
	Article string `json:"article,omitempty"` // "URDG 758 art. 20"
	Verify  bool   `json:"verify,omitempty"`  // from memory or a secondary source
	ByText  bool   `json:"by_text,omitempty"` // the text of the instrument sets it in place of the rules
}

// ExaminationRule is how long the guarantor may examine a demand (D2).
type ExaminationRule struct {
	Kind           ExaminationKind `json:"kind"`
	Days           int             `json:"days,omitempty"`            // the last day of a notice; for flag_between the day after which it is late
	Safe           int             `json:"safe,omitempty"`            // flag_between: up to this day a notice is in time
	MostDays       int             `json:"most_days,omitempty"`       // the longest time that a text may set
	ForgeryDays    int             `json:"forgery_days,omitempty"`    // how long a suspicion of forgery may stop the clock
	NoticeIncluded bool            `json:"notice_included,omitempty"` // the notice must be given within the time, not after it
	Source
}

// ExaminationKind is the unit in which examination is counted.
type ExaminationKind string

// The units of examination.
const (
	BusinessDays ExaminationKind = "business_days"
	BankingDays  ExaminationKind = "banking_days" // business days of a bank: counted on the same calendar
	FlagBetween  ExaminationKind = "flag_between" // in time up to one business day, late after another, open to dispute between
	CalendarDays ExaminationKind = "calendar_days"
	PerText      ExaminationKind = "per_text" // the text must say; Profile.With brings it in
)

// PreclusionRule says whether a guarantor that rejects late must pay.
type PreclusionRule struct {
	Applies bool `json:"applies"`
	Source
}

// ClosedDayRule is what becomes of an expiry on a closed day (D3). The stated date stays as it is in any case.
type ClosedDayRule struct {
	Kind ClosedDayKind `json:"kind"`
	Source
}

// ClosedDayKind is where an expiry on a closed day goes.
type ClosedDayKind string

// Where an expiry on a closed day goes.
const (
	NextBusinessDay ClosedDayKind = "next_business_day"
	StaysAsStated   ClosedDayKind = "no_rule"
)

// NoExpiryRule is what ends an instrument whose text states no expiry (D6).
type NoExpiryRule struct {
	Kind        NoExpiryKind `json:"kind"`
	Years       int          `json:"years,omitempty"`
	CounterDays int          `json:"counter_days,omitempty"` // calendar days by which a counter-guarantee without expiry ends later
	Source
}

// NoExpiryKind is how an instrument without expiry ends.
type NoExpiryKind string

// How an instrument without expiry ends.
const (
	EndsAfterYears   NoExpiryKind = "years_after_issue"
	ExpiryOrNotice   NoExpiryKind = "expiry_or_notice" // it needs an expiry, or the right to end it on notice
	ExpiryMustStand  NoExpiryKind = "must_be_stated"
	ExpiryByLaw      NoExpiryKind = "law"
	ExpiryByTextOnly NoExpiryKind = "per_text"
)

// ForceMajeureRule is what a closure of the place does (D7).
type ForceMajeureRule struct {
	Kind ForceMajeureKind `json:"kind"`
	Days int              `json:"days,omitempty"`
	Source
}

// ForceMajeureKind is what a closure does to an expiry, and to a running examination.
type ForceMajeureKind string

// What a closure does.
const (
	ExtendOnceSuspend ForceMajeureKind = "extend_once_suspend"     // the expiry moves by days, once; examination stands still
	ReopenPlusDays    ForceMajeureKind = "last_day_reopening_plus" // a last day inside the closure becomes the re-opening and days
	Lapses            ForceMajeureKind = "lapses"                  // what expires inside the closure is gone
	NoForceMajeure    ForceMajeureKind = "none"
)

// ExtendOrPayRule is how long a demand that accepts a later expiry instead of money may wait (D5).
type ExtendOrPayRule struct {
	Kind        ExtendOrPayKind `json:"kind"`
	Days        int             `json:"days,omitempty"`         // at most
	CounterLess int             `json:"counter_less,omitempty"` // by how many days the counter-guarantor has less
	Source
}

// ExtendOrPayKind is whether a demand may wait for an extension.
type ExtendOrPayKind string

// Whether a demand may wait.
const (
	Suspend           ExtendOrPayKind = "suspend"
	ExtendOrPayByText ExtendOrPayKind = "per_text"
	NoExtendOrPay     ExtendOrPayKind = "none"
)

// DrawingsRule says whether less than the whole may be demanded, and more than once.
type DrawingsRule struct {
	Partial  DrawingsKind `json:"partial"`
	Multiple DrawingsKind `json:"multiple"`
	Source
}

// DrawingsKind is what the rules say about a partial or a further demand where the text is silent.
type DrawingsKind string

// What the rules say about drawings.
const (
	Allowed        DrawingsKind = "allowed_unless_excluded"
	DrawingsByText DrawingsKind = "per_text"
	NotAllowed     DrawingsKind = "excluded" // by the text
)

// OverDemandRule is what becomes of a demand for more than is available.
type OverDemandRule struct {
	Kind OverDemandKind `json:"kind"`
	Source
}

// OverDemandKind is what a demand above the available amount is worth.
type OverDemandKind string

// What a demand above the available amount is worth.
const (
	NonComplying     OverDemandKind = "non_complying"
	PaysAvailable    OverDemandKind = "pays_available"
	OverDemandByText OverDemandKind = "per_text"
)

// StatementRule is what must accompany a demand.
type StatementRule struct {
	Kind StatementKind `json:"kind"`
	Source
}

// StatementKind is what must be said, or proven, with a demand.
type StatementKind string

// What must be said or proven.
const (
	RequiredUnlessExcluded StatementKind = "required_unless_excluded" // in what respect the applicant is in breach
	StatementByText        StatementKind = "per_text"
	ProofOfLoss            StatementKind = "proof_of_loss"
	StatementExcluded      StatementKind = "excluded" // by the text
)

// StatementDateRule bounds the date of a statement (D14).
type StatementDateRule struct {
	Applies bool `json:"applies"`
	Source
}

// TransferRule is whether the right to demand may pass to another.
type TransferRule struct {
	Kind TransferKind `json:"kind"`
	Source
}

// TransferKind is how the right to demand may pass on.
type TransferKind string

// How the right to demand may pass on.
const (
	IfStatedInFull TransferKind = "if_stated_in_full" // only if the text says transferable, and the whole amount
	InFull         TransferKind = "in_full"
	Once           TransferKind = "once"
	AsAuthorised   TransferKind = "as_authorised"
	NoTransfer     TransferKind = "no_rule"
)

// WordsRule says whether the rules fix what words of time mean (U3).
type WordsRule struct {
	Fixed bool `json:"fixed"`
	Source
}

//go:embed profiles.json
var profileData []byte

var profiles = readProfiles()

func readProfiles() []Profile {
	var list []Profile
	if err := json.Unmarshal(profileData, &list); err != nil {
		panic("deadline: profiles.json: " + err.Error()) // the file is a part of the program
	}
	return list
}

// Profiles are all profiles, in the order in which people read them.
func Profiles() []Profile { return slices.Clone(profiles) }

// ProfileOf finds a profile by its id. Errors: Invalid for an id that no profile has.
func ProfileOf(id string) (Profile, error) {
	for _, p := range profiles {
		if p.ID == id {
			return p, nil
		}
	}
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.ID
	}
	return Profile{}, errs.New(errs.Invalid, "{word} is not one of the choices", "word", `"`+id+`"`).
		Because("choose one of: {names}", "names", strings.Join(names, ", "))
}

// String is id and version, as a computed date cites them.
func (p Profile) String() string { return p.ID + "@" + p.Version }

// OnDemand reports whether the guarantor pays against documents alone.
func (p Profile) OnDemand() bool { return p.Family == OnDemand }
