package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"growthmap/internal/atlas"
)

// CSVMediaType is the media type of comma-separated values, RFC 4180.
const CSVMediaType = "text/csv"

// byteOrderMark tells Excel that a file is UTF-8, and is noise to programs.
const byteOrderMark = "\ufeff"

// WriteCSV writes a table as RFC 4180 says, in UTF-8: lines end with CRLF, the
// first is the header. With mark it begins with a byte order mark. A cell that a
// spreadsheet would take for a formula begins with an apostrophe.
func WriteCSV(w io.Writer, mark bool, header []string, rows [][]string) error {
	c, err := newCSVWriter(w, mark)
	if err != nil {
		return err
	}
	for _, row := range append([][]string{header}, rows...) {
		if err := c.write(row); err != nil {
			return err
		}
	}
	return c.flush()
}

type csvWriter struct{ csv *csv.Writer }

func newCSVWriter(w io.Writer, mark bool) (csvWriter, error) {
	if mark {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return csvWriter{}, err
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return csvWriter{c}, nil
}

func (c csvWriter) write(row []string) error {
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = inert(cell)
	}
	return c.csv.Write(cells)
}

func (c csvWriter) flush() error {
	c.csv.Flush()
	return c.csv.Error()
}

var plainNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// inert marks as text what a spreadsheet would compute: data may come from
// anyone, and a formula can send the sheet it stands in to a stranger.
func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && !plainNumber.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// writeTable writes features as CSV: the id, longitude and latitude of points or
// the WKT of other shapes, and the columns of the layer. Values of a list are
// divided by semicolons, as files that come in may have them.
func writeTable(path string, d *Document, mark bool) error {
	columns := d.Layer.Columns()
	header := []string{"id"}
	switch {
	case d.pointColumns():
		header = append(header, free(d.Layer, "lon"), free(d.Layer, "lat"))
	case d.shapeColumn():
		header = append(header, free(d.Layer, "wkt"))
	}
	for _, c := range columns {
		header = append(header, c.ID)
	}
	return create(path, d.MaxBytes, func(w io.Writer) error {
		table, err := newCSVWriter(w, mark)
		if err != nil {
			return err
		}
		if err := table.write(header); err != nil {
			return err
		}
		err = d.Features(func(f *atlas.Feature) error {
			row := []string{f.ID}
			switch {
			case d.pointColumns():
				lon, lat, err := lonLat(f)
				if err != nil {
					return err
				}
				row = append(row, lon, lat)
			case d.shapeColumn() && empty(f.Geometry):
				row = append(row, "")
			case d.shapeColumn():
				row = append(row, wkt.MarshalString(withoutEmpty(f.Geometry)))
			}
			for _, c := range columns {
				cell, err := cellText(d.Layer.Value(f, c, d.Day))
				if err != nil {
					return fmt.Errorf("feature %s: column %s: %w", f.ID, c.ID, err)
				}
				row = append(row, cell)
			}
			return table.write(row)
		})
		if err != nil {
			return err
		}
		return table.flush()
	})
}

// lonLat are the coordinates of a point in decimal degrees, empty without one.
func lonLat(f *atlas.Feature) (lon, lat string, err error) {
	p, ok := f.Geometry.(orb.Point)
	if !ok {
		if !empty(f.Geometry) {
			return "", "", fmt.Errorf("feature %s of a layer of points is a %s", f.ID, f.Geometry.GeoJSONType())
		}
		return "", "", nil
	}
	x, err := appendCoordinate(nil, p[0])
	if err != nil {
		return "", "", fmt.Errorf("feature %s: %w", f.ID, err)
	}
	y, err := appendCoordinate(nil, p[1])
	if err != nil {
		return "", "", fmt.Errorf("feature %s: %w", f.ID, err)
	}
	return string(x), string(y), nil
}

// cellText is a value as a table of texts holds it.
func cellText(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	case []string:
		return strings.Join(v, "; "), nil
	}
	return "", fmt.Errorf("a value of type %T has no place in a table", value)
}
