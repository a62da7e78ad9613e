package desk

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"kontor/errs"
	"kontor/money"
	"kontor/store"
	"kontor/store/q"
)

// MatchRequest is a line of a bank statement.
type MatchRequest struct {
	Amount money.Amount `json:"amount" label:"Amount"`
	Text   string       `json:"text" label:"Text of the bank" help:"Purpose, reference and payer as on the statement." lines:"3" optional:""`
}

// MatchAnswer are the demands that a line of the bank may pay, the likeliest first.
type MatchAnswer struct {
	Proposals []MatchProposal `json:"proposals"`
}

// MatchProposal is one demand that a line of the bank may pay, and why.
type MatchProposal struct {
	Demand    string       `json:"demand"`
	Guarantee string       `json:"guarantee"` // number
	Deal      string       `json:"deal"`      // number
	Demanded  money.Amount `json:"demanded"`
	Why       errs.Text    `json:"why"`
	Short     money.Amount `json:"short,omitzero"` // what would stay unpaid
	Over      money.Amount `json:"over,omitzero"`  // what is not the demand's and goes back to the guarantor
	weight    int
}

// MatchDemand proposes the demand that a line of the bank pays. Nothing is booked; demand.settle does that.
var MatchDemand = question(Spec{Name: "demand.match", Title: "Find the demand that a payment is for", Help: "Proposes open demands for a line of the bank statement: by their reference, the number of the guarantee, the amount.", Roles: staff},
	func(w *work, req MatchRequest) (MatchAnswer, error) {
		rows, err := w.tx.OpenDemands(w.ctx, q.OpenDemandsParams{CentreID: w.centre(), Limit: demandTasksMost})
		a := MatchAnswer{Proposals: []MatchProposal{}}
		for _, m := range rows {
			if p, ok := proposalFor(m, req); ok {
				a.Proposals = append(a.Proposals, p)
			}
		}
		slices.SortStableFunc(a.Proposals, func(x, y MatchProposal) int { return cmp.Compare(y.weight, x.weight) })
		return a, err
	})

// proposalFor says whether a line of the bank may pay a demand. A reference or the number of the guarantee says so whatever the amount;
// the amount alone only when it is exact.
func proposalFor(m q.OpenDemandsRow, req MatchRequest) (MatchProposal, bool) {
	demanded := money.Of(m.AmountMinor, money.Currency(m.Currency))
	p := MatchProposal{Demand: m.ID, Guarantee: m.GuaranteeNr, Deal: m.DealNr, Demanded: demanded}
	if m.State == "drafted" || m.State == "approved" {
		return p, false // nobody pays what was never sent
	}
	same := req.Amount == demanded
	switch text := letters(req.Text); {
	case strings.Contains(text, letters(demandReference(m.ID))):
		p.Why, p.weight = errs.T("it names the demand {reference}", "reference", demandReference(m.ID)), 4
	case names(req.Text, m.GuaranteeNr):
		p.Why, p.weight = errs.T("it names guarantee {number}", "number", m.GuaranteeNr), 2
	case same:
		p.Why, p.weight = errs.T("it is the amount demanded"), 1
	default:
		return p, false
	}
	if same {
		p.weight++
	}
	if req.Amount.Currency == demanded.Currency {
		p.Short, p.Over = money.Of(max(0, demanded.Minor-req.Amount.Minor), demanded.Currency), money.Of(max(0, req.Amount.Minor-demanded.Minor), demanded.Currency)
	}
	return p, true
}

// names reports whether a text names a number: as it is written, or run together when it is long enough to be no accident.
func names(text, number string) bool {
	const longEnough = 5
	if run := letters(number); len(run) >= longEnough && strings.Contains(letters(text), run) {
		return true
	}
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
		if strings.EqualFold(word, number) {
			return true
		}
	}
	return false
}

// letters are the letters and digits of a text in one case: banks break and space references as they like.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
}

// Headline says whether one was found.
func (a MatchAnswer) Headline() errs.Text {
	if len(a.Proposals) == 0 {
		return errs.T("No open demand fits.")
	}
	return errs.T("Book it as the payment of the demand under {number}: {why}.", "number", a.Proposals[0].Guarantee, "why", a.Proposals[0].Why)
}

// Tables are the proposals.
func (a MatchAnswer) Tables() []Table {
	t := Table{Title: "Demands", Columns: []Head{head("Demand", store.Ref), head("Deal", store.Text), head("Demanded", store.Money), head("Why", store.Text), head("Still unpaid", store.Money), head("Too much", store.Money)}}
	for _, p := range a.Proposals {
		t.Rows = append(t.Rows, []any{Ref{p.Demand, p.Guarantee}, p.Deal, p.Demanded, p.Why, p.Short, p.Over})
	}
	return []Table{t}
}
