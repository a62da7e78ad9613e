//go:build race

package store_test

// raced tells that the race detector is on. SQLite runs ten times slower under it; long tests of one goroutine, in which
// there is nothing to detect, are left out then.
const raced = true
