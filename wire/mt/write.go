package mt

import "strings"

// Bytes writes the message. A message that was read comes back byte for byte; one that was built has CRLF line ends, as the network wants them.
func (m Message) Bytes() []byte {
	if m.raw != "" {
		return []byte(m.raw)
	}
	var b strings.Builder
	eol := m.eol
	if eol == "" {
		eol = "\r\n"
	}
	b.WriteString(m.head)
	if m.head != "" {
		b.WriteString(eol)
	}
	for _, f := range m.Fields {
		b.WriteString(":" + f.Tag + ":" + strings.ReplaceAll(f.Value, "\n", eol) + eol)
	}
	b.WriteString(m.tail)
	return []byte(b.String())
}
