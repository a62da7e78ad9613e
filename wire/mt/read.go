package mt

import (
	"strings"

	"kontor/errs"
)

// Read takes a message apart. It never fails on content: what is wrong is said by Check, and Bytes gives back what was read.
// Errors: TooLarge beyond MaxBytes.
func Read(b []byte) (Message, error) {
	if len(b) > MaxBytes {
		return Message{}, errs.New(errs.TooLarge, "the message has {have} bytes, {most} are the most", "have", len(b), "most", MaxBytes).
			Because("a message of the network has 10,000 characters at most; longer text goes on in MT 761 or MT 775")
	}
	text := string(b)
	m := Message{eol: "\r\n"}
	body := m.split(text)
	m.readHeaders()
	stray := m.readFields(body)
	m.checkFrame(text, stray)
	m.Fields = placed(m.sequencedAs(), m.Fields)
	if string(m.Bytes()) != text {
		m.raw = text
	}
	return m, nil
}

// split finds block 4 and gives what stands in it. Text without any block is taken for a body alone when it has fields.
func (m *Message) split(text string) string {
	open := strings.Index(text, "{4:")
	if open < 0 {
		for line := range strings.Lines(text) {
			if tag, _ := tagOf(line); tag != "" {
				return text
			}
		}
		m.head = text
		return ""
	}
	m.head = text[:open+3]
	body := text[open+3:]
	end := strings.Index(body, "\n-}") + 1
	if end == 0 {
		end = strings.LastIndex(body, "-}")
	}
	if end < 0 {
		return body
	}
	m.tail = body[end:]
	return body[:end]
}

// readFields reads the fields of the body, and gives the text before the first one, which no field owns.
func (m *Message) readFields(body string) (stray string) {
	if at := strings.Index(body, "\n"); at >= 0 && !strings.HasSuffix(body[:at], "\r") {
		m.eol = "\n"
	}
	if m.tail == "" {
		body = strings.TrimRight(body, "\r\n")
	}
	body = strings.TrimSuffix(body, "\n")
	body = strings.TrimSuffix(body, "\r")
	var value []string
	take := func() {
		if n := len(m.Fields); n > 0 {
			m.Fields[n-1].Value = strings.Join(value, "\n")
		} else {
			stray = strings.TrimSpace(strings.Join(value, "\n"))
		}
	}
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.TrimSuffix(line, "\r")
		tag, rest := tagOf(line)
		if tag == "" {
			value = append(value, line)
			continue
		}
		take()
		m.Fields = append(m.Fields, Field{Tag: tag})
		value = []string{rest}
	}
	take()
	return stray
}

// tagOf reads the tag that begins a field, ":52A:", and what follows it on the line.
func tagOf(line string) (tag, rest string) {
	if len(line) < 4 || line[0] != ':' || !digit(line[1]) || !digit(line[2]) {
		return "", ""
	}
	switch {
	case line[3] == ':':
		return line[1:3], line[4:]
	case len(line) > 4 && line[4] == ':' && letter(line[3]&^0x20):
		return line[1:4], line[5:]
	}
	return "", ""
}

func digit(c byte) bool  { return '0' <= c && c <= '9' }
func letter(c byte) bool { return 'A' <= c && c <= 'Z' }

// sequencedAs is the message whose sequences the fields follow: the type, or the inner one of an envelope.
func (m *Message) sequencedAs() string {
	if m.Type == envelope || m.Type == "" {
		return "" // the inner message places its own fields
	}
	return m.Type
}

// readHeaders reads who sends what to whom from blocks 1 and 2.
func (m *Message) readHeaders() {
	one, hasOne := block(m.head, "{1:")
	two, hasTwo := block(m.head, "{2:")
	own, okOwn := ownAddress(one)
	typ, other, input, okTwo := direction(two)
	if okTwo {
		m.Type = typ
	}
	switch {
	case okTwo && input:
		m.Sender, m.Receiver = own, other
	case okTwo:
		m.Sender, m.Receiver = other, own
	}
	switch {
	case !hasOne && !hasTwo:
		m.fault(Header, errs.T("Blocks 1 and 2 are missing: nothing says which message this is, who sent it and to whom."))
	case !hasOne:
		m.fault(Header, errs.T("Block 1 is missing."))
	case !hasTwo:
		m.fault(Header, errs.T("Block 2 is missing: nothing says which message this is."))
	case !okOwn:
		m.fault(Header, errs.T("Block 1 is not F01, a terminal address of 12 characters, session and sequence number: {text}", "text", clip(one)))
	case !okTwo:
		m.fault(Header, errs.T("Block 2 is neither I nor O with message type and a terminal address of 12 characters: {text}", "text", clip(two)))
	}
}

// fault notes something about the message as a whole.
func (m *Message) fault(rule Rule, text errs.Text) {
	m.heads = append(m.heads, Finding{Rule: rule, Severity: Error, Text: text})
}

// block is the content of a header block.
func block(head, open string) (string, bool) {
	_, rest, ok := strings.Cut(head, open)
	if !ok {
		return "", false
	}
	content, _, closed := strings.Cut(rest, "}")
	return content, closed
}

// ownAddress reads block 1: F01, terminal address, session of 4 and sequence number of 6 digits.
func ownAddress(one string) (bic string, ok bool) {
	if len(one) != 25 || !letter(one[0]) || !digits(one[1:3]) || !digits(one[15:]) {
		return "", false
	}
	return terminal(one[3:15])
}

// direction reads block 2, of a message to the network (I) or from it (O).
func direction(two string) (typ, bic string, input, ok bool) {
	if len(two) < 4 || !digits(two[1:4]) {
		return "", "", false, false
	}
	typ = two[1:4]
	switch {
	case two[0] == 'I' && len(two) > 16 && inputEnd(two[16:]):
		bic, ok = terminal(two[4:16])
		return typ, bic, true, ok
	case two[0] == 'O' && (len(two) == 46 || len(two) == 47) && digits(two[4:14]) && digits(two[26:46]) && (len(two) == 46 || letter(two[46])):
		bic, ok = terminal(two[14:26])
		return typ, bic, false, ok
	}
	return "", "", false, false
}

// inputEnd is what follows the address: priority, and perhaps delivery monitoring and obsolescence.
func inputEnd(s string) bool { return strings.Contains("NUS", s[:1]) && len(s) <= 5 && digits(s[1:]) }

func digits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return true
}

// terminal takes the BIC out of a terminal address: 8 characters, the letter of the terminal, 3 of the branch.
func terminal(lt string) (bic string, ok bool) {
	if len(lt) != 12 || !letter(lt[8]) && !digit(lt[8]) {
		return "", false
	}
	bic = lt[:8] + lt[9:]
	return bic, isBIC(bic)
}

// isBIC tells the shape of a BIC: institution, country, place and perhaps a branch.
func isBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := range len(s) {
		if !letter(s[i]) && (!digit(s[i]) || i == 4 || i == 5) {
			return false
		}
	}
	return true
}

// checkFrame notes what is wrong around the fields: no block 4, no end, more than one message, too many characters.
func (m *Message) checkFrame(text, stray string) {
	switch {
	case len(m.Fields) == 0:
		m.fault(Format, errs.T("There is no field in block 4."))
	case m.head != "" && m.tail == "":
		m.fault(Format, errs.T("Block 4 does not end with -} on a line of its own."))
	}
	if stray != "" {
		m.fault(Format, errs.T("Block 4 begins with text that belongs to no field: {text}", "text", clip(stray)))
	}
	if strings.Contains(m.tail, "{1:") || strings.Contains(m.tail, "{4:") {
		m.fault(Format, errs.T("More than one message stands here; only the first one is read."))
	}
	have := len(text) + strings.Count(text, "\n") - strings.Count(text, "\r\n")
	if have > mostCharacters {
		m.fault(Length, errs.T("The message has {have} characters, {most} are allowed; longer text goes on in up to seven MT 761 or MT 775.", "have", have, "most", mostCharacters))
	}
}

// mostCharacters is the longest message that the network carries, line ends counted as two.
const mostCharacters = 10_000

// clip shortens a text for a sentence.
func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
