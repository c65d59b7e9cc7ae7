// Package tile is the arithmetic of map tiles in the WebMercatorQuad tile
// matrix set and their encoding as Mapbox Vector Tiles, version 2. It holds one
// layer a tile and reads nothing: features come to it in EPSG:3857.
package tile

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// MaxZoom is the deepest zoom a tile may have.
const MaxZoom = 22

// The grid of a tile: extent units a side, and buffer units beyond each side
// that carry geometry too, so that outlines and symbols meet across tiles.
const (
	extent = 4096
	buffer = 64
)

// halfWorld is the distance in EPSG:3857 metres from the origin to each edge of
// the world square.
const halfWorld = orb.EarthRadius * math.Pi

// ID names a tile: zoom, column from the west and row from the north.
type ID struct {
	Z, X, Y uint32
}

// New returns the tile at zoom z, column x, row y. Its error is an *atlas.Error
// that names the path parameter (z, col or row) that is out of range.
func New(z, x, y int) (ID, error) {
	if z < 0 || z > MaxZoom {
		return ID{}, outOfRange("z", z, MaxZoom)
	}
	last := 1<<z - 1
	if x < 0 || x > last {
		return ID{}, outOfRange("col", x, last)
	}
	if y < 0 || y > last {
		return ID{}, outOfRange("row", y, last)
	}
	return ID{uint32(z), uint32(x), uint32(y)}, nil
}

func outOfRange(name string, given, last int) error {
	end := strconv.Itoa(last)
	return atlas.InvalidParameter(name, strconv.Itoa(given), atlas.Text{
		Ko: "0 이상 " + end + " 이하의 정수",
		En: "a whole number from 0 to " + end,
	})
}

// Buffer is the bound within which geometry belongs in the tile, its own square
// and the buffer around it, in EPSG:3857 metres. It is what to ask the database for.
func (id ID) Buffer() orb.Bound { return id.Bound(buffer) }

// Bound returns the square of the tile in EPSG:3857 metres, grown on each side
// by a buffer in tile units (1/4096 of a side). At the edges of the world the
// buffer reaches past them.
func (id ID) Bound(bufferTileUnits float64) orb.Bound {
	side := id.unit() * extent
	west := -halfWorld + float64(id.X)*side
	north := halfWorld - float64(id.Y)*side
	margin := bufferTileUnits * id.unit()
	return orb.Bound{
		Min: orb.Point{west - margin, north - side - margin},
		Max: orb.Point{west + side + margin, north + margin},
	}
}

// Tolerance is the largest simplification of shapes that cannot be seen in the
// tile, in EPSG:3857 metres. Four tile units are a pixel at most as long as
// there is a tile for every zoom, and leave a fifth of the points of a coast;
// a tile of the last zoom is enlarged, so it keeps all but half a unit.
func (id ID) Tolerance(lastZoom int) float64 {
	if int(id.Z) < lastZoom {
		return 4 * id.unit()
	}
	return id.unit() / 2
}

// unit is the length of a tile unit in EPSG:3857 metres.
func (id ID) unit() float64 {
	return 2 * halfWorld / float64(uint32(1)<<id.Z) / extent
}
