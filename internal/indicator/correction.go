package indicator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"growthmap/internal/atlas"
)

// Status says how a cited figure stands beside what a later edition answers to
// the same question.
type Status string

// A figure is Current while nothing it is computed from has changed; it Stands
// when something has and its numbers are the same all the same; Corrected when
// they are others; Withdrawn when the question can no longer be asked.
const (
	Current   Status = "current"
	Stands    Status = "stands"
	Corrected Status = "corrected"
	Withdrawn Status = "withdrawn"
)

// Difference is a number of a figure that is another now; nil where there is none.
type Difference struct {
	Member string  `json:"member"` // as in the JSON of the figure: reported.value
	Old    *string `json:"old"`
	New    *string `json:"new"`
}

// Differences lists the numbers of two answers to one question that are not the
// same: value and bounds, parts of a share, what was reported, the target and
// whether it is met. What only follows from these, such as a pace, is left out,
// and so is what a later version of the program says more.
func Differences(before, after Figure) []Difference {
	differences := []Difference{}
	old, now := numbers(before), numbers(after)
	for i, n := range old {
		if !same(n.value, now[i].value) {
			differences = append(differences, Difference{n.name, n.value, now[i].value})
		}
	}
	return differences
}

type member struct {
	name  string
	value *string
}

// numbers lists what makes a figure, always the same members in the same order.
func numbers(f Figure) []member {
	var list []member
	add := func(name string, value *string) { list = append(list, member{name, value}) }
	text := func(name, value string) {
		if value == "" {
			add(name, nil)
		} else {
			add(name, &value)
		}
	}
	bounds := func(prefix string, v *Value) {
		if v == nil {
			v = new(Value)
		}
		add(prefix+"value", v.Value)
		add(prefix+"low", v.Low)
		add(prefix+"high", v.High)
	}
	bounds("", &f.Value)
	bounds("numerator.", f.Numerator)
	bounds("denominator.", f.Denominator)
	reported := f.Reported
	if reported == nil {
		reported = new(ReportedValue)
	}
	text("reported.value", reported.Value)
	text("reported.total", reported.Total)
	bounds("reported.over_total.", reported.OverTotal)
	target := f.Target
	if target == nil {
		target = new(TargetState)
	}
	text("target.at_least", target.AtLeast)
	if target.By != nil {
		text("target.by", target.By.String())
	} else {
		text("target.by", "")
	}
	text("target.met", target.Met)
	return list
}

// Part is what a feature does to a figure. High is nil when nothing bounds it.
type Part struct {
	Role Role    `json:"role"`
	Low  *string `json:"low"`
	High *string `json:"high"`
}

// RowChange is a feature whose part in the figure is another: Before is nil when
// it was added, After when it was taken out.
type RowChange struct {
	Before *Part
	After  *Part
	// Old and New are the feature in the two editions, nil where it takes no part.
	Old, New *atlas.Feature
	// Columns are those whose values are others, when the feature is in both.
	Columns []ColumnChange
}

// ID is the id of the feature.
func (c RowChange) ID() string { return cmp.Or(c.New, c.Old).ID }

// ColumnChange is a value of a feature that is another now, as text; nil where
// nothing is stated.
type ColumnChange struct {
	Column   atlas.Column
	Old, New *string
}

// RowChanges compares the rows of two answers to one question on one day and
// lists by id the features whose part is another. The layer is that of the later
// answer: columns that it has no longer are not compared.
func RowChanges(layer *atlas.Layer, day atlas.Day, before, after []Row) []RowChange {
	changes := map[string]*RowChange{}
	at := func(id string) *RowChange {
		if changes[id] == nil {
			changes[id] = new(RowChange)
		}
		return changes[id]
	}
	for _, r := range before {
		c := at(r.Feature.ID)
		part := r.Part()
		c.Old, c.Before = r.Feature, &part
	}
	for _, r := range after {
		c := at(r.Feature.ID)
		part := r.Part()
		c.New, c.After = r.Feature, &part
	}
	list := []RowChange{}
	for _, id := range slices.Sorted(maps.Keys(changes)) {
		c := changes[id]
		if c.Before.equal(c.After) {
			continue
		}
		if c.Old != nil && c.New != nil {
			c.Columns = columnChanges(layer, day, c.Old, c.New)
		}
		list = append(list, *c)
	}
	return list
}

// Known reports whether both bounds are the same.
func (p *Part) Known() bool { return p.Low != nil && same(p.Low, p.High) }

// Part is what the row does to its figure.
func (r Row) Part() Part { return Part{r.Role, whole(r.Low), whole(r.High)} }

func (p *Part) equal(o *Part) bool {
	if p == nil || o == nil {
		return p == o
	}
	return p.Role == o.Role && same(p.Low, o.Low) && same(p.High, o.High)
}

func columnChanges(layer *atlas.Layer, day atlas.Day, before, after *atlas.Feature) []ColumnChange {
	var changes []ColumnChange
	for _, c := range layer.Columns() {
		old, now := columnText(layer.Value(before, c, day)), columnText(layer.Value(after, c, day))
		if !same(old, now) {
			changes = append(changes, ColumnChange{c, old, now})
		}
	}
	return changes
}

func columnText(v any) *string {
	var s string
	switch v := v.(type) {
	case nil:
		return nil
	case json.Number:
		s = v.String()
	case []string:
		if len(v) == 0 {
			return nil
		}
		s = fmt.Sprintf("%q", v)
	default:
		s = fmt.Sprint(v)
	}
	return &s
}
