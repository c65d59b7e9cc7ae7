package indicator

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/cql2"
)

// Sieve is what one reading of a layer must tell of its features. Features that
// are alike in all of it come back as one Tally, so that a million of them cost
// as little as their differences.
type Sieve struct {
	Layer *atlas.Layer
	// Edition is the state of knowledge.
	Edition int64
	// Day is the day of the figures; Timeline keeps the days of the moments
	// instead, so that the tallies serve every day up to Day.
	Day      atlas.Day
	Timeline bool
	Places   bool // whether features of different places are told apart
	// Wanted are the filters of which one at least must not be false.
	Wanted  []Filter
	Filters []Filter
	Moments []Moment
	Values  []string // columns whose values are told apart
	Amounts []Amount
}

// Moment is when a feature begins to count: when it reaches the stage, or is
// born if there is none. See Measure for the members.
type Moment struct {
	Stage, PossibleFrom string
	Since               atlas.Day // MinDay for any
}

// Amount is a column of whole won, and the column that bounds it where it is empty.
type Amount struct{ Column, AtMost string }

// Tally is a number of features that are alike in what a Sieve asks.
type Tally struct {
	Place atlas.Place
	Holds []cql2.Truth // by Sieve.Filters
	// Begins are, by Sieve.Moments, the day on which the features may begin to
	// count and the day from which they do for certain (MaxDay for never); nil
	// when they never may. Without Timeline the days before and after
	// Sieve.Day are told apart and no more.
	Begins  []*atlas.Interval
	Values  []*string // by Sieve.Values, nil for none
	Count   int64
	Amounts []Total // by Sieve.Amounts
}

// Total is what is known of an amount of several features.
type Total struct {
	Known  *big.Int // sum of the stated amounts, whole won
	Capped *big.Int // sum of what bounds those not stated
	Open   int64    // features of which neither is stated
}

// sieve asks for what figures of the definition in the variants need.
func (d *Definition) sieve(layer *atlas.Layer, edition int64, day atlas.Day, across string, variants ...Variant) Sieve {
	s := Sieve{Layer: layer, Edition: edition, Day: day}
	filter := func(f Filter) {
		if !f.IsZero() && s.filter(f) < 0 {
			s.Filters = append(s.Filters, f)
		}
	}
	for _, v := range variants {
		m := v.measure
		if !slices.ContainsFunc(s.Wanted, func(w Filter) bool { return w.Text == m.Where.Text }) {
			s.Wanted = append(s.Wanted, m.Where)
		}
		for _, f := range []Filter{m.Where, m.Uncertain, m.Among, m.Unknown} {
			filter(f)
		}
		moments := []Moment{m.moment()}
		if v.Target != nil && m.pilesUp() {
			moments = append(moments, m.trailing(day))
		}
		s.Moments = union(s.Moments, moments, func(m Moment) Moment { return m })
		if m.Column != "" && !slices.Contains(s.Values, m.Column) {
			s.Values = append(s.Values, m.Column)
		}
		if a := m.amount(); a.Column != "" && !slices.Contains(s.Amounts, a) {
			s.Amounts = append(s.Amounts, a)
		}
	}
	filter(d.Everywhere)
	for _, w := range d.Within {
		filter(w.Where)
	}
	for _, c := range d.Coverage {
		filter(c.Where)
	}
	if across != "" && !slices.Contains(s.Values, across) {
		s.Values = append(s.Values, across)
	}
	return s
}

// join makes one sieve that tells what both ask of the same layer, edition and day.
func (s Sieve) join(o Sieve) Sieve {
	return Sieve{
		Layer: s.Layer, Edition: s.Edition, Day: s.Day, Timeline: s.Timeline || o.Timeline, Places: s.Places || o.Places,
		Wanted:  union(s.Wanted, o.Wanted, func(f Filter) string { return f.Text }),
		Filters: union(s.Filters, o.Filters, func(f Filter) string { return f.Text }),
		Moments: union(s.Moments, o.Moments, func(m Moment) Moment { return m }),
		Values:  union(s.Values, o.Values, func(v string) string { return v }),
		Amounts: union(s.Amounts, o.Amounts, func(a Amount) Amount { return a }),
	}
}

func union[T any, K comparable](a, b []T, key func(T) K) []T {
	all := slices.Clone(a)
	for _, x := range b {
		if !slices.ContainsFunc(all, func(y T) bool { return key(x) == key(y) }) {
			all = append(all, x)
		}
	}
	return all
}

func (s Sieve) filter(f Filter) int {
	return slices.IndexFunc(s.Filters, func(g Filter) bool { return g.Text == f.Text })
}

func (m Measure) moment() Moment {
	moment := Moment{Stage: m.Stage, PossibleFrom: m.PossibleFrom, Since: atlas.MinDay}
	if m.Since != nil {
		moment.Since = *m.Since
	}
	return moment
}

func (m Measure) amount() Amount { return Amount{m.Amount, m.AtMost} }

// Tally tells of the features what the sieve asks, those that are alike
// together. An error is a filter that cannot be evaluated.
func (s Sieve) Tally(features []*atlas.Feature) ([]Tally, error) {
	var tallies []Tally
	at := map[string]int{}
	for _, f := range features {
		t, ok, err := s.one(f)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		key := t.key()
		i, known := at[key]
		if !known {
			at[key] = len(tallies)
			tallies = append(tallies, t)
			continue
		}
		tallies[i].add(t)
	}
	return tallies, nil
}

// one is the tally of one feature, and false when the sieve does not want it.
func (s Sieve) one(f *atlas.Feature) (Tally, bool, error) {
	t := Tally{Count: 1, Holds: make([]cql2.Truth, len(s.Filters))}
	holds := evaluator(s.Layer, f, s.Day)
	wanted := len(s.Wanted) == 0
	for _, w := range s.Wanted {
		truth, err := holds(w)
		if err != nil {
			return t, false, fmt.Errorf("feature %s: %w", f.ID, err)
		}
		wanted = wanted || truth != cql2.False
	}
	counts := false
	for _, m := range s.Moments {
		begins := m.begins(f)
		if begins != nil && begins.From > s.Day {
			begins = nil
		}
		if begins != nil && !s.Timeline {
			begins = coarse(*begins, s.Day)
		}
		counts = counts || begins != nil
		t.Begins = append(t.Begins, begins)
	}
	if !wanted || !counts {
		return t, false, nil
	}
	for i, filter := range s.Filters {
		var err error
		if t.Holds[i], err = holds(filter); err != nil {
			return t, false, fmt.Errorf("feature %s: %w", f.ID, err)
		}
	}
	for _, id := range s.Values {
		c, _ := s.Layer.Column(id)
		var text *string
		if v := s.Layer.Value(f, c, s.Day); v != nil {
			shown := fmt.Sprint(v)
			text = &shown
		}
		t.Values = append(t.Values, text)
	}
	for _, a := range s.Amounts {
		total, err := a.of(s.Layer, f, s.Day)
		if err != nil {
			return t, false, fmt.Errorf("feature %s: %w", f.ID, err)
		}
		t.Amounts = append(t.Amounts, total)
	}
	if s.Places {
		t.Place = atlas.Place{Region: f.Place.Region, Sido: f.Place.Sido, Sigungu: f.Place.Sigungu, Among: f.Place.Among}
	}
	return t, true, nil
}

// begins is when the feature may begin to count and when it does for certain.
func (m Moment) begins(f *atlas.Feature) *atlas.Interval {
	on, ok := f.Stages[m.Stage]
	if m.Stage == "" {
		on, ok = atlas.Interval{From: f.Life.From, To: f.Life.From}, true
	}
	if !ok {
		possible, ok := f.Stages[m.PossibleFrom]
		if m.PossibleFrom == "" || !ok {
			return nil
		}
		return &atlas.Interval{From: max(possible.From, m.Since), To: atlas.MaxDay}
	}
	switch {
	case on.To < m.Since:
		return nil
	case on.From < m.Since:
		return &atlas.Interval{From: m.Since, To: atlas.MaxDay}
	}
	return &on
}

// coarse tells apart only whether the interval has ended by the day.
func coarse(i atlas.Interval, day atlas.Day) *atlas.Interval {
	if i.To <= day {
		return &atlas.Interval{From: atlas.MinDay, To: atlas.MinDay}
	}
	return &atlas.Interval{From: atlas.MinDay, To: atlas.MaxDay}
}

func (a Amount) of(layer *atlas.Layer, f *atlas.Feature, day atlas.Day) (Total, error) {
	known, err := won(layer, f, a.Column, day)
	if err != nil {
		return Total{}, err
	}
	if known != nil {
		return Total{Known: known, Capped: new(big.Int)}, nil
	}
	if a.AtMost != "" {
		most, err := won(layer, f, a.AtMost, day)
		if err != nil {
			return Total{}, err
		}
		if most != nil {
			return Total{Known: new(big.Int), Capped: most}, nil
		}
	}
	return Total{Known: new(big.Int), Capped: new(big.Int), Open: 1}, nil
}

func (t *Tally) add(o Tally) {
	t.Count += o.Count
	for i := range t.Amounts {
		a, b := &t.Amounts[i], o.Amounts[i]
		a.Known, a.Capped, a.Open = new(big.Int).Add(a.Known, b.Known), new(big.Int).Add(a.Capped, b.Capped), a.Open+b.Open
	}
}

// key is the same for tallies that differ in number and amounts alone.
func (t Tally) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s|%s|%q|%v", t.Place.Region, t.Place.Sido, t.Place.Sigungu, t.Place.Among, t.Holds)
	for _, i := range t.Begins {
		if i == nil {
			b.WriteString("|-")
		} else {
			fmt.Fprintf(&b, "|%d,%d", i.From, i.To)
		}
	}
	for _, v := range t.Values {
		if v == nil {
			b.WriteString("|-")
		} else {
			fmt.Fprintf(&b, "|%q", *v)
		}
	}
	return b.String()
}

// Sifted are the tallies of a sieve.
type Sifted struct {
	Sieve   Sieve
	Tallies []Tally
}
