package vet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"kontor/day"
	"kontor/errs"
)

// unRecord is an INDIVIDUAL or ENTITY of the UN's consolidated list.
type unRecord struct {
	ID        string    `xml:"DATAID"`
	Reference string    `xml:"REFERENCE_NUMBER"`
	Type      string    `xml:"UN_LIST_TYPE"`
	First     string    `xml:"FIRST_NAME"`
	Second    string    `xml:"SECOND_NAME"`
	Third     string    `xml:"THIRD_NAME"`
	Fourth    string    `xml:"FOURTH_NAME"`
	Script    string    `xml:"NAME_ORIGINAL_SCRIPT"`
	Comments  string    `xml:"COMMENTS1"`
	Nations   []string  `xml:"NATIONALITY>VALUE"`
	Persons   []unAlias `xml:"INDIVIDUAL_ALIAS"`
	Firms     []unAlias `xml:"ENTITY_ALIAS"`
	Places    []string  `xml:"INDIVIDUAL_ADDRESS>COUNTRY"`
	Offices   []string  `xml:"ENTITY_ADDRESS>COUNTRY"`
	Born      []struct {
		Type string `xml:"TYPE_OF_DATE"`
		Date string `xml:"DATE"`
		Year string `xml:"YEAR"`
		From string `xml:"FROM_YEAR"`
		To   string `xml:"TO_YEAR"`
	} `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	Papers []struct {
		Type    string `xml:"TYPE_OF_DOCUMENT"`
		Number  string `xml:"NUMBER"`
		Country string `xml:"ISSUING_COUNTRY"`
	} `xml:"INDIVIDUAL_DOCUMENT"`
}

type unAlias struct {
	Quality string `xml:"QUALITY"`
	Name    string `xml:"ALIAS_NAME"`
	Born    string `xml:"DATE_OF_BIRTH"`
}

// readUN reads the consolidated list of the UN. A document type is refused: it could make the reader expand or fetch.
func readUN(f File) (Set, error) {
	if bytes.Contains(bytes.ToUpper(f.Content), []byte("<!DOCTYPE")) || bytes.Contains(bytes.ToUpper(f.Content), []byte("<!ENTITY")) {
		return Set{}, errs.New(errs.Invalid, "{file} declares a document type", "file", f.label()).Because("the list of the UN has none; fetch it from the UN itself")
	}
	set := Set{Format: "un"}
	d := xml.NewDecoder(bytes.NewReader(f.Content))
	root := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Set{}, brokenXML(f, d)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "CONSOLIDATED_LIST":
			root = true
			set.Listed = generated(start)
		case "INDIVIDUAL", "ENTITY":
			var r unRecord
			if err := d.DecodeElement(&r, &start); err != nil {
				return Set{}, brokenXML(f, d)
			}
			set.Entries = append(set.Entries, r.entry(start.Name.Local == "INDIVIDUAL"))
		}
	}
	if !root {
		return Set{}, errs.New(errs.Invalid, "{file} is not the consolidated list of the UN", "file", f.label()).Because("its outermost element is CONSOLIDATED_LIST; fetch the XML file from the UN")
	}
	set.Files = []Note{f.note(len(set.Entries))}
	return set, nil
}

func brokenXML(f File, d *xml.Decoder) error {
	line, _ := d.InputPos()
	return errs.New(errs.Invalid, "{file} is broken or cut off at line {line}", "file", f.label(), "line", line).Because("fetch the file again; the list in force stays in force")
}

func generated(root xml.StartElement) day.Date {
	for _, a := range root.Attr {
		if a.Name.Local == "dateGenerated" && len(a.Value) >= 10 {
			if on, err := day.Parse(a.Value[:10]); err == nil {
				return on
			}
		}
	}
	return 0
}

func (r unRecord) entry(person bool) Entry {
	e := Entry{ID: strings.TrimSpace(r.ID), Kind: Entity, Programmes: []string{r.Type}, Remarks: squeeze(r.Reference + " " + r.Comments)}
	aliases := r.Firms
	if person {
		e.Kind, aliases = Individual, r.Persons
	}
	var parts []string
	for _, p := range []string{r.First, r.Second, r.Third, r.Fourth} {
		if p = strings.TrimSpace(p); p != "" && !strings.EqualFold(p, "na") {
			parts = append(parts, p)
		}
	}
	e.addCell(strings.Join(parts, " "), false)
	e.addCell(r.Script, false)
	for _, a := range aliases {
		e.addCell(a.Name, strings.EqualFold(strings.TrimSpace(a.Quality), "low"))
		e.addBorn(a.Born, a.Born)
	}
	for _, c := range append(append(r.Nations, r.Places...), r.Offices...) {
		e.Countries = append(e.Countries, country(c))
	}
	for _, b := range r.Born {
		switch {
		case b.From != "":
			e.addBorn(b.From, b.To)
		case b.Type == "APPROXIMATELY" && b.Date == "":
			if year := yearOf(b.Year); year > 0 {
				e.addBorn(strconv.Itoa(year-1), strconv.Itoa(year+1))
			}
		default:
			e.addBorn(b.Date+b.Year, b.Date+b.Year)
		}
	}
	for _, p := range r.Papers {
		if n := numberOf(p.Type, p.Number, country(p.Country)); len(n.Value) >= 5 {
			e.Numbers = append(e.Numbers, n)
		}
	}
	e.tidy()
	return e
}

func (e *Entry) addBorn(from, to string) {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if len(from) > 10 {
		from = from[:10] // an offset may follow
	}
	if len(to) > 10 {
		to = to[:10]
	}
	if isoDate(from) && isoDate(to) {
		e.Born = append(e.Born, Span{from, to})
	}
}

var (
	cellBreak = regexp.MustCompile(`\s*;\s*|(?:^|\s+)[a-h]\)\s*`)
	bracket   = regexp.MustCompile(`\s*\(([^()]*)\)`)
)

// addCell takes the names out of one cell, which may hold several, one in two scripts, or an acronym in brackets. The
// first good name of the entry becomes its name.
func (e *Entry) addCell(cell string, weak bool) {
	for _, name := range cellBreak.Split(cell, -1) {
		name = squeeze(name)
		bare := squeeze(bracket.ReplaceAllString(name, " "))
		if bare == "" {
			bare = name
		}
		for _, m := range bracket.FindAllStringSubmatch(name, -1) {
			inner := squeeze(m[1])
			switch {
			case inner == "" || strings.ContainsFunc(inner, unicode.IsDigit): // a birth date or passport
			case script(inner) != script(bare):
				e.addName(inner, weak)
			case inner == strings.ToUpper(inner) && !strings.Contains(inner, " "):
				e.addName(inner, true) // an acronym names many
			}
		}
		e.addName(bare, weak)
		if bare != name {
			e.addName(name, weak) // as printed
		}
	}
}

func (e *Entry) addName(name string, weak bool) {
	switch {
	case name == "":
	case weak:
		e.Weak = append(e.Weak, name)
	case e.Name == "":
		e.Name = name
	default:
		e.Aliases = append(e.Aliases, name)
	}
}

// script is the writing of the first letter.
func script(text string) string {
	for _, r := range text {
		if unicode.IsLetter(r) {
			for _, s := range []string{"Latin", "Cyrillic", "Arabic", "Han", "Greek", "Hebrew", "Hangul"} {
				if unicode.Is(unicode.Scripts[s], r) {
					return s
				}
			}
			return "other"
		}
	}
	return ""
}
