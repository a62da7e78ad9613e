package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the one pure Go driver that binds $1, $2 by number

	"kontor/errs"
	"kontor/store/q"
)

// Pragmas of every connection. WAL lets readers run beside the writer; synchronous FULL makes a commit survive power
// loss; foreign keys are off by default and per connection; the busy timeout bridges other processes on the file. The log
// is copied into the file after 4000 pages (16 MB), and shrunk to 64 MB after a transaction that was larger.
const sqlitePragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_pragma=temp_store(2)&_pragma=wal_autocheckpoint(4000)&_pragma=journal_size_limit(67108864)"

const (
	writeQueueMax = 4096 // callers that may wait; one more is told to come back
	writeBatchMax = 512  // callers that share one commit
	readersMax    = 8
	copiesMax     = 2 // connections for the store itself, beside the readers
)

// sqliteEngine has one writer goroutine on a connection of its own and a pool of readers.
type sqliteEngine struct {
	name   string          // data source name without pragmas
	pool   *sql.DB         // readers
	idle   chan readerConn // readers that are free, those never opened among them
	shut   chan struct{}   // closed when no read may begin any more
	single *sql.DB         // the writer's connection, also used for migrations before the writer starts
	conn   *cachedConn
	queue  chan *writeJob
	gone   chan struct{}
	start  sync.Once
	mu     sync.RWMutex
	closed bool

	open      int // jobs of callers that do not wait in the transaction that is not committed yet; used by the writer only
	commits   atomic.Int64
	broken    error              // set when the disk has failed: an fsync that failed once is never tried again and called a success
	version   string             // data_version of the writer's connection: changes when another process has written
	meanwhile func(q.DBTX) error // called in the next transaction after that
}

// writeJob is one caller's transaction waiting to share a commit.
type writeJob struct {
	ctx    context.Context
	fn     func(q.DBTX) error
	err    error
	answer chan error
	early  bool // the caller does not wait until it is durable, see Together
}

// errLost means that the whole transaction is gone, not only one caller's part of it.
var errLost = errors.New("transaction lost")

func openSQLite(ctx context.Context, file string, meanwhile func(q.DBTX) error) (*sqliteEngine, error) {
	name := "file:" + (&url.URL{Path: file}).EscapedPath() + "?"
	single, err := sql.Open("sqlite", name+sqlitePragmas+"&_pragma=cache_size(-65536)&_txlock=immediate")
	if err != nil {
		return nil, errs.Wrap("store.open", err)
	}
	single.SetMaxOpenConns(1)
	pool, err := sql.Open("sqlite", name+sqlitePragmas+"&_pragma=cache_size(-16384)&_pragma=query_only(1)") // only the writer writes
	if err != nil {
		return nil, errs.Wrap("store.open", err)
	}
	pool.SetMaxOpenConns(readersMax + copiesMax)
	pool.SetMaxIdleConns(readersMax)
	if err := single.PingContext(ctx); err != nil {
		return nil, errs.Wrap("store.open "+file, err)
	}
	idle := make(chan readerConn, readersMax)
	for range readersMax {
		idle <- readerConn{}
	}
	return &sqliteEngine{name: name, pool: pool, idle: idle, shut: make(chan struct{}), single: single, queue: make(chan *writeJob, writeQueueMax), gone: make(chan struct{}), meanwhile: meanwhile}, nil
}

func (e *sqliteEngine) migrations() *sql.DB { return e.single }

// write hands the transaction to the writer and waits for its own result.
func (e *sqliteEngine) write(ctx context.Context, fn func(q.DBTX) error) error {
	e.start.Do(func() { go e.run() })
	job := &writeJob{ctx: ctx, fn: fn, answer: make(chan error, 1), early: ctx.Value(togetherKey{}) == e}
	e.mu.RLock()
	if e.closed {
		e.mu.RUnlock()
		return errs.New(errs.Busy, "the house is closing")
	}
	select {
	case e.queue <- job:
		e.mu.RUnlock()
	default:
		e.mu.RUnlock()
		return errs.New(errs.Busy, "too many are waiting to write").Because("try again in a second with the same key")
	}
	return <-job.answer // also after ctx ends: the caller must learn whether it was written
}

// run is the writer: it takes what waits, commits it together and answers. It never waits for a batch to fill. When it
// was busy for a while without a rest it takes one: another process that waits for its turn finds no other gap.
func (e *sqliteEngine) run() {
	defer close(e.gone)
	batch := make([]*writeJob, 0, writeBatchMax)
	for rested := time.Now(); ; {
		waits := time.Now()
		job, ok := <-e.queue
		if !ok {
			return
		}
		if time.Since(waits) > restLength {
			rested = time.Now()
		}
		batch = e.drain(append(batch[:0], job))
		e.commit(batch)
		for _, job := range batch {
			job.answer <- job.err
		}
		if time.Since(rested) > busyMost {
			time.Sleep(restLength)
			rested = time.Now()
		}
	}
}

const (
	busyMost   = 25 * time.Millisecond
	restLength = 400 * time.Microsecond
)

// drain adds what waits already.
func (e *sqliteEngine) drain(batch []*writeJob) []*writeJob {
	for len(batch) < writeBatchMax {
		select {
		case more, ok := <-e.queue:
			if !ok {
				return batch
			}
			batch = append(batch, more)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the batch in one transaction, each caller in a savepoint of its own, and makes it durable with one fsync.
// When the transaction is lost, every caller that was not refused on its own account is told so.
func (e *sqliteEngine) commit(batch []*writeJob) {
	if e.broken != nil {
		fail(batch, e.broken)
		return
	}
	lost := unwritten
	err := e.attempt(batch)
	if err == nil && e.mayWait(batch) {
		return
	}
	if e.open > 0 {
		lost = unknownOutcome // callers before these were told that it is written
	}
	if err == nil {
		lost = unknownOutcome // from here on it may be written, whatever is said
		err = e.conn.exec("commit")
	}
	e.open = 0
	if err == nil {
		e.commits.Add(1)
		return
	}
	if e.conn != nil {
		e.conn.exec("rollback") // may fail: the transaction may be gone already
		e.conn.close()
		e.conn, e.version = nil, ""
	}
	if meaningOf(err) == diskFailed {
		slog.Error("the disk failed; nothing is written any more until the house is started again", "error", err)
		e.broken = diskBroken(err)
	}
	fail(batch, lost(err))
}

// fail tells everybody who has no error of its own.
func fail(batch []*writeJob, err error) {
	for _, job := range batch {
		if job.err == nil {
			job.err = err
		}
	}
}

// attempt does everything but the commit.
func (e *sqliteEngine) attempt(batch []*writeJob) error {
	if e.conn == nil {
		conn, err := e.single.Conn(context.Background())
		if err != nil {
			return err
		}
		e.conn = &cachedConn{conn: conn, stmts: map[string]*sql.Stmt{}}
		if _, err := conn.ExecContext(context.Background(), "pragma busy_timeout = 0"); err != nil { // waitForTurn waits
			return err
		}
	}
	if e.open == 0 {
		if err := waitForTurn(turnMax, func() error { return e.conn.exec("begin immediate") }); err != nil {
			return err
		}
		if err := e.others(); err != nil {
			return err
		}
	}
	for _, job := range batch {
		if job.err = job.ctx.Err(); job.err != nil {
			continue // the caller left before its turn: nothing was written
		}
		if err := e.conn.exec("savepoint caller"); err != nil {
			return err
		}
		if job.err = protect(job.fn, e.conn); job.err != nil {
			if err := e.conn.exec("rollback to caller"); err != nil {
				return errors.Join(errLost, job.err, err)
			}
		}
		if err := e.conn.exec("release caller"); err != nil {
			return err
		}
	}
	return nil
}

// mayWait leaves the commit to the next callers while nobody in the batch waits for it.
func (e *sqliteEngine) mayWait(batch []*writeJob) bool {
	for _, job := range batch {
		if !job.early {
			return false
		}
	}
	if e.open+len(batch) > writeBatchMax {
		return false
	}
	e.open += len(batch)
	return true
}

// togetherKey marks the context of callers that do not wait for their commit.
type togetherKey struct{}

func (e *sqliteEngine) together(ctx context.Context) (context.Context, func() error) {
	return context.WithValue(ctx, togetherKey{}, e), func() error {
		return e.write(ctx, func(q.DBTX) error { return nil }) // waits, and so commits what is open
	}
}

// turnMax is how long the writer waits for another process to end its transaction.
const turnMax = 5 * time.Second

// waitForTurn tries again while another process holds the lock, at short and uneven intervals. SQLite's own busy timeout
// looks ten times a second only, and a server that is busy leaves gaps that are much shorter: a command beside it would
// wait for ever.
func waitForTurn(most time.Duration, try func() error) error {
	for end := time.Now().Add(most); ; time.Sleep(turnWait/2 + rand.N(turnWait)) {
		if err := try(); !collided(err) || time.Now().After(end) {
			return err
		}
	}
}

const turnWait = 200 * time.Microsecond

// others notices that another process has written since the last transaction: a command beside the server, a restore.
func (e *sqliteEngine) others() error {
	var version string
	if err := e.conn.QueryRowContext(context.Background(), "pragma data_version").Scan(&version); err != nil || version == e.version {
		return err
	}
	e.version = version
	return e.meanwhile(e.conn)
}

// append writes the log through the same writer.
func (e *sqliteEngine) append(ctx context.Context, fn func(q.DBTX) error) error {
	return e.write(ctx, fn)
}

// protect turns a panic of one caller into its own error, so that the others do not suffer.
func protect(fn func(q.DBTX) error, db q.DBTX) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errs.Wrap("store.write", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return fn(db)
}

func (e *sqliteEngine) close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	close(e.queue)
	e.mu.Unlock()
	started := true
	e.start.Do(func() { started = false })
	if started {
		<-e.gone
	}
	if e.conn != nil {
		e.conn.close()
	}
	close(e.shut)
	for range readersMax { // waits for the reads under way
		if c := <-e.idle; c.cachedConn != nil {
			c.close()
		}
	}
	return errors.Join(e.pool.Close(), e.single.Close())
}
