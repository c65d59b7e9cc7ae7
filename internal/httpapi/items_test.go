package httpapi_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/httpapi/apitest"
)

type itemsPage struct {
	Features []struct {
		ID         string
		Properties map[string]any
	}
	NumberMatched, NumberReturned int
	Links                         []apitest.Link
}

func (p itemsPage) ids() []string {
	ids := make([]string, len(p.Features))
	for i, f := range p.Features {
		ids[i] = f.ID
	}
	return ids
}

func read(t testing.TB, c *apitest.Client, target string) itemsPage {
	t.Helper()
	var p itemsPage
	c.Get(target).Want(http.StatusOK).JSON(&p)
	if p.NumberReturned != len(p.Features) {
		t.Errorf("%s: numberReturned %d with %d features", target, p.NumberReturned, len(p.Features))
	}
	return p
}

// all reads every page by the links.
func all(t testing.TB, c *apitest.Client, target string) []string {
	t.Helper()
	var ids []string
	for {
		p := read(t, c, target)
		ids = append(ids, p.ids()...)
		if p.NumberMatched < len(ids) {
			t.Fatalf("%s: numberMatched %d after %d features", target, p.NumberMatched, len(ids))
		}
		next := apitest.Find(p.Links, "next", "application/geo+json")
		if next == nil {
			if p.NumberMatched != len(ids) {
				t.Errorf("%s: numberMatched %d, %d features", target, p.NumberMatched, len(ids))
			}
			return ids
		}
		target = next.Href
	}
}

func TestPagesHoldEveryFeatureOnce(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, layer := range layers(t, c) {
		path := "/api/collections/" + layer + "/items"
		whole := read(t, c, path+"?limit=10000&skipGeometry=true")
		for _, page := range []string{
			fmt.Sprintf("limit=%d", 1+whole.NumberMatched/7), fmt.Sprintf("limit=%d&skipGeometry=true", whole.NumberMatched),
		} {
			ids := all(t, c, path+"?"+page)
			if !slices.Equal(ids, whole.ids()) {
				t.Errorf("%s by %s: %d features, not the %d at once", layer, page, len(ids), whole.NumberMatched)
			}
		}
		if !slices.IsSorted(whole.ids()) {
			t.Errorf("%s is not in the order of its ids", layer)
		}
		if len(slices.Compact(whole.ids())) != whole.NumberMatched {
			t.Errorf("%s: repeated ids", layer)
		}
	}
}

func TestOffsetPages(t *testing.T) {
	c := shipped(t)
	const path = "/api/collections/ai-factories/items"
	whole := read(t, c, path+"?limit=1000").ids()
	p := read(t, c, path+"?limit=10&offset=20")
	if !slices.Equal(p.ids(), whole[20:30]) || p.NumberMatched != len(whole) {
		t.Errorf("offset=20: %v", p.ids())
	}
	back := read(t, c, apitest.Find(p.Links, "prev", "").Href)
	if !slices.Equal(back.ids(), whole[10:20]) {
		t.Errorf("prev: %v", back.ids())
	}
	first := read(t, c, apitest.Find(p.Links, "first", "").Href)
	if !slices.Equal(first.ids(), whole[:10]) {
		t.Errorf("first: %v", first.ids())
	}
	next := read(t, c, apitest.Find(p.Links, "next", "").Href)
	if !slices.Equal(next.ids(), whole[30:40]) {
		t.Errorf("next: %v", next.ids())
	}
	beyond := read(t, c, path+"?offset=1000")
	if len(beyond.Features) != 0 || beyond.NumberMatched != len(whole) || apitest.Find(beyond.Links, "next", "") != nil {
		t.Errorf("beyond the end: %d features of %d", len(beyond.Features), beyond.NumberMatched)
	}
}

func TestLimit(t *testing.T) {
	c := shipped(t)
	const path = "/api/collections/sources/items"
	if n := read(t, c, path).NumberReturned; n != 100 {
		t.Errorf("without limit: %d features, want 100", n)
	}
	for _, limit := range []string{"10001", "99999999999999999999"} {
		if n := read(t, c, path+"?limit="+limit).NumberReturned; n < 300 {
			t.Errorf("limit=%s: %d features", limit, n)
		}
	}
}

func TestColumnsAsParameters(t *testing.T) {
	c := shipped(t)
	for _, tt := range []struct{ layer, column, value string }{
		{"ai-factories", "sector", "자동차"},
		{"ai-factories", "region", "HNM"},
		{"ai-factories", "sido", "12"},
		{"ai-factories", "precision", "sido"},
		{"ai-factories", "stage", "selected"},
		{"ai-factories", "year_selected", "2024"},
		{"ai-factories", "selected_on", "2024-10-28"},
		{"ai-factories", "counts_toward_500", "yes"},
		{"fund-investments", "record_type", "approved"},
		{"regions", "name_ko", "호남권"},
		{"regions", "kind", "hub"},
	} {
		path := "/api/collections/" + tt.layer + "/items?limit=10000"
		var want []string
		for _, f := range read(t, c, path).Features {
			if fmt.Sprint(f.Properties[tt.column]) == tt.value {
				want = append(want, f.ID)
			}
		}
		got := all(t, c, path+"&"+tt.column+"="+url.QueryEscape(tt.value))
		if !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %s=%s gives %d features, want %d", tt.layer, tt.column, tt.value, len(got), len(want))
		}
	}
	one := all(t, c, "/api/collections/ai-factories/items?region=HNM")
	two := all(t, c, "/api/collections/ai-factories/items?region=HNM&year_selected=2024&limit=2")
	if len(two) == 0 || len(two) >= len(one) {
		t.Errorf("two conditions give %d of %d features", len(two), len(one))
	}
}

// Every queryable of every layer is taken as a parameter, and nothing else in
// its schema is.
func TestQueryablesAreTheParameters(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, layer := range layers(t, c) {
		path := "/api/collections/" + layer
		var schema, queryables struct {
			Properties map[string]struct {
				Enum []string
				Role string `json:"x-ogc-role"`
			}
		}
		c.Get(path + "/schema").Want(http.StatusOK).JSON(&schema)
		c.Get(path + "/queryables").Want(http.StatusOK).JSON(&queryables)
		for column, described := range schema.Properties {
			value := "1"
			if len(described.Enum) > 0 {
				value = described.Enum[0]
			}
			a := c.Get(path + "/items?lang=en&" + url.QueryEscape(column) + "=" + url.QueryEscape(value))
			taken := a.StatusCode == http.StatusOK
			if !taken {
				p := a.Problem(http.StatusBadRequest)
				taken = !strings.Contains(p.Detail, "cannot be used here") // a value may be wrong
				if p.Parameter != column {
					t.Errorf("%s: %s=%s is a problem of %q", layer, column, value, p.Parameter)
				}
			}
			if described.Role == "primary-geometry" { // in a filter alone
				taken = true
			}
			if _, queryable := queryables.Properties[column]; queryable != taken {
				t.Errorf("%s: column %s: queryable %v, taken %v", layer, column, queryable, taken)
			}
		}
		for column := range queryables.Properties {
			if _, ok := schema.Properties[column]; !ok {
				t.Errorf("%s: queryable %s is not in the schema", layer, column)
			}
		}
	}
}

func TestBoxes(t *testing.T) {
	c := shipped(t)
	const path = "/api/collections/ai-factories/items?limit=1000"
	var points struct {
		Features []struct {
			ID       string
			Geometry *struct{ Coordinates [2]float64 }
		}
	}
	c.Get(path).JSON(&points)
	inside := func(west, south, east, north float64) []string {
		var ids []string
		for _, f := range points.Features {
			if g := f.Geometry; g != nil && g.Coordinates[0] >= west && g.Coordinates[0] <= east && g.Coordinates[1] >= south && g.Coordinates[1] <= north {
				ids = append(ids, f.ID)
			}
		}
		return ids
	}
	want := inside(126, 34, 128, 36)
	if len(want) < 5 {
		t.Fatalf("only %d points to find", len(want))
	}
	for _, box := range []string{
		"bbox=126,34,128,36",
		"bbox=126.0,34.0,-100,128.0,36.0,8000",
		"bbox=126,%2034,%20128,36",
		"bbox=34,126,36,128&bbox-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326"),
		"bbox=14026255.84,4028802.03,14248894.82,4300621.37&bbox-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857"),
		"bbox=126,34,128,36&bbox-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
	} {
		if got := all(t, c, path+"&"+box); !slices.Equal(got, want) {
			t.Errorf("%s: %d features, want %d", box, len(got), len(want))
		}
	}
	for box, n := range map[string]int{
		"-180,-90,180,90": len(inside(-180, -90, 180, 90)),
		"170,-90,-170,90": 0,
		"120,30,-170,40":  len(inside(120, 30, 180, 40)), // from Korea across the antimeridian
		"0,0,0,0":         0,
	} {
		if got := read(t, c, path+"&bbox="+box).NumberMatched; got != n {
			t.Errorf("bbox=%s: %d features, want %d", box, got, n)
		}
	}
	// A box without area holds what lies in it all the same.
	at := points.Features[slices.IndexFunc(points.Features, func(f struct {
		ID       string
		Geometry *struct{ Coordinates [2]float64 }
	}) bool {
		return f.Geometry != nil
	})]
	lon, lat := at.Geometry.Coordinates[0], at.Geometry.Coordinates[1]
	if got := all(t, c, fmt.Sprintf("%s&bbox=%v,%v,%v,%v", path, lon, lat, lon, lat)); !slices.Contains(got, at.ID) {
		t.Errorf("the box of the point of %s holds %v", at.ID, got)
	}
	// A feature without geometry lies in no box.
	if got := read(t, c, "/api/collections/sources/items?bbox=-180,-90,180,90").NumberMatched; got != 0 {
		t.Errorf("%d sources lie in the world", got)
	}
}

func TestDatetime(t *testing.T) {
	c := shipped(t)
	const path = "/api/collections/sido/items"
	count := func(query string) int {
		t.Helper()
		return read(t, c, path+"?limit=1"+query).NumberMatched
	}
	// Gwangju and Jeonnam became one on 2026-07-01: 17 si/do until then, 16 after.
	for query, want := range map[string]int{
		"&at=2026-06-30":                                      17,
		"&at=2026-07-01":                                      16,
		"":                                                    16,
		"&datetime=2026-06-30":                                17,
		"&datetime=2026-07-01":                                16,
		"&datetime=2026-06-30/2026-07-01":                     18,
		"&datetime=2026-07-01/..":                             16,
		"&datetime=2026-07-01/":                               16,
		"&datetime=../2026-06-30":                             17,
		"&datetime=/2026-06-30":                               17,
		"&datetime=../..":                                     18,
		"&datetime=/":                                         18,
		"&datetime=2026-06-30T14:59:59Z":                      17, // 23:59:59 in Korea
		"&datetime=2026-06-30T15:00:00Z":                      16, // midnight in Korea
		"&datetime=2026-07-01T00:00:00%2B09:00":               16,
		"&datetime=2026-07-01T00:00:00+09:00":                 16, // the plus sign arrives as a space
		"&datetime=2026-06-30T23:59:59.999+09:00":             17,
		"&datetime=2026-07-01t00:00:00z":                      16,
		"&datetime=2026-07-01T/2027-01-01T":                   16, // GDAL
		"&datetime=2026-07-01/9999-12-31T00:00:00Z":           16, // QGIS
		"&datetime=0001-01-01T00:00:00Z/9999-12-31T23:59:59Z": 18,
		"&datetime=2026-06-30&at=2026-11-22":                  17,
		"&datetime=2026-06-30T23:00:00Z/2026-06-30T23:30:00Z": 16,
		"&datetime=2026-06-30T14:00:00Z/2026-06-30T15:00:00Z": 18,
	} {
		if got := count(query); got != want {
			t.Errorf("%s: %d si/do, want %d", query, got, want)
		}
	}
}

func TestNextKeepsTheStateOfTheData(t *testing.T) {
	c := shipped(t)
	p := read(t, c, "/api/collections/sido/items?limit=3&lang=en&region=HNM")
	if next := apitest.Find(p.Links, "next", ""); next != nil {
		t.Fatalf("%d si/do in one region", p.NumberMatched)
	}
	p = read(t, c, "/api/collections/sido/items?limit=3&lang=en")
	next, err := url.Parse(apitest.Find(p.Links, "next", "").Href)
	if err != nil {
		t.Fatal(err)
	}
	q := next.Query()
	if q.Get("edition") != "1" || q.Get("at") != "2026-11-22" || q.Get("lang") != "en" || q.Get("limit") != "3" || q.Get("after") == "" {
		t.Errorf("next: %s", next)
	}
	a := c.Get(next.String())
	if !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("the next page is kept by %q", a.Header.Get("Cache-Control"))
	}
	if !strings.Contains(c.Get("/api/collections/sido/items?limit=3").Header.Get("Link"), `rel="next"`) {
		t.Error("no header Link for the next page")
	}
}

func TestGeometryCanBeLeftOut(t *testing.T) {
	c := shipped(t)
	type row struct {
		ID         string
		Geometry   any
		Properties map[string]any
	}
	var with, without struct{ Features []row }
	c.Get("/api/collections/sido/items?skipGeometry=false").Want(http.StatusOK).JSON(&with)
	a := c.Get("/api/collections/sido/items?skipGeometry=true").Want(http.StatusOK)
	a.JSON(&without)
	if len(a.Body) > 50_000 || len(with.Features) != len(without.Features) {
		t.Errorf("%d features in %d bytes", len(without.Features), len(a.Body))
	}
	for i, f := range without.Features {
		if f.Geometry != nil || with.Features[i].Geometry == nil || fmt.Sprint(f.Properties) != fmt.Sprint(with.Features[i].Properties) {
			t.Errorf("%s differs in more than its geometry", f.ID)
		}
	}
	// A box is about the geometry all the same.
	if n := read(t, c, "/api/collections/sido/items?skipGeometry=true&bbox=126,33,127,33.6").NumberMatched; n != 1 {
		t.Errorf("%d si/do at Jeju", n)
	}
	if len(find(checkPage(t, c.Get("/api/collections/sido/items?skipGeometry=true&f=html"), "ko"), "svg", "")) != 0 {
		t.Error("a page without geometry has a map")
	}
}

func TestItem(t *testing.T) {
	c := shipped(t)
	page := c.Get("/api/collections/ai-factories/items?limit=1").Want(http.StatusOK)
	if got := page.Header.Get("Content-Crs"); got != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" {
		t.Errorf("Content-Crs %q", got)
	}
	var list itemsPage
	page.JSON(&list)
	a := c.Get("/api/collections/ai-factories/items/" + list.Features[0].ID).Want(http.StatusOK)
	var item struct {
		ID         string
		Properties map[string]any
		Links      []apitest.Link
	}
	a.JSON(&item)
	if item.ID != list.Features[0].ID || fmt.Sprint(item.Properties) != fmt.Sprint(list.Features[0].Properties) {
		t.Error("a feature alone is not the feature in the list")
	}
	for _, rel := range []string{"self", "alternate", "collection"} {
		if apitest.Find(item.Links, rel, "") == nil {
			t.Errorf("no link %s", rel)
		}
	}
	// The stage is that of the day.
	before := c.Get("/api/collections/ai-factories/items/" + item.ID + "?at=2020-01-01").Want(http.StatusOK)
	before.JSON(&item)
	if item.Properties["stage"] != nil {
		t.Errorf("stage in 2020: %v", item.Properties["stage"])
	}
}

func TestCollectionSaysWhatItHolds(t *testing.T) {
	c := shipped(t)
	var doc struct {
		ID, Title, Geometry, ItemType, StorageCRS string
		CRS                                       []string
		Count, Changed                            int
		Extent                                    struct {
			Spatial  struct{ BBox [][4]float64 }
			Temporal struct{ Interval [][2]*string }
		}
		Links []apitest.Link
	}
	c.Get("/api/collections/ai-factories?lang=en").Want(http.StatusOK).JSON(&doc)
	if doc.Count != 63 || doc.Changed != 1 || doc.Geometry != "Point" || doc.ItemType != "feature" || doc.Title != "AI factories" {
		t.Errorf("%+v", doc)
	}
	b := doc.Extent.Spatial.BBox[0]
	if b[0] < 124 || b[0] >= b[2] || b[1] < 33 || b[1] >= b[3] || b[2] > 132 || b[3] > 39 {
		t.Errorf("bbox %v", b)
	}
	if from := doc.Extent.Temporal.Interval[0][0]; from == nil || *from != "2024-10-28T00:00:00+09:00" || doc.Extent.Temporal.Interval[0][1] != nil {
		t.Errorf("interval %v", doc.Extent.Temporal.Interval)
	}
	if got := c.Follow(doc.Links, "definition", "").Body; !strings.Contains(string(got), `"id": "ai-factories"`) {
		t.Error("the definition is not served as it was given")
	}
}
