package geodata_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/intake"
)

// definitions parses every shipped definition, by layer id.
func definitions(t *testing.T) map[string]*atlas.Layer {
	t.Helper()
	shipped, err := intake.Definitions(geodata.Files)
	if err != nil {
		t.Fatal(err)
	}
	layers := map[string]*atlas.Layer{}
	for _, d := range shipped {
		if d.Kind != atlas.DefinesLayer {
			continue
		}
		l, err := atlas.ParseLayer(d.Body)
		if err != nil {
			t.Fatalf("layers/%s.json: %v", d.ID, err)
		}
		if l.ID != d.ID {
			t.Errorf("layers/%s.json defines %q", d.ID, l.ID)
		}
		layers[d.ID] = l
	}
	return layers
}

// table is a facts file.
type table struct {
	header []string
	rows   []map[string]string
}

func readTable(t *testing.T, name string) table {
	t.Helper()
	content, err := geodata.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f := table{header: records[0]}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[f.header[i]] = cell
		}
		f.rows = append(f.rows, row)
	}
	return f
}

func isTable(l *atlas.Layer) bool {
	return l.Intake != nil && strings.HasSuffix(l.Intake.File, ".csv")
}

// tables calls check for every layer that is read from a facts file.
func tables(t *testing.T, check func(t *testing.T, l *atlas.Layer, f table)) {
	for id, l := range definitions(t) {
		if isTable(l) {
			t.Run(id, func(t *testing.T) { check(t, l, readTable(t, l.Intake.File)) })
		}
	}
}

// fileColumn returns the column of the file that a column of the layer, or a
// range, is read from.
func fileColumn(l *atlas.Layer, id string) string {
	if from, ok := l.Intake.Columns[id]; ok {
		return from
	}
	return id
}

// propertyColumns returns the columns of the file that a property is read from.
func propertyColumns(l *atlas.Layer, p atlas.Property) []string {
	if p.Localized {
		return []string{fileColumn(l, p.ID+"_ko"), fileColumn(l, p.ID+"_en")}
	}
	return []string{fileColumn(l, p.ID)}
}

func TestDefinitionsAreReadInBothLanguages(t *testing.T) {
	for id, l := range definitions(t) {
		for _, p := range l.Schema {
			if p.Description != nil && !p.Description.Complete() {
				t.Errorf("%s: the description of %s lacks a language", id, p.ID)
			}
		}
		for _, d := range derived(l) {
			if d.Properties["name_ko"] == "" || d.Properties["name_en"] == "" {
				t.Errorf("%s: %s needs a name in ko and en", id, d.ID)
			}
		}
	}
}

func derived(l *atlas.Layer) []atlas.DerivedFeature {
	if l.Derive == nil {
		return nil
	}
	return l.Derive.Features
}

func TestEveryFileIsReadByOneLayer(t *testing.T) {
	readers := map[string][]string{}
	for id, l := range definitions(t) {
		if l.Intake != nil {
			readers[l.Intake.File] = append(readers[l.Intake.File], id)
		}
	}
	for _, pattern := range []string{"facts/*.csv", "areas/*.geojson.gz"} {
		files, err := fs.Glob(geodata.Files, pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, file := range files {
			if len(readers[file]) != 1 {
				t.Errorf("%s is read by %q, want one layer", file, readers[file])
			}
			delete(readers, file)
		}
	}
	for file, ids := range readers {
		t.Errorf("%q: there is no file %s", ids, file)
	}
}

func TestEveryColumnIsCarried(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		m := l.Intake
		used := map[string]bool{}
		use := func(by, column string) {
			if column == "" {
				return
			}
			if !slices.Contains(f.header, column) {
				t.Errorf("%s: %s has no column %q", by, m.File, column)
			}
			used[column] = true
		}
		for _, column := range m.ID {
			use("id", column)
		}
		for id, column := range m.Columns {
			use("columns."+id, column)
		}
		for key, column := range m.Place {
			use("place."+key, column)
		}
		for stage, column := range m.Stages {
			use("stages."+stage, column)
		}
		if m.Status != nil {
			use("status", m.Status.Column)
			use("status", m.Status.Day)
		}
		for _, c := range m.Citations {
			for _, column := range []string{c.URL, c.Document, c.Publisher, c.Date, c.Kind, c.Via} {
				use("citations", column)
			}
		}
		for _, p := range l.Schema {
			columns := propertyColumns(l, p)
			if !slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(f.header, c) }) {
				t.Errorf("property %s: %s has none of the columns %q", p.ID, m.File, columns)
			}
			for _, column := range columns {
				used[column] = true
			}
		}
		for _, column := range f.header {
			if !used[column] {
				t.Errorf("column %s is dropped", column)
			}
		}
	})
}

// Boundaries carry what their layer publishes, and nothing that it drops.
func TestAreasCarryTheirProperties(t *testing.T) {
	for id, l := range definitions(t) {
		if l.Intake == nil || isTable(l) {
			continue
		}
		wanted := map[string]bool{}
		for _, p := range l.Schema {
			for _, column := range propertyColumns(l, p) {
				wanted[column] = true
			}
		}
		first := readBoundaries(t, id).Features[0].Properties
		for name := range first {
			if !wanted[name] {
				t.Errorf("%s: property %s is dropped", l.Intake.File, name)
			}
		}
		for name := range wanted {
			if _, ok := first[name]; !ok {
				t.Errorf("%s has no property %s", l.Intake.File, name)
			}
		}
	}
}

func TestRequiredHoldsForEveryRow(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		for _, p := range l.Schema {
			if !p.Required {
				continue
			}
			column := propertyColumns(l, p)[0]
			for i, row := range f.rows {
				if row[column] == "" {
					t.Errorf("row %d: %s is required and empty", i+2, column)
				}
			}
		}
	})
}

func TestCodesAreTheValuesThatOccur(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		for _, p := range l.Schema {
			if len(p.Codes) == 0 {
				continue
			}
			column, unused := fileColumn(l, p.ID), maps.Clone(p.Codes)
			for i, row := range f.rows {
				value := row[column]
				if _, ok := p.Codes[value]; value != "" && !ok {
					t.Errorf("row %d: %s: %q has no title", i+2, column, value)
				}
				delete(unused, value)
			}
			for code := range unused {
				t.Errorf("%s: no row has %q", column, code)
			}
		}
	})
}

// Money is read as a whole number of won, everything else in the digits given.
func TestMoneyIsWholeWon(t *testing.T) {
	for id, l := range definitions(t) {
		for _, p := range l.Schema {
			if strings.HasSuffix(p.ID, "_krw") && (p.Type != atlas.Integer || p.Unit != "KRW") {
				t.Errorf("%s: %s is %s in %q, want an integer in KRW", id, p.ID, p.Type, p.Unit)
			}
		}
	}
}

// A status that reaches a stage must be one that occurs, so that a misspelt one
// cannot leave a stage empty.
func TestStatusesThatReachAStageOccur(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		if l.Intake.Status == nil {
			return
		}
		for status := range l.Intake.Status.Stages {
			if !slices.ContainsFunc(f.rows, func(row map[string]string) bool { return row[l.Intake.Status.Column] == status }) {
				t.Errorf("no row has %s %q", l.Intake.Status.Column, status)
			}
		}
	})
}

func TestEveryRowHasASource(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		for i, row := range f.rows {
			if !slices.ContainsFunc(l.Intake.Citations, func(c atlas.CitationMapping) bool { return row[c.URL] != "" || row[c.Document] != "" }) {
				t.Errorf("row %d cites nothing", i+2)
			}
		}
	})
	for id, l := range definitions(t) {
		if l.Intake == nil {
			continue
		}
		for _, c := range l.Intake.Cite {
			if c.URL == "" && c.Title == "" {
				t.Errorf("%s cites a source without address or title", id)
			}
		}
	}
}

func TestIdsAreUnique(t *testing.T) {
	tables(t, func(t *testing.T, l *atlas.Layer, f table) {
		seen := map[string]int{}
		for i, row := range f.rows {
			var parts []string
			for _, column := range l.Intake.ID {
				parts = append(parts, row[column])
			}
			id := strings.Join(parts, "-")
			if first, twice := seen[id]; twice || strings.Trim(id, "-") == "" {
				t.Errorf("row %d: id %q is empty or that of row %d", i+2, id, first)
			}
			seen[id] = i + 2
		}
	})
}

// The belts are drawn through nodes of their own strategy, and their areas do
// not cross themselves.
func TestBeltsGoThroughNodesOfTheirStrategy(t *testing.T) {
	layers := definitions(t)
	belts := layers["belts"]
	through := layers[belts.Derive.Through]
	nodes := map[string]map[string]string{}
	for _, row := range readTable(t, through.Intake.File).rows {
		nodes[row[through.Intake.ID[0]]] = row
	}
	for _, d := range derived(belts) {
		var ring [][2]float64
		for _, id := range d.Nodes {
			node, ok := nodes[id]
			if !ok {
				t.Fatalf("%s: there is no node %s", d.ID, id)
			}
			if node["belt"] != d.Properties["belt"] || node["status_date"] != d.Properties["announced_on"] || node["status"] != "announced" {
				t.Errorf("%s: node %s is of %q, %s on %s", d.ID, id, node["belt"], node["status"], node["status_date"])
			}
			ring = append(ring, [2]float64{parseFloat(t, node["lon"]), parseFloat(t, node["lat"])})
		}
		for id := range d.Properties {
			if _, ok := belts.Column(id); !ok {
				t.Errorf("%s: the layer has no column %s", d.ID, id)
			}
		}
		if d.As == "area" && !convex(ring) {
			t.Errorf("%s: the nodes %q do not go round", d.ID, d.Nodes)
		}
	}
}

func parseFloat(t *testing.T, text string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// convex reports whether the ring, not closed, always turns the same way.
func convex(ring [][2]float64) bool {
	left, right := false, false
	for i, b := range ring {
		a, c := ring[(i+len(ring)-1)%len(ring)], ring[(i+1)%len(ring)]
		turn := (b[0]-a[0])*(c[1]-b[1]) - (b[1]-a[1])*(c[0]-b[0])
		left, right = left || turn > 0, right || turn < 0
	}
	return left != right
}

// Marks and lines stand out from land and sea: 3:1 as WCAG 2.2 asks of graphics.
// Boundaries of si/gun/gu are exempt: they are context, drawn thin on purpose.
func TestMarksStandOut(t *testing.T) {
	layers := definitions(t)
	light, dark := []string{"#eef2f6"}, []string{"#0f1a24"}
	rules(layers, func(_ *atlas.Layer, r atlas.Rule) {
		if r.Draw == "fill" || r.Draw == "context" {
			light, dark = append(light, r.Color.Light), append(dark, r.Color.Dark)
		}
	})
	rules(layers, func(l *atlas.Layer, r atlas.Rule) {
		if r.Draw == "fill" || r.Draw == "context" || l.Area == atlas.AreaSigungu {
			return
		}
		for color, grounds := range map[string][]string{r.Color.Light: light, r.Color.Dark: dark} {
			for _, ground := range grounds {
				if c := contrast(color, ground); c < 3 {
					t.Errorf("%s, rule %s: %s on %s has a contrast of %.2f", l.ID, r.ID, color, ground, c)
				}
			}
		}
	})
}

func rules(layers map[string]*atlas.Layer, visit func(*atlas.Layer, atlas.Rule)) {
	for _, l := range layers {
		if l.Style != nil {
			for _, r := range l.Style.Rules {
				visit(l, r)
			}
		}
	}
}

// contrast returns the ratio of WCAG 2.2 between two colours #rrggbb.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(color string) float64 {
	var channels [3]uint8
	if _, err := fmt.Sscanf(color, "#%02x%02x%02x", &channels[0], &channels[1], &channels[2]); err != nil {
		panic(err)
	}
	sum := 0.0
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		c := float64(channels[i]) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// A rule names values that can occur, carries in tiles what it asks for, and no
// two layers are drawn at the same height.
func TestRulesMatchTheirLayer(t *testing.T) {
	orders, ids := map[int]string{}, map[string]string{}
	for id, l := range definitions(t) {
		if l.Style == nil {
			continue
		}
		if other, taken := orders[l.Style.Order]; taken {
			t.Errorf("%s and %s have the same order", id, other)
		}
		orders[l.Style.Order] = id
		for _, r := range l.Style.Rules {
			if other, taken := ids[r.ID]; taken {
				t.Errorf("rule %s is in %s and %s", r.ID, id, other)
			}
			ids[r.ID] = id
			asked := slices.Collect(maps.Keys(r.Where))
			if r.SizeBy != "" {
				asked = append(asked, r.SizeBy)
			}
			for _, column := range asked {
				if column != "stage" && !slices.Contains(l.Publish.Tile, column) {
					t.Errorf("%s, rule %s asks for %s, which tiles do not carry", id, r.ID, column)
				}
				c, _ := l.Column(column)
				for _, value := range r.Where[column] {
					if _, ok := c.Codes[value]; !ok {
						t.Errorf("%s, rule %s: %s has no value %q", id, r.ID, column, value)
					}
				}
			}
		}
	}
}

// The facts are never edited: SHA256SUMS, in the form sha256sum writes, holds
// what they were when they were given.
func TestFactsAreAsGiven(t *testing.T) {
	sums, err := os.ReadFile("facts/SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]string{}
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			t.Fatalf("SHA256SUMS: line %q", line)
		}
		given[name] = sum
	}
	entries, err := fs.ReadDir(geodata.Files, "facts")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := geodata.Files.ReadFile(path.Join("facts", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != given[e.Name()] {
			t.Errorf("facts/%s is not as it was given", e.Name())
		}
		delete(given, e.Name())
	}
	for name := range given {
		t.Errorf("facts/%s is missing", name)
	}
}
