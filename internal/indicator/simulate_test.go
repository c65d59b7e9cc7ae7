package indicator

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"growthmap/internal/atlas"
)

// world is a law by which rounds come in a test.
type world struct {
	size, interval law
	part           func(rng *rand.Rand) float64 // of a round that is inside; nil for a sum
}

// live lets rounds come from day 0 to the end; the past is what was known on
// the day, the parts what is true at the end.
func (w world) live(rng *rand.Rand, known, end atlas.Day) (Past, Parts) {
	p := Past{Known: known, Share: w.part != nil}
	var all Parts
	for day := 0.0; ; {
		day += max(1, math.Round(w.interval.draw(rng)))
		if day > float64(end) {
			return p, all
		}
		size, part := w.size.draw(rng), 1.0
		if w.part != nil {
			part = w.part(rng)
		}
		r := Round{Day: atlas.Day(day), In: size * part, Out: size * (1 - part)}
		all.In, all.Out = all.In+r.In, all.Out+r.Out
		if r.Day <= known {
			p.Rounds = append(p.Rounds, r)
			p.Low, p.Mid, p.High = all, all, all
		}
	}
}

// Of 2,000 forecasts a band of 80 % holds what came in 77 to 83 of a hundred,
// one of 95 % in 92 to 98: for sums and for shares, whose rounds are of mixed
// parts or lie on one side, with few rounds known and with more.
func TestBandsHoldWhatTheyPromise(t *testing.T) {
	beta := func(a, b float64) func(*rand.Rand) float64 {
		return func(rng *rand.Rand) float64 { return distuv.Beta{Alpha: a, Beta: b, Src: rng}.Rand() }
	}
	sided := func(rng *rand.Rand) float64 {
		switch u := rng.Float64(); {
		case u < 0.3:
			return 0
		case u < 0.7:
			return 1
		default:
			return rng.Float64()
		}
	}
	const runs, paths, gap = 2000, 200, 60
	for name, test := range map[string]struct {
		part  func(*rand.Rand) float64
		gaps  int // mean intervals of history
		ahead int // and of the future
	}{
		"sum, few rounds":           {nil, 5, 6},
		"sum":                       {nil, 10, 6},
		"sum, far":                  {nil, 10, 12},
		"share, mixed, few":         {beta(2, 3), 6, 6},
		"share, mixed":              {beta(2, 3), 10, 6},
		"share, alike":              {beta(12, 18), 10, 6},
		"share, one-sided":          {sided, 10, 6},
		"share, nearly sided, near": {beta(0.4, 0.6), 10, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(2000, 95))
			var within80, within95 int
			for run := 0; run < runs; {
				spread := 0.2 + 0.5*rng.Float64()
				w := world{law{20, 0.3 + 0.7*rng.Float64()}, law{math.Log(gap) - spread*spread/2, spread}, test.part}
				known := atlas.Day(test.gaps * gap)
				end := known + atlas.Day(test.ahead*gap)
				past, came := w.live(rng, known, end)
				if len(past.Rounds) < leastRounds {
					continue
				}
				band := past.Simulate([]atlas.Day{end}, math.Inf(1), end, paths, [2]uint64{uint64(run), 1}).Bands[0]
				value := past.value(came)
				if band[1] <= value && value <= band[3] {
					within80++
				}
				if band[0] <= value && value <= band[4] {
					within95++
				}
				run++
			}
			p80, p95 := 100*float64(within80)/runs, 100*float64(within95)/runs
			t.Logf("%.1f and %.1f %%", p80, p95)
			if math.Abs(p80-80) > 3 || math.Abs(p95-95) > 3 {
				t.Errorf("bands of 80 and 95 %% hold %.1f and %.1f %% of what came", p80, p95)
			}
		})
	}
}
