package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/paulmach/orb/geojson"
)

// readGeoJSON reads a FeatureCollection in longitude and latitude (RFC 7946).
// The properties of a feature are its cells, a list of values stays a list, and
// the member id is the cell id unless a property has that name. Rows are
// numbered from 1, as there is no header.
func readGeoJSON(body []byte) (*Table, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("the text is not UTF-8")
	}
	var file struct {
		Type     string            `json:"type"`
		CRS      json.RawMessage   `json:"crs"`
		Features []json.RawMessage `json:"features"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &file); err != nil {
		return nil, err
	}
	if file.Type != "FeatureCollection" {
		return nil, fmt.Errorf("its type is %q, not FeatureCollection", file.Type)
	}
	if len(file.CRS) > 0 && string(file.CRS) != "null" && !bytes.Contains(file.CRS, []byte("CRS84")) && !bytes.Contains(file.CRS, []byte("4326")) {
		return nil, errors.New("its coordinates are not longitude and latitude (EPSG:4326); transform it first")
	}
	if len(file.Features) > MaxRows {
		return nil, tooLarge(MaxRows, "행", "rows")
	}
	table := &Table{}
	known := map[string]bool{}
	for i, raw := range file.Features {
		row, err := readFeature(raw, i+1, known)
		if err != nil {
			return nil, fmt.Errorf("feature %d: %w", i+1, err)
		}
		table.Rows = append(table.Rows, row)
	}
	if len(known) > MaxColumns {
		return nil, tooLarge(MaxColumns, "열", "columns")
	}
	table.Columns = slices.Sorted(maps.Keys(known))
	return table, nil
}

// readFeature reads one feature and notes the names of its cells, also of those
// that are null, in columns.
func readFeature(raw json.RawMessage, number int, columns map[string]bool) (Row, error) {
	var feature struct {
		Type       string                     `json:"type"`
		ID         json.RawMessage            `json:"id"`
		Properties map[string]json.RawMessage `json:"properties"`
		Geometry   json.RawMessage            `json:"geometry"`
	}
	row := Row{Number: number, Cells: map[string]string{}, Lists: map[string][]string{}}
	if err := json.Unmarshal(raw, &feature); err != nil {
		return row, err
	}
	if feature.Type != "Feature" {
		return row, fmt.Errorf("its type is %q, not Feature", feature.Type)
	}
	if len(feature.ID) > 0 && feature.Properties["id"] == nil {
		cell, err := scalar(feature.ID)
		if err != nil {
			return row, fmt.Errorf("id: %w", err)
		}
		if err := row.set("id", cell); err != nil {
			return row, err
		}
		columns["id"] = true
	}
	for name, value := range feature.Properties {
		if name == "" {
			return row, errors.New("a property has no name")
		}
		columns[name] = true
		var err error
		if value[0] == '[' {
			err = row.setList(name, value)
		} else {
			var cell string
			if cell, err = scalar(value); err == nil {
				err = row.set(name, cell)
			}
		}
		if err != nil {
			return row, fmt.Errorf("property %s: %w", name, err)
		}
	}
	if len(feature.Geometry) > 0 && string(feature.Geometry) != "null" {
		g, err := geojson.UnmarshalGeometry(feature.Geometry)
		if err != nil {
			return row, fmt.Errorf("geometry: %w", err)
		}
		row.Geometry = g.Geometry()
	}
	return row, nil
}

// scalar returns a JSON value as the text of a cell; numbers keep their digits.
func scalar(value json.RawMessage) (string, error) {
	switch value[0] {
	case '{', '[':
		return "", errors.New("want a text, a number, true, false or null")
	case '"':
		var text string
		err := json.Unmarshal(value, &text)
		return text, err
	case 'n':
		return "", nil
	default:
		return string(value), nil
	}
}

func (r *Row) setList(column string, value json.RawMessage) error {
	var items []json.RawMessage
	if err := json.Unmarshal(value, &items); err != nil {
		return err
	}
	for _, item := range items {
		cell, err := scalar(item)
		if err != nil {
			return err
		}
		if cell, err = cleaned(cell); err != nil {
			return err
		}
		if cell != "" {
			r.Lists[column] = append(r.Lists[column], cell)
		}
	}
	return nil
}
