package cql2

import (
	"strconv"

	"github.com/paulmach/orb"
)

// geometry reads the rest of a geometry in WKT whose tag is t.
//
// The parser reads WKT itself because a library would take it out of the filter
// as a whole and could not say where in it a mistake is.
func (p *parser) geometry(t token) (orb.Geometry, error) {
	if z := p.peek(); z.kind == tokenWord && (z.text == "Z" || z.text == "z") {
		return nil, p.errorAt(z, heights, "(")
	}
	switch t.keyword {
	case "POINT":
		return p.point()
	case "LINESTRING":
		return p.line()
	case "POLYGON":
		return p.polygon()
	case "MULTIPOINT":
		points, err := list(p, p.memberPoint)
		return orb.MultiPoint(points), err
	case "MULTILINESTRING":
		lines, err := list(p, p.line)
		return orb.MultiLineString(lines), err
	case "MULTIPOLYGON":
		polygons, err := list(p, p.polygon)
		return orb.MultiPolygon(polygons), err
	}
	members, err := list(p, p.member)
	return orb.Collection(members), err
}

// list reads one or more things in parentheses.
func list[T any](p *parser, one func() (T, error)) ([]T, error) {
	if err := p.require("("); err != nil {
		return nil, err
	}
	var all []T
	for {
		x, err := one()
		if err != nil {
			return nil, err
		}
		all = append(all, x)
		if p.accept(")") {
			return all, nil
		}
		if !p.accept(",") {
			return nil, p.expected(", or )")
		}
	}
}

// member reads a geometry inside a collection, which holds no collections.
func (p *parser) member() (orb.Geometry, error) {
	t := p.peek()
	switch t.keyword {
	case "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON":
		p.take()
		return p.geometry(t)
	}
	return nil, p.expected("POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING or MULTIPOLYGON")
}

func (p *parser) point() (orb.Point, error) {
	if err := p.require("("); err != nil {
		return orb.Point{}, err
	}
	point, err := p.position()
	if err != nil {
		return orb.Point{}, err
	}
	return point, p.require(")")
}

// memberPoint reads a point of a MULTIPOINT; many programs leave out the inner
// parentheses that the standard asks for.
func (p *parser) memberPoint() (orb.Point, error) {
	if p.peek().is("(") {
		return p.point()
	}
	return p.position()
}

func (p *parser) line() (orb.LineString, error) {
	t := p.peek()
	points, err := list(p, p.position)
	if err == nil && !isLine(points) {
		err = p.errorAt(t, "", wantedLine)
	}
	return points, err
}

func (p *parser) ring() (orb.Ring, error) {
	t := p.peek()
	points, err := list(p, p.position)
	if err == nil && !isRing(points) {
		err = p.errorAt(t, "", wantedRing)
	}
	return points, err
}

func (p *parser) polygon() (orb.Polygon, error) { return list(p, p.ring) }

// position reads the two coordinates of a point.
func (p *parser) position() (orb.Point, error) {
	x, err := p.coordinate()
	if err != nil {
		return orb.Point{}, err
	}
	y, err := p.coordinate()
	if err != nil {
		return orb.Point{}, err
	}
	if t := p.peek(); t.kind == tokenNumber {
		return orb.Point{}, p.errorAt(t, heights, ", or )")
	}
	return orb.Point{x, y}, nil
}

func (p *parser) coordinate() (float64, error) {
	t := p.peek()
	if t.kind != tokenNumber {
		return 0, p.expected(wantedCoordinate)
	}
	x, err := strconv.ParseFloat(t.text, 64)
	if err != nil {
		return 0, p.errorAt(t, "", wantedCoordinate)
	}
	p.take()
	return x, nil
}

// bbox reads the rest of a bounding box that began at t.
func (p *parser) bbox(t token) (Operand, error) {
	side, err := list(p, p.coordinate)
	if err != nil {
		return nil, err
	}
	problem := bboxProblem(side)
	if problem != "" {
		return nil, p.errorAt(t, problem, wantedBBox)
	}
	return BBox{side[0], side[1], side[2], side[3]}, nil
}

func bboxProblem(side []float64) string {
	switch {
	case len(side) == 6:
		return heights
	case len(side) != 4:
		return "it has " + strconv.Itoa(len(side)) + " numbers"
	case side[1] > side[3]:
		return "its south is north of its north"
	}
	return ""
}
