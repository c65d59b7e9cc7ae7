package localdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	halfMadePrefix = dataName + ".new-"

	// macOS allows one byte less than 104, Linux 107.
	maxSocketPathBytes = 103

	// A postmaster's children notice its death by themselves; a long query does not.
	strayPatience = 5 * time.Second
)

// server is an installation and the account its programs run under.
type server struct {
	installation
	cred *syscall.Credential // nil: the account of this process
}

// serverAccount returns who may work on the cluster in data: its owner, or who is to own it. Nil is this process's own
// account.
func serverAccount(data string) (*syscall.Credential, error) {
	uid := os.Geteuid()
	info, err := os.Stat(data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if uid != 0 {
			return nil, nil
		}
		return packagedAccount()
	case err != nil:
		return nil, fmt.Errorf("looking at the database: %w", err)
	}
	stat := info.Sys().(*syscall.Stat_t)
	switch {
	case stat.Uid == 0:
		return nil, fmt.Errorf("the database in %s belongs to root, and PostgreSQL refuses to run as root: "+
			"give it to an ordinary account (chown -R ACCOUNT %s)", data, data)
	case uid == 0:
		return &syscall.Credential{Uid: stat.Uid, Gid: stat.Gid}, nil
	case int(stat.Uid) != uid:
		return nil, fmt.Errorf("the database in %s belongs to account %s: run as root or as that account, or choose another directory",
			data, accountName(stat.Uid))
	}
	return nil, nil
}

// packagedAccount is the account that PostgreSQL's packages create.
func packagedAccount() (*syscall.Credential, error) {
	if runtime.GOOS != "linux" {
		return nil, errors.New("PostgreSQL refuses to run as root: run as an ordinary account")
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL refuses to run as root and there is no account postgres to run it (%w): "+
			"run as an ordinary account, or create one (useradd --system postgres)", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func accountName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// clusterMajor returns the version that made the cluster in data, 0 when there is none.
func clusterMajor(data string) (int, error) {
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if _, err := serverAccount(data); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return 0, fmt.Errorf("%s is not a PostgreSQL cluster: move it away or choose another directory: %w", data, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("%s is not a cluster of a PostgreSQL known here: its PG_VERSION says %q", data, text)
	}
	return major, nil
}

// create makes a cluster with an empty database. It is made under another name and renamed when it is complete and on
// disk, so an interruption never leaves half a cluster behind.
func (s *server) create(ctx context.Context, dir string) error {
	leftovers, err := filepath.Glob(filepath.Join(globQuote(dir), halfMadePrefix+"*"))
	if err != nil {
		return err
	}
	for _, path := range leftovers {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing a half-made database: %w", err)
		}
	}
	half, err := os.MkdirTemp(dir, halfMadePrefix)
	if err != nil {
		return fmt.Errorf("creating the database: %w", err)
	}
	defer os.RemoveAll(half) // by then renamed, unless something failed
	if s.cred != nil {
		if err := os.Chown(half, int(s.cred.Uid), int(s.cred.Gid)); err != nil {
			return fmt.Errorf("giving the database to the account %s: %w", accountName(s.cred.Uid), err)
		}
	}
	locale := "C.UTF-8"
	if runtime.GOOS != "linux" {
		locale = "C"
	}
	for _, step := range []struct {
		program, input string
		args           []string
	}{
		{program: "initdb", args: []string{"--username=" + superuser, "--auth-local=trust", "--auth-host=reject",
			"--encoding=UTF8", "--locale=" + locale, "--data-checksums", "--no-sync", "--no-instructions"}},
		{program: "postgres", input: "CREATE DATABASE " + database + "\n",
			args: []string{"--single", "-c", "exit_on_error=on", "postgres"}},
		{program: "initdb", args: []string{"--sync-only"}},
	} {
		if err := s.run(ctx, half, step.input, step.program, step.args...); err != nil {
			return fmt.Errorf("creating the database in %s: %w", dir, err)
		}
	}
	if err := os.Rename(half, filepath.Join(dir, dataName)); err != nil {
		return fmt.Errorf("creating the database: %w", err)
	}
	return syncDir(dir)
}

// command prepares a program to work on the cluster in data.
//
// A program that runs under another account gets the directory as an open file: it can then work there without a right
// to enter the directories above, and gains no other right. The caller closes that file once the program has started.
func (s *server) command(data, program string, args ...string) (*exec.Cmd, func(), error) {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = processAttr(s.cred)
	closeHandle := func() {}
	if s.cred != nil {
		handle, err := os.Open(data)
		if err != nil {
			return nil, nil, err
		}
		closeHandle = func() { handle.Close() }
		cmd.ExtraFiles = []*os.File{handle}
		data = "/proc/self/fd/3"
	}
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "PGDATA=" + data}
	return cmd, closeHandle, nil
}

// run runs a program to its end; its output is part of the error.
func (s *server) run(ctx context.Context, data, input, program string, args ...string) error {
	cmd, closeHandle, err := s.command(data, program, args...)
	if err != nil {
		return err
	}
	defer closeHandle()
	var output bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &output, &output
	cmd.WaitDelay = immediateStopTimeout
	p, err := startProcess(cmd)
	if err != nil {
		return err
	}
	select {
	case <-p.exited:
	case <-ctx.Done():
		// The program's children are in its process group.
		if err := signalTo(-p.pid, syscall.SIGKILL); err != nil {
			return err
		}
		<-p.exited
		return context.Cause(ctx)
	}
	if p.err != nil {
		return fmt.Errorf("%s: %w: %s", program, p.err, bytes.TrimSpace(output.Bytes()))
	}
	return nil
}

// spawn starts the server.
func (s *server) spawn(data string, log *os.File, args []string) (*process, error) {
	cmd, closeHandle, err := s.command(data, "postgres", args...)
	if err != nil {
		return nil, err
	}
	defer closeHandle()
	cmd.Stdout, cmd.Stderr = log, log
	p, err := startProcess(cmd)
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	return p, nil
}

// stopStrays ends what an owner that was killed has left running on the cluster, cleanly where it can be, and clears
// away a stale pid file.
func (s *server) stopStrays(ctx context.Context, data string, log *slog.Logger) error {
	if _, err := os.Stat(filepath.Join(data, pidFileName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	strays, err := processesIn(data)
	if err != nil {
		return fmt.Errorf("looking for an earlier server on %s: %w", data, err)
	}
	log.Info("the database was not stopped by its last owner", "dir", filepath.Dir(data), "still_running", len(strays))
	patience := strayPatience
	if pid := readPidFile(data).pid; slices.Contains(strays, pid) {
		patience = fastStopTimeout
		if err := signalTo(pid, syscall.SIGINT); err != nil {
			return err
		}
	}
	if strays, err = awaitNone(ctx, data, patience); err != nil {
		return err
	}
	for _, sig := range []syscall.Signal{syscall.SIGQUIT, syscall.SIGKILL} {
		for _, pid := range strays {
			if err := signalTo(pid, sig); err != nil {
				return err
			}
		}
		if strays, err = awaitNone(ctx, data, immediateStopTimeout); err != nil {
			return err
		}
	}
	if len(strays) > 0 {
		return fmt.Errorf("earlier processes %v still work on %s and cannot be ended: end them and start again", strays, data)
	}
	// No process works here, so the file is stale whatever process has its number now.
	if err := os.Remove(filepath.Join(data, pidFileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing a stale pid file: %w", err)
	}
	return nil
}

// awaitNone waits until no process works on the cluster, and returns those left when patience ends.
func awaitNone(ctx context.Context, data string, patience time.Duration) ([]int, error) {
	deadline := time.Now().Add(patience)
	for {
		strays, err := processesIn(data)
		if err != nil || len(strays) == 0 || time.Now().After(deadline) {
			return strays, err
		}
		select {
		case <-time.After(readyPoll):
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for an earlier server on %s to end: %w", data, context.Cause(ctx))
		}
	}
}

const pidFileName = "postmaster.pid"

// pidFile is what a server notes about itself in its data directory.
type pidFile struct {
	pid   int
	ready bool
}

// readPidFile returns the zero pidFile when there is none or it makes no sense.
func readPidFile(data string) pidFile {
	text, err := os.ReadFile(filepath.Join(data, pidFileName))
	if err != nil {
		return pidFile{}
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return pidFile{}
	}
	return pidFile{pid: pid, ready: len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"}
}

func socketPath(dir string) string { return filepath.Join(dir, ".s.PGSQL."+port) }

// makeSocketDir returns an unused directory that only the server's account and root can enter, with a path short enough for a
// socket: in dir if possible, otherwise in /tmp.
func (s *server) makeSocketDir(dir string) (string, error) {
	if path := filepath.Join(dir, socketName); s.cred == nil && len(socketPath(path)) <= maxSocketPathBytes {
		return path, errors.Join(os.MkdirAll(path, 0o700), clearSocket(path))
	}
	uid, gid := os.Geteuid(), os.Getegid()
	if s.cred != nil {
		uid, gid = int(s.cred.Uid), int(s.cred.Gid)
	}
	hash := fnv.New64a()
	hash.Write([]byte(dir))
	path := fmt.Sprintf("/tmp/growthmap-%d-%x", os.Geteuid(), hash.Sum64())
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("creating a directory for the database's socket: %w", err)
	}
	// Anyone may have put something there; only what is ours is used, and /tmp lets nobody else replace that.
	info, err := os.Lstat(path)
	if err != nil {
		return "", fmt.Errorf("looking at the directory for the database's socket: %w", err)
	}
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if !info.IsDir() || owner != uid && owner != os.Geteuid() {
		return "", fmt.Errorf("the directory for the database's socket, %s, was made by another account: remove it", path)
	}
	if err := errors.Join(os.Chown(path, uid, gid), os.Chmod(path, 0o700)); err != nil {
		return "", fmt.Errorf("protecting the directory for the database's socket: %w", err)
	}
	return path, clearSocket(path)
}

// clearSocket removes what a killed server has left: PostgreSQL takes the left lock for a living server's as long as
// any process, even a dead one that nobody has waited for, has the same number.
func clearSocket(dir string) error {
	for _, path := range []string{socketPath(dir), socketPath(dir) + ".lock"} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing a stale socket: %w", err)
		}
	}
	return nil
}

// removeSocketDir removes the directory once its server has ended.
func removeSocketDir(path string) error {
	if err := clearSocket(path); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("removing the directory of the database's socket: %w", err)
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// globQuote makes a path match only itself in a pattern.
func globQuote(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
