package api_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"kontor/api"
	"kontor/desk"
	"kontor/id"
	"kontor/store"
)

// A program makes itself a token and registers a party; what is wrong with it comes back as a problem.
func ExampleNew() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "kontor")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "house.db"))
	if err != nil {
		panic(err)
	}
	defer s.Close()
	d := desk.New(s, id.NewSource(s.Now))
	admin, err := d.SetUp(ctx, desk.SetUpRequest{House: "Haus am Hafen", Centre: "Centre East", Name: "Ada", Email: "ada@haus.example", Password: "a long enough sentence", Lang: "en"}, false)
	if err != nil {
		panic(err)
	}
	token, err := d.IssueToken(ctx, admin, desk.TokenRequest{Name: "example", Days: 1})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(api.New(d, api.Options{}))
	defer server.Close()

	r, err := http.NewRequest("POST", server.URL+"/api/party/register", strings.NewReader(`{"name": "Waldbau", "kind": "entity", "country": "Germany", "roles": ["customer"]}`))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Bearer "+token.Secret)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "first-customer")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		panic(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Status)
	fmt.Println(strings.Contains(string(b), `"field":"country"`))
	// Output:
	// 422 Unprocessable Entity
	// true
}
