package httpapi

import (
	"errors"
	"testing"

	"growthmap/internal/atlas"
)

// Whatever a client sends as a query is read or refused by name, and what is
// read is within the limits.
func FuzzQuery(f *testing.F) {
	layer := &atlas.Layer{
		ID: "tests", Geometry: "Point",
		Schema: atlas.Schema{
			{ID: "name", Type: atlas.String, Localized: true}, {ID: "amount", Type: atlas.Integer}, {ID: "share", Type: atlas.Decimal},
			{ID: "open", Type: atlas.Boolean}, {ID: "day", Type: atlas.DayType},
		},
	}
	for _, seed := range []string{
		"bbox=126,34,130,38&limit=5", "bbox=170,-10,-170,10", "datetime=2024-01-01T/2025-01-01T", "datetime=../9999-12-31T23:59:59-12:00",
		"amount=12&share=1E2&open=true&day=2026-06", "after=YQ&offset=3", "limit=99999999999999999999", "name_ko=%ED%95%9C", "a=%ff&b=%00", "x=1;y=2",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		query, err := readParams(raw)
		var a ask
		var q atlas.Query
		if err == nil {
			a = ask{query: query, entry: atlas.Entry{Layer: layer}, catalog: &atlas.Catalog{}}
			q, err = a.itemQuery()
		}
		if err != nil {
			var known *atlas.Error
			if !errors.As(err, &known) || known.Kind != atlas.Invalid || !known.Message.Complete() || len(known.Given) > 210 {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		if q.Limit < 1 || q.Limit > maxLimit || q.Offset < 0 || q.Offset > maxOffset || len(q.Boxes) > 2 {
			t.Errorf("%q: %+v", raw, q)
		}
		for _, b := range q.Boxes {
			if !(b.Min[0] >= -180 && b.Min[0] <= b.Max[0] && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Min[1] <= b.Max[1] && b.Max[1] <= 90) {
				t.Errorf("%q: box %v", raw, b)
			}
		}
		if q.During != nil && q.During.From > q.During.To {
			t.Errorf("%q: interval %v", raw, q.During)
		}
	})
}
