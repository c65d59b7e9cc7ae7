package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"

	"growthmap/internal/atlas"
)

// Groups counts the features of the query, without its page, by the values of
// columns, and sums an amount over them. The groups come in no order.
func (s *Store) Groups(ctx context.Context, q atlas.Query, g atlas.Grouping) ([]atlas.Group, error) {
	q.After = ""
	b, err := groupFeatures(q, g)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.Query(ctx, b.sql.String(), b.args...)
	if err != nil {
		return nil, translate(err, "group features")
	}
	defer rows.Close()
	var groups []atlas.Group
	for rows.Next() {
		if len(groups) == g.Most {
			return nil, &atlas.Error{Kind: atlas.TooLarge, Parameter: "by", Message: atlas.Text{
				Ko: fmt.Sprintf("묶음이 %d개를 넘습니다. 열을 줄이거나 조건(filter)을 더하세요.", g.Most),
				En: fmt.Sprintf("There are more than %d groups. Group by fewer columns or add conditions (filter).", g.Most),
			}}
		}
		var group atlas.Group
		texts := make([]*string, len(g.By))
		var sum, first, last *string
		var targets []any
		for i := range texts {
			targets = append(targets, &texts[i])
		}
		if err := rows.Scan(append(targets, &group.Count, &group.Known, &sum, &group.Negative, &first, &last)...); err != nil {
			return nil, translate(err, "group features")
		}
		for i, text := range texts {
			group.Values = append(group.Values, valueOf(g.By[i], text))
		}
		if sum != nil {
			exact, ok := new(big.Rat).SetString(*sum)
			if !ok {
				return nil, fmt.Errorf("group features: the sum %q of %s is not a number", *sum, g.Sum.ID)
			}
			group.Sum = exact
		}
		if first != nil && last != nil {
			group.FirstKind, group.LastKind = *first, *last
		}
		groups = append(groups, group)
	}
	return groups, translate(rows.Err(), "group features")
}

// valueOf reads a value that was selected as text.
func valueOf(c atlas.Column, text *string) any {
	if text == nil {
		return nil
	}
	switch c.Type {
	case atlas.Integer, atlas.Decimal:
		return json.Number(*text)
	case atlas.Boolean:
		return *text == "true"
	default:
		return *text
	}
}
