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
)

// Files holds the shipped data. The file that a definition names in intake.file
// is found here under that name.
//
//go:embed layers/*.json indicators/*.json facts/*.csv areas/*.geojson.gz
var Files embed.FS

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
