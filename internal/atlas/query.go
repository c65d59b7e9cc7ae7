package atlas

import (
	"github.com/paulmach/orb"

	"growthmap/internal/cql2"
)

// Query selects features of one layer as known in an edition, as of a day.
type Query struct {
	Layer   *Layer
	Edition int64
	// Day is the as-of day: it decides the stage of each feature and, unless
	// During is set, which features exist.
	Day Day
	// During selects features whose life shares a day with the interval.
	During *Interval
	// Boxes select features that intersect one of them, EPSG:4326; a box across
	// the antimeridian is given as two.
	Boxes  []orb.Bound
	Filter cql2.Expr // nil for all
	// Possible selects also features of which it is not known whether Filter holds.
	Possible bool
	After    string // only ids after this one, in byte order
	Limit    int
	Offset   int
	// SkipGeometry leaves the geometry of the features out, for tables.
	SkipGeometry bool
}

// GeometryColumn is what filters and schemas call the geometry of a feature.
const GeometryColumn = "geometry"
