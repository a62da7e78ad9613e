package actus

import (
	"runtime"
	"sync"
)

// foldChunk is how many contracts are added up before their sum is added to the whole. It is fixed, so that the order of
// additions, and with it the last bit of a sum, does not depend on the machine.
const foldChunk = 4096

// Fold adds what all contracts pay, from the status date of each to its end, into buckets that it empties first. It works on
// all processors; the sums have the same bits on any number of them, because the contracts of a chunk are added in
// their order, and the chunks in theirs.
//
// Errors: Invalid for buckets without rising bounds or for observed events, and those of Project for the first contract that
// cannot be projected, whose place is the entity.
func (b *Book) Fold(o *Observations, into *Buckets) error {
	return b.Reprice([]*Observations{o}, []*Buckets{into})
}

// Reprice folds the book once for every scenario, each with its own indices and buckets, all with the same bounds. The dates
// of a contract are computed once for all scenarios. The sums are those of Fold.
func (b *Book) Reprice(scenarios []*Observations, into []*Buckets) error {
	f, err := b.newFold(scenarios, into)
	if err != nil || len(scenarios) == 0 {
		return err
	}
	chunks := (b.Len() + foldChunk - 1) / foldChunk
	var done sync.WaitGroup
	for range min(chunks, runtime.GOMAXPROCS(0)) {
		done.Go(func() { f.work(chunks) })
	}
	done.Wait()
	return f.err
}

// fold is one pass over a book.
type fold struct {
	*Book
	scenarios []*Observations
	into      []*Buckets
	index     *bucketIndex
	sights    [][]sight // by scenario and plan
	width     int       // flows of one currency

	mu     sync.Mutex
	turn   *sync.Cond
	taken  int // chunks that someone works on
	merged int // chunks that are in the sum
	err    error
}

func (b *Book) newFold(scenarios []*Observations, into []*Buckets) (*fold, error) {
	f := &fold{Book: b, scenarios: scenarios, into: into}
	f.turn = sync.NewCond(&f.mu)
	if len(scenarios) == 0 {
		return f, nil
	}
	if err := sameBounds(scenarios, into); err != nil {
		return nil, err
	}
	var err error
	if f.index, err = into[0].index(); err != nil {
		return nil, err
	}
	f.width = len(into[0].Bounds) + 1
	for i, o := range scenarios {
		if err := alone(o); err != nil {
			return nil, err
		}
		into[i].clear(b.currencies)
		f.sights = append(f.sights, b.sights(o))
	}
	return f, nil
}

// sights lays out the indices that the plans read.
func (b *Book) sights(o *Observations) []sight {
	type key struct {
		code      string
		fromFirst bool
	}
	curves := map[key]curve{}
	read := func(code string, fromFirst bool) curve {
		k := key{code, fromFirst}
		c, ok := curves[k]
		if !ok {
			c = newCurve(o.series[code], fromFirst)
			curves[k] = c
		}
		return c
	}
	list := make([]sight, len(b.plans))
	for i := range b.plans {
		p := &b.plans[i]
		list[i] = sight{rate: read(p.index, p.fromFirst), scale: read(p.scaleIndex, p.fromFirst)}
	}
	return list
}

// work folds chunk after chunk, as long as there are any.
func (f *fold) work(chunks int) {
	var w worker
	n := len(f.currencies) * f.width
	w.flows = make([][]Flow, len(f.scenarios))
	for i := range w.flows {
		w.flows[i] = make([]Flow, n)
	}
	for {
		f.mu.Lock()
		chunk := f.taken
		f.taken++
		stop := f.err != nil || chunk >= chunks
		f.mu.Unlock()
		if stop {
			return
		}
		err := f.chunk(&w, chunk*foldChunk, min(f.Len(), (chunk+1)*foldChunk))
		f.merge(&w, chunk, err)
	}
}

// merge waits for the chunks before and adds this one.
func (f *fold) merge(w *worker, chunk int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.merged < chunk {
		f.turn.Wait()
	}
	f.merged++
	f.turn.Broadcast()
	if f.err == nil {
		f.err = err
	}
	for s, flows := range w.flows {
		sum := f.into[s].flows
		for i := range flows {
			sum[i].add(flows[i])
		}
		clear(flows)
	}
}

// worker is what one goroutine works on.
type worker struct {
	work
	contract contract
	flows    [][]Flow // by scenario
}

// chunk folds a range of contracts.
func (f *fold) chunk(w *worker, from, to int) error {
	c := &w.contract
	for i := from; i < to; i++ {
		at := f.plan[i]
		if at == onPlainPath {
			if err := f.foldPlain(w, i); err != nil {
				return err
			}
			continue
		}
		f.load(i, c)
		if err := w.build(c); err != nil {
			return err
		}
		first := f.currencyOf[at] * f.width
		for s := range f.scenarios {
			if failed := w.walk(&w.amounts, c, &f.sights[s][at]); failed.cause != fine {
				return f.refuse(i, failed.err(c))
			}
			f.index.fold(&w.track, &w.amounts, w.flows[s][first:first+f.width])
		}
	}
	return nil
}

// foldPlain folds a contract on the plain path.
func (f *fold) foldPlain(w *worker, i int) error {
	c := f.Book.plain[f.detail[i]]
	first := f.currency(c.terms.Currency) * f.width
	for s, o := range f.scenarios {
		events, err := Project(c.terms, *o, c.mode, 0)
		if err != nil {
			return err
		}
		f.index.foldPlain(&c.terms, events, w.flows[s][first:first+f.width])
	}
	return nil
}
