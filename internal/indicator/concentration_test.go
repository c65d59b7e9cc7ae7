package indicator_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"growthmap/internal/indicator"
)

func cell(area, activity string, weight int64) indicator.Cell {
	return indicator.Cell{Area: area, Activity: activity, Weight: big.NewRat(weight, 1)}
}

// Ten cars and thirty chips in the north, fifty and ten in the south. By hand:
// the north holds 40 of 100, cars are 60 of 100, so cars in the north have
// (10/40) / (60/100) = 5/12.
func TestLocationQuotients(t *testing.T) {
	got, err := indicator.LocationQuotients([]indicator.Cell{
		cell("north", "cars", 10), cell("north", "chips", 30), cell("south", "cars", 50), cell("south", "chips", 10), cell("west", "cars", 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"north cars":  "5/12",  // 0.25 / 0.6
		"north chips": "15/8",  // 0.75 / 0.4
		"south cars":  "25/18", // (5/6) / 0.6
		"south chips": "5/12",  // (1/6) / 0.4
	}
	if len(got) != len(want) {
		t.Errorf("%d quotients, want %d: the west has nothing", len(got), len(want))
	}
	for _, q := range got {
		if name := q.Area + " " + q.Activity; q.Value.RatString() != want[name] {
			t.Errorf("%s: %s, want %s", name, q.Value.RatString(), want[name])
		}
	}
}

func TestHerfindahl(t *testing.T) {
	for name, test := range map[string]struct {
		parts             []int64
		index, normalised string
	}{
		"a half, a quarter, a quarter": {[]int64{2, 1, 1}, "3/8", "1/16"}, // 4+1+1 of 16; (3/8 − 1/3) / (2/3)
		"all alike":                    {[]int64{5, 5, 5, 5}, "1/4", "0"},
		"all in one of two":            {[]int64{7, 0}, "1", "1"},
		"one part":                     {[]int64{3}, "1", "nothing"},
	} {
		var parts []*big.Rat
		for _, p := range test.parts {
			parts = append(parts, big.NewRat(p, 1))
		}
		h, err := indicator.HerfindahlOf(parts)
		if err != nil {
			t.Fatal(err)
		}
		normalised := "nothing"
		if h.Normalised != nil {
			normalised = h.Normalised.RatString()
		}
		if h.Index.RatString() != test.index || normalised != test.normalised || h.Parts != len(parts) {
			t.Errorf("%s: %s and %s of %d, want %s and %s", name, h.Index.RatString(), normalised, h.Parts, test.index, test.normalised)
		}
	}
	if h, err := indicator.HerfindahlOf([]*big.Rat{new(big.Rat)}); h != nil || err != nil {
		t.Errorf("of nothing: %v, %v", h, err)
	}
}

// One group of two units with 1 and 3, another of two with 2 and 2. By hand, of
// 8 in all: the shares are 1/8, 3/8, 1/4, 1/4 of 4 units, so
// T = 1/8 ln(1/2) + 3/8 ln(3/2); the groups have a half each with a half of the
// units, so nothing lies between them; all of it lies within the first.
func TestTheilWithin(t *testing.T) {
	got, err := indicator.TheilOf([]indicator.Cell{cell("a", "1", 1), cell("a", "2", 3), cell("b", "1", 2), cell("b", "2", 2)})
	if err != nil {
		t.Fatal(err)
	}
	total := -math.Ln2/8 + 3*math.Log(1.5)/8
	near(t, "total", got.Total, total)
	near(t, "between", got.Between, 0)
	near(t, "within", got.Within, total)
	near(t, "within a", got.Each[0].Index, 2*total)
	near(t, "within b", got.Each[1].Index, 0)
}

// Two units with 3 each and two with 1 each: shares of 3/4 and 1/4 with a half
// of the units each, so T = between = 3/4 ln(3/2) + 1/4 ln(1/2). With all in one
// of four units T = ln 4, of which ln 2 lies between two groups of two.
func TestTheilBetween(t *testing.T) {
	got, err := indicator.TheilOf([]indicator.Cell{cell("a", "1", 3), cell("a", "2", 3), cell("b", "1", 1), cell("b", "2", 1)})
	if err != nil {
		t.Fatal(err)
	}
	want := 3*math.Log(1.5)/4 - math.Ln2/4
	near(t, "total", got.Total, want)
	near(t, "between", got.Between, want)
	near(t, "within", got.Within, 0)
	if got, err = indicator.TheilOf([]indicator.Cell{cell("a", "1", 9), cell("a", "2", 0), cell("b", "1", 0), cell("b", "2", 0)}); err != nil {
		t.Fatal(err)
	}
	near(t, "all in one: total", got.Total, 2*math.Ln2)
	near(t, "all in one: between", got.Between, math.Ln2)
	near(t, "all in one: within", got.Within, math.Ln2)
	if nothing, err := indicator.TheilOf([]indicator.Cell{cell("a", "1", 0)}); nothing != nil || err != nil {
		t.Errorf("of nothing: %v, %v", nothing, err)
	}
}

func TestTheilIsTheSumOfItsParts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		var cells []indicator.Cell
		for g := range 1 + random.IntN(5) {
			for u := range 1 + random.IntN(6) {
				cells = append(cells, cell(fmt.Sprint(g), fmt.Sprint(u), random.Int64N(1_000_000)))
			}
		}
		cells[0].Weight.SetInt64(1)
		got, err := indicator.TheilOf(cells)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "total", got.Total, got.Between+got.Within)
		if got.Total < -1e-12 || got.Between < -1e-12 || got.Within < -1e-12 || got.Total > math.Log(float64(len(cells)))+1e-12 {
			t.Errorf("%v: total %v, between %v, within %v", cells, got.Total, got.Between, got.Within)
		}
	}
}

func TestConcentrationRefusesNegativeWeights(t *testing.T) {
	cells := []indicator.Cell{cell("a", "1", 2), cell("a", "2", -1)}
	_, quotients := indicator.LocationQuotients(cells)
	_, theil := indicator.TheilOf(cells)
	_, herfindahl := indicator.HerfindahlOf([]*big.Rat{big.NewRat(-1, 1)})
	if quotients == nil || theil == nil || herfindahl == nil {
		t.Errorf("%v, %v, %v", quotients, theil, herfindahl)
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
}
