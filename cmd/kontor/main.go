// Command kontor runs a trading house abroad; see kontor help.
package main

import (
	"os"

	"kontor/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
