package indicator

import (
	"fmt"
	"math/big"
	"testing"

	"growthmap/internal/atlas"
)

const deals = `{
	"id": "deals", "title": {"ko": "투자", "en": "Deals"}, "description": {"ko": "시험", "en": "For tests"},
	"schema": {
		"class": {"type": "string", "title": {"ko": "구분", "en": "Class"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
		"state": {"type": "integer", "unit": "KRW", "title": {"ko": "기금", "en": "State"}}
	},
	"stages": [{"id": "approved", "title": {"ko": "승인", "en": "Approved"}}],
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}`

const share = `{
	"id": "share", "title": {"ko": "비중", "en": "Share"}, "description": {"ko": "시험", "en": "Test"}, "unit": {"ko": "%", "en": "%"}, "direction": "up",
	"places": 1, "layer": "deals",
	"measure": {"kind": "share", "amount": "amount", "stage": "approved", "where": "class IS NULL OR class <> 'none'",
		"among": "class = 'regional'", "unknown": "class IS NULL"},
	"within": [{"where": "class = 'capital'", "regions": ["CAP"]}, {"where": "class = 'regional'", "regions": ["HNM", "JBK"]}],
	"variants": [
		{"id": "all", "title": {"ko": "전체", "en": "All"}, "description": {"ko": "전체", "en": "All"}},
		{"id": "state", "title": {"ko": "기금", "en": "State"}, "description": {"ko": "기금", "en": "State"}, "amount": "state", "at_most": "amount"},
		{"id": "never", "title": {"ko": "불가", "en": "Never"}, "description": {"ko": "불가", "en": "Never"}, "not_computable": {"ko": "알 수 없음", "en": "unknown"}}
	],
	"target": {"at_least": "40", "by": "2030-12-31", "layer": "targets", "feature": "T1", "of": {"layer": "whole", "feature": "W", "value": "amount"}}
}`

const count = `{
	"id": "count", "title": {"ko": "수", "en": "Count"}, "description": {"ko": "시험", "en": "Test"}, "unit": {"ko": "건", "en": "deals"}, "direction": "up",
	"layer": "deals",
	"measure": {"kind": "count", "stage": "approved", "where": "class IS NOT NULL", "uncertain": "class = 'doubtful'"},
	"variants": [{"id": "all", "title": {"ko": "전체", "en": "All"}, "description": {"ko": "전체", "en": "All"}}],
	"coverage": [{"id": "amount", "title": {"ko": "금액", "en": "Amount"}, "where": "amount IS NOT NULL"}],
	"target": {"at_least": "100", "by": "2026-12-31", "layer": "targets", "feature": "T2"},
	"reported": {"layer": "counts", "where": "kind = 'actual'", "value": "value", "day": "date"}
}`

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// deal is a feature approved at a time as sources give it; amounts below zero are unknown.
func deal(class, approved string, amount, state int64, place atlas.Place) *atlas.Feature {
	f := &atlas.Feature{Layer: "deals", ID: fmt.Sprint(class, approved, amount, state, place), Place: place, Properties: map[string]any{}}
	if class != "" {
		f.Properties["class"] = class
	}
	if amount >= 0 {
		f.Properties["amount"] = amount
	}
	if state >= 0 {
		f.Properties["state"] = state
	}
	if approved != "" {
		f.Stages = map[string]atlas.Interval{"approved": must(atlas.ParsePartial(approved))}
	}
	return f
}

var (
	nowhere = atlas.Place{}
	honam   = atlas.Place{Region: "HNM", Sido: "12"}
	jeonbuk = atlas.Place{Region: "JBK", Sido: "52", Sigungu: "52110"}
	capital = atlas.Place{Region: "CAP"}
	both    = atlas.Place{Among: []string{"HNM", "JBK"}}
)

var areas = NewAreas([]Area{
	{Code: "CAP", Level: atlas.AreaRegion, Life: atlas.Always}, {Code: "HNM", Level: atlas.AreaRegion, Life: atlas.Always},
	{Code: "JBK", Level: atlas.AreaRegion, Life: atlas.Always},
	{Code: "12", Level: atlas.AreaSido, Region: "HNM", Life: atlas.Always}, {Code: "52", Level: atlas.AreaSido, Region: "JBK", Life: atlas.Always},
	{Code: "52110", Level: atlas.AreaSigungu, Region: "JBK", Sido: "52", Life: atlas.Always},
	{Code: "52111", Level: atlas.AreaSigungu, Region: "JBK", Sido: "52", Parent: "52110", Life: atlas.Always},
	{Code: "52113", Level: atlas.AreaSigungu, Region: "JBK", Sido: "52", Parent: "52110", Life: atlas.Always},
	{Code: "52130", Level: atlas.AreaSigungu, Region: "JBK", Sido: "52", Life: atlas.Always},
}, atlas.MinDay)

func text(v Value) string {
	show := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	return show(v.Value) + " [" + show(v.Low) + ", " + show(v.High) + "]"
}

func TestFiguresByHand(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	definitions := map[string]*Definition{"share": must(Parse([]byte(share))), "count": must(Parse([]byte(count)))}
	for name, test := range map[string]struct {
		indicator, variant, region, day string
		features                        []*atlas.Feature
		want                            string
	}{
		// 41 ÷ (41 + 59) = 41 %
		"share": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 41, -1, honam), deal("capital", "2026-05-28", 59, -1, capital)}, "41.0 [41.0, 41.0]"},
		// 1 ÷ 8 = 12.5 %; 1 ÷ 16 = 6.25 %, half goes away from zero: 6.3
		"rounding": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 1, -1, honam), deal("capital", "2026-05-28", 15, -1, capital)}, "6.3 [6.3, 6.3]"},
		// unknown place 20: low 30 ÷ 100, high 50 ÷ 100, among the known 30 ÷ 80
		"unknown place": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 30, -1, honam), deal("capital", "2026-05-28", 50, -1, capital), deal("", "2026-05-28", 20, -1, nowhere)}, "37.5 [30.0, 50.0]"},
		"excluded class": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 30, -1, honam), deal("none", "2026-05-28", 1000, -1, nowhere), deal("capital", "2026-05-28", 30, -1, capital)}, "50.0 [50.0, 50.0]"},
		"not yet approved": {"share", "", "", "2026-05-27", []*atlas.Feature{deal("regional", "2026-05-28", 30, -1, honam)}, "- [-, -]"},
		// approved some day in June: on the 15th the 50 may be in; high 80 ÷ 130, low 30 ÷ 80
		"month only": {"share", "", "", "2026-06-15", []*atlas.Feature{
			deal("regional", "2026-05-28", 30, -1, honam), deal("capital", "2026-05-28", 50, -1, capital), deal("regional", "2026-06", 50, -1, honam)}, "37.5 [37.5, 61.5]"},
		"month over": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 30, -1, honam), deal("capital", "2026-05-28", 50, -1, capital), deal("regional", "2026-06", 50, -1, honam)}, "61.5 [61.5, 61.5]"},
		// the capital's part unknown, 0 to 60: low 20 ÷ 80, high 20 ÷ 20; known rows only: 20 ÷ 20
		"unknown amount, bounded": {"share", "state", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 40, 20, honam), deal("capital", "2026-05-28", 60, -1, capital)}, "100.0 [25.0, 100.0]"},
		"unknown amount, unbounded": {"share", "", "", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 40, 20, honam), deal("capital", "2026-05-28", -1, -1, capital)}, "100.0 [0.0, 100.0]"},
		"not computable": {"share", "never", "", "2026-06-30", []*atlas.Feature{deal("regional", "2026-05-28", 30, -1, honam)}, "- [-, -]"},
		// of one region: HNM holds 30 of 100; the 20 between HNM and JBK may be its own; the 10 in the capital cannot
		"region": {"share", "", "HNM", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 30, -1, honam), deal("regional", "2026-05-28", 40, -1, jeonbuk),
			deal("regional", "2026-05-28", 20, -1, both), deal("capital", "2026-05-28", 10, -1, nowhere)}, "37.5 [30.0, 50.0]"},
		// class regional, place unknown: not the capital's
		"region by class": {"share", "", "CAP", "2026-06-30", []*atlas.Feature{
			deal("regional", "2026-05-28", 75, -1, nowhere), deal("capital", "2026-05-28", 25, -1, nowhere)}, "25.0 [25.0, 25.0]"},
		"count": {"count", "", "", "2026-06-30", []*atlas.Feature{
			deal("a", "2026-05-28", -1, -1, honam), deal("b", "2026-05-28", 1, -1, honam), deal("doubtful", "2026-05-28", 1, -1, honam), deal("", "2026-05-28", 1, -1, honam)}, "2 [2, 3]"},
		"count, month only": {"count", "", "", "2026-05-10", []*atlas.Feature{deal("a", "2026-05", -1, -1, honam)}, "0 [0, 1]"},
		"count of a region": {"count", "", "JBK", "2026-06-30", []*atlas.Feature{
			deal("a", "2026-05-28", -1, -1, jeonbuk), deal("b", "2026-05-28", 1, -1, honam), deal("c", "2026-05-28", 1, -1, both), deal("d", "2026-05-28", 1, -1, nowhere)}, "1 [1, 3]"},
		// the city is known, its gu is not
		"count of a gu": {"count", "", "52111", "2026-06-30", []*atlas.Feature{deal("a", "2026-05-28", -1, -1, jeonbuk)}, "0 [0, 1]"},
		"count of another city": {"count", "", "52130", "2026-06-30", []*atlas.Feature{
			deal("a", "2026-05-28", -1, -1, jeonbuk), deal("a", "2026-05-28", -1, -1, honam), deal("a", "2026-05-28", -1, -1, atlas.Place{Region: "JBK"})}, "0 [0, 1]"},
		"count of a city": {"count", "", "52110", "2026-06-30", []*atlas.Feature{deal("a", "2026-05-28", -1, -1, atlas.Place{Region: "JBK", Sido: "52", Sigungu: "52111"})}, "1 [1, 1]"},
	} {
		t.Run(name, func(t *testing.T) {
			d := definitions[test.indicator]
			v, ok := d.Variant(test.variant)
			if !ok {
				t.Fatalf("no variant %s", test.variant)
			}
			q := Question{Variant: v, Region: test.region, Day: must(atlas.ParseDay(test.day)), Areas: areas}
			f, err := d.Figure(Evidence{Layer: layer, Features: test.features}, q)
			if err != nil {
				t.Fatal(err)
			}
			if got := text(f.Value); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestTargetOfACount(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	features := []*atlas.Feature{deal("a", "2026-01-01", -1, -1, honam), deal("doubtful", "2026-01-01", 5, -1, honam)}
	q := Question{Variant: v, Day: must(atlas.ParseDay("2026-10-01")), Areas: areas}

	// From the rows: 100 − 1 = 99, 98 at best. 91 days are 91 ÷ 30.4375 = 2.98973 months: 33.1 and 32.8 a month.
	f := must(d.Figure(Evidence{Layer: layer, Features: features}, q))
	if got := text(f.Target.Gap); f.Target.Met != "no" || f.Target.Basis != "rows" || got != "99 [98, 99]" {
		t.Errorf("met %s by %s, gap %s", f.Target.Met, f.Target.Basis, got)
	}
	if got := text(*f.Target.RequiredPerMonth); got != "33.1 [32.8, 33.1]" {
		t.Errorf("required %s", got)
	}
	if got := f.Coverage[0]; got.Value != "1" || got.Of != "2" {
		t.Errorf("coverage %s of %s", got.Value, got.Of)
	}
	// A reported 40 stands for the nation, and the gap is measured from it: 60 in 2.98973 months.
	reports := []Report{
		{Day: must(atlas.ParsePartial("2026-02-01")), Value: big.NewRat(40, 1), Text: "40", Feature: &atlas.Feature{Layer: "counts", ID: "r1"}},
		{Day: must(atlas.ParsePartial("2026-10-02")), Value: big.NewRat(90, 1), Text: "90", Feature: &atlas.Feature{Layer: "counts", ID: "r2"}},
	}
	f = must(d.Figure(Evidence{Layer: layer, Features: features, Reports: map[string][]Report{d.Reported.Key(): reports}}, q))
	if f.Reported.Value != "40" || f.Target.Basis != "reported" || text(f.Target.Gap) != "60 [60, 60]" || text(*f.Target.RequiredPerMonth) != "20.1 [20.1, 20.1]" {
		t.Errorf("reported %s, gap %s from %s, required %s", f.Reported.Value, text(f.Target.Gap), f.Target.Basis, text(*f.Target.RequiredPerMonth))
	}
}

func TestTargetOfAShare(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	d := must(Parse([]byte(share)))
	v, _ := d.Variant("")
	features := []*atlas.Feature{deal("regional", "2026-01-01", 30, -1, honam), deal("capital", "2026-01-01", 50, -1, capital), deal("", "2026-01-01", 20, -1, nowhere)}
	q := Question{Variant: v, Day: must(atlas.ParseDay("2026-10-01")), Areas: areas}
	f := must(d.Figure(Evidence{Layer: layer, Features: features, Wholes: map[Whole]*big.Int{*d.Target.Of: big.NewInt(1000)}}, q))
	// [30, 50] lies on both sides of 40. 40 % of 1000 is 400. Of the 900 left, 370 ÷ 900 = 41.1 % at
	// worst, 350 ÷ 900 = 38.9 % at best; by the known rows alone 370 ÷ 920 = 40.2 %.
	if f.Target.Met != "open" || text(*f.Target.RequiredShare) != "40.2 [38.9, 41.1]" {
		t.Errorf("met %s, required %s", f.Target.Met, text(*f.Target.RequiredShare))
	}
	if got := text(f.Target.Gap); got != "2.5 [-10.0, 10.0]" {
		t.Errorf("gap %s", got)
	}
}

func TestSeriesStepsOnlyWhereSomethingChanged(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	features := []*atlas.Feature{deal("a", "2026-01-05", -1, -1, honam), deal("b", "2026-01-05", 1, -1, honam), deal("c", "2026-03", 1, -1, honam), deal("d", "2027-01-01", 1, -1, honam)}
	points := must(d.Series(Evidence{Layer: layer, Features: features}, Question{Variant: v, Day: must(atlas.ParseDay("2026-12-31")), Areas: areas}))
	var got string
	for _, p := range points {
		got += fmt.Sprintf("%s %s; ", p.Day, text(p.Value))
	}
	if want := "2026-01-05 2 [2, 2]; 2026-03-01 2 [2, 3]; 2026-03-31 3 [3, 3]; "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCitationIDs(t *testing.T) {
	day := must(atlas.ParseDay("2026-05-28"))
	d := must(Parse([]byte(share)))
	all, _ := d.Variant("all")
	state, _ := d.Variant("state")
	value := "x"
	q := Question{Variant: all, Day: day, Areas: areas}
	p := Provenance{Edition: 42, State: "s", Definition: "x"}
	a := CitationID("share", q, p)
	if a != CitationID("share", q, p) {
		t.Error("the same question has two ids")
	}
	if edition, read, ok := ParseCitation(a); !ok || edition != 42 || read != day {
		t.Errorf("%s reads as edition %d, %s, %v", a, edition, read, ok)
	}
	of := func(change func(*Question, *Provenance)) string {
		q, p := q, p
		change(&q, &p)
		return CitationID("share", q, p)
	}
	for what, b := range map[string]string{
		"indicator":    CitationID("count", q, p),
		"variant":      of(func(q *Question, _ *Provenance) { q.Variant = state }),
		"region":       of(func(q *Question, _ *Provenance) { q.Region = "HNM" }),
		"day":          of(func(q *Question, _ *Provenance) { q.Day++ }),
		"group":        of(func(q *Question, _ *Provenance) { q.Group = &Group{"class", &value} }),
		"no value":     of(func(q *Question, _ *Provenance) { q.Group = &Group{"class", nil} }),
		"edition":      of(func(_ *Question, p *Provenance) { p.Edition++ }),
		"other data":   of(func(_ *Question, p *Provenance) { p.State = "t" }),
		"definition":   of(func(_ *Question, p *Provenance) { p.Definition = "y" }),
		"distant days": of(func(q *Question, _ *Provenance) { q.Day = must(atlas.ParseDay("9999-12-31")) }),
	} {
		if a == b {
			t.Errorf("a question with another %s has the same id %s", what, a)
		}
		if _, _, ok := ParseCitation(b); !ok {
			t.Errorf("%s: %s cannot be read", what, b)
		}
	}
	for _, id := range []string{"", "gm-", "gm-aaaaaaaaaaaaaaaaaaa", a[:len(a)-1], "xx" + a[2:], a[:10] + "1" + a[11:]} {
		if _, _, ok := ParseCitation(id); ok {
			t.Errorf("%q is read as a citation", id)
		}
	}
}
