package cli

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kontor/desk"
	"kontor/store"
)

// completion is what cobra asks for while somebody types.
type completion = func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

// completeField offers the choices of a field: its fixed values, or entities by number and name.
func (p *program) completeField(f desk.Field) completion {
	switch {
	case len(f.Enum) > 0:
		return cobra.FixedCompletions(f.Enum, cobra.ShellCompDirectiveNoFileComp)
	case f.Kind == desk.FileField:
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		}
	case f.Ref != "":
		return p.completeRef(f.Ref)
	}
	return cobra.NoFileCompletions
}

// completePositional offers the same for the first word of a verb.
func (p *program) completePositional(f desk.Field) completion {
	ref := f.Ref
	if ref == "" {
		ref = f.Name
	}
	if f.Kind == desk.FileField {
		return p.completeField(f)
	}
	offer := p.completeRef(ref)
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offer(cmd, args, typed)
	}
}

// completeRef searches the list of a kind for what was typed.
func (p *program) completeRef(kind string) completion {
	return func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return p.offers(cmd.Context(), typed, kind), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeAny searches deals, guarantees, units and parties.
func (p *program) completeAny(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.offers(cmd.Context(), typed, "deal", "guarantee", "unit", "party"), cobra.ShellCompDirectiveNoFileComp
}

const offersMost = 20

// offers are words to choose from, each with a description; nothing when the house cannot be read.
func (p *program) offers(ctx context.Context, typed string, kinds ...string) []string {
	if ctx == nil {
		ctx = context.Background()
	}
	h, err := p.enter(ctx)
	if err != nil {
		return nil
	}
	defer h.close()
	var out []string
	for _, kind := range kinds {
		l, ok := desk.ListOfKind(kind)
		if !ok {
			continue
		}
		query := store.ListQuery{Limit: offersMost}
		if l.Searchable() {
			query.Search = typed
		}
		page, err := h.desk.ReadList(ctx, h.actor, l.Name, query, false)
		if err != nil {
			continue
		}
		for _, r := range page.Rows {
			out = append(out, p.offer(kind, r))
		}
	}
	return out
}

// offer writes deals and guarantees by their number, the others by their id, with what tells them apart.
func (p *program) offer(kind string, r desk.Row) string {
	pr := printer{l: p.lang()}
	var more []string
	for _, v := range r.Values[:min(3, len(r.Values))] {
		if text, ok := pr.text(v); ok && text != "" {
			more = append(more, text)
		}
	}
	word := r.ID
	if number, ok := r.Values[0].(string); ok && (kind == "deal" || kind == "guarantee") && !strings.ContainsAny(number, " \t") {
		word = number
	}
	return word + "\t" + strings.Join(more, " · ")
}

// terminalWidth is how many characters fit on a line; 100 where nobody says.
func terminalWidth(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 40 {
			return min(width, 140)
		}
	}
	return 100
}
