package localdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// process is a running child.
type process struct {
	cmd    *exec.Cmd
	pid    int
	exited chan struct{} // closed when the process has ended
	err    error         // how it ended; set before exited is closed
}

// startProcess starts cmd. The kernel takes the thread that started a child for its parent, so one thread starts the
// child and stays for the child's life: otherwise the child's parent could seem to die before this process does.
func startProcess(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.exited)
		}
	}()
	return p, <-started
}

var errCutOff = errors.New("PostgreSQL did not stop in time and was cut off; nothing committed is lost, the next start recovers")

// stop ends a server cleanly, or at once when ctx ends.
func (p *process) stop(ctx context.Context) error {
	if err := p.signal(syscall.SIGINT); err != nil {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-ctx.Done():
	}
	if err := p.signal(syscall.SIGQUIT); err != nil {
		return err
	}
	select {
	case <-p.exited:
		return errCutOff
	case <-time.After(immediateStopTimeout):
	}
	if err := p.signal(syscall.SIGKILL); err != nil {
		return err
	}
	<-p.exited
	return errCutOff
}

// signal does nothing to a process that has ended.
func (p *process) signal(sig syscall.Signal) error {
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("signalling PostgreSQL: %w", err)
	}
	return nil
}

// signalTo signals a process, or a process group by its negative number, and does nothing to one that has ended.
func signalTo(pid int, sig syscall.Signal) error {
	if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("signalling process %d: %w", pid, err)
	}
	return nil
}
