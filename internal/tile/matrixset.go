package tile

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// The identifiers of the one tile matrix set of the service.
const (
	MatrixSetID  = "WebMercatorQuad"
	MatrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
	CRS          = "http://www.opengis.net/def/crs/EPSG/0/3857"
)

// MatrixSet is a tile matrix set as OGC Two Dimensional Tile Matrix Set 2.0
// writes it in JSON.
type MatrixSet struct {
	ID                string   `json:"id"`
	Title             string   `json:"title"`
	URI               string   `json:"uri"`
	CRS               string   `json:"crs"`
	OrderedAxes       []string `json:"orderedAxes"`
	WellKnownScaleSet string   `json:"wellKnownScaleSet"`
	TileMatrices      []Matrix `json:"tileMatrices"`
}

// Matrix is the grid of tiles at one zoom. Lengths are in EPSG:3857 metres,
// tile sizes in cells (pixels).
type Matrix struct {
	ID               string     `json:"id"`
	ScaleDenominator float64    `json:"scaleDenominator"`
	CellSize         float64    `json:"cellSize"`
	CornerOfOrigin   string     `json:"cornerOfOrigin"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      int        `json:"matrixWidth"`
	MatrixHeight     int        `json:"matrixHeight"`
}

// WebMercatorQuad returns the tile matrix set as the standard defines it, with
// its 25 zooms; the tiles of a layer use those between the zooms it publishes.
func WebMercatorQuad() MatrixSet {
	const (
		zooms         = 25
		cells         = 256     // a side of a tile
		metresOfPixel = 0.00028 // the standard's rendering pixel
	)
	set := MatrixSet{
		ID:                MatrixSetID,
		Title:             "Google Maps Compatible for the World",
		URI:               MatrixSetURI,
		CRS:               CRS,
		OrderedAxes:       []string{"X", "Y"},
		WellKnownScaleSet: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
	}
	for z := range zooms {
		tiles := 1 << z
		cellSize := 2 * halfWorld / cells / float64(tiles)
		set.TileMatrices = append(set.TileMatrices, Matrix{
			ID:               strconv.Itoa(z),
			ScaleDenominator: cellSize / metresOfPixel,
			CellSize:         cellSize,
			CornerOfOrigin:   "topLeft",
			PointOfOrigin:    [2]float64{-halfWorld, halfWorld},
			TileWidth:        cells,
			TileHeight:       cells,
			MatrixWidth:      tiles,
			MatrixHeight:     tiles,
		})
	}
	return set
}

// MatrixLimits are the first and last rows and columns with data at a zoom, as
// the standard writes them in JSON.
type MatrixLimits struct {
	TileMatrix string `json:"tileMatrix"`
	MinTileRow int    `json:"minTileRow"`
	MaxTileRow int    `json:"maxTileRow"`
	MinTileCol int    `json:"minTileCol"`
	MaxTileCol int    `json:"maxTileCol"`
}

// Limits returns, for each zoom from minZoom to maxZoom, the tiles that a bound
// in EPSG:4326 touches. What lies beyond the world square, near the poles,
// counts for its outermost row.
func Limits(bound orb.Bound, minZoom, maxZoom int) []MatrixLimits {
	southWest, northEast := project.WGS84.ToMercator(bound.Min), project.WGS84.ToMercator(bound.Max)
	var limits []MatrixLimits
	for z := minZoom; z <= maxZoom; z++ {
		tiles := float64(int(1) << z)
		index := func(metresFromOrigin float64) int {
			i := math.Floor(metresFromOrigin / (2 * halfWorld) * tiles)
			return int(math.Max(0, math.Min(i, tiles-1)))
		}
		limits = append(limits, MatrixLimits{
			TileMatrix: strconv.Itoa(z),
			MinTileRow: index(halfWorld - northEast[1]),
			MaxTileRow: index(halfWorld - southWest[1]),
			MinTileCol: index(southWest[0] + halfWorld),
			MaxTileCol: index(northEast[0] + halfWorld),
		})
	}
	return limits
}
