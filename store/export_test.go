package store

// Commits is how many commits the SQLite writer has made, 0 on PostgreSQL where every caller makes its own.
func Commits(s *Store) int64 {
	if e, ok := s.engine.(*sqliteEngine); ok {
		return e.commits.Load()
	}
	return 0
}

// Waiting is how many callers wait for the SQLite writer.
func Waiting(s *Store) int {
	if e, ok := s.engine.(*sqliteEngine); ok {
		return len(e.queue)
	}
	return 0
}

// WriteQueueMax is how many may wait.
const WriteQueueMax = writeQueueMax

// MeaningOf names what an error of either engine says.
func MeaningOf(err error) string {
	return map[meaning]string{other: "other", duplicate: "duplicate", foreignKey: "foreign key", check: "check", notNull: "not null", outOfRange: "out of range",
		collision: "collision", diskFull: "disk full", diskFailed: "disk failed", readOnly: "read only"}[meaningOf(err)]
}
