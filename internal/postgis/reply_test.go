package postgis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"growthmap/internal/atlas"
	"growthmap/internal/postgis"
	"growthmap/internal/postgis/postgistest"
)

func reply(id string) atlas.Reply {
	return atlas.Reply{
		ID: id, Name: atlas.Text{Ko: "국정감사 답변", En: "Reply to the audit"}, Author: "tester",
		// The spaces, the order and the trailing nought must survive.
		Figures: json.RawMessage(`[ {"b": "41.10",  "a": 1} ]`), Count: 1,
	}
}

func TestAReplyIsKeptByteForByte(t *testing.T) {
	s := postgistest.Open(t)
	now := time.Date(2026, 11, 22, 9, 0, 0, 123456789, atlas.Korea)
	frozen, err := s.Freeze(t.Context(), reply("audit-12"), now)
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.Reply(t.Context(), "audit-12")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read.Figures, reply("").Figures) || !bytes.Equal(read.Digest, frozen.Digest) || !bytes.Equal(read.Sum(), frozen.Sum()) || read.Count != 1 {
		t.Errorf("frozen %+v, read %+v", frozen, read)
	}
	if _, err := s.Freeze(t.Context(), reply("audit-12"), now); !atlas.IsKind(err, atlas.Conflict) {
		t.Errorf("frozen twice: %v", err)
	}
	if _, err := s.Reply(t.Context(), "audit-13"); !atlas.IsKind(err, atlas.NotFound) {
		t.Errorf("a reply nobody froze: %v", err)
	}
}

func TestAReplyIsChecked(t *testing.T) {
	s := postgistest.Open(t)
	for name, spoil := range map[string]func(*atlas.Reply){
		"id":      func(r *atlas.Reply) { r.ID = "Audit 12" },
		"name_en": func(r *atlas.Reply) { r.Name.En = "" },
		"author":  func(r *atlas.Reply) { r.Author = "" },
		"note":    func(r *atlas.Reply) { r.Note = string(bytes.Repeat([]byte("가"), 2001)) },
		"figures": func(r *atlas.Reply) { r.Figures, r.Count = json.RawMessage(`[]`), 0 },
	} {
		r := reply("audit")
		spoil(&r)
		if _, err := s.Freeze(t.Context(), r, time.Now()); !atlas.IsKind(err, atlas.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRepliesAreListedInPages(t *testing.T) {
	s := postgistest.Open(t)
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, atlas.Korea)
	for n := range 5 {
		if _, err := s.Freeze(t.Context(), reply(fmt.Sprintf("audit-%d", n)), now.Add(time.Duration(n/2)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for after := ""; ; {
		page, err := s.Replies(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			ids, after = append(ids, r.ID), r.ID
		}
		if len(page) < 2 {
			break
		}
	}
	if got := fmt.Sprint(ids); got != "[audit-4 audit-3 audit-2 audit-1 audit-0]" {
		t.Error(got)
	}
}

// Not even the owner of the table changes a reply, and the public role only reads.
func TestAReplyIsFinal(t *testing.T) {
	dsn := postgistest.Database(t)
	s, err := postgis.Open(t.Context(), postgis.Options{DSN: dsn, Log: postgistest.Quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Freeze(t.Context(), reply("audit"), time.Now()); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, change := range []string{`update reply set note = 'x'`, `delete from reply`, `truncate reply`} {
		if _, err := conn.Exec(t.Context(), change); err == nil {
			t.Errorf("the owner could %s", change)
		}
	}
	if _, err := conn.Exec(t.Context(), `set role growthmap_public`); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := conn.QueryRow(t.Context(), `select count(*) from reply`).Scan(&n); err != nil || n != 1 {
		t.Errorf("the public role reads %d replies: %v", n, err)
	}
	const insert = `insert into reply select 'other', name_ko, name_en, note, author, frozen_at, figures, digest from reply`
	if _, err := conn.Exec(t.Context(), insert); err == nil {
		t.Error("the public role could write a reply")
	}
}
