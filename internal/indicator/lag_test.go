package indicator

import (
	"math"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

const passing = `{
	"id": "deals", "title": {"ko": "투자", "en": "Deals"}, "description": {"ko": "시험", "en": "For tests"},
	"schema": {
		"class": {"type": "string", "title": {"ko": "구분", "en": "Class"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}}
	},
	"stages": [{"id": "proposed", "title": {"ko": "제안", "en": "Proposed"}}, {"id": "reviewed", "title": {"ko": "검토", "en": "Reviewed"}}, {"id": "approved", "title": {"ko": "승인", "en": "Approved"}}],
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}`

// Of six that were proposed three have passed, after 30, 60 and 90 days. One
// waits for 70 days and passes in 20 or not at all; one waits for 91, longer
// than any lag, and is taken never to pass; one has been reviewed.
func TestPipelineByHand(t *testing.T) {
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	now := must(atlas.ParseDay("2026-10-01"))
	on := func(day atlas.Day) atlas.Interval { return atlas.Interval{From: day, To: day} }
	feature := func(id string, stages map[string]atlas.Interval) *atlas.Feature {
		return &atlas.Feature{Layer: "deals", ID: id, Stages: stages, Properties: map[string]any{"class": "a"}}
	}
	ev := Evidence{Layer: must(atlas.ParseLayer([]byte(passing))), Features: []*atlas.Feature{
		feature("a", map[string]atlas.Interval{"proposed": on(now - 130), "approved": on(now - 100)}),
		feature("b", map[string]atlas.Interval{"proposed": on(now - 130), "approved": on(now - 70)}),
		feature("c", map[string]atlas.Interval{"proposed": on(now - 130), "approved": on(now - 40)}),
		feature("d", map[string]atlas.Interval{"proposed": on(now - 70), "approved": on(now + 5)}), // not yet
		feature("e", map[string]atlas.Interval{"proposed": on(now - 91)}),
		feature("f", map[string]atlas.Interval{"proposed": on(now - 50), "reviewed": on(now - 10)}),
	}}
	q := Question{Variant: v, Day: now, Areas: areas}
	looks := must(d.pipeline(ev, q, now+89, [2]uint64{1, 2}))
	if len(looks) != 2 {
		t.Fatalf("%d stages with features waiting, want 2", len(looks))
	}
	p := looks[0]
	if p.Stage != "proposed" || p.Waiting != 2 || p.Pairs != 3 || p.Lags != 3 || !slices.Equal(p.LagDays, []int{30, 60, 90}) || p.LeftOut != nil {
		t.Errorf("proposed: %+v", p)
	}
	for _, band := range p.Months { // the first is 31 October, in 30 days
		if *band.Low95 != "0" || *band.High95 != "1" {
			t.Errorf("%s: between %s and %s have passed, want 0 to 1", band.Day, *band.Low95, *band.High95)
		}
	}
	if r := looks[1]; r.Stage != "reviewed" || r.Waiting != 1 || r.Pairs != 0 || r.LeftOut == nil || !r.LeftOut.Complete() || len(r.Months) != 0 {
		t.Errorf("reviewed: %+v", r)
	}
}

// What is simulated one by one has a limit, and the answer says so.
func TestPipelineHasALimit(t *testing.T) {
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	now := must(atlas.ParseDay("2026-10-01"))
	ev := Evidence{Layer: must(atlas.ParseLayer([]byte(passing)))}
	for range mostInPipeline + 1 {
		ev.Features = append(ev.Features, &atlas.Feature{Stages: map[string]atlas.Interval{"proposed": {From: now, To: now}}, Properties: map[string]any{"class": "a"}})
	}
	looks := must(d.pipeline(ev, Question{Variant: v, Day: now, Areas: areas}, now+89, [2]uint64{1, 2}))
	if len(looks) != 1 || looks[0].Waiting != mostInPipeline+1 || looks[0].LeftOut == nil || !strings.Contains(looks[0].LeftOut.En, "More than 2000") {
		t.Errorf("%+v", looks)
	}
}

// With equal weights: of six, one passed after 30 days, 1/6; of the four that
// were left at 60 (one was last seen at 50) one, 5/6 · 1/4; of the two left at 90
// one, 5/8 · 1/2; 5/16 are left. Equal lags take their parts one after the other.
func TestLawOfLagsByHand(t *testing.T) {
	alike := func(n int) []float64 { return slices.Repeat([]float64{1 / float64(n)}, n) }
	for _, test := range []struct {
		l    lags
		want []float64
	}{
		{lags{passed: []float64{30, 60, 90}, open: []float64{50, 70, 91}}, []float64{1. / 6, 5. / 24, 5. / 16, 5. / 16}},
		{lags{passed: []float64{30, 30}, open: []float64{40, 40}}, []float64{1. / 4, 1. / 4, 1. / 2}},
		{lags{passed: []float64{30, 60}}, []float64{1. / 2, 1. / 2, 0}},
	} {
		got := test.l.law(alike(len(test.l.passed) + len(test.l.open)))
		if !slices.EqualFunc(got, test.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("%+v: %v, want %v", test.l, got, test.want)
		}
	}
	// Of a hundred that wait from today on, a third passes with each lag.
	l := lags{passed: []float64{30, 60, 90}, waiting: slices.Repeat([]float64{0}, 100)}
	bands := l.simulate(0, []atlas.Day{29, 30, 60, 90}, 2000, [2]uint64{5, 6})
	if bands[0] != [5]float64{} || bands[3] != [5]float64{100, 100, 100, 100, 100} || math.Abs(bands[1][2]-100./3) > 8 || math.Abs(bands[2][2]-200./3) > 8 {
		t.Errorf("of a hundred: %v", bands)
	}
}
