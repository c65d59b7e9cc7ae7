package postgis_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/intake"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

// TestShippedDataInTheDatabase loads everything the binary ships and asks
// PostGIS itself about the result.
func TestShippedDataInTheDatabase(t *testing.T) {
	dsn := postgistest.Database(t)
	s, err := postgis.Open(t.Context(), postgis.Options{DSN: dsn, Log: postgistest.Quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		t.Fatal(err)
	}
	p, issues, err := intake.Shipped(geodata.Files, definitions, day(t, "2026-11-22"))
	if err != nil {
		t.Fatal(err)
	}
	if intake.Blocked(issues) {
		t.Errorf("the shipped data has errors: %+v", issues)
	}
	e := publish(t, s, p)
	if e.ID != 1 {
		t.Fatalf("the shipped data is edition %d, want 1", e.ID)
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for sql, want := range map[string]int{
		`select count(*) from feature`:                                                            len(p.Changes),
		`select count(*) from feature where not st_isvalid(geom)`:                                 0,
		`select count(*) from feature where st_ndims(geom) <> 2`:                                  0,
		`select count(*) from feature where st_dimension(geom) = 2 and not st_ispolygonccw(geom)`: 0,
		`select count(*) from feature where cardinality(sources) = 0 and layer <> 'sources'`:      0,
		// every source that is cited is a feature of the layer sources
		`select count(*) from (select unnest(sources) s from feature) c where not exists (select from feature f where f.layer = 'sources' and f.id = c.s)`: 0,
		`select count(*) from growthmap.ai_factories`:                                           63,
		`select count(*) from growthmap.sigungu where level = 'sigungu' and valid_to is null`:   256,
		`select count(*) from growthmap.sigungu where level = 'sigungu' and valid_from is null`: 252,
	} {
		var n int
		if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", sql, n, err, want)
		}
	}
	catalog, err := s.Catalog(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	sido, ok := catalog.Area(atlas.AreaSido)
	if !ok {
		t.Fatal("no layer of si/do")
	}
	for on, want := range map[string]int{"2026-06-30": 17, "2026-07-01": 16} {
		if got := ids(t, s, atlas.Query{Layer: sido.Layer, Edition: 1, Day: day(t, on)}); len(got) != want {
			t.Errorf("%s: %d si/do, want %d", on, len(got), want)
		}
	}
	if again := publish(t, s, p); again.ID != 1 {
		t.Errorf("the same data again made edition %d", again.ID)
	}
}
