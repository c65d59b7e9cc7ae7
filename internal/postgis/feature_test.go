package postgis_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
	"growthmap/internal/postgis/postgistest"
)

func jsonNumber(s string) json.Number { return json.Number(s) }

func TestQueries(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	var features []*atlas.Feature
	for n := range 6 {
		features = append(features, plant(t, n))
	}
	features[1].Properties["sector"] = "자동차"
	features[2].Properties["counts"] = true
	features[3].Properties["share"] = jsonNumber("41.1")
	features[4].Properties["tags"] = []string{"가", "나"}
	features[4].Place.Among = []string{"HNM", "JBK"}
	june := atlas.Interval{From: day(t, "2026-06-01"), To: day(t, "2026-06-30")}
	features[5].Stages = map[string]atlas.Interval{"under-construction": june}
	features[5].Life = atlas.Interval{From: june.From, To: atlas.MaxDay}
	features[5].Geometry = nil
	e := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(features...)})

	number := func(s string) cql2.Number {
		n, err := cql2.ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	everything := atlas.Always
	may := atlas.Interval{From: day(t, "2026-05-01"), To: day(t, "2026-05-31")}
	all := []string{"p000", "p001", "p002", "p003", "p004", "p005"}
	for name, test := range map[string]struct {
		change func(*atlas.Query)
		want   []string
	}{
		"all":                         {func(*atlas.Query) {}, all},
		"before the first":            {func(q *atlas.Query) { q.Day = day(t, "2024-10-27") }, nil},
		"on the first day":            {func(q *atlas.Query) { q.Day = day(t, "2024-10-28") }, all[:5]},
		"during May, life reaches in": {func(q *atlas.Query) { q.During = &may }, all[:5]},
		"on any day":                  {func(q *atlas.Query) { q.Day, q.During = day(t, "1900-01-01"), &everything }, all},
		"after an id":                 {func(q *atlas.Query) { q.After = "p003" }, []string{"p004", "p005"}},
		"a page":                      {func(q *atlas.Query) { q.Limit, q.Offset = 2, 1 }, []string{"p001", "p002"}},
		"where it is known to be so": {func(q *atlas.Query) {
			q.Filter = cql2.Compare{Op: cql2.Greater, Left: cql2.Property("share"), Right: number("50")}
		}, nil},
		"where it may be so": {func(q *atlas.Query) {
			q.Filter, q.Possible = cql2.Compare{Op: cql2.Greater, Left: cql2.Property("share"), Right: number("50")}, true
		}, []string{"p000", "p001", "p002", "p004", "p005"}},
		"a box": {func(q *atlas.Query) {
			q.Boxes = []orb.Bound{{Min: orb.Point{127.005, 35}, Max: orb.Point{127.025, 37}}}
		}, []string{"p001", "p002"}},
		"two boxes": {func(q *atlas.Query) {
			q.Boxes = []orb.Bound{{Min: orb.Point{126, 35}, Max: orb.Point{127.005, 37}}, {Min: orb.Point{127.035, 35}, Max: orb.Point{128, 37}}}
		}, []string{"p000", "p004"}},
		"a text":                   {func(q *atlas.Query) { q.Filter = equals("sector", cql2.String("자동차")) }, []string{"p001"}},
		"a text that is not there": {func(q *atlas.Query) { q.Filter = equals("sector", cql2.String("' or 1=1 --")) }, nil},
		"an integer":               {func(q *atlas.Query) { q.Filter = equals("amount", number("3000000021")) }, []string{"p003"}},
		"a decimal, other digits":  {func(q *atlas.Query) { q.Filter = equals("share", number("41.10")) }, []string{"p003"}},
		"a truth value":            {func(q *atlas.Query) { q.Filter = equals("counts", cql2.Bool(true)) }, []string{"p002"}},
		"a member of a list":       {func(q *atlas.Query) { q.Filter = equals("tags", cql2.String("나")) }, []string{"p004"}},
		"an area among several":    {func(q *atlas.Query) { q.Filter = equals("among", cql2.String("JBK")) }, []string{"p004"}},
		"a stage on the day":       {func(q *atlas.Query) { q.Filter = equals("stage", cql2.String("under-construction")) }, []string{"p005"}},
		"a stage before it is sure": {func(q *atlas.Query) {
			q.Day, q.Filter = day(t, "2026-06-29"), equals("stage", cql2.String("under-construction"))
		}, nil},
		"the month of a stage":          {func(q *atlas.Query) { q.Filter = equals("under_construction_on", cql2.String("2026-06")) }, []string{"p005"}},
		"a day in the month of a stage": {func(q *atlas.Query) { q.Filter = equals("under_construction_on", cql2.String("2026-06-10")) }, nil},
		"the place as stated":           {func(q *atlas.Query) { q.Filter = equals("stated_sido", cql2.String("충북")) }, all},
		"precision and region": {func(q *atlas.Query) {
			q.Filter = cql2.All(equals("precision", cql2.String("site")), equals("region", cql2.String("CHC")))
		}, all},
		"or, not, in, between, is null": {func(q *atlas.Query) {
			q.Filter = cql2.Or{cql2.In{Value: cql2.Property("sector"), List: []cql2.Operand{cql2.String("자동차")}}, cql2.Between{Value: cql2.Property("amount"), Low: number("2e9"), High: number("3e9")}, cql2.Not{Expr: cql2.IsNull{Operand: cql2.Property("share")}}}
		}, []string{"p001", "p002", "p003"}},
	} {
		t.Run(name, func(t *testing.T) {
			q := atlas.Query{Layer: l, Edition: e.ID, Day: day(t, "2026-11-22")}
			test.change(&q)
			if got := ids(t, s, q); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}

	var geometries int
	err := s.Features(t.Context(), atlas.Query{Layer: l, Edition: e.ID, During: &everything, SkipGeometry: true}, func(f *atlas.Feature) error {
		if f.Geometry != nil {
			geometries++
		}
		return nil
	})
	if err != nil || geometries != 0 {
		t.Errorf("%d geometries of a query that skips them, %v", geometries, err)
	}

	for name, filter := range map[string]cql2.Expr{
		"unknown column": equals("colour", cql2.String("red")),
		"unlike kinds":   equals("amount", cql2.String("a lot")),
		"a time of day":  cql2.Temporal{Op: cql2.TAfter, Left: cql2.Property("selected_on"), Right: cql2.Timestamp{Time: time.Now()}},
		"no geometry":    cql2.Spatial{Op: cql2.SWithin, Left: cql2.Property("sector"), Right: cql2.BBox{East: 1, North: 1}},
		"a collection":   cql2.Spatial{Op: cql2.SWithin, Left: cql2.Property("geometry"), Right: cql2.Geometry{Geometry: orb.Collection{orb.Point{127, 36}}}},
		"order of lists": cql2.Compare{Op: cql2.Less, Left: cql2.Property("tags"), Right: cql2.String("x")},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Count(t.Context(), atlas.Query{Layer: l, Edition: e.ID, Filter: filter})
			if !atlas.IsKind(err, atlas.Invalid) && !atlas.IsKind(err, atlas.NotFound) {
				t.Errorf("got %v, want an error for the reader", err)
			}
		})
	}
}

func TestTileFeatures(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	wide := plant(t, 50)
	var ring orb.Ring
	for i := range 101 { // a straight edge of a hundred steps
		ring = append(ring, orb.Point{126 + float64(i)/100, 35})
	}
	wide.Geometry = orb.Polygon{append(ring, orb.Point{127, 35.5}, orb.Point{126, 35.5}, orb.Point{126, 35})}
	square := func(west, south, side float64) orb.Polygon {
		return orb.Polygon{{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}}
	}
	islands, speck := plant(t, 51), plant(t, 52)
	islands.Geometry = orb.MultiPolygon{square(126, 36, 0.1), square(126.5, 36, 0.001)}
	speck.Geometry = orb.MultiPolygon{square(127, 36, 0.001), square(127.1, 36, 0.001)}
	e := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(plant(t, 1), wide, islands, speck)})
	bound := project.Bound(orb.Bound{Min: orb.Point{125, 34}, Max: orb.Point{127.2, 36.5}}, project.WGS84.ToMercator)
	got := map[string]int{}
	err := s.TileFeatures(t.Context(), atlas.Query{Layer: l, Edition: e.ID, Day: day(t, "2026-01-01")}, bound, 500, func(f *atlas.Feature) error {
		if p, ok := f.Geometry.(orb.Polygon); ok {
			got[f.ID] = len(p[0])
		} else if p, ok := f.Geometry.(orb.Point); ok && bound.Contains(p) {
			got[f.ID] = 1
		} else if m, ok := f.Geometry.(orb.MultiPolygon); ok {
			got[f.ID] = -len(m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "map[p001:1 p050:5 p051:-1 p052:-2]" {
		t.Errorf("got %v, want the point, the polygon simplified to 5 points, the larger of two islands and both specks", got)
	}
}

func TestCatalog(t *testing.T) {
	s := postgistest.Open(t)
	if _, err := s.Newest(t.Context()); !atlas.IsKind(err, atlas.NotFound) {
		t.Errorf("newest of nothing: %v", err)
	}
	_, d := layer(t, plants)
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(plant(t, 1), plant(t, 2))})
	other := `{"id": "notes", "title": {"ko": "메모", "en": "Notes"}, "description": {"ko": "시험", "en": "Test"},
		"schema": {"text": {"type": "string", "title": {"ko": "글", "en": "Text"}}}, "intake": {"id": ["id"], "citations": [{"url": "url"}]}}`
	_, d2 := layer(t, other)
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d2}})
	publish(t, s, atlas.Publication{Changes: []atlas.Change{{Layer: "plants", ID: "p001"}}})
	c, err := s.Catalog(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Entry("plants")
	n, _ := c.Entry("notes")
	if len(c.Entries) != 2 || p.Changed != 3 || p.Count != 1 || n.Changed != 2 || n.Count != 0 || n.Extent != nil {
		t.Errorf("catalog of edition 3: plants %+v, notes %+v", p, n)
	}
	if p.Extent == nil || p.Extent.Min != (orb.Point{127.01, 36}) || p.Life.From != day(t, "2024-10-28") || p.Life.To != atlas.MaxDay {
		t.Errorf("plants: extent %v, life %v", p.Extent, p.Life)
	}
	if string(p.Body) != plants {
		t.Errorf("the definition is not served as it was given:\n%s", p.Body)
	}
	undated := plant(t, 7)
	undated.Life = atlas.Always
	publish(t, s, atlas.Publication{Changes: add(undated)})
	if c, err = s.Catalog(t.Context(), 4); err != nil || c.Entries[1].Life != atlas.Always {
		t.Errorf("with a feature that always was, plants live %v, %v", c.Entries[1].Life, err)
	}
	first, err := s.Catalog(t.Context(), 1)
	if err != nil || len(first.Entries) != 1 || first.Entries[0].Count != 2 {
		t.Errorf("catalog of edition 1: %+v, %v", first, err)
	}
	if _, err := s.Catalog(t.Context(), 99); !atlas.IsKind(err, atlas.NotFound) {
		t.Errorf("catalog of edition 99: %v", err)
	}
}
