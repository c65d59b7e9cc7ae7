// Package postgis keeps editions, definitions and features in PostgreSQL with
// PostGIS. All SQL of the service is here: statements are constants beside the
// method that runs them, and only filter.go, tally.go and define.go build any.
package postgis

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/tern/v2/migrate"
	"github.com/maypok86/otter/v2"

	"growthmap/internal/atlas"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options say how the store uses its database.
type Options struct {
	DSN string // connection string of the owner of the tables
	Log *slog.Logger
	// Readers is the number of connections for public reads, 16 when 0.
	Readers int32
	// ReadTimeout ends a public statement that takes longer, 30 s when 0.
	ReadTimeout time.Duration
}

// Store is the database of the service. Its methods are safe for concurrent use.
type Store struct {
	read     *pgxpool.Pool // as growthmap_public, read only
	write    *pgxpool.Pool // as the owner; changes of features run as growthmap_runtime
	log      *slog.Logger
	catalogs *otter.Cache[int64, *atlas.Catalog]
}

const catalogsKept = 64

// Open connects, brings the tables up to date and returns the store. It waits
// for nothing: a database that cannot be reached is an error.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Readers == 0 {
		o.Readers = 16
	}
	if o.ReadTimeout == 0 {
		o.ReadTimeout = 30 * time.Second
	}
	if err := migrateTables(ctx, o.DSN); err != nil {
		return nil, err
	}
	read, err := openPool(ctx, o.DSN, o.Readers, map[string]string{
		"default_transaction_read_only":       "on",
		"default_transaction_isolation":       "repeatable read",
		"statement_timeout":                   fmt.Sprint(o.ReadTimeout.Milliseconds()),
		"idle_in_transaction_session_timeout": "60000",
	}, "set role growthmap_public")
	if err != nil {
		return nil, err
	}
	write, err := openPool(ctx, o.DSN, 8, map[string]string{
		"statement_timeout":                   "600000",
		"lock_timeout":                        "120000",
		"idle_in_transaction_session_timeout": "120000",
	}, "")
	if err != nil {
		read.Close()
		return nil, err
	}
	catalogs, err := otter.New(&otter.Options[int64, *atlas.Catalog]{MaximumSize: catalogsKept})
	if err != nil {
		read.Close()
		write.Close()
		return nil, fmt.Errorf("catalog cache: %w", err)
	}
	return &Store{read: read, write: write, log: o.Log, catalogs: catalogs}, nil
}

// Close ends all connections.
func (s *Store) Close() {
	s.read.Close()
	s.write.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read.Ping(ctx); err != nil {
		return translate(err, "ping")
	}
	return nil
}

func openPool(ctx context.Context, dsn string, size int32, settings map[string]string, setRole string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the database address (DATABASE_URL) cannot be read; expected postgres://user@host:port/database")
	}
	config.MaxConns = size
	config.ConnConfig.ConnectTimeout = 10 * time.Second
	for name, value := range settings {
		config.ConnConfig.RuntimeParams[name] = value
	}
	config.ConnConfig.RuntimeParams["application_name"] = "growthmap"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		if err := registerGeometry(ctx, conn); err != nil {
			return err
		}
		if setRole != "" {
			_, err := conn.Exec(ctx, setRole)
			return err
		}
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, translate(err, "connect")
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, translate(err, "connect")
	}
	return pool, nil
}

// migrateTables runs on a connection of its own: the geometry type, which the
// pools register when they connect, exists only afterwards.
func migrateTables(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	m, err := migrate.NewMigrator(ctx, conn, "public.schema_version")
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	if err := m.LoadMigrations(files); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	current, err := m.GetCurrentVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if int(current) > len(m.Migrations) {
		return fmt.Errorf("the database was made by a newer growthmap (schema %d; this binary knows %d): start the newer binary", current, len(m.Migrations))
	}
	if err := m.Migrate(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

// translate turns what a caller can act on into an atlas.Error and wraps the
// rest with what was being done. Text of the database stays in the cause, which
// is logged and never shown.
func translate(err error, doing string) error {
	var known *atlas.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	unavailable := func() error {
		return &atlas.Error{Kind: atlas.Unavailable, Err: fmt.Errorf("%s: %w", doing, err), Message: atlas.Text{
			Ko: "데이터베이스가 지금 응답하지 않습니다. 잠시 뒤 다시 시도하세요.",
			En: "The database is not answering now. Try again in a moment.",
		}}
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || pgconn.SafeToRetry(err) {
		return unavailable()
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "57014": // statement timeout or cancellation
			if !errors.Is(err, context.Canceled) {
				return &atlas.Error{Kind: atlas.Unavailable, Err: fmt.Errorf("%s: %w", doing, err), Message: atlas.Text{
					Ko: "질의가 제한 시간을 넘었습니다. 범위나 조건을 좁혀 다시 시도하세요.",
					En: "The query took longer than allowed. Narrow its extent or conditions and try again.",
				}}
			}
		case "57P01", "57P02", "57P03", "53300":
			return unavailable()
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
