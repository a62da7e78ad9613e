package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"kontor/desk"
)

// setUpCommand makes the house and its administrator, as the first page in the browser does.
func (p *program) setUpCommand() *cobra.Command {
	var req desk.SetUpRequest
	cmd := &cobra.Command{Use: "setup", GroupID: "house", Short: "Make a new house and its administrator", Args: exactly(0, "flags only"),
		Long: "Make a new house and its administrator. The password comes from KONTOR_PASSWORD, from standard input, or is asked for.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			secret, err := p.password()
			if err != nil {
				return err
			}
			req.Password, req.Lang = desk.Secret(secret), string(p.lang())
			h, err := p.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer h.close()
			actor, err := h.desk.SetUp(cmd.Context(), req, false)
			if err != nil {
				return err
			}
			if p.asJSON {
				return writeJSON(p.out, actor)
			}
			fmt.Fprintln(p.out, p.lang().T("{house} stands. {name} is its administrator; add the others with kontor login add.", "house", req.House, "name", req.Name))
			return nil
		}}
	f := cmd.Flags()
	f.StringVar(&req.House, "house", "", "name of the house")
	f.StringVar(&req.Centre, "centre", "", "name of the first centre")
	f.StringVar(&req.Name, "name", "", "your name")
	f.StringVar(&req.Email, "email", "", "your e-mail; you sign in with it")
	return cmd
}

// tokenCommand makes a key for the API.
func (p *program) tokenCommand() *cobra.Command {
	var req desk.TokenRequest
	cmd := &cobra.Command{Use: "api-token", GroupID: "house", Short: "Make an API token for your own login; it is shown once", Args: exactly(0, "flags only"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := p.enter(cmd.Context())
			if err != nil {
				return err
			}
			defer h.close()
			res, err := h.desk.IssueToken(cmd.Context(), h.actor, req)
			if err != nil {
				return err
			}
			if p.asJSON {
				return writeJSON(p.out, res)
			}
			fmt.Fprintln(p.out, res.Secret)
			fmt.Fprintln(p.err, p.lang().T("It acts as {name} until {until} and is not shown again.", "name", h.actor.Name, "until", res.Until))
			return nil
		}}
	cmd.Flags().StringVar(&req.Name, "name", "command line", "what will use it")
	cmd.Flags().IntVar(&req.Days, "days", 90, "for how many days it is valid, 1 to 366")
	return cmd
}
