package indicator

import (
	"context"
	"strings"
	"testing"

	"growthmap/internal/atlas"
)

// many reads as many features of a layer as it is asked for, up to a number.
type many struct {
	Reader
	features int
}

func (m many) Features(_ context.Context, q atlas.Query, each func(*atlas.Feature) error) error {
	for range min(m.features, q.Limit) {
		if err := each(&atlas.Feature{Layer: q.Layer.ID}); err != nil {
			return err
		}
	}
	return nil
}

func TestOneByOneHasALimit(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(passing)))
	catalog := &atlas.Catalog{Entries: []atlas.Entry{{Layer: layer}}}
	features, err := readAll(t.Context(), many{features: mostFeatures}, catalog, "deals", nil)
	if err != nil || len(features) != mostFeatures {
		t.Errorf("%d features, %v, want all %d", len(features), err, mostFeatures)
	}
	_, err = readAll(t.Context(), many{features: 1_000_000}, catalog, "deals", nil)
	if !atlas.IsKind(err, atlas.TooLarge) || !strings.Contains(err.Error(), "100000 of a layer, and Deals has more") {
		t.Errorf("more than are read one by one: %v", err)
	}
}
