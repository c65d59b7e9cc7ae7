package tile

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
)

// shape is what a tile shows of a geometry, in whole tile units with y down,
// by the three kinds of geometry a vector tile knows.
type shape struct {
	points   orb.MultiPoint
	lines    orb.MultiLineString
	polygons orb.MultiPolygon
}

// window is the part of the plane a tile shows.
type window struct {
	west, north float64 // EPSG:3857 metres
	unit        float64 // metres a tile unit
	box         orb.Bound
	last        [2]bool // no tile lies to the east, to the south
}

func newWindow(id ID) window {
	b := id.Bound(0)
	edge := uint32(1)<<id.Z - 1
	return window{
		last: [2]bool{id.X == edge, id.Y == edge},
		west: b.Min[0], north: b.Max[1], unit: id.unit(),
		box: orb.Bound{
			Min: orb.Point{-buffer, -buffer},
			Max: orb.Point{extent + buffer, extent + buffer},
		},
	}
}

// show returns what the window shows of a geometry in EPSG:3857. It leaves the
// geometry as it is. It fails on a coordinate that is not a finite number.
func (w window) show(g orb.Geometry) (shape, error) {
	var s shape
	err := w.add(&s, g)
	return s, err
}

func (w window) add(s *shape, g orb.Geometry) error {
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return w.addPoints(s, g)
	case orb.MultiPoint:
		return w.addPoints(s, g...)
	case orb.LineString:
		return w.addLines(s, g)
	case orb.MultiLineString:
		return w.addLines(s, g...)
	case orb.Ring:
		return w.addPolygons(s, orb.Polygon{g})
	case orb.Polygon:
		return w.addPolygons(s, g)
	case orb.MultiPolygon:
		return w.addPolygons(s, g...)
	case orb.Bound:
		return w.addPolygons(s, g.ToPolygon())
	case orb.Collection:
		for _, member := range g {
			if err := w.add(s, member); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("geometry type %T has no place in a tile", g)
}

func (w window) addPoints(s *shape, points ...orb.Point) error {
	points, err := w.project(points)
	if err != nil {
		return err
	}
	// A point belongs to one tile: maps drop those beyond the square of a tile,
	// and whoever counts features over tiles must not find one twice.
	for _, p := range points {
		if w.holds(p, 0) && w.holds(p, 1) {
			p = round([]orb.Point{p})[0]
			s.points = append(s.points, orb.Point{min(p[0], extent-1), min(p[1], extent-1)})
		}
	}
	return nil
}

// holds reports whether a point lies between the sides of the tile's square on
// one axis; the far side is the next tile's, but for the edge of the world,
// which arithmetic on metres may miss by a fraction of a unit.
func (w window) holds(p orb.Point, axis int) bool {
	return 0 <= p[axis] && (p[axis] < extent || w.last[axis] && p[axis] < extent+1)
}

func (w window) addLines(s *shape, lines ...orb.LineString) error {
	for _, line := range lines {
		points, err := w.project(line)
		if err != nil {
			return err
		}
		for _, part := range clip.LineString(w.box, points) {
			if part = withoutRepeats(round(part)); len(part) > 1 {
				s.lines = append(s.lines, part)
			}
		}
	}
	return nil
}

func (w window) addPolygons(s *shape, polygons ...orb.Polygon) error {
	for _, polygon := range polygons {
		var shown orb.Polygon
		for i, ring := range polygon {
			points, err := w.project(ring)
			if err != nil {
				return err
			}
			// The format tells exteriors from holes by the sign of their area
			// alone; with y down, a positive one is an exterior.
			want := orb.CW
			if i == 0 {
				want = orb.CCW
			}
			r := tidyRing(round(clip.Ring(w.box, points)), want)
			if r == nil && i == 0 {
				break
			}
			if r != nil {
				shown = append(shown, r)
			}
		}
		if shown != nil && planar.Area(shown) > 0 {
			s.polygons = append(s.polygons, shown)
		}
	}
	return nil
}

// project returns new points in tile units, not yet rounded.
func (w window) project(points []orb.Point) ([]orb.Point, error) {
	projected := make([]orb.Point, len(points))
	for i, p := range points {
		x, y := (p[0]-w.west)/w.unit, (w.north-p[1])/w.unit
		if math.IsNaN(x-x) || math.IsNaN(y-y) {
			return nil, fmt.Errorf("coordinate %v is not a finite number", p)
		}
		projected[i] = orb.Point{x, y}
	}
	return projected, nil
}

// round moves the points, in place, to whole tile units.
func round[P ~[]orb.Point](points P) P {
	for i, p := range points {
		points[i] = orb.Point{math.Round(p[0]), math.Round(p[1])}
	}
	return points
}

func withoutRepeats(line orb.LineString) orb.LineString {
	out := line[:0]
	for _, p := range line {
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// tidyRing removes, in place, the points that rounding and clipping left without
// meaning: repeats, points on a straight line, and spikes that lead out and
// back. It winds the ring as wanted, and returns nil when no area is left.
func tidyRing(ring orb.Ring, want orb.Orientation) orb.Ring {
	out := ring[:0]
	for _, p := range ring {
		for len(out) > 1 && straight(out[len(out)-2], out[len(out)-1], p) {
			out = out[:len(out)-1]
		}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if n := len(out); n > 1 && out[0] == out[n-1] {
		out = out[:n-1]
	}
	for trimmed := true; trimmed && len(out) > 2; {
		n := len(out)
		switch {
		case straight(out[n-2], out[n-1], out[0]):
			out = out[:n-1]
		case straight(out[n-1], out[0], out[1]):
			out = out[1:]
		default:
			trimmed = false
		}
	}
	if len(out) < 3 {
		return nil
	}
	out = append(out, out[0])
	switch out.Orientation() {
	case 0:
		return nil
	case want:
		return out
	}
	out.Reverse()
	return out
}

// straight reports whether the three points lie on one line, in any order.
func straight(a, b, c orb.Point) bool {
	return (b[0]-a[0])*(c[1]-a[1]) == (c[0]-a[0])*(b[1]-a[1])
}
