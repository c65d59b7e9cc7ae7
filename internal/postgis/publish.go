package postgis

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb/encoding/wkb"

	"growthmap/internal/atlas"
	"growthmap/internal/indicator"
)

// Publish writes one edition in one transaction: all of the publication or
// nothing. Features and definitions that equal the live ones are left alone; a
// publication that changes nothing makes no edition and returns the newest.
// The error is Rejected when a geometry cannot be made valid, NotFound when a
// feature to remove does not exist.
func (s *Store) Publish(ctx context.Context, p atlas.Publication) (atlas.Edition, error) {
	layers, err := s.layersOf(ctx, p)
	if err != nil {
		return atlas.Edition{}, err
	}
	rows, err := stagedRows(p, layers)
	if err != nil {
		return atlas.Edition{}, err
	}
	var edition atlas.Edition
	err = pgx.BeginFunc(ctx, s.write, func(tx pgx.Tx) error {
		if len(p.Definitions) == 0 {
			// Only a definition needs the owner: it makes views and indexes.
			if _, err := tx.Exec(ctx, `set local role growthmap_runtime`); err != nil {
				return err
			}
		}
		if err := stage(ctx, tx, rows); err != nil {
			return err
		}
		// From here on one publisher at a time: edition order is commit order.
		if _, err := tx.Exec(ctx, `lock table edition in share row exclusive mode`); err != nil {
			return err
		}
		edition, err = publish(ctx, tx, p)
		return err
	})
	if errors.Is(err, errNothingChanged) {
		return s.Newest(ctx)
	}
	return edition, translate(err, "publish an edition")
}

var errNothingChanged = errors.New("nothing changed")

// layersOf returns the layers whose features change, from the publication's own
// definitions or from the newest edition.
func (s *Store) layersOf(ctx context.Context, p atlas.Publication) (map[string]*atlas.Layer, error) {
	layers := map[string]*atlas.Layer{}
	for _, d := range p.Definitions {
		if d.Kind != atlas.DefinesLayer {
			continue
		}
		layer, err := atlas.ParseLayer(d.Body)
		if err != nil {
			return nil, err
		}
		layers[d.ID] = layer
	}
	for _, d := range p.Definitions {
		if d.Kind != atlas.DefinesIndicator {
			continue
		}
		i, err := indicator.Parse(d.Body)
		if err != nil {
			return nil, err
		}
		if layers[i.Layer] == nil {
			return nil, fmt.Errorf("indicator %s: its layer %q is not published with it", d.ID, i.Layer)
		}
		if err := i.CheckColumns(layers[i.Layer]); err != nil {
			return nil, err
		}
	}
	for _, c := range p.Changes {
		if layers[c.Layer] != nil {
			continue
		}
		newest, err := s.Newest(ctx)
		if err != nil {
			return nil, err
		}
		catalog, err := s.Catalog(ctx, newest.ID)
		if err != nil {
			return nil, err
		}
		entry, ok := catalog.Entry(c.Layer)
		if !ok {
			return nil, atlas.Missing(atlas.Text{Ko: "레이어", En: "layer"}, c.Layer)
		}
		layers[c.Layer] = entry.Layer
	}
	return layers, nil
}

var stagedColumns = []string{"layer", "id", "removal", "geom", "multi", "precision", "region", "sido", "sigungu", "among",
	"place_basis", "place_disagrees", "stated", "stages", "life", "properties", "citations", "sources", "content"}

// stagedRows turns changes into rows of the staging table, in the order of stagedColumns.
func stagedRows(p atlas.Publication, layers map[string]*atlas.Layer) ([][]any, error) {
	rows := make([][]any, 0, len(p.Changes))
	var issues []atlas.Issue
	for _, c := range p.Changes {
		if c.Feature == nil {
			rows = append(rows, []any{c.Layer, c.ID, true, nil, false, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, []byte{}})
			continue
		}
		f := c.Feature
		geometry, err := toGeom(f.Geometry)
		if err != nil {
			issues = append(issues, brokenGeometry(c.Layer, c.ID, err.Error()))
			continue
		}
		content, err := contentOf(f)
		if err != nil {
			return nil, fmt.Errorf("feature %s/%s: %w", c.Layer, c.ID, err)
		}
		text := func(s string) any {
			if s == "" {
				return nil
			}
			return s
		}
		rows = append(rows, []any{
			c.Layer, c.ID, false, geometry, strings.HasPrefix(layers[c.Layer].Geometry, "Multi"), string(f.Precision),
			text(f.Place.Region), text(f.Place.Sido), text(f.Place.Sigungu), f.Place.Among, string(f.Place.Basis), text(f.Place.Disagrees),
			orEmpty(f.Stated), orEmpty(f.Stages), dateRange(f.Life), orEmpty(f.Properties), f.Citations, f.SourceIDs(), content,
		})
	}
	return rows, rejected(issues)
}

func brokenGeometry(layer, id, found string) atlas.Issue {
	return atlas.Issue{
		Level: atlas.Blocking, File: layer, Feature: id, Column: "geometry", Found: found,
		Wanted: atlas.Text{Ko: "올바른 단일 종류의 도형", En: "a valid geometry of one kind"},
		Fix:    atlas.Text{Ko: "자기 교차나 겹친 점을 고친 뒤 다시 제출하세요.", En: "Mend self-intersections or repeated points and submit again."},
	}
}

// rejected is the error for issues that stop a publication; nil for none.
func rejected(issues []atlas.Issue) error {
	if len(issues) == 0 {
		return nil
	}
	return &atlas.Error{Kind: atlas.Rejected, Issues: issues, Message: atlas.Text{
		Ko: fmt.Sprintf("도형 %d건을 올바르게 고칠 수 없어 아무것도 저장하지 않았습니다.", len(issues)),
		En: fmt.Sprintf("%d geometries cannot be made valid, so nothing was saved.", len(issues)),
	}}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func dateRange(i atlas.Interval) pgtype.Range[pgtype.Date] {
	r := pgtype.Range[pgtype.Date]{LowerType: pgtype.Unbounded, UpperType: pgtype.Unbounded, Valid: true}
	if i.From != atlas.MinDay {
		r.Lower, r.LowerType = date(i.From), pgtype.Inclusive
	}
	if i.To != atlas.MaxDay {
		r.Upper, r.UpperType = date(i.To), pgtype.Inclusive
	}
	return r
}

func date(d atlas.Day) pgtype.Date { return pgtype.Date{Time: d.Date(), Valid: true} }

// contentOf writes everything a feature says in one fixed form, for its digest.
func contentOf(f *atlas.Feature) ([]byte, error) {
	var geometry string
	if f.Geometry != nil {
		b, err := wkb.Marshal(f.Geometry)
		if err != nil {
			return nil, fmt.Errorf("geometry to WKB: %w", err)
		}
		geometry = hex.EncodeToString(b)
	}
	return json.Marshal(struct {
		Layer, ID, Geometry string
		Precision           atlas.Precision
		Place               atlas.Place
		Stated              map[string]string
		Stages              map[string]atlas.Interval
		Life                atlas.Interval
		Properties          map[string]any
		Citations           []atlas.Citation
	}{f.Layer, f.ID, geometry, f.Precision, f.Place, f.Stated, f.Stages, f.Life, f.Properties, f.Citations})
}

// stage copies the changes into a table of the transaction and makes every
// geometry valid, wound and of the kind the layer wants.
func stage(ctx context.Context, tx pgx.Tx, rows [][]any) error {
	const create = `create temporary table staged (
		layer text collate "C" not null, id text collate "C" not null, removal boolean not null, geom geometry(Geometry, 4326), multi boolean not null,
		precision text, region text, sido text, sigungu text, among text[], place_basis text, place_disagrees text,
		stated jsonb, stages jsonb, life daterange, properties jsonb, citations jsonb, sources text[],
		content bytea not null, salt bytea, digest bytea, primary key (layer, id)) on commit drop`
	if _, err := tx.Exec(ctx, create); err != nil {
		return err
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"staged"}, stagedColumns, pgx.CopyFromRows(rows)); err != nil {
		return err
	}
	const mend = `update staged set geom = st_makevalid(geom, 'method=structure keepcollapsed=false')
		where geom is not null and not st_isvalid(geom)`
	if _, err := tx.Exec(ctx, mend); err != nil {
		return err
	}
	const wind = `update staged set geom = case when multi then st_multi(st_forcepolygonccw(geom)) else st_forcepolygonccw(geom) end
		where geom is not null and (multi or st_dimension(geom) = 2)`
	if _, err := tx.Exec(ctx, wind); err != nil {
		return err
	}
	const broken = `select layer, id, st_isempty(geom) from staged
		where geom is not null and (st_isempty(geom) or geometrytype(geom) = 'GEOMETRYCOLLECTION')
		order by layer, id limit 1000`
	found, err := tx.Query(ctx, broken)
	if err != nil {
		return err
	}
	issues, err := pgx.CollectRows(found, func(r pgx.CollectableRow) (atlas.Issue, error) {
		var layer, id string
		var empty bool
		err := r.Scan(&layer, &id, &empty)
		if empty {
			return brokenGeometry(layer, id, "empty"), err
		}
		return brokenGeometry(layer, id, "mixed kinds"), err
	})
	if err == nil {
		err = rejected(issues)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `analyze staged`)
	return err
}

// publish runs under the lock: it keeps only what really changes, then writes
// the edition, its digest, its features and its definitions.
func publish(ctx context.Context, tx pgx.Tx, p atlas.Publication) (atlas.Edition, error) {
	var none atlas.Edition
	if p.Shipped {
		if err := keepOfficialChanges(ctx, tx, p); err != nil {
			return none, err
		}
	} else if err := findRemovals(ctx, tx); err != nil {
		return none, err
	}
	const same = `delete from staged s using feature f
		where f.layer = s.layer and f.id = s.id and f.removed is null and not s.removal and sha256(f.salt || s.content) = f.digest`
	if _, err := tx.Exec(ctx, same); err != nil {
		return none, err
	}
	definitions, gone, err := changedDefinitions(ctx, tx, p)
	if err != nil {
		return none, err
	}
	const seal = `update staged set salt = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())`
	if _, err := tx.Exec(ctx, seal); err != nil {
		return none, err
	}
	const digest = `update staged set digest = sha256(salt || content)`
	tag, err := tx.Exec(ctx, digest)
	if err != nil {
		return none, err
	}
	if tag.RowsAffected() == 0 && len(definitions) == 0 && len(gone) == 0 {
		return none, errNothingChanged
	}
	bodies := make([]string, 0, len(definitions)+len(gone))
	for _, d := range definitions {
		bodies = append(bodies, d.Kind+"/"+d.ID+"\n"+string(d.Body))
	}
	for _, key := range gone {
		bodies = append(bodies, key+"\n")
	}
	const insert = `
		with previous as (select coalesce(max(id), 0) as id from edition)
		insert into edition (id, author, reason, origin, digest)
		select previous.id + 1, $1, $2, $3, sha256(
			coalesce((select digest from edition where id = previous.id), ''::bytea)
			|| coalesce((select string_agg(sha256(convert_to(b, 'UTF8')), ''::bytea order by b collate "C") from unnest($4::text[]) b), ''::bytea)
			|| coalesce((select string_agg(sha256(convert_to(layer || E'\n' || id || E'\n' || removal, 'UTF8') || digest), ''::bytea order by layer, id) from staged), ''::bytea))
		from previous returning id, at, author, reason, origin, digest`
	origin := p.Origin
	if origin == nil {
		origin = map[string]string{}
	}
	edition, err := scanEdition(tx.QueryRow(ctx, insert, p.Author, p.Reason, origin, bodies))
	if err != nil {
		return none, err
	}
	const retire = `update feature f set removed = $1 from staged s where f.layer = s.layer and f.id = s.id and f.removed is null`
	if _, err := tx.Exec(ctx, retire, edition.ID); err != nil {
		return none, err
	}
	const add = `insert into feature (layer, id, added, geom, precision, region, sido, sigungu, among, place_basis, place_disagrees,
			stated, stages, life, properties, citations, sources, salt, digest)
		select layer, id, $1, geom, precision, region, sido, sigungu, among, place_basis, place_disagrees,
			stated, stages, life, properties, citations, sources, salt, digest
		from staged where not removal order by layer, id`
	if _, err := tx.Exec(ctx, add, edition.ID); err != nil {
		return none, err
	}
	return edition, writeDefinitions(ctx, tx, edition.ID, definitions, gone)
}

// findRemovals makes sure that everything to be removed exists.
func findRemovals(ctx context.Context, tx pgx.Tx) error {
	const absent = `select s.id from staged s where s.removal and not exists (
		select from feature f where f.layer = s.layer and f.id = s.id and f.removed is null) order by s.layer, s.id limit 1`
	var id string
	err := tx.QueryRow(ctx, absent).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return atlas.Missing(featureNoun, id)
}

// keepOfficialChanges narrows a shipped publication: what officials changed or
// removed since stays theirs, and what the binary no longer ships is removed.
func keepOfficialChanges(ctx context.Context, tx pgx.Tx, p atlas.Publication) error {
	const theirs = `delete from staged s where exists (
		select from feature f join edition e on e.id = coalesce(f.removed, f.added)
		where f.layer = s.layer and f.id = s.id and e.origin->>'kind' is distinct from $1
		and not exists (select from feature later where later.layer = f.layer and later.id = f.id and later.added > f.added))`
	if _, err := tx.Exec(ctx, theirs, atlas.OriginShipped); err != nil {
		return err
	}
	kept := make([]string, 0, len(p.Changes))
	for _, c := range p.Changes {
		kept = append(kept, c.Layer+"\n"+c.ID)
	}
	const unshipped = `insert into staged (layer, id, removal, multi, content)
		select f.layer, f.id, true, false, '' from feature f join edition e on e.id = f.added
		where f.removed is null and e.origin->>'kind' = $1
		and not (f.layer || E'\n' || f.id = any($2::text[]))`
	_, err := tx.Exec(ctx, unshipped, atlas.OriginShipped, kept)
	return err
}

// changedDefinitions returns the definitions that differ from the live ones and
// the ids of those that the binary shipped once and ships no longer.
func changedDefinitions(ctx context.Context, tx pgx.Tx, p atlas.Publication) (changed []atlas.Definition, gone []string, err error) {
	const live = `select d.kind || '/' || d.id, d.body::text, e.origin->>'kind' from definition d join edition e on e.id = d.added where d.removed is null`
	rows, err := tx.Query(ctx, live)
	if err != nil {
		return nil, nil, err
	}
	bodies, shipped := map[string]string{}, map[string]bool{}
	var key string
	var body string
	var kind *string
	_, err = pgx.ForEachRow(rows, []any{&key, &body, &kind}, func() error {
		bodies[key] = body
		shipped[key] = kind != nil && *kind == atlas.OriginShipped
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for _, d := range p.Definitions {
		key := d.Kind + "/" + d.ID
		if bodies[key] != string(d.Body) {
			changed = append(changed, d)
		}
		delete(shipped, key)
	}
	if p.Shipped {
		for key, was := range shipped {
			if was {
				gone = append(gone, key)
			}
		}
	}
	return changed, gone, nil
}

// writeDefinitions writes the changed definitions and their views.
func writeDefinitions(ctx context.Context, tx pgx.Tx, edition int64, changed []atlas.Definition, gone []string) error {
	const retire = `update definition set removed = $1 where kind || '/' || id = $2 and removed is null`
	const add = `insert into definition (kind, id, added, body) values ($1, $2, $3, $4)`
	for _, key := range gone {
		if _, err := tx.Exec(ctx, retire, edition, key); err != nil {
			return err
		}
		if kind, id, _ := strings.Cut(key, "/"); kind == atlas.DefinesLayer {
			if err := undefine(ctx, tx, id); err != nil {
				return err
			}
		}
	}
	for _, d := range changed {
		if _, err := tx.Exec(ctx, retire, edition, d.Kind+"/"+d.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, add, d.Kind, d.ID, edition, string(d.Body)); err != nil {
			return err
		}
		if d.Kind != atlas.DefinesLayer {
			continue
		}
		layer, err := atlas.ParseLayer(d.Body)
		if err != nil {
			return err
		}
		if err := define(ctx, tx, layer); err != nil {
			return err
		}
	}
	return nil
}
