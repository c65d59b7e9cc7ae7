package httpapi

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"growthmap/internal/atlas"
)

// healthy says that the process runs and nothing more: a database that is away
// is no reason to restart it.
func (s *Server) healthy(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", neverKeep)
	return c.JSON(http.StatusOK, map[string]any{"status": "ok", "version": s.version})
}

// ready says whether requests for data can be answered.
func (s *Server) ready(c echo.Context) error {
	if s.stopping.Load() {
		return &atlas.Error{Kind: atlas.Unavailable, Message: say(korean.Stopping, english.Stopping)}
	}
	ctx := c.Request().Context()
	if err := s.store.Ping(ctx); err != nil {
		return err
	}
	catalog, err := s.catalogOf(ctx, 0)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", neverKeep)
	return c.JSON(http.StatusOK, map[string]any{"status": "ok", "version": s.version, "edition": catalog.Edition.ID})
}
