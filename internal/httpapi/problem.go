package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"growthmap/internal/atlas"
)

// refusal is an error of HTTP itself, of which the rest of the service knows
// nothing.
type refusal struct {
	status  int
	message atlas.Text
	wanted  atlas.Text
}

func (r *refusal) Error() string { return r.message.En }

func notFound() error {
	return &refusal{status: http.StatusNotFound, message: say(korean.NoPage, english.NoPage)}
}

func notAcceptable(offered []format) error {
	ids := make([]string, len(offered))
	for i, f := range offered {
		ids[i] = f.media + " (f=" + f.id + ")"
	}
	wanted := oneOf("", ids)
	return &refusal{http.StatusNotAcceptable, say(korean.NotAcceptable, english.NotAcceptable, wanted), wanted}
}

func tooBusy() error {
	return &refusal{status: http.StatusServiceUnavailable, message: say(korean.TooBusy, english.TooBusy)}
}

// problem is RFC 9457.
type problem struct {
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Parameter string `json:"parameter,omitempty"`
	Given     string `json:"given,omitempty"`
	Wanted    string `json:"wanted,omitempty"`
	// Issues are all that is wrong with what was sent, of a 422.
	Issues    []issue `json:"issues,omitempty"`
	RequestID string  `json:"requestId"`
}

const (
	problemMedia      = "application/problem+json"
	retryAfterSeconds = 2
	// clientGone is what proxies log for a request whose client left.
	clientGone = 499
)

// describe is the only translation of errors for strangers. What it does not
// know is a 500 that says nothing but the request id.
func describe(err error, lang string) problem {
	var known *atlas.Error
	var refused *refusal
	var routing *echo.HTTPError
	p := problem{Status: http.StatusInternalServerError}
	switch {
	case errors.As(err, &known):
		p.Status = statusOf(known.Kind)
		p.Detail, p.Wanted = known.Message.In(lang), known.Wanted.In(lang)
		p.Parameter, p.Given = known.Parameter, known.Given
		p.Issues = issuesOf(known.Issues, lang)
	case errors.As(err, &refused):
		p.Status, p.Detail, p.Wanted = refused.status, refused.message.In(lang), refused.wanted.In(lang)
	case errors.As(err, &routing) && routing.Code == http.StatusMethodNotAllowed:
		p.Status, p.Detail = routing.Code, words(lang).MethodNotAllowed
	case errors.As(err, &routing) && routing.Code == http.StatusNotFound:
		p.Status, p.Detail = routing.Code, words(lang).NoPage
	case errors.Is(err, context.DeadlineExceeded):
		p.Status, p.Detail = http.StatusServiceUnavailable, words(lang).TookTooLong
	case errors.Is(err, context.Canceled):
		p.Status = clientGone
	default:
		p.Detail = words(lang).Internal
	}
	if p.Title = words(lang).Titles[p.Status]; p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	return p
}

func statusOf(k atlas.Kind) int {
	switch k {
	case atlas.Invalid:
		return http.StatusBadRequest
	case atlas.NotFound:
		return http.StatusNotFound
	case atlas.Conflict:
		return http.StatusConflict
	case atlas.Rejected:
		return http.StatusUnprocessableEntity
	case atlas.TooLarge:
		return http.StatusRequestEntityTooLarge
	case atlas.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// fail answers with a problem, as a page where the client prefers one.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	r, header := c.Request(), c.Response().Header()
	query := r.URL.Query()
	lang, wrong := negotiateLanguage(query.Get("lang"), r.Header.Values("Accept-Language"))
	if wrong != nil {
		lang, _ = negotiateLanguage("", r.Header.Values("Accept-Language"))
	}
	p := describe(err, lang)
	p.RequestID = header.Get(echo.HeaderXRequestID)
	if p.Status == clientGone {
		c.Response().WriteHeader(clientGone)
		return
	}
	if p.Status == http.StatusMethodNotAllowed {
		p.Detail = fmt.Sprintf(p.Detail, header.Get(echo.HeaderAllow))
	}
	if p.Status == http.StatusServiceUnavailable {
		header.Set("Retry-After", strconv.Itoa(retryAfterSeconds))
	}
	header.Set("Cache-Control", neverKeep)
	header.Set("Content-Language", lang)
	addVary(header, "Accept, Accept-Language")
	chosen, wrong := negotiate([]format{{id: "json", media: problemMedia, also: []string{"application/json", "application/geo+json"}}, htmlFormat},
		"", r.Header.Values("Accept"))
	var body []byte
	if base, err := s.baseOf(r); wrong == nil && err == nil && (query.Get("f") == htmlFormat.id || query.Get("f") == "" && chosen.page) {
		body, err = s.pages.problem(base, lang, p)
		if err == nil {
			_ = c.Blob(p.Status, contentType(htmlFormat.media), body)
			return
		}
	}
	if body, err = json.Marshal(p); err == nil {
		_ = c.Blob(p.Status, problemMedia, body)
	}
}
