package indicator

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"growthmap/internal/atlas"
)

// unknowns makes features of which place, class, amount, stage and whether they
// count may be unknown, and completes them: everything known, in one of the ways
// in which the unknown may turn out.
type unknowns struct{ *rand.Rand }

const anything = `{
	"id": "anything", "title": {"ko": "사업", "en": "Anything"}, "description": {"ko": "시험", "en": "For tests"},
	"schema": {
		"class": {"type": "string", "title": {"ko": "구분", "en": "Class"}},
		"sure": {"type": "string", "title": {"ko": "확실", "en": "Sure"}},
		"sector": {"type": "string", "title": {"ko": "업종", "en": "Sector"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
		"most": {"type": "integer", "unit": "KRW", "title": {"ko": "최대", "en": "At most"}}
	},
	"stages": [{"id": "chosen", "title": {"ko": "선정", "en": "Chosen"}}, {"id": "running", "title": {"ko": "가동", "en": "Running"}}],
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}`

var spots = []atlas.Place{
	{Region: "HNM", Sido: "12"}, {Region: "JBK", Sido: "52", Sigungu: "52110"}, {Region: "JBK", Sido: "52", Sigungu: "52130"}, {Region: "CAP"},
}

func (r unknowns) one(i int) *atlas.Feature {
	f := &atlas.Feature{ID: fmt.Sprint(i), Properties: map[string]any{"most": int64(50 + r.IntN(50))}, Stages: map[string]atlas.Interval{}}
	f.Place = []atlas.Place{spots[r.IntN(len(spots))], spots[r.IntN(len(spots))], {Region: "JBK", Sido: "52"}, {Among: []string{"HNM", "JBK"}}, {}}[r.IntN(5)]
	if r.IntN(4) > 0 {
		f.Properties["class"] = []string{"in", "out"}[r.IntN(2)]
	}
	if r.IntN(4) > 0 {
		f.Properties["amount"] = int64(r.IntN(50))
	}
	if r.IntN(4) > 0 {
		f.Properties["sector"] = []string{"a", "b", "c"}[r.IntN(3)]
	}
	f.Properties["sure"] = []string{"yes", "yes", "yes", "perhaps"}[r.IntN(4)]
	chosen := atlas.Day(20000 + r.IntN(60))
	f.Stages["chosen"] = atlas.Interval{From: chosen, To: chosen + atlas.Day(r.IntN(2)*r.IntN(40))}
	if r.IntN(2) > 0 {
		running := f.Stages["chosen"].To + atlas.Day(r.IntN(30))
		f.Stages["running"] = atlas.Interval{From: running, To: running + atlas.Day(r.IntN(2)*r.IntN(20))}
	}
	return f
}

// complete returns one way in which the feature may turn out; nil for not at all.
func (r unknowns) complete(f *atlas.Feature) *atlas.Feature {
	if f.Properties["sure"] == "perhaps" && r.IntN(2) == 0 {
		return nil
	}
	c := &atlas.Feature{ID: f.ID, Place: f.Place, Properties: map[string]any{"sure": "yes", "most": f.Properties["most"]}, Stages: map[string]atlas.Interval{}}
	for _, id := range []string{"class", "amount", "sector"} {
		if v, ok := f.Properties[id]; ok {
			c.Properties[id] = v
			continue
		}
		switch id {
		case "class":
			c.Properties[id] = []string{"in", "out"}[r.IntN(2)]
		case "amount":
			c.Properties[id] = []int64{0, f.Properties["most"].(int64), r.Int64N(f.Properties["most"].(int64) + 1)}[r.IntN(3)]
		case "sector":
			c.Properties[id] = []string{"a", "b", "c", "d" + f.ID}[r.IntN(4)]
		}
	}
	day := func(i atlas.Interval) atlas.Interval {
		d := i.From + atlas.Day(r.IntN(int(i.To-i.From)+1))
		return atlas.Interval{From: d, To: d}
	}
	c.Stages["chosen"] = day(f.Stages["chosen"])
	if running, ok := f.Stages["running"]; ok {
		c.Stages["running"] = day(running)
	} else { // soon, or long after every day asked about
		d := c.Stages["chosen"].From + []atlas.Day{atlas.Day(r.IntN(60)), 10000}[r.IntN(2)]
		c.Stages["running"] = atlas.Interval{From: d, To: d}
	}
	switch {
	case len(f.Place.Among) > 0:
		c.Place = spots[r.IntN(3)]
	case f.Place.Region == "":
		c.Place = spots[r.IntN(len(spots))]
	case f.Place.Sido == "52" && f.Place.Sigungu == "":
		c.Place = spots[1+r.IntN(2)]
	}
	return c
}

func measuresOfAnything() map[string]*Definition {
	define := func(measure string) *Definition {
		return must(Parse([]byte(`{"id": "i", "title": {"ko": "가", "en": "A"}, "description": {"ko": "가", "en": "A"}, "unit": {"ko": "원", "en": "won"},
			"direction": "up", "places": 3, "layer": "anything", "measure": ` + measure + plain + `}`)))
	}
	return map[string]*Definition{
		"count":          define(`{"kind": "count", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'"}`),
		"count running":  define(`{"kind": "count", "stage": "running", "possible_from": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'"}`),
		"count since":    define(`{"kind": "count", "stage": "running", "possible_from": "chosen", "since": "2024-11-01", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'"}`),
		"sum":            define(`{"kind": "sum", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'", "amount": "amount", "at_most": "most"}`),
		"share":          define(`{"kind": "share", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'", "amount": "amount", "at_most": "most", "among": "class = 'in'", "unknown": "class IS NULL"}`),
		"share of cases": define(`{"kind": "share", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'", "cases": true, "among": "class = 'in'", "unknown": "class IS NULL"}`),
		"share of a whole": define(`{"kind": "share", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'", "amount": "amount", "at_most": "most", "among": "class = 'in'", "unknown": "class IS NULL",
			"of": {"layer": "w", "feature": "W", "value": "a"}}`),
		"distinct": define(`{"kind": "distinct", "stage": "chosen", "where": "sure IS NOT NULL", "uncertain": "sure = 'perhaps'", "column": "sector"}`),
	}
}

// However the unknown turns out, the value lies within the bounds.
func TestBoundsHoldEveryCompletion(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(anything)))
	random := unknowns{rand.New(rand.NewPCG(1, 2))}
	measures := measuresOfAnything()
	wholes := map[Whole]*big.Int{{Layer: "w", Feature: "W", Value: "a"}: big.NewInt(2000)}
	checked := 0
	for range 150 {
		var features []*atlas.Feature
		for i := range 1 + random.IntN(8) {
			features = append(features, random.one(i))
		}
		q := Question{Day: atlas.Day(20020 + random.IntN(80)), Areas: areas, Region: []string{"", "", "HNM", "JBK", "52", "52110"}[random.IntN(6)]}
		for name, d := range measures {
			q.Variant, _ = d.Variant("")
			bounds := must(d.Figure(Evidence{Layer: layer, Features: features, Wholes: wholes}, q))
			for range 20 {
				var completed []*atlas.Feature
				for _, f := range features {
					if c := random.complete(f); c != nil {
						completed = append(completed, c)
					}
				}
				f := must(d.Figure(Evidence{Layer: layer, Features: completed, Wholes: wholes}, q))
				if f.Value.Value == nil {
					continue // a share of nothing
				}
				if *f.Low != *f.Value.Value || *f.High != *f.Value.Value {
					t.Fatalf("%s of %q: everything is known, and it is %s", name, q.Region, text(f.Value))
				}
				value, _ := new(big.Rat).SetString(*f.Value.Value)
				beyond := func(end *string, sign int) bool {
					if end == nil {
						return false
					}
					bound, _ := new(big.Rat).SetString(*end)
					return value.Cmp(bound) == sign
				}
				if beyond(bounds.Low, -1) || beyond(bounds.High, 1) {
					t.Fatalf("%s of %q on %s: %s is outside of %s", name, q.Region, q.Day, *f.Value.Value, text(bounds.Value))
				}
				checked++
			}
		}
	}
	if checked < 10000 {
		t.Errorf("only %d completions had a value", checked)
	}
}

// What adds up never falls from day to day, at either end.
func TestWhatAddsUpNeverFalls(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(anything)))
	random := unknowns{rand.New(rand.NewPCG(3, 4))}
	for range 100 {
		var features []*atlas.Feature
		for i := range 1 + random.IntN(10) {
			features = append(features, random.one(i))
		}
		for name, d := range measuresOfAnything() {
			if d.Measure.Kind == Share && d.Measure.Of == nil {
				continue // a share may fall
			}
			v, _ := d.Variant("")
			wholes := map[Whole]*big.Int{{Layer: "w", Feature: "W", Value: "a"}: big.NewInt(2000)}
			points := must(d.Series(Evidence{Layer: layer, Features: features, Wholes: wholes}, Question{Variant: v, Day: 20200, Areas: areas}))
			for i := 1; i < len(points); i++ {
				for _, ends := range [][2]*string{{points[i-1].Low, points[i].Low}, {points[i-1].High, points[i].High}} {
					before, _ := new(big.Rat).SetString(*ends[0])
					after, _ := new(big.Rat).SetString(*ends[1])
					if after.Cmp(before) < 0 {
						t.Fatalf("%s falls from %s on %s to %s on %s", name, text(points[i-1].Value), points[i-1].Day, text(points[i].Value), points[i].Day)
					}
				}
			}
		}
	}
}
