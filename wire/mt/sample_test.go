package mt_test

import (
	"strings"
	"testing"

	"kontor/wire/mt"
)

// samples are messages of our own that no rule faults, one a type: the fields of block 4, a field a line, further lines of a field after a bar.
var samples = map[string]string{
	"759": "27:1/1 20:Q-1 21:G-1 22D:STBY 23:G-1 52A:MUSTDEFFXXX 23H:GENINFAD 45D:PLEASE_CONFIRM",
	"760": "15A: 27:1/1 22A:ISSU 72Z:/PHONBEN/ 15B: 20:G-1 30:270301 22D:DGAR 40C:URDG 23B:FIXD 31E:281231 50:APPLICANT_LTD|TOWN 52A:MUSTDEFFXXX " +
		"59:/DE1|HOUSE_GMBH 56A:ADVIDEFFXXX 57A:OTHRDEFFXXX 32B:EUR1000000,50 41F:MUSTDEFF 71D:OURS 45C:SIGNED_DEMAND 77U:WE_PAY 44J:DE/BERLIN|/COURTS 23F:DAYS/90 78:BY_MAIL " +
		"26E:60 31S:321231 48B:NMPT 48D:TRAN 39E:IN_FULL 45L:LEASE_1 24E:COUR/FAST 24G:OTHR|HOUSE|QUAY",
	"760C": "15A: 27:1/1 22A:ISCO 15B: 20:G-1 30:270301 22D:DGAR 40C:URDG 23B:FIXD 31E:281231 52A:MUSTDEFFXXX 59A:OTHRDEFFXXX 32B:EUR1000, 77U:WE_PAY " +
		"15C: 31C:270315 22D:DGAR 40C:URDG 22K:LEAS 23B:COND 31E:281130 35G:ON_RETURN 50:APPLICANT 51:PAYER 52D:BANK|TOWN 59:HOUSE 32B:JPY1000, 77L:TEXT 22Y:STND 40D:EN 44J:KZ " +
		"23F:ONEY 26E:30 48B:NPRT 45L:LEASE 24E:MAIL 24G:BENE",
	"760S": "15A: 27:1/1 22A:ISSU 15B: 20:S-1 30:270301 22D:STBY 40C:ISPR 23B:COND 31E:281231 35G:ON_DELIVERY 50:APPLICANT_LTD 52D:/C/123|BANK|TOWN " +
		"59A:/DE1|HOUSDEFFXXX 56A:ADVIDEFFXXX 32B:BHD1000,125 77U:WE_PAY 49:MAY_ADD 58A:ADVIDEFFXXX",
	"761":  "27:2/2 20:G-1 52A:MUSTDEFFXXX 77U:MORE",
	"765":  "20:D-1 21:G-1 23:L-1 52A:MUSTDEFFXXX 59:HOUSE 31L:280301 22G:PAEX 32B:EUR10, 78:RENT 49A:INCP|RENT_UNPAID 77:INVOICE_FOLLOWS 31E:291231 31R:291231/291130 56A:INTEDEFF 57B:/ACC|TOWN",
	"767":  "15A: 27:1/1 21:G-1 22A:ISUA 23S:CANCEL 15B: 20:G-1 26E:1 30:270401 52A:MUSTDEFFXXX 33B:EUR5, 23B:COND 35G:ON_RETURN 59A:HOUSDEFFXXX 77U:NOTHING_ELSE 24E:REGM 24G:BENE",
	"767C": "15A: 27:1/1 21:G-1 22A:ISCA 15B: 20:G-1 26E:12 30:270401 52A:MUSTDEFFXXX 32B:EUR5, 15C: 32B:EUR5, 23B:FIXD 31E:291231 59:HOUSE 77L:TEXT",
	"768":  "20:A-1 21:G-1 25:ACCOUNT_1 30:270301 32B:EUR75, 71D:/COMM/EUR75, 72Z:TODAY 23X:EMAL/A.PDF",
	"769":  "20:R-1 21:G-1 30:270301 32D:270301EUR75, 33B:EUR5, 34B:EUR6,5 71D:OURS",
	"775":  "27:2/3 20:G-1 21:G-1 26E:1 52A:MUSTDEFFXXX 77L:MORE",
	"785":  "20:G-1 21:L-1 52A:MUSTDEFFXXX 31C:270301 59A:HOUSDEFFXXX 56D:BANK 57A:OTHRDEFFXXX 31E:281231 72Z:NOTICE",
	"786":  "20:G-1 21:D-1 52A:MUSTDEFFXXX 30:280301 32B:EUR10, 77J:LATE 77B:/HOLD/",
	"787":  "20:N-1 21:G-1 52A:MUSTDEFFXXX 26E:1 23R:REJT|TOO_SHORT",
	"798":  "20:E-1 12:785 77E: 27A:1/1 21A:E-1 20:G-1 52A:MUSTDEFFXXX 31C:270301 59A:HOUSDEFFXXX",
}

// sample writes one of the samples as a message, each edit being "old=>new" on its text; an empty old adds at the end.
func sample(name string, edits ...string) string {
	text := samples[name]
	for _, e := range edits {
		before, after, _ := strings.Cut(e, "=>")
		if before == "" {
			text += " " + after
			continue
		} else if !strings.Contains(text, before) {
			panic("sample " + name + " has no " + before)
		}
		text = strings.Replace(text, before, after, 1)
	}
	var b strings.Builder
	b.WriteString("{1:F01HOUSDEFFAXXX0000000000}{2:I" + name[:3] + "MUSTDEFFXXXXN}{4:\r\n")
	for _, field := range strings.Fields(text) {
		b.WriteString(":" + strings.ReplaceAll(strings.ReplaceAll(field, "|", "\r\n"), "_", " ") + "\r\n")
	}
	b.WriteString("-}\r\n")
	return b.String()
}

func read(t testing.TB, text string) mt.Message {
	t.Helper()
	m, err := mt.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// named are the findings in a row: rule, sequence, tag; a warning with a question mark.
func named(findings []mt.Finding) string {
	var out []string
	for _, f := range findings {
		s := strings.Join([]string{string(f.Rule), f.Sequence, f.Tag}, " ")
		s = strings.Join(strings.Fields(s), " ")
		if f.Severity == mt.Warning {
			s += "?"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestSamplesAreValid(t *testing.T) {
	for name := range samples {
		m := read(t, sample(name))
		if got := named(m.Check()); got != "" {
			t.Errorf("%s: %s: %v", name, got, m.Check())
		}
		if m.Type != name[:3] || m.Sender != "HOUSDEFFXXX" || m.Receiver != "MUSTDEFFXXX" {
			t.Errorf("%s: type %q from %q to %q", name, m.Type, m.Sender, m.Receiver)
		}
		if got := string(m.Bytes()); got != sample(name) {
			t.Errorf("%s: written back as %q", name, got)
		}
		lf := strings.ReplaceAll(sample(name), "\r\n", "\n")
		if got := string(read(t, lf).Bytes()); got != lf {
			t.Errorf("%s: with LF written back as %q", name, got)
		}
	}
}
