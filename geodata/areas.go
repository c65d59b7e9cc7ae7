package geodata

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

//go:embed areas/outlines.topo.json
var outlines string

//go:embed areas/origin.json
var areasOrigin string

// Areas returns a layer of boundaries, "sigungu", "sido", "regions" or "neighbours", as a GeoJSON FeatureCollection in
// WGS84 longitude and latitude. areas/README.md describes the properties.
func Areas(layer string) ([]byte, error) {
	packed, err := Files.ReadFile("areas/" + layer + ".geojson.gz")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, fmt.Errorf("no layer of areas is called %q: ask for sigungu, sido, regions or neighbours", layer)
	}
	if err != nil {
		return nil, fmt.Errorf("read areas %s: %w", layer, err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack areas %s: %w", layer, err)
	}
	collection, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("unpack areas %s: %w", layer, err)
	}
	return collection, nil
}

// Outlines returns today's regions, si/do and si/gun/gu as one simplified TopoJSON topology with the objects "regions",
// "sido" and "sigungu", whose geometries have the one property "code".
func Outlines() []byte { return []byte(outlines) }

// AreasOrigin returns, as JSON, which packages the boundaries were made of, under which licence, what was done with
// them and the checksum of every file.
func AreasOrigin() []byte { return []byte(areasOrigin) }
