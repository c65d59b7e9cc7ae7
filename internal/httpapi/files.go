package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

// relFile leads to a file of everything that matches, RFC 4287.
const relFile = "enclosure"

// pageParams choose a page. A file has none: half of what was asked for would
// look like the whole.
var pageParams = []string{"limit", "offset", "after"}

// fileLinks lead to the features asked for as files, all of them whatever the
// page, in the edition and on the day shown here.
func (a *ask) fileLinks() []export.Link {
	changes := map[string]string{"edition": a.pinned(), "at": a.day.String(), "lang": a.lang}
	for _, name := range pageParams {
		changes[name] = ""
	}
	var links []export.Link
	for _, f := range fileFormats {
		changes["f"] = f.id
		links = append(links, export.Link{
			Href: a.itemsURL(changes), Rel: relFile, Type: f.media, Title: f.file.Title.In(a.lang), Hreflang: a.lang,
		})
	}
	return links
}

// itemsURL is the address of the items of the layer, chosen by the parameters of
// the request and changed as given.
func (a *ask) itemsURL(changes map[string]string) string {
	items := *a
	items.endpoint.path = "/api/collections/:layer/items"
	return items.here(changes)
}

func (s *Server) itemsFile(a *ask, q atlas.Query) (*answer, error) {
	for _, name := range pageParams {
		if given, ok := a.query[name]; ok {
			return nil, unusable(name, given, say(korean.WantNoPage, english.WantNoPage, a.format.id))
		}
	}
	q.Limit = 0
	answer, err := s.reply(a, a.selected(), nil)
	if err != nil {
		return nil, err
	}
	answer.file = func(ctx context.Context, path string) (http.Header, error) {
		d := &export.Document{
			Layer: q.Layer, Day: a.day, Lang: a.lang, SkipGeometry: q.SkipGeometry, MaxBytes: s.largest,
			Features: func(each func(*atlas.Feature) error) error { return s.store.Features(ctx, q, each) },
		}
		var err error
		if d.Provenance, err = s.provenance(ctx, a); err != nil {
			return nil, err
		}
		if err := a.format.file.Write(path, d); err != nil {
			return nil, fmt.Errorf("features of %s as %s: %w", q.Layer.ID, a.format.id, err)
		}
		header := newBody(a.format.media, nil, []export.Link{
			{Href: d.Provenance.Address, Rel: relCiteAs},
			{Href: d.Provenance.Schema, Rel: "describedby", Type: schemaFormat.media},
			{Href: a.url(layerPath(q.Layer.ID)), Rel: "collection", Type: jsonFormat.media},
		}).header
		header.Set("Content-Crs", "<"+crs84+">")
		name := fmt.Sprintf("%s_%s_e%d%s", q.Layer.ID, a.day, d.Provenance.Edition.ID, a.format.file.Extension)
		header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		return header, nil
	}
	return answer, nil
}

// provenance says where what is asked for comes from.
func (s *Server) provenance(ctx context.Context, a *ask) (export.Provenance, error) {
	p := export.Provenance{Rights: say(korean.Rights, english.Rights)}
	id, err := strconv.ParseInt(a.pinned(), 10, 64)
	if err != nil {
		return p, fmt.Errorf("edition: %w", err)
	}
	if p.Edition, err = s.store.Edition(ctx, id); err != nil {
		return p, err
	}
	pin := map[string]string{"edition": a.pinned(), "at": a.day.String(), "f": "", "lang": ""}
	p.Address = a.itemsURL(pin)
	p.Schema = a.url(layerPath(a.entry.Layer.ID)+"/schema", "edition", a.pinned(), "at", a.day.String())
	var chosen []string
	for _, name := range append(columnIDs(queryableColumns(a.entry.Layer)), selectParams...) {
		if v, ok := a.query[name]; ok {
			chosen = append(chosen, name+"="+v)
		}
	}
	slices.Sort(chosen)
	p.Selection = strings.Join(chosen, "; ")
	return p, nil
}

// sendExport makes a file and sends it. One of few places is taken as long as the
// file is on disk, which a slow reader may not stretch for ever.
func (s *Server) sendExport(c echo.Context, a *answer, label func(), gzipped bool) error {
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	default:
		return tooBusy()
	}
	request, response := c.Request(), c.Response()
	file, header, err := makeFile(request.Context(), a)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	label()
	for name, values := range header {
		response.Header()[name] = values
	}
	gzipped = gzipped && compressible(header.Get("Content-Type"))
	if gzipped {
		response.Header().Set("Content-Encoding", "gzip")
	} else {
		response.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	}
	const leastBytesPerSecond = 256 << 10
	deadline := time.Now().Add(time.Minute + time.Duration(info.Size()/leastBytesPerSecond)*time.Second)
	if err := http.NewResponseController(response).SetWriteDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("time to send a file: %w", err)
	}
	response.WriteHeader(http.StatusOK)
	if request.Method == http.MethodHead {
		return nil
	}
	if !gzipped {
		_, err = io.Copy(response, file)
		return err
	}
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(response)
	if _, err := io.Copy(w, file); err != nil {
		return err
	}
	return w.Close()
}

// makeFile writes the file of an answer in a directory of its own and removes
// the directory, whatever happens: an open file outlives its name.
func makeFile(ctx context.Context, a *answer) (file *os.File, header http.Header, err error) {
	dir, err := os.MkdirTemp("", "growthmap-file-")
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "features")
	if header, err = a.file(ctx, path); err != nil {
		return nil, nil, err
	}
	file, err = os.Open(path)
	return file, header, err
}
