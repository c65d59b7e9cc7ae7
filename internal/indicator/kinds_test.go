package indicator

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

const undertakings = `{
	"id": "undertakings", "title": {"ko": "사업", "en": "Projects"}, "description": {"ko": "시험", "en": "For tests"},
	"schema": {
		"class": {"type": "string", "title": {"ko": "구분", "en": "Class"}},
		"sector": {"type": "string", "title": {"ko": "업종", "en": "Sector"}},
		"kind": {"type": "string", "title": {"ko": "금액의 종류", "en": "Kind of amount"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}}
	},
	"stages": [{"id": "selected", "title": {"ko": "선정", "en": "Selected"}}, {"id": "operating", "title": {"ko": "가동", "en": "Operating"}}],
	"intake": {"id": ["id"], "place": {"sido": "sido"}, "citations": [{"url": "url"}]}
}`

// venture has the stages selected and operating at times as sources give them,
// "" for none; an amount below zero is unknown.
func venture(class, sector, kind string, amount int64, place atlas.Place, selected, operating string) *atlas.Feature {
	f := &atlas.Feature{Layer: "undertakings", ID: class + sector + selected + operating, Place: place, Properties: map[string]any{}, Stages: map[string]atlas.Interval{}}
	for id, v := range map[string]string{"class": class, "sector": sector, "kind": kind} {
		if v != "" {
			f.Properties[id] = v
		}
	}
	if amount >= 0 {
		f.Properties["amount"] = amount
	}
	for id, on := range map[string]string{"selected": selected, "operating": operating} {
		if on != "" {
			f.Stages[id] = must(atlas.ParsePartial(on))
		}
	}
	return f
}

func definitionOf(measure, more string) *Definition {
	return must(Parse([]byte(`{
		"id": "i", "title": {"ko": "가", "en": "A"}, "description": {"ko": "가", "en": "A"}, "unit": {"ko": "원", "en": "won"}, "direction": "up",
		"layer": "undertakings", "measure": ` + measure + more + `}`)))
}

const plain = `, "variants": [{"id": "all", "title": {"ko": "전체", "en": "All"}, "description": {"ko": "전체", "en": "All"}}]`

func TestEveryKindByHand(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(undertakings)))
	value := "chips"
	options := `, "variants": [
			{"id": "won", "title": {"ko": "금액", "en": "Won"}, "description": {"ko": "금액", "en": "Won"}},
			{"id": "chips", "title": {"ko": "반도체", "en": "Chips"}, "description": {"ko": "반도체", "en": "Chips"}, "where": "sector = 'chips'"}],
		"switches": [{"id": "of", "title": {"ko": "분모", "en": "Denominator"}, "options": [
			{"id": "rows", "title": {"ko": "행", "en": "Rows"}, "description": {"ko": "행", "en": "Rows"}},
			{"id": "cases", "title": {"ko": "건수", "en": "Cases"}, "description": {"ko": "건수", "en": "Cases"}, "cases": true},
			{"id": "whole", "title": {"ko": "전체", "en": "Whole"}, "description": {"ko": "전체", "en": "Whole"}, "of": {"layer": "w", "feature": "W", "value": "a"}},
			{"id": "official", "title": {"ko": "공식", "en": "Official"}, "description": {"ko": "공식", "en": "Official"}, "over_reported": true}]},
			{"id": "split", "title": {"ko": "귀속", "en": "Attribution"}, "options": [
			{"id": "site", "title": {"ko": "위치", "en": "Site"}, "description": {"ko": "위치", "en": "Site"}},
			{"id": "shared", "title": {"ko": "나눔", "en": "Shared"}, "description": {"ko": "나눔", "en": "Shared"}, "among": "class = 'regional'", "unknown": "class IS NULL OR class = 'mixed'"}]}],
		"reported": {"layer": "r", "where": "unit = '%'", "value": "value", "day": "day", "total": "unit = 'KRW'"}`
	share := `{"kind": "share", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "amount": "amount",
		"among": "class IN ('regional', 'mixed')", "unknown": "class IS NULL"}`
	rows := []*atlas.Feature{
		venture("regional", "chips", "plan", 30, honam, "2026-01-10", "2026-03-01"),
		venture("mixed", "cars", "plan", 20, both, "2026-02-10", ""),
		venture("capital", "chips", "plan", 40, capital, "2026-02-20", ""),
		venture("", "cars", "estimate", 10, nowhere, "2026-03-05", ""),
	}
	reported := func(d *Definition) map[string][]Report {
		if d.Reported == nil {
			return nil
		}
		on := must(atlas.ParsePartial("2026-03-01"))
		return map[string][]Report{
			d.Reported.Key():      {{Day: on, Value: big.NewRat(50, 1), Text: "50", Feature: &atlas.Feature{ID: "r"}}},
			d.Reported.TotalKey(): {{Day: on, Value: big.NewRat(125, 1), Text: "125", Feature: &atlas.Feature{ID: "t"}}},
		}
	}
	for name, test := range map[string]struct {
		definition      *Definition
		variant, region string
		day             string
		group           *Group
		features        []*atlas.Feature
		want, whole     string
	}{
		// 30 + 20 + 40 + 10
		"sum": {definitionOf(`{"kind": "sum", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "amount": "amount"}`, plain),
			"", "", "2026-06-30", nil, rows, "100 [100, 100]", ""},
		// the estimate of 10 is an amount of another kind: at most
		"sum, another kind": {definitionOf(`{"kind": "sum", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "amount": "amount", "uncertain": "kind <> 'plan'"}`, plain),
			"", "", "2026-06-30", nil, rows, "90 [90, 100]", ""},
		// Honam holds 30, and the 20 it shares with Jeonbuk and the 10 of unknown place at most
		"sum of a region": {definitionOf(`{"kind": "sum", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "amount": "amount"}`, plain),
			"", "HNM", "2026-06-30", nil, rows, "30 [30, 60]", ""},
		"sum, an amount not stated": {definitionOf(`{"kind": "sum", "stage": "selected", "where": "class = 'regional'", "amount": "amount"}`, plain),
			"", "", "2026-06-30", nil, []*atlas.Feature{rows[0], venture("regional", "cars", "", -1, honam, "2026-01-01", "")}, "30 [30, -]", ""},
		"sum of nothing": {definitionOf(`{"kind": "sum", "stage": "selected", "where": "class IS NOT NULL AND class = 'none'", "amount": "amount"}`, plain),
			"", "", "2026-06-30", nil, rows, "0 [0, 0]", ""},
		// one operates for certain; the other three were selected, and nobody says whether they operate
		"possible from": {definitionOf(`{"kind": "count", "stage": "operating", "possible_from": "selected", "where": "class IS NULL OR class <> 'none'"}`, plain),
			"", "", "2026-06-30", nil, rows, "1 [1, 4]", ""},
		"possible from, on the day before": {definitionOf(`{"kind": "count", "stage": "operating", "possible_from": "selected", "where": "class IS NULL OR class <> 'none'"}`, plain),
			"", "", "2026-02-28", nil, rows, "0 [0, 2]", ""},
		// selected in February or later: three
		"since": {definitionOf(`{"kind": "count", "stage": "selected", "since": "2026-02-01", "where": "class IS NULL OR class <> 'none'"}`, plain),
			"", "", "2026-06-30", nil, rows, "3 [3, 3]", ""},
		// some day between January and March: before or after 1 February
		"since, on a day not known": {definitionOf(`{"kind": "count", "stage": "selected", "since": "2026-02-01", "where": "class = 'regional'"}`, plain),
			"", "", "2026-06-30", nil, []*atlas.Feature{venture("regional", "chips", "", 1, honam, "2026", "")}, "0 [0, 1]", ""},
		"distinct": {definitionOf(`{"kind": "distinct", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "column": "sector"}`, plain),
			"", "", "2026-06-30", nil, rows, "2 [2, 2]", ""},
		// in Honam: chips for certain; cars perhaps, twice the same; the one that names none may be a third
		"distinct of a region": {definitionOf(`{"kind": "distinct", "stage": "selected", "where": "class IS NULL OR class <> 'none'", "column": "sector"}`, plain),
			"", "HNM", "2026-06-30", nil, append(rows, venture("regional", "", "", 1, honam, "2026-01-01", "")), "1 [1, 3]", ""},
		// a measure for the whole nation counts in every region, and once in the nation
		"everywhere, a region": {definitionOf(`{"kind": "count", "stage": "selected", "where": "class IS NULL OR class <> 'none'"}`, `, "everywhere": "sector = 'cars'"`+plain),
			"", "JBK", "2026-06-30", nil, rows, "2 [2, 2]", ""},
		"everywhere, the nation": {definitionOf(`{"kind": "count", "stage": "selected", "where": "class IS NULL OR class <> 'none'"}`, `, "everywhere": "sector = 'cars'"`+plain),
			"", "", "2026-06-30", nil, rows, "4 [4, 4]", ""},
		"one group": {definitionOf(`{"kind": "count", "stage": "selected", "where": "class IS NULL OR class <> 'none'"}`, `, "across": ["sector"]`+plain),
			"", "", "2026-06-30", &Group{"sector", &value}, rows, "2 [2, 2]", ""},
		"the group without a value": {definitionOf(`{"kind": "count", "stage": "selected", "where": "class IS NULL OR class <> 'none'"}`, `, "across": ["sector"]`+plain),
			"", "", "2026-06-30", &Group{"sector", nil}, append(rows, venture("regional", "", "", 1, honam, "2026-01-01", "")), "1 [1, 1]", ""},
		// 50 ÷ 90 = 55.6; low 50 ÷ 100, high 60 ÷ 100
		"share": {definitionOf(share, options), "", "", "2026-06-30", nil, rows, "56 [50, 60]", "90 [100, 100]"},
		// 2 of the 3 whose place is known; 2 of 4 to 3 of 4
		"share of cases": {definitionOf(share, options), "won.cases", "", "2026-06-30", nil, rows, "67 [50, 75]", "3 [4, 4]"},
		// 50 ÷ 1000, to 60 ÷ 1000
		"share of a whole": {definitionOf(share, options), "won.whole", "", "2026-06-30", nil, rows, "5 [5, 6]", "1000 [1000, 1000]"},
		// 50 ÷ 125 = 40; what the official total holds beyond our 100 may be regional too: (60 + 25) ÷ 125
		"share of the official total": {definitionOf(share, options), "won.official", "", "2026-06-30", nil, rows, "40 [40, 68]", "125 [125, 125]"},
		// the mixed 20 may be wholly inside or outside: 30 ÷ 70 among the known; 30 ÷ 100 to 60 ÷ 100
		"share, mixed split": {definitionOf(share, options), "won.shared", "", "2026-06-30", nil, rows, "43 [30, 60]", "70 [100, 100]"},
		// of the chips: 30 ÷ 70, and two cases, one of them regional
		"variant with its own filter":        {definitionOf(share, options), "chips", "", "2026-06-30", nil, rows, "43 [43, 43]", "70 [70, 70]"},
		"variant, switch and another switch": {definitionOf(share, options), "chips.cases.shared", "", "2026-06-30", nil, rows, "50 [50, 50]", "2 [2, 2]"},
		"before the first official total":    {definitionOf(share, options), "won.official", "", "2026-02-28", nil, rows, "- [-, -]", ""},
	} {
		t.Run(name, func(t *testing.T) {
			v, ok := test.definition.Variant(test.variant)
			if !ok {
				t.Fatalf("there is no variant %s", test.variant)
			}
			ev := Evidence{Layer: layer, Features: test.features, Reports: reported(test.definition), Wholes: map[Whole]*big.Int{{Layer: "w", Feature: "W", Value: "a"}: big.NewInt(1000)}}
			q := Question{Variant: v, Region: test.region, Group: test.group, Day: must(atlas.ParseDay(test.day)), Areas: areas}
			f, err := test.definition.Figure(ev, q)
			if err != nil {
				t.Fatal(err)
			}
			if got := text(f.Value); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			whole := ""
			if f.Denominator != nil {
				whole = text(*f.Denominator)
			}
			if whole != test.whole {
				t.Errorf("of %s, want %s", whole, test.whole)
			}
		})
	}
}

// switched is a definition with two variants and two switches, x or y, chosen or
// running, any or big, with more members of the variant or option named.
func switched(named, more string) []byte {
	body := `{
		"id": "i", "title": {"ko": "가", "en": "A"}, "description": {"ko": "가", "en": "A"}, "unit": {"ko": "곳", "en": "sites"}, "direction": "up",
		"layer": "undertakings", "measure": {"kind": "count", "stage": "selected", "where": "class = 'a'"},
		"variants": [{"id": "x", "title": {"ko": "가", "en": "X"}, "description": {"ko": "가.", "en": "X."}}, {"id": "y", "title": {"ko": "나", "en": "Y"}, "description": {"ko": "나.", "en": "Y."}, "where": "class = 'b'"}],
		"switches": [
			{"id": "stage", "title": {"ko": "단계", "en": "Stage"}, "options": [{"id": "chosen", "title": {"ko": "선정", "en": "chosen"}, "description": {"ko": "선정.", "en": "Chosen."}}, {"id": "running", "title": {"ko": "가동", "en": "running"}, "description": {"ko": "가동.", "en": "Running."}, "stage": "operating"}]},
			{"id": "size", "title": {"ko": "크기", "en": "Size"}, "options": [{"id": "any", "title": {"ko": "전부", "en": "any"}, "description": {"ko": "전부.", "en": "Any."}}, {"id": "big", "title": {"ko": "큰 것", "en": "big"}, "description": {"ko": "큰 것.", "en": "Big."}, "where": "amount > 10"}]}]}`
	return []byte(strings.Replace(body, `"id": "`+named+`"`, `"id": "`+named+`"`+more, 1))
}

func TestIdsOfVariants(t *testing.T) {
	d := must(Parse(switched("", "")))
	for given, want := range map[string]string{
		"": "x", "x": "x", "y": "y", "x.chosen": "x", "x.running": "x.running", "y.big": "y.big", "y.big.running": "y.running.big", "y.any.running": "y.running",
	} {
		if v, ok := d.Variant(given); !ok || v.ID != want {
			t.Errorf("%q is %q, want %q", given, v.ID, want)
		}
	}
	for _, given := range []string{"z", "x.huge", "running", "x..big"} {
		if v, ok := d.Variant(given); ok {
			t.Errorf("%q is understood as %q", given, v.ID)
		}
	}
	v, _ := d.Variant("y.running.big")
	if m := v.Measure(); m.Stage != "operating" || m.Where.Text != "(class = 'a') AND ((class = 'b') AND (amount > 10))" {
		t.Errorf("it measures %s where %s", m.Stage, m.Where.Text)
	}
	if v.Title.En != "Y, running, big" || v.Description.En != "Y. Running. Big." {
		t.Errorf("it is called %q: %q", v.Title.En, v.Description.En)
	}
	var ids []string
	for _, v := range d.Resolved() {
		ids = append(ids, v.ID)
		if again, ok := d.Variant(v.ID); !ok || again.ID != v.ID {
			t.Errorf("%s does not resolve to itself", v.ID)
		}
	}
	if len(ids) != 8 {
		t.Errorf("%d variants in all: %q", len(ids), ids)
	}
}

func TestOptionsThatSayNothingTogether(t *testing.T) {
	d := must(Parse(switched("big", `, "not_with": ["x", "running"]`)))
	var ids []string
	for _, v := range d.Resolved() {
		ids = append(ids, v.ID)
	}
	if want := []string{"x", "x.running", "y", "y.big", "y.running"}; !slices.Equal(ids, want) {
		t.Errorf("the variants are %q, want %q", ids, want)
	}
	for _, given := range []string{"x.big", "y.running.big", "y.big.running"} {
		if v, ok := d.Variant(given); ok {
			t.Errorf("%s is understood as %s", given, v.ID)
		}
	}
	if _, err := Parse(switched("big", `, "not_with": ["x", "y"]`)); err == nil || !strings.Contains(err.Error(), "big: not_with") {
		t.Errorf("an option that goes with no variant: %v", err)
	}
	for named, with := range map[string]string{
		"x": "big", "any": "x", // a variant and a first option go with all
		"big": "any", "running": "running", "chosen": "big", "y": "z",
	} {
		if _, err := Parse(switched(named, `, "not_with": ["`+with+`"]`)); err == nil || !strings.Contains(err.Error(), "not_with") {
			t.Errorf("%s not with %s: %v", named, with, err)
		}
	}
}
