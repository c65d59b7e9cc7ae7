package intake

import (
	"encoding/json"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"growthmap/internal/atlas"
)

// Locate returns the codes of the areas of the gazetteer's day that the point
// lies in (EPSG:4326). Inside a city above gu, sigungu is the gu. At sea and
// abroad ok is false: the nearest area is never taken instead.
func (g *Gazetteer) Locate(p orb.Point) (sigungu, sido, region string, ok bool) {
	u := g.locate(p)
	if u == nil {
		return "", "", "", false
	}
	return u.code, u.sido, u.region, true
}

func (g *Gazetteer) locate(p orb.Point) *unit {
	for _, u := range g.ground {
		if u.contains(p) {
			return u
		}
	}
	return nil
}

func (u *unit) contains(p orb.Point) bool {
	if u.shape == nil || !u.bound.Contains(p) {
		return false
	}
	switch shape := u.shape.(type) {
	case orb.Polygon:
		return planar.PolygonContains(shape, p)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(shape, p)
	}
	return false
}

// labelPoint returns the point computed inside an area, its properties
// label_lon and label_lat.
func labelPoint(f *atlas.Feature) *orb.Point {
	var p orb.Point
	for i, property := range []string{"label_lon", "label_lat"} {
		n, _ := f.Properties[property].(json.Number)
		value, err := n.Float64()
		if err != nil {
			return nil
		}
		p[i] = value
	}
	return &p
}
