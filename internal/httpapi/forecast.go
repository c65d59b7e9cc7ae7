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
	return s.asked(a, "forecast", func(ctx context.Context, m *indicator.Subject, q indicator.Question) (any, []export.Link, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, nil, err
		}
		f, err := m.Forecast(evidence, q)
		links := a.forecastLinks(m, q)
		return forecast{Forecast: f, Links: links}, links, err
	})
}

func (s *Server) backtest(a *ask) (*answer, error) {
	return s.asked(a, "backtest", func(ctx context.Context, m *indicator.Subject, q indicator.Question) (any, []export.Link, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, nil, err
		}
		b, err := m.Backtest(evidence, q)
		links := a.forecastLinks(m, q)
		return backtest{Backtest: b, Links: links}, links, err
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
