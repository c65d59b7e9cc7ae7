package httpapi

import (
	"context"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

const crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// collections lists the layers of an edition.
type collections struct {
	Edition     int64         `json:"edition"`
	At          atlas.Day     `json:"at"`
	Collections []collection  `json:"collections"`
	Links       []export.Link `json:"links"`
}

// collection is a layer as OGC API Features describes it, with a little more.
type collection struct {
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	ItemType    string        `json:"itemType"`
	Geometry    string        `json:"geometry,omitempty"`
	Extent      *extent       `json:"extent,omitempty"`
	CRS         []string      `json:"crs,omitempty"`
	StorageCRS  string        `json:"storageCrs,omitempty"`
	Count       int64         `json:"count"`
	Changed     int64         `json:"changed"`
	Links       []export.Link `json:"links"`
}

type extent struct {
	Spatial  *spatialExtent  `json:"spatial,omitempty"`
	Temporal *temporalExtent `json:"temporal,omitempty"`
}

type spatialExtent struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporalExtent struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

func (s *Server) collections(a *ask) (*answer, error) {
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(context.Context) (*body, error) {
		doc := collections{Edition: a.catalog.Edition.ID, At: a.day, Links: a.selfLinks()}
		for _, entry := range a.catalog.Entries {
			c := a.describe(entry)
			c.Links = append([]export.Link{{
				Href: a.url(layerPath(entry.Layer.ID)), Rel: "self", Type: jsonFormat.media, Title: c.Title,
			}}, c.Links...)
			doc.Collections = append(doc.Collections, c)
		}
		return s.document(a, doc, doc.Links, page{name: "collections", Title: words(a.lang).Layers})
	})
}

func (s *Server) collection(a *ask) (*answer, error) {
	return s.reply(a, a.mapEditions(), func(ctx context.Context) (*body, error) {
		doc := a.describe(a.entry)
		doc.Links = append(append(a.selfLinks(), doc.Links...), a.fileLinks()...)
		p := page{name: "collection", Title: doc.Title}
		if a.format.page {
			var err error
			if p.Map, err = s.layerSketch(ctx, a); err != nil {
				return nil, err
			}
		}
		return s.document(a, doc, doc.Links, p)
	})
}

func (s *Server) definition(a *ask) (*answer, error) {
	return s.reply(a, []int64{a.entry.Changed}, func(context.Context) (*body, error) {
		links := a.selfLinks()
		if a.format.page {
			return s.document(a, string(a.entry.Body), links, page{name: "definition", Title: words(a.lang).Definition})
		}
		return newBody(a.format.media, a.entry.Body, links), nil
	})
}

func layerPath(id string) string { return "/api/collections/" + id }

// describe says what a layer is, with the links to what belongs to it.
func (a *ask) describe(entry atlas.Entry) collection {
	layer, w := entry.Layer, words(a.lang)
	path := layerPath(layer.ID)
	c := collection{
		ID: layer.ID, Title: layer.Title.In(a.lang), Description: layer.Description.In(a.lang), ItemType: "feature",
		Geometry: layer.Geometry, Count: entry.Count, Changed: entry.Changed,
	}
	var e extent
	if entry.Extent != nil {
		b := entry.Extent
		e.Spatial = &spatialExtent{[][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, crs84}
	}
	if entry.Life != atlas.Always {
		e.Temporal = &temporalExtent{[][2]*string{instants(entry.Life)}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	if e.Spatial != nil || e.Temporal != nil {
		c.Extent = &e
	}
	c.Links = []export.Link{
		{Href: a.url(path + "/items"), Rel: "items", Type: export.GeoJSONMediaType, Title: w.Features},
		{Href: a.url(path+"/items", "f", htmlFormat.id), Rel: "items", Type: htmlFormat.media, Title: w.Features},
		{Href: a.url(path + "/schema"), Rel: "describedby", Type: schemaFormat.media, Title: w.Columns},
		{Href: a.url(path + "/queryables"), Rel: relQueryables, Type: schemaFormat.media, Title: w.Queryables},
		{Href: a.url(path + "/tallies"), Rel: "related", Type: jsonFormat.media, Title: w.Tallies},
		{Href: a.url(path + "/definition"), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
	}
	for _, l := range layer.Licences {
		c.Links = append(c.Links, export.Link{Href: l.URL(), Rel: "license", Type: htmlFormat.media, Title: l.ID + ": " + l.Of.In(a.lang)})
	}
	if layer.Geometry != "" {
		c.CRS, c.StorageCRS = []string{crs84}, crs84
		c.Links = append(c.Links, export.Link{Href: a.url(path + "/tiles"), Rel: relTilesets, Type: jsonFormat.media, Title: w.Tiles})
	}
	return c
}

// instants writes the days of an interval as instants: from the first moment of
// the first day to the last second of the last, nil for an open end.
func instants(i atlas.Interval) [2]*string {
	at := func(d atlas.Day, hour, minute, second int) *string {
		y, m, day := d.Date().Date()
		text := time.Date(y, m, day, hour, minute, second, 0, atlas.Korea).Format(time.RFC3339)
		return &text
	}
	var ends [2]*string
	if i.From != atlas.MinDay {
		ends[0] = at(i.From, 0, 0, 0)
	}
	if i.To != atlas.MaxDay {
		ends[1] = at(i.To, 23, 59, 59)
	}
	return ends
}
