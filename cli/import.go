package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kontor/desk"
	"kontor/errs"
)

// importFlags adds to the verbs of import where the refused rows go.
func (r *verbRun) importFlags(cmd *cobra.Command) {
	if r.spec.Noun() == "import" {
		cmd.Flags().StringVar(&r.refused, "refused", "", "write the refused rows with their reasons to this file, to be mended and sent again")
	}
}

// imported deals with the answer of an import: the refused rows go to their file, and refused rows are findings.
func (r *verbRun) imported(res any) (shown any, err error) {
	one, ok := res.(desk.ImportResult)
	if !ok || one.Refused == 0 {
		return res, nil
	}
	if r.refused != "" {
		if err := os.WriteFile(r.refused, []byte(one.RefusedFile), 0o600); err != nil {
			return res, errs.Wrap("cli.import", err)
		}
		fmt.Fprintln(r.err, r.lang().T("The refused rows are in {file}: mend them there and send it again.", "file", r.refused))
	} else if !r.asJSON {
		fmt.Fprintln(r.err, r.lang().T("Add --refused FILE to get the refused rows back in a file."))
	}
	if !r.asJSON {
		one.RefusedFile = "" // in a terminal the rows stand above
	}
	return one, errFound
}
