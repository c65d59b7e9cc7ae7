package postgis_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

func TestFeatureReadsAsWritten(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	want := plant(t, 1)
	want.Properties["share"] = jsonNumber("41.10")
	want.Properties["counts"] = true
	want.Properties["tags"] = []string{"가", "나"}
	want.Place.Among = []string{"43111", "43112"}
	want.Place.Disagrees = "44"
	want.Stages["under-construction"] = atlas.Interval{From: day(t, "2026-06-01"), To: day(t, "2026-06-30")}
	e := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(want)})
	got, err := s.Feature(t.Context(), l, e.ID, want.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.Added = e.ID
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("feature changed on its way (-written +read):\n%s", diff)
	}
}

func TestPastEditionsStayAsTheyWere(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	one, two := plant(t, 1), plant(t, 2)
	first := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(one, two)})
	changed := plant(t, 1)
	changed.Properties["sector"] = "자동차"
	second := publish(t, s, atlas.Publication{Changes: append(add(changed), atlas.Change{Layer: "plants", ID: two.ID})})
	if first.ID != 1 || second.ID != 2 {
		t.Fatalf("editions %d and %d, want 1 and 2", first.ID, second.ID)
	}
	q := atlas.Query{Layer: l, Edition: 1, Day: day(t, "2026-01-01")}
	if got := ids(t, s, q); !slices.Equal(got, []string{"p001", "p002"}) {
		t.Errorf("edition 1 has %q", got)
	}
	q.Edition = 2
	if got := ids(t, s, q); !slices.Equal(got, []string{"p001"}) {
		t.Errorf("edition 2 has %q", got)
	}
	for edition, sector := range map[int64]string{1: "조선", 2: "자동차"} {
		f, err := s.Feature(t.Context(), l, edition, "p001")
		if err != nil || f.Properties["sector"] != sector {
			t.Errorf("edition %d: sector %v, %v; want %s", edition, f.Properties["sector"], err, sector)
		}
	}
	if _, err := s.Feature(t.Context(), l, 2, "p002"); !atlas.IsKind(err, atlas.NotFound) {
		t.Errorf("removed feature: %v, want not found", err)
	}
}

func TestNothingChangedMakesNoEdition(t *testing.T) {
	s := postgistest.Open(t)
	_, d := layer(t, plants)
	first := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(plant(t, 1))})
	again := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(plant(t, 1))})
	if again.ID != first.ID {
		t.Errorf("the same publication made edition %d", again.ID)
	}
}

func TestDigestChains(t *testing.T) {
	s := postgistest.Open(t)
	_, d := layer(t, plants)
	seen := map[string]bool{}
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}})
	for n := range 3 {
		e := publish(t, s, atlas.Publication{Changes: add(plant(t, n))})
		if len(e.Digest) != 32 || seen[hex.EncodeToString(e.Digest)] {
			t.Errorf("edition %d: digest %x", e.ID, e.Digest)
		}
		seen[hex.EncodeToString(e.Digest)] = true
	}
}

func TestRemovalOfTheUnknown(t *testing.T) {
	s := postgistest.Open(t)
	_, d := layer(t, plants)
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}})
	_, err := s.Publish(t.Context(), atlas.Publication{Author: "a", Reason: "r", Changes: []atlas.Change{{Layer: "plants", ID: "ghost"}}})
	if !atlas.IsKind(err, atlas.NotFound) || !strings.Contains(err.Error(), "ghost") {
		t.Errorf("got %v, want not found naming ghost", err)
	}
	_, err = s.Publish(t.Context(), atlas.Publication{Author: "a", Reason: "r", Changes: []atlas.Change{{Layer: "nowhere", ID: "x", Feature: plant(t, 1)}}})
	if !atlas.IsKind(err, atlas.NotFound) || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("got %v, want not found naming the layer", err)
	}
}

func TestGeometryIsMadeValidOrRefused(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	// A bow tie covers the two triangles on both sides of its knot.
	tie := plant(t, 1)
	tie.Geometry = orb.Polygon{{{127, 36}, {128, 37}, {128, 36}, {127, 37}, {127, 36}}}
	e := publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(tie)})
	f, err := s.Feature(t.Context(), l, e.ID, tie.ID)
	if err != nil {
		t.Fatal(err)
	}
	parts, ok := f.Geometry.(orb.MultiPolygon)
	if !ok || len(parts) != 2 {
		t.Fatalf("the bow tie became %T %v, want two polygons", f.Geometry, f.Geometry)
	}
	for _, p := range parts {
		if p[0].Orientation() != orb.CCW {
			t.Errorf("exterior %v is not counter-clockwise", p[0])
		}
	}
	for name, polygon := range map[string]orb.Polygon{
		"without area": {{{127, 36}, {128, 37}, {127, 36}, {127, 36}}},
		"of 3 points":  {{{127, 36}, {128, 37}, {127, 36}}},
		"left open":    {{{127, 36}, {128, 37}, {128, 36}, {127, 37}}},
	} {
		flat := plant(t, 2)
		flat.Geometry = polygon
		_, err = s.Publish(t.Context(), atlas.Publication{Author: "a", Reason: "r", Changes: add(plant(t, 3), flat)})
		var rejected *atlas.Error
		if !errors.As(err, &rejected) || rejected.Kind != atlas.Rejected || len(rejected.Issues) != 1 || rejected.Issues[0].Feature != flat.ID {
			t.Errorf("a polygon %s: %v", name, err)
		}
	}
	if newest, err := s.Newest(t.Context()); err != nil || newest.ID != e.ID {
		t.Errorf("a rejected publication left edition %d, %v", newest.ID, err)
	}
}

func TestShippedDataLeavesOfficialsAlone(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	ship := func(features ...*atlas.Feature) atlas.Edition {
		return publish(t, s, atlas.Publication{Shipped: true, Origin: map[string]string{"kind": atlas.OriginShipped},
			Definitions: []atlas.Definition{d}, Changes: add(features...)})
	}
	ship(plant(t, 1), plant(t, 2), plant(t, 3), plant(t, 4))
	theirs := plant(t, 1)
	theirs.Properties["sector"] = "고친 값"
	publish(t, s, atlas.Publication{Changes: append(add(theirs, plant(t, 9)), atlas.Change{Layer: "plants", ID: "p002"})})

	// The next binary corrects 1, 2 and 3, and ships 4 no longer.
	corrected := []*atlas.Feature{plant(t, 1), plant(t, 2), plant(t, 3)}
	for _, f := range corrected {
		f.Properties["sector"] = "새 값"
	}
	e := ship(corrected...)
	if e.ID != 3 {
		t.Fatalf("the upgrade made edition %d, want 3", e.ID)
	}
	sectors := map[string]any{}
	err := s.Features(t.Context(), atlas.Query{Layer: l, Edition: 3, Day: day(t, "2026-01-01")}, func(f *atlas.Feature) error {
		sectors[f.ID] = f.Properties["sector"]
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"p001": "고친 값", "p003": "새 값", "p009": "조선"}
	if diff := cmp.Diff(want, sectors); diff != "" {
		t.Errorf("after the upgrade (-want +got):\n%s", diff)
	}
	if again := ship(corrected...); again.ID != 3 {
		t.Errorf("starting the same binary again made edition %d", again.ID)
	}
}

func TestEightPublishersAtOnce(t *testing.T) {
	s := postgistest.Open(t)
	l, d := layer(t, plants)
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}})
	const publishers, each = 8, 12

	stop := make(chan struct{})
	var readers, writers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			var last int64
			for {
				select {
				case <-stop:
					return
				default:
				}
				e, err := s.Newest(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				if e.ID < last {
					t.Errorf("a reader saw edition %d after %d", e.ID, last)
				}
				// Every feature of every edition up to the newest is there: one per edition after the first.
				n, err := s.Count(context.Background(), atlas.Query{Layer: l, Edition: e.ID, Day: day(t, "2026-01-01")})
				if err != nil || n != e.ID-1 {
					t.Errorf("edition %d shows %d features, %v", e.ID, n, err)
				}
				last = e.ID
			}
		})
	}
	for p := range publishers {
		writers.Go(func() {
			for i := range each {
				f := plant(t, p*each+i)
				if _, err := s.Publish(context.Background(), atlas.Publication{Author: fmt.Sprint("publisher ", p), Reason: "test", Changes: add(f)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	list, err := s.Editions(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != publishers*each+1 {
		t.Fatalf("%d editions, want %d", len(list), publishers*each+1)
	}
	for i, e := range list {
		if want := int64(len(list) - i); e.ID != want {
			t.Fatalf("edition %d stands where %d should", e.ID, want)
		}
		if i > 0 && e.At.After(list[i-1].At) {
			t.Errorf("edition %d is later than edition %d", e.ID, list[i-1].ID)
		}
	}
}

func TestWhoMayReadAndWrite(t *testing.T) {
	dsn := postgistest.Database(t)
	s, err := postgis.Open(t.Context(), postgis.Options{DSN: dsn, Log: postgistest.Quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, d := layer(t, plants)
	publish(t, s, atlas.Publication{Definitions: []atlas.Definition{d}, Changes: add(plant(t, 1), plant(t, 2))})
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	exec := func(sql string) error {
		_, err := conn.Exec(t.Context(), sql)
		return err
	}
	count := func(sql string) (n int) {
		if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Errorf("%s: %v", sql, err)
		}
		return n
	}
	if err := exec(`update feature set visibility = 'internal' where id = 'p002'`); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`update edition set reason = 'x'`, `delete from edition`, `truncate edition cascade`} {
		if err := exec(sql); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v, want refused", sql, err)
		}
	}
	if err := exec(`set role growthmap_public`); err != nil {
		t.Fatal(err)
	}
	if n := count(`select count(*) from feature_public`); n != 1 {
		t.Errorf("the public sees %d features, want the 1 public one", n)
	}
	if n := count(`select count(*) from growthmap.plants where amount > 0 and selected_on = '2024-10-28'`); n != 1 {
		t.Errorf("the typed view shows %d features, want 1", n)
	}
	for _, sql := range []string{
		`select * from feature`, `insert into edition select 2, now(), 'a', 'r', '{}', ''`, `update feature_public set id = 'x'`,
		`delete from definition`, `create table public.x ()`,
	} {
		if err := exec(sql); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("public: %s: %v, want permission denied", sql, err)
		}
	}
	if err := exec(`reset role`); err != nil {
		t.Fatal(err)
	}
	if err := exec(`set role growthmap_runtime`); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`delete from feature`, `delete from definition`, `drop table feature`} {
		if err := exec(sql); err == nil {
			t.Errorf("runtime: %s was allowed", sql)
		}
	}
}
