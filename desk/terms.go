package desk

import "context"

// Terms reads the terms on which a deal was last quoted, so that quoting again begins with them.
func (d *Desk) Terms(ctx context.Context, actor Actor, dealID string) (TermsRequest, error) {
	var terms TermsRequest
	if err := allow(actor, "deal.terms", staff); err != nil {
		return terms, err
	}
	err := d.read(ctx, actor, func(w *work) error {
		row, err := w.deal(dealID)
		if err != nil {
			return err
		}
		return row.TermsJson.Into(&terms)
	})
	return terms, err
}
