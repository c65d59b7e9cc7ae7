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
		more        bool
	}{
		{[]string{"plants"}, 0, 6, 10, "[1 2 4 5]", false},
		{[]string{"plants"}, 2, 4, 10, "[4]", false},
		{[]string{"plants"}, 0, 6, 2, "[1 2]", true},
		{[]string{"others"}, 1, 6, 2, "[3 6]", false},
		{[]string{"plants", "others"}, 2, 6, 10, "[3 4 5 6]", false},
		{nil, 0, 6, 10, "[]", false},
	} {
		editions, more, err := s.EditionsTouching(t.Context(), test.layers, "none", test.after, test.upTo, test.limit)
		if err != nil {
			t.Fatal(err)
		}
		ids := []int64{}
		for _, e := range editions {
			ids = append(ids, e.ID)
		}
		if got := fmt.Sprint(ids); got != test.want || more != test.more {
			t.Errorf("%v after %d up to %d: %s and more %v, want %s", test.layers, test.after, test.upTo, got, more, test.want)
		}
	}
}

func redefined(t *testing.T, d atlas.Definition) atlas.Definition {
	t.Helper()
	_, changed := layer(t, strings.Replace(string(d.Body), "Plants for tests", "Other plants", 1))
	return changed
}
