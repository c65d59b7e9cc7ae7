package httpapi

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"growthmap/internal/export"
	"growthmap/internal/tile"
)

// format is a representation a resource is offered in.
type format struct {
	id    string         // as in f=
	media string         // Content-Type of the answer
	also  []string       // media types that ask for it as well
	page  bool           // for people
	file  *export.Format // of a file to keep, which holds all that matches
}

var (
	jsonFormat     = format{id: "json", media: "application/json"}
	htmlFormat     = format{id: "html", media: "text/html", also: []string{"application/xhtml+xml"}, page: true}
	schemaFormat   = format{id: "json", media: "application/schema+json", also: []string{"application/json"}}
	tileJSONFormat = format{id: "tilejson", media: "application/json"}
	openAPIJSON    = format{id: "json", media: "application/vnd.oai.openapi+json;version=3.0", also: []string{"application/openapi+json", "application/json"}}
	openAPIYAML    = format{id: "yaml", media: "application/vnd.oai.openapi;version=3.0", also: []string{"application/openapi+yaml", "application/yaml", "text/yaml"}}

	document = []format{jsonFormat, htmlFormat}
	// The address of a citation stands in printed texts: it is for people first.
	citationFormats = []format{htmlFormat, jsonFormat}
	schemaFormats   = []format{schemaFormat, htmlFormat}
	openAPIFormats  = []format{openAPIJSON, openAPIYAML, htmlFormat}
	tilesetFormats  = []format{jsonFormat, tileJSONFormat, htmlFormat}
	tileFormats     = []format{{id: "mvt", media: tile.MediaType, also: []string{"application/x-protobuf", "application/octet-stream"}}}
	// GDAL and QGIS ask for either media type.
	geoJSONFormat  = format{id: "json", media: export.GeoJSONMediaType, also: []string{"application/json"}}
	featureFormats = []format{geoJSONFormat, htmlFormat}
	itemsFormats   = append([]format{geoJSONFormat, htmlFormat}, fileFormats...)
	fileFormats    = func() []format {
		var all []format
		for i, f := range export.Formats {
			all = append(all, format{id: f.ID, media: f.MediaType, file: &export.Formats[i]})
		}
		return all
	}()
)

// negotiate chooses a format: the one named by f, else the one the header
// Accept likes best, the first of equals.
func negotiate(offered []format, f string, accept []string) (format, error) {
	if f != "" {
		ids := make([]string, len(offered))
		for i, o := range offered {
			if o.id == f {
				return o, nil
			}
			ids[i] = o.id
		}
		return format{}, unusable("f", f, oneOf(f, ids))
	}
	ranges := parseAccept(accept)
	if len(ranges) == 0 {
		return offered[0], nil
	}
	best, quality := format{}, 0.0
	for _, o := range offered {
		q := mediaQuality(ranges, o.media)
		for _, m := range o.also {
			q = max(q, mediaQuality(ranges, m))
		}
		if q > quality {
			best, quality = o, q
		}
	}
	if quality == 0 {
		return format{}, notAcceptable(offered)
	}
	return best, nil
}

// mediaRange is one element of a header Accept.
type mediaRange struct {
	kind, subtype string
	quality       float64
}

func parseAccept(headers []string) []mediaRange {
	var ranges []mediaRange
	for _, element := range strings.Split(strings.Join(headers, ","), ",") {
		media, params, err := mime.ParseMediaType(element)
		kind, subtype, ok := strings.Cut(media, "/")
		if err != nil || !ok {
			continue // what cannot be read is not a wish
		}
		ranges = append(ranges, mediaRange{kind, subtype, quality(params["q"])})
	}
	return ranges
}

// quality reads a weight; none is 1, nonsense is 0.
func quality(q string) float64 {
	if q == "" {
		return 1
	}
	v, err := strconv.ParseFloat(q, 64)
	if err != nil || !(v >= 0) || v > 1 {
		return 0
	}
	return v
}

// mediaQuality is the weight of the most specific range that covers the media type.
func mediaQuality(ranges []mediaRange, media string) float64 {
	media, _, _ = strings.Cut(media, ";")
	kind, subtype, _ := strings.Cut(media, "/")
	q, precision := 0.0, -1
	for _, r := range ranges {
		p := -1
		switch {
		case r.kind == kind && r.subtype == subtype:
			p = 2
		case r.kind == kind && r.subtype == "*":
			p = 1
		case r.kind == "*" && r.subtype == "*":
			p = 0
		}
		if p > precision || p >= 0 && p == precision && r.quality > q {
			q, precision = r.quality, p
		}
	}
	return q
}

// acceptsGzip reports whether the client takes gzip and does not prefer plain
// bytes to it.
func acceptsGzip(h http.Header) bool {
	weights := map[string]float64{}
	for _, element := range strings.Split(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		coding, params, _ := strings.Cut(element, ";")
		name, q, _ := strings.Cut(strings.TrimSpace(params), "=")
		if name != "q" {
			q = ""
		}
		weights[strings.ToLower(strings.TrimSpace(coding))] = quality(strings.TrimSpace(q))
	}
	q, named := weights["gzip"]
	if !named {
		q = weights["*"]
	}
	return q > 0 && q >= weights["identity"]
}

var (
	languages = []string{"ko", "en"} // the first is the default
	matcher   = language.NewMatcher([]language.Tag{language.Korean, language.English})
)

// negotiateLanguage chooses the language named by lang, else the one the header
// Accept-Language likes best, else Korean.
func negotiateLanguage(lang string, accept []string) (string, error) {
	if lang != "" {
		if !slices.Contains(languages, lang) {
			return languages[0], unusable("lang", lang, oneOf(lang, languages))
		}
		return lang, nil
	}
	_, index := language.MatchStrings(matcher, strings.Join(accept, ","))
	return languages[index], nil
}
