package httpapi_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"growthmap/internal/httpapi"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/postgis/postgistest"
)

func TestMain(m *testing.M) { os.Exit(postgistest.Main(m)) }

// today is the day all tests run on, in Korea.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.FixedZone("KST", 9*60*60))

var dashboard = fstest.MapFS{
	"index.html":           {Data: []byte(`<!doctype html><html lang="ko"><title>Growthmap</title></html>`)},
	"favicon.svg":          {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	"assets/app-B4x9.js":   {Data: []byte(strings.Repeat("console.log('growthmap');\n", 200))},
	"assets/map-C1y2.css":  {Data: []byte("body{margin:0}")},
	"assets/t-D3z4.woff2":  {Data: []byte(strings.Repeat("wOF2", 400))},
	".vite/manifest.json":  {Data: []byte("{}")},
	"assets/.hidden-stuff": {Data: []byte("no")},
}

// options are those of a server on the shipped data.
func options(t testing.TB) httpapi.Options {
	return httpapi.Options{
		Store: postgistest.Shipped(t), Log: slog.New(slog.DiscardHandler), Version: "test", Dashboard: dashboard,
		Now: func() time.Time { return today },
	}
}

func serve(t testing.TB, o httpapi.Options) *apitest.Client {
	t.Helper()
	return apitest.New(t, handler(t, o))
}

func handler(t testing.TB, o httpapi.Options) http.Handler {
	t.Helper()
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

var (
	starting sync.Once
	address  string // of the server that the tests share
)

// shipped returns a client of a server on the shipped data. All tests share it,
// and the answers that it keeps.
func shipped(t testing.TB) *apitest.Client {
	t.Helper()
	starting.Do(func() { address = httptest.NewServer(handler(t, options(t))).URL })
	if address == "" {
		t.Fatal("the server on the shipped data could not be started")
	}
	return apitest.At(t, address)
}

// layers are the ids of all layers.
func layers(t testing.TB, c *apitest.Client) []string {
	t.Helper()
	var doc struct{ Collections []struct{ ID string } }
	c.Get("/api/collections").Want(http.StatusOK).JSON(&doc)
	var ids []string
	for _, l := range doc.Collections {
		ids = append(ids, l.ID)
	}
	return ids
}

func TestContractAndRoutesAreTheSame(t *testing.T) {
	s, err := httpapi.New(options(t))
	if err != nil {
		t.Fatal(err)
	}
	parameter := regexp.MustCompile(`:([A-Za-z]+)`)
	routed := map[string][]string{} // path → methods
	for _, r := range httpapi.Routes(s) {
		path := strings.Replace(parameter.ReplaceAllString(r.Path, "{$1}"), "*", "{file}", 1)
		routed[path] = append(routed[path], r.Method)
	}
	contract := apitest.Contract(t)
	for path, methods := range routed {
		item := contract.Paths.Value(path)
		if item == nil {
			t.Errorf("route %s is not in the contract", path)
			continue
		}
		var described []string
		for method := range item.Operations() {
			described = append(described, method)
			if method == http.MethodGet {
				described = append(described, http.MethodHead)
			}
		}
		slices.Sort(methods)
		slices.Sort(described)
		if !slices.Equal(methods, described) {
			t.Errorf("route %s has the methods %v, the contract says %v", path, methods, described)
		}
	}
	ids := map[string]string{}
	for path, item := range contract.Paths.Map() {
		if routed[path] == nil {
			t.Errorf("path %s of the contract has no route", path)
		}
		for _, operation := range item.Operations() {
			if first, twice := ids[operation.OperationID]; twice || operation.OperationID == "" {
				t.Errorf("operationId %q of %s: missing, or that of %s", operation.OperationID, path, first)
			}
			ids[operation.OperationID] = path
		}
	}
}

// Every parameter an endpoint takes is in the contract, and no other.
func TestContractAndParametersAreTheSame(t *testing.T) {
	contract := apitest.Contract(t)
	parameter := regexp.MustCompile(`:([A-Za-z]+)`)
	for path, taken := range httpapi.Parameters() {
		path = parameter.ReplaceAllString(path, "{$1}")
		var described []string
		for _, p := range contract.Paths.Value(path).Get.Parameters {
			if p.Value.In == "query" && p.Value.Name != "columns" {
				described = append(described, p.Value.Name)
			}
		}
		slices.Sort(described)
		slices.Sort(taken)
		if !slices.Equal(described, taken) {
			t.Errorf("%s takes %v, the contract says %v", path, taken, described)
		}
	}
}
