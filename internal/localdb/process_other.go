//go:build unix && !linux

package localdb

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"syscall"
)

// processAttr puts a child in a process group of its own, out of reach of the terminal's Ctrl-C: this process decides
// when its server stops.
func processAttr(cred *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: cred, Setpgid: true}
}

// processesIn lists the PostgreSQL processes that work on the cluster in data, which is the directory they are in.
func processesIn(data string) ([]int, error) {
	out, err := exec.Command("lsof", "-a", "-c", "postgres", "-d", "cwd", "-F", "pn").Output()
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && len(out) == 0) {
		return nil, fmt.Errorf("listing processes with lsof: %w", err)
	}
	var pids []int
	pid := 0
	for line := range bytes.Lines(out) {
		value := string(bytes.TrimSpace(line[1:]))
		switch {
		case line[0] == 'p':
			pid, _ = strconv.Atoi(value) // lsof's own number
		case line[0] == 'n' && value == data:
			pids = append(pids, pid)
		}
	}
	return pids, nil
}
