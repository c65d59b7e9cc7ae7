package conformance

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"growthmap/internal/httpapi/apitest"
)

// OGC 17-069r4, annex A.2.
var featuresCore = map[string]func(*suite){
	"http": func(s *suite) {
		for _, target := range []string{"/api", "/api/collections"} {
			if a := s.c.Get(target).Want(http.StatusOK); a.ProtoMajor < 1 || a.Header.Get("Content-Type") != "application/json" {
				s.Errorf("%s: %s, %s", target, a.Proto, a.Header.Get("Content-Type"))
			}
		}
	},
	"root-op and root-success": func(s *suite) {
		s.wantLinks("landing page", s.landing, "self", "service-desc", "service-doc", "conformance", "data")
	},
	"api-definition-op and api-definition-success": func(s *suite) {
		for _, l := range s.landing {
			if l.Rel == "service-desc" || l.Rel == "service-doc" {
				a := s.c.Get(l.Href).Want(http.StatusOK)
				if media, _, _ := strings.Cut(l.Type, ";"); l.Rel == "service-doc" && !strings.HasPrefix(a.Header.Get("Content-Type"), media) {
					s.Errorf("%s: %s, the link says %s", l.Href, a.Header.Get("Content-Type"), l.Type)
				}
			}
		}
	},
	"conformance-op and conformance-success": func(s *suite) {
		var doc struct{ ConformsTo []string }
		s.c.Follow(s.landing, "conformance", "application/json").Want(http.StatusOK).JSON(&doc)
		if !slices.Contains(doc.ConformsTo, features+"core") {
			s.Errorf("%v", doc.ConformsTo)
		}
	},
	"fc-md-op and fc-md-success": func(s *suite) {
		a := s.c.Follow(s.landing, "data", "application/json").Want(http.StatusOK)
		s.wantLinks("collections", a.Links(), "self", "alternate")
	},
	"fc-md-links, fc-md-items and fc-md-items-links": func(s *suite) {
		for _, c := range s.collections {
			if c.ID == "" || c.Title == "" || c.ItemType != "feature" {
				s.Errorf("%+v", c)
			}
			s.wantLinks(c.ID, c.Links, "self", "items", "describedby")
			for _, media := range []string{geojson, "text/html"} {
				if apitest.Find(c.Links, "items", media) == nil {
					s.Errorf("%s: no items as %s", c.ID, media)
				}
			}
		}
	},
	"fc-md-extent": func(s *suite) {
		for _, c := range s.spatial() {
			b := c.Extent.Spatial.BBox[0]
			if len(b) != 4 || b[0] > b[2] || b[1] > b[3] || c.Extent.Spatial.CRS != crs84 {
				s.Errorf("%s: %+v", c.ID, c.Extent.Spatial)
			}
			if all, inside := s.items(c, "?limit=1&skipGeometry=true"), s.items(c, box(b)+"&limit=1&skipGeometry=true"); inside.NumberMatched > all.NumberMatched {
				s.Errorf("%s: %d features in the extent, %d in all", c.ID, inside.NumberMatched, all.NumberMatched)
			}
		}
	},
	"fc-md-crs-list": func(s *suite) {
		for _, c := range s.spatial() {
			if !slices.Contains(c.CRS, crs84) {
				s.Errorf("%s: %v", c.ID, c.CRS)
			}
		}
	},
	"sfc-md-op and sfc-md-success": func(s *suite) {
		for _, listed := range s.collections {
			var c collection
			s.c.Get("/api/collections/" + listed.ID).Want(http.StatusOK).JSON(&c)
			s.wantLinks(c.ID, c.Links, "self", "alternate", "items")
			if c.ID != listed.ID || c.Title != listed.Title {
				s.Errorf("%s in the list, %s alone", listed.ID, c.ID)
			}
		}
	},
	"fc-op and fc-response": func(s *suite) {
		for _, c := range s.collections {
			p := s.items(c, "?limit=10")
			if p.Type != "FeatureCollection" || len(p.Features) == 0 {
				s.Errorf("%s: %s with %d features", c.ID, p.Type, len(p.Features))
			}
		}
	},
	"fc-limit-definition and fc-limit-response": func(s *suite) {
		for _, c := range s.collections {
			if p := s.items(c, "?limit=2"); len(p.Features) > 2 || len(p.Features) == 0 {
				s.Errorf("%s: %d features", c.ID, len(p.Features))
			}
		}
		if p := s.items(s.collections[0], "?limit=1000000"); len(p.Features) > 10000 {
			s.Errorf("%d features", len(p.Features))
		}
		s.c.Get("/api/collections/" + s.collections[0].ID + "/items?limit=0").Problem(http.StatusBadRequest)
	},
	"fc-bbox-definition and fc-bbox-response": func(s *suite) {
		for _, c := range s.spatial() {
			b := c.Extent.Spatial.BBox[0]
			world, own := s.items(c, "?bbox=-180,-90,180,90&limit=20"), s.items(c, box(b)+"&limit=20&skipGeometry=true")
			if !slices.Equal(world.ids(), own.ids()) || world.NumberMatched != own.NumberMatched {
				s.Errorf("%s: %d features in the world, %d in the extent", c.ID, world.NumberMatched, own.NumberMatched)
			}
			for _, f := range world.Features {
				if f.Geometry == nil {
					s.Errorf("%s: %s has no geometry and lies in a box", c.ID, f.ID)
				}
			}
			if p := s.items(c, "?bbox=-60,-60,-59,-59"); p.NumberMatched != 0 {
				s.Errorf("%s: %d features in the South Atlantic", c.ID, p.NumberMatched)
			}
		}
	},
	"fc-time-definition and fc-time-response": func(s *suite) {
		for _, c := range s.collections {
			whole := s.items(c, "?limit=1&skipGeometry=true&datetime=../..").NumberMatched
			for _, value := range []string{"2026-07-01", "2026-07-01T00:00:00Z", "2025-01-01/2026-12-31", "2025-01-01T00:00:00Z/..", "../2026-12-31T00:00:00Z"} {
				if n := s.items(c, "?limit=1&skipGeometry=true&datetime="+url.QueryEscape(value)).NumberMatched; n > whole {
					s.Errorf("%s: %d features in %s, %d at all times", c.ID, n, value, whole)
				}
			}
			before := s.items(c, "?limit=1&skipGeometry=true&datetime=1900-01-01").NumberMatched
			if bounded := c.Extent != nil && c.Extent.Temporal != nil && c.Extent.Temporal.Interval[0][0] != nil; bounded && before != 0 {
				s.Errorf("%s: %d features before its period", c.ID, before)
			}
		}
	},
	"query-param-unknown and query-param-invalid": func(s *suite) {
		for _, target := range []string{"/api", "/api/conformance", "/api/collections", "/api/collections/" + s.collections[0].ID, "/api/collections/" + s.collections[0].ID + "/items"} {
			s.c.Get(target + "?no-such-parameter=1").Problem(http.StatusBadRequest)
			s.c.Get(target + "?at=no-day").Problem(http.StatusBadRequest)
		}
	},
	"fc-links and fc-rel-type": func(s *suite) {
		for _, c := range s.collections {
			p := s.items(c, "?limit=1")
			s.wantLinks(c.ID, p.Links, "self", "alternate")
			if p.NumberMatched > 1 {
				s.wantLinks(c.ID, p.Links, "next")
			}
		}
	},
	"fc-timeStamp, fc-numberMatched and fc-numberReturned": func(s *suite) {
		for _, c := range s.collections {
			p := s.items(c, "?limit=12&skipGeometry=true")
			if p.TimeStamp.IsZero() || p.NumberReturned != len(p.Features) || p.NumberMatched < p.NumberReturned {
				s.Errorf("%s: %v, %d of %d", c.ID, p.TimeStamp, p.NumberReturned, p.NumberMatched)
			}
			n := 0
			for next := p; ; {
				n += len(next.Features)
				l := apitest.Find(next.Links, "next", geojson)
				if l == nil || n > 100 {
					break
				}
				next = page{}
				s.c.Get(l.Href).Want(http.StatusOK).JSON(&next)
			}
			if n <= 100 && n != p.NumberMatched {
				s.Errorf("%s: numberMatched %d, pages hold %d", c.ID, p.NumberMatched, n)
			}
		}
	},
	"f-op, f-success and f-links": func(s *suite) {
		for _, c := range s.collections {
			first := s.items(c, "?limit=1").Features[0]
			var f item
			a := s.c.Get("/api/collections/" + c.ID + "/items/" + url.PathEscape(first.ID)).Want(http.StatusOK)
			a.JSON(&f)
			if f.ID != first.ID || f.Type != "Feature" {
				s.Errorf("%s: %s %s", c.ID, f.Type, f.ID)
			}
			s.wantLinks(c.ID+"/"+f.ID, f.Links, "self", "alternate", "collection")
		}
	},
	"crs84": func(s *suite) {
		for _, c := range s.spatial() {
			a := s.c.Get(apitest.Find(c.Links, "items", geojson).Href + "?limit=1")
			if got := a.Header.Get("Content-Crs"); got != "<"+crs84+">" {
				s.Errorf("%s: Content-Crs %q", c.ID, got)
			}
		}
	},
}

// OGC 17-069r4, annex A.3.
var featuresGeoJSON = map[string]func(*suite){
	"definition": func(s *suite) {
		for _, c := range s.collections {
			if p := s.items(c, "?limit=1"); p.media != geojson {
				s.Errorf("%s: %s", c.ID, p.media)
			}
			s.c.Get("/api/collections/"+c.ID+"/items?limit=1", "Accept", geojson).Want(http.StatusOK)
		}
	},
	// The client holds each body against the GeoJSON schemas of the contract.
	"content": func(s *suite) {
		for _, c := range s.collections {
			for _, f := range s.items(c, "?limit=10").Features {
				if f.Type != "Feature" || f.ID == "" || f.Properties == nil {
					s.Errorf("%s: %+v", c.ID, f)
				}
			}
		}
	},
}

// OGC 17-069r4, annex A.5.
var featuresHTML = map[string]func(*suite){
	"definition and content": func(s *suite) {
		targets := []string{"/api", "/api/conformance", "/api/openapi", "/api/collections"}
		for _, c := range s.collections {
			id := s.items(c, "?limit=1").Features[0].ID
			for _, path := range []string{"", "/schema", "/queryables", "/definition", "/items", "/items/" + url.PathEscape(id)} {
				targets = append(targets, "/api/collections/"+c.ID+path)
			}
		}
		for _, target := range targets {
			a := s.c.Get(target, "Accept", "text/html").Want(http.StatusOK)
			if a.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				s.Errorf("%s: %s", target, a.Header.Get("Content-Type"))
			}
			page, err := html.Parse(strings.NewReader(string(a.Body)))
			if err != nil {
				s.Errorf("%s: %v", target, err)
				continue
			}
			// The page leads to the document it shows.
			hrefs := map[string]bool{}
			for n := range page.Descendants() {
				for _, attribute := range n.Attr {
					if attribute.Key == "href" {
						hrefs[attribute.Val] = true
					}
				}
			}
			if !slices.ContainsFunc(slices.Collect(maps.Keys(hrefs)), func(h string) bool { return strings.Contains(h, "f=json") }) {
				s.Errorf("%s: the page does not lead to the document", target)
			}
		}
	},
}

// OGC 17-069r4, annex A.6. The client holds every answer of every test against
// the definition, which is what oas-impl asks for.
var featuresOAS30 = map[string]func(*suite){
	"oas-definition-1, oas-definition-2 and oas-impl": func(s *suite) {
		a := s.c.Follow(s.landing, "service-desc", openapi).Want(http.StatusOK)
		if a.Header.Get("Content-Type") != openapi {
			s.Errorf("%s", a.Header.Get("Content-Type"))
		}
		var doc struct {
			OpenAPI string
			Servers []struct{ URL string }
			Paths   map[string]any
		}
		a.JSON(&doc)
		if !strings.HasPrefix(doc.OpenAPI, "3.0.") || len(doc.Paths) == 0 || len(doc.Servers) != 1 || doc.Servers[0].URL != s.c.Base()+"/" {
			s.Errorf("OpenAPI %s, servers %v, %d paths", doc.OpenAPI, doc.Servers, len(doc.Paths))
		}
		apitest.Contract(s)
	},
	"completeness": func(s *suite) {
		contract := apitest.Contract(s)
		for _, path := range []string{"/api", "/api/conformance", "/api/collections", "/api/collections/{layer}", "/api/collections/{layer}/items", "/api/collections/{layer}/items/{id}"} {
			if item := contract.Paths.Value(path); item == nil || item.Get == nil || item.Get.Responses.Status(200) == nil {
				s.Errorf("%s is not described", path)
			}
		}
	},
	"exceptions-codes": func(s *suite) {
		contract := apitest.Contract(s)
		for path, item := range contract.Paths.Map() {
			for method, operation := range item.Operations() {
				if operation.Responses.Default() == nil {
					s.Errorf("%s %s does not describe what can go wrong", method, path)
				}
			}
		}
	},
	"security": func(s *suite) {
		if contract := apitest.Contract(s); len(contract.Security) != 0 {
			s.Errorf("reading asks for %v", contract.Security)
		}
	},
}
