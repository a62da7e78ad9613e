package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// A list joins its rows with what they name: the customer of a deal, the maker of a unit. Every join finds exactly one
// row, or none and keeps the row (left join), so that which rows stand on a page, and how many there are, is known from
// the first table alone as long as sort and filters look at nothing else. Then the page is found in that table, from an
// index where there is one, and only its few rows are joined.

// base is the first table of a list, the letter that stands for it, and the joins behind it.
func (s ListSpec) base() (table, letter, joins string) {
	table, joins = s.From, ""
	for _, word := range []string{" left join ", " join "} {
		if at := strings.Index(table, word); at >= 0 {
			table, joins = table[:at], s.From[at:]
		}
	}
	return table, table[strings.LastIndexByte(table, ' ')+1:], joins
}

var letters = regexp.MustCompile(`\b([a-z])\.[a-z]`)

// only reports whether expressions look at one table.
func only(letter string, expressions ...string) bool {
	for _, e := range expressions {
		for _, m := range letters.FindAllStringSubmatch(e, -1) {
			if m[1] != letter {
				return false
			}
		}
	}
	return true
}

// from is what must be read to test conditions: the first table, or all.
func (b *listSQL) from(conditions []string, expressions ...string) string {
	table, letter, _ := b.spec.base()
	if only(letter, conditions...) && only(letter, expressions...) {
		return table
	}
	return b.spec.From
}

// rowsSQL selects one row more than the page has, to learn whether there is a next page.
func (b *listSQL) rowsSQL(conditions []string, direction string) string {
	names := make([]string, len(b.spec.Columns))
	for i, c := range b.spec.Columns {
		names[i] = c.SQL
	}
	columns := fmt.Sprintf("%s, %s, %s", strings.Join(names, ", "), b.sortColumn.SQL, b.spec.Key)
	order := fmt.Sprintf("order by %s %s, %s %s", b.sortColumn.SQL, direction, b.spec.Key, direction)
	table, letter, joins := b.spec.base()
	if !only(letter, b.sortColumn.SQL, b.spec.Key) || !only(letter, conditions...) {
		return fmt.Sprintf("select %s from %s%s %s limit %d", columns, b.spec.From, b.clause(conditions), order, b.limit+1)
	}
	key, same := b.spec.Key+" as k_key", b.spec.Key+" = k.k_key"
	if b.spec.Centre != "" {
		key, same = key+", "+b.spec.Centre+" as k_centre", same+" and "+b.spec.Centre+" = k.k_centre"
	}
	return fmt.Sprintf("select %s from (select %s from %s%s %s limit %d) k join %s on %s%s %s", columns, key, table, b.clause(conditions), order, b.limit+1,
		table, same, joins, order)
}

// countRows counts all rows and those that pass the filters. A first page that holds everything was counted by reading it.
func (tx *Tx) countRows(ctx context.Context, b *listSQL, query ListQuery, page *ListPage) (err error) {
	if query.CountMost < 0 {
		return nil
	}
	if page.All, err = tx.count(ctx, "select count(*) from "+b.from(b.base)+b.clause(b.base), b.baseArgs); err != nil {
		return err
	}
	switch {
	case len(b.filters) == 0:
		page.Matched = page.All
		return nil
	case query.Cursor == "" && page.Next == "":
		page.Matched = int64(len(page.Rows))
		return nil
	}
	where := append(append([]string{}, b.base...), b.filters...)
	text := "select count(*) from " + b.from(where) + b.clause(where)
	if query.CountMost > 0 {
		text = fmt.Sprintf("select count(*) from (select 1 as one from %s%s limit %d) k", b.from(where), b.clause(where), query.CountMost+1)
	}
	page.Matched, err = tx.count(ctx, text, append(append([]any{}, b.baseArgs...), b.filterArgs...))
	if page.AtLeast = query.CountMost > 0 && page.Matched > query.CountMost; page.AtLeast {
		page.Matched = query.CountMost
	}
	return err
}

func (tx *Tx) count(ctx context.Context, text string, args []any) (int64, error) {
	var n int64
	err := tx.DB.QueryRowContext(ctx, text, args...).Scan(&n)
	return n, err
}

// Totals sums the Total columns over everything that passes the filters, per currency: column -> currency -> minor units.
func (tx *Tx) Totals(ctx context.Context, spec ListSpec, query ListQuery) (map[string]map[string]int64, error) {
	b, err := newListSQL(spec, query)
	if err != nil {
		return nil, err
	}
	var currencies []string
	columns := map[string][]Column{} // by the expression of their currency
	for _, c := range spec.Columns {
		if !c.Total {
			continue
		}
		currency := "cast('' as text)"
		if with, ok := spec.column(c.With); ok {
			currency = with.SQL
		}
		if columns[currency] == nil {
			currencies = append(currencies, currency)
		}
		columns[currency] = append(columns[currency], c)
	}
	out := map[string]map[string]int64{}
	for _, currency := range currencies {
		if err := tx.sums(ctx, b, currency, columns[currency], out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sums adds up the columns that share a currency in one walk through the rows.
func (tx *Tx) sums(ctx context.Context, b *listSQL, currency string, columns []Column, out map[string]map[string]int64) error {
	where := append(append([]string{}, b.base...), b.filters...)
	parts, names := make([]string, len(columns)), []string{currency}
	for i, c := range columns {
		out[c.Name] = map[string]int64{}
		parts[i] = fmt.Sprintf("cast(coalesce(sum(%s), 0) as bigint)", c.SQL)
		names = append(names, c.SQL)
	}
	text := fmt.Sprintf("select %s, %s from %s%s group by %s order by 1", currency, strings.Join(parts, ", "), b.from(where, names...), b.clause(where), currency)
	rows, err := tx.DB.QueryContext(ctx, text, append(append([]any{}, b.baseArgs...), b.filterArgs...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var of string
		sums := make([]int64, len(columns))
		into := []any{&of}
		for i := range sums {
			into = append(into, &sums[i])
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range columns {
			out[c.Name][of] = sums[i]
		}
	}
	return rows.Err()
}
