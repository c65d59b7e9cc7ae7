package indicator

import (
	"context"

	"growthmap/internal/atlas"
)

// featuresAtOnce bounds what is held in memory while rows are looked for.
const featuresAtOnce = 2000

// RowsAfter reads the features that take part in a figure, in the order of their
// ids: those after an id, "" for the first, and at most so many. It tells whether
// others follow. A variant that is not computable has none.
func (s *Subject) RowsAfter(ctx context.Context, r Reader, q Question, after string, most int) (rows []Row, more bool, err error) {
	if q.Variant.NotComputable != nil {
		return nil, false, nil
	}
	always := atlas.Always
	read := atlas.Query{
		Layer: s.Entry.Layer, Edition: s.catalog.Edition.ID, During: &always, Filter: q.Variant.measure.Where.Expr, Possible: true,
		After: after, Limit: featuresAtOnce, SkipGeometry: true,
	}
	for {
		var features []*atlas.Feature
		err := r.Features(ctx, read, func(f *atlas.Feature) error {
			features = append(features, f)
			return nil
		})
		if err != nil {
			return nil, false, err
		}
		found, err := s.Rows(s.Entry.Layer, features, q)
		if err != nil {
			return nil, false, err
		}
		if len(rows)+len(found) > most {
			return append(rows, found[:most-len(rows)]...), true, nil
		}
		rows = append(rows, found...)
		if len(features) < featuresAtOnce {
			return rows, false, nil
		}
		read.After = features[len(features)-1].ID
	}
}
