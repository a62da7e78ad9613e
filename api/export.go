package api

import (
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kontor/desk"
	"kontor/errs"
	"kontor/paper"
)

// export sends all rows that pass the filters as a file, page by page, so that a long list needs no memory.
func (c *call) export(l desk.List, format string) error {
	asked, err := c.listQuery(l)
	if err != nil {
		return err
	}
	var f errs.Faults
	for _, name := range []string{"cursor", "limit", "totals"} {
		if c.r.URL.Query().Has(name) {
			f.Add(name, "a file holds all rows: {name} has no meaning here", "name", name)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	rows, err := c.desk.AllRows(c.ctx, c.actor, l.Name, asked.query)
	if err != nil {
		return err
	}
	to := paper.NewRows(c.w, format, paper.RowLook{Title: c.lang.T(l.Title), Currency: c.lang.T("Currency"), Word: c.lang.Word})
	c.status = http.StatusOK
	c.w.Header().Set("Content-Type", paper.RowType(format))
	c.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", l.Name+"-"+c.desk.Today().String()+"."+format))
	if err := c.copyRows(l, to, asked, rows); err != nil { // the file has begun: breaking it off is all that is left
		slog.Error("export broke off", "list", l.Name, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (c *call) copyRows(l desk.List, to paper.RowWriter, asked listAsked, rows iter.Seq2[desk.Row, error]) error {
	if err := to.Head(paperColumns(l, c), asked.show); err != nil {
		return err
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		c.sayRow(r)
		if err := to.Row(r.ID, r.Values); err != nil {
			return err
		}
	}
	return to.End()
}

func describeExport(o *huma.Operation, l desk.List, format string) {
	o.Tags, o.Summary = []string{"list"}, l.Title+" as "+strings.ToUpper(format)
	o.Description = "All rows that pass the filters as a file."
	o.Parameters = append(listParams(l), param("fields", "Columns that are wanted, between commas; all when left out.", &huma.Schema{Type: huma.TypeString}))
	o.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{
		strings.Split(paper.RowType(format), ";")[0]: {Schema: &huma.Schema{Type: huma.TypeString, ContentEncoding: map[string]string{"xlsx": "binary"}[format]}}}}}
}
