// Package geodata holds what the service knows when it is born: the definitions
// of its layers, the reference facts as they were given, and the boundaries of
// the areas, all embedded in the binary.
package geodata

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Files holds the shipped data. The file that a definition names in intake.file
// is found here under that name.
//
//go:embed layers/*.json indicators/*.json facts/*.csv areas/*.geojson.gz
var Files embed.FS

// Definition is a layer definition as it is in its file. ID is the name of the
// file without its ending, which is also the id of the layer.
type Definition struct {
	ID   string
	Body []byte
}

// Definitions returns the definitions of all layers, in the order of their file names.
func Definitions() ([]Definition, error) {
	entries, err := Files.ReadDir("layers")
	if err != nil {
		return nil, fmt.Errorf("list the layer definitions: %w", err)
	}
	definitions := make([]Definition, 0, len(entries))
	for _, e := range entries {
		body, err := Files.ReadFile(path.Join("layers", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read a layer definition: %w", err)
		}
		definitions = append(definitions, Definition{ID: strings.TrimSuffix(e.Name(), ".json"), Body: body})
	}
	return definitions, nil
}

// Checksum is the SHA-256 of all shipped data, in hexadecimal: equal for two
// binaries that ship the same.
func Checksum() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := Files.ReadFile(name)
		if err != nil {
			return err
		}
		each := sha256.Sum256(content)
		fmt.Fprintf(sum, "%s %x\n", name, each)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("checksum of the shipped data: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
