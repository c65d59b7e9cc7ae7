package httpapi

import (
	"bytes"
	"fmt"
	"strconv"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

// The formats of a table for spreadsheets. Programs take the first; Excel reads
// Korean in the second alone, which begins with a byte order mark.
var (
	csvFormat       = format{id: "csv", media: export.CSVMediaType}
	csvMarkedFormat = format{id: "csv-bom", media: export.CSVMediaType}
	tableFormats    = []format{jsonFormat, csvFormat, csvMarkedFormat, htmlFormat}
)

// tabular is a document that is a table as well. Its columns are named in
// English in every language; a cell is empty where nothing is known.
type tabular interface {
	csv() (header []string, rows [][]string)
}

// asCSV writes the table of a document, and false when the format asked for is
// another.
func (a *ask) asCSV(doc any, links []export.Link) (*body, bool, error) {
	table, ok := doc.(tabular)
	if !ok || a.format.id != csvFormat.id && a.format.id != csvMarkedFormat.id {
		return nil, false, nil
	}
	header, rows := table.csv()
	var out bytes.Buffer
	if err := export.WriteCSV(&out, a.format.id == csvMarkedFormat.id, header, rows); err != nil {
		return nil, true, fmt.Errorf("%s as CSV: %w", a.endpoint.path, err)
	}
	return newBody(a.format.media, out.Bytes(), links), true, nil
}

func (f figures) csv() ([]string, [][]string) {
	header := []string{
		"id", "indicator", "variant", "region", "area_ko", "area_en", "areas_day", "restated", "group_column", "group_value", "day", "edition",
		"unit_en", "value", "low", "high", "parts_unit_en", "numerator", "numerator_low", "numerator_high", "denominator", "denominator_low", "denominator_high",
		"rows_in", "rows_out", "rows_unknown", "rows_uncertain", "reported", "reported_day", "target", "met", "not_computable_en", "definition",
	}
	var rows [][]string
	for _, g := range f.Figures {
		row := []string{g.ID, g.Indicator, g.Variant, g.Region}
		if g.Area != nil {
			row = append(row, g.Area.Ko, g.Area.En)
		} else {
			row = append(row, "", "")
		}
		row = append(append(row, restatement(g.Areas)...), grouped(g.Group)...)
		row = append(row, g.Day.String(), strconv.FormatInt(g.Edition, 10), g.Unit.En)
		parts := ""
		if g.PartsUnit != nil {
			parts = g.PartsUnit.En
		}
		row = append(append(row, valueCells(&g.Value)...), parts)
		row = append(append(row, valueCells(g.Numerator)...), valueCells(g.Denominator)...)
		for _, n := range []int64{g.Rows.In, g.Rows.Out, g.Rows.Unknown, g.Rows.Uncertain} {
			row = append(row, strconv.FormatInt(n, 10))
		}
		reported, day, target, met, reason := "", "", "", "", ""
		if g.Reported != nil {
			reported, day = g.Reported.Value, g.Reported.Day.Partial()
		}
		if g.Target != nil {
			target, met = g.Target.AtLeast, g.Target.Met
		}
		if g.NotComputable != nil {
			reason = g.NotComputable.En
		}
		rows = append(rows, append(row, reported, day, target, met, reason, g.Definition))
	}
	return header, rows
}

// citer gives the id of the figure that a question has on a day.
func citer(m *indicator.Subject, q indicator.Question, p indicator.Provenance) func(atlas.Day) string {
	return func(day atlas.Day) string {
		q.Day = day
		return indicator.CitationID(m.ID, q, p)
	}
}

func (s series) csv() ([]string, [][]string) {
	header := []string{"id", "indicator", "variant", "region", "areas_day", "restated", "group_column", "group_value", "day", "edition", "unit_en", "value", "low", "high", "reported"}
	var rows [][]string
	for _, p := range s.Points {
		row := append([]string{s.cite(p.Day), s.Indicator, s.Variant, s.Region}, append(restatement(s.Areas), grouped(s.Group)...)...)
		row = append(append(row, p.Day.String(), strconv.FormatInt(s.Edition, 10), s.Unit.En), valueCells(&p.Value)...)
		rows = append(rows, append(row, text(p.Reported)))
	}
	return header, rows
}

func (f figureRows) csv() ([]string, [][]string) {
	header := []string{"figure", "indicator", "variant", "region", "areas_day", "restated", "group_column", "group_value", "day", "edition",
		"feature", "title", "role", "unit_en", "low", "high", "since", "precision", "feature_region", "feature_sido", "feature_sigungu", "source", "source_url", "publisher", "source_date"}
	var rows [][]string
	for _, r := range f.Rows {
		row := append([]string{f.cite(f.Day), f.Indicator, f.Variant, f.Region}, append(restatement(f.Areas), grouped(f.Group)...)...)
		row = append(row, f.Day.String(), strconv.FormatInt(f.Edition, 10),
			r.ID, r.Title, string(r.Role), f.Unit.En, text(r.Low), text(r.High), r.Stage, string(r.Precision), r.Place.Region, r.Place.Sido, r.Place.Sigungu)
		if len(r.Citations) == 0 {
			rows = append(rows, append(row, "", "", "", ""))
			continue
		}
		c := r.Citations[0] // the others are in the JSON
		rows = append(rows, append(row, c.Source, c.URL, c.Publisher, c.Date))
	}
	return header, rows
}

func restatement(r *indicator.Restatement) []string {
	if r == nil {
		return []string{"", ""}
	}
	day := ""
	if r.Day != nil {
		day = r.Day.String()
	}
	return []string{day, strconv.FormatBool(r.Restated)}
}

func grouped(g *indicator.Group) []string {
	if g == nil {
		return []string{"", ""}
	}
	return []string{g.Column, text(g.Value)}
}

func valueCells(v *indicator.Value) []string {
	if v == nil {
		return []string{"", "", ""}
	}
	return []string{text(v.Value), text(v.Low), text(v.High)}
}

// text is a text, empty when there is none.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
