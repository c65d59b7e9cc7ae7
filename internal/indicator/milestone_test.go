package indicator

import (
	"testing"

	"growthmap/internal/atlas"
)

func TestProgressOf(t *testing.T) {
	day := func(s string) *atlas.Day {
		d, err := atlas.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	figure := func(met string) *Figure { return &Figure{Day: *day("2026-08-27"), Target: &TargetState{Met: met}} }
	for name, test := range map[string]struct {
		result bool
		due    *atlas.Day
		figure *Figure
		want   Progress
	}{
		"a result that nothing measures":   {result: true, want: Met},
		"a target that nothing measures":   {due: day("2026-01-01"), want: NoData},
		"a figure that cannot be computed": {due: day("2026-01-01"), figure: &Figure{NotComputable: &atlas.Text{}}, want: NoData},
		"reached":                          {due: day("2030-12-31"), figure: figure("yes"), want: Met},
		"reached after its day":            {due: day("2026-01-01"), figure: figure("yes"), want: Met},
		"open on its last day":             {due: day("2026-08-27"), figure: figure("open"), want: Due},
		"open a day late":                  {due: day("2026-08-26"), figure: figure("open"), want: Overdue},
		"missed":                           {due: day("2026-08-26"), figure: figure("no"), want: Overdue},
		"without a day":                    {figure: figure("no"), want: Due},
	} {
		if got := ProgressOf(test.result, test.due, test.figure); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestTargetRecords(t *testing.T) {
	target := Target{Layer: "plans", Feature: "a", Also: []Record{{"promises", "b"}}}
	for _, r := range []struct {
		layer, feature string
		want           bool
	}{{"plans", "a", true}, {"promises", "b", true}, {"plans", "b", false}, {"promises", "a", false}} {
		if got := target.Records(r.layer, r.feature); got != r.want {
			t.Errorf("%s/%s: %t", r.layer, r.feature, got)
		}
	}
}
