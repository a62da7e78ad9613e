package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kontor/desk"
	"kontor/errs"
	"kontor/money"
	"kontor/store"
)

// listCommand is "kontor list deals --where stage=signed".
func (p *program) listCommand() *cobra.Command {
	var query store.ListQuery
	var where []string
	var all bool
	cmd := &cobra.Command{Use: "list NAME", GroupID: "read", Short: "Read a list: " + strings.Join(listNames(), ", "), Args: exactly(1, "the name of one list"),
		ValidArgs: listNames(), Example: "  kontor list deals --where stage=signed --sort -price\n  kontor list units --search granit --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			query.Filters = map[string]string{}
			for _, w := range where {
				name, value, ok := strings.Cut(w, "=")
				if !ok {
					return usageError{fmt.Errorf("--where is written column=value, not %q", w)}
				}
				query.Filters[name] = value
			}
			return p.list(cmd.Context(), args[0], query, all)
		}}
	f := cmd.Flags()
	f.StringArrayVarP(&where, "where", "w", nil, "column=value; column_from=… and column_to=… for days and numbers (amounts in minor units)")
	f.StringVarP(&query.Search, "search", "q", "", "a part of the name or number")
	f.StringVar(&query.Sort, "sort", "", "column to sort by, with - in front for the largest first")
	f.IntVar(&query.Limit, "limit", 50, "rows of a page, 1 to 500")
	f.StringVar(&query.Cursor, "after", "", "cursor of the next page, as the page before gave it")
	f.BoolVar(&all, "all", false, "all pages")
	return cmd
}

func listNames() []string {
	var out []string
	for _, l := range desk.Lists() {
		out = append(out, l.Name)
	}
	return out
}

// listAnswer is a list for machines.
type listAnswer struct {
	Rows    []map[string]any          `json:"rows"`
	Next    string                    `json:"next,omitempty"`
	Matched int64                     `json:"matched"`
	All     int64                     `json:"all"`
	Totals  map[string][]money.Amount `json:"totals,omitempty"`
}

func (p *program) list(ctx context.Context, name string, query store.ListQuery, all bool) error {
	h, err := p.enter(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	if all {
		query.Limit = store.PageMax
	}
	var rows []desk.Row
	var page desk.Rows
	for {
		if page, err = h.desk.ReadList(ctx, h.actor, name, query, !all); err != nil {
			return err
		}
		rows = append(rows, page.Rows...)
		if !all || page.Next == "" {
			break
		}
		query.Cursor = page.Next
	}
	if p.asJSON {
		answer := listAnswer{Rows: []map[string]any{}, Next: page.Next, Matched: page.Matched, All: page.All, Totals: page.Totals}
		for _, r := range rows {
			object := map[string]any{"id": r.ID}
			for n, c := range page.List.Columns() {
				object[c.Name] = r.Values[n]
			}
			answer.Rows = append(answer.Rows, object)
		}
		return writeJSON(p.out, answer)
	}
	p.printRows(page, rows)
	return nil
}

func (p *program) printRows(page desk.Rows, rows []desk.Row) {
	pr, l := printer{w: p.out, l: p.lang()}, p.lang()
	if len(rows) == 0 {
		fmt.Fprintln(p.out, l.T(page.List.Empty))
		return
	}
	var head []string
	for _, c := range page.List.Columns() {
		head = append(head, l.T(c.Title))
	}
	table := [][]string{append(head, "id")}
	for _, r := range rows {
		var line []string
		for n, c := range page.List.Columns() {
			text, _ := pr.text(r.Values[n])
			if c.Kind == store.State {
				text = l.WordOf(c.Title, text)
			}
			line = append(line, text)
		}
		table = append(table, append(line, r.ID))
	}
	pr.table(table, 0)
	fmt.Fprintln(p.out, l.T("{shown} of {matched}", "shown", len(rows), "matched", page.Matched))
	for _, c := range page.List.Columns() {
		for _, sum := range page.Totals[c.Name] {
			fmt.Fprintf(p.out, "%s: %s\n", l.T(c.Title), l.Amount(sum))
		}
	}
	if page.Next != "" {
		fmt.Fprintln(p.out, l.T("more: --after {cursor}", "cursor", page.Next))
	}
}

// showCommand is "kontor show D-10012".
func (p *program) showCommand() *cobra.Command {
	return &cobra.Command{Use: "show ID", GroupID: "read", Short: "Show one entity with its life line", Args: exactly(1, "one id, number or name"), ValidArgsFunction: p.completeAny,
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			id, err := h.find(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			r, err := h.desk.ReadRecord(cmd.Context(), h.actor, id)
			if err != nil {
				return err
			}
			if p.asJSON {
				return writeJSON(p.out, r)
			}
			p.printRecord(r)
			return nil
		}}
}

// tables writes small tables below each other.
func (pr printer) tables(all []desk.Table) {
	for _, t := range all {
		fmt.Fprintf(pr.w, "\n%s\n", pr.l.T(t.Title))
		var head []string
		for _, c := range t.Columns {
			head = append(head, pr.l.T(c.Title))
		}
		rows := [][]string{head}
		for _, row := range t.Rows {
			var line []string
			for n, v := range row {
				text, _ := pr.text(v)
				if t.Columns[n].Kind == store.State {
					text = pr.l.WordOf(t.Columns[n].Title, text)
				}
				line = append(line, text)
			}
			rows = append(rows, line)
		}
		pr.table(rows, 1)
	}
}

// find looks a text up as a deal, guarantee, unit or party, in this order.
func (h *house) find(ctx context.Context, text string) (string, error) {
	if desk.KindOf(text) != "" {
		return text, nil
	}
	var last error
	for _, kind := range []string{"deal", "guarantee", "unit", "party"} {
		id, err := h.desk.Resolve(ctx, h.actor, kind, text)
		if err == nil {
			return id, nil
		}
		if !errs.Is(err, errs.NotFound) || last == nil {
			last = err
		}
	}
	return "", last
}

func (p *program) printRecord(r desk.Record) {
	l, pr := p.lang(), printer{w: p.out, l: p.lang()}
	fmt.Fprintf(p.out, "%s  [%s]  %s\n", r.Title, l.WordOf(r.Kind, r.State), r.ID)
	if !r.Headline.IsZero() {
		fmt.Fprintln(p.out, l.Say(r.Headline))
	}
	fmt.Fprintln(p.out)
	var facts [][]string
	for _, f := range r.Facts {
		text, _ := pr.text(f.Value)
		if s, ok := f.Value.(string); ok {
			text = l.Value(f.Label, s)
		}
		facts = append(facts, []string{l.T(f.Label), strings.ReplaceAll(text, "\n", " ")})
	}
	pr.table(facts, 1)
	if r.Gate != nil && len(r.Gate.Answer.Conditions) > 0 {
		fmt.Fprintf(p.out, "\n%s", r.Gate.Answer.Explain(l.Say))
	}
	pr.tables(r.Tables)
	if len(r.Timeline) > 0 {
		fmt.Fprintf(p.out, "\n%s\n", l.T("Life line"))
		for _, line := range r.Timeline {
			fmt.Fprintf(p.out, "  %s  %s: %s", l.Instant(line.At), line.By, l.Say(line.Text))
			if line.Reason != "" {
				fmt.Fprintf(p.out, " (%s)", line.Reason)
			}
			fmt.Fprintln(p.out)
		}
	}
	if len(r.Next) > 0 {
		fmt.Fprintf(p.out, "\n%s %s\n", l.T("Next:"), strings.Join(r.Next, ", "))
	}
}

// gateCommand is "kontor gate D-10012": may it leave?
func (p *program) gateCommand() *cobra.Command {
	return &cobra.Command{Use: "gate DEAL", GroupID: "read", Short: "Ask the gate: may the units of a deal leave?", Args: exactly(1, "one deal"),
		ValidArgsFunction: p.completePositional(desk.Field{Kind: desk.RefField, Ref: "deal"}),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			id, err := h.desk.Resolve(cmd.Context(), h.actor, "deal", args[0])
			if err != nil {
				return err
			}
			view, err := h.desk.Gate(cmd.Context(), h.actor, id)
			if err != nil {
				return err
			}
			if p.asJSON {
				err = writeJSON(p.out, view)
			} else {
				fmt.Fprint(p.out, view.Answer.Explain(p.lang().Say))
			}
			if err == nil && !view.Answer.May {
				return errFound
			}
			return err
		}}
}

// todayCommand prints the day's picture.
func (p *program) todayCommand() *cobra.Command {
	return &cobra.Command{Use: "today", GroupID: "read", Short: "Print the day's picture: turnover, cover, what lapses, who is late, what to do", Args: exactly(0, "no more words"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			t, err := h.desk.ReadToday(cmd.Context(), h.actor)
			if err != nil {
				return err
			}
			if p.asJSON {
				return writeJSON(p.out, t)
			}
			writePicture(p.out, p.lang(), t, terminalWidth(p.out))
			return nil
		}}
}
