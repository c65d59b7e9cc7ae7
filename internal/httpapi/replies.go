package httpapi

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
	"growthmap/internal/indicator"
)

type replies struct {
	Replies []replySummary `json:"replies"`
	Links   []export.Link  `json:"links"`
}

// replySummary is a frozen set of figures without the figures.
type replySummary struct {
	ID       string        `json:"id"`
	Name     atlas.Text    `json:"name"`
	Note     string        `json:"note,omitempty"`
	Author   string        `json:"author"`
	FrozenAt time.Time     `json:"frozen_at"`
	Count    int           `json:"count"`
	Digest   string        `json:"digest"`
	Links    []export.Link `json:"links"`
}

// frozenReply is a reply with its figures, and whether each still stands.
type frozenReply struct {
	replySummary
	Figures []frozenFigure `json:"figures"`
}

type frozenFigure struct {
	Frozen   json.RawMessage `json:"frozen"` // byte for byte
	Standing frozenStanding  `json:"standing"`
	Links    []export.Link   `json:"links"`

	Quotation indicator.Quotation `json:"-"` // Frozen, read
}

// frozenStanding is a standing in short; the citation says more.
type frozenStanding struct {
	Status      indicator.Status       `json:"status"`
	Edition     int64                  `json:"edition"`
	Text        string                 `json:"text"`
	Figure      *indicator.Figure      `json:"figure,omitempty"`
	Differences []indicator.Difference `json:"differences"`
}

func replyPath(id string) string { return "/api/replies/" + url.PathEscape(id) }

func (a *ask) describeReply(r atlas.Reply) replySummary {
	return replySummary{
		ID: r.ID, Name: r.Name, Note: r.Note, Author: r.Author, FrozenAt: r.FrozenAt.UTC(), Count: r.Count, Digest: hex.EncodeToString(r.Digest),
		Links: []export.Link{{Href: a.url(replyPath(r.ID)), Rel: "self", Type: jsonFormat.media, Title: r.Name.In(a.lang)}},
	}
}

func (s *Server) replies(a *ask) (*answer, error) {
	limit, err := limitOf(a.query, defaultLimit)
	if err != nil {
		return nil, err
	}
	if after, given := a.query["after"]; given {
		if _, err := s.store.Reply(a.ctx, after); atlas.IsKind(err, atlas.NotFound) {
			return nil, unusable("after", after, say(korean.WantAfter, english.WantAfter))
		}
	}
	// What is frozen is no part of any edition, so the list itself is the key.
	list, err := s.store.Replies(a.ctx, a.query["after"], limit+1)
	if err != nil {
		return nil, err
	}
	answer, err := s.reply(a, nil, func(context.Context) (*body, error) {
		doc := replies{Replies: []replySummary{}, Links: a.selfLinks()}
		if len(list) > limit {
			list = list[:limit]
			doc.Links = append(doc.Links, export.Link{
				Href: a.here(map[string]string{"after": list[limit-1].ID}), Rel: "next", Type: a.format.media, Title: words(a.lang).NextPage,
			})
		}
		for _, r := range list {
			doc.Replies = append(doc.Replies, a.describeReply(r))
		}
		return s.document(a, doc, doc.Links, page{name: "replies", Title: words(a.lang).Replies})
	})
	if err != nil {
		return nil, err
	}
	answer.control = revalidate
	for _, r := range list {
		answer.key = append(answer.key, hex.EncodeToString(r.Digest))
	}
	return answer, nil
}

func (s *Server) frozenReply(a *ask) (*answer, error) {
	id := a.path["reply"]
	r, err := s.store.Reply(a.ctx, id)
	if atlas.IsKind(err, atlas.NotFound) {
		missing := atlas.Missing(say(korean.ReplyNoun, english.ReplyNoun), shorten(id))
		missing.Parameter, missing.Wanted = "reply", say(korean.WantReply, english.WantReply)
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	answer, err := s.reply(a, []int64{a.catalog.Edition.ID}, func(ctx context.Context) (*body, error) {
		doc := frozenReply{replySummary: a.describeReply(r), Figures: []frozenFigure{}}
		doc.Links = a.selfLinks()
		var frozen []json.RawMessage
		if err := json.Unmarshal(r.Figures, &frozen); err != nil {
			return nil, fmt.Errorf("reply %s: %w", r.ID, err)
		}
		citations := indicator.NewCitations(s.store)
		for _, raw := range frozen {
			f, err := a.frozenFigure(ctx, citations, raw)
			if err != nil {
				return nil, fmt.Errorf("reply %s: %w", r.ID, err)
			}
			doc.Figures = append(doc.Figures, f)
		}
		return s.document(a, doc, doc.Links, page{name: "reply", Title: r.Name.In(a.lang)})
	})
	if err != nil {
		return nil, err
	}
	answer.key = append(answer.key, hex.EncodeToString(r.Digest))
	return answer, nil
}

func (a *ask) frozenFigure(ctx context.Context, citations *indicator.Citations, raw json.RawMessage) (frozenFigure, error) {
	f := frozenFigure{Frozen: raw}
	if err := json.Unmarshal(raw, &f.Quotation); err != nil {
		return f, err
	}
	figure := f.Quotation.Figure
	found, err := citations.Standing(ctx, figure, a.catalog.Edition.ID)
	if err != nil {
		return f, err
	}
	f.Standing = frozenStanding{
		Status: found.Status, Edition: a.catalog.Edition.ID, Text: a.standingText(found),
		Differences: append([]indicator.Difference{}, found.Differences...),
	}
	if found.Now != nil {
		f.Standing.Figure = &found.Now.Figure
	}
	f.Links = []export.Link{{Href: a.citeURL(figure.ID), Rel: relCiteAs, Type: htmlFormat.media, Title: f.Quotation.Title.In(a.lang)}}
	return f, nil
}
