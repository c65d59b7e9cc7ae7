package postgis_test

import (
	"fmt"
	"strings"
	"testing"

	"growthmap/internal/atlas"
	"growthmap/internal/postgis/postgistest"
)

func TestEditionsThatTouchALayer(t *testing.T) {
	s := postgistest.Open(t)
	_, plants_ := layer(t, plants)
	_, others := layer(t, strings.ReplaceAll(plants, `"plants"`, `"others"`))
	other := plant(t, 9)
	other.Layer = "others"
	moved := plant(t, 1)
	moved.Properties["amount"] = int64(5)
	for _, p := range []atlas.Publication{
		{Definitions: []atlas.Definition{plants_, others}},                                    // 1
		{Changes: add(plant(t, 1), plant(t, 2))},                                              // 2
		{Changes: add(other)},                                                                 // 3
		{Changes: add(moved)},                                                                 // 4
		{Changes: []atlas.Change{{Layer: "plants", ID: "p002"}}},                              // 5
		{Definitions: []atlas.Definition{plants_, redefined(t, others)}, Changes: add(moved)}, // 6
	} {
		publish(t, s, p)
	}
	for _, test := range []struct {
		layers      []string
		after, upTo int64
		limit       int
		want        string
	}{
		{[]string{"plants"}, 0, 6, 10, "[1 2 4 5]"},
		{[]string{"plants"}, 2, 4, 10, "[4]"},
		{[]string{"plants"}, 0, 6, 2, "[1 2]"},
		{[]string{"others"}, 1, 6, 10, "[3 6]"},
		{[]string{"plants", "others"}, 2, 6, 10, "[3 4 5 6]"},
		{nil, 0, 6, 10, "[]"},
	} {
		editions, err := s.EditionsTouching(t.Context(), test.layers, "none", test.after, test.upTo, test.limit)
		if err != nil {
			t.Fatal(err)
		}
		ids := []int64{}
		for _, e := range editions {
			ids = append(ids, e.ID)
		}
		if got := fmt.Sprint(ids); got != test.want {
			t.Errorf("%v after %d up to %d: %s, want %s", test.layers, test.after, test.upTo, got, test.want)
		}
	}
}

func redefined(t *testing.T, d atlas.Definition) atlas.Definition {
	t.Helper()
	_, changed := layer(t, strings.Replace(string(d.Body), "Plants for tests", "Other plants", 1))
	return changed
}
