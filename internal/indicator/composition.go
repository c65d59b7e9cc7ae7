package indicator

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distmv"
)

// composition says what rounds are made of, whatever their size. The parts of a
// round of the past are resampled with weights from a Dirichlet distribution,
// one set of weights a path (the Bayesian bootstrap: Rubin 1981, Annals of
// Statistics 9:130). On its own that makes bands too narrow, as the parts it
// can draw lie between those of a few rounds. So the odds of inside to outside
// are log-normal with unknown mean and variance where they can be; where some
// round lay almost wholly on one side, they cannot, and two rounds that nobody
// saw join those resampled: one wholly inside, one wholly outside (the base
// measure of a Dirichlet process: Ferguson 1973, Annals of Statistics 1:209).
type composition struct {
	rounds  []Round // each of size one
	weights *distmv.Dirichlet
	odds    *logNormal // of inside to outside; nil where they are resampled
}

// almost is the part of a round on one side from which it lies wholly there.
const almost = 0.95

func compose(p Past, src rand.Source) composition {
	var c composition
	odds, mixed, whole := logNormal{}, true, true
	for _, r := range p.Rounds {
		size := r.size()
		c.rounds = append(c.rounds, Round{In: r.In / size, Out: r.Out / size, Unknown: r.Unknown / size})
		whole = whole && r.In == size
		known := r.In + r.Out
		if mixed = mixed && max(r.In, r.Out) < almost*known; mixed {
			odds = odds.and(r.In / r.Out)
		}
	}
	switch {
	case whole && !p.Share: // nothing but In: a count or a sum
		c.rounds = c.rounds[:1]
	case mixed:
		c.odds = &odds
	default:
		c.rounds = append(c.rounds, Round{In: 1}, Round{Out: 1})
	}
	c.weights = distmv.NewDirichlet(slices.Repeat([]float64{1}, len(c.rounds)), src)
	return c
}

// draw is what the rounds of one path are made of.
func (c composition) draw(rng *rand.Rand) mix {
	m := mix{rounds: c.rounds, weights: c.weights.Rand(nil)}
	if c.odds != nil {
		odds := c.odds.draw(rng)
		m.odds = &odds
	}
	return m
}

type mix struct {
	rounds  []Round
	weights []float64
	odds    *law
}

// draw is a round of size one.
func (m mix) draw(rng *rand.Rand) Round {
	r := m.rounds[len(m.rounds)-1]
	u := rng.Float64()
	for i, w := range m.weights {
		if u -= w; u < 0 {
			r = m.rounds[i]
			break
		}
	}
	if m.odds != nil {
		odds := m.odds.draw(rng)
		known := 1 - r.Unknown
		r.In = known * odds / (1 + odds)
		r.Out = known - r.In
	}
	return r
}
