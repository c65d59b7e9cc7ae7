package export

import (
	"io"
	"strconv"

	"growthmap/internal/atlas"
)

// jsonFGClasses are the conformance classes of JSON-FG, OGC 21-045r1, that a
// document keeps.
var jsonFGClasses = []string{
	"http://www.opengis.net/spec/json-fg-1/1.0/conf/core",
	"http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas",
}

// writeJSONFG writes a feature collection in JSON-FG, which every reader of
// GeoJSON can read: the days on which a feature exists are its time, its place
// is the GeoJSON geometry.
func writeJSONFG(path string, d *Document) error {
	features := newFeatureEncoder(d.Layer, d.Day)
	features.time = true
	return create(path, d.MaxBytes, func(w io.Writer) error {
		buf := []byte(`{"type":"FeatureCollection","conformsTo":[`)
		for i, class := range jsonFGClasses {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = appendString(buf, class)
		}
		buf = append(buf, ']')
		buf = appendMember(buf, "featureType", d.Layer.ID)
		buf = appendMember(buf, "featureSchema", d.Provenance.Schema)
		buf = append(buf, `,"features":[`...)
		count := 0
		err := d.Features(func(f *atlas.Feature) error {
			if count > 0 {
				buf = append(buf, ',')
			}
			count++
			var err error
			if buf, err = features.append(append(buf, '\n'), f, nil); err != nil {
				return err
			}
			_, err = w.Write(buf)
			buf = buf[:0]
			return err
		})
		if err != nil {
			return err
		}
		buf = append(buf, "\n],\"numberMatched\":"...)
		buf = strconv.AppendInt(buf, int64(count), 10)
		buf = append(buf, `,"numberReturned":`...)
		buf = strconv.AppendInt(buf, int64(count), 10)
		buf = append(buf, `,"provenance":{`...)
		for i, fact := range d.facts(count) {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = append(append(appendString(append(buf, '\n'), fact.id), ':'), appendString(nil, fact.value)...)
		}
		_, err = w.Write(append(buf, "}}\n"...))
		return err
	})
}

// appendTime appends the days on which a feature exists as JSON-FG has them,
// null when they are open at both ends.
func appendTime(dst []byte, life atlas.Interval) []byte {
	if life == atlas.Always {
		return append(dst, "null"...)
	}
	end := func(day, open atlas.Day) string {
		if day == open {
			return ".."
		}
		return day.String()
	}
	dst = appendString(append(dst, `{"interval":[`...), end(life.From, atlas.MinDay))
	return append(appendString(append(dst, ','), end(life.To, atlas.MaxDay)), `]}`...)
}
