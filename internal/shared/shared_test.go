package shared_test

import (
	"os"
	"path/filepath"
	"testing"

	"kontor/internal/shared"
)

func TestDataIsFoundWhereTheVariablePoints(t *testing.T) {
	dir := t.TempDir()
	want := filepath.Join(dir, "data", "vetting", "x.json")
	if err := os.MkdirAll(filepath.Dir(want), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(want, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KONTOR_SHARED", dir)
	if got := shared.Data(t, "vetting", "x.json"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMissingDataSkips(t *testing.T) {
	t.Setenv("KONTOR_SHARED", t.TempDir())
	t.Setenv("CI", "")
	skipped := false
	t.Run("inner", func(t *testing.T) {
		defer func() { skipped = t.Skipped() }()
		shared.Data(t, "nothing.json")
	})
	if !skipped {
		t.Error("a missing file must skip the test")
	}
}
