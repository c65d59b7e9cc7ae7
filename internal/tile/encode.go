package tile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"growthmap/internal/atlas"
)

// MediaType is the media type of an encoded tile.
const MediaType = "application/vnd.mapbox-vector-tile"

// Encode writes a tile with the one layer, uncompressed. The features are in
// EPSG:3857, already simplified; they are written in the order given and left
// as they are. Geometry beyond the buffer of the tile is cut off, a feature
// with nothing in the tile is left out, and a tile without features is empty
// but not nil. Each feature carries its id and Columns as on the as-of day;
// what is not known is left out.
//
// The same input gives the same bytes. A geometry collection becomes one
// feature for each of points, lines and polygons, with the same attributes.
func Encode(id ID, layer *atlas.Layer, day atlas.Day, features []*atlas.Feature) ([]byte, error) {
	columns := Columns(layer)
	w := newWindow(id)
	encoded := &mvt.Layer{Name: layer.ID, Version: 2, Extent: extent}
	for _, f := range features {
		s, err := w.show(f.Geometry)
		if err != nil {
			return nil, fmt.Errorf("tile %d/%d/%d: feature %s: %w", id.Z, id.X, id.Y, f.ID, err)
		}
		geometries := s.geometries()
		if len(geometries) == 0 {
			continue
		}
		properties, err := attributes(layer, columns, day, f)
		if err != nil {
			return nil, fmt.Errorf("tile %d/%d/%d: feature %s: %w", id.Z, id.X, id.Y, f.ID, err)
		}
		for _, g := range geometries {
			encoded.Features = append(encoded.Features, &geojson.Feature{Geometry: g, Properties: properties})
		}
	}
	if len(encoded.Features) == 0 {
		return []byte{}, nil
	}
	body, err := mvt.Marshal(mvt.Layers{encoded})
	if err != nil {
		return nil, fmt.Errorf("tile %d/%d/%d: %w", id.Z, id.X, id.Y, err)
	}
	return body, nil
}

// geometries returns at most one geometry of each kind, and a single one where
// there is no need for a Multi.
func (s shape) geometries() []orb.Geometry {
	var all []orb.Geometry
	switch len(s.points) {
	case 0:
	case 1:
		all = append(all, s.points[0])
	default:
		all = append(all, s.points)
	}
	if len(s.lines) > 0 {
		all = append(all, s.lines)
	}
	if len(s.polygons) > 0 {
		all = append(all, s.polygons)
	}
	return all
}

// Columns lists the columns of the layer that its tiles carry beside the id of
// each feature: those the definition asks for, the place and the stage.
func Columns(layer *atlas.Layer) []atlas.Column {
	wanted := slices.Concat(layer.Publish.Tile, []string{"region", "sido", "sigungu", "precision", "stage"})
	all := layer.Columns()
	var columns []atlas.Column
	for i, id := range wanted {
		at := slices.IndexFunc(all, func(c atlas.Column) bool { return c.ID == id })
		if at >= 0 && slices.Index(wanted, id) == i {
			columns = append(columns, all[at])
		}
	}
	return columns
}

func attributes(layer *atlas.Layer, columns []atlas.Column, day atlas.Day, f *atlas.Feature) (geojson.Properties, error) {
	properties := geojson.Properties{"id": f.ID}
	for _, c := range columns {
		switch v := layer.Value(f, c, day).(type) {
		case nil:
		case string, int64, bool:
			properties[c.ID] = v
		case json.Number:
			number, err := v.Float64()
			if err != nil {
				return nil, fmt.Errorf("column %s: %q is not a number a tile can hold", c.ID, v)
			}
			properties[c.ID] = number
		case []string:
			if len(v) > 0 {
				properties[c.ID] = strings.Join(v, ";")
			}
		default:
			return nil, fmt.Errorf("column %s: a value of type %T has no place in a tile", c.ID, v)
		}
	}
	return properties, nil
}
