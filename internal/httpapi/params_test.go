package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A bad request is told which parameter, what was given and what was wanted, in
// the language of the reader.
func TestBadParametersAreNamed(t *testing.T) {
	c := shipped(t)
	const items = "/api/collections/ai-factories/items"
	for _, tt := range []struct {
		address   string
		status    int
		parameter string
		given     string
		wanted    string // part of it, in English
	}{
		{items + "?bbox=1,2,3", 400, "bbox", "1,2,3", "west,south,east,north"},
		{items + "?bbox=126,34,130,korea", 400, "bbox", "126,34,130,korea", "four numbers"},
		{items + "?bbox=126,38,130,34", 400, "bbox", "126,38,130,34", "south ≤ north"},
		{items + "?bbox=126,34,130,NaN", 400, "bbox", "126,34,130,NaN", "four numbers"},
		{items + "?bbox=126,34,9,130,38,1", 400, "bbox", "126,34,9,130,38,1", "six with heights"},
		{items + "?bbox=126,34,191,38", 400, "bbox", "126,34,191,38", "longitude"},
		{items + "?bbox=126,34,130,38&bbox-crs=EPSG:5179", 400, "bbox-crs", "EPSG:5179", "EPSG/0/3857"},
		{items + "?crs=http://www.opengis.net/def/crs/EPSG/0/5179", 400, "crs", "http://www.opengis.net/def/crs/EPSG/0/5179", "CRS84"},
		{items + "?datetime=yesterday", 400, "datetime", "yesterday", "an instant"},
		{items + "?datetime=2026-02-30", 400, "datetime", "2026-02-30", "a day"},
		{items + "?datetime=2026-01-01/2025-01-01", 400, "datetime", "2026-01-01/2025-01-01", "the earlier first"},
		{items + "?datetime=..", 400, "datetime", "..", "a day"},
		{items + "?datetime=2024-01-01/2025-01-01/2026-01-01", 400, "datetime", "2024-01-01/2025-01-01/2026-01-01", "interval"},
		{items + "?datetime=2024-01-01T09:00:00", 400, "datetime", "2024-01-01T09:00:00", "2026-05-28T09:00:00+09:00"},
		{items + "?limit=0", 400, "limit", "0", "at least 1"},
		{items + "?limit=-1", 400, "limit", "-1", "at least 1"},
		{items + "?limit=many", 400, "limit", "many", "whole number"},
		{items + "?limit=1.5", 400, "limit", "1.5", "whole number"},
		{items + "?limit=-99999999999999999999", 400, "limit", "-99999999999999999999", "at least 1"},
		{items + "?offset=-1", 400, "offset", "-1", "at least 0"},
		{items + "?offset=99999999999999999999", 400, "offset", "99999999999999999999", "at most"},
		{items + "?after=!", 400, "after", "!", "next link"},
		{items + "?skipGeometry=yes", 400, "skipGeometry", "yes", "true, false"},
		{items + "?at=28.5.2026", 400, "at", "28.5.2026", "YYYY-MM-DD"},
		{items + "?edition=newest", 400, "edition", "newest", "from 1"},
		{items + "?edition=0", 400, "edition", "0", "from 1"},
		{items + "?edition=2", 404, "edition", "2", "1 to 1"},
		{items + "?edition=9223372036854775807", 404, "edition", "9223372036854775807", "1 to 1"},
		{items + "?lang=fr", 400, "lang", "fr", "ko, en"},
		{items + "?f=xml", 400, "f", "xml", "json, html"},
		{items + "?sectr=x", 400, "sectr", "x", "Did you mean sector?"},
		{items + "?sector=자동챠", 400, "sector", "자동챠", "자동차"},
		{items + "?amount_krw=lots", 400, "amount_krw", "lots", "whole number"},
		{items + "?selected_on=autumn", 400, "selected_on", "autumn", "YYYY-MM"},
		{items + "?region=HNM&region=CAP", 400, "region", "HNM, CAP", "once"},
		{items + "?region=", 400, "region", "", "leave the parameter out"},
		{items + "?limit", 400, "limit", "", "leave the parameter out"},
		{items + "?limit=5;offset=5", 400, "", "limit=5;offset=5", ""},
		{items + "?name_ko=%ff", 400, "", "", ""},
		{items + "/nobody", 404, "id", "nobody", "/api/collections/ai-factories/items"},
		{items + "/aif-2024-asan-sungwoo?bbox=1,2,3,4", 400, "bbox", "1,2,3,4", "f, lang, at, edition, crs"},
		{"/api/collections/ai-factorys", 404, "layer", "ai-factorys", "Did you mean ai-factories?"},
		{"/api/collections/ai-factories?limit=1", 400, "limit", "1", "f, lang, at, edition"},
		{"/api/collections/sources/tiles", 404, "layer", "sources", ""},
		{"/api/collections/ai-factories/tiles/WorldCRS84Quad", 404, "tileMatrixSet", "WorldCRS84Quad", "WebMercatorQuad"},
		{"/api/tileMatrixSets/WorldCRS84Quad", 404, "tileMatrixSet", "WorldCRS84Quad", "WebMercatorQuad"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/6/24/54.mvt", 400, "col", "54.mvt", "whole number"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/6/64/54", 400, "row", "64", "63"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/6/24/64", 400, "col", "64", "63"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/30/0/0", 400, "z", "30", "22"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/-1/0/0", 400, "z", "-1", "from 0"},
		{"/api/collections/ai-factories/tiles/WebMercatorQuad/22/0/0", 404, "z", "22", " to "},
		{"/api/editions/one", 400, "number", "one", "from 1"},
		{"/api/editions/2", 404, "edition", "2", "1 to 1"},
		{"/api/editions?before=0", 400, "before", "0", "at least 1"},
		{"/api/conformance?edition=x", 400, "edition", "x", "from 1"},
		{items + "/%00", 404, "", "", ""},
		{items + "/%ff", 404, "", "", ""},
		{"/api/collections/%ED%95%9C/items", 404, "layer", "한", "ai-factories"},
		{"/nothing", 404, "", "", ""},
		{"/api/nothing", 404, "", "", ""},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.ContainsAny(u.RawQuery, ";%") {
			u.RawQuery = url.PathEscape(u.RawQuery)
		}
		p := c.Get(u.String(), "Accept-Language", "en").Problem(tt.status)
		if p.Parameter != tt.parameter || p.Given != tt.given || !strings.Contains(p.Wanted, tt.wanted) {
			t.Errorf("%s: parameter %q, given %q, wanted %q", tt.address, p.Parameter, p.Given, p.Wanted)
		}
		if p.Title != http.StatusText(tt.status) || p.Detail == "" {
			t.Errorf("%s: title %q, detail %q", tt.address, p.Title, p.Detail)
		}
		korean := c.Get(u.String(), "Accept-Language", "ko").Problem(tt.status)
		if !hangul(korean.Title) {
			t.Errorf("%s: in Korean the title is %q", tt.address, korean.Title)
		}
		if korean.Detail == p.Detail || !hangul(korean.Detail) || p.Wanted != "" && korean.Wanted == "" {
			t.Errorf("%s: in Korean %q", tt.address, korean.Detail)
		}
		if korean.Parameter != "" && korean.Parameter != "layer" && tt.status == 400 && !strings.Contains(korean.Detail, korean.Parameter) {
			t.Errorf("%s: the sentence %q does not name the parameter", tt.address, korean.Detail)
		}
	}
}

func hangul(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= '가' && r <= '힣' })
}

func TestABadBoxInKorean(t *testing.T) {
	c := shipped(t)
	p := c.Get("/api/collections/ai-factories/items?bbox=seoul", "Accept-Language", "ko").Problem(http.StatusBadRequest)
	if !strings.Contains(p.Detail, "bbox") || !strings.Contains(p.Detail, "서, 남, 동, 북") {
		t.Errorf("%q", p.Detail)
	}
}

// GDAL adds what its user wrote to every address, next links included.
func TestTheSameValueTwiceIsOne(t *testing.T) {
	c := shipped(t)
	const once = "/api/collections/sido/items?limit=3&at=2026-06-30&region=CHC"
	one, two := read(t, c, once), read(t, c, once+"&at=2026-06-30&region=CHC")
	if one.NumberMatched != two.NumberMatched || one.NumberMatched == 0 {
		t.Errorf("%d features, then %d", one.NumberMatched, two.NumberMatched)
	}
}

func TestLongNonsenseIsShortened(t *testing.T) {
	c := shipped(t)
	p := c.Get("/api/collections/ai-factories/items?bbox=" + url.QueryEscape(strings.Repeat("가", 600))).Problem(http.StatusBadRequest)
	if len(p.Given) > 210 || !strings.HasSuffix(p.Given, "…") {
		t.Errorf("given has %d bytes", len(p.Given))
	}
	c.Get("/api?x=" + strings.Repeat("x", 9000)).Problem(http.StatusRequestURITooLong)
}

func TestOtherMethodsAreRefused(t *testing.T) {
	c := shipped(t)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		a := c.Do(method, "/api/collections", "Accept-Language", "en")
		p := a.Problem(http.StatusMethodNotAllowed)
		if !strings.Contains(a.Header.Get("Allow"), "GET") || !strings.Contains(p.Detail, "GET") {
			t.Errorf("%s: Allow %q, %q", method, a.Header.Get("Allow"), p.Detail)
		}
	}
}
