package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"kontor/errs"
	"kontor/lease"
)

// leaseCommand groups what works leases out from files and needs no house.
func (p *program) leaseCommand() *cobra.Command {
	c := &cobra.Command{Use: "lease", GroupID: "read", Short: "Work leases out from files: quotes and schedules",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("%s has no verb %q", cmd.CommandPath(), args[0])}
			}
			return cmd.Help()
		}}
	c.AddCommand(
		&cobra.Command{Use: "quote FILE", Short: "Find the one figure that is left out and show all sides of the lease", Args: exactly(1, "one file, or - for standard input"),
			Long: "Reads a request in JSON and writes the offer in JSON: terms, schedule, yields, and the money as customer, sponsors and lessor see it.\n" +
				"The shape of both is described in docs/leases.md.",
			RunE: func(_ *cobra.Command, args []string) error {
				return workOut(p, args[0], lease.ReadOffer, func(req lease.OfferRequest) (lease.Offer, error) { return lease.MakeOffer(req, lease.Reference{}) })
			}},
		&cobra.Command{Use: "schedule FILE", Short: "Plan complete terms", Args: exactly(1, "one file, or - for standard input"),
			Long: "Reads terms in JSON and writes the schedule in JSON: every amount in whole minor units of its currency. See docs/leases.md.",
			RunE: func(_ *cobra.Command, args []string) error {
				return workOut(p, args[0], lease.ReadTerms, lease.Plan)
			}})
	return c
}

// workOut reads a document, works it out and writes the answer.
func workOut[Req, Res any](p *program, name string, read func([]byte) (Req, error), do func(Req) (Res, error)) error {
	b, err := p.read(name)
	if err != nil {
		return err
	}
	req, err := read(b)
	if err != nil {
		return errs.As(err).At(name)
	}
	res, err := do(req)
	if err != nil {
		return errs.As(err).At(name)
	}
	if err := writeJSON(p.out, res); err != nil {
		return errs.Wrap("cli.write", err)
	}
	return nil
}
