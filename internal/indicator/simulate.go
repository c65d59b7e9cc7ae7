package indicator

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"growthmap/internal/atlas"
)

// Round is what was selected, approved or reported on one day. A count or a sum
// has In alone; the round of a share has what lies inside and outside of the
// numerator and what of which that is not known, all in the unit of the measure.
type Round struct {
	Day              atlas.Day
	In, Out, Unknown float64
}

func (r Round) size() float64 { return r.In + r.Out + r.Unknown }

// Parts are what an indicator has piled up inside and outside of its numerator.
type Parts struct{ In, Out float64 }

// Past is what a forecast is made from: the rounds in order of their days, and
// where the indicator stood on the day Known, up to which nothing came after the
// last of them. Low and High take what is not known at the end that lowers or
// raises the value, Mid leaves it out.
type Past struct {
	Rounds         []Round
	Known          atlas.Day
	Low, Mid, High Parts
	Share          bool    // the value is In ÷ (In + Out) in percent, else it is In
	Whole          float64 // nothing can be given out beyond it; 0 is no limit
}

// levels are the quantiles of a band from its lowest: 95 and 80 % below, the
// median, 80 and 95 % above.
var levels = [5]float64{0.025, 0.1, 0.5, 0.9, 0.975}

// Outlook is the result of a simulation.
type Outlook struct {
	Days  []atlas.Day
	Bands [][5]float64 // for each day the value at the five levels
	// Reach is the day of reaching the target at the five levels, MaxDay for
	// one later than was looked.
	Reach [5]atlas.Day
	// Chance is the part of the paths on which the target is met on the last
	// of the days: with what is not known outside, left out, and inside.
	Chance [3]float64
}

// leastRounds is the number of rounds below which sizes and intervals have no
// spread to learn from.
const leastRounds = 3

// Simulate draws paths of rounds to come. Sizes and intervals are log-normal
// with unknown mean and variance; the running interval is one that has not
// ended by the day Known; see composition for what a round is made of. The
// target is looked for up to the day limit. The past must have at least three
// rounds and the days must ascend from after Known; the same seed gives the
// same outlook.
func (p Past) Simulate(days []atlas.Day, target float64, limit atlas.Day, paths int, seed [2]uint64) Outlook {
	src := rand.NewPCG(seed[0], seed[1])
	s := simulation{past: p, rng: rand.New(src), target: target, composition: compose(p, src)}
	for i, r := range p.Rounds {
		s.sizes = s.sizes.and(r.size())
		if i > 0 {
			s.intervals = s.intervals.and(float64(r.Day - p.Rounds[i-1].Day))
		}
	}
	last := p.Rounds[len(p.Rounds)-1].Day
	s.running = s.intervals.beyond(float64(p.Known-last) + 0.5)
	values := make([][3][]float64, len(days)) // day → low, mid, high → path
	for i := range values {
		for k := range values[i] {
			values[i][k] = make([]float64, paths)
		}
	}
	reach := [3][]float64{make([]float64, paths), make([]float64, paths), make([]float64, paths)}
	for path := range paths {
		reached := s.path(days, limit, func(day int, v [3]float64) {
			for k := range v {
				values[day][k][path] = v[k]
			}
		})
		for k, day := range reached {
			reach[k][path] = float64(day)
		}
	}
	out := Outlook{Days: days, Bands: make([][5]float64, len(days))}
	for i := range values {
		for k, v := range values[i] {
			slices.Sort(v)
			if i == len(days)-1 {
				below, _ := slices.BinarySearch(v, target)
				out.Chance[k] = float64(paths-below) / float64(paths)
			}
		}
		out.Bands[i] = quantiles(values[i][0], values[i][1], values[i][2])
	}
	for k := range reach {
		slices.Sort(reach[k])
	}
	// What raises the value brings the day forward.
	for i, day := range quantiles(reach[2], reach[1], reach[0]) {
		out.Reach[i] = atlas.Day(day)
	}
	return out
}

// quantiles reads the lower levels from low, the median from mid and the upper
// ones from high, all sorted.
func quantiles(low, mid, high []float64) [5]float64 {
	var q [5]float64
	for i, from := range [5][]float64{low, low, mid, high, high} {
		q[i] = stat.Quantile(levels[i], stat.Empirical, from, nil)
	}
	return q
}

type simulation struct {
	past             Past
	rng              *rand.Rand
	sizes, intervals logNormal
	running          func(*rand.Rand) float64 // the interval that has not ended
	composition      composition
	target           float64
}

// path draws one future, tells the value on each of the days, and returns the
// day of reaching the target with what is not known outside, left out and inside.
func (s *simulation) path(days []atlas.Day, limit atlas.Day, tell func(day int, v [3]float64)) [3]atlas.Day {
	p := s.past
	sides := [3]Parts{p.Low, p.Mid, p.High}
	total := p.Low.In + p.Low.Out
	reached := [3]atlas.Day{atlas.MaxDay, atlas.MaxDay, atlas.MaxDay}
	look := func(day atlas.Day) (all bool) {
		all = true
		for k, side := range sides {
			if reached[k] == atlas.MaxDay && p.value(side) >= s.target {
				reached[k] = day
			}
			all = all && reached[k] != atlas.MaxDay
		}
		return all
	}
	look(p.Known)

	last := p.Rounds[len(p.Rounds)-1].Day
	interval := s.running(s.rng)
	pace := s.intervals.and(interval).draw(s.rng)
	size := s.sizes.draw(s.rng)
	mix := s.composition.draw(s.rng)
	day, next := float64(last), 0
	for {
		day += max(1, math.Round(interval))
		for next < len(days) && float64(days[next]) < day {
			tell(next, [3]float64{p.value(sides[0]), p.value(sides[1]), p.value(sides[2])})
			next++
		}
		if day > float64(limit) && next == len(days) {
			return reached
		}
		amount := size.draw(s.rng)
		if p.Whole > 0 {
			amount = min(amount, max(0, p.Whole-total))
		}
		total += amount
		parts := mix.draw(s.rng)
		in, out, unknown := amount*parts.In, amount*parts.Out, amount*parts.Unknown
		sides[0].In, sides[0].Out = sides[0].In+in, sides[0].Out+out+unknown
		sides[1].In, sides[1].Out = sides[1].In+in, sides[1].Out+out
		sides[2].In, sides[2].Out = sides[2].In+in+unknown, sides[2].Out+out
		if look(atlas.Day(min(day, float64(limit)+1))) && next == len(days) {
			return reached
		}
		interval = pace.draw(s.rng)
	}
}

func (p Past) value(side Parts) float64 {
	if !p.Share {
		return side.In
	}
	return 100 * side.In / (side.In + side.Out)
}

// logNormal is what some positive numbers say of the log-normal law they come
// from: how many, the mean of their logarithms and the sum of squares about it.
// Under the prior p(μ, σ²) ∝ 1/σ² the law's σ² is that sum over a chi-squared
// number with n − 1 degrees of freedom, and μ is normal about the mean with
// variance σ²/n (Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.2).
type logNormal struct{ n, mean, squares float64 }

// and adds a number.
func (l logNormal) and(x float64) logNormal {
	y := math.Log(x)
	n := l.n + 1
	mean := l.mean + (y-l.mean)/n
	return logNormal{n, mean, l.squares + (y-l.mean)*(y-mean)}
}

// draw is a law that the numbers may come from.
func (l logNormal) draw(rng *rand.Rand) law {
	sd := math.Sqrt(l.squares / distuv.ChiSquared{K: l.n - 1, Src: rng}.Rand())
	return law{l.mean + sd/math.Sqrt(l.n)*rng.NormFloat64(), sd}
}

// beyond draws one more number, known to exceed the least: its logarithm is
// Student's t with n − 1 degrees of freedom about the mean, with scale
// s·√(1 + 1/n), cut below.
func (l logNormal) beyond(least float64) func(*rand.Rand) float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: l.n - 1}
	scale := math.Sqrt(l.squares / (l.n - 1) * (1 + 1/l.n))
	from := math.Log(least)
	if scale == 0 {
		return func(*rand.Rand) float64 { return math.Exp(max(from, l.mean)) }
	}
	above := t.CDF((l.mean - from) / scale) // by symmetry, exact far out
	return func(rng *rand.Rand) float64 {
		y := l.mean - scale*t.Quantile(above*(1-rng.Float64()))
		return math.Exp(min(max(from, y), mostLog))
	}
}

// law is a log-normal law.
type law struct{ mean, sd float64 }

// mostLog keeps sums of numbers with unbounded tails finite.
const mostLog = 230

func (l law) draw(rng *rand.Rand) float64 {
	return math.Exp(min(l.mean+l.sd*rng.NormFloat64(), mostLog))
}
