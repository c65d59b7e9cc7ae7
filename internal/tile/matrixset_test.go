package tile_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/golden"
	"growthmap/internal/tile"
)

// standard is the table of scale denominators and cell sizes of WebMercatorQuad
// in OGC 17-083r4, which cuts them to 15 digits.
var standard = [][2]float64{
	{559082264.028717, 156543.033928041},
	{279541132.014358, 78271.5169640204},
	{139770566.007179, 39135.7584820102},
	{69885283.0035897, 19567.8792410051},
	{34942641.5017948, 9783.93962050256},
	{17471320.7508974, 4891.96981025128},
	{8735660.37544871, 2445.98490512564},
	{4367830.18772435, 1222.99245256282},
	{2183915.09386217, 611.49622628141},
	{1091957.54693108, 305.748113140704},
	{545978.773465544, 152.874056570352},
	{272989.386732772, 76.4370282851762},
	{136494.693366386, 38.2185141425881},
	{68247.346683193, 19.109257071294},
	{34123.6733415964, 9.55462853564703},
	{17061.8366707982, 4.77731426782351},
	{8530.91833539913, 2.38865713391175},
	{4265.45916769956, 1.19432856695587},
	{2132.72958384978, 0.597164283477939},
	{1066.36479192489, 0.29858214173897},
	{533.182395962445, 0.149291070869485},
	{266.591197981222, 0.0746455354347424},
	{133.295598990611, 0.0373227677173712},
	{66.6477994953056, 0.0186613838586856},
	{33.3238997476528, 0.0093306919293428},
}

func TestWebMercatorQuadIsTheStandards(t *testing.T) {
	set := tile.WebMercatorQuad()
	if len(set.TileMatrices) != len(standard) {
		t.Fatalf("%d zooms, want %d", len(set.TileMatrices), len(standard))
	}
	same := func(a, b float64) bool { return math.Abs(a-b) <= 1e-14*b }
	for z, m := range set.TileMatrices {
		if !same(m.ScaleDenominator, standard[z][0]) || !same(m.CellSize, standard[z][1]) {
			t.Errorf("zoom %d: scale 1:%v, cell %v m; want 1:%v, %v", z, m.ScaleDenominator, m.CellSize, standard[z][0], standard[z][1])
		}
		if m.ID != strconv.Itoa(z) || m.MatrixWidth != 1<<z || m.MatrixHeight != 1<<z || m.TileWidth != 256 || m.TileHeight != 256 ||
			m.CornerOfOrigin != "topLeft" || m.PointOfOrigin != [2]float64{-halfWorld, halfWorld} {
			t.Errorf("zoom %d: %+v", z, m)
		}
	}
}

func TestWebMercatorQuadJSON(t *testing.T) {
	set := tile.WebMercatorQuad()
	set.TileMatrices = set.TileMatrices[:1]
	got, err := json.MarshalIndent(set, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "WebMercatorQuad-0.json", append(got, '\n'))
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name  string
		bound orb.Bound
		zoom  int
		want  tile.MatrixLimits
	}{
		{"a point in Seoul", orb.Point{126.978, 37.5665}.Bound(), 10,
			tile.MatrixLimits{TileMatrix: "10", MinTileRow: 396, MaxTileRow: 396, MinTileCol: 873, MaxTileCol: 873}},
		{"South Korea", orb.Bound{Min: orb.Point{124.6, 33.1}, Max: orb.Point{131.9, 38.6}}, 6,
			tile.MatrixLimits{TileMatrix: "6", MinTileRow: 24, MaxTileRow: 25, MinTileCol: 54, MaxTileCol: 55}},
		{"the whole world", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, 3,
			tile.MatrixLimits{TileMatrix: "3", MinTileRow: 0, MaxTileRow: 7, MinTileCol: 0, MaxTileCol: 7}},
		{"beyond the world square", orb.Bound{Min: orb.Point{170, 86}, Max: orb.Point{180, 89.9}}, 2,
			tile.MatrixLimits{TileMatrix: "2", MinTileRow: 0, MaxTileRow: 0, MinTileCol: 3, MaxTileCol: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := tile.Limits(c.bound, c.zoom, c.zoom)
			if want := []tile.MatrixLimits{c.want}; !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestLimitsNestFromZoomToZoom(t *testing.T) {
	limits := tile.Limits(orb.Bound{Min: orb.Point{124.6, 33.1}, Max: orb.Point{131.9, 38.6}}, 4, 14)
	if len(limits) != 11 || limits[0].TileMatrix != "4" || limits[10].TileMatrix != "14" {
		t.Fatalf("zooms 4 to 14 gave %+v", limits)
	}
	for i := 1; i < len(limits); i++ {
		above, below := limits[i-1], limits[i]
		if below.MinTileRow/2 != above.MinTileRow || below.MaxTileRow/2 != above.MaxTileRow ||
			below.MinTileCol/2 != above.MinTileCol || below.MaxTileCol/2 != above.MaxTileCol {
			t.Errorf("%+v is not inside %+v", below, above)
		}
	}
}

func TestDescribe(t *testing.T) {
	extent := orb.Bound{Min: orb.Point{126, 35}, Max: orb.Point{129, 37}}
	for _, lang := range []string{"ko", "en"} {
		d := tile.Describe(testLayer(t), lang, "https://example.org/{z}/{y}/{x}", &extent)
		got, err := json.MarshalIndent(d, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "tilejson-"+lang+".json", append(got, '\n'))
	}
	if d := tile.Describe(testLayer(t), "en", "https://example.org/{z}/{y}/{x}", nil); d.Bounds != nil {
		t.Errorf("a layer without geometry has bounds %v", *d.Bounds)
	}
}
