package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"growthmap/internal/atlas"
)

// columnSchema is a JSON Schema of the columns of a layer.
type columnSchema struct {
	Schema               string     `json:"$schema"`
	ID                   string     `json:"$id"`
	Type                 string     `json:"type"`
	Title                string     `json:"title"`
	Description          string     `json:"description"`
	Properties           properties `json:"properties"`
	Required             []string   `json:"required,omitempty"`
	AdditionalProperties bool       `json:"additionalProperties"`
}

// columnType describes one column in JSON Schema.
type columnType struct {
	ID          string            `json:"-"`
	Type        string            `json:"type,omitempty"`
	Items       *columnType       `json:"items,omitempty"`
	Format      string            `json:"format,omitempty"`
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	Enum        []string          `json:"enum,omitempty"`
	Codes       map[string]string `json:"x-codes,omitempty"`
	Unit        string            `json:"x-ogc-unit,omitempty"`
	Role        string            `json:"x-ogc-role,omitempty"`
	Sequence    int               `json:"x-ogc-propertySeq,omitempty"`
}

// properties is written as an object that keeps their order.
type properties []columnType

// MarshalJSON writes an object of the columns by their ids.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		id, err := json.Marshal(c.ID)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		b.Write(id)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (s *Server) schema(a *ask) (*answer, error) {
	w := words(a.lang)
	return s.columns(a, w.Columns, w.SchemaDescription, func(doc *columnSchema) []atlas.Column {
		doc.Properties = a.geometryType()
		columns := a.entry.Layer.Columns()
		for _, c := range columns {
			if c.Required {
				doc.Required = append(doc.Required, c.ID)
			}
		}
		return columns
	})
}

func (s *Server) queryables(a *ask) (*answer, error) {
	w := words(a.lang)
	return s.columns(a, w.Queryables, w.QueryablesDescription, func(doc *columnSchema) []atlas.Column {
		doc.Properties = a.geometryType()
		return queryableColumns(a.entry.Layer)
	})
}

// geometryType describes the geometry of the layer, if it has one.
func (a *ask) geometryType() properties {
	layer := a.entry.Layer
	if layer.Geometry == "" {
		return nil
	}
	return properties{{
		ID: atlas.GeometryColumn, Title: words(a.lang).Geometry, Role: "primary-geometry", Format: "geometry-" + geometryFormat(layer.Geometry),
		Sequence: 1,
	}}
}

// columns answers with a schema of the columns that choose returns.
func (s *Server) columns(a *ask, title, description string, choose func(*columnSchema) []atlas.Column) (*answer, error) {
	return s.reply(a, []int64{a.entry.Changed}, func(context.Context) (*body, error) {
		doc := &columnSchema{
			Schema: "https://json-schema.org/draft/2020-12/schema", ID: a.here(nil), Type: "object",
			Title: a.entry.Layer.Title.In(a.lang), Description: description,
		}
		for _, c := range choose(doc) {
			column := a.columnType(c)
			column.Sequence = len(doc.Properties) + 1
			doc.Properties = append(doc.Properties, column)
		}
		return s.document(a, doc, a.selfLinks(), page{name: "columns", Title: title})
	})
}

// queryableColumns are the columns that can be parameters of items: those with
// one value each, and no name that means something else there.
func queryableColumns(layer *atlas.Layer) []atlas.Column {
	return slices.DeleteFunc(layer.Columns(), func(c atlas.Column) bool {
		return c.Type == atlas.Strings || slices.Contains(commonParams, c.ID) || slices.Contains(itemParams, c.ID)
	})
}

func (a *ask) columnType(c atlas.Column) columnType {
	t := columnType{ID: c.ID, Type: "string", Title: c.Title.In(a.lang), Unit: c.Unit}
	switch c.Type {
	case atlas.Integer:
		t.Type = "integer"
	case atlas.Decimal:
		t.Type = "number"
	case atlas.Boolean:
		t.Type = "boolean"
	case atlas.Strings:
		t.Type, t.Items = "array", &columnType{Type: "string"}
	case atlas.DayType:
		t.Description = words(a.lang).DayAsKnown
	}
	if d := a.entry.Layer.DescriptionOf(c); d != (atlas.Text{}) {
		t.Description = d.In(a.lang)
	}
	if len(c.Codes) > 0 {
		t.Enum, t.Codes = slices.Sorted(maps.Keys(c.Codes)), map[string]string{}
		for code, title := range c.Codes {
			t.Codes[code] = title.In(a.lang)
		}
		if t.Items != nil {
			t.Enum = nil // the values are inside the list
		}
	}
	return t
}

// geometryFormat is the name of a kind of geometry in OGC API schemas.
func geometryFormat(geometry string) string {
	if geometry == "Geometry" {
		return "any"
	}
	return strings.ToLower(geometry)
}
