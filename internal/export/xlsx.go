package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"growthmap/internal/atlas"
)

// XLSXMediaType is the media type of a workbook of Excel.
const XLSXMediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// What Excel can hold.
const (
	maxSheetRows     = excelize.TotalRows - 1 // below the header
	maxCellChars     = excelize.TotalCellChars
	maxExactDigits   = 15
	maxSheetNameSize = excelize.MaxSheetNameLength
)

// The sheets beside the one of the features. A layer's id has neither spaces nor
// Korean letters, so no name is taken twice.
var (
	sheetMeanings  = atlas.Text{Ko: "열의 뜻", En: "Column meanings"}
	sheetCitations = atlas.Text{Ko: "출처 문서", En: "Cited documents"}
	sheetAbout     = atlas.Text{Ko: "파일 정보", En: "About this file"}
)

// writeXLSX writes a workbook: the features with titled columns, what columns and
// codes mean, the documents behind each feature, and the provenance. Texts
// are cells of text and never formulas. Points are longitude and latitude; other
// shapes are too long for a cell and left to the other formats.
func writeXLSX(path string, d *Document) (err error) {
	book := excelize.NewFile(excelize.Options{TmpDir: filepath.Dir(path)})
	defer func() { err = errors.Join(err, book.Close()) }()
	w := &workbook{book: book, room: limited{most: d.MaxBytes, left: d.MaxBytes}}
	if w.header, err = book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	name := d.Layer.ID[:min(len(d.Layer.ID), maxSheetNameSize)]
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return err
	}
	data, err := w.sheet(name, dataTitles(d)...)
	if err != nil {
		return err
	}
	columns, count := d.Layer.Columns(), 0
	if err := w.meanings(d, columns); err != nil {
		return err
	}
	citations, err := w.sheet(sheetCitations.In(d.Lang), citationTitles(d)...)
	if err != nil {
		return err
	}
	err = d.Features(func(f *atlas.Feature) error {
		count++
		row, err := dataRow(d, columns, f)
		if err != nil {
			return err
		}
		if err := data.add(row...); err != nil {
			return err
		}
		for _, c := range f.Citations {
			if err := citations.add(f.ID, c.Source, c.Title, c.Publisher, c.Date, c.Kind, c.Via, c.URL); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := w.about(d, count); err != nil {
		return err
	}
	for _, s := range w.sheets {
		if err := s.stream.Flush(); err != nil {
			return err
		}
	}
	return create(path, d.MaxBytes, func(out io.Writer) error {
		_, err := book.WriteTo(out)
		return err
	})
}

// workbook streams sheets. The room is that of the texts before compression,
// which lie in files beside the workbook until it is whole.
type workbook struct {
	book   *excelize.File
	header int // style
	room   limited
	sheets []*sheet
}

type sheet struct {
	of     *workbook
	stream *excelize.StreamWriter
	titles []string
	rows   int
}

// sheet starts a sheet whose first row stays in sight.
func (w *workbook) sheet(name string, titles ...string) (*sheet, error) {
	if _, err := w.book.NewSheet(name); err != nil { // one that exists is kept
		return nil, err
	}
	stream, err := w.book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	if err := stream.SetColWidth(1, max(1, len(titles)), 18); err != nil {
		return nil, err
	}
	s := &sheet{of: w, stream: stream, titles: titles}
	w.sheets = append(w.sheets, s)
	cells := make([]any, len(titles))
	for i, title := range titles {
		cells[i] = excelize.Cell{StyleID: w.header, Value: title}
	}
	return s, stream.SetRow("A1", cells)
}

// add adds a row whose first cell names it.
func (s *sheet) add(row ...any) error {
	const cellOverhead = 32
	if s.rows++; s.rows > maxSheetRows {
		return tooManyRows(maxSheetRows)
	}
	for i, cell := range row {
		text, ok := cell.(string)
		if err := s.of.room.take(len(text) + cellOverhead); err != nil {
			return err
		}
		if ok && len(text) > maxCellChars && len(utf16.Encode([]rune(text))) > maxCellChars {
			return tooLongText(fmt.Sprint(row[0]), s.titles[i], maxCellChars)
		}
	}
	return s.stream.SetRow("A"+strconv.Itoa(s.rows+1), row)
}

func dataTitles(d *Document) []string {
	titles := []string{"id"}
	if d.pointColumns() {
		titles = append(titles, longitude.In(d.Lang), latitude.In(d.Lang))
	}
	for _, c := range d.Layer.Columns() {
		titles = append(titles, c.Heading(d.Lang))
	}
	return titles
}

var (
	longitude = atlas.Text{Ko: "경도", En: "Longitude"}
	latitude  = atlas.Text{Ko: "위도", En: "Latitude"}
)

func dataRow(d *Document, columns []atlas.Column, f *atlas.Feature) ([]any, error) {
	row := []any{f.ID}
	if d.pointColumns() {
		lon, lat, err := lonLat(f)
		if err != nil {
			return nil, err
		}
		row = append(row, number(lon), number(lat))
	}
	for _, c := range columns {
		value := d.Layer.Value(f, c, d.Day)
		cell, err := cellText(value)
		if err != nil {
			return nil, fmt.Errorf("feature %s: column %s: %w", f.ID, c.ID, err)
		}
		switch v := value.(type) {
		case int64, json.Number:
			row = append(row, number(cell))
		case bool:
			row = append(row, v)
		default:
			row = append(row, text(cell))
		}
	}
	return row, nil
}

// number is a cell of a number, of text where Excel would round its digits.
func number(decimal string) any {
	digits := strings.TrimLeft(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, decimal), "0")
	n, err := strconv.ParseFloat(decimal, 64)
	if err != nil || len(digits) > maxExactDigits {
		return text(decimal)
	}
	return n
}

// text is a cell of text, none where there is nothing.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func citationTitles(d *Document) []string {
	titles := []string{"id"}
	for _, t := range []atlas.Text{
		{Ko: "출처 번호", En: "Source"}, {Ko: "제목", En: "Title"}, {Ko: "발행처", En: "Publisher"}, {Ko: "날짜", En: "Date"},
		{Ko: "종류", En: "Kind"}, {Ko: "확인 경로", En: "Read by way of"}, {Ko: "주소", En: "Address"},
	} {
		titles = append(titles, t.In(d.Lang))
	}
	return titles
}

// meanings says what the columns are, and what their codes stand for.
func (w *workbook) meanings(d *Document, columns []atlas.Column) error {
	var titles []string
	for _, t := range []atlas.Text{
		{Ko: "제목", En: "Title"}, {Ko: "열", En: "Column"}, {Ko: "자료형", En: "Type"}, {Ko: "단위", En: "Unit"},
		{Ko: "설명", En: "Description"}, {Ko: "값", En: "Code"}, {Ko: "값의 뜻", En: "Meaning of the code"},
	} {
		titles = append(titles, t.In(d.Lang))
	}
	s, err := w.sheet(sheetMeanings.In(d.Lang), titles...)
	if err != nil {
		return err
	}
	if d.pointColumns() {
		degrees := atlas.Text{Ko: "WGS 84(EPSG:4326). 위치를 얼마나 정밀하게 아는지는 위치 정밀도 열에 있다.", En: "WGS 84 (EPSG:4326). How precisely the place is known is in the column of its precision."}
		for i, title := range []atlas.Text{longitude, latitude} {
			column := free(d.Layer, []string{"lon", "lat"}[i])
			if err := s.add(title.In(d.Lang), column, string(atlas.Decimal), "°", degrees.In(d.Lang)); err != nil {
				return err
			}
		}
	}
	for _, c := range columns {
		row := []any{c.Title.In(d.Lang), c.ID, string(c.Type), text(c.Unit), text(d.Layer.DescriptionOf(c).In(d.Lang))}
		if err := s.add(row...); err != nil {
			return err
		}
		for _, code := range slices.Sorted(maps.Keys(c.Codes)) {
			if err := s.add(c.Title.In(d.Lang), c.ID, nil, nil, nil, code, c.Codes[code].In(d.Lang)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *workbook) about(d *Document, count int) error {
	s, err := w.sheet(sheetAbout.In(d.Lang), atlas.Text{Ko: "사항", En: "Fact"}.In(d.Lang), atlas.Text{Ko: "내용", En: "Value"}.In(d.Lang))
	if err != nil {
		return err
	}
	for _, fact := range d.facts(count) {
		if err := s.add(fact.title.In(d.Lang), text(fact.value)); err != nil {
			return err
		}
	}
	return nil
}
