package intake

import (
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

var world = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// geometry checks the shape of the row and winds its polygons: exteriors
// counter-clockwise, holes clockwise. Whatever else is wrong with a shape is
// mended, or refused, where it enters the database.
func (b *builder) geometry() orb.Geometry {
	g := b.row.Geometry
	if g == nil {
		return nil
	}
	refuse := func(found string, w wrong) orb.Geometry {
		b.issue("geometry", found, atlas.Blocking, w)
		return nil
	}
	g = asMulti(g, b.layer.Geometry)
	if b.layer.Geometry != "Geometry" && g.GeoJSONType() != b.layer.Geometry {
		wanted := b.layer.Geometry
		if wanted == "" {
			wanted = "null"
		}
		return refuse(g.GeoJSONType(), wrong{
			atlas.Text{Ko: "도형의 종류 " + wanted, En: "a geometry of type " + wanted},
			atlas.Text{Ko: "이 레이어에 맞는 도형으로 바꾸십시오.", En: "Use the geometry of the layer."},
		})
	}
	if bound := g.Bound(); !world.Contains(bound.Min) || !world.Contains(bound.Max) {
		return refuse("", wrong{
			atlas.Text{Ko: "경도 -180–180, 위도 -90–90의 좌표(EPSG:4326)", En: "longitudes of -180 to 180 and latitudes of -90 to 90 (EPSG:4326)"},
			atlas.Text{Ko: "파일의 좌표계를 경위도로 바꾸십시오.", En: "Transform the file to longitude and latitude."},
		})
	}
	if !wind(g) {
		return refuse(g.GeoJSONType(), wrong{
			atlas.Text{Ko: "닫혀 있고 꼭짓점이 셋 이상인 면", En: "rings that are closed and have three corners or more"},
			atlas.Text{Ko: "도형을 다시 그리거나 고쳐 저장하십시오.", En: "Draw or export the shape again."},
		})
	}
	return g
}

// asMulti makes a single shape a collection of one where the layer holds
// collections.
func asMulti(g orb.Geometry, wanted string) orb.Geometry {
	switch shape := g.(type) {
	case orb.Point:
		if wanted == "MultiPoint" {
			return orb.MultiPoint{shape}
		}
	case orb.LineString:
		if wanted == "MultiLineString" {
			return orb.MultiLineString{shape}
		}
	case orb.Polygon:
		if wanted == "MultiPolygon" {
			return orb.MultiPolygon{shape}
		}
	}
	return g
}

// wind orders the rings of every polygon in g, in place, and reports whether
// all of them are closed and have corners.
func wind(g orb.Geometry) bool {
	switch shape := g.(type) {
	case orb.Polygon:
		for i, ring := range shape {
			if len(ring) < 4 || !ring.Closed() {
				return false
			}
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if ring.Orientation() != want {
				ring.Reverse()
			}
		}
		return len(shape) > 0
	case orb.MultiPolygon:
		for _, p := range shape {
			if !wind(p) {
				return false
			}
		}
		return len(shape) > 0
	case orb.LineString:
		return len(shape) > 1
	}
	return true
}
