package desk

import (
	"context"
	"iter"

	"kontor/store"
)

// AllRows reads every row that passes the filters, page by page, so that a long list needs no memory. The first page is
// read before it returns: what the list refuses is refused before a file has begun.
//
// Errors: as ReadList.
func (d *Desk) AllRows(ctx context.Context, actor Actor, name string, query store.ListQuery) (iter.Seq2[Row, error], error) {
	query.Limit, query.Cursor, query.CountMost = store.PageMax, "", -1
	page, err := d.ReadList(ctx, actor, name, query, false)
	if err != nil {
		return nil, err
	}
	return func(yield func(Row, error) bool) {
		for {
			for _, r := range page.Rows {
				if !yield(r, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.Cursor = page.Next
			if page, err = d.ReadList(ctx, actor, name, query, false); err != nil {
				yield(Row{}, err)
				return
			}
		}
	}, nil
}
