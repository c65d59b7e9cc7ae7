package httpapi

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// filterParams are the parameters of OGC API Features, part 3.
var filterParams = []string{"filter", "filter-lang", "filter-crs"}

// filterLanguages are the languages of a filter, the default first. The last is
// what GDAL up to 3.8 calls the first, after a draft of the standard.
var filterLanguages = []string{"cql2-text", "cql2-json", "cql-text"}

// filterOf reads filter, filter-lang and filter-crs into a tree over the
// queryables of the layer, its literal geometries in EPSG:4326; nil for none.
func filterOf(layer *atlas.Layer, query params) (cql2.Expr, error) {
	parse := cql2.Parse
	if given, ok := query["filter-lang"]; ok {
		if !slices.Contains(filterLanguages, given) {
			return nil, unusable("filter-lang", given, oneOf(given, filterLanguages))
		}
		if given == "cql2-json" {
			parse = func(text string) (cql2.Expr, error) { return cql2.ParseJSON([]byte(text)) }
		}
	}
	system := crs84
	if given, ok := query["filter-crs"]; ok {
		if !slices.Contains(boxSystems, given) {
			return nil, unusable("filter-crs", given, oneOf(given, boxSystems))
		}
		system = given
	}
	given, ok := query["filter"]
	if !ok {
		return nil, nil
	}
	expr, err := parse(given)
	var wrong *cql2.SyntaxError
	if errors.As(err, &wrong) {
		return nil, &atlas.Error{
			Kind: atlas.Invalid, Parameter: "filter", Given: shorten(given), Err: err,
			Message: say(korean.BadFilter, english.BadFilter, wrong.Offset+1, wrong.Error()),
		}
	}
	if err != nil {
		return nil, err
	}
	known := columnIDs(queryableColumns(layer))
	if layer.Geometry != "" {
		known = append(known, atlas.GeometryColumn)
	}
	for _, name := range cql2.Properties(expr) {
		if !slices.Contains(known, name) {
			return nil, unusable("filter", name, oneOf(name, known))
		}
	}
	return inDegrees(expr, system)
}

// inDegrees returns the filter with its literal geometries, given in a reference
// system, in EPSG:4326, longitude first.
func inDegrees(e cql2.Expr, system string) (cql2.Expr, error) {
	var err error
	switch e := e.(type) {
	case cql2.And:
		e = slices.Clone(e)
		for i := range e {
			if e[i], err = inDegrees(e[i], system); err != nil {
				return nil, err
			}
		}
		return e, nil
	case cql2.Or:
		e = slices.Clone(e)
		for i := range e {
			if e[i], err = inDegrees(e[i], system); err != nil {
				return nil, err
			}
		}
		return e, nil
	case cql2.Not:
		e.Expr, err = inDegrees(e.Expr, system)
		return e, err
	case cql2.Spatial:
		for _, side := range []*cql2.Operand{&e.Left, &e.Right} {
			if *side, err = literalInDegrees(*side, system); err != nil {
				return nil, err
			}
		}
		return e, nil
	default:
		return e, nil
	}
}

func literalInDegrees(o cql2.Operand, system string) (cql2.Operand, error) {
	read := boxReaders[system]
	onEarth := func(b orb.Bound) error {
		if math.Abs(b.Left()) > 180 || math.Abs(b.Right()) > 180 || math.Abs(b.Bottom()) > 90 || math.Abs(b.Top()) > 90 {
			return unusable("filter", cql2.OperandText(o), say(korean.WantOnEarth, english.WantOnEarth))
		}
		return nil
	}
	switch o := o.(type) {
	case cql2.Geometry:
		g := project.Geometry(orb.Clone(o.Geometry), func(p orb.Point) orb.Point {
			b := read([4]float64{p[0], p[1], p[0], p[1]})
			return orb.Point{b[0], b[1]}
		})
		return cql2.Geometry{Geometry: g}, onEarth(g.Bound())
	case cql2.BBox:
		b := read([4]float64{o.West, o.South, o.East, o.North})
		if b[1] > b[3] {
			return nil, unusable("filter", cql2.OperandText(o), say(korean.WantBBox, english.WantBBox))
		}
		return cql2.BBox{West: b[0], South: b[1], East: b[2], North: b[3]},
			onEarth(orb.Bound{Min: orb.Point{min(b[0], b[2]), b[1]}, Max: orb.Point{max(b[0], b[2]), b[3]}})
	default:
		return o, nil
	}
}
