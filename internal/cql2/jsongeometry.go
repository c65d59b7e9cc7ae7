package cql2

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// geometry reads a GeoJSON geometry, a collection only where it is allowed.
//
// The reader goes through the coordinates itself because a library drops heights
// and accepts open rings in silence.
func (r reader) geometry(n node, collection bool) (orb.Geometry, error) {
	kind, _ := n.members["type"].value.(string)
	content := "coordinates"
	if kind == "GeometryCollection" {
		content = "geometries"
	}
	if err := r.only(n, "type", content, "bbox"); err != nil {
		return nil, err
	}
	inside, ok := n.members[content]
	if !ok {
		return nil, r.errorAt(n, "", fmt.Sprintf("the member %q beside type", content))
	}
	switch kind {
	case "Point":
		return r.position(inside)
	case "LineString":
		return r.line(inside)
	case "Polygon":
		return r.polygon(inside)
	case "MultiPoint":
		points, err := each(r, inside, r.position)
		return orb.MultiPoint(points), err
	case "MultiLineString":
		lines, err := each(r, inside, r.line)
		return orb.MultiLineString(lines), err
	case "MultiPolygon":
		polygons, err := each(r, inside, r.polygon)
		return orb.MultiPolygon(polygons), err
	case "GeometryCollection":
		if collection {
			members, err := each(r, inside, func(n node) (orb.Geometry, error) { return r.geometry(n, false) })
			return orb.Collection(members), err
		}
	}
	return nil, r.errorAt(n, "", "Point, LineString, Polygon, MultiPoint, MultiLineString or MultiPolygon as the type, "+
		"or GeometryCollection where it is not in another")
}

// each reads one or more things in an array.
func each[T any](r reader, n node, one func(node) (T, error)) ([]T, error) {
	if len(n.items) == 0 {
		return nil, r.errorAt(n, "", "an array that is not empty")
	}
	all := make([]T, len(n.items))
	for i, item := range n.items {
		var err error
		if all[i], err = one(item); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r reader) line(n node) (orb.LineString, error) {
	points, err := each(r, n, r.position)
	if err == nil && !isLine(points) {
		err = r.errorAt(n, "", wantedLine)
	}
	return points, err
}

func (r reader) ring(n node) (orb.Ring, error) {
	points, err := each(r, n, r.position)
	if err == nil && !isRing(points) {
		err = r.errorAt(n, "", wantedRing)
	}
	return points, err
}

func (r reader) polygon(n node) (orb.Polygon, error) { return each(r, n, r.ring) }

func (r reader) position(n node) (orb.Point, error) {
	c, err := each(r, n, r.coordinate)
	switch {
	case err != nil:
		return orb.Point{}, err
	case len(c) == 3:
		return orb.Point{}, r.errorAt(n, heights, "two coordinates")
	case len(c) != 2:
		return orb.Point{}, r.errorAt(n, "", "two coordinates")
	}
	return orb.Point{c[0], c[1]}, nil
}

func (r reader) coordinate(n node) (float64, error) {
	number, ok := n.value.(json.Number)
	x, err := strconv.ParseFloat(number.String(), 64)
	if !ok || err != nil {
		return 0, r.errorAt(n, "", wantedCoordinate)
	}
	return x, nil
}

func (r reader) bbox(n node) (Operand, error) {
	side, err := each(r, n, r.coordinate)
	if err != nil {
		return nil, err
	}
	if problem := bboxProblem(side); problem != "" {
		return nil, r.errorAt(n, problem, wantedBBox)
	}
	return BBox{side[0], side[1], side[2], side[3]}, nil
}
