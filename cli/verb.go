package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontor/desk"
	"kontor/errs"
)

// verbCommands makes "kontor deal release" of the verb deal.release, for all verbs of the desk, and for its questions but the one that the
// group lease answers from a file.
func (p *program) verbCommands() []*cobra.Command {
	nouns := map[string]*cobra.Command{}
	var order []*cobra.Command
	questions := slices.DeleteFunc(slices.Clone(desk.Questions()), func(c desk.Command) bool { return c.Describe().Name == desk.AskOffer.Name })
	for _, c := range append(slices.Clone(desk.Commands()), questions...) {
		noun := c.Describe().Noun()
		if nouns[noun] == nil {
			nouns[noun] = &cobra.Command{Use: noun, Short: nounHelp[noun], GroupID: "verbs", RunE: func(cmd *cobra.Command, args []string) error {
				if len(args) > 0 {
					return usageError{fmt.Errorf("%s has no verb %q", cmd.CommandPath(), args[0])}
				}
				return cmd.Help()
			}}
			order = append(order, nouns[noun])
		}
		nouns[noun].AddCommand(p.verbCommand(c))
	}
	nouns["guarantee"].AddCommand(p.guaranteeFileCommands()...)
	return order
}

// nounHelp says in a word what the verbs of a noun work on.
var nounHelp = map[string]string{
	"proof": "Files that a stranger can check", "party": "Customers, makers, guarantors", "unit": "Machines of the centre", "watchlist": "Versions of the watch lists", "hit": "Names that resemble a list entry",
	"deal": "Leases and sales, from quote to close", "guarantee": "Promises to pay", "demand": "Demands under guarantees", "payment": "Money that arrives",
	"posting": "The ledger", "day": "The close of the day", "goal": "Turnover goals", "rate": "Exchange rates", "policy": "What the house decides by", "books": "The books of the lessor", "programme": "Who pays a part of what leases cost", "index": "Values of key rates and other indices", "turnover": "Official trade statistics",
	"branch": "Branches of guarantors", "calendar": "Holidays of places", "house": "The house itself",
	"text": "Wordings of guarantees", "document": "Files that are kept whole", "commission": "What guarantees cost",
	"import": "Tables from CSV and XLSX", "login": "Who may sign in", "token": "Keys of the API",
}

// verbRun is one verb with what its command line says.
type verbRun struct {
	*program
	command desk.Command
	spec    desk.Spec
	input   string
	refused string // file for the refused rows of an import
	papers  proofPapers
	call    call
	values  map[string]*flagValue // by field name
}

// flagValue is what was typed for a field: one text, or several of a list or table.
type flagValue struct {
	texts []string
	many  bool
}

func (v *flagValue) String() string { return strings.Join(v.texts, ", ") }
func (v *flagValue) Type() string {
	if v.many {
		return "text…"
	}
	return "text"
}

// Set notes one more text.
func (v *flagValue) Set(text string) error {
	if len(v.texts) > 0 && !v.many {
		return fmt.Errorf("it was given twice")
	}
	v.texts = append(v.texts, text)
	return nil
}

func (p *program) verbCommand(c desk.Command) *cobra.Command {
	r := &verbRun{program: p, command: c, spec: c.Describe(), values: map[string]*flagValue{}}
	first := r.positional()
	use := strings.ReplaceAll(r.spec.Action(), "_", "-")
	if first != "" {
		use += " [" + strings.ToUpper(first) + "]"
	}
	cmd := &cobra.Command{Use: use, Short: r.spec.Help, Long: r.long(), Args: func(_ *cobra.Command, args []string) error {
		if len(args) > 1 || len(args) == 1 && first == "" {
			return usageError{fmt.Errorf("too many words: %s", strings.Join(args, " "))}
		}
		return nil
	}, RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) }}
	for _, f := range r.spec.Request {
		v := &flagValue{many: f.Kind == desk.ListField || f.Kind == desk.TableField}
		r.values[f.Name] = v
		cmd.Flags().Var(v, flagName(f.Name), flagHelp(f))
		_ = cmd.RegisterFlagCompletionFunc(flagName(f.Name), p.completeField(f)) // the flag is there
	}
	r.importFlags(cmd)
	r.proofFlags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&r.input, "input", "", "read the request as JSON from a file, or - for standard input; flags win")
	if !r.spec.Asks {
		if r.values["reason"] == nil {
			flags.StringVar(&r.call.reason, "reason", "", "why; it stays in the life line")
		}
		flags.StringVar(&r.call.key, "key", "", "idempotency key: the same request under the same key is done once")
		flags.BoolVar(&r.call.dryRun, "dry-run", false, "say what would happen and write nothing")
	}
	if first != "" {
		cmd.ValidArgsFunction = p.completePositional(r.field(first))
	}
	return cmd
}

// positional is the field that may stand without its flag: the entity acted on, the file, or the first entity named.
func (r *verbRun) positional() string {
	first := ""
	for _, f := range r.spec.Request {
		if f.Name == r.spec.On || f.Kind == desk.FileField {
			return f.Name
		}
		if first == "" && f.Kind == desk.RefField {
			first = f.Name
		}
	}
	return first
}

func (r *verbRun) field(name string) desk.Field {
	for _, f := range r.spec.Request {
		if f.Name == name {
			return f
		}
	}
	return desk.Field{Name: name}
}

func (r *verbRun) long() string {
	roles := make([]string, len(r.spec.Roles))
	for i, role := range r.spec.Roles {
		roles[i] = string(role)
	}
	return r.spec.Help + "\n\nRoles: " + strings.Join(roles, ", ") + "."
}

func flagName(field string) string { return strings.ReplaceAll(field, "_", "-") }

func flagHelp(f desk.Field) string {
	help := f.Label
	if f.Unit != "" {
		help += " (" + f.Unit + ")"
	}
	if f.Help != "" {
		help += ". " + f.Help
	}
	switch f.Kind {
	case desk.EnumField:
		help += " One of " + strings.Join(f.Enum, ", ") + "."
	case desk.MoneyField:
		help += " Like \"185000.00 EUR\"."
	case desk.DateField:
		help += " Like 2026-01-31."
	case desk.ListField:
		help += " Repeat it for several."
	case desk.FileField:
		help += " A path, or - for standard input."
	case desk.TableField:
		var names []string
		for _, inner := range f.Rows {
			names = append(names, inner.Name+"=…")
		}
		help += " Repeat it, one row each: " + strings.Join(names, ",") + "."
	}
	return help
}

// run reads the request, does the verb and writes its result.
func (r *verbRun) run(ctx context.Context, args []string) error {
	if len(args) == 1 {
		if err := r.values[r.positional()].Set(args[0]); err != nil {
			return usageError{fmt.Errorf("%s stands twice", r.positional())}
		}
	}
	if v := r.values["reason"]; v != nil {
		r.call.reason = v.String()
	}
	h, err := r.enter(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	req, err := r.request(ctx, h)
	if err != nil {
		return err
	}
	done, tell := r.counting(r.spec.Title)
	res, err := r.command.Run(desk.WithProgress(ctx, tell), h.desk, r.call.of(h.actor), req)
	done()
	if err != nil {
		return err
	}
	res, found := r.imported(res)
	if err := r.show(res); err != nil {
		return err
	}
	if err := r.proved(ctx, h, res); err != nil {
		return err
	}
	return found
}

// request builds the request from --input and the flags.
func (r *verbRun) request(ctx context.Context, h *house) (any, error) {
	object := map[string]any{}
	if r.input != "" {
		b, err := r.read(r.input)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, &object); err != nil {
			return nil, errs.New(errs.Invalid, "the request is not JSON: {why}", "why", err.Error()).Because("write an object with the fields of the verb; kontor help lists them")
		}
	}
	var f errs.Faults
	for _, name := range slices.Sorted(maps.Keys(r.values)) {
		v := r.values[name]
		if len(v.texts) == 0 {
			continue
		}
		value, err := r.typed(ctx, h, r.field(name), v)
		if err != nil {
			f.Take(name, err)
			continue
		}
		object[name] = value
	}
	if err := r.needed(&f, object); err != nil {
		return nil, err
	}
	return r.decode(&f, object)
}

// needed names every field that must be there and is not.
func (r *verbRun) needed(f *errs.Faults, object map[string]any) error {
	for _, field := range r.spec.Request {
		if _, ok := object[field.Name]; ok || field.Optional || field.Kind == desk.BoolField {
			continue
		}
		if field.Name == "password" {
			secret, err := r.password()
			if err != nil {
				return err
			}
			object[field.Name] = secret
			continue
		}
		if f.Len() == 0 || !faulty(f, field.Name) {
			f.Add(field.Name, "this is needed").Because("add --{flag}", "flag", flagName(field.Name))
		}
	}
	return nil
}

func faulty(f *errs.Faults, name string) bool {
	return slices.ContainsFunc(errs.As(f.Err()).Faults, func(x errs.Fault) bool { return x.Field == name || strings.HasPrefix(x.Field, name+".") })
}

// decode turns the object into the request, field by field, so that every unreadable field is named at once.
func (r *verbRun) decode(f *errs.Faults, object map[string]any) (any, error) {
	known := map[string]bool{}
	for _, field := range r.spec.Request {
		known[field.Name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !known[name] {
			f.Add(name, "this verb has no field {name}", "name", name)
			continue
		}
		one, err := json.Marshal(map[string]any{name: object[name]})
		if err != nil {
			return nil, errs.Wrap("cli.request", err)
		}
		if err := json.Unmarshal(one, r.command.NewRequest()); err != nil {
			f.Take(name, unreadable(err))
		}
	}
	if err := f.Err(); err != nil {
		return nil, errs.As(err).In(r.spec.Name)
	}
	b, err := json.Marshal(object)
	if err != nil {
		return nil, errs.Wrap("cli.request", err)
	}
	req := r.command.NewRequest()
	return req, json.Unmarshal(b, req)
}

// unreadable keeps our own sentence and puts another in front of what the decoder says.
func unreadable(err error) error {
	if e := errs.As(err); e.Code != errs.Internal {
		return e
	}
	return errs.New(errs.Invalid, "this cannot be read: {why}", "why", err.Error())
}

// typed turns what was typed into the value of a field.
func (r *verbRun) typed(ctx context.Context, h *house, f desk.Field, v *flagValue) (any, error) {
	switch f.Kind {
	case desk.ListField:
		return slices.Clone(v.texts), nil
	case desk.TableField:
		rows := []any{}
		for _, t := range v.texts {
			row, err := r.tableRow(ctx, h, f, t)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}
	return r.scalar(ctx, h, f, v.texts[0])
}

// scalar turns one text into a value.
func (r *verbRun) scalar(ctx context.Context, h *house, f desk.Field, text string) (any, error) {
	switch f.Kind {
	case desk.RefField:
		return h.desk.Resolve(ctx, h.actor, f.Ref, text)
	case desk.FileField:
		return r.read(text)
	case desk.BoolField:
		return text == "true" || text == "yes" || text == "1", nil
	case desk.IntField:
		return json.Number(text), nil
	}
	if f.Name == r.spec.On { // a posting, a demand: an id as it stands
		return h.desk.Resolve(ctx, h.actor, r.provedRef(r.spec.On), text)
	}
	return text, nil
}

// tableRow reads "unit=A-17,price=185000.00 EUR", or a JSON object.
func (r *verbRun) tableRow(ctx context.Context, h *house, f desk.Field, text string) (any, error) {
	row := map[string]any{}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		if err := json.Unmarshal([]byte(text), &row); err != nil {
			return nil, unreadable(err)
		}
		return row, nil
	}
	for _, part := range strings.Split(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		name = strings.ReplaceAll(strings.TrimSpace(name), "-", "_")
		at := slices.IndexFunc(f.Rows, func(c desk.Field) bool { return c.Name == name })
		if !ok || at < 0 {
			return nil, errs.New(errs.Invalid, "{text} is not name=value of a row", "text", part).Because("write it like {example}", "example", flagHelp(f))
		}
		typed, err := r.scalar(ctx, h, f.Rows[at], strings.TrimSpace(value))
		if err != nil {
			return nil, err
		}
		row[name] = typed
	}
	return row, nil
}

// read takes a file, or standard input for "-".
func (p *program) read(path string) ([]byte, error) {
	if path == "-" {
		b, err := io.ReadAll(io.LimitReader(p.in, fileMost+1))
		if err != nil {
			return nil, errs.Wrap("cli.read", err)
		}
		return b, tooLarge(len(b))
	}
	return readFile(path)
}
