package conformance

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"growthmap/internal/httpapi/apitest"
)

const mvtMedia = "application/vnd.mapbox-vector-tile"

// tileset is the metadata of the tiles of a collection.
type tileset struct {
	DataType, CRS, TileMatrixSetURI, TileMatrixSetID string
	TileMatrixSetLimits                              []struct {
		TileMatrix                                     string
		MinTileRow, MaxTileRow, MinTileCol, MaxTileCol int
	}
	Links []apitest.Link
}

// tilesets reads the list of tilesets of a collection and each tileset in it.
func (s *suite) tilesets(c collection) (list []tileset, whole []tileset) {
	s.Helper()
	var doc struct{ Tilesets []tileset }
	s.c.Follow(c.Links, ogc+"tilesets-vector", "application/json").Want(http.StatusOK).JSON(&doc)
	for _, t := range doc.Tilesets {
		var one tileset
		s.c.Follow(t.Links, "self", "application/json").Want(http.StatusOK).JSON(&one)
		whole = append(whole, one)
	}
	if len(whole) == 0 {
		s.Fatalf("%s: no tileset", c.ID)
	}
	return doc.Tilesets, whole
}

// address fills in the template of a tileset.
func (s *suite) address(t tileset, matrix string, row, col int) string {
	s.Helper()
	l := apitest.Find(t.Links, "item", mvtMedia)
	if l == nil || !l.Templated {
		s.Fatalf("no template of tiles in %v", t.Links)
	}
	return strings.NewReplacer("{tileMatrix}", matrix, "{tileRow}", fmt.Sprint(row), "{tileCol}", fmt.Sprint(col)).Replace(l.Href)
}

// OGC 20-057, annex A.2.
var tilesCore = map[string]func(*suite){
	"tc-op and tc-success": func(s *suite) {
		for _, c := range s.spatial() {
			_, all := s.tilesets(c)
			l := all[0].TileMatrixSetLimits[0]
			found := false
			for row := l.MinTileRow; row <= l.MaxTileRow; row++ {
				for col := l.MinTileCol; col <= l.MaxTileCol; col++ {
					a := s.c.Get(s.address(all[0], l.TileMatrix, row, col), "Accept", mvtMedia)
					found = found || a.StatusCode == http.StatusOK && a.Header.Get("Content-Type") == mvtMedia
				}
			}
			if !found {
				s.Errorf("%s: no tile at the first zoom", c.ID)
			}
		}
	},
	"tc-tilematrix-definition, tc-tilerow-definition and tc-tilecol-definition": func(s *suite) {
		contract := apitest.Contract(s)
		item := contract.Paths.Value("/api/collections/{layer}/tiles/{tileMatrixSet}/{z}/{row}/{col}")
		for _, name := range []string{"z", "row", "col"} {
			if p := item.Get.Parameters.GetByInAndName("path", name); p == nil || !p.Required {
				s.Errorf("parameter %s is not described", name)
			}
		}
	},
	"tc-error": func(s *suite) {
		_, all := s.tilesets(s.spatial()[0])
		for _, target := range []string{
			s.address(all[0], "99", 0, 0), s.address(all[0], "4", 16, 0), s.address(all[0], "4", 0, 16), s.address(all[0], "4", -1, 0),
			s.address(all[0], "four", 0, 0),
		} {
			if a := s.c.Get(target); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusBadRequest {
				s.Errorf("%s: %d", target, a.StatusCode)
			}
		}
		s.c.Get(s.address(all[0], "6", 0, 0)).Want(http.StatusNoContent)
	},
	"conformance-success": func(s *suite) { s.wantsConformance(tiles + "core") },
}

func (s *suite) wantsConformance(class string) {
	var doc struct{ ConformsTo []string }
	s.c.Follow(s.landing, "conformance", "").Want(http.StatusOK).JSON(&doc)
	if !slices.Contains(doc.ConformsTo, class) {
		s.Errorf("%s is not declared", class)
	}
}

// OGC 20-057, annex A.3.
var tilesTileset = map[string]func(*suite){
	"description": func(s *suite) {
		for _, c := range s.spatial() {
			_, all := s.tilesets(c)
			for _, t := range all {
				if t.DataType != "vector" || t.CRS == "" || t.TileMatrixSetURI != "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad" {
					s.Errorf("%s: %+v", c.ID, t)
				}
				s.wantLinks(c.ID, t.Links, "self", ogc+"tiling-scheme", "item")
				s.address(t, "0", 0, 0)
				var scheme struct {
					ID, URI, CRS string
					TileMatrices []struct {
						ID                                               string
						CellSize                                         float64
						MatrixWidth, MatrixHeight, TileWidth, TileHeight int
					}
				}
				s.c.Follow(t.Links, ogc+"tiling-scheme", "application/json").Want(http.StatusOK).JSON(&scheme)
				if scheme.URI != t.TileMatrixSetURI || scheme.CRS != t.CRS || len(scheme.TileMatrices) == 0 {
					s.Errorf("%s: tile matrix set %+v", c.ID, scheme)
				}
				for z, m := range scheme.TileMatrices {
					if m.ID != fmt.Sprint(z) || m.MatrixWidth != 1<<z || m.MatrixHeight != 1<<z {
						s.Errorf("tile matrix %+v", m)
					}
				}
			}
		}
	},
	"conformance-success": func(s *suite) { s.wantsConformance(tiles + "tileset") },
}

// OGC 20-057, annex A.4.
var tilesTilesetsList = map[string]func(*suite){
	"tileset-links": func(s *suite) {
		for _, c := range s.spatial() {
			list, _ := s.tilesets(c)
			for _, t := range list {
				if t.DataType != "vector" || t.CRS == "" || t.TileMatrixSetURI == "" {
					s.Errorf("%s: %+v", c.ID, t)
				}
				s.wantLinks(c.ID, t.Links, "self", ogc+"tiling-scheme")
				self, err := url.Parse(apitest.Find(t.Links, "self", "").Href)
				if err != nil || !strings.HasSuffix(self.Path, "/collections/"+c.ID+"/tiles/"+t.TileMatrixSetID) {
					s.Errorf("%s: address %v", c.ID, self)
				}
			}
		}
	},
	"conformance-success": func(s *suite) { s.wantsConformance(tiles + "tilesets-list") },
}

// OGC 20-057, annex A.6.
var tilesGeodata = map[string]func(*suite){
	"desc-links": func(s *suite) {
		for _, c := range s.spatial() {
			s.wantLinks(c.ID, c.Links, ogc+"tilesets-vector")
		}
	},
	"operation": func(s *suite) {
		for _, c := range s.spatial() {
			s.tilesets(c)
		}
	},
	"conformance-success": func(s *suite) { s.wantsConformance(tiles + "geodata-tilesets") },
}

// OGC 20-057, annex A.14.
var tilesMVT = map[string]func(*suite){
	"content": func(s *suite) {
		for _, c := range s.spatial() {
			_, all := s.tilesets(c)
			for _, l := range all[0].TileMatrixSetLimits[:3] {
				z := maptile.Zoom(0)
				if _, err := fmt.Sscan(l.TileMatrix, &z); err != nil {
					s.Fatal(err)
				}
				for row := l.MinTileRow; row <= l.MaxTileRow; row++ {
					for col := l.MinTileCol; col <= l.MaxTileCol; col++ {
						a := s.c.Get(s.address(all[0], l.TileMatrix, row, col))
						if a.StatusCode == http.StatusNoContent {
							continue
						}
						s.checkTile(a.Want(http.StatusOK), c.ID, maptile.New(uint32(col), uint32(row), z))
					}
				}
			}
		}
	},
}

// checkTile decodes a tile: one layer, every feature with a geometry of a known
// type, and coordinates that lie in the tile when mapped to the ground.
func (s *suite) checkTile(a *apitest.Answer, layer string, at maptile.Tile) {
	s.Helper()
	layers, err := mvt.Unmarshal(a.Body)
	if err != nil {
		s.Fatalf("%s: %v", a.Request.URL, err)
	}
	if len(layers) != 1 || layers[0].Name != layer || layers[0].Extent != 4096 {
		s.Fatalf("%s: %d layers", a.Request.URL, len(layers))
	}
	ground := at.Bound(0.02)
	layers.ProjectToWGS84(at)
	for _, f := range layers[0].Features {
		if f.Geometry == nil || f.Geometry.Dimensions() > 2 {
			s.Errorf("%s: %v has no geometry", a.Request.URL, f.Properties["id"])
			continue
		}
		b := f.Geometry.Bound()
		if !ground.Contains(b.Min) || !ground.Contains(b.Max) {
			s.Errorf("%s: %v reaches %v, outside the tile", a.Request.URL, f.Properties["id"], []orb.Point{b.Min, b.Max})
		}
	}
}
