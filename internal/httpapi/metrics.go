package httpapi

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are counters of one server. Labels hold only words of ours: the
// pattern of a route, never what a client sent.
type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	handler  http.Handler
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "growthmap_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "growthmap_request_duration_seconds", Help: "Time from the first byte in to the last byte out.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "growthmap_requests_in_flight", Help: "Requests being answered.",
		}),
	}
	count := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		m.requests, m.duration, m.inFlight,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		count("growthmap_cache_hits_total", "Answers that were kept.", func() float64 { return float64(s.cache.bodies.Stats().Hits) }),
		count("growthmap_cache_misses_total", "Answers that were not kept.", func() float64 { return float64(s.cache.bodies.Stats().Misses) }),
		count("growthmap_cache_evictions_total", "Kept answers that made room.", func() float64 { return float64(s.cache.bodies.Stats().Evictions) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "growthmap_cache_bytes", Help: "Memory of kept answers, about."},
			func() float64 { return float64(s.cache.bodies.WeightedSize()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "growthmap_info", Help: "Always 1; the version of the program.",
			ConstLabels: prometheus.Labels{"version": s.version},
		}, func() float64 { return 1 }),
	)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry})
	return m
}

// begin counts a request as under way until the function it returns is called.
func (m *metrics) begin() func(method, route string, status int, took time.Duration) {
	m.inFlight.Inc()
	return func(method, route string, status int, took time.Duration) {
		m.inFlight.Dec()
		if !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, method) {
			method = "other"
		}
		if route == "" {
			route = "none"
		}
		m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
		m.duration.WithLabelValues(route).Observe(took.Seconds())
	}
}

func (s *Server) scrape(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", neverKeep)
	s.metrics.handler.ServeHTTP(c.Response(), c.Request())
	return nil
}
