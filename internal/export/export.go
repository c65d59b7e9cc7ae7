// Package export writes features in the formats the service offers. A format is
// one file and one line in Formats. Features come in EPSG:4326, two dimensions,
// exteriors counter-clockwise, and are written as they come, one at a time.
package export

import (
	"io"
	"time"

	"growthmap/internal/atlas"
)

// Format is a way of writing features.
type Format struct {
	ID        string // as in the request parameter f
	MediaType string
	Extension string // of a file, with its dot
	Title     atlas.Text
	// New starts a document of features of one layer, as on the as-of day.
	New func(w io.Writer, layer *atlas.Layer, day atlas.Day) Writer
}

// Formats are the formats that exist, the default first.
var Formats = []Format{
	{
		ID: "json", MediaType: GeoJSONMediaType, Extension: ".geojson", Title: atlas.Text{Ko: "GeoJSON", En: "GeoJSON"},
		New: func(w io.Writer, layer *atlas.Layer, day atlas.Day) Writer { return NewGeoJSON(w, layer, day) },
	},
}

// Writer writes a document feature by feature. After an error the document is
// incomplete and the writer is of no more use.
type Writer interface {
	// Feature writes one feature with the links of its own, if any.
	Feature(f *atlas.Feature, links []Link) error
	// Close writes what comes after the features and everything still held back.
	// It does not close what the writer writes to.
	Close(Page) error
}

// Link is a web link, RFC 8288.
type Link struct {
	Href      string `json:"href"`
	Rel       string `json:"rel"`
	Type      string `json:"type,omitempty"`
	Title     string `json:"title,omitempty"`
	Hreflang  string `json:"hreflang,omitempty"`
	Templated bool   `json:"templated,omitempty"`
}

// Page is what is known about a document once its features are written.
type Page struct {
	NumberMatched  *int64 // features that match the query; nil when not counted
	NumberReturned int    // features in this document
	TimeStamp      time.Time
	Links          []Link
}
