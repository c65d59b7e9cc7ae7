package atlas

import "slices"

// Column is one published property of a feature: a name, a type and where its
// value comes from. Columns are what schema, queryables, tiles, tables and
// exports list, in this order.
type Column struct {
	ID       string
	Type     PropertyType // never Range, never localized: those have columns of their own
	Title    Text
	Unit     string
	Required bool
	Codes    map[string]Text
	From     ColumnOrigin
	Key      string // property, stage or stated key that holds the value
}

// Heading is the title of the column with its unit, in lang, "ko" or "en".
func (c Column) Heading(lang string) string {
	if c.Unit == "" {
		return c.Title.In(lang)
	}
	return c.Title.In(lang) + " (" + c.Unit + ")"
}

// ColumnOrigin says which part of a feature holds the value of a column.
type ColumnOrigin int

// The parts of a feature.
const (
	FromProperty ColumnOrigin = iota
	FromStage                 // the day a stage was reached, as known
	FromStageOn               // the stage on the as-of day
	FromPlace                 // region, sido, sigungu, place_basis, place_disagrees
	FromAmong                 // areas named together, or of the past
	FromPrecision
	FromStated
	FromSources
)

// Columns lists the columns of the layer: its own properties, the day of each
// stage, the stage on the as-of day, the place, the place as stated, the sources.
func (l *Layer) Columns() []Column {
	if l.columns == nil {
		return l.makeColumns()
	}
	return slices.Clone(l.columns)
}

func (l *Layer) makeColumns() []Column {
	var columns []Column
	for _, p := range l.Schema {
		add := func(suffix string, typ PropertyType, more Text, required bool) {
			columns = append(columns, Column{
				ID: p.ID + suffix, Type: typ, Unit: p.Unit, Required: required, Codes: p.Codes,
				Title: Text{Ko: p.Title.Ko + more.Ko, En: p.Title.En + more.En},
				From:  FromProperty, Key: p.ID + suffix,
			})
		}
		switch {
		case p.Localized:
			add("_ko", String, Text{" (한국어)", " (Korean)"}, p.Required)
			add("_en", String, Text{" (영어)", " (English)"}, false)
		case p.Type == Range:
			add("_low", Decimal, Text{" (하한)", " (low)"}, p.Required)
			add("_high", Decimal, Text{" (상한)", " (high)"}, p.Required)
		default:
			add("", p.Type, Text{}, p.Required)
		}
	}
	for _, s := range l.Stages {
		columns = append(columns, Column{
			ID: s.Column(), Type: DayType, From: FromStage, Key: s.ID,
			Title: Text{Ko: s.Title.Ko + "일", En: "Day: " + s.Title.En},
		})
	}
	if len(l.Stages) > 0 {
		codes := map[string]Text{}
		for _, s := range l.Stages {
			codes[s.ID] = s.Title
		}
		columns = append(columns, Column{ID: "stage", Type: String, From: FromStageOn, Codes: codes,
			Title: Text{"단계", "Stage"}})
	}
	if l.placed() {
		columns = append(columns,
			Column{ID: "region", Type: String, From: FromPlace, Key: "region", Title: Text{"권역", "Region"}},
			Column{ID: "sido", Type: String, From: FromPlace, Key: "sido", Title: Text{"시·도", "Si/do"}},
			Column{ID: "sigungu", Type: String, From: FromPlace, Key: "sigungu", Title: Text{"시·군·구", "Si/gun/gu"}},
			Column{ID: "among", Type: Strings, From: FromAmong, Title: Text{"함께 적힌 지역·옛 지역", "Areas named together, or of the past"}},
			Column{ID: "precision", Type: String, From: FromPrecision, Title: Text{"위치 정밀도", "Precision of place"}, Codes: PrecisionTitles},
			Column{ID: "place_basis", Type: String, From: FromPlace, Key: "basis", Title: Text{"지역 판정 근거", "Basis of place"}, Codes: basisTitles},
			Column{ID: "place_disagrees", Type: String, From: FromPlace, Key: "disagrees", Title: Text{"좌표가 가리키는 다른 지역", "Area the coordinates point at instead"}},
		)
		for _, key := range StatedKeys {
			if l.Intake.Place[key] != "" {
				columns = append(columns, Column{ID: "stated_" + key, Type: String, From: FromStated, Key: key, Title: statedTitles[key]})
			}
		}
	}
	return append(columns, Column{ID: "sources", Type: Strings, From: FromSources, Title: Text{"출처", "Sources"}})
}

// Column returns the column with the id.
func (l *Layer) Column(id string) (Column, bool) {
	columns := l.columns
	if columns == nil {
		columns = l.makeColumns()
	}
	if i := slices.IndexFunc(columns, func(c Column) bool { return c.ID == id }); i >= 0 {
		return columns[i], true
	}
	return Column{}, false
}

// DescriptionOf is what the definition says of the column beside its title, empty
// when that is nothing.
func (l *Layer) DescriptionOf(c Column) Text {
	for _, p := range l.Schema {
		own := c.Key == p.ID
		if p.Localized {
			own = c.Key == p.ID+"_ko" || c.Key == p.ID+"_en"
		} else if p.Type == Range {
			own = c.Key == p.ID+"_low" || c.Key == p.ID+"_high"
		}
		if own && c.From == FromProperty && p.Description != nil {
			return *p.Description
		}
	}
	return Text{}
}

// placed reports whether the features of the layer have a place; areas are
// places themselves.
func (l *Layer) placed() bool {
	return l.Area == "" && l.Intake != nil && len(l.Intake.Place) > 0
}

// Value returns what the feature has in the column on the as-of day: string,
// int64, json.Number, bool, []string, or nil when nothing is known.
func (l *Layer) Value(f *Feature, c Column, day Day) any {
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	switch c.From {
	case FromProperty:
		return f.Properties[c.Key]
	case FromStage:
		if i, ok := f.Stages[c.Key]; ok {
			return i.Partial()
		}
		return nil
	case FromStageOn:
		return text(l.StageOn(f, day))
	case FromPlace:
		switch c.Key {
		case "region":
			return text(f.Place.Region)
		case "sido":
			return text(f.Place.Sido)
		case "sigungu":
			return text(f.Place.Sigungu)
		case "basis":
			return text(string(f.Place.Basis))
		default:
			return text(f.Place.Disagrees)
		}
	case FromAmong:
		if len(f.Place.Among) == 0 {
			return nil
		}
		return f.Place.Among
	case FromPrecision:
		return text(string(f.Precision))
	case FromStated:
		return text(f.Stated[c.Key])
	default:
		return f.SourceIDs()
	}
}

// PrecisionTitles are the words for each precision.
var PrecisionTitles = map[string]Text{
	string(PrecisionSite):    {"현장", "Site"},
	string(PrecisionComplex): {"산업단지", "Industrial complex"},
	string(PrecisionSigungu): {"시·군·구까지", "To si/gun/gu"},
	string(PrecisionSido):    {"시·도까지", "To si/do"},
	string(PrecisionNone):    {"알 수 없음", "Unknown"},
}

var basisTitles = map[string]Text{
	string(BasisStated):   {"출처에 적힌 지명", "Place stated in the source"},
	string(BasisGeometry): {"좌표", "Coordinates"},
	string(BasisNone):     {"근거 없음", "No basis"},
}

var statedTitles = map[string]Text{
	"region":      {"권역 (출처 표기)", "Region (as stated)"},
	"sido":        {"시·도 (출처 표기)", "Si/do (as stated)"},
	"sigungu":     {"시·군·구 (출처 표기)", "Si/gun/gu (as stated)"},
	"detail":      {"상세 위치 (출처 표기)", "Place in detail (as stated)"},
	"lon":         {"경도 (수집 자료)", "Longitude (as collected)"},
	"lat":         {"위도 (수집 자료)", "Latitude (as collected)"},
	"coordinates": {"좌표 근거", "Basis of coordinates"},
	"precision":   {"출처의 위치 정밀도", "Precision the source supports"},
	"basis":       {"위치 근거", "Basis of location"},
}
