package localdb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const ownerVar = "GROWTHMAP_TEST_OWNER_OF"

// TestMain lets the test binary be the owner of a database that a test can kill.
func TestMain(m *testing.M) {
	dir := os.Getenv(ownerVar)
	if dir == "" {
		os.Exit(m.Run())
	}
	if _, err := Start(context.Background(), Options{Dir: dir}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}

func TestFirstStartThenRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	exec1(t, c.DSN(), "CREATE EXTENSION postgis")
	exec1(t, c.DSN(), "CREATE EXTENSION btree_gist")
	exec1(t, c.DSN(), "CREATE TABLE kept AS SELECT 'ok' AS v")
	for setting, want := range map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
		"listen_addresses": "", "unix_socket_permissions": "0700", "server_encoding": "UTF8", "TimeZone": "UTC",
		"log_statement": "none", "log_min_error_statement": "panic", "jit": "off",
	} {
		if got := query(t, c.DSN(), "SELECT current_setting($1)", setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if got := query(t, c.DSN(), "SELECT current_database() || '/' || current_user || '/' || rolsuper FROM pg_roles WHERE rolname = current_user"); got != "growthmap/growthmap/true" {
		t.Errorf("connected as %s", got)
	}
	pid := c.proc.pid
	if group, err := syscall.Getpgid(pid); err != nil || group != pid {
		t.Errorf("the server is in process group %d (%v), want its own, %d", group, err, pid)
	}
	for _, path := range []string{c.socket, filepath.Join(dir, dataName)} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v, want 0700", path, info.Mode().Perm())
		}
		if uid := info.Sys().(*syscall.Stat_t).Uid; uid == 0 {
			t.Errorf("%s belongs to root", path)
		}
	}
	stop(t, c)
	if err, ok := <-c.Done(); ok {
		t.Errorf("Done reported %v after Stop", err)
	}
	if _, err := os.Stat(c.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Stop left the socket's directory %s behind (%v)", c.socket, err)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop: %v", err)
	}

	c = start(t, dir)
	if got := query(t, c.DSN(), "SELECT v FROM kept"); got != "ok" {
		t.Errorf("after a restart: %q", got)
	}
}

func TestOneOwner(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := time.Now().Add(-time.Second)
	c := start(t, dir)
	other := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, other); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, other} {
		_, err := Start(t.Context(), Options{Dir: path})
		var held *HeldError
		if !errors.As(err, &held) || held.PID != os.Getpid() || held.Since.Before(before) || held.Since.After(time.Now()) {
			t.Fatalf("a second start on %s: %v", path, err)
		}
		for _, want := range []string{dir, fmt.Sprintf("kill %d", os.Getpid()), held.Since.Format(time.RFC3339)} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%q does not contain %q", err, want)
			}
		}
	}
	if got := query(t, c.DSN(), "SELECT 'alive'"); got != "alive" {
		t.Error("the refused start disturbed the owner")
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if _, err := Join(t.Context(), dir); !errors.Is(err, ErrNotRunning) || !strings.Contains(err.Error(), "serve --data "+dir) {
		t.Fatalf("joining nothing: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("joining nothing created the directory")
	}

	owner := startOwner(t, dir)
	address, err := Join(t.Context(), dir) // waits: the owner has not finished its first start
	for errors.Is(err, ErrNotRunning) && t.Context().Err() == nil {
		time.Sleep(readyPoll) // nor even begun it
		address, err = Join(t.Context(), dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := query(t, address, "SELECT 'joined'"); got != "joined" {
		t.Errorf("got %q", got)
	}
	owner.awaitReady(t)
	owner.kill(t)

	if _, err := Join(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("joining what a killed owner left: %v", err)
	}
	stop(t, start(t, dir))
	if _, err := Join(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("joining after Stop: %v", err)
	}
}

func TestJoinWhileTheServerIsDead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	kill(t, c.proc.pid)
	<-c.Done()
	_, err := Join(t.Context(), dir)
	if err == nil || errors.Is(err, ErrNotRunning) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("joining an owner without a server: %v", err)
	}
}

func TestServerKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	exec1(t, c.DSN(), "CREATE TABLE t (n int)")
	for n := range 3 {
		exec1(t, c.DSN(), "INSERT INTO t VALUES ($1)", n)
		unfinished := begin(t, c.DSN(), "INSERT INTO t SELECT generate_series(100, 9999)")
		kill(t, c.proc.pid)
		if err := <-c.Done(); err == nil || !strings.Contains(err.Error(), logName) {
			t.Fatalf("Done said %v", err)
		}
		unfinished.Close(t.Context())
		if err := c.Stop(t.Context()); err != nil {
			t.Fatalf("Stop after the server's death: %v", err)
		}
		c = start(t, dir)
		if got := query(t, c.DSN(), "SELECT string_agg(n::text, ',' ORDER BY n) FROM t"); got != "0,1,2"[:2*n+1] {
			t.Fatalf("after kill %d: %s", n, got)
		}
	}
}

func TestServerKilledDuringALongQuery(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	conn, err := pgx.Connect(t.Context(), c.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	go conn.Exec(context.Background(), "DO 'BEGIN LOOP END LOOP; END'")
	for query(t, c.DSN(), "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'") != "1" {
		time.Sleep(readyPoll)
	}
	kill(t, c.proc.pid)
	<-c.Done()
	stop(t, c)
	c = start(t, dir)
	if got := query(t, c.DSN(), "SELECT 'alive'"); got != "alive" {
		t.Errorf("got %q", got)
	}
}

func TestOwnerKilled(t *testing.T) {
	t.Parallel()
	for name, alsoServer := range map[string]bool{"owner": false, "owner and server": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for n := range 3 {
				owner := startOwner(t, dir)
				owner.awaitReady(t)
				address, err := Join(t.Context(), dir)
				if err != nil {
					t.Fatal(err)
				}
				exec1(t, address, "CREATE TABLE IF NOT EXISTS t (n int)")
				exec1(t, address, "INSERT INTO t VALUES ($1)", n)
				unfinished := begin(t, address, "INSERT INTO t SELECT generate_series(100, 9999)")
				server := readPidFile(filepath.Join(dir, dataName)).pid
				owner.kill(t)
				if alsoServer {
					kill(t, server)
				}
				c := start(t, dir)
				unfinished.Close(t.Context())
				if got := query(t, c.DSN(), "SELECT string_agg(n::text, ',' ORDER BY n) FROM t"); got != "0,1,2"[:2*n+1] {
					t.Fatalf("after kill %d: %s", n, got)
				}
				stop(t, c)
			}
		})
	}
}

// A system that does not stop a killed owner's server leaves it running.
func TestServerLeftRunning(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	exec1(t, c.DSN(), "CREATE TABLE kept AS SELECT 'ok' AS v")
	if err := c.lock.release(); err != nil {
		t.Fatal(err)
	}
	next := start(t, dir)
	if err := <-c.Done(); err == nil {
		t.Error("the server left running was not stopped")
	}
	if got := query(t, next.DSN(), "SELECT v FROM kept"); got != "ok" {
		t.Errorf("got %q", got)
	}
}

func TestNonsenseInThePidFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stop(t, start(t, dir))
	for name, text := range map[string]string{
		"empty": "", "garbage": "not a pid\n\x00\xff", "negative": "-1\n", "another program's": fmt.Sprintf("%d\n%s\n", os.Getpid(), dir),
		"nobody's": "4194305\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, dataName, pidFileName), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := start(t, dir)
		if got := query(t, c.DSN(), "SELECT 'alive'"); got != "alive" {
			t.Errorf("%s: got %q", name, got)
		}
		stop(t, c)
	}
}

func TestInterruptedCreation(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, interrupt := context.WithCancelCause(t.Context())
	ctrlC := errors.New("interrupted here")
	go func() {
		for {
			if begun, _ := filepath.Glob(filepath.Join(dir, halfMadePrefix+"*", "PG_VERSION")); len(begun) > 0 {
				interrupt(ctrlC)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if _, err := Start(ctx, Options{Dir: dir, Log: quiet}); !errors.Is(err, ctrlC) {
		t.Fatalf("interrupted start: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, dataName)); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("half a cluster was left in place (%v)", err)
	}
	// What kill -9 leaves.
	killed := filepath.Join(dir, halfMadePrefix+"123", "base")
	if err := os.MkdirAll(killed, 0o700); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, halfMadePrefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAwkwardDirectories(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"long":               strings.Repeat("a-rather-long-name/", 10),
		"special characters": `it's 100% "odd", [a]*? +한글 \`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), path)
			c := start(t, dir)
			if n := len(socketPath(c.socket)); n > maxSocketPathBytes {
				t.Errorf("the socket's path has %d bytes: %s", n, c.socket)
			}
			address, err := Join(t.Context(), dir)
			if err != nil || address != c.DSN() {
				t.Fatalf("joined %q (%v), want %q", address, err, c.DSN())
			}
			if got := query(t, address, "SELECT 'alive'"); got != "alive" {
				t.Errorf("got %q", got)
			}
			stop(t, c)
			stop(t, start(t, dir))
		})
	}
}

// Root's home is such a place for the account that runs the server.
func TestBelowAPrivateDirectory(t *testing.T) {
	t.Parallel()
	private := filepath.Join(t.TempDir(), "private")
	if err := os.Mkdir(private, 0o700); err != nil {
		t.Fatal(err)
	}
	c := start(t, filepath.Join(private, "growthmap", "var"))
	info, err := os.Stat(filepath.Join(c.dir, dataName))
	if err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.proc.pid))
	if err != nil {
		t.Fatal(err)
	}
	uid := info.Sys().(*syscall.Stat_t).Uid
	if want := fmt.Sprintf("Uid:\t%d\t%d\t%d\t%d\n", uid, uid, uid, uid); uid == 0 || !strings.Contains(string(status), want) {
		t.Errorf("the server does not run as %d, the owner of its data:\n%s", uid, status)
	}
	if want := "CapEff:\t0000000000000000\n"; !strings.Contains(string(status), want) {
		t.Errorf("the server has capabilities:\n%s", status)
	}
	// Workers and a reload open the data anew.
	exec1(t, c.DSN(), "CREATE TABLE big AS SELECT n FROM generate_series(1, 100000) n")
	exec1(t, c.DSN(), "SELECT pg_reload_conf()")
	if got := query(t, c.DSN(), "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SELECT count(*)::text FROM big"); got != "100000" {
		t.Errorf("got %s", got)
	}
}

func TestSocketDirectoryTakenByAnother(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("long/", 30))
	c := start(t, dir)
	stop(t, c)
	elsewhere := t.TempDir()
	if err := os.Symlink(elsewhere, c.socket); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(c.socket) })
	_, err := Start(t.Context(), Options{Dir: dir, Log: quiet})
	if err == nil || !strings.Contains(err.Error(), c.socket) || !strings.Contains(err.Error(), "remove it") {
		t.Errorf("a link in place of the socket's directory: %v", err)
	}
	if got, _ := os.ReadDir(elsewhere); len(got) > 0 {
		t.Errorf("the link was followed: %v", got)
	}
}

func TestStopCutsOffWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	exec1(t, c.DSN(), "CREATE TABLE kept AS SELECT 'ok' AS v")
	conn, err := pgx.Connect(t.Context(), c.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	backend, err := strconv.Atoi(query(t, c.DSN(), "SELECT pid::text FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(backend, syscall.SIGSTOP); err != nil { // a session that cannot end
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := c.Stop(ctx); !errors.Is(err, errCutOff) {
		t.Errorf("Stop said %v", err)
	}
	c = start(t, dir)
	if got := query(t, c.DSN(), "SELECT v FROM kept"); got != "ok" {
		t.Errorf("got %q", got)
	}
}

func TestUnusableDirectories(t *testing.T) {
	t.Parallel()
	made := t.TempDir()
	stop(t, start(t, made))
	for name, tc := range map[string]struct {
		spoil func(dir string) error
		want  []string
	}{
		"another version": {
			func(dir string) error {
				return os.WriteFile(filepath.Join(dir, dataName, "PG_VERSION"), []byte("9\n"), 0o600)
			},
			[]string{"made by PostgreSQL 9", "install PostgreSQL 9 with PostGIS"},
		},
		"unknown version": {
			func(dir string) error {
				return os.WriteFile(filepath.Join(dir, dataName, "PG_VERSION"), []byte("x"), 0o600)
			},
			[]string{"PG_VERSION says \"x\""},
		},
		"not a cluster": {
			func(dir string) error { return os.Remove(filepath.Join(dir, dataName, "PG_VERSION")) },
			[]string{"not a PostgreSQL cluster", "move it away"},
		},
		"a damaged cluster": {
			func(dir string) error { return os.Remove(filepath.Join(dir, dataName, "global", "pg_control")) },
			[]string{"could not start", "it said:", "pg_control"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if out, err := exec.Command("cp", "-a", made+"/.", dir).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if err := tc.spoil(dir); err != nil {
				t.Fatal(err)
			}
			_, err := Start(t.Context(), Options{Dir: dir, Log: quiet})
			requireMessage(t, err, tc.want)
		})
	}
	if _, err := Start(t.Context(), Options{}); err == nil {
		t.Error("no directory was accepted")
	}
}

func requireMessage(t *testing.T, err error, want []string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not contain %q", err, w)
		}
	}
}

var quiet = slog.New(slog.DiscardHandler)

// start starts a cluster that is stopped when the test ends.
func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	began := time.Now()
	c, err := Start(t.Context(), Options{Dir: dir, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %v", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() { c.Stop(context.Background()) })
	return c
}

func stop(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func exec1(t *testing.T, address, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// query returns the one text that the last of the statements answers with.
func query(t *testing.T, address, sql string, args ...any) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	statements := strings.Split(sql, "; ")
	for _, s := range statements[:len(statements)-1] {
		if _, err := conn.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	var answer string
	if err := conn.QueryRow(t.Context(), statements[len(statements)-1], args...).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

// begin leaves a transaction open.
func begin(t *testing.T, address, sql string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "BEGIN"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
	return conn
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := signalTo(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// ownerProcess is another process that owns a database.
type ownerProcess struct {
	cmd *exec.Cmd
	out io.Reader
}

func startOwner(t *testing.T, dir string) *ownerProcess {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), ownerVar+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return &ownerProcess{cmd: cmd, out: out}
}

func (o *ownerProcess) awaitReady(t *testing.T) {
	t.Helper()
	if line, err := bufio.NewReader(o.out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the owner said %q (%v)", line, err)
	}
}

func (o *ownerProcess) kill(t *testing.T) {
	t.Helper()
	kill(t, o.cmd.Process.Pid)
	o.cmd.Wait()
}
