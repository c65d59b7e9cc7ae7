package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"
)

// file is a file of the dashboard.
type file struct {
	media  string
	digest string
	read   func() ([]byte, error)
}

// mediaTypes are those the dashboard uses, the same on every machine.
var mediaTypes = map[string]string{
	".css": "text/css", ".html": "text/html", ".ico": "image/x-icon",
	".js": "text/javascript", ".json": "application/json", ".mjs": "text/javascript",
	".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain", ".wasm": "application/wasm",
	".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
}

const indexFile = "index.html"

// readFiles lists the files of the dashboard. Hidden ones are the build's own.
func readFiles(dashboard fs.FS) (map[string]file, error) {
	files := map[string]file{}
	if dashboard == nil {
		return files, nil
	}
	err := fs.WalkDir(dashboard, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(path.Base(name), ".") && name != "." {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(dashboard, name)
		if err != nil {
			return err
		}
		media, ok := mediaTypes[path.Ext(name)]
		if !ok {
			if media = mime.TypeByExtension(path.Ext(name)); media == "" {
				media = "application/octet-stream"
			}
		}
		sum := sha256.Sum256(data)
		files[name] = file{media, base64.RawURLEncoding.EncodeToString(sum[:12]), func() ([]byte, error) { return fs.ReadFile(dashboard, name) }}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("files of the dashboard: %w", err)
	}
	return files, nil
}

// index is the first page: the dashboard, or the landing page without one.
func (s *Server) index(c echo.Context) error {
	if _, ok := s.files[indexFile]; ok {
		return s.sendFile(c, indexFile)
	}
	base, err := s.baseOf(c.Request())
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, base+"/api")
}

// embed is the dashboard as a part of somebody else's page: the same file, which
// the sites that were named may frame.
func (s *Server) embed(c echo.Context) error {
	if _, ok := s.files[indexFile]; !ok {
		return notFound()
	}
	return s.sendFramed(c, indexFile, s.framers)
}

// file serves any other file of the dashboard.
func (s *Server) file(c echo.Context) error {
	return s.sendFile(c, strings.TrimPrefix(c.Request().URL.Path, "/"))
}

func (s *Server) sendFile(c echo.Context, name string) error { return s.sendFramed(c, name, "'none'") }

// sendFramed sends a file of the dashboard that pages of the framers may frame.
func (s *Server) sendFramed(c echo.Context, name, framers string) error {
	f, ok := s.files[name]
	if !ok {
		return notFound()
	}
	control := revalidate
	if strings.HasPrefix(name, "assets/") {
		control = keepForever
	}
	c.Response().Header().Set("Content-Security-Policy", dashboardPolicy+framers)
	return s.send(c, &answer{
		key: []string{"file", name, f.digest}, control: control, vary: "Accept-Encoding",
		build: func(context.Context) (*body, error) {
			data, err := f.read()
			if err != nil {
				return nil, errors.Join(fmt.Errorf("read %s of the dashboard", name), err)
			}
			return newBody(f.media, data, nil), nil
		},
	})
}

// dashboardPolicy is what the dashboard may load: its own files and nothing else.
const dashboardPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self'; worker-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "

// readFramers reads the sites that may frame the dashboard: origins such as
// https://www.example.org, https://*.example.org, or * for every site.
func readFramers(given []string) (string, error) {
	if len(given) == 0 {
		return "'none'", nil
	}
	for _, site := range given {
		if site != "*" && !framer.MatchString(site) {
			return "", fmt.Errorf("embedding site %q: want an origin such as https://www.example.org or https://*.example.org, or * for every site", site)
		}
	}
	return strings.Join(given, " "), nil
}

var framer = regexp.MustCompile(`^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)
