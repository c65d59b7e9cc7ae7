package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

// maxPageBytes ends a page of features early: the rest follows on the next.
const maxPageBytes = 16 << 20

// errPageFull ends the reading of a page.
var errPageFull = errors.New("the page is full")

func (s *Server) items(a *ask) (*answer, error) {
	q, err := a.itemQuery()
	if err != nil {
		return nil, err
	}
	switch {
	case a.format.page:
		return s.itemsPage(a, q)
	case a.format.file != nil:
		return s.itemsFile(a, q)
	}
	return s.reply(a, a.selected(), func(ctx context.Context) (*body, error) {
		var out bytes.Buffer
		writer := export.NewGeoJSON(&out, q.Layer, a.day)
		p, err := s.readPage(ctx, a, q, func(f *atlas.Feature) error {
			if out.Len() > maxPageBytes {
				return errPageFull
			}
			return writer.Feature(f, nil)
		})
		if err != nil {
			return nil, err
		}
		if err := writer.Close(p); err != nil {
			return nil, fmt.Errorf("write features of %s: %w", q.Layer.ID, err)
		}
		b := newBody(a.format.media, out.Bytes(), p.Links)
		b.header.Set("Content-Crs", "<"+crs84+">")
		return b, nil
	})
}

// readPage reads the features of a page and says what to know about it. A page
// ends at the limit, or when each returns errPageFull.
func (s *Server) readPage(ctx context.Context, a *ask, q atlas.Query, each func(*atlas.Feature) error) (export.Page, error) {
	p := export.Page{TimeStamp: s.now(), Links: a.selfLinks()}
	limit, more, last := q.Limit, false, ""
	q.Limit++ // one more tells whether another page follows
	err := s.store.Features(ctx, q, func(f *atlas.Feature) error {
		if p.NumberReturned == limit {
			more = true
			return errPageFull
		}
		if err := each(f); err != nil {
			more = errors.Is(err, errPageFull)
			return err
		}
		p.NumberReturned++
		last = f.ID
		return nil
	})
	if err != nil && !errors.Is(err, errPageFull) {
		return p, err
	}
	matched := int64(p.NumberReturned)
	if more || q.After != "" || q.Offset > 0 {
		if matched, err = s.count(ctx, a, q); err != nil {
			return p, err
		}
	}
	p.NumberMatched = &matched
	p.Links = append(p.Links, a.pageLinks(q.Offset, limit, more, last)...)
	return p, nil
}

// pageLinks lead through the pages, to files of all of them and up to the layer. They name the edition
// and the day, so that every page shows the same state of the data.
func (a *ask) pageLinks(offset, limit int, more bool, last string) []export.Link {
	w := words(a.lang)
	var links []export.Link
	add := func(rel, title string, changes map[string]string) {
		changes["edition"], changes["at"] = a.pinned(), a.day.String()
		links = append(links, export.Link{Href: a.here(changes), Rel: rel, Type: a.format.media, Title: title, Hreflang: a.lang})
	}
	if more {
		add("next", w.NextPage, map[string]string{"after": token(last), "offset": ""})
	}
	if offset > 0 {
		add("prev", w.PreviousPage, map[string]string{"offset": strconv.Itoa(max(0, offset-limit))})
	}
	if offset > 0 || a.query["after"] != "" {
		add("first", w.FirstPage, map[string]string{"after": "", "offset": ""})
	}
	links = append(links, a.fileLinks()...)
	return append(links, export.Link{
		Href: a.url(layerPath(a.entry.Layer.ID)), Rel: "collection", Type: jsonFormat.media, Title: a.entry.Layer.Title.In(a.lang),
	})
}

// count returns how many features the query has on all pages. It is kept, since
// every page of a walk asks for it.
func (s *Server) count(ctx context.Context, a *ask, q atlas.Query) (int64, error) {
	key := []string{"count", q.Layer.ID, q.Day.String()}
	for _, name := range append(columnIDs(queryableColumns(q.Layer)), selectParams...) {
		if v, ok := a.query[name]; ok {
			key = append(key, name, v)
		}
	}
	state, err := s.state(ctx, a.selected())
	if err != nil {
		return 0, err
	}
	b, err := s.cache.get(ctx, keyOf(append(key, state...)), func(ctx context.Context) (*body, error) {
		n, err := s.store.Count(ctx, q)
		return &body{data: strconv.AppendInt(nil, n, 10)}, err
	})
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(b.data), 10, 64)
}

func columnIDs(columns []atlas.Column) []string {
	ids := make([]string, len(columns))
	for i, c := range columns {
		ids[i] = c.ID
	}
	return ids
}

func (s *Server) item(a *ask) (*answer, error) {
	if err := a.onlyCRS84(); err != nil {
		return nil, err
	}
	if a.format.page {
		return s.itemPage(a)
	}
	return s.reply(a, []int64{a.entry.Changed}, func(ctx context.Context) (*body, error) {
		f, err := s.feature(ctx, a)
		if err != nil {
			return nil, err
		}
		links := a.featureLinks()
		data, err := export.AppendFeature(nil, a.entry.Layer, f, a.day, links)
		if err != nil {
			return nil, fmt.Errorf("write %s/%s: %w", a.entry.Layer.ID, f.ID, err)
		}
		b := newBody(a.format.media, data, links)
		b.header.Set("Content-Crs", "<"+crs84+">")
		return b, nil
	})
}

// feature reads the feature named in the path.
func (s *Server) feature(ctx context.Context, a *ask) (*atlas.Feature, error) {
	id := a.path["id"]
	f, err := s.store.Feature(ctx, a.entry.Layer, a.catalog.Edition.ID, id)
	if atlas.IsKind(err, atlas.NotFound) {
		missing := atlas.Missing(say(korean.FeatureNoun, english.FeatureNoun), shorten(id))
		missing.Parameter, missing.Wanted = "id", say(korean.WantFeature, english.WantFeature, a.entry.Layer.ID, a.url(layerPath(a.entry.Layer.ID)+"/items"))
		return nil, missing
	}
	return f, err
}

func (a *ask) featureLinks() []export.Link {
	layer := a.entry.Layer
	return append(a.selfLinks(), export.Link{
		Href: a.url(layerPath(layer.ID)), Rel: "collection", Type: jsonFormat.media, Title: layer.Title.In(a.lang),
	})
}

// newBody is a finished answer with its media type and links.
func newBody(media string, data []byte, links []export.Link) *body {
	h := http.Header{}
	h.Set("Content-Type", contentType(media))
	if header := linkHeader(links); header != "" {
		h.Set("Link", header)
	}
	return &body{header: h, data: data}
}

// contentType is a media type as an answer declares it: text with its encoding.
func contentType(media string) string {
	if strings.HasPrefix(media, "text/") {
		return media + "; charset=utf-8"
	}
	return media
}
