package desk

import "kontor/store/q"

// demandMessage is a demand as MT 765, "" when no message can be written.
func (w *work) demandMessage(q.Demand, promise) (string, error) { return "", nil }
