package indicator

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"growthmap/internal/atlas"
)

// monthly is a share with rounds of a little more and a little less than 40 %
// inside, one of unknown place in each, as many as there are days.
func monthly(days ...string) []*atlas.Feature {
	var features []*atlas.Feature
	for i, day := range days {
		n := int64(i + 1)
		features = append(features,
			deal("regional", day, 30+5*(n%3), -1, honam), deal("capital", day, 45+n, -1, capital), deal("", day, 10, -1, nowhere))
	}
	return features
}

var yearOfRounds = []string{"2026-01-29", "2026-02-26", "2026-03-26", "2026-04-30", "2026-05-28", "2026-06"}

func askShare(t *testing.T, variant, day string, features []*atlas.Feature) (*Definition, Evidence, Question) {
	t.Helper()
	d := must(Parse([]byte(share)))
	v, ok := d.Variant(variant)
	if !ok {
		t.Fatalf("no variant %s", variant)
	}
	ev := Evidence{
		Layer: must(atlas.ParseLayer([]byte(deals))), Features: features,
		Wholes: map[Whole]*big.Int{*d.Target.Of: big.NewInt(100_000)},
	}
	return d, ev, Question{Variant: v, Day: must(atlas.ParseDay(day)), Areas: areas}
}

// Six rounds: that of June, known to the month, counts on its last day. What is
// of unknown place is outside of the lower ends and inside of the upper ones.
func TestForecastOfAShare(t *testing.T) {
	d, ev, q := askShare(t, "", "2026-09-15", monthly(yearOfRounds...))
	f := must(d.Forecast(ev, q))
	if f.NoBand != nil || len(f.Rounds) != 6 || f.Basis != ByRows || f.SetAside != 0 || f.Paths != forecastPaths {
		t.Fatalf("no band %v, %d rounds by %s, %d set aside, %d paths", f.NoBand, len(f.Rounds), f.Basis, f.SetAside, f.Paths)
	}
	if got := f.Rounds[5]; got != (RoundText{must(atlas.ParseDay("2026-06-30")), "30", "51", "10"}) {
		t.Errorf("the round of June is %+v", got)
	}
	// Nothing is recorded after 30 June, so the future begins there.
	if got := f.KnownUntil.String(); got != "2026-06-30" || f.Months[0].Day.String() != "2026-07-31" {
		t.Errorf("known until %s, first month end %s", got, f.Months[0].Day)
	}
	if n := len(f.Months); n != 54 || f.Months[n-1].Day.String() != "2030-12-31" {
		t.Errorf("%d months up to %s, want 54 up to 2030-12-31", n, f.Months[n-1].Day)
	}
	first := f.Months[0]
	// On 30 June 210 lie inside, 291 outside, 60 are unknown: 37.4 to 48.1 %, known 41.9 %.
	if *first.Low80 > "37.4" || *first.High80 < "48.1" || *first.Median < "40.5" || *first.Median > "43.5" {
		t.Errorf("one month on: %s to %s about %s", *first.Low80, *first.High80, *first.Median)
	}
	if again := must(d.Forecast(ev, q)); !slices.EqualFunc(again.Months, f.Months, func(a, b Band) bool { return *a.Low95 == *b.Low95 && *a.High95 == *b.High95 }) || again.Seed != f.Seed {
		t.Error("the same past gives other numbers")
	}
	if o := f.Outcome; o.Chance == nil || o.Earliest95.String() != "2026-06-30" || o.LookedUntil.String() != "2040-12-31" {
		t.Errorf("outcome %+v", o)
	}
}

// What cannot be forecast says why.
func TestNoBandWithoutGrounds(t *testing.T) {
	few := monthly("2026-01-29", "2026-02-26")
	for name, test := range map[string]struct {
		variant  string
		day      string
		features []*atlas.Feature
		want     string
	}{
		"two rounds":     {"", "2026-09-15", few, "Rounds known by this day: 2. A band needs three, which show how sizes and intervals vary."},
		"none":           {"", "2025-09-15", few, "Rounds known by this day: 0. A band needs three, which show how sizes and intervals vary."},
		"unbounded":      {"state", "2026-09-15", []*atlas.Feature{deal("regional", "2026-01-29", -1, -1, honam)}, unbounded.En},
		"not computable": {"never", "2026-09-15", monthly(yearOfRounds...), "unknown"},
		"unknown places": {"", "2026-09-15", []*atlas.Feature{
			deal("", "2026-01-29", 10, -1, nowhere), deal("", "2026-02-26", 10, -1, nowhere), deal("", "2026-03-26", 20, -1, nowhere),
		}, "No row is known to lie on either side, so the share is not forecast."},
		"too late": {"", "2031-01-31", append(monthly(yearOfRounds...), deal("regional", "2031-01-05", 10, -1, honam)), "The day of the target has passed, so nothing is forecast."},
	} {
		t.Run(name, func(t *testing.T) {
			d, ev, q := askShare(t, test.variant, test.day, test.features)
			f := must(d.Forecast(ev, q))
			if f.NoBand == nil || f.NoBand.En != test.want || !f.NoBand.Complete() || len(f.Months) != 0 || f.Outcome != nil || f.Paths != 0 {
				t.Errorf("no band %v, %d months; want %s", f.NoBand, len(f.Months), test.want)
			}
			if b := must(d.Backtest(ev, q)); len(b.Rows) != 0 && test.want != "The day of the target has passed, so nothing is forecast." {
				t.Errorf("the backtest has %d rows", len(b.Rows))
			}
		})
	}
}

// Where the official values rise they make the rounds, and one that repeats says
// that nothing came until its day.
func TestReportedRisesAreRounds(t *testing.T) {
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	report := func(day string, value int64) Report {
		r := big.NewRat(value, 1)
		return Report{Day: must(atlas.ParsePartial(day)), Value: r, Text: r.FloatString(0), Feature: &atlas.Feature{Layer: "counts", ID: day}}
	}
	ev := Evidence{Layer: must(atlas.ParseLayer([]byte(deals))), Reports: map[string][]Report{d.Reported.Key(): {
		report("2026-01-10", 20), report("2026-03-10", 32), report("2026-05-15", 32), report("2026-06-10", 50), report("2026-08-01", 50),
	}}}
	f := must(d.Forecast(ev, Question{Variant: v, Day: must(atlas.ParseDay("2026-11-22")), Areas: areas}))
	got := ""
	for _, r := range f.Rounds {
		got += r.Day.String() + " " + r.In + "; "
	}
	if want := "2026-01-10 20; 2026-03-10 12; 2026-06-10 18; "; got != want || f.Basis != ByReports || f.KnownUntil.String() != "2026-08-01" {
		t.Errorf("rounds %s by %s, known until %v; want %s", got, f.Basis, f.KnownUntil, want)
	}
	if len(f.Months) != 5 || *f.Months[0].Low95 != "50" {
		t.Errorf("months %v", f.Months)
	}
}

// Bands lie within each other, those of what piles up never fall, later days of
// reaching the target follow earlier ones, and nothing exceeds the whole.
func TestBandsAreNestedAndMonotone(t *testing.T) {
	d, ev, q := askShare(t, "", "2026-09-15", monthly(yearOfRounds...))
	past := must(d.History(ev, q)).Past
	pile := past
	pile.Share, pile.Whole = false, 2000
	days := bandDays(past.Known, past.Known+1500)
	for name, p := range map[string]Past{"share": past, "pile": pile} {
		out := p.Simulate(days, 45, past.Known+3000, 1000, [2]uint64{1, 2})
		if !slices.IsSorted(out.Reach[:]) || !slices.IsSorted(out.Chance[:]) {
			t.Errorf("%s: reach %v, chance %v", name, out.Reach, out.Chance)
		}
		var before [5]float64
		for i, band := range out.Bands {
			if !slices.IsSorted(band[:]) {
				t.Errorf("%s, %s: %v is not nested", name, days[i], band)
			}
			for k := range band {
				if math.IsNaN(band[k]) || name == "pile" && (band[k] < before[k] || band[k] > 2000+60) || name == "share" && (band[k] < 0 || band[k] > 100) {
					t.Errorf("%s, %s: %v after %v", name, days[i], band, before)
				}
			}
			before = band
		}
	}
}

// The running interval is known not to have ended: after 25 quiet days of
// intervals of about 30, the next round is close, not 30 days off.
func TestRunningIntervalHasNotEnded(t *testing.T) {
	p := Past{Low: Parts{In: 40}, Mid: Parts{In: 40}, High: Parts{In: 40}}
	for i, gap := range []atlas.Day{0, 29, 31, 30, 32, 28, 30} {
		day := gap
		if i > 0 {
			day += p.Rounds[i-1].Day
		}
		p.Rounds = append(p.Rounds, Round{Day: day, In: float64(5 + i%3)})
	}
	last := p.Rounds[6].Day
	for quiet, want := range map[atlas.Day][2]bool{0: {false, true}, 25: {true, true}, 45: {true, true}} {
		p.Known = last + quiet
		out := p.Simulate([]atlas.Day{p.Known + 10, p.Known + 40}, math.Inf(1), p.Known, 500, [2]uint64{3, 4})
		if got := [2]bool{out.Bands[0][2] > 40, out.Bands[1][2] > 40}; got != want {
			t.Errorf("after %d quiet days the median has risen in 10 and in 40 days: %v, want %v", quiet, got, want)
		}
	}
}

// Forecasts of the third to the fifth round, made as if on their days, each for
// the month ends up to the sixth: four, two and two of them.
func TestBacktest(t *testing.T) {
	d, ev, q := askShare(t, "", "2026-09-15", monthly(yearOfRounds...))
	b := must(d.Backtest(ev, q))
	if len(b.Rows) != 4+2+2 || b.Inside95 < b.Inside80 || b.MeanAbsoluteError == nil {
		t.Fatalf("%d rows, %d and %d inside", len(b.Rows), b.Inside80, b.Inside95)
	}
	r := b.Rows[0]
	// By 31 March 105 are inside and 141 outside.
	if r.Made.String() != "2026-03-26" || r.Rounds != 3 || r.Day.String() != "2026-03-31" || r.DaysAhead != 5 || *r.Actual != "42.7" {
		t.Errorf("the first row is %+v, actual %s", r, *r.Actual)
	}
	// What was not known when it was made must not change a forecast.
	asked := q
	asked.Day = r.Made
	until := must(d.History(ev, asked))
	later := ev
	later.Features = append(slices.Clone(ev.Features), deal("capital", "2026-06-29", 1_000, -1, capital))
	if other := must(d.History(later, asked)); !slices.Equal(other.Rounds, until.Rounds) || other.Mid != until.Mid {
		t.Error("a later row changed what was known before it")
	}
}
