package indicator

import (
	"errors"
	"maps"
	"math"
	"math/big"
	"slices"
)

// Cell is how much of an activity there is in an area: the count, or the sum of
// an amount, of one group of features. A weight is never negative.
type Cell struct {
	Area, Activity string
	Weight         *big.Rat
}

// errNegative says that a measure of concentration has no meaning.
var errNegative = errors.New("a share of amounts below zero has no meaning")

// Quotient is the location quotient of an activity in an area: its share of the
// area over its share of the whole,
//
//	LQ = (x_ij / x_i) / (x_j / x),
//
// with x_ij the cell, x_i the sum of the area, x_j that of the activity and x
// that of all cells. Above 1 the area is specialised in the activity. P. Sargant
// Florence, Investment, Location, and Size of Plant (1948); W. Isard, Methods of
// Regional Analysis (1960), chapter 7.
type Quotient struct {
	Area, Activity string
	Value          *big.Rat
}

// LocationQuotients returns a quotient for each cell whose area and activity
// have a sum above zero, in the order given. Each pair is given once.
func LocationQuotients(cells []Cell) ([]Quotient, error) {
	all, areas, activities := new(big.Rat), map[string]*big.Rat{}, map[string]*big.Rat{}
	for _, c := range cells {
		if c.Weight.Sign() < 0 {
			return nil, errNegative
		}
		all.Add(all, c.Weight)
		addTo(areas, c.Area, c.Weight)
		addTo(activities, c.Activity, c.Weight)
	}
	var quotients []Quotient
	for _, c := range cells {
		area, activity := areas[c.Area], activities[c.Activity]
		if area.Sign() == 0 || activity.Sign() == 0 {
			continue
		}
		share, whole := new(big.Rat).Quo(c.Weight, area), new(big.Rat).Quo(activity, all)
		quotients = append(quotients, Quotient{c.Area, c.Activity, share.Quo(share, whole)})
	}
	return quotients, nil
}

func addTo(sums map[string]*big.Rat, key string, weight *big.Rat) {
	if sums[key] == nil {
		sums[key] = new(big.Rat)
	}
	sums[key].Add(sums[key], weight)
}

// Herfindahl is the concentration of a whole on its parts: the sum of the
// squares of their shares,
//
//	H = Σ s_i²,
//
// from 1/n, all n parts alike, to 1, all in one. Normalised it runs from 0 to 1
// whatever n is: (H − 1/n) / (1 − 1/n). O. C. Herfindahl, Concentration in the
// Steel Industry (1950); A. O. Hirschman, The Paternity of an Index, American
// Economic Review 54 (1964).
type Herfindahl struct {
	Index      *big.Rat
	Normalised *big.Rat // nil for one part alone
	Parts      int
}

// HerfindahlOf returns the index of parts, those that are zero included in
// their number; nil when they sum to zero.
func HerfindahlOf(parts []*big.Rat) (*Herfindahl, error) {
	all := new(big.Rat)
	for _, p := range parts {
		if p.Sign() < 0 {
			return nil, errNegative
		}
		all.Add(all, p)
	}
	if all.Sign() == 0 {
		return nil, nil
	}
	h := &Herfindahl{Index: new(big.Rat), Parts: len(parts)}
	for _, p := range parts {
		share := new(big.Rat).Quo(p, all)
		h.Index.Add(h.Index, share.Mul(share, share))
	}
	if n := int64(len(parts)); n > 1 {
		least := big.NewRat(1, n)
		h.Normalised = new(big.Rat).Sub(h.Index, least)
		h.Normalised.Quo(h.Normalised, new(big.Rat).Sub(big.NewRat(1, 1), least))
	}
	return h, nil
}

// Theil is how unequally a whole is spread over units, 0 when all have the same
// and ln n when one of n has all, as the part between the groups of units and
// the part within them. With s_i the share of unit i, n units, and the share S_g
// and the number n_g of units of group g,
//
//	T       = Σ_i s_i ln(n s_i)
//	between = Σ_g S_g ln(n S_g / n_g)
//	within  = Σ_g S_g Σ_{i in g} (s_i / S_g) ln(n_g s_i / S_g)
//
// and T = between + within; a share of zero adds nothing. H. Theil, Economics
// and Information Theory (1967), chapter 4.
type Theil struct {
	Total, Between, Within float64
	Units, Groups          int
	Each                   []GroupTheil // by group, in the order of their names
}

// GroupTheil is the inequality among the units of one group and its share of
// the whole.
type GroupTheil struct {
	Group string
	Share float64
	Index float64
	Units int
}

// TheilOf takes each cell for a unit (Activity) of a group (Area), those of no
// weight included; nil when all sum to zero.
func TheilOf(cells []Cell) (*Theil, error) {
	all, groups := new(big.Rat), map[string]*big.Rat{}
	units := map[string][]*big.Rat{}
	for _, c := range cells {
		if c.Weight.Sign() < 0 {
			return nil, errNegative
		}
		all.Add(all, c.Weight)
		addTo(groups, c.Area, c.Weight)
		units[c.Area] = append(units[c.Area], c.Weight)
	}
	if all.Sign() == 0 {
		return nil, nil
	}
	t := &Theil{Units: len(cells), Groups: len(groups)}
	n := float64(len(cells))
	for _, name := range slices.Sorted(maps.Keys(groups)) { // in order, as sums of floats depend on it
		sum := groups[name]
		g := GroupTheil{Group: name, Share: ratio(sum, all), Units: len(units[name])}
		for _, u := range units[name] {
			t.Total += entropy(ratio(u, all), n)
			if sum.Sign() > 0 {
				g.Index += entropy(ratio(u, sum), float64(g.Units))
			}
		}
		t.Between += entropy(g.Share, n/float64(g.Units))
		t.Within += g.Share * g.Index
		t.Each = append(t.Each, g)
	}
	return t, nil
}

// entropy is s ln(n s), 0 for nothing.
func entropy(s, n float64) float64 {
	if s == 0 {
		return 0
	}
	return s * math.Log(n*s)
}

func ratio(part, of *big.Rat) float64 {
	f, _ := new(big.Rat).Quo(part, of).Float64()
	return f
}
