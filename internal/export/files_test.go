package export_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/xuri/excelize/v2"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/golden"
)

// pointLayer is the test layer with points alone.
func pointLayer(t testing.TB) *atlas.Layer {
	layer := *testLayer(t)
	layer.Geometry = "Point"
	return &layer
}

// documentOf is a document of features of the layer.
func documentOf(t testing.TB, layer *atlas.Layer, all []*atlas.Feature) *export.Document {
	digest, err := hex.DecodeString(strings.Repeat("a1", 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		f.Life = atlas.Always
	}
	if len(all) > 0 {
		all[0].Life = interval(t, "2026-05-28")
		all[0].Life.To = atlas.MaxDay
	}
	return &export.Document{
		Layer: layer, Day: day(t, "2026-06-15"), Lang: "ko", MaxBytes: 1 << 20,
		Provenance: export.Provenance{
			Edition: atlas.Edition{ID: 3, At: time.Date(2026, 6, 1, 18, 0, 0, 0, time.UTC), Digest: digest},
			Address: "https://example.org/items?at=2026-06-15&edition=3&region=HNM", Schema: "https://example.org/schema?edition=3",
			Selection: "region=HNM", Rights: atlas.Text{Ko: "출처를 적는다.", En: "Name the source."},
		},
		Features: func(each func(*atlas.Feature) error) error {
			for _, f := range all {
				if err := each(f); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// points are the features of the test that are points, or have no geometry.
func points(t testing.TB) []*atlas.Feature { return features(t)[:2] }

func formatOf(t testing.TB, id string) export.Format {
	t.Helper()
	for _, f := range export.Formats {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no format %s", id)
	return export.Format{}
}

// file writes a document and returns where it is.
func file(t testing.TB, id string, d *export.Document) string {
	t.Helper()
	format := formatOf(t, id)
	path := filepath.Join(t.TempDir(), "sites"+format.Extension)
	if err := format.Write(path, d); err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return path
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestFilesGolden(t *testing.T) {
	golden.Check(t, "points.csv", content(t, file(t, "csv", documentOf(t, pointLayer(t), points(t)))))
	golden.Check(t, "shapes.csv", content(t, file(t, "csv", documentOf(t, testLayer(t), features(t)))))
	golden.Check(t, "shapes.jsonfg.json", content(t, file(t, "jsonfg", documentOf(t, testLayer(t), features(t)))))
	golden.Check(t, "shapes.gpkg.txt", tables(t, file(t, "gpkg", documentOf(t, testLayer(t), features(t)))))
	golden.Check(t, "points.xlsx.txt", sheets(t, file(t, "xlsx", documentOf(t, pointLayer(t), points(t)))))
	marked := content(t, file(t, "csv-bom", documentOf(t, pointLayer(t), points(t))))
	if plain, ok := bytes.CutPrefix(marked, []byte("\ufeff")); !ok || !bytes.Equal(plain, content(t, filepath.Join("testdata", "points.csv"))) {
		t.Errorf("csv-bom is not csv with a mark: %.60q", marked)
	}
}

// tables is every table of a GeoPackage, blobs in hexadecimal.
func tables(t testing.TB, path string) []byte {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out bytes.Buffer
	print := func(query string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "-- %s\n%s\n", query, strings.Join(columns, "|"))
		for rows.Next() {
			cells, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				into[i] = &cells[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			shown := make([]string, len(cells))
			for i, cell := range cells {
				switch v := cell.(type) {
				case string:
					shown[i] = fmt.Sprintf("%q", v)
				case []byte:
					shown[i] = hex.EncodeToString(v)
				case time.Time:
					shown[i] = v.UTC().Format(time.RFC3339Nano)
				case nil:
				default:
					shown[i] = fmt.Sprint(v)
				}
			}
			fmt.Fprintln(&out, strings.Join(shown, "|"))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	print("pragma application_id")
	print("pragma user_version")
	print("pragma integrity_check")
	print("pragma foreign_key_check")
	for _, table := range []string{"gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_data_columns",
		"gpkg_data_column_constraints", "test_sites", "test_sites_citations", "test_sites_provenance"} {
		print("select * from " + table)
	}
	return out.Bytes()
}

// sheets is every sheet of a workbook, cell by cell with its type.
func sheets(t testing.TB, path string) []byte {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var out bytes.Buffer
	for _, name := range book.GetSheetList() {
		fmt.Fprintf(&out, "-- %s\n", name)
		rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				kind, err := book.GetCellType(name, at)
				if err != nil {
					t.Fatal(err)
				}
				if value != "" {
					fmt.Fprintf(&out, "%s %d %q\n", at, kind, value)
				}
			}
		}
	}
	return out.Bytes()
}

// query is a table as GDAL reads it from a file, with the SQL of SQLite.
func query(t testing.TB, path, query string, options ...string) [][]string {
	t.Helper()
	args := append([]string{"-f", "CSV", "/vsistdout/", path, "-dialect", "SQLite", "-sql", query}, options...)
	rows, err := csv.NewReader(bytes.NewReader(gdal(t.(*testing.T), "ogr2ogr", args...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func TestFilesReadByGDAL(t *testing.T) {
	const shape = `, GeometryType(%[1]s), round(ST_Area(%[1]s), 3), ST_IsValid(%[1]s), ST_SRID(%[1]s)`
	shapes := [][]string{
		{"test-full", "시험 \"하나\"", "9007199254740993", "41.1", "selected", "POINT", "0", "1", "4326"},
		{"test-bare", "", "", "", "", "", "", "-1", ""},
		{"test-shape-1", "", "", "", "", "MULTIPOINT", "0", "1", "4326"},
		{"test-shape-2", "", "", "", "", "LINESTRING", "0", "1", "4326"},
		{"test-shape-3", "", "", "", "", "MULTILINESTRING", "0", "1", "4326"},
		{"test-shape-4", "", "", "", "", "POLYGON", "0.75", "1", "4326"},
		{"test-shape-5", "", "", "", "", "MULTIPOLYGON", "0.875", "1", "4326"},
		{"test-shape-6", "", "", "", "", "GEOMETRYCOLLECTION", "0.75", "1", "4326"},
	}
	for id, source := range map[string]struct{ table, geometry string }{
		"gpkg": {"test_sites", "geom"}, "jsonfg": {"sites", "geometry"}, "csv": {"sites", "SetSRID(GeomFromText(wkt), 4326)"},
	} {
		d := documentOf(t, testLayer(t), features(t))
		got := query(t, file(t, id, d), fmt.Sprintf(`select id, name_ko, amount, share, stage`+shape+` from "%[2]s"`, source.geometry, source.table),
			"-oo", "AUTODETECT_TYPE=NO")
		want := slices.Clone(shapes)
		if id == "csv" {
			want[0] = slices.Clone(want[0])
			want[0][3] = "41.10" // digits as they are
		}
		if id == "gpkg" {
			want[7] = slices.Clone(want[7])
			want[7][5], want[7][6] = "GEOMCOLLECTION", "0" // the words of another dialect, which measures no collection
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got  %q\nwant %q", id, got, want)
		}
	}
	const lonLat = `select id, name_ko, round(%s, 7), round(%s, 7) from "%s" where id = 'test-full'`
	want := [][]string{{"test-full", "시험 \"하나\"", "126.978", "37.5665432"}}
	for id, sql := range map[string]string{
		"gpkg":    fmt.Sprintf(lonLat, "ST_X(geom)", "ST_Y(geom)", "test_sites"),
		"csv":     fmt.Sprintf(lonLat, "cast(lon as real)", "cast(lat as real)", "sites"),
		"csv-bom": fmt.Sprintf(lonLat, "cast(lon as real)", "cast(lat as real)", "sites"),
		"xlsx":    strings.ReplaceAll(fmt.Sprintf(lonLat, `"경도"`, `"위도"`, "test-sites"), "name_ko", `"이름 (한국어)"`),
	} {
		if got := query(t, file(t, id, documentOf(t, pointLayer(t), points(t))), sql); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
}

func TestGeoPackageKeepsGeometry(t *testing.T) {
	all := features(t)
	body := gdal(t, "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", file(t, "gpkg", documentOf(t, testLayer(t), all)), "test_sites")
	read, err := geojson.UnmarshalFeatureCollection(body)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range read.Features {
		want := all[i].Geometry
		if c, ok := want.(orb.Collection); ok {
			want = orb.Collection{c[0], c[2]} // without the empty member
		}
		if !orb.Equal(f.Geometry, want) {
			t.Errorf("%s: got %v, want %v", all[i].ID, f.Geometry, want)
		}
	}
	if len(read.Features) != len(all) {
		t.Errorf("%d features, want %d", len(read.Features), len(all))
	}
}

func TestGeoPackageDescribesItself(t *testing.T) {
	path := file(t, "gpkg", documentOf(t, testLayer(t), features(t)))
	out := string(gdal(t, "ogrinfo", "-ro", "-so", "-al", path))
	for _, want := range []string{
		"Layer name: test_sites", "Layer name: test_sites_citations", "Layer name: test_sites_provenance", "Feature Count: 8",
		"Extent: (-0.000000, -33.500000) - (129.500000, 37.566543)", `ID["EPSG",4326]`, "FID Column = fid", "Geometry Column = geom",
		"amount: Integer64", "share: Real", "public: Integer(Boolean)", "signed: String", "stage: String (0.0), domain name=test_sites_stage", "tags: String(JSON)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, out)
		}
	}
	bare := documentOf(t, testLayer(t), points(t))
	bare.SkipGeometry = true
	if out := string(gdal(t, "ogrinfo", "-ro", "-so", "-al", file(t, "gpkg", bare))); !strings.Contains(out, "Geometry: None") || strings.Contains(out, "Geometry Column") {
		t.Errorf("a GeoPackage without geometry:\n%s", out)
	}
}

// Every file says where it comes from, CSV aside.
func TestFilesCarryTheirProvenance(t *testing.T) {
	d := documentOf(t, pointLayer(t), points(t))
	d.Lang = "en"
	const cite = "Test [region=HNM], 2 features as of 2026-06-15. Growthmap, edition 3 (2026-06-02). https://example.org/items?at=2026-06-15&edition=3&region=HNM"
	var fg struct{ Provenance map[string]string }
	if err := json.Unmarshal(content(t, file(t, "jsonfg", d)), &fg); err != nil {
		t.Fatal(err)
	}
	book := string(sheets(t, file(t, "xlsx", d)))
	for _, fact := range query(t, file(t, "gpkg", d), `select name, value from test_sites_provenance`) {
		if fg.Provenance[fact[0]] != fact[1] || !strings.Contains(book, fmt.Sprintf("%q", fact[1])) {
			t.Errorf("%s: GeoPackage %q, JSON-FG %q", fact[0], fact[1], fg.Provenance[fact[0]])
		}
	}
	if fg.Provenance["cite_en"] != cite || fg.Provenance["edition_sha256"] != strings.Repeat("a1", 32) || fg.Provenance["features"] != "2" {
		t.Errorf("got %v", fg.Provenance)
	}
}

// No text of the data is computed by the sheet it is opened in.
func TestNothingIsAFormula(t *testing.T) {
	texts := []string{"=1+1", "+82 2 123", "-", "@SUM(A1)", "\t=1", "＝1+1", "-3.5", "12", "a=b"}
	var all []*atlas.Feature
	for i, text := range texts {
		all = append(all, &atlas.Feature{ID: fmt.Sprintf("f-%d", i), Properties: map[string]any{
			"name_ko": text, "tags": []string{text}, "amount": int64(-5), "share": json.Number("-0.5"),
		}})
	}
	rows, err := csv.NewReader(bytes.NewReader(content(t, file(t, "csv", documentOf(t, pointLayer(t), all))))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	name, amount, share := slices.Index(rows[0], "name_ko"), slices.Index(rows[0], "amount"), slices.Index(rows[0], "share")
	for i, text := range texts {
		want := text
		if i < 6 {
			want = "'" + text
		}
		if row := rows[i+1]; row[name] != want || row[amount] != "-5" || row[share] != "-0.5" {
			t.Errorf("%q became %q", text, row)
		}
	}
	book, err := excelize.OpenFile(file(t, "xlsx", documentOf(t, pointLayer(t), all)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, text := range texts {
		at := fmt.Sprintf("D%d", i+2)
		value, err := book.GetCellValue("test-sites", at)
		formula, wrong := book.GetCellFormula("test-sites", at)
		kind, unknown := book.GetCellType("test-sites", at)
		if err := errors.Join(err, wrong, unknown); err != nil || value != text || formula != "" || kind != excelize.CellTypeInlineString {
			t.Errorf("%q became %q of type %d with the formula %q, %v", text, value, kind, formula, err)
		}
	}
}

func TestFilesKeepTheirLimit(t *testing.T) {
	long := strings.Repeat("가", 40_000)
	for _, format := range export.Formats {
		d := documentOf(t, pointLayer(t), points(t))
		d.MaxBytes = 300
		err := format.Write(filepath.Join(t.TempDir(), "small"), d)
		var refused *atlas.Error
		if !errors.As(err, &refused) || refused.Kind != atlas.TooLarge || !strings.Contains(refused.Message.En, "300 B") ||
			!strings.Contains(refused.Message.Ko, "filter") {
			t.Errorf("%s of more than 300 bytes: %v", format.ID, err)
		}
		many := documentOf(t, pointLayer(t), nil)
		many.Features = func(each func(*atlas.Feature) error) error {
			for i := 0; ; i++ {
				if err := each(&atlas.Feature{ID: fmt.Sprintf("f-%d", i), Properties: map[string]any{"name_ko": long[:3000]}}); err != nil {
					return err
				}
			}
		}
		if err := format.Write(filepath.Join(t.TempDir(), "endless"), many); !atlas.IsKind(err, atlas.TooLarge) {
			t.Errorf("%s without end: %v", format.ID, err)
		}
	}
	wordy := documentOf(t, pointLayer(t), []*atlas.Feature{{ID: "wordy", Properties: map[string]any{"name_ko": long}}})
	err := formatOf(t, "xlsx").Write(filepath.Join(t.TempDir(), "wordy"), wordy)
	if !atlas.IsKind(err, atlas.TooLarge) || !strings.Contains(err.Error(), "wordy") || !strings.Contains(err.Error(), "이름 (한국어)") {
		t.Errorf("a text too long for a cell: %v", err)
	}
	if !bytes.Contains(content(t, file(t, "csv", wordy)), []byte(long)) {
		t.Error("a long text is not whole in CSV")
	}
}

func TestASheetHoldsSoManyRows(t *testing.T) {
	layer, err := atlas.ParseLayer([]byte(`{"id": "tall", "title": {"ko": "가", "en": "a"}, "description": {"ko": "가", "en": "a"},
		"schema": {}, "intake": {"id": ["id"], "citations": [{"url": "url"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	d, taken := documentOf(t, layer, nil), 0
	d.MaxBytes = 1 << 30
	d.Features = func(each func(*atlas.Feature) error) error {
		f := &atlas.Feature{ID: "a"}
		for ; ; taken++ {
			if err := each(f); err != nil {
				return err
			}
		}
	}
	err = formatOf(t, "xlsx").Write(filepath.Join(t.TempDir(), "f"), d)
	if !atlas.IsKind(err, atlas.TooLarge) || !strings.Contains(err.Error(), "f=csv") || taken != 1<<20-1 {
		t.Errorf("after %d rows: %v", taken, err)
	}
}

func TestFilesSayWhatFailed(t *testing.T) {
	broken := errors.New("the database has gone")
	for _, format := range export.Formats {
		d := documentOf(t, pointLayer(t), nil)
		d.Features = func(each func(*atlas.Feature) error) error {
			return errors.Join(each(&atlas.Feature{ID: "a", Geometry: orb.Point{127, 36}}), broken)
		}
		dir := t.TempDir()
		if err := format.Write(filepath.Join(dir, "f"), d); !errors.Is(err, broken) {
			t.Errorf("%s: %v, want the error of the features", format.ID, err)
		}
		if err := format.Write(filepath.Join(dir, "missing", "f"), documentOf(t, pointLayer(t), nil)); err == nil {
			t.Errorf("%s was written where there is no directory", format.ID)
		}
		for name, bad := range map[string]*atlas.Feature{
			"not a number":     {Geometry: orb.Point{math.NaN(), 0}},
			"an unknown value": {Properties: map[string]any{"share": 1.5}},
		} {
			bad.ID = "bad-one"
			err := format.Write(filepath.Join(t.TempDir(), "f"), documentOf(t, pointLayer(t), []*atlas.Feature{bad}))
			if err == nil || !strings.Contains(err.Error(), "bad-one") {
				t.Errorf("%s, %s: %v; want an error that names the feature", format.ID, name, err)
			}
		}
	}
}

func TestFormatsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, format := range export.Formats {
		if seen[format.ID] || format.MediaType == "" || !strings.HasPrefix(format.Extension, ".") || !format.Title.Complete() {
			t.Errorf("%+v", format)
		}
		seen[format.ID] = true
		for _, lang := range []string{"ko", "en"} {
			dir := t.TempDir()
			d := documentOf(t, pointLayer(t), points(t))
			d.Lang = lang
			if err := format.Write(filepath.Join(dir, "f"), d); err != nil {
				t.Errorf("%s: %v", format.ID, err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("%s leaves %v beside its file, %v", format.ID, entries, err)
			}
			// The same document is the same file, but for the order of parts of a workbook.
			first := content(t, filepath.Join(dir, "f"))
			if again := content(t, file(t, format.ID, d)); format.ID != "xlsx" && !bytes.Equal(first, again) {
				t.Errorf("%s is another file the second time", format.ID)
			}
		}
	}
}

func TestAColumnMayHaveAnyName(t *testing.T) {
	layer, err := atlas.ParseLayer([]byte(`{
		"id": "odd", "geometry": "Point", "title": {"ko": "가", "en": "a"}, "description": {"ko": "가", "en": "a"},
		"schema": {
			"lon": {"type": "string", "title": {"ko": "가", "en": "a"}}, "geom": {"type": "string", "title": {"ko": "가", "en": "a"}},
			"fid": {"type": "string", "title": {"ko": "가", "en": "a"}}, "select": {"type": "string", "title": {"ko": "가", "en": "a"}}
		},
		"publish": {"zoom": [4, 14]}, "intake": {"id": ["id"], "citations": [{"url": "url"}]}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	all := []*atlas.Feature{{ID: "one", Geometry: orb.Point{127, 36}, Properties: map[string]any{"lon": "a", "geom": "b", "fid": "c", "select": "d"}}}
	got := query(t, file(t, "gpkg", documentOf(t, layer, all)), `select lon, geom, "fid", "select", ST_X(geom_) from odd`)
	if !reflect.DeepEqual(got, [][]string{{"a", "b", "c", "d", "127"}}) {
		t.Errorf("got %q", got)
	}
	if header, _, _ := strings.Cut(string(content(t, file(t, "csv", documentOf(t, layer, all)))), "\r\n"); header != "id,lon_,lat,lon,geom,fid,select,sources" {
		t.Errorf("got %s", header)
	}
}
