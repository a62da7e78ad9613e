package web

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"kontor/errs"
	"kontor/lang"
)

// sorryTitle is the head of the page of an error, without blame and without a code.
func sorryTitle(l lang.Lang, code errs.Code) string {
	switch code {
	case errs.NotFound:
		return l.T("There is nothing here")
	case errs.Forbidden:
		return l.T("This is not for your seat")
	case errs.Unauthenticated:
		return l.T("Please sign in")
	case errs.Invalid, errs.TooLarge:
		return l.T("This cannot be read")
	case errs.Busy:
		return l.T("One moment, please")
	case errs.Refused, errs.Conflict:
		return l.T("Not now")
	}
	return l.T("Something failed on our side")
}

// sentence makes a message of the house a sentence: a capital first, a full stop last.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if last, _ := utf8.DecodeLastRuneInString(s); unicode.IsLetter(last) || unicode.IsDigit(last) || last == ')' || last == '%' {
		s += "."
	}
	return s
}

// languageName is how a language calls itself.
func languageName(l lang.Lang) string {
	return map[lang.Lang]string{lang.English: "English", lang.German: "Deutsch", lang.Russian: "Русский"}[l]
}

func pressed(on bool) string { return strconv.FormatBool(on) }

// sentenceStart gives a word its capital.
func sentenceStart(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
