package httpapi_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/httpapi/apitest"
	"growthmap/internal/postgis/postgistest"
)

type value struct{ Value, Low, High *string }

func (v value) String() string {
	show := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	return show(v.Value) + " [" + show(v.Low) + ", " + show(v.High) + "]"
}

type figureDoc struct {
	Figures []struct {
		value
		ID, Variant, Region, Day string
		Edition                  int64
		NotComputable            *struct{ En string } `json:"not_computable"`
		Numerator, Denominator   value
		Rows                     struct{ In, Out, Unknown, Uncertain int }
		Coverage                 []struct{ ID, Value, Of string }
		Reported                 *struct {
			Value, Feature, Total string
			OverTotal             value `json:"over_total"`
		}
		Target *struct {
			Met, Basis    string
			Gap           value
			PerMonth      value `json:"required_per_month"`
			RequiredShare value `json:"required_share"`
		}
		Links []struct{ Rel, Href string }
	}
}

// The numbers below are worked out by hand from geodata/facts/fund_investments.csv: rows with record_type approved and
// approved_on up to the day, region_class not "none".
//
//	2026-05-28  16 rows, 12,467.7 bn; non_capital or mixed 5,126.5 bn; 5,126.5 ÷ 12,467.7 = 41.118 %
//	            state fund 1,884.5 ÷ 5,169.5 = 36.454 %; over the reported 12,500 bn: 41.012 %
//	2026-07-30  23 rows, 15,392.7 bn; regional 5,451.5, unknown 1,100.0
//	            low 5,451.5 ÷ 15,392.7 = 35.416 %, high 6,551.5 ÷ 15,392.7 = 42.562 %, known 5,451.5 ÷ 14,292.7 = 38.142 %
//	2026-08-27  30 rows, 17,114.3 bn; regional 6,198.4, unknown 2,074.7
//	            low 36.218 %, high 8,273.1 ÷ 17,114.3 = 48.340 %, known 6,198.4 ÷ 15,039.6 = 41.214 %
func TestRegionalShare(t *testing.T) {
	c := shipped(t)
	for _, test := range []struct{ day, variant, want, reported, met string }{
		{"2026-05-28", "fsc", "41.1 [41.1, 41.1]", "41.0", "yes"},
		{"2026-07-30", "fsc", "38.1 [35.4, 42.6]", "42.4", "open"},
		{"2026-08-27", "fsc", "41.2 [36.2, 48.3]", "42.5", "open"},
		{"2026-05-28", "state-fund-only", "36.5 [36.5, 36.5]", "", "no"},
	} {
		var doc figureDoc
		c.Get("/api/indicators/regional-share/figures?variant=" + test.variant + "&at=" + test.day).Want(http.StatusOK).JSON(&doc)
		f := doc.Figures[0]
		reported := ""
		if f.Reported != nil {
			reported = f.Reported.Value
		}
		if got := f.value.String(); got != test.want || reported != test.reported || f.Target.Met != test.met {
			t.Errorf("%s %s: %s, reported %q, met %s; want %s, %q, %s", test.day, test.variant, got, reported, f.Target.Met, test.want, test.reported, test.met)
		}
	}
	var doc figureDoc
	c.Get("/api/indicators/regional-share/figures?at=2026-05-28").Want(http.StatusOK).JSON(&doc)
	f := doc.Figures[0]
	if *f.Numerator.Value != "5126500000000" || *f.Denominator.Value != "12467700000000" || f.Rows.In+f.Rows.Out != 16 || f.Rows.Unknown != 0 {
		t.Errorf("2026-05-28: %s of %s won in %+v", f.Numerator, f.Denominator, f.Rows)
	}
	if *f.Reported.OverTotal.Value != "41.0" || f.Reported.Total != "12500000000000" {
		t.Errorf("over the reported total of %s: %s", f.Reported.Total, f.Reported.OverTotal)
	}
	// 40 % of 150 tn is 60 tn: (60 − 5.1265) ÷ (150 − 12.4677) = 39.899 % of what is left.
	if got := f.Target.RequiredShare.String(); got != "39.9 [39.9, 39.9]" {
		t.Errorf("required of the rest: %s", got)
	}
	c.Get("/api/indicators/regional-share/figures?variant=motir-growth-engine&at=2026-08-27").Want(http.StatusOK).JSON(&doc)
	if f := doc.Figures[0]; f.NotComputable == nil || !strings.Contains(f.NotComputable.En, "names of the 25 growth engines") || f.Value != nil || f.Low != nil {
		t.Errorf("the growth-engine variant: %+v", f)
	}
}

// Of the 52 rows of geodata/facts/ai_factories.csv that count or may count, 51 count and one may be a duplicate; 30 have
// coordinates, and of 19 the source supports a place to si/gun/gu or finer. 500 − 102 = 398 from 2026-05-28 to
// 2030-12-31 is 1,678 days or 55.13 months: 7.2 a month.
func TestAIFactories(t *testing.T) {
	c := shipped(t)
	var doc figureDoc
	c.Get("/api/indicators/ai-factories/figures?at=2026-05-28").Want(http.StatusOK).JSON(&doc)
	f := doc.Figures[0]
	if got := f.value.String(); got != "51 [51, 52]" || f.Reported.Value != "102" || f.Target.Basis != "reported" {
		t.Errorf("%s itemised, %s reported, gap from %s", got, f.Reported.Value, f.Target.Basis)
	}
	if f.Target.Gap.String() != "398 [398, 398]" || f.Target.PerMonth.String() != "7.2 [7.2, 7.2]" || f.Target.Met != "no" {
		t.Errorf("gap %s, %s a month", f.Target.Gap, f.Target.PerMonth)
	}
	coverage := ""
	for _, part := range f.Coverage {
		coverage += fmt.Sprintf("%s %s of %s; ", part.ID, part.Value, part.Of)
	}
	if coverage != "on-the-map 19 of 52; with-coordinates 30 of 52; " {
		t.Errorf("coverage: %s", coverage)
	}

	var steps struct {
		Points []struct {
			value
			Day      string
			Reported *string
		}
	}
	c.Get("/api/indicators/ai-factories/series?at=2026-11-22").Want(http.StatusOK).JSON(&steps)
	reported := map[string]string{}
	last := ""
	for _, p := range steps.Points {
		if p.Reported != nil && *p.Reported != last {
			last = *p.Reported
			reported[p.Day] = last
		}
	}
	if len(reported) != 2 || reported["2024-10-28"] != "26" || reported["2025-10-01"] != "102" {
		t.Errorf("the reported steps are %v", reported)
	}
	if p := steps.Points[0]; p.Day != "2024-10-28" || p.value.String() != "26 [26, 26]" {
		t.Errorf("the first step is %s %s", p.Day, p.value)
	}
}

// The regions and what is of unknown region make up the nation: a feature of unknown region may be in each.
func TestRegionsAddUp(t *testing.T) {
	c := shipped(t)
	var nation, regions figureDoc
	c.Get("/api/indicators/ai-factories/figures?at=2026-08-27").Want(http.StatusOK).JSON(&nation)
	c.Get("/api/indicators/ai-factories/figures?at=2026-08-27&by=region").Want(http.StatusOK).JSON(&regions)
	if len(regions.Figures) != 8 || regions.Figures[0].Region != "CAP" {
		t.Fatalf("%d regions, from %s", len(regions.Figures), regions.Figures[0].Region)
	}
	sure := 0
	unknown := regions.Figures[0].Rows.Unknown
	for _, f := range regions.Figures {
		sure += f.Rows.In + f.Rows.Uncertain
		if f.Rows.Unknown != unknown {
			t.Errorf("%s may hold %d of unknown region, %s %d", f.Region, f.Rows.Unknown, regions.Figures[0].Region, unknown)
		}
		if f.Target != nil || f.Reported != nil {
			t.Errorf("%s has a target or a reported value, and no official split by region exists", f.Region)
		}
	}
	if n := nation.Figures[0].Rows; sure+unknown != n.In+n.Uncertain {
		t.Errorf("regions hold %d and %d are of unknown region; the nation has %d", sure, unknown, n.In+n.Uncertain)
	}
}

func TestEveryNumberLeadsToItsDocuments(t *testing.T) {
	c := shipped(t)
	var doc figureDoc
	c.Get("/api/indicators/regional-share/figures?at=2026-05-28").Want(http.StatusOK).JSON(&doc)
	f := doc.Figures[0]
	var rows struct {
		Rows []struct {
			ID, Role  string
			Citations []struct{ URL string }
		}
	}
	for _, l := range f.Links {
		path := strings.TrimPrefix(l.Href, "http://example.com")
		answer := c.Get(path).Want(http.StatusOK)
		if l.Rel == "evidence" {
			answer.JSON(&rows)
		}
	}
	if len(rows.Rows) != 16 {
		t.Fatalf("%d rows behind the figure, want 16", len(rows.Rows))
	}
	for _, r := range rows.Rows {
		if len(r.Citations) == 0 || !strings.HasPrefix(r.Citations[0].URL, "http") || r.Role == "" {
			t.Errorf("%s: role %q, citations %v", r.ID, r.Role, r.Citations)
		}
	}
}

func TestUnitsOfTheParts(t *testing.T) {
	c := shipped(t)
	type unit struct{ Ko, En string }
	won, cases := unit{"원", "KRW"}, unit{"건", "cases"}
	for path, want := range map[string]struct {
		figure *unit
		rows   unit
	}{
		"regional-share":  {&won, won},
		"fund-approvals":  {nil, won},
		"ai-factories":    {nil, cases},
		"growth-engines":  {nil, cases},
		"regional-share?": {&cases, cases},
	} {
		id, query := strings.TrimSuffix(path, "?"), "?at=2026-08-27"
		if id != path {
			query += "&variant=fsc.cases"
		}
		var doc struct {
			Figures []struct {
				PartsUnit *unit `json:"parts_unit"`
			}
		}
		c.Get("/api/indicators/" + id + "/figures" + query).Want(http.StatusOK).JSON(&doc)
		if got := doc.Figures[0].PartsUnit; (got == nil) != (want.figure == nil) || got != nil && *got != *want.figure {
			t.Errorf("the parts of %s are in %v, want %v", path, got, want.figure)
		}
		var rows struct{ Unit unit }
		c.Get("/api/indicators/" + id + "/rows" + query).Want(http.StatusOK).JSON(&rows)
		if rows.Unit != want.rows {
			t.Errorf("the rows of %s are in %v, want %v", path, rows.Unit, want.rows)
		}
	}
}

// A feature of which it is not known whether it takes part is in the upper bound of the figure, and so among its rows, on
// the page of its citation too.
func TestRowsThatMayTakePart(t *testing.T) {
	store := postgistest.Open(t)
	open := atlas.Definition{Kind: atlas.DefinesIndicator, ID: "open-ones", Body: []byte(`{
		"id": "open-ones", "title": {"ko": "개방", "en": "Open"}, "description": {"ko": "시험", "en": "For tests"}, "unit": {"ko": "곳", "en": "sites"},
		"direction": "up", "layer": "ones", "measure": {"kind": "count", "stage": "selected", "where": "open = TRUE"},
		"variants": [{"id": "all", "title": {"ko": "전체", "en": "All"}, "description": {"ko": "전체", "en": "All"}}]}`)}
	publish(t, store, []atlas.Definition{definitionOf("ones"), open},
		feature("ones", "a", map[string]any{"open": true}), feature("ones", "b", map[string]any{"open": false}), feature("ones", "c", map[string]any{}))
	o := options(t)
	o.Store = store
	c := serve(t, o)
	var doc figureDoc
	c.Get("/api/indicators/open-ones/figures").Want(http.StatusOK).JSON(&doc)
	f := doc.Figures[0]
	if got := f.value.String(); got != "1 [1, 2]" || f.Rows.In != 1 || f.Rows.Uncertain != 1 {
		t.Errorf("%s of the rows %+v", got, f.Rows)
	}
	for _, path := range []string{"/api/indicators/open-ones/rows", "/api/citations/" + f.ID} {
		var rows struct{ Rows []struct{ ID, Role string } }
		c.Get(path).Want(http.StatusOK).JSON(&rows)
		if got := fmt.Sprint(rows.Rows); got != "[{a in} {c uncertain}]" {
			t.Errorf("%s has %s", path, got)
		}
	}
}

// Pages of rows put together are all rows, and each next link keeps the day and the edition.
func TestRowsInPages(t *testing.T) {
	c := shipped(t)
	type rowsDoc struct {
		Rows  []struct{ ID string }
		Links []struct{ Rel, Href string }
	}
	next := func(d rowsDoc) string {
		for _, l := range d.Links {
			if l.Rel == "next" {
				return strings.TrimPrefix(l.Href, "http://example.com")
			}
		}
		return ""
	}
	const path = "/api/indicators/ai-factories/rows?region=HNM"
	var all, page rowsDoc
	c.Get(path).Want(http.StatusOK).JSON(&all)
	if len(all.Rows) < 3 || next(all) != "" {
		t.Fatalf("%d rows, and the next page is %q", len(all.Rows), next(all))
	}
	n := 0
	for at := path + "&limit=2"; at != ""; at = next(page) {
		if n > 0 && (!strings.Contains(at, "edition=") || !strings.Contains(at, "at=")) {
			t.Errorf("%s names no day or no edition", at)
		}
		page = rowsDoc{}
		answer := c.Get(at).Want(http.StatusOK)
		answer.JSON(&page)
		if more := n+len(page.Rows) < len(all.Rows); len(page.Rows) > 2 || more != (next(page) != "") {
			t.Fatalf("%s has %d rows, and the next page is %q", at, len(page.Rows), next(page))
		}
		for _, r := range page.Rows {
			if r.ID != all.Rows[n].ID {
				t.Fatalf("row %d is %s, want %s", n, r.ID, all.Rows[n].ID)
			}
			n++
		}
	}
	if n != len(all.Rows) {
		t.Errorf("the pages hold %d rows of %d", n, len(all.Rows))
	}
	if link := c.Get(path + "&limit=2&f=csv").Want(http.StatusOK).Header.Get("Link"); !strings.Contains(link, `rel="next"`) {
		t.Errorf("a page as CSV has the links %q", link)
	}
	c.Get(path + "&limit=0").Want(http.StatusBadRequest)
	c.Get(path + "&after=!").Want(http.StatusBadRequest)
}

func TestFiguresNameWhatIsWrong(t *testing.T) {
	c := shipped(t)
	for path, want := range map[string]struct {
		status int
		names  string
	}{
		"/api/indicators/growth":                                                   {http.StatusNotFound, "regional-share"},
		"/api/indicators/regional-share/figures?variant=x":                         {http.StatusBadRequest, "state-fund-only"},
		"/api/indicators/regional-share/figures?region=XXX":                        {http.StatusBadRequest, "HNM"},
		"/api/indicators/regional-share/figures?variant=state-fund-only.of-150":    {http.StatusBadRequest, "state-fund-only.split"},
		"/api/indicators/regional-share/series?variant=fsc.over-reported.proposed": {http.StatusBadRequest, "fsc.proposed"},
		"/api/indicators/regional-share/figures?by=dong":                           {http.StatusBadRequest, "sigungu"},
		"/api/indicators/regional-share/figures?regio=HNM":                         {http.StatusBadRequest, "region"},
	} {
		answer := c.Get(path, "Accept-Language", "en").Want(want.status)
		if !strings.Contains(string(answer.Body), want.names) {
			t.Errorf("%s: %s does not name %s", path, answer.Body, want.names)
		}
	}
}

// At midnight in Korea an answer for today changes, one for a fixed day does not.
func TestFiguresAtMidnight(t *testing.T) {
	o := options(t)
	now := time.Date(2026, 8, 26, 14, 59, 59, 0, time.UTC) // 23:59:59 in Korea
	o.Now = func() time.Time { return now }
	c := serve(t, o)
	const today, fixed = "/api/indicators/regional-share/figures", "/api/indicators/regional-share/figures?at=2026-08-26"
	before, beforeFixed := c.Get(today).Want(http.StatusOK), c.Get(fixed).Want(http.StatusOK)
	c.Get(today, "If-None-Match", before.Header.Get("ETag")).Want(http.StatusNotModified)
	now = now.Add(time.Second)
	after := c.Get(today, "If-None-Match", before.Header.Get("ETag")).Want(http.StatusOK)
	c.Get(fixed, "If-None-Match", beforeFixed.Header.Get("ETag")).Want(http.StatusNotModified)
	var doc figureDoc
	after.JSON(&doc)
	if f := doc.Figures[0]; f.Day != "2026-08-27" || f.value.String() != "41.2 [36.2, 48.3]" {
		t.Errorf("after midnight: %s %s", f.Day, f.value)
	}
}

// A later binary with another definition and a corrected amount publishes one edition, and what an earlier edition said
// stays byte for byte, also on a server that never said it before.
func TestAnUpgradeLeavesOlderFigures(t *testing.T) {
	t.Parallel()
	store, ship := changing(t)
	fresh := func() *apitest.Client {
		o := options(t)
		o.Store, o.PublicURL = store, "https://growthmap.example"
		return serve(t, o)
	}
	const old = "/api/indicators/regional-share/figures?edition=1&at=2026-05-28"
	before := fresh().Get(old).Want(http.StatusOK).Body

	ship(func(p *atlas.Publication) {
		for i, d := range p.Definitions {
			if d.ID == "regional-share" {
				p.Definitions[i].Body = bytes.Replace(d.Body, []byte(`"places": 1`), []byte(`"places": 2`), 1)
			}
		}
		for i, c := range p.Changes {
			if c.ID == "NGF-A01" {
				f := *c.Feature
				f.Properties = maps.Clone(f.Properties)
				f.Properties["amount_krw"] = int64(3_300_000_000_000)
				p.Changes[i].Feature = &f
			}
		}
	})
	c := fresh()
	if after := c.Get(old).Want(http.StatusOK).Body; !bytes.Equal(after, before) {
		t.Errorf("edition 1 said\n%s\nand says now\n%s", before, after)
	}
	// (5,126.5 − 100) ÷ (12,467.7 − 100) = 5,026.5 ÷ 12,367.7 = 40.642 %
	var doc figureDoc
	c.Get("/api/indicators/regional-share/figures?at=2026-05-28").Want(http.StatusOK).JSON(&doc)
	if f := doc.Figures[0]; f.Edition != 2 || f.value.String() != "40.64 [40.64, 40.64]" {
		t.Errorf("edition %d says %s", f.Edition, f.value)
	}
}
