package localdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockName = "owner.lock"
	// Join looks for an owner by locking the file for a moment; Start must not take that for an owner.
	lockPatience = 300 * time.Millisecond
	lockPoll     = 20 * time.Millisecond
)

// ErrNotRunning is what Join's error wraps when no process owns the directory.
var ErrNotRunning = errors.New("no server is running")

// HeldError says that another process owns the directory.
type HeldError struct {
	Dir   string
	PID   int       // 0 when the owner has not said yet
	Since time.Time // zero when the owner has not said yet
}

func (e *HeldError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("the database in %s is held by another process: stop it, or choose another directory", e.Dir)
	}
	return fmt.Sprintf("the database in %s is held by process %d since %s: stop that process (kill %d), or choose another directory",
		e.Dir, e.PID, e.Since.Format(time.RFC3339), e.PID)
}

// owner is what the lock file says about the one who holds it.
type owner struct {
	PID    int       `json:"pid"`
	Since  time.Time `json:"since"`
	Socket string    `json:"socket,omitempty"` // set once the server accepts connections
}

// ownerLock is the hold of this process on a directory. The system drops it when the process ends, however it ends.
type ownerLock struct {
	file  *flock.Flock
	owner owner
}

// acquire takes the directory or says who holds it.
func acquire(ctx context.Context, dir string) (*ownerLock, error) {
	l := &ownerLock{
		file:  flock.New(filepath.Join(dir, lockName)),
		owner: owner{PID: os.Getpid(), Since: time.Now().Truncate(time.Second)},
	}
	patient, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	ok, err := l.file.TryLockContext(patient, lockPoll)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the database directory %s belongs to another account: run as that account or choose another directory: %w", dir, err)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("taking hold of the database in %s: %w", dir, context.Cause(ctx))
	case err != nil && !errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("taking hold of the database in %s: %w", dir, err)
	case !ok:
		o := readOwner(dir)
		return nil, &HeldError{Dir: dir, PID: o.PID, Since: o.Since}
	}
	if err := l.write(); err != nil {
		return nil, errors.Join(err, l.file.Close())
	}
	return l, nil
}

// announce tells those who want to join where the server listens.
func (l *ownerLock) announce(socketDir string) error {
	l.owner.Socket = socketDir
	return l.write()
}

func (l *ownerLock) write() error {
	text, err := json.Marshal(l.owner)
	if err != nil {
		return err
	}
	// In place: a renamed file would be another file, with another lock.
	if err := os.WriteFile(l.file.Path(), append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("noting the owner of the database: %w", err)
	}
	return nil
}

func (l *ownerLock) release() error {
	return errors.Join(os.Truncate(l.file.Path(), 0), l.file.Close())
}

// readOwner returns the zero owner when the file cannot be read or is being written.
func readOwner(dir string) owner {
	var o owner
	text, err := os.ReadFile(filepath.Join(dir, lockName))
	if err != nil || json.Unmarshal(text, &o) != nil {
		return owner{}
	}
	return o
}

// Join returns the address of the database in dir that another process runs, for its owner, who is a superuser. While
// that process is starting, Join waits as long as ctx allows. The error wraps ErrNotRunning when no process owns dir.
func Join(ctx context.Context, dir string) (string, error) {
	poll := time.NewTicker(lockPoll)
	defer poll.Stop()
	for {
		held, err := isHeld(dir)
		if err != nil {
			return "", err
		}
		if !held {
			return "", fmt.Errorf("%w on the database in %s: start one with growthmap serve --data %s", ErrNotRunning, dir, dir)
		}
		if o := readOwner(dir); o.Socket != "" {
			if err := knock(ctx, o.Socket); err != nil {
				return "", fmt.Errorf("process %d holds the database in %s but its server does not answer: %w", o.PID, dir, err)
			}
			return dsn(o.Socket), nil
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return "", fmt.Errorf("waiting for the server on the database in %s: %w", dir, context.Cause(ctx))
		}
	}
}

func isHeld(dir string) (bool, error) {
	probe := flock.New(filepath.Join(dir, lockName), flock.SetFlag(os.O_RDONLY))
	free, err := probe.TryRLock()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, fs.ErrPermission):
		return false, fmt.Errorf("the database directory %s belongs to another account: run as that account: %w", dir, err)
	case err != nil:
		return false, fmt.Errorf("asking who holds the database in %s: %w", dir, err)
	}
	return !free, probe.Close()
}

func knock(ctx context.Context, socketDir string) error {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", socketPath(socketDir))
	if err != nil {
		return err
	}
	return conn.Close()
}
