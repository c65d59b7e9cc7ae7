package postgis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"growthmap/internal/atlas"
)

var replyNoun = atlas.Text{Ko: "답변", En: "reply"}

// Freeze keeps a reply for ever, with its digest and the time of now. The error
// is Invalid when the reply says too little or too much, Conflict when its id is
// taken.
func (s *Store) Freeze(ctx context.Context, r atlas.Reply, now time.Time) (atlas.Reply, error) {
	if err := r.Check(); err != nil {
		return r, err
	}
	r.FrozenAt = now.UTC().Truncate(time.Microsecond)
	r.Digest = r.Sum()
	const insert = `insert into reply (id, name_ko, name_en, note, author, frozen_at, figures, digest)
		values ($1, $2, $3, $4, $5, $6, $7::text::json, $8) on conflict (id) do nothing`
	taken := false
	err := pgx.BeginFunc(ctx, s.write, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `set local role growthmap_runtime`); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, insert, r.ID, r.Name.Ko, r.Name.En, r.Note, r.Author, r.FrozenAt, string(r.Figures), r.Digest)
		taken = tag.RowsAffected() == 0
		return err
	})
	if err == nil && taken {
		return r, &atlas.Error{Kind: atlas.Conflict, Parameter: "id", Given: r.ID, Message: atlas.Text{
			Ko: fmt.Sprintf("답변 %q은(는) 이미 동결되어 있고, 동결한 답변은 바꿀 수 없습니다. 다른 이름으로 동결하세요.", r.ID),
			En: fmt.Sprintf("The reply %q is frozen already, and a frozen reply never changes. Freeze this one under another name.", r.ID),
		}}
	}
	return r, translate(err, "freeze a reply")
}

const replyColumns = `id, name_ko, name_en, note, author, frozen_at, json_array_length(figures), digest`

// Reply returns a frozen reply with its figures; a NotFound error names it. One
// whose content no longer has its digest is an error.
func (s *Store) Reply(ctx context.Context, id string) (atlas.Reply, error) {
	const one = `select figures::text, ` + replyColumns + ` from reply where id = $1`
	var figures string
	r, err := scanReply(s.read.QueryRow(ctx, one, id), &figures)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, atlas.Missing(replyNoun, id)
	}
	if err != nil {
		return r, translate(err, "read a reply")
	}
	r.Figures = json.RawMessage(figures)
	if !bytes.Equal(r.Sum(), r.Digest) {
		return r, fmt.Errorf("reply %s: its content does not have the digest it was frozen with", id)
	}
	return r, nil
}

// Replies lists frozen replies without their figures, the newest first, those
// after the given id only; "" starts with the newest.
func (s *Store) Replies(ctx context.Context, after string, limit int) ([]atlas.Reply, error) {
	const list = `select ` + replyColumns + ` from reply
		where $1 = '' or (frozen_at, id) < (select frozen_at, id from reply where id = $1)
		order by frozen_at desc, id desc limit $2`
	rows, err := s.read.Query(ctx, list, after, limit)
	if err != nil {
		return nil, translate(err, "list replies")
	}
	replies, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (atlas.Reply, error) { return scanReply(row) })
	return replies, translate(err, "list replies")
}

func scanReply(row pgx.Row, first ...any) (atlas.Reply, error) {
	var r atlas.Reply
	err := row.Scan(append(first, &r.ID, &r.Name.Ko, &r.Name.En, &r.Note, &r.Author, &r.FrozenAt, &r.Count, &r.Digest)...)
	return r, err
}
