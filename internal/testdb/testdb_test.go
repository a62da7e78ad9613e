package testdb_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"kontor/internal/testdb"
)

func TestMain(m *testing.M) { testdb.Main(m) }

func TestEachGivesFreshDatabases(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		testdb.Each(t, func(t *testing.T, url string) {
			if seen[url] {
				t.Errorf("%s was given twice", url)
			}
			seen[url] = true
			if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
				if _, err := os.Stat(file); !os.IsNotExist(err) {
					t.Errorf("%s is there already: %v", file, err)
				}
				return
			}
			db, err := sql.Open("pgx", url)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("create table only_mine (n bigint)"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPostgresIsObligatoryInCI(t *testing.T) {
	if os.Getenv("CI") == "true" && !t.Run("inner", func(t *testing.T) { testdb.Postgres(t) }) {
		t.Error("CI=true and no PostgreSQL")
	}
}
