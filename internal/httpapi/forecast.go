package httpapi

import (
	"context"
	"fmt"

	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// forecastParams are the parameters of forecasts and backtests, which are of the
// nation.
var forecastParams = []string{"variant"}

type forecast struct {
	indicator.Forecast
	Links []export.Link `json:"links"`
}

type backtest struct {
	indicator.Backtest
	Links []export.Link `json:"links"`
}

func (s *Server) forecast(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		f, err := m.Forecast(evidence, q)
		if err != nil {
			return nil, err
		}
		doc := forecast{Forecast: f, Links: a.forecastLinks(m, q)}
		return s.document(a, doc, doc.Links, page{name: "forecast", Title: m.Title.In(a.lang)})
	})
}

func (s *Server) backtest(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		b, err := m.Backtest(evidence, q)
		if err != nil {
			return nil, err
		}
		doc := backtest{Backtest: b, Links: a.forecastLinks(m, q)}
		return s.document(a, doc, doc.Links, page{name: "backtest", Title: m.Title.In(a.lang)})
	})
}

// forecastLinks lead from a forecast to what it is made from and how it has done.
func (a *ask) forecastLinks(m *indicator.Subject, q indicator.Question) []export.Link {
	w, path := words(a.lang), indicatorPath(m.ID)
	at := []string{"variant", q.Variant.ID, "at", q.Day.String(), "edition", fmt.Sprint(m.Edition())}
	return append(a.selfLinks(),
		export.Link{Href: a.url(path+"/figures", at...), Rel: "item", Type: jsonFormat.media, Title: w.Figures},
		export.Link{Href: a.url(path+"/rows", at...), Rel: "evidence", Type: jsonFormat.media, Title: w.FigureRows},
		export.Link{Href: a.url(path+"/forecast", at...), Rel: "forecast", Type: jsonFormat.media, Title: w.Forecast},
		export.Link{Href: a.url(path+"/backtest", at...), Rel: "backtest", Type: jsonFormat.media, Title: w.Backtest},
	)
}
