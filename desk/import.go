package desk

import (
	"context"
	"errors"
	"strconv"

	"kontor/errs"
	"kontor/lang"
	"kontor/store"
	"kontor/store/q"
	"kontor/wire/sheet"
)

// ImportRequest brings a list in.
type ImportRequest struct {
	File         File   `json:"file" label:"File" help:"CSV or XLSX whose first row names the columns; at most 64 MiB and 200,000 rows."`
	Name         string `json:"name" label:"File name" optional:""`
	AllOrNothing bool   `json:"all_or_nothing" label:"All or nothing" help:"Write nothing when a row is refused." optional:""`
}

type progressKey struct{}

// WithProgress makes an import under the context tell before each row how many rows are done. The store may run the
// import again, then it begins anew.
func WithProgress(ctx context.Context, tell func(done, all int)) context.Context {
	return context.WithValue(ctx, progressKey{}, tell)
}

// What an import can make of a row.
const (
	rowNew     = "new"
	rowChanged = "changed"
	rowSame    = "same"
	rowRefused = "refused"
)

const (
	importRowsShown   = 1000    // in the answer, and faults of an import that is all or nothing
	importRefusedMost = 8 << 20 // bytes of the file of refused rows
)

// ImportResult tells what became of the rows.
type ImportResult struct {
	Kind    string `json:"kind"`
	Name    string `json:"name,omitempty"`
	New     int    `json:"new"`
	Changed int    `json:"changed"`
	Same    int    `json:"same"`
	Refused int    `json:"refused"`

	Rows         []ImportRow `json:"rows"`                       // what is not the same: refused ones first, at most a thousand
	RefusedFile  string      `json:"refused_file,omitempty"`     // CSV: the refused rows as they were behind a column that says why; to be mended and sent again
	RefusedShort int         `json:"refused_left_out,omitempty"` // refused rows that found no room in that file
}

// ImportRow is what became of one row.
type ImportRow struct {
	Line    int            `json:"line"` // as a spreadsheet counts: the first row is 1
	State   string         `json:"state"`
	Label   string         `json:"label"`
	ID      string         `json:"id,omitempty"`
	Faults  []ImportFault  `json:"faults,omitempty"`
	Changes []ImportChange `json:"changes,omitempty"`
	Left    []string       `json:"left,omitempty"` // columns that differ and that an import does not change
}

// ImportFault is what is wrong with one cell.
type ImportFault struct {
	Cell   string    `json:"cell"` // "C4"; the number of the row when it concerns no cell
	Column string    `json:"column,omitempty"`
	Text   errs.Text `json:"message"`
	Hint   errs.Text `json:"hint,omitzero"`
}

// ImportChange is one field that a row changes.
type ImportChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ImportParties makes the parties of a list known, and changes those that are known already. A list adds to what the
// house knows: an empty cell takes nothing away, roles, other names and official numbers are added.
var ImportParties = verb(Spec{Name: "import.parties", Title: "Import parties", Help: "Make the parties of a CSV or XLSX list known, or change those that are; a dry run shows what would happen.", Roles: []Role{Clerk, Risk, Manager, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importList(partyList, req) })

// ImportUnits makes the units of a list known, and changes those that are known already. Where a unit is and who holds
// it is moved by its own verbs, not by a list.
var ImportUnits = verb(Spec{Name: "import.units", Title: "Import units", Help: "Make the units of a CSV or XLSX list known, or change those that are; a dry run shows what would happen.", Roles: []Role{Clerk, Manager, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importList(unitList, req) })

// ImportBalances books the opening balances of a list, each once by its reference, against the opening account.
var ImportBalances = verb(Spec{Name: "import.balances", Title: "Import opening balances", Help: "Book the opening balances of a CSV or XLSX list, each once by its reference; a dry run shows what would happen.", Roles: []Role{Accountant, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importList(balanceList, req) })

// listKind is what the house knows of one kind of list.
type listKind struct {
	name    string
	title   errs.Text
	columns []string // all that may be there
	needed  []string
	money   []string // columns that show how the file writes numbers
	label   []string // columns by which a person recognises a row
	bring   func(im *importing, l *listRow) (ImportRow, error)
}

// importing is one list on its way in.
type importing struct {
	*work
	kind    listKind
	table   sheet.Table
	numbers sheet.Convention
	res     ImportResult
	refused []ImportRow // shown ones
	others  []ImportRow
	file    *sheet.Writer
	seen    map[string]int // key of a row -> line; one list says everything once
	makers  map[string]makerFound
}

// importList reads a list and brings its rows in, one after the other: a row is judged before any of it is written, so
// that a refused one leaves nothing behind, and the later ones see what the earlier ones brought.
//
// Errors: Invalid or TooLarge for a file that is no list; Conflict for one that was imported before without a refusal;
// Refused when a row was refused and the import is all or nothing, with a fault for each cell.
func (w *work) importList(kind listKind, req ImportRequest) (ImportResult, error) {
	res := ImportResult{Kind: kind.name, Name: req.Name, Rows: []ImportRow{}}
	if err := w.importedBefore(kind, req); err != nil {
		return res, err
	}
	table, err := sheet.Read(req.File, sheet.Standard)
	if err != nil {
		return res, err
	}
	if err := table.Expect(append([]string{"reason"}, kind.columns...), kind.needed); err != nil {
		return res, err
	}
	im := &importing{work: w, kind: kind, table: table, numbers: table.Numbers(kind.money...), res: res, seen: map[string]int{}, makers: map[string]makerFound{}}
	progress, _ := w.ctx.Value(progressKey{}).(func(done, all int))
	for i, r := range table.Rows {
		if err := w.ctx.Err(); err != nil {
			return res, err
		}
		if progress != nil {
			progress(i, len(table.Rows))
		}
		if err := im.row(r); err != nil {
			return res, err
		}
	}
	return im.finish(req)
}

// importedBefore refuses a file that came in whole before, byte for byte.
func (w *work) importedBefore(kind listKind, req ImportRequest) error {
	before, err := w.tx.ImportedFile(w.ctx, q.ImportedFileParams{Kind: kind.name, Sha256: req.File.SHA256()})
	if store.None(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return errs.New(errs.Conflict, "this file was imported on {day} already; nothing was written", "day", before.AtUs.Date()).
		Because("send a file with what is new or different; rows that are as before do no harm")
}

// row brings one row in and notes what became of it.
func (im *importing) row(r sheet.Row) error {
	l := &listRow{im: im, row: r}
	l.check()
	out, err := im.kind.bring(im, l)
	if err != nil {
		if !refusesRow(err) {
			return err
		}
		l.take(err)
	}
	out.Line, out.Label = r.Line, l.label()
	if len(l.faults) > 0 {
		out = ImportRow{Line: r.Line, State: rowRefused, Label: out.Label, ID: out.ID, Faults: l.sorted()}
	}
	if out.State == rowNew && im.call.DryRun {
		out.ID = "" // nobody will find it
	}
	im.note(out, l)
	return nil
}

// whole marks an error that came when a row was half written: only the whole import can be undone.
type whole struct{ error }

func (w whole) Unwrap() error { return w.error }

// refusesRow tells what is wrong with a row from what is wrong with the house.
func refusesRow(err error) bool {
	if _, ok := errors.AsType[whole](err); ok {
		return false
	}
	switch errs.CodeOf(err) {
	case errs.Invalid, errs.Refused, errs.Conflict, errs.NotFound, errs.TooLarge:
		return true
	}
	return false
}

func (im *importing) note(out ImportRow, l *listRow) {
	switch out.State {
	case rowNew:
		im.res.New++
	case rowChanged:
		im.res.Changed++
	case rowSame:
		im.res.Same++
		return
	case rowRefused:
		im.res.Refused++
		if len(im.refused) < importRowsShown {
			im.refused = append(im.refused, out)
		}
		im.giveBack(l)
		return
	}
	if len(im.others) < importRowsShown {
		im.others = append(im.others, out)
	}
}

// giveBack writes a refused row into the file that goes back, in the reader's language.
func (im *importing) giveBack(l *listRow) {
	if im.file == nil {
		im.file = sheet.NewWriter(im.table.Separator)
		im.file.Add(append([]string{"reason"}, im.without("reason", im.table.Columns)...)...)
	}
	if im.file.Len() > importRefusedMost {
		im.res.RefusedShort++
		return
	}
	say := lang.Lang(im.actor.Lang)
	why := ""
	for _, f := range l.faults {
		if why != "" {
			why += "; "
		}
		why += f.Cell + ": " + say.Say(f.Text)
		if !f.Hint.IsZero() {
			why += " (" + say.Say(f.Hint) + ")"
		}
	}
	cells := make([]string, len(l.row.Cells))
	for i, c := range l.row.Cells {
		cells[i] = c.Text
	}
	im.file.Add(append([]string{why}, im.without("reason", cells)...)...)
}

// without leaves out the cell of a column, for rows that were refused before.
func (im *importing) without(column string, cells []string) []string {
	if i := im.table.Column(column); i >= 0 && i < len(cells) {
		return append(append([]string(nil), cells[:i]...), cells[i+1:]...)
	}
	return cells
}

// finish answers, and remembers a file that came in whole.
func (im *importing) finish(req ImportRequest) (ImportResult, error) {
	res := im.res
	res.Rows = append(res.Rows, im.refused...)
	res.Rows = append(res.Rows, im.others[:min(len(im.others), importRowsShown-len(res.Rows))]...)
	if im.file != nil {
		res.RefusedFile = im.file.String()
	}
	if res.Refused > 0 && req.AllOrNothing && !im.call.DryRun {
		return res, im.nothing()
	}
	if res.Refused == 0 {
		err := im.tx.AddImport(im.ctx, q.AddImportParams{Sha256: req.File.SHA256(), Kind: im.kind.name, Name: req.Name, RowsNew: int64(res.New),
			RowsChanged: int64(res.Changed), RowsSame: int64(res.Same), ByLogin: im.actor.ID, AtUs: im.now()})
		if err != nil {
			return res, err
		}
	}
	name := req.Name
	if name == "" {
		name = req.File.SHA256()[:12]
	}
	return res, im.event(happening{entity: im.centre(), text: errs.T("import of {kind} from {name}: {new} new, {changed} changed, {same} as before, {refused} refused",
		"kind", im.kind.title, "name", name, "new", res.New, "changed", res.Changed, "same", res.Same, "refused", res.Refused),
		data: map[string]any{"kind": im.kind.name, "name": req.Name, "sha256": req.File.SHA256(), "new": res.New, "changed": res.Changed, "same": res.Same, "refused": res.Refused}})
}

// nothing is the refusal of an import that is all or nothing: every bad cell at once.
func (im *importing) nothing() error {
	e := errs.New(errs.Refused, "{n} rows are refused, nothing was written", "n", im.res.Refused).
		Because("mend the cells that are named, or import the other rows without them")
	for _, r := range im.refused {
		for _, f := range r.Faults {
			if len(e.Faults) < importRowsShown {
				e.Faults = append(e.Faults, errs.Fault{Field: f.Cell, Text: f.Text, Hint: f.Hint})
			}
		}
	}
	return e
}

// once refuses a second row for what an earlier row of the list brought.
func (im *importing) once(l *listRow, key, column string) bool {
	if line, ok := im.seen[key]; ok {
		l.fault(column, errs.T("row {line} of this list is about the same", "line", strconv.Itoa(line)), errs.T("keep one of the two rows"))
		return false
	}
	im.seen[key] = l.row.Line
	return true
}
