package indicator

import (
	"cmp"
	"math/big"
	"slices"
)

// Objective is what a plan keeps small first; the other one decides between
// plans that are equal in it.
type Objective string

// The objectives of a plan.
const (
	Fewest      Objective = "fewest" // the number of projects
	LeastAmount Objective = "amount" // the sum of their amounts
)

// Objectives are the objectives a plan may have; the first is the usual one.
func Objectives() []Objective { return []Objective{Fewest, LeastAmount} }

// aim is the share to reach, as a fraction, from what stands already.
type aim struct {
	at      *big.Rat
	in, all *big.Int
}

// option is a project that may be chosen: what it adds to the numerator and to
// the whole, and its cost, which is above zero. Options that overlap cannot be
// chosen together.
type option struct {
	in, all, cost *big.Int
	overlaps      []int
}

// choice is a set of options, by their positions, in order. Reached says
// whether it meets the aim; when it does not, no set does and this one comes
// nearest. Proven is false when the search ended at its limit, so that a
// smaller set may exist, or a set that reaches the aim.
type choice struct {
	picks           []int
	reached, proven bool
	nodes           int
}

// need is what the options' gains must add up to. With the aim p/q, a share
// (in + Σin)/(all + Σall) ≥ p/q is Σ(q·in − p·all) ≥ p·all − q·in, which is
// linear in the options chosen.
func (a aim) need() *big.Int { return new(big.Int).Neg(a.gain(a.in, a.all)) }

func (a aim) gain(in, all *big.Int) *big.Int {
	g := new(big.Int).Mul(a.at.Denom(), in)
	return g.Sub(g, new(big.Int).Mul(a.at.Num(), all))
}

// choose finds the smallest set of options that reaches the aim, by branch and
// bound: options are tried from the greatest gain, and a branch is left when
// even the best continuation, with overlaps and indivisibility forgotten,
// would not beat the best set found. It ends early after the number of nodes.
func choose(a aim, options []option, objective Objective, most int) choice {
	s := newSearch(a, options, objective, most)
	if s.need.Sign() <= 0 {
		return choice{reached: true, proven: true}
	}
	s.furthest(0, new(big.Int))
	if s.best == nil || s.bestGain.Cmp(s.need) < 0 {
		return s.result(false)
	}
	// What reaches furthest reaches the aim and is the first set to beat.
	s.bestCount, s.bestSum = len(s.best), new(big.Int)
	for _, k := range s.best {
		s.bestSum.Add(s.bestSum, s.items[k].cost)
	}
	s.smallest(0, s.need, new(big.Int))
	return s.result(true)
}

// item is an option that helps: its gain is above zero. One that does not is
// in no smallest set, as leaving it out keeps the aim and costs nothing.
type item struct {
	position   int
	gain, cost *big.Int
	overlaps   []int // positions among the items
}

type search struct {
	objective Objective
	items     []item // by gain, the greatest first
	need      *big.Int
	upTo      []*big.Int // gain of the items before each position
	cheapest  []int      // from each position on, the item that costs least for its gain
	blocked   []int      // how many picks each item overlaps with

	picks     []int
	best      []int
	bestGain  *big.Int
	bestCount int
	bestSum   *big.Int
	nodes     int
	most      int
}

func newSearch(a aim, options []option, objective Objective, most int) *search {
	s := &search{objective: objective, need: a.need(), most: most}
	for i, o := range options {
		if gain := a.gain(o.in, o.all); gain.Sign() > 0 {
			s.items = append(s.items, item{position: i, gain: gain, cost: o.cost})
		}
	}
	slices.SortStableFunc(s.items, func(x, y item) int {
		return cmp.Or(y.gain.Cmp(x.gain), x.cost.Cmp(y.cost))
	})
	at := map[int]int{}
	for k, it := range s.items {
		at[it.position] = k
	}
	for k, it := range s.items {
		for _, other := range options[it.position].overlaps {
			if j, ok := at[other]; ok && j != k {
				s.items[k].overlaps = append(s.items[k].overlaps, j)
				s.items[j].overlaps = append(s.items[j].overlaps, k)
			}
		}
	}
	n := len(s.items)
	s.blocked, s.cheapest, s.upTo = make([]int, n), make([]int, n), make([]*big.Int, n+1)
	s.upTo[0] = new(big.Int)
	for k, it := range s.items {
		s.upTo[k+1] = new(big.Int).Add(s.upTo[k], it.gain)
	}
	for k := n - 1; k >= 0; k-- {
		s.cheapest[k] = k
		if k+1 < n && s.cheaper(s.cheapest[k+1], k) {
			s.cheapest[k] = s.cheapest[k+1]
		}
	}
	return s
}

// cheaper compares what two items cost for the same gain.
func (s *search) cheaper(i, j int) bool {
	x, y := s.items[i], s.items[j]
	return new(big.Int).Mul(x.cost, y.gain).Cmp(new(big.Int).Mul(y.cost, x.gain)) < 0
}

func (s *search) result(reached bool) choice {
	c := choice{reached: reached, proven: s.nodes < s.most, nodes: s.nodes}
	for _, k := range s.best {
		c.picks = append(c.picks, s.items[k].position)
	}
	slices.Sort(c.picks)
	return c
}

// over counts a node and says whether the search must end.
func (s *search) over() bool {
	if s.nodes >= s.most {
		return true
	}
	s.nodes++
	return false
}

// pick takes an item in for as long as the branch lasts.
func (s *search) pick(k int, branch func()) {
	s.picks = append(s.picks, k)
	for _, j := range s.items[k].overlaps {
		s.blocked[j]++
	}
	branch()
	for _, j := range s.items[k].overlaps {
		s.blocked[j]--
	}
	s.picks = s.picks[:len(s.picks)-1]
}

// left is the gain of all items from the position on.
func (s *search) left(from int) *big.Int {
	return new(big.Int).Sub(s.upTo[len(s.items)], s.upTo[from])
}

// furthest finds the set with the greatest gain: everything, unless some overlap.
func (s *search) furthest(k int, gain *big.Int) {
	if s.best == nil || gain.Cmp(s.bestGain) > 0 {
		s.best, s.bestGain = slices.Clone(s.picks), gain
	}
	if k == len(s.items) || new(big.Int).Add(gain, s.left(k)).Cmp(s.bestGain) <= 0 || s.over() {
		return
	}
	if s.blocked[k] == 0 {
		s.pick(k, func() { s.furthest(k+1, new(big.Int).Add(gain, s.items[k].gain)) })
	}
	s.furthest(k+1, gain)
}

// smallest looks for a set that beats the best one, given what is still needed
// and what the picks cost.
func (s *search) smallest(k int, need, sum *big.Int) {
	if need.Sign() <= 0 {
		if s.beats(len(s.picks), sum) {
			s.best, s.bestCount, s.bestSum = slices.Clone(s.picks), len(s.picks), sum
		}
		return
	}
	if k == len(s.items) || s.left(k).Cmp(need) < 0 || !s.promises(k, need, sum) || s.over() {
		return
	}
	if s.blocked[k] == 0 {
		it := s.items[k]
		s.pick(k, func() { s.smallest(k+1, new(big.Int).Sub(need, it.gain), new(big.Int).Add(sum, it.cost)) })
	}
	next := k + 1
	for next < len(s.items) && s.alike(k, next) {
		next++ // without this one, one just like it need not be tried
	}
	s.smallest(next, need, sum)
}

// promises reports whether the items from a position on might still lead to a
// set that beats the best: at least as many more are needed as of the greatest,
// and at least as much more as at the price of the cheapest.
func (s *search) promises(k int, need, sum *big.Int) bool {
	reach := new(big.Int).Add(s.upTo[k], need)
	more, _ := slices.BinarySearchFunc(s.upTo[k:], reach, (*big.Int).Cmp)
	cheapest := s.items[s.cheapest[k]]
	price := new(big.Int).Mul(need, cheapest.cost)
	price.Add(price, new(big.Int).Sub(cheapest.gain, big.NewInt(1))).Quo(price, cheapest.gain) // rounded up
	return s.beats(len(s.picks)+more, price.Add(price, sum))
}

func (s *search) beats(count int, sum *big.Int) bool {
	if s.objective == LeastAmount {
		return cmp.Or(sum.Cmp(s.bestSum), cmp.Compare(count, s.bestCount)) < 0
	}
	return cmp.Or(cmp.Compare(count, s.bestCount), sum.Cmp(s.bestSum)) < 0
}

func (s *search) alike(i, j int) bool {
	x, y := s.items[i], s.items[j]
	return len(x.overlaps) == 0 && len(y.overlaps) == 0 && x.gain.Cmp(y.gain) == 0 && x.cost.Cmp(y.cost) == 0
}
