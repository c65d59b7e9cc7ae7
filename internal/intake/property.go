package intake

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// cellOf is the column of a file that a property is read from.
type cellOf struct {
	key      string // key in Feature.Properties; for a range its name alone
	column   string
	optional bool // may be empty though the property is required
}

// sourcesOf returns the columns of the file that hold the property: two for a
// localized one, and for a range one cell "low-high" or two columns.
func (b *builder) sourcesOf(p atlas.Property) []cellOf {
	column := func(key string) string {
		if m := b.layer.Intake; m != nil && m.Columns[key] != "" {
			return m.Columns[key]
		}
		return key
	}
	switch {
	case p.Localized:
		return []cellOf{{p.ID + "_ko", column(p.ID + "_ko"), false}, {p.ID + "_en", column(p.ID + "_en"), true}}
	case p.Type == atlas.Range && b.has[column(p.ID+"_low")]:
		return []cellOf{{p.ID + "_low", column(p.ID + "_low"), false}, {p.ID + "_high", column(p.ID + "_high"), false}}
	}
	return []cellOf{{p.ID, column(p.ID), false}}
}

// properties reads the cells of the row by the schema of the layer. An empty cell
// leaves no property.
func (b *builder) properties() map[string]any {
	read := map[string]any{}
	for _, p := range b.layer.Schema {
		for _, source := range b.sourcesOf(p) {
			cell, list := b.row.Cells[source.column], b.row.Lists[source.column]
			switch {
			case cell == "" && len(list) == 0:
				if p.Required && !source.optional {
					b.issue(source.column, "", atlas.Blocking, wrong{
						atlas.Text{Ko: p.Title.Ko, En: p.Title.En},
						atlas.Text{Ko: "빈칸을 채우십시오.", En: "Fill the empty cell."},
					})
				}
			case len(list) > 0 && p.Type != atlas.Strings:
				b.issue(source.column, strings.Join(list, ";"), atlas.Blocking, wrong{
					atlas.Text{Ko: "값 하나", En: "one value"},
					atlas.Text{Ko: "목록이 아니라 값 하나를 적으십시오.", En: "Give one value, not a list."},
				})
			default:
				b.read(p, source, cell, list, read)
			}
		}
	}
	b.roundWon(read)
	return read
}

func (b *builder) read(p atlas.Property, source cellOf, cell string, list []string, read map[string]any) {
	var w *wrong
	switch p.Type {
	case atlas.String:
		read[source.key], w = cell, checkCode(p, cell)
	case atlas.Strings:
		if list == nil {
			list = parseList(cell)
		}
		for _, item := range list {
			if w == nil {
				w = checkCode(p, item)
			}
		}
		read[source.key] = list
	case atlas.Integer:
		var residue bool
		if read[source.key], residue, w = parseInteger(cell, p.Unit); residue {
			b.issue(source.column, cell, atlas.Notice, wonRounded)
		}
	case atlas.Decimal:
		d, wrong := parseDecimal(cell)
		if w = wrong; w == nil {
			read[source.key] = number(cell, d)
		}
	case atlas.Boolean:
		read[source.key], w = parseBoolean(cell)
	case atlas.DayType:
		_, w = parseDay(cell)
		read[source.key] = cell
	case atlas.Range:
		low, high, wrong := parseRange(cell)
		w = wrong
		if source.key == p.ID {
			read[p.ID+"_low"], read[p.ID+"_high"] = low, high
		} else {
			read[source.key] = low
		}
	}
	if w != nil {
		b.issue(source.column, cell, atlas.Blocking, *w)
	}
}

// unitProperty is the property that says in each row what the numbers of the
// row count, for layers that hold several kinds.
const unitProperty = "unit"

var wonRounded = wrong{
	atlas.Text{Ko: "원 단위의 정수", En: "whole won"},
	atlas.Text{Ko: "가장 가까운 원으로 반올림했습니다.", En: "It was rounded to the nearest won."},
}

// roundWon rounds the decimals of a row that counts won: there is no fraction
// of a won, only the residue a spreadsheet left.
func (b *builder) roundWon(read map[string]any) {
	for _, p := range b.layer.Schema {
		given, ok := read[p.ID].(json.Number)
		if !ok || p.Type != atlas.Decimal || (p.Unit != won && (p.Unit != "" || read[unitProperty] != won)) {
			continue
		}
		d, w := parseDecimal(given.String())
		if w != nil {
			continue
		}
		whole, fraction := rounded(d)
		read[p.ID] = json.Number(whole.Text('f'))
		if fraction {
			b.issue(b.sourcesOf(p)[0].column, given.String(), atlas.Notice, wonRounded)
		}
	}
}

func checkCode(p atlas.Property, value string) *wrong {
	if _, ok := p.Codes[value]; ok || len(p.Codes) == 0 {
		return nil
	}
	known := strings.Join(slices.Sorted(maps.Keys(p.Codes)), ", ")
	return &wrong{
		atlas.Text{Ko: "다음 값 가운데 하나: " + known, En: "one of: " + known},
		atlas.Text{Ko: "목록에 있는 값으로 바꾸십시오.", En: "Use a value of the list."},
	}
}
