package mt

import (
	"strconv"
	"strings"
)

// pattern is a format of the network taken apart.
type pattern []element

// element is one piece of a pattern.
type element struct {
	kind  elementKind
	set   byte    // of a run: n digits, a capitals, c capitals and digits, d a number with a comma, x y z text
	fixed bool    // exactly most characters, not up to
	most  int     // characters of a run or of one of its lines; times of a group
	lines int     // of a block of lines, 0 for a run within one line
	text  string  // of a literal
	group pattern // of a group
}

type elementKind uint8

const (
	run elementKind = iota
	newLine
	bankCode
	literal
	group // optional, perhaps several times
)

// unlimited stands for n in n*78z.
const unlimited = 1 << 30

// parsePattern reads the notation. The notations are our own table, so a fault in one is a fault of the program, which a test finds.
func parsePattern(notation string) pattern {
	p := patternReader{rest: notation}
	return p.pattern()
}

type patternReader struct{ rest string }

func (r *patternReader) pattern() pattern {
	var out pattern
	for r.rest != "" && r.rest[0] != ']' {
		switch {
		case r.rest[0] == ' ':
			r.rest = r.rest[1:]
		case r.rest[0] == '(': // a remark
			r.rest = ""
		case r.take("CrLf"):
			out = append(out, element{kind: newLine})
		case r.take("BIC"):
			out = append(out, element{kind: bankCode})
		case r.take("["):
			out = append(out, r.group())
		case r.rest[0] == 'n' || digit(r.rest[0]):
			out = append(out, r.run())
		default:
			out = append(out, element{kind: literal, text: r.rest[:1]})
			r.rest = r.rest[1:]
		}
	}
	return out
}

func (r *patternReader) take(word string) bool {
	rest, ok := strings.CutPrefix(r.rest, word)
	if ok {
		r.rest = rest
	}
	return ok
}

// group reads what stands in brackets, and how often it may come: once, or 0-12.
func (r *patternReader) group() element {
	e := element{kind: group, group: r.pattern(), most: 1}
	r.take("]")
	if r.take("0-") {
		e.most = r.number()
	}
	return e
}

// run reads 16x, 4!c and 12*65x.
func (r *patternReader) run() element {
	e := element{kind: run, most: r.number()}
	if r.take("*") {
		e.lines, e.most = e.most, r.number()
	}
	e.fixed = r.take("!")
	e.set, r.rest = r.rest[0], r.rest[1:]
	return e
}

func (r *patternReader) number() int {
	if r.take("n") {
		return unlimited
	}
	i := 0
	for i < len(r.rest) && digit(r.rest[i]) {
		i++
	}
	n, _ := strconv.Atoi(r.rest[:i])
	r.rest = r.rest[i:]
	return n
}

// part is what an element matched.
type part struct {
	element
	text string
}

// lenience widens a match, to find out why the strict one failed.
type lenience struct {
	anyText   bool // characters of other sets in the text sets x, y, z
	anyLength bool // more characters and lines than allowed
}

// match reads a value by the pattern and gives its parts, without literals and line ends.
func (p pattern) match(value string, l lenience) ([]part, bool) {
	m := matcher{value: value, lenience: l}
	ok := m.match(p, 0, func(at int) bool { return at == len(value) })
	return m.parts, ok
}

type matcher struct {
	lenience
	value string
	parts []part
}

// match tries the elements from a position on and goes on with then; a failed way leaves no parts behind.
func (m *matcher) match(p pattern, at int, then func(int) bool) bool {
	if len(p) == 0 {
		return then(at)
	}
	e, kept := p[0], len(m.parts)
	next := func(to int) bool { return m.match(p[1:], to, then) }
	switch e.kind {
	case literal:
		return strings.HasPrefix(m.value[at:], e.text) && next(at+len(e.text))
	case newLine:
		if strings.HasPrefix(m.value[at:], "\n") {
			return next(at + 1)
		}
		// The line end belongs to the optional account in front of it; without one the value begins with what follows. It may also end there.
		return (at == 0 || at == len(m.value)) && next(at)
	case group:
		end, times := at, 0
		for times < e.most || m.anyLength && e.most > 1 {
			to := -1
			if !m.match(e.group, end, func(x int) bool { to = x; return true }) || to == end {
				break
			}
			end, times = to, times+1
		}
		if times > 0 && next(end) {
			return true
		}
		m.parts = m.parts[:kept]
		return next(at)
	}
	to := m.take(e, at)
	if to < 0 {
		return false
	}
	m.parts = append(m.parts, part{e, m.value[at:to]})
	if next(to) {
		return true
	}
	m.parts = m.parts[:kept]
	return false
}

// take reads a run, a block of lines or a BIC, and gives where it ends; -1 when it is not there.
func (m *matcher) take(e element, at int) int {
	switch {
	case e.kind == bankCode:
		end := lineEnd(m.value, at)
		if !isBIC(m.value[at:end]) {
			return -1
		}
		return end
	case e.set == 'd': // the rules for amounts say more than a pattern can
		if at == len(m.value) {
			return -1
		}
		return lineEnd(m.value, at)
	case e.lines == 0:
		return m.takeLine(e, at)
	}
	for n := 0; ; n++ {
		to := m.takeLine(e, at)
		switch {
		case to < 0, n >= e.lines && !m.anyLength:
			return -1
		case to == len(m.value) || m.value[to] != '\n':
			return to
		}
		at = to + 1
	}
}

// takeLine reads one run of characters, as long as it gets.
func (m *matcher) takeLine(e element, at int) int {
	n := 0
	end := at
	for i, r := range m.value[at:] {
		if r == '\n' || n == e.most && (e.fixed || !m.anyLength) || !m.allows(e, r) {
			break
		}
		n++
		end = at + i + 1
		if r >= 0x80 {
			end = at + i + runeBytes(m.value[at+i:])
		}
	}
	if n == 0 || e.fixed && n != e.most {
		return -1
	}
	return end
}

func (m *matcher) allows(e element, r rune) bool {
	return inSet(e.set, r) || m.anyText && e.set >= 'x'
}

// lineEnd is where the line ends that holds a position.
func lineEnd(s string, at int) int {
	if n := strings.IndexByte(s[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(s)
}
