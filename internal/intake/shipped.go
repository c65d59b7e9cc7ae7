package intake

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"growthmap/internal/atlas"
)

// Shipped reads everything the binary ships and returns it as one publication:
// the definitions as given and the features of every layer, placed in the units
// valid on the day. Files are named by the definitions, below the root of files.
//
// The issues are those of all files; when one is Blocking, its row is not in
// the publication. The error means that a definition or a file cannot be read.
func Shipped(files fs.FS, definitions []atlas.Definition, day atlas.Day) (atlas.Publication, []atlas.Issue, error) {
	p := atlas.Publication{
		Author: "growthmap", Reason: "프로그램과 함께 배포된 자료 · Data shipped with the program",
		Origin: map[string]string{"kind": atlas.OriginShipped}, Definitions: definitions, Shipped: true,
	}
	layers, err := parse(definitions)
	if err != nil {
		return p, nil, err
	}
	tables, err := readTables(files, layers)
	if err != nil {
		return p, nil, err
	}
	var issues []atlas.Issue
	built := map[string][]*atlas.Feature{}
	var all []*atlas.Feature
	keep := func(layer *atlas.Layer, features []*atlas.Feature, found []atlas.Issue) {
		built[layer.ID] = features
		all = append(all, features...)
		issues = append(issues, found...)
	}
	var g *Gazetteer
	for i, group := range order(layers) {
		if i > areasFirst && g == nil {
			g = NewGazetteer(AreasOf(layers, built), day)
		}
		for _, l := range group {
			switch {
			case l.Derive != nil:
				features, found := Derive(l, all)
				keep(l, features, found)
			case tables[l.ID] != nil:
				features, found := build(l, path.Base(l.Intake.File), tables[l.ID], g)
				keep(l, features, found)
			}
		}
	}
	for _, f := range all {
		p.Changes = append(p.Changes, atlas.Change{Layer: f.Layer, ID: f.ID, Feature: f})
	}
	return p, issues, nil
}

func parse(definitions []atlas.Definition) ([]*atlas.Layer, error) {
	var layers []*atlas.Layer
	for _, d := range definitions {
		if d.Kind != atlas.DefinesLayer {
			continue
		}
		l, err := atlas.ParseLayer(d.Body)
		if err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	return layers, nil
}

// readTables reads the file of every layer that has one, by the id of the layer.
// The error names every file that cannot be read.
func readTables(files fs.FS, layers []*atlas.Layer) (map[string]*Table, error) {
	tables, failed := make([]*Table, len(layers)), make([]error, len(layers))
	var work sync.WaitGroup
	for i, l := range layers {
		if l.Intake == nil || l.Intake.File == "" {
			continue
		}
		work.Go(func() {
			if tables[i], failed[i] = readFile(files, l.Intake.File); failed[i] != nil {
				failed[i] = fmt.Errorf("layer %s: %w", l.ID, failed[i])
			}
		})
	}
	work.Wait()
	byLayer := map[string]*Table{}
	for i, l := range layers {
		byLayer[l.ID] = tables[i]
	}
	return byLayer, errors.Join(failed...)
}

func readFile(files fs.FS, name string) (*Table, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadTable(name, file)
}

// The groups of layers, each built from those before it.
const (
	areasFirst   = iota // areas and what names them
	thenPlaced          // what is placed in areas
	thenThrough         // lines and areas through points
	sourcesAfter        // the sources of all
	groups
)

func order(layers []*atlas.Layer) [groups][]*atlas.Layer {
	var ordered [groups][]*atlas.Layer
	for _, l := range layers {
		at := thenPlaced
		switch {
		case Gazettes(l):
			at = areasFirst
		case l.Derive != nil && l.Derive.Cited:
			at = sourcesAfter
		case l.Derive != nil:
			at = thenThrough
		}
		ordered[at] = append(ordered[at], l)
	}
	return ordered
}

// AreasOf picks what a gazetteer is made from among the features of all layers,
// by the id of their layer.
func AreasOf(layers []*atlas.Layer, features map[string][]*atlas.Feature) Areas {
	var areas Areas
	for _, l := range layers {
		switch l.Gazetteer {
		case atlas.GazetteerNames:
			areas.RegionNames = features[l.ID]
		case atlas.GazetteerChanges:
			areas.Changes = features[l.ID]
		}
		switch l.Area {
		case atlas.AreaRegion:
			areas.Regions = features[l.ID]
		case atlas.AreaSido:
			areas.Sido = features[l.ID]
		case atlas.AreaSigungu:
			areas.Sigungu = features[l.ID]
		}
	}
	return areas
}
