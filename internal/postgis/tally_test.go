package postgis_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
	"growthmap/internal/postgis/postgistest"
)

func filter(t *testing.T, text string) indicator.Filter {
	t.Helper()
	var f indicator.Filter
	if err := f.UnmarshalJSON(fmt.Appendf(nil, "%q", text)); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestTalliesAreThoseOfTheFeatures reads the shipped layers through sieves with
// everything in them and compares what PostGIS tells with what Go tells of the
// same features, one by one.
func TestTalliesAreThoseOfTheFeatures(t *testing.T) {
	store := postgistest.Shipped(t)
	catalog, err := store.Catalog(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	since := day(t, "2026-03-01")
	sieves := map[string]indicator.Sieve{
		"fund-investments": {
			Wanted: []indicator.Filter{filter(t, "record_type = 'approved'"), filter(t, "region_class <> 'none'")},
			Filters: []indicator.Filter{
				filter(t, "region_class IN ('non_capital', 'mixed')"), filter(t, "region_class IS NULL"), filter(t, "amount_krw >= 500000000000 AND NOT (instrument = 'low_rate_loan')"),
				filter(t, "name_en LIKE '%plant%'"),
			},
			Moments: []indicator.Moment{
				{Stage: "approved", Since: atlas.MinDay}, {Stage: "approved", Since: since}, {Stage: "disbursed", PossibleFrom: "approved", Since: atlas.MinDay},
				{Stage: "disbursed", PossibleFrom: "approved", Since: since},
			},
			Values:  []string{"instrument", "record_type"},
			Amounts: []indicator.Amount{{Column: "amount_krw"}, {Column: "state_fund_krw", AtMost: "amount_krw"}},
		},
		"ai-factories": {
			Filters: []indicator.Filter{filter(t, "counts_toward_500 = 'uncertain'"), filter(t, "precision IN ('site', 'complex')"), filter(t, "stated_lon IS NOT NULL")},
			Moments: []indicator.Moment{{Stage: "selected", Since: atlas.MinDay}, {Stage: "operating", PossibleFrom: "selected", Since: atlas.MinDay}},
			Values:  []string{"sector"},
		},
		"growth-engines": {
			Filters: []indicator.Filter{filter(t, "status = 'candidate'")},
			Moments: []indicator.Moment{{Since: atlas.MinDay}, {Since: day(t, "2025-12-01")}},
			Values:  []string{"region"},
		},
	}
	for id, sieve := range sieves {
		entry, _ := catalog.Entry(id)
		var features []*atlas.Feature
		always := atlas.Always
		err := store.Features(t.Context(), atlas.Query{Layer: entry.Layer, Edition: 1, During: &always, SkipGeometry: true}, func(f *atlas.Feature) error {
			features = append(features, f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		sieve.Layer, sieve.Edition = entry.Layer, 1
		for _, on := range []string{"2024-10-28", "2025-10-15", "2026-05-28", "2026-06-15", "2026-11-22"} {
			for _, how := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
				sieve.Day, sieve.Timeline, sieve.Places = day(t, on), how[0], how[1]
				t.Run(fmt.Sprint(id, " ", on, how), func(t *testing.T) {
					want, err := sieve.Tally(features)
					if err != nil {
						t.Fatal(err)
					}
					got, err := store.Tallies(t.Context(), sieve)
					if err != nil {
						t.Fatal(err)
					}
					a, b := lines(want), lines(got)
					if !slices.Equal(a, b) {
						t.Errorf("the database tells\n%s\nwant\n%s", b, a)
					}
				})
			}
		}
	}
}

// lines are tallies as text in an order of their own.
func lines(tallies []indicator.Tally) []string {
	var list []string
	for _, t := range tallies {
		line := fmt.Sprintf("%s %s %s %q %v %d:", t.Place.Region, t.Place.Sido, t.Place.Sigungu, t.Place.Among, t.Holds, t.Count)
		for _, b := range t.Begins {
			if b == nil {
				line += " -"
			} else {
				line += fmt.Sprintf(" %d/%d", b.From, b.To)
			}
		}
		for _, v := range t.Values {
			if v == nil {
				line += " -"
			} else {
				line += " " + *v
			}
		}
		for _, a := range t.Amounts {
			line += fmt.Sprintf(" %s+%s+%d", a.Known, a.Capped, a.Open)
		}
		list = append(list, line)
	}
	slices.SortFunc(list, cmp.Compare[string])
	return list
}
