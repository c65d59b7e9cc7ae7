// Package httpapi is the service on HTTP: OGC API Features and Tiles over a
// Store, the pages for people, the dashboard's files, and the manners of the
// edge: negotiation, links, caching, limits, problems, logs and metrics.
//
// Every answer about data is made the same way. The request is resolved to an
// edition, a day, a language and a format; what the answer depends on becomes
// its ETag and its key in one cache; only a miss reads features.
package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
)

// Store is what the service reads. Errors a caller can act on are *atlas.Error.
type Store interface {
	// Ping reports whether the store answers.
	Ping(ctx context.Context) error
	// Newest returns the edition published last; NotFound when there is none.
	Newest(ctx context.Context) (atlas.Edition, error)
	// Edition returns one edition, or NotFound.
	Edition(ctx context.Context, id int64) (atlas.Edition, error)
	// Editions lists editions, the newest first, those before the given one; 0
	// starts with the newest.
	Editions(ctx context.Context, before int64, limit int) ([]atlas.Edition, error)
	// EditionsTouching lists the editions after one and up to another that changed
	// one of the layers or the indicator, the oldest first.
	EditionsTouching(ctx context.Context, layers []string, indicator string, after, upTo int64, limit int) (editions []atlas.Edition, more bool, err error)
	// Reply returns a frozen reply, or NotFound.
	Reply(ctx context.Context, id string) (atlas.Reply, error)
	// Replies lists frozen replies without their figures, the newest first, those
	// after the given one; "" starts with the newest.
	Replies(ctx context.Context, after string, limit int) ([]atlas.Reply, error)
	// Catalog returns the layers of an edition.
	Catalog(ctx context.Context, edition int64) (*atlas.Catalog, error)
	// Features calls each for the features of the query, in the order of their
	// ids, geometry in EPSG:4326.
	Features(ctx context.Context, q atlas.Query, each func(*atlas.Feature) error) error
	// Count returns how many features the query has on all pages.
	Count(ctx context.Context, q atlas.Query) (int64, error)
	// Groups counts the features of the query by the values of columns, in no order.
	Groups(ctx context.Context, q atlas.Query, g atlas.Grouping) ([]atlas.Group, error)
	// Feature returns one feature of an edition, or NotFound.
	Feature(ctx context.Context, layer *atlas.Layer, edition int64, id string) (*atlas.Feature, error)
	// Tallies reads a layer through a sieve: features that are alike come back as one.
	Tallies(ctx context.Context, s indicator.Sieve) ([]indicator.Tally, error)
	// TileFeatures calls each for the features of the query that touch the bound;
	// bound and geometry are in EPSG:3857, simplified to the tolerance in metres.
	TileFeatures(ctx context.Context, q atlas.Query, bound orb.Bound, tolerance float64, each func(*atlas.Feature) error) error
}

// Options say how to serve. Store is required; the zero value of everything
// else is a sound default.
type Options struct {
	Store   Store
	Log     *slog.Logger
	Version string // of the program; part of every ETag
	// PublicURL is the address under which the service is reached, for links,
	// such as https://example.org or https://example.org/map. Without it the
	// address of each request is used.
	PublicURL string
	// TrustedProxies are addresses, or ranges as in 10.0.0.0/8, of proxies that
	// may name the public address by the headers X-Forwarded-Proto, -Host and
	// -Prefix, and the client by X-Forwarded-For; from anyone else these headers
	// are ignored.
	TrustedProxies []string
	// EmbeddedBy are the sites that may show /embed in a frame: origins such as
	// https://www.example.org, https://*.example.org, or * for every site. Nobody
	// may frame anything else.
	EmbeddedBy []string
	// Dashboard holds index.html and assets/; without an index.html the first
	// page is the landing page of the API.
	Dashboard      fs.FS
	Now            func() time.Time
	CacheBytes     int64         // kept answers; 256 MiB when 0
	RequestTimeout time.Duration // to make an answer; 30 s when 0
	MaxConcurrent  int           // answers being made at once; 64 when 0
	DrainTimeout   time.Duration // for requests under way at shutdown; 15 s when 0
	FileBytes      int64         // of one file of features; 256 MiB when 0
	MaxFiles       int           // of features on disk at once; 8 when 0
}

// Server answers requests. It is safe for concurrent use.
type Server struct {
	store    Store
	log      *slog.Logger
	version  string
	public   *url.URL // nil to go by the request
	proxies  []netip.Prefix
	framers  string // of /embed, as the policy of a page writes them
	now      func() time.Time
	timeout  time.Duration
	drain    time.Duration
	slots    chan struct{} // one for each answer being made
	cache    *cache
	places   chan struct{}   // one for each file of features on disk
	largest  int64           // bytes of a file of features
	files    map[string]file // of the dashboard, by path
	openapi  openAPI
	pages    pages
	metrics  *metrics
	digests  sync.Map // edition id → digest in hexadecimal
	known    atomic.Pointer[knownAreas]
	stopping atomic.Bool
	echo     *echo.Echo
}

// New builds a server. Its errors are mistakes in the options or in the build.
func New(o Options) (*Server, error) {
	if o.Store == nil {
		return nil, errors.New("httpapi: a Store is required")
	}
	s := &Server{
		store: o.Store, log: o.Log, version: o.Version, now: o.Now,
		timeout: orDefault(o.RequestTimeout, 30*time.Second),
		drain:   orDefault(o.DrainTimeout, 15*time.Second),
		slots:   make(chan struct{}, orDefault(o.MaxConcurrent, 64)),
		places:  make(chan struct{}, orDefault(o.MaxFiles, 8)),
		largest: orDefault(o.FileBytes, 256<<20),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	var err error
	if s.framers, err = readFramers(o.EmbeddedBy); err != nil {
		return nil, err
	}
	for _, given := range o.TrustedProxies {
		p, err := parseProxy(given)
		if err != nil {
			return nil, err
		}
		s.proxies = append(s.proxies, p)
	}
	if o.PublicURL != "" {
		u, err := url.Parse(strings.TrimSuffix(o.PublicURL, "/"))
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return nil, fmt.Errorf("public address %q: expected http(s)://host[/path], such as https://example.org", o.PublicURL)
		}
		s.public = u
	}
	if s.cache, err = newCache(orDefault(o.CacheBytes, 256<<20)); err != nil {
		return nil, err
	}
	if s.files, err = readFiles(o.Dashboard); err != nil {
		return nil, err
	}
	if s.openapi, err = readOpenAPI(); err != nil {
		return nil, err
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, err
	}
	s.metrics = newMetrics(s)
	s.echo = s.routes()
	return s, nil
}

func parseProxy(given string) (netip.Prefix, error) {
	if p, err := netip.ParsePrefix(given); err == nil {
		return p, nil
	}
	address, err := netip.ParseAddr(given)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("trusted proxy %q: expected an address such as 10.0.0.7 or a range such as 10.0.0.0/8", given)
	}
	return netip.PrefixFrom(address, address.BitLen()), nil
}

func orDefault[T int | int64 | time.Duration](given, otherwise T) T {
	if given == 0 {
		return otherwise
	}
	return given
}

// Handler returns the handler of all requests, for servers other than Serve's.
func (s *Server) Handler() http.Handler { return s.echo }

// Serve answers on the listener until ctx is done, then lets requests under way
// finish within the drain time. It closes the listener, and returns nil when
// every request was answered.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      s.timeout + time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		_ = server.Close()
		return fmt.Errorf("requests still under way after %s were cut off: %w", s.drain, err)
	}
	return nil
}
