package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

// definitionOf is a small layer of points with a stage.
func definitionOf(id string) atlas.Definition {
	return atlas.Definition{Kind: "layer", ID: id, Body: json.RawMessage(`{
		"id": "` + id + `", "title": {"ko": "시험", "en": "Tests"}, "description": {"ko": "시험 <b>용</b>", "en": "For <b>tests</b>"},
		"geometry": "Point",
		"schema": {
			"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true},
			"limit": {"type": "integer", "title": {"ko": "한도", "en": "Limit"}},
			"share": {"type": "decimal", "unit": "%", "title": {"ko": "비중", "en": "Share"}},
			"open": {"type": "boolean", "title": {"ko": "개방", "en": "Open"}},
			"page": {"type": "string", "title": {"ko": "쪽", "en": "Page"}},
			"tags": {"type": "strings", "title": {"ko": "꼬리표", "en": "Tags"}}
		},
		"stages": [{"id": "selected", "title": {"ko": "선정", "en": "Selected"}}],
		"publish": {"zoom": [0, 14], "tile": ["name_ko"]},
		"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
	}`)}
}

func feature(layer, id string, properties map[string]any) *atlas.Feature {
	selected, err := atlas.ParseDay("2024-10-28")
	if err != nil {
		panic(err)
	}
	if properties["name_ko"] == nil {
		properties["name_ko"] = "이름 " + id
	}
	return &atlas.Feature{
		Layer: layer, ID: id, Geometry: orb.Point{127, 36}, Precision: atlas.PrecisionSite,
		Place:      atlas.Place{Region: "CHC", Sido: "43", Basis: atlas.BasisStated},
		Stages:     map[string]atlas.Interval{"selected": {From: selected, To: selected}},
		Life:       atlas.Interval{From: selected, To: atlas.MaxDay},
		Properties: properties,
		Citations:  []atlas.Citation{{Source: atlas.SourceID("https://example.kr/"), URL: "https://example.kr/"}},
	}
}

func publish(t *testing.T, store *postgis.Store, definitions []atlas.Definition, features ...*atlas.Feature) {
	t.Helper()
	p := atlas.Publication{Author: "시험", Reason: "시험 자료", Origin: map[string]string{"kind": "test"}, Definitions: definitions}
	for _, f := range features {
		p.Changes = append(p.Changes, atlas.Change{Layer: f.Layer, ID: f.ID, Feature: f})
	}
	if _, err := store.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

// fresh is a server on a database of its own.
func fresh(t *testing.T) (*apitest.Client, *postgis.Store) {
	t.Helper()
	store := postgistest.Open(t)
	o := options(t)
	o.Store = store
	return serve(t, o), store
}

func TestEditionsAreStatesOfTheData(t *testing.T) {
	c, store := fresh(t)
	c.Get("/readyz").Problem(http.StatusServiceUnavailable)
	if p := c.Get("/api", "Accept-Language", "ko").Problem(http.StatusServiceUnavailable); !strings.Contains(p.Detail, "아직 발행된 자료가 없습니다") {
		t.Errorf("without an edition: %s", p.Detail)
	}
	c.Get("/healthz").Want(http.StatusOK)

	publish(t, store, []atlas.Definition{definitionOf("ones"), definitionOf("twos")},
		feature("ones", "a", map[string]any{}), feature("twos", "a", map[string]any{}))
	c.Get("/readyz").Want(http.StatusOK)
	const ones, twos = "/api/collections/ones/items", "/api/collections/twos/items"
	oldOnes, oldTwos := c.Get(ones), c.Get(twos)
	oldTile := c.Get("/api/collections/ones/tiles/WebMercatorQuad/0/0/0").Want(http.StatusOK)

	publish(t, store, nil, feature("twos", "b", map[string]any{}), feature("twos", "c", map[string]any{}))
	// What the new edition left alone is still what the client has.
	c.Get(ones, "If-None-Match", oldOnes.Header.Get("ETag")).Want(http.StatusNotModified)
	c.Get("/api/collections/ones/tiles/WebMercatorQuad/0/0/0", "If-None-Match", oldTile.Header.Get("ETag")).Want(http.StatusNotModified)
	c.Get(twos, "If-None-Match", oldTwos.Header.Get("ETag")).Want(http.StatusOK)
	if got := all(t, c, twos); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("newest: %v", got)
	}
	if got := all(t, c, twos+"?edition=1"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("edition 1: %v", got)
	}
	// A walk begun in one edition stays in it.
	page := read(t, c, twos+"?limit=1")
	publish(t, store, nil, feature("twos", "bb", map[string]any{}))
	second := read(t, c, apitest.Find(page.Links, "next", "").Href)
	third := read(t, c, apitest.Find(second.Links, "next", "").Href)
	if got := append(second.ids(), third.ids()...); !slices.Equal(got, []string{"b", "c"}) || apitest.Find(third.Links, "next", "") != nil {
		t.Errorf("the walk went on to %v", got)
	}
	// The address of a tile names the edition that last changed the layer.
	var tj struct{ Tiles []string }
	c.Get("/api/collections/ones/tiles/WebMercatorQuad?f=tilejson").JSON(&tj)
	if !strings.Contains(tj.Tiles[0], "edition=1") {
		t.Errorf("tiles of a layer that did not change: %s", tj.Tiles[0])
	}
	c.Get("/api/collections/twos/tiles/WebMercatorQuad?f=tilejson").JSON(&tj)
	if !strings.Contains(tj.Tiles[0], "edition=3") {
		t.Errorf("tiles of a layer that changed: %s", tj.Tiles[0])
	}
	if p := c.Get(ones+"?edition=4", "Accept-Language", "en").Problem(http.StatusNotFound); !strings.Contains(p.Wanted, "1 to 3") {
		t.Errorf("edition 4: %s", p.Wanted)
	}
}

func TestListOfEditions(t *testing.T) {
	c, store := fresh(t)
	publish(t, store, []atlas.Definition{definitionOf("ones")}, feature("ones", "a", map[string]any{}))
	for i := range 4 {
		publish(t, store, nil, feature("ones", "b"+strconv.Itoa(i), map[string]any{}))
	}
	walk := func(target string) []int {
		var ids []int
		for target != "" {
			var doc struct {
				Editions []struct {
					ID     int
					Digest string
				}
				Links []apitest.Link
			}
			c.Get(target).Want(http.StatusOK).JSON(&doc)
			for _, e := range doc.Editions {
				ids = append(ids, e.ID)
				var one struct{ ID, Digest any }
				c.Get(fmt.Sprintf("/api/editions/%d", e.ID)).Want(http.StatusOK).JSON(&one)
				if len(e.Digest) != 64 || one.Digest != any(e.Digest) {
					t.Errorf("edition %d: digest %q", e.ID, e.Digest)
				}
			}
			target = ""
			if next := apitest.Find(doc.Links, "next", ""); next != nil {
				target = next.Href
			}
		}
		return ids
	}
	for target, want := range map[string][]int{
		"/api/editions":                   {5, 4, 3, 2, 1},
		"/api/editions?limit=2":           {5, 4, 3, 2, 1},
		"/api/editions?before=3":          {2, 1},
		"/api/editions?edition=2":         {2, 1},
		"/api/editions?edition=4&limit=1": {4, 3, 2, 1},
	} {
		if got := walk(target); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", target, got, want)
		}
	}
}

// Two databases whose editions have the same numbers are told apart.
func TestETagsOfAnotherDatabase(t *testing.T) {
	one, first := fresh(t)
	two, second := fresh(t)
	publish(t, first, []atlas.Definition{definitionOf("ones")}, feature("ones", "a", map[string]any{}))
	publish(t, second, []atlas.Definition{definitionOf("ones")}, feature("ones", "b", map[string]any{}))
	for _, path := range []string{"/api/collections/ones/items", "/api/collections", "/api/collections/ones/tiles/WebMercatorQuad/0/0/0"} {
		tag := one.Get(path, "Host", "map.example").Header.Get("ETag")
		two.Get(path, "Host", "map.example", "If-None-Match", tag).Want(http.StatusOK)
	}
}

// Whatever ids and values hold, links lead to them and pages show them as text.
func TestStrangeIDsAndValues(t *testing.T) {
	c, store := fresh(t)
	const attack = `<script>alert("x")</script>`
	strange := []string{"한글 이름", "a/b", "100%", "a?b&c=d", "a+b", "a;b", `q"uote`, "a.b:c", attack}
	var features []*atlas.Feature
	for i, id := range strange {
		features = append(features, feature("ones", id, map[string]any{
			"name_ko": attack, "name_en": "A & B", "limit": int64(i), "share": json.Number("41.50"), "open": i%2 == 0,
			"page": "javascript:alert(1)", "tags": []string{attack, "b"},
		}))
	}
	publish(t, store, []atlas.Definition{definitionOf("ones")}, features...)
	for _, id := range strange {
		path := "/api/collections/ones/items/" + url.PathEscape(id)
		var f struct {
			ID    string
			Links []apitest.Link
		}
		c.Get(path).Want(http.StatusOK).JSON(&f)
		if f.ID != id {
			t.Errorf("%s: %q", path, f.ID)
		}
		c.Get(apitest.Find(f.Links, "self", "").Href).Want(http.StatusOK)
		checkPage(t, c.Get(path+"?f=html"), "ko")
	}
	list := checkPage(t, c.Get("/api/collections/ones/items?f=html"), "ko")
	for _, a := range find(find(list, "tbody", "")[0], "a", "") {
		c.Get(attr(a, "href")).Want(http.StatusOK)
	}
	if !strings.Contains(text(list), attack) || !strings.Contains(text(list), "41.50") {
		t.Error("the page does not show the values as they are")
	}
	for _, name := range []string{"", "/schema", "/queryables", "/definition", "/tiles", "/tiles/WebMercatorQuad"} {
		checkPage(t, c.Get("/api/collections/ones"+name+"?f=html"), "ko")
	}
	if got := all(t, c, "/api/collections/ones/items?limit=2"); len(got) != len(strange) {
		t.Errorf("a walk finds %d of %d", len(got), len(strange))
	}
	for query, want := range map[string]int{
		"share=41.5": 9, "share=41.50": 9, "share=-1E2": 0, "open=true": 5, "open=false": 4, "name_ko=" + url.QueryEscape(attack): 9,
		"limit=3": 3, // a column named as a parameter stays a parameter
	} {
		if p := read(t, c, "/api/collections/ones/items?"+query); query != "limit=3" && p.NumberMatched != want || p.NumberReturned != want {
			t.Errorf("%s: %d features, want %d", query, p.NumberReturned, want)
		}
	}
	for _, query := range []string{"open=yes", "share=half", "tags=b"} {
		c.Get("/api/collections/ones/items?" + query).Problem(http.StatusBadRequest)
	}
}
