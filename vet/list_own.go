package vet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"kontor/errs"
)

// ownColumns are the columns of the house's own list file, in this order. entry_id, type and name are needed.
var ownColumns = []string{"entry_id", "type", "name", "aliases", "weak_aliases", "countries", "identifiers", "dob", "programme", "remarks"}

// isOwn tells the house's own format by its head.
func isOwn(content []byte) bool {
	head := strings.ToLower(string(content[:min(len(content), len(`"entry_id"`))]))
	return strings.HasPrefix(strings.TrimPrefix(head, `"`), "entry_id")
}

// readOwn reads the house's own format, which Parse describes.
func readOwn(f File) (Set, error) {
	line, _, _ := bytes.Cut(f.Content, []byte("\n"))
	comma := ','
	for _, c := range ";\t" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(comma))) {
			comma = c
		}
	}
	rows, err := readCSV(f, comma)
	if err != nil {
		return Set{}, err
	}
	at, err := ownHead(f, rows[0])
	if err != nil {
		return Set{}, err
	}
	var faults errs.Faults
	set := Set{Format: "kontor", Files: []Note{f.note(len(rows) - 1)}}
	for i, row := range rows[1:] {
		if faults.Len() >= mostFaults {
			break
		}
		if len(row) != len(rows[0]) {
			faults.Add("content", "row {row} has {n} cells, {want} are needed", "row", i+2, "n", len(row), "want", len(rows[0])).
				Because("the file is cut off or a cell is not quoted; fetch or export it again")
			continue
		}
		set.Entries = append(set.Entries, ownEntry(&faults, i+2, func(column string) string {
			if c, ok := at[column]; ok {
				return strings.TrimSpace(row[c])
			}
			return ""
		}))
	}
	return set, faults.Err()
}

func ownHead(f File, head []string) (map[string]int, error) {
	at := map[string]int{}
	var faults errs.Faults
	for i, c := range head {
		c = strings.ToLower(strings.TrimSpace(c))
		if !slices.Contains(ownColumns, c) {
			faults.Add("content", "{file} has an unknown column {column}", "file", f.label(), "column", c).Because("the columns are: {names}", "names", strings.Join(ownColumns, ", "))
		}
		if _, twice := at[c]; twice {
			faults.Add("content", "{file} has the column {column} twice", "file", f.label(), "column", c)
		}
		at[c] = i
	}
	for _, c := range ownColumns[:3] {
		if _, ok := at[c]; !ok {
			faults.Add("content", "{file} lacks the column {column}", "file", f.label(), "column", c).Because("the columns are: {names}", "names", strings.Join(ownColumns, ", "))
		}
	}
	return at, faults.Err()
}

func ownEntry(f *errs.Faults, row int, cell func(string) string) Entry {
	e := Entry{ID: cell("entry_id"), Kind: EntryKind(strings.ToLower(cell("type"))), Name: cell("name"), Aliases: several(cell("aliases")),
		Weak: several(cell("weak_aliases")), Programmes: several(cell("programme")), Remarks: cell("remarks")}
	if !slices.Contains([]EntryKind{Individual, Entity, Vessel, Aircraft}, e.Kind) {
		f.Add("content", "row {row}: {word} is no type", "row", row, "word", quoted(string(e.Kind))).Because("write individual, entity, vessel or aircraft; are the columns in order?")
	}
	for _, c := range several(cell("countries")) {
		e.Countries = append(e.Countries, country(c))
	}
	for _, n := range several(cell("identifiers")) {
		scheme, value, ok := strings.Cut(n, ":")
		if !ok || Number(value) == "" {
			f.Add("content", "row {row}: {text} is no number", "row", row, "text", quoted(n)).Because("write kind and number, like INN:7707083893")
			continue
		}
		e.Numbers = append(e.Numbers, ListNumber{strings.ToUpper(strings.TrimSpace(scheme)), Number(value)})
	}
	for _, d := range several(cell("dob")) {
		span, ok := isoSpan(d)
		if !ok {
			f.Add("content", "row {row}: {text} is no date of birth", "row", row, "text", quoted(d)).Because("write 1971, 1971-04, 1971-04-05 or 1971/1973")
			continue
		}
		e.Born = append(e.Born, span)
	}
	e.tidy()
	return e
}

func several(cell string) []string {
	var out []string
	for _, part := range strings.Split(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// readCSV reads all rows, at least one. A quote that is never closed means that the file is cut off.
func readCSV(f File, comma rune) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(f.Content))
	r.Comma, r.FieldsPerRecord = comma, -1
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return nil, errs.New(errs.Invalid, "{file} cannot be read from line {line} on: a cell is not closed or the file is cut off", "file", f.label(), "line", parse.StartLine).
				Because("fetch the file again; the list in force stays in force")
		}
		if err != nil {
			return nil, err
		}
		if rows = append(rows, row); len(rows) > 4*MaxEntries {
			return nil, errs.New(errs.TooLarge, "the list has more than {n} rows", "n", 4*MaxEntries)
		}
	}
	if len(rows) == 0 {
		return nil, errs.New(errs.Invalid, "{file} is empty", "file", f.label()).Because("fetch the list again; the list in force stays in force")
	}
	return rows, nil
}

// isoSpan reads 1971, 1971-04, 1971-04-05, and two of them parted by a slash.
func isoSpan(text string) (Span, bool) {
	from, to, both := strings.Cut(text, "/")
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if !both {
		to = from
	}
	return Span{from, to}, isoDate(from) && isoDate(to) && yearOf(from) <= yearOf(to)
}

// isoDate tells whether a text is a year, a month or a day, roughly.
func isoDate(text string) bool {
	const shape = "0000-00-00"
	if len(text) != 4 && len(text) != 7 && len(text) != 10 {
		return false
	}
	for i := range len(text) {
		digit := text[i] >= '0' && text[i] <= '9'
		if (shape[i] == '0') != digit || shape[i] == '-' && text[i] != '-' {
			return false
		}
	}
	year := yearOf(text)
	return year >= 1800 && year <= 2200
}

// quoted shows foreign text safely and not too long.
func quoted(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return `"` + text + `"`
}
