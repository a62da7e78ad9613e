package mt

import (
	"strings"
	"sync"
)

// envelope is the message that carries another.
const envelope = "798"

// layouts say which fields a sequence has, in their binding order. "!" marks a mandatory field, letters after a slash the options of a tag that
// ends in "a", "-" the option without a letter; a sequence with "?" may be left out.
const layouts = `
759  : 27! 20! 21 22D! 23 52a/AD 23H! 45D! 23X
760A : 15A! 27! 22A! 72Z 23X
760B : 15B! 20! 30! 22D! 40C! 23B! 31E 35G 50 51 52a/AD! 59a/A-! 56a/AD 23 57a/AD 32B! 39F 41a/FG 71D 45C 77U! 49 58a/AD 44J 23F 78 26E 31S 48B 48D 39E 45L 24E 24G
760C?: 15C! 31C 22D! 40C! 22K 23B! 31E 35G 50! 51 52a/AD 59! 32B! 39F 57a/AD 41a/FG 71D 45C 77L 22Y 40D 44J 23F 78 26E 31S 48B 48D 39E 45L! 24E 24G
761  : 27! 20! 52a/AD! 77U 77L
765  : 20! 21! 23 52a/AD! 59a/A- 31L 22G! 32B! 78 49A 77 31E 31R 56a/ABD 57a/ABD 72Z 23X
767A : 15A! 27! 21! 22A! 23S 72Z 23X
767B : 15B! 20! 26E! 30! 52a/AD! 23 32B 33B 23B 31E 35G 59a/A- 77U 24E 24G
767C?: 15C! 32B 33B 23B 31E 35G 59 77L 24E 24G
768  : 20! 21! 25 30! 32a/BD 57a/ABD 71D 72Z 23X
769  : 20! 21! 25 30 32a/BD 33B 34B 39C 57a/ABD 71D 72Z 23X
775  : 27! 20! 21! 26E! 52a/AD! 77U 77L
785  : 20! 21 52a/AD! 31C! 59a/A-! 56a/AD 57a/AD 31E 72Z 23X
786  : 20! 21 52a/AD! 30! 32B! 77J! 77B 72Z 23X
787  : 20! 21! 52a/AD! 26E! 23R! 72Z 23X
798  : 20! 12! 77E!
`

// notations are the formats of the tags, in the notation of the network: 16x up to sixteen characters of the set x, 4!c exactly four, 4*35x up to
// four lines, CrLf a new line, [...] optional.
const notations = `
12  : 3!n
15A 15B 15C : (empty)
20 21 23 : 16x
22A 22D 22G 22Y 23B 48B 48D : 4!c
22K 24E : 4!c[/35x]
23F 40C : 4!a[/35x]
23H : 8!c
23R : 4!c[CrLf 35x]0-6
23S : 6!a
23X : 4!c/65x
24G : 4!c[CrLf 65z]0-12
25  : 35x
26E : 3n
27  : 1!n/1!n
30 31C 31E 31L 31S : 6!n
31R : 6!n[/6!n]
32B 33B 34B : 3!a15d
32D : 6!n3!a15d
35G 78 : 12*65x
39C 50 51 41G : 4*35x
39E 39F : 12*65z
40D : 2!a
41F : BIC
44J : 2!a[/35x][CrLf /65x]
45C : 100*65z
45D 77U 77L : 150*65z
45L : 50*65z
49  : 7!x
49A : 4!c[CrLf 65z]0-50
52A 56A 57A 58A : [/1!a][/34x]CrLf BIC
52B 56B 57B 58B : [/1!a][/34x]CrLf [35x]
52D 56D 57D 58D : [/1!a][/34x]CrLf 4*35x
59  : [/34x]CrLf 4*35x
59A : [/34x]CrLf BIC
71D 72Z : 6*35z
77  : 20*35z
77B : 3*35x
77E : 73z CrLf n*78z (envelope)
77J : 70*50z
`

// codeLists are the code words of the fields, by message. A code with a comma in front is one among free words: nothing is wrong with others.
const codeLists = `
760 22A : ISSU ISCO ICCO ADVI ACNF
767 22A : ISUA ISCA ICCA ADVA ACNA
759 22D : DGAR STBY DEPU DOCR UNDK
760 22D : DGAR STBY DEPU
765 22G : PAEX PAYM
760 22K : APAY BILL CUST DPAY INSU JUDI LEAS OTHR PAYM PERF RETN SHIP TEND WARR
760 22Y : STND
760 767 23B : FIXD COND OPEN
760 23F : DAYS ONEY OTHR
759 23H : ISSUANCE REQISSUE ISSAMEND REQAMEND GENINFAD FRAUDMSG TRANSFER REQFINAN REIMBURS CLSVOPEN CLSVCLOS PREDENOT OTHERFNC
787 23R : ACCP REJT
767 23S : CANCEL
759 760 765 767 768 769 785 786 787 23X : COUR EMAL FACT FAXT HOST MAIL OTHR
760 767 24E : COLL COUR MAIL MESS OTHR REGM
760 767 24G : BENE OTHR
760 40C : URDG ISPR UCPR NONE OTHR
760 48B : NMLT NPRT NMPT
760 48D : TRAN
760 49 : CONFIRM MAY_ADD WITHOUT
765 49A : COMP INCP
768 769 71D : ,AGENT ,COMM ,CORCOM ,DISC ,INSUR ,POST ,STAMP ,TELECHAR ,WAREHOUS
760 767 72Z : ,PHONBEN ,TELEBEN
`

// slot is the place of a field in a sequence.
type slot struct {
	tag       string // 52a stands for the options
	options   string // letters; "-" for none; empty when the tag has no options
	mandatory bool
	place     int // from 1, within the sequence
}

// takes reports whether a field with the tag belongs here.
func (s slot) takes(tag string) bool {
	if s.options == "" {
		return s.tag == tag
	}
	base, ok := strings.CutPrefix(tag, s.tag[:2])
	if !ok || len(base) > 1 {
		return false
	}
	if base == "" {
		base = "-"
	}
	return strings.Contains(s.options, base)
}

// sequence is one sequence of a message; its letter is empty where a message has none.
type sequence struct {
	letter   string
	optional bool
	slots    []slot
}

// tables are the three texts above, taken apart.
type tables struct {
	messages map[string][]sequence
	formats  map[string]pattern
	codes    map[string][]code // by message, blank, tag
}

type code struct {
	word string
	free bool // one among free words
}

var table = sync.OnceValue(func() tables {
	t := tables{map[string][]sequence{}, map[string]pattern{}, map[string][]code{}}
	for names, rest := range rows(layouts) {
		name := names[0]
		s := sequence{letter: strings.Trim(name[3:], "?"), optional: strings.HasSuffix(name, "?")}
		for i, word := range strings.Fields(rest) {
			tag, mandatory := strings.CutSuffix(word, "!")
			tag, options, _ := strings.Cut(tag, "/")
			s.slots = append(s.slots, slot{tag, options, mandatory, i + 1})
		}
		t.messages[name[:3]] = append(t.messages[name[:3]], s)
	}
	for tags, notation := range rows(notations) {
		for _, tag := range tags {
			t.formats[tag] = parsePattern(notation)
		}
	}
	for names, rest := range rows(codeLists) {
		tag := names[len(names)-1]
		for _, typ := range names[:len(names)-1] {
			for _, word := range strings.Fields(rest) {
				word, free := strings.CutPrefix(word, ",")
				key := typ + " " + tag
				t.codes[key] = append(t.codes[key], code{strings.ReplaceAll(word, "_", " "), free})
			}
		}
	}
	return t
})

// rows gives the lines of a table text: the names before the colon, and what follows it.
func rows(text string) func(yield func([]string, string) bool) {
	return func(yield func([]string, string) bool) {
		for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
			names, rest, _ := strings.Cut(line, ":")
			if !yield(strings.Fields(names), strings.TrimSpace(rest)) {
				return
			}
		}
	}
}

// known reports whether a message is one of those read here.
func known(typ string) bool { return table().messages[typ] != nil }

// sequenced reports whether a message has sequences.
func sequenced(typ string) bool { return len(table().messages[typ]) > 1 }

// find gives the place of a tag in a sequence, nil when it has none.
func find(typ, letter, tag string) *slot {
	for _, s := range table().messages[typ] {
		if s.letter != letter {
			continue
		}
		for i := range s.slots {
			if s.slots[i].takes(tag) {
				return &s.slots[i]
			}
		}
	}
	return nil
}
