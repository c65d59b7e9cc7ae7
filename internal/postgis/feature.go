package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

var featureNoun = atlas.Text{Ko: "항목", En: "feature"}

// columnsRead are the columns of every statement that reads whole features, in
// the order scanFeature expects; the geometry comes first.
const columnsRead = `f.id, f.added, f.precision, f.region, f.sido, f.sigungu, f.among, f.place_basis, f.place_disagrees,
	f.stated, f.stages, lower(f.life), upper(f.life) - 1, f.properties, f.citations`

// Features calls each for every feature of the query, ordered by id in byte
// order. Geometry is EPSG:4326, nil when the query skips it. It stops at the first error of each.
func (s *Store) Features(ctx context.Context, q atlas.Query, each func(*atlas.Feature) error) error {
	geometry := "f.geom, "
	if q.SkipGeometry {
		geometry = "null::geometry, "
	}
	b, err := selectFeatures(q, geometry+columnsRead)
	if err != nil {
		return err
	}
	b.page(q)
	return s.each(ctx, b, q.Layer, each)
}

// Count returns the number of features of the query without its page: After,
// Limit and Offset do not matter.
func (s *Store) Count(ctx context.Context, q atlas.Query) (int64, error) {
	q.After = ""
	b, err := selectFeatures(q, "count(*)")
	if err != nil {
		return 0, err
	}
	var n int64
	err = s.read.QueryRow(ctx, b.sql.String(), b.args...).Scan(&n)
	return n, translate(err, "count features")
}

// TileFeatures calls each for every feature of the query that touches the
// bound, with its geometry in EPSG:3857 simplified to the tolerance in metres.
// Parts smaller than that are left out, unless nothing else is left of a feature.
func (s *Store) TileFeatures(ctx context.Context, q atlas.Query, bound orb.Bound, tolerance float64, each func(*atlas.Feature) error) error {
	var b builder
	within := b.arg(tolerance)
	geometry := "coalesce(st_simplify(f.geom_3857, " + within + "), st_simplify(f.geom_3857, " + within + ", true)), "
	if err := b.from(q, geometry+columnsRead); err != nil {
		return err
	}
	b.and("f.geom_3857 && st_makeenvelope(", b.arg(bound.Min[0]), ",", b.arg(bound.Min[1]), ",", b.arg(bound.Max[0]), ",", b.arg(bound.Max[1]), ", 3857)")
	b.page(q)
	return s.each(ctx, &b, q.Layer, each)
}

func (s *Store) each(ctx context.Context, b *builder, layer *atlas.Layer, each func(*atlas.Feature) error) error {
	rows, err := s.read.Query(ctx, b.sql.String(), b.args...)
	if err != nil {
		return translate(err, "read features")
	}
	defer rows.Close()
	for rows.Next() {
		f, err := scanFeature(rows, layer)
		if err != nil {
			return translate(err, "read features")
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return translate(rows.Err(), "read features")
}

// Feature returns one feature as known in the edition; a NotFound error names it.
func (s *Store) Feature(ctx context.Context, layer *atlas.Layer, edition int64, id string) (*atlas.Feature, error) {
	const one = `select f.geom, ` + columnsRead + ` from feature_public f
		where f.layer = $1 and f.id = $2 and f.added <= $3 and (f.removed is null or f.removed > $3)`
	f, err := scanFeature(s.read.QueryRow(ctx, one, layer.ID, id, edition), layer)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, atlas.Missing(featureNoun, id)
	}
	return f, translate(err, "read a feature")
}

func scanFeature(row pgx.Row, layer *atlas.Layer) (*atlas.Feature, error) {
	f := &atlas.Feature{Layer: layer.ID}
	var region, sido, sigungu, disagrees *string
	var from, to *time.Time
	var stages, properties, citations []byte
	err := row.Scan(&f.Geometry, &f.ID, &f.Added, &f.Precision, &region, &sido, &sigungu, &f.Place.Among, &f.Place.Basis, &disagrees,
		&f.Stated, &stages, &from, &to, &properties, &citations)
	if err != nil {
		return nil, err
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	f.Place.Region, f.Place.Sido, f.Place.Sigungu, f.Place.Disagrees = text(region), text(sido), text(sigungu), text(disagrees)
	f.Life = intervalOf(from, to)
	if err := json.Unmarshal(stages, &f.Stages); err != nil {
		return nil, fmt.Errorf("stages of %s/%s: %w", layer.ID, f.ID, err)
	}
	if err := json.Unmarshal(citations, &f.Citations); err != nil {
		return nil, fmt.Errorf("citations of %s/%s: %w", layer.ID, f.ID, err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(properties, &raw); err != nil {
		return nil, fmt.Errorf("properties of %s/%s: %w", layer.ID, f.ID, err)
	}
	f.Properties = make(map[string]any, len(raw))
	for id, value := range raw {
		v, err := propertyValue(value)
		if err != nil {
			return nil, fmt.Errorf("property %s of %s/%s: %w", id, layer.ID, f.ID, err)
		}
		f.Properties[id] = v
	}
	return f, nil
}

// propertyValue reads a stored value into the Go types of atlas.Feature: a
// number that is a whole won or count is int64, any other keeps its digits.
func propertyValue(raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	case 't', 'f':
		return raw[0] == 't', nil
	case '[':
		var list []string
		err := json.Unmarshal(raw, &list)
		return list, err
	case 'n':
		return nil, nil
	default:
		n := json.Number(raw)
		if i, err := n.Int64(); err == nil {
			return i, nil
		}
		return n, nil
	}
}
