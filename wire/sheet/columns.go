package sheet

import (
	"slices"
	"strings"

	"kontor/errs"
)

// Expect refuses a table whose columns are not those of the list: unknown, missing and double ones, all at once.
// Errors: Invalid; the faults name the column by its letters.
func (t Table) Expect(known, needed []string) error {
	var f errs.Faults
	names := strings.Join(known, ", ")
	for i, name := range t.Columns {
		switch first := slices.Index(t.Columns, name); {
		case name == "":
			if t.used(i) {
				f.Add(Letters(i), "column {letters} has cells and no name", "letters", Letters(i)).Because("name it in the header, or empty it")
			}
		case first < i:
			f.Add(Letters(i), "the column {name} is there twice, as {first} and {second}", "name", name, "first", Letters(first), "second", Letters(i)).
				Because("keep one of the two")
		case slices.Contains(known, name):
		default:
			fault := f.Add(Letters(i), "the list knows no column {name}", "name", name)
			if near := nearest(name, known); near != "" {
				fault.Because("did you mean {name}? The columns are: {names}", "name", near, "names", names)
			} else {
				fault.Because("leave it out; the columns are: {names}", "names", names)
			}
		}
	}
	for _, name := range needed {
		if !t.Has(name) {
			f.Add(name, "the column {name} is missing", "name", name).Because("the columns are: {names}", "names", names)
		}
	}
	if f.Len() == 0 {
		return nil
	}
	e := errs.As(f.Err())
	e.Text, e.Hint = errs.T("the header of the file does not fit the list"), errs.T("mend the first row, then send the file again")
	return e
}

func (t Table) used(column int) bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return column < len(r.Cells) && r.Cells[column].Text != "" })
}

// nearest is the known name that somebody most likely meant, "" when none is near.
func nearest(name string, known []string) string {
	if len(name) > 60 {
		return ""
	}
	best, least := "", max(2, len(name)/3)+1
	if len(name) < 4 {
		least = 2 // short names are all near each other
	}
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		return best
	}
	parts := strings.Split(name, "_")
	for _, k := range known {
		if slices.Contains(parts, k) {
			return k
		}
	}
	return ""
}

// distance is how many letters must be added, dropped or changed (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
