package indicator

import (
	"math"
	"strconv"

	"growthmap/internal/atlas"
)

// Backtest sets every forecast that could have been made earlier against what
// came: made on the day of each round from the third on, for every month end
// after it up to the last day of which the evidence says anything.
type Backtest struct {
	Indicator string    `json:"indicator"`
	Variant   string    `json:"variant"`
	Day       atlas.Day `json:"day"`
	Provenance
	Unit   atlas.Text `json:"unit"`
	Places int        `json:"places"`
	Basis  Basis      `json:"basis"`
	// NoBand says why nothing could be forecast.
	NoBand *atlas.Text   `json:"no_band,omitempty"`
	Rows   []BacktestRow `json:"rows"`
	// Inside80 and Inside95 are the rows whose band held what came, of all Rows.
	Inside80 int `json:"inside_80"`
	Inside95 int `json:"inside_95"`
	// MeanAbsoluteError is that of the medians, in the unit of the indicator.
	MeanAbsoluteError *string `json:"mean_absolute_error"`
}

// BacktestRow is one forecast of one day and what came.
type BacktestRow struct {
	Made      atlas.Day `json:"made"`
	Rounds    int       `json:"rounds"`     // known when it was made
	DaysAhead int       `json:"days_ahead"` // from then to the day
	Actual    *string   `json:"actual"`     // among what is fully known
	Band
	Inside80 bool    `json:"inside_80"`
	Inside95 bool    `json:"inside_95"`
	Error    *string `json:"error"` // median less actual
}

// Backtest makes the forecasts that the evidence allows up to the question's
// day. Each knows the rounds of its time, as they are recorded now.
func (d *Definition) Backtest(ev Evidence, q Question) (Backtest, error) {
	b := Backtest{
		Indicator: d.ID, Variant: q.Variant.ID, Day: q.Day, Provenance: ev.Provenance, Unit: d.Unit, Places: d.Places, Rows: []BacktestRow{},
	}
	whole, err := d.History(ev, q)
	if err != nil {
		return b, err
	}
	b.Basis, b.NoBand = whole.Basis, whole.Lacks
	if b.NoBand != nil {
		return b, nil
	}
	came := map[atlas.Day]float64{}
	var errors float64
	for _, round := range whole.Rounds[leastRounds-1:] {
		asked := q
		asked.Day = round.Day
		h, err := d.History(ev, asked)
		if err != nil {
			return b, err
		}
		days := bandDays(round.Day, whole.Known)
		if h.Lacks != nil || len(days) == 0 {
			continue
		}
		out := h.Simulate(days, math.Inf(1), round.Day, forecastPaths, h.seed(d.ID, q.Variant.ID, whole.Known))
		for i, day := range days {
			actual, known := came[day]
			if !known {
				asked.Day = day
				then, err := d.History(ev, asked)
				if err != nil {
					return b, err
				}
				actual = then.value(then.Mid)
				came[day] = actual
			}
			band := out.Bands[i]
			row := BacktestRow{
				Made: round.Day, Rounds: len(h.Rounds), DaysAhead: int(day - round.Day), Actual: d.text(actual), Band: d.band(day, band),
				Inside80: band[1] <= actual && actual <= band[3], Inside95: band[0] <= actual && actual <= band[4],
				Error: d.text(band[2] - actual),
			}
			if row.Inside80 {
				b.Inside80++
			}
			if row.Inside95 {
				b.Inside95++
			}
			errors += math.Abs(band[2] - actual)
			b.Rows = append(b.Rows, row)
		}
	}
	if n := len(b.Rows); n > 0 {
		mean := strconv.FormatFloat(errors/float64(n), 'f', d.Places+1, 64)
		b.MeanAbsoluteError = &mean
	}
	return b, nil
}
