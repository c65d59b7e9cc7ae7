package intake

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"growthmap/internal/atlas"
)

// definitionFolders are where files keep the definitions of each kind.
var definitionFolders = []struct{ kind, folder string }{
	{atlas.DefinesLayer, "layers"}, {atlas.DefinesIndicator, "indicators"},
}

// Definitions reads the definitions below the root of files, one JSON file each;
// the name of the file is the id.
func Definitions(files fs.FS) ([]atlas.Definition, error) {
	var definitions []atlas.Definition
	for _, d := range definitionFolders {
		names, err := fs.Glob(files, d.folder+"/*.json")
		if err != nil {
			return nil, fmt.Errorf("list the definitions of kind %s: %w", d.kind, err)
		}
		for _, name := range names {
			body, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("read a definition: %w", err)
			}
			definitions = append(definitions, atlas.Definition{Kind: d.kind, ID: strings.TrimSuffix(path.Base(name), ".json"), Body: body})
		}
	}
	return definitions, nil
}

// Gazettes reports whether a gazetteer is made from the features of the layer.
func Gazettes(l *atlas.Layer) bool {
	return l.Area != "" || l.Gazetteer != ""
}
