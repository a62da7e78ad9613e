package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kontor/desk"
	"kontor/lang"
	"kontor/store"
	"kontor/turnover"
)

// todayPage is the first page of a seat.
type todayPage struct {
	frame
	desk.Today
	Pictures turnoverPictures
	Tasks    []todo
	Waiting  int    // tasks in all; a page shows the most pressing
	First    []step // of a house that has no deal yet: what to do first
}

// todo is one thing to do, with the page where it is done.
type todo struct {
	Act      bool
	Text     string
	About    string // page of what it is about
	Do, Verb string // form that does it, and the word on it
}

// tasksOpen is how many tasks stand open; the rest is one click away.
const tasksOpen = 8

// tasksMost is how many tasks a page shows at all.
const tasksMost = 60

// step is one of the first steps of a new house.
type step struct {
	Done            bool
	Text, Why       string
	URL, Verb, List string
	File, FileVerb  string // the same from a file, where there is such a verb
}

func today(v *visit) error {
	t, err := v.desk.ReadToday(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := todayPage{frame: v.frame(v.lang.T("Today")), Today: t, Waiting: len(t.Tasks), Tasks: v.todos(t.Tasks[:min(len(t.Tasks), tasksMost)])}
	if v.actor.Role.Guest() {
		return v.write(http.StatusOK, guestTemplate(p))
	}
	if quiet(t) {
		if p.First, err = v.firstSteps(t); err != nil {
			return err
		}
	}
	if len(p.First) > 0 {
		return v.write(http.StatusOK, firstStepsTemplate(p))
	}
	p.Charts, p.Pictures = true, drawTurnover(v.lang, t.Turnover)
	return v.write(http.StatusOK, todayTemplate(p))
}

// quiet reports whether nothing of a running house is seen.
func quiet(t desk.Today) bool {
	return t.Turnover.YTD.USD.IsZero() && len(t.Turnover.Years) <= 1 && len(t.Late) == 0 && len(t.Lapsing) == 0 && len(t.Uncovered.Deals) == 0
}

// todos puts the tasks into words and finds where each is done.
func (v *visit) todos(tasks []desk.Task) []todo {
	out := make([]todo, 0, len(tasks))
	for _, t := range tasks {
		k := todo{Act: t.Act, Text: sentence(v.lang.SayBriefly(t.Text)), About: t.About}
		if desk.KindOf(t.About) != "" {
			k.About = pathOf(t.About)
		}
		c, ok := desk.FindCommand(t.Verb)
		if ok && slices.Contains(c.Describe().Roles, v.actor.Role) {
			spec := c.Describe()
			k.Do, k.Verb = address("/do/"+spec.Name, aboutID(spec, t.About)), v.lang.T(spec.Title)
		}
		if k.Do != "" || strings.HasPrefix(k.About, "/") {
			out = append(out, k)
		}
	}
	return out
}

// aboutID fills the form of a verb with the entity that a task is about.
func aboutID(spec desk.Spec, id string) url.Values {
	kind := desk.KindOf(id)
	if kind == "" {
		return nil
	}
	return about(spec, desk.Record{ID: id, Kind: kind})
}

// firstSteps guides a house that has no deal yet; a role sees the steps that it may take. Nothing once there is a deal.
func (v *visit) firstSteps(t desk.Today) ([]step, error) {
	deals, err := v.rowsOf("deals")
	if err != nil || deals > 0 {
		return nil, err
	}
	l := v.lang
	all := []step{
		{Text: l.T("Add the people of the house"), Why: l.T("Lists, hits and waivers need two people: give each their own login."), Verb: "login.add", List: "logins"},
		{Text: l.T("Load a watch list"), Why: l.T("Nobody is vetted and nothing leaves without one. A second person activates it."), Verb: "watchlist.load", List: "listsets"},
		{Text: l.T("Register makers, customers and guarantors"), Why: l.T("One by one, or from a file; their official numbers are checked."), Verb: "party.register", List: "parties", File: "import.parties"},
		{Text: l.T("Register the machines of the centre"), Why: l.T("With maker and serial number; papers can follow."), Verb: "unit.register", List: "units", File: "import.units"},
		{Done: t.Turnover.Goal != nil, Text: l.T("Set the goal of the year"), Why: l.T("With it the first page shows the pace, the gap and the floor."), Verb: "goal.set"},
		{Text: l.T("Record the exchange rates"), Why: l.T("Turnover is counted in USD, and cover in another currency counts only at a fresh rate."), Verb: "rate.set", List: "rates"},
		{Text: l.T("Register a guarantee"), Why: l.T("Nothing leaves without one that is verified and covers every day; its guarantor needs a limit."), Verb: "guarantee.register", List: "guarantees"},
		{Text: l.T("Quote the first deal"), Why: l.T("Lease or sale: the schedule stands beside the form while you type."), Verb: "deal.quote", List: "deals"},
	}
	var out []step
	for _, s := range all {
		c, ok := desk.FindCommand(s.Verb)
		if !ok || !slices.Contains(c.Describe().Roles, v.actor.Role) {
			continue
		}
		s.URL, s.Verb = "/do/"+s.Verb, l.T(c.Describe().Title)
		n, err := v.rowsOf(s.List)
		if err != nil {
			return nil, err
		}
		s.Done = s.Done || n > 0 && (s.List != "logins" || n > 1)
		if c, ok := desk.FindCommand(s.File); ok {
			s.File, s.FileVerb = "/do/"+s.File, l.T(c.Describe().Title)
		}
		out = append(out, s)
	}
	return out, nil
}

// rowsOf counts the rows of a list, 0 for one that the reader may not see.
func (v *visit) rowsOf(name string) (int64, error) {
	l, ok := desk.FindList(name)
	if !ok || !slices.Contains(l.Roles, v.actor.Role) {
		return 0, nil
	}
	page, err := v.desk.ReadList(v.ctx, v.actor, name, store.ListQuery{Limit: 1}, false)
	return page.All, err
}

func lapsingTable(l lang.Lang, rows []desk.Lapsing) desk.Table {
	t := desk.Table{Title: l.T("Guarantees about to lapse"), Columns: []desk.Head{{Title: l.T("Guarantee"), Kind: store.Ref}, {Title: l.T("Guarantor"), Kind: store.Ref},
		{Title: l.T("Expires"), Kind: deadlineKind}, {Title: l.T("Days left"), Kind: store.Number}, {Title: l.T("Secures"), Kind: store.Money}}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.Guarantee, r.Guarantor, r.ExpiresOn, int64(r.Days), r.Pledged})
	}
	return t
}

func lateTable(l lang.Lang, rows []desk.Late) desk.Table {
	t := desk.Table{Title: l.T("Who is late"), Columns: []desk.Head{{Title: l.T("Deal"), Kind: store.Ref}, {Title: l.T("Customer"), Kind: store.Ref},
		{Title: l.T("Stage")}, {Title: l.T("Days late"), Kind: store.Number}, {Title: l.T("Overdue"), Kind: store.Money}}}
	for _, r := range rows {
		t.Rows = append(t.Rows, []any{r.Deal, r.Customer, r.Stage, int64(r.Days), r.Overdue})
	}
	return t
}

func bareTable(l lang.Lang, rows []desk.BareDeal) desk.Table {
	t := desk.Table{Title: l.T("Not covered"), Columns: []desk.Head{{Title: l.T("Deal"), Kind: store.Ref}, {Title: l.T("Customer"), Kind: store.Ref},
		{Title: l.T("First day without cover"), Kind: deadlineKind}, {Title: l.T("Missing"), Kind: store.Money}, {Title: l.T("Makes it pass"), Kind: store.Text}}}
	for _, r := range rows[:min(len(rows), bareRows)] {
		t.Rows = append(t.Rows, []any{r.Deal, r.Customer, r.From, r.Missing, r.Mend})
	}
	return t
}

// bareRows is how many uncovered deals stand on the first page; the gap calendar has them all.
const bareRows = 3

// uncoveredText is the exposure in one sentence.
func uncoveredText(l lang.Lang, u desk.Uncovered) string {
	switch {
	case len(u.Deals) == 0:
		return l.T("Every machine that is out is covered on every day to the end of its contract.")
	case u.Soon.IsZero():
		return l.T("Nothing is missing in the next 90 days; {n} deals have a later day without cover, the first on {day}.", "n", len(u.Deals), "day", l.DateLong(u.First))
	}
	return l.T("In the next 90 days up to {amount} are missing; {n} deals have a day without cover, the first on {day}.", "amount", l.Short(u.Soon), "n", len(u.Deals), "day", l.DateLong(u.First))
}

// figures are the numbers of a turnover picture, the largest letters of the page.
func figures(l lang.Lang, p turnover.Picture) []figure {
	out := []figure{{l.T("Turnover {year}", "year", yearText(p.Year)), l.Short(p.YTD.USD), ""}}
	if p.YTD.Known < p.YTD.Of {
		out[0].Note = l.T("{known} of {of} months are known", "known", p.YTD.Known, "of", p.YTD.Of)
	}
	if p.Pace.Known {
		out = append(out, figure{l.T("At this pace"), l.Short(p.Pace.Projected), l.T("by 31 December")})
	}
	if p.Goal != nil {
		note := ""
		if p.Goal.Amount.Minor > 0 {
			note = l.T("{percent} % reached", "percent", int(p.YTD.USD.Minor/max(p.Goal.Amount.Minor/100, 1)))
		}
		out = append(out, figure{l.T("Goal"), l.Short(p.Goal.Amount), note})
	}
	if p.Watch != nil && p.Watch.Trailing.Complete() {
		out = append(out, figure{l.T("Last twelve months"), l.Short(p.Watch.Trailing.USD), l.T("floor {floor}", "floor", l.Short(p.Watch.Floor))})
	}
	return out
}

// figure is a number with its name and a word on it.
type figure struct{ Name, Value, Note string }
