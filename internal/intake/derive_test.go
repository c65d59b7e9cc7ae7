package intake

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// belts is a layer that draws one shape through the nodes given.
func belts(t *testing.T, as string, nodes ...string) *atlas.Layer {
	t.Helper()
	return mustLayer(fmt.Sprintf(`{
		"id": "belts", %s, "geometry": "Geometry", "publish": {"zoom": [0, 9]},
		"schema": {"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true, "required": true},
			"length": {"type": "decimal", "title": {"ko": "길이", "en": "Length"}}},
		"derive": {"through": "nodes", "features": [{"id": "belt", "as": %q, "nodes": ["%s"],
			"properties": {"name_ko": "벨트", "name_en": "Belt", "length": "1.50"}}]}
	}`, titled, as, strings.Join(nodes, `","`)))
}

func node(id string, lon, lat float64, p atlas.Precision) *atlas.Feature {
	return &atlas.Feature{Layer: "nodes", ID: id, Geometry: orb.Point{lon, lat}, Precision: p, Citations: []atlas.Citation{
		{Source: "src-of-all", Date: "2025-12-10"}, {Source: "src-" + id},
	}}
}

func square() []*atlas.Feature {
	return []*atlas.Feature{
		node("sw", 127, 35, atlas.PrecisionSite), node("nw", 127, 36, atlas.PrecisionComplex),
		node("ne", 128, 36, atlas.PrecisionSido), node("se", 128, 35, atlas.PrecisionSite),
		node("mid", 127.5, 35.5, atlas.PrecisionSite), {Layer: "nodes", ID: "nowhere"}, {Layer: "others", ID: "stray", Geometry: orb.Point{1, 1}},
	}
}

func TestLineThroughNodes(t *testing.T) {
	features, issues := Derive(belts(t, "line", "se", "sw", "nw"), square())
	if len(features) != 1 || len(issues) != 0 {
		t.Fatal(issues)
	}
	f := features[0]
	if !orb.Equal(f.Geometry, orb.LineString{{128, 35}, {127, 35}, {127, 36}}) || f.Precision != atlas.PrecisionComplex || f.ID != "belt" {
		t.Errorf("%s: %v, %s", f.ID, f.Geometry, f.Precision)
	}
	var sources []string
	for _, c := range f.Citations {
		sources = append(sources, c.Source)
	}
	if want := []string{"src-of-all", "src-se", "src-sw", "src-nw"}; !reflect.DeepEqual(sources, want) {
		t.Errorf("cites %v, want %v", sources, want)
	}
	if f.Properties["name_ko"] != "벨트" || fmt.Sprint(f.Properties["length"]) != "1.50" {
		t.Errorf("properties %v", f.Properties)
	}
}

func TestAreaThroughNodesIsClosedAndCounterClockwise(t *testing.T) {
	features, issues := Derive(belts(t, "area", "sw", "nw", "ne", "se"), square())
	if len(features) != 1 {
		t.Fatal(issues)
	}
	ring := features[0].Geometry.(orb.Polygon)[0]
	if len(ring) != 5 || !ring.Closed() || ring.Orientation() != orb.CCW || features[0].Precision != atlas.PrecisionSido {
		t.Errorf("%v, %s", ring, features[0].Precision)
	}
}

func TestShapesThatCannotBeDrawn(t *testing.T) {
	for what, l := range map[string]*atlas.Layer{
		"sides that cross":        belts(t, "area", "sw", "ne", "nw", "se"),
		"a side through a corner": belts(t, "area", "sw", "mid", "ne", "nw", "mid"),
		"no area":                 belts(t, "area", "sw", "mid", "ne"),
		"two nodes":               belts(t, "area", "sw", "ne"),
		"one node":                belts(t, "line", "sw"),
		"an unknown shape":        belts(t, "circle", "sw", "ne"),
		"an unknown node":         belts(t, "line", "sw", "ne", "xx"),
		"a node without a point":  belts(t, "line", "sw", "ne", "nowhere"),
		"a node of another layer": belts(t, "line", "sw", "ne", "stray"),
	} {
		if features, issues := Derive(l, square()); len(features) != 0 || !Blocked(issues) {
			t.Errorf("%s is drawn: %v", what, issues)
		}
	}
}

func TestSourcesOfCitations(t *testing.T) {
	cite := func(c ...atlas.Citation) *atlas.Feature { return &atlas.Feature{Citations: c} }
	web := atlas.Citation{Source: "src-b", URL: "https://a.kr", Publisher: "나", Date: "2026-01", Kind: "press"}
	other := web
	other.Publisher, other.Kind = "가", ""
	features, issues := Derive(shipped(t).layer(t, "sources"), []*atlas.Feature{
		cite(web, other), cite(web), cite(atlas.Citation{Source: "src-a", Title: "문서"}),
	})
	if len(features) != 2 || len(issues) != 0 {
		t.Fatalf("%d sources, %v", len(features), issues)
	}
	want := []map[string]any{
		{"document": "문서", "cited_by": int64(1)},
		{"url": "https://a.kr", "publishers": []string{"가", "나"}, "dates": []string{"2026-01"}, "kinds": []string{"press"}, "cited_by": int64(2)},
	}
	for i, f := range features {
		if !reflect.DeepEqual(f.Properties, want[i]) || f.Citations[0].Source != f.ID {
			t.Errorf("%s: %v citing %v, want %v", f.ID, f.Properties, f.Citations, want[i])
		}
	}
}
