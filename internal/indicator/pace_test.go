package indicator

import (
	"math/big"
	"testing"

	"growthmap/internal/atlas"
)

// of reads a value and its bounds, "51 51 60"; "-" is none.
func of(mid, low, high string) rationals {
	read := func(s string) *big.Rat {
		r, _ := new(big.Rat).SetString(s)
		return r
	}
	return rationals{read(mid), read(low), read(high)}
}

// Of 500 by 2030-12-31, 398 are missing on 2026-08-27: 1,587 days are 52.140
// months, so 7.633 a month are required, and 80 % of it are 6.107.
func TestPaceByHand(t *testing.T) {
	day := func(s string) atlas.Day { return must(atlas.ParseDay(s)) }
	by := day("2030-12-31")
	for name, test := range map[string]struct {
		now, added rationals
		day        string
		by         *atlas.Day
		want       string // trailing, status, day
	}{
		// 76 ÷ 12 = 6.333; 398 ÷ 6.333 = 62.842 months = 1,912.8 days, so on the 1,913th.
		"a little slow":          {of("102", "102", "102"), of("76", "76", "76"), "2026-08-27", &by, "6.3 [6.3, 6.3] watch 2031-11-22"},
		"fast enough":            {of("102", "102", "102"), of("92", "92", "92"), "2026-08-27", &by, "7.7 [7.7, 7.7] on 2030-12-25"},
		"just too slow to watch": {of("102", "102", "102"), of("73", "73", "73"), "2026-08-27", &by, "6.1 [6.1, 6.1] behind 2032-02-09"},
		"stopped":                {of("102", "102", "102"), of("0", "0", "0"), "2026-08-27", &by, "0.0 [0.0, 0.0] behind never"},
		"bounds disagree":        {of("102", "102", "102"), of("60", "60", "92"), "2026-08-27", &by, "5.0 [5.0, 7.7] watch 2033-04-15"},
		"without bound":          {of("102", "102", "-"), of("60", "60", "-"), "2026-08-27", &by, "5.0 [5.0, -] watch 2033-04-15"},
		"met":                    {of("500", "500", "510"), of("0", "0", "0"), "2026-08-27", &by, "0.0 [0.0, 0.0] on never"},
		"too late":               {of("499", "499", "499"), of("90", "90", "90"), "2031-01-01", &by, "7.5 [7.5, 7.5] behind 2031-01-06"},
		"late, perhaps met":      {of("499", "499", "501"), of("90", "90", "90"), "2031-01-01", &by, "7.5 [7.5, 7.5] watch 2031-01-06"},
		"no day, not met":        {of("102", "102", "102"), of("60", "60", "60"), "2026-08-27", nil, "5.0 [5.0, 5.0]  2033-04-15"},
	} {
		t.Run(name, func(t *testing.T) {
			p := paceOf(test.now, true, &test.added, big.NewRat(500, 1), test.by, day(test.day), 0)
			got := text(*p.TrailingPerMonth) + " " + p.Status + " never"
			if p.Reached != nil {
				got = text(*p.TrailingPerMonth) + " " + p.Status + " " + p.Reached.String()
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	for name, test := range map[string]struct {
		now  rationals
		by   *atlas.Day
		adds bool
		want string
	}{
		"share met":                   {of("42", "41", "43"), &by, false, OnTrack},
		"share between":               {of("41.2", "36.2", "48.3"), &by, false, Watch},
		"share below":                 {of("36", "35", "39.9"), &by, false, Behind},
		"share without a day, below":  {of("36", "35", "39.9"), nil, false, ""},
		"share without a value":       {of("-", "-", "-"), &by, false, Watch},
		"rate not known, not yet due": {of("36", "35", "39.9"), &by, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := paceOf(test.now, test.adds, nil, big.NewRat(40, 1), test.by, day("2026-08-27"), 1)
			if p.Status != test.want || p.TrailingPerMonth != nil || p.Reached != nil {
				t.Errorf("status %q, trailing %v, reached %v; want %q", p.Status, p.TrailingPerMonth, p.Reached, test.want)
			}
		})
	}
}

// The year up to 2026-10-15 begins on 2025-10-16: of five, one came before it,
// one may have, one is doubtful. So 2 or 3 or 4 of them came within: 0.2 to 0.3
// a month. A share of a sum has no rate, and official values go before rows.
func TestPaceOfAFigure(t *testing.T) {
	layer := must(atlas.ParseLayer([]byte(deals)))
	d := must(Parse([]byte(count)))
	v, _ := d.Variant("")
	q := Question{Variant: v, Day: must(atlas.ParseDay("2026-10-15")), Areas: areas}
	ev := Evidence{Layer: layer, Features: []*atlas.Feature{
		deal("a", "2025-10-15", 1, -1, honam), deal("b", "2025-10-16", 1, -1, honam), deal("c", "2025-10", 1, -1, honam),
		deal("d", "2026-05-01", 1, -1, honam), deal("doubtful", "2026-05-02", 1, -1, honam),
	}}
	p := must(d.Figure(ev, q)).Target.Pace
	if got := text(p.Achieved) + ", " + text(*p.TrailingPerMonth) + ", " + p.Status; got != "4 [4, 5], 0.2 [0.2, 0.3], behind" {
		t.Errorf("by rows: %s", got)
	}
	sieve := d.sieve(layer, 1, q.Day, "", v)
	sifted := ev
	sifted.Features, sifted.Sifted = nil, &Sifted{sieve, must(sieve.Tally(ev.Features))}
	if q := must(d.Figure(sifted, q)).Target.Pace; text(*q.TrailingPerMonth) != text(*p.TrailingPerMonth) || q.Status != p.Status {
		t.Errorf("from tallies: %s, %s", text(*q.TrailingPerMonth), q.Status)
	}
	report := func(day string, value int64) Report {
		r := big.NewRat(value, 1)
		return Report{Day: must(atlas.ParsePartial(day)), Value: r, Text: r.FloatString(0), Feature: &atlas.Feature{Layer: "counts", ID: day}}
	}
	ev.Reports = map[string][]Report{d.Reported.Key(): {report("2025-09", 30), report("2026-10-01", 90), report("2026-10-16", 99)}}
	p = must(d.Figure(ev, q)).Target.Pace // 60 ÷ 12 = 5; 10 ÷ 5 months are 60.9 days; 10 in 77 days are 3.95 a month
	if got := text(p.Achieved) + ", " + text(*p.TrailingPerMonth) + ", " + p.Status + ", " + p.Reached.String(); got != "90 [90, 90], 5.0 [5.0, 5.0], on, 2026-12-15" {
		t.Errorf("by reports: %s", got)
	}

	d = must(Parse([]byte(share)))
	q.Variant, _ = d.Variant("")
	ev.Features = []*atlas.Feature{deal("regional", "2026-01-01", 30, -1, honam), deal("capital", "2026-01-01", 70, -1, capital)}
	if p := must(d.Figure(ev, q)).Target.Pace; p.TrailingPerMonth != nil || p.Status != Behind || text(p.Achieved) != "30.0 [30.0, 30.0]" {
		t.Errorf("a share: %+v", p)
	}
}
