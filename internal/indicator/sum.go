package indicator

import (
	"math/big"

	"growthmap/internal/cql2"
)

// sums are the amounts of the rows by whether they belong to the numerator.
type sums struct{ in, out, unknown side }

// side sums one of the three: known counts rows that take part for certain with
// a known amount; low and high bound what all rows may add. A nil high is
// unbounded.
type side struct{ known, low, high *big.Int }

func sum(rows []Row) sums {
	s := sums{emptySide(), emptySide(), emptySide()}
	for _, r := range rows {
		side := map[cql2.Truth]*side{cql2.True: &s.in, cql2.False: &s.out, cql2.Unknown: &s.unknown}[r.within]
		if r.sure && r.High != nil && r.Low.Cmp(r.High) == 0 {
			side.known.Add(side.known, r.Low)
		}
		side.low.Add(side.low, r.Low)
		side.high = addMaybe(side.high, r.High)
	}
	return s
}

func emptySide() side { return side{new(big.Int), new(big.Int), new(big.Int)} }

// known is the sum of what is known to be in or out, low and high the bounds of
// the whole.
func (s sums) known() *big.Int { return new(big.Int).Add(s.in.known, s.out.known) }
func (s sums) low() *big.Int {
	return new(big.Int).Add(s.in.low, new(big.Int).Add(s.out.low, s.unknown.low))
}
func (s sums) high() *big.Int { return addMaybe(s.in.high, addMaybe(s.out.high, s.unknown.high)) }

// share is in ÷ (in + out), in percent. Adding to the numerator raises a share
// and adding to the rest lowers it, so each bound takes every amount at the end
// that serves it: the lower bound has the numerator low and all else high, with
// the unknown outside; the upper bound the reverse, with the unknown inside.
func (s sums) share() rationals {
	hundred := big.NewRat(100, 1)
	r := rationals{low: new(big.Rat), high: hundred}
	if known := s.known(); known.Sign() > 0 {
		r.mid = percent(rat(s.in.known), rat(known))
	}
	if rest := addMaybe(s.out.high, s.unknown.high); rest != nil {
		if all := new(big.Int).Add(s.in.low, rest); all.Sign() > 0 {
			r.low = percent(rat(s.in.low), rat(all))
		}
	}
	if most := addMaybe(s.in.high, s.unknown.high); most != nil {
		if all := new(big.Int).Add(most, s.out.low); all.Sign() > 0 {
			r.high = percent(rat(most), rat(all))
		}
	}
	if h := s.high(); h != nil && h.Sign() == 0 {
		return rationals{}
	}
	return r
}

// rationals are a value and its bounds, exact; nil where there is none.
type rationals struct{ mid, low, high *big.Rat }

func (r rationals) value(places int) Value {
	return Value{decimal(r.mid, places), decimal(r.low, places), decimal(r.high, places)}
}

// decimal rounds half away from zero to the places.
func decimal(r *big.Rat, places int) *string {
	if r == nil {
		return nil
	}
	s := r.FloatString(places)
	return &s
}

func whole(i *big.Int) *string {
	if i == nil {
		return nil
	}
	s := i.String()
	return &s
}

func rat(i *big.Int) *big.Rat { return new(big.Rat).SetInt(i) }

func percent(part, of *big.Rat) *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).Quo(part, of), big.NewRat(100, 1))
}

// addMaybe adds two numbers of which nil is without bound.
func addMaybe(a, b *big.Int) *big.Int {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Int).Add(a, b)
}
