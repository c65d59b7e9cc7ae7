package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	textlanguage "golang.org/x/text/language"
	"golang.org/x/text/message"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

// cell is a value as people read it.
type cell struct {
	Text   string
	Href   string
	Number bool
}

// row is a feature in a table.
type row struct {
	Href  string
	Title string
	Cells []cell
}

// table is what the page of items shows.
type table struct {
	Columns []atlas.Column
	Titles  []string
	Rows    []row
	Page    export.Page
	Matched int64
	Paging  []export.Link
}

func (s *Server) itemsPage(a *ask, q atlas.Query) (*answer, error) {
	return s.reply(a, a.readingEditions(), func(ctx context.Context) (*body, error) {
		var p page
		if a.entry.Layer.Geometry != "" && !q.SkipGeometry {
			var err error
			if p.Map, err = s.newSketch(ctx, a); err != nil {
				return nil, err
			}
		}
		reader, err := s.newReader(ctx, a)
		if err != nil {
			return nil, err
		}
		var features []*atlas.Feature
		read, err := s.readPage(ctx, a, q, func(f *atlas.Feature) error {
			if p.Map != nil {
				p.Map.drawFeature(f, q.Layer.NameOf(f, a.lang))
			}
			f.Geometry = nil // drawn, and large
			features = append(features, f)
			return nil
		})
		if err != nil {
			return nil, err
		}
		doc := reader.table(features)
		doc.Page, doc.Matched = read, *read.NumberMatched
		for _, l := range read.Links {
			if l.Rel == "first" || l.Rel == "prev" || l.Rel == "next" {
				doc.Paging = append(doc.Paging, l)
			}
		}
		p.name, p.Title = "items", words(a.lang).Features+": "+q.Layer.Title.In(a.lang)
		return s.document(a, doc, read.Links, p)
	})
}

// card is what the page of one feature shows.
type card struct {
	ID        string
	Rows      []cardRow
	Citations []citation
	Hidden    bool // a point known only to its si/do is not on the map
}

type cardRow struct {
	Title string
	ID    string
	Cell  cell
}

type citation struct {
	atlas.Citation
	Source string // page of the source
	Text   string
}

func (s *Server) itemPage(a *ask) (*answer, error) {
	return s.reply(a, a.readingEditions(), func(ctx context.Context) (*body, error) {
		f, err := s.feature(ctx, a)
		if err != nil {
			return nil, err
		}
		layer := a.entry.Layer
		p := page{name: "item", Title: layer.NameOf(f, a.lang)}
		if f.Geometry != nil {
			if p.Map, err = s.newSketch(ctx, a); err != nil {
				return nil, err
			}
			p.Map.drawFeature(f, p.Title)
		}
		reader, err := s.newReader(ctx, a)
		if err != nil {
			return nil, err
		}
		doc := card{ID: f.ID, Hidden: p.Map != nil && p.Map.Drawn == 0}
		for _, c := range layer.Columns() {
			if value := layer.Value(f, c, a.day); value != nil && c.From != atlas.FromSources {
				doc.Rows = append(doc.Rows, cardRow{c.Heading(a.lang), c.ID, reader.cell(c, value)})
			}
		}
		for _, c := range f.Citations {
			text := c.Title
			if text == "" {
				text = c.URL
			}
			doc.Citations = append(doc.Citations, citation{c, reader.sourceURL(c.Source), text})
		}
		return s.document(a, doc, a.featureLinks(), p)
	})
}

// readingEditions are the editions on which a page with names of areas depends.
func (a *ask) readingEditions() []int64 {
	editions := []int64{a.entry.Changed}
	for _, level := range []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu} {
		if area, ok := a.catalog.Area(level); ok {
			editions = append(editions, area.Changed)
		}
	}
	return editions
}

// reader turns values into words.
type reader struct {
	ask     *ask
	areas   map[string]atlas.Text // by code
	sources string                // path of the items of the layer of sources, if any
	printer *message.Printer
}

func (s *Server) newReader(ctx context.Context, a *ask) (*reader, error) {
	r := &reader{ask: a, printer: message.NewPrinter(textlanguage.Make(a.lang))}
	for _, e := range a.catalog.Entries {
		if e.Layer.Derive != nil && e.Layer.Derive.Cited {
			r.sources = layerPath(e.Layer.ID) + "/items/"
		}
	}
	var err error
	r.areas, err = s.areaNames(ctx, a)
	return r, err
}

// areaNames returns the names of all areas by code.
func (s *Server) areaNames(ctx context.Context, a *ask) (map[string]atlas.Text, error) {
	state, err := s.state(ctx, a.readingEditions()[1:])
	if err != nil {
		return nil, err
	}
	b, err := s.cache.get(ctx, keyOf(append([]string{"areas"}, state...)), func(ctx context.Context) (*body, error) {
		names := map[string]atlas.Text{}
		for _, level := range []atlas.AreaLevel{atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu} {
			area, ok := a.catalog.Area(level)
			if !ok {
				continue
			}
			during := atlas.Always
			q := atlas.Query{Layer: area.Layer, Edition: a.catalog.Edition.ID, During: &during, SkipGeometry: true}
			err := s.store.Features(ctx, q, func(f *atlas.Feature) error {
				code, ok := f.Properties["code"].(string)
				if !ok {
					code = f.ID
				}
				names[code] = atlas.Text{Ko: area.Layer.NameOf(f, "ko"), En: area.Layer.NameOf(f, "en")}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		data, err := json.Marshal(names)
		return &body{data: data}, err
	})
	if err != nil {
		return nil, err
	}
	var names map[string]atlas.Text
	return names, json.Unmarshal(b.data, &names)
}

// table shows features in the columns that say anything on the page, in the
// language of the reader where there is one for each.
func (r *reader) table(features []*atlas.Feature) table {
	a := r.ask
	layer := a.entry.Layer
	other := map[string]bool{}
	for _, p := range layer.Schema {
		if p.Localized {
			for _, lang := range languages {
				other[p.ID+"_"+lang] = lang != a.lang
			}
		}
	}
	var t table
	for _, c := range layer.Columns() {
		says := slices.ContainsFunc(features, func(f *atlas.Feature) bool { return layer.Value(f, c, a.day) != nil })
		if says && !other[c.ID] && c.ID != layer.LabelProperty()+"_"+a.lang && c.From != atlas.FromSources {
			t.Columns = append(t.Columns, c)
			t.Titles = append(t.Titles, c.Heading(a.lang))
		}
	}
	for _, f := range features {
		row := row{Href: a.url(layerPath(layer.ID) + "/items/" + url.PathEscape(f.ID)), Title: layer.NameOf(f, a.lang)}
		for _, c := range t.Columns {
			row.Cells = append(row.Cells, r.cell(c, layer.Value(f, c, a.day)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cell writes a value in words: titles for codes, names for areas.
func (r *reader) cell(c atlas.Column, value any) cell {
	word := func(code string) string {
		if title, ok := c.Codes[code]; ok {
			return title.In(r.ask.lang)
		}
		if name, ok := r.areas[code]; ok && (c.From == atlas.FromPlace || c.From == atlas.FromAmong) {
			return name.In(r.ask.lang)
		}
		return code
	}
	switch v := value.(type) {
	case nil:
		return cell{}
	case string:
		if strings.HasPrefix(v, "https://") || strings.HasPrefix(v, "http://") {
			return cell{Text: v, Href: v}
		}
		return cell{Text: word(v)}
	case bool:
		if v {
			return cell{Text: words(r.ask.lang).Yes}
		}
		return cell{Text: words(r.ask.lang).No}
	case int64:
		if c.Unit == "" {
			return cell{Text: fmt.Sprint(v), Number: true} // perhaps a year
		}
		return cell{Text: r.printer.Sprintf("%d", v), Number: true}
	case json.Number:
		return cell{Text: v.String(), Number: true}
	case []string:
		list := make([]string, len(v))
		for i, item := range v {
			list[i] = word(item)
		}
		return cell{Text: strings.Join(list, ", ")}
	default:
		return cell{Text: fmt.Sprint(v)}
	}
}

func (r *reader) sourceURL(id string) string {
	if r.sources == "" {
		return ""
	}
	return r.ask.url(r.sources + url.PathEscape(id))
}

// codesOf lists the codes of a column in order.
func codesOf(c atlas.Column) []string { return slices.Sorted(maps.Keys(c.Codes)) }
