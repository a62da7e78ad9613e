// Package house holds the plan of the house and checks the code against it: a package imports only packages on strictly
// lower floors, and the floors 0 to 6 are pure.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors is the plan. A package that is not here has no room yet: give it one, and say in docs/ARCHITECTURE.md why.
var floors = map[string]int{
	"errs": 0, "money": 0, "day": 0, "id": 0, "flow": 0,
	"ident": 1, "ledger": 1, "proof": 1, "wire/sheet": 1, "wire/pdf": 1, "wire/mt": 1, "lang": 1, "actus": 1, "deadline": 1,
	"party": 2, "goods": 2, "wording": 2, "actus/cases": 2,
	"vet": 3, "loan": 3,
	"guarantee": 4, "lease": 4,
	"deal":     5,
	"turnover": 6,
	"store":    7, "store/q": 7, "store/col": 7, "paper": 7,
	"desk": 8,
	"demo": 9, "api": 9, "web": 9,
	"cli":        10,
	"cmd/kontor": 11,
}

// neighbours are the imports on one floor that the plan allows, because the two are one room with an inner door.
var neighbours = map[string][]string{
	"store":   {"store/q", "store/col"},
	"store/q": {"store/col"},
	"money":   {"errs"}, "day": {"errs"}, "id": {"errs"}, // every sentence of a refusal is made in errs
}

// outside are the libraries that a pure package may import beside the standard library, one reason each.
var outside = map[string][]string{
	"party":    {"golang.org/x/text"},                              // Unicode normalisation and case folding
	"vet":      {"golang.org/x/text"},                              // the same
	"lang":     {"golang.org/x/text"},                              // language tags and plurals
	"wording":  {"golang.org/x/text"},                              // Unicode normalisation
	"wire/pdf": {"github.com/ledongthuc/pdf"},                      // the format itself
	"proof":    {"golang.org/x/mod", "github.com/go-jose/go-jose"}, // Merkle log, signed notes, signed files
}

// impure are standard packages that bring a clock, a context, SQL, logging, files or the network into a room that has none.
var impure = []string{"context", "database/sql", "log", "log/slog", "os", "net", "net/http", "time"}

// allowedImpure are exceptions with their reason.
var allowedImpure = map[string][]string{
	"day": {"time", "database/sql/driver"}, "money": {"database/sql/driver"}, // weekdays and moments; column types bind themselves
	"id":       {"time"}, // takes the clock as an argument
	"lang":     {"time"}, // names of weekdays
	"deadline": {"time"}, // the zone of a place; moments come as arguments
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) map[string]listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "kontor/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string]listed{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found[strings.TrimPrefix(p.ImportPath, "kontor/")] = p
	}
}

func TestFloors(t *testing.T) {
	for name, p := range packages(t) {
		if strings.HasPrefix(name, "internal/") || name == "house" {
			continue // what only tests import stands beside the house
		}
		floor, ok := floors[name]
		if !ok {
			t.Errorf("%s has no floor in the plan", name)
			continue
		}
		for _, imported := range p.Imports {
			below, ours := strings.CutPrefix(imported, "kontor/")
			if !ours || slices.Contains(neighbours[name], below) {
				continue
			}
			if strings.HasPrefix(below, "internal/") {
				t.Errorf("%s imports %s, which is for tests only", name, below)
			} else if floors[below] >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d): only strictly lower floors may be imported", name, floor, below, floors[below])
			}
		}
	}
}

func TestLowerFloorsArePure(t *testing.T) {
	for name, p := range packages(t) {
		if floor, ok := floors[name]; !ok || floor > 6 {
			continue
		}
		for _, imported := range p.Imports {
			switch {
			case strings.HasPrefix(imported, "kontor/"):
			case strings.Contains(strings.SplitN(imported, "/", 2)[0], "."):
				if !slices.ContainsFunc(outside[name], func(library string) bool { return imported == library || strings.HasPrefix(imported, library+"/") }) {
					t.Errorf("%s imports %s, which the plan does not name for it", name, imported)
				}
			case slices.Contains(impure, imported) || strings.HasPrefix(imported, "net/"):
				if !slices.Contains(allowedImpure[name], imported) {
					t.Errorf("%s imports %s: floors 0 to 6 take time, files, SQL and the network as arguments or not at all", name, imported)
				}
			}
		}
	}
}

func TestPlanHasNoEmptyRooms(t *testing.T) {
	found := packages(t)
	for name := range floors {
		if _, ok := found[name]; !ok {
			t.Errorf("the plan names %s, which does not exist", name)
		}
	}
}
