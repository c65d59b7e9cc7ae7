package indicator

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// byForce tries every set and returns the number of projects and the sum of the
// smallest that reaches the aim, or the greatest gain when none does.
func byForce(a aim, options []option, objective Objective) (reached bool, count int, sum, gain *big.Int) {
	gain = new(big.Int)
	for set := range 1 << len(options) {
		n, total, gained, fits := 0, new(big.Int), new(big.Int), true
		for i, o := range options {
			if set>>i&1 == 0 {
				continue
			}
			for _, j := range o.overlaps {
				fits = fits && (set>>j&1 == 0 || i == j)
			}
			n++
			total.Add(total, o.cost)
			gained.Add(gained, a.gain(o.in, o.all))
		}
		if !fits {
			continue
		}
		if gained.Cmp(gain) > 0 {
			gain = gained
		}
		if gained.Cmp(a.need()) < 0 {
			continue
		}
		smaller := n < count || n == count && sum != nil && total.Cmp(sum) < 0
		if objective == LeastAmount && sum != nil {
			smaller = total.Cmp(sum) < 0 || total.Cmp(sum) == 0 && n < count
		}
		if !reached || smaller {
			reached, count, sum = true, n, total
		}
	}
	return reached, count, sum, gain
}

// randomAim is a small case with projects inside, outside and partly inside,
// some alike and some overlapping.
func randomAim(r *rand.Rand) (aim, []option) {
	a := aim{big.NewRat(int64(3+r.IntN(12)), 20), big.NewInt(int64(r.IntN(20))), nil}
	a.all = new(big.Int).Add(a.in, big.NewInt(int64(20+r.IntN(70))))
	options := make([]option, 1+r.IntN(11))
	for i := range options {
		all := int64(1 + r.IntN(40))
		in := []int64{all, all, all, 0, r.Int64N(all + 1)}[r.IntN(5)]
		options[i] = option{in: big.NewInt(in), all: big.NewInt(all), cost: big.NewInt(all)}
		if r.IntN(5) == 0 {
			options[i].all = new(big.Int) // of a whole that does not grow
		}
		if i > 0 && r.IntN(4) == 0 {
			options[i] = options[i-1]
			options[i].overlaps = nil
		}
		if i > 0 && r.IntN(3) == 0 {
			options[i].overlaps = []int{r.IntN(i)}
		}
	}
	return a, options
}

func TestChoicesMatchBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 40))
	reachable := 0
	for n := range 200 {
		a, options := randomAim(r)
		for _, objective := range Objectives() {
			reached, count, sum, gain := byForce(a, options, objective)
			c := choose(a, options, objective, 1<<20)
			total, gained := new(big.Int), new(big.Int)
			for _, i := range c.picks {
				total.Add(total, options[i].cost)
				gained.Add(gained, a.gain(options[i].in, options[i].all))
				for _, j := range options[i].overlaps {
					if j != i && slices.Contains(c.picks, j) {
						t.Errorf("case %d, %s: %d and %d overlap and are both chosen", n, objective, i, j)
					}
				}
			}
			switch {
			case !c.proven || c.reached != reached:
				t.Errorf("case %d, %s: reached %t, proven %t; by force reached %t", n, objective, c.reached, c.proven, reached)
			case reached && (len(c.picks) != count || total.Cmp(sum) != 0 || gained.Cmp(a.need()) < 0):
				t.Errorf("case %d, %s: %d projects of %s; by force %d of %s", n, objective, len(c.picks), total, count, sum)
			case !reached && gained.Cmp(gain) != 0:
				t.Errorf("case %d, %s: comes as near as %s; by force %s", n, objective, gained, gain)
			}
			if reached && count > 0 {
				reachable++
			}
		}
	}
	if reachable < 100 {
		t.Errorf("only %d of the cases have something to choose", reachable)
	}
}

// 3 of 10 is 30 %. For 40 %, an amount x inside needs 3 + x ≥ 0.4·(10 + x), so x ≥ 1 ÷ 0.6 = 1.67.
func TestAChoiceByHand(t *testing.T) {
	a := aim{big.NewRat(2, 5), big.NewInt(3), big.NewInt(10)}
	regional := func(amounts ...int64) []option {
		var options []option
		for _, x := range amounts {
			options = append(options, option{in: big.NewInt(x), all: big.NewInt(x), cost: big.NewInt(x)})
		}
		return options
	}
	for name, test := range map[string]struct {
		options   []option
		objective Objective
		want      []int
		reached   bool
	}{
		"the one that is enough, not the greatest": {regional(1, 1, 5, 2), Fewest, []int{3}, true},
		"two that add up to less than one":         {regional(1, 1, 5, 3), LeastAmount, []int{0, 1}, true},
		"of equal sums the fewer":                  {regional(1, 1, 5, 2), LeastAmount, []int{3}, true},
		"not enough":                               {regional(1), Fewest, []int{0}, false},
		"nothing to choose from":                   {nil, Fewest, nil, false},
		"outside does not help":                    {[]option{{in: new(big.Int), all: big.NewInt(9), cost: big.NewInt(9)}}, Fewest, nil, false},
	} {
		c := choose(a, test.options, test.objective, 1000)
		if !slices.Equal(c.picks, test.want) || c.reached != test.reached || !c.proven {
			t.Errorf("%s: %v, reached %t, proven %t", name, c.picks, c.reached, c.proven)
		}
	}
	if c := choose(aim{big.NewRat(3, 10), a.in, a.all}, regional(5), Fewest, 1000); !c.reached || len(c.picks) != 0 {
		t.Errorf("30 %% stands already: %v", c.picks)
	}
}

// A search that is cut off still answers, and does not claim to be the best.
func TestAChoiceCutOffIsNotProven(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	a := aim{big.NewRat(1, 2), new(big.Int), big.NewInt(1_000_003)}
	var options []option
	for range 40 {
		x := big.NewInt(20_000 + 2*r.Int64N(50_000))
		options = append(options, option{in: x, all: x, cost: x})
	}
	c := choose(a, options, LeastAmount, 100)
	sum := new(big.Int)
	for _, i := range c.picks {
		sum.Add(sum, options[i].cost)
	}
	if c.proven || !c.reached || sum.Cmp(big.NewInt(1_000_003)) < 0 || c.nodes != 100 {
		t.Errorf("reached %t with %s, proven %t after %d nodes", c.reached, sum, c.proven, c.nodes)
	}
}
