package httpapi_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"growthmap/internal/httpapi/apitest"
)

type talliesDoc struct {
	Edition  int
	Kind     *string
	By       []struct{ ID, Title string }
	Total    tallyDoc
	Groups   []tallyDoc
	Measures struct {
		Weight            string
		Excluded, Unknown int
		HHI               []struct {
			Column, Index string
			Within        *string
			Normalised    *string
			Parts         int
		}
		Theil *struct {
			Total, Between, Within string
			Units                  int
			Groups                 []struct {
				Value, Share, Index string
				Units               int
			}
		}
		Methods map[string]struct{ Formula, Source string }
	}
	Links []apitest.Link
}

type tallyDoc struct {
	Values map[string]any
	Titles map[string]string
	Count  struct {
		Value     int
		Low, High *int
	}
	Sum *struct {
		Value, Low, High *string
		Unknown          int
	}
	LQ *string
}

func tally(t testing.TB, c *apitest.Client, layer, query string) talliesDoc {
	t.Helper()
	var doc talliesDoc
	c.Get("/api/collections/" + layer + "/tallies?" + query).Want(http.StatusOK).JSON(&doc)
	return doc
}

// Counting the items by hand gives the same groups, for every layer.
func TestTalliesCountTheItems(t *testing.T) {
	c := shipped(t)
	for _, layer := range layers(t, c) {
		var queryables struct {
			Properties map[string]struct{ Type string }
		}
		c.Get("/api/collections/" + layer + "/queryables").JSON(&queryables)
		var columns []string
		for _, name := range slices.Sorted(maps.Keys(queryables.Properties)) {
			if name != "geometry" && len(columns) < 2 {
				columns = append(columns, name)
			}
		}
		want := map[string]int{}
		items := read(t, c, "/api/collections/"+layer+"/items?limit=10000&skipGeometry=true")
		for _, f := range items.Features {
			want[key(f.Properties, columns)]++
		}
		doc := tally(t, c, layer, "by="+strings.Join(columns, ","))
		got := map[string]int{}
		for _, g := range doc.Groups {
			got[key(g.Values, columns)] += g.Count.Value
			if g.Count.High != nil && (*g.Count.Low != g.Count.Value || *g.Count.High < g.Count.Value || *g.Count.High > doc.Total.Count.Value) {
				t.Errorf("%s: bounds of %v: %d to %d around %d", layer, g.Values, *g.Count.Low, *g.Count.High, g.Count.Value)
			}
		}
		if !maps.Equal(got, want) || doc.Total.Count.Value != items.NumberMatched {
			t.Errorf("%s by %v: %v of %d, want %v of %d", layer, columns, got, doc.Total.Count.Value, want, items.NumberMatched)
		}
	}
}

func key(values map[string]any, columns []string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, fmt.Sprintf("%v", values[c]))
	}
	return strings.Join(parts, "|")
}

func TestTalliesSumAndBound(t *testing.T) {
	c := shipped(t)
	const approved = "filter=amount_kind%3D'approved_supply'"
	doc := tally(t, c, "fund-investments", "by=region&sum=amount_krw&lang=en&"+approved)
	if doc.Total.Count.Value != 27 || doc.Kind == nil || *doc.Kind != "approved_supply" {
		t.Errorf("%d approvals of kind %v", doc.Total.Count.Value, doc.Kind)
	}
	sum, count, unknown := new(big.Int), 0, 0
	for _, f := range read(t, c, "/api/collections/fund-investments/items?limit=1000&"+approved).Features {
		if f.Properties["region"] == nil {
			unknown++
		}
		if n, ok := f.Properties["amount_krw"].(float64); ok {
			sum.Add(sum, big.NewInt(int64(n)))
		}
	}
	groups := new(big.Int)
	for _, g := range doc.Groups {
		count += g.Count.Value
		if g.Sum.Value != nil {
			n, _ := new(big.Int).SetString(*g.Sum.Value, 10)
			groups.Add(groups, n)
		}
		region, known := g.Values["region"].(string)
		if !known {
			if g.Count.Value != unknown || g.Count.High != nil || g.Sum.Low != nil {
				t.Errorf("the unknown: %+v, want %d without bounds", g, unknown)
			}
			continue
		}
		if *g.Count.High != g.Count.Value+unknown {
			t.Errorf("%s: at most %d, want %d more than %d", region, *g.Count.High, unknown, g.Count.Value)
		}
		if g.Titles["region"] == "" || g.Titles["region"] == region {
			t.Errorf("%s has the title %q", region, g.Titles["region"])
		}
	}
	if count != 27 || *doc.Total.Sum.Value != sum.String() || groups.Cmp(sum) != 0 {
		t.Errorf("%d approvals of %s won, groups sum to %s, want %s", count, *doc.Total.Sum.Value, groups, sum)
	}
	if doc.Groups[len(doc.Groups)-1].Values["region"] != nil {
		t.Error("the unknown is not last")
	}
}

// The state of the data is that of the day, and stages come in their order.
func TestTalliesByStageOnADay(t *testing.T) {
	c := shipped(t)
	before := tally(t, c, "ai-factories", "by=stage&at=2024-10-27&datetime=../..")
	for _, g := range before.Groups {
		if g.Values["stage"] == "selected" {
			t.Errorf("%d selected on the day before the first", g.Count.Value)
		}
	}
	after := tally(t, c, "ai-factories", "by=year_selected,stage&filter=year_selected%3D2024")
	if n := after.Total.Count.Value; n != read(t, c, "/api/collections/ai-factories/items?limit=1&year_selected=2024").NumberMatched || n == 0 {
		t.Errorf("%d factories of 2024", n)
	}
	for _, g := range after.Groups {
		if g.Values["year_selected"] != 2024.0 {
			t.Errorf("a group of %v", g.Values)
		}
	}
}

func TestTalliesRefuse(t *testing.T) {
	c := shipped(t)
	for query, want := range map[string]struct{ parameter, detail string }{
		"by=colour":                                 {"by", "colour"},
		"by=region,region":                          {"by", "different"},
		"by=region,sido,sigungu,sector,stage":       {"by", "up to 4"},
		"sum=name_ko":                               {"sum", "amount_krw"},
		"sum=amount_krw":                            {"sum", "amount_kind"},
		"by=amount_kind&sum=amount_krw&measure=hhi": {"sum", "amount_kind"},
		"by=region&measure=gini":                    {"measure", "theil"},
		"by=region&measure=lq":                      {"by", "2 to 2"},
		"by=region,sector,stage&measure=hhi":        {"by", "1 to 2"},
		"by=region,sido&measure=theil&f=csv":        {"measure", "f=json"},
		"filter=colour%3D1":                         {"filter", "colour"},
		"filter=region%3D":                          {"filter", "character 8"},
		"sector=x":                                  {"sector", "cannot be used here"},
		"by=region&filter=TRUE&filter-lang=sql":     {"filter-lang", "cql2-json"},
		"filter=S_WITHIN(region%2CPOINT(127%2036))": {"filter", "geometry"},
		"filter=T_AFTER(selected_on%2CTIMESTAMP('2026-01-01T00:00:00Z'))": {"filter", "DATE("},
		"filter=amount_krw%3D'a lot'":                                     {"filter", "a number"},
	} {
		p := c.Get("/api/collections/ai-factories/tallies?lang=en&" + strings.ReplaceAll(query, " ", "%20")).Problem(http.StatusBadRequest)
		if p.Parameter != want.parameter || !strings.Contains(p.Detail+p.Wanted, want.detail) {
			t.Errorf("%s: parameter %q, %s", query, p.Parameter, p.Detail)
		}
	}
	if doc := tally(t, c, "ai-factories", "by=amount_kind&sum=amount_krw"); doc.Total.Sum != nil || doc.Kind != nil {
		t.Errorf("kinds kept apart have the total %+v of %v", doc.Total.Sum, doc.Kind)
	}
}

func TestMeasures(t *testing.T) {
	c := shipped(t)
	doc := tally(t, c, "ai-factories", "by=region,sector&measure=lq,hhi,theil&lang=en")
	weights, regions, sectors, all := map[string]int{}, map[string]int{}, map[string]int{}, 0
	excluded := 0
	for _, g := range doc.Groups {
		region, sector := g.Values["region"], g.Values["sector"]
		if region == nil || sector == nil {
			excluded += g.Count.Value
			if g.LQ != nil {
				t.Errorf("%v has a quotient", g.Values)
			}
			continue
		}
		weights[fmt.Sprint(region, sector)] = g.Count.Value
		regions[fmt.Sprint(region)] += g.Count.Value
		sectors[fmt.Sprint(sector)] += g.Count.Value
		all += g.Count.Value
	}
	if doc.Measures.Excluded != excluded || doc.Measures.Weight != "count" || len(doc.Measures.Methods) != 3 {
		t.Errorf("measures %+v, %d excluded", doc.Measures, excluded)
	}
	for _, g := range doc.Groups {
		if g.LQ == nil {
			continue
		}
		region, sector := fmt.Sprint(g.Values["region"]), fmt.Sprint(g.Values["sector"])
		want := big.NewRat(int64(weights[region+sector]*all), int64(regions[region]*sectors[sector])).FloatString(4)
		if *g.LQ != want {
			t.Errorf("%s %s: quotient %s, want %s", region, sector, *g.LQ, want)
		}
	}
	square := 0
	for _, n := range regions {
		square += n * n
	}
	if got, want := doc.Measures.HHI[0], big.NewRat(int64(square), int64(all*all)).FloatString(6); got.Column != "region" || got.Index != want || got.Parts != 8 {
		t.Errorf("on regions %+v, want %s over the eight", got, want)
	}
	spatial := tally(t, c, "ai-factories", "by=region,sido&measure=theil").Measures.Theil
	if spatial.Units != 16 || len(spatial.Groups) != 8 {
		t.Errorf("%d si/do in %d regions, want 16 in 8", spatial.Units, len(spatial.Groups))
	}
	parts := new(big.Rat)
	for _, part := range []string{spatial.Between, spatial.Within} {
		r, _ := new(big.Rat).SetString(part)
		parts.Add(parts, r)
	}
	total, _ := new(big.Rat).SetString(spatial.Total)
	if difference := new(big.Rat).Sub(total, parts); difference.Abs(difference).Cmp(big.NewRat(2, 1_000_000)) > 0 || total.Sign() <= 0 {
		t.Errorf("%s is not %s and %s", spatial.Total, spatial.Between, spatial.Within)
	}
}

func table(t testing.TB, a *apitest.Answer) []map[string]string {
	t.Helper()
	if got := a.Want(http.StatusOK).Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Fatalf("%s is %s", a.Request.URL, got)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(a.Body), "\ufeff"))).ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatalf("%s: %v", a.Request.URL, err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestTalliesAsCSV(t *testing.T) {
	c := shipped(t)
	const query = "by=region,sector&sum=amount_krw&measure=lq&filter=amount_kind%3D'state%20subsidy'"
	doc := tally(t, c, "ai-factories", query)
	rows := table(t, c.Get("/api/collections/ai-factories/tallies?f=csv&"+query))
	if len(rows) != len(doc.Groups) || len(rows) == 0 {
		t.Fatalf("%d rows, %d groups", len(rows), len(doc.Groups))
	}
	cell := func(v any) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	pointed := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for i, g := range doc.Groups {
		if rows[i]["region"] != cell(g.Values["region"]) || rows[i]["count"] != fmt.Sprint(g.Count.Value) ||
			rows[i]["amount_krw"] != pointed(g.Sum.Value) || rows[i]["lq"] != pointed(g.LQ) || rows[i]["edition"] != "1" {
			t.Errorf("row %v of the group %+v", rows[i], g)
		}
	}
	if body := c.Get("/api/collections/ai-factories/tallies?f=csv-bom&by=region").Body; !strings.HasPrefix(string(body), "\ufeffregion,") {
		t.Errorf("marked: %q", body[:20])
	}
	if page := checkPage(t, c.Get("/api/collections/ai-factories/tallies?f=html&measure=lq,hhi,theil&by=region,sector"), "ko"); len(find(page, "table", "")) != 1 {
		t.Error("the page has no table")
	}
}

// The numbers and the citations of figures, series and rows are the same in CSV.
func TestFiguresAsCSV(t *testing.T) {
	c := shipped(t)
	var doc struct {
		Figures []struct {
			ID, Region string
			Value      *string
		}
	}
	const path = "/api/indicators/ai-factories/"
	c.Get(path + "figures?by=region&at=2026-08-27").Want(http.StatusOK).JSON(&doc)
	rows := table(t, c.Get(path+"figures?by=region&at=2026-08-27&f=csv"))
	if share := table(t, c.Get("/api/indicators/regional-share/figures?at=2026-08-27&f=csv"))[0]; share["unit_en"] != "%" || share["parts_unit_en"] != "KRW" {
		t.Errorf("units of a share: %v", share)
	}
	if len(rows) != len(doc.Figures) || len(rows) != 8 {
		t.Fatalf("%d rows, %d figures", len(rows), len(doc.Figures))
	}
	for i, f := range doc.Figures {
		if rows[i]["id"] != f.ID || rows[i]["region"] != f.Region || rows[i]["value"] != *f.Value || !strings.HasPrefix(f.ID, "gm-") {
			t.Errorf("%v is not %+v", rows[i], f)
		}
	}
	region := url.QueryEscape(doc.Figures[0].Region)
	for _, row := range table(t, c.Get(path+"rows?f=csv&at=2026-08-27&region="+region)) {
		if row["figure"] != doc.Figures[0].ID || row["feature"] == "" || row["source"] == "" || row["unit_en"] != "cases" {
			t.Errorf("a row of the figure: %v", row)
		}
	}
	points := table(t, c.Get(path+"series?f=csv&at=2026-08-27"))
	last := points[len(points)-1]
	c.Get(path + "figures?at=" + last["day"]).JSON(&doc)
	if last["unit_en"] != "factories" || last["id"] != doc.Figures[0].ID || last["value"] != *doc.Figures[0].Value {
		t.Errorf("the last point %v is not %+v", last, doc.Figures[0])
	}
}
