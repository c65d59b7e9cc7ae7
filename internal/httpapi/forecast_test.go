package httpapi_test

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type band struct {
	Day    string
	Low95  *string `json:"low_95"`
	Low80  *string `json:"low_80"`
	Median *string
	High80 *string `json:"high_80"`
	High95 *string `json:"high_95"`
}

type forecastDoc struct {
	Basis      string
	KnownUntil string `json:"known_until"`
	Rounds     []struct{ Day, In, Out, Unknown string }
	SetAside   int                  `json:"set_aside"`
	NoBand     *struct{ En string } `json:"no_band"`
	Paths      int
	Seed       string
	Months     []band
	Outcome    *struct {
		AtLeast string `json:"at_least"`
		Median  *string
		Chance  *value
	}
	Pipeline []struct{ Stage string }
	Links    []struct{ Rel, Href string }
}

// The fund approves in rounds: nine days of approval up to 2026-08-27, the first
// of 3,400 bn won outside the capital area alone, the last with 747 bn outside
// and 974.7 bn of unknown place.
func TestForecastOfTheRegionalShare(t *testing.T) {
	c := shipped(t)
	var doc forecastDoc
	c.Get("/api/indicators/regional-share/forecast?at=2026-11-22").Want(http.StatusOK).JSON(&doc)
	if doc.NoBand != nil || doc.Basis != "rows" || doc.KnownUntil != "2026-08-27" || len(doc.Rounds) != 9 || doc.Paths != 4000 {
		t.Fatalf("no band %v, by %s until %s, %d rounds, %d paths", doc.NoBand, doc.Basis, doc.KnownUntil, len(doc.Rounds), doc.Paths)
	}
	if r := doc.Rounds[0]; r.Day != "2026-01-29" || r.In != "3400000000000" || r.Out != "0" || r.Unknown != "0" {
		t.Errorf("the first round is %+v", r)
	}
	if r := doc.Rounds[8]; r.Day != "2026-08-27" || r.In != "746900000000" || r.Unknown != "974700000000" {
		t.Errorf("the last round is %+v", r)
	}
	if n := len(doc.Months); n != 53 || doc.Months[0].Day != "2026-08-31" || doc.Months[n-1].Day != "2030-12-31" {
		t.Fatalf("%d months", n)
	}
	// On the day the bounds are 36.2 and 48.3: a band ends no nearer.
	number := func(s *string) float64 { n, _ := strconv.ParseFloat(*s, 64); return n }
	for _, m := range doc.Months {
		ends := []float64{number(m.Low95), number(m.Low80), number(m.Median), number(m.High80), number(m.High95)}
		if !slices.IsSorted(ends) || ends[0] < 0 || ends[4] > 100 {
			t.Errorf("%s: %v", m.Day, ends)
		}
	}
	if m := doc.Months[0]; number(m.Low80) > 36.2 || number(m.High80) < 48.3 {
		t.Errorf("the first band is %s to %s", *m.Low80, *m.High80)
	}
	if o := doc.Outcome; o == nil || o.AtLeast != "40" || o.Chance == nil || number(o.Chance.Low) > number(o.Chance.Value) || number(o.Chance.Value) > number(o.Chance.High) {
		t.Errorf("outcome %+v", o)
	}

	// Another server says the same of the same day; another day has another seed.
	var again, earlier forecastDoc
	shipped(t).Get("/api/indicators/regional-share/forecast?at=2026-11-22").Want(http.StatusOK).JSON(&again)
	if again.Links = doc.Links; !reflect.DeepEqual(again, doc) {
		t.Errorf("again: seed %s and %d months, first seed %s", again.Seed, len(again.Months), doc.Seed)
	}
	c.Get("/api/indicators/regional-share/forecast?at=2026-05-28").Want(http.StatusOK).JSON(&earlier)
	if earlier.Seed == doc.Seed || len(earlier.Rounds) != 6 || earlier.KnownUntil != "2026-05-28" {
		t.Errorf("on 28 May: seed %s, %d rounds until %s", earlier.Seed, len(earlier.Rounds), earlier.KnownUntil)
	}
}

// Official totals of the AI factories rose twice, on 2024-10-28 and 2025-10-01:
// two rounds make no band, and the answer says why.
func TestTwoRoundsMakeNoBand(t *testing.T) {
	c := shipped(t)
	var doc forecastDoc
	c.Get("/api/indicators/ai-factories/forecast?at=2026-11-22").Want(http.StatusOK).JSON(&doc)
	if doc.Basis != "reported" || len(doc.Rounds) != 2 || doc.Rounds[1].In != "76" || doc.KnownUntil != "2025-12-24" {
		t.Errorf("by %s, rounds %v until %s", doc.Basis, doc.Rounds, doc.KnownUntil)
	}
	if doc.NoBand == nil || !strings.Contains(doc.NoBand.En, "known by this day: 2") || len(doc.Months) != 0 || doc.Outcome != nil || doc.Seed != "" {
		t.Errorf("no band %v, %d months", doc.NoBand, len(doc.Months))
	}
	var test struct {
		NoBand *struct{ Ko string } `json:"no_band"`
		Rows   []struct{}
	}
	c.Get("/api/indicators/ai-factories/backtest?at=2026-11-22").Want(http.StatusOK).JSON(&test)
	if test.NoBand == nil || !strings.Contains(test.NoBand.Ko, "2회") || len(test.Rows) != 0 {
		t.Errorf("the backtest: %+v", test)
	}
}

// Forecasts made at the third to the eighth of nine rounds, for the month ends
// after each up to 27 August, which is the last day known.
func TestBacktestOfTheRegionalShare(t *testing.T) {
	c := shipped(t)
	var doc struct {
		Rows []struct {
			band
			Made, Actual, Error string
			Rounds              int
			DaysAhead           int  `json:"days_ahead"`
			Inside80            bool `json:"inside_80"`
			Inside95            bool `json:"inside_95"`
		}
		Inside80 int     `json:"inside_80"`
		Inside95 int     `json:"inside_95"`
		Mean     *string `json:"mean_absolute_error"`
	}
	c.Get("/api/indicators/regional-share/backtest?at=2026-11-22").Want(http.StatusOK).JSON(&doc)
	// 03-26: 31 Mar to 31 Jul and 27 Aug; 04-15: from 30 Apr on; 04-30: from 31 May on; 05-28 too; 06-25: from 30 June on; 07-30: 31 Jul and 27 Aug.
	if len(doc.Rows) != 6+5+4+4+3+2 || doc.Mean == nil {
		t.Fatalf("%d rows", len(doc.Rows))
	}
	inside80, inside95 := 0, 0
	for _, r := range doc.Rows {
		if r.Inside80 {
			inside80++
		}
		if r.Inside95 {
			inside95++
		}
		if r.Day == "2026-08-27" && r.Actual != "41.2" || r.Day == "2026-05-31" && r.Actual != "41.1" {
			t.Errorf("on %s came %s", r.Day, r.Actual)
		}
	}
	if doc.Inside80 != inside80 || doc.Inside95 != inside95 {
		t.Errorf("%d and %d rows are inside, %d and %d are said to be", inside80, inside95, doc.Inside80, doc.Inside95)
	}
}

// 398 are missing on 2026-08-27, 1,587 days before the end of 2030: 7.6 a month
// are required. 76 came in the year before: 6.3 a month, 83 % of that.
func TestPaceOfTheFigures(t *testing.T) {
	c := shipped(t)
	var doc struct {
		Figures []struct {
			Target struct {
				Pace struct {
					Achieved value
					Trailing *value `json:"trailing_per_month"`
					Reached  string
					Status   string
					Rule     struct{ Ko, En string }
				}
			}
		}
	}
	c.Get("/api/indicators/ai-factories/figures?at=2026-08-27").Want(http.StatusOK).JSON(&doc)
	p := doc.Figures[0].Target.Pace
	if p.Achieved.String() != "102 [102, 102]" || p.Trailing.String() != "6.3 [6.3, 6.3]" || p.Status != "watch" || p.Reached != "2031-11-22" || p.Rule.Ko == "" {
		t.Errorf("AI factories: %+v, %s trailing", p, p.Trailing)
	}
	c.Get("/api/indicators/ai-factories/figures?at=2026-11-22").Want(http.StatusOK).JSON(&doc)
	if p := doc.Figures[0].Target.Pace; p.Trailing.String() != "0.0 [0.0, 0.0]" || p.Status != "behind" {
		t.Errorf("AI factories a year after the last round: %+v", p)
	}
	for day, want := range map[string]string{"2026-05-28": "on", "2026-08-27": "watch"} {
		c.Get("/api/indicators/regional-share/figures?at=" + day).Want(http.StatusOK).JSON(&doc)
		if p := doc.Figures[0].Target.Pace; p.Status != want {
			t.Errorf("the regional share on %s is %q, want %q", day, p.Status, want)
		}
	}
}

func TestForecastPages(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	for path, words := range map[string][]string{
		"/api/indicators/regional-share/forecast?f=html&lang=ko&at=2026-11-22": {"전망", "중앙값", "2030-12-31", "로그정규분포"},
		"/api/indicators/regional-share/forecast?f=html&lang=en&at=2026-11-22": {"Rounds so far", "2026-08-27", "Chance of meeting it in time"},
		"/api/indicators/ai-factories/forecast?f=html&lang=en&at=2026-11-22":   {"A band needs three"},
		"/api/indicators/regional-share/backtest?f=html&lang=ko&at=2026-11-22": {"지난 전망의 정확도", "전망일"},
		"/api/indicators/regional-share/backtest?f=html&lang=en&at=2026-11-22": {"Mean absolute error", "of 24"},
	} {
		body := string(c.Get(path).Want(http.StatusOK).Body)
		for _, word := range words {
			if !strings.Contains(body, word) {
				t.Errorf("%s does not say %q", path, word)
			}
		}
	}
	c.Get("/api/indicators/regional-share/forecast?region=HNM").Want(http.StatusBadRequest)
	c.Get("/api/indicators/regional-share/forecast?variant=nonsense").Want(http.StatusBadRequest)
	c.Get("/api/indicators/growth/backtest").Want(http.StatusNotFound)
}

// Every variant of every indicator, and each option of a switch, has bands or
// says why it has none.
func TestEveryVariantIsForecastOrSaysWhy(t *testing.T) {
	t.Parallel()
	c := shipped(t)
	type choice struct{ ID string }
	var doc struct {
		Indicators []struct {
			ID       string
			Variants []choice
			Switches []struct{ Options []choice }
		}
	}
	c.Get("/api/indicators").Want(http.StatusOK).JSON(&doc)
	for _, i := range doc.Indicators {
		ids := []string{}
		for _, v := range i.Variants {
			ids = append(ids, v.ID)
		}
		for _, s := range i.Switches {
			for _, option := range s.Options[1:] {
				ids = append(ids, ids[0]+"."+option.ID)
			}
		}
		for _, id := range ids {
			path := "/api/indicators/" + i.ID + "/forecast?at=2026-11-22&variant=" + id
			var f forecastDoc
			c.Get(path).Want(http.StatusOK).JSON(&f)
			if (f.NoBand == nil) != (len(f.Months) > 0) || (f.Paths > 0) != (f.NoBand == nil) {
				t.Errorf("%s: no band %v, %d months", path, f.NoBand, len(f.Months))
			}
			for _, m := range f.Months {
				if m.Median == nil || m.Low95 == nil || m.Low80 == nil {
					t.Errorf("%s: %s has no lower end or median", path, m.Day)
				}
			}
			c.Get(strings.Replace(path, "forecast", "backtest", 1)).Want(http.StatusOK)
		}
	}
}
