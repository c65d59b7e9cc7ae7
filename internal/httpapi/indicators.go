package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// figureParams are the parameters of figures beside the common ones.
var figureParams = []string{"variant", "region", "by"}

// seriesParams are those of a series and of the rows of a figure.
var seriesParams = []string{"variant", "region"}

type indicators struct {
	Edition    int64              `json:"edition"`
	At         atlas.Day          `json:"at"`
	Indicators []indicatorSummary `json:"indicators"`
	Links      []export.Link      `json:"links"`
}

type indicatorSummary struct {
	ID          string            `json:"id"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Unit        string            `json:"unit"`
	Layer       string            `json:"layer"`
	Kind        string            `json:"kind"`
	Places      int               `json:"places"`
	Classes     []string          `json:"classes,omitempty"`
	Digest      string            `json:"definition"`
	Variants    []variantSummary  `json:"variants"`
	Target      *indicator.Target `json:"target,omitempty"`
	Links       []export.Link     `json:"links"`
}

type variantSummary struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	Description   string `json:"description"`
	NotComputable string `json:"not_computable,omitempty"`
}

type figures struct {
	Figures []figure      `json:"figures"`
	Links   []export.Link `json:"links"`
}

type figure struct {
	indicator.Figure
	Area  *atlas.Text   `json:"area,omitempty"` // name of the region
	Links []export.Link `json:"links"`
}

type series struct {
	Indicator string            `json:"indicator"`
	Variant   string            `json:"variant"`
	Region    string            `json:"region,omitempty"`
	Edition   int64             `json:"edition"`
	Until     atlas.Day         `json:"until"`
	Unit      atlas.Text        `json:"unit"`
	Points    []indicator.Point `json:"points"`
	Links     []export.Link     `json:"links"`
}

// figureRows are the features behind a figure, with their part in it.
type figureRows struct {
	Indicator string        `json:"indicator"`
	Variant   string        `json:"variant"`
	Region    string        `json:"region,omitempty"`
	Day       atlas.Day     `json:"day"`
	Edition   int64         `json:"edition"`
	Rows      []figureRow   `json:"rows"`
	Links     []export.Link `json:"links"`
}

type figureRow struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Role      indicator.Role   `json:"role"`
	Low       *string          `json:"low"`  // what it adds at least: 1 for a count, whole won for a share
	High      *string          `json:"high"` // and at most; null where nothing bounds it
	Stage     string           `json:"stage"`
	Precision atlas.Precision  `json:"precision"`
	Place     atlas.Place      `json:"place"`
	Citations []atlas.Citation `json:"citations"`
	Links     []export.Link    `json:"links"`
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
		Kind: d.Measure.Kind, Places: d.Places, Classes: d.Classes, Digest: m.Digest, Target: d.Target,
		Links: []export.Link{
			{Href: a.url(path), Rel: "self", Type: jsonFormat.media, Title: d.Title.In(a.lang)},
			{Href: a.url(path + "/figures"), Rel: "item", Type: jsonFormat.media, Title: w.Figures},
			{Href: a.url(path + "/series"), Rel: "related", Type: jsonFormat.media, Title: w.Series},
			{Href: a.url(path + "/definition"), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
			{Href: a.url(layerPath(d.Layer)), Rel: "collection", Type: jsonFormat.media, Title: m.Entry.Layer.Title.In(a.lang)},
		},
	}
	for _, v := range d.Variants {
		variant := variantSummary{ID: v.ID, Title: v.Title.In(a.lang), Description: v.Description.In(a.lang)}
		if v.NotComputable != nil {
			variant.NotComputable = v.NotComputable.In(a.lang)
		}
		summary.Variants = append(summary.Variants, variant)
	}
	return summary
}

func indicatorPath(id string) string { return "/api/indicators/" + id }

// question reads what is asked of which indicator. The areas are those of the
// edition, on all days, so that a figure does not depend on today.
func (s *Server) question(a *ask) (*indicator.Subject, indicator.Question, error) {
	q := indicator.Question{Day: a.day, Region: a.query["region"]}
	m, err := a.measured(a.path["indicator"])
	if err != nil {
		return m, q, err
	}
	var ok bool
	if q.Variant, ok = m.Variant(a.query["variant"]); !ok {
		var ids []string
		for _, v := range m.Variants {
			ids = append(ids, v.ID)
		}
		return m, q, atlas.InvalidParameter("variant", shorten(a.query["variant"]), oneOf(a.query["variant"], ids))
	}
	if q.Areas, err = s.areas(a); err != nil {
		return m, q, err
	}
	if _, given := a.query["region"]; given {
		if _, ok := q.Areas[q.Region]; !ok {
			return m, q, atlas.InvalidParameter("region", shorten(q.Region), say(korean.WantArea, english.WantArea))
		}
	}
	return m, q, nil
}

func (s *Server) figures(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	regions := []string{q.Region}
	if by, given := a.query["by"]; given {
		if !slices.Contains(indicator.Levels(), by) {
			return nil, atlas.InvalidParameter("by", shorten(by), oneOf(by, indicator.Levels()))
		}
		regions = q.Areas.Of(atlas.AreaLevel(by), q.Region)
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		doc := figures{Figures: []figure{}, Links: a.selfLinks()}
		for _, region := range regions {
			asked := q
			asked.Region = region
			f, err := m.Figure(evidence, asked, m.Edition(), m.Digest)
			if err != nil {
				return nil, err
			}
			of := figure{Figure: f, Links: a.figureLinks(m, f)}
			if area, ok := q.Areas[region]; ok {
				of.Area = &area.Name
			}
			doc.Figures = append(doc.Figures, of)
		}
		return s.document(a, doc, doc.Links, page{name: "figures", Title: m.Title.In(a.lang)})
	})
}

// figureLinks lead from a number to what made it.
func (a *ask) figureLinks(m *indicator.Subject, f indicator.Figure) []export.Link {
	w, path := words(a.lang), indicatorPath(m.ID)
	at := []string{"variant", f.Variant, "at", f.Day.String(), "edition", fmt.Sprint(f.Edition)}
	if f.Region != "" {
		at = append(at, "region", f.Region)
	}
	links := []export.Link{
		{Href: a.url(path+"/figures", at...), Rel: "self", Type: jsonFormat.media, Title: m.Title.In(a.lang)},
		{Href: a.url(path+"/rows", at...), Rel: "evidence", Type: jsonFormat.media, Title: w.FigureRows},
		{Href: a.url(path+"/series", at...), Rel: "related", Type: jsonFormat.media, Title: w.Series},
		{Href: a.url(path+"/definition", "edition", fmt.Sprint(f.Edition)), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
	}
	item := func(rel, title, layer, id string) {
		links = append(links, export.Link{Href: a.url(layerPath(layer)+"/items/"+id, "at", f.Day.String(), "edition", fmt.Sprint(f.Edition)), Rel: rel, Type: export.GeoJSONMediaType, Title: title})
	}
	if f.Reported != nil {
		item("reported", w.Reported, f.Reported.Layer, f.Reported.Feature)
	}
	if f.Target != nil {
		item("target", w.Target, f.Target.Layer, f.Target.Feature)
	}
	return links
}

func (s *Server) series(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		points, err := m.Series(evidence, q)
		if err != nil {
			return nil, err
		}
		doc := series{
			Indicator: m.ID, Variant: q.Variant.ID, Region: q.Region, Edition: m.Edition(), Until: a.day,
			Unit: m.Unit, Points: points, Links: a.selfLinks(),
		}
		return s.document(a, doc, doc.Links, page{name: "series", Title: m.Title.In(a.lang)})
	})
}

func (s *Server) figureRows(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		evidence, err := m.Gather(ctx, s.store)
		if err != nil {
			return nil, err
		}
		doc := figureRows{
			Indicator: m.ID, Variant: q.Variant.ID, Region: q.Region, Day: a.day, Edition: m.Edition(),
			Rows: []figureRow{}, Links: a.selfLinks(),
		}
		var rows []indicator.Row
		if q.Variant.NotComputable == nil {
			if rows, err = m.Rows(m.Entry.Layer, evidence.Features, q); err != nil {
				return nil, err
			}
		}
		for _, r := range rows {
			f := r.Feature
			row := figureRow{
				ID: f.ID, Title: labelOf(m.Entry.Layer, f, a.lang), Role: r.Role, Stage: f.Stages[m.Measure.Stage].Partial(),
				Precision: f.Precision, Place: f.Place, Citations: f.Citations,
				Links: []export.Link{{
					Href: a.url(layerPath(f.Layer)+"/items/"+f.ID, "at", a.day.String(), "edition", fmt.Sprint(doc.Edition)),
					Rel:  "item", Type: export.GeoJSONMediaType,
				}},
			}
			row.Low, row.High = wholeText(r.Low), wholeText(r.High)
			doc.Rows = append(doc.Rows, row)
		}
		return s.document(a, doc, doc.Links, page{name: "rows", Title: m.Title.In(a.lang)})
	})
}

func wholeText(i *big.Int) *string {
	if i == nil {
		return nil
	}
	s := i.String()
	return &s
}

// areas reads the areas of the edition by code. They are kept with the answers,
// as every figure needs them.
func (s *Server) areas(a *ask) (indicator.Areas, error) {
	var editions []int64
	for _, level := range indicator.Levels() {
		if e, ok := a.catalog.Area(atlas.AreaLevel(level)); ok {
			editions = append(editions, e.Changed)
		}
	}
	state, err := s.state(a.ctx, editions)
	if err != nil {
		return nil, err
	}
	b, err := s.cache.get(a.ctx, keyOf(append([]string{"areas"}, state...)), func(ctx context.Context) (*body, error) {
		areas, err := indicator.ReadAreas(ctx, s.store, a.catalog)
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(areas)
		return &body{data: data}, err
	})
	if err != nil {
		return nil, err
	}
	var areas indicator.Areas
	return areas, json.Unmarshal(b.data, &areas)
}

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
