package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"growthmap/internal/atlas"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/indicator"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

type citedDoc struct {
	ID     string
	Figure map[string]any
	Cite   atlas.Text
	Rows   []struct {
		ID, Role string
		Low      *string
	}
	Documents []citedDocument
	Standing  struct {
		Status, Text string
		Edition      int64
		Figure       map[string]any
		Differences  []indicator.Difference
		Redefined    bool
		Rows         []struct {
			ID, Change    string
			Before, After *indicator.Part
			Columns       []struct{ Column, Old, New string }
		}
		Editions []struct {
			ID             int64
			Author, Reason string
		}
		MoreEditions bool `json:"more_editions"`
		Links        []apitest.Link
	}
	Links []apitest.Link
}

type citedDocument struct {
	Citation atlas.Citation
	For      []struct{ As, ID, Href string }
}

func (d citedDocument) standsBehind(row string) bool {
	return slices.ContainsFunc(d.For, func(f struct{ As, ID, Href string }) bool { return f.As == "row" && f.ID == row })
}

// asServed reads the figures of an address without what the address adds.
func asServed(t *testing.T, c *apitest.Client, address string) []map[string]any {
	t.Helper()
	var doc struct{ Figures []map[string]any }
	c.Get(address).Want(http.StatusOK).JSON(&doc)
	for _, f := range doc.Figures {
		delete(f, "links")
		delete(f, "area")
	}
	return doc.Figures
}

// A citation id says what was asked: whatever a figure was asked for, its id
// leads back to the same numbers, and to documents.
func TestACitationLeadsBackToItsFigure(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for _, address := range []string{
		"/api/figures?at=2026-08-27",
		"/api/indicators/regional-share/figures?at=2026-05-28&by=variant",
		"/api/indicators/regional-share/figures?at=2026-08-27&by=region",
		"/api/indicators/ai-factories/figures?at=2026-06-30&by=sido&areas=2026-06-30",
		"/api/indicators/ai-factories/figures?at=2025-12-31&region=48120",
		"/api/indicators/ai-factories/figures?at=2026-08-27&across=sector",
	} {
		figures := asServed(t, c, address)
		if len(figures) == 0 {
			t.Errorf("%s: no figure", address)
		}
		for _, f := range figures {
			var cited citedDoc
			c.Get("/api/citations/" + f["id"].(string)).Want(http.StatusOK).JSON(&cited)
			if !reflect.DeepEqual(cited.Figure, f) {
				t.Errorf("%s says\n%v\nand its citation\n%v", address, f, cited.Figure)
			}
			if cited.Standing.Status != "current" || !strings.Contains(cited.Cite.Ko, cited.ID) || !strings.Contains(cited.Cite.En, cited.ID) {
				t.Errorf("%s: %s, cited as %q", cited.ID, cited.Standing.Status, cited.Cite)
			}
			for _, r := range cited.Rows {
				if !slices.ContainsFunc(cited.Documents, func(d citedDocument) bool { return d.standsBehind(r.ID) }) {
					t.Errorf("%s: no document stands behind %s", cited.ID, r.ID)
				}
			}
		}
	}
}

// The id printed beside a number is an address for people; programs get the same.
func TestTheAddressOfACitation(t *testing.T) {
	c := shipped(t)
	f := asServed(t, c, "/api/indicators/regional-share/figures?at=2026-05-28")[0]
	id := f["id"].(string)
	for _, lang := range []string{"ko", "en"} {
		page := checkPage(t, c.Get("/f/"+id+"?lang="+lang, "Accept", "*/*").Want(http.StatusOK), lang)
		whole := text(page)
		for _, want := range []string{id, "41.1%", "41.0", c.Base() + "/api/citations/" + id, "2026-05-28"} {
			if !strings.Contains(whole, want) {
				t.Errorf("the page in %s does not say %q", lang, want)
			}
		}
		documents := find(find(page, "ul", "documents")[0], "a", "")
		if len(documents) == 0 || !strings.HasPrefix(attr(documents[0], "href"), "http") {
			t.Errorf("the page in %s leads to %d documents", lang, len(documents))
		}
	}
	if json := c.Get("/f/"+id, "Accept", "application/json").Want(http.StatusOK); !strings.Contains(json.Header.Get("Content-Type"), "json") {
		t.Errorf("Content-Type %s", json.Header.Get("Content-Type"))
	}
	var upper citedDoc
	c.Get("/api/citations/" + strings.ToUpper(id)).Want(http.StatusOK).JSON(&upper)
	if upper.ID != id {
		t.Errorf("in capitals it is %s", upper.ID)
	}
	figures := checkPage(t, c.Get("/api/indicators/regional-share/figures?at=2026-05-28&edition=1&f=html"), "ko")
	if !slices.ContainsFunc(find(figures, "a", ""), func(a *html.Node) bool { return attr(a, "href") == c.Base()+"/f/"+id }) {
		t.Error("the page of the figure does not lead to its citation")
	}
}

func TestAMistypedCitation(t *testing.T) {
	c := shipped(t)
	id := asServed(t, c, "/api/indicators/regional-share/figures?at=2026-05-28&by=region")[3]["id"].(string)
	swapped := id[:16] + id[17:18] + id[16:17] + id[18:]
	slip := func(at int) string {
		letter := "a"
		if id[at:at+1] == letter {
			letter = "b"
		}
		return id[:at] + letter + id[at+1:]
	}
	for given, want := range map[string]string{
		slip(19):              id,
		swapped:               id,
		slip(3):               "edition",
		slip(11):              "check",
		id[:len(id)-1]:        "18 letters",
		id[:5] + "0" + id[6:]: "Letter 3",
		"nonsense":            "gm- followed by 19",
	} {
		if given == id {
			continue // two equal letters changed places
		}
		p := c.Get("/api/citations/"+given, "Accept-Language", "en").Problem(http.StatusNotFound)
		if !strings.Contains(p.Detail+p.Wanted, want) || p.Parameter != "citation" {
			t.Errorf("%s: %+v does not say %q", given, p, want)
		}
	}
	page := checkPage(t, c.Get("/f/"+slip(19)+"?lang=ko&f=html").Want(http.StatusNotFound), "ko")
	if !strings.Contains(text(page), id) {
		t.Error("the page does not guess the id")
	}
}

// changing is a store of its own with the shipped data as edition 1, and what
// publishes these data changed as given.
func changing(t *testing.T) (*postgis.Store, func(func(*atlas.Publication))) {
	t.Helper()
	store, published := postgistest.OpenShipped(t)
	return store, func(change func(*atlas.Publication)) {
		t.Helper()
		p := published
		p.Definitions, p.Changes = slices.Clone(p.Definitions), slices.Clone(p.Changes)
		change(&p)
		if _, err := store.Publish(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
}

// edit publishes a shipped feature of a layer changed as given, or removed for
// nil, by an official.
func edit(t *testing.T, store *postgis.Store, author, reason, layer, id string, change func(*atlas.Feature)) {
	t.Helper()
	newest, err := store.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := store.Catalog(t.Context(), newest.ID)
	if err != nil {
		t.Fatal(err)
	}
	entry, _ := catalog.Entry(layer)
	f, err := store.Feature(t.Context(), entry.Layer, newest.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if change == nil {
		f = nil
	} else {
		change(f)
	}
	_, err = store.Publish(t.Context(), atlas.Publication{
		Author: author, Reason: reason, Changes: []atlas.Change{{Layer: layer, ID: id, Feature: f}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A cited figure is corrected by a later edition: the citation says what it was, what it is now, which rows changed and by
// whom; nothing that was said of the older edition changes by a byte.
//
// Edition 2 lowers NGF-A01 from 3,400 to 3,300 bn: (5,126.5 − 100) ÷ (12,467.7 − 100) = 40.642 %.
// Edition 3 takes it out: (5,126.5 − 3,400) ÷ (12,467.7 − 3,400) = 1,726.5 ÷ 9,067.7 = 19.040 %.
func TestACorrectionIsShown(t *testing.T) {
	t.Parallel()
	store, ship := changing(t)
	fresh := func() *apitest.Client {
		o := options(t)
		o.Store, o.PublicURL = store, "https://growthmap.example"
		return serve(t, o)
	}
	const figures = "/api/indicators/regional-share/figures?at=2026-05-28"
	c := fresh()
	id := asServed(t, c, figures)[0]["id"].(string)
	other := asServed(t, c, "/api/indicators/ai-factories/figures?at=2026-05-28")[0]["id"].(string)

	frozen, err := indicator.NewCitations(store).Freeze(t.Context(), []string{id, other})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Freeze(t.Context(), atlas.Reply{
		ID: "audit-12", Name: atlas.Text{Ko: "국정감사 답변 <12>", En: "Reply <12> to the audit"}, Author: "H. Kim", Figures: frozen, Count: 2,
	}, today)
	if err != nil {
		t.Fatal(err)
	}
	older := map[string][]byte{}
	for _, address := range []string{
		figures + "&edition=1", figures + "&edition=1&f=html&lang=en", figures + "&edition=1&by=region",
		"/api/indicators/regional-share/rows?at=2026-05-28&edition=1", "/api/indicators/regional-share/series?at=2026-05-28&edition=1",
		"/api/collections/fund-investments/items?at=2026-05-28&edition=1&limit=5&skipGeometry=true",
		"/api/citations/" + id + "?at=2026-05-28&edition=1", "/f/" + id + "?at=2026-05-28&edition=1",
		"/api/replies/audit-12?at=2026-05-28&edition=1",
	} {
		older[address] = c.Get(address).Want(http.StatusOK).Body
	}

	edit(t, store, "J. Lee", "The ministry corrected the amount on 2026-11-20.", "fund-investments", "NGF-A01", func(f *atlas.Feature) {
		f.Properties["amount_krw"] = int64(3_300_000_000_000)
	})
	for _, server := range []*apitest.Client{c, fresh()} { // one that answered before, and one that did not
		var cited citedDoc
		server.Get("/api/citations/" + id).Want(http.StatusOK).JSON(&cited)
		s := cited.Standing
		if s.Status != "corrected" || s.Edition != 2 || cited.Figure["value"] != "41.1" || s.Figure["value"] != "40.6" || s.Figure["id"] == id {
			t.Fatalf("%+v", s)
		}
		if len(s.Rows) != 1 || s.Rows[0].ID != "NGF-A01" || s.Rows[0].Change != "changed" || *s.Rows[0].Before.Low != "3400000000000" || *s.Rows[0].After.Low != "3300000000000" ||
			len(s.Rows[0].Columns) != 1 || s.Rows[0].Columns[0].Column != "amount_krw" || s.Rows[0].Columns[0].New != "3300000000000" {
			t.Errorf("rows %+v", s.Rows)
		}
		if len(s.Editions) != 1 || s.Editions[0].ID != 2 || s.Editions[0].Author != "J. Lee" || !strings.Contains(s.Editions[0].Reason, "corrected the amount") {
			t.Errorf("editions %+v", s.Editions)
		}
		server.Get("/api/citations/" + other).Want(http.StatusOK).JSON(&cited)
		if cited.Standing.Status != "current" || asServed(t, server, "/api/indicators/ai-factories/figures?at=2026-05-28")[0]["id"] != other {
			t.Errorf("a figure of other layers: %+v", cited.Standing)
		}
		whole := text(checkPage(t, server.Get("/f/"+id+"?lang=ko"), "ko"))
		for _, want := range []string{"정정", "41.1", "40.6", "J. Lee", "The ministry corrected the amount", "3,300,000,000,000", "셈에 듦"} {
			if !strings.Contains(whole, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		var reply struct {
			Figures []struct {
				Frozen   json.RawMessage
				Standing struct {
					Status string
					Figure map[string]any
				}
			}
		}
		server.Get("/api/replies/audit-12").Want(http.StatusOK).JSON(&reply)
		if got := fmt.Sprintf("[%s,%s]", reply.Figures[0].Frozen, reply.Figures[1].Frozen); got != string(frozen) {
			t.Errorf("frozen\n%s\nserved\n%s", frozen, got)
		}
		if a, b := reply.Figures[0].Standing, reply.Figures[1].Standing; a.Status != "corrected" || a.Figure["value"] != "40.6" || b.Status != "current" {
			t.Errorf("%+v, %+v", a, b)
		}
		if whole := text(checkPage(t, server.Get("/api/replies/audit-12?f=html&lang=ko"), "ko")); !strings.Contains(whole, "국정감사 답변 <12>") || !strings.Contains(whole, "정정") {
			t.Errorf("the page of the reply says %s", whole)
		}
		for _, address := range slices.Sorted(maps.Keys(older)) {
			if now := server.Get(address).Want(http.StatusOK).Body; !bytes.Equal(now, older[address]) {
				t.Errorf("%s said\n%s\nand says now\n%s", address, older[address], now)
			}
		}
	}

	edit(t, store, "J. Lee", "It was withdrawn.", "fund-investments", "NGF-A01", nil)
	var cited citedDoc
	fresh().Get("/api/citations/" + id).Want(http.StatusOK).JSON(&cited)
	if s := cited.Standing; s.Figure["value"] != "19.0" || len(s.Rows) != 1 || s.Rows[0].Change != "removed" || len(s.Editions) != 2 {
		t.Errorf("%+v", s)
	}

	// A binary that has the indicator no longer.
	ship(func(p *atlas.Publication) {
		p.Definitions = slices.DeleteFunc(p.Definitions, func(d atlas.Definition) bool { return d.ID == "regional-share" })
	})
	fresh().Get("/api/citations/" + id).Want(http.StatusOK).JSON(&cited)
	if s := cited.Standing; s.Status != "withdrawn" || cited.Figure["value"] != "41.1" || !strings.Contains(s.Text, "regional-share") {
		t.Errorf("%+v", s)
	}
}

// A later definition that makes the same number of the same data leaves the
// figure standing, and says that the definition is another.
func TestAFigureThatStands(t *testing.T) {
	t.Parallel()
	store, ship := changing(t)
	o := options(t)
	o.Store = store
	c := serve(t, o)
	id := asServed(t, c, "/api/indicators/regional-share/figures?at=2026-05-28")[0]["id"].(string)
	ship(func(p *atlas.Publication) {
		for i, d := range p.Definitions {
			if d.ID == "regional-share" {
				p.Definitions[i].Body = append(bytes.TrimSpace(d.Body), '\n', '\n')
			}
		}
	})
	var cited citedDoc
	c.Get("/api/citations/" + id).Want(http.StatusOK).JSON(&cited)
	if s := cited.Standing; s.Status != "stands" || !s.Redefined || len(s.Differences) != 0 || len(s.Editions) != 1 || s.Figure["id"] == id {
		t.Errorf("%+v", s)
	}
}

// The areas of earlier days are known since the last change that the data do not follow. When that turns out to be another
// day, a figure of an area is of the edition that said so, also on a server that has answered before.
func TestAChangeOfAreasTouchesFigures(t *testing.T) {
	store, _ := changing(t)
	o := options(t)
	o.Store = store
	c := serve(t, o)
	const figures = "/api/indicators/ai-factories/figures?at=2026-05-28&region=HNM"
	before := asServed(t, c, figures)[0]
	c.Get(figures + "&areas=2024-01-18").Want(http.StatusOK)
	edit(t, store, "J. Lee", "The law came into force later.", "admin-changes", "AC006", func(f *atlas.Feature) {
		f.Properties["effective_date"] = "2024-02-01"
		day, err := atlas.ParseDay("2024-02-01")
		if err != nil {
			t.Fatal(err)
		}
		f.Life.From = day
	})
	if after := asServed(t, c, figures)[0]; before["edition"] != 1.0 || after["edition"] != 2.0 || after["id"] == before["id"] {
		t.Errorf("the figure %v of edition %v became %v of edition %v", before["id"], before["edition"], after["id"], after["edition"])
	}
	c.Get(figures + "&areas=2024-01-18").Want(http.StatusBadRequest)
	c.Get(figures + "&areas=2024-01-18&edition=1").Want(http.StatusOK)
	var cited citedDoc
	c.Get("/api/citations/" + before["id"].(string)).Want(http.StatusOK).JSON(&cited)
	if s := cited.Standing; s.Status != "stands" || s.MoreEditions || len(s.Editions) != 1 || s.Editions[0].ID != 2 {
		t.Errorf("%+v", s)
	}
}

// A citation lists a hundred of the editions that changed its figure, and says when there are more.
func TestEditionsThatAreNotListed(t *testing.T) {
	t.Parallel()
	store, _ := changing(t)
	o := options(t)
	o.Store = store
	c := serve(t, o)
	id := asServed(t, c, "/api/indicators/regional-share/figures?at=2026-05-28")[0]["id"].(string)
	for i := range int64(101) {
		edit(t, store, "J. Lee", "Another amount.", "fund-investments", "NGF-A01", func(f *atlas.Feature) { f.Properties["amount_krw"] = 3_000_000_000_000 + i })
	}
	var cited citedDoc
	c.Get("/api/citations/" + id).Want(http.StatusOK).JSON(&cited)
	all := slices.IndexFunc(cited.Standing.Links, func(l apitest.Link) bool { return l.Rel == "version-history" })
	if !cited.Standing.MoreEditions || len(cited.Standing.Editions) != 100 || all < 0 || !strings.HasSuffix(cited.Standing.Links[all].Href, "/api/editions") {
		t.Fatalf("%+v", cited.Standing)
	}
	page := c.Get("/f/"+id+"?lang=en", "Accept", "text/html").Want(http.StatusOK)
	if !strings.Contains(string(page.Body), "later editions changed it too") {
		t.Errorf("the page does not say that there are more editions")
	}
}

func TestReplies(t *testing.T) {
	t.Parallel()
	store, _ := changing(t)
	o := options(t)
	o.Store = store
	c := serve(t, o)
	var list struct {
		Replies []struct {
			ID    string
			Count int
		}
		Links []apitest.Link
	}
	empty := c.Get("/api/replies").Want(http.StatusOK)
	empty.JSON(&list)
	if len(list.Replies) != 0 {
		t.Errorf("%+v", list)
	}
	checkPage(t, c.Get("/api/replies?f=html&lang=en"), "en")
	id := asServed(t, c, "/api/indicators/ai-factories/figures?at=2026-05-28")[0]["id"].(string)
	citations := indicator.NewCitations(store)
	frozen, err := citations.Freeze(t.Context(), []string{id})
	if err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"first", "second", "third"} {
		_, err := store.Freeze(t.Context(), atlas.Reply{ID: name, Name: atlas.Text{Ko: "답변", En: "Reply"}, Author: "H. Kim", Figures: frozen, Count: 1}, today.Add(time.Duration(n)*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
	}
	// What was frozen since is listed, also to one who asked before.
	first := c.Get("/api/replies?limit=2", "If-None-Match", empty.Header.Get("ETag")).Want(http.StatusOK)
	first.JSON(&list)
	if len(list.Replies) != 2 || list.Replies[0].ID != "third" || list.Replies[0].Count != 1 {
		t.Errorf("%+v", list.Replies)
	}
	c.Follow(list.Links, "next", "").Want(http.StatusOK).JSON(&list)
	if len(list.Replies) != 1 || list.Replies[0].ID != "first" {
		t.Errorf("%+v", list.Replies)
	}
	if p := c.Get("/api/replies?after=fourth", "Accept-Language", "en").Problem(http.StatusBadRequest); p.Parameter != "after" {
		t.Errorf("%+v", p)
	}
	if p := c.Get("/api/replies/fourth", "Accept-Language", "en").Problem(http.StatusNotFound); p.Parameter != "reply" {
		t.Errorf("%+v", p)
	}
	for _, wrong := range [][]string{{id, id}, {id, "gm-nothing"}} {
		if _, err := citations.Freeze(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "figure 2") {
			t.Errorf("%v were frozen: %v", wrong, err)
		}
	}
}
