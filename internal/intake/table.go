package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/korean"

	"growthmap/internal/atlas"
)

// Table is a file as rows, in the order of the file.
type Table struct {
	Columns []string
	Header  int // the row that names the columns; 0 where the format has none
	Rows    []Row
}

// Row is one row of a table. An empty cell is absent from Cells.
type Row struct {
	Number   int // as a spreadsheet counts: 1 is the header
	Cells    map[string]string
	Lists    map[string][]string // cells that hold several values
	Geometry orb.Geometry        // EPSG:4326, two dimensions; nil for none
}

// Reader reads one format.
type Reader struct {
	Title      string
	Extensions []string
	read       func([]byte) (*Table, error)
}

// Readers are the formats a file may have. Any of them may be compressed with
// gzip and then ends in .gz as well.
var Readers = []Reader{
	{"CSV", []string{".csv"}, readCSV},
	{"GeoJSON", []string{".geojson", ".json"}, readGeoJSON},
}

// ReadTable reads a file; the ending of its name chooses the reader.
func ReadTable(name string, r io.Reader) (*Table, error) {
	plain, compressed := strings.CutSuffix(strings.ToLower(name), ".gz")
	i := slices.IndexFunc(Readers, func(r Reader) bool { return slices.Contains(r.Extensions, path.Ext(plain)) })
	if i < 0 {
		var known []string
		for _, r := range Readers {
			known = append(known, r.Extensions...)
		}
		return nil, unreadable(name, fmt.Sprintf("읽을 수 있는 형식이 아닙니다. 쓸 수 있는 확장자: %s", strings.Join(known, ", ")),
			fmt.Sprintf("its format is not known. Use a file that ends in %s", strings.Join(known, ", ")), nil)
	}
	if compressed {
		unzipped, err := gzip.NewReader(bufio.NewReader(r))
		if err != nil {
			return nil, unreadable(name, "gzip으로 압축된 파일이 아닙니다", "it is not compressed with gzip", err)
		}
		r = unzipped
	}
	body, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, unreadable(name, "파일을 끝까지 읽지 못했습니다", "it could not be read to its end", err)
	}
	if len(body) > MaxBytes {
		return nil, tooLarge(MaxBytes>>20, "MiB", "MiB")
	}
	table, err := Readers[i].read(body)
	if err != nil {
		if atlas.IsKind(err, atlas.TooLarge) {
			return nil, err
		}
		return nil, unreadable(name, Readers[i].Title+" 형식에 맞지 않습니다", "it is not correct "+Readers[i].Title, err)
	}
	return table, nil
}

// unreadable builds the error for a file that cannot be read; cause is shown,
// because it says where in the file the fault is.
func unreadable(name, ko, en string, cause error) *atlas.Error {
	if cause != nil {
		ko += ": " + cause.Error()
		en += ": " + cause.Error()
	}
	return &atlas.Error{Kind: atlas.Invalid, Given: name, Message: atlas.Text{
		Ko: fmt.Sprintf("파일 %s: %s.", name, ko),
		En: fmt.Sprintf("File %s: %s.", name, en),
	}}
}

func tooLarge(limit int, ko, en string) *atlas.Error {
	return &atlas.Error{Kind: atlas.TooLarge, Message: atlas.Text{
		Ko: fmt.Sprintf("파일이 너무 큽니다. 한도는 %d%s입니다. 나누어 올려 주십시오.", limit, ko),
		En: fmt.Sprintf("The file is too large: the limit is %d %s. Divide it.", limit, en),
	}}
}

// readCSV reads comma-separated values with a header row: UTF-8 with or without
// a byte order mark, or CP949, which Korean spreadsheets write.
func readCSV(body []byte) (*Table, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !utf8.Valid(body) {
		decoded, err := korean.EUCKR.NewDecoder().Bytes(body)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return nil, errors.New("the text is neither UTF-8 nor CP949; save it as UTF-8")
		}
		body = decoded
	}
	r := csv.NewReader(bytes.NewReader(body))
	r.ReuseRecord = true
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("it is empty; the first row must name the columns")
	}
	if err != nil {
		return nil, err
	}
	table := &Table{Columns: slices.Clone(header), Header: 1}
	if len(table.Columns) > MaxColumns {
		return nil, tooLarge(MaxColumns, "열", "columns")
	}
	for i, c := range table.Columns {
		c = strings.TrimSpace(c)
		if c == "" {
			return nil, fmt.Errorf("column %d has no name in the first row", i+1)
		}
		if slices.Contains(table.Columns[:i], c) {
			return nil, fmt.Errorf("column %q is named twice in the first row", c)
		}
		table.Columns[i] = c
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return table, nil
		}
		if err != nil {
			return nil, err
		}
		if len(table.Rows) == MaxRows {
			return nil, tooLarge(MaxRows, "행", "rows")
		}
		row := Row{Number: len(table.Rows) + 2, Cells: make(map[string]string, len(record))}
		for i, cell := range record {
			if err := row.set(table.Columns[i], cell); err != nil {
				return nil, err
			}
		}
		table.Rows = append(table.Rows, row)
	}
}

// set keeps a cell that has text.
func (r *Row) set(column, cell string) error {
	cell, err := cleaned(cell)
	if err != nil {
		return fmt.Errorf("row %d, column %s: %w", r.Number, column, err)
	}
	if cell != "" {
		r.Cells[column] = cell
	}
	return nil
}

// cleaned returns the cell without the space around it, or says why it cannot
// be kept.
func cleaned(cell string) (string, error) {
	if len(cell) > MaxCellLength && utf8.RuneCountInString(cell) > MaxCellLength {
		return "", fmt.Errorf("a cell may have at most %d characters", MaxCellLength)
	}
	for _, c := range cell {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return "", fmt.Errorf("the cell has the control character %U", c)
		}
	}
	return strings.TrimSpace(cell), nil
}
