package desk

import (
	"database/sql"
	"slices"
)

// Commands are all verbs of the house in the order in which a deal meets them; the API, the pages and the command line
// are made from this list.
func Commands() []Command { return commands }

// Questions are what people ask with a form; they write nothing.
func Questions() []Command { return questions }

var questions = []Command{
	AskOffer, AskBuyOut, AskBooks, AskLadder, AskCalendar, AskDrawOrReplace, AskExposure, AskGaps, AskCost, AskText, AskKnown, ReadMessage,
	PreviewDemand, AskEscalation, AskDemandMessage, MatchDemand,
}

// FindCommand gives a verb or a question by name.
func FindCommand(name string) (Command, bool) {
	c, ok := commandsByName[name]
	return c, ok
}

var commands = []Command{
	RegisterParty, ChangeParty, VetParty, SetLimit, GradeParty,
	RegisterUnit, ChangeUnit, MoveUnit, RecordPapers, LendUnit, FreeUnit,
	LoadWatchlist, ActivateWatchlist, ClearHit, ConfirmClearHit, ConfirmHit, EscalateHit,
	QuoteDeal, RequoteDeal, SignDeal, ProposeWaiver, ConfirmWaiver, ReleaseDeal, DeliverDeal,
	ChargeDeal, WaiveCharge, PrepayDeal, RestructureDeal, HolidayDeal, FixRate, ReageDeal, AssignDeal, PauseDeal, ResumeDeal, MarkLate,
	BuyOutDeal, EndUnit, LoseDeal, EndTerm, DefaultDeal, TerminateDeal, WriteOffDeal, CloseDeal, CancelDeal,
	ProposeText, AgreeText, RefuseText,
	RegisterGuarantee, ImportMessage, CorrectGuarantee, NameAgreedText, BeginVerification, VerifyGuarantee, ApproveWording, RefuseWording, ApproveDifference, AddDocument,
	ConfirmGuarantee, DenyGuarantee, ImportConfirmation, RegisterKey, RevokeKey,
	AllocateGuarantee, AmendGuarantee, AcceptAmendment, RejectAmendment, ExtendGuarantee, RecordCounter, DemandPayment, ReleaseGuarantee, ConfirmRelease, RevokeGuarantee,
	ReduceGuarantee, NoticeNonExtension, ProveEffect, ProveExpiry, ReturnPaper, CancelGuarantee, RecordForceMajeure, RecordGuarantorEvent,
	ApproveDemand, SendDemand, PresentDemand, AcceptDemand, RejectDemand, AnswerDemand, DisputeDemand, EnjoinDemand, FreeDemand, WithdrawDemand, SettleDemand, ImportDemand,
	RegisterBranch, ChangeBranch, LoadCalendars, PlaceHouse,
	AgreeFee, PostCommissions, PayCommission,
	ReceivePayment, RefundPayment, ReversePosting, CloseDay,
	RegisterProgramme, EndProgramme, ReceiveSubsidy, PayBackSubsidy,
	SetGoal, SetRiskPolicy, SetCoverPolicy, SetRate, RecordIndex, RecordTurnover,
	ImportParties, ImportUnits, ImportBalances,
	ExportProof,
	AddLogin, CloseLogin, RevokeToken,
}

var commandsByName = byName(append(slices.Clone(commands), questions...))

func byName(all []Command) map[string]Command {
	out := make(map[string]Command, len(all))
	for _, c := range all {
		out[c.Describe().Name] = c
	}
	return out
}

// errNone stands for a row that is not there, or not there for this reader.
var errNone = sql.ErrNoRows
