package indicator

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/cockroachdb/apd/v3"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Role is the part a feature plays in a figure.
type Role string

// The roles. A count has no Out: what is not counted plays no part.
const (
	In        Role = "in"        // counted, or in the numerator
	Out       Role = "out"       // in the denominator only
	Unknown   Role = "unknown"   // in the denominator; whether in the numerator is not known
	Uncertain Role = "uncertain" // whether it takes part at all is not known
)

// Row is a feature that takes part in a figure. Low and High bound what it
// adds: one for a count, whole won for a share. High is nil when nothing bounds it.
type Row struct {
	Feature *atlas.Feature
	Role    Role
	Low     *big.Int
	High    *big.Int
	sure    bool       // it takes part for certain
	within  cql2.Truth // whether it belongs to the numerator
}

// Question is what a figure is asked for.
type Question struct {
	Variant Variant
	Region  string // code of an area of any level; "" for the nation
	Day     atlas.Day
	Areas   Areas
}

// Rows returns the features that take part in the figure, with their roles, in
// the order given. An error is a filter that cannot be evaluated.
func (d *Definition) Rows(layer *atlas.Layer, features []*atlas.Feature, q Question) ([]Row, error) {
	var rows []Row
	for _, f := range features {
		row, ok, err := d.row(layer, f, q)
		if err != nil {
			return nil, fmt.Errorf("indicator %s, feature %s: %w", d.ID, f.ID, err)
		}
		if ok {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func (d *Definition) row(layer *atlas.Layer, f *atlas.Feature, q Question) (Row, bool, error) {
	reached, ok := f.Stages[d.Measure.Stage]
	if !ok || reached.From > q.Day {
		return Row{}, false, nil
	}
	holds := evaluator(layer, f, q.Day)
	part, err := holds(d.Measure.Where)
	if err != nil || part == cql2.False {
		return Row{}, false, err
	}
	row := Row{Feature: f, sure: part == cql2.True && reached.To <= q.Day, within: cql2.True}
	if !d.Measure.Uncertain.IsZero() {
		uncertain, err := holds(d.Measure.Uncertain)
		if err != nil {
			return Row{}, false, err
		}
		row.sure = row.sure && uncertain == cql2.False
	}
	switch {
	case q.Region != "":
		if row.within, err = d.covers(holds, f, q); err != nil {
			return Row{}, false, err
		}
	case d.Measure.Kind == "share":
		if row.within, err = d.among(holds); err != nil {
			return Row{}, false, err
		}
	}
	if d.Measure.Kind == "count" {
		row.Low, row.High = big.NewInt(0), big.NewInt(1)
		if row.sure && row.within == cql2.True {
			row.Low = row.High
		}
		row.Role = In
		switch {
		case row.within == cql2.False:
			return Row{}, false, nil
		case row.within == cql2.Unknown:
			row.Role = Unknown
		case !row.sure:
			row.Role = Uncertain
		}
		return row, true, nil
	}
	if row.Low, row.High, err = d.amount(layer, f, q); err != nil {
		return Row{}, false, err
	}
	row.Role = map[cql2.Truth]Role{cql2.True: In, cql2.False: Out, cql2.Unknown: Unknown}[row.within]
	if !row.sure {
		row.Low, row.Role = new(big.Int), Uncertain
	}
	return row, true, nil
}

func evaluator(layer *atlas.Layer, f *atlas.Feature, day atlas.Day) func(Filter) (cql2.Truth, error) {
	return func(filter Filter) (cql2.Truth, error) {
		return cql2.Eval(filter.Expr, func(name string) any {
			c, ok := layer.Column(name)
			if !ok {
				return nil
			}
			return layer.Value(f, c, day)
		})
	}
}

// among says whether a feature belongs to the numerator of the nation's share.
func (d *Definition) among(holds func(Filter) (cql2.Truth, error)) (cql2.Truth, error) {
	if !d.Measure.Unknown.IsZero() {
		unknown, err := holds(d.Measure.Unknown)
		if err != nil || unknown == cql2.True {
			return cql2.Unknown, err
		}
	}
	return holds(d.Measure.Among)
}

// covers says whether a feature lies in the area asked for: by its place, else
// by the regions the definition allows it.
func (d *Definition) covers(holds func(Filter) (cql2.Truth, error), f *atlas.Feature, q Question) (cql2.Truth, error) {
	within := q.Areas.covers(q.Region, f.Place)
	if within != cql2.Unknown || f.Place.Region != "" || len(f.Place.Among) > 0 {
		return within, nil
	}
	for _, w := range d.Within {
		match, err := holds(w.Where)
		if err != nil {
			return cql2.Unknown, err
		}
		if match == cql2.True {
			return q.Areas.covers(q.Region, atlas.Place{Among: w.Regions}), nil
		}
	}
	return cql2.Unknown, nil
}

// amount bounds what a feature adds to a sum, in whole won.
func (d *Definition) amount(layer *atlas.Layer, f *atlas.Feature, q Question) (low, high *big.Int, err error) {
	column, atMost := d.Measure.Amount, d.Measure.AtMost
	if q.Variant.Amount != "" {
		column, atMost = q.Variant.Amount, q.Variant.AtMost
	}
	amount, err := won(layer, f, column, q.Day)
	if err != nil || amount != nil {
		return amount, amount, err
	}
	if atMost != "" {
		high, err = won(layer, f, atMost, q.Day)
	}
	return new(big.Int), high, err
}

// won reads a column of whole won; nil when nothing is known.
func won(layer *atlas.Layer, f *atlas.Feature, column string, day atlas.Day) (*big.Int, error) {
	c, _ := layer.Column(column)
	switch v := layer.Value(f, c, day).(type) {
	case nil:
		return nil, nil
	case int64:
		return big.NewInt(v), nil
	case json.Number:
		return roundWon(v.String())
	default:
		return nil, fmt.Errorf("column %s holds %T, not an amount", column, v)
	}
}

// roundWon rounds a decimal to the won; what was computed in binary upstream may
// carry a residue.
func roundWon(s string) (*big.Int, error) {
	n, _, err := apd.NewFromString(s)
	if err != nil {
		return nil, fmt.Errorf("amount %q: %w", s, err)
	}
	ctx := apd.BaseContext.WithPrecision(40)
	ctx.Rounding = apd.RoundHalfUp
	if _, err := ctx.RoundToIntegralValue(n, n); err != nil {
		return nil, fmt.Errorf("amount %q: %w", s, err)
	}
	i, ok := new(big.Int).SetString(n.Text('f'), 10)
	if !ok {
		return nil, fmt.Errorf("amount %q is not a number", s)
	}
	return i, nil
}
