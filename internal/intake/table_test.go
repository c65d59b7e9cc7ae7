package intake

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/korean"

	"growthmap/internal/atlas"
)

func readString(t *testing.T, name, body string) *Table {
	t.Helper()
	table, err := ReadTable(name, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestCSVEncodings(t *testing.T) {
	const plain = "id,이름\n1,창원시 똠방각하\n"
	cp949, err := korean.EUCKR.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"UTF-8": plain, "byte order mark": "\ufeff" + plain, "CP949": cp949} {
		table := readString(t, "a.csv", body)
		if !slices.Equal(table.Columns, []string{"id", "이름"}) || table.Rows[0].Cells["이름"] != "창원시 똠방각하" {
			t.Errorf("%s: %v %v", name, table.Columns, table.Rows)
		}
	}
	if _, err := ReadTable("a.csv", strings.NewReader("id\n\xff\xfe\n")); err == nil || !strings.Contains(err.Error(), "CP949") {
		t.Errorf("neither UTF-8 nor CP949: %v", err)
	}
}

func TestCSVKeepsOrderAndRowNumbers(t *testing.T) {
	table := readString(t, "a.CSV", "id,note\nb,\"two\nlines\"\na,  spaced \nc,\n")
	var ids []string
	for i, row := range table.Rows {
		ids = append(ids, row.Cells["id"])
		if row.Number != i+2 {
			t.Errorf("row %d has the number %d", i, row.Number)
		}
	}
	if !slices.Equal(ids, []string{"b", "a", "c"}) {
		t.Errorf("order %v", ids)
	}
	if got := table.Rows[1].Cells["note"]; got != "spaced" {
		t.Errorf("space around a cell is kept: %q", got)
	}
	if _, given := table.Rows[2].Cells["note"]; given {
		t.Error("an empty cell is present")
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		why, name, body string
		kind            atlas.Kind
		says            string
	}{
		{"unknown format", "a.hwp", "", atlas.Invalid, ".csv, .geojson, .json"},
		{"empty", "a.csv", "", atlas.Invalid, "first row"},
		{"column without name", "a.csv", "id,,b\n", atlas.Invalid, "column 2"},
		{"column twice", "a.csv", "id,b,id\n", atlas.Invalid, `"id" is named twice`},
		{"row too short", "a.csv", "id,b\n1\n", atlas.Invalid, "line 2"},
		{"open quote", "a.csv", "id,b\n1,\"x\n", atlas.Invalid, "line 2"},
		{"control character", "a.csv", "id,b\n1,\x00\n", atlas.Invalid, "row 2, column b"},
		{"long cell", "a.csv", "id\n" + strings.Repeat("가", MaxCellLength+1) + "\n", atlas.Invalid, "row 2, column id"},
		{"too many rows", "a.csv", "id\n" + strings.Repeat("1\n", MaxRows+1), atlas.TooLarge, "100000 rows"},
		{"not gzip", "a.csv.gz", "id\n", atlas.Invalid, "gzip"},
		{"not JSON", "a.geojson", "{", atlas.Invalid, "unexpected end"},
		{"not a collection", "a.geojson", `{"type":"Feature"}`, atlas.Invalid, "FeatureCollection"},
		{"other coordinates", "a.geojson", `{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:5179"}},"features":[]}`, atlas.Invalid, "EPSG:4326"},
		{"not a feature", "a.json", `{"type":"FeatureCollection","features":[{"type":"Point"}]}`, atlas.Invalid, "feature 1"},
		{"object as cell", "a.json", collection(`{"p":{"a":1}}`, "null"), atlas.Invalid, "property p"},
		{"broken geometry", "a.json", collection(`{}`, `{"type":"Point","coordinates":"x"}`), atlas.Invalid, "geometry"},
	} {
		_, err := ReadTable(c.name, strings.NewReader(c.body))
		if !atlas.IsKind(err, c.kind) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s with %q", c.why, err, c.kind, c.says)
		}
	}
}

// spaces is a file without an end.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestTooManyBytes(t *testing.T) {
	if _, err := ReadTable("a.csv", spaces{}); !atlas.IsKind(err, atlas.TooLarge) || !strings.Contains(err.Error(), "64 MiB") {
		t.Errorf("%v", err)
	}
	// A small file that unpacks to a large one: a member of 1 MiB, many times.
	var member bytes.Buffer
	zip := gzip.NewWriter(&member)
	if _, err := io.CopyN(zip, spaces{}, 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	packed := bytes.Repeat(member.Bytes(), MaxBytes>>20+1)
	if _, err := ReadTable("a.csv.gz", bytes.NewReader(packed)); !atlas.IsKind(err, atlas.TooLarge) {
		t.Errorf("%d bytes packed: %v", len(packed), err)
	}
}

func TestTooManyColumns(t *testing.T) {
	var names []string
	for i := range MaxColumns + 1 {
		names = append(names, "c"+strings.Repeat("x", i))
	}
	for name, body := range map[string]string{
		"a.csv":  strings.Join(names, ",") + "\n",
		"a.json": collection(`{"`+strings.Join(names, `":1,"`)+`":1}`, "null"),
	} {
		if _, err := ReadTable(name, strings.NewReader(body)); !atlas.IsKind(err, atlas.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func collection(properties, geometry string) string {
	return `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","properties":` + properties + `,"geometry":` + geometry + `}]}`
}

func TestGeoJSON(t *testing.T) {
	table := readString(t, "a.geojson", collection(
		`{"name":" 서울 ","n":1.190,"big":12345678901234567890,"yes":true,"none":null,"list":["28125",7,"",null],"empty":[]}`,
		`{"type":"Point","coordinates":[127.5,36.5,99]}`))
	row := table.Rows[0]
	if want := map[string]string{"id": "a", "name": "서울", "n": "1.190", "big": "12345678901234567890", "yes": "true"}; !maps.Equal(row.Cells, want) {
		t.Errorf("cells %v, want %v", row.Cells, want)
	}
	if want := map[string][]string{"list": {"28125", "7"}}; !reflect.DeepEqual(row.Lists, want) {
		t.Errorf("lists %v, want %v", row.Lists, want)
	}
	if row.Geometry != orb.Geometry(orb.Point{127.5, 36.5}) || row.Number != 1 {
		t.Errorf("row %d at %v", row.Number, row.Geometry)
	}
	if want := []string{"big", "empty", "id", "list", "n", "name", "none", "yes"}; !slices.Equal(table.Columns, want) {
		t.Errorf("columns %v, want %v", table.Columns, want)
	}
}

func FuzzReadTable(f *testing.F) {
	for _, name := range []string{"a.csv", "a.geojson", "a.csv.gz"} {
		f.Add(name, []byte("id,이름\n1,\"창원시\"\n"))
		f.Add(name, []byte(collection(`{"a":[1,"x"],"b":null}`, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`)))
		f.Add(name, []byte{0xb0, 0xa1, '\n', 0xb3, 0xaa})
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		table, err := ReadTable(name, bytes.NewReader(body))
		if err != nil {
			if !atlas.IsKind(err, atlas.Invalid) && !atlas.IsKind(err, atlas.TooLarge) {
				t.Fatalf("an error nobody can show: %v", err)
			}
			return
		}
		for _, row := range table.Rows {
			for column, cell := range row.Cells {
				if cell == "" || !slices.Contains(table.Columns, column) {
					t.Fatalf("cell %q of %q among %q", cell, column, table.Columns)
				}
			}
		}
	})
}
