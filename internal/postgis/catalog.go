package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"growthmap/internal/atlas"
)

// Catalog returns the layers of an edition. An edition never changes, so the
// answer is kept; concurrent callers wait for one computation.
func (s *Store) Catalog(ctx context.Context, edition int64) (*atlas.Catalog, error) {
	return s.catalogs.Get(ctx, edition, loader(s.catalog))
}

type loader func(context.Context, int64) (*atlas.Catalog, error)

// Load computes the catalog of one edition.
func (l loader) Load(ctx context.Context, edition int64) (*atlas.Catalog, error) {
	return l(ctx, edition)
}

// Reload computes it anew; the cache never asks, as editions do not change.
func (l loader) Reload(ctx context.Context, edition int64, _ *atlas.Catalog) (*atlas.Catalog, error) {
	return l(ctx, edition)
}

func (s *Store) catalog(ctx context.Context, edition int64) (*atlas.Catalog, error) {
	e, err := s.Edition(ctx, edition)
	if err != nil {
		return nil, err
	}
	const definitions = `
		select id, body::text, added from definition
		where kind = $2 and added <= $1 and (removed is null or removed > $1)
		order by id`
	catalog := &atlas.Catalog{Edition: e}
	rows, err := s.read.Query(ctx, definitions, edition, atlas.DefinesIndicator)
	if err != nil {
		return nil, translate(err, "read definitions")
	}
	catalog.Indicators, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (atlas.Definition, error) {
		d := atlas.Definition{Kind: atlas.DefinesIndicator}
		var body string
		var added int64
		err := r.Scan(&d.ID, &body, &added)
		d.Body, catalog.Defined = []byte(body), max(catalog.Defined, added)
		return d, err
	})
	if err != nil {
		return nil, translate(err, "read definitions")
	}
	rows, err = s.read.Query(ctx, definitions, edition, atlas.DefinesLayer)
	if err != nil {
		return nil, translate(err, "read definitions")
	}
	entries, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (atlas.Entry, error) {
		var id string
		var body string
		var entry atlas.Entry
		if err := r.Scan(&id, &body, &entry.Changed); err != nil {
			return entry, err
		}
		layer, err := atlas.ParseLayer([]byte(body))
		if err != nil {
			return entry, fmt.Errorf("definition of edition %d: %w", entry.Changed, err)
		}
		entry.Layer, entry.Body, entry.Life = layer, []byte(body), atlas.Always
		return entry, nil
	})
	if err != nil {
		return nil, translate(err, "read definitions")
	}
	const facts = `
		select layer, count(*) filter (where removed is null or removed > $1),
			max(case when removed <= $1 then removed else added end),
			st_xmin(st_extent(geom)), st_ymin(st_extent(geom)), st_xmax(st_extent(geom)), st_ymax(st_extent(geom)),
			case when not bool_or(lower_inf(life)) then min(lower(life)) end, case when not bool_or(upper_inf(life)) then max(upper(life) - 1) end
		from feature_public where added <= $1 group by layer`
	rows, err = s.read.Query(ctx, facts, edition)
	if err != nil {
		return nil, translate(err, "summarise layers")
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var count, changed int64
		var xmin, ymin, xmax, ymax *float64
		var first, last *time.Time
		if err := rows.Scan(&id, &count, &changed, &xmin, &ymin, &xmax, &ymax, &first, &last); err != nil {
			return nil, translate(err, "summarise layers")
		}
		for i := range entries {
			if entries[i].Layer.ID != id {
				continue
			}
			entries[i].Count = count
			entries[i].Changed = max(entries[i].Changed, changed)
			entries[i].Life = intervalOf(first, last)
			if xmin != nil {
				entries[i].Extent = &orb.Bound{Min: orb.Point{*xmin, *ymin}, Max: orb.Point{*xmax, *ymax}}
			}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err, "summarise layers")
	}
	catalog.Entries = entries
	return catalog, nil
}

// intervalOf reads the ends of a date range; nil is an open end.
func intervalOf(from, to *time.Time) atlas.Interval {
	i := atlas.Always
	if from != nil {
		i.From = atlas.DayOf(from.Add(12 * time.Hour)) // noon UTC lies in the same day in Korea
	}
	if to != nil {
		i.To = atlas.DayOf(to.Add(12 * time.Hour))
	}
	return i
}
