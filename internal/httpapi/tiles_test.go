package httpapi_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"growthmap/internal/httpapi/apitest"
)

// tileIDs are the ids of the features in a tile, each once, in order.
func tileIDs(t testing.TB, a *apitest.Answer, layer string) []string {
	t.Helper()
	if a.StatusCode == http.StatusNoContent {
		return nil
	}
	a.Want(http.StatusOK)
	decoded, err := mvt.Unmarshal(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	if len(decoded) != 1 || decoded[0].Name != layer {
		t.Fatalf("%s: layers %v", a.Request.URL, decoded.ToFeatureCollections())
	}
	var ids []string
	for _, f := range decoded[0].Features {
		ids = append(ids, fmt.Sprint(f.Properties["id"]))
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// The tiles over Korea at zoom 6 hold the items in their bounds. Coordinates are
// rounded to a tile unit, which may move one on the edge to the next tile, and
// the buffer of a tile shows a little of lines and areas just outside it.
func TestTilesHoldTheItemsInTheirBounds(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	var doc struct {
		Collections []struct{ ID, Geometry string }
	}
	c.Get("/api/collections").JSON(&doc)
	tested := 0
	for _, layer := range doc.Collections {
		if layer.Geometry == "" {
			continue
		}
		var tj struct{ MinZoom, MaxZoom int }
		c.Get("/api/collections/" + layer.ID + "/tiles/WebMercatorQuad?f=tilejson").JSON(&tj)
		z := max(tj.MinZoom, min(6, tj.MaxZoom))
		southWest, northEast := maptile.At(orb.Point{124, 33}, maptile.Zoom(z)), maptile.At(orb.Point{132, 39}, maptile.Zoom(z))
		for x := southWest.X; x <= northEast.X; x++ {
			for y := northEast.Y; y <= southWest.Y; y++ {
				got := tileIDs(t, c.Get(fmt.Sprintf("/api/collections/%s/tiles/WebMercatorQuad/%d/%d/%d", layer.ID, z, y, x)), layer.ID)
				tile := maptile.New(x, y, maptile.Zoom(z))
				if len(got) > 0 {
					near := itemsIn(t, c, layer.ID, tile.Bound(0.02))
					for _, id := range got {
						if !slices.Contains(near, id) {
							t.Errorf("%s %d/%d/%d: %s is in the tile, not in its bounds", layer.ID, z, y, x, id)
						}
					}
				}
				if strings.Contains(layer.Geometry, "Point") {
					inside := itemsIn(t, c, layer.ID, tile.Bound(-0.001))
					for _, id := range inside {
						if !slices.Contains(got, id) {
							t.Errorf("%s %d/%d/%d: %s is in the bounds, not in the tile", layer.ID, z, y, x, id)
						}
					}
					tested += len(inside)
				}
			}
		}
	}
	if tested < 100 {
		t.Errorf("only %d points in the tiles", tested)
	}
}

func itemsIn(t testing.TB, c *apitest.Client, layer string, b orb.Bound) []string {
	t.Helper()
	return all(t, c, fmt.Sprintf("/api/collections/%s/items?limit=10000&skipGeometry=true&bbox=%.9f,%.9f,%.9f,%.9f", layer,
		b.Min[0], math.Max(b.Min[1], -85), b.Max[0], math.Min(b.Max[1], 85)))
}

func TestTileAttributes(t *testing.T) {
	c := shipped(t)
	a := c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad/6/25/54?edition=1&at=2026-11-22").Want(http.StatusOK)
	decoded, err := mvt.Unmarshal(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	var tileset struct {
		Layers []struct {
			PropertiesSchema struct{ Properties map[string]any }
		}
	}
	c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad").JSON(&tileset)
	described := tileset.Layers[0].PropertiesSchema.Properties
	for _, f := range decoded[0].Features {
		for name := range f.Properties {
			if described[name] == nil {
				t.Errorf("attribute %s is not described", name)
			}
		}
		for _, name := range []string{"id", "region", "precision"} {
			if f.Properties[name] == nil {
				t.Errorf("%v has no %s", f.Properties["id"], name)
			}
		}
	}
}

// The addresses that clients are given name the edition and the day, so that
// what is behind them never changes.
func TestAddressesOfTilesAreForEver(t *testing.T) {
	c := shipped(t)
	var tj struct {
		TileJSON string
		Tiles    []string
	}
	c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad?f=tilejson").Want(http.StatusOK).JSON(&tj)
	address := strings.NewReplacer("{z}", "6", "{y}", "25", "{x}", "54").Replace(tj.Tiles[0])
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if tj.TileJSON != "3.0.0" || u.Query().Get("edition") != "1" || u.Query().Get("at") != "2026-11-22" {
		t.Errorf("TileJSON %s: %s", tj.TileJSON, tj.Tiles[0])
	}
	a := c.Get(address).Want(http.StatusOK)
	if !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || a.Header.Get("Content-Language") != "" {
		t.Errorf("%v", a.Header)
	}
	plain := c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad/6/25/54")
	if plain.Header.Get("ETag") != a.Header.Get("ETag") {
		t.Error("the same tile under two addresses has two ETags")
	}
	if strings.Contains(plain.Header.Get("Vary"), "Language") {
		t.Errorf("a tile varies by %s", plain.Header.Get("Vary"))
	}
}

func TestEmptyTile(t *testing.T) {
	c := shipped(t)
	a := c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad/6/0/0?edition=1&at=2026-11-22").Want(http.StatusNoContent)
	if a.Header.Get("ETag") == "" || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || a.Header.Get("Content-Type") != "" {
		t.Errorf("%v", a.Header)
	}
	c.Get("/api/collections/ai-factories/tiles/WebMercatorQuad/6/0/0", "If-None-Match", a.Header.Get("ETag")).Want(http.StatusNotModified)
}
