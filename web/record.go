package web

import (
	"net/http"
	"net/url"
	"slices"

	"kontor/day"
	"kontor/deal"
	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// recordPage is one entity as its page shows it.
type recordPage struct {
	frame
	desk.Record
	Back  desk.List    // the list it stands in
	Verbs []recordVerb // what can be done next, the primary one first
	Cover *picture
}

// recordVerb is a button: a verb and where its form is, filled in as far as the record knows.
type recordVerb struct{ Title, URL string }

func showRecord(v *visit) error {
	id := v.r.PathValue("id")
	if desk.KindOf(id) != v.r.PathValue("kind") || desk.KindOf(id) == "" {
		return lost(v)
	}
	r, err := v.desk.ReadRecord(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	p := recordPage{frame: v.frame(r.Title), Record: r}
	p.Back, _ = desk.ListOfKind(r.Kind)
	if !slices.Contains(p.Back.Roles, v.actor.Role) {
		p.Back = desk.List{}
	}
	for _, name := range r.Next {
		if c, ok := desk.FindCommand(name); ok {
			spec := c.Describe()
			known := about(spec, r)
			if name == desk.ExportProof.Name {
				known.Set("kind", desk.ProofKinds(r.Kind)[0])
			}
			p.Verbs = append(p.Verbs, recordVerb{v.lang.T(spec.Title), address(formPath(name), known)})
		}
	}
	if r.Gate != nil {
		p.gate(v.lang)
	}
	return v.write(http.StatusOK, recordTemplate(p))
}

// withoutEmpty leaves out the columns in which no row says anything.
func withoutEmpty(t desk.Table) desk.Table {
	said := func(v any) bool {
		switch v := v.(type) {
		case nil:
			return false
		case string:
			return v != ""
		case day.Date:
			return v != 0
		case errs.Text:
			return !v.IsZero()
		case desk.Ref:
			return v.ID != "" || v.Text != ""
		}
		return true
	}
	out := desk.Table{Title: t.Title}
	var kept []int
	for n, h := range t.Columns {
		if len(t.Rows) == 0 || slices.ContainsFunc(t.Rows, func(row []any) bool { return said(row[n]) }) {
			kept, out.Columns = append(kept, n), append(out.Columns, h)
		}
	}
	if len(kept) == len(t.Columns) {
		return t
	}
	for _, row := range t.Rows {
		short := make([]any, 0, len(kept))
		for _, n := range kept {
			short = append(short, row[n])
		}
		out.Rows = append(out.Rows, short)
	}
	return out
}

// gate prepares the picture of the cover.
func (p *recordPage) gate(l lang.Lang) {
	if len(p.Gate.Cover.Steps) == 0 {
		return
	}
	cover := coverPicture(l, p.Gate.Cover, guaranteeNames(p.Record))
	p.Cover, p.Charts = &cover, true
}

// guaranteeNames are the guarantees that a record names, by their ids.
func guaranteeNames(r desk.Record) map[string]desk.Ref {
	names := map[string]desk.Ref{}
	for _, ref := range refsOf(r, "guarantee") {
		names[ref.ID] = ref
	}
	return names
}

// refsOf are the entities of a kind that a record names, each once.
func refsOf(r desk.Record, kind string) []desk.Ref {
	var out []desk.Ref
	add := func(v any) {
		ref, ok := v.(desk.Ref)
		if ok && desk.KindOf(ref.ID) == kind && !slices.ContainsFunc(out, func(o desk.Ref) bool { return o.ID == ref.ID }) {
			out = append(out, ref)
		}
	}
	for _, f := range r.Facts {
		add(f.Value)
	}
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			for _, v := range row {
				add(v)
			}
		}
	}
	return out
}

// about names the record in the form of a verb; the form finds the rest by itself.
func about(spec desk.Spec, r desk.Record) url.Values {
	for _, f := range spec.Request {
		if f.Kind == desk.RefField && f.Ref == r.Kind || f.Name == r.Kind {
			return url.Values{f.Name: {r.ID}}
		}
	}
	for _, f := range spec.Request {
		if f.Name != spec.On {
			continue
		}
		if f.Ref == "" {
			return url.Values{f.Name: {r.ID}}
		}
		if refs := refsOf(desk.Record{Facts: r.Facts}, f.Ref); len(refs) == 1 { // the customer of a deal, the party of a hit
			return url.Values{f.Name: {refs[0].ID}}
		}
	}
	return url.Values{}
}

// wide reports whether a fact needs the whole width.
func wide(f desk.Fact) bool {
	s, ok := f.Value.(string)
	return ok && len(s) > 60
}

// rowsOpen is how many rows a table shows before it scrolls.
const rowsOpen = 14

// mendVerbs mend a condition of the gate at an entity of a kind, where one verb alone does it.
var mendVerbs = map[deal.Name]map[string]string{
	deal.ContractName: {"deal": "payment.receive"}, deal.VettingName: {"party": "party.vet", "listset": "watchlist.load", "": "watchlist.load"},
	deal.CoverName: {"deal": "guarantee.allocate"}, deal.LimitsName: {"party": "party.limit"},
}

// mendedAt is where a condition of the gate is mended: the form that does it, when the reader may, else the page.
func mendedAt(l lang.Lang, role desk.Role, condition deal.Name, where string) (path, text string) {
	kind := desk.KindOf(where)
	c, ok := desk.FindCommand(mendVerbs[condition][kind])
	if ok && slices.Contains(c.Describe().Roles, role) {
		spec := c.Describe()
		return address("/do/"+spec.Name, aboutID(spec, where)), l.T(spec.Title)
	}
	return pathOf(where), whereText(l, where)
}

// whereText leads to the page where something is mended.
func whereText(l lang.Lang, id string) string {
	switch desk.KindOf(id) {
	case "party":
		return l.T("To the party")
	case "unit":
		return l.T("To the unit")
	case "guarantee":
		return l.T("To the guarantee")
	case "deal":
		return l.T("To the deal")
	}
	return l.T("Show what it is about")
}

// refused reports whether a line of the life line tells of a refusal.
func refused(t errs.Text) bool { return t.Form == "refused: {why}" }
