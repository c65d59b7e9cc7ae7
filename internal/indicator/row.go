package indicator

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"

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
// adds: one for a count, whole won for a sum or a share. High is nil when
// nothing bounds it.
type Row struct {
	Feature *atlas.Feature
	Role    Role
	Low     *big.Int
	High    *big.Int
}

// Question is what a figure is asked for.
type Question struct {
	Variant Variant // as Definition.Variant returns it
	Region  string  // code of an area of any level; "" for the nation
	Group   *Group  // nil for all features
	Day     atlas.Day
	Areas   Areas
}

// Group are the features with one value in a column; a nil value is none.
type Group struct {
	Column string  `json:"column"`
	Value  *string `json:"value"`
}

func (g *Group) column() string {
	if g == nil {
		return ""
	}
	return g.Column
}

// Rows returns the features that take part in the figure, with their roles, in
// the order given. An error is a filter that cannot be evaluated.
func (d *Definition) Rows(layer *atlas.Layer, features []*atlas.Feature, q Question) ([]Row, error) {
	sieve := d.sieve(layer, 0, q.Day, q.Group.column(), q.Variant)
	sieve.Places = true
	look := d.lens(sieve, q)
	var rows []Row
	for _, f := range features {
		t, ok, err := sieve.one(f)
		if err != nil {
			return nil, fmt.Errorf("indicator %s: %w", d.ID, err)
		}
		if !ok {
			continue
		}
		if p, ok := look.piece(t); ok {
			rows = append(rows, Row{Feature: f, Role: p.role, Low: p.low, High: p.high})
		}
	}
	return rows, nil
}

// piece is what a tally adds to a figure.
type piece struct {
	role      Role
	sure      bool       // it takes part for certain
	within    cql2.Truth // whether it belongs to the numerator, or to the area asked for
	count     int64
	total     Total
	low, high *big.Int
	value     *string      // distinct
	coverage  []cql2.Truth // by Definition.Coverage
}

// lens looks at the tallies of a sieve with one question: it knows where in a
// tally stands what the question is about.
type lens struct {
	*Definition
	q                                            Question
	where, uncertain, among, unknown, everywhere int // in Tally.Holds; none for a filter not stated
	within, coverage                             []int
	moment, amount, group, column                int
}

const none = -1

func (d *Definition) lens(s Sieve, q Question) lens {
	m := q.Variant.measure
	l := lens{
		Definition: d, q: q,
		where: s.filter(m.Where), uncertain: s.filter(m.Uncertain), among: s.filter(m.Among), unknown: s.filter(m.Unknown), everywhere: s.filter(d.Everywhere),
		moment: slices.Index(s.Moments, m.moment()), amount: slices.Index(s.Amounts, m.amount()),
		group: slices.Index(s.Values, q.Group.column()), column: slices.Index(s.Values, m.Column),
	}
	for _, w := range d.Within {
		l.within = append(l.within, s.filter(w.Where))
	}
	for _, c := range d.Coverage {
		l.coverage = append(l.coverage, s.filter(c.Where))
	}
	return l
}

func holds(t []cql2.Truth, filter int) cql2.Truth {
	if filter == none {
		return cql2.False
	}
	return t[filter]
}

// piece says which part a tally plays, and false when it plays none.
func (l lens) piece(t Tally) (piece, bool) {
	q, m := l.q, &l.q.Variant.measure
	begins, where := t.Begins[l.moment], holds(t.Holds, l.where)
	if begins == nil || begins.From > q.Day || where == cql2.False {
		return piece{}, false
	}
	if q.Group != nil && !same(t.Values[l.group], q.Group.Value) {
		return piece{}, false
	}
	p := piece{within: cql2.True, count: t.Count}
	p.sure = where == cql2.True && begins.To <= q.Day && holds(t.Holds, l.uncertain) == cql2.False
	switch {
	case q.Region != "":
		p.within = l.covers(t)
	case m.Kind == Share:
		if p.within = holds(t.Holds, l.among); holds(t.Holds, l.unknown) == cql2.True {
			p.within = cql2.Unknown
		}
	}
	switch p.within {
	case cql2.True:
		p.role = In
	case cql2.False:
		p.role = Out
	default:
		p.role = Unknown
	}
	if p.role == Out && m.Kind != Share {
		return piece{}, false
	}
	if m.Amount != "" {
		p.total = t.Amounts[l.amount]
	} else {
		p.total = Total{Known: big.NewInt(t.Count), Capped: new(big.Int)}
	}
	if m.Kind == Distinct {
		p.value = t.Values[l.column]
	}
	if !p.sure && (m.Kind == Share || p.role == In) {
		p.role = Uncertain
	}
	for _, filter := range l.coverage {
		p.coverage = append(p.coverage, holds(t.Holds, filter))
	}
	p.low = new(big.Int)
	if p.sure && (m.Kind == Share || p.role == In) {
		p.low = p.total.Known
	}
	if p.total.Open == 0 {
		p.high = new(big.Int).Add(p.total.Known, p.total.Capped)
	}
	return p, true
}

// covers says whether features lie in the area asked for: by their place, else
// by the regions the definition allows them.
func (l lens) covers(t Tally) cql2.Truth {
	if holds(t.Holds, l.everywhere) == cql2.True {
		return cql2.True
	}
	areas, region := l.q.Areas, l.q.Region
	within := areas.covers(region, t.Place)
	if within != cql2.Unknown || t.Place.Region != "" || len(t.Place.Among) > 0 {
		return within
	}
	for i, w := range l.Within {
		if holds(t.Holds, l.within[i]) == cql2.True {
			return areas.covers(region, atlas.Place{Among: w.Regions})
		}
	}
	return cql2.Unknown
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
