package httpapi

import (
	"io"

	"github.com/labstack/echo/v4"
)

// endpoint is a resource of the API that is negotiated, cached and linked.
type endpoint struct {
	path    string // below the address of the service, as echo writes it
	formats []format
	answer  func(*Server, *ask) (*answer, error)
	params  []string // query parameters beside those every endpoint has
	still   bool     // the same in every edition: needs no database
	columns bool     // every queryable column of the layer is a parameter too
}

func endpoints() []endpoint {
	return []endpoint{
		{path: "/api", formats: document, answer: (*Server).landing},
		{path: "/api/conformance", formats: document, answer: (*Server).conformance, still: true},
		{path: "/api/openapi", formats: openAPIFormats, answer: (*Server).openAPI, still: true},
		{path: "/api/collections", formats: document, answer: (*Server).collections},
		{path: "/api/collections/:layer", formats: document, answer: (*Server).collection},
		{path: "/api/collections/:layer/definition", formats: document, answer: (*Server).definition},
		{path: "/api/collections/:layer/schema", formats: schemaFormats, answer: (*Server).schema},
		{path: "/api/collections/:layer/queryables", formats: schemaFormats, answer: (*Server).queryables},
		{path: "/api/collections/:layer/items", formats: itemsFormats, answer: (*Server).items, params: itemParams, columns: true},
		{path: "/api/collections/:layer/items/:id", formats: featureFormats, answer: (*Server).item, params: []string{"crs"}},
		{path: "/api/collections/:layer/tallies", formats: tableFormats, answer: (*Server).tallies, params: tallyParams},
		{path: "/api/collections/:layer/tiles", formats: document, answer: (*Server).tilesets},
		{path: "/api/collections/:layer/tiles/:tileMatrixSet", formats: tilesetFormats, answer: (*Server).tileset},
		{path: "/api/collections/:layer/tiles/:tileMatrixSet/:z/:row/:col", formats: tileFormats, answer: (*Server).tile},
		{path: "/api/tileMatrixSets", formats: document, answer: (*Server).tileMatrixSets, still: true},
		{path: "/api/tileMatrixSets/:tileMatrixSet", formats: document, answer: (*Server).tileMatrixSet, still: true},
		{path: "/api/indicators", formats: document, answer: (*Server).indicators},
		{path: "/api/indicators/:indicator", formats: document, answer: (*Server).indicator},
		{path: "/api/indicators/:indicator/definition", formats: document, answer: (*Server).indicatorDefinition},
		{path: "/api/indicators/:indicator/figures", formats: tableFormats, answer: (*Server).figures, params: figureParams},
		{path: "/api/indicators/:indicator/series", formats: tableFormats, answer: (*Server).series, params: seriesParams},
		{path: "/api/indicators/:indicator/rows", formats: tableFormats, answer: (*Server).figureRows, params: rowParams},
		{path: "/api/indicators/:indicator/forecast", formats: document, answer: (*Server).forecast, params: forecastParams},
		{path: "/api/indicators/:indicator/backtest", formats: document, answer: (*Server).backtest, params: forecastParams},
		{path: "/api/indicators/:indicator/plan", formats: document, answer: (*Server).plan, params: planParams},
		scenarioEndpoint,
		{path: "/api/figures", formats: tableFormats, answer: (*Server).allFigures, params: []string{"by", "areas"}},
		{path: "/api/targets", formats: document, answer: (*Server).targets, params: targetParams},
		{path: "/api/citations/:citation", formats: document, answer: (*Server).citation},
		{path: "/f/:citation", formats: citationFormats, answer: (*Server).citation},
		{path: "/api/replies", formats: document, answer: (*Server).replies, params: []string{"limit", "after"}},
		{path: "/api/replies/:reply", formats: document, answer: (*Server).frozenReply},
		{path: "/api/editions", formats: document, answer: (*Server).editions, params: []string{"limit", "before"}},
		{path: "/api/editions/:number", formats: document, answer: (*Server).edition},
	}
}

func (s *Server) routes() *echo.Echo {
	e := echo.New()
	e.Logger.SetOutput(io.Discard) // the edge logs
	e.HTTPErrorHandler = s.fail
	e.IPExtractor = s.clientIP()
	e.Pre(withoutTrailingSlash)
	e.Use(s.observe, s.guard, cors)
	get := func(path string, h echo.HandlerFunc) {
		e.GET(path, h)
		e.HEAD(path, h)
	}
	for _, p := range endpoints() {
		get(p.path, func(c echo.Context) error { return s.serve(c, p) })
	}
	e.POST(scenariosPath, s.takeScenario)
	get("/api/static/:file", s.static)
	get("/healthz", s.healthy)
	get("/readyz", s.ready)
	get("/metrics", s.scrape)
	get("/", s.index)
	get("/embed", s.embed)
	get("/:file", s.file)
	get("/assets/*", s.file)
	return e
}
