package indicator

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"

	"growthmap/internal/atlas"
)

const (
	forecastPaths = 4000
	// A target without a day is looked for this long, and one with a day this
	// much longer than its day.
	forecastYears = 5
	furtherYears  = 10
	// A number above this is as good as without bound.
	largest = 1e18
)

// Forecast is what may come of an indicator of the nation, simulated from its
// rounds. It is computed from what was known on its day alone, and the same
// past gives the same numbers.
type Forecast struct {
	Indicator string    `json:"indicator"`
	Variant   string    `json:"variant"`
	Day       atlas.Day `json:"day"`
	Provenance
	Unit   atlas.Text `json:"unit"`
	Places int        `json:"places"`
	Basis  Basis      `json:"basis"`
	// KnownUntil is the day from which the future begins: the last of which the
	// evidence says anything, or the day asked about if that comes first.
	KnownUntil *atlas.Day  `json:"known_until"`
	Rounds     []RoundText `json:"rounds"`
	SetAside   int         `json:"set_aside"` // rows that cannot be in a round
	// NoBand says why there are no months and no outcome.
	NoBand   *atlas.Text       `json:"no_band,omitempty"`
	Paths    int               `json:"paths"`
	Seed     string            `json:"seed"` // hexadecimal
	Months   []Band            `json:"months"`
	Outcome  *Outcome          `json:"outcome,omitempty"` // of an indicator with a target
	Pipeline []PipelineOutlook `json:"pipeline"`
	Assumed  []atlas.Text      `json:"assumptions"`
}

// RoundText is a round on the wire: decimal strings in the unit of the measure,
// for a share whole won or cases, for a share of a given whole percent of it.
type RoundText struct {
	Day     atlas.Day `json:"day"`
	In      string    `json:"in"`
	Out     string    `json:"out"`
	Unknown string    `json:"unknown"`
}

// Band is where the value lies on a day: decimal strings in the unit of the
// indicator. An end that nothing sensible bounds is null.
type Band struct {
	Day    atlas.Day `json:"day"`
	Low95  *string   `json:"low_95"`
	Low80  *string   `json:"low_80"`
	Median *string   `json:"median"`
	High80 *string   `json:"high_80"`
	High95 *string   `json:"high_95"`
}

// Outcome is what becomes of the target. A day that lies beyond LookedUntil is null.
type Outcome struct {
	AtLeast     string     `json:"at_least"`
	By          *atlas.Day `json:"by,omitempty"`
	LookedUntil atlas.Day  `json:"looked_until"`
	Earliest95  *atlas.Day `json:"earliest_95"`
	Earliest80  *atlas.Day `json:"earliest_80"`
	Median      *atlas.Day `json:"median"`
	Latest80    *atlas.Day `json:"latest_80"`
	Latest95    *atlas.Day `json:"latest_95"`
	// Chance of meeting the target on its day, in percent; the bounds take what
	// is not known at the end that lowers or raises the value.
	Chance *Value `json:"chance,omitempty"`
}

var assumptions = []atlas.Text{
	{
		Ko: "앞으로의 라운드는 지금까지의 라운드와 같은 분포에서 나온다. 제도나 예산의 변화는 반영하지 않는다.",
		En: "Rounds to come follow the same law as those so far; a change of policy or budget is not foreseen.",
	},
	{
		Ko: "규모와 간격은 서로 영향을 주지 않으며 각각 로그정규분포를 따른다.",
		En: "Sizes and intervals do not depend on each other, and each is log-normal.",
	},
	{
		Ko: "구간의 아래 끝은 위치를 모르는 사업을 모두 제외하고, 위 끝은 모두 포함한다.",
		En: "The lower end of a band takes rows of unknown place as outside, the upper end as inside.",
	},
	{
		Ko: "추진 중인 사업은 앞으로의 라운드로 승인될 수 있으므로 라운드 전망에 더하지 않는다.",
		En: "What is in the pipeline may come in the rounds to come, so it is never added to them.",
	},
}

// Forecast simulates the indicator from the day of the question on, at month
// ends up to the day of the target. The evidence must hold features, see
// Subject.Gather.
func (d *Definition) Forecast(ev Evidence, q Question) (Forecast, error) {
	f := Forecast{
		Indicator: d.ID, Variant: q.Variant.ID, Day: q.Day, Provenance: ev.Provenance, Unit: d.Unit, Places: d.Places,
		Rounds: []RoundText{}, Months: []Band{}, Pipeline: []PipelineOutlook{}, Assumed: assumptions,
	}
	h, err := d.History(ev, q)
	if err != nil {
		return f, err
	}
	f.Basis, f.SetAside, f.NoBand = h.Basis, h.SetAside, h.Lacks
	if q.Variant.NotComputable != nil {
		return f, nil
	}
	if h.Known != atlas.MinDay {
		f.KnownUntil = &h.Known
	}
	for _, r := range h.Rounds {
		f.Rounds = append(f.Rounds, d.roundText(r, q))
	}
	until, limit, target := horizon(q)
	seed := h.seed(d.ID, q.Variant.ID, until)
	if f.Pipeline, err = d.pipeline(ev, q, until, seed); err != nil {
		return f, err
	}
	if f.NoBand != nil {
		return f, nil
	}
	days := bandDays(h.Known, until)
	if len(days) == 0 {
		f.NoBand = &atlas.Text{Ko: "목표일이 지나 더 전망하지 않습니다.", En: "The day of the target has passed, so nothing is forecast."}
		return f, nil
	}
	f.Paths, f.Seed = forecastPaths, seedText(seed)
	out := h.Simulate(days, target, limit, forecastPaths, seed)
	for i, day := range out.Days {
		f.Months = append(f.Months, d.band(day, out.Bands[i]))
	}
	if t := q.Variant.Target; t != nil {
		f.Outcome = outcome(t, out, limit)
	}
	return f, nil
}

// horizon is the last day of the bands, the last on which the target is looked
// for, and the target.
func horizon(q Question) (until, limit atlas.Day, target float64) {
	until, target = yearsAfter(q.Day, forecastYears), math.Inf(1)
	if t := q.Variant.Target; t != nil {
		atLeast, _ := new(big.Rat).SetString(t.AtLeast) // checked by Parse
		target, _ = atLeast.Float64()
		if t.By != nil {
			until = *t.By
		}
	}
	return until, yearsAfter(until, furtherYears), target
}

func yearsAfter(day atlas.Day, years int) atlas.Day {
	return atlas.DayOf(day.Date().AddDate(years, 0, 0))
}

// bandDays are the last days of the months after a day up to another, which is
// the last of them whether a month ends with it or not.
func bandDays(after, until atlas.Day) []atlas.Day {
	var days []atlas.Day
	for date := after.Date(); ; date = date.AddDate(0, 1, 0) {
		date = time.Date(date.Year(), date.Month(), 1, 0, 0, 0, 0, time.UTC)
		end := atlas.DayOf(date.AddDate(0, 1, -1))
		if end >= until {
			break
		}
		if end > after {
			days = append(days, end)
		}
	}
	if until > after {
		days = append(days, until)
	}
	return days
}

// seed is a hash of everything the simulation is made from.
func (h History) seed(indicator, variant string, until atlas.Day) [2]uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%v", indicator, variant, until, h.Past))
	return [2]uint64{binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])}
}

func seedText(seed [2]uint64) string {
	b := binary.BigEndian.AppendUint64(nil, seed[0])
	return hex.EncodeToString(binary.BigEndian.AppendUint64(b, seed[1]))
}

func (d *Definition) band(day atlas.Day, q [5]float64) Band {
	return Band{day, d.text(q[0]), d.text(q[1]), d.text(q[2]), d.text(q[3]), d.text(q[4])}
}

// text is a simulated value with the places of the indicator.
func (d *Definition) text(x float64) *string {
	if math.IsNaN(x) || x > largest {
		return nil
	}
	if math.Abs(x) < math.Pow10(-d.Places)/2 { // not -0.0
		x = 0
	}
	s := strconv.FormatFloat(x, 'f', d.Places, 64)
	return &s
}

func (d *Definition) roundText(r Round, q Question) RoundText {
	places := 0
	if q.Variant.measure.Of != nil {
		places = d.Places + 3 // a round is small beside the whole
	}
	text := func(x float64) string { return strconv.FormatFloat(x, 'f', places, 64) }
	return RoundText{r.Day, text(r.In), text(r.Out), text(r.Unknown)}
}

func outcome(t *Target, out Outlook, limit atlas.Day) *Outcome {
	day := func(i int) *atlas.Day {
		if out.Reach[i] > limit {
			return nil
		}
		return &out.Reach[i]
	}
	o := &Outcome{AtLeast: t.AtLeast, By: t.By, LookedUntil: limit, Earliest95: day(0), Earliest80: day(1), Median: day(2), Latest80: day(3), Latest95: day(4)}
	if t.By != nil {
		chance := func(i int) *string {
			s := strconv.FormatFloat(100*out.Chance[i], 'f', 1, 64)
			return &s
		}
		o.Chance = &Value{Value: chance(1), Low: chance(0), High: chance(2)}
	}
	return o
}
