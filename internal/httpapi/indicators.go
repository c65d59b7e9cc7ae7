package httpapi

import (
	"context"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

type indicators struct {
	Edition    int64              `json:"edition"`
	At         atlas.Day          `json:"at"`
	Indicators []indicatorSummary `json:"indicators"`
	Links      []export.Link      `json:"links"`
}

type indicatorSummary struct {
	ID          string              `json:"id"`
	Title       string              `json:"title"`
	Description string              `json:"description"`
	Unit        string              `json:"unit"`
	Layer       string              `json:"layer"`
	Kind        indicator.Kind      `json:"kind"`
	Places      int                 `json:"places"`
	Classes     []string            `json:"classes,omitempty"`
	Direction   indicator.Direction `json:"direction"`
	Lead        int                 `json:"lead,omitempty"`
	Digest      string              `json:"definition"`
	Variants    []variantSummary    `json:"variants"`
	Switches    []switchSummary     `json:"switches,omitempty"`
	Across      []columnSummary     `json:"across,omitempty"`
	Target      *indicator.Target   `json:"target,omitempty"`
	Links       []export.Link       `json:"links"`
}

type variantSummary struct {
	ID            string            `json:"id"`
	Title         string            `json:"title"`
	Description   string            `json:"description"`
	NotComputable string            `json:"not_computable,omitempty"`
	NotWith       []string          `json:"not_with,omitempty"`
	Target        *indicator.Target `json:"target,omitempty"`
}

// switchSummary is a choice that every variant leaves open.
type switchSummary struct {
	ID      string           `json:"id"`
	Title   string           `json:"title"`
	Options []variantSummary `json:"options"`
}

// columnSummary is a column by whose values figures may be broken down.
type columnSummary struct {
	ID     string            `json:"id"`
	Title  string            `json:"title"`
	Values map[string]string `json:"values,omitempty"` // code → title
}

func (s *Server) indicators(a *ask) (*answer, error) {
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(context.Context) (*body, error) {
		doc := indicators{Edition: a.catalog.Edition.ID, At: a.day, Indicators: []indicatorSummary{}, Links: a.selfLinks()}
		for _, d := range a.catalog.Indicators {
			m, err := a.measured(d.ID)
			if err != nil {
				return nil, err
			}
			doc.Indicators = append(doc.Indicators, a.summary(m))
		}
		return s.document(a, doc, doc.Links, page{name: "indicators", Title: words(a.lang).Indicators})
	})
}

func (s *Server) indicator(a *ask) (*answer, error) {
	m, err := a.measured(a.path["indicator"])
	if err != nil {
		return nil, err
	}
	return s.reply(a, []int64{a.catalog.Defined}, func(context.Context) (*body, error) {
		doc := a.summary(m)
		doc.Links = append(a.selfLinks(), doc.Links[1:]...)
		return s.document(a, doc, doc.Links, page{name: "indicator", Title: doc.Title})
	})
}

func (s *Server) indicatorDefinition(a *ask) (*answer, error) {
	id := a.path["indicator"]
	if _, err := a.measured(id); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(a.catalog.Indicators, func(d atlas.Definition) bool { return d.ID == id })
	return s.reply(a, []int64{a.catalog.Defined}, func(context.Context) (*body, error) {
		text := a.catalog.Indicators[i].Body
		if a.format.page {
			return s.document(a, string(text), a.selfLinks(), page{name: "definition", Title: words(a.lang).Definition})
		}
		return newBody(a.format.media, text, a.selfLinks()), nil
	})
}

func (a *ask) summary(m *indicator.Subject) indicatorSummary {
	d, w, path := m.Definition, words(a.lang), indicatorPath(m.ID)
	summary := indicatorSummary{
		ID: d.ID, Title: d.Title.In(a.lang), Description: d.Description.In(a.lang), Unit: d.Unit.In(a.lang), Layer: d.Layer,
		Kind: d.Measure.Kind, Direction: d.Direction, Lead: d.Lead, Places: d.Places, Classes: d.Classes, Digest: m.Digest, Target: d.Target,
		Links: []export.Link{
			{Href: a.url(path), Rel: "self", Type: jsonFormat.media, Title: d.Title.In(a.lang)},
			{Href: a.url(path + "/figures"), Rel: "item", Type: jsonFormat.media, Title: w.Figures},
			{Href: a.url(path + "/series"), Rel: "related", Type: jsonFormat.media, Title: w.Series},
			{Href: a.url(path + "/forecast"), Rel: "forecast", Type: jsonFormat.media, Title: w.Forecast},
			{Href: a.url(path + "/definition"), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
			{Href: a.url(layerPath(d.Layer)), Rel: "collection", Type: jsonFormat.media, Title: m.Entry.Layer.Title.In(a.lang)},
		},
	}
	if d.Supposition != nil {
		summary.Links = append(summary.Links, export.Link{Href: a.base + scenariosPath + "/{token}", Rel: "scenario", Type: jsonFormat.media, Title: w.Scenario, Templated: true})
	}
	if d.Pipeline != nil && d.Supposition != nil {
		summary.Links = append(summary.Links, export.Link{Href: a.url(path + "/plan"), Rel: "plan", Type: jsonFormat.media, Title: w.Plan})
	}
	summary.Variants = a.variants(d.Variants)
	for _, w := range d.Switches {
		summary.Switches = append(summary.Switches, switchSummary{w.ID, w.Title.In(a.lang), a.variants(w.Options)})
	}
	for _, id := range d.Across {
		column, _ := m.Entry.Layer.Column(id)
		c := columnSummary{ID: id, Title: column.Title.In(a.lang), Values: map[string]string{}}
		for code, title := range column.Codes {
			c.Values[code] = title.In(a.lang)
		}
		summary.Across = append(summary.Across, c)
	}
	return summary
}

func (a *ask) variants(list []indicator.Variant) []variantSummary {
	var summaries []variantSummary
	for _, v := range list {
		summary := variantSummary{ID: v.ID, Title: v.Title.In(a.lang), Description: v.Description.In(a.lang), NotWith: v.NotWith, Target: v.Target}
		if v.NotComputable != nil {
			summary.NotComputable = v.NotComputable.In(a.lang)
		}
		summaries = append(summaries, summary)
	}
	return summaries
}

func indicatorPath(id string) string { return "/api/indicators/" + id }

// measured finds an indicator of the edition.
func (a *ask) measured(id string) (*indicator.Subject, error) {
	m, err := indicator.Find(a.catalog, id)
	if !atlas.IsKind(err, atlas.NotFound) {
		return m, err
	}
	ids := make([]string, len(a.catalog.Indicators))
	for i, d := range a.catalog.Indicators {
		ids[i] = d.ID
	}
	missing := atlas.Missing(say(korean.IndicatorNoun, english.IndicatorNoun), shorten(id))
	missing.Parameter, missing.Wanted = "indicator", oneOf(id, ids)
	return nil, missing
}
