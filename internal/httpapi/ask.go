package httpapi

import (
	"context"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"growthmap/internal/atlas"
)

// ask is a request resolved to what it asks for.
type ask struct {
	ctx      context.Context
	endpoint endpoint
	base     string            // absolute address of the service
	path     map[string]string // parameters in the path
	query    params
	lang     string
	format   format
	day      atlas.Day
	catalog  *atlas.Catalog // nil for a still endpoint
	entry    atlas.Entry    // the layer named in the path, if any
	gu       []string       // codes of the gu of the city asked for as sigungu
}

// commonParams are understood everywhere.
var commonParams = []string{"f", "lang", "at", "edition"}

// serve resolves a request for an endpoint and answers it.
func (s *Server) serve(c echo.Context, e endpoint) error {
	a, err := s.resolve(c, e)
	if err != nil {
		return err
	}
	answer, err := e.answer(s, a)
	if err != nil {
		return err
	}
	return s.send(c, answer)
}

// resolve finds out what a request asks for: language and format first, so that
// everything said later is in them, then the edition, the layer, the parameters.
func (s *Server) resolve(c echo.Context, e endpoint) (*ask, error) {
	r := c.Request()
	a := &ask{ctx: r.Context(), endpoint: e, path: map[string]string{}}
	var err error
	if a.base, err = s.baseOf(r); err != nil {
		return nil, err
	}
	if a.query, err = readParams(r.URL.RawQuery); err != nil {
		return nil, err
	}
	if a.lang, err = negotiateLanguage(a.query["lang"], r.Header.Values("Accept-Language")); err != nil {
		return nil, err
	}
	if a.format, err = negotiate(e.formats, a.query["f"], r.Header.Values("Accept")); err != nil {
		return nil, err
	}
	for _, name := range c.ParamNames() {
		if a.path[name], err = pathParam(r, c.Param(name)); err != nil {
			return nil, err
		}
	}
	if a.day, err = s.dayOf(a.query); err != nil {
		return nil, err
	}
	edition, err := editionOf(a.query)
	if err != nil {
		return nil, err
	}
	known := append(slices.Clone(commonParams), e.params...)
	if !e.still {
		if a.catalog, err = s.catalogOf(r.Context(), edition); err != nil {
			return nil, err
		}
	}
	if id, named := a.path["layer"]; named {
		if a.entry, err = layerOf(a.catalog, id); err != nil {
			return nil, err
		}
		if e.columns {
			for _, column := range queryableColumns(a.entry.Layer) {
				known = append(known, column.ID)
			}
		}
	}
	if err := a.query.only(known); err != nil {
		return nil, err
	}
	if city, given := a.query["sigungu"]; given && e.columns {
		areas, err := s.areas(a)
		if err != nil {
			return nil, err
		}
		a.gu = areas.Of(atlas.AreaSigungu, city)
	}
	return a, nil
}

// pathParam decodes a path parameter; the router leaves them encoded only when
// the path is not in its plain form.
func pathParam(r *http.Request, value string) (string, error) {
	if r.URL.RawPath != "" {
		var err error
		if value, err = url.PathUnescape(value); err != nil {
			return "", notFound()
		}
	}
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		return "", notFound() // nothing is named so
	}
	return value, nil
}

func (s *Server) dayOf(query params) (atlas.Day, error) {
	at, given := query["at"]
	if !given {
		return atlas.DayOf(s.now()), nil
	}
	day, err := atlas.ParseDay(at)
	if err != nil {
		return 0, unusable("at", at, say(korean.WantDay, english.WantDay))
	}
	return day, nil
}

// editionOf reads the number of the edition, 0 for the newest.
func editionOf(query params) (int64, error) {
	given, ok := query["edition"]
	if !ok {
		return 0, nil
	}
	n, err := strconv.ParseInt(given, 10, 64)
	if err != nil || n < 1 {
		return 0, unusable("edition", given, say(korean.WantEdition, english.WantEdition))
	}
	return n, nil
}

// catalogOf returns the catalog of an edition, of the newest for 0.
func (s *Server) catalogOf(ctx context.Context, edition int64) (*atlas.Catalog, error) {
	if edition != 0 {
		catalog, err := s.store.Catalog(ctx, edition)
		if !atlas.IsKind(err, atlas.NotFound) {
			return catalog, err
		}
	}
	newest, err := s.store.Newest(ctx)
	if atlas.IsKind(err, atlas.NotFound) {
		return nil, &atlas.Error{Kind: atlas.Unavailable, Err: err, Message: say(korean.NoEdition, english.NoEdition)}
	}
	if err != nil {
		return nil, err
	}
	if edition != 0 {
		missing := atlas.Missing(say(korean.EditionNoun, english.EditionNoun), strconv.FormatInt(edition, 10))
		missing.Parameter, missing.Wanted = "edition", say(korean.WantEditionUpTo, english.WantEditionUpTo, newest.ID)
		return nil, missing
	}
	return s.store.Catalog(ctx, newest.ID)
}

func layerOf(catalog *atlas.Catalog, id string) (atlas.Entry, error) {
	entry, ok := catalog.Entry(id)
	if !ok {
		ids := make([]string, len(catalog.Entries))
		for i, e := range catalog.Entries {
			ids[i] = e.Layer.ID
		}
		err := atlas.Missing(say(korean.LayerNoun, english.LayerNoun), shorten(id))
		err.Parameter, err.Wanted = "layer", oneOf(id, ids)
		return entry, err
	}
	return entry, nil
}

// fixed reports whether the request names both the edition and the day, so that
// its answer never changes.
func (a *ask) fixed() bool {
	_, edition := a.query["edition"]
	_, at := a.query["at"]
	return edition && at
}

// pinned returns the edition to name in links that must keep showing the layer
// as it is here: the one asked for, else the last that changed what is chosen, so
// that editions that leave it alone leave the links alone too.
func (a *ask) pinned() string {
	if given, ok := a.query["edition"]; ok {
		return given
	}
	return strconv.FormatInt(slices.Max(a.selected()), 10)
}

// reply is the answer of a document: text with links in it. Editions are those
// it depends on.
func (s *Server) reply(a *ask, editions []int64, build func(context.Context) (*body, error)) (*answer, error) {
	key := []string{a.base, a.here(nil), a.lang, a.format.id}
	if !a.endpoint.still {
		key = append(key, a.day.String())
	}
	state, err := s.state(a.ctx, editions)
	if err != nil {
		return nil, err
	}
	control := revalidate
	if a.fixed() && !a.format.page && !a.endpoint.still {
		control = keepForever
	}
	return &answer{
		key: append(key, state...), control: control, language: a.lang,
		vary: "Accept, Accept-Language, Accept-Encoding", build: build,
	}, nil
}

// state names editions by number and digest, so that two databases whose
// numbers agree by chance are told apart.
func (s *Server) state(ctx context.Context, editions []int64) ([]string, error) {
	var state []string
	for _, id := range editions {
		digest, ok := s.digests.Load(id)
		if !ok {
			e, err := s.store.Edition(ctx, id)
			if err != nil {
				return nil, err
			}
			digest = hex.EncodeToString(e.Digest)
			s.digests.Store(id, digest)
		}
		state = append(state, strconv.FormatInt(id, 10)+":"+digest.(string))
	}
	return state, nil
}

// route returns the path of an endpoint with its parameters filled in.
func (a *ask) route() string {
	segments := strings.Split(a.endpoint.path, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = url.PathEscape(a.path[name])
		}
	}
	return strings.Join(segments, "/")
}
