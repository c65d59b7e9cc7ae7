package intake

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

const titled = `"title": {"ko": "제목", "en": "Title"}, "description": {"ko": "설명", "en": "Description"}`

// plants is a layer with every kind of column.
var plants = mustLayer(`{
	"id": "plants", ` + titled + `, "geometry": "Point",
	"schema": {
		"name": {"type": "string", "title": {"ko": "이름", "en": "Name"}, "localized": true, "required": true},
		"sector": {"type": "string", "title": {"ko": "업종", "en": "Sector"}, "codes": {"조선": {"ko": "조선", "en": "Ships"}}},
		"tags": {"type": "strings", "title": {"ko": "꼬리표", "en": "Tags"}},
		"amount": {"type": "integer", "unit": "KRW", "title": {"ko": "금액", "en": "Amount"}},
		"area": {"type": "decimal", "title": {"ko": "면적", "en": "Area"}},
		"jobs": {"type": "range", "title": {"ko": "일자리", "en": "Jobs"}},
		"counted": {"type": "boolean", "title": {"ko": "셈", "en": "Counted"}},
		"reported": {"type": "day", "title": {"ko": "보도일", "en": "Reported"}}
	},
	"stages": [
		{"id": "selected", "title": {"ko": "선정", "en": "Selected"}},
		{"id": "under-construction", "title": {"ko": "구축", "en": "Under construction"}},
		{"id": "operating", "title": {"ko": "가동", "en": "Operating"}}
	],
	"publish": {"zoom": [0, 14]},
	"intake": {
		"id": ["round", "no"],
		"columns": {"amount": "amount_krw"},
		"place": {"sido": "sido", "sigungu": "sigungu", "detail": "detail", "lon": "lon", "lat": "lat", "coordinates": "basis", "precision": "precision"},
		"stages": {"selected": "selected_on", "operating": "operating_on"},
		"status": {"column": "status", "day": "status_date", "stages": {"selected": "selected", "building": "under-construction"}},
		"citations": [{"url": "url", "publisher": "by", "date": "dated"}, {"document": "paper"}]
	}
}`)

func mustLayer(body string) *atlas.Layer {
	l, err := atlas.ParseLayer([]byte(body))
	if err != nil {
		panic(err)
	}
	return l
}

// row writes a CSV file of one row that is correct but for the cells given.
func row(cells map[string]string) string {
	all := map[string]string{
		"round": "2024", "no": "1", "name_ko": "공장", "name_en": "", "sector": "", "tags": "", "amount_krw": "", "area": "", "jobs": "",
		"counted": "", "reported": "", "sido": "", "sigungu": "", "detail": "", "lon": "", "lat": "", "basis": "", "precision": "",
		"selected_on": "", "under_construction_on": "", "operating_on": "", "status": "", "status_date": "", "url": "https://a.kr/1", "by": "", "dated": "", "paper": "",
	}
	for c, v := range cells {
		if _, known := all[c]; !known {
			panic("no column " + c)
		}
		all[c] = v
	}
	var header, record []string
	for c, v := range all {
		header = append(header, c)
		record = append(record, `"`+strings.ReplaceAll(v, `"`, `""`)+`"`)
	}
	return strings.Join(header, ",") + "\n" + strings.Join(record, ",") + "\n"
}

func read(t testing.TB, l *atlas.Layer, name, body string) ([]*atlas.Feature, []atlas.Issue) {
	t.Helper()
	features, issues, err := Read(l, name, strings.NewReader(body), shipped(t).g)
	if err != nil {
		t.Fatal(err)
	}
	return features, issues
}

// readRow reads a row that must be kept without an issue.
func readRow(t testing.TB, cells map[string]string) *atlas.Feature {
	t.Helper()
	features, issues := read(t, plants, "plants.csv", row(cells))
	if len(features) != 1 || len(issues) != 0 {
		t.Fatalf("%v gives %d features and %v", cells, len(features), issues)
	}
	return features[0]
}

func TestFeatureFromRow(t *testing.T) {
	f := readRow(t, map[string]string{
		"name_en": "Plant", "sector": "조선", "tags": "가; 나", "amount_krw": "8369999999999.0", "area": "1.190", "jobs": "8-15",
		"counted": "yes", "reported": "2026-05",
	})
	want := map[string]any{
		"name_ko": "공장", "name_en": "Plant", "sector": "조선", "tags": []string{"가", "나"}, "amount": int64(8369999999999),
		"area": json.Number("1.190"), "jobs_low": json.Number("8"), "jobs_high": json.Number("15"), "counted": true, "reported": "2026-05",
	}
	if !reflect.DeepEqual(f.Properties, want) {
		t.Errorf("properties %v, want %v", f.Properties, want)
	}
	if f.Layer != "plants" || f.ID != "2024-1" || f.Life != atlas.Always {
		t.Errorf("%s/%s lives %s", f.Layer, f.ID, f.Life.Partial())
	}
}

func TestStagesFromColumnsAndStatus(t *testing.T) {
	day := func(s string) atlas.Interval {
		i, err := atlas.ParsePartial(s)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	for _, c := range []struct {
		cells map[string]string
		want  map[string]atlas.Interval
		from  string
	}{
		{map[string]string{"selected_on": "2024-10-28", "operating_on": "2025-12"},
			map[string]atlas.Interval{"selected": day("2024-10-28"), "operating": day("2025-12")}, "2024-10-28"},
		// The status does not replace the day of the column.
		{map[string]string{"selected_on": "2024-10-28", "status": "selected", "status_date": "2025-03-01"},
			map[string]atlas.Interval{"selected": day("2024-10-28")}, "2024-10-28"},
		{map[string]string{"status": "building", "status_date": "2026-06", "operating_on": "2026-09-01"},
			map[string]atlas.Interval{"under-construction": day("2026-06"), "operating": day("2026-09-01")}, "2026-06-01"},
		// A stage the definition maps to no column has one of its own name.
		{map[string]string{"under_construction_on": "2026-06-01"}, map[string]atlas.Interval{"under-construction": day("2026-06-01")}, "2026-06-01"},
		{map[string]string{"status": "rumoured", "status_date": "2026-06-01"}, map[string]atlas.Interval{}, ""},
	} {
		f := readRow(t, c.cells)
		if !reflect.DeepEqual(f.Stages, c.want) {
			t.Errorf("%v: stages %v, want %v", c.cells, f.Stages, c.want)
		}
		want := atlas.Always
		if c.from != "" {
			want.From = mustDay(c.from)
		}
		if f.Life != want {
			t.Errorf("%v: life %s, want %s", c.cells, f.Life.Partial(), want.Partial())
		}
	}
}

func TestLifeFromProperties(t *testing.T) {
	l := mustLayer(`{"id": "terms", ` + titled + `,
		"schema": {"from": {"type": "day", "title": {"ko": "부터", "en": "From"}}, "until": {"type": "day", "title": {"ko": "까지", "en": "Until"}}},
		"life": {"from": "from", "to": "until"},
		"intake": {"id": ["id"], "cite": [{"title": "법령"}]}}`)
	features, issues := read(t, l, "a.csv", "id,from,until\na,2024,2025-06\nb,,2025-06-30\nc,2024-01-18,\nd,,\n")
	var got []string
	for _, f := range features {
		got = append(got, f.Life.Partial())
	}
	want := []string{"2024-01-01/2025-06-30", "../2025-06-30", "2024-01-18/..", "../.."}
	if !slices.Equal(got, want) || len(issues) != 0 {
		t.Errorf("lives %v with %v, want %v", got, issues, want)
	}
	if features, issues = read(t, l, "a.csv", "id,from,until\na,2025,2024\n"); len(features) != 0 || !Blocked(issues) {
		t.Errorf("an end before the beginning is kept: %v", issues)
	}
}

func TestCitations(t *testing.T) {
	f := readRow(t, map[string]string{"by": "산업통상부", "dated": "2026-01", "paper": "보도자료"})
	want := []atlas.Citation{
		{Source: atlas.SourceID("https://a.kr/1"), URL: "https://a.kr/1", Publisher: "산업통상부", Date: "2026-01"},
		{Source: atlas.SourceID("보도자료"), Title: "보도자료"},
	}
	if !reflect.DeepEqual(f.Citations, want) {
		t.Errorf("citations %v, want %v", f.Citations, want)
	}
}

func TestBlockingIssues(t *testing.T) {
	for _, c := range []struct{ column, cell, says string }{
		{"no", "", "an id"},
		{"no", "a/b", "an id"},
		{"no", strings.Repeat("x", MaxIDLength), "at most 100"},
		{"name_ko", "", "Name"},
		{"sector", "조선업", "one of: 조선"},
		{"amount_krw", "약 3조", "a number"},
		{"area", "넓음", "a number"},
		{"jobs", "15-8", "low-high"},
		{"counted", "maybe", "yes or no"},
		{"reported", "2026-13", "a date"},
		{"selected_on", "28/10/2024", "a date"},
		{"url", "javascript:alert(1)", "http://"},
		{"url", "", "a source"},
		{"dated", "작년", "a date"},
		{"sido", "무릉도", "two-digit code"},
		{"basis", "guess", "sigungu_centroid"},
		{"precision", "roughly", "site, complex"},
	} {
		features, issues := read(t, plants, "plants.csv", row(map[string]string{c.column: c.cell}))
		if len(features) != 0 || len(issues) != 1 {
			t.Errorf("%s %q: %d features, %v", c.column, c.cell, len(features), issues)
			continue
		}
		i := issues[0]
		column := c.column
		if column == "no" {
			column = "round" // an id is reported at its first column
		}
		if i.File != "plants.csv" || i.Row != 2 || i.Column != column || i.Level != atlas.Blocking ||
			!strings.Contains(i.Wanted.En, c.says) || !i.Wanted.Complete() || !i.Fix.Complete() {
			t.Errorf("%s %q: %+v", c.column, c.cell, i)
		}
	}
}

func TestEveryIssueOfARowIsReported(t *testing.T) {
	_, issues := read(t, plants, "plants.csv", row(map[string]string{"name_ko": "", "counted": "maybe", "jobs": "many"}))
	if len(issues) != 3 {
		t.Errorf("%d issues: %v", len(issues), issues)
	}
}

func TestRepeatedIDIsRefused(t *testing.T) {
	one := row(nil)
	_, record, _ := strings.Cut(one, "\n")
	features, issues := read(t, plants, "plants.csv", one+record)
	if len(features) != 1 || len(issues) != 1 || issues[0].Row != 3 || !strings.Contains(issues[0].Wanted.En, "the same as row 2") {
		t.Errorf("%d features, %v", len(features), issues)
	}
}

func TestColumnsMissingAndUnused(t *testing.T) {
	features, issues := read(t, plants, "plants.csv", "round,no,name_ko,url,colour\n2024,1,공장,https://a.kr/1,red\n")
	if len(features) != 1 || Blocked(issues) {
		t.Fatalf("optional columns block: %v", issues)
	}
	found := map[string]bool{}
	for _, i := range issues {
		if i.Row != 1 {
			t.Errorf("reported at row %d: %v", i.Row, i)
		}
		found[i.Column] = true
	}
	for _, column := range []string{"colour", "amount_krw", "sido", "selected_on", "status", "dated"} {
		if !found[column] {
			t.Errorf("nothing is said about column %s", column)
		}
	}
	if features, issues = read(t, plants, "plants.csv", "round,no,url\n2024,1,https://a.kr/1\n"); len(features) != 0 || !Blocked(issues) {
		t.Errorf("a file without a required column is read: %v", issues)
	}
}

func TestReadingStopsAtTooManyRefusedRows(t *testing.T) {
	l := mustLayer(`{"id": "terms", ` + titled + `, "schema": {}, "intake": {"id": ["id"], "citations": [{"document": "paper"}]}}`)
	var body strings.Builder
	body.WriteString("id,paper\n")
	for i := range MaxRefused + 50 {
		fmt.Fprintf(&body, "%d,\n", i)
	}
	_, issues := read(t, l, "a.csv", body.String())
	if len(issues) != MaxRefused+1 || issues[MaxRefused].Row != MaxRefused+1 {
		t.Errorf("%d issues, the last %v", len(issues), issues[len(issues)-1])
	}
}

func TestDerivedLayersTakeNoFile(t *testing.T) {
	_, _, err := Read(shipped(t).layer(t, "sources"), "a.csv", strings.NewReader("id\n"), nil)
	if !atlas.IsKind(err, atlas.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestWindingAndShapes(t *testing.T) {
	l := mustLayer(`{"id": "zones", ` + titled + `, "geometry": "MultiPolygon", "schema": {}, "publish": {"zoom": [0, 9]},
		"intake": {"id": ["id"], "cite": [{"title": "지도"}]}}`)
	clockwise := `[[127,36],[127,37],[128,37],[128,36],[127,36]]`
	hole := `[[127.4,36.4],[127.6,36.4],[127.6,36.6],[127.4,36.6],[127.4,36.4]]`
	features, issues := read(t, l, "a.geojson", collection(`{}`, `{"type":"Polygon","coordinates":[`+clockwise+`,`+hole+`]}`))
	if len(features) != 1 {
		t.Fatal(issues)
	}
	p := features[0].Geometry.(orb.MultiPolygon)[0]
	if p[0].Orientation() != orb.CCW || p[1].Orientation() != orb.CW {
		t.Errorf("exterior %v, hole %v", p[0].Orientation(), p[1].Orientation())
	}
	for what, shape := range map[string]string{
		"open ring":          `{"type":"Polygon","coordinates":[[[127,36],[128,36],[128,37],[127,37]]]}`,
		"two corners":        `{"type":"Polygon","coordinates":[[[127,36],[128,36],[127,36]]]}`,
		"no ring":            `{"type":"Polygon","coordinates":[]}`,
		"other type":         `{"type":"Point","coordinates":[127,36]}`,
		"metres, not degree": `{"type":"Polygon","coordinates":[[[953000,1952000],[954000,1952000],[954000,1953000],[953000,1952000]]]}`,
	} {
		if features, issues := read(t, l, "a.geojson", collection(`{}`, shape)); len(features) != 0 || !Blocked(issues) {
			t.Errorf("%s is kept: %v", what, issues)
		}
	}
}
