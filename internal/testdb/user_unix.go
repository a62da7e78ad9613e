//go:build unix

package testdb

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// server is who runs PostgreSQL when the tests run as root, which PostgreSQL refuses.
func server() (uid, gid int, root bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ = strconv.Atoi(u.Uid) // decimal on unix
			gid, _ = strconv.Atoi(u.Gid)
			return uid, gid, true
		}
	}
	return 0, 0, false
}

// own gives the folder to whoever runs the server.
func own(dir string) error {
	uid, gid, root := server()
	if !root {
		return nil
	}
	return os.Chown(dir, uid, gid)
}

// as runs the command in the folder, as whoever runs the server, and out of reach of a Ctrl-C in the terminal: the
// server is ended by its keeper.
func as(cmd *exec.Cmd, dir string) *exec.Cmd {
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if uid, gid, root := server(); root {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return cmd
}
