package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/tile"
)

// maxTileFeatures bounds the work of one tile.
const maxTileFeatures = 100_000

// tilesets lists the tilesets of a layer.
type tilesets struct {
	Tilesets []tilesetItem `json:"tilesets"`
	Links    []export.Link `json:"links"`
}

type tilesetItem struct {
	Title            string        `json:"title"`
	DataType         string        `json:"dataType"`
	CRS              string        `json:"crs"`
	TileMatrixSetID  string        `json:"tileMatrixSetId"`
	TileMatrixSetURI string        `json:"tileMatrixSetURI"`
	Links            []export.Link `json:"links"`
}

// tileset is tileset metadata of OGC Two Dimensional Tile Matrix Set and Tile
// Set Metadata 2.0.
type tileset struct {
	Title               string              `json:"title"`
	Description         string              `json:"description"`
	DataType            string              `json:"dataType"`
	CRS                 string              `json:"crs"`
	TileMatrixSetID     string              `json:"tileMatrixSetId"`
	TileMatrixSetURI    string              `json:"tileMatrixSetURI"`
	TileMatrixSetLimits []tile.MatrixLimits `json:"tileMatrixSetLimits"`
	BoundingBox         *tileBox            `json:"boundingBox,omitempty"`
	Layers              []tileLayer         `json:"layers"`
	Links               []export.Link       `json:"links"`
}

type tileBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

type tileLayer struct {
	ID                string         `json:"id"`
	Title             string         `json:"title"`
	Description       string         `json:"description"`
	DataType          string         `json:"dataType"`
	GeometryDimension *int           `json:"geometryDimension,omitempty"`
	MinTileMatrix     string         `json:"minTileMatrix"`
	MaxTileMatrix     string         `json:"maxTileMatrix"`
	PropertiesSchema  propertySchema `json:"propertiesSchema"`
}

type propertySchema struct {
	Type       string     `json:"type"`
	Properties properties `json:"properties"`
}

func (s *Server) tilesets(a *ask) (*answer, error) {
	if err := a.needsTiles(); err != nil {
		return nil, err
	}
	return s.reply(a, []int64{a.entry.Changed}, func(context.Context) (*body, error) {
		layer, w := a.entry.Layer, words(a.lang)
		path := layerPath(layer.ID) + "/tiles/" + tile.MatrixSetID
		doc := tilesets{Links: a.selfLinks(), Tilesets: []tilesetItem{{
			Title: layer.Title.In(a.lang), DataType: "vector", CRS: tile.CRS,
			TileMatrixSetID: tile.MatrixSetID, TileMatrixSetURI: tile.MatrixSetURI,
			Links: []export.Link{
				{Href: a.url(path), Rel: "self", Type: jsonFormat.media, Title: w.Tileset},
				{Href: a.url(path, "f", tileJSONFormat.id), Rel: "describedby", Type: tileJSONFormat.media, Title: "TileJSON"},
				{Href: a.url("/api/tileMatrixSets/" + tile.MatrixSetID), Rel: relTilingScheme, Type: jsonFormat.media, Title: tile.MatrixSetID},
				a.tileLink("{tileMatrix}/{tileRow}/{tileCol}"),
			},
		}}}
		return s.document(a, doc, doc.Links, page{name: "tilesets", Title: w.Tiles})
	})
}

func (s *Server) tileset(a *ask) (*answer, error) {
	if err := a.needsTileset(); err != nil {
		return nil, err
	}
	return s.reply(a, []int64{a.entry.Changed}, func(context.Context) (*body, error) {
		layer := a.entry.Layer
		if a.format.id == tileJSONFormat.id {
			doc := tile.Describe(layer, a.lang, a.tileLink("{z}/{y}/{x}").Href, a.entry.Extent)
			return s.document(a, doc, a.selfLinks(), page{})
		}
		doc := tileset{
			Title: layer.Title.In(a.lang), Description: layer.Description.In(a.lang), DataType: "vector", CRS: tile.CRS,
			TileMatrixSetID: tile.MatrixSetID, TileMatrixSetURI: tile.MatrixSetURI, TileMatrixSetLimits: []tile.MatrixLimits{},
			Layers: []tileLayer{a.tileLayer()},
			Links: append(a.selfLinks(),
				export.Link{Href: a.url("/api/tileMatrixSets/" + tile.MatrixSetID), Rel: relTilingScheme, Type: jsonFormat.media, Title: tile.MatrixSetID},
				a.tileLink("{tileMatrix}/{tileRow}/{tileCol}"),
				export.Link{Href: a.url(layerPath(layer.ID)), Rel: "geodata", Type: jsonFormat.media, Title: layer.Title.In(a.lang)},
			),
		}
		if b := a.entry.Extent; b != nil {
			doc.BoundingBox = &tileBox{LowerLeft: b.Min, UpperRight: b.Max, CRS: crs84}
			doc.TileMatrixSetLimits = tile.Limits(*b, layer.Publish.Zoom[0], layer.Publish.Zoom[1])
		}
		return s.document(a, doc, doc.Links, page{name: "tileset", Title: tile.MatrixSetID})
	})
}

// tileLink is the template of the addresses of tiles. It names the edition and
// the day, so that tiles may be kept for ever.
func (a *ask) tileLink(template string) export.Link {
	query := url.Values{"edition": {a.pinned()}, "at": {a.day.String()}}
	return export.Link{
		Href:      address(a.base+layerPath(a.entry.Layer.ID)+"/tiles/"+tile.MatrixSetID+"/"+template, query),
		Rel:       "item",
		Type:      tile.MediaType,
		Title:     words(a.lang).Tiles,
		Templated: true,
	}
}

func (a *ask) tileLayer() tileLayer {
	layer := a.entry.Layer
	attributes := properties{{ID: "id", Type: "string", Title: words(a.lang).ID}}
	for _, c := range tile.Columns(layer) {
		attributes = append(attributes, a.columnType(c))
	}
	return tileLayer{
		ID: layer.ID, Title: layer.Title.In(a.lang), Description: layer.Description.In(a.lang), DataType: "vector",
		GeometryDimension: dimensionOf(layer.Geometry),
		MinTileMatrix:     strconv.Itoa(layer.Publish.Zoom[0]),
		MaxTileMatrix:     strconv.Itoa(layer.Publish.Zoom[1]),
		PropertiesSchema:  propertySchema{"object", attributes},
	}
}

// dimensionOf is 0 for points, 1 for lines, 2 for areas, nil for a mixture.
func dimensionOf(geometry string) *int {
	for dimension, kind := range []string{"Point", "LineString", "Polygon"} {
		if strings.HasSuffix(geometry, kind) {
			return &dimension
		}
	}
	return nil
}

func (s *Server) tile(a *ask) (*answer, error) {
	if err := a.needsTileset(); err != nil {
		return nil, err
	}
	id, err := a.tileID()
	if err != nil {
		return nil, err
	}
	state, err := s.state(a.ctx, []int64{a.entry.Changed})
	if err != nil {
		return nil, err
	}
	control := revalidate
	if a.fixed() {
		control = keepForever
	}
	q := atlas.Query{Layer: a.entry.Layer, Edition: a.catalog.Edition.ID, Day: a.day, Limit: maxTileFeatures}
	return &answer{
		// A tile carries no links and no language, so neither the address nor the
		// edition as it was asked for is part of what it depends on.
		key:     append([]string{a.route(), a.format.id, a.day.String()}, state...),
		control: control, vary: "Accept, Accept-Encoding",
		build: func(ctx context.Context) (*body, error) {
			var features []*atlas.Feature
			tolerance := id.Tolerance(q.Layer.Publish.Zoom[1])
			err := s.store.TileFeatures(ctx, q, id.Buffer(), tolerance, func(f *atlas.Feature) error {
				features = append(features, f)
				return nil
			})
			if err != nil {
				return nil, err
			}
			data, err := tile.Encode(id, q.Layer, q.Day, features)
			if err != nil {
				return nil, err
			}
			if len(data) == 0 {
				return &body{status: http.StatusNoContent, header: http.Header{}}, nil
			}
			return newBody(a.format.media, data, nil), nil
		},
	}, nil
}

// needsTiles refuses layers that cannot have tiles.
func (a *ask) needsTiles() error {
	if a.entry.Layer.Geometry == "" {
		return &atlas.Error{
			Kind: atlas.NotFound, Parameter: "layer", Given: a.entry.Layer.ID,
			Message: say(korean.NoTiles, english.NoTiles, a.entry.Layer.ID),
		}
	}
	return nil
}

// needsTileset refuses tile matrix sets other than the one there is.
func (a *ask) needsTileset() error {
	if err := a.needsTiles(); err != nil {
		return err
	}
	return a.needsMatrixSet()
}

func (a *ask) needsMatrixSet() error {
	if given := a.path["tileMatrixSet"]; given != tile.MatrixSetID {
		err := atlas.Missing(say(korean.TileMatrixSetNoun, english.TileMatrixSetNoun), shorten(given))
		err.Parameter, err.Wanted = "tileMatrixSet", oneOf(given, []string{tile.MatrixSetID})
		return err
	}
	return nil
}

// tileID reads the tile in the path; it must be one the layer publishes.
func (a *ask) tileID() (tile.ID, error) {
	var numbers [3]int
	for i, name := range []string{"z", "row", "col"} {
		n, err := strconv.Atoi(a.path[name])
		if err != nil {
			return tile.ID{}, unusable(name, a.path[name], say(korean.WantWhole, english.WantWhole, 0))
		}
		numbers[i] = n
	}
	z, row, col := numbers[0], numbers[1], numbers[2]
	id, err := tile.New(z, col, row)
	if err != nil {
		return id, err
	}
	if zoom := a.entry.Layer.Publish.Zoom; z < zoom[0] || z > zoom[1] {
		return id, &atlas.Error{
			Kind: atlas.NotFound, Parameter: "z", Given: strconv.Itoa(z),
			Wanted:  say(korean.FromTo, english.FromTo, zoom[0], zoom[1]),
			Message: say(korean.NoTilesAtZoom, english.NoTilesAtZoom, a.entry.Layer.ID, zoom[0], zoom[1]),
		}
	}
	return id, nil
}

// tileMatrixSets lists the one tile matrix set there is.
type tileMatrixSets struct {
	TileMatrixSets []tileMatrixSetItem `json:"tileMatrixSets"`
	Links          []export.Link       `json:"links"`
}

type tileMatrixSetItem struct {
	ID    string        `json:"id"`
	Title string        `json:"title"`
	URI   string        `json:"uri"`
	Links []export.Link `json:"links"`
}

func (s *Server) tileMatrixSets(a *ask) (*answer, error) {
	return s.reply(a, nil, func(context.Context) (*body, error) {
		set := tile.WebMercatorQuad()
		doc := tileMatrixSets{Links: a.selfLinks(), TileMatrixSets: []tileMatrixSetItem{{
			ID: set.ID, Title: set.Title, URI: set.URI,
			Links: []export.Link{{Href: a.url("/api/tileMatrixSets/" + set.ID), Rel: "self", Type: jsonFormat.media, Title: set.Title}},
		}}}
		return s.document(a, doc, doc.Links, page{name: "tilematrixsets", Title: words(a.lang).TileMatrixSets})
	})
}

func (s *Server) tileMatrixSet(a *ask) (*answer, error) {
	if err := a.needsMatrixSet(); err != nil {
		return nil, err
	}
	return s.reply(a, nil, func(context.Context) (*body, error) {
		set := tile.WebMercatorQuad()
		return s.document(a, set, a.selfLinks(), page{name: "tilematrixset", Title: set.ID})
	})
}

// world is the square of the tile matrix set in EPSG:3857.
var world = func() orb.Bound {
	id, err := tile.New(0, 0, 0)
	if err != nil {
		panic(err)
	}
	return id.Bound(0)
}()
