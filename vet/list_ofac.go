package vet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kontor/errs"
)

// The files of an OFAC set by their number of columns; they have no head.
const (
	sdnColumns     = 12 // ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks
	altColumns     = 5  // ent_num, alt_num, alt_type, alt_name, alt_remarks
	addColumns     = 6  // ent_num, add_num, address, city, country, add_remarks
	commentColumns = 2  // ent_num, rest of Remarks
)

var ofacFile = map[int]string{sdnColumns: "sdn.csv", altColumns: "alt.csv", addColumns: "add.csv", commentColumns: "sdn_comments.csv"}

var ofacKinds = map[string]EntryKind{"": Entity, "individual": Individual, "vessel": Vessel, "aircraft": Aircraft}

// ofac is a set under way.
type ofac struct {
	set Set
	at  map[string]int // ent_num -> place in set.Entries
}

// readOFAC reads an OFAC set. Every row of the other files must point to an entry of sdn.csv; a set of which more than
// one row in a thousand does not fit is refused, because its files are of different days or its columns are mixed up.
func readOFAC(files []File) (Set, error) {
	tables := map[int][][]string{}
	o := &ofac{set: Set{Format: "ofac"}, at: map[string]int{}}
	byColumns := map[int]File{}
	for _, f := range files {
		rows, err := readCSV(f, ',')
		if err != nil {
			return Set{}, err
		}
		columns := len(rows[0])
		if ofacFile[columns] == "" || columns == commentColumns && len(files) == 1 {
			return Set{}, errs.New(errs.Invalid, "{file} is no list that the house can read: its first row has {n} cells", "file", f.label(), "n", columns).
				Because("load the files of an OFAC set as a zip, the XML list of the UN, or a CSV with the columns {names}", "names", strings.Join(ownColumns, ", "))
		}
		if tables[columns] != nil {
			return Set{}, errs.New(errs.Invalid, "two files look like {file}", "file", ofacFile[columns]).Because("put each file of one day into the archive once")
		}
		if last := rows[len(rows)-1]; len(last) != columns {
			return Set{}, errs.New(errs.Invalid, "{file} is cut off: its last row has {n} of {want} cells", "file", f.label(), "n", len(last), "want", columns).
				Because("fetch the file again; the list in force stays in force")
		}
		tables[columns], byColumns[columns] = rows, f
		o.set.Files = append(o.set.Files, f.note(len(rows)))
	}
	if tables[sdnColumns] == nil {
		return Set{}, errs.New(errs.Invalid, "sdn.csv is missing, the file with the entries themselves").Because("put sdn.csv, alt.csv, add.csv and sdn_comments.csv of one day into one archive")
	}
	for _, step := range []struct {
		columns int
		read    func(row []string) bool
	}{{sdnColumns, o.entry}, {commentColumns, o.comment}, {altColumns, o.alias}, {addColumns, o.address}} {
		if err := o.each(byColumns[step.columns], tables[step.columns], step.columns, step.read); err != nil {
			return Set{}, err
		}
	}
	for i := range o.set.Entries {
		readRemarks(&o.set.Entries[i])
		o.set.Entries[i].tidy()
	}
	return o.set, nil
}

// each reads the rows of one file and counts those that do not fit.
func (o *ofac) each(f File, rows [][]string, columns int, read func(row []string) bool) error {
	odd := 0
	var examples []string
	for i, row := range rows {
		if len(row) == columns && read(trimNull(row)) {
			continue
		}
		if odd++; len(examples) < 5 {
			examples = append(examples, strconv.Itoa(i+1))
		}
	}
	o.set.Odd += odd
	if odd*Full > len(rows)*MaxOddBP {
		return errs.New(errs.Invalid, "{odd} of {rows} rows of {file} do not fit the set, for example rows {examples}", "odd", odd, "rows", len(rows), "file", ofacFile[columns], "examples", strings.Join(examples, ", ")).
			Because("load files of one day together and leave their columns as they are")
	}
	return nil
}

// trimNull makes -0-, which stands for nothing, empty.
func trimNull(row []string) []string {
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell == "-0-" {
			cell = ""
		}
		row[i] = cell
	}
	return row
}

func (o *ofac) entry(row []string) bool {
	kind, known := ofacKinds[strings.ToLower(row[2])]
	if !known {
		kind = Entity // kept and counted as odd: an entry is never lost to a new word
	}
	_, err := strconv.ParseUint(row[0], 10, 63)
	if err != nil && row[1] == "" {
		return false
	}
	o.at[row[0]] = len(o.set.Entries)
	o.set.Entries = append(o.set.Entries, Entry{ID: row[0], Kind: kind, Name: row[1], Programmes: strings.Split(row[3], "] ["), Remarks: row[11]})
	if flag := row[9]; flag != "" {
		e := &o.set.Entries[len(o.set.Entries)-1]
		e.Countries = append(e.Countries, country(flag))
	}
	return known && err == nil
}

// comment goes on with the remarks of an entry, in the middle of a word.
func (o *ofac) comment(row []string) bool {
	i, ok := o.at[row[0]]
	if ok {
		o.set.Entries[i].Remarks += row[1]
	}
	return ok
}

func (o *ofac) alias(row []string) bool {
	i, ok := o.at[row[0]]
	if !ok {
		return false
	}
	o.set.Entries[i].Aliases = append(o.set.Entries[i].Aliases, row[3])
	return slices.Contains([]string{"aka", "fka", "nka"}, row[2])
}

func (o *ofac) address(row []string) bool {
	i, ok := o.at[row[0]]
	if ok && row[4] != "" && row[4] != "undetermined" {
		o.set.Entries[i].Countries = append(o.set.Entries[i].Countries, country(row[4]))
	}
	return ok
}

var (
	weakItem    = regexp.MustCompile(`^a\.k\.a\. '(.+)'$`)
	bornItem    = regexp.MustCompile(`^(?:alt\. )?DOB (.+)$`)
	countryItem = regexp.MustCompile(`^(?:alt\. )?(?:nationality|citizen) (.+)$`)
	numberItem  = regexp.MustCompile(`^(?:alt\. )?(.*(?:\bNo\.|\bNumber|\bID|BIC|\bIdentification|\bCode|#|\bMMSI|\bPassport)) ([^()]*\d[^()]*?)(?: \(([^)]*)\))?(?: (?:issued|expires).*)?$`)
	noNumber    = regexp.MustCompile(`(?i)^(?:alt\. )?(?:tele)?(?:phone|fax|government gazette|chinese commercial code|e-?mail|website|digital currency|visa)`)
)

// readRemarks takes from the remarks what the columns do not hold: weak aliases, dates of birth, countries, numbers.
func readRemarks(e *Entry) {
	e.Remarks = strings.TrimSuffix(strings.TrimSpace(e.Remarks), ".")
	for _, item := range strings.Split(e.Remarks, "; ") {
		item = strings.TrimSpace(item)
		if m := weakItem.FindStringSubmatch(strings.TrimSuffix(item, ".")); m != nil {
			e.Weak = append(e.Weak, m[1])
		} else if m := bornItem.FindStringSubmatch(item); m != nil {
			if span, ok := ofacSpan(m[1]); ok {
				e.Born = append(e.Born, span)
			}
		} else if m := countryItem.FindStringSubmatch(item); m != nil {
			e.Countries = append(e.Countries, country(m[1]))
		} else if !strings.ContainsAny(item, "0123456789") || strings.HasPrefix(item, "Linked To") || noNumber.MatchString(item) {
			continue
		} else if m := numberItem.FindStringSubmatch(item); m != nil {
			if n := numberOf(m[1], m[2], country(m[3])); len(n.Value) >= 5 {
				e.Numbers = append(e.Numbers, n)
			}
		}
	}
}

var months = map[string]string{"jan": "01", "feb": "02", "mar": "03", "apr": "04", "may": "05", "jun": "06", "jul": "07", "aug": "08", "sep": "09", "oct": "10", "nov": "11", "dec": "12"}

// ofacSpan reads 05 Apr 1971, Apr 1971, 1971, circa 1971 and two of them parted by "to".
func ofacSpan(text string) (Span, bool) {
	from, to, both := strings.Cut(text, " to ")
	if both {
		a, okA := ofacDate(from)
		b, okB := ofacDate(to)
		return Span{a, b}, okA && okB
	}
	if year, ok := strings.CutPrefix(text, "circa "); ok {
		date, ok := ofacDate(year)
		if !ok {
			return Span{}, false
		}
		return Span{strconv.Itoa(yearOf(date) - 1), strconv.Itoa(yearOf(date) + 1)}, true
	}
	date, ok := ofacDate(text)
	return Span{date, date}, ok
}

func ofacDate(text string) (string, bool) {
	parts := strings.Fields(text)
	slices.Reverse(parts)
	for i, p := range parts {
		switch i {
		case 0:
		case 1:
			parts[1] = months[strings.ToLower(p[:min(3, len(p))])]
		case 2:
			if len(p) == 1 {
				parts[2] = "0" + p
			}
		}
	}
	date := strings.Join(parts, "-")
	return date, isoDate(date)
}
