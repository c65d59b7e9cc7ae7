package indicator

import (
	"fmt"
	"slices"

	"growthmap/internal/atlas"
)

// Point is a figure on a day on which it changed; it holds until the next.
type Point struct {
	Day atlas.Day `json:"day"`
	Value
	Reported *string `json:"reported"` // the official value that stood on the day
}

// Series is the figure on every day on which it, its bounds or the reported
// value changed, up to the day of the question. Between two points nothing is
// known to have changed: it is drawn in steps.
func (d *Definition) Series(ev Evidence, q Question) ([]Point, error) {
	points := []Point{}
	if q.Variant.NotComputable != nil {
		return points, nil
	}
	if err := d.unfold(&ev, q); err != nil {
		return nil, err
	}
	for _, day := range d.changes(ev, q) {
		on := q
		on.Day = day
		f, err := d.Figure(ev, on)
		if err != nil {
			return nil, err
		}
		p := Point{Day: day, Value: f.Value}
		if f.Reported != nil {
			p.Reported = &f.Reported.Value
		}
		if n := len(points); n > 0 && same(points[n-1].Value.Value, p.Value.Value) && same(points[n-1].Low, p.Low) &&
			same(points[n-1].High, p.High) && same(points[n-1].Reported, p.Reported) {
			continue
		}
		points = append(points, p)
	}
	return points, nil
}

// unfold tallies the features so that they serve every day up to the question's.
func (d *Definition) unfold(ev *Evidence, q Question) error {
	if ev.Sifted != nil {
		return nil
	}
	sieve := d.sieve(ev.Layer, ev.Edition, q.Day, q.Group.column(), q.Variant)
	sieve.Timeline, sieve.Places = true, true
	tallies, err := sieve.Tally(ev.Features)
	if err != nil {
		return fmt.Errorf("indicator %s: %w", d.ID, err)
	}
	ev.Sifted = &Sifted{sieve, tallies}
	return nil
}

// changes are the days on which a tally or a report begins or becomes certain.
func (d *Definition) changes(ev Evidence, q Question) []atlas.Day {
	var days []atlas.Day
	add := func(i atlas.Interval) {
		for _, day := range []atlas.Day{i.From, i.To} {
			if day != atlas.MinDay && day <= q.Day {
				days = append(days, day)
			}
		}
	}
	moment := slices.Index(ev.Sifted.Sieve.Moments, q.Variant.measure.moment())
	for _, t := range ev.Sifted.Tallies {
		if begins := t.Begins[moment]; begins != nil {
			add(*begins)
		}
	}
	if from := q.Variant.Reported; q.Region == "" && q.Group == nil && from != nil {
		for _, r := range slices.Concat(ev.Reports[from.Key()], ev.Reports[from.TotalKey()]) {
			add(atlas.Interval{From: r.Day.To, To: r.Day.To})
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func same(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
