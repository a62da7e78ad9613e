package store

// Commits is how many commits the SQLite writer has made, 0 on PostgreSQL where every caller makes its own.
func Commits(s *Store) int64 {
	if e, ok := s.engine.(*sqliteEngine); ok {
		return e.commits.Load()
	}
	return 0
}
