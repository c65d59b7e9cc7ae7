package httpapi_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/postgis/postgistest"
)

// addresses are one of each kind, every layer included.
func addresses(t testing.TB, c *apitest.Client) []string {
	t.Helper()
	all := []string{
		"/", "/favicon.svg", "/assets/app-B4x9.js", "/healthz", "/readyz", "/metrics",
		"/api", "/api/conformance", "/api/openapi", "/api/openapi?f=yaml", "/api/collections",
		"/api/tileMatrixSets", "/api/tileMatrixSets/WebMercatorQuad", "/api/editions", "/api/editions/1",
		"/api/collections/ai-factories/tiles/WebMercatorQuad/6/24/54",
		"/api/collections/ai-factories/tiles/WebMercatorQuad?f=tilejson",
	}
	var doc struct {
		Collections []struct{ ID, Geometry string }
	}
	c.Get("/api/collections").JSON(&doc)
	for _, l := range doc.Collections {
		path := "/api/collections/" + l.ID
		all = append(all, path, path+"/definition", path+"/schema", path+"/queryables", path+"/items?limit=7")
		var items struct{ Features []struct{ ID string } }
		c.Get(path + "/items?limit=1").JSON(&items)
		all = append(all, path+"/items/"+url.PathEscape(items.Features[0].ID))
		if l.Geometry != "" {
			all = append(all, path+"/tiles", path+"/tiles/WebMercatorQuad")
		}
	}
	return all
}

// A layer names the licences its definition knows of, and none of its own making.
func TestLicencesOfLayers(t *testing.T) {
	type links struct{ Links []apitest.Link }
	named := func(l links) string {
		var all []string
		for _, link := range l.Links {
			if link.Rel == "license" {
				all = append(all, link.Href+" "+link.Title)
			}
		}
		return strings.Join(all, "; ")
	}
	c := shipped(t)
	for layer, want := range map[string]string{
		"ai-factories": "https://spdx.org/licenses/Apache-2.0.html Apache-2.0: Facts from public documents",
		"sigungu":      "https://spdx.org/licenses/MIT.html MIT: As stated by the public packages",
		"neighbours":   "https://spdx.org/licenses/ISC.html ISC: As stated by world-atlas",
	} {
		var doc links
		c.Get("/api/collections/" + layer + "?lang=en").Want(http.StatusOK).JSON(&doc)
		if got := named(doc); !strings.HasPrefix(got, want) || strings.Count(got, "spdx.org") != 1 {
			t.Errorf("%s: %q, want %q", layer, got, want)
		}
	}
	var all struct{ Collections []links }
	c.Get("/api/collections").Want(http.StatusOK).JSON(&all)
	for i, l := range all.Collections {
		if named(l) == "" {
			t.Errorf("layer %d of the list names no licence", i)
		}
	}

	store := postgistest.Open(t)
	publish(t, store, []atlas.Definition{definitionOf("ones")})
	o := options(t)
	o.Store = store
	var doc links
	serve(t, o).Get("/api/collections/ones").Want(http.StatusOK).JSON(&doc)
	if got := named(doc); got != "" {
		t.Errorf("a layer of which nobody states a licence names %q", got)
	}
}

// Every address answers in every format and language as the contract says; the
// client of the tests compares.
func TestEveryAddressKeepsTheContract(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, address := range addresses(t, c) {
		c := c.For(t)
		a := c.Get(address).Want(http.StatusOK)
		if len(a.Body) == 0 {
			t.Errorf("%s: an empty answer", address)
		}
		if !strings.HasPrefix(address, "/api") || strings.Contains(address, "f=") || strings.Contains(address, "/6/24/54") {
			continue
		}
		for _, lang := range []string{"ko", "en"} {
			page := c.Get(address, "Accept", "text/html", "Accept-Language", lang).Want(http.StatusOK)
			checkPage(t, page, lang)
		}
		if got := c.Get(address, "Accept-Language", "en-GB,ko;q=0.5").Want(http.StatusOK).Header.Get("Content-Language"); got != "en" {
			t.Errorf("%s: Content-Language %q, want en", address, got)
		}
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	c := shipped(t)
	for _, address := range addresses(t, c) {
		if address == "/metrics" {
			continue // counts the requests themselves
		}
		get, head := c.Get(address).Want(http.StatusOK), c.Do(http.MethodHead, address).Want(http.StatusOK)
		for _, h := range []http.Header{get.Header, head.Header} {
			h.Del("X-Request-Id")
			h.Del("Date")
		}
		if fmt.Sprint(get.Header) != fmt.Sprint(head.Header) {
			t.Errorf("%s\nGET  %v\nHEAD %v", address, get.Header, head.Header)
		}
	}
}

func TestEveryKeptAnswerRevalidates(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, address := range addresses(t, c) {
		if address == "/metrics" || address == "/healthz" || address == "/readyz" {
			if tag := c.Get(address).Header.Get("ETag"); tag != "" {
				t.Errorf("%s: has the ETag %s", address, tag)
			}
			continue
		}
		for _, encoding := range []string{"identity", "gzip"} {
			first := c.Get(address, "Accept-Encoding", encoding).Want(http.StatusOK)
			tag := first.Header.Get("ETag")
			if tag == "" {
				t.Fatalf("%s: no ETag", address)
			}
			again := c.Get(address, "Accept-Encoding", encoding, "If-None-Match", tag).Want(http.StatusNotModified)
			for _, name := range []string{"ETag", "Cache-Control", "Vary", "Content-Language"} {
				if again.Header.Get(name) != first.Header.Get(name) {
					t.Errorf("%s: 304 with %s %q, 200 with %q", address, name, again.Header.Get(name), first.Header.Get(name))
				}
			}
			c.Do(http.MethodHead, address, "Accept-Encoding", encoding, "If-None-Match", tag).Want(http.StatusNotModified)
		}
	}
}

func TestIfNoneMatch(t *testing.T) {
	c := shipped(t)
	const address = "/api/collections/ai-factories/items"
	tag := c.Get(address).Header.Get("ETag")
	strong := strings.TrimPrefix(tag, "W/")
	for _, tt := range []struct {
		header string
		want   int
	}{
		{tag, 304}, {strong, 304}, {`"other", ` + tag, 304}, {`W/"other"`, 200}, {"*", 304}, {"nonsense", 200}, {`"` + tag + `"`, 200},
	} {
		c.Get(address, "If-None-Match", tt.header).Want(tt.want)
	}
	c.Get(address, "If-None-Match", `"a"`, "If-None-Match", tag).Want(http.StatusNotModified)
	// * holds for what exists, and nothing excuses a bad request.
	c.Get("/api/collections/ai-factories/items/nobody", "If-None-Match", "*").Problem(http.StatusNotFound)
	c.Get(address+"?bbox=1", "If-None-Match", "*").Problem(http.StatusBadRequest)
}

// Whatever an answer depends on is in its ETag.
func TestETagsDiffer(t *testing.T) {
	c := shipped(t)
	seen := map[string]string{}
	for _, request := range [][]string{
		{"/api/collections/ai-factories/items"},
		{"/api/collections/ai-factories/items", "Accept-Encoding", "gzip"},
		{"/api/collections/ai-factories/items", "Accept-Language", "en"},
		{"/api/collections/ai-factories/items", "Accept", "text/html"},
		{"/api/collections/ai-factories/items", "Host", "other.example"},
		{"/api/collections/ai-factories/items?limit=99"},
		{"/api/collections/ai-factories/items?at=2025-01-01"},
		{"/api/collections/ai-factories/items?edition=1"},
		{"/api/collections/fund-investments/items"},
	} {
		tag := c.Get(request[0], request[1:]...).Want(http.StatusOK).Header.Get("ETag")
		if first, same := seen[tag]; same {
			t.Errorf("%v and %s have one ETag", request, first)
		}
		seen[tag] = fmt.Sprint(request)
	}
	// The order of parameters says nothing.
	one := c.Get("/api/collections/ai-factories/items?limit=5&region=HNM")
	two := c.Get("/api/collections/ai-factories/items?region=HNM&limit=5")
	if one.Header.Get("ETag") != two.Header.Get("ETag") || !bytes.Equal(one.Body, two.Body) {
		t.Error("the order of parameters matters")
	}
	o := options(t)
	o.Version = "next"
	next := serve(t, o)
	if next.Get("/api/conformance").Header.Get("ETag") == c.Get("/api/conformance").Header.Get("ETag") {
		t.Error("two versions of the program have one ETag")
	}
}

func TestGzip(t *testing.T) {
	c := shipped(t)
	const address = "/api/collections/sido/items?limit=2"
	plain := c.Get(address)
	for _, tt := range []struct {
		accept string
		gzip   bool
	}{
		{"gzip", true}, {"br, gzip;q=0.8", true}, {"*", true}, {"GZIP", true}, {"gzip;q=0", false},
		{"identity", false}, {"gzip;q=0.2, identity;q=0.9", false}, {"br", false}, {"gzip;q=nonsense", false},
	} {
		a := c.Get(address, "Accept-Encoding", tt.accept).Want(http.StatusOK)
		if got := a.Header.Get("Content-Encoding") == "gzip"; got != tt.gzip {
			t.Errorf("Accept-Encoding %q: gzip %v, want %v", tt.accept, got, tt.gzip)
		}
		if !bytes.Equal(withoutTime(a.Body), withoutTime(plain.Body)) {
			t.Errorf("Accept-Encoding %q: another body", tt.accept)
		}
	}
	if a := c.Get("/assets/t-D3z4.woff2", "Accept-Encoding", "gzip"); a.Header.Get("Content-Encoding") != "" {
		t.Error("a compressed font is compressed again")
	}
	if a := c.Get("/assets/app-B4x9.js", "Accept-Encoding", "gzip"); a.Header.Get("Content-Encoding") != "gzip" {
		t.Error("a script is not compressed")
	}
}

func withoutTime(body []byte) []byte {
	before, after, _ := bytes.Cut(body, []byte(`"timeStamp":"`))
	_, after, _ = bytes.Cut(after, []byte(`"`))
	return slices.Concat(before, after)
}

func TestAnswersOfANamedEditionAndDayAreKeptForEver(t *testing.T) {
	c := shipped(t)
	const forever = "public, max-age=31536000, immutable"
	for _, path := range []string{
		"/api/collections/ai-factories/items", "/api/collections/ai-factories/tiles/WebMercatorQuad/6/24/54",
		"/api/collections", "/api/collections/ai-factories/tiles/WebMercatorQuad", "/api/collections/ai-factories/items/aif-2024-asan-sungwoo",
	} {
		for query, want := range map[string]string{
			"":                              "public, no-cache",
			"?edition=1":                    "public, no-cache",
			"?at=2026-11-22":                "public, no-cache",
			"?edition=1&at=2026-11-22":      forever,
			"?at=2020-01-01&edition=1&f=xx": "no-store",
		} {
			if got := c.Get(path + query).Header.Get("Cache-Control"); got != want {
				t.Errorf("%s%s: Cache-Control %q, want %q", path, query, got, want)
			}
		}
	}
	// A page may look better in the next version of the program.
	if got := c.Get("/api/collections?edition=1&at=2026-11-22&f=html").Header.Get("Cache-Control"); got != "public, no-cache" {
		t.Errorf("page: Cache-Control %q", got)
	}
	if got := c.Get("/api/collections/nothing?edition=1&at=2026-11-22").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("problem: Cache-Control %q", got)
	}
}

func TestNegotiation(t *testing.T) {
	c := shipped(t)
	const items, openapi = "/api/collections/ai-factories/items?limit=1", "/api/openapi"
	const json31 = "application/vnd.oai.openapi+json;version=3.0"
	for _, tt := range []struct{ address, accept, want string }{
		{items, "", "application/geo+json"},
		{items, "*/*", "application/geo+json"},
		{items, "application/json", "application/geo+json"},
		{items, "application/geo+json, application/json;q=0.9", "application/geo+json"},
		{items, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"},
		{items, "text/*", "text/html; charset=utf-8"},
		{items, "application/json;q=0.1, text/html;q=0.2", "text/html; charset=utf-8"},
		{items, "text/html;q=0, */*", "application/geo+json"},
		{items, "not a media type, text/html", "text/html; charset=utf-8"},
		{openapi, json31, json31},
		{openapi, "application/json", json31},
		{openapi, "application/vnd.oai.openapi;version=3.0", "application/vnd.oai.openapi;version=3.0"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/6/24/54", "application/x-protobuf", "application/vnd.mapbox-vector-tile"},
	} {
		var headers []string
		if tt.accept != "" {
			headers = []string{"Accept", tt.accept}
		}
		if got := c.Get(tt.address, headers...).Want(http.StatusOK).Header.Get("Content-Type"); got != tt.want {
			t.Errorf("%s, Accept %q: %q, want %q", tt.address, tt.accept, got, tt.want)
		}
	}
	p := c.Get(items, "Accept", "image/png").Problem(http.StatusNotAcceptable)
	if !strings.Contains(p.Wanted, "application/geo+json (f=json)") || !strings.Contains(p.Wanted, "text/html (f=html)") {
		t.Errorf("406 does not list the formats: %q", p.Wanted)
	}
	c.Get(items+"&f=html", "Accept", "image/png").Want(http.StatusOK)
	for lang, header := range map[string]string{"ko": "", "en": "en", "ko-KR,en": "ko", "fr,en;q=0.5": "en", "fr": "ko", "*": "ko"} {
		want := header
		if want == "" {
			lang, want = "", "ko"
		}
		if got := c.Get("/api", "Accept-Language", lang).Header.Get("Content-Language"); got != want {
			t.Errorf("Accept-Language %q: %q, want %q", lang, got, want)
		}
	}
	if got := c.Get("/api?lang=en", "Accept-Language", "ko").Header.Get("Content-Language"); got != "en" {
		t.Errorf("lang=en: %q", got)
	}
}

// Every link of every document leads somewhere, absolutely. Those to files, whose
// making takes long, are followed by TestEveryLayerIsAFileInEveryFormat.
func TestLinksLead(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	visited := map[string]bool{}
	var visit func(target string, depth int)
	visit = func(target string, depth int) {
		if visited[target] || depth > 3 {
			return
		}
		visited[target] = true
		a := c.Get(target).Want(http.StatusOK)
		if !strings.Contains(a.Header.Get("Content-Type"), "json") || strings.Contains(a.Header.Get("Content-Type"), "openapi") {
			return
		}
		for _, l := range hrefs(t, a) {
			if l.Rel == "license" {
				continue // its text is not ours
			}
			if !strings.HasPrefix(l.Href, c.Base()+"/") {
				t.Errorf("%s: link %q with rel %q is not absolute", target, l.Href, l.Rel)
				continue
			}
			switch {
			case l.Templated:
			case l.Rel == "enclosure":
				visited[l.Href] = true
			default:
				visit(l.Href, depth+1)
			}
		}
	}
	visit(c.Base()+"/api?edition=1&lang=en", 0)
	if len(visited) < 150 {
		t.Errorf("only %d addresses are reached from the landing page", len(visited))
	}
	for target := range visited {
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		// The id of a citation names its edition.
		if pinned := q.Get("edition") == "1" || strings.HasPrefix(u.Path, "/f/gm-"); !pinned || q.Get("lang") != "en" {
			t.Errorf("%s lost the edition or the language on the way", target)
		}
	}
}

// hrefs are all links anywhere in a JSON answer.
func hrefs(t *testing.T, a *apitest.Answer) []apitest.Link {
	t.Helper()
	var found []apitest.Link
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if href, ok := v["href"].(string); ok {
				rel, _ := v["rel"].(string)
				templated, _ := v["templated"].(bool)
				found = append(found, apitest.Link{Href: href, Rel: rel, Templated: templated})
			}
			for _, member := range v {
				walk(member)
			}
		case []any:
			for _, member := range v {
				walk(member)
			}
		}
	}
	var doc any
	a.JSON(&doc)
	walk(doc)
	return found
}

func TestPublicAddress(t *testing.T) {
	selfOf := func(c *apitest.Client, headers ...string) string {
		return apitest.Find(c.Get("/api", headers...).Want(http.StatusOK).Links(), "self", "").Href
	}
	forwarded := []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example, map.example", "X-Forwarded-Prefix", "/growth/"}

	c := shipped(t)
	if got, want := selfOf(c, forwarded...), c.Base()+"/api"; got != want {
		t.Errorf("a stranger's headers are believed: %s", got)
	}
	if got := selfOf(c, "Host", "map.example:8080"); got != "http://map.example:8080/api" {
		t.Errorf("Host: %s", got)
	}
	c.Get("/api", "Host", "map.example\"<script>").Want(http.StatusBadRequest)

	o := options(t)
	o.TrustedProxies = []string{"127.0.0.0/8", "::1"}
	if got := selfOf(serve(t, o), forwarded...); got != "https://map.example/growth/api" {
		t.Errorf("trusted proxy: %s", got)
	}
	if got := selfOf(serve(t, o), "X-Forwarded-Proto", "javascript", "X-Forwarded-Prefix", "/../x?"); !strings.HasPrefix(got, "http://127.0.0.1:") || !strings.HasSuffix(got, "/api") {
		t.Errorf("nonsense of a trusted proxy: %s", got)
	}
	o.PublicURL = "https://map.example/growth/"
	if got := selfOf(serve(t, o), forwarded...); got != "https://map.example/growth/api" {
		t.Errorf("public address: %s", got)
	}
}

func TestTrailingSlash(t *testing.T) {
	c := shipped(t)
	for _, path := range []string{"/api/", "/api/collections/", "/api/collections/ai-factories/items/"} {
		c.Get(path).Want(http.StatusOK)
	}
	c.Get("/healthz/").Problem(http.StatusNotFound)
}

func TestCrossOriginReads(t *testing.T) {
	c := shipped(t)
	a := c.Get("/api/collections", "Origin", "https://elsewhere.example").Want(http.StatusOK)
	if a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("scripts of other sites may not read")
	}
	for _, name := range []string{"ETag", "Link", "Content-Crs", "X-Request-Id", "Retry-After"} {
		if !strings.Contains(a.Header.Get("Access-Control-Expose-Headers"), name) {
			t.Errorf("header %s is not exposed", name)
		}
	}
	if c.Get("/api/nothing", "Origin", "https://elsewhere.example").Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("scripts of other sites may not read problems")
	}
	preflight := c.Do(http.MethodOptions, "/api/collections", "Origin", "https://elsewhere.example",
		"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match").Want(http.StatusNoContent)
	if preflight.Header.Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS" ||
		!strings.Contains(preflight.Header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("preflight: %v", preflight.Header)
	}
	plain := c.Do(http.MethodOptions, "/api/collections").Want(http.StatusNoContent)
	if allow := plain.Header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "HEAD") {
		t.Errorf("Allow: %q", allow)
	}
	if c.Get("/", "Origin", "https://elsewhere.example").Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the dashboard is offered to scripts of other sites")
	}
}

func TestRequestIDs(t *testing.T) {
	c := shipped(t)
	if got := c.Get("/api", "X-Request-Id", "trace-7.b_1").Header.Get("X-Request-Id"); got != "trace-7.b_1" {
		t.Errorf("a sane request id became %q", got)
	}
	for _, insane := range []string{"with space", strings.Repeat("x", 65), "a\"b", "é"} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Header.Set("X-Request-Id", insane)
		w := httptest.NewRecorder()
		handler(t, options(t)).ServeHTTP(w, r)
		if got := w.Header().Get("X-Request-Id"); got == insane || len(got) < 20 {
			t.Errorf("request id %q became %q", insane, got)
		}
	}
}
