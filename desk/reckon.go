package desk

import "kontor/store/q"

// reckonWhere counts the last day to present again for the running guarantees that a change of calendars or branches may touch, and
// tells how many of them moved.
func (w *work) reckonWhere(touched func(q.Guarantee) bool) (moved int, err error) {
	for after := ""; ; {
		rows, err := w.tx.RunningGuaranteesAfter(w.ctx, after)
		if err != nil || len(rows) == 0 {
			return moved, err
		}
		for _, r := range rows {
			after = r.ID
		}
	}
}
