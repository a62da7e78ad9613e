package web

import (
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"strings"

	"kontor/desk"
	"kontor/errs"
	"kontor/paper"
	"kontor/store"
)

// exportOf splits "deals.csv" into the list and the format; the format is "" for the page.
func exportOf(name string) (list, format string) {
	list, format, _ = strings.Cut(name, ".")
	return list, format
}

// export sends all rows that pass the filters as a file, page by page, so that a long list needs no memory.
func (v *visit) export(l desk.List, format string, query store.ListQuery) error {
	to := paper.NewRows(v.w, format, paper.RowLook{Title: v.lang.T(l.Title), Currency: v.lang.T("Currency"), Word: v.lang.Word})
	if to == nil {
		return errs.New(errs.NotFound, "lists are exported as {formats}, not as {format}", "formats", strings.Join(paper.RowFormats(), ", "), "format", format)
	}
	rows, err := v.desk.AllRows(v.ctx, v.actor, l.Name, query)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", paper.RowType(format))
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", l.Name+"-"+v.desk.Today().String()+"."+format))
	if err := v.copyRows(l, to, rows); err != nil { // the file has begun: breaking it off is all that is left
		slog.Error("export broke off", "list", l.Name, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (v *visit) copyRows(l desk.List, to paper.RowWriter, rows iter.Seq2[desk.Row, error]) error {
	var columns []paper.Column
	for _, c := range l.Columns() {
		columns = append(columns, paper.Column{Name: c.Name, Title: v.lang.T(c.Title), Money: c.Kind == store.Money, Word: c.Kind == store.State})
	}
	if err := to.Head(columns, nil); err != nil {
		return err
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		for n, value := range r.Values {
			if t, ok := value.(errs.Text); ok {
				r.Values[n] = v.lang.Say(t)
			}
		}
		if err := to.Row(r.ID, r.Values); err != nil {
			return err
		}
	}
	return to.End()
}
