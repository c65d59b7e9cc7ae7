package httpapi

import (
	"context"
	"encoding/hex"
	"strconv"
	"time"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

type editions struct {
	Editions []edition     `json:"editions"`
	Links    []export.Link `json:"links"`
}

type edition struct {
	ID     int64             `json:"id"`
	At     time.Time         `json:"at"`
	Author string            `json:"author"`
	Reason string            `json:"reason"`
	Origin map[string]string `json:"origin"`
	Digest string            `json:"digest"`
	Links  []export.Link     `json:"links"`
}

func (a *ask) describeEdition(e atlas.Edition) edition {
	origin := e.Origin
	if origin == nil {
		origin = map[string]string{}
	}
	number := strconv.FormatInt(e.ID, 10)
	return edition{
		ID: e.ID, At: e.At.UTC(), Author: e.Author, Reason: e.Reason, Origin: origin, Digest: hex.EncodeToString(e.Digest),
		Links: []export.Link{
			{Href: a.url("/api/collections", "edition", number), Rel: "data", Type: jsonFormat.media, Title: words(a.lang).LayersOfEdition},
		},
	}
}

func (s *Server) editions(a *ask) (*answer, error) {
	limit, err := limitOf(a.query, defaultLimit)
	if err != nil {
		return nil, err
	}
	before, err := wholeNumber(a.query, "before", 0, 1)
	if err != nil {
		return nil, err
	}
	// An edition asked for by number is the newest of the list.
	if _, given := a.query["edition"]; given && (before == 0 || before > a.catalog.Edition.ID) {
		before = a.catalog.Edition.ID + 1
	}
	return s.reply(a, []int64{a.catalog.Edition.ID}, func(ctx context.Context) (*body, error) {
		list, err := s.store.Editions(ctx, before, limit+1)
		if err != nil {
			return nil, err
		}
		doc := editions{Editions: []edition{}, Links: a.selfLinks()}
		if len(list) > limit {
			list = list[:limit]
			doc.Links = append(doc.Links, export.Link{
				Href: a.here(map[string]string{"before": strconv.FormatInt(list[limit-1].ID, 10)}),
				Rel:  "next", Type: a.format.media, Title: words(a.lang).NextPage,
			})
		}
		for _, e := range list {
			d := a.describeEdition(e)
			d.Links = append([]export.Link{{
				Href: a.url("/api/editions/" + strconv.FormatInt(e.ID, 10)), Rel: "self", Type: jsonFormat.media,
			}}, d.Links...)
			doc.Editions = append(doc.Editions, d)
		}
		return s.document(a, doc, doc.Links, page{name: "editions", Title: words(a.lang).Editions})
	})
}

func (s *Server) edition(a *ask) (*answer, error) {
	number, err := strconv.ParseInt(a.path["number"], 10, 64)
	if err != nil || number < 1 {
		return nil, unusable("number", a.path["number"], say(korean.WantEdition, english.WantEdition))
	}
	catalog, err := s.catalogOf(a.ctx, number)
	if err != nil {
		return nil, err
	}
	return s.reply(a, []int64{number}, func(context.Context) (*body, error) {
		doc := a.describeEdition(catalog.Edition)
		doc.Links = append(a.selfLinks(), doc.Links...)
		title := say(korean.EditionTitle, english.EditionTitle, number).In(a.lang)
		return s.document(a, doc, doc.Links, page{name: "edition", Title: title})
	})
}
