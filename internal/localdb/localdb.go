// Package localdb runs a private PostgreSQL server with PostGIS, so that the program needs no database to be set up.
//
// A directory holds one database and has one owner at a time:
//
//	owner.lock      who owns the directory: locked while the owner lives
//	postgresql/     the cluster's data, complete or absent
//	postgresql.log  what the server says, bounded
//	socket/         where the server listens; in /tmp when root started it or the path is too long for a socket
//
// The server listens on a Unix socket that only its own account and root can reach, and on no network address. Started
// by root, it runs as the unprivileged account that owns the data (PostgreSQL's own account for a new directory) and is
// handed the data directory as an open file, so the directory may lie anywhere, below root's home too.
package localdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	dataName   = "postgresql"
	logName    = "postgresql.log"
	socketName = "socket"

	database  = "growthmap"
	superuser = "growthmap"
	port      = "5432" // only names the socket's file
)

const (
	fastStopTimeout      = 30 * time.Second
	immediateStopTimeout = 10 * time.Second // PostgreSQL itself kills what is left after 5 s
	readyPoll            = 10 * time.Millisecond
	readyReminder        = 15 * time.Second
)

// Options says where the database is kept and how its server is found.
type Options struct {
	Dir    string       // directory of the database; created when missing
	BinDir string       // directory of the PostgreSQL programs; searched for when empty
	Log    *slog.Logger // slog.Default when nil
}

// Cluster is a running server owned by this process.
type Cluster struct {
	dir    string
	socket string
	log    *slog.Logger
	lock   *ownerLock
	proc   *process

	done     chan error
	stopping atomic.Bool
	stop     sync.Once
	stopErr  error
}

// Start takes ownership of the directory, creates the database in it when it is empty, recovers it when the last owner
// or server was killed, and returns once the server accepts connections. Cancelling ctx gives up; once Start has
// returned, ctx no longer matters and the caller must call Stop.
//
// The error is a *HeldError when another process owns the directory. All errors are fit to be shown to a stranger.
func Start(ctx context.Context, opt Options) (*Cluster, error) {
	log := opt.Log
	if log == nil {
		log = slog.Default()
	}
	dir, err := prepareDir(opt.Dir)
	if err != nil {
		return nil, err
	}
	lock, err := acquire(ctx, dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, log: log, lock: lock, done: make(chan error, 1)}
	began := time.Now()
	srv, err := c.prepare(ctx, opt.BinDir)
	if err == nil {
		err = c.run(ctx, srv)
	}
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	log.Info("database ready", "dir", dir, "socket", c.socket, "took", time.Since(began).Round(time.Millisecond))
	return c, nil
}

// prepare makes sure that there is a complete cluster which nothing works on, and returns the server for it.
func (c *Cluster) prepare(ctx context.Context, binDir string) (*server, error) {
	data := filepath.Join(c.dir, dataName)
	major, err := clusterMajor(data)
	if err != nil {
		return nil, err
	}
	srv, err := findServer(ctx, binDir, data, major)
	if err != nil {
		return nil, err
	}
	if err := srv.stopStrays(ctx, data, c.log); err != nil {
		return nil, err
	}
	if major == 0 {
		c.log.Info("creating a database", "dir", c.dir, "postgresql", srv.major)
		if err := srv.create(ctx, c.dir); err != nil {
			return nil, err
		}
	}
	return srv, nil
}

// run starts the server and waits until it accepts connections.
func (c *Cluster) run(ctx context.Context, srv *server) error {
	logPath := filepath.Join(c.dir, logName)
	logFile, err := openLog(logPath)
	if err != nil {
		return err
	}
	defer logFile.Close()
	logStart, err := logFile.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if c.socket, err = srv.makeSocketDir(c.dir); err != nil {
		return err
	}
	data := filepath.Join(c.dir, dataName)
	if c.proc, err = srv.spawn(data, logFile, settings(c.socket)); err != nil {
		return errors.Join(err, removeSocketDir(c.socket))
	}
	err = c.awaitReady(ctx, data)
	if err == nil {
		err = c.lock.announce(c.socket)
	}
	if err != nil {
		err = fmt.Errorf("%w%s", err, logSince(logPath, logStart))
		stopCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fastStopTimeout)
		defer cancel()
		return errors.Join(err, c.proc.stop(stopCtx), removeSocketDir(c.socket))
	}
	go c.watch()
	return nil
}

// awaitReady waits until the server itself notes, in its pid file, that it accepts connections. Recovery after a crash
// may take long; only ctx and the server's end bound the wait.
func (c *Cluster) awaitReady(ctx context.Context, data string) error {
	poll := time.NewTicker(readyPoll)
	defer poll.Stop()
	reminder := time.NewTicker(readyReminder)
	defer reminder.Stop()
	for {
		if f := readPidFile(data); f.pid == c.proc.pid && f.ready {
			return nil
		}
		select {
		case <-poll.C:
		case <-reminder.C:
			c.log.Info("waiting for the database to recover", "dir", c.dir)
		case <-c.proc.exited:
			return fmt.Errorf("PostgreSQL could not start on %s: %w", data, c.proc.err)
		case <-ctx.Done():
			return fmt.Errorf("waiting for PostgreSQL to start on %s: %w", data, context.Cause(ctx))
		}
	}
}

// watch reports an unexpected end of the server and keeps its log bounded.
func (c *Cluster) watch() {
	defer close(c.done)
	tick := time.NewTicker(logCheck)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := boundLog(filepath.Join(c.dir, logName)); err != nil {
				c.log.Warn("the database's log could not be shortened", "error", err)
			}
		case <-c.proc.exited:
			if !c.stopping.Load() {
				c.done <- fmt.Errorf("PostgreSQL ended unexpectedly (%w): see %s; start again to recover",
					c.proc.err, filepath.Join(c.dir, logName))
			}
			return
		}
	}
}

// DSN is the address of the database for its owner, who is a superuser: a URL for pgx, psql and GDAL alike.
func (c *Cluster) DSN() string { return dsn(c.socket) }

func dsn(socketDir string) string {
	q := url.Values{"host": {socketDir}, "port": {port}}
	return "postgres://" + superuser + "@/" + database + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// Done receives an error when the server ends although nobody called Stop, and is closed when it has ended. The caller
// must still call Stop, which gives up the directory.
func (c *Cluster) Done() <-chan error { return c.done }

// Stop ends the server: open transactions are rolled back, everything committed is written. When that takes longer than
// 30 s or ctx ends first, the server is cut off and the error says so; nothing committed is lost, as the next start
// recovers. Then it gives up the directory. Further calls return the first call's answer.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stop.Do(func() {
		c.stopping.Store(true)
		stopCtx, cancel := context.WithTimeout(ctx, fastStopTimeout)
		defer cancel()
		err := c.proc.stop(stopCtx)
		c.stopErr = errors.Join(err, removeSocketDir(c.socket), c.lock.release())
		c.log.Info("database stopped", "dir", c.dir)
	})
	return c.stopErr
}

// settings are given on the command line, so that they are this program's whatever a configuration file says.
func settings(socketDir string) []string {
	var args []string
	for _, s := range [][2]string{
		{"cluster_name", database},
		{"listen_addresses", ""},
		{"port", port},
		{"unix_socket_directories", `"` + strings.ReplaceAll(socketDir, `"`, `""`) + `"`},
		{"unix_socket_permissions", "0700"},
		{"max_connections", "60"},

		{"fsync", "on"},
		{"full_page_writes", "on"},
		{"synchronous_commit", "on"},

		{"shared_buffers", "256MB"},
		{"work_mem", "32MB"},
		{"maintenance_work_mem", "128MB"},
		{"random_page_cost", "1.1"},
		{"jit", "off"},
		{"timezone", "UTC"},

		{"log_timezone", "UTC"},
		{"log_destination", "stderr"},
		{"logging_collector", "off"},
		{"log_line_prefix", "%m [%p] "},
		{"log_checkpoints", "off"},
		// Statements and the details of errors may hold people's data.
		{"log_statement", "none"},
		{"log_min_error_statement", "panic"},
		{"log_error_verbosity", "terse"},
	} {
		args = append(args, "-c", s[0]+"="+s[1])
	}
	return args
}

// prepareDir creates the directory and returns its one true path, so that every way to it finds the same owner.
func prepareDir(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("no directory was given for the database")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("finding the database directory %s: %w", dir, err)
	}
	if err := os.MkdirAll(abs, 0o700); err != nil {
		return "", fmt.Errorf("creating the database directory: %w", err)
	}
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return "", fmt.Errorf("finding the database directory: %w", err)
	}
	return real, nil
}
