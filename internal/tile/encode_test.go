package tile_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"

	"growthmap/internal/atlas"
	"growthmap/internal/golden"
	"growthmap/internal/tile"
)

// testLayer has a column of every type in its tiles.
func testLayer(t *testing.T) *atlas.Layer {
	t.Helper()
	layer, err := atlas.ParseLayer([]byte(`{
		"id": "test-sites", "geometry": "Geometry",
		"title": {"ko": "시험", "en": "Test"}, "description": {"ko": "시험용 레이어", "en": "A layer for tests"},
		"schema": {
			"name":   {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true},
			"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
			"share":  {"type": "decimal", "unit": "%", "title": {"ko": "비중", "en": "Share"}},
			"public": {"type": "boolean", "title": {"ko": "공공", "en": "Public"}},
			"tags":   {"type": "strings", "title": {"ko": "표지", "en": "Tags"}},
			"note":   {"type": "string", "title": {"ko": "비고", "en": "Note"}}
		},
		"stages": [
			{"id": "selected", "title": {"ko": "선정", "en": "Selected"}},
			{"id": "operating", "title": {"ko": "운영", "en": "Operating"}}
		],
		"publish": {"zoom": [4, 14], "tile": ["name_ko", "amount", "share", "public", "tags", "stage", "selected_on"]},
		"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	return layer
}

func day(t *testing.T, s string) atlas.Day {
	t.Helper()
	d, err := atlas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at is the EPSG:3857 point at a place in a tile, in tile units from its
// north-western corner.
func at(id tile.ID, x, y float64) orb.Point {
	b := id.Bound(0)
	unit := (b.Max[0] - b.Min[0]) / 4096
	return orb.Point{b.Min[0] + x*unit, b.Max[1] - y*unit}
}

// ringAt is a closed ring through places in a tile.
func ringAt(id tile.ID, places ...[2]float64) orb.Ring {
	var ring orb.Ring
	for _, p := range places {
		ring = append(ring, at(id, p[0], p[1]))
	}
	return append(ring, ring[0])
}

// boxAt is a square ring around a centre in a tile, counter-clockwise on a map.
func boxAt(id tile.ID, x, y, half float64) orb.Ring {
	return ringAt(id, [2]float64{x - half, y + half}, [2]float64{x + half, y + half}, [2]float64{x + half, y - half}, [2]float64{x - half, y - half})
}

// hole is a ring wound the other way.
func hole(r orb.Ring) orb.Ring {
	r = r.Clone()
	r.Reverse()
	return r
}

func encode(t *testing.T, id tile.ID, features ...*atlas.Feature) []byte {
	t.Helper()
	body, err := tile.Encode(id, testLayer(t), day(t, "2026-07-01"), features)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// shown encodes one geometry and reads back what the tile has of it.
func shown(t *testing.T, id tile.ID, g orb.Geometry) []orb.Geometry {
	t.Helper()
	body := encode(t, id, &atlas.Feature{ID: "a", Geometry: g})
	var geometries []orb.Geometry
	for _, f := range decode(t, body) {
		geometries = append(geometries, f.Geometry)
	}
	return geometries
}

func decode(t *testing.T, body []byte) []*geojson.Feature {
	t.Helper()
	layers, err := mvt.Unmarshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) == 0 {
		return nil
	}
	if len(layers) != 1 || layers[0].Name != "test-sites" || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Fatalf("layers %+v", layers)
	}
	return layers[0].Features
}

var here = tile.ID{Z: 9, X: 436, Y: 198}

// features has one of every geometry, with every kind of value.
func features(t *testing.T) []*atlas.Feature {
	june, err := atlas.ParsePartial("2026-06")
	if err != nil {
		t.Fatal(err)
	}
	box := boxAt(here, 1000, 1000, 500)
	return []*atlas.Feature{
		{ID: "test-point", Geometry: at(here, 100, 200), Precision: atlas.PrecisionSite,
			Place:  atlas.Place{Region: "HNM", Sido: "29", Sigungu: "29170", Basis: atlas.BasisStated},
			Stages: map[string]atlas.Interval{"selected": june},
			Properties: map[string]any{"name_ko": "시험 1", "amount": int64(150_000_000_000_000), "share": json.Number("41.10"),
				"public": true, "tags": []string{"가", "나"}, "note": "not in tiles"}},
		{ID: "test-points", Geometry: orb.MultiPoint{at(here, 10, 10), at(here, 20, 30)}, Properties: map[string]any{"amount": int64(-5)}},
		{ID: "test-line", Geometry: orb.LineString{at(here, -200, 50), at(here, 4500, 50)}, Properties: map[string]any{"public": false}},
		{ID: "test-lines", Geometry: orb.MultiLineString{{at(here, 1, 1), at(here, 9, 9)}, {at(here, 5, 1), at(here, 5, 9)}}},
		{ID: "test-polygon", Geometry: orb.Polygon{box, hole(boxAt(here, 1000, 1000, 100))}, Properties: map[string]any{"tags": []string{}}},
		{ID: "test-polygons", Geometry: orb.MultiPolygon{{box}, {boxAt(here, 4090, 4090, 500)}}},
		{ID: "test-elsewhere", Geometry: at(here, 9000, 9000)},
		{ID: "test-nowhere"},
	}
}

func TestEncodeGolden(t *testing.T) {
	body := encode(t, here, features(t)...)
	if again := encode(t, here, features(t)...); !bytes.Equal(body, again) {
		t.Error("the same features gave other bytes")
	}
	golden.Check(t, "features.mvt", body)
}

func TestEncodeAttributes(t *testing.T) {
	got := map[string]geojson.Properties{}
	for _, f := range decode(t, encode(t, here, features(t)...)) {
		if f.ID != nil {
			t.Errorf("%v has the numeric id %v", f.Properties["id"], f.ID)
		}
		got[f.Properties["id"].(string)] = f.Properties
	}
	want := map[string]geojson.Properties{
		"test-point": {"id": "test-point", "name_ko": "시험 1", "amount": 1.5e14, "share": 41.1, "public": true, "tags": "가;나",
			"selected_on": "2026-06", "stage": "selected", "region": "HNM", "sido": "29", "sigungu": "29170", "precision": "site"},
		"test-points":   {"id": "test-points", "amount": -5.0},
		"test-line":     {"id": "test-line", "public": false},
		"test-lines":    {"id": "test-lines"},
		"test-polygon":  {"id": "test-polygon"},
		"test-polygons": {"id": "test-polygons"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestEncodeReadByGDAL(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "9", "436")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "198.mvt")
	if err := os.WriteFile(path, encode(t, here, features(t)...), 0o644); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(gdal(t, "ogr2ogr", "-f", "CSV", "/vsistdout/", path,
		"-oo", "X=436", "-oo", "Y=198", "-oo", "Z=9", "-oo", "CLIP=NO",
		"-dialect", "SQLite", "-sql", `select id, amount, share, tags, GeometryType(geometry) as type,
			cast(round(ST_Area(geometry)) as integer) as area, ST_IsValid(geometry) as valid from "test-sites"`))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	square := here.Bound(0)
	unit := (square.Max[0] - square.Min[0]) / 4096
	area := func(units float64) string {
		return strconv.FormatFloat(math.Round(units*unit*unit), 'f', 0, 64)
	}
	want := [][]string{
		{"id", "amount", "share", "tags", "type", "area", "valid"},
		{"test-point", "150000000000000", "41.1", "가;나", "POINT", "0", "1"},
		{"test-points", "-5", "", "", "MULTIPOINT", "0", "1"},
		{"test-line", "", "", "", "LINESTRING", "0", "1"},
		{"test-lines", "", "", "", "MULTILINESTRING", "0", "1"},
		{"test-polygon", "", "", "", "POLYGON", area(1000*1000 - 200*200), "1"},
		{"test-polygons", "", "", "", "MULTIPOLYGON", area(1000*1000 + 570*570), "1"},
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

func TestEncodeKeepsHolesAsHoles(t *testing.T) {
	exterior, inner := boxAt(here, 2000, 2000, 1000), boxAt(here, 2000, 2000, 400)
	for name, g := range map[string]orb.Geometry{
		"as GeoJSON winds it":  orb.Polygon{exterior, hole(inner)},
		"wound the other way":  orb.Polygon{hole(exterior), inner},
		"both wound alike":     orb.Polygon{exterior, inner},
		"one of several":       orb.MultiPolygon{{exterior, hole(inner)}},
		"member of collection": orb.Collection{orb.Polygon{exterior, hole(inner)}},
	} {
		t.Run(name, func(t *testing.T) {
			got := shown(t, here, g)
			if len(got) != 1 {
				t.Fatalf("got %v", got)
			}
			p, ok := got[0].(orb.Polygon)
			if !ok || len(p) != 2 {
				t.Fatalf("got %T %v", got[0], got[0])
			}
			if e, h := planar.Area(p[0]), planar.Area(p[1]); e != 2000*2000 || h != -800*800 {
				t.Errorf("exterior %v, hole %v; want 4000000 and -640000", e, h)
			}
		})
	}
}

func TestEncodeCutsAtTheBuffer(t *testing.T) {
	whole := orb.Ring{{-64, -64}, {4160, -64}, {4160, 4160}, {-64, 4160}, {-64, -64}}
	line := func(points ...orb.Point) []orb.Geometry { return []orb.Geometry{orb.LineString(points)} }
	for _, c := range []struct {
		name string
		give orb.Geometry
		want []orb.Geometry
	}{
		{"point in the tile", at(here, 10.4, 20.6), []orb.Geometry{orb.Point{10, 21}}},
		{"point in the corner", at(here, 0, 4095), []orb.Geometry{orb.Point{0, 4095}}},
		{"point in the buffer", at(here, -1, 10), nil},
		{"point on the near side of the edge", at(here, 4095.6, 10), []orb.Geometry{orb.Point{4095, 10}}},
		{"point on the far side of the edge", at(here, -0.4, 10), nil},
		{"some of several points", orb.MultiPoint{at(here, 1, 2), at(here, 5000, 2)}, []orb.Geometry{orb.Point{1, 2}}},
		{"line through", orb.LineString{at(here, -500, 8), at(here, 5000, 8)}, line(orb.Point{-64, 8}, orb.Point{4160, 8})},
		{"line out and in", orb.LineString{at(here, 5, 8), at(here, 5000, 8), at(here, 5000, 9), at(here, 5, 9)},
			[]orb.Geometry{orb.MultiLineString{{{5, 8}, {4160, 8}}, {{4160, 9}, {5, 9}}}}},
		{"line that rounds to a point", orb.LineString{at(here, 5.1, 8), at(here, 5.2, 8)}, nil},
		{"line that touches a corner", orb.LineString{at(here, -128, 0), at(here, 0, -128)}, nil},
		{"line along its own way back", orb.LineString{at(here, 1, 1), at(here, 9, 1), at(here, 3, 1)}, line(orb.Point{1, 1}, orb.Point{9, 1}, orb.Point{3, 1})},
		{"tile within a polygon", orb.Polygon{boxAt(here, 2048, 2048, 90000)}, []orb.Geometry{orb.Polygon{whole}}},
		{"tile within a hole", orb.Polygon{boxAt(here, 2048, 2048, 90000), hole(boxAt(here, 2048, 2048, 80000))}, nil},
		{"polygon around a corner", orb.Polygon{ringAt(here, [2]float64{-900, 100}, [2]float64{-900, -900}, [2]float64{100, -900}, [2]float64{-500, -500})}, nil},
		{"polygon less than a unit", orb.Polygon{boxAt(here, 100.1, 100.1, 0.2)}, nil},
		{"polygon thinner than a unit", orb.Polygon{ringAt(here, [2]float64{10, 10.1}, [2]float64{90, 10.1}, [2]float64{90, 10.3}, [2]float64{10, 10.3})}, nil},
		{"hole less than a unit", orb.Polygon{boxAt(here, 10, 10, 4), hole(boxAt(here, 10, 10, 0.2))},
			[]orb.Geometry{orb.Polygon{{{6, 6}, {14, 6}, {14, 14}, {6, 14}, {6, 6}}}}},
		{"frame thinner than a unit", orb.Polygon{boxAt(here, 100, 100, 50.2), hole(boxAt(here, 100, 100, 49.9))}, nil},
		{"spike thinner than a unit", orb.Polygon{ringAt(here, [2]float64{0, 0}, [2]float64{0, 9}, [2]float64{9, 9}, [2]float64{9, 0.2}, [2]float64{40, 0.1}, [2]float64{9, 0})},
			[]orb.Geometry{orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}}}},
		{"empty polygon", orb.Polygon{}, nil},
		{"polygon of an empty ring", orb.Polygon{{}}, nil},
		{"bound", orb.Bound{Min: at(here, 2, 5), Max: at(here, 4, 3)}, []orb.Geometry{orb.Polygon{{{2, 3}, {4, 3}, {4, 5}, {2, 5}, {2, 3}}}}},
		{"ring", boxAt(here, 3, 4, 1), []orb.Geometry{orb.Polygon{{{2, 3}, {4, 3}, {4, 5}, {2, 5}, {2, 3}}}}},
		{"collection, nested", orb.Collection{at(here, 1, 2), orb.LineString{at(here, 0, 0), at(here, 9, 0)}, orb.Collection{at(here, 3, 4), nil}},
			[]orb.Geometry{orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{0, 0}, {9, 0}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := orb.Clone(c.give)
			got := shown(t, here, c.give)
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if !same(got[i], c.want[i]) {
					t.Errorf("got %v, want %v", got[i], c.want[i])
				}
			}
			if !reflect.DeepEqual(before, c.give) {
				t.Errorf("the geometry given was changed to %v", c.give)
			}
		})
	}
}

// same compares geometries; a ring may start anywhere.
func same(a, b orb.Geometry) bool {
	p, ok := a.(orb.Polygon)
	q, ok2 := b.(orb.Polygon)
	if !ok || !ok2 {
		return orb.Equal(a, b)
	}
	return slices.EqualFunc(p, q, func(r, s orb.Ring) bool {
		if len(r) != len(s) {
			return false
		}
		open := r[:len(r)-1]
		for i := range open {
			if slices.Equal(append(slices.Clone(open[i:]), open[:i]...), s[:len(s)-1]) {
				return true
			}
		}
		return false
	})
}

func TestEncodeAtTheEdgesOfTheWorld(t *testing.T) {
	for _, c := range []struct {
		name string
		id   tile.ID
		give orb.Point
		want orb.Point
	}{
		{"west", tile.ID{Z: 3, X: 0, Y: 4}, orb.Point{-halfWorld, 0}, orb.Point{0, 0}},
		{"east", tile.ID{Z: 3, X: 7, Y: 4}, orb.Point{halfWorld, 0}, orb.Point{4095, 0}},
		{"north", tile.ID{Z: 3, X: 4, Y: 0}, orb.Point{0, halfWorld}, orb.Point{0, 0}},
		{"south", tile.ID{Z: 3, X: 4, Y: 7}, orb.Point{0, -halfWorld}, orb.Point{0, 4095}},
		{"deepest", tile.ID{Z: 22, X: 4194303, Y: 4194303}, orb.Point{halfWorld, -halfWorld}, orb.Point{4095, 4095}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(t, c.id, c.give); len(got) != 1 || got[0] != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	world := tile.ID{}.Bound(0).ToPolygon()
	if got := shown(t, tile.ID{}, world); len(got) != 1 || planar.Area(got[0]) != 4096*4096 {
		t.Errorf("the whole world at zoom 0 is %v", got)
	}
}

// A polygon of a coast's roughness, cut into tiles and rounded, keeps its area
// to within a unit along its outline, and every ring obeys the format.
func TestEncodeRandomPolygons(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	box := orb.Bound{Min: orb.Point{-64, -64}, Max: orb.Point{4160, 4160}}
	for range 200 {
		centre := [2]float64{random.Float64() * 4096, random.Float64() * 4096}
		size := math.Pow(2, random.Float64()*13)
		star := func(from, to float64) (ring, units orb.Ring) {
			const corners = 60
			for i := range corners {
				angle := 2 * math.Pi * float64(i) / corners
				radius := size * (from + random.Float64()*(to-from))
				p := orb.Point{centre[0] + radius*math.Cos(angle), centre[1] + radius*math.Sin(angle)}
				units = append(units, p)
				ring = append(ring, at(here, p[0], p[1]))
			}
			return append(ring, ring[0]), append(units, units[0])
		}
		exterior, exteriorUnits := star(0.6, 1)
		inner, innerUnits := star(0.1, 0.5)
		want, outline := 0.0, 0.0
		for i, ring := range []orb.Ring{exteriorUnits, innerUnits} {
			if cut := clip.Ring(box, ring); cut != nil {
				want += []float64{1, -1}[i] * math.Abs(planar.Area(cut))
				outline += planar.Length(cut)
			}
		}
		got := 0.0
		for _, g := range shown(t, here, orb.Polygon{exterior, hole(inner)}) {
			p, ok := g.(orb.Polygon)
			if !ok {
				t.Fatalf("one polygon became %T", g)
			}
			for i, ring := range p {
				area := planar.Area(ring)
				got += area
				if (area > 0) != (i == 0) {
					t.Errorf("ring %d has the area %v", i, area)
				}
				if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
					t.Errorf("ring %d is not closed: %v", i, ring)
				}
				for j, point := range ring[1:] {
					if point == ring[j] || !box.Contains(point) {
						t.Errorf("ring %d has the point %v after %v", i, point, ring[j])
					}
				}
			}
		}
		if math.Abs(got-want) > outline+4 {
			t.Errorf("size %v at %v: area %v, want %v ± %v", size, centre, got, want, outline)
		}
	}
}

func TestEncodeNothing(t *testing.T) {
	if body := encode(t, here); body == nil || len(body) != 0 {
		t.Errorf("no features gave %v, want an empty tile", body)
	}
	if body := encode(t, here, &atlas.Feature{ID: "a", Geometry: at(here, 9999, 0)}); body == nil || len(body) != 0 {
		t.Errorf("a feature elsewhere gave %v, want an empty tile", body)
	}
}

func TestEncodeRefuses(t *testing.T) {
	inside := at(here, 1, 1)
	for name, f := range map[string]*atlas.Feature{
		"not a number": {ID: "bad-one", Geometry: orb.Point{math.NaN(), 0}},
		"infinite":     {ID: "bad-one", Geometry: orb.LineString{inside, {math.Inf(1), 0}}},
		"infinite too": {ID: "bad-one", Geometry: orb.Polygon{{inside, {0, math.Inf(-1)}, inside, inside}}},
		"no number":    {ID: "bad-one", Geometry: inside, Properties: map[string]any{"share": json.Number("many")}},
		"odd value":    {ID: "bad-one", Geometry: inside, Properties: map[string]any{"share": 1.5}},
	} {
		_, err := tile.Encode(here, testLayer(t), 0, []*atlas.Feature{f})
		if err == nil || !strings.Contains(err.Error(), "bad-one") || !strings.Contains(err.Error(), "9/436/198") {
			t.Errorf("%s: %v; want an error that names the tile and the feature", name, err)
		}
	}
}

func TestColumns(t *testing.T) {
	var got []string
	for _, c := range tile.Columns(testLayer(t)) {
		got = append(got, c.ID)
	}
	want := []string{"name_ko", "amount", "share", "public", "tags", "stage", "selected_on", "region", "sido", "sigungu", "precision"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
