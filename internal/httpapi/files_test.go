package httpapi_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"growthmap/internal/httpapi/apitest"
)

var fileFormats = map[string]struct{ media, extension string }{
	"gpkg":    {"application/geopackage+sqlite3", ".gpkg"},
	"jsonfg":  {"application/vnd.ogc.fg+json", ".json"},
	"xlsx":    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
	"csv":     {"text/csv; charset=utf-8", ".csv"},
	"csv-bom": {"text/csv; charset=utf-8", ".csv"},
}

// idsOf reads the ids of a file: GDAL those of a GeoPackage.
func idsOf(t testing.TB, format, layer string, body []byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file"+fileFormats[format].extension)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	var err error
	switch format {
	case "gpkg":
		out, failed := exec.Command("ogr2ogr", "-f", "CSV", "/vsistdout/", path, "-sql", `select id, 1 as one from "`+strings.ReplaceAll(layer, "-", "_")+`" order by fid`).Output()
		if failed != nil {
			t.Fatalf("ogr2ogr: %v", failed)
		}
		rows, err = csv.NewReader(strings.NewReader(string(out))).ReadAll()
	case "jsonfg":
		var doc struct{ Features []struct{ ID string } }
		err = json.Unmarshal(body, &doc)
		rows = [][]string{{"id"}}
		for _, f := range doc.Features {
			rows = append(rows, []string{f.ID})
		}
	case "xlsx":
		book, failed := excelize.OpenFile(path)
		if failed != nil {
			t.Fatal(failed)
		}
		defer book.Close()
		rows, err = book.GetRows(book.GetSheetName(0))
	default:
		rows, err = csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), "\ufeff"))).ReadAll()
	}
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	ids := make([]string, 0, len(rows))
	for _, row := range rows[1:] {
		ids = append(ids, row[0])
	}
	return ids
}

// files are the links to files by format.
func files(t testing.TB, links []apitest.Link) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, l := range links {
		if l.Rel == "enclosure" {
			u, err := url.Parse(l.Href)
			if err != nil {
				t.Fatal(err)
			}
			found[u.Query().Get("f")] = l.Href
		}
	}
	return found
}

// The links of every layer, and the same ones of its features, lead to files of
// all features.
func TestEveryLayerIsAFileInEveryFormat(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, layer := range layers(t, c) {
		path, state := "/api/collections/"+layer, "edition=1&lang=en"
		want := read(t, c, path+"/items?limit=10000&skipGeometry=true&"+state).ids()
		links := files(t, c.Get(path+"?"+state).Want(http.StatusOK).Links())
		if beside := files(t, read(t, c, path+"/items?limit=1&"+state).Links); len(links) != len(fileFormats) || !maps.Equal(links, beside) {
			t.Errorf("%s leads to %v, its features to %v", layer, links, beside)
		}
		for id, format := range fileFormats {
			a := c.Get(links[id]).Want(http.StatusOK)
			if got := idsOf(t, id, layer, a.Body); !slices.Equal(got, want) {
				t.Errorf("%s as %s: %d features, want %d", layer, id, len(got), len(want))
			}
			name := regexp.MustCompile(`^attachment; filename=` + layer + `_2026-11-22_e1\` + format.extension + `$`)
			if got := a.Header.Get("Content-Disposition"); !name.MatchString(got) || a.Header.Get("Content-Type") != format.media {
				t.Errorf("%s as %s is %s, %s", layer, id, a.Header.Get("Content-Type"), got)
			}
		}
	}
}

// The links of a filtered page lead to files of all that matches, and a file to
// the address of the same content.
func TestFilesAreFoundAndFoundAgain(t *testing.T) {
	c := shipped(t)
	filter := url.QueryEscape("name_ko LIKE '%자동차%'")
	const path = "/api/collections/ai-factories/items"
	want := read(t, c, path+"?limit=1000&at=2026-05-28&filter="+filter).ids()
	if len(want) < 2 {
		t.Fatalf("%d features match", len(want))
	}
	page := read(t, c, path+"?limit=1&offset=1&at=2026-05-28&lang=en&filter="+filter)
	collection := c.Get("/api/collections/ai-factories?at=2026-05-28").Want(http.StatusOK).Links()
	for id, format := range fileFormats {
		media, _, _ := strings.Cut(format.media, ";")
		link := apitest.Find(page.Links, "enclosure", media)
		if link == nil || apitest.Find(collection, "enclosure", media) == nil {
			t.Errorf("no link to %s", id)
			continue
		}
		if !strings.Contains(link.Href, "f="+strings.TrimSuffix(id, "-bom")) {
			t.Errorf("the link to %s is %s", id, link.Href)
		}
		a := c.Get(link.Href).Want(http.StatusOK)
		if got := idsOf(t, id, "ai-factories", a.Body); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
		if !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s of a day and an edition is kept by %q", id, a.Header.Get("Cache-Control"))
		}
		cited := regexp.MustCompile(`<([^>]+)>; rel="cite-as"`).FindStringSubmatch(a.Header.Get("Link"))
		if cited == nil {
			t.Fatalf("%s: no address to cite in %s", id, a.Header.Get("Link"))
		}
		if again := read(t, c, cited[1]); !slices.Equal(again.ids(), want) {
			t.Errorf("%s leads back to %q", id, again.ids())
		}
	}
	whole := apitest.Find(collection, "enclosure", "application/geopackage+sqlite3")
	if got := idsOf(t, "gpkg", "ai-factories", c.Get(whole.Href).Want(http.StatusOK).Body); !slices.Equal(got, read(t, c, path+"?limit=1000&at=2026-05-28").ids()) {
		t.Errorf("the file of the layer has %d features", len(got))
	}
	for _, lang := range []string{"ko", "en"} {
		body := string(c.Get(path + "?f=html&lang=" + lang).Want(http.StatusOK).Body)
		if !strings.Contains(body, "f=gpkg") || !strings.Contains(body, ">GeoPackage</a>") {
			t.Errorf("the page in %s has no link to the GeoPackage", lang)
		}
	}
}

func TestFilesKeepKoreanAndSayWhereTheyAreFrom(t *testing.T) {
	c := shipped(t)
	a := c.Get("/api/collections/ai-factories/items?sector=조선&at=2026-05-28&f=jsonfg&lang=ko").Want(http.StatusOK)
	var doc struct {
		Features   []struct{ Properties map[string]any }
		Provenance map[string]string
	}
	a.JSON(&doc)
	page := read(t, c, "/api/collections/ai-factories/items?sector=조선&at=2026-05-28")
	if len(doc.Features) == 0 || len(doc.Features) != len(page.Features) {
		t.Fatalf("%d features, want %d", len(doc.Features), len(page.Features))
	}
	for i, f := range doc.Features {
		if f.Properties["name_ko"] != page.Features[i].Properties["name_ko"] {
			t.Errorf("%v became %v", page.Features[i].Properties["name_ko"], f.Properties["name_ko"])
		}
	}
	var edition struct{ Digest string }
	c.Get("/api/editions/1").Want(http.StatusOK).JSON(&edition)
	p := doc.Provenance
	if p["selection"] != "sector=조선" || p["day"] != "2026-05-28" || p["edition"] != "1" || p["edition_sha256"] != edition.Digest ||
		!strings.Contains(p["cite_ko"], p["address"]) || !strings.Contains(p["rights"], "출처") {
		t.Errorf("got %v, the digest is %s", p, edition.Digest)
	}
}

func TestAFileTakesNoPage(t *testing.T) {
	c := shipped(t)
	for _, page := range []string{"limit=10", "offset=3", "after=YQ"} {
		p := c.Get(items + "?f=gpkg&lang=en&" + page).Problem(http.StatusBadRequest)
		if name, _, _ := strings.Cut(page, "="); p.Parameter != name || !strings.Contains(p.Detail, "every feature") {
			t.Errorf("%s: %+v", page, p)
		}
	}
	c.Get("/api/collections/ai-factories/items/axf-gwangju-ggm?f=gpkg").Problem(http.StatusBadRequest)
}

// temporary is a directory for temporary files that the test looks into.
func temporary(t *testing.T) func() {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	return func() {
		t.Helper()
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestAFileTooLargeIsRefused(t *testing.T) {
	clean := temporary(t)
	o := options(t)
	o.FileBytes = 4 << 10
	c := serve(t, o)
	for id := range fileFormats {
		p := c.Get(items+"?f="+id, "Accept-Language", "ko").Problem(http.StatusRequestEntityTooLarge)
		if p.Parameter != "f" || !strings.Contains(p.Detail, "filter") || !regexp.MustCompile(`[가-힣]`).MatchString(p.Detail) {
			t.Errorf("%s: %+v", id, p)
		}
	}
	clean()
}

func TestNoFileIsLeftBehind(t *testing.T) {
	clean := temporary(t)
	broken := false
	_, o := meddle(t, func(context.Context, int64) error {
		if broken {
			return errors.New("the database has gone")
		}
		return nil
	})
	c := serve(t, o)
	for id := range fileFormats {
		broken = false
		a := c.Get(items + "?f=" + id).Want(http.StatusOK)
		clean()
		c.Get(items+"?f="+id, "If-None-Match", a.Header.Get("ETag")).Want(http.StatusNotModified)
		head := c.Do(http.MethodHead, items+"?f="+id).Want(http.StatusOK)
		if head.Header.Get("Content-Disposition") != a.Header.Get("Content-Disposition") {
			t.Errorf("%s: HEAD says %v", id, head.Header)
		}
		zipped := c.Get(items+"?f="+id, "Accept-Encoding", "gzip").Want(http.StatusOK)
		if got, want := idsOf(t, id, "ai-factories", zipped.Body), idsOf(t, id, "ai-factories", a.Body); !slices.Equal(got, want) {
			t.Errorf("%s compressed holds %d features, not %d", id, len(got), len(want))
		}
		if coded := zipped.Header.Get("Content-Encoding") == "gzip"; coded == (id == "xlsx") {
			t.Errorf("%s: Content-Encoding %q", id, zipped.Header.Get("Content-Encoding"))
		}
		broken = true
		c.Get(items + "?f=" + id).Problem(http.StatusInternalServerError)
		clean()
	}
}

func TestClientsThatLeaveLeaveNoFile(t *testing.T) {
	clean := temporary(t)
	begun, left := make(chan struct{}), make(chan struct{})
	_, o := meddle(t, func(ctx context.Context, _ int64) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	})
	h := handler(t, o)
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		defer close(left)
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, items+"?f=gpkg", nil)
		if err != nil {
			t.Error(err)
			return
		}
		r.Host = "example.org"
		h.ServeHTTP(discard{http.Header{}}, r)
	}()
	<-begun
	leave()
	<-left
	clean()
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

func TestFilesHaveFewPlaces(t *testing.T) {
	begun, gate := make(chan struct{}), make(chan struct{})
	_, o := meddle(t, func(_ context.Context, read int64) error {
		if read == 1 {
			close(begun)
			<-gate
		}
		return nil
	})
	o.MaxFiles = 1
	c := serve(t, o)
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Get(items + "?f=csv").Want(http.StatusOK)
	}()
	<-begun
	a := c.Get(items + "?f=xlsx")
	a.Problem(http.StatusServiceUnavailable)
	if a.Header.Get("Retry-After") == "" {
		t.Error("503 without Retry-After")
	}
	c.Get(items).Want(http.StatusOK) // pages have other places
	close(gate)
	<-done
	c.Get(items + "?f=xlsx").Want(http.StatusOK)
}
