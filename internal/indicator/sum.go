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

func sum(parts []piece) sums {
	s := sums{emptySide(), emptySide(), emptySide()}
	for _, p := range parts {
		side := map[cql2.Truth]*side{cql2.True: &s.in, cql2.False: &s.out, cql2.Unknown: &s.unknown}[p.within]
		if p.sure {
			side.known.Add(side.known, p.total.Known)
			side.low.Add(side.low, p.total.Known)
		}
		side.high = addMaybe(side.high, p.high)
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
	if most := s.most(); most != nil {
		if all := new(big.Int).Add(most, s.out.low); all.Sign() > 0 {
			r.high = percent(rat(most), rat(all))
		}
	}
	if h := s.high(); h != nil && h.Sign() == 0 {
		return rationals{}
	}
	return r
}

// most is the upper bound of the numerator.
func (s sums) most() *big.Int { return addMaybe(s.in.high, s.unknown.high) }

// over is the share in a given whole. What the whole holds beyond the rows may
// belong to the numerator too.
func (s sums) over(whole *big.Rat, beyond bool) rationals {
	of := func(n *big.Int) *big.Rat {
		if n == nil {
			return nil
		}
		return new(big.Rat).Mul(new(big.Rat).Quo(rat(n), whole), big.NewRat(100, 1))
	}
	high := s.most()
	if rows := s.high(); beyond && high != nil && rows != nil {
		if left := new(big.Rat).Sub(whole, rat(rows)); left.Sign() > 0 {
			high.Add(high, new(big.Int).Quo(left.Num(), left.Denom()))
		}
	}
	return rationals{of(s.in.known), of(s.in.low), of(high)}
}

// distinct is the number of different values: low of the parts that count for
// certain, high of all; a part of which the value is not stated may have yet
// another one.
func distinct(parts []piece) rationals {
	sure, possible, unstated := map[string]bool{}, map[string]bool{}, int64(0)
	for _, p := range parts {
		if p.value == nil {
			unstated += p.count
			continue
		}
		possible[*p.value] = true
		if p.sure && p.within == cql2.True {
			sure[*p.value] = true
		}
	}
	low := big.NewRat(int64(len(sure)), 1)
	return rationals{low, low, big.NewRat(int64(len(possible))+unstated, 1)}
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

func maybeRat(i *big.Int) *big.Rat {
	if i == nil {
		return nil
	}
	return rat(i)
}

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
