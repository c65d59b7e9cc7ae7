package httpapi

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// figureParams are the parameters of figures beside the common ones.
var figureParams = []string{"variant", "region", "areas", "group", "by", "across"}

// seriesParams are those of a series. Group is a
// column and one of its values, as in group=sector:반도체; nothing after the
// colon asks for the features without a value.
var seriesParams = []string{"variant", "region", "areas", "group"}

// rowParams are those of the rows of a figure.
var rowParams = append([]string{"limit", "after"}, seriesParams...)

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
	Indicator string                 `json:"indicator"`
	Variant   string                 `json:"variant"`
	Region    string                 `json:"region,omitempty"`
	Areas     *indicator.Restatement `json:"areas,omitempty"`
	Group     *indicator.Group       `json:"group,omitempty"`
	Edition   int64                  `json:"edition"`
	Until     atlas.Day              `json:"until"`
	Unit      atlas.Text             `json:"unit"`
	Points    []indicator.Point      `json:"points"`
	Links     []export.Link          `json:"links"`

	cite func(atlas.Day) string // id of the figure on a day
}

// figureRows are the features behind a figure, with their part in it.
type figureRows struct {
	Indicator string                 `json:"indicator"`
	Variant   string                 `json:"variant"`
	Region    string                 `json:"region,omitempty"`
	Areas     *indicator.Restatement `json:"areas,omitempty"`
	Group     *indicator.Group       `json:"group,omitempty"`
	Day       atlas.Day              `json:"day"`
	Edition   int64                  `json:"edition"`
	Unit      atlas.Text             `json:"unit"` // of what each row adds
	Rows      []figureRow            `json:"rows"`
	Links     []export.Link          `json:"links"`

	cite func(atlas.Day) string // id of the figure on a day
}

type figureRow struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Role      indicator.Role   `json:"role"`
	Low       *string          `json:"low"`  // what it adds at least, in the unit
	High      *string          `json:"high"` // and at most; null where nothing bounds it
	Stage     string           `json:"stage"`
	Precision atlas.Precision  `json:"precision"`
	Place     atlas.Place      `json:"place"`
	Citations []atlas.Citation `json:"citations"`
	Links     []export.Link    `json:"links"`
}

// question reads what is asked of which indicator.
func (s *Server) question(a *ask) (*indicator.Subject, indicator.Question, error) {
	q := indicator.Question{Day: a.day, Region: a.query["region"]}
	m, err := a.measured(a.path["indicator"])
	if err != nil {
		return m, q, err
	}
	var ok bool
	if q.Variant, ok = m.Variant(a.query["variant"]); !ok {
		var ids []string
		for _, v := range m.Resolved() {
			ids = append(ids, v.ID)
		}
		return m, q, atlas.InvalidParameter("variant", shorten(a.query["variant"]), oneOf(a.query["variant"], ids))
	}
	if q.Areas, err = s.areas(a); err != nil {
		return m, q, err
	}
	if _, given := a.query["region"]; given {
		if _, ok := q.Areas.Area(q.Region); !ok {
			return m, q, noSuchArea(q.Areas, q.Region)
		}
	}
	if given, ok := a.query["group"]; ok {
		if q.Group, err = s.group(a, m, q.Variant, given); err != nil {
			return m, q, err
		}
	}
	return m, q, nil
}

// group reads a column and one of the values that its features have, or may have.
func (s *Server) group(a *ask, m *indicator.Subject, v indicator.Variant, given string) (*indicator.Group, error) {
	column, value, _ := strings.Cut(given, ":")
	if err := a.acrossColumn(m, "group", column); err != nil {
		return nil, err
	}
	group := &indicator.Group{Column: column}
	if value == "" {
		return group, nil
	}
	group.Value = &value
	c, _ := m.Entry.Layer.Column(column)
	known := slices.Collect(maps.Keys(c.Codes))
	if !slices.Contains(known, value) && v.NotComputable == nil {
		evidence, err := m.Sift(a.ctx, s.store, a.day, column, v)
		if err != nil {
			return nil, err
		}
		for _, g := range m.Groups(evidence, column) {
			if g.Value != nil {
				known = append(known, *g.Value)
			}
		}
		if !slices.Contains(known, value) {
			slices.Sort(known)
			return nil, atlas.InvalidParameter("group", shorten(given), oneOf(value, known))
		}
	}
	return group, nil
}

// acrossColumn refuses a column by which the indicator cannot be broken down.
func (a *ask) acrossColumn(m *indicator.Subject, parameter, column string) error {
	if slices.Contains(m.Across, column) {
		return nil
	}
	if len(m.Across) == 0 {
		return atlas.InvalidParameter(parameter, shorten(column), say(korean.WantNoColumn, english.WantNoColumn))
	}
	return atlas.InvalidParameter(parameter, shorten(column), oneOf(column, m.Across))
}

func (s *Server) figures(a *ask) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	questions, err := a.questions(m, q)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		across := a.query["across"]
		if q.Group != nil {
			across = q.Group.Column
		}
		variants := []indicator.Variant{q.Variant}
		if a.query["by"] == byVariant {
			variants = nil
			for _, q := range questions {
				variants = append(variants, q.Variant)
			}
		}
		evidence, err := m.Sift(ctx, s.store, a.day, across, variants...)
		if err != nil {
			return nil, err
		}
		doc := figures{Figures: []figure{}, Links: a.selfLinks()}
		if err := a.figuresOf(m, evidence, questions, &doc); err != nil {
			return nil, err
		}
		if a.restates(q, doc.Figures) {
			href := a.here(map[string]string{"areas": a.day.String()})
			doc.Links = append(doc.Links, export.Link{Href: href, Rel: "original", Type: jsonFormat.media, Title: words(a.lang).FiguresThen})
		}
		return s.document(a, doc, doc.Links, page{name: "figures", Title: m.Title.In(a.lang)})
	})
}

// restates reports whether any of the figures is of areas that were others on
// the day, so that the same question by those of the day has another answer.
func (a *ask) restates(q indicator.Question, list []figure) bool {
	if _, given := a.query["areas"]; given {
		return false
	}
	then, known := q.Areas.On(a.day)
	if _, there := then.Area(q.Region); !known || (q.Region != "" && !there) {
		return false
	}
	return slices.ContainsFunc(list, func(f figure) bool { return f.Areas != nil && f.Areas.Restated })
}

// byVariant asks for one figure for each variant.
const byVariant = "variant"

// questions are those that a question is split into: one for each area of a
// level, or for each variant.
func (a *ask) questions(m *indicator.Subject, q indicator.Question) ([]indicator.Question, error) {
	if across, given := a.query["across"]; given {
		if err := a.acrossColumn(m, "across", across); err != nil {
			return nil, err
		}
		if q.Group != nil {
			return nil, atlas.InvalidParameter("across", shorten(across), say(korean.WantGroupOrAcross, english.WantGroupOrAcross))
		}
	}
	by, given := a.query["by"]
	levels := append(indicator.Levels(), byVariant)
	switch {
	case !given:
		return []indicator.Question{q}, nil
	case by == byVariant:
		var list []indicator.Question
		for _, v := range m.Variants {
			q.Variant, _ = m.Variant(v.ID)
			list = append(list, q)
		}
		return list, nil
	case !slices.Contains(levels, by):
		return nil, atlas.InvalidParameter("by", shorten(by), oneOf(by, levels))
	}
	var list []indicator.Question
	for _, region := range q.Areas.Of(atlas.AreaLevel(by), q.Region) {
		of := q
		of.Region = region
		list = append(list, of)
	}
	return list, nil
}

// figuresOf answers the questions, each for every group if there are any.
func (a *ask) figuresOf(m *indicator.Subject, evidence indicator.Evidence, questions []indicator.Question, doc *figures) error {
	groups := []*indicator.Group{nil}
	if across, given := a.query["across"]; given {
		groups = m.Groups(evidence, across)
	}
	for _, q := range questions {
		for _, group := range groups {
			if group != nil {
				q.Group = group
			}
			f, err := m.Figure(evidence, q)
			if err != nil {
				return err
			}
			of := figure{Figure: f, Links: a.figureLinks(m, f)}
			if area, ok := q.Areas.Area(q.Region); ok {
				of.Area = &area.Name
			}
			doc.Figures = append(doc.Figures, of)
		}
	}
	return nil
}

// allFigures answers every indicator in its first variant.
func (s *Server) allFigures(a *ask) (*answer, error) {
	var subjects []*indicator.Subject
	editions := []int64{a.catalog.Defined}
	for _, d := range a.catalog.Indicators {
		m, err := a.measured(d.ID)
		if err != nil {
			return nil, err
		}
		subjects, editions = append(subjects, m), append(editions, m.Editions...)
	}
	slices.Sort(editions)
	q := indicator.Question{Day: a.day}
	var err error
	if q.Areas, err = s.areas(a); err != nil {
		return nil, err
	}
	asked, variants := make([][]indicator.Question, len(subjects)), make([][]indicator.Variant, len(subjects))
	for i, m := range subjects {
		q.Variant, _ = m.Variant("")
		variants[i] = []indicator.Variant{q.Variant}
		if asked[i], err = a.questions(m, q); err != nil {
			return nil, err
		}
		if a.query["by"] == byVariant {
			variants[i] = nil
			for _, q := range asked[i] {
				variants[i] = append(variants[i], q.Variant)
			}
		}
	}
	return s.reply(a, slices.Compact(editions), func(ctx context.Context) (*body, error) {
		doc := figures{Figures: []figure{}, Links: a.selfLinks()}
		evidence, err := indicator.SiftAll(ctx, s.store, subjects, a.day, variants)
		if err != nil {
			return nil, err
		}
		for i, m := range subjects {
			if err := a.figuresOf(m, evidence[i], asked[i], &doc); err != nil {
				return nil, err
			}
		}
		return s.document(a, doc, doc.Links, page{name: "figures", Title: words(a.lang).Figures})
	})
}

// figureLinks lead from a number to what made it.
func (a *ask) figureLinks(m *indicator.Subject, f indicator.Figure) []export.Link {
	w, path := words(a.lang), indicatorPath(m.ID)
	at := []string{"variant", f.Variant, "at", f.Day.String(), "edition", fmt.Sprint(f.Edition)}
	if f.Region != "" {
		at = append(at, "region", f.Region)
	}
	if f.Areas != nil && f.Areas.Day != nil {
		at = append(at, "areas", f.Areas.Day.String())
	}
	if f.Group != nil {
		group := f.Group.Column + ":"
		if f.Group.Value != nil {
			group += *f.Group.Value
		}
		at = append(at, "group", group)
	}
	links := []export.Link{
		{Href: a.url(path+"/figures", at...), Rel: "self", Type: jsonFormat.media, Title: m.Title.In(a.lang)},
		{Href: a.url(path+"/rows", at...), Rel: "evidence", Type: jsonFormat.media, Title: w.FigureRows},
		{Href: a.url(path+"/series", at...), Rel: "related", Type: jsonFormat.media, Title: w.Series},
		{Href: a.url(path+"/definition", "edition", fmt.Sprint(f.Edition)), Rel: "definition", Type: jsonFormat.media, Title: w.Definition},
		{Href: a.citeURL(f.ID), Rel: relCiteAs, Type: htmlFormat.media, Title: w.Citation},
	}
	if f.Region == "" && f.Group == nil {
		links = append(links, export.Link{Href: a.url(path+"/forecast", at...), Rel: "forecast", Type: jsonFormat.media, Title: w.Forecast})
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

// asked answers what is asked of one indicator with a document, which has links
// and a page of the name.
func (s *Server) asked(a *ask, name string, build func(context.Context, *indicator.Subject, indicator.Question) (any, []export.Link, error)) (*answer, error) {
	m, q, err := s.question(a)
	if err != nil {
		return nil, err
	}
	return s.reply(a, m.Editions, func(ctx context.Context) (*body, error) {
		doc, links, err := build(ctx, m, q)
		if err != nil {
			return nil, err
		}
		return s.document(a, doc, links, page{name: name, Title: m.Title.In(a.lang)})
	})
}

func (s *Server) series(a *ask) (*answer, error) {
	return s.asked(a, "series", func(ctx context.Context, m *indicator.Subject, q indicator.Question) (any, []export.Link, error) {
		evidence, err := m.SiftSeries(ctx, s.store, q)
		if err != nil {
			return nil, nil, err
		}
		points, err := m.Series(evidence, q)
		days := []atlas.Day{a.day}
		if len(points) > 0 {
			days = append(days, points[0].Day)
		}
		doc := series{
			Indicator: m.ID, Variant: q.Variant.ID, Region: q.Region, Areas: q.Areas.Restatement(q.Region, days...), Group: q.Group, Edition: m.Edition(), Until: a.day,
			Unit: m.Unit, Points: points, Links: a.selfLinks(), cite: citer(m, q, evidence.Provenance),
		}
		return doc, doc.Links, err
	})
}

func (s *Server) figureRows(a *ask) (*answer, error) {
	limit, err := limitOf(a.query, maxLimit)
	if err != nil {
		return nil, err
	}
	after, err := afterOf(a.query)
	if err != nil {
		return nil, err
	}
	return s.asked(a, "rows", func(ctx context.Context, m *indicator.Subject, q indicator.Question) (any, []export.Link, error) {
		provenance, err := m.Provenance(ctx, s.store)
		if err != nil {
			return nil, nil, err
		}
		rows, more, err := m.RowsAfter(ctx, s.store, q, after, limit)
		if err != nil {
			return nil, nil, err
		}
		doc := figureRows{
			Indicator: m.ID, Variant: q.Variant.ID, Region: q.Region, Areas: q.Areas.Restatement(q.Region, a.day), Group: q.Group, Day: a.day, Edition: m.Edition(),
			Unit: q.Variant.Measure().Unit(), Rows: []figureRow{}, Links: a.selfLinks(), cite: citer(m, q, provenance),
		}
		for _, r := range rows {
			doc.Rows = append(doc.Rows, a.figureRow(m, q, r))
		}
		if more {
			doc.Links = append(doc.Links, export.Link{
				Href: a.here(map[string]string{"after": token(doc.Rows[limit-1].ID), "at": a.day.String(), "edition": fmt.Sprint(m.Edition())}),
				Rel:  "next", Type: a.format.media, Title: words(a.lang).NextPage,
			})
		}
		return doc, doc.Links, nil
	})
}

// figureRow describes a feature behind a figure.
func (a *ask) figureRow(m *indicator.Subject, q indicator.Question, r indicator.Row) figureRow {
	f := r.Feature
	return figureRow{
		ID: f.ID, Title: m.Entry.Layer.NameOf(f, a.lang), Role: r.Role, Low: wholeText(r.Low), High: wholeText(r.High), Stage: q.Variant.Begins(f).Partial(),
		Precision: f.Precision, Place: f.Place, Citations: f.Citations,
		Links: []export.Link{{Href: a.itemURL(f, q.Day, m.Edition()), Rel: "item", Type: export.GeoJSONMediaType}},
	}
}

func wholeText(i *big.Int) *string {
	if i == nil {
		return nil
	}
	s := i.String()
	return &s
}

// knownAreas are the areas of a state of their layers.
type knownAreas struct {
	state []string
	areas indicator.Areas
}

// areas reads the areas of the edition, those valid on the day of the parameter
// areas or else those that have not ended, so that a figure does not depend on
// today. The last ones read are kept, as every figure needs them.
func (s *Server) areas(a *ask) (indicator.Areas, error) {
	var editions []int64
	for _, e := range indicator.AreaEntries(a.catalog) {
		editions = append(editions, e.Changed)
	}
	state, err := s.state(a.ctx, editions)
	if err != nil {
		return indicator.Areas{}, err
	}
	known := s.known.Load()
	if known == nil || !slices.Equal(known.state, state) {
		areas, err := indicator.ReadAreas(a.ctx, s.store, a.catalog)
		if err != nil {
			return areas, err
		}
		known = &knownAreas{state, areas}
		s.known.Store(known)
	}
	areas := known.areas
	given, ok := a.query["areas"]
	if !ok {
		return areas, nil
	}
	day, err := atlas.ParseDay(given)
	if err != nil {
		return areas, unusable("areas", given, say(korean.WantDay, english.WantDay))
	}
	if areas, ok = areas.On(day); !ok {
		return areas, unusable("areas", given, say(korean.WantAreasDay, english.WantAreasDay, areas.Since()))
	}
	return areas, nil
}

// noSuchArea refuses a code that is none of the areas; one of another day is
// told the day.
func noSuchArea(areas indicator.Areas, code string) error {
	other, ok := areas.With(code)
	switch {
	case !ok:
		return unusable("region", code, say(korean.WantArea, english.WantArea))
	case other.Day == 0:
		return unusable("region", code, say(korean.WantAreaNow, english.WantAreaNow, areas.Day, code))
	default:
		return unusable("region", code, say(korean.WantAreaThen, english.WantAreaThen, code, other.Day))
	}
}
