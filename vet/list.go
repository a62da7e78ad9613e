package vet

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"kontor/day"
	"kontor/errs"
)

// File is one file of a list as it was uploaded.
type File struct {
	Name    string
	Content []byte
}

// Note says what a file was: enough to know it again.
type Note struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	Rows   int    `json:"rows"`
}

// Set is one state of a list.
type Set struct {
	Format  string // ofac, un or kontor
	Listed  day.Date
	Entries []Entry
	Files   []Note
	Odd     int // rows that did not fit and were within the limit
}

// Parse reads a list from one upload: a zip with the files of an OFAC set, its sdn.csv alone, the consolidated list of
// the UN as XML, or a CSV file of the house. The format is told by the content, never by the name.
//
// The house's own format is CSV in UTF-8 with a head; cells are parted by comma, semicolon or tab and quoted where needed:
//
//	entry_id, type, name, aliases, weak_aliases, countries, identifiers, dob, programme, remarks
//
// The first three are needed. type is individual, entity, vessel or aircraft. Several values in one cell are parted by
// semicolons. identifiers are SCHEME:value, dob is 1971, 1971-04, 1971-04-05 or 1971/1973.
//
// Errors: Invalid with a way out for anything that is empty, cut off, mixed up or not UTF-8; TooLarge.
func Parse(content []byte) (Set, error) {
	files, err := unpack(content)
	if err != nil {
		return Set{}, err
	}
	return ParseFiles(files)
}

// ParseFiles reads a list from its unpacked files, which belong together or not at all.
func ParseFiles(files []File) (Set, error) {
	total := 0
	for i := range files {
		total += len(files[i].Content)
		if total > MaxFileBytes {
			return Set{}, errs.New(errs.TooLarge, "the list is larger than {most} MB", "most", MaxFileBytes>>20).Because("load the list of one source at a time")
		}
		text, err := readable(files[i])
		if err != nil {
			return Set{}, err
		}
		files[i].Content = text
	}
	set, err := read(files)
	if err != nil {
		return Set{}, err
	}
	return set, set.check()
}

func read(files []File) (Set, error) {
	if len(files) == 1 {
		switch {
		case bytes.HasPrefix(files[0].Content, []byte("<")):
			return readUN(files[0])
		case isOwn(files[0].Content):
			return readOwn(files[0])
		}
	}
	return readOFAC(files)
}

// readable refuses what is no text, and takes the byte order mark away.
func readable(f File) ([]byte, error) {
	text := bytes.TrimPrefix(f.Content, []byte("\xef\xbb\xbf"))
	text = bytes.TrimRight(text, "\x1a\x00 \r\n\t") // an old end-of-file mark ends some lists
	text = bytes.TrimLeft(text, " \r\n\t")
	switch {
	case len(text) == 0:
		return nil, errs.New(errs.Invalid, "{file} is empty", "file", f.label()).Because("fetch the list again; the list in force stays in force")
	case bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) || bytes.IndexByte(text, 0) >= 0:
		return nil, errs.New(errs.Invalid, "{file} is not UTF-8 text", "file", f.label()).Because("save it as UTF-8 and load it again")
	case !utf8.Valid(text):
		return nil, errs.New(errs.Invalid, "{file} is not UTF-8: byte {at} is broken", "file", f.label(), "at", brokenAt(text)).Because("save it as UTF-8 and load it again")
	}
	return text, nil
}

func brokenAt(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(text)
}

// label is the name of the file, or the words for a file without one.
func (f File) label() any {
	if f.Name == "" {
		return errs.T("the file")
	}
	return f.Name
}

func (f File) note(rows int) Note {
	sum := sha256.Sum256(f.Content)
	return Note{f.Name, hex.EncodeToString(sum[:]), len(f.Content), rows}
}

// unpack takes a zip apart; anything else is one file. A zip bomb ends at the limit.
func unpack(content []byte) ([]File, error) {
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return []File{{Content: content}}, nil
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errs.New(errs.Invalid, "the archive is broken or cut off").Because("fetch it again")
	}
	var files []File
	left := int64(MaxFileBytes)
	for _, member := range archive.File {
		name := path.Base(strings.ReplaceAll(member.Name, `\`, "/"))
		if member.FileInfo().IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(member.Name, "__MACOSX") {
			continue
		}
		if len(files) == 10 {
			return nil, errs.New(errs.Invalid, "the archive holds more than {n} files", "n", 10).Because("put only the files of one list into it")
		}
		text, err := unpackOne(member, left)
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		files = append(files, File{name, text})
	}
	if len(files) == 0 {
		return nil, errs.New(errs.Invalid, "the archive is empty").Because("fetch the list again; the list in force stays in force")
	}
	return files, nil
}

func unpackOne(member *zip.File, left int64) ([]byte, error) {
	r, err := member.Open()
	if err != nil {
		return nil, errs.New(errs.Invalid, "{file} in the archive cannot be read", "file", member.Name).Because("fetch it again")
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil {
		return nil, errs.New(errs.Invalid, "{file} in the archive is broken or cut off", "file", member.Name).Because("fetch it again")
	}
	if int64(len(text)) > left {
		return nil, errs.New(errs.TooLarge, "the list is larger than {most} MB", "most", MaxFileBytes>>20).Because("load the list of one source at a time")
	}
	return text, nil
}

// check holds for every format: there are entries, each has a name and an id of its own.
func (s Set) check() error {
	if len(s.Entries) == 0 {
		return errs.New(errs.Invalid, "the list has no entries").Because("fetch it again; the list in force stays in force")
	}
	if len(s.Entries) > MaxEntries {
		return errs.New(errs.TooLarge, "the list has more than {n} entries", "n", MaxEntries)
	}
	var f errs.Faults
	seen := make(map[string]bool, len(s.Entries))
	for i, e := range s.Entries {
		if f.Len() == mostFaults {
			break
		}
		switch {
		case e.ID == "":
			f.Add("content", "entry {nr} has no number", "nr", i+1)
		case seen[e.ID]:
			f.Add("content", "the entry {entry} is there twice", "entry", e.ID).Because("fetch the list again; a number names one entry")
		case Clean(e.Name) == "":
			f.Add("content", "the entry {entry} has no name", "entry", e.ID)
		}
		seen[e.ID] = true
	}
	return f.Err()
}

// mostFaults bounds what a refusal names.
const mostFaults = 20

// Delta counts how a list differs from the one before.
type Delta struct {
	Added, Changed, Removed int
}

// Compare tells entries of the new set from the old ones, which are given as hashes by entry id.
func Compare(old map[string]string, set Set) Delta {
	var d Delta
	kept := 0
	for _, e := range set.Entries {
		switch hash, was := old[e.ID]; {
		case !was:
			d.Added++
		case hash != e.Hash():
			d.Changed++
			kept++
		default:
			kept++
		}
	}
	d.Removed = len(old) - kept
	return d
}

// Shrinks refuses a list that lost more than a twentieth of its entries: it is rather cut off than cleaned up.
func (d Delta) Shrinks(old int) error {
	if old == 0 || d.Removed*Full <= old*MaxShrinkBP {
		return nil
	}
	return errs.New(errs.Refused, "{removed} of {old} entries are gone, more than {most} %", "removed", d.Removed, "old", old, "most", MaxShrinkBP/100).
		Because("fetch the list again; if its publisher really removed them, allow it with a reason")
}
