// Package shared finds the reference data that is kept next to the repository and used in place, never copied.
//
// The folder is $KONTOR_SHARED, or ../shared beside the repository; its sub-folder data holds the files, or the folder
// is that sub-folder itself. A test that cannot find its file is skipped on a desk and fails where CI=true, so that a
// missing mount never looks like success.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Data gives the path of a reference file, e.g. Data(t, "vetting", "identifiers.json").
func Data(t testing.TB, path ...string) string {
	t.Helper()
	full := filepath.Join(append([]string{root(t), "data"}, path...)...)
	_, err := os.Stat(full)
	if err != nil && os.Getenv("KONTOR_SHARED") != "" {
		full = filepath.Join(append([]string{root(t)}, path...)...)
		_, err = os.Stat(full)
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("reference data is missing: %v", err)
		}
		t.Skipf("reference data is missing: %v", err)
	}
	return full
}

// root is the shared folder: the named one, or the neighbour of the folder that holds go.mod.
func root(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("KONTOR_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(dir), "shared")
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = parent
	}
}
