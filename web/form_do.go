package web

import (
	"crypto/rand"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kontor/desk"
	"kontor/errs"
	"kontor/lang"
)

// formPage is the form of a verb.
type formPage struct {
	frame
	Spec   desk.Spec
	Fields []field
	Key    string // idempotency key: sending the form twice does it once
	Reason string
	Fault  *errs.Error
	About  *desk.Record // what the verb is done to
	Gate   *desk.GateView
	Plan   *plan // of a quote
	Files  bool
	Tried  *outcome // of a dry run with a file
}

// leads are the verbs that do what a question has shown, with the same fields.
var leads = map[string]string{desk.PreviewDemand.Name: desk.DemandPayment.Name}

// leadsTo is the verb that the reader of the answer may do next.
func (p formPage) leadsTo() (desk.Spec, bool) {
	c, ok := desk.FindCommand(leads[p.Spec.Name])
	if !ok || !slices.Contains(c.Describe().Roles, p.Actor.Role) {
		return desk.Spec{}, false
	}
	return c.Describe(), true
}

// askVerb shows the form of a verb, filled in as far as the address and the record know.
func askVerb(v *visit) error {
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	typed := v.r.URL.Query()
	if c.Describe().Name == desk.AskOffer.Name && len(typed) == 0 {
		typed = maps.Clone(exampleLease)
	}
	return v.form(http.StatusOK, c, typed, nil, true, outcome{})
}

// form writes the form of a verb with what was typed and what is wrong.
func (v *visit) form(status int, c desk.Command, typed url.Values, fault *errs.Error, fresh bool, tried outcome) error {
	spec := c.Describe()
	p := formPage{frame: v.frame(v.lang.T(spec.Title)), Spec: spec, Key: rand.Text(), Reason: typed.Get(reasonField), Fault: fault}
	var r desk.Record
	var known bool
	if fresh {
		r, known = v.fill(spec, typed)
	} else {
		r, known = v.subject(spec, typed)
	}
	if known {
		p.About = &r
		if spec.Name == "deal.release" {
			p.Gate = r.Gate
		}
	}
	var faults []errs.Fault
	if fault != nil {
		faults = fault.Faults
	}
	p.Files = takesFile(spec)
	p.Fields = v.formFields(shownFields(spec), "", typed, faults)
	if tried.Spec.Name != "" {
		p.Tried = &tried
	}
	p.Live = true
	if isQuote(c) {
		p.Charts = true
		plan := v.planOf(c, typed)
		p.Plan = &plan
	}
	return v.write(status, formTemplate(p))
}

// shownFields are the fields that a person fills in; a file bears its own name.
func shownFields(spec desk.Spec) []desk.Field {
	if !takesFile(spec) {
		return spec.Request
	}
	return slices.DeleteFunc(slices.Clone(spec.Request), func(f desk.Field) bool { return f.Name == "name" && f.Optional })
}

// typedForm reads the body of a form; files stay where the request holds them.
func (v *visit) typedForm() (*reading, error) {
	r := &reading{visit: v}
	kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	var err error
	if kind == "multipart/form-data" {
		err = v.r.ParseMultipartForm(1 << 20)
		r.files = func(name string) (io.ReadCloser, error) {
			f, head, err := v.r.FormFile(name)
			if err == nil {
				r.fileName = head.Filename
			}
			return f, err
		}
	} else {
		err = v.r.ParseForm()
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return r, errs.New(errs.TooLarge, "this is larger than {most} MB", "most", int(large.Limit>>20)).Because("load large files from the command line")
	}
	if err != nil {
		return r, errs.New(errs.Invalid, "the form could not be read").Because("go back and send it again")
	}
	r.typed = v.r.PostForm
	return r, nil
}

// doVerb does the verb and leads to the page of its result; a refusal shows the form again with everything typed.
func doVerb(v *visit) error {
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	spec := c.Describe()
	in, err := v.typedForm()
	if err != nil {
		return err
	}
	if add, drop := v.r.URL.Query().Get("_add"), v.r.URL.Query().Get("_drop"); add != "" || drop != "" { // without script
		return v.form(http.StatusOK, c, compact(spec.Request, in.typed, drop, add), nil, false, outcome{})
	}
	in.typed = compact(spec.Request, in.typed, "", "")
	req, err := in.request(c)
	if err != nil {
		return err
	}
	call := desk.Call{Actor: v.actor, Key: in.typed.Get(keyField), Reason: strings.TrimSpace(in.typed.Get(reasonField))}
	if fault := v.unreadable(c, call, in, req); fault != nil {
		return v.form(fault.Code.Status(), c, in.typed, fault, false, outcome{})
	}
	result, err := c.Run(v.ctx, v.desk, call, req)
	if e := errs.As(err); e != nil {
		if e.Code == errs.Internal {
			return err
		}
		return v.form(e.Code.Status(), c, in.typed, e, false, outcome{})
	}
	if r, ok := result.(desk.ImportResult); ok {
		return v.imported(spec, r)
	}
	v.keepDone(spec.Name)
	return v.goTo(v.after(c, result, in.typed))
}

// answerQuestion shows the form of a question with its answer, for who has no script.
func answerQuestion(v *visit) error {
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	in, err := v.typedForm()
	if err != nil {
		return err
	}
	typed := compact(c.Describe().Request, in.typed, v.r.URL.Query().Get("_drop"), v.r.URL.Query().Get("_add"))
	in.typed = typed
	req, err := in.request(c)
	if err != nil {
		return err
	}
	fault := v.unreadable(c, desk.Call{Actor: v.actor, DryRun: true}, in, req)
	if fault == nil {
		_, err := c.Run(v.ctx, v.desk, desk.Call{Actor: v.actor}, req)
		fault = errs.As(err)
	}
	status := http.StatusOK
	if fault != nil {
		if status = fault.Code.Status(); fault.Code == errs.Internal {
			return err
		}
	}
	return v.form(status, c, typed, fault, false, outcome{})
}

// imported shows what became of the rows of a file, and where they stand now.
func (v *visit) imported(spec desk.Spec, r desk.ImportResult) error {
	back, ok := desk.FindList(spec.Action())
	if !ok || !slices.Contains(back.Roles, v.actor.Role) {
		back = desk.List{}
	}
	return v.write(http.StatusOK, outcomePage(v.frame(v.lang.T(spec.Title)), outcome{Lang: v.lang, Spec: spec, Import: &r}, back))
}

// unreadable is what could not be read together with what the verb would refuse of the rest.
func (v *visit) unreadable(c desk.Command, call desk.Call, in *reading, req any) *errs.Error {
	return desk.Unread(v.ctx, v.desk, c, call, req, in.faults, in.follows)
}

// after is the page that shows what was done: the record of the result, else the list that the verb fills, else Today.
// A pledge leads to its deal, because there stands what it changed: whether the machine may leave.
func (v *visit) after(c desk.Command, result any, typed url.Values) string {
	if c.Describe().Name == desk.AllocateGuarantee.Describe().Name {
		return pathOf(typed.Get("deal"))
	}
	if path := pathOf(resultEntity(result, typed)); path != "" {
		return path
	}
	for _, l := range desk.Lists() {
		if l.First == c.Describe().Name && slices.Contains(l.Roles, v.actor.Role) {
			return "/list/" + l.Name
		}
	}
	return "/"
}

// checkVerb tries the form as it stands without writing and answers with the faults of the fields that were left once,
// and of a quote with its schedule.
func checkVerb(v *visit) error {
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	spec := c.Describe()
	in, err := v.typedForm()
	if err != nil {
		return err
	}
	req, err := in.request(c)
	if err != nil {
		return err
	}
	if v.r.URL.Query().Has("_dry") {
		return dryRun(v, c, in, req)
	}
	call := desk.Call{Actor: v.actor, Reason: strings.TrimSpace(in.typed.Get(reasonField)), DryRun: true}
	fault := v.unreadable(c, call, in, req)
	if fault == nil {
		_, err := c.Run(v.ctx, v.desk, call, req)
		fault = errs.As(err)
	}
	p := checkPage{lang: v.lang}
	var faults []errs.Fault
	if fault != nil {
		faults = fault.Faults
		if fault.Code != errs.Invalid && fault.Code != errs.Internal {
			p.advice = fault
		}
	}
	fields := v.formFields(spec.Request, "", in.typed, faults)
	for _, path := range strings.Fields(in.typed.Get(touchedField)) {
		if f, ok := findField(fields, path); ok && len(p.touched) < rowsMost {
			p.touched = append(p.touched, f)
		}
	}
	if isQuote(c) {
		plan := v.planOf(c, in.typed)
		p.plan = &plan
	}
	return v.write(http.StatusOK, checkTemplate(p))
}

// checkPage is the answer to a live check.
type checkPage struct {
	lang    lang.Lang
	touched []field
	advice  *errs.Error // the verb would be refused for a reason that is not in a field
	plan    *plan
}

// addRows answers with the rows of a table field, one more or one less.
func addRows(v *visit) error {
	c, _ := desk.FindCommand(v.r.PathValue("verb"))
	in, err := v.typedForm()
	if err != nil {
		return err
	}
	add, drop := v.r.URL.Query().Get("_add"), v.r.URL.Query().Get("_drop")
	table, _, _ := strings.Cut(add+drop, "[")
	typed := compact(c.Describe().Request, in.typed, drop, add)
	for _, f := range v.formFields(c.Describe().Request, "", typed, nil) {
		if f.Kind == desk.TableField && f.Path == table {
			return v.write(http.StatusOK, tableField(v.lang, c.Describe().Name, f))
		}
	}
	return errs.New(errs.NotFound, "there is no field {name}", "name", table)
}
