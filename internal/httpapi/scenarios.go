package httpapi

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// scenariosPath takes scenarios; below it each has its address.
const scenariosPath = "/api/scenarios"

// planParams are the parameters of a plan beside the common ones.
var planParams = []string{"variant", "objective", "bound", "assume"}

// scenarioEndpoint is the address of a scenario. Nothing of it is stored: the
// address is the scenario.
var scenarioEndpoint = endpoint{path: scenariosPath + "/:token", formats: document, answer: (*Server).scenario}

type scenarioAnswer struct {
	*indicator.Played
	Token string        `json:"token"`
	Links []export.Link `json:"links"`
}

type planAnswer struct {
	*indicator.Plan
	Layer string        `json:"layer"` // of the projects
	Links []export.Link `json:"links"`
}

// takeScenario answers a scenario in the body of a request with the same bytes
// as its address would.
func (s *Server) takeScenario(c echo.Context) error {
	e := scenarioEndpoint
	a, err := s.resolve(c, e)
	if err != nil {
		return err
	}
	for _, name := range []string{"at", "edition"} {
		if given, ok := a.query[name]; ok {
			return unusable(name, given, say(korean.WantInScenario, english.WantInScenario))
		}
	}
	header := c.Request().Header
	if media, _, err := mime.ParseMediaType(header.Get(echo.HeaderContentType)); err != nil || media != jsonFormat.media {
		return &refusal{status: http.StatusUnsupportedMediaType, message: say(korean.WantJSON, english.WantJSON)}
	}
	body, err := io.ReadAll(c.Request().Body)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return bodyTooLarge(large.Limit)
		}
		return &atlas.Error{Kind: atlas.Invalid, Message: say(korean.BodyUnreadable, english.BodyUnreadable), Err: err}
	}
	sc, err := indicator.ReadScenario(body)
	if err != nil {
		return err
	}
	sc, subject, err := s.settle(a, sc)
	if err != nil {
		return err
	}
	if a.path["token"], err = sc.Token(); err != nil {
		return err
	}
	answer, err := s.play(a, subject, sc)
	if err != nil {
		return err
	}
	answer.control = neverKeep
	for _, conditional := range []string{"If-None-Match", "If-Modified-Since"} {
		header.Del(conditional)
	}
	c.Response().Header().Set("Content-Location", a.here(nil))
	return s.send(c, answer)
}

func (s *Server) scenario(a *ask) (*answer, error) {
	sc, err := indicator.ReadToken(a.path["token"])
	if err != nil {
		return nil, err
	}
	for name, own := range map[string]string{"at": sc.Day.String(), "edition": strconv.FormatInt(sc.Edition, 10)} {
		if given, ok := a.query[name]; ok && given != own {
			return nil, unusable(name, given, say(korean.WantOwn, english.WantOwn, own))
		}
	}
	sc, subject, err := s.settle(a, sc)
	if err != nil {
		return nil, err
	}
	answer, err := s.play(a, subject, sc)
	if err == nil && !a.format.page {
		answer.control = keepForever
	}
	return answer, err
}

// settle moves the request to the edition and the day of the scenario.
func (s *Server) settle(a *ask, sc indicator.Scenario) (indicator.Scenario, *indicator.Subject, error) {
	if sc.Edition != 0 {
		catalog, err := s.catalogOf(a.ctx, sc.Edition)
		if err != nil {
			return sc, nil, err
		}
		a.catalog = catalog
	}
	sc, subject, err := sc.Settle(a.catalog, a.day)
	if err == nil {
		a.day = sc.Day
	}
	return sc, subject, err
}

// play answers a settled scenario, whose token is in the path of the request.
func (s *Server) play(a *ask, subject *indicator.Subject, sc indicator.Scenario) (*answer, error) {
	areas, err := s.areas(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, subject.Editions, func(ctx context.Context) (*body, error) {
		played, err := subject.Play(ctx, s.store, areas, sc)
		if err != nil {
			return nil, err
		}
		w, path := words(a.lang), indicatorPath(subject.ID)
		at := []string{"variant", sc.Variant, "at", sc.Day.String(), "edition", strconv.FormatInt(sc.Edition, 10)}
		doc := scenarioAnswer{Played: played, Token: a.path["token"], Links: append(a.selfLinks(),
			export.Link{Href: a.base + "/?scenario=" + url.QueryEscape(a.path["token"]), Rel: "related", Type: htmlFormat.media, Title: w.Dashboard},
			export.Link{Href: a.url(path+"/figures", at...), Rel: "original", Type: jsonFormat.media, Title: subject.Title.In(a.lang)},
			export.Link{Href: a.url(path+"/definition", "edition", strconv.FormatInt(sc.Edition, 10)), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
		)}
		return s.document(a, doc, doc.Links, page{name: "scenario", Title: w.Scenario + ": " + subject.Title.In(a.lang)})
	})
}

func (s *Server) plan(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	wish, err := wishOf(a.query)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		plan, err := m.Plan(evidence, q, wish)
		if err != nil {
			return nil, err
		}
		w, path, edition := words(a.lang), indicatorPath(m.ID), strconv.FormatInt(plan.Edition, 10)
		at := []string{"variant", plan.Variant, "at", plan.Day.String(), "edition", edition}
		doc := planAnswer{Plan: plan, Layer: m.Layer, Links: append(a.selfLinks(),
			export.Link{Href: a.url(path+"/figures", at...), Rel: "original", Type: jsonFormat.media, Title: m.Title.In(a.lang)},
			export.Link{Href: a.url(path+"/rows", at...), Rel: "evidence", Type: jsonFormat.media, Title: w.FigureRows},
			export.Link{Href: a.url(path+"/definition", "edition", edition), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
			export.Link{Href: strings.Replace(a.url(layerPath(m.Layer)+"/items/FEATURE"), "/items/FEATURE", "/items/{feature}", 1), Rel: "item", Type: export.GeoJSONMediaType, Title: w.Features, Templated: true},
		)}
		if plan.Scenario != nil {
			token, err := plan.Scenario.Token()
			if err != nil {
				return nil, err
			}
			doc.Links = append(doc.Links, export.Link{Href: a.base + scenariosPath + "/" + token, Rel: "scenario", Type: jsonFormat.media, Title: w.Scenario})
		}
		return s.document(a, doc, doc.Links, page{name: "plan", Title: w.Plan + ": " + m.Title.In(a.lang)})
	})
}

// wishOf reads what a plan is asked for.
func wishOf(query params) (indicator.Wish, error) {
	wish := indicator.Wish{Objective: indicator.Objectives()[0], Bound: indicator.PlanBounds()[0]}
	if given, ok := query["objective"]; ok {
		if wish.Objective = indicator.Objective(given); !slices.Contains(indicator.Objectives(), wish.Objective) {
			return wish, unusable("objective", given, oneOf(given, namesOf(indicator.Objectives())))
		}
	}
	if given, ok := query["bound"]; ok {
		if wish.Bound = indicator.Bound(given); !slices.Contains(indicator.PlanBounds(), wish.Bound) {
			return wish, unusable("bound", given, oneOf(given, namesOf(indicator.PlanBounds())))
		}
	}
	var err error
	wish.Assume, err = indicator.ReadAssumed(query["assume"])
	return wish, err
}

func namesOf[T ~string](list []T) []string {
	names := make([]string, len(list))
	for i, one := range list {
		names[i] = string(one)
	}
	return names
}

// issue is one of the things wrong with what was sent.
type issue struct {
	Pointer string `json:"pointer"` // RFC 6901, into the body of the request
	Found   string `json:"found,omitempty"`
	Wanted  string `json:"wanted"`
	Fix     string `json:"fix"`
}

func issuesOf(list []atlas.Issue, lang string) []issue {
	var issues []issue
	for _, i := range list {
		issues = append(issues, issue{i.Pointer, i.Found, i.Wanted.In(lang), i.Fix.In(lang)})
	}
	return issues
}

func bodyTooLarge(most int64) error {
	return &atlas.Error{Kind: atlas.TooLarge, Message: say(korean.BodyTooLarge, english.BodyTooLarge, most)}
}

// bodyLimit is how many bytes the body of a request may have.
func bodyLimit(c echo.Context) int64 {
	if c.Path() == scenariosPath {
		return indicator.MaxScenarioBytes
	}
	return maxBodyBytes
}

// methodsOf are the methods of a path, as the header of CORS names them.
func methodsOf(path string) string {
	methods := []string{http.MethodGet, http.MethodHead, http.MethodOptions}
	if path == scenariosPath {
		methods = []string{http.MethodPost, http.MethodOptions}
	}
	return strings.Join(methods, ", ")
}
