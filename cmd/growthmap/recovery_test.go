package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roundRows is how many rows each import replaces: enough that a kill lands in
// the middle of it.
const roundRows = 4000

// roundFile writes a table of counts whose every row carries the round.
func roundFile(t *testing.T, dir string, round int) string {
	t.Helper()
	name := filepath.Join(dir, fmt.Sprintf("round-%d.csv", round))
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := csv.NewWriter(file)
	rows := [][]string{{"id", "date", "scope", "metric_ko", "metric_en", "value", "unit", "value_type", "programme", "year_selected", "source_url", "source_publisher", "source_date"}}
	for i := range roundRows {
		rows = append(rows, []string{fmt.Sprintf("kill-%05d", i), "2026-01-01", "national", "시험", "Test", strconv.Itoa(round), "projects", "actual", "M.AX",
			strconv.Itoa(round), "https://example.kr/kill", "시험", "2026-01-01"})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return name
}

// postmaster is the process of the private database below the data directory.
func postmaster(t *testing.T, data string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(data, "postgresql", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// state reads the newest edition and how many rows of the import each round has.
func state(s *server) (edition int64, rounds map[int]int) {
	s.t.Helper()
	body, _ := s.get("/api/editions?limit=1", 200)
	var list struct {
		Editions []struct{ ID int64 }
	}
	if err := json.Unmarshal(body, &list); err != nil || len(list.Editions) != 1 {
		s.t.Fatalf("editions: %v %s", err, body)
	}
	rounds = map[int]int{}
	for _, f := range s.items("ai-factory-counts", "limit=10000&metric_en=Test").Features {
		rounds[int(f.Properties["year_selected"].(float64))]++
	}
	return list.Editions[0].ID, rounds
}

func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	if err := os.Chmod(filepath.Dir(data), 0o755); err != nil {
		t.Fatal(err)
	}
	s := launch(t, data)
	importRound := func(round int) *exec.Cmd {
		return command(context.Background(), "import", "--data", data, "--layer", "ai-factory-counts", "--author", "test", "--reason", "round "+strconv.Itoa(round), roundFile(t, dir, round))
	}
	round := 1
	began := time.Now()
	if out, err := importRound(round).CombinedOutput(); err != nil {
		t.Fatalf("the first import: %v\n%s", err, out)
	}
	whole := time.Since(began)
	edition, rounds := state(s)
	if edition != 2 || rounds[1] != roundRows {
		t.Fatalf("edition %d has %v, want edition 2 with %d rows of round 1", edition, rounds, roundRows)
	}
	landed := 0
	for _, victim := range []string{"server", "database", "both"} {
		for range 10 {
			round++
			var said bytes.Buffer
			job := importRound(round)
			job.Stdout, job.Stderr = &said, &said
			database := postmaster(t, data)
			if err := job.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rand.Int64N(int64(whole))))
			if victim != "server" {
				if err := syscall.Kill(database, syscall.SIGKILL); err != nil {
					t.Fatal(err)
				}
			}
			if victim != "database" {
				if err := s.cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			<-s.done // a server whose database died ends by itself
			// The import may have landed before the kill, or died with the
			// database; one that came after it starts the database itself.
			imported := job.Wait() == nil
			s = launch(t, data)
			now, rounds := state(s)
			switch {
			case imported && (now != edition+1 || rounds[round] != roundRows || len(rounds) != 1):
				t.Fatalf("%s killed: the import of round %d said it landed; edition %d has %v\n%s", victim, round, now, rounds, &said)
			case !imported && now == edition+1 && rounds[round] == roundRows && len(rounds) == 1:
				// Committed, and killed before it could say so.
			case !imported && (now != edition || len(rounds) != 1 || rounds[round] != 0):
				t.Fatalf("%s killed: the import of round %d failed; edition %d has %v, edition %d stood before\n%s", victim, round, now, rounds, edition, &said)
			}
			if now == edition+1 {
				landed++
			}
			edition = now
		}
	}
	t.Logf("of 30 imports %d landed before the kill", landed)
	s.stop()
}
