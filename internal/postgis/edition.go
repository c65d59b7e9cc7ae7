package postgis

import (
	"context"
	"errors"
	"math"
	"strconv"

	"github.com/jackc/pgx/v5"

	"growthmap/internal/atlas"
)

var editionNoun = atlas.Text{Ko: "판", En: "edition"}

// Newest returns the edition published last; a NotFound error when there is none yet.
func (s *Store) Newest(ctx context.Context) (atlas.Edition, error) {
	const newest = `select id, at, author, reason, origin, digest from edition order by id desc limit 1`
	e, err := scanEdition(s.read.QueryRow(ctx, newest))
	if errors.Is(err, pgx.ErrNoRows) {
		return e, atlas.Missing(editionNoun, "1")
	}
	return e, translate(err, "read the newest edition")
}

// NewestShipped returns the last edition published from data shipped with a
// binary; a NotFound error when there is none.
func (s *Store) NewestShipped(ctx context.Context) (atlas.Edition, error) {
	const newest = `select id, at, author, reason, origin, digest from edition where origin->>'kind' = $1 order by id desc limit 1`
	e, err := scanEdition(s.read.QueryRow(ctx, newest, atlas.OriginShipped))
	if errors.Is(err, pgx.ErrNoRows) {
		return e, atlas.Missing(editionNoun, atlas.OriginShipped)
	}
	return e, translate(err, "read the newest shipped edition")
}

// Edition returns one edition; a NotFound error names it.
func (s *Store) Edition(ctx context.Context, id int64) (atlas.Edition, error) {
	const one = `select id, at, author, reason, origin, digest from edition where id = $1`
	e, err := scanEdition(s.read.QueryRow(ctx, one, id))
	if errors.Is(err, pgx.ErrNoRows) {
		return e, atlas.Missing(editionNoun, strconv.FormatInt(id, 10))
	}
	return e, translate(err, "read an edition")
}

// Editions lists editions from the newest to the oldest, those before the given
// id only; 0 starts with the newest.
func (s *Store) Editions(ctx context.Context, before int64, limit int) ([]atlas.Edition, error) {
	const list = `select id, at, author, reason, origin, digest from edition where id < $1 order by id desc limit $2`
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := s.read.Query(ctx, list, before, limit)
	if err != nil {
		return nil, translate(err, "list editions")
	}
	editions, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (atlas.Edition, error) { return scanEdition(r) })
	return editions, translate(err, "list editions")
}

// EditionsTouching lists, the oldest first and up to the limit, the editions
// after one and up to another that changed a feature or the definition of any of
// the layers, or the definition of the indicator. More tells whether there are
// others beyond the limit.
func (s *Store) EditionsTouching(ctx context.Context, layers []string, indicator string, after, upTo int64, limit int) (editions []atlas.Edition, more bool, err error) {
	const list = `
		with touched as (
			select added as id from feature_public where layer = any($1) and added > $3 and added <= $4
			union select removed from feature_public where layer = any($1) and removed > $3 and removed <= $4
			union select unnest(array[added, removed]) from definition where kind = $6 and id = any($1) or kind = $7 and id = $2
		)
		select e.id, e.at, e.author, e.reason, e.origin, e.digest from edition e join touched using (id)
		where e.id > $3 and e.id <= $4 order by e.id limit $5`
	rows, err := s.read.Query(ctx, list, layers, indicator, after, upTo, limit+1, atlas.DefinesLayer, atlas.DefinesIndicator)
	if err != nil {
		return nil, false, translate(err, "list editions that changed a figure")
	}
	editions, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (atlas.Edition, error) { return scanEdition(r) })
	if more = len(editions) > limit; more {
		editions = editions[:limit]
	}
	return editions, more, translate(err, "list editions that changed a figure")
}

func scanEdition(row pgx.Row) (atlas.Edition, error) {
	var e atlas.Edition
	err := row.Scan(&e.ID, &e.At, &e.Author, &e.Reason, &e.Origin, &e.Digest)
	return e, err
}
