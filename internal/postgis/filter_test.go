package postgis_test

import (
	"slices"
	"testing"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
	"growthmap/internal/postgis/postgistest"
)

// The database and cql2.Eval select the same features with the same filter: the
// figures of an indicator are counted by the one and listed by the other.
func TestFiltersMeanTheSameInSQL(t *testing.T) {
	store := postgistest.Shipped(t)
	catalog, err := store.Catalog(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for layer, filters := range map[string][]string{
		"ai-factories": {
			"region = 'HNM'", "region <> 'HNM'", "NOT region = 'HNM'", "region IN ('HNM', 'DNM', '')", "region NOT IN ('HNM')",
			"name_ko < '다'", "name_ko >= '다' AND name_ko <= '하'", "name_ko LIKE '%자동차%'", `name_ko NOT LIKE '%\_%'`, "name_ko LIKE '_%'",
			"CASEI(name_en) LIKE CASEI('%hyundai%')", "CASEI(name_en) = 'x'", "name_en LIKE CASEI('%A%')", "CASEI(region) IN ('hnm', CASEI('DNM'))",
			"amount_krw > 10000000000", "amount_krw BETWEEN 1 AND 14500000000", "amount_krw IN (10000000000, 1.45E10)", "amount_krw IS NULL",
			"selected_on = '2024-10-28'", "selected_on >= '2025'", "selected_on < '2025-10'", "selected_on LIKE '2025-%'", "selected_on IS NULL",
			"stage = 'selected'", "stage IS NULL", "stage < 'selected' OR year_selected <= 2024",
			"name_ko = name_ko", "name_ko <> name_en", "amount_krw = amount_krw", "region < sido", "'HNM' = region",
			"among IS NULL", "1 = 1", "1 > 2", "'a' LIKE 'A'", "TIMESTAMP('2026-01-01T00:00:00Z') > TIMESTAMP('2025-01-01T00:00:00Z')",
			"TRUE", "FALSE AND region = 'HNM'", "NOT (region = 'HNM' AND amount_krw > 0) OR precision = 'site'",
		},
		"fund-investments": {
			"record_type = 'approved' AND region_class <> 'none'", "state_fund_krw <= amount_krw", "state_fund_krw > 1E11 OR region_class IS NULL",
			"approved_on <= '2026-05-28'", "approved_on > announced_on", "parent_id IS NOT NULL", "record_type LIKE 'mega%_1'",
		},
		"regions": {"kind = 'hub'", "NOT kind = 'hub'", "name_ko > '가'"},
		"sido": {
			"valid_from IS NULL", "valid_from >= '2026-07-01'",
		},
	} {
		entry, ok := catalog.Entry(layer)
		if !ok {
			t.Fatalf("no layer %s", layer)
		}
		for _, filter := range filters {
			expr, err := cql2.Parse(filter)
			if err != nil {
				t.Fatalf("%s: %v", filter, err)
			}
			for _, day := range []atlas.Day{day(t, "2026-05-28"), day(t, "2026-11-22")} {
				q := atlas.Query{Layer: entry.Layer, Edition: 1, Day: day, SkipGeometry: true}
				var want []string
				err := store.Features(t.Context(), q, func(f *atlas.Feature) error {
					truth, err := cql2.Eval(expr, func(name string) any {
						c, ok := entry.Layer.Column(name)
						if !ok {
							t.Fatalf("%s: no column %s", layer, name)
						}
						return entry.Layer.Value(f, c, day)
					})
					if truth == cql2.True {
						want = append(want, f.ID)
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				q.Filter = expr
				if got := ids(t, store, q); !slices.Equal(got, want) {
					t.Errorf("%s: %s selects %d features on %s, cql2.Eval %d:\n%v\n%v", layer, filter, len(got), day, len(want), got, want)
				}
			}
		}
	}
}

// A day known to its month is an interval: compared with a day in it the answer
// is unknown, and so is its opposite.
func TestFiltersOnDays(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	exact, month, none := plant(t, 0), plant(t, 1), plant(t, 2)
	june := atlas.Interval{From: day(t, "2026-06-01"), To: day(t, "2026-06-30")}
	exact.Stages = map[string]atlas.Interval{"selected": {From: day(t, "2026-06-10"), To: day(t, "2026-06-10")}}
	month.Stages = map[string]atlas.Interval{"selected": june}
	none.Stages = map[string]atlas.Interval{}
	for _, f := range []*atlas.Feature{exact, month, none} {
		f.Life = atlas.Always
	}
	e := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(exact, month, none)})
	for filter, want := range map[string][]string{
		"selected_on = DATE('2026-06-10')":                                 {"p000"},
		"selected_on <> DATE('2026-06-10')":                                nil,
		"selected_on <> DATE('2026-05-10')":                                {"p000", "p001"},
		"selected_on > DATE('2026-06-09')":                                 {"p000"},
		"NOT selected_on > DATE('2026-06-09')":                             nil,
		"selected_on > DATE('2026-05-31')":                                 {"p000", "p001"},
		"selected_on >= DATE('2026-06-01')":                                {"p000", "p001"},
		"selected_on < DATE('2026-06-30')":                                 {"p000"},
		"selected_on <= DATE('2026-06-30')":                                {"p000", "p001"},
		"DATE('2026-07-01') > selected_on":                                 {"p000", "p001"},
		"selected_on IN (DATE('2026-06-10'), DATE('2026-06-11'))":          {"p000"},
		"T_AFTER(selected_on, DATE('2026-06-05'))":                         {"p000"},
		"T_BEFORE(selected_on, DATE('2026-07-01'))":                        {"p000", "p001"},
		"T_EQUALS(selected_on, INTERVAL('2026-06-01', '2026-06-30'))":      {"p001"},
		"T_INTERSECTS(selected_on, INTERVAL('2026-06-20', '..'))":          {"p001"},
		"T_DURING(selected_on, INTERVAL('..', '2026-06-15'))":              {"p000"},
		"T_DURING(selected_on, INTERVAL('2026-05-31', '2026-07-01'))":      {"p000", "p001"},
		"NOT T_INTERSECTS(selected_on, DATE('2026-07-01'))":                {"p000", "p001"},
		"T_INTERSECTS(INTERVAL(selected_on, '..'), DATE('2027-01-01'))":    {"p000", "p001"},
		"T_EQUALS(INTERVAL(selected_on, selected_on), DATE('2026-06-10'))": {"p000"},
		"selected_on = '2026-06'":                                          {"p001"},
		"selected_on >= '2026-06'":                                         {"p000", "p001"},
	} {
		expr, err := cql2.Parse(filter)
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		q := atlas.Query{Layer: l, Edition: e.ID, Day: day(t, "2026-11-22"), Filter: expr}
		if got := ids(t, s, q); !slices.Equal(got, want) {
			t.Errorf("%s selects %v, want %v", filter, got, want)
		}
	}
	late := cql2.Temporal{Op: cql2.TAfter, Left: cql2.Property("selected_on"), Right: cql2.Timestamp{Time: time.Now()}}
	if _, err := s.Count(t.Context(), atlas.Query{Layer: l, Edition: e.ID, Filter: late}); !atlas.IsKind(err, atlas.Invalid) {
		t.Errorf("a day compared with a time of day: %v", err)
	}
}
