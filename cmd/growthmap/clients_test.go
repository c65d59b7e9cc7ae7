package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// run runs a client program and returns what it printed.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

var featureCount = regexp.MustCompile(`Feature Count: (\d+)`)

func countOf(t *testing.T, ogrinfo string) int {
	t.Helper()
	m := featureCount.FindStringSubmatch(ogrinfo)
	if m == nil {
		t.Fatalf("ogrinfo gives no count:\n%s", ogrinfo)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOGRInfoListsTheFactories(t *testing.T) {
	s := running(t)
	out := run(t, "ogrinfo", "-ro", "-so", "OAPIF:"+s.address+"/api", "ai-factories")
	if n := countOf(t, out); n != 63 {
		t.Errorf("ogrinfo counts %d AI factories, want 63", n)
	}
	if !strings.Contains(out, "Geometry: Point") || !strings.Contains(out, "name_ko: String") {
		t.Errorf("ogrinfo does not see points with names:\n%s", out)
	}
}

func TestOGR2OGRCopiesEverySpatialLayer(t *testing.T) {
	s := running(t)
	body, _ := s.get("/api/collections", http.StatusOK)
	var list struct {
		Collections []struct{ ID, Geometry string }
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "growthmap.gpkg")
	copied := 0
	for _, c := range list.Collections {
		if c.Geometry == "" {
			continue
		}
		args := []string{"-f", "GPKG", target, "OAPIF:" + s.address + "/api", c.ID}
		if copied > 0 {
			args = append([]string{"-update"}, args...)
		}
		run(t, "ogr2ogr", args...)
		copied++
		want := s.items(c.ID, "limit=1").NumberMatched
		if got := countOf(t, run(t, "ogrinfo", "-ro", "-so", target, c.ID)); got != want || got == 0 {
			t.Errorf("layer %s: %d features copied, %d served", c.ID, got, want)
		}
	}
	if copied < 14 {
		t.Errorf("%d spatial layers, want at least 14", copied)
	}
}

func TestGDALFiltersByDate(t *testing.T) {
	s := running(t)
	out := run(t, "ogrinfo", "-ro", "-so", "-where", "sector = '조선'", "OAPIF:"+s.address+"/api", "ai-factories")
	want := s.items("ai-factories", "limit=1&sector=조선").NumberMatched
	if n := countOf(t, out); n != want || n == 0 {
		t.Errorf("ogrinfo -where finds %d shipyards, the API %d", n, want)
	}
}

// What GDAL asks of the server with -where comes back as few features as it
// keeps. This version sends only what it is told the server can do, in the name
// that CQL2 text had in a draft.
func TestGDALPushesFiltersDown(t *testing.T) {
	s := running(t)
	cmd := exec.Command("ogrinfo", "-ro", "-so", "--config", "OGR_OAPIF_ALLOW_CQL_TEXT", "YES", "--debug", "HTTP",
		"-where", "selected_on IS NULL", "OAPIF:"+s.address+"/api", "ai-factories")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	want := s.items("ai-factories", "limit=1&filter="+url.QueryEscape("selected_on IS NULL")).NumberMatched
	if n := countOf(t, string(out)); n != want || n == 0 || !strings.Contains(string(out), "&filter=") || !strings.Contains(string(out), "filter-lang=cql-text") {
		t.Errorf("ogrinfo counts %d factories without a day, the API %d:\n%s", n, want, out)
	}
}

func TestGDALReadsAFilteredLayer(t *testing.T) {
	s := running(t)
	filter := "filter=" + url.QueryEscape("CASEI(name_en) LIKE CASEI('%AI%') AND S_INTERSECTS(geometry, POLYGON((126 34, 130 34, 130 36, 126 36, 126 34)))")
	want := s.items("ai-factories", "limit=1&"+filter).NumberMatched
	target := filepath.Join(t.TempDir(), "filtered.gpkg")
	run(t, "ogr2ogr", "-f", "GPKG", target, s.address+"/api/collections/ai-factories/items?limit=1000&"+filter, "-nln", "filtered")
	if n := countOf(t, run(t, "ogrinfo", "-ro", "-so", target, "filtered")); n != want || n < 4 {
		t.Errorf("ogr2ogr copies %d filtered factories, the API counts %d", n, want)
	}
}

func TestOWSLibWalksAllPages(t *testing.T) {
	s := running(t)
	script := filepath.Join(t.TempDir(), "walk.py")
	const walk = `
import sys
from owslib.ogcapi.features import Features
api = Features(sys.argv[1])
assert "ai-factories" in api.feature_collections(), api.feature_collections()
assert api.api()["openapi"].startswith("3.0"), api.api()["openapi"]
seen, offset = [], 0
while True:
    page = api.collection_items("ai-factories", limit=7, offset=offset)
    seen += [f["id"] for f in page["features"]]
    if not any(l["rel"] == "next" for l in page["links"]):
        break
    offset += 7
assert len(seen) == len(set(seen)) == page["numberMatched"], (len(seen), page["numberMatched"])
one = api.collection_item("ai-factories", seen[0])
assert one["id"] == seen[0]
print(len(seen), len(api.collection_queryables("ai-factories")["properties"]) > 10)
`
	if err := os.WriteFile(script, []byte(walk), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := run(t, "/usr/bin/python3", script, s.address+"/api"); strings.TrimSpace(out) != "63 True" {
		t.Errorf("OWSLib says %s", out)
	}
}

// The tile z6/24/54 (row 24, column 54) holds the middle and the south of Korea:
// columns of z6 are 5.625° wide, 54 from 123.75° to 129.375° E; row 24 reaches
// from 36.5979° to 40.9799° N, row 25 from 31.9522° to 36.5979° N.
func TestTileHoldsTheItemsInItsBounds(t *testing.T) {
	s := running(t)
	body, header := s.get("/api/collections/ai-factories/tiles/WebMercatorQuad/6/25/54", http.StatusOK)
	if got := header.Get("Content-Type"); got != "application/vnd.mapbox-vector-tile" {
		t.Errorf("a tile is %s", got)
	}
	file := filepath.Join(t.TempDir(), "25.mvt")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	// Without the tile's place the driver keeps tile units; it clips the buffer away.
	out := run(t, "ogrinfo", "-ro", "-al", "-oo", "CLIP=YES", "-oo", "X=54", "-oo", "Y=25", "-oo", "Z=6", file)
	var decoded []string
	for _, m := range regexp.MustCompile(`(?m)^  id \(String\) = (.+)$`).FindAllStringSubmatch(out, -1) {
		decoded = append(decoded, m[1])
	}
	var served []string
	for _, f := range s.items("ai-factories", "limit=1000&bbox=123.75,31.952162,129.375,36.597889").Features {
		served = append(served, f.ID)
	}
	slices.Sort(decoded)
	slices.Sort(served)
	if len(served) == 0 || !slices.Equal(decoded, served) {
		t.Errorf("the tile decodes to\n%q,\nthe items in its bounds are\n%q", decoded, served)
	}
}

func TestUnchangedAnswersAre304(t *testing.T) {
	s := running(t)
	for _, path := range []string{
		"/api/collections/ai-factories/tiles/WebMercatorQuad/6/25/54", "/api/collections/ai-factories/items?limit=5", "/api", "/api/collections", "/",
	} {
		_, header := s.get(path, http.StatusOK)
		tag := header.Get("ETag")
		if tag == "" {
			t.Errorf("%s has no ETag", path)
			continue
		}
		if body, _ := s.get(path, http.StatusNotModified, "If-None-Match", tag); len(body) != 0 {
			t.Errorf("%s: a 304 with %d bytes", path, len(body))
		}
	}
}

func TestABadBoxIsNamedInKorean(t *testing.T) {
	s := running(t)
	body, header := s.get("/api/collections/ai-factories/items?bbox=127,37,abc,38", http.StatusBadRequest, "Accept-Language", "ko")
	var problem struct {
		Status                   int
		Detail, Parameter, Given string
	}
	if err := json.Unmarshal(body, &problem); err != nil {
		t.Fatal(err)
	}
	if header.Get("Content-Type") != "application/problem+json" || problem.Status != 400 || problem.Parameter != "bbox" ||
		!strings.Contains(problem.Detail, "bbox") || !regexp.MustCompile(`[가-힣]`).MatchString(problem.Detail) {
		t.Errorf("%s: %s", header.Get("Content-Type"), body)
	}
}

func TestEveryLayerAnswersItsCount(t *testing.T) {
	s := running(t)
	body, _ := s.get("/api/collections", http.StatusOK)
	var list struct {
		Collections []struct {
			ID    string
			Count int
		}
	}
	if err := json.Unmarshal(body, &list); err != nil {
		t.Fatal(err)
	}
	for _, c := range list.Collections {
		// On any day, not only today: the districts before 2026 are features too.
		if got := s.items(c.ID, "limit=1&datetime=../..").NumberMatched; got != c.Count || got == 0 {
			t.Errorf("layer %s: %d features on any day, the collection says %d", c.ID, got, c.Count)
		}
	}
}

// A researcher downloads what the filter leaves as GeoPackage and CSV, and the
// citation in the file leads back to the same features.
func TestGDALReadsDownloadedFiles(t *testing.T) {
	s := running(t)
	const query = "region=HNM&at=2026-05-28"
	want := s.items("ai-factories", "limit=1000&"+query)
	download := func(format, name string) string {
		body, header := s.get("/api/collections/ai-factories/items?"+query+"&f="+format, http.StatusOK)
		if got := header.Get("Content-Disposition"); got != "attachment; filename="+name {
			t.Errorf("%s comes as %s", format, got)
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	geopackage := download("gpkg", "ai-factories_2026-05-28_e1.gpkg")
	out := run(t, "ogrinfo", "-ro", "-so", geopackage, "ai_factories")
	if n := countOf(t, out); n != want.NumberMatched || n == 0 || !strings.Contains(out, "Geometry: Point") ||
		!strings.Contains(out, `ID["EPSG",4326]`) || !strings.Contains(out, "name_ko: String") {
		t.Errorf("want %d points:\n%s", want.NumberMatched, out)
	}
	table := download("csv", "ai-factories_2026-05-28_e1.csv")
	spatial := run(t, "ogrinfo", "-ro", "-so", table, "-al", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat")
	extent := regexp.MustCompile(`Extent: .*`)
	if n := countOf(t, spatial); n != want.NumberMatched || extent.FindString(spatial) == "" || extent.FindString(spatial) != extent.FindString(out) {
		t.Errorf("the table has %s, the GeoPackage %s", spatial, extent.FindString(out))
	}
	provenance := run(t, "ogrinfo", "-ro", "-q", geopackage, "-sql", "select value from ai_factories_provenance where name = 'address'")
	address := regexp.MustCompile(`value \(String\) = (\S+)`).FindStringSubmatch(provenance)
	if address == nil || !strings.HasPrefix(address[1], s.address) {
		t.Fatalf("no address of the same content: %s", provenance)
	}
	body, _ := s.get(strings.TrimPrefix(address[1], s.address), http.StatusOK)
	var again struct{ NumberMatched int }
	if err := json.Unmarshal(body, &again); err != nil || again.NumberMatched != want.NumberMatched {
		t.Errorf("the citation leads to %d features, not %d: %v", again.NumberMatched, want.NumberMatched, err)
	}
}
