// Package export writes features in the formats the service offers. A format of
// files is one file and one line in Formats. Features come in EPSG:4326, two
// dimensions, exteriors counter-clockwise, and are written as they come, one at
// a time.
package export

import (
	"bufio"
	"errors"
	"io"
	"os"
	"time"

	"growthmap/internal/atlas"
)

// Format is a way of writing every feature of a query into one file.
type Format struct {
	ID        string // as in the request parameter f
	MediaType string
	Extension string // of the file, with its dot
	Title     atlas.Text
	// Write creates the file. What it leaves beside the file, in the same
	// directory, is the caller's to remove, and after an error so is the file. A
	// document that does not fit the format or its limit is an *atlas.Error of
	// kind TooLarge.
	Write func(path string, d *Document) error
}

// Formats are the formats of files. Pages of features are GeoJSON alone.
var Formats = []Format{
	{
		ID: "gpkg", MediaType: "application/geopackage+sqlite3", Extension: ".gpkg",
		Title: atlas.Text{Ko: "GeoPackage", En: "GeoPackage"}, Write: writeGeoPackage,
	},
	{
		ID: "jsonfg", MediaType: "application/vnd.ogc.fg+json", Extension: ".json",
		Title: atlas.Text{Ko: "JSON-FG", En: "JSON-FG"}, Write: writeJSONFG,
	},
	{
		ID: "xlsx", MediaType: XLSXMediaType, Extension: ".xlsx",
		Title: atlas.Text{Ko: "엑셀", En: "Excel"}, Write: writeXLSX,
	},
	{
		ID: "csv", MediaType: CSVMediaType, Extension: ".csv",
		Title: atlas.Text{Ko: "CSV", En: "CSV"},
		Write: func(path string, d *Document) error { return writeTable(path, d, false) },
	},
	{
		ID: "csv-bom", MediaType: CSVMediaType, Extension: ".csv",
		Title: atlas.Text{Ko: "CSV(엑셀에서 바로 열기)", En: "CSV to open in Excel"},
		Write: func(path string, d *Document) error { return writeTable(path, d, true) },
	},
}

// Document is what a file is made of.
type Document struct {
	Layer        *atlas.Layer
	Day          atlas.Day // decides the stage of each feature
	Lang         string    // of titles: "ko" or "en"
	SkipGeometry bool      // the features come without
	MaxBytes     int64     // of the file
	Provenance   Provenance
	// Features calls each for every feature, in the order of their ids, and stops
	// at its first error.
	Features func(each func(*atlas.Feature) error) error
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

// Page is what is known about a page of features once they are written.
type Page struct {
	NumberMatched  *int64 // features that match the query; nil when not counted
	NumberReturned int    // features in this document
	TimeStamp      time.Time
	Links          []Link
}

// create creates a file of at most the given number of bytes.
func create(path string, maxBytes int64, write func(io.Writer) error) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	buffered := bufio.NewWriterSize(&limited{file, maxBytes, maxBytes}, flushBytes)
	if err := write(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// limited takes no more than a number of bytes.
type limited struct {
	w          io.Writer
	most, left int64
}

func (l *limited) Write(b []byte) (int, error) {
	if err := l.take(len(b)); err != nil {
		return 0, err
	}
	return l.w.Write(b)
}

func (l *limited) take(bytes int) error {
	if l.left -= int64(bytes); l.left < 0 {
		return tooManyBytes(l.most)
	}
	return nil
}

// free is a name for a column that the layer does not use itself.
func free(layer *atlas.Layer, name string) string {
	for {
		if _, taken := layer.Column(name); !taken && name != "id" {
			return name
		}
		name += "_"
	}
}

// pointColumns reports whether tables hold the geometry of the layer as longitude
// and latitude.
func (d *Document) pointColumns() bool { return d.Layer.Geometry == "Point" && !d.SkipGeometry }

// shapeColumn reports whether the geometry of the layer needs more than two numbers.
func (d *Document) shapeColumn() bool {
	return d.Layer.Geometry != "" && d.Layer.Geometry != "Point" && !d.SkipGeometry
}
