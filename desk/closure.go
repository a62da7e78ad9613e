package desk

import (
	"strings"

	"kontor/day"
	"kontor/errs"
	"kontor/guarantee"
	"kontor/store"
	"kontor/store/q"
)

// ForceMajeureRequest records that force majeure shut a branch, or that it opened again.
type ForceMajeureRequest struct {
	Branch   string   `json:"branch" label:"Branch" ref:"branch"`
	From     day.Date `json:"from" label:"Shut from" help:"Leave empty to record only that it opened again." optional:""`
	Resumes  day.Date `json:"resumes" label:"Open again from" help:"First day of business; leave empty while it is shut." optional:""`
	Evidence string   `json:"evidence" label:"Evidence" help:"Who declared it, and where."`
}

// ForceMajeureResult says what it touches.
type ForceMajeureResult struct {
	Branch     string `json:"branch"`
	Guarantees int    `json:"guarantees"` // that are drawn at the branch
	Moved      int    `json:"moved"`      // of them with another last day to present
}

// RecordForceMajeure records a closure of a branch for every guarantee that is drawn there. What it does to their ends and to running
// examinations is for the rules of each to say.
var RecordForceMajeure = verb(Spec{Name: "branch.force_majeure", Title: "Record force majeure", Help: "Record that force majeure shut a branch, or that it opened again; each guarantee follows its rules.", On: "branch", Roles: []Role{Risk, Manager}},
	func(w *work, req ForceMajeureRequest) (ForceMajeureResult, error) {
		b, err := w.tx.Branch(w.ctx, req.Branch)
		if err != nil {
			return ForceMajeureResult{}, store.Missing(err, req.Branch)
		}
		res := ForceMajeureResult{Branch: b.ID}
		evidence := strings.TrimSpace(req.Evidence)
		var facts []guarantee.Fact
		if req.From != 0 {
			facts = append(facts, guarantee.ForceMajeureOnFact{From: req.From, Evidence: evidence})
		}
		if req.Resumes != 0 {
			facts = append(facts, guarantee.ForceMajeureOffFact{Resumes: req.Resumes, Evidence: evidence})
		}
		var f errs.Faults
		if len(facts) == 0 {
			f.Add("from", "the day is missing").Because("say since when it is shut, or when it opened again")
		}
		if evidence == "" {
			f.Add("evidence", "force majeure needs its evidence").Because("say who declared it, and where")
		}
		for _, d := range []struct {
			field string
			on    day.Date
		}{{"from", req.From}, {"resumes", req.Resumes}} {
			if d.on > w.today {
				f.Add(d.field, "the day is today or earlier")
			}
		}
		if req.Resumes != 0 && req.Resumes <= req.From {
			f.Add("resumes", "business resumes after {day} and not later than today", "day", req.From)
		}
		if err := f.Err(); err != nil {
			return res, err
		}
		if err := w.shutAll(b, facts, &res); err != nil {
			return res, err
		}
		text := errs.T("{branch} is open again from {day} ({evidence})", "branch", b.Name, "day", req.Resumes, "evidence", evidence)
		if req.Resumes == 0 {
			text = errs.T("{branch} is shut by force majeure from {day} ({evidence})", "branch", b.Name, "day", req.From, "evidence", evidence)
		} else if req.From != 0 {
			text = errs.T("{branch} was shut by force majeure from {from} and is open again from {day} ({evidence})", "branch", b.Name, "from", req.From, "day", req.Resumes, "evidence", evidence)
		}
		return res, w.event(happening{entity: b.ID, party: b.PartyID, data: res, text: text})
	})

// shutAll lets a closure happen to every guarantee that is drawn at a branch, also to one that expired while it was shut.
func (w *work) shutAll(b q.Branch, facts []guarantee.Fact, res *ForceMajeureResult) error {
	for after := ""; ; {
		rows, err := w.tx.GuaranteesOfGuarantorAfter(w.ctx, q.GuaranteesOfGuarantorAfterParams{GuarantorID: b.PartyID, ID: after})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			after = r.ID
			p, err := w.promise(r.ID)
			if err != nil {
				return err
			}
			if at, known, err := w.branchOf(p.Instrument); err != nil {
				return err
			} else if !known || at.ID != b.ID {
				continue
			}
			was := p.LastsUntil
			if err := w.happen(&p, facts...); errs.Is(err, errs.Conflict) {
				continue // it ended before, or was never shut
			} else if err != nil {
				return err
			}
			res.Guarantees++
			if p.LastsUntil != was {
				res.Moved++
			}
		}
	}
}
