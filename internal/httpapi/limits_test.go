package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/httpapi"
	"growthmap/internal/httpapi/apitest"
)

// meddled is the shipped store with something in the way of reading features.
type meddled struct {
	httpapi.Store
	reads atomic.Int64
	// before is called before each read of features.
	before func(ctx context.Context, read int64) error
}

func (m *meddled) Features(ctx context.Context, q atlas.Query, each func(*atlas.Feature) error) error {
	if err := m.before(ctx, m.reads.Add(1)); err != nil {
		return err
	}
	return m.Store.Features(ctx, q, each)
}

func meddle(t *testing.T, before func(ctx context.Context, read int64) error) (*meddled, httpapi.Options) {
	t.Helper()
	o := options(t)
	m := &meddled{Store: o.Store, before: before}
	o.Store = m
	return m, o
}

const items = "/api/collections/ai-factories/items"

func TestConcurrentMissesAreComputedOnce(t *testing.T) {
	const clients = 12
	gate := make(chan struct{})
	m, o := meddle(t, func(context.Context, int64) error { <-gate; return nil })
	c := serve(t, o)
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() { c.Get(items).Want(http.StatusOK) })
	}
	// All of them are under way before the first read may end.
	until(t, func() bool { return metric(t, c, "growthmap_requests_in_flight") > clients })
	close(gate)
	wait.Wait()
	if n := m.reads.Load(); n != 1 {
		t.Errorf("%d clients caused %d reads, want 1", clients, n)
	}
	c.Get(items).Want(http.StatusOK)
	if n := m.reads.Load(); n != 1 {
		t.Errorf("a kept answer caused a read")
	}
	if hits := metric(t, c, "growthmap_cache_hits_total"); hits < 1 {
		t.Errorf("%v hits", hits)
	}
}

// until waits for something that is sure to come.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for t.Context().Err() == nil {
		if done() {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// metric reads a number from /metrics.
func metric(t *testing.T, c *apitest.Client, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindSubmatch(c.Get("/metrics").Want(http.StatusOK).Body)
	if m == nil {
		t.Fatalf("no metric %s", name)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTooManyAtOnceAreAskedToComeAgain(t *testing.T) {
	gate := make(chan struct{})
	entered := make(chan struct{})
	_, o := meddle(t, func(_ context.Context, read int64) error {
		if read == 2 {
			close(entered)
			<-gate
		}
		return nil
	})
	o.MaxConcurrent = 1
	c := serve(t, o)
	kept := c.Get(items).Want(http.StatusOK)
	var wait sync.WaitGroup
	wait.Go(func() { c.Get(items + "?limit=1").Want(http.StatusOK) })
	<-entered
	refused := c.Get(items+"?limit=2", "Accept-Language", "en")
	p := refused.Problem(http.StatusServiceUnavailable)
	if refused.Header.Get("Retry-After") == "" || !strings.Contains(p.Detail, "Try again") {
		t.Errorf("Retry-After %q, %s", refused.Header.Get("Retry-After"), p.Detail)
	}
	// What is kept, unchanged or about the server itself needs no turn.
	c.Get(items).Want(http.StatusOK)
	c.Get(items, "If-None-Match", kept.Header.Get("ETag")).Want(http.StatusNotModified)
	c.Get("/healthz").Want(http.StatusOK)
	c.Get("/readyz").Want(http.StatusOK)
	close(gate)
	wait.Wait()
	c.Get(items + "?limit=2").Want(http.StatusOK)
}

func TestAnAnswerThatTakesTooLong(t *testing.T) {
	_, o := meddle(t, func(ctx context.Context, _ int64) error {
		<-ctx.Done()
		return fmt.Errorf("read features: %w", ctx.Err())
	})
	o.RequestTimeout = 20 * time.Millisecond
	a := serve(t, o).Get(items, "Accept-Language", "en")
	if p := a.Problem(http.StatusServiceUnavailable); !strings.Contains(p.Detail, "longer than allowed") {
		t.Errorf("%s", p.Detail)
	}
}

// A client that leaves does not take the answer from those who wait for it.
func TestTheFirstClientLeaves(t *testing.T) {
	entered := make(chan struct{})
	m, o := meddle(t, func(ctx context.Context, read int64) error {
		if read > 1 {
			return nil
		}
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	})
	c := serve(t, o)
	leaving, leave := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	wait.Go(func() {
		request, err := http.NewRequestWithContext(leaving, http.MethodGet, c.Base()+items, nil)
		if err != nil {
			t.Error(err)
			return
		}
		// The encoding is that of the other client, so that both want one answer.
		request.Header.Set("Accept-Encoding", "identity")
		if _, err := http.DefaultTransport.RoundTrip(request); !errors.Is(err, context.Canceled) {
			t.Errorf("the client that left got %v", err)
		}
	})
	<-entered
	wait.Go(func() { c.Get(items, "Accept-Encoding", "identity").Want(http.StatusOK) })
	until(t, func() bool { return metric(t, c, "growthmap_requests_in_flight") > 2 })
	leave()
	wait.Wait()
	if n := m.reads.Load(); n != 2 {
		t.Errorf("%d reads, want 2", n)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	_, o := meddle(t, func(_ context.Context, read int64) error {
		if read == 1 {
			return &atlas.Error{Kind: atlas.Unavailable, Message: atlas.Text{Ko: "쉬는 중", En: "Resting"}}
		}
		return nil
	})
	c := serve(t, o)
	a := c.Get(items, "Accept-Language", "en")
	if p := a.Problem(http.StatusServiceUnavailable); p.Detail != "Resting" {
		t.Errorf("%q", p.Detail)
	}
	if a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a failure may be kept: %v", a.Header)
	}
	c.Get(items).Want(http.StatusOK)
}

// A stranger learns nothing of an internal error but its request id; the log
// tells it once.
func TestInternalErrorsAreOpaque(t *testing.T) {
	for name, fail := range map[string]func() error{
		"error": func() error { return errors.New("password=hunter2 in table feature") },
		"panic": func() error { panic("password=hunter2 in table feature") },
	} {
		t.Run(name, func(t *testing.T) {
			_, o := meddle(t, func(context.Context, int64) error { return fail() })
			var log bytes.Buffer
			o.Log = slog.New(slog.NewJSONHandler(&log, nil))
			c := serve(t, o)
			a := c.Get(items, "X-Request-Id", "request-7", "Accept-Language", "en")
			p := a.Problem(http.StatusInternalServerError)
			if strings.Contains(string(a.Body), "hunter2") || p.RequestID != "request-7" {
				t.Errorf("%s", a.Body)
			}
			lines := strings.Split(strings.TrimSpace(log.String()), "\n")
			if len(lines) != 1 {
				t.Fatalf("%d lines of log:\n%s", len(lines), log.String())
			}
			var line struct {
				Level, Request, Error, Path string
				Status                      int
			}
			if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
				t.Fatal(err)
			}
			if line.Level != "ERROR" || line.Request != "request-7" || line.Status != 500 || line.Path != items || !strings.Contains(line.Error, "hunter2") {
				t.Errorf("%s", lines[0])
			}
		})
	}
}

func TestLogKeepsNoSecrets(t *testing.T) {
	o := options(t)
	var log bytes.Buffer
	o.Log = slog.New(slog.NewJSONHandler(&log, nil))
	c := serve(t, o)
	c.Get("/api/collections?token=hunter2", "Authorization", "Bearer hunter2", "Cookie", "session=hunter2").Problem(http.StatusBadRequest)
	c.Get("/api").Want(http.StatusOK)
	if strings.Contains(log.String(), "hunter2") {
		t.Errorf("%s", log.String())
	}
	if n := strings.Count(log.String(), "\n"); n != 2 {
		t.Errorf("%d lines for 2 requests", n)
	}
}

func TestMetricsHoldOnlyOurWords(t *testing.T) {
	c := serve(t, options(t))
	c.Get("/api/collections/ai-factories").Want(http.StatusOK)
	c.Get("/api/collections/made-up-by-a-client").Want(http.StatusNotFound)
	c.Get("/made-up-by-a-client").Want(http.StatusNotFound)
	c.Get("/made/up-by-a-client").Want(http.StatusNotFound)
	c.Do("MADE-UP-BY-A-CLIENT", "/api").Want(http.StatusMethodNotAllowed)
	metrics := string(c.Get("/metrics").Want(http.StatusOK).Body)
	if strings.Contains(strings.ToLower(metrics), "up-by-a-client") {
		t.Error("a client's words are in the metrics")
	}
	for _, want := range []string{
		`growthmap_requests_total{method="GET",route="/api/collections/:layer",status="200"} 1`,
		`growthmap_requests_total{method="GET",route="/api/collections/:layer",status="404"} 1`,
		`growthmap_requests_total{method="other",route="`,
		`growthmap_request_duration_seconds_bucket{route="/api/collections/:layer",le="+Inf"} 2`,
		`growthmap_info{version="test"} 1`,
		"growthmap_cache_bytes ", "growthmap_cache_misses_total ", "go_goroutines ",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no metric %s", want)
		}
	}
}

func TestCacheIsBoundedInBytes(t *testing.T) {
	const most = 300_000
	o := options(t)
	o.CacheBytes = most
	c := serve(t, o)
	for i := range 60 {
		c.Get(fmt.Sprintf("%s?limit=%d", items, 40+i), "Accept-Encoding", "identity").Want(http.StatusOK)
	}
	if metric(t, c, "growthmap_cache_evictions_total") == 0 {
		t.Error("nothing made room")
	}
	until(t, func() bool { return metric(t, c, "growthmap_cache_bytes") <= most })
}

// bulky gives three features of nine million bytes each.
type bulky struct{ httpapi.Store }

func (b bulky) Features(_ context.Context, q atlas.Query, each func(*atlas.Feature) error) error {
	for i := range 3 {
		id := strconv.Itoa(i)
		if id <= q.After {
			continue
		}
		f := &atlas.Feature{Layer: q.Layer.ID, ID: id, Properties: map[string]any{"name_ko": strings.Repeat("가", 3<<20)}, Life: atlas.Always}
		if err := each(f); err != nil {
			return err
		}
	}
	return nil
}

func (b bulky) Count(context.Context, atlas.Query) (int64, error) { return 3, nil }

func TestAPageOfVeryLargeFeaturesEndsEarly(t *testing.T) {
	o := options(t)
	o.Store = bulky{o.Store}
	c := serve(t, o)
	p := read(t, c, items)
	if p.NumberReturned != 2 || p.NumberMatched != 3 {
		t.Fatalf("%d of %d features", p.NumberReturned, p.NumberMatched)
	}
	rest := read(t, c, apitest.Find(p.Links, "next", "").Href)
	if rest.NumberReturned != 1 || rest.Features[0].ID != "2" || apitest.Find(rest.Links, "next", "") != nil {
		t.Errorf("then %d features", rest.NumberReturned)
	}
}

func TestALargeBodyIsRefused(t *testing.T) {
	c := shipped(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.Base()+"/api", strings.NewReader(strings.Repeat("x", 5000)))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, spoil := range map[string]func(*httpapi.Options){
		"Store":          func(o *httpapi.Options) { o.Store = nil },
		"public address": func(o *httpapi.Options) { o.PublicURL = "map.example" },
		"trusted proxy":  func(o *httpapi.Options) { o.TrustedProxies = []string{"everyone"} },
	} {
		o := options(t)
		spoil(&o)
		if _, err := httpapi.New(o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
