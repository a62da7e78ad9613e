package actus_test

import (
	"os"
	"path/filepath"
	"testing"

	"kontor/actus"
	"kontor/actus/cases"
	"kontor/internal/shared"
)

// Every public case of every contract type, compiled, gives the bits of the plain path in both modes.
func TestCompiledGivesTheBitsOfThePublicCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared.Data(t, "actus"), "actus-tests-*.json"))
	if err != nil || len(files) < 18 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	var out actus.Columns
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list, err := cases.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		fast := 0
		for _, c := range list {
			for _, mode := range []actus.Mode{actus.Conformance, {}} {
				want, wantErr := c.Run(mode)
				compiled, err := actus.Compile(c.Terms, mode, c.Seen.Calendars)
				if err == nil {
					err = compiled.Project(&c.Seen, c.To, &out)
				}
				if (err == nil) != (wantErr == nil) {
					t.Errorf("%s: got error %v, want %v", c.ID, err, wantErr)
				}
				if err != nil || wantErr != nil {
					continue
				}
				sameBits(t, c.Terms, &out, want)
				if compiled.Plain() == "" {
					fast++
				}
			}
		}
		t.Logf("%s: %d of %d projections took the fast path", filepath.Base(file), fast, 2*len(list))
	}
}
