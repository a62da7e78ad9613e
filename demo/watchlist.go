package demo

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strings"

	"kontor/desk"
)

// watchlist is the invented list that the house watches: sixty names, a few of which resemble companies of the cast.
type watchlist struct {
	entries [][]string
	version int
	set     string // id of the list set in force
	alike   []*company
}

var listHead = []string{"entry_id", "type", "name", "aliases", "countries", "identifiers", "dob", "programme", "remarks"}

// listSource is the name of the list.
const listSource = "BELOGORN WATCH"

// Entries that resemble companies of the cast. The first two are somebody else; the third is the company itself.
var (
	alikeVakhta   = []string{"BW-0101", "entity", "Vakhtavozreys LLC", "", "AE", "", "", "diversion", "re-exporter, Free zone gate 9"}
	alikeSandhaff = []string{"BW-0102", "entity", "Sandhaff Spedition Ltd", "Sandhaff Shipping", "CY", "", "", "diversion", "consignee of diverted machines"}
	alikeFelsgrun = []string{"BW-0190", "entity", "Felsgrund Tiefbau Trading", "Felsgrund Tiefbau", "AE", "", "", "diversion", "buys parts for others"}
	sameAlamkut   = []string{"BW-0140", "entity", "Alamkut Copper", "Alamkut Mys", "KZ", "", "", "vanished debtors", "took machines on lease in two regions and cannot be found"}
)

// newWatchlist invents the entries that are there from the beginning.
func newWatchlist(r *rand.Rand) watchlist {
	var w watchlist
	for n := range 54 {
		w.entries = append(w.entries, w.invent(r, n+1))
	}
	w.entries = append(w.entries, alikeVakhta, alikeSandhaff)
	return w
}

var (
	stems    = []string{"Zarvund", "Ulmetrik", "Qorvash", "Dremolit", "Yastrogan", "Bulvarek", "Ixandor", "Tremsola", "Vuzgarin", "Okhmelat", "Fandruz", "Jelkovar"}
	endings  = []string{"Global Trading FZE", "Shipping Ltd", "Overseas Holding", "Machinery Exchange LLC", "Logistics OOO", "Resources Inc"}
	families = []string{"Drovanek", "Ulmazov", "Kestrun", "Pavlimor", "Ghezrani", "Okvist", "Tarbeul", "Zhumravin", "Lodrescu", "Imbratov"}
	givens   = []string{"Ilvan", "Sorbek", "Maduna", "Teofril", "Kasimat", "Yoreld", "Anzhur", "Belisk"}
	ports    = []string{"AE", "CY", "HK", "PA", "MH", "TR"}
)

func (w *watchlist) invent(r *rand.Rand, n int) []string {
	id, country := fmt.Sprintf("BW-%04d", n), ports[r.IntN(len(ports))]
	switch n % 3 {
	case 0:
		family, given := families[n%len(families)], givens[(n/3)%len(givens)]
		return []string{id, "individual", family + ", " + given, "", country, "", fmt.Sprint(1951 + r.IntN(40)), "vanished debtors", "signed for companies that left no address"}
	case 1:
		return []string{id, "vessel", stems[n%len(stems)] + fmt.Sprintf(" Star %d", 2+n), "", country, "", "", "diversion", ""}
	}
	name := stems[n%len(stems)] + " " + endings[(n/3)%len(endings)]
	return []string{id, "entity", name, stems[(n+5)%len(stems)] + " " + endings[(n/3+2)%len(endings)], country, "ID:" + randomDigits(r, 9), "", "diversion", ""}
}

// file writes the list as its publisher would.
func (w *watchlist) file() []byte {
	var b strings.Builder
	out := csv.NewWriter(&b)
	if err := out.WriteAll(append([][]string{listHead}, w.entries...)); err != nil {
		panic(err) // a builder takes everything
	}
	return []byte(b.String())
}

// lists puts down when lists are loaded and activated: a new one each quarter and when a story asks for it; on the other
// gate days a second person says that the one in force is still the newest.
func (c *chronicle) lists() {
	c.listed = newWatchlist(c.random("watch list"))
	c.listed.alike = []*company{c.cast.find("Vakhtavozreys")}
	c.on(c.opened(), first, c.newList)
	for d := c.opened().Add(20); d < c.until.Add(-3); d = d.Add(14) { // Tuesdays
		c.gates = append(c.gates, d)
		if len(c.gates)%6 == 0 {
			c.on(d, first, c.newList)
		} else {
			c.on(d, first, c.sameList)
		}
		c.on(d, vetting, c.clearAlike)
	}
	c.on(c.until.Add(-2), first, func() { c.newListWith(alikeFelsgrun) })
}

// newListWith loads the next version of the list, with entries that a story adds, and puts it in force.
func (c *chronicle) newListWith(more ...[]string) {
	w := &c.listed
	w.version++
	w.entries = append(w.entries, more...)
	if w.version > 1 {
		w.entries = append(w.entries, w.invent(c.random("entry "+c.today.String()), 200+w.version))
	}
	loaded := do(c, c.risk, desk.LoadWatchlist, desk.LoadRequest{Source: listSource, ListedOn: c.today.Add(-1), Content: w.file()})
	w.set = loaded.ID
	do(c, c.second, desk.ActivateWatchlist, desk.ListSetRequest{ListSet: w.set})
}

func (c *chronicle) newList() { c.newListWith() }

func (c *chronicle) sameList() {
	do(c, c.second, desk.ActivateWatchlist, desk.ListSetRequest{ListSet: c.listed.set})
}

// welcome registers a new customer and vets it.
func (c *chronicle) welcome(p *company) {
	if p.id == "" {
		c.join(p)
		c.vet(p)
	}
}

// vet vets a company.
func (c *chronicle) vet(p *company) desk.VetResult {
	return do(c, c.risk, desk.VetParty, desk.VetRequest{Party: p.id})
}

// clearAlike clears the hits of companies that only resemble somebody on the list. Two people look at each.
func (c *chronicle) clearAlike() {
	for _, p := range c.listed.alike {
		if p.id != "" && p.patient < c.today {
			c.clear(p)
		}
	}
}

func (c *chronicle) clear(p *company) {
	for _, h := range c.vet(p).Hits {
		if h.State != "open" {
			continue
		}
		do(c, c.risk, desk.ClearHit, desk.ClearHitRequest{Hit: h.ID, Code: "other_country", Evidence: "register extract of " + c.today.Add(-1).String()},
			"other country, other register number, other managers")
		do(c, c.second, desk.ConfirmClearHit, desk.HitRequest{Hit: h.ID})
	}
}
