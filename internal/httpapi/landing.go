package httpapi

import (
	"context"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

// landing is the landing page of OGC API Common.
type landing struct {
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Edition     int64         `json:"edition"`
	At          atlas.Day     `json:"at"`
	Links       []export.Link `json:"links"`
}

func (s *Server) landing(a *ask) (*answer, error) {
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(context.Context) (*body, error) {
		w := words(a.lang)
		doc := landing{Title: w.ServiceTitle, Description: w.ServiceDescription, Edition: a.catalog.Edition.ID, At: a.day}
		doc.Links = append(a.selfLinks(),
			export.Link{Href: a.url("/api/openapi"), Rel: "service-desc", Type: openAPIJSON.media, Title: w.APIDefinition},
			export.Link{Href: a.url("/api/openapi", "f", openAPIYAML.id), Rel: "service-desc", Type: openAPIYAML.media, Title: w.APIDefinition},
			export.Link{Href: a.url("/api/openapi", "f", htmlFormat.id), Rel: "service-doc", Type: htmlFormat.media, Title: w.APIDefinition},
			export.Link{Href: a.url("/api/conformance"), Rel: "conformance", Type: jsonFormat.media, Title: w.Conformance},
			export.Link{Href: a.url("/api/collections"), Rel: "data", Type: jsonFormat.media, Title: w.Layers},
			export.Link{Href: a.url("/api/indicators"), Rel: "related", Type: jsonFormat.media, Title: w.Indicators},
			export.Link{Href: a.url("/api/targets"), Rel: "related", Type: jsonFormat.media, Title: w.Targets},
			export.Link{Href: a.url("/api/replies"), Rel: "related", Type: jsonFormat.media, Title: w.Replies},
			export.Link{Href: a.url("/api/tileMatrixSets"), Rel: relTilingSchemes, Type: jsonFormat.media, Title: w.TileMatrixSets},
			export.Link{Href: a.url("/api/editions"), Rel: relVersionHistory, Type: jsonFormat.media, Title: w.Editions},
		)
		return s.document(a, doc, doc.Links, page{name: "landing", Title: doc.Title})
	})
}

// conformanceClasses are the classes the service keeps; each has a test.
var conformanceClasses = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
}

type conformance struct {
	ConformsTo []string      `json:"conformsTo"`
	Links      []export.Link `json:"links"`
}

func (s *Server) conformance(a *ask) (*answer, error) {
	return s.reply(a, nil, func(context.Context) (*body, error) {
		doc := conformance{conformanceClasses, a.selfLinks()}
		return s.document(a, doc, doc.Links, page{name: "conformance", Title: words(a.lang).Conformance})
	})
}
