// Package intake turns files into checked features: it reads tables, resolves
// the places they name, and builds what an edition publishes. The data shipped
// with the binary and a file handed in later take the same path.
package intake

import (
	"fmt"
	"io"

	"growthmap/internal/atlas"
)

// Limits of a file. They are far above any table of policy facts and low enough
// that nobody can exhaust the server with one file.
const (
	MaxBytes      = 64 << 20 // after decompression
	MaxRows       = 100_000
	MaxColumns    = 256
	MaxCellLength = 20_000 // characters
	MaxIDLength   = 100    // characters
	MaxRefused    = 1_000  // rows with a Blocking issue, after which reading stops
)

// Read reads a file of the layer and builds its features, in the order of the
// rows. Places are resolved by g to the units valid on the gazetteer's day; g
// may be nil for layers whose features are areas or have no place. The name
// chooses the format by its ending (see Readers) and is the file of each issue.
//
// Every issue of every row is returned. A row with a Blocking issue has no
// feature. The error is an *atlas.Error when the file as a whole cannot be read.
func Read(layer *atlas.Layer, name string, r io.Reader, g *Gazetteer) ([]*atlas.Feature, []atlas.Issue, error) {
	if layer.Intake == nil {
		return nil, nil, &atlas.Error{Kind: atlas.Invalid, Given: layer.ID, Message: atlas.Text{
			Ko: fmt.Sprintf("레이어 %s은(는) 다른 자료에서 만들어지므로 파일을 받지 않습니다.", layer.ID),
			En: fmt.Sprintf("Layer %s is built from other data and takes no file.", layer.ID),
		}}
	}
	table, err := ReadTable(name, r)
	if err != nil {
		return nil, nil, err
	}
	features, issues := build(layer, name, table, g)
	return features, issues, nil
}

// Blocked reports whether any of the issues stops the import.
func Blocked(issues []atlas.Issue) bool {
	for _, i := range issues {
		if i.Level == atlas.Blocking {
			return true
		}
	}
	return false
}
