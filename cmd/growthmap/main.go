// Command growthmap serves the map of Korea's public investment in regional
// growth: an OGC API, vector tiles and the dashboard, from one PostGIS database.
// Without DATABASE_URL it runs a private one of its own.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"growthmap/internal/localdb"
	"growthmap/internal/postgis"
)

// program is the configuration and the commands. Every flag can be given in the
// environment under the name in its env tag.
type program struct {
	Data        string     `help:"Directory of the private database, used when no DATABASE_URL is given." default:"./var" env:"GROWTHMAP_DATA" type:"path"`
	DatabaseURL string     `help:"Address of a PostgreSQL database with PostGIS; nothing is started then." env:"DATABASE_URL" placeholder:"postgres://…"`
	LogLevel    slog.Level `help:"Least level of the log: debug, info, warn or error." default:"info" env:"GROWTHMAP_LOG_LEVEL"`

	Serve       serveCommand       `cmd:"" help:"Serve the dashboard and the API."`
	Figure      figureCommand      `cmd:"" help:"Print the value of an indicator with its bounds."`
	Series      seriesCommand      `cmd:"" help:"Print the steps of an indicator up to a day."`
	Backtest    backtestCommand    `cmd:"" help:"Print how earlier forecasts of an indicator would have done."`
	Cite        citeCommand        `cmd:"" help:"Cite a figure, look a citation up, or freeze a set of them."`
	Scenario    scenarioCommand    `cmd:"" help:"Print what would be if a scenario held."`
	Plan        planCommand        `cmd:"" help:"Print which known projects would bring an indicator to its target."`
	Import      importCommand      `cmd:"" help:"Publish a file of features as one new edition."`
	Facts       factsCommand       `cmd:"" help:"Look into the shipped facts."`
	Healthcheck healthcheckCommand `cmd:"" help:"Ask a running server whether it is ready; exits with 1 when not."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

func main() {
	var p program
	parser := kong.Must(&p, kong.Name("growthmap"), kong.UsageOnError(),
		kong.Description("The map of Korea's growth engines: figures, layers and their evidence."))
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: p.LogLevel}))
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(&p, log)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "growthmap:", err)
		os.Exit(1)
	}
}

// version is the module version and commit recorded in the binary.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			v += " " + s.Value[:12]
		}
	}
	return v
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	fmt.Println("growthmap", version())
	return nil
}

// open joins the database of the configuration: DATABASE_URL, else the private
// cluster of a running server, else the private cluster started for as long as
// the returned function has not been called.
func (p *program) open(ctx context.Context, log *slog.Logger) (*postgis.Store, func(), error) {
	dsn, stop := p.DatabaseURL, func() {}
	if dsn == "" {
		var err error
		if dsn, err = localdb.Join(ctx, p.Data); err != nil {
			cluster, err := localdb.Start(ctx, localdb.Options{Dir: p.Data, Log: log})
			if err != nil {
				return nil, nil, err
			}
			dsn, stop = cluster.DSN(), func() { stopCluster(cluster, log) }
		}
	}
	store, err := postgis.Open(ctx, postgis.Options{DSN: dsn, Log: log})
	if err != nil {
		stop()
		return nil, nil, err
	}
	return store, func() { store.Close(); stop() }, nil
}

const clusterStopTimeout = 40 * time.Second

func stopCluster(c *localdb.Cluster, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), clusterStopTimeout)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		log.Error("stop the database", "error", err)
	}
}
