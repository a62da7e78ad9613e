package wording

import (
	"kontor/day"
	"kontor/errs"
	"kontor/money"
)

// Facts are the registered fields that a text is read against. What is not set is not compared.
type Facts struct {
	Kind        Kind
	Rules       string // URDG758, ISP98, UCP600 or none, as package guarantee names them
	Message     bool   // the fields are part of the undertaking, as in an MT 760: what they say need not stand in the text
	Number      string
	Guarantor   string // names as registered
	Beneficiary string
	Applicant   string
	Amount      money.Amount
	IssuedOn    day.Date
	ExpiresOn   day.Date
	Expiry      ExpiryType
	Event       string // the event that ends it, in the words of the field
	Place       string // of presentation
	Law         string // ISO code or name of the country whose law governs
	Forum       string // place of the courts
	Partial     Permission
	Multiple    Permission
	Languages   []Language // in which the text is meant to be
	Prevails    Language   // which of them decides
}

// ExpiryType says how an instrument ends.
type ExpiryType string

// The types of expiry.
const (
	FixedExpiry ExpiryType = "fixed"
	EventExpiry ExpiryType = "event"
	BothExpiry  ExpiryType = "both"
	OpenExpiry  ExpiryType = "open"
)

// Permission is what a field says about partial or multiple demands; none is silent.
type Permission string

// The permissions.
const (
	Allowed  Permission = "allowed"
	Excluded Permission = "excluded"
)

// Severity says how much a finding weighs. A text with an error is not agreed.
type Severity string

// The severities, the gravest first.
const (
	Error   Severity = "error"   // a demand may fail for it
	Warning Severity = "warning" // costs time, money or a dispute
	Note    Severity = "note"    // worth knowing
)

// Label is the word for people.
func (s Severity) Label() errs.Text {
	switch s {
	case Error:
		return errs.T("error")
	case Warning:
		return errs.T("warning")
	case Note:
		return errs.T("note")
	}
	return errs.T("unknown ({word})", "word", string(s))
}

// Finding is one thing that the checker has to say about a text.
type Finding struct {
	Rule     Rule      `json:"rule"`
	Severity Severity  `json:"severity"`
	Reason   errs.Text `json:"reason"`
	Hint     errs.Text `json:"hint"`
	Clause   Clause    `json:"clause"` // which clause it concerns
	Quote    string    `json:"quote"`  // the words of the text, "" if it is about something that the text lacks
	From     int       `json:"from"`   // bytes of the text: Quote is text[From:To]
	To       int       `json:"to"`
}

// Missing reports whether the finding is about something that the text lacks and so has no place in it.
func (f Finding) Missing() bool { return f.From == f.To }

// Rule is the stable name of what was found.
type Rule string

// The rules that speak of what is missing or stands in the way.
const (
	BrokenText       Rule = "BROKEN_TEXT"       // the text cannot be read as it is
	HiddenCharacter  Rule = "HIDDEN_CHARACTER"  // a character that nobody sees, or letters of two alphabets in one word
	OpenBlank        Rule = "OPEN_BLANK"        // a placeholder that nobody filled
	NoAmount         Rule = "NO_AMOUNT"         // no amount or no currency
	NoExpiry         Rule = "NO_EXPIRY"         // neither a day nor an event ends it
	NoPlace          Rule = "NO_PLACE"          // no place of presentation
	NoForm           Rule = "NO_FORM"           // no form of presentation
	NoPromise        Rule = "NO_PROMISE"        // nobody undertakes to pay
	NonDocumentary   Rule = "NON_DOCUMENTARY"   // a condition without a document
	SilentConsent    Rule = "SILENT_CONSENT"    // effective unless rejected
	NoStatement      Rule = "NO_STATEMENT"      // nothing said about the supporting statement
	UnclearStatement Rule = "UNCLEAR_STATEMENT" // a statement that does not say in what respect
	RulesMissing     Rule = "RULES_MISSING"
	RulesVersion     Rule = "RULES_VERSION"       // rules without version
	RulesOutdated    Rule = "RULES_OUTDATED"      // an edition that is gone
	RulesWrong       Rule = "RULES_WRONG"         // a publication number that is not of these rules
	RulesSeveral     Rule = "RULES_SEVERAL"       // two sets of rules at once
	RulesForm        Rule = "RULES_FORM_MISMATCH" // rules that do not fit the form
	ExpiryOrder      Rule = "EXPIRY_NOT_AFTER_ISSUE"
	BadDate          Rule = "BAD_DATE"              // 31 June
	ExpiryPaper      Rule = "EXPIRY_ON_RETURN"      // ends when the paper comes back
	Endless          Rule = "ENDLESS"               // renews itself for ever, or has no end at all
	ReturnOriginal   Rule = "ORIGINAL_REQUIRED"     // the original must be presented
	ReductionProof   Rule = "REDUCTION_NO_DOCUMENT" // falls without a document
	Cancellation     Rule = "CANCELLATION"          // the guarantor may end it
	SueFirst         Rule = "SUE_FIRST"             // the debtor must be sued first
	Judgment         Rule = "JUDGMENT_REQUIRED"     // pays only on a judgment or award
	Accessory        Rule = "ACCESSORY"             // the debtor's defences apply
	LawMissing       Rule = "LAW_MISSING"
	ForumMissing     Rule = "FORUM_MISSING"
	LanguagePrevails Rule = "LANGUAGE_PREVAILS" // several languages, none prevails
	TransferOpen     Rule = "TRANSFER_OPEN"     // transferable without conditions
	AssignmentLimit  Rule = "ASSIGNMENT_LIMIT"  // assignment forbidden or bound to consent
	ThroughApplicant Rule = "THROUGH_APPLICANT" // demands only through the applicant
	HostageDocument  Rule = "HOSTAGE_DOCUMENT"  // a document that only the other side can give
	ActivationFee    Rule = "ACTIVATION_FEE"    // money before it works
)

// The rules that hold the text against the fields, and against itself.
const (
	AmountConflict   Rule = "AMOUNT_CONFLICT"
	CurrencyConflict Rule = "CURRENCY_CONFLICT"
	WordsConflict    Rule = "WORDS_CONFLICT" // amount in words and in figures
	ExpiryConflict   Rule = "EXPIRY_CONFLICT"
	IssueConflict    Rule = "ISSUE_CONFLICT"
	NumberConflict   Rule = "NUMBER_CONFLICT"
	NumberMissing    Rule = "NUMBER_MISSING"
	PartyConflict    Rule = "PARTY_CONFLICT"
	PartyMissing     Rule = "PARTY_MISSING"
	RulesConflict    Rule = "RULES_CONFLICT"
	LawConflict      Rule = "LAW_CONFLICT"
	ForumConflict    Rule = "FORUM_CONFLICT"
	PartialConflict  Rule = "PARTIAL_CONFLICT" // partial or multiple demands
	LanguageConflict Rule = "LANGUAGE_CONFLICT"
)

// Clause names a part of a guarantee.
type Clause string

// The clauses, in the order in which a text has them.
const (
	Parties      Clause = "parties"
	Promise      Clause = "promise"
	AmountClause Clause = "amount"
	Expiry       Clause = "expiry"
	NonExtension Clause = "non_extension"
	Place        Clause = "place"
	Form         Clause = "form"
	Statement    Clause = "statement"
	Documents    Clause = "documents"
	Partial      Clause = "partial"
	Reduction    Clause = "reduction"
	Transfer     Clause = "transfer"
	RulesClause  Clause = "rules"
	Law          Clause = "law"
	LanguageOf   Clause = "language"
	Closing      Clause = "closing"
)

// Label is the word for people.
func (c Clause) Label() errs.Text {
	switch c {
	case Parties:
		return errs.T("parties")
	case Promise:
		return errs.T("promise to pay")
	case AmountClause:
		return errs.T("amount")
	case Expiry:
		return errs.T("expiry")
	case NonExtension:
		return errs.T("extension and its refusal")
	case Place:
		return errs.T("place of presentation")
	case Form:
		return errs.T("form of presentation")
	case Statement:
		return errs.T("supporting statement")
	case Documents:
		return errs.T("documents")
	case Partial:
		return errs.T("partial and multiple demands")
	case Reduction:
		return errs.T("reduction")
	case Transfer:
		return errs.T("transfer and assignment")
	case RulesClause:
		return errs.T("rules")
	case Law:
		return errs.T("law and forum")
	case LanguageOf:
		return errs.T("language")
	case Closing:
		return errs.T("closing")
	}
	return errs.T("unknown ({word})", "word", string(c))
}

// Worst is the gravest severity among the findings, "" for none.
func Worst(findings []Finding) Severity {
	for _, s := range []Severity{Error, Warning, Note} {
		for _, f := range findings {
			if f.Severity == s {
				return s
			}
		}
	}
	return ""
}
