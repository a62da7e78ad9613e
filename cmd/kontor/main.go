// Command kontor runs a trading house abroad; see kontor help.
package main

import (
	"os"
	_ "time/tzdata" // the zones of places, also on a machine that has none

	"kontor/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
