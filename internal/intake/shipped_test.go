package intake

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"growthmap/internal/atlas"
)

// facts reads a table with nothing but the standard library: header and rows.
func facts(t *testing.T, l *atlas.Layer) (header []string, rows []map[string]string) {
	t.Helper()
	file, err := os.Open(filepath.Join(root, filepath.FromSlash(l.Intake.File)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header = records[0]
	for _, record := range records[1:] {
		cells := map[string]string{}
		for i, cell := range record {
			cells[header[i]] = strings.TrimSpace(cell)
		}
		rows = append(rows, cells)
	}
	return header, rows
}

// tables are the layers read from a table of facts.
func (d *data) tables() []*atlas.Layer {
	var all []*atlas.Layer
	for _, l := range d.layers {
		if l.Intake != nil && strings.HasSuffix(l.Intake.File, ".csv") {
			all = append(all, l)
		}
	}
	return all
}

func TestEveryTableIsALayer(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "facts", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, l := range shipped(t).tables() {
		used[filepath.Base(l.Intake.File)] = true
	}
	for _, f := range files {
		if !used[filepath.Base(f)] {
			t.Errorf("no layer reads %s", filepath.Base(f))
		}
	}
	if len(files) != 21 || len(used) != 21 {
		t.Errorf("%d tables, %d read, want 21", len(files), len(used))
	}
}

func TestRowsInAreFeaturesOut(t *testing.T) {
	d := shipped(t)
	for _, l := range d.tables() {
		_, rows := facts(t, l)
		if len(rows) == 0 || len(rows) != len(d.features[l.ID]) {
			t.Errorf("%s: %d rows in, %d features out", l.ID, len(rows), len(d.features[l.ID]))
		}
	}
	want := map[string]int{"regions": 8, "sido": 18, "sigungu": 300, "neighbours": 5, "belts": 4}
	for id, n := range want {
		if len(d.features[id]) != n {
			t.Errorf("%s: %d features, want %d", id, len(d.features[id]), n)
		}
	}
}

func TestNodesOfABeltAreNamedAsTheFactsNameThem(t *testing.T) {
	d := shipped(t)
	names := map[string]map[string]any{}
	for _, f := range d.features["cluster-nodes"] {
		names[f.ID] = f.Properties
	}
	for _, l := range d.layers {
		if l.ID != "belts" {
			continue
		}
		for i, f := range d.features["belts"] {
			nodes := l.Derive.Features[i].Nodes
			for _, lang := range []string{"ko", "en"} {
				short, ok := f.Properties["nodes_"+lang].([]string)
				if !ok || len(short) < 3 || len(short) > len(nodes) {
					t.Fatalf("%s names %v, goes through %v", f.ID, short, nodes)
				}
				for k, name := range short {
					if full := fmt.Sprint(names[nodes[k]]["name_"+lang]); !strings.Contains(full, name) {
						t.Errorf("%s: node %s is %q, called %q", f.ID, nodes[k], full, name)
					}
				}
			}
		}
	}
}

func TestShippedFilesHaveNoIssueButTheKnownOnes(t *testing.T) {
	var got []string
	for _, i := range shipped(t).issues {
		got = append(got, fmt.Sprintf("%s %s %s %s", i.Level, i.File, i.Feature, i.Column))
	}
	slices.Sort(got)
	want := []string{
		"notice ai_factories.csv axf-gwangju-ggm lon",
		"notice clusters.csv CL067 lon",
		"notice fund_progress.csv PRG-011 value",
		"notice fund_progress.csv PRG-020 value",
		"notice fund_progress.csv PRG-035 value",
	}
	if !slices.Equal(got, want) {
		t.Errorf("issues:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEveryColumnIsRead(t *testing.T) {
	for _, l := range shipped(t).tables() {
		header, _ := facts(t, l)
		b := newBuilder(l, "", nil)
		for _, c := range header {
			b.has[c] = true
		}
		read := b.reads()
		for _, c := range header {
			if _, ok := read[c]; !ok {
				t.Errorf("%s: column %s is dropped", l.ID, c)
			}
		}
		for c := range read {
			if !slices.Contains(header, c) {
				t.Errorf("%s: there is no column %s", l.ID, c)
			}
		}
	}
}

// Every cell of every table is found again in its feature: in the id, a
// property, the stated place, a stage or a citation.
func TestEveryCellSurvives(t *testing.T) {
	d := shipped(t)
	cells := 0
	for _, l := range d.tables() {
		header, rows := facts(t, l)
		b := newBuilder(l, "", nil)
		for _, c := range header {
			b.has[c] = true
		}
		for i, row := range rows {
			f := d.features[l.ID][i]
			for column, cell := range row {
				if cell == "" {
					continue
				}
				cells++
				if !b.survives(f, column, cell) {
					t.Errorf("%s %s: %s %q is lost", l.ID, f.ID, column, cell)
				}
			}
		}
	}
	if cells < 10_000 {
		t.Errorf("only %d cells were compared", cells)
	}
}

func (b *builder) survives(f *atlas.Feature, column, cell string) bool {
	m := b.layer.Intake
	if slices.Contains(m.ID, column) && strings.Contains(f.ID, cell) {
		return true
	}
	for _, p := range b.layer.Schema {
		for _, source := range b.sourcesOf(p) {
			if source.column == column && sameValue(f, p, source.key, cell) {
				return true
			}
		}
	}
	for key, c := range m.Place {
		if c == column && f.Stated[key] == cell {
			return true
		}
	}
	for stage, c := range m.Stages {
		if c == column && f.Stages[stage].Partial() == cell {
			return true
		}
	}
	for _, cm := range m.Citations {
		for _, c := range f.Citations {
			for from, given := range map[string]string{cm.URL: c.URL, cm.Document: c.Title, cm.Publisher: c.Publisher, cm.Date: c.Date, cm.Kind: c.Kind, cm.Via: c.Via} {
				if from == column && given == cell {
					return true
				}
			}
		}
	}
	return false
}

func sameValue(f *atlas.Feature, p atlas.Property, key, cell string) bool {
	value := f.Properties[key]
	switch p.Type {
	case atlas.Integer, atlas.Decimal:
		given, _ := new(big.Rat).SetString(cell)
		kept, _ := new(big.Rat).SetString(fmt.Sprint(value))
		if given == nil || kept == nil {
			return false
		}
		residue := new(big.Rat).Sub(given, kept)
		return residue.Sign() == 0 || strings.Contains(cell, ".999") && residue.Abs(residue).Cmp(big.NewRat(1, 100)) < 0
	case atlas.Boolean:
		return value == (cell == "1")
	case atlas.Strings:
		list, _ := value.([]string)
		return strings.Join(list, ";") == strings.ReplaceAll(cell, "; ", ";")
	case atlas.Range:
		low, high := fmt.Sprint(f.Properties[key+"_low"]), fmt.Sprint(f.Properties[key+"_high"])
		return low+"-"+high == cell || low == cell && high == cell
	}
	return value == cell
}

func TestEveryFeatureHasASource(t *testing.T) {
	d := shipped(t)
	sources := map[string]bool{}
	for _, s := range d.features["sources"] {
		sources[s.ID] = true
	}
	for _, c := range d.publication.Changes {
		if len(c.Feature.Citations) == 0 {
			t.Errorf("%s %s cites nothing", c.Layer, c.ID)
		}
		for _, cited := range c.Feature.Citations {
			if !sources[cited.Source] {
				t.Errorf("%s %s cites %s, which is not a source", c.Layer, c.ID, cited.Source)
			}
		}
	}
}

// The marks that say how far a row can be trusted are as many in the features
// as words in the tables.
func TestMarksSurvive(t *testing.T) {
	d := shipped(t)
	for _, mark := range []string{"conflicting", "inferred", "derived", "cross_reference", "url_in_github_file"} {
		given, kept := 0, 0
		for _, l := range d.tables() {
			header, rows := facts(t, l)
			columns := map[string]bool{}
			for i, row := range rows {
				for _, c := range header {
					if strings.Contains(row[c], mark) {
						given++
						columns[c] = true
					}
				}
				kept += strings.Count(allText(d.features[l.ID][i]), mark)
			}
		}
		if given == 0 || kept < given {
			t.Errorf("%s: in %d cells, kept %d times", mark, given, kept)
		}
	}
}

func allText(f *atlas.Feature) string {
	var all strings.Builder
	for _, value := range f.Properties {
		fmt.Fprintln(&all, value)
	}
	for _, value := range f.Stated {
		fmt.Fprintln(&all, value)
	}
	for _, c := range f.Citations {
		fmt.Fprintln(&all, c.Kind, c.Via, c.URL)
	}
	return all.String()
}

func TestPublicationIsWholeAndInOrder(t *testing.T) {
	d := shipped(t)
	p := d.publication
	if !p.Shipped || p.Author != "growthmap" || p.Origin["kind"] != atlas.OriginShipped || p.Reason == "" || len(p.Definitions) != len(d.definitions) {
		t.Errorf("publication by %s, origin %v, %d definitions", p.Author, p.Origin, len(p.Definitions))
	}
	seen := map[string]bool{}
	for _, c := range p.Changes {
		key := c.Layer + " " + c.ID
		if seen[key] || c.Feature.Layer != c.Layer || c.Feature.ID != c.ID {
			t.Errorf("%s is there twice or under another name", key)
		}
		seen[key] = true
	}
	again, _, err := Shipped(os.DirFS(root), d.definitions, today)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again, p) {
		t.Error("reading the same files twice gives different publications")
	}
}

func TestShippedSaysWhatIsMissing(t *testing.T) {
	d := shipped(t)
	if _, _, err := Shipped(fstest.MapFS{}, d.definitions, today); err == nil || !strings.Contains(err.Error(), "layer admin-changes: open facts/admin_changes.csv") {
		t.Errorf("%v", err)
	}
	if _, _, err := Shipped(os.DirFS(root), []atlas.Definition{{Kind: "layer", ID: "x", Body: []byte(`{}`)}}, today); err == nil {
		t.Error("a definition that says nothing is read")
	}
}

func TestPropertiesHaveTheTypesOfTheirColumns(t *testing.T) {
	d := shipped(t)
	for _, l := range d.layers {
		types := map[string]reflect.Type{}
		for _, c := range l.Columns() {
			if c.From == atlas.FromProperty {
				types[c.Key] = map[atlas.PropertyType]reflect.Type{
					atlas.String: reflect.TypeFor[string](), atlas.DayType: reflect.TypeFor[string](), atlas.Integer: reflect.TypeFor[int64](),
					atlas.Decimal: reflect.TypeFor[json.Number](), atlas.Boolean: reflect.TypeFor[bool](), atlas.Strings: reflect.TypeFor[[]string](),
				}[c.Type]
			}
		}
		for _, f := range d.features[l.ID] {
			for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
				if reflect.TypeOf(f.Properties[key]) != types[key] {
					t.Errorf("%s %s: %s is a %T, want %v", l.ID, f.ID, key, f.Properties[key], types[key])
				}
			}
		}
	}
}
