package httpapi

import (
	"slices"

	"github.com/labstack/echo/v4"
)

// Routes lists the routes of a server.
func Routes(s *Server) []*echo.Route { return s.echo.Routes() }

// Parameters lists the query parameters of each endpoint beside the columns.
func Parameters() map[string][]string {
	all := map[string][]string{}
	for _, e := range endpoints() {
		all[e.path] = slices.Concat(commonParams, e.params)
	}
	return all
}

// Lexicons are the words of both languages.
func Lexicons() (korean_, english_ any) { return korean, english }

// ConformanceClasses are the classes declared.
var ConformanceClasses = conformanceClasses
