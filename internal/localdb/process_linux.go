package localdb

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// processAttr puts a child in a process group of its own, out of reach of the terminal's Ctrl-C: this process decides
// when its server stops. If this process is killed, the kernel stops the server cleanly instead.
func processAttr(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: cred, Setpgid: true, Pdeathsig: syscall.SIGINT}
}

// processesIn lists the PostgreSQL processes that work on the cluster in data, which is the directory they are in.
func processesIn(data string) ([]int, error) {
	dir, err := os.Stat(data)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		// Failures are processes that have just ended, or other people's.
		cwd, err := os.Stat(filepath.Join("/proc", e.Name(), "cwd"))
		if err != nil || !os.SameFile(cwd, dir) {
			continue
		}
		exe, err := os.Readlink(filepath.Join("/proc", e.Name(), "exe"))
		if err == nil && filepath.Base(strings.TrimSuffix(exe, " (deleted)")) == "postgres" {
			pids = append(pids, pid)
		}
	}
	return pids, nil
}
