package desk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"unicode/utf8"

	"kontor/errs"
)

// cleanText refuses what one of the databases could not keep: NUL characters and broken UTF-8.
func cleanText(body []byte) error {
	var f errs.Faults
	if !utf8.Valid(body) || bytes.Contains(body, []byte(`\ufffd`)) || bytes.ContainsRune(body, utf8.RuneError) {
		f.Add("", "the text is not valid UTF-8").Because("save the text as UTF-8 and send it again")
	}
	if bytes.Contains(body, []byte(`\u0000`)) {
		f.Add("", "the text holds a NUL character").Because("remove the invisible character and send it again")
	}
	return f.Err()
}

// firstDifference names the first field in which two requests differ, with both values.
func firstDifference(a, b []byte) (field, before, now string) {
	var ma, mb map[string]json.RawMessage
	if json.Unmarshal(a, &ma) != nil || json.Unmarshal(b, &mb) != nil {
		return "the request", string(a), string(b)
	}
	names := make([]string, 0, len(ma)+len(mb))
	for name := range ma {
		names = append(names, name)
	}
	for name := range mb {
		if _, both := ma[name]; !both {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		if !bytes.Equal(ma[name], mb[name]) {
			return name, short(ma[name]), short(mb[name])
		}
	}
	return "the request", short(a), short(b)
}

func short(b []byte) string {
	const most = 80
	if len(b) == 0 {
		return "nothing"
	}
	if len(b) > most {
		return fmt.Sprintf("%s…", bytes.ToValidUTF8(b[:most], nil))
	}
	return string(b)
}
