package atlas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Layer is the definition of a published collection, one JSON file each. What
// differs between layers is written in it once and drives schema, filters,
// import checks, tiles, columns, legend and form.
type Layer struct {
	ID          string `json:"id"`
	Title       Text   `json:"title"`
	Description Text   `json:"description"`
	// Licences are those of what the layer was shipped with, as far as they are
	// known; none for a layer of which nobody says so.
	Licences []Licence `json:"licences,omitempty"`
	// Geometry is Point, LineString, Polygon, a Multi of these, or Geometry for
	// a mixture; empty for a layer without geometry.
	Geometry string `json:"geometry,omitempty"`
	// Area makes the features of the layer the areas of that level, by which
	// others are placed and grouped.
	Area AreaLevel `json:"area,omitempty"`
	// Gazetteer makes the features of the layer help to resolve the names of
	// places that boundaries alone cannot.
	Gazetteer GazetteerRole `json:"gazetteer,omitempty"`
	Schema    Schema        `json:"schema"`
	Stages    []Stage       `json:"stages,omitempty"`
	// Life names the day properties that say when a feature begins and ends to
	// exist; without it a feature exists from its first stage on.
	Life *Life `json:"life,omitempty"`
	// Milestones makes the features of the layer dated targets.
	Milestones *Milestones `json:"milestones,omitempty"`
	Publish    Publish     `json:"publish,omitzero"`
	Style      *Style      `json:"style,omitempty"`
	Intake     *Mapping    `json:"intake,omitempty"`
	// Derive builds the features of the layer from other features; nobody
	// submits them.
	Derive *Derivation `json:"derive,omitempty"`

	columns []Column // kept by ParseLayer, as every value of a feature is read through one
}

// Licence is one under which data may be used, by its SPDX id, and of what it
// is: which part, who states it, what remains unknown.
type Licence struct {
	ID string `json:"id"`
	Of Text   `json:"of"`
}

// URL is the address of the text of the licence.
func (l Licence) URL() string { return "https://spdx.org/licenses/" + l.ID + ".html" }

var spdxID = regexp.MustCompile(`^[A-Za-z0-9.+-]+$`)

// AreaLevel is a level of areas.
type AreaLevel string

// The three levels of areas, from the largest.
const (
	AreaRegion  AreaLevel = "region"
	AreaSido    AreaLevel = "sido"
	AreaSigungu AreaLevel = "sigungu"
)

// GazetteerRole is what a layer adds to the boundaries.
type GazetteerRole string

// A layer tells other names of the regions (properties region_code and
// variants_ko), or which units ended and which succeeded them.
const (
	GazetteerNames   GazetteerRole = "names"
	GazetteerChanges GazetteerRole = "changes"
)

// Stage is a step in the life of a feature, in the order in which they come.
type Stage struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// Column returns the name of the column that holds the day of the stage.
func (s Stage) Column() string { return strings.ReplaceAll(s.ID, "-", "_") + "_on" }

// Life names two day properties; either may be empty for an open end.
type Life struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Milestones names the properties that say what is to be reached and when.
type Milestones struct {
	Title     string `json:"title"`
	Value     string `json:"value"` // a number or a range
	Unit      string `json:"unit"`
	Due       string `json:"due"` // a year or a day, as known
	Announced string `json:"announced"`
	Theme     string `json:"theme"`
	Kind      string `json:"kind"` // target, plan, budget, …
	Qualifier string `json:"qualifier,omitempty"`
	// Reached are the kinds that tell what was reached, not what is aimed at.
	Reached []string `json:"reached,omitempty"`
	// Money are the units that are amounts of money, by their code.
	Money map[string]Money `json:"money,omitempty"`
}

// Money is a unit of money: so much of a currency, which is named by its ISO
// 4217 code.
type Money struct {
	Currency string `json:"currency"`
	Scale    int64  `json:"scale"`
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// Publish says how the layer is offered.
type Publish struct {
	Zoom  [2]int   `json:"zoom"`            // first and last zoom with tiles
	Tile  []string `json:"tile,omitempty"`  // columns carried in tiles beside the place and the stage
	Index []string `json:"index,omitempty"` // columns with an index of their own
}

// Style says how the map draws the layer; a layer without it is not on the map.
type Style struct {
	Order int    `json:"order"` // from the bottom up
	On    bool   `json:"on"`    // drawn when nobody has chosen
	Label string `json:"label,omitempty"`
	Rules []Rule `json:"rules"` // each is an entry of the legend
}

// Rule draws the features whose columns have one of the listed values.
type Rule struct {
	ID    string              `json:"id"`
	Title Text                `json:"title"`
	Where map[string][]string `json:"where,omitempty"`
	Draw  string              `json:"draw"` // one of Draws
	Color Color               `json:"color"`
	// Off hides the entry until somebody chooses it, though the layer is On.
	Off bool `json:"off,omitempty"`
	// SizeBy is the column whose value the area of a ring stands for.
	SizeBy string `json:"size_by,omitempty"`
}

// Draws are the ways in which a rule may draw.
var Draws = []string{"dot", "ring", "diamond", "square", "band", "dashes", "line", "fill", "outline", "context"}

// Color is one colour on the light and on the dark map, #rrggbb.
type Color struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

// Mapping says how the columns of a file become features.
type Mapping struct {
	File    string            `json:"file,omitempty"`    // shipped file below geodata
	ID      []string          `json:"id"`                // columns that make the id, joined with "-"
	Columns map[string]string `json:"columns,omitempty"` // column of the layer → column of the file, where names differ
	Place   map[string]string `json:"place,omitempty"`   // one of StatedKeys → column of the file
	Stages  map[string]string `json:"stages,omitempty"`  // stage → column of the file
	// Status fills stages from a pair of columns: the state reached and its day.
	Status    *StatusMapping    `json:"status,omitempty"`
	Citations []CitationMapping `json:"citations,omitempty"`
	Cite      []Citation        `json:"cite,omitempty"` // cited by every feature of the file
}

// StatusMapping maps the values of a status column to stages; a value that is
// not listed reaches no stage.
type StatusMapping struct {
	Column string            `json:"column"`
	Day    string            `json:"day"`
	Stages map[string]string `json:"stages"`
}

// CitationMapping names the columns of one citation. Document identifies a
// source that has no address.
type CitationMapping struct {
	URL       string `json:"url,omitempty"`
	Document  string `json:"document,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Date      string `json:"date,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Via       string `json:"via,omitempty"`
}

// Derivation builds features: from the citations of all other layers, or lines
// and areas through the points of another layer.
type Derivation struct {
	Cited    bool             `json:"cited,omitempty"`
	Through  string           `json:"through,omitempty"`
	Features []DerivedFeature `json:"features,omitempty"`
}

// DerivedFeature is a line or an area through the named features, in that order.
type DerivedFeature struct {
	ID         string            `json:"id"`
	As         string            `json:"as"` // line | area
	Nodes      []string          `json:"nodes"`
	Properties map[string]string `json:"properties"`
}

// Schema is the properties of a layer in the order of its file.
type Schema []Property

// Property is one property of a layer.
type Property struct {
	ID    string       `json:"-"`
	Type  PropertyType `json:"type"`
	Title Text         `json:"title"`
	// Description says what the title cannot.
	Description *Text  `json:"description,omitempty"`
	Unit        string `json:"unit,omitempty"` // KRW, km², %, …
	// Localized properties have one column a language: name → name_ko, name_en.
	Localized bool `json:"localized,omitempty"`
	Required  bool `json:"required,omitempty"` // for localized: in Korean
	// Codes are the only values a property may have, with their titles.
	Codes map[string]Text `json:"codes,omitempty"`
}

// PropertyType is the type of a property.
type PropertyType string

// The types. A day is written as known, YYYY, YYYY-MM or YYYY-MM-DD. A decimal
// keeps the digits it was given. A range has two columns, low and high, equal
// when the source gives one value.
const (
	String  PropertyType = "string"
	Integer PropertyType = "integer"
	Decimal PropertyType = "decimal"
	Boolean PropertyType = "boolean"
	DayType PropertyType = "day"
	Strings PropertyType = "strings"
	Range   PropertyType = "range"
)

var propertyTypes = []PropertyType{String, Integer, Decimal, Boolean, DayType, Strings, Range}

// UnmarshalJSON reads a JSON object and keeps the order of its members.
func (s *Schema) UnmarshalJSON(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return errors.New("schema must be an object of properties")
	}
	*s = Schema{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		p := Property{ID: key.(string)}
		strict := json.NewDecoder(bytes.NewReader(raw))
		strict.DisallowUnknownFields()
		if err := strict.Decode(&p); err != nil {
			return fmt.Errorf("property %s: %w", p.ID, err)
		}
		*s = append(*s, p)
	}
	return nil
}

// MarshalJSON writes the properties as one object, in order.
func (s Schema) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range s {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(p.ID)
		if err != nil {
			return nil, err
		}
		body, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(body)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// ParseLayer reads a definition strictly and checks it; the error names every
// problem.
func ParseLayer(body []byte) (*Layer, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	l := new(Layer)
	if err := dec.Decode(l); err != nil {
		return nil, fmt.Errorf("layer definition: %w", err)
	}
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("layer %s: %w", l.ID, err)
	}
	l.columns = l.makeColumns()
	return l, nil
}

var (
	layerID     = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	propertyID  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	color       = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	geometries  = []string{"", "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Geometry"}
	maxIDLength = 48 // leaves room for the names PostgreSQL builds from it
)

func (l *Layer) check() error {
	var problems []error
	wrong := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if !layerID.MatchString(l.ID) || len(l.ID) > maxIDLength {
		wrong("id %q: want kebab-case of at most %d letters", l.ID, maxIDLength)
	}
	if !l.Title.Complete() || !l.Description.Complete() {
		wrong("title and description are needed in ko and en")
	}
	for _, licence := range l.Licences {
		if !spdxID.MatchString(licence.ID) || !licence.Of.Complete() {
			wrong("licence %q: want the id of SPDX, such as MIT, and of what it is in ko and en", licence.ID)
		}
	}
	if !slices.Contains(geometries, l.Geometry) {
		wrong("geometry %q: want one of %q", l.Geometry, geometries)
	}
	if l.Area != "" && l.Area != AreaRegion && l.Area != AreaSido && l.Area != AreaSigungu {
		wrong("area %q: want region, sido or sigungu", l.Area)
	}
	if l.Gazetteer != "" && l.Gazetteer != GazetteerNames && l.Gazetteer != GazetteerChanges {
		wrong("gazetteer %q: want names or changes", l.Gazetteer)
	}
	for _, p := range l.Schema {
		if !propertyID.MatchString(p.ID) || len(p.ID) > maxIDLength {
			wrong("property %q: want snake_case of at most %d letters", p.ID, maxIDLength)
		}
		if !slices.Contains(propertyTypes, p.Type) {
			wrong("property %s: type %q: want one of %q", p.ID, p.Type, propertyTypes)
		}
		if p.Localized && p.Type != String {
			wrong("property %s: only a string can be localized", p.ID)
		}
		if !p.Title.Complete() {
			wrong("property %s: title is needed in ko and en", p.ID)
		}
		for code, title := range p.Codes {
			if !title.Complete() {
				wrong("property %s: code %q needs a title in ko and en", p.ID, code)
			}
		}
	}
	for _, s := range l.Stages {
		if !layerID.MatchString(s.ID) || !s.Title.Complete() {
			wrong("stage %q: want a kebab-case id and a title in ko and en", s.ID)
		}
	}
	columns := map[string]Column{"id": {ID: "id"}} // the feature's own, in every tile and table
	for _, c := range l.Columns() {
		if _, twice := columns[c.ID]; twice {
			wrong("column %s is defined twice", c.ID)
		}
		columns[c.ID] = c
	}
	known := func(where, id string) {
		if _, ok := columns[id]; !ok {
			wrong("%s: there is no column %q", where, id)
		}
	}
	for _, id := range l.Publish.Tile {
		known("publish.tile", id)
	}
	for _, id := range l.Publish.Index {
		known("publish.index", id)
	}
	if l.Geometry != "" && !(0 <= l.Publish.Zoom[0] && l.Publish.Zoom[0] <= l.Publish.Zoom[1] && l.Publish.Zoom[1] <= 22 && l.Publish.Zoom[1] > 0) {
		wrong("publish.zoom %v: want first ≤ last, within 0 to 22", l.Publish.Zoom)
	}
	if l.Life != nil {
		for _, id := range []string{l.Life.From, l.Life.To} {
			if id != "" {
				known("life", id)
				if columns[id].Type != DayType {
					wrong("life: %s is not a day", id)
				}
			}
		}
	}
	if m := l.Milestones; m != nil {
		wanted := []string{m.Title, m.Value, m.Unit, m.Due, m.Announced, m.Theme, m.Kind}
		if m.Qualifier != "" {
			wanted = append(wanted, m.Qualifier)
		}
		for _, id := range wanted {
			if !slices.ContainsFunc(l.Schema, func(p Property) bool { return p.ID == id }) {
				wrong("milestones: there is no property %q", id)
			}
		}
		for code, money := range m.Money {
			if !slices.ContainsFunc(l.Schema, func(p Property) bool { return p.ID == m.Unit && p.Codes[code].Complete() }) {
				wrong("milestones.money: %s has no code %q", m.Unit, code)
			}
			if !currencyCode.MatchString(money.Currency) || money.Scale < 1 {
				wrong("milestones.money %q: want a currency such as KRW, and how much of it the unit is, 1 or more", code)
			}
		}
	}
	if l.Style != nil {
		if l.Style.Label != "" {
			known("style.label", l.Style.Label+"_ko")
			known("style.label", l.Style.Label+"_en")
		}
		if len(l.Style.Rules) == 0 {
			wrong("style needs a rule")
		}
		for _, r := range l.Style.Rules {
			if !layerID.MatchString(r.ID) || !r.Title.Complete() || !slices.Contains(Draws, r.Draw) ||
				!color.MatchString(r.Color.Light) || !color.MatchString(r.Color.Dark) {
				wrong("style rule %q: want a kebab-case id, a title in ko and en, draw in %q and colours #rrggbb", r.ID, Draws)
			}
			for id := range r.Where {
				known("style rule "+r.ID, id)
			}
			if r.SizeBy != "" {
				known("style rule "+r.ID, r.SizeBy)
			}
		}
	}
	if (l.Intake == nil) == (l.Derive == nil) {
		wrong("want either intake or derive")
	}
	if m := l.Intake; m != nil {
		if len(m.ID) == 0 {
			wrong("intake.id names no column")
		}
		for id := range m.Columns {
			if _, ok := columns[id]; !ok && !l.isRange(id) {
				wrong("intake.columns: there is no column %q", id)
			}
		}
		for key := range m.Place {
			if !slices.Contains(StatedKeys, key) {
				wrong("intake.place: %q: want one of %q", key, StatedKeys)
			}
		}
		stage := func(id string) {
			if l.StageIndex(id) < 0 {
				wrong("intake: there is no stage %q", id)
			}
		}
		for id := range m.Stages {
			stage(id)
		}
		if m.Status != nil {
			for _, id := range m.Status.Stages {
				stage(id)
			}
		}
		if len(m.Citations) == 0 && len(m.Cite) == 0 {
			wrong("intake cites no source")
		}
	}
	return errors.Join(problems...)
}

func (l *Layer) isRange(id string) bool {
	return slices.ContainsFunc(l.Schema, func(p Property) bool { return p.ID == id && p.Type == Range })
}

// StageIndex returns the position of a stage in the order of stages, or -1.
func (l *Layer) StageIndex(id string) int {
	return slices.IndexFunc(l.Stages, func(s Stage) bool { return s.ID == id })
}

// StageOn returns the furthest stage the feature is sure to have reached on the
// day, or "". A stage known only to a month counts once the month is over.
func (l *Layer) StageOn(f *Feature, d Day) string {
	for _, s := range slices.Backward(l.Stages) {
		if i, ok := f.Stages[s.ID]; ok && i.To <= d {
			return s.ID
		}
	}
	return ""
}
