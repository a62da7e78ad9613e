// Command browser takes pictures of Kontor's pages as people see them; its tests look at and click through every page.
//
//	go run . shots -out DIR -lang de,ru -theme light,dark -width 390,1280   pictures of every page of the demo house
//	go run . shots -out DIR -pages /,/turnover                              of some
//	go run . shots -url http://127.0.0.1:8080 -out DIR                      of a house that runs already
//	go run . shots -readme                                                  docs/screenshot.png
//	go test -count=1 ./...                                                  look, measure, click (go test does not know when the pages changed)
//
// It is a module of its own, so that Kontor does not depend on a browser: it builds the command and talks to it.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "shots" {
		fmt.Fprintln(os.Stderr, "usage: go run . shots -out DIR [-lang en,de,ru] [-theme light,dark] [-width 1280,390] [-pages /,/turnover] [-whole] [-url URL] | -readme")
		os.Exit(2)
	}
	if err := shots(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
