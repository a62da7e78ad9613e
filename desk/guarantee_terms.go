package desk

import (
	"cmp"
	"strings"

	"kontor/day"
	"kontor/guarantee"
	"kontor/money"
)

// GuaranteeTerms is what a guarantee says, as its recorder copies it from the paper. What few guarantees say stands in groups that may
// stay empty; what does not belong to the kind is refused.
type GuaranteeTerms struct {
	Number      string       `json:"number" label:"Number" help:"As the guarantor numbers it."`
	Guarantor   string       `json:"guarantor" label:"Guarantor" ref:"party"`
	Applicant   string       `json:"applicant" label:"Applicant" help:"Whose obligation it secures." ref:"party"`
	Kind        string       `json:"kind" label:"Kind" enum:"demand_guarantee|standby|counter_guarantee|surety|credit_insurance|state_guarantee|parent_guarantee|letter_of_comfort"`
	Rules       string       `json:"rules" label:"Rules" enum:"URDG758|ISP98|UCP600|UNConv|RU-IG|surety|credit_insurance|state_guarantee|none"`
	Face        money.Amount `json:"face" label:"Amount"`
	IssuedOn    day.Date     `json:"issued_on" label:"Issued on"`
	EffectiveOn day.Date     `json:"effective_on" label:"In force from" help:"Leave empty when it is in force from its issue." optional:""`
	ExpiresOn   day.Date     `json:"expires_on" label:"Expires on" help:"The last day of presentation as the text states it." optional:""`
	Branch      string       `json:"branch" label:"Branch" help:"Where it is drawn; its calendar counts." ref:"branch" optional:""`
	Place       string       `json:"place" label:"Place of presentation" optional:""`

	PaperName    string `json:"paper_name" label:"Guarantor as written" help:"Letter by letter as the paper names it." optional:"" group:"What the paper says of its issuer"`
	PaperBIC     string `json:"paper_bic" label:"BIC as written" optional:"" group:"What the paper says of its issuer"`
	PaperLicence string `json:"paper_licence" label:"Licence as written" optional:"" group:"What the paper says of its issuer"`

	ExpiryType    string   `json:"expiry_type" label:"Kind of expiry" enum:"fixed|event|both|open" optional:"" group:"Effect, expiry and extension"`
	EffectEvent   string   `json:"effect_event" label:"Takes effect with" help:"The event and the document that shows it." optional:"" group:"Effect, expiry and extension"`
	ExpiryEvent   string   `json:"expiry_event" label:"Ends with" help:"The event, in the words of the text." optional:"" group:"Effect, expiry and extension"`
	ExpiryProof   string   `json:"expiry_proof" label:"Shown by" help:"The document that proves the event." optional:"" group:"Effect, expiry and extension"`
	ExtendPeriod  string   `json:"extension_period" label:"Extends itself" help:"By a year, by days, or otherwise." enum:"ONEY|DAYS|OTHR" optional:"" group:"Effect, expiry and extension"`
	ExtendDays    int      `json:"extension_days" label:"Each time by" unit:"days" optional:"" group:"Effect, expiry and extension"`
	ExtendNotice  int      `json:"extension_notice_days" label:"Unless notice is given" unit:"days before" optional:"" group:"Effect, expiry and extension"`
	ExtendFinalOn day.Date `json:"extension_final_on" label:"Never beyond" optional:"" group:"Effect, expiry and extension"`
	ExtendBasis   string   `json:"extension_basis" label:"In time is the notice that was" enum:"sent|received" optional:"" group:"Effect, expiry and extension"`
	ExtendMethod  string   `json:"extension_method" label:"Notice is given by" optional:"" group:"Effect, expiry and extension"`
	ClosesInDays  int      `json:"closes_in_days" label:"Archived after its end" unit:"days" optional:"" group:"Effect, expiry and extension"`

	Documents     []string `json:"documents" label:"Documents of a demand" help:"One a line, beside the demand itself." optional:"" group:"Demands"`
	Statement     string   `json:"statement" label:"Wording of the statement" lines:"3" optional:"" group:"Demands"`
	Language      string   `json:"language" label:"Language of a demand" enum:"en|de|ru" optional:"" group:"Demands"`
	Form          string   `json:"form" label:"Form of a demand" enum:"paper|electronic|swift" optional:"" group:"Demands"`
	Signatures    string   `json:"signatures" label:"Signatures" optional:"" group:"Demands"`
	ThroughBank   bool     `json:"through_bank" label:"Presented through our bank" optional:"" group:"Demands"`
	NoPartial     bool     `json:"no_partial" label:"No partial demand" optional:"" group:"Demands"`
	NoMultiple    bool     `json:"no_multiple" label:"No second demand" optional:"" group:"Demands"`
	PaysAvailable bool     `json:"pays_available" label:"A demand of more is paid as far as the amount goes" optional:"" group:"Demands"`
	Transferable  bool     `json:"transferable" label:"Transferable" optional:"" group:"Demands"`
	ExamineDays   int      `json:"examine_days" label:"Days of examination" help:"When the text sets others than its rules." unit:"days" optional:"" group:"Demands"`

	Reductions   []ReductionLine `json:"reductions" label:"Planned reductions" optional:"" group:"Amount"`
	CoverPercent money.Rate      `json:"cover_percent" label:"Covered part" unit:"%" help:"Leave empty when all is covered." optional:"" group:"Amount"`
	FirstLoss    money.Amount    `json:"first_loss" label:"First loss" help:"Kept by the house; nothing is paid below it." optional:"" group:"Amount"`
	Covers       []string        `json:"covers" label:"Covered obligations" enum:"principal|interest|residual|penalties" optional:"" group:"Amount"`

	WaitingDays int      `json:"waiting_days" label:"Waiting period" unit:"days" optional:"" group:"Surety, insurance, state, parent"`
	NotifyDays  int      `json:"notify_days" label:"Delay is notified within" unit:"days" optional:"" group:"Surety, insurance, state, parent"`
	ClaimDays   int      `json:"claim_days" label:"Claimed within" unit:"days" optional:"" group:"Surety, insurance, state, parent"`
	Recourse    []string `json:"recourse" label:"To be tried first" help:"One step a line, in order." optional:"" group:"Surety, insurance, state, parent"`
	Exclusions  string   `json:"exclusions" label:"Exclusions" lines:"3" optional:"" group:"Surety, insurance, state, parent"`
	SameGroup   bool     `json:"same_group" label:"Guarantor and applicant are of one group" optional:"" group:"Surety, insurance, state, parent"`

	Beneficiary      string `json:"beneficiary" label:"Beneficiary as written" optional:"" group:"Who else takes part"`
	CounterGuarantor string `json:"counter_guarantor" label:"Counter-guarantor" ref:"party" optional:"" group:"Who else takes part"`
	Advising         string `json:"advising" label:"Advising party" ref:"party" optional:"" group:"Who else takes part"`
	Confirmer        string `json:"confirmer" label:"Confirmer" ref:"party" optional:"" group:"Who else takes part"`
	Instructing      string `json:"instructing" label:"Ordered by" ref:"party" optional:"" group:"Who else takes part"`
	Backs            string `json:"backs" label:"Backs" help:"Of a counter-guarantee: number of the guarantee that it backs." optional:"" group:"Who else takes part"`

	RulesExcluded string `json:"rules_excluded" label:"Excluded articles" optional:"" group:"Law"`
	Law           string `json:"law" label:"Law" optional:"" group:"Law"`
	Forum         string `json:"forum" label:"Courts" optional:"" group:"Law"`
	Prevails      string `json:"prevails" label:"Language that prevails" enum:"en|de|ru" optional:"" group:"Law"`
}

// ReductionLine is a planned reduction.
type ReductionLine struct {
	On     day.Date     `json:"on" label:"On" optional:""`
	Event  string       `json:"event" label:"With" optional:""`
	Proof  string       `json:"proof" label:"Shown by" optional:""`
	Amount money.Amount `json:"amount" label:"Less by"`
}

// terms are the terms as the domain knows them.
func (r GuaranteeTerms) terms() guarantee.Terms {
	t := guarantee.Terms{Number: strings.TrimSpace(r.Number), Kind: guarantee.Kind(r.Kind), Rules: guarantee.Rules(r.Rules), Guarantor: r.Guarantor, Applicant: r.Applicant,
		Branch: r.Branch, Paper: guarantee.Paper{Name: strings.TrimSpace(r.PaperName), BIC: strings.TrimSpace(r.PaperBIC), Licence: strings.TrimSpace(r.PaperLicence)},
		CounterGuarantor: r.CounterGuarantor, Advising: r.Advising, Confirmer: r.Confirmer, Instructing: r.Instructing, Beneficiary: strings.TrimSpace(r.Beneficiary),
		Backs: strings.TrimSpace(r.Backs), Covers: r.Covers, Face: r.Face, CoverPercentBP: basisPoints(r.CoverPercent), FirstLoss: r.FirstLoss, WaitingDays: r.WaitingDays,
		NotifyDays: r.NotifyDays, ClaimDays: r.ClaimDays, Recourse: r.Recourse, Exclusions: strings.TrimSpace(r.Exclusions), SameGroup: r.SameGroup,
		IssuedOn: r.IssuedOn, EffectiveOn: r.EffectiveOn, EffectEvent: strings.TrimSpace(r.EffectEvent), ExpiryType: guarantee.ExpiryType(r.ExpiryType), ExpiresOn: r.ExpiresOn,
		ExpiryEvent: strings.TrimSpace(r.ExpiryEvent), ExpiryProof: strings.TrimSpace(r.ExpiryProof), Place: strings.TrimSpace(r.Place), ExamineDays: r.ExamineDays,
		ClosesInDays: r.ClosesInDays, NoPartial: r.NoPartial, NoMultiple: r.NoMultiple, PaysAvailable: r.PaysAvailable, Documents: r.Documents,
		Statement: strings.TrimSpace(r.Statement), Language: r.Language, Form: r.Form, Signatures: strings.TrimSpace(r.Signatures), ThroughBank: r.ThroughBank,
		Transferable: r.Transferable, RulesExcluded: strings.TrimSpace(r.RulesExcluded), Law: strings.TrimSpace(r.Law), Forum: strings.TrimSpace(r.Forum), Prevails: r.Prevails}
	t.Extension = guarantee.Extension{Period: r.ExtendPeriod, Days: r.ExtendDays, NoticeDays: r.ExtendNotice, FinalOn: r.ExtendFinalOn, Basis: r.ExtendBasis, Method: strings.TrimSpace(r.ExtendMethod)}
	for _, line := range r.Reductions {
		t.Reductions = append(t.Reductions, guarantee.Reduction{On: line.On, Event: strings.TrimSpace(line.Event), Proof: strings.TrimSpace(line.Proof), Amount: line.Amount})
	}
	if t.ExpiryType == "" && t.ExpiryEvent != "" { // who names an event means it
		t.ExpiryType = guarantee.EventExpiry
		if t.ExpiresOn != 0 {
			t.ExpiryType = guarantee.BothExpiry
		}
	}
	t.ExpiryType = cmp.Or(t.ExpiryType, guarantee.FixedExpiry)
	return t
}

// requestOfTerms is what somebody would have typed to register the terms.
func requestOfTerms(t guarantee.Terms) GuaranteeTerms {
	r := GuaranteeTerms{Number: t.Number, Guarantor: t.Guarantor, Applicant: t.Applicant, Kind: string(t.Kind), Rules: string(t.Rules), Face: t.Face, IssuedOn: t.IssuedOn,
		EffectiveOn: t.EffectiveOn, ExpiresOn: t.ExpiresOn, Place: t.Place, PaperName: t.Paper.Name, PaperBIC: t.Paper.BIC, PaperLicence: t.Paper.Licence,
		ExpiryType: string(t.ExpiryType), EffectEvent: t.EffectEvent, ExpiryEvent: t.ExpiryEvent, ExpiryProof: t.ExpiryProof, ExtendPeriod: t.Extension.Period,
		ExtendDays: t.Extension.Days, ExtendNotice: t.Extension.NoticeDays, ExtendFinalOn: t.Extension.FinalOn, ExtendBasis: t.Extension.Basis, ExtendMethod: t.Extension.Method,
		ClosesInDays: t.ClosesInDays, Documents: t.Documents, Statement: t.Statement, Language: t.Language, Form: t.Form, Signatures: t.Signatures, ThroughBank: t.ThroughBank,
		NoPartial: t.NoPartial, NoMultiple: t.NoMultiple, PaysAvailable: t.PaysAvailable, Transferable: t.Transferable, ExamineDays: t.ExamineDays,
		CoverPercent: ofBasisPoints(t.CoverPercentBP), FirstLoss: t.FirstLoss, Covers: t.Covers, WaitingDays: t.WaitingDays, NotifyDays: t.NotifyDays, ClaimDays: t.ClaimDays,
		Recourse: t.Recourse, Exclusions: t.Exclusions, SameGroup: t.SameGroup, Branch: t.Branch, Beneficiary: t.Beneficiary, CounterGuarantor: t.CounterGuarantor,
		Advising: t.Advising, Confirmer: t.Confirmer, Instructing: t.Instructing, Backs: t.Backs, RulesExcluded: t.RulesExcluded, Law: t.Law, Forum: t.Forum, Prevails: t.Prevails}
	for _, line := range t.Reductions {
		r.Reductions = append(r.Reductions, ReductionLine{On: line.On, Event: line.Event, Proof: line.Proof, Amount: line.Amount})
	}
	return r
}

// basisPoints is a rate in 1/100 percent; what is finer is rounded to the nearest.
func basisPoints(r money.Rate) int64 {
	num, den := r.Ratio()
	return (2*num*10_000 + den) / (2 * den)
}

func ofBasisPoints(bp int64) money.Rate {
	if bp == 0 {
		return money.Rate{}
	}
	r, _ := money.RateOf(float64(bp) / 10_000) // at most a hundred percent: always a rate
	return r
}
