package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"growthmap/internal/export"
)

//go:embed pages
var pageFiles embed.FS

const styleFile = "api.css"

// pages are the templates of everything for people.
type pages struct {
	byName map[string]*template.Template
	style  []byte
	digest string // of the style
}

func parsePages() (pages, error) {
	p := pages{byName: map[string]*template.Template{}}
	var err error
	if p.style, err = pageFiles.ReadFile("pages/" + styleFile); err != nil {
		return p, err
	}
	sum := sha256.Sum256(p.style)
	p.digest = base64.RawURLEncoding.EncodeToString(sum[:9])
	shared, err := template.ParseFS(pageFiles, "pages/layout.html", "pages/parts.html")
	if err != nil {
		return p, err
	}
	names, err := fs.Glob(pageFiles, "pages/*.html")
	if err != nil {
		return p, err
	}
	for _, name := range names {
		clone, err := shared.Clone()
		if err != nil {
			return p, err
		}
		if p.byName[strings.TrimSuffix(path.Base(name), ".html")], err = clone.ParseFS(pageFiles, name); err != nil {
			return p, err
		}
	}
	return p, nil
}

// page is what a template draws.
type page struct {
	name       string
	Title      string
	Lang       string
	W          *lexicon
	Home       string
	Style      string
	Crumbs     []crumb
	Links      []export.Link // to what belongs to it
	Alternates []export.Link // other formats
	Files      []export.Link // to keep
	Languages  []export.Link // the same page in each language
	Edition    int64         // 0 where it does not matter
	Day        string
	Map        *sketch
	Doc        any
}

type crumb struct{ Href, Title string }

// document writes a document in the format asked for: as JSON, or as the page
// of the name given.
func (s *Server) document(a *ask, doc any, links []export.Link, p page) (*body, error) {
	if b, ok, err := a.asCSV(doc, links); ok {
		return b, err
	}
	if !a.format.page {
		data, err := marshal(doc)
		if err != nil {
			return nil, fmt.Errorf("%s as JSON: %w", a.endpoint.path, err)
		}
		return newBody(a.format.media, data, links), nil
	}
	p.Doc = doc
	p.Lang, p.W = a.lang, words(a.lang)
	p.Home, p.Style = a.base+"/", s.pages.styleURL(a.base)
	p.Crumbs = a.crumbs()
	for _, l := range links {
		switch {
		case l.Rel == "alternate":
			p.Alternates = append(p.Alternates, l)
		case l.Rel == relFile:
			p.Files = append(p.Files, l)
		case l.Templated || l.Rel == "self" || l.Rel == "next" || l.Rel == "prev" || l.Rel == "first":
		case slices.ContainsFunc(p.Links, func(o export.Link) bool { return o.Title == l.Title }):
			// The same resource in another format; a browser gets the page.
		default:
			p.Links = append(p.Links, l)
		}
	}
	for _, lang := range languages {
		p.Languages = append(p.Languages, export.Link{Href: a.here(map[string]string{"lang": lang}), Hreflang: lang, Title: words(lang).Language})
	}
	if a.catalog != nil {
		p.Edition, p.Day = a.catalog.Edition.ID, a.day.String()
	}
	data, err := s.pages.draw(p)
	if err != nil {
		return nil, err
	}
	return newBody(a.format.media, data, links), nil
}

func marshal(doc any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(doc)
	return b.Bytes(), err
}

func (p *pages) draw(v page) ([]byte, error) {
	var b bytes.Buffer
	if err := p.byName[v.name].ExecuteTemplate(&b, "layout", v); err != nil {
		return nil, fmt.Errorf("page %s: %w", v.name, err)
	}
	return b.Bytes(), nil
}

func (p *pages) styleURL(base string) string {
	return base + "/api/static/" + styleFile + "?v=" + p.digest
}

// problem draws the page of a problem.
func (p *pages) problem(base, lang string, problem problem) ([]byte, error) {
	w := words(lang)
	return p.draw(page{
		name: "problem", Title: problem.Title, Lang: lang, W: w, Home: base + "/", Style: p.styleURL(base),
		Crumbs: []crumb{{base + "/api", w.ServiceTitle}}, Doc: problem,
	})
}

// static serves the style sheet of the pages.
func (s *Server) static(c echo.Context) error {
	if c.Param("file") != styleFile {
		return notFound()
	}
	control := revalidate
	if c.QueryParam("v") == s.pages.digest {
		control = keepForever
	}
	return s.send(c, &answer{
		key: []string{"static", s.pages.digest}, control: control, vary: "Accept-Encoding",
		build: func(context.Context) (*body, error) {
			return newBody(mediaTypes[".css"], s.pages.style, nil), nil
		},
	})
}

// crumbs are the pages above this one.
func (a *ask) crumbs() []crumb {
	w := words(a.lang)
	if a.endpoint.path == "/api" {
		return nil
	}
	crumbs := []crumb{{a.url("/api"), w.ServiceTitle}}
	add := func(path, title string) { crumbs = append(crumbs, crumb{a.url(path), title}) }
	switch segments := strings.Split(a.endpoint.path, "/")[2:]; {
	case len(segments) == 1:
	case segments[0] == "replies":
		add("/api/replies", w.Replies)
	case segments[0] == "editions":
		add("/api/editions", w.Editions)
	case segments[0] == "tileMatrixSets":
		add("/api/tileMatrixSets", w.TileMatrixSets)
	case segments[0] == "collections":
		add("/api/collections", w.Layers)
		layer := a.entry.Layer
		if len(segments) > 2 {
			add(layerPath(layer.ID), layer.Title.In(a.lang))
		}
		if len(segments) > 3 && segments[2] == "items" {
			add(layerPath(layer.ID)+"/items", w.Features)
		}
		if len(segments) > 3 && segments[2] == "tiles" {
			add(layerPath(layer.ID)+"/tiles", w.Tiles)
		}
	}
	return crumbs
}
