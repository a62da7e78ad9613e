//go:build !unix

package testdb

import "os/exec"

func own(string) error { return nil }

func as(cmd *exec.Cmd, dir string) *exec.Cmd {
	cmd.Dir = dir
	return cmd
}
