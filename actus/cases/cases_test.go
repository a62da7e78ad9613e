package cases_test

import (
	"os"
	"path/filepath"
	"testing"

	"kontor/actus/cases"
	"kontor/internal/shared"
)

// TestPublicCases runs every public case of every file that is there.
func TestPublicCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared.Data(t, "actus"), "actus-tests-*.json"))
	if err != nil || len(files) < 18 {
		t.Fatalf("got %d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			list, err := cases.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				t.Fatal("no case was read")
			}
			events, worst := 0, 0.0
			for _, c := range list {
				got := cases.Check(c)
				if len(c.Strange) > 0 {
					t.Logf("%s has terms that are not known: %v", c.ID, c.Strange)
				}
				events += got.Events
				worst = max(worst, got.Worst)
				for _, why := range got.Excused {
					t.Logf("%s: %s", c.ID, why)
				}
				for i, d := range got.Differences {
					if i < 6 {
						t.Errorf("%s event %d %s: got %s, want %s", c.ID, d.Event, d.Field, d.Got, d.Want)
					}
				}
			}
			t.Logf("%d cases, %d events, worst difference %.2g", len(list), events, worst)
			if worst > 1e-8 {
				t.Errorf("the worst difference is %g, which is more than arithmetic", worst)
			}
		})
	}
}
