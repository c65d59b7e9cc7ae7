package indicator

import (
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
	for _, day := range d.changes(ev, q) {
		on := q
		on.Day = day
		f, err := d.Figure(ev, on, 0, "")
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

// changes are the days on which a row or a report begins or becomes certain.
func (d *Definition) changes(ev Evidence, q Question) []atlas.Day {
	var days []atlas.Day
	add := func(i atlas.Interval) {
		for _, day := range []atlas.Day{i.From, i.To} {
			if day != atlas.MinDay && day <= q.Day {
				days = append(days, day)
			}
		}
	}
	for _, f := range ev.Features {
		if i, ok := f.Stages[d.Measure.Stage]; ok {
			add(i)
		}
	}
	if q.Region == "" {
		for _, r := range ev.Reports {
			add(atlas.Interval{From: r.Day.To, To: r.Day.To})
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func same(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
