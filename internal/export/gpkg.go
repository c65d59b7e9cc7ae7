package export

import (
	"database/sql"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"growthmap/internal/atlas"
)

// geoPackageSchema makes the tables that every GeoPackage 1.3 has, those of its
// extension for schemas, and the reference systems.
//
//go:embed gpkg.sql
var geoPackageSchema string

// wgs84 is EPSG:4326 in a GeoPackage: longitude first, whatever the authority says.
const wgs84 = 4326

// writeGeoPackage writes an SQLite database: a table of the features named as the
// layer with underscores, one of the documents behind each, one of the
// provenance, and the meaning of columns and codes as the extension for schemas
// has it. A layer without geometry is a table of attributes.
func writeGeoPackage(path string, d *Document) (err error) {
	address := url.URL{Scheme: "file", OmitHost: true, Path: path}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(full(err, d.MaxBytes), db.Close()) }()
	db.SetMaxOpenConns(1) // pragmas are those of a connection
	const pageBytes = 4096
	// A file that fails is thrown away: it needs no journal and no care for crashes.
	for _, pragma := range []string{
		fmt.Sprintf("page_size = %d", pageBytes), fmt.Sprintf("max_page_count = %d", max(1, d.MaxBytes/pageBytes)),
		"journal_mode = off", "synchronous = off", "temp_store = memory",
		"application_id = 0x47504b47", "user_version = 10300",
	} {
		if _, err := db.Exec("pragma " + pragma); err != nil {
			return err
		}
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	g := &geoPackage{Document: d, tx: tx, table: strings.ReplaceAll(d.Layer.ID, "-", "_"), columns: d.Layer.Columns()}
	if err := g.write(); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// full says so where a database has reached its last page.
func full(err error, maxBytes int64) error {
	var failed *sqlite.Error
	if errors.As(err, &failed) && failed.Code()&0xff == sqlite3.SQLITE_FULL {
		return tooManyBytes(maxBytes)
	}
	return err
}

type geoPackage struct {
	*Document
	tx      *sql.Tx
	table   string // of the features; the names of the other tables begin with it
	columns []atlas.Column
	bound   orb.Bound
	count   int
	shapes  int
}

func (g *geoPackage) shaped() bool { return g.Layer.Geometry != "" && !g.SkipGeometry }

func (g *geoPackage) write() error {
	if _, err := g.tx.Exec(geoPackageSchema); err != nil {
		return err
	}
	if err := g.writeFeatures(); err != nil {
		return err
	}
	if err := g.writeProvenance(); err != nil {
		return err
	}
	return g.describe()
}

// sqliteTypes are the types of columns. A list is a JSON array.
var sqliteTypes = map[atlas.PropertyType]string{
	atlas.String: "TEXT", atlas.Integer: "INTEGER", atlas.Decimal: "REAL", atlas.Boolean: "BOOLEAN", atlas.DayType: "TEXT", atlas.Strings: "TEXT",
}

func (g *geoPackage) writeFeatures() error {
	fid, geom := free(g.Layer, "fid"), free(g.Layer, "geom")
	names, types := []string{"id"}, []string{`"id" TEXT NOT NULL UNIQUE`}
	if g.shaped() {
		names, types = append(names, geom), append(types, quoted(geom)+" "+strings.ToUpper(g.Layer.Geometry))
	}
	for _, c := range g.columns {
		names, types = append(names, c.ID), append(types, quoted(c.ID)+" "+sqliteTypes[c.Type])
	}
	create := "CREATE TABLE " + quoted(g.table) + " (" + quoted(fid) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, " + strings.Join(types, ", ") + ")"
	if _, err := g.tx.Exec(create); err != nil {
		return err
	}
	if _, err := g.tx.Exec("CREATE TABLE " + quoted(g.table+"_citations") + ` ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "id" TEXT NOT NULL,
		"source" TEXT, "title" TEXT, "publisher" TEXT, "date" TEXT, "kind" TEXT, "via" TEXT, "url" TEXT)`); err != nil {
		return err
	}
	features, err := g.insertion(g.table, names)
	if err != nil {
		return err
	}
	defer features.Close()
	citations, err := g.insertion(g.table+"_citations", []string{"id", "source", "title", "publisher", "date", "kind", "via", "url"})
	if err != nil {
		return err
	}
	defer citations.Close()
	return g.Features(func(f *atlas.Feature) error {
		row, err := g.row(f)
		if err != nil {
			return fmt.Errorf("feature %s: %w", f.ID, err)
		}
		if _, err := features.Exec(row...); err != nil {
			return err
		}
		g.count++
		for _, c := range f.Citations {
			cells := []any{f.ID}
			for _, cell := range []string{c.Source, c.Title, c.Publisher, c.Date, c.Kind, c.Via, c.URL} {
				cells = append(cells, text(cell))
			}
			if _, err := citations.Exec(cells...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (g *geoPackage) insertion(table string, columns []string) (*sql.Stmt, error) {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quoted(c)
	}
	return g.tx.Prepare("INSERT INTO " + quoted(table) + " (" + strings.Join(names, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")")
}

// quoted is a name in SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (g *geoPackage) row(f *atlas.Feature) ([]any, error) {
	row := []any{f.ID}
	if g.shaped() {
		blob, err := geoPackageGeometry(f.Geometry)
		if err != nil {
			return nil, err
		}
		if blob == nil {
			row = append(row, nil)
		} else {
			row = append(row, blob)
			bound := f.Geometry.Bound()
			if g.shapes++; g.shapes > 1 {
				bound = bound.Union(g.bound)
			}
			g.bound = bound
		}
	}
	for _, c := range g.columns {
		cell := g.Layer.Value(f, c, g.Day)
		switch v := cell.(type) {
		case nil, string, int64, bool:
		case json.Number:
			n, err := v.Float64()
			if err != nil {
				return nil, fmt.Errorf("column %s: %q is not a number", c.ID, v)
			}
			cell = n
		case []string:
			list, err := appendValue(nil, v)
			if err != nil {
				return nil, err
			}
			cell = string(list)
		default:
			return nil, fmt.Errorf("column %s: a value of type %T has no place in a GeoPackage", c.ID, cell)
		}
		row = append(row, cell)
	}
	return row, nil
}

// geoPackageGeometry is the blob of a geometry: the header, the box of anything
// but a point, and well-known binary; nil for none.
func geoPackageGeometry(g orb.Geometry) ([]byte, error) {
	if empty(g) {
		return nil, nil
	}
	g = withoutEmpty(g)
	const littleEndian, withBox = 1, 1 << 1
	blob := []byte{'G', 'P', 0, littleEndian}
	_, point := g.(orb.Point)
	if !point {
		blob[3] |= withBox
	}
	blob = binary.LittleEndian.AppendUint32(blob, wgs84)
	b := g.Bound()
	for _, side := range []float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
		if math.IsNaN(side) || math.IsInf(side, 0) {
			return nil, fmt.Errorf("coordinate %v is not a finite number of degrees", side)
		}
		if !point {
			blob = binary.LittleEndian.AppendUint64(blob, math.Float64bits(side))
		}
	}
	shape, err := wkb.Marshal(g, binary.LittleEndian)
	return append(blob, shape...), err
}

func (g *geoPackage) writeProvenance() error {
	table := g.table + "_provenance"
	if _, err := g.tx.Exec("CREATE TABLE " + quoted(table) + ` ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "name" TEXT NOT NULL UNIQUE, "title" TEXT NOT NULL, "value" TEXT NOT NULL)`); err != nil {
		return err
	}
	insert, err := g.insertion(table, []string{"name", "title", "value"})
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, fact := range g.facts(g.count) {
		if _, err := insert.Exec(fact.id, fact.title.In(g.Lang), fact.value); err != nil {
			return err
		}
	}
	return nil
}

// describe lists the tables, and says what the columns and their codes mean.
func (g *geoPackage) describe() error {
	const contents = `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	changed := g.Provenance.Edition.At.UTC().Format("2006-01-02T15:04:05.000Z")
	data, box, system := "attributes", make([]any, 4), any(nil)
	if g.shaped() {
		data, system = "features", wgs84
		const column = "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES (?, ?, ?, ?, 0, 0)"
		if _, err := g.tx.Exec(column, g.table, free(g.Layer, "geom"), strings.ToUpper(g.Layer.Geometry), wgs84); err != nil {
			return err
		}
	}
	if g.shapes > 0 {
		box = []any{g.bound.Min[0], g.bound.Min[1], g.bound.Max[0], g.bound.Max[1]}
	}
	title := g.Layer.Title.In(g.Lang)
	if _, err := g.tx.Exec(contents, append([]any{g.table, data, title, g.cite(g.Lang, g.count), changed}, append(box, system)...)...); err != nil {
		return err
	}
	for _, beside := range []struct {
		suffix string
		title  atlas.Text
	}{{"_citations", sheetCitations}, {"_provenance", sheetAbout}} {
		named := title + ": " + beside.title.In(g.Lang)
		if _, err := g.tx.Exec(contents, g.table+beside.suffix, "attributes", named, "", changed, nil, nil, nil, nil, nil); err != nil {
			return err
		}
	}
	for _, c := range g.columns {
		if err := g.describeColumn(c); err != nil {
			return err
		}
	}
	return nil
}

func (g *geoPackage) describeColumn(c atlas.Column) error {
	var mime, constraint any
	if c.Type == atlas.Strings {
		mime = "application/json"
	} else if len(c.Codes) > 0 {
		constraint = g.table + "_" + c.ID
	}
	const column = "INSERT INTO gpkg_data_columns (table_name, column_name, title, description, mime_type, constraint_name) VALUES (?, ?, ?, ?, ?, ?)"
	if _, err := g.tx.Exec(column, g.table, c.ID, c.Heading(g.Lang), text(g.Layer.DescriptionOf(c).In(g.Lang)), mime, constraint); err != nil {
		return err
	}
	if constraint == nil {
		return nil
	}
	const code = "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) VALUES (?, 'enum', ?, ?)"
	for _, value := range slices.Sorted(maps.Keys(c.Codes)) {
		if _, err := g.tx.Exec(code, constraint, value, c.Codes[value].In(g.Lang)); err != nil {
			return err
		}
	}
	return nil
}
