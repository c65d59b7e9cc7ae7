package tile

import (
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// TileJSON describes the tiles of a layer to map libraries, as TileJSON 3.0.0.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       *[4]float64   `json:"bounds,omitempty"` // west, south, east, north in EPSG:4326
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// VectorLayer describes the one layer of a tile; Fields maps each attribute to
// a sentence about it.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// Describe returns the TileJSON of a layer in a language, "ko" or "en". The
// template is the address of a tile with {z}, {x} and {y} in it; bound is in
// EPSG:4326, nil when no feature has geometry.
func Describe(layer *atlas.Layer, lang, template string, bound *orb.Bound) TileJSON {
	zoom := layer.Publish.Zoom
	fields := map[string]string{"id": atlas.Text{Ko: "식별자", En: "Identifier"}.In(lang)}
	for _, c := range Columns(layer) {
		fields[c.ID] = c.Title.In(lang)
		if c.Unit != "" {
			fields[c.ID] += " (" + c.Unit + ")"
		}
	}
	t := TileJSON{
		TileJSON:    "3.0.0",
		Name:        layer.Title.In(lang),
		Description: layer.Description.In(lang),
		Tiles:       []string{template},
		MinZoom:     zoom[0],
		MaxZoom:     zoom[1],
		VectorLayers: []VectorLayer{{
			ID:          layer.ID,
			Description: layer.Title.In(lang),
			MinZoom:     zoom[0],
			MaxZoom:     zoom[1],
			Fields:      fields,
		}},
	}
	if bound != nil {
		t.Bounds = &[4]float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
	}
	return t
}
