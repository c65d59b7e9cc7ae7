package httpapi

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
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

// measured is an indicator of an edition, ready to be asked.
type measured struct {
	definition *indicator.Definition
	digest     string
	entry      atlas.Entry
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

func (a *ask) summary(m measured) indicatorSummary {
	d, w, path := m.definition, words(a.lang), indicatorPath(m.definition.ID)
	summary := indicatorSummary{
		ID: d.ID, Title: d.Title.In(a.lang), Description: d.Description.In(a.lang), Unit: d.Unit.In(a.lang), Layer: d.Layer,
		Kind: d.Measure.Kind, Places: d.Places, Classes: d.Classes, Digest: m.digest, Target: d.Target,
		Links: []export.Link{
			{Href: a.url(path), Rel: "self", Type: jsonFormat.media, Title: d.Title.In(a.lang)},
			{Href: a.url(path + "/figures"), Rel: "item", Type: jsonFormat.media, Title: w.Figures},
			{Href: a.url(path + "/series"), Rel: "related", Type: jsonFormat.media, Title: w.Series},
			{Href: a.url(path + "/definition"), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
			{Href: a.url(layerPath(d.Layer)), Rel: "collection", Type: jsonFormat.media, Title: m.entry.Layer.Title.In(a.lang)},
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

// measured finds an indicator of the edition and the layer it measures.
func (a *ask) measured(id string) (measured, error) {
	ids := make([]string, len(a.catalog.Indicators))
	for i, d := range a.catalog.Indicators {
		ids[i] = d.ID
		if d.ID != id {
			continue
		}
		definition, err := indicator.Parse(d.Body)
		if err != nil {
			return measured{}, err
		}
		entry, ok := a.catalog.Entry(definition.Layer)
		if !ok {
			return measured{}, fmt.Errorf("indicator %s: edition %d has no layer %s", id, a.catalog.Edition.ID, definition.Layer)
		}
		sum := sha256.Sum256(d.Body)
		return measured{definition, hex.EncodeToString(sum[:]), entry}, nil
	}
	err := atlas.Missing(say(korean.IndicatorNoun, english.IndicatorNoun), shorten(id))
	err.Parameter, err.Wanted = "indicator", oneOf(id, ids)
	return measured{}, err
}

// question reads what is asked of which indicator. The areas are those of the
// edition, on all days, so that a figure does not depend on today.
func (s *Server) question(a *ask) (measured, indicator.Question, error) {
	q := indicator.Question{Day: a.day, Region: a.query["region"]}
	m, err := a.measured(a.path["indicator"])
	if err != nil {
		return m, q, err
	}
	var ok bool
	if q.Variant, ok = m.definition.Variant(a.query["variant"]); !ok {
		var ids []string
		for _, v := range m.definition.Variants {
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

// evidenceEditions are the last editions of everything a figure is computed from.
func (a *ask) evidenceEditions(m measured) []int64 {
	layers := []string{m.definition.Layer}
	if t := m.definition.Target; t != nil && t.Of != nil {
		layers = append(layers, t.Of.Layer)
	}
	if r := m.definition.Reported; r != nil {
		layers = append(layers, r.Layer)
	}
	for _, level := range []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu} {
		if e, ok := a.catalog.Area(level); ok {
			layers = append(layers, e.Layer.ID)
		}
	}
	editions := []int64{a.catalog.Defined}
	for _, id := range layers {
		if e, ok := a.catalog.Entry(id); ok {
			editions = append(editions, e.Changed)
		}
	}
	slices.Sort(editions)
	return slices.Compact(editions)
}

// figureEdition is the last edition that can have changed a figure: it is part
// of its citation, so that editions which leave the evidence alone leave the
// citation alone too.
func (a *ask) figureEdition(m measured) int64 { return slices.Max(a.evidenceEditions(m)) }

func (s *Server) figures(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	regions := []string{q.Region}
	if by, given := a.query["by"]; given {
		if regions, err = areasBy(a, q.Areas, by); err != nil {
			return nil, err
		}
	}
	return s.reply(a, a.evidenceEditions(m), func(ctx context.Context) (*body, error) {
		evidence, err := s.evidence(ctx, a, m)
		if err != nil {
			return nil, err
		}
		doc := figures{Figures: []figure{}, Links: a.selfLinks()}
		for _, region := range regions {
			asked := q
			asked.Region = region
			f, err := m.definition.Figure(evidence, asked, a.figureEdition(m), m.digest)
			if err != nil {
				return nil, err
			}
			of := figure{Figure: f, Links: a.figureLinks(m, f)}
			if area, ok := q.Areas[region]; ok {
				of.Area = &area.Name
			}
			doc.Figures = append(doc.Figures, of)
		}
		return s.document(a, doc, doc.Links, page{name: "figures", Title: m.definition.Title.In(a.lang)})
	})
}

// areasBy lists the areas of a level, within the region asked for if any.
func areasBy(a *ask, areas indicator.Areas, by string) ([]string, error) {
	levels := []string{string(atlas.AreaRegion), string(atlas.AreaSido), string(atlas.AreaSigungu)}
	if !slices.Contains(levels, by) {
		return nil, atlas.InvalidParameter("by", shorten(by), oneOf(by, levels))
	}
	var codes []string
	for code, area := range areas {
		within := a.query["region"]
		// The gu of a city are listed within the city alone: elsewhere the city
		// stands for them, and listing both would count a feature twice.
		divides := area.Parent != "" && area.Parent != within
		if string(area.Level) == by && area.Current && !divides &&
			(within == "" || slices.Contains([]string{area.Region, area.Sido, area.Parent}, within)) {
			codes = append(codes, code)
		}
	}
	slices.SortFunc(codes, func(x, y string) int {
		return cmp.Or(cmp.Compare(areas[x].Order, areas[y].Order), cmp.Compare(x, y))
	})
	return codes, nil
}

// figureLinks lead from a number to what made it.
func (a *ask) figureLinks(m measured, f indicator.Figure) []export.Link {
	w, path := words(a.lang), indicatorPath(m.definition.ID)
	at := []string{"variant", f.Variant, "at", f.Day.String(), "edition", fmt.Sprint(f.Edition)}
	if f.Region != "" {
		at = append(at, "region", f.Region)
	}
	links := []export.Link{
		{Href: a.url(path+"/figures", at...), Rel: "self", Type: jsonFormat.media, Title: m.definition.Title.In(a.lang)},
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
	return s.reply(a, a.evidenceEditions(m), func(ctx context.Context) (*body, error) {
		evidence, err := s.evidence(ctx, a, m)
		if err != nil {
			return nil, err
		}
		points, err := m.definition.Series(evidence, q)
		if err != nil {
			return nil, err
		}
		doc := series{
			Indicator: m.definition.ID, Variant: q.Variant.ID, Region: q.Region, Edition: a.figureEdition(m), Until: a.day,
			Unit: m.definition.Unit, Points: points, Links: a.selfLinks(),
		}
		return s.document(a, doc, doc.Links, page{name: "series", Title: m.definition.Title.In(a.lang)})
	})
}

func (s *Server) figureRows(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, a.evidenceEditions(m), func(ctx context.Context) (*body, error) {
		evidence, err := s.evidence(ctx, a, m)
		if err != nil {
			return nil, err
		}
		doc := figureRows{
			Indicator: m.definition.ID, Variant: q.Variant.ID, Region: q.Region, Day: a.day, Edition: a.figureEdition(m),
			Rows: []figureRow{}, Links: a.selfLinks(),
		}
		var rows []indicator.Row
		if q.Variant.NotComputable == nil {
			if rows, err = m.definition.Rows(m.entry.Layer, evidence.Features, q); err != nil {
				return nil, err
			}
		}
		for _, r := range rows {
			f := r.Feature
			row := figureRow{
				ID: f.ID, Title: labelOf(m.entry.Layer, f, a.lang), Role: r.Role, Stage: f.Stages[m.definition.Measure.Stage].Partial(),
				Precision: f.Precision, Place: f.Place, Citations: f.Citations,
				Links: []export.Link{{
					Href: a.url(layerPath(f.Layer)+"/items/"+f.ID, "at", a.day.String(), "edition", fmt.Sprint(doc.Edition)),
					Rel:  "item", Type: export.GeoJSONMediaType,
				}},
			}
			row.Low, row.High = wholeText(r.Low), wholeText(r.High)
			doc.Rows = append(doc.Rows, row)
		}
		return s.document(a, doc, doc.Links, page{name: "rows", Title: m.definition.Title.In(a.lang)})
	})
}

func wholeText(i *big.Int) *string {
	if i == nil {
		return nil
	}
	s := i.String()
	return &s
}

// evidence reads everything an indicator is computed from.
func (s *Server) evidence(ctx context.Context, a *ask, m measured) (indicator.Evidence, error) {
	d := m.definition
	ev := indicator.Evidence{Layer: m.entry.Layer}
	var err error
	if ev.Features, err = s.allFeatures(ctx, a, d.Layer, d.Measure.Where.Expr); err != nil {
		return ev, err
	}
	if d.Reported != nil {
		if ev.Reports, err = s.reports(ctx, a, d.Reported, d.Reported.Where.Expr); err != nil {
			return ev, err
		}
		if !d.Reported.Total.IsZero() {
			if ev.Totals, err = s.reports(ctx, a, d.Reported, d.Reported.Total.Expr); err != nil {
				return ev, err
			}
		}
	}
	if d.Target == nil || d.Target.Of == nil {
		return ev, nil
	}
	of := d.Target.Of
	entry, ok := a.catalog.Entry(of.Layer)
	if !ok {
		return ev, fmt.Errorf("indicator %s: edition %d has no layer %s", d.ID, a.catalog.Edition.ID, of.Layer)
	}
	f, err := s.store.Feature(ctx, entry.Layer, a.catalog.Edition.ID, of.Feature)
	if err != nil {
		return ev, fmt.Errorf("indicator %s: the whole of its target: %w", d.ID, err)
	}
	if amount, ok := f.Properties[of.Value].(int64); ok {
		ev.Whole = big.NewInt(amount)
	}
	return ev, nil
}

// allFeatures reads the features of a layer on all days that the filter selects.
func (s *Server) allFeatures(ctx context.Context, a *ask, layer string, filter cql2.Expr) ([]*atlas.Feature, error) {
	entry, ok := a.catalog.Entry(layer)
	if !ok {
		return nil, fmt.Errorf("edition %d has no layer %s", a.catalog.Edition.ID, layer)
	}
	var features []*atlas.Feature
	always := atlas.Always
	q := atlas.Query{Layer: entry.Layer, Edition: a.catalog.Edition.ID, Day: a.day, During: &always, Filter: filter, SkipGeometry: true}
	err := s.store.Features(ctx, q, func(f *atlas.Feature) error {
		features = append(features, f)
		return nil
	})
	return features, err
}

func (s *Server) reports(ctx context.Context, a *ask, r *indicator.Reported, filter cql2.Expr) ([]indicator.Report, error) {
	features, err := s.allFeatures(ctx, a, r.Layer, filter)
	if err != nil {
		return nil, err
	}
	var reports []indicator.Report
	for _, f := range features {
		day, err := atlas.ParsePartial(fmt.Sprint(f.Properties[r.Day]))
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", r.Layer, f.ID, err)
		}
		text := fmt.Sprint(f.Properties[r.Value])
		value, ok := new(big.Rat).SetString(text)
		if !ok {
			return nil, fmt.Errorf("%s/%s: %q is not a number", r.Layer, f.ID, text)
		}
		reports = append(reports, indicator.Report{Day: day, Value: value, Text: text, Feature: f})
	}
	return reports, nil
}

// areas reads the areas of the edition by code. They are kept with the answers,
// as every figure needs them.
func (s *Server) areas(a *ask) (indicator.Areas, error) {
	key := []string{"areas"}
	var editions []int64
	levels := []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu}
	for _, level := range levels {
		if e, ok := a.catalog.Area(level); ok {
			editions = append(editions, e.Changed)
		}
	}
	state, err := s.state(a.ctx, editions)
	if err != nil {
		return nil, err
	}
	b, err := s.cache.get(a.ctx, keyOf(append(key, state...)), func(ctx context.Context) (*body, error) {
		areas := indicator.Areas{}
		for _, level := range levels {
			e, ok := a.catalog.Area(level)
			if !ok {
				continue
			}
			features, err := s.allFeatures(ctx, a, e.Layer.ID, nil)
			if err != nil {
				return nil, err
			}
			for _, f := range features {
				area := indicator.AreaOf(level, f)
				if before, twice := areas[area.Code]; !twice || !before.Current {
					areas[area.Code] = area
				}
			}
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
