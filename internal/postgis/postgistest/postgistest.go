// Package postgistest gives tests a real PostGIS: one private cluster a test
// process, and in it a fresh database whenever a test asks for one.
package postgistest

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"growthmap/internal/localdb"
	"growthmap/internal/postgis"
)

var (
	cluster  *localdb.Cluster
	starting sync.Once
	failed   error
	dir      string
	made     atomic.Int64
	atEnd    []func()
)

// Main runs the tests of a package and then stops the cluster, if any test
// started it: func TestMain(m *testing.M) { os.Exit(postgistest.Main(m)) }.
func Main(m *testing.M) int {
	defer func() {
		for _, close := range atEnd {
			close()
		}
		if cluster != nil {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			if err := cluster.Stop(ctx); err != nil {
				fmt.Fprintln(os.Stderr, "stop the test database:", err)
			}
		}
		if dir != "" {
			_ = os.RemoveAll(dir)
		}
	}()
	return m.Run()
}

// Quiet is a log that keeps only errors.
func Quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

const template = "migrated"

func start() {
	if dir, failed = os.MkdirTemp("", "gm"); failed != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if cluster, failed = localdb.Start(ctx, localdb.Options{Dir: dir, Log: Quiet()}); failed != nil {
		return
	}
	if failed = create(ctx, template, "template0"); failed != nil {
		return
	}
	store, err := postgis.Open(ctx, postgis.Options{DSN: address(template), Log: Quiet()})
	if failed = err; err == nil {
		store.Close()
	}
}

func address(database string) string {
	u, err := url.Parse(cluster.DSN())
	if err != nil {
		panic(err)
	}
	return strings.Replace(cluster.DSN(), u.Path+"?", "/"+database+"?", 1)
}

func create(ctx context.Context, database, template string) error {
	conn, err := pgx.Connect(ctx, cluster.DSN())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{database}.Sanitize()+" template "+pgx.Identifier{template}.Sanitize())
	return err
}

// Database makes an empty database with all tables and returns its address.
func Database(t testing.TB) string {
	t.Helper()
	starting.Do(start)
	if failed != nil {
		t.Fatalf("start a test database: %v", failed)
	}
	return database(t, template)
}

func database(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", made.Add(1))
	if err := create(t.Context(), name, template); err != nil {
		t.Fatalf("create database %s: %v", name, err)
	}
	return address(name)
}

// Open returns a store on a database of the test's own, without editions.
func Open(t testing.TB) *postgis.Store {
	t.Helper()
	store, err := postgis.Open(t.Context(), postgis.Options{DSN: Database(t), Log: Quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}
