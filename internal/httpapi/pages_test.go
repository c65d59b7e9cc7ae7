package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"growthmap/internal/httpapi/apitest"
)

// checkPage holds a page against what every page must have.
func checkPage(t *testing.T, a *apitest.Answer, lang string) *html.Node {
	t.Helper()
	where := a.Request.URL.String()
	if got := a.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Fatalf("%s: Content-Type %q", where, got)
	}
	doc, err := html.Parse(strings.NewReader(string(a.Body)))
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, attribute := range n.Attr {
			if attribute.Key == "style" || strings.HasPrefix(attribute.Key, "on") {
				t.Errorf("%s: <%s> has %s, which the policy forbids", where, n.Data, attribute.Key)
			}
			if (attribute.Key == "href" || attribute.Key == "src") && strings.Contains(attribute.Val, "javascript:") {
				t.Errorf("%s: link %q", where, attribute.Val)
			}
		}
		if n.Data == "html" && attr(n, "lang") != lang {
			t.Errorf("%s: lang %q, want %q", where, attr(n, "lang"), lang)
		}
		if (n.Data == "h1" || n.Data == "th" || n.Data == "a") && strings.TrimSpace(text(n)) == "" {
			t.Errorf("%s: an empty <%s>", where, n.Data)
		}
	}
	if count["h1"] != 1 || count["main"] != 1 || count["nav"] == 0 {
		t.Errorf("%s: %d h1, %d main, %d nav", where, count["h1"], count["main"], count["nav"])
	}
	if count["script"]+count["style"]+count["iframe"] > 0 {
		t.Errorf("%s: script, style or frame in the page", where)
	}
	if strings.Contains(string(a.Body), "%!") || strings.Contains(string(a.Body), "ZgotmplZ") {
		t.Errorf("%s: a template went wrong", where)
	}
	return doc
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// find returns the elements with a name, and a class unless that is empty.
func find(n *html.Node, name, class string) []*html.Node {
	var found []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name && (class == "" || attr(d, "class") == class) {
			found = append(found, d)
		}
	}
	return found
}

func TestMapOfAPage(t *testing.T) {
	c := shipped(t)
	page := checkPage(t, c.Get("/api/collections/ai-factories/items?f=html&limit=1000", "Accept-Language", "ko"), "ko")
	svg := find(page, "svg", "")
	if len(svg) != 1 {
		t.Fatalf("%d maps", len(svg))
	}
	label := text(svg[0])
	for _, name := range []string{"동해", "독도", "울릉도"} {
		if !strings.Contains(label, name) {
			t.Errorf("the map does not show %s", name)
		}
	}
	if n := len(find(find(svg[0], "g", "outlines")[0], "path", "")); n != 8 {
		t.Errorf("%d outlines, want the 8 regions", n)
	}
	// Points are drawn as precisely as they are known, and not where only the
	// si/do is.
	want := map[string]int{}
	var items struct {
		Features []struct {
			Geometry   *struct{}
			Properties struct{ Precision string }
		}
	}
	c.Get("/api/collections/ai-factories/items?limit=1000").JSON(&items)
	for _, f := range items.Features {
		if f.Geometry != nil {
			want[f.Properties.Precision]++
		}
	}
	points := find(svg[0], "g", "points")[0]
	hollow := len(find(points, "circle", "hollow"))
	solid := len(find(points, "circle", "")) - hollow
	if hollow != want["sigungu"] || solid != want["site"]+want["complex"] || hollow == 0 || solid == 0 {
		t.Errorf("%d hollow and %d solid points; the data has %v", hollow, solid, want)
	}
	if want["sido"] == 0 {
		t.Error("the data has no point to leave out")
	}
	belts := checkPage(t, c.Get("/api/collections/belts?f=html&lang=en"), "en")
	if len(find(find(belts, "g", "lines")[0], "path", "")) == 0 || len(find(find(belts, "g", "areas")[0], "path", "")) == 0 {
		t.Error("the belts are not drawn as lines and areas")
	}
	if len(find(checkPage(t, c.Get("/api/collections/sources/items?f=html"), "ko"), "svg", "")) != 0 {
		t.Error("a layer without geometry has a map")
	}
}

func TestTableOfItems(t *testing.T) {
	c := shipped(t)
	page := checkPage(t, c.Get("/api/collections/ai-factories/items?f=html&lang=en&limit=5&region=HNM"), "en")
	body := find(page, "tbody", "")[0]
	if rows := len(find(body, "tr", "")); rows != 5 {
		t.Errorf("%d rows, want 5", rows)
	}
	whole := text(page)
	for _, want := range []string{"5 of ", "Next page", "Honam", "Sector"} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, a := range find(find(page, "nav", "paging")[0], "a", "") {
		next := checkPage(t, c.Get(attr(a, "href"), "Accept", "text/html"), "en")
		if !strings.Contains(text(next), "First page") {
			t.Error("the second page does not lead to the first")
		}
	}
	empty := checkPage(t, c.Get("/api/collections/ai-factories/items?f=html&lang=en&bbox=0,0,1,1"), "en")
	if !strings.Contains(text(empty), "No feature matches.") {
		t.Error("an empty page does not say so")
	}
}

func TestPageOfAFeatureShowsItsSources(t *testing.T) {
	c := shipped(t)
	var item struct {
		Citations []struct{ Source, URL, Publisher string }
	}
	const address = "/api/collections/ai-factories/items/aif-2024-asan-sungwoo"
	c.Get(address).Want(http.StatusOK).JSON(&item)
	if len(item.Citations) == 0 {
		t.Fatal("no citation")
	}
	page := checkPage(t, c.Get(address+"?f=html"), "ko")
	links := map[string]bool{}
	for _, a := range find(page, "a", "") {
		links[attr(a, "href")] = true
	}
	for _, cited := range item.Citations {
		if !links[cited.URL] {
			t.Errorf("no link to %s", cited.URL)
		}
		source := c.Base() + "/api/collections/sources/items/" + cited.Source
		if !links[source] {
			t.Errorf("no link to %s", source)
		}
		c.Get(source).Want(http.StatusOK)
	}
}

func TestProblemsArePagesForBrowsers(t *testing.T) {
	c := shipped(t)
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	a := c.Get("/api/collections/ai-factoriez", "Accept", browser, "Accept-Language", "ko").Want(http.StatusNotFound)
	if page := text(checkPage(t, a, "ko")); !strings.Contains(page, "혹시 ai-factories?") || !strings.Contains(page, a.Header.Get("X-Request-Id")) {
		t.Errorf("the page of the problem says %q", page)
	}
	c.Get("/api/collections/ai-factoriez?f=json", "Accept", browser).Problem(http.StatusNotFound)
	a = c.Get(`/api/collections/ai-factories/items?f=html&x"><script>alert(1)</script>=1`).Want(http.StatusBadRequest)
	checkPage(t, a, "ko")
}

func TestStyleOfPages(t *testing.T) {
	c := shipped(t)
	page := checkPage(t, c.Get("/api?f=html"), "ko")
	var style string
	for _, l := range find(page, "link", "") {
		if attr(l, "rel") == "stylesheet" {
			style = attr(l, "href")
		}
	}
	a := c.Get(style).Want(http.StatusOK)
	if a.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("style sheet: %v", a.Header)
	}
	if got := c.Get("/api/static/api.css").Want(http.StatusOK).Header.Get("Cache-Control"); strings.Contains(got, "immutable") {
		t.Errorf("style sheet without digest: %s", got)
	}
	c.Get("/api/static/layout.html").Problem(http.StatusNotFound)
}
