package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/httpapi"
	"growthmap/internal/intake"
	"growthmap/internal/localdb"
	"growthmap/internal/postgis"
	"growthmap/web"
)

type serveCommand struct {
	Listen         string        `help:"Address to listen on." default:"127.0.0.1:8080" env:"GROWTHMAP_LISTEN" placeholder:"HOST:PORT"`
	PublicURL      string        `help:"Address under which clients reach the server, for links." env:"GROWTHMAP_PUBLIC_URL" placeholder:"https://…"`
	TrustedProxies []string      `help:"Networks whose X-Forwarded headers are believed." env:"GROWTHMAP_TRUSTED_PROXIES" placeholder:"CIDR"`
	EmbeddedBy     []string      `help:"Sites that may show /embed in a frame; * for every site." env:"GROWTHMAP_EMBEDDED_BY" placeholder:"ORIGIN"`
	CacheMegabytes int64         `help:"Memory for answers." default:"128" env:"GROWTHMAP_CACHE_MEGABYTES"`
	RequestTimeout time.Duration `help:"Longest time for one answer." default:"30s" env:"GROWTHMAP_REQUEST_TIMEOUT"`
	MaxConcurrent  int           `help:"Requests worked on at once; more are asked to come again." default:"256" env:"GROWTHMAP_MAX_CONCURRENT"`
	FileMegabytes  int64         `help:"Largest file of features." default:"256" env:"GROWTHMAP_FILE_MEGABYTES"`
	MaxFiles       int           `help:"Files of features on disk at once, until they are sent." default:"8" env:"GROWTHMAP_MAX_FILES"`
}

// Run serves until the context ends, or until the private database does.
func (c serveCommand) Run(ctx context.Context, p *program, log *slog.Logger) error {
	began := time.Now()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	dsn := p.DatabaseURL
	if dsn == "" {
		cluster, err := localdb.Start(ctx, localdb.Options{Dir: p.Data, Log: log})
		if err != nil {
			return err
		}
		defer stopCluster(cluster, log)
		dsn = cluster.DSN()
		go func() {
			if err := <-cluster.Done(); err != nil {
				cancel(err)
			}
		}()
	}
	store, err := postgis.Open(ctx, postgis.Options{DSN: dsn, Log: log})
	if err != nil {
		return err
	}
	defer store.Close()
	if err := publishShipped(ctx, store, log); err != nil {
		return err
	}
	server, err := httpapi.New(httpapi.Options{
		Store: store, Log: log, Version: version(), PublicURL: c.PublicURL, TrustedProxies: c.TrustedProxies, EmbeddedBy: c.EmbeddedBy,
		Dashboard: web.Dist, Now: time.Now, CacheBytes: c.CacheMegabytes << 20,
		RequestTimeout: c.RequestTimeout, MaxConcurrent: c.MaxConcurrent,
		FileBytes: c.FileMegabytes << 20, MaxFiles: c.MaxFiles,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; another address can be given with --listen", c.Listen, err)
	}
	log.Info("ready", "took", time.Since(began).Round(time.Millisecond))
	fmt.Fprintf(os.Stdout, "Growthmap is at http://%s/\n", shownAddress(listener.Addr()))
	err = server.Serve(ctx, listener)
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return errors.Join(cause, err)
	}
	return err
}

// shownAddress is what a person types into a browser on the same machine.
func shownAddress(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return a.String()
	}
	if tcp.IP.IsUnspecified() || tcp.IP.IsLoopback() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return a.String()
}

// publishShipped brings the database up to the data of this binary: everything
// as edition 1 when it is empty, the difference as one edition when an earlier
// binary filled it, nothing when this one did.
func publishShipped(ctx context.Context, store *postgis.Store, log *slog.Logger) error {
	checksum, err := geodata.Checksum()
	if err != nil {
		return err
	}
	last, err := store.NewestShipped(ctx)
	if err != nil && !atlas.IsKind(err, atlas.NotFound) {
		return err
	}
	if err == nil && last.Origin["checksum"] == checksum {
		return nil
	}
	began := time.Now()
	log.Info("loading the shipped layers and facts")
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		return err
	}
	publication, issues, err := intake.Shipped(geodata.Files, definitions, atlas.DayOf(time.Now()))
	if err != nil {
		return err
	}
	publication.Origin["checksum"] = checksum
	edition, err := store.Publish(ctx, publication)
	if err != nil {
		return err
	}
	log.Info("shipped layers and facts loaded", "edition", edition.ID, "definitions", len(publication.Definitions),
		"features", len(publication.Changes), "notices", len(issues), "took", time.Since(began).Round(time.Millisecond))
	return nil
}
