package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
	"kontor/paper"
	"kontor/store"
)

// outcome is what a verb that takes a file made of it, or in a dry run would make of it.
type outcome struct {
	Lang   lang.Lang
	Spec   desk.Spec
	Dry    bool
	Fault  *errs.Error
	Fields []field
	Import *desk.ImportResult
	Facts  []desk.Fact // of any other result; labels are codes
}

// outcomeMost bounds the rows that the page shows of an import; the file of refused rows holds them all.
const outcomeMost = 200

// dryRun tries a verb with its file and shows what it would do; nothing is written.
func dryRun(v *visit, c desk.Command, in *reading, req any) error {
	spec := c.Describe()
	o := outcome{Lang: v.lang, Spec: spec, Dry: true}
	call := desk.Call{Actor: v.actor, Reason: strings.TrimSpace(in.typed.Get(reasonField)), DryRun: true}
	status := http.StatusOK
	if o.Fault = v.unreadable(c, call, in, req); o.Fault == nil {
		result, err := c.Run(v.ctx, v.desk, call, req)
		if o.Fault = errs.As(err); o.Fault == nil {
			o.take(result)
		}
	}
	if o.Fault != nil {
		if o.Fault.Code == errs.Internal {
			return o.Fault
		}
		status = o.Fault.Code.Status()
		o.Fields = v.formFields(spec.Request, "", in.typed, o.Fault.Faults)
	}
	if v.fragment() {
		return v.write(http.StatusOK, outcomePanel(o))
	}
	return v.form(status, c, in.typed, nil, false, o)
}

// take reads what there is to show of a result.
func (o *outcome) take(result any) {
	if r, ok := result.(desk.ImportResult); ok {
		o.Import = &r
		return
	}
	o.Facts = factsOf(result)
}

// factsOf are the plain values of a result in the order of its fields.
func factsOf(result any) []desk.Fact {
	b, err := json.Marshal(result)
	if err != nil {
		return nil
	}
	var facts []desk.Fact
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	for d.More() {
		name, err := d.Token()
		var value any
		if err != nil || d.Decode(&value) != nil {
			return facts
		}
		label, _ := name.(string)
		switch value := value.(type) {
		case json.Number:
			if n, err := value.Int64(); err == nil {
				facts = append(facts, desk.Fact{Label: label, Value: n})
			}
		case string:
			if value != "" && desk.KindOf(value) == "" && label != "id" {
				facts = append(facts, desk.Fact{Label: label, Value: value})
			}
		}
	}
	return facts
}

// headline is the outcome in one sentence.
func (o outcome) headline() string {
	l := o.Lang
	if o.Import == nil && o.Dry {
		return l.T("It would be done. Nothing was written yet.")
	}
	if o.Import == nil {
		return l.T("It is done.")
	}
	r := o.Import
	if o.Dry {
		return l.T("New: {new}, changed: {changed}, as before: {same}, refused: {refused}. Nothing was written yet.",
			"new", r.New, "changed", r.Changed, "same", r.Same, "refused", r.Refused)
	}
	return l.T("New: {new}, changed: {changed}, as before: {same}, refused: {refused}.", "new", r.New, "changed", r.Changed, "same", r.Same, "refused", r.Refused)
}

// rows are the rows of an import as a table; its heads are said already.
func (o outcome) rows() desk.Table {
	l := o.Lang
	t := desk.Table{Title: l.T("Rows of the file"), Columns: []desk.Head{{Title: l.T("Line"), Kind: store.Number}, {Title: l.T("State"), Kind: store.State},
		{Title: l.T("Row"), Kind: store.Ref}, {Title: l.T("Why, or what changes"), Kind: store.Text}}}
	for _, r := range o.Import.Rows[:min(len(o.Import.Rows), outcomeMost)] {
		about := desk.Ref{ID: r.ID, Text: r.Label}
		if o.Dry && r.State == "new" {
			about.ID = "" // it is not there yet
		}
		t.Rows = append(t.Rows, []any{int64(r.Line), r.State, about, rowNotes(l, r)})
	}
	return t
}

// rowNotes tells of each cell what is wrong with it or how it changes.
func rowNotes(l lang.Lang, r desk.ImportRow) notes {
	var out notes
	for _, f := range r.Faults {
		n := note{Cell: strings.TrimSpace(f.Cell + " " + f.Column), Text: sentence(l.Say(f.Text)), Bad: true}
		if !f.Hint.IsZero() {
			n.More = sentence(l.Say(f.Hint))
		}
		out = append(out, n)
	}
	for _, c := range r.Changes {
		out = append(out, note{Cell: c.Field, Text: l.T("{before} becomes {after}", "before", shown(l, c.Before), "after", shown(l, c.After))})
	}
	for _, column := range r.Left {
		out = append(out, note{Cell: column, Text: l.T("differs, and an import does not change it")})
	}
	return out
}

func shown(l lang.Lang, s string) string {
	if s == "" {
		return l.T("nothing")
	}
	return s
}

// notes are the remarks on the cells of a row.
type notes []note

type note struct {
	Cell, Text, More string
	Bad              bool
}

// rest is how many rows are not shown.
func (o outcome) rest() int {
	all := o.Import.New + o.Import.Changed + o.Import.Refused
	return max(0, all-min(len(o.Import.Rows), outcomeMost))
}

// refusedRows gives the refused rows that a page shows back as a file. They are the reader's own; nothing is kept of them.
func refusedRows(v *visit) error {
	text := v.r.PostForm.Get("rows")
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	v.w.Header().Set("Content-Type", paper.RowType("csv"))
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+c.Describe().Action()+"-refused-"+v.desk.Now().UTC().Format(time.DateOnly)+`.csv"`)
	_, err := v.w.Write([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	return err
}

// takesFile reports whether a verb is given a file.
func takesFile(spec desk.Spec) bool {
	return slices.ContainsFunc(spec.Request, func(f desk.Field) bool { return f.Kind == desk.FileField })
}
