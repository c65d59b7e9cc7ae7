package postgis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
	"growthmap/internal/intake"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

// BenchmarkAllFigures answers every indicator in every variant of its own for the nation and all
// regions, and in its first variant for all si/do and si/gun/gu, reading the database anew each time.
func BenchmarkAllFigures(b *testing.B) {
	b.Run("shipped", func(b *testing.B) { allFigures(b, postgistest.Shipped(b)) })
	b.Run("million", func(b *testing.B) { allFigures(b, crowded(b, 1_000_000)) })
}

// What is read one by one has a limit; what the database adds up has none.
func TestOneByOneHasALimit(t *testing.T) {
	store := crowded(t, 280_000) // of half of them three quarters may count
	catalog, err := store.Catalog(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	factories, err := indicator.Find(catalog, "ai-factories")
	if err != nil {
		t.Fatal(err)
	}
	_, err = factories.Gather(t.Context(), store)
	if !atlas.IsKind(err, atlas.TooLarge) || !strings.Contains(err.Error(), "up to 100000 of a layer, and AI factories has more") {
		t.Errorf("features one by one: %v", err)
	}
	day, err := atlas.ParseDay("2026-08-27")
	if err != nil {
		t.Fatal(err)
	}
	variant, _ := factories.Variant("")
	evidence, err := factories.Sift(t.Context(), store, day, "", variant)
	if err != nil {
		t.Fatal(err)
	}
	f, err := factories.Figure(evidence, indicator.Question{Variant: variant, Day: day})
	if err != nil || f.Rows.In < 50_000 {
		t.Errorf("%d features counted, %v", f.Rows.In, err)
	}
}

// crowded returns a store that holds the shipped data as edition 1, and as
// edition 2 as many generated features beside them.
func crowded(t testing.TB, features int) *postgis.Store {
	dsn := postgistest.Database(t)
	store, err := postgis.Open(t.Context(), postgis.Options{DSN: dsn, Log: postgistest.Quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		t.Fatal(err)
	}
	shipped, _, err := intake.Shipped(geodata.Files, definitions, atlas.DayOf(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Publish(t.Context(), shipped); err != nil {
		t.Fatal(err)
	}
	generate(t, dsn, features)
	return store
}

func allFigures(b *testing.B, store *postgis.Store) {
	newest, err := store.Newest(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	// The catalog is kept by the store; everything a figure is made of is not.
	catalog, err := store.Catalog(b.Context(), newest.ID)
	if err != nil {
		b.Fatal(err)
	}
	for _, levels := range [][]atlas.AreaLevel{{atlas.AreaRegion}, {atlas.AreaRegion, atlas.AreaSido, atlas.AreaSigungu}} {
		for _, every := range []bool{false, true} {
			if every && len(levels) > 1 {
				continue
			}
			name := fmt.Sprintf("%d levels, first variants", len(levels))
			if every {
				name = fmt.Sprintf("%d levels, every variant", len(levels))
			}
			b.Run(name, func(b *testing.B) {
				figures := 0
				for b.Loop() {
					figures = 0
					if err := answerAll(b.Context(), store, catalog, levels, every, &figures); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(figures), "figures")
			})
		}
	}
}

func answerAll(ctx context.Context, store *postgis.Store, catalog *atlas.Catalog, levels []atlas.AreaLevel, every bool, figures *int) error {
	areas, err := indicator.ReadAreas(ctx, store, catalog)
	if err != nil {
		return err
	}
	regions := []string{""}
	for _, level := range levels {
		regions = append(regions, areas.Of(level, "")...)
	}
	var subjects []*indicator.Subject
	for _, d := range catalog.Indicators {
		s, err := indicator.Find(catalog, d.ID)
		if err != nil {
			return err
		}
		subjects = append(subjects, s)
	}
	asked := make([][]indicator.Variant, len(subjects))
	for i, s := range subjects {
		for _, v := range s.Variants {
			resolved, _ := s.Variant(v.ID)
			asked[i] = append(asked[i], resolved)
			if !every {
				break
			}
		}
	}
	day, err := atlas.ParseDay("2026-08-27")
	if err != nil {
		return err
	}
	evidence, err := indicator.SiftAll(ctx, store, subjects, day, asked)
	if err != nil {
		return err
	}
	for i, s := range subjects {
		for _, v := range asked[i] {
			for _, region := range regions {
				q := indicator.Question{Variant: v, Region: region, Day: day, Areas: areas}
				if _, err := s.Figure(evidence[i], q); err != nil {
					return err
				}
				*figures++
			}
		}
	}
	return nil
}

// generate adds features as edition 2, half of them factories and half
// investments, spread over all si/gun/gu, three years and the codes of the
// columns that the indicators look at.
func generate(t testing.TB, dsn string, features int) {
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	const rows = `
		with places as (
			select row_number() over (order by id) - 1 as n, region, sido, sigungu from feature
			where layer = 'sigungu' and upper_inf(life) and properties->>'level' = 'sigungu'
		), rows as (
			select i, i % 2 = 0 as factory, (date '2024-01-01' + (i * 7919 % 1000)::int)::text as day,
				(array['selected', 'operating'])[1 + i % 2] as s, i * 104729 % (select count(*) from places) as place
			from generate_series(1, $1::bigint) i
		)
		insert into feature (layer, id, added, precision, region, sido, sigungu, place_basis, stated, stages, life, properties, citations, sources, salt, digest)
		select case when factory then 'ai-factories' else 'fund-investments' end, 'generated-' || i, 2,
			case when i % 5 = 0 then 'none' else 'sigungu' end,
			case when i % 5 > 0 then region end, case when i % 5 > 0 then sido end, case when i % 5 > 0 then sigungu end,
			case when i % 5 > 0 then 'stated' else 'none' end, '{}',
			case when factory then jsonb_build_object('selected', jsonb_build_array(day, day)) else jsonb_build_object('approved', jsonb_build_array(day, day)) end,
			daterange(day::date, null),
			case when factory then jsonb_build_object('name_ko', 'Generated ' || i, 'counts_toward_500', (array['yes', 'yes', 'no', 'uncertain'])[1 + i / 2 % 4],
				'sector', 'sector ' || i / 2 % 20, 'programme', 'programme ' || i / 2 % 4, 'amount_krw', i)
			else jsonb_build_object('name_ko', 'Generated ' || i, 'record_type', (array['approved', 'approved', 'proposal'])[1 + i / 2 % 3],
				'industry', (array['ai', 'bio', 'semiconductor', 'mobility', 'robotics'])[1 + i / 2 % 5], 'instrument', (array['direct_equity', 'infrastructure', 'low_rate_loan'])[1 + i / 2 % 3],
				'amount_krw', 1000000 * i, 'amount_kind', 'approved_supply', 'region_class', (array['capital', 'non_capital', 'mixed', null])[1 + i / 2 % 4],
				'reported_stage', 'approved', 'reported_stage_rank', 5) end,
			'[]', '{}', '\x00', '\x00'
		from rows join places on n = place`
	for _, statement := range []struct {
		sql  string
		args []any
	}{
		{"insert into edition (id, author, reason, origin, digest) values (2, 'benchmark', 'generated features', '{}', '\\x02')", nil},
		{rows, []any{features}},
		{"analyze feature", nil},
	} {
		if _, err := conn.Exec(t.Context(), statement.sql, statement.args...); err != nil {
			t.Fatal(err)
		}
	}
}
