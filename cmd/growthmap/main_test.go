package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "gm-bin")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "growthmap")
		build := exec.Command("go", "build", "-o", binary, ".")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "build:", err)
			return 1
		}
		defer func() {
			for _, end := range atExit {
				end()
			}
		}()
		return m.Run()
	}())
}

var atExit []func()

// server is a running growthmap.
type server struct {
	t       testing.TB
	cmd     *exec.Cmd
	address string // http://localhost:port
	data    string
	stderr  *tail
	done    chan error
}

// tail keeps what a process said, for the message of a failing test.
type tail struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *tail) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// command runs the program without the caller's own configuration.
func command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, binary, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "DATABASE_URL=") && !strings.HasPrefix(v, "GROWTHMAP_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// launch starts a server on the data directory and waits until it says where it is.
func launch(t testing.TB, data string, args ...string) *server {
	t.Helper()
	s := &server{t: t, data: data, stderr: &tail{}, done: make(chan error, 1)}
	s.cmd = command(context.Background(), append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, args...)...)
	s.cmd.Stderr = s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if _, at, ok := strings.Cut(lines.Text(), "Growthmap is at "); ok {
			s.address = strings.TrimSuffix(at, "/")
			break
		}
	}
	go func() {
		_, _ = io.Copy(io.Discard, stdout)
		s.done <- s.cmd.Wait()
	}()
	if s.address == "" {
		<-s.done
		t.Fatalf("the server did not start:\n%s", s.stderr)
	}
	return s
}

// stop asks the server to end and waits for it.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatalf("stop the server: %v", err)
	}
	select {
	case err := <-s.done:
		if err != nil {
			s.t.Errorf("the server ended with %v:\n%s", err, s.stderr)
		}
	case <-time.After(time.Minute):
		_ = s.cmd.Process.Kill()
		s.t.Fatalf("the server did not stop:\n%s", s.stderr)
	}
}

// get returns the body of a path of the server, which must answer with status.
func (s *server) get(path string, status int, header ...string) ([]byte, http.Header) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.address+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if response.StatusCode != status {
		s.t.Fatalf("GET %s: %s, want %d\n%.600s", path, response.Status, status, body)
	}
	return body, response.Header
}

// collection is what a page of features says.
type collection struct {
	NumberMatched int `json:"numberMatched"`
	Features      []struct {
		ID         string         `json:"id"`
		Properties map[string]any `json:"properties"`
	} `json:"features"`
}

func (s *server) items(layer, query string) collection {
	s.t.Helper()
	body, _ := s.get("/api/collections/"+layer+"/items?"+query, http.StatusOK)
	var c collection
	if err := json.Unmarshal(body, &c); err != nil {
		s.t.Fatal(err)
	}
	return c
}

var (
	shared     *server
	sharedOnce sync.Once
)

// running is a server with the shipped data that all tests of the package share.
func running(t *testing.T) *server {
	t.Helper()
	sharedOnce.Do(func() {
		dir, err := os.MkdirTemp("", "gm-run")
		if err != nil {
			t.Fatal(err)
		}
		shared = launch(t, dir)
		atExit = append(atExit, func() {
			_ = shared.cmd.Process.Signal(syscall.SIGTERM)
			<-shared.done
			_ = os.RemoveAll(dir)
		})
	})
	if shared == nil {
		t.Fatal("the shared server did not start")
	}
	view := *shared
	view.t = t
	return &view
}
