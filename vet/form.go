package vet

import "strings"

// Class says what kind of body a legal form makes, across languages.
type Class string

// The classes of legal forms.
const (
	Limited     Class = "limited"     // members liable with their share: LLC, OOO, GmbH, Sp. z o.o.
	Stock       Class = "stock"       // shares: JSC, AG, SA, PLC, Inc.
	Partnership Class = "partnership" // KG, LLP
	StateOwned  Class = "state"       // unitary and state enterprises
	Sole        Class = "sole"        // one trader
	Company     Class = "company"     // says only that it is a firm: Co.
	Society     Class = "society"     // associations, cooperatives, foundations
)

// Form is a legal form by its canonical word and class.
type Form struct {
	Word  string
	Class Class
}

// formTable lists the forms the house meets: class, canonical word, then its writings, cleaned and in Latin letters.
// Compiled for the house from the company laws of the countries it trades with.
var formTable = []struct {
	class    Class
	word     string
	writings string
}{
	{Limited, "llc", "llc|l l c|limited liability company|limited liability co|limited liability corporation|limited liability partnership company|ooo|obshchestvo s ogranichennoi otvetstvennostiu|" +
		"tov|tovarystvo z obmezhenoiu vidpovidalnistiu|tavarystva z abmezhavanai adkaznastsiu|mchj|mas uliyati cheklangan jamiyat|mmc|" +
		"too|tovarishchestvo s ogranichennoi otvetstvennostiu|zhshs|osoo|obshchestvo s ogranichennoi otvetstvennostyu"},
	{Limited, "odo", "odo|obshchestvo s dopolnitelnoi otvetstvennostiu|additional liability company|alc"},
	{Limited, "ltd", "ltd|limited|co ltd|company ltd|company limited|co limited|ltd co|limited company|pvt ltd|private limited|pte ltd|pte limited|pty ltd|proprietary limited|private limited company"},
	{Limited, "gmbh", "gmbh|ggmbh|mbh|g m b h|gesellschaft mit beschrankter haftung|gesellschaft mit beschraenkter haftung|ges mbh|gesmbh|ug|ug haftungsbeschrankt|unternehmergesellschaft"},
	{Limited, "sarl", "sarl|s a r l|societe a responsabilite limitee|sas|societe par actions simplifiee|eurl"},
	{Limited, "srl", "srl|s r l|societa a responsabilita limitata|societate cu raspundere limitata|sociedad de responsabilidad limitada|s de rl|s de rl de cv|srls"},
	{Limited, "sl", "sl|s l|slu|sociedad limitada"},
	{Limited, "lda", "lda|ltda|limitada|sociedade por quotas"},
	{Limited, "bv", "bv|b v|bvba|besloten vennootschap"},
	{Limited, "spzoo", "sp z oo|sp zoo|spzoo|spolka z oo|spolka z ograniczona odpowiedzialnoscia"},
	{Limited, "sro", "sro|s r o|spol s r o|spol sro|spolecnost s rucenim omezenym|spolocnost s rucenim obmedzenym"},
	{Limited, "doo", "doo|d o o|dooel|drustvo s ogranicenom odgovornoscu|drushtvo s ogranichenom odgovornoshchu|druzba z omejeno odgovornostjo"},
	{Limited, "ood", "ood|eood|druzhestvo s ogranichena otgovornost"},
	{Limited, "sia", "sia|sabiedriba ar ierobezotu atbildibu"},
	{Limited, "uab", "uab|uzdaroji akcine bendrove"},
	{Limited, "ou", "ou|osauhing"},
	{Limited, "kft", "kft|korlatolt felelossegu tarsasag"},
	{Limited, "aps", "aps|anpartsselskab"},
	{Limited, "oy", "oy|oy ab|osakeyhtio"},
	{Limited, "epe", "epe|ike"},
	{Limited, "limsti", "ltd sti|limited sirketi|limited sti"},
	{Stock, "jsc", "jsc|ao|aktsionernoe obshchestvo|joint stock company|joint stock co|aksiyadorlik jamiyati|aktsionerlik kogam|aktsyianernae tavarystva|aktsionerne tovarystvo"},
	{Stock, "ojsc", "ojsc|oao|open joint stock company|otkrytoe aktsionernoe obshchestvo|aat|adkrytae aktsyianernae tavarystva|vat"},
	{Stock, "cjsc", "cjsc|zao|closed joint stock company|zakrytoe aktsionernoe obshchestvo|zat"},
	{Stock, "pjsc", "pjsc|pao|public joint stock company|publichnoe aktsionernoe obshchestvo|pat"},
	{Stock, "ag", "ag|a g|aktiengesellschaft"},
	{Stock, "plc", "plc|p l c|public limited company|public company limited"},
	{Stock, "sa", "sa|s a|societe anonyme|sociedad anonima|sociedade anonima|sa de cv|s a de c v|sociedad anonima de capital variable|sab de cv|spolka akcyjna"},
	{Stock, "spa", "spa|s p a|societa per azioni"},
	{Stock, "inc", "inc|incorporated|corp|corporation|co inc|inc co"},
	{Stock, "nv", "nv|n v|naamloze vennootschap"},
	{Stock, "ab", "ab|aktiebolag|publ ab"},
	{Stock, "as", "as|a s|asa|aksjeselskap|allmennaksjeselskap|aktieselskab|anonim sirketi|akciova spolecnost|akciova spolocnost|aktsiaselts"},
	{Stock, "oyj", "oyj|julkinen osakeyhtio"},
	{Stock, "ad", "ad|ead|aktsionerno druzhestvo|aktsionarsko drushtvo|akcionarsko drustvo"},
	{Stock, "dd", "dd|d d|dionicko drustvo|delniska druzba"},
	{Stock, "zrt", "zrt|nyrt|rt|reszvenytarsasag"},
	{Stock, "se", "se|societas europaea"},
	{Stock, "ae", "ae|anonymi etaireia"},
	{Stock, "pjs", "sal|saog|saoc|psc|pjs company|ksc|kscc|qsc|bsc"},
	{Partnership, "kg", "kg|kommanditgesellschaft|kgaa|gmbh co kg|gmbh and co kg|gmbh und co kg|ag co kg|ag and co kg|co kg|und co kg"},
	{Partnership, "ohg", "ohg|offene handelsgesellschaft|gbr"},
	{Partnership, "llp", "llp|limited liability partnership|lp|limited partnership|snc|sca|komandytowa"},
	{StateOwned, "up", "up|unitarnoe predpriiatie|unitary enterprise|rup|respublikanskoe unitarnoe predpriiatie|republican unitary enterprise|chup|chastnoe unitarnoe predpriiatie|chtup|kup|" +
		"private unitary enterprise|production republican unitary enterprise|unitarnae pradpryemstva|rue"},
	{StateOwned, "gup", "gup|gosudarstvennoe unitarnoe predpriiatie|fgup|federalnoe gosudarstvennoe unitarnoe predpriiatie|federal state unitary enterprise|fsue|state unitary enterprise|mup|" +
		"munitsipalnoe unitarnoe predpriiatie|gp|gosudarstvennoe predpriiatie|state enterprise|state owned enterprise"},
	{Sole, "ip", "ip|individualnyi predprinimatel|individual entrepreneur|sole proprietor|sole proprietorship|ek|e k|e kfm|eingetragener kaufmann|chp|fop|kfh|krestianskoe fermerskoe khoziaistvo"},
	{Company, "co", "co|company|cie|compagnie|compania|kompaniia|firma|firm"},
	{Society, "ev", "ev|e v|eingetragener verein|eg|genossenschaft|cooperative|ano|nko|spk|scrl|stiftung|foundation|association|fond"},
}

// leading are forms of two letters that also stand before the name. Others of two letters are words or names there, and
// count only at its end.
var leading = map[string]bool{"ao": true, "up": true, "ip": true, "gp": true}

var forms, longestForm = indexForms()

func indexForms() (map[string]Form, int) {
	index, longest := map[string]Form{}, 0
	for _, row := range formTable {
		for _, writing := range strings.Split(row.writings, "|") {
			index[writing] = Form{row.word, row.class}
			longest = max(longest, strings.Count(writing, " ")+1)
		}
	}
	return index, longest
}

// formAt is the longest legal form that begins at token i, and how many tokens it takes; 0 for none.
func formAt(words []string, i int) (Form, int) {
	for n := min(longestForm, len(words)-i); n > 0; n-- {
		text := strings.Join(words[i:i+n], " ")
		f, ok := forms[text]
		if !ok {
			continue
		}
		if len(text) > 2 || i+n == len(words) || i == 0 && leading[text] || i+n < len(words) && onlyForms(words[i+n:]) {
			return f, n
		}
	}
	return Form{}, 0
}

// onlyForms reports whether nothing but legal forms follows.
func onlyForms(words []string) bool {
	for i := 0; i < len(words); {
		_, n := formAt(words, i)
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}
