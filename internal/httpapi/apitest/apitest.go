// Package apitest is a client for tests that holds every answer it gets against
// the contract: status, media type, headers and body.
package apitest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"growthmap/api"
)

// Contract is the OpenAPI document, checked. It fails the test when it is not valid.
func Contract(t testing.TB) *openapi3.T {
	t.Helper()
	loaded, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	return loaded.document
}

type loadedContract struct {
	document *openapi3.T
	router   routers.Router
}

var contract = sync.OnceValues(func() (loadedContract, error) {
	var c loadedContract
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromData(api.YAML)
	if err != nil {
		return c, err
	}
	if err := document.Validate(loader.Context); err != nil {
		return c, err
	}
	for _, media := range []string{"application/geo+json", "application/vnd.ogc.fg+json", "application/schema+json", "application/vnd.oai.openapi+json"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.JSONBodyDecoder)
	}
	for _, media := range []string{"text/html", "text/css", "text/javascript", "application/vnd.oai.openapi"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.PlainBodyDecoder)
	}
	for _, media := range []string{"application/vnd.mapbox-vector-tile", "application/geopackage+sqlite3", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/svg+xml", "font/woff2"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	router, err := gorillamux.NewRouter(document)
	return loadedContract{document, router}, err
})

// Client asks a server.
type Client struct {
	t    testing.TB
	base string
}

// New serves the handler for the length of the test and returns a client of it.
func New(t testing.TB, handler http.Handler) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return At(t, server.URL)
}

// At returns a client of the server at an address without a slash at its end.
func At(t testing.TB, base string) *Client { return &Client{t, base} }

// Base is the address of the server.
func (c *Client) Base() string { return c.base }

// For returns the client for a part of the test.
func (c *Client) For(t testing.TB) *Client { return &Client{t, c.base} }

// Answer is what came back, its body read and no longer compressed.
type Answer struct {
	*http.Response
	Body []byte
	t    testing.TB
}

// Get asks for an address, or a path of the server, with headers in pairs.
func (c *Client) Get(target string, headers ...string) *Answer {
	c.t.Helper()
	return c.Do(http.MethodGet, target, headers...)
}

// Do sends a request without a body. It does not follow redirects.
func (c *Client) Do(method, target string, headers ...string) *Answer {
	c.t.Helper()
	return c.send(method, target, nil, headers)
}

// Post sends a body of a media type, with headers in pairs.
func (c *Client) Post(target, media, body string, headers ...string) *Answer {
	c.t.Helper()
	return c.send(http.MethodPost, target, strings.NewReader(body), append([]string{"Content-Type", media}, headers...))
}

func (c *Client) send(method, target string, content io.Reader, headers []string) *Answer {
	c.t.Helper()
	if strings.HasPrefix(target, "/") {
		target = c.base + target
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, target, content)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		} else {
			request.Header.Add(headers[i], headers[i+1])
		}
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if response.Header.Get("Content-Encoding") == "gzip" && len(body) > 0 {
		body = c.gunzip(body)
	}
	a := &Answer{response, body, c.t}
	c.check(request, a)
	return a
}

// valid holds the digests of bodies that keep the contract.
var valid sync.Map

// transport leaves encodings to the tests.
var transport = &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16}

func (c *Client) gunzip(body []byte) []byte {
	c.t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		c.t.Fatalf("Content-Encoding gzip: %v", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		c.t.Fatalf("Content-Encoding gzip: %v", err)
	}
	return plain
}

// check holds an answer against the contract and against what all answers share.
func (c *Client) check(request *http.Request, a *Answer) {
	c.t.Helper()
	wrong := func(format string, args ...any) {
		c.t.Helper()
		c.t.Errorf(request.Method+" "+request.URL.String()+": "+format, args...)
	}
	for _, name := range []string{"X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy"} {
		if a.Header.Get(name) == "" {
			wrong("no header %s", name)
		}
	}
	if a.Header.Get("ETag") != "" && !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Accept-Encoding") {
		wrong("ETag without Vary: Accept-Encoding")
	}
	bodiless := request.Method == http.MethodHead || a.StatusCode == http.StatusNotModified ||
		a.StatusCode == http.StatusNoContent || a.StatusCode == http.StatusFound
	if bodiless && len(a.Body) > 0 {
		wrong("status %d with a body", a.StatusCode)
	}
	if request.Method == http.MethodOptions {
		return
	}
	loaded, err := contract()
	if err != nil {
		c.t.Fatal(err)
	}
	described := request.Clone(request.Context())
	if request.Method != http.MethodPost {
		described.Method = http.MethodGet
	}
	described.URL = &url.URL{Path: strings.TrimSuffix(request.URL.Path, "/"), RawPath: strings.TrimSuffix(request.URL.RawPath, "/"), RawQuery: request.URL.RawQuery}
	if described.URL.Path == "" {
		described.URL.Path = "/"
	}
	route, params, err := loaded.router.FindRoute(described)
	if err != nil {
		// What the contract does not know can only be a problem.
		if a.StatusCode < 400 || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/problem+json") && !bodiless {
			wrong("not in the contract, yet status %d", a.StatusCode)
		}
		return
	}
	// The same body again needs its headers checked alone.
	digest := sha256.Sum256(fmt.Appendf(nil, "%s %d %s\n%s", route.Path, a.StatusCode, a.Header.Get("Content-Type"),
		bytes.ReplaceAll(a.Body, []byte(c.base), nil)))
	_, checked := valid.Load(digest)
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: described, PathParams: params, Route: route},
		Status:                 a.StatusCode,
		Header:                 a.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: bodiless || checked, MultiError: true},
	}
	input.SetBodyBytes(a.Body)
	if err := openapi3filter.ValidateResponse(request.Context(), input); err != nil {
		wrong("status %d breaks the contract: %v", a.StatusCode, err)
		return
	}
	if !bodiless {
		valid.Store(digest, true)
	}
}

// Want fails the test when the status is another.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s %s: status %d, want %d: %.400s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.Body)
	}
	return a
}

// JSON reads the body.
func (a *Answer) JSON(into any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body, into); err != nil {
		a.t.Fatalf("%s: %v: %.200s", a.Request.URL, err, a.Body)
	}
}

// Link is a link in an answer.
type Link struct {
	Href, Rel, Type, Title, Hreflang string
	Templated                        bool
}

// Links reads the member links of a JSON body.
func (a *Answer) Links() []Link {
	a.t.Helper()
	var doc struct{ Links []Link }
	a.JSON(&doc)
	return doc.Links
}

// Find returns the first link with the relation, and with the media type unless
// that is empty; nil when there is none.
func Find(links []Link, rel, media string) *Link {
	for i, l := range links {
		if l.Rel == rel && (media == "" || l.Type == media) {
			return &links[i]
		}
	}
	return nil
}

// Follow asks for the link with the relation and media type, which must be there.
func (c *Client) Follow(links []Link, rel, media string, headers ...string) *Answer {
	c.t.Helper()
	l := Find(links, rel, media)
	if l == nil {
		c.t.Fatalf("no link with rel %q and type %q in %v", rel, media, links)
	}
	return c.Get(l.Href, headers...)
}

// Problem is what an answer of 400 and more says.
type Problem struct {
	Title, Detail, Parameter, Given, Wanted, RequestID string
	Status                                             int
}

// Problem reads a problem, which must have the status of the answer.
func (a *Answer) Problem(status int) Problem {
	a.t.Helper()
	a.Want(status)
	if media := a.Header.Get("Content-Type"); media != "application/problem+json" {
		a.t.Fatalf("%s: Content-Type %q, want application/problem+json", a.Request.URL, media)
	}
	var p Problem
	a.JSON(&p)
	if p.Status != status {
		a.t.Errorf("%s: problem of status %d in an answer of status %d", a.Request.URL, p.Status, status)
	}
	if p.RequestID == "" || p.RequestID != a.Header.Get("X-Request-Id") {
		a.t.Errorf("%s: requestId %q, header %q", a.Request.URL, p.RequestID, a.Header.Get("X-Request-Id"))
	}
	return p
}
