package mt_test

import (
	"strings"
	"testing"

	"kontor/errs"
	"kontor/wire/mt"
)

// ruleTests break one rule at a time: a sample, its edits parted by two blanks, and the only finding there must be. A warning has a question mark.
var ruleTests = []struct {
	sample, edits, want string // edits parted by two blanks
}{
	{"760", "20:G-1 =>", "MANDATORY B 20"},
	{"760", "27:1/1 =>", "MANDATORY A 27"},
	{"760", "15A: =>", "MANDATORY A 15A"},
	{"760", "15B: =>", "MANDATORY B 15B"},
	{"760", "52A:MUSTDEFFXXX =>", "MANDATORY B 52a"},
	{"760", "59:/DE1|HOUSE_GMBH =>", "MANDATORY B 59a"},
	{"760", "77U:WE_PAY =>", "MANDATORY B 77U"},
	{"760C", "45L:LEASE =>", "MANDATORY C 45L"},
	{"760C", "50:APPLICANT =>", "MANDATORY C 50"},
	{"760C", "59:HOUSE =>", "MANDATORY C 59"},
	{"765", "21:G-1 =>", "MANDATORY 21"},
	{"798", "12:785 =>", "MANDATORY 12"},
	{"798", "31C:270301 =>", "MANDATORY 31C"},

	{"760", "39E:=>39D:", "UNKNOWN B 39D"},
	{"760", "72Z:/PHONBEN/=>77L:A", "UNKNOWN A 77L"},
	{"760", "57A:OTHRDEFFXXX=>57B:TOWN", "UNKNOWN B 57B"},
	{"765", "78:RENT=>71A:RENT", "UNKNOWN 71A"},
	{"765", "20:D-1=>15A: 20:D-1", "UNKNOWN 15A"},
	{"767", "=>15D:", "UNKNOWN B 15D"},
	{"785", "=>77U:TEXT", "UNKNOWN 77U"},

	{"760", "30:270301 22D:DGAR=>22D:DGAR 30:270301", "ORDER B 30"},
	{"760", "20:G-1 =>  =>20:G-1", "ORDER B 20"},
	{"760", "45L:LEASE_1 =>  15B: =>15B: 45L:LEASE_1 ", "ORDER B 45L"},
	{"760", "27:1/1 22A:ISSU=>22A:ISSU 27:1/1", "ORDER A 27"},
	{"765", "20:D-1=>20:D-1 20:D-2", "ORDER 20"},
	{"760", "50:=>50:OTHER 50:", "ORDER B 50"},
	{"785", "21:L-1 52A:MUSTDEFFXXX=>52A:MUSTDEFFXXX 21:L-1", "ORDER 21"},

	{"767C", "15B: 20:G-1 26E:12 30:270401 52A:MUSTDEFFXXX 32B:EUR5, 15C: 32B:EUR5, 23B:FIXD 31E:291231 59:HOUSE 77L:TEXT=>15C: 32B:EUR5, 15B: 20:G-1 26E:12 30:270401 52A:MUSTDEFFXXX", "ORDER B 15B"},
	{"798", "77E: 27A:1/1 21A:E-1=>77E: 21A:E-1 27A:1/1", "ORDER 27A"},

	{"760", "27:1/1=>27:1-1", "FORMAT A 27"},
	{"760", "27:1/1=>27:2/1", "FORMAT A 27"},
	{"760", "27:1/1=>27:0/1", "FORMAT A 27"},
	{"798", "27A:1/1=>27A:3/2", "FORMAT 27A"},
	{"760", "22A:ISSU=>22A:ISS", "FORMAT A 22A"},
	{"760", "22A:ISSU=>22A:issu", "FORMAT A 22A"},
	{"760", "30:270301=>30:20270301", "FORMAT B 30"},
	{"760", "52A:MUSTDEFFXXX=>52A:MUSTER_BANK", "FORMAT B 52A"},
	{"760", "52A:MUSTDEFFXXX=>52A:MUST12FF", "FORMAT B 52A"},
	{"760", "41F:MUSTDEFF=>41F:MUSTDEF", "FORMAT B 41F"},
	{"760", "26E:60=>26E:SIX", "FORMAT B 26E"},
	{"760", "44J:DE/BERLIN|/COURTS=>44J:GERMANY", "FORMAT B 44J"},
	{"760", "15B:=>15B:X", "FORMAT B 15B"},
	{"760", "20:G-1=>20:", "FORMAT B 20"},
	{"760", "50:APPLICANT_LTD|TOWN=>50:APPLICANT||TOWN", "FORMAT B 50"},
	{"760", "32B:EUR1000000,50=>32B:1000000,50", "FORMAT B 32B"},
	{"760", "24G:OTHR|HOUSE|QUAY=>24G:OTHR", "FORMAT B 24G"},
	{"760", "40C:URDG=>40C:URDG/758", "FORMAT B 40C"},
	{"760", "40C:URDG=>40C:OTHR/HOUSE_RULES", ""},
	{"760", "24E:COUR/FAST=>24E:MAIL/FAST", "FORMAT B 24E"},
	{"760", "24E:COUR/FAST=>24E:OTHR/FAST", ""},
	{"760", "23F:DAYS/90=>23F:DAYS", "FORMAT B 23F"},
	{"760C", "22K:LEAS=>22K:OTHR", "FORMAT C 22K"},
	{"760C", "22K:LEAS=>22K:OTHR/RENT", ""},
	{"768", "23X:EMAL/A.PDF=>23X:EMAL", "FORMAT 23X"},
	{"769", "32D:270301EUR75,=>32D:EUR75,", "FORMAT 32D"},
	{"787", "23R:REJT|TOO_SHORT=>23R:ACCP|TOO_SHORT", "FORMAT 23R"},
	{"787", "23R:REJT|TOO_SHORT=>23R:REJT", ""},
	{"765", "31R:291231/291130=>31R:291231-291130", "FORMAT 31R"},
	{"798", "12:785=>12:78", "FORMAT 12"},

	{"760", "20:G-1=>20:ABCDEFGHIJKLMNOPQ", "LENGTH B 20"},
	{"760", "50:APPLICANT_LTD|TOWN=>50:A|B|C|D|E", "LENGTH B 50"},
	{"760", "59:/DE1|HOUSE_GMBH=>59:/DE1|A|B|C|D|E", "LENGTH B 59"},
	{"760", "59:/DE1|HOUSE_GMBH=>59:/DE1|A|B|C|D", ""},
	{"760", "59:/DE1|HOUSE_GMBH=>59:/" + long[:35] + "|A", "LENGTH B 59"},
	{"760", "77U:WE_PAY=>77U:" + long, "LENGTH B 77U"},
	{"760", "77U:WE_PAY=>77U:" + long[1:], ""},
	{"760", "26E:60=>26E:0060", "LENGTH B 26E"},
	{"760", "24G:OTHR|HOUSE|QUAY=>24G:OTHR" + strings.Repeat("|X", 13), "LENGTH B 24G"},
	{"760", "24G:OTHR|HOUSE|QUAY=>24G:OTHR" + strings.Repeat("|X", 12), ""},
	{"760", "44J:DE/BERLIN|/COURTS=>44J:DE/" + long[:36] + "|/COURTS", "LENGTH B 44J"},
	{"760", "45L:LEASE_1=>45L:A" + strings.Repeat("|X", 50), "LENGTH B 45L"},
	{"760", "45C:SIGNED_DEMAND=>45C:A" + strings.Repeat("|X", 100), "LENGTH B 45C"},
	{"786", "77J:LATE=>77J:" + long[:51], "LENGTH 77J"},
	{"787", "23R:REJT|TOO_SHORT=>23R:REJT" + strings.Repeat("|X", 7), "LENGTH 23R"},
	{"760", "77U:WE_PAY=>77U:X" + strings.Repeat("|"+long[1:], 149), "LENGTH"}, // fits the field, not the message

	{"760", "50:APPLICANT_LTD=>50:M&A_LTD", "CHARSET B 50"},
	{"760", "77U:WE_PAY=>77U:M&A;_\"100%\"", ""},
	{"760", "77U:WE_PAY=>77U:MÜLLER", "CHARSET B 77U"},
	{"760", "77U:WE_PAY=>77U:A\xff", "CHARSET B 77U"},
	{"760", "77U:WE_PAY=>77U:A}B", "CHARSET B 77U"},
	{"760", "20:G-1=>20:G#1", "CHARSET B 20"},
	{"760", "77U:WE_PAY=>77U:Ü" + long, "CHARSET B 77U, LENGTH B 77U"},
	{"760", "22A:ISSU=>22A:ISSÜ", "CHARSET A 22A"},

	{"760", "22A:ISSU=>22A:ISSX", "CODE A 22A"},
	{"760", "22D:DGAR=>22D:GUAR", "CODE B 22D"},
	{"760", "40C:URDG=>40C:URCG", "CODE B 40C"},
	{"760", "23B:FIXD=>23B:FIXE", "CODE B 23B"},
	{"760", "23F:DAYS/90=>23F:YEAR", "CODE B 23F"},
	{"760", "48B:NMPT=>48B:NONE", "CODE B 48B"},
	{"760", "48D:TRAN=>48D:NOTR", "CODE B 48D"},
	{"760", "24E:COUR/FAST=>24E:BIKE", "CODE B 24E"},
	{"760", "24G:OTHR|HOUSE|QUAY=>24G:BANK", "CODE B 24G"},
	{"760S", "49:MAY_ADD=>49:CAN_ADD", "CODE B 49"},
	{"760C", "22Y:STND=>22Y:FREE", "CODE C 22Y"},
	{"760C", "22K:LEAS=>22K:RENT", "CODE C 22K"},
	{"759", "23H:GENINFAD=>23H:GREETING", "CODE 23H"},
	{"759", "22D:STBY=>22D:DOCR", ""},
	{"765", "22G:PAEX=>22G:PAYX", "CODE 22G"},
	{"765", "49A:INCP=>49A:PART", "CODE 49A"},
	{"767", "23S:CANCEL=>23S:CANCEX", "CODE A 23S"},
	{"767", "22A:ISUA=>22A:ISSU", "CODE A 22A"},
	{"768", "23X:EMAL/A.PDF=>23X:POST/A.PDF", "CODE 23X"},
	{"768", "71D:/COMM/EUR75,=>71D:/OTHER/EUR75,", ""},
	{"787", "23R:REJT=>23R:NONE", "CODE 23R"},

	{"760", "30:270301=>30:270229", "DATE B 30"},
	{"760", "30:270301=>30:280229", ""},
	{"760", "31E:281231=>31E:281301", "DATE B 31E"},
	{"760", "31S:321231=>31S:000000", "DATE B 31S"},
	{"765", "31R:291231/291130=>31R:291231/291131", "DATE 31R"},
	{"769", "32D:270301=>32D:270231", "DATE 32D"},

	{"760", "32B:EUR1000000,50=>32B:EUR1000000", "AMOUNT B 32B"},
	{"760", "32B:EUR1000000,50=>32B:EUR1000000.50", "AMOUNT B 32B"},
	{"760", "32B:EUR1000000,50=>32B:EUR,50", "AMOUNT B 32B"},
	{"760", "32B:EUR1000000,50=>32B:EUR1,000,50", "AMOUNT B 32B"},
	{"760", "32B:EUR1000000,50=>32B:EUR1234567890123,45", "AMOUNT B 32B"},
	{"760", "32B:EUR1000000,50=>32B:EUR123456789012,34", ""},
	{"760", "32B:EUR1000000,50=>32B:EUR1,005", "DECIMALS B 32B"},
	{"760C", "32B:JPY1000,=>32B:JPY1000,5", "DECIMALS C 32B"},
	{"760S", "32B:BHD1000,125=>32B:BHD1000,1255", "DECIMALS B 32B"},
	{"760", "32B:EUR=>32B:EUX", "CURRENCY B 32B"},
	{"769", "33B:EUR5,=>33B:EUX5,  34B:EUR6,5=>34B:EUX6,5", "CURRENCY 33B, CURRENCY 34B"},
	{"769", "32D:270301EUR75,=>32D:270301EUR75", "AMOUNT 32D"},

	{"760", "20:G-1=>20:/G-1", "REFSLASH B 20"},
	{"760", "20:G-1=>20:G-1/", "REFSLASH B 20"},
	{"765", "21:G-1=>21:G//1", "REFSLASH 21"},
	{"765", "23:L-1=>23:L/1", ""},

	{"760", "31E:281231 =>", "760.C1 B 31E"},
	{"760C", "31E:281130 =>", ""},
	{"760C", "23B:COND 31E:281130 35G:ON_RETURN=>23B:FIXD", "760.C1 C 31E"},
	{"760", "23B:FIXD 31E:281231=>23B:OPEN  23F:DAYS/90 78:BY_MAIL 26E:60 31S:321231 =>", ""},
	{"760", "23B:FIXD=>23B:OPEN  23F:DAYS/90 78:BY_MAIL 26E:60 31S:321231 =>", "760.C1 B 31E"},
	{"760", "23B:FIXD=>23B:COND", "760.C2 B 35G"},
	{"760", "31E:281231=>31E:281231 35G:ON_RETURN", "760.C2 B 35G"},
	{"760C", "35G:ON_RETURN =>", "760.C2 C 35G"},
	{"760", "23B:FIXD 31E:281231=>23B:OPEN", "760.C3 B 23F"},
	{"760C", "23B:COND 31E:281130 35G:ON_RETURN=>23B:OPEN", "760.C3 C 23F"},
	{"760", "50:APPLICANT_LTD|TOWN =>", "760.C4 B 50"},
	{"760S", "49:MAY_ADD 58A:ADVIDEFFXXX=>", "760.C5 B 49"},
	{"760", "77U:WE_PAY=>77U:WE_PAY 49:WITHOUT", "760.C5 B 49"},
	{"760", "22A:ISSU=>22A:ISCO", "760.C6 C 15C, 760.C6 B 48D, 760.C6 B 24E, 760.C6 B 24G"},
	{"760C", "22A:ISCO=>22A:ADVI", "760.C6 C 15C"},
	{"760C", "77U:WE_PAY=>77U:WE_PAY 48D:TRAN", "760.C6 B 48D"},
	{"760", "56A:ADVIDEFFXXX =>", "760.C7 B 57A"},
	{"760", "23F:DAYS/90 =>", "760.C8 B 78, 760.C8 B 26E, 760.C8 B 31S"},
	{"760C", "23F:ONEY =>", "760.C8 C 26E"},
	{"760S", "58A:ADVIDEFFXXX=>", "760.C9 B 58a"},
	{"760S", "49:MAY_ADD=>49:WITHOUT", "760.C9 B 58A"},
	{"760", "44J:DE=>58D:BANK 44J:DE", "760.C9 B 58D"},
	{"760C", "22K:LEAS =>", "760.C10 C 22Y"},
	{"760C", "22Y:STND =>", ""},

	{"761", "77U:MORE=>", "761.C1 77U"},
	{"761", "77U:MORE=>77L:MORE", ""},
	{"775", "77L:MORE=>", "775.C1 77U"},
	{"765", "77:INVOICE_FOLLOWS =>", "765.C1 77"},
	{"765", "49A:INCP=>49A:COMP", "765.C1 77"},
	{"765", "49A:INCP|RENT_UNPAID =>", "765.C1 77"},
	{"765", "31E:291231 =>", "765.C2 31E"},
	{"765", "22G:PAEX=>22G:PAYM", "765.C2 31E"},

	{"767", "33B:EUR5,=>32B:EUR5, 33B:EUR5,", "767.C1 B 33B"},
	{"767C", "15C: 32B:EUR5,=>15C: 32B:EUR5, 33B:EUR5,", "767.C1 C 33B"},
	{"767", "35G:ON_RETURN =>", "767.C2 B 35G"},
	{"767", "23B:COND =>", "767.C2 B 35G"},
	{"767C", "23B:FIXD 31E:291231=>23B:COND", "767.C2 C 35G"},
	{"767C", "22A:ISCA=>22A:ISUA", "767.C3 C 15C"},
	{"767", "22A:ISUA=>22A:ICCA", "767.C3 C 15C"},
	{"767C", "15C: 32B:EUR5, 23B:FIXD 31E:291231 59:HOUSE 77L:TEXT=>15C:", "767.C4 C 15C"},
	{"767", "33B:EUR5,=>", ""},

	{"768", "71D:=>57A:OTHRDEFF 71D:", "768.C1 57A"},
	{"768", "25:ACCOUNT_1 =>  32B:EUR75,=>32D:270301EUR75, 57D:BANK", "768.C2 57D"},
	{"768", "25:ACCOUNT_1 =>  32B:EUR75,=>32B:EUR75, 57D:BANK", ""},
	{"768", "32B:EUR75, =>", "768.C3 71D"},
	{"769", "20:R-1 21:G-1=>20:R-1 21:G-1 25:ACCOUNT  32D:270301EUR75,=>32B:EUR75,  71D:=>57A:OTHRDEFF 71D:", "769.C1 57A"},
	{"769", "33B:EUR5, =>", "769.C2 33B"},
	{"769", "34B:EUR6,5=>34B:EUR6,5 39C:A_HALF", "769.C2 39C"},
	{"769", "33B:EUR5, 34B:EUR6,5=>39C:A_HALF", ""},
	{"769", "71D:=>57B:/ACC 71D:", "769.C3 57B"},
	{"769", "32D:270301EUR75, =>", "769.C4 71D"},
	{"769", "34B:EUR6,5=>34B:USD6,5", "769.C5 34B"},

	{"760", "40C:URDG=>40C:ISPR", "RULES_FORM_MISMATCH B 40C?"},
	{"760", "40C:URDG=>40C:NONE", ""},
	{"760S", "40C:ISPR=>40C:URDG", "RULES_FORM_MISMATCH B 40C?"},
	{"760S", "40C:ISPR=>40C:UCPR", ""},
	{"760", "31E:281231=>31E:270301", "EXPIRY_NOT_AFTER_ISSUE B 31E?"},
	{"760", "31E:281231=>31E:270302", ""},
	{"760C", "31C:270315=>31C:281130", "EXPIRY_NOT_AFTER_ISSUE C 31E?"},
	{"785", "31E:281231=>31E:270301", "EXPIRY_NOT_AFTER_ISSUE 31E?"},
	{"760", "77U:WE_PAY=>77U:UP_TO_EUR_1,000,000.50", ""},
	{"760", "77U:WE_PAY=>77U:UP_TO_EUR|1.000.000,50", ""},
	{"760", "77U:WE_PAY=>77U:UP_TO_EUR_900,000.00", "TEXT_CONFLICT B 77U?"},
	{"760", "77U:WE_PAY=>77U:REDUCED_BY_EUR_900,000_ON_DELIVERY", ""},
	{"760", "77U:WE_PAY=>77U:EUR_1,000,001", "TEXT_CONFLICT B 77U?"},
	{"760", "77U:WE_PAY=>77U:USD_5", "TEXT_CONFLICT B 77U?"},
	{"760", "77U:WE_PAY=>77U:EXPIRES_ON_31_December|2028", ""},
	{"760", "77U:WE_PAY=>77U:EXPIRES_ON_30_DECEMBER_2028", "TEXT_CONFLICT B 77U?"},
	{"760", "77U:WE_PAY=>77U:SUBJECT_TO_URDG_758", ""},
	{"760", "77U:WE_PAY=>77U:SUBJECT_TO_ISP98", "TEXT_CONFLICT B 77U?"},
	{"767", "77U:NOTHING_ELSE=>77U:NEW_TOTAL_EUR_50", ""},
	{"760C", "77L:TEXT=>77L:AT_MOST_USD_5", "TEXT_CONFLICT C 77L?"},
}

var long = strings.Repeat("A", 66)

func TestRules(t *testing.T) {
	for _, tt := range ruleTests {
		var edits []string
		if tt.edits != "" {
			edits = strings.Split(tt.edits, "  ")
		}
		m := read(t, sample(tt.sample, edits...))
		if got := named(m.Check()); got != tt.want {
			t.Errorf("%s with %s: %s, want %s", tt.sample, clipped(tt.edits), got, tt.want)
		}
	}
}

func clipped(s string) string { return s[:min(len(s), 120)] }

// TestFrame breaks what stands around the fields.
func TestFrame(t *testing.T) {
	good := sample("785")
	tests := []struct{ name, text, want, typ string }{
		{"without block 1", strings.Replace(good, "{1:F01HOUSDEFFAXXX0000000000}", "", 1), "HEADER", "785"},
		{"without block 2", strings.Replace(good, "{2:I785MUSTDEFFXXXXN}", "", 1), "HEADER", ""},
		{"without both", good[strings.Index(good, "{4:"):], "HEADER", ""},
		{"only fields", ":20:G-1\r\n:21:A", "HEADER", ""},
		{"address too short", strings.Replace(good, "MUSTDEFFXXXX", "MUSTDEFFXXX", 1), "HEADER", ""},
		{"address of no country", strings.Replace(good, "HOUSDEFFAXXX", "HOUS12FFAXXX", 1), "HEADER", "785"},
		{"output form", strings.Replace(good, "{2:I785MUSTDEFFXXXXN}", "{2:O7851200270301MUSTDEFFAXXX00000000012703011201N}", 1), "", "785"},
		{"delivery notes", strings.Replace(good, "XXXXN}", "XXXXU3003}", 1), "", "785"},
		{"user header and trailer", strings.Replace(strings.Replace(good, "{4:", "{3:{108:REF}{119:X}}{4:", 1), "-}", "-}{5:{CHK:0123456789AB}}{S:{SAC:}}", 1), "", "785"},
		{"other type", strings.Replace(good, "I785", "I103", 1), "UNKNOWN", "103"},
		{"no end", strings.Replace(good, "-}", "", 1), "FORMAT", "785"},
		{"no fields", "{1:F01HOUSDEFFAXXX0000000000}{2:I761MUSTDEFFXXXXN}{4:\r\n-}", "FORMAT, MANDATORY 27, MANDATORY 20, MANDATORY 52a, 761.C1 77U", "761"},
		{"text before the first field", strings.Replace(good, ":20:", "hello\r\n:20:", 1), "FORMAT", "785"},
		{"two messages", good + good, "FORMAT", "785"},
		{"text around", "hello" + good + "bye", "", "785"},
		{"nothing", "", "HEADER, FORMAT", ""},
	}
	for _, tt := range tests {
		m := read(t, tt.text)
		if got := named(m.Check()); got != tt.want || m.Type != tt.typ {
			t.Errorf("%s: %s type %q, want %s type %q", tt.name, got, m.Type, tt.want, tt.typ)
		}
		if got := string(m.Bytes()); got != tt.text {
			t.Errorf("%s: written back as %q", tt.name, got)
		}
	}
}

// TestTwoHundredPages refuses a text that no message can carry, with the reason, whether it can still be taken apart or not.
func TestTwoHundredPages(t *testing.T) {
	page := strings.Repeat(strings.Repeat("A", 64)+"\r\n", 60)
	m := read(t, strings.Replace(sample("760"), "WE PAY", strings.Repeat(page, 200)+"END", 1))
	if got := named(m.Check()); got != "LENGTH, LENGTH B 77U" {
		t.Errorf("200 pages: %s", got)
	}
	if _, err := mt.Read(make([]byte, mt.MaxBytes+1)); !errs.Is(err, errs.TooLarge) || !strings.Contains(errs.As(err).Hint.String(), "10,000 characters") {
		t.Errorf("too many bytes: %v", err)
	}
}

// TestBrokenCharactersAreNamed says where which character stands.
func TestBrokenCharactersAreNamed(t *testing.T) {
	for text, want := range map[string]string{"A|B\x00C": "Line 2 holds a character that the network does not carry here: U+0000.", "Ä": "Line 1 holds a character that the network does not carry here: Ä (U+00C4).",
		"A\xc3": "Line 1 holds a character that the network does not carry here: byte C3."} {
		m := read(t, sample("760", "77U:WE_PAY=>77U:"+text))
		if got := m.Check()[0].Text.String(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
