// Package web holds the built dashboard, so that the binary serves it without
// any file beside it.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist holds the files of the dashboard as the build left them: index.html and
// the assets it names. It holds no index.html when the dashboard has not been
// built.
var Dist fs.FS = sub()

func sub() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	return files
}
