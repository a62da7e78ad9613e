package desk

import "kontor/day"

// stub until the real file comes

var LoadWatchlist = verb(Spec{Name: "watchlist.load"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })
var ActivateWatchlist = verb(Spec{Name: "watchlist.activate"}, func(w *work, req HitReview) (PartyResult, error) { return PartyResult{}, nil })

func (w *work) checkLists(res *CloseDayResult, last day.Date) error { return nil }
