package indicator

import (
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distmv"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// PipelineOutlook is what may become of the features that wait at one stage
// before that of the measure. It counts features, never amounts, and stands
// beside the rounds, of which the same features may be a part.
type PipelineOutlook struct {
	Stage   string `json:"stage"`
	Waiting int    `json:"waiting"`
	Pairs   int    `json:"pairs"` // features of which both days are known
	Lags    int    `json:"lags"`  // different lags among them
	// LeftOut says why nothing is said of when they pass.
	LeftOut *atlas.Text `json:"left_out,omitempty"`
	// LagDays are the observed lags: shortest, median and longest, in days.
	LagDays []int  `json:"lag_days,omitempty"`
	Months  []Band `json:"months"` // how many of them have passed
}

// mostInPipeline keeps a forecast within about a second.
const mostInPipeline = 2000

// lags are what is known of the way from one stage to another, in days.
type lags struct {
	passed  []float64 // of the features that have both days, ascending
	open    []float64 // since the first stage, of those that have not passed, ascending
	waiting []float64 // of these, those that have reached no stage in between
}

// pipeline looks at every stage before that of the measure at which features
// wait, up to a day.
func (d *Definition) pipeline(ev Evidence, q Question, until atlas.Day, seed [2]uint64) ([]PipelineOutlook, error) {
	looks := []PipelineOutlook{}
	to := ev.Layer.StageIndex(q.Variant.measure.Stage)
	for from := range max(to, 0) {
		l, err := d.lags(ev, q, from, to)
		if err != nil {
			return nil, err
		}
		if len(l.waiting) == 0 {
			continue
		}
		look := PipelineOutlook{
			Stage: ev.Layer.Stages[from].ID, Waiting: len(l.waiting), Pairs: len(l.passed), Lags: len(slices.Compact(slices.Clone(l.passed))), Months: []Band{},
		}
		switch known := len(l.passed) + len(l.open); {
		case known > mostInPipeline:
			most := strconv.Itoa(mostInPipeline)
			look.LeftOut = &atlas.Text{
				Ko: "이 단계를 거친 사업이 " + strconv.Itoa(known) + "건입니다. " + most + "건보다 많으면 하나씩 모의하지 않습니다.",
				En: "Features that reached this stage: " + strconv.Itoa(known) + ". More than " + most + " are not simulated one by one.",
			}
		case look.Lags < leastRounds:
			pairs, different := strconv.Itoa(look.Pairs), strconv.Itoa(look.Lags)
			look.LeftOut = &atlas.Text{
				Ko: "두 단계의 날짜가 모두 알려진 사업은 " + pairs + "건, 서로 다른 기간은 " + different + "가지입니다. 세 가지보다 적으면 걸리는 기간이 얼마나 흩어지는지 알 수 없어 셈하지 않습니다.",
				En: "Features with the days of both stages: " + pairs + ", different lags among them: " + different + ". Fewer than three lags do not show how they vary, so what waits here is left out.",
			}
		default:
			n := len(l.passed)
			look.LagDays = []int{int(l.passed[0]), int(stat.Quantile(0.5, stat.Empirical, l.passed, nil)), int(l.passed[n-1])}
			days := bandDays(q.Day, until)
			for i, band := range l.simulate(q.Day, days, forecastPaths, seed) {
				look.Months = append(look.Months, d.band(days[i], band))
			}
		}
		looks = append(looks, look)
	}
	return looks, nil
}

// lags reads the features that took part in the measure or its pipeline by the
// question's day. A feature waits at the last of its stages before that of the
// measure; days known to the month count as its last day.
func (d *Definition) lags(ev Evidence, q Question, from, to int) (lags, error) {
	var l lags
	stages := ev.Layer.Stages
	for _, f := range ev.Features {
		began, ok := f.Stages[stages[from].ID]
		if !ok || began.To > q.Day {
			continue
		}
		holds := evaluator(ev.Layer, f, q.Day)
		takes, err := holds(q.Variant.measure.Where)
		if err == nil && takes != cql2.True && d.Pipeline != nil {
			takes, err = holds(d.Pipeline.Where)
		}
		if err != nil {
			return l, err
		}
		if takes != cql2.True {
			continue
		}
		if passed, ok := f.Stages[stages[to].ID]; ok && passed.To <= q.Day {
			if days := passed.To - began.To; days >= 0 {
				l.passed = append(l.passed, float64(days))
			}
			continue
		}
		l.open = append(l.open, float64(q.Day-began.To))
		later := func(s atlas.Stage) bool { on, ok := f.Stages[s.ID]; return ok && on.To <= q.Day }
		if !slices.ContainsFunc(stages[from+1:], later) {
			l.waiting = append(l.waiting, float64(q.Day-began.To))
		}
	}
	slices.Sort(l.passed)
	slices.Sort(l.open)
	return l, nil
}

// simulate counts, on each of the days, those of the waiting that have passed
// since the day now. One set of weights a path, from a Dirichlet distribution
// over the features that have passed and those that have not, makes a law of the
// lag (see law); each of the waiting takes a lag that exceeds how long it has
// waited, or never passes.
func (l lags) simulate(now atlas.Day, days []atlas.Day, paths int, seed [2]uint64) [][5]float64 {
	src := rand.NewPCG(seed[1], seed[0])
	rng := rand.New(src)
	weights := distmv.NewDirichlet(slices.Repeat([]float64{1}, len(l.passed)+len(l.open)), src)
	counts := make([][]float64, len(days))
	for i := range counts {
		counts[i] = make([]float64, paths)
	}
	for path := range paths {
		masses := l.law(weights.Rand(nil))
		floats.CumSum(masses, masses)
		for _, waited := range l.waiting {
			least := 0.0
			if n := sort.Search(len(l.passed), func(i int) bool { return l.passed[i] > waited }); n > 0 {
				least = masses[n-1]
			}
			at := sort.SearchFloat64s(masses, least+(1-least)*rng.Float64())
			if at >= len(l.passed) || l.passed[at] <= waited { // the masses add up to one but for rounding
				continue
			}
			lag := l.passed[at]
			i, _ := slices.BinarySearch(days, now+atlas.Day(lag-waited))
			for ; i < len(days); i++ {
				counts[i][path]++
			}
		}
	}
	bands := make([][5]float64, len(days))
	for i, c := range counts {
		slices.Sort(c)
		bands[i] = quantiles(c, c, c)
	}
	return bands
}

// law is the probability of each of the lags observed, and at the end that of
// none of them: the estimator of Kaplan and Meier (1958, Journal of the American
// Statistical Association 53:457), in which those that have not passed yet count
// for as long as they have waited. With weights from a Dirichlet distribution it
// is the Bayesian bootstrap of censored data (Lo 1993, Annals of Statistics
// 21:100). The weights are of the passed and then of the open.
func (l lags) law(weights []float64) []float64 {
	masses := make([]float64, len(l.passed)+1)
	passed, open := weights[:len(l.passed)], weights[len(l.passed):]
	waiting := 0.0 // weight of those that had not passed before
	for _, w := range weights {
		waiting += w
	}
	left := 1.0 // probability of a lag longer than those so far
	seen := 0
	for i, lag := range l.passed {
		for ; seen < len(l.open) && l.open[seen] < lag; seen++ {
			waiting -= open[seen]
		}
		masses[i] = left * min(1, passed[i]/waiting)
		left -= masses[i]
		waiting -= passed[i]
	}
	masses[len(l.passed)] = max(left, 0)
	return masses
}
