package httpapi

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Limits on what a request may bring.
const (
	maxHeaderBytes = 32 << 10 // request line and headers
	maxURLBytes    = 8 << 10
	maxBodyBytes   = 1 << 10 // where no body is read
)

// withoutTrailingSlash lets clients that end addresses with a slash, as OWSLib
// does with the landing page, have the same resource.
func withoutTrailingSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if strings.HasPrefix(u.Path, "/api/") {
			u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
		}
		return next(c)
	}
}

var saneRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// observe is the outermost layer: it names the request, turns panics and errors
// into problems, counts, and writes the one line of log a request has. Queries
// and headers are left out of the log.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		r := c.Request()
		id := r.Header.Get(echo.HeaderXRequestID)
		if !saneRequestID.MatchString(id) {
			id = rand.Text()
		}
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		finished := s.metrics.begin()
		err := recovered(next, c)
		if err != nil {
			s.fail(err, c)
		}
		status, took := c.Response().Status, time.Since(begun)
		finished(r.Method, c.Path(), status, took)
		level := slog.LevelInfo
		attributes := []slog.Attr{
			slog.String("request", id), slog.String("method", r.Method), slog.String("path", shorten(r.URL.Path)),
			slog.Int("status", status), slog.Int64("bytes", c.Response().Size), slog.Duration("took", took),
			slog.String("client", c.RealIP()),
		}
		// What a client did wrong it is told; the log need not repeat what it sent.
		if err != nil && status >= http.StatusInternalServerError {
			level = slog.LevelError
			attributes = append(attributes, slog.String("error", err.Error()))
		}
		s.log.LogAttrs(r.Context(), level, "request", attributes...)
		return nil
	}
}

func recovered(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return next(c)
}

// clientIP finds the address of the client for the log: behind trusted proxies
// the one they name, else the one that connected.
func (s *Server) clientIP() echo.IPExtractor {
	if len(s.proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range s.proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// guard sets what every answer carries and refuses requests over the limits.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, header := c.Request(), c.Response().Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Content-Security-Policy", pagePolicy)
		if len(r.RequestURI) > maxURLBytes {
			return &refusal{status: http.StatusRequestURITooLong, message: say(korean.URLTooLong, english.URLTooLong, maxURLBytes)}
		}
		most := bodyLimit(c)
		if r.ContentLength > most {
			return bodyTooLarge(most)
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
		ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// pagePolicy is what the pages of the API may load: their style sheet.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// cors lets scripts of any site read the API. Nothing in it depends on who
// asks, so the headers are the same for all and caches need not tell sites apart.
func cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, header := c.Request(), c.Response().Header()
		if r.URL.Path != "/api" && !strings.HasPrefix(r.URL.Path, "/api/") {
			return next(c)
		}
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Access-Control-Expose-Headers", "Content-Crs, Content-Disposition, Content-Language, ETag, Link, Retry-After, X-Request-Id")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			header.Set("Access-Control-Allow-Methods", methodsOf(r.URL.Path))
			header.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match, X-Request-Id")
			header.Set("Access-Control-Max-Age", "86400")
			return c.NoContent(http.StatusNoContent)
		}
		return next(c)
	}
}
