package geodata_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
	"growthmap/internal/indicator"
	"growthmap/internal/intake"
)

// indicators parses every shipped definition of an indicator.
func indicators(t *testing.T) []*indicator.Definition {
	t.Helper()
	shipped, err := intake.Definitions(geodata.Files)
	if err != nil {
		t.Fatal(err)
	}
	var all []*indicator.Definition
	for _, d := range shipped {
		if d.Kind != atlas.DefinesIndicator {
			continue
		}
		parsed, err := indicator.Parse(d.Body)
		if err != nil {
			t.Fatalf("indicators/%s.json: %v", d.ID, err)
		}
		if parsed.ID != d.ID {
			t.Errorf("indicators/%s.json defines %q", d.ID, parsed.ID)
		}
		all = append(all, parsed)
	}
	return all
}

func TestIndicatorsNameColumnsThatExist(t *testing.T) {
	layers := definitions(t)
	for _, d := range indicators(t) {
		layer, ok := layers[d.Layer]
		if !ok {
			t.Errorf("%s: there is no layer %s", d.ID, d.Layer)
			continue
		}
		if err := d.CheckColumns(layer); err != nil {
			t.Error(err)
		}
	}
}

// A target is what its records say: the number in the unit of the figure, and the last day of the year or period.
func TestTargetsAreThoseOnRecord(t *testing.T) {
	layers := definitions(t)
	row := func(record indicator.Record) map[string]string {
		l := layers[record.Layer]
		if l == nil || l.Intake == nil {
			return nil
		}
		rows := readTable(t, l.Intake.File).rows
		i := slices.IndexFunc(rows, func(r map[string]string) bool { return r[l.Intake.ID[0]] == record.Feature })
		if i < 0 {
			return nil
		}
		return rows[i]
	}
	scale := func(record indicator.Record, unit string) int64 {
		if m := layers[record.Layer].Milestones; m != nil {
			return m.Money[unit].Scale
		}
		return 0
	}
	checked := 0
	for _, d := range indicators(t) {
		seen := map[*indicator.Target]bool{}
		for _, v := range d.Resolved() {
			target := v.Target
			if target == nil || seen[target] {
				continue
			}
			seen[target] = true
			atLeast, _ := new(big.Rat).SetString(target.AtLeast)
			first := indicator.Record{Layer: target.Layer, Feature: target.Feature}
			for i, record := range append([]indicator.Record{first}, target.Also...) {
				r := row(record)
				if r == nil {
					t.Errorf("%s %s: there is no %s/%s", d.ID, v.ID, record.Layer, record.Feature)
					continue
				}
				checked++
				if !slices.ContainsFunc([]string{r["value"], r["amount_krw"], r["share_pct"]}, func(text string) bool {
					n, ok := new(big.Rat).SetString(text)
					if factor := scale(record, r["unit"]); ok && factor > 0 {
						n.Mul(n, big.NewRat(factor, 1))
					}
					return ok && n.Cmp(atLeast) == 0
				}) {
					t.Errorf("%s %s: at least %s, but %s says %q %s", d.ID, v.ID, target.AtLeast, record.Feature, r["value"]+r["amount_krw"], r["unit"])
				}
				year := r["target_year"]
				if period := r["period"]; period != "" {
					year = period[strings.LastIndexByte(period, '-')+1:]
				}
				switch {
				case year == "" && (i > 0 || target.By == nil):
				case target.By == nil || target.By.String() != year+"-12-31":
					t.Errorf("%s %s: due %v, but %s says %q", d.ID, v.ID, target.By, record.Feature, year)
				}
			}
		}
	}
	if checked < 40 {
		t.Errorf("%d records of targets checked, want all", checked)
	}
}

// An official value that a definition looks for and no row has would be missing without a word.
func TestReportedValuesAreOnRecord(t *testing.T) {
	layers := definitions(t)
	for _, d := range indicators(t) {
		for _, v := range d.Resolved() {
			r := v.Reported
			if r == nil {
				continue
			}
			l := layers[r.Layer]
			if l == nil {
				t.Errorf("%s %s: there is no layer %s", d.ID, v.ID, r.Layer)
				continue
			}
			for _, filter := range []indicator.Filter{r.Where, r.Total} {
				if !filter.IsZero() && !selects(t, l, filter) {
					t.Errorf("%s %s: no row of %s has %s", d.ID, v.ID, r.Layer, filter.Text)
				}
			}
		}
	}
}

// selects reports whether a filter holds for a row of the file of the layer, whose properties are compared as text.
func selects(t *testing.T, l *atlas.Layer, filter indicator.Filter) bool {
	t.Helper()
	return slices.ContainsFunc(readTable(t, l.Intake.File).rows, func(row map[string]string) bool {
		truth, err := cql2.Eval(filter.Expr, func(name string) any {
			if text := row[fileColumn(l, name)]; text != "" {
				return text
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return truth == cql2.True
	})
}
