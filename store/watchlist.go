package store

import (
	"context"
	"fmt"
	"strings"
)

// ListKey is a search key of a list entry.
type ListKey struct{ Key, Entry string }

// keysAtOnce bounds the rows of one statement, well below the parameters that both engines take.
const keysAtOnce = 500

// AddListKeys writes the search keys of a list set, many rows a statement: a list has ten times as many keys as
// entries, and a round trip for each would take minutes on a database at the other end of a wire.
func (tx *Tx) AddListKeys(ctx context.Context, setID string, keys []ListKey) error {
	for len(keys) > 0 {
		n := min(len(keys), keysAtOnce)
		var text strings.Builder
		args := make([]any, 0, 2*n+1)
		args = append(args, setID)
		text.WriteString("insert into list_key (set_id, key, entry_id) values ")
		for i, k := range keys[:n] {
			if i > 0 {
				text.WriteString(", ")
			}
			fmt.Fprintf(&text, "($1, $%d, $%d)", 2*i+2, 2*i+3)
			args = append(args, k.Key, k.Entry)
		}
		text.WriteString(" on conflict do nothing")
		if _, err := tx.DB.ExecContext(ctx, text.String(), args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}
