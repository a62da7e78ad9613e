package actus

import (
	"runtime"
	"slices"
	"sync"

	"kontor/errs"
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
	curves    [][]curve // by scenario and index
	reads     []read    // by plan
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
	}
	f.layOut()
	return f, nil
}

// read says which curves a plan reads.
type read struct{ rate, scale int }

// layOut makes a curve of every index that the plans read, in every scenario.
func (f *fold) layOut() {
	type index struct {
		code      string
		fromFirst bool
	}
	var indices []index
	find := func(code string, fromFirst bool) int {
		x := index{code, fromFirst}
		if i := slices.Index(indices, x); i >= 0 {
			return i
		}
		indices = append(indices, x)
		return len(indices) - 1
	}
	for i := range f.plans {
		p := &f.plans[i]
		f.reads = append(f.reads, read{find(p.index, p.fromFirst), find(p.scaleIndex, p.fromFirst)})
	}
	f.curves = make([][]curve, len(f.scenarios))
	for s, o := range f.scenarios {
		f.curves[s] = make([]curve, len(indices))
		for i, x := range indices {
			var like *curve
			if s > 0 {
				like = &f.curves[0][i]
			}
			f.curves[s][i] = newCurve(o.series[x.code], x.fromFirst, like)
		}
	}
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
	block []prepared
	flows [][]Flow // by scenario
}

// prepared is a contract with its track.
type prepared struct {
	contract
	work
	schedule schedule // of the track
}

// blockSize is how many contracts wait for the next scenario with their tracks. Then the flows of one scenario, and not those
// of all, are what the processor has at hand.
const blockSize = 16

// chunk folds a range of contracts.
func (f *fold) chunk(w *worker, from, to int) error {
	if w.block == nil {
		w.block = make([]prepared, min(blockSize, len(f.scenarios)))
	}
	for from < to {
		n := 0
		for ; n < len(w.block) && from+n < to && f.plan[from+n] != onPlainPath; n++ {
			k := &w.block[n]
			f.load(from+n, &k.contract)
			s := f.Book.schedule(from + n)
			if s == k.schedule { // a fleet that was financed on one day
				continue
			}
			if err := k.build(&k.contract); err != nil {
				return f.refuse(from+n, errs.As(err))
			}
			k.schedule = s
		}
		if n == 0 {
			if err := f.foldPlain(w, from); err != nil {
				return err
			}
			n = 1
		} else if err := f.foldBlock(w, w.block[:n], from); err != nil {
			return err
		}
		from += n
	}
	return nil
}

// foldBlock folds some contracts, the first of them at a place, for one scenario after the other.
func (f *fold) foldBlock(w *worker, block []prepared, place int) error {
	for s, curves := range f.curves {
		for i := range block {
			k := &block[i]
			read := f.reads[k.schedule.plan]
			if failed := k.walk(&k.amounts, &k.contract, sight{&curves[read.rate], &curves[read.scale]}); failed.cause != fine {
				return f.refuse(place+i, failed.err(&k.contract))
			}
			first := f.currencyOf[k.schedule.plan] * f.width
			f.index.fold(&k.track, &k.amounts, w.flows[s][first:first+f.width])
		}
	}
	return nil
}

// foldPlain folds a contract on the plain path.
func (f *fold) foldPlain(w *worker, i int) error {
	c := f.Book.plain[f.detail[i]]
	for s, o := range f.scenarios {
		events, err := c.onPlainPath(o, 0)
		if err == nil {
			err = f.index.foldPlain(&c.terms, events, f.currencies, w.flows[s])
		}
		if err != nil {
			return f.refuse(i, errs.As(err))
		}
	}
	return nil
}
