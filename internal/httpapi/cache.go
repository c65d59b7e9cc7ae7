package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"

	"growthmap/internal/export"
)

// answer is what a request will be answered with, before anything is read.
type answer struct {
	key      []string // everything the body depends on
	control  string   // Cache-Control
	vary     string
	language string
	build    func(context.Context) (*body, error)
	// file writes the body at a path instead, too large to be kept, and returns
	// its headers.
	file func(ctx context.Context, path string) (http.Header, error)
}

// body is a finished answer. It is shared between requests and never changed.
type body struct {
	status int // 200 when 0
	header http.Header
	data   []byte
}

// The values of Cache-Control.
const (
	keepForever = "public, max-age=31536000, immutable"
	revalidate  = "public, no-cache"
	neverKeep   = "no-store"
)

// leastGzipBytes is the size from which compressing is worth it.
const leastGzipBytes = 512

type cacheKey [sha256.Size]byte

func keyOf(parts []string) cacheKey {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return cacheKey(h.Sum(nil))
}

// cache keeps bodies up to a number of bytes and computes each once, however
// many ask at the same time.
type cache struct {
	bodies *otter.Cache[cacheKey, *body]
}

func newCache(bytes int64) (*cache, error) {
	bodies, err := otter.New(&otter.Options[cacheKey, *body]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(_ cacheKey, b *body) uint32 { return b.weight() },
		StatsRecorder: stats.NewCounter(),
	})
	if err != nil {
		return nil, fmt.Errorf("cache of %d bytes: %w", bytes, err)
	}
	return &cache{bodies}, nil
}

// weight is about the memory a kept body takes, in bytes.
func (b *body) weight() uint32 {
	const overhead = 512
	n := overhead + cap(b.data)
	for name, values := range b.header {
		n += len(name)
		for _, v := range values {
			n += len(v)
		}
	}
	return uint32(min(n, 1<<31))
}

func (c *cache) get(ctx context.Context, key cacheKey, build func(context.Context) (*body, error)) (*body, error) {
	return c.bodies.Get(ctx, key, otter.LoaderFunc[cacheKey, *body](
		func(ctx context.Context, _ cacheKey) (*body, error) { return build(ctx) }))
}

// send answers with what is kept, after computing it when it is not, or says
// that the client has it already.
func (s *Server) send(c echo.Context, a *answer) error {
	request, header := c.Request(), c.Response().Header()
	gzipped := acceptsGzip(request.Header)
	encoding := "identity"
	if gzipped {
		encoding = "gzip"
	}
	key := keyOf(append([]string{s.version, encoding}, a.key...))
	etag := `W/"` + base64.RawURLEncoding.EncodeToString(key[:12]) + `"`
	label := func() {
		header.Set("ETag", etag)
		header.Set("Cache-Control", a.control)
		addVary(header, a.vary)
		if a.language != "" {
			header.Set("Content-Language", a.language)
		}
	}
	has, anything := matches(request.Header, etag)
	if has {
		label()
		return c.NoContent(http.StatusNotModified)
	}
	if a.file != nil {
		return s.sendExport(c, a, label, gzipped)
	}
	b, err := s.compute(request.Context(), key, gzipped, a.build)
	if err != nil {
		return err
	}
	label()
	if anything {
		return c.NoContent(http.StatusNotModified)
	}
	for name, values := range b.header {
		header[name] = values
	}
	status := http.StatusOK
	if b.status != 0 {
		status = b.status
	}
	if status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(b.data)))
	}
	c.Response().WriteHeader(status)
	if request.Method != http.MethodHead {
		_, err = c.Response().Write(b.data)
	}
	return err
}

// compute returns the kept body, or builds it once for all who ask. Building
// takes a slot, which is free again before the body is written: neither those
// who wait for it nor slow readers hold one.
func (s *Server) compute(ctx context.Context, key cacheKey, gzipped bool, build func(context.Context) (*body, error)) (*body, error) {
	return s.cache.get(ctx, key, func(ctx context.Context) (*body, error) {
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		default:
			return nil, tooBusy()
		}
		b, err := build(ctx)
		if err != nil || !gzipped || len(b.data) < leastGzipBytes || !compressible(b.header.Get("Content-Type")) {
			return b, err
		}
		if b.data, err = compress(b.data); err != nil {
			return nil, err
		}
		b.header.Set("Content-Encoding", "gzip")
		return b, nil
	})
}

// compressible reports whether a media type is not compressed already.
func compressible(media string) bool {
	kind, _, _ := strings.Cut(media, "/")
	if media == export.XLSXMediaType {
		return false
	}
	return kind != "font" && kind != "audio" && kind != "video" && (kind != "image" || strings.HasPrefix(media, "image/svg"))
}

var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func compress(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&out)
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return bytes.Clone(out.Bytes()), nil
}

// matches reads If-None-Match: has says that it lists the tag, by weak
// comparison; anything that it is *, which holds for whatever exists.
func matches(h http.Header, etag string) (has, anything bool) {
	for _, tag := range strings.Split(strings.Join(h.Values("If-None-Match"), ","), ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" {
			anything = true
		}
		if strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			has = true
		}
	}
	return has, anything
}

// addVary adds to the header Vary what others have not put there.
func addVary(h http.Header, fields string) {
	if fields != "" {
		h.Add("Vary", fields)
	}
}
