package intake

import (
	"os"
	"sync"
	"testing"

	"growthmap/internal/atlas"
)

// root is the data the binary ships.
const root = "../../geodata"

var today = mustDay("2026-11-22")

func mustDay(s string) atlas.Day {
	d, err := atlas.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// data is everything shipped, read once for all tests.
type data struct {
	definitions []atlas.Definition
	layers      []*atlas.Layer
	publication atlas.Publication
	issues      []atlas.Issue
	features    map[string][]*atlas.Feature // by layer
	areas       Areas
	g           *Gazetteer
}

var load = sync.OnceValues(func() (*data, error) {
	d := &data{features: map[string][]*atlas.Feature{}}
	var err error
	if d.definitions, err = Definitions(os.DirFS(root)); err != nil {
		return nil, err
	}
	if d.layers, err = parse(d.definitions); err != nil {
		return nil, err
	}
	if d.publication, d.issues, err = Shipped(os.DirFS(root), d.definitions, today); err != nil {
		return nil, err
	}
	for _, c := range d.publication.Changes {
		d.features[c.Layer] = append(d.features[c.Layer], c.Feature)
	}
	d.areas = AreasOf(d.layers, d.features)
	d.g = NewGazetteer(d.areas, today)
	return d, nil
})

func shipped(t testing.TB) *data {
	t.Helper()
	d, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *data) layer(t testing.TB, id string) *atlas.Layer {
	t.Helper()
	for _, l := range d.layers {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("there is no layer %s", id)
	return nil
}

func (d *data) feature(t testing.TB, layer, id string) *atlas.Feature {
	t.Helper()
	for _, f := range d.features[layer] {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no %s in %s", id, layer)
	return nil
}
