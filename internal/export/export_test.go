package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/golden"
)

// testLayer has a property of every type, stages and a place.
func testLayer(t testing.TB) *atlas.Layer {
	t.Helper()
	layer, err := atlas.ParseLayer([]byte(`{
		"id": "test-sites", "geometry": "Geometry",
		"title": {"ko": "시험", "en": "Test"}, "description": {"ko": "시험용 레이어", "en": "A layer for tests"},
		"schema": {
			"name":   {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true},
			"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
			"share":  {"type": "decimal", "unit": "%", "title": {"ko": "비중", "en": "Share"}},
			"public": {"type": "boolean", "title": {"ko": "공공", "en": "Public"}},
			"signed": {"type": "day", "title": {"ko": "체결일", "en": "Signed"}},
			"tags":   {"type": "strings", "title": {"ko": "표지", "en": "Tags"}},
			"jobs":   {"type": "range", "title": {"ko": "일자리", "en": "Jobs"}}
		},
		"stages": [
			{"id": "selected", "title": {"ko": "선정", "en": "Selected"}},
			{"id": "under-construction", "title": {"ko": "공사", "en": "Under construction"}}
		],
		"publish": {"zoom": [4, 14]},
		"intake": {"id": ["id"], "place": {"sido": "sido", "detail": "place"}, "citations": [{"url": "url"}]}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	return layer
}

func day(t testing.TB, s string) atlas.Day {
	t.Helper()
	d, err := atlas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func interval(t testing.TB, s string) atlas.Interval {
	t.Helper()
	i, err := atlas.ParsePartial(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

var (
	square = orb.Ring{{127, 36}, {128, 36}, {128, 37}, {127, 37}, {127, 36}}
	inner  = orb.Ring{{127.25, 36.25}, {127.25, 36.75}, {127.75, 36.75}, {127.75, 36.25}, {127.25, 36.25}}
	away   = orb.Ring{{129, 36}, {129.5, 36}, {129.5, 36.5}, {129, 36}}
)

// features are one with everything, one with nothing, and one of each geometry.
func features(t testing.TB) []*atlas.Feature {
	all := []*atlas.Feature{
		{
			ID: "test-full", Geometry: orb.Point{126.97800004, 37.56654321}, Precision: atlas.PrecisionSite,
			Place: atlas.Place{Region: "HNM", Sido: "29", Sigungu: "29170", Among: []string{"29", "46"},
				Basis: atlas.BasisStated, Disagrees: "46"},
			Stated: map[string]string{"sido": "광주", "detail": "시험로 1"},
			Stages: map[string]atlas.Interval{"selected": interval(t, "2026-05-28"), "under-construction": interval(t, "2026-06")},
			Properties: map[string]any{"name_ko": "시험 \"하나\"", "name_en": "Test <1> & more\n\\", "amount": int64(9007199254740993),
				"share": json.Number("41.10"), "public": true, "signed": "2026-05", "tags": []string{"가", "나"},
				"jobs_low": json.Number("10"), "jobs_high": json.Number("20")},
			Citations: []atlas.Citation{
				{Source: "src-000000000001", URL: "https://example.org/a?b=1&c=2", Title: "시험 자료", Publisher: "시험", Date: "2026-05", Kind: "test", Via: "test"},
				{Source: "src-000000000002"},
				{Source: "src-000000000001", Date: "2026"},
			},
		},
		{ID: "test-bare"},
	}
	for i, g := range []orb.Geometry{
		orb.MultiPoint{{127, 36}, {-0.00000001, -33.5}},
		orb.LineString{{127, 36}, {128, 37}},
		orb.MultiLineString{{{127, 36}, {128, 37}}, {{129, 36}, {129, 35}}},
		orb.Polygon{square, inner},
		orb.MultiPolygon{{square, inner}, {away}},
		orb.Collection{orb.Point{127, 36}, orb.LineString{}, orb.Polygon{square, inner}},
	} {
		all = append(all, &atlas.Feature{ID: fmt.Sprintf("test-shape-%d", i+1), Geometry: g})
	}
	return all
}

func write(t *testing.T, features []*atlas.Feature, page export.Page) []byte {
	t.Helper()
	var out bytes.Buffer
	w := export.NewGeoJSON(&out, testLayer(t), day(t, "2026-06-15"))
	for _, f := range features {
		if err := w.Feature(f, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(page); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// page is stamped at an hour that is the next day in Korea.
func page(t *testing.T, matched int64, returned int) export.Page {
	return export.Page{
		NumberMatched: &matched, NumberReturned: returned,
		TimeStamp: time.Date(2026, 6, 16, 3, 4, 5, 6, atlas.Korea),
		Links: []export.Link{
			{Href: "https://example.org/items?a=1&b=2", Rel: "self", Type: export.GeoJSONMediaType, Title: "이 문서", Hreflang: "ko"},
			{Href: "https://example.org/items/{id}", Rel: "item", Templated: true},
		},
	}
}

func TestGeoJSONGolden(t *testing.T) {
	all := features(t)
	golden.Check(t, "collection.geojson", write(t, all, page(t, 1234, len(all))))
	golden.Check(t, "empty.geojson", write(t, nil, export.Page{TimeStamp: time.Unix(0, 0)}))
}

func TestAppendFeatureGolden(t *testing.T) {
	before := []byte("kept")
	links := []export.Link{{Href: "https://example.org/items/test-full", Rel: "self"}}
	got, err := export.AppendFeature(before, testLayer(t), features(t)[0], day(t, "2026-07-01"), links)
	if err != nil {
		t.Fatal(err)
	}
	item, ok := bytes.CutPrefix(got, before)
	if !ok {
		t.Fatalf("what was there before is gone: %s", got)
	}
	golden.Check(t, "feature.geojson", append(item, '\n'))
}

// document is a feature collection as any JSON reader sees it.
type document struct {
	Type     string
	Features []struct {
		Type       string
		ID         string
		Geometry   json.RawMessage
		Properties map[string]any
		Citations  []atlas.Citation
		Links      []export.Link
	}
	NumberMatched  *int64
	NumberReturned int
	TimeStamp      string
	Links          []export.Link
}

func read(t *testing.T, body []byte) document {
	t.Helper()
	var d document
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&d); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return d
}

func TestGeoJSONSaysWhatIsKnown(t *testing.T) {
	all := features(t)
	p := page(t, 1234, len(all))
	d := read(t, write(t, all, p))
	if d.Type != "FeatureCollection" || *d.NumberMatched != 1234 || d.NumberReturned != len(all) ||
		d.TimeStamp != "2026-06-15T18:04:05Z" || !reflect.DeepEqual(d.Links, p.Links) || len(d.Features) != len(all) {
		t.Errorf("got %+v", d)
	}
	full, bare := d.Features[0], d.Features[1]
	if full.Type != "Feature" || full.ID != "test-full" || !reflect.DeepEqual(full.Citations, all[0].Citations) || full.Links != nil {
		t.Errorf("got %+v", full)
	}
	want := map[string]any{
		"name_ko": "시험 \"하나\"", "name_en": "Test <1> & more\n\\", "amount": json.Number("9007199254740993"),
		"share": json.Number("41.10"), "public": true, "signed": "2026-05", "tags": []any{"가", "나"},
		"jobs_low": json.Number("10"), "jobs_high": json.Number("20"),
		"selected_on": "2026-05-28", "under_construction_on": "2026-06", "stage": "selected",
		"region": "HNM", "sido": "29", "sigungu": "29170", "among": []any{"29", "46"}, "precision": "site",
		"place_basis": "stated", "place_disagrees": "46", "stated_sido": "광주", "stated_detail": "시험로 1",
		"sources": []any{"src-000000000001", "src-000000000002"},
	}
	if !reflect.DeepEqual(full.Properties, want) {
		t.Errorf("got %v\nwant %v", full.Properties, want)
	}
	if len(bare.Properties) != len(want) || string(bare.Geometry) != "null" || bare.Citations == nil {
		t.Errorf("a feature of which nothing is known: %+v", bare)
	}
	for column, value := range bare.Properties {
		if value != nil {
			t.Errorf("%s is %v though nothing is known", column, value)
		}
	}
}

func TestGeoJSONKeepsTheOrderOfColumns(t *testing.T) {
	body := string(write(t, features(t)[:1], export.Page{}))
	last := 0
	for _, c := range testLayer(t).Columns() {
		at := strings.Index(body, `"`+c.ID+`":`)
		if at < last {
			t.Errorf("column %s is missing or out of order", c.ID)
		}
		last = at
	}
}

func TestGeoJSONReadByOrb(t *testing.T) {
	all := features(t)
	fc, err := geojson.UnmarshalFeatureCollection(write(t, all, export.Page{}))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range fc.Features {
		want := orb.Clone(all[i].Geometry)
		switch g := want.(type) {
		case orb.Point:
			want = orb.Point{126.978, 37.5665432}
		case orb.MultiPoint:
			g[1] = orb.Point{0, -33.5}
		case orb.Collection:
			want = orb.Collection{g[0], g[2]}
		}
		if !orb.Equal(f.Geometry, want) {
			t.Errorf("%v: got %v, want %v", f.ID, f.Geometry, want)
		}
	}
}

func TestGeoJSONReadByGDAL(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.geojson")
	if err := os.WriteFile(path, write(t, features(t), page(t, 8, 8)), 0o644); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(gdal(t, "ogr2ogr", "-f", "CSV", "/vsistdout/", path,
		"-dialect", "SQLite", "-sql", `select id, name_ko, amount, share, stage, GeometryType(geometry) as type,
			round(ST_Area(geometry), 3) as area, ST_IsValid(geometry) as valid from "all"`))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"id", "name_ko", "amount", "share", "stage", "type", "area", "valid"},
		{"test-full", "시험 \"하나\"", "9007199254740993", "41.1", "selected", "POINT", "0", "1"},
		{"test-bare", "", "", "", "", "", "", "-1"},
		{"test-shape-1", "", "", "", "", "MULTIPOINT", "0", "1"},
		{"test-shape-2", "", "", "", "", "LINESTRING", "0", "1"},
		{"test-shape-3", "", "", "", "", "MULTILINESTRING", "0", "1"},
		{"test-shape-4", "", "", "", "", "POLYGON", "0.75", "1"},
		{"test-shape-5", "", "", "", "", "MULTIPOLYGON", "0.875", "1"},
		{"test-shape-6", "", "", "", "", "GEOMETRYCOLLECTION", "0.75", "1"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got %q\nwant %q", rows, want)
	}
}

// gdal runs a program of gdal-bin and returns its output.
func gdal(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s (install gdal-bin): %v\n%s", name, err, &stderr)
	}
	return out
}

func TestEmptyGeometryIsNull(t *testing.T) {
	for _, g := range []orb.Geometry{
		nil, orb.MultiPoint{}, orb.LineString{}, orb.MultiLineString{}, orb.MultiLineString{{}}, orb.Ring{}, orb.Polygon{},
		orb.Polygon{{}}, orb.MultiPolygon{}, orb.MultiPolygon{{}, {{}}}, orb.Collection{}, orb.Collection{nil, orb.Polygon{}},
		orb.MultiPoint(nil), orb.Polygon(nil), orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}},
	} {
		if got := geometry(t, g); got != "null" {
			t.Errorf("%T %v became %s", g, g, got)
		}
	}
}

func TestCoordinates(t *testing.T) {
	for _, c := range []struct {
		give orb.Geometry
		want string
	}{
		{orb.Point{127, 36}, `{"type":"Point","coordinates":[127,36]}`},
		{orb.Point{127.00000005, 36.12345674}, `{"type":"Point","coordinates":[127.0000001,36.1234567]}`},
		{orb.Point{-180, -0.00000001}, `{"type":"Point","coordinates":[-180,0]}`},
		{orb.Point{0.0000001, 1e-300}, `{"type":"Point","coordinates":[0.0000001,0]}`},
		{away, `{"type":"Polygon","coordinates":[[[129,36],[129.5,36],[129.5,36.5],[129,36]]]}`},
		{orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}, `{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}`},
	} {
		if got := geometry(t, c.give); got != c.want {
			t.Errorf("%v became %s, want %s", c.give, got, c.want)
		}
	}
}

// geometry is the GeoJSON of a geometry.
func geometry(t *testing.T, g orb.Geometry) string {
	t.Helper()
	body, err := export.AppendFeature(nil, testLayer(t), &atlas.Feature{ID: "a", Geometry: g}, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Geometry json.RawMessage }
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	return string(f.Geometry)
}

func TestGeoJSONRefuses(t *testing.T) {
	layer := testLayer(t)
	for name, bad := range map[string]*atlas.Feature{
		"not a number":     {Geometry: orb.Point{math.NaN(), 0}},
		"infinite":         {Geometry: orb.LineString{{1, 2}, {3, math.Inf(-1)}}},
		"too large":        {Geometry: orb.Polygon{{{1, 2}, {1e305, 3}}}},
		"deep within":      {Geometry: orb.Collection{orb.MultiPolygon{{{{1, math.NaN()}}}}}},
		"no number":        {Properties: map[string]any{"share": json.Number("many")}},
		"an empty number":  {Properties: map[string]any{"share": json.Number("")}},
		"a leading zero":   {Properties: map[string]any{"share": json.Number("041")}},
		"an unknown value": {Properties: map[string]any{"share": 1.5}},
	} {
		t.Run(name, func(t *testing.T) {
			bad.ID = "bad-one"
			before := []byte("kept")
			got, err := export.AppendFeature(before, layer, bad, 0, nil)
			if err == nil || !strings.Contains(err.Error(), "bad-one") || string(got) != "kept" {
				t.Errorf("got %s, %v; want an error that names the feature", got, err)
			}
			var out bytes.Buffer
			w := export.NewGeoJSON(&out, layer, 0)
			good := &atlas.Feature{ID: "good-one"}
			if err := errors.Join(w.Feature(good, nil), w.Feature(good, nil)); err != nil {
				t.Fatal(err)
			}
			if w.Feature(bad, nil) == nil {
				t.Error("the collection took it")
			}
			if err := w.Close(export.Page{}); err != nil {
				t.Fatal(err)
			}
			if d := read(t, out.Bytes()); len(d.Features) != 2 {
				t.Errorf("%d features, want the two good ones", len(d.Features))
			}
		})
	}
}

// A writer that fails once it has taken some bytes, like a closed connection.
type failing struct{ left int }

var errFull = errors.New("no more")

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestGeoJSONStreams(t *testing.T) {
	w := export.NewGeoJSON(&failing{left: 1 << 20}, testLayer(t), 0)
	f := features(t)[0]
	wrote := 0
	for ; wrote < 100_000; wrote++ {
		if err := w.Feature(f, nil); err != nil {
			if !errors.Is(err, errFull) {
				t.Fatal(err)
			}
			break
		}
	}
	if wrote == 100_000 {
		t.Error("100,000 features were held back")
	}
	if err := export.NewGeoJSON(&failing{}, testLayer(t), 0).Close(export.Page{}); !errors.Is(err, errFull) {
		t.Errorf("closing gave %v, want the error of the writer", err)
	}
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"", "시험", "a\"b\\c", "\x00\x1f\x7f\u2028", "\xff\xfe", "<&>", "\xed\xa0\x80", "😀"} {
		f.Add(s)
	}
	layer := testLayer(f)
	f.Fuzz(func(t *testing.T, s string) {
		feature := &atlas.Feature{ID: s, Properties: map[string]any{"name_ko": s, "tags": []string{s}},
			Citations: []atlas.Citation{{Source: s, URL: s}}}
		body, err := export.AppendFeature(nil, layer, feature, 0, []export.Link{{Href: s, Rel: s}})
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			ID         string
			Properties struct {
				Name string `json:"name_ko"`
				Tags []string
			}
			Citations []atlas.Citation
			Links     []export.Link
		}
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		want := string([]rune(s)) // what is not UTF-8 is replaced
		for _, text := range []string{got.ID, got.Properties.Name, got.Properties.Tags[0], got.Citations[0].Source, got.Citations[0].URL,
			got.Links[0].Href, got.Links[0].Rel} {
			if text != want {
				t.Errorf("%q became %q", s, text)
			}
		}
	})
}

func FuzzCoordinate(f *testing.F) {
	for _, x := range []float64{0, 126.978, -180, 1e-9, 1e22, math.MaxFloat64, math.NaN(), math.Inf(1)} {
		f.Add(x)
	}
	layer := testLayer(f)
	f.Fuzz(func(t *testing.T, x float64) {
		body, err := export.AppendFeature(nil, layer, &atlas.Feature{Geometry: orb.Point{x, 0}}, 0, nil)
		if err != nil {
			if math.Abs(x) < 1e300 {
				t.Fatalf("%v: %v", x, err)
			}
			return
		}
		got, err := geojson.UnmarshalFeature(body)
		if err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		if read := got.Point()[0]; math.Abs(read-x) > 0.5e-7+1e-15*math.Abs(x) {
			t.Errorf("%v became %v", x, read)
		}
	})
}

func BenchmarkGeoJSON(b *testing.B) {
	layer, all := testLayer(b), features(b)
	w := export.NewGeoJSON(io.Discard, layer, 0)
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range all {
			if err := w.Feature(f, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
