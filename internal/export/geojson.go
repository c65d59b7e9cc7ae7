package export

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"growthmap/internal/atlas"
)

// GeoJSONMediaType is the media type of GeoJSON, RFC 7946.
const GeoJSONMediaType = "application/geo+json"

// flushBytes is how much a GeoJSON holds before it writes.
const flushBytes = 64 << 10

// GeoJSON writes a feature collection. The members about the page come after
// the features, so that they can be exact without a second pass.
type GeoJSON struct {
	w        io.Writer
	features featureEncoder
	buf      []byte
	some     bool // a feature has been written
}

// NewGeoJSON starts a feature collection of the layer on w, as on the day.
func NewGeoJSON(w io.Writer, layer *atlas.Layer, day atlas.Day) *GeoJSON {
	return &GeoJSON{
		w:        w,
		features: newFeatureEncoder(layer, day),
		buf:      []byte(`{"type":"FeatureCollection","features":[`),
	}
}

// Feature writes one feature. A feature that cannot be written, because of a
// coordinate or number that is not finite, leaves nothing of itself behind.
func (g *GeoJSON) Feature(f *atlas.Feature, links []Link) error {
	before := len(g.buf)
	if g.some {
		g.buf = append(g.buf, ',')
	}
	g.buf = append(g.buf, '\n')
	buf, err := g.features.append(g.buf, f, links)
	if err != nil {
		g.buf = g.buf[:before]
		return err
	}
	g.buf, g.some = buf, true
	if len(g.buf) < flushBytes {
		return nil
	}
	return g.flush()
}

// Close writes the members about the page and everything still held back.
func (g *GeoJSON) Close(p Page) error {
	g.buf = append(g.buf, "\n],"...)
	if p.NumberMatched != nil {
		g.buf = append(g.buf, `"numberMatched":`...)
		g.buf = strconv.AppendInt(g.buf, *p.NumberMatched, 10)
		g.buf = append(g.buf, ',')
	}
	g.buf = append(g.buf, `"numberReturned":`...)
	g.buf = strconv.AppendInt(g.buf, int64(p.NumberReturned), 10)
	g.buf = append(g.buf, `,"timeStamp":"`...)
	g.buf = p.TimeStamp.UTC().AppendFormat(g.buf, time.RFC3339)
	g.buf = append(g.buf, `","links":`...)
	g.buf = appendLinks(g.buf, p.Links)
	g.buf = append(g.buf, "}\n"...)
	return g.flush()
}

func (g *GeoJSON) flush() error {
	_, err := g.w.Write(g.buf)
	g.buf = g.buf[:0]
	return err
}

// AppendFeature appends one feature of the layer as a GeoJSON object, as on the
// day, with its links when there are any. On an error dst is returned as it was.
func AppendFeature(dst []byte, layer *atlas.Layer, f *atlas.Feature, day atlas.Day, links []Link) ([]byte, error) {
	out, err := newFeatureEncoder(layer, day).append(dst, f, links)
	if err != nil {
		return dst, err
	}
	return out, nil
}

// featureEncoder holds what is the same for every feature of a document.
type featureEncoder struct {
	layer   *atlas.Layer
	day     atlas.Day
	columns []atlas.Column
	names   [][]byte // of each column: its name as a JSON string, and a colon
	time    bool     // say when features exist, as JSON-FG does
}

func newFeatureEncoder(layer *atlas.Layer, day atlas.Day) featureEncoder {
	e := featureEncoder{layer: layer, day: day, columns: layer.Columns()}
	for _, c := range e.columns {
		e.names = append(e.names, append(appendString(nil, c.ID), ':'))
	}
	return e
}

func (e featureEncoder) append(dst []byte, f *atlas.Feature, links []Link) ([]byte, error) {
	dst = append(dst, `{"type":"Feature","id":`...)
	dst = appendString(dst, f.ID)
	dst = append(dst, `,"geometry":`...)
	dst, err := appendGeometry(dst, f.Geometry)
	if err != nil {
		return dst, fmt.Errorf("feature %s: %w", f.ID, err)
	}
	if e.time {
		dst = appendTime(append(dst, `,"place":null,"time":`...), f.Life)
	}
	dst = append(dst, `,"properties":{`...)
	for i, c := range e.columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, e.names[i]...)
		if dst, err = appendValue(dst, e.layer.Value(f, c, e.day)); err != nil {
			return dst, fmt.Errorf("feature %s: column %s: %w", f.ID, c.ID, err)
		}
	}
	dst = append(dst, `},"citations":`...)
	dst = appendCitations(dst, f.Citations)
	if len(links) > 0 {
		dst = append(dst, `,"links":`...)
		dst = appendLinks(dst, links)
	}
	return append(dst, '}'), nil
}

func appendCitations(dst []byte, citations []atlas.Citation) []byte {
	dst = append(dst, '[')
	for i, c := range citations {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"source":`...)
		dst = appendString(dst, c.Source)
		dst = appendMember(dst, "url", c.URL)
		dst = appendMember(dst, "title", c.Title)
		dst = appendMember(dst, "publisher", c.Publisher)
		dst = appendMember(dst, "date", c.Date)
		dst = appendMember(dst, "kind", c.Kind)
		dst = appendMember(dst, "via", c.Via)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func appendLinks(dst []byte, links []Link) []byte {
	dst = append(dst, '[')
	for i, l := range links {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"href":`...)
		dst = appendString(dst, l.Href)
		dst = append(dst, `,"rel":`...)
		dst = appendString(dst, l.Rel)
		dst = appendMember(dst, "type", l.Type)
		dst = appendMember(dst, "title", l.Title)
		dst = appendMember(dst, "hreflang", l.Hreflang)
		if l.Templated {
			dst = append(dst, `,"templated":true`...)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
