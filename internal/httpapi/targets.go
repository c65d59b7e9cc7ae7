package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// targetParams are the parameters of targets beside the common ones.
var targetParams = []string{"region", "theme", "status"}

type targets struct {
	Edition int64         `json:"edition"`
	At      atlas.Day     `json:"at"`
	Rule    string        `json:"rule"` // when a target has which status
	Targets []target      `json:"targets"`
	Links   []export.Link `json:"links"`
}

// target is a feature that records what is to be reached by a day.
type target struct {
	Layer     string             `json:"layer"`
	Feature   string             `json:"feature"`
	Title     string             `json:"title"`
	Kind      named              `json:"kind"`
	Theme     named              `json:"theme"`
	Value     *amountRange       `json:"value"` // null for a goal without a number
	Unit      string             `json:"unit,omitempty"`
	Money     *atlas.Money       `json:"money,omitempty"` // what the unit is, where it is one of money
	Qualifier string             `json:"qualifier,omitempty"`
	Announced string             `json:"announced"`
	Due       *atlas.Day         `json:"due"`     // null for none
	Regions   []string           `json:"regions"` // none for the nation
	Status    indicator.Progress `json:"status"`
	Figure    *targetFigure      `json:"figure,omitempty"`
	Citations []atlas.Citation   `json:"citations"`
	Links     []export.Link      `json:"links"`
}

type named struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type amountRange struct {
	Low  string `json:"low"`
	High string `json:"high"`
}

// targetFigure is what measures a target.
type targetFigure struct {
	Indicator string `json:"indicator"`
	Variant   string `json:"variant"`
	Title     string `json:"title"`
	ID        string `json:"id"` // citation
	Unit      string `json:"unit"`
	indicator.Value
	Reported      *string `json:"reported,omitempty"` // the official value
	AtLeast       string  `json:"at_least,omitempty"` // the target in the unit of the figure
	Met           string  `json:"met,omitempty"`
	NotComputable string  `json:"not_computable,omitempty"`
}

// targets answers with the features of every layer that records milestones,
// those that are due next first, then those without a day, then those whose day
// has passed, the latest first.
func (s *Server) targets(a *ask) (*answer, error) {
	region, theme, status := a.query["region"], a.query["theme"], a.query["status"]
	if _, given := a.query["status"]; given && !slices.Contains(indicator.Progresses, indicator.Progress(status)) {
		var known []string
		for _, p := range indicator.Progresses {
			known = append(known, string(p))
		}
		return nil, unusable("status", status, oneOf(status, known))
	}
	areas, err := s.areas(a)
	if err != nil {
		return nil, err
	}
	if regions := areas.Of(atlas.AreaRegion, ""); region != "" && !slices.Contains(regions, region) {
		return nil, unusable("region", region, oneOf(region, regions))
	}
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(ctx context.Context) (*body, error) {
		all, themes, err := s.allTargets(ctx, a, areas)
		if err != nil {
			return nil, err
		}
		if theme != "" && !slices.Contains(themes, theme) {
			return nil, unusable("theme", theme, oneOf(theme, themes))
		}
		doc := targets{
			Edition: a.catalog.Edition.ID, At: a.day, Rule: indicator.ProgressRule.In(a.lang), Targets: []target{}, Links: a.selfLinks(),
		}
		for _, t := range all {
			if (region == "" || slices.Contains(t.Regions, region)) && (theme == "" || t.Theme.ID == theme) && (status == "" || string(t.Status) == status) {
				doc.Targets = append(doc.Targets, t)
			}
		}
		slices.SortStableFunc(doc.Targets, func(x, y target) int { return compareDue(a.day, x.Due, y.Due) })
		return s.document(a, doc, doc.Links, page{name: "targets", Title: words(a.lang).Targets})
	})
}

// compareDue orders the days by which targets are due as seen on a day.
func compareDue(at atlas.Day, x, y *atlas.Day) int {
	class := func(d *atlas.Day) int {
		switch {
		case d == nil:
			return 1
		case *d < at:
			return 2
		}
		return 0
	}
	if c := cmp.Compare(class(x), class(y)); c != 0 || x == nil {
		return c
	}
	if *x < at {
		x, y = y, x
	}
	return cmp.Compare(*x, *y)
}

// allTargets are the targets announced by the day, and the themes of those of
// all days in order.
func (s *Server) allTargets(ctx context.Context, a *ask, areas indicator.Areas) (all []target, themes []string, err error) {
	measured, err := s.measuredTargets(ctx, a, areas)
	if err != nil {
		return nil, nil, err
	}
	regions, always := areas.Of(atlas.AreaRegion, ""), atlas.Always
	for _, e := range a.catalog.Entries {
		if e.Layer.Milestones == nil {
			continue
		}
		q := atlas.Query{Layer: e.Layer, Edition: a.catalog.Edition.ID, During: &always, SkipGeometry: true}
		err := s.store.Features(ctx, q, func(f *atlas.Feature) error {
			t, err := a.milestone(e.Layer, f, measured)
			if !slices.ContainsFunc(regions, func(r string) bool { return !slices.Contains(t.Regions, r) }) {
				t.Regions = []string{} // all of them are the nation
			}
			themes = append(themes, t.Theme.ID)
			if f.Life.Contains(a.day) {
				all = append(all, t)
			}
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(themes)
	return all, slices.Compact(themes), nil
}

// measuredTarget is a figure and the target it is compared with.
type measuredTarget struct {
	target  *indicator.Target
	figure  indicator.Figure
	subject *indicator.Subject
	title   atlas.Text
}

// measuredTargets are the figures of all indicators that have a target: of the
// variants with the same target the first.
func (s *Server) measuredTargets(ctx context.Context, a *ask, areas indicator.Areas) ([]measuredTarget, error) {
	var subjects []*indicator.Subject
	var asked [][]indicator.Variant
	for _, d := range a.catalog.Indicators {
		subject, err := a.measured(d.ID)
		if err != nil {
			return nil, err
		}
		var variants []indicator.Variant
		for _, v := range subject.Resolved() {
			if v.Target != nil && !slices.ContainsFunc(variants, func(o indicator.Variant) bool { return o.Target.Records(v.Target.Layer, v.Target.Feature) }) {
				variants = append(variants, v)
			}
		}
		if len(variants) > 0 {
			subjects, asked = append(subjects, subject), append(asked, variants)
		}
	}
	evidence, err := indicator.SiftAll(ctx, s.store, subjects, a.day, asked)
	if err != nil {
		return nil, err
	}
	var measured []measuredTarget
	for i, subject := range subjects {
		for _, v := range asked[i] {
			f, err := subject.Figure(evidence[i], indicator.Question{Variant: v, Day: a.day, Areas: areas})
			if err != nil {
				return nil, err
			}
			measured = append(measured, measuredTarget{v.Target, f, subject, v.Title})
		}
	}
	return measured, nil
}

// milestone reads a feature as its layer says.
func (a *ask) milestone(layer *atlas.Layer, f *atlas.Feature, measured []measuredTarget) (target, error) {
	m := layer.Milestones
	t := target{
		Layer: layer.ID, Feature: f.ID, Kind: a.named(layer, f, m.Kind), Theme: a.named(layer, f, m.Theme), Title: a.named(layer, f, m.Title).Title,
		Unit: a.named(layer, f, m.Unit).Title, Qualifier: a.named(layer, f, m.Qualifier).Title, Announced: a.named(layer, f, m.Announced).Title,
		Regions: append([]string{}, f.Place.Among...), Citations: f.Citations,
		Links: []export.Link{a.itemLink("item", words(a.lang).Target, layer.ID, f.ID)},
	}
	if money, ok := m.Money[a.named(layer, f, m.Unit).ID]; ok {
		t.Money = &money
	}
	if f.Place.Region != "" {
		t.Regions = []string{f.Place.Region}
	}
	if low, high := amountOf(f, m.Value); low != "" {
		t.Value = &amountRange{low, high}
	}
	if v, ok := f.Properties[m.Due]; ok && v != nil {
		days, err := atlas.ParsePartial(fmt.Sprint(v))
		if err != nil {
			return t, fmt.Errorf("%s/%s: %w", layer.ID, f.ID, err)
		}
		t.Due = &days.To
	}
	i := slices.IndexFunc(measured, func(o measuredTarget) bool { return o.target.Records(layer.ID, f.ID) })
	if i < 0 {
		t.Status = indicator.ProgressOf(slices.Contains(m.Reached, t.Kind.ID), t.Due, nil)
		return t, nil
	}
	by := measured[i]
	t.Status = indicator.ProgressOf(slices.Contains(m.Reached, t.Kind.ID), t.Due, &by.figure)
	t.Figure = &targetFigure{
		Indicator: by.figure.Indicator, Variant: by.figure.Variant, ID: by.figure.ID, Unit: by.subject.Unit.In(a.lang), Value: by.figure.Value,
		Title: by.subject.Title.In(a.lang) + ": " + by.title.In(a.lang),
	}
	if by.figure.NotComputable != nil {
		t.Figure.NotComputable = by.figure.NotComputable.In(a.lang)
	}
	if r := by.figure.Reported; r != nil {
		t.Figure.Reported = &r.Value
	}
	if state := by.figure.Target; state != nil {
		t.Figure.AtLeast, t.Figure.Met = state.AtLeast, state.Met
	}
	t.Links = append(t.Links, a.figureLinks(by.subject, by.figure)[:2]...)
	return t, nil
}

// named is the value of a property: as it is stored, and as it is read in the
// language.
func (a *ask) named(layer *atlas.Layer, f *atlas.Feature, property string) named {
	for _, p := range layer.Schema {
		if p.ID != property {
			continue
		}
		if p.Localized {
			var n named
			for _, lang := range append(slices.Clone(languages), a.lang) {
				if text, ok := f.Properties[property+"_"+lang].(string); ok && text != "" {
					n.Title = text
					if n.ID == "" {
						n.ID = text
					}
				}
			}
			return n
		}
		v, ok := f.Properties[property]
		if !ok || v == nil {
			return named{}
		}
		code := fmt.Sprint(v)
		if title, coded := p.Codes[code]; coded {
			return named{code, title.In(a.lang)}
		}
		return named{code, code}
	}
	return named{}
}

// amountOf are the ends of a number or a range, "" for none.
func amountOf(f *atlas.Feature, property string) (low, high string) {
	text := func(key string) string {
		switch v := f.Properties[key].(type) {
		case json.Number:
			return v.String()
		case int64:
			return fmt.Sprint(v)
		}
		return ""
	}
	if one := text(property); one != "" {
		return one, one
	}
	return text(property + "_low"), text(property + "_high")
}

// itemLink leads to a feature as it is on the day in the edition.
func (a *ask) itemLink(rel, title, layer, id string) export.Link {
	return export.Link{
		Href: a.url(layerPath(layer)+"/items/"+id, "at", a.day.String(), "edition", fmt.Sprint(a.catalog.Edition.ID)),
		Rel:  rel, Type: export.GeoJSONMediaType, Title: title,
	}
}
