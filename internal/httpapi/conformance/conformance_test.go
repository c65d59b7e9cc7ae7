// Package conformance holds the service against the abstract tests of each
// conformance class it declares.
package conformance

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"growthmap/internal/httpapi"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/postgis/postgistest"
)

func TestMain(m *testing.M) { os.Exit(postgistest.Main(m)) }

const (
	features = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
	tiles    = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
	ogc      = "http://www.opengis.net/def/rel/ogc/1.0/"
	crs84    = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	openapi  = "application/vnd.oai.openapi+json;version=3.0"
	geojson  = "application/geo+json"
)

// classes are the abstract tests by class, each named as in its standard.
var classes = map[string]map[string]func(*suite){
	features + "core":    featuresCore,
	features + "geojson": featuresGeoJSON,
	features + "html":    featuresHTML,
	features + "oas30":   featuresOAS30,

	filtering + "queryables":                  filteringQueryables,
	filtering + "queryables-query-parameters": filteringParameters,
	filtering + "filter":                      filteringFilter,
	filtering + "features-filter":             filteringFeatures,

	cql + "cql2-text":                     cqlText,
	cql + "cql2-json":                     cqlJSON,
	cql + "basic-cql2":                    cqlBasic,
	cql + "advanced-comparison-operators": cqlAdvanced,
	cql + "case-insensitive-comparison":   cqlCasei,
	cql + "basic-spatial-functions":       cqlBasicSpatial,
	cql + "basic-spatial-functions-plus":  cqlSpatialPlus,
	cql + "spatial-functions":             cqlSpatial,
	cql + "property-property":             cqlPropertyProperty,

	tiles + "core":             tilesCore,
	tiles + "tileset":          tilesTileset,
	tiles + "tilesets-list":    tilesTilesetsList,
	tiles + "geodata-tilesets": tilesGeodata,
	tiles + "mvt":              tilesMVT,
}

// TestEveryDeclaredClass runs the tests of each class that the service declares
// itself. A class that is declared and has no tests fails, and so does one that
// has tests and is no longer declared.
func TestEveryDeclaredClass(t *testing.T) {
	s, err := httpapi.New(httpapi.Options{
		Store: postgistest.Shipped(t), Version: "test",
		Now: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	c := apitest.New(t, s.Handler())
	var declared struct{ ConformsTo []string }
	c.Get("/api/conformance").Want(http.StatusOK).JSON(&declared)
	for _, class := range declared.ConformsTo {
		t.Run(strings.TrimPrefix(class, "http://www.opengis.net/spec/"), func(t *testing.T) {
			t.Parallel()
			tests := classes[class]
			if len(tests) == 0 {
				t.Fatal("the class is declared and has no tests")
			}
			for _, name := range sorted(tests) {
				t.Run(name, func(t *testing.T) { tests[name](newSuite(t, c.For(t))) })
			}
		})
	}
	for class := range classes {
		if !slices.Contains(declared.ConformsTo, class) {
			t.Errorf("%s has tests and is not declared", class)
		}
	}
}

func sorted(tests map[string]func(*suite)) []string {
	var names []string
	for name := range tests {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// suite is what every abstract test starts from: the landing page and the
// collections, found through links.
type suite struct {
	*testing.T
	c           *apitest.Client
	landing     []apitest.Link
	collections []collection
}

type collection struct {
	ID, Title, ItemType string
	Geometry            string
	CRS                 []string
	Extent              *struct {
		Spatial *struct {
			BBox [][]float64
			CRS  string
		}
		Temporal *struct{ Interval [][]*string }
	}
	Links []apitest.Link
}

func newSuite(t *testing.T, c *apitest.Client) *suite {
	t.Helper()
	s := &suite{T: t, c: c}
	s.landing = c.Get("/api").Want(http.StatusOK).Links()
	var doc struct{ Collections []collection }
	c.Follow(s.landing, "data", "").Want(http.StatusOK).JSON(&doc)
	s.collections = doc.Collections
	if len(s.collections) == 0 {
		t.Fatal("no collections")
	}
	return s
}

// items reads a page of a collection.
func (s *suite) items(c collection, query string) page {
	s.Helper()
	target := apitest.Find(c.Links, "items", geojson)
	if target == nil {
		s.Fatalf("%s: no link items", c.ID)
	}
	var p page
	a := s.c.Get(target.Href + query).Want(http.StatusOK)
	a.JSON(&p)
	p.media = a.Header.Get("Content-Type")
	return p
}

type page struct {
	Type                          string
	Features                      []item
	NumberMatched, NumberReturned int
	TimeStamp                     time.Time
	Links                         []apitest.Link
	media                         string
}

type item struct {
	Type, ID   string
	Geometry   *struct{ Type string }
	Properties map[string]any
	Links      []apitest.Link
}

func (p page) ids() []string {
	var ids []string
	for _, f := range p.Features {
		ids = append(ids, f.ID)
	}
	return ids
}

// wantLinks fails when a link is missing, or has no relation or type.
func (s *suite) wantLinks(where string, links []apitest.Link, rels ...string) {
	s.Helper()
	for _, rel := range rels {
		l := apitest.Find(links, rel, "")
		if l == nil {
			s.Errorf("%s: no link %s", where, rel)
		} else if l.Type == "" {
			s.Errorf("%s: link %s has no type", where, rel)
		}
	}
}

// spatial are the collections with geometry.
func (s *suite) spatial() []collection {
	var found []collection
	for _, c := range s.collections {
		if c.Extent != nil && c.Extent.Spatial != nil {
			found = append(found, c)
		}
	}
	if len(found) < 10 {
		s.Fatalf("%d spatial collections", len(found))
	}
	return found
}

func box(b []float64) string { return fmt.Sprintf("?bbox=%v,%v,%v,%v", b[0], b[1], b[2], b[3]) }
