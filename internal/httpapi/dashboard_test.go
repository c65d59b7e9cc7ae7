package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"growthmap/internal/httpapi"
)

func TestDashboard(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct{ path, media, control string }{
		{"/", "text/html; charset=utf-8", "public, no-cache"},
		{"/?lang=ko&at=2026-05-28", "text/html; charset=utf-8", "public, no-cache"},
		{"/favicon.svg", "image/svg+xml", "public, no-cache"},
		{"/assets/app-B4x9.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/assets/map-C1y2.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/assets/t-D3z4.woff2", "font/woff2", "public, max-age=31536000, immutable"},
	} {
		a := c.Get(tt.path).Want(http.StatusOK)
		if a.Header.Get("Content-Type") != tt.media || a.Header.Get("Cache-Control") != tt.control {
			t.Errorf("%s: %q, %q", tt.path, a.Header.Get("Content-Type"), a.Header.Get("Cache-Control"))
		}
		policy := a.Header.Get("Content-Security-Policy")
		for _, want := range []string{
			"default-src 'self'", "img-src 'self' data:", "style-src 'self'", "worker-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
		} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %s", tt.path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", tt.path, policy)
		}
	}
	for _, path := range []string{
		"/index.htm", "/map", "/assets/", "/assets/nothing.js", "/.vite/manifest.json", "/assets/.hidden-stuff",
		"/assets/..%2findex.html", "/assets/%2e%2e/.vite/manifest.json", "/..%2f..%2fetc%2fpasswd",
	} {
		c.Get(path).Problem(http.StatusNotFound)
	}
}

func TestOnlyNamedSitesFrameTheEmbeddedView(t *testing.T) {
	policy := func(o httpapi.Options, path string) string {
		t.Helper()
		return serve(t, o).Get(path).Want(http.StatusOK).Header.Get("Content-Security-Policy")
	}
	o := options(t)
	if got := policy(o, "/embed?lang=ko"); !strings.HasSuffix(got, "; frame-ancestors 'none'") {
		t.Errorf("nobody was named: %q", got)
	}
	o.EmbeddedBy = []string{"https://www.example.org", "https://*.example.kr:8443"}
	if got := policy(o, "/embed"); !strings.HasSuffix(got, "; frame-ancestors https://www.example.org https://*.example.kr:8443") {
		t.Errorf("two were named: %q", got)
	}
	if got := policy(o, "/"); !strings.HasSuffix(got, "; frame-ancestors 'none'") {
		t.Errorf("only /embed may be framed: %q", got)
	}
	for _, wrong := range []string{"example.org", "https://a; script-src *", "https://example.org/page", "'self'", "https://*"} {
		o.EmbeddedBy = []string{wrong}
		if _, err := httpapi.New(o); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q was accepted: %v", wrong, err)
		}
	}
}

func TestWithoutADashboard(t *testing.T) {
	o := options(t)
	o.Dashboard = nil
	c := serve(t, o)
	a := c.Get("/").Want(http.StatusFound)
	if a.Header.Get("Location") != c.Base()+"/api" {
		t.Errorf("Location %q", a.Header.Get("Location"))
	}
}
