package postgis_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

func TestMain(m *testing.M) { os.Exit(postgistest.Main(m)) }

// plants is a layer with one property of every type.
const plants = `{
	"id": "plants", "title": {"ko": "공장", "en": "Plants"}, "description": {"ko": "시험용 공장", "en": "Plants for tests"},
	"geometry": "Geometry",
	"schema": {
		"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true},
		"sector": {"type": "string", "title": {"ko": "업종", "en": "Sector"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
		"share": {"type": "decimal", "title": {"ko": "비중", "en": "Share"}},
		"counts": {"type": "boolean", "title": {"ko": "집계", "en": "Counts"}},
		"tags": {"type": "strings", "title": {"ko": "꼬리표", "en": "Tags"}}
	},
	"stages": [{"id": "selected", "title": {"ko": "선정", "en": "Selected"}}, {"id": "under-construction", "title": {"ko": "착공", "en": "Under construction"}}],
	"publish": {"zoom": [4, 14], "index": ["sector", "amount"]},
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}
`

func layer(t *testing.T, body string) (*atlas.Layer, atlas.Definition) {
	t.Helper()
	l, err := atlas.ParseLayer([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return l, atlas.Definition{Kind: "layer", ID: l.ID, Body: json.RawMessage(body)}
}

func day(t *testing.T, s string) atlas.Day {
	t.Helper()
	d, err := atlas.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// plant is a feature whose name, amount and place follow from its number.
func plant(t *testing.T, n int) *atlas.Feature {
	selected := day(t, "2024-10-28")
	return &atlas.Feature{
		Layer: "plants", ID: fmt.Sprintf("p%03d", n), Geometry: orb.Point{127 + float64(n)/100, 36},
		Precision: atlas.PrecisionSite, Place: atlas.Place{Region: "CHC", Sido: "43", Basis: atlas.BasisStated},
		Stated:     map[string]string{"sido": "충북"},
		Stages:     map[string]atlas.Interval{"selected": {From: selected, To: selected}},
		Life:       atlas.Interval{From: selected, To: atlas.MaxDay},
		Properties: map[string]any{"name_ko": fmt.Sprintf("공장 %d", n), "sector": "조선", "amount": int64(n) * 1_000_000_007},
		Citations:  []atlas.Citation{{Source: atlas.SourceID("https://example.kr/1"), URL: "https://example.kr/1", Date: "2024-10"}},
	}
}

func add(features ...*atlas.Feature) []atlas.Change {
	changes := make([]atlas.Change, len(features))
	for i, f := range features {
		changes[i] = atlas.Change{Layer: f.Layer, ID: f.ID, Feature: f}
	}
	return changes
}

func publish(t *testing.T, s *postgis.Store, p atlas.Publication) atlas.Edition {
	t.Helper()
	if p.Author == "" {
		p.Author, p.Reason = "tester", "test"
	}
	e, err := s.Publish(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func ids(t *testing.T, s *postgis.Store, q atlas.Query) []string {
	t.Helper()
	var ids []string
	err := s.Features(t.Context(), q, func(f *atlas.Feature) error {
		ids = append(ids, f.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Count(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if q.Limit == 0 && q.Offset == 0 && q.After == "" && n != int64(len(ids)) {
		t.Errorf("Count says %d, Features gave %d", n, len(ids))
	}
	return ids
}

func equals(column string, value cql2.Operand) cql2.Expr {
	return cql2.Compare{Op: cql2.Equal, Left: cql2.Property(column), Right: value}
}
