package vet

import (
	"strings"

	"kontor/ident"
)

// countryNames are the names under which lists write countries, by ISO 3166 alpha-2 code.
const countryNames = `AE United Arab Emirates|AF Afghanistan|AL Albania|AM Armenia|AO Angola|AR Argentina|AT Austria|AU Australia|AW Aruba|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|
BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BN Brunei|BO Bolivia|BR Brazil|BS Bahamas|BS Bahamas, The|BY Belarus|BZ Belize|CA Canada|
CD Congo, Democratic Republic of the|CD Democratic Republic of the Congo|CD DR Congo|CF Central African Republic|CG Congo, Republic of the|CG Congo|CH Switzerland|CI Cote d Ivoire|CI Ivory Coast|
CL Chile|CN China|CO Colombia|CR Costa Rica|CU Cuba|CY Cyprus|CZ Czech Republic|CZ Czechia|DE Germany|DK Denmark|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|ES Spain|
ET Ethiopia|FI Finland|FR France|GB United Kingdom|GB United Kingdom of Great Britain and Northern Ireland|GE Georgia|GH Ghana|GI Gibraltar|GM The Gambia|GM Gambia|GQ Equatorial Guinea|GR Greece|
GT Guatemala|GY Guyana|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IN India|IQ Iraq|IR Iran|IR Iran (Islamic Republic of)|IR Islamic Republic of Iran|IS Iceland|
IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KM Comoros|KN Saint Kitts and Nevis|KP Korea, North|KP North Korea|KP Democratic People's Republic of Korea|
KR Korea, South|KR South Korea|KR Republic of Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LI Liechtenstein|LK Sri Lanka|LR Liberia|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|
LY Libyan Arab Jamahiriya|MA Morocco|MD Moldova|ME Montenegro|MH Marshall Islands|ML Mali|MM Burma|MM Myanmar|MN Mongolia|MO Macau|MR Mauritania|MT Malta|MU Mauritius|MV Maldives|MX Mexico|MY Malaysia|
MZ Mozambique|NA Namibia|NE Niger|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NZ New Zealand|OM Oman|PA Panama|PE Peru|PH Philippines|PK Pakistan|PL Poland|PS Palestinian|PS Palestine|
PS State of Palestine|PS West Bank|PT Portugal|PW Palau|PY Paraguay|QA Qatar|RO Romania|RS Serbia|RU Russia|RU Russian Federation|RW Rwanda|SA Saudi Arabia|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|
SI Slovenia|SK Slovakia|SL Sierra Leone|SN Senegal|SO Somalia|SS South Sudan|SV El Salvador|SY Syria|SY Syrian Arab Republic|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|TM Turkmenistan|TN Tunisia|
TR Turkey|TR Türkiye|TT Trinidad and Tobago|TW Taiwan|TZ Tanzania|TZ United Republic of Tanzania|UA Ukraine|UG Uganda|US United States|US United States of America|UY Uruguay|UZ Uzbekistan|VE Venezuela|
VG Virgin Islands, British|VN Vietnam|VU Vanuatu|WS Samoa|XK Kosovo|YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe`

var countryCodes = indexCountries()

func indexCountries() map[string]string {
	index := map[string]string{}
	for _, line := range strings.Split(strings.ReplaceAll(countryNames, "\n", ""), "|") {
		code, name, _ := strings.Cut(line, " ")
		index[Clean(name)] = code
	}
	return index
}

// country is the code of a country as a list writes it; a name that is not known stays as it is.
func country(text string) string {
	text = strings.TrimSpace(text)
	if code := strings.ToUpper(text); ident.IsCountry(code) {
		return code
	}
	if code, ok := countryCodes[Clean(text)]; ok {
		return code
	}
	return text
}
